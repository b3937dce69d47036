"""Bytes → text: encodings told apart, what is no text refused with its cure, mojibake undone."""

from __future__ import annotations

import codecs
from pathlib import Path

from eligo.errors import EmptyInput, InputError, NotText

from .lines import is_blank
from .mojibake import repair

__all__ = ["read_text"]

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "is a PDF", "save its text first, for instance with pdftotext"),
    (b"PK\x03\x04", "is a zip archive or an Office document", "unpack it, or save the document as plain text"),
    (b"\x1f\x8b", "is gzip-compressed", "decompress it first (gunzip)"),
    (b"BZh", "is bzip2-compressed", "decompress it first (bunzip2)"),
    (b"\xfd7zXZ", "is xz-compressed", "decompress it first (unxz)"),
    (b"\x28\xb5\x2f\xfd", "is zstd-compressed", "decompress it first (unzstd)"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-zip archive", "unpack it first"),
    (b"\xd0\xcf\x11\xe0", "is an old Office document", "save it as plain text"),
    (b"{\\rtf", "is rich text (RTF)", "save it as plain text"),
    (b"\x89PNG", "is an image", "give text"),
    (b"\xff\xd8\xff", "is an image", "give text"),
    (b"GIF8", "is an image", "give text"),
    (b"PAR1", "is a Parquet file", "export it as JSON Lines"),
    (b"SQLite format 3", "is a database", "export it as JSON Lines"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PLAIN = "save it as plain text in UTF-8"
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\x0b\x0c\x1b")
_SAMPLE = 65_536  # bytes looked at to tell a binary file


def read_text(source: str | Path | bytes, *, name: str) -> str:
    """The text of a file, or of bytes.

    UTF-8, UTF-16 and UTF-32 (with a byte-order mark, UTF-16 also without one), else Windows-1252. Line endings stay
    as they are. Mojibake is repaired first of all, so that offsets count what a reader sees.

    Args:
        source: a path, or the bytes themselves.
        name: what messages call it.

    Raises:
        EmptyInput: if nothing in it is visible.
        NotText: if it is binary, compressed, a PDF, or in an encoding that cannot be told.
        InputError: if there is no such file, it is a folder, or it may not be read.
    """
    data = source if isinstance(source, bytes) else _bytes(Path(source), name)
    if not data:
        raise EmptyInput(name, "is empty", "give a file with text in it")
    text = repair(_decode(data, name))
    if is_blank(text):
        raise EmptyInput(name, "holds nothing but white space", "give a file with text in it")
    return text


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(name, "there is no such file", "check the path") from None
    except IsADirectoryError:
        raise InputError(name, "is a folder", "name the files in it") from None
    except PermissionError:
        raise InputError(name, "may not be read", "check the file's permissions") from None
    except (OSError, ValueError) as error:
        raise InputError(name, f"cannot be read ({error})", "check the path") from None


def _decode(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding, name)
    for magic, problem, cure in _MAGIC:
        if data.startswith(magic):
            raise NotText(name, problem, cure)
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        wide = _wide(sample)
        if wide is None:
            raise NotText(name, "is not text (it holds NUL bytes)", _PLAIN)
        return _strictly(data, wide, name)
    if len(sample.translate(None, _CONTROL)) < 0.98 * len(sample):
        raise NotText(name, "is not text (it holds control characters)", _PLAIN)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(data, name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise NotText(name, f"begins like {encoding.removesuffix('-sig').upper()} text and is not", _PLAIN) from None


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is NUL."""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _windows(data: bytes, name: str) -> str:
    high = sum(1 for b in data[:_SAMPLE] if b >= 0x80)
    if high > 0.3 * min(len(data), _SAMPLE):
        raise NotText(name, "is in an encoding that cannot be told", _PLAIN)
    # one wrong byte in a UTF-8 file must not spoil the rest: what decodes as UTF-8 stays so
    text = data.decode("utf-8", errors="surrogateescape")
    return "".join(_single(c) if "\udc80" <= c <= "\udcff" else c for c in text) if max(text) >= "\udc80" else text


def _single(escaped: str) -> str:
    byte = bytes([ord(escaped) - 0xDC00])
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")
