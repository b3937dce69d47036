"""Fetch one file from its publisher: whole, checked, or not at all."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from .errors import DownloadFailed

__all__ = ["Progress", "fetch", "file_name", "sha256_of"]

Progress = Callable[[int, "int | None"], None]
"""Called with the bytes that have come and the bytes expected (None where the server does not say)."""

_CHUNK = 1 << 16


def file_name(url: str) -> str:
    """The name a file from `url` gets: its fragment (``…/HEAD.zip#x.zip``, never sent), or the last part of the path.

    Raises:
        DownloadFailed: if the address is not http(s), or names no file.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise DownloadFailed(url, "not an http(s) address")
    name = PurePosixPath(unquote(parts.fragment or parts.path)).name
    if not name or name in (".", "..") or "\\" in name or "\0" in name:
        raise DownloadFailed(url, "the address names no file")
    return name


def sha256_of(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def fetch(
    url: str, folder: Path | str, *, sha256: str = "", progress: Progress | None = None, timeout: float = 30.0
) -> Path:
    """Download `url` into `folder` (made if need be); the file's path.

    A file that is there already is kept if `sha256` says that it is the same. What came is stored under its name only
    when it is whole and its checksum is right.

    Args:
        sha256: the expected checksum, in hexadecimal; empty to accept any.
        timeout: seconds without an answer after which the server counts as gone.

    Raises:
        DownloadFailed: if it cannot be fetched, is cut short or damaged, or another file is in its place.
    """
    target = Path(folder) / file_name(url)
    if target.exists():
        if sha256 and target.is_file() and sha256_of(target) == sha256.casefold():
            return target
        what = "has another checksum" if sha256 else "cannot be checked against the publisher's"
        raise DownloadFailed(str(target), f"is there already and {what}", "move it away to fetch it again")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        got, expected, digest = _stream(url, part, progress, timeout)
        if expected is not None and got != expected:
            raise DownloadFailed(url, f"cut short: {got} of {expected} bytes came", "try again")
        if sha256 and digest != sha256.casefold():
            raise DownloadFailed(url, f"damaged or changed: SHA-256 is {digest}, expected {sha256.casefold()}")
        part.replace(target)
    except urllib.error.HTTPError as error:
        raise DownloadFailed(url, f"the server answers {error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise DownloadFailed(url, f"cannot be reached: {error.reason}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, DownloadFailed):
            raise
        raise DownloadFailed(url, f"cannot be fetched: {error or type(error).__name__}") from None
    finally:
        part.unlink(missing_ok=True)
    return target


def _stream(url: str, part: Path, progress: Progress | None, timeout: float) -> tuple[int, int | None, str]:
    """Bytes that came, bytes announced, SHA-256."""
    request = urllib.request.Request(url, headers={"User-Agent": "eligo"})
    digest, got = hashlib.sha256(), 0
    with urllib.request.urlopen(request, timeout=timeout) as answer, part.open("wb") as out:
        length = answer.headers.get("Content-Length")
        expected = int(length) if length and length.isdecimal() else None
        while chunk := answer.read(_CHUNK):
            out.write(chunk)
            digest.update(chunk)
            got += len(chunk)
            if progress is not None:
                progress(got, expected)
    return got, expected, digest.hexdigest()
