"""The table of corpora: licence, citation, where to get each, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from eligo.resources import read_table, split_cell

from .errors import UnknownCorpus

__all__ = ["CorpusInfo", "corpora", "corpus_info"]

_COLUMNS = ("name", "title", "licence", "citation", "homepage", "download", "sha256", "purpose")


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """One corpus. `downloads` are (URL, SHA-256 or empty) pairs; none where the publisher's page must be visited."""

    name: str
    title: str
    licence: str
    citation: str
    homepage: str
    downloads: tuple[tuple[str, str], ...]
    purpose: str


def corpora(table: Path | None = None) -> tuple[CorpusInfo, ...]:
    """Every corpus of the table (by default the one that ships), in its order.

    Raises:
        LexiconError: if a row is wrong; names file and line.
    """
    path = table or Path(str(files("eligo.corpus").joinpath("data").joinpath("corpora.tsv")))
    found: dict[str, CorpusInfo] = {}
    for row in read_table(path, _COLUMNS):
        empty = [c for c in ("name", "title", "licence", "citation", "homepage", "purpose") if not row[c]]
        if empty:
            raise row.error(f"no {empty[0]}")
        urls, sums = split_cell(row["download"]), split_cell(row["sha256"])
        if len(urls) != len(sums):
            raise row.error(f"{len(urls)} downloads, but {len(sums)} checksums (- where there is none)")
        if row["name"] in found:
            raise row.error(f"{row['name']!r} is there twice")
        downloads = tuple((url, "" if sum == "-" else sum.casefold()) for url, sum in zip(urls, sums, strict=True))
        found[row["name"]] = CorpusInfo(
            row["name"], row["title"], row["licence"], row["citation"], row["homepage"], downloads, row["purpose"]
        )
    return tuple(found.values())


def corpus_info(name: str, table: Path | None = None) -> CorpusInfo:
    """The corpus `name` (``-`` and ``_`` are one).

    Raises:
        UnknownCorpus: if there is none.
    """
    known = {info.name: info for info in corpora(table)}
    wanted = name.casefold().replace("_", "-")
    if wanted not in known:
        raise UnknownCorpus(name, known)
    return known[wanted]
