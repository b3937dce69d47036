"""Concepts that name nothing in particular, or that govern what stands beside them: a table, asked by role."""

from __future__ import annotations

from functools import cache

from eligo.resources import read_table

__all__ = ["generic_concepts"]

_ROLES = frozenset({
    "anything", "opinion", "recovery", "group", "performance", "event", "noted", "other", "bearer", "feared", "hoped",
    "broad", "all", "topic", "summed", "told", "moves", "ways", "fitness",
    "intended", "system", "able", "looks", "course", "adjective", "carried", "histology",
})  # fmt: skip


@cache
def generic_concepts(role: str) -> frozenset[str]:
    """Ids of the concepts of one role (see ``lexicons/generic_concepts.tsv``).

    Raises:
        LexiconError: if a row has an unknown role.
    """
    found = set()
    for row in read_table("generic_concepts.tsv", ("concept", "role", "source")):
        if row["role"] not in _ROLES:
            raise row.error(f"unknown role {row['role']!r}; known: {', '.join(sorted(_ROLES))}")
        if row["role"] == role:
            found.add(row["concept"])
    return frozenset(found)
