"""Which terminologies there are, complete or not, and whether their files are still what was indexed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eligo.errors import InputError

from .index import read_meta
from .installed import BUILDING, BUILT, forget, index_path, names

__all__ = ["Inventoried", "inventory", "remove"]


@dataclass(frozen=True, slots=True)
class Inventoried:
    """A terminology of the user's folder.

    Attributes:
        state: ``current``; ``changed``: a file has another size or date than when it was indexed; ``gone``: a file is
            no longer where it was (the index works without); ``incomplete``: building was interrupted; ``broken``.
        meta: what the index says of itself; empty if it is broken.
        problem: of one that is broken.
    """

    name: str
    state: Literal["current", "changed", "gone", "incomplete", "broken"]
    meta: dict[str, str]
    problem: str = ""

    def told(self) -> str:
        """The state in words, with the cure."""
        files = self.meta.get("files", "").split("\n")
        again = f"eligo terminology add {self.meta.get('kind')} {files[0]}"
        match self.state:
            case "incomplete":
                return f"incomplete; go on with {again}"
            case "changed":
                return f"{self._version()}the file has changed since; index it anew with {again}"
            case "gone":
                return f"{self._version()}its file is no longer at {files[0]}"
            case "broken":
                return self.problem
        return f"{self._version()}sha256:{self.meta['sha256'][:12]}"

    def _version(self) -> str:
        return f"{version}  " if (version := self.meta.get("version")) else ""


def inventory(folder: Path | None) -> list[Inventoried]:
    """All of a folder, in the order in which they win; those that cannot be used come last."""
    if folder is None:
        return []
    found = []
    built = names(folder)
    for name in built:
        try:
            meta = read_meta(index_path(folder, name))
        except InputError as error:
            found.append(Inventoried(name, "broken", {}, f"{error.problem}; {error.cure}"))
        else:
            found.append(Inventoried(name, _state(meta), meta))
    for name in names(folder, BUILDING):
        if name not in built:
            try:
                meta = read_meta(index_path(folder, name, BUILDING))
            except InputError as error:
                found.append(Inventoried(name, "broken", {}, f"{error.problem}; {error.cure}"))
            else:
                found.append(Inventoried(name, "incomplete", meta))
    return sorted(found, key=lambda one: (one.state in ("incomplete", "broken"), one.meta.get("added", ""), one.name))


def _state(meta: dict[str, str]) -> Literal["current", "changed", "gone"]:
    for file, size in zip(meta["files"].split("\n"), meta["sizes"].split("\n"), strict=True):
        path = Path(file)
        if not path.is_file():
            return "gone"
        stat = path.stat()
        if f"{stat.st_size} {stat.st_mtime_ns}" != size:
            return "changed"
    return "current"


def remove(folder: Path, name: str) -> bool:
    """Delete an index, complete or not; whether there was one.

    Raises:
        InputError: if `name` is none that a terminology can have.
    """
    there = False
    for suffix in (BUILT, BUILDING):
        path = index_path(folder, name, suffix)
        if path.is_file():
            path.unlink()
            there = True
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    forget()
    return there
