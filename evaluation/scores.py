"""Counts and what follows from them. One gold item and one prediction at most; undefined is None, not 0 and not 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Counts", "Labelled", "align", "compare", "labelled_once", "most_pairs", "total"]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts first; rates derive from them.

    Attributes:
        tp, fp, fn: items found, found in vain, missed.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float | None:
        """In [0, 1]; None when nothing was predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """In [0, 1]; None when nothing was there to find."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """In [0, 1]; None when there was nothing to find and nothing was predicted."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp + self.fp + self.fn else None

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled span, half-open."""

    label: str
    start: int
    end: int


def total(counts: Iterable[Counts]) -> Counts:
    """The sum; zero of each where there are none."""
    return sum(counts, Counts())


def compare(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Counts:
    """Multisets: a duplicate prediction is a false positive, not a second hit.

    >>> compare(["a", "b"], ["a", "a"])
    Counts(tp=1, fp=1, fn=1)
    """
    left, right = Counter(gold), Counter(predicted)
    tp = (left & right).total()
    return Counts(tp, right.total() - tp, left.total() - tp)


class _Typed(Protocol):
    @property
    def type(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def labelled_once(entities: Iterable[_Typed], types: Container[str]) -> list[Labelled]:
    """The spans of entities of some types, each once, in the order of the text."""
    found = {Labelled(e.type, e.start, e.end) for e in entities if e.type in types}
    return sorted(found, key=lambda s: (s.start, s.end, s.label))


def align(gold: Sequence[Labelled], predicted: Sequence[Labelled], *, relaxed: bool = False) -> list[tuple[int, int]]:
    """Pairs (index in `gold`, index in `predicted`) of the same label, each index once, as many as there can be.

    Args:
        relaxed: a pair's spans need only overlap; else they are the same. Pairs of equal spans come first, and none of
            them is given up for an overlap.
    """
    spots: dict[Labelled, list[int]] = {}
    for j, span in enumerate(predicted):
        spots.setdefault(span, []).append(j)
    exact: dict[int, int] = {}
    for i, span in enumerate(gold):
        if spots.get(span):
            exact[i] = spots[span].pop(0)
    if not relaxed:
        return sorted(exact.items())
    taken = set(exact.values())
    free = [(j, p) for j, p in enumerate(predicted) if j not in taken]
    near = {
        i: [j for j, p in free if p.label == g.label and p.start < g.end and g.start < p.end]
        for i, g in enumerate(gold)
        if i not in exact
    }
    return sorted([*exact.items(), *most_pairs(near)])


def most_pairs(near: Mapping[int, Sequence[int]]) -> list[tuple[int, int]]:
    """Pairs, each index once, as many as there can be (Kuhn's augmenting paths).

    Args:
        near: what each may be paired with, the likeliest first.
    """
    found: dict[int, int] = {}
    for i in near:
        _augment(i, near, found, set())
    return sorted((i, j) for j, i in found.items())


def _augment(i: int, near: Mapping[int, Sequence[int]], found: dict[int, int], seen: set[int]) -> bool:
    for j in near[i]:
        if j not in seen:
            seen.add(j)
            if j not in found or _augment(found[j], near, found, seen):
                found[j] = i
                return True
    return False
