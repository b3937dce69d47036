"""A terminology's files → an index: one SQLite file, built beside the folder's others and renamed when it is complete.

An interrupted build goes on from the last thousands of records that were kept, as long as the files are the same.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from eligo.errors import InputError

from .entries import Entry, Lines, Named, Parent, Record, Typed
from .forms import forms
from .index import FORMAT, read_meta
from .installed import BUILDING, forget, index_path
from .sources import Part, parts
from .trie import packed

__all__ = ["Built", "add", "checksum"]

Progress = Callable[[str, int, int], None]
"""Told of a stage's name, how much of it is done, and how much there is."""

_BATCH = 5_000  # records between two commits
_BLOCK = 1 << 20

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE concepts (id INTEGER PRIMARY KEY, code TEXT UNIQUE NOT NULL, name TEXT NOT NULL, named INTEGER NOT NULL,
  label TEXT NOT NULL, types TEXT NOT NULL, codes TEXT NOT NULL);
CREATE TABLE terms (form TEXT NOT NULL, exact TEXT, concept INTEGER NOT NULL, preferred INTEGER NOT NULL,
  free INTEGER NOT NULL, why TEXT NOT NULL);
CREATE TABLE parents (child TEXT NOT NULL, parent TEXT NOT NULL, PRIMARY KEY (child, parent)) WITHOUT ROWID;
CREATE TABLE coded (code TEXT NOT NULL, concept INTEGER NOT NULL);
CREATE TABLE trie (part TEXT PRIMARY KEY, data BLOB NOT NULL);
"""


class Built(NamedTuple):
    """What `add` did.

    Attributes:
        meta: what the index says of itself.
        state: ``built``, ``resumed`` (gone on with), ``replaced`` (the file had changed) or ``unchanged``.
    """

    meta: dict[str, str]
    state: str


def checksum(paths: Iterable[Path], progress: Progress = lambda *_: None) -> str:
    """SHA-256 over the files' content, one after the other."""
    digest = hashlib.sha256()
    files = list(paths)
    size, done = sum(path.stat().st_size for path in files), 0
    for path in files:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                done += len(block)
                progress("checksum", done, size)
    return digest.hexdigest()


def add(
    kind: str,
    path: Path,
    folder: Path,
    *,
    name: str,
    label: str | None = None,
    progress: Progress = lambda *_: None,
) -> Built:
    """Index a terminology, unless the same files are indexed under this name already.

    Args:
        kind: one of `eligo.concepts.terminology.sources.KINDS`.
        folder: where the index goes; made if need be.
        name: what the index is called; its concepts' ids begin with it.
        label: what the terms are (`eligo.concepts.terminology.entries.LABELS`), where the file does not say.

    Raises:
        InputError: if a file cannot be read as what it is said to be, or holds no term.
        OSError: if one cannot be opened, or the index not written.
    """
    target, part = index_path(folder, name), index_path(folder, name, BUILDING)
    files = parts(kind, path, label=label)
    known = {
        "format": FORMAT,
        "name": name,
        "kind": kind,
        "label": label or "",
        "sha256": checksum((file.path for file in files), progress),
    }
    old = _meta(target)
    if old is not None and known.items() <= old.items():
        return Built(old, "unchanged")
    folder.mkdir(parents=True, exist_ok=True)
    begun = _meta(part)
    resumed = begun is not None and known.items() <= begun.items()
    if not resumed:
        part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part, timeout=1)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            if not resumed:
                connection.executescript(_SCHEMA)
                stats = [file.path.stat() for file in files]
                where = {"files": "\n".join(str(file.path.resolve()) for file in files)}
                where["sizes"] = "\n".join(f"{stat.st_size} {stat.st_mtime_ns}" for stat in stats)
                _set(connection, **known, **where)
                connection.commit()
            _fill(connection, files, progress)
            _finish(connection, progress)
    except sqlite3.OperationalError as error:
        raise InputError(str(part), f"cannot be written ({error})", "is another eligo building it?") from None
    meta = _meta(part)
    if meta is None or meta["terms"] == "0":
        part.unlink()
        cure = "say with --type what its terms are" if meta and meta["concepts"] != "0" else "check which file it is"
        raise InputError(str(path), f"holds no term that eligo can look for ({kind})", cure)
    part.replace(target)
    forget()
    return Built(meta, "resumed" if resumed else "replaced" if old is not None else "built")


def _meta(path: Path) -> dict[str, str] | None:
    try:
        return read_meta(path) if path.is_file() else None
    except InputError:
        return None


