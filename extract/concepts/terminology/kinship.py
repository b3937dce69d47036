"""Whether a concept of a user's terminology is a kind of another, by its parents, its names and its codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from eligo.entities.lexicon import default_lexicon
from eligo.schema import Concept

from .index import Index
from .installed import installed

__all__ = ["forget", "is_kind"]

IsA = Callable[[Concept, Concept], bool]


def is_kind(child: Concept, parent: Concept, own: IsA) -> bool:
    """Whether `child` is `parent` or a kind of it; one of them is of a terminology.

    A concept of the tables stands in a terminology for the one that has its name, and the other way round: what is
    below DOID's "autoimmune disease" is below ours.

    Args:
        own: the same, by the tables and by codes alone.
    """
    if parent.source is None and (like := _ours(child.name)) is not None and own(like, parent):
        return True
    for index in installed():
        for code, name in _lineage(index, child):
            if f"{index.name}:{code}" == parent.id:
                return True
            if parent.source is None and (ours := _ours(name)) is not None and own(ours, parent):
                return True
    return False


def _lineage(index: Index, concept: Concept) -> Iterator[tuple[str, str]]:
    """Code and name of the concept's like in a terminology and of all above it."""
    name, _, code = concept.id.partition(":")
    if name == index.name:
        yield code, concept.name
        yield from index.above(code)
    else:
        for meaning in _namesakes(index, concept.name):
            code = meaning.id.partition(":")[2]
            yield code, meaning.name
            yield from index.above(code)


def _namesakes(index: Index, name: str) -> list[Concept]:
    found = [meaning.concept for meaning in index.named(name)]
    return found if len(found) == 1 else []


@lru_cache(maxsize=50_000)
def _ours(name: str) -> Concept | None:
    mention = default_lexicon().whole(name)
    return None if mention is None else mention.concept


def forget() -> None:
    """Nothing is remembered of the indexes but what the tables say; they hold their own memory."""
    _ours.cache_clear()
