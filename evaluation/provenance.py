"""Where a figure comes from: the command, the version, the commit, and a checksum of the corpus."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Any

from eligo import __version__
from eligo.concepts.terminology.installed import installed
from eligo.errors import EmptyInput, InputError

__all__ = ["checksum", "provenance"]


def provenance(benchmark: str, data: Path, *, limit: int | None, seed: int, shipped: bool = False) -> dict[str, Any]:
    """``command, version, commit, data, seed, limit`` of a run, and the user's ``terminologies`` where there are any.

    The folder's path is left out, its name is kept.

    Args:
        shipped: the data are the benchmark's own, for which no ``--data`` is needed.

    Raises:
        InputError: if `data` does not exist; `EmptyInput` if it holds nothing.
    """
    command = f"eligo evaluate {benchmark}" + ("" if shipped else f" --data {data.resolve().name}")
    command += f" --limit {limit}" if limit else ""
    command += f" --seed {seed}" if seed else ""
    added = [index.source for index in installed()]
    return {
        "command": command,
        "version": __version__,
        "commit": _commit(),
        "data": {"name": data.resolve().name, "sha256": checksum(data)},
        "limit": limit,
        "seed": seed,
        **({"terminologies": added} if added else {}),
    }


def checksum(data: Path) -> str:
    """SHA-256 over the names and bytes of a file, or of all files of a folder in the order of their names.

    Raises:
        InputError: if there is no such file or folder; `EmptyInput` if the folder holds no file.
    """
    if not data.exists():
        raise InputError(str(data), "there is no such file or folder", "give the folder of the corpus")
    files = [data] if data.is_file() else sorted(f for f in data.rglob("*") if f.is_file())
    if not files:
        raise EmptyInput(str(data), "the folder is empty", "give the folder of the corpus")
    digest = hashlib.sha256()
    for file in files:
        name = file.name if data.is_file() else file.relative_to(data).as_posix()
        digest.update(f"{name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _commit() -> str | None:
    """The commit of the checkout that runs; with ``+`` where files differ from it; None outside a checkout."""
    here = Path(__file__).parent

    def git(*args: str) -> str:
        done = subprocess.run(["git", "-C", str(here), *args], capture_output=True, text=True, check=True, timeout=20)
        return done.stdout.strip()

    try:
        if Path(git("rev-parse", "--show-toplevel")) != here.parent:
            return None  # installed somewhere inside another project's checkout
        changed = git("status", "--porcelain", "--untracked-files=no", "--", "extract", "evaluation", "corpus")
        return git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")
    except (OSError, subprocess.SubprocessError):
        return None