def _set(connection: sqlite3.Connection, **values: object) -> None:
    rows = ((key, str(value)) for key, value in values.items())
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def _get(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def _fill(connection: sqlite3.Connection, files: list[Part], progress: Progress) -> None:
    """Read the files on from where the last build was interrupted."""
    for number, file in enumerate(files):
        done = int(_get(connection, f"done {number}") or 0)
        if done < 0:
            continue
        size = file.path.stat().st_size
        with file.path.open("rb") as stream:
            lines = Lines(file.path, stream)
            records: Iterator[Record] = islice(file.read(lines), done, None)
            while batch := list(islice(records, _BATCH)):
                _keep(connection, batch)
                done += len(batch)
                _set(connection, **{f"done {number}": done})
                connection.commit()
                progress(file.path.name, lines.position, size)
        _set(connection, **{f"done {number}": -1})
        connection.commit()


def _keep(connection: sqlite3.Connection, batch: Iterable[Record]) -> None:
    terms: list[tuple[Any, ...]] = []
    above: list[tuple[str, str]] = []
    for record in batch:
        match record:
            case Entry():
                id = _concept(connection, record)
                terms += ((f.key, f.exact, id, f.preferred, f.free, f.why) for f in forms(record))
                above += ((record.code, parent) for parent in record.parents)
            case Parent():
                above.append(record)
            case Typed():
                _type(connection, record)
            case Named():
                _set(connection, version=record.version)
    connection.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?)", terms)
    connection.executemany("INSERT OR IGNORE INTO parents VALUES (?, ?)", above)


def _concept(connection: sqlite3.Connection, entry: Entry) -> int:
    old = connection.execute("SELECT * FROM concepts WHERE code = ?", (entry.code,)).fetchone()
    codes: dict[str, list[str]] = json.loads(old[6]) if old else {}
    for system, code in entry.codes:
        some = codes.setdefault(system, [])
        if code not in some:
            some.append(code)
    types = list(dict.fromkeys((*(json.loads(old[5]) if old else ()), *entry.types)))
    keeps = old is not None and (old[3] or not entry.preferred)
    name, label = (old[2] if keeps else entry.name), (old[4] if old else "") or entry.label
    row = (old[0] if old else None, entry.code, name, int(entry.preferred or (old[3] if old else 0)), label)
    id = connection.execute(
        "INSERT OR REPLACE INTO concepts VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, json.dumps(types), json.dumps(codes))
    ).lastrowid
    assert id is not None
    return id


def _type(connection: sqlite3.Connection, typed: Typed) -> None:
    row = connection.execute("SELECT id, label, types FROM concepts WHERE code = ?", (typed.code,)).fetchone()
    if row is not None:
        types = list(dict.fromkeys((*json.loads(row[2]), typed.type)))
        values = (row[1] or typed.label, json.dumps(types), row[0])
        connection.execute("UPDATE concepts SET label = ?, types = ? WHERE id = ?", values)


def _finish(connection: sqlite3.Connection, progress: Progress) -> None:
    """Decide which words are looked for, and write the trie of those; done anew as a whole where it was interrupted."""
    progress("index", 0, 3)
    run = connection.execute
    run("CREATE INDEX IF NOT EXISTS by_form ON terms (form)")
    run("UPDATE terms SET free = why = ''")
    run("UPDATE terms SET free = 0 WHERE concept IN (SELECT id FROM concepts WHERE label = '')")
    unlabelled = run("SELECT COUNT(*) FROM concepts WHERE label = ''").fetchone()[0]
    run("DROP TABLE IF EXISTS doubtful")
    # A word of several concepts means the one whose name it is; where none or several have it as their name, nothing.
    run(
        "CREATE TEMP TABLE doubtful AS SELECT form, COUNT(DISTINCT CASE WHEN preferred THEN concept END) AS names "
        "FROM terms WHERE free GROUP BY form HAVING COUNT(DISTINCT concept) > 1"
    )
    run(
        "UPDATE terms SET free = 0 WHERE free AND form IN (SELECT form FROM doubtful) "
        "AND NOT (preferred AND form IN (SELECT form FROM doubtful WHERE names = 1))"
    )
    ambiguous = run("SELECT COUNT(*) FROM doubtful WHERE names != 1").fetchone()[0]
    progress("index", 1, 3)
    trie = packed(form for (form,) in run("SELECT DISTINCT form FROM terms WHERE free ORDER BY form"))
    connection.executemany("INSERT OR REPLACE INTO trie VALUES (?, ?)", trie.items())
    progress("index", 2, 3)
    run("DELETE FROM coded")
    rows = run("SELECT id, codes FROM concepts").fetchall()
    pairs = (
        (f"{system}:{code}", id) for id, codes in rows for system, some in json.loads(codes).items() for code in some
    )
    connection.executemany("INSERT INTO coded VALUES (?, ?)", pairs)
    run("CREATE INDEX IF NOT EXISTS by_code ON coded (code)")
    left = dict(run("SELECT why, COUNT(*) FROM terms WHERE why != '' GROUP BY why"))
    _set(
        connection,
        concepts=run("SELECT COUNT(*) FROM concepts").fetchone()[0],
        terms=run("SELECT COUNT(DISTINCT form) FROM terms WHERE free").fetchone()[0],
        parents=run("SELECT COUNT(*) FROM parents").fetchone()[0],
        unlabelled=unlabelled,
        ambiguous=ambiguous,
        **{why: left.get(why, 0) for why in ("short", "common", "context", "dose", "long")},
        added=datetime.now(timezone.utc).isoformat(timespec="microseconds"),
    )
    connection.commit()
    progress("index", 3, 3)
