"""Concepts: what a mention means, with its codes."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Concept"]


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of a lexicon table or of a terminology.

    Attributes:
        id: ``<table>:<slug>``, e.g. ``lab:neutrophils``, ``drug:pembrolizumab``, ``class:platinum``, ``cond:lupus``.
        name: preferred name.
        codes: code system (``LOINC``, ``ATC``, ``ICD-10-CM``, ``HGNC``…) to codes; an ATC or ICD-10-CM code of a class
            is a prefix.
        source: the user's terminology it is from, with its version and checksum; None: a table of eligo's own.
    """

    id: str
    name: str
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    source: str | None = None
