"""Which of the things that a cue reaches it speaks of: the nearest, and none outside its brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["Brackets", "is_outside", "nearest"]

_NEAR = frozenset(["HYPOTHETICAL", "POSSIBLE"])
_JOINING = frozenset(["and", "or", "/", "the", "a", "an"])
_GOING_ON = frozenset(["and", "or", "/", "to", "with", "at", "in", "for", "on"])  # "return for": for what?


def nearest(edges: Sequence[tuple[Any, Any]], words: Sequence[str], asked: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Of what is planned, needed or impossible only the thing next to the cue, and what "or" joins to it.

    Of a name in several parts that is its last: "scheduled for breast cancer surgery" plans no cancer.

    Args:
        asked: what a person is asked, which can be that first thing ("unable to give consent").
    """
    forward: dict[tuple[int, int], list[tuple[Any, Any]]] = {}
    backward: dict[tuple[int, int], list[tuple[Any, Any]]] = {}
    for target, modifier in edges:
        if modifier.category not in _NEAR:
            yield target, modifier
        else:
            behind = target.start >= modifier.modifier_span[1]
            (forward if behind else backward).setdefault(modifier.modifier_span, []).append((target, modifier))
    for cue in forward.keys() & backward.keys():  # "surgery is planned", "is planned elective surgery"
        before = cue[0] - max(target.end for target, _ in backward[cue])
        after = min(target.start for target, _ in forward[cue]) - cue[1]
        del (forward if before < after else backward)[cue]
    for reached in backward.values():
        start = len(words)
        for target, modifier in sorted(reached, key=lambda thing: thing[0].end, reverse=True):
            if start < len(words) and not (target.end < start and _JOINING.issuperset(words[target.end : start])):
                break
            yield target, modifier
            start = target.start
    for (start, end), reached in forward.items():
        made = ((span, None) for span in asked if start <= span.start < end < span.end)
        yield from _named(sorted((*reached, *made), key=lambda thing: thing[0].start), words, end)


def _named(things: Sequence[tuple[Any, Any]], words: Sequence[str], end: int) -> Iterator[tuple[Any, Any]]:
    """The first thing behind a cue that ends at `end`, and what "or" joins to it, over the commas of a list."""
    last: tuple[Any, Any] | None = None
    listed: list[tuple[Any, Any]] = []  # behind a comma: named with the first if "or" comes
    for thing in things:
        target = thing[0]
        if last is None:
            if "(" in words[end + 1 : target.start]:
                return  # "unable to read the form (illiteracy)"
            last = thing
            continue
        between = list(words[last[0].end : target.start])
        if between[:1] == ["of"] and target.label_ == last[0].label_:
            between[:1] = ["and"]  # "planned removal of the implant"
        goes_on = last[0].label_ == "attestation" and words[last[0].end] in _GOING_ON
        if between == [","]:
            listed.append(last)
            last = thing
            continue
        if not goes_on and not _JOINING.issuperset(between[1:] if between[:1] == [","] else between):
            last = listed[0] if listed else last
            listed = []
            break
        if {"and", "or"} & {*between}:
            yield from (other for other in listed if other[1] is not None)
            listed = []
        if last[1] is not None and (between or last[0].label_ == "drug"):
            yield last
        last = thing
    if listed:
        last = listed[0]
    if last is not None and last[1] is not None:
        yield last


def is_outside(span: Any, cue: Any) -> bool:
    """Whether a cue reaches a thing that it is no part of."""
    first, last = cue.modifier_span
    return bool((last <= span.start or span.end <= first) and cue.modifies(span))


class Brackets:
    """Which brackets a token stands in. What is said inside brackets is not said of what is outside."""

    def __init__(self, words: Sequence[str]) -> None:
        self._inside: list[tuple[int, ...]] | None = None
        if "(" in words:
            now: tuple[int, ...] = ()
            self._inside = []
            for i, word in enumerate(words):
                if word == ")":
                    now = now[:-1]
                self._inside.append(now)
                if word == "(":
                    now = (*now, i)

    def reaches(self, cue: int, target: int, *, backward: bool) -> bool:
        """Whether a cue can speak of a target; the first word in brackets can speak of what stands before them."""
        if self._inside is None:
            return True
        around, where = self._inside[cue], self._inside[target]
        if backward and around and around[-1] == cue - 1:
            around = around[:-1]
        return where[: len(around)] == around
