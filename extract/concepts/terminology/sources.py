"""Files of terminologies → entries, semantic types and parents, in the files' order.

OBO 1.4 (obofoundry.org), the UMLS and RxNorm in Rich Release Format (NLM, UMLS Reference Manual), and tables.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from eligo.errors import InputError
from eligo.resources import read_table, split_cell

from .entries import LABELS, Entry, Lines, Named, Parent, Record, Typed

__all__ = ["KINDS", "Part", "parts"]

KINDS = ("doid", "obo", "rxnorm", "umls", "table")
"""doid is OBO whose terms are conditions."""

Reader = Callable[[Lines], Iterator[Record]]


class Part(NamedTuple):
    """A file of a terminology and what reads it."""

    path: Path
    read: Reader


def parts(kind: str, path: Path, *, label: str | None = None) -> list[Part]:
    """The files that make one terminology: the one named, and those that belong to it in the same folder.

    Args:
        kind: one of `KINDS`.
        label: what the terms are, where the file does not say.
    """
    if kind in ("doid", "obo"):
        return [Part(path, partial(_obo, label=label or ("condition" if kind == "doid" else "")))]
    if kind == "table":
        return [Part(path, partial(_table, label=label or ""))]
    if kind == "rxnorm":
        return [Part(path, _rxnorm), *_beside(path, "RXNREL.RRF", _relations)]
    return [
        Part(path, partial(_umls, label=label or "")),
        *_beside(path, "MRSTY.RRF", _semantic_types),
        *_beside(path, "MRREL.RRF", _relations),
    ]


def _beside(path: Path, name: str, read: Reader) -> list[Part]:
    other = path.with_name(name)
    return [Part(other, read)] if other.is_file() else []


_SYSTEMS = {
    "ICD10CM": "ICD-10-CM", "ATC": "ATC", "SNOMEDCT_US": "SNOMED-CT", "RXNORM": "RxNorm", "LNC": "LOINC", "MSH": "MeSH",
    "MESH": "MeSH", "NCI": "NCIt", "UMLS_CUI": "UMLS", "ICDO": "ICD-O", "MIM": "OMIM", "OMIM": "OMIM", "HGNC": "HGNC",
    "ORDO": "Orphanet", "HPO": "HPO", "DRUGBANK": "DrugBank",
}  # fmt: skip
"""By the files' names: the code systems that are kept."""


# OBO

_TAG = re.compile(r"([\w-]+):\s*(.*?)\s*$")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(\w*)')
_COMMENT = re.compile(r"\s!\s")
_ESCAPED = re.compile(r"\\(.)")
_XREF = re.compile(r"([A-Za-z][\w.-]*?)(?:_\d{4}_\d{2}_\d{2})?:(\S+)")


def _obo(lines: Lines, *, label: str) -> Iterator[Record]:
    stanza: list[tuple[str, str]] = []
    kind = ""
    for line in lines:
        text = line.strip()
        if text.startswith("[") and text.endswith("]"):
            yield from _term(stanza, label) if kind == "[Term]" else _header(stanza, kind, lines)
            stanza, kind = [], text
        elif text and not text.startswith("!"):
            tag = _TAG.match(text)
            if tag is None:
                if kind in ("", "[Term]"):
                    raise lines.error(f"is not 'tag: value' ({text[:40]!r})", "give an OBO file")
                continue
            stanza.append((tag[1], tag[2]))
    if kind == "":
        raise InputError(str(lines.path), "holds no [Term], so it is no OBO file", "give an OBO file")
    if kind == "[Term]":
        yield from _term(stanza, label)


def _header(tags: Iterable[tuple[str, str]], kind: str, lines: Lines) -> Iterator[Record]:
    if kind == "":
        found = dict(tags)
        if found and "format-version" not in found and "ontology" not in found:
            raise lines.error("is an OBO term, but the file has no OBO header", "give the file as it was released")
        if version := found.get("data-version") or found.get("date"):
            yield Named(version)


def _term(tags: Iterable[tuple[str, str]], label: str) -> Iterator[Record]:
    found: dict[str, list[str]] = {}
    for tag, value in tags:
        found.setdefault(tag, []).append(value)
    code, name = _bare(found.get("id", [""])[0]), _plain(found.get("name", [""])[0])
    if not code or not name or "true" in found.get("is_obsolete", ()):
        return
    quoted = [q for text in found.get("synonym", ()) if (q := _QUOTED.match(text))]
    exact = tuple(_plain(q[1]) for q in quoted if q[2] == "EXACT")
    xrefs = [x for text in found.get("xref", ()) if (x := _XREF.match(text))]
    codes = tuple((_SYSTEMS[x[1]], x[2]) for x in xrefs if x[1] in _SYSTEMS)
    above = tuple(_bare(text) for text in found.get("is_a", ()))
    yield Entry(code, name, True, exact, label, tuple(found.get("namespace", ())), codes, above)


def _bare(value: str) -> str:
    """A value without its comment and qualifiers."""
    return value.partition("!")[0].partition("{")[0].strip()


def _plain(value: str) -> str:
    return _ESCAPED.sub(r"\1", _COMMENT.split(value)[0]).strip()


# Rich Release Format

_CUI, _LAT, _TS, _STT, _ISPREF, _SAB, _TTY, _CODE, _STR, _SUPPRESS = 0, 1, 2, 4, 6, 11, 12, 13, 14, 16
_SUBSTANCES = frozenset({"IN", "PIN", "MIN", "BN"})
_NAMES = frozenset({"SY", "TMSY"})
_OTHERS = frozenset({"IN", "PT", "PN", "SY", "SU", "BN", "MH", "EN", "FDA", "CD"})
_DRUG_VOCABULARIES = frozenset({"ATC", "DRUGBANK", "MSH", "NDFRT", "USP", "VANDF", "MMSL", "CVX"})


