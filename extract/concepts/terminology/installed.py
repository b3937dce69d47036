"""Where the user's indexes lie, and which there are.

The folder is ``$ELIGO_TERMINOLOGIES``, else that of the platform for a user's data. Each terminology is one file
``NAME.sqlite``; one that is being built, or whose building was interrupted, is ``NAME.part``.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.errors import InputError

if TYPE_CHECKING:
    from .index import Index

__all__ = ["BUILDING", "BUILT", "VARIABLE", "forget", "home", "index_path", "installed", "names"]

VARIABLE = "ELIGO_TERMINOLOGIES"
"""The environment variable; empty: no terminology is used."""
BUILT, BUILDING = ".sqlite", ".part"
_SETTINGS = (VARIABLE, "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
_TABLES = frozenset(
    [
        "lab",
        "drug",
        "class",
        "cond",
        "proc",
        "bio",
        "repro",
        "att",
        "lesion",
        "scale",
        "allergy",
        "pfx",
        "img",
        "vital",
        "regimen",
        "demo",
        "ecg",
        "habit",
        "part",
    ]
)


def home() -> Path | None:
    """The folder of the indexes, whether or not it exists; None where the user wants none."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return Path(given).expanduser() if given else None
    try:
        user = Path.home()
    except RuntimeError:  # a user without a home has no indexes
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or user / "AppData" / "Local") / "eligo" / "terminologies"
    if sys.platform == "darwin":
        return user / "Library" / "Application Support" / "eligo" / "terminologies"
    return Path(os.environ.get("XDG_DATA_HOME") or user / ".local" / "share") / "eligo" / "terminologies"


def index_path(folder: Path, name: str, suffix: str = BUILT) -> Path:
    """The file of a terminology.

    Raises:
        InputError: if `name` is none that a terminology can have: it begins the ids of its concepts.
    """
    if not _NAME.fullmatch(name):
        raise InputError(name, "is no name for a terminology", "use letters, digits, - and _, a letter first")
    if name in _TABLES:
        raise InputError(name, "is the name of one of eligo's own tables", "choose another with --name")
    return folder / f"{name}{suffix}"


def names(folder: Path | None, suffix: str = BUILT) -> list[str]:
    """The terminologies in a folder, by name."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(path.stem for path in folder.glob(f"*{suffix}") if _NAME.fullmatch(path.stem))


def installed() -> tuple[Index, ...]:
    """The indexes in use, in the order in which they were added; opened once per process.

    Raises:
        InputError: if one cannot be read.
    """
    folder = _home_under(*map(os.environ.get, _SETTINGS))
    return () if folder is None else _opened(folder)


@lru_cache(maxsize=8)
def _home_under(*_: str | None) -> str | None:
    """`home`, worked out once for the same settings."""
    folder = home()
    return None if folder is None else str(folder)


@cache
def _opened(folder: str) -> tuple[Index, ...]:
    found = names(Path(folder))
    if not found:
        return ()
    from .index import Index

    indexes = [Index(index_path(Path(folder), name)) for name in found]
    return tuple(sorted(indexes, key=lambda index: (index.meta["added"], index.name)))


def forget() -> None:
    """Look at the folder anew: an index was added or removed in this process."""
    from . import kinship

    _opened.cache_clear()
    _home_under.cache_clear()
    kinship.forget()
