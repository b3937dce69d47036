"""One terminology's index, asked: which terms are in a text, what a word means, what lies above a concept."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from eligo.errors import InputError
from eligo.schema import Concept

from .forms import key
from .trie import Trie

__all__ = ["FORMAT", "Found", "Index", "Meaning", "opened", "read_meta"]

FORMAT = "2"


class Meaning(NamedTuple):
    """What a word is taken for."""

    label: str
    concept: Concept


class Found(NamedTuple):
    """A term in a text; offsets count the text's characters."""

    meaning: Meaning
    start: int
    end: int


def opened(path: Path) -> sqlite3.Connection:
    """A connection that only reads; the file is never changed in place."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def read_meta(path: Path) -> dict[str, str]:
    """What an index says of itself (name, kind, file, checksum, version, counts…).

    Raises:
        InputError: if it is no index, or one of another version of eligo.
    """
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            meta = dict(connection.execute("SELECT key, value FROM meta"))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise InputError(str(path), f"is no index of a terminology ({error})", _cure(path)) from None
    if meta.get("format") != FORMAT:
        raise InputError(str(path), f"is an index of another version of eligo ({meta.get('format')})", _cure(path))
    return meta


def _cure(path: Path) -> str:
    return f"remove it with eligo terminology remove {path.stem}, and add the file again"


class Index:
    """A terminology that was added.

    Args:
        path: its file.

    Attributes:
        name: as its concepts' ids begin.
        meta: what `read_meta` gives.
        source: what its concepts name as their source: name, version, and the beginning of the file's checksum.

    Raises:
        InputError: if the file is no index.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.meta = path, read_meta(path)
        self.name = self.meta["name"]
        version = f" {self.meta['version']}" if self.meta.get("version") else ""
        self.source = f"{self.name}{version} sha256:{self.meta['sha256'][:12]}"
        self._connections: dict[int, sqlite3.Connection] = {}
        trie = {str(part): bytes(data) for part, data in self._ask("SELECT part, data FROM trie")}
        self._trie = Trie(trie["first"], trie["node"], trie["end"])
        self.above = lru_cache(maxsize=50_000)(self._above)
        self._meaning = lru_cache(maxsize=50_000)(self._look_up)

    def find(self, text: str, words: Sequence[str], places: Sequence[tuple[int, int]]) -> list[Found]:
        """The terms in a text, left to right, none overlapping, of those that begin at a word the longest.

        Args:
            words, places: the text's, from `eligo.entities.lexicon.words_of`.
        """
        found: list[Found] = []
        done = 0
        for at in self._trie.starts(words):
            if at < done:
                continue
            for end in self._trie.longest(words, at):
                start, stop = places[at][0], places[end - 1][1]
                meaning = self._at(text, start, stop, " ".join(words[at:end]))
                if meaning is not None:
                    found.append(Found(meaning, start, stop))
                    done = end
                    break
        return found

    def _at(self, text: str, start: int, end: int, form: str) -> Meaning | None:
        if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
            return None
        for exact, meaning in self._meaning(form):
            if exact is None or text[start:end] in (exact, f"{exact}s"):
                return meaning
        return None

    def _look_up(self, form: str) -> tuple[tuple[str | None, Meaning], ...]:
        rows = self._ask(
            "SELECT exact, code, name, label, codes FROM terms JOIN concepts ON concepts.id = concept "
            "WHERE form = ? AND free ORDER BY exact IS NULL, preferred DESC, concepts.id",
            form,
        )
        return tuple(
            (exact, Meaning(label, self._concept(code, name, codes))) for exact, code, name, label, codes in rows
        )

    def named(self, name: str) -> tuple[Meaning, ...]:
        """The concepts that a name can mean here, also where it is not looked for in texts; best first."""
        rows = self._ask(
            "SELECT DISTINCT code, name, label, codes FROM terms JOIN concepts ON concepts.id = concept "
            "WHERE form = ? ORDER BY preferred DESC, concepts.id",
            key(name),
        )
        return tuple(Meaning(label, self._concept(code, name, codes)) for code, name, label, codes in rows)

    def concept(self, code: str) -> Concept | None:
        """The concept of a code; None where there is none."""
        for row in self._ask("SELECT code, name, codes FROM concepts WHERE code = ?", code):
            return self._concept(*row)
        return None

    def coded(self, system: str, code: str) -> Concept | None:
        """The one concept with another system's code (``SNOMED-CT``, ``22298006``), if it is one."""
        rows = self._ask(
            "SELECT DISTINCT concepts.code, name, codes FROM coded JOIN concepts ON concepts.id = concept "
            "WHERE coded.code = ?",
            f"{system}:{code}",
        )
        return self._concept(*rows[0]) if len(rows) == 1 else None

    def _concept(self, code: str, name: str, codes: str) -> Concept:
        known = {system: tuple(some) for system, some in json.loads(codes).items()}
        return Concept(f"{self.name}:{code}", name, known, self.source)

    def _above(self, code: str) -> tuple[tuple[str, str], ...]:
        """Code and name of all that a concept is a kind of, nearest first, without itself; circles end."""
        seen, todo = {code: ""}, [code]
        while todo:
            marks = ",".join("?" * len(todo))
            rows = self._ask(
                "SELECT DISTINCT parent, name FROM parents JOIN concepts ON code = parent "
                f"WHERE child IN ({marks}) ORDER BY concepts.id",
                *todo,
            )
            new = {parent: name for parent, name in rows if parent not in seen}
            seen.update(new)
            todo = list(new)[:500]
        del seen[code]
        return tuple(seen.items())

    def _ask(self, query: str, *values: str) -> list[Any]:
        process = os.getpid()  # a connection does not survive a fork
        connection = self._connections.get(process)
        try:
            if connection is None:
                connection = self._connections[process] = opened(self.path)
            return connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise InputError(str(self.path), f"cannot be read ({error})", _cure(self.path)) from None