def _rows(lines: Lines, columns: int, what: str) -> Iterator[list[str]]:
    for line in lines:
        row = line.rstrip("\r\n").split("|")
        if len(row) < columns:
            if not line.strip():
                continue
            cure = "give the file as it was released"
            raise lines.error(f"has {len(row)} fields, where {what} has {columns}", cure)
        yield row


def _other_codes(rows: Iterable[list[str]]) -> tuple[tuple[str, str], ...]:
    codes = ((_SYSTEMS[r[_SAB]], r[_CODE]) for r in rows if r[_SAB] in _SYSTEMS and r[_CODE] not in ("", "NOCODE"))
    return tuple(dict.fromkeys(codes))


def _umls(lines: Lines, *, label: str) -> Iterator[Record]:
    english = (r for r in _rows(lines, 18, "MRCONSO.RRF") if r[_LAT] == "ENG" and r[_SUPPRESS] == "N")
    for cui, group in groupby(english, key=lambda r: r[_CUI]):
        rows = list(group)
        own = next((r for r in rows if r[_TS] == "P" and r[_STT] == "PF" and r[_ISPREF] == "Y"), None)
        name = (own or rows[0])[_STR]
        words = tuple(dict.fromkeys(r[_STR] for r in rows if r[_STR] != name))
        yield Entry(cui, name, own is not None, words, label, (), (("UMLS", cui), *_other_codes(rows)))


def _rxnorm(lines: Lines) -> Iterator[Record]:
    """Ingredients and brands; products with a strength and form are more than a drug's name."""
    kept = (r for r in _rows(lines, 18, "RXNCONSO.RRF") if r[_LAT] == "ENG" and r[_SUPPRESS] in ("N", ""))
    for rxcui, group in groupby(kept, key=lambda r: r[_CUI]):
        rows = list(group)
        own = next((r for r in rows if r[_SAB] == "RXNORM" and r[_TTY] in _SUBSTANCES), None)
        if own is None:
            continue
        words = tuple(
            r[_STR]
            for r in rows
            if (r[_SAB] == "RXNORM" and r[_TTY] in _SUBSTANCES | _NAMES)
            or (r[_SAB] in _DRUG_VOCABULARIES and r[_TTY] in _OTHERS)
        )
        codes = dict.fromkeys((("RxNorm", rxcui), *_other_codes(rows)))
        yield Entry(rxcui, own[_STR], True, words, "drug", (own[_TTY],), tuple(codes))


def _semantic_types(lines: Lines) -> Iterator[Record]:
    labels = _labels()
    for row in _rows(lines, 5, "MRSTY.RRF"):
        yield Typed(row[0], row[3], labels.get(row[1], ""))


@cache
def _labels() -> dict[str, str]:
    rows = read_table("semantic_types.tsv", ("type", "name", "label", "source"))
    return {row["type"]: row["label"] for row in rows}


_BELOW = frozenset({"isa", "tradename_of", "form_of"})


def _relations(lines: Lines) -> Iterator[Record]:
    """The second concept has the relation to the first: with CHD, isa or tradename_of it is the one below."""
    for row in _rows(lines, 10, "MRREL.RRF or RXNREL.RRF"):
        first, rel, second, rela = row[0], row[3], row[4], row[7]
        if first and second and first != second and (rela in _BELOW or (rel == "CHD" and not rela)):
            yield Parent(second, first)


# Tables

_COLUMNS = ("id", "name", "type", "synonyms", "codes", "parents")


def _table(lines: Lines, *, label: str) -> Iterator[Record]:
    content = iter(lines)
    header = next(content, "")
    delimiter = max("\t,;", key=header.count)
    columns = next(csv.reader([header.replace("\0", "")], delimiter=delimiter), [])
    names = [column.strip().casefold() for column in columns]
    lacking = [c for c in ("id", "name") if c not in names]
    if lacking or not header.strip():
        cure = f"the first line names the columns: id and name, and if need be {', '.join(_COLUMNS[2:])}"
        raise InputError(str(lines.path), f"has no column {lacking[0] if lacking else 'id'!r}", cure)
    rows = csv.reader(content, delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise lines.error(f"cannot be read ({error})", "quote cells as CSV does") from None
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(names):
            raise lines.error(
                f"has {len(row)} cells, where the header has {len(names)}", "quote cells that hold commas"
            )
        yield _row(dict(zip(names, (cell.strip() for cell in row), strict=True)), label, lines)


def _row(cells: dict[str, str], label: str, lines: Lines) -> Entry:
    if not cells["id"] or not cells["name"]:
        raise lines.error(f"has no {'id' if not cells['id'] else 'name'}", "every row needs both")
    given = cells.get("type", "") or label
    if given not in LABELS:
        problem = f"has the type {given!r}" if given else "says nothing of its type"
        raise lines.error(problem, f"a type is one of {', '.join(LABELS)}: a column 'type', or the option --type")
    codes = []
    for part in split_cell(cells.get("codes", "")):
        system, colon, code = part.partition(":")
        if not colon:
            raise lines.error(f"has the code {part!r}", "write SYSTEM:code, as in ICD-10-CM:E11.9")
        codes.append((system, code))
    synonyms, parents = split_cell(cells.get("synonyms", "")), split_cell(cells.get("parents", ""))
    return Entry(cells["id"], cells["name"], True, synonyms, given, (given,), tuple(codes), parents)
