"""What happens at a time rather than lasts: an infarction, a fracture, a vaccination."""

from __future__ import annotations

from functools import cache

from eligo.resources import read_table

from .hierarchy import concept, descendants

__all__ = ["events"]


@cache
def events() -> frozenset[str]:
    """Ids of the conditions that happen and the drugs that are given once (``lexicons/events.tsv``).

    Raises:
        LexiconError: if a row names a concept that no table has.
    """
    ids: set[str] = set()
    for row in read_table("events.tsv", ("concept", "kinds", "source")):
        try:
            ids.add(concept(row["concept"]).id)
            ids |= descendants(row["concept"]) if row["kinds"] == "yes" else set()
        except KeyError:
            raise row.error(f"no table has the concept {row['concept']!r}") from None
    return frozenset(ids)
