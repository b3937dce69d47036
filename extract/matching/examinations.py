"""Examinations: that one was done keeps nobody out and lets nobody in; what it shows does."""

from __future__ import annotations

from eligo.concepts.generic import generic_concepts
from eligo.schema import Concept

from .index import above_in_tables

__all__ = ["is_examination"]


def is_examination(concept: Concept | None) -> bool:
    """Whether it is an examination (imaging, an ECG, spirometry, a biopsy…), of which only what it shows can count."""
    above = above_in_tables(concept)
    return above is not None and not above.isdisjoint(generic_concepts("looks"))
