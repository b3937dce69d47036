"""Recovery that is denied: "not recovered to grade 1 or baseline from …" denies the grade that was to be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from eligo.concepts.generic import generic_concepts
from eligo.logic.items import Item

__all__ = ["goal_first", "unrecovered"]

_GRADES = "scale:ctcae"
_LASTING = frozenset({"persistent", "unrecovered"})
_ENDS = frozenset({"stop", "semi", "except", "unless"})
_BETWEEN = frozenset({"filler", "severity", "status", "certainty", "modal", "role"})
_FROM = frozenset({"from", "of", "due", "due to", "related to", "attributed to", "to"})
_IN_GOAL = frozenset({"or", "andor", "comma", "slash", "filler", "baseline", "severity", "role", "word"})


def unrecovered(items: Sequence[Item]) -> list[Item]:
    """The items, with what was to be reached right behind the denial, in parentheses where it is more than one thing.

    "Not recovered from toxicity to grade ≤ 1" reads as "not recovered (grade ≤ 1) from toxicity".
    """
    for n, item in enumerate(items):
        behind = _denied_at(items, n)
        if behind is None:
            continue
        rest = list(items[behind:])
        ahead = list(takewhile(lambda i: i.kind not in _ENDS, rest))
        goal = _goal(ahead, direct=items[behind - 1].text.casefold().endswith("to"))
        if goal is None:
            continue
        first, start, end = goal
        reached = ahead[start:end]
        if sum(_is_grade(i) or i.kind == "baseline" for i in reached) > 1:
            reached = [Item("paren", reached[0].start, reached[-1].end, inside=_in_order(reached))]
        when = list(takewhile(lambda i: i.kind == "time", ahead[end:]))  # "(to grade ≤ 1) before enrolment"
        reached, others = [*reached, *when], [*ahead[:first], *ahead[end + len(when) :]]
        if item.kind == "not" and items[behind - 1].kind != "recover":
            return [*items[:behind], *ahead[:first], *reached, *ahead[end + len(when) :], *rest[len(ahead) :]]
        denied = [replace(item, kind="not", value=""), replace(item, kind="recover", value="")]
        if reached[0].kind == "paren" and any(i.leaf is not None for i in items[:n]):
            denied.insert(0, Item("with", item.start, item.start, "with"))  # it goes on: "toxicity not recovered to …"
        return [*items[:n], *denied, *reached, *others, *rest[len(ahead) :]]
    return list(items)


def _denied_at(items: Sequence[Item], n: int) -> int | None:
    """Where the words behind a denial of recovery begin, None where there is none at `n`."""
    cue = items[n]
    if cue.kind == "severity":
        return n + 1 if cue.value in _LASTING and "recover" in cue.text.casefold() else None
    if cue.kind != "not":
        return None
    m = next((m for m in range(n + 1, len(items)) if items[m].kind not in _BETWEEN), n)
    if items[m].kind == "recover" and m > n:
        return m + 1
    leaf = items[n + 1].leaf if n + 1 < len(items) else None
    concept = leaf.constraint.concept if leaf is not None else None
    return n + 1 if concept is not None and concept.id in generic_concepts("recovery") else None


def _is_grade(item: Item) -> bool:
    concept = item.leaf.constraint.concept if item.leaf is not None else None
    return concept is not None and concept.id == _GRADES


def _goal(items: Sequence[Item], *, direct: bool) -> tuple[int, int, int] | None:
    """Where the words for what is to be reached begin, where it begins itself, and where it ends."""
    for n, item in enumerate(items):
        if item.kind == "paren" and any(map(_is_grade, item.inside)) and _says_goal(item.inside):
            return n, n, n + 1  # "from any toxicity (to grade ≤ 1)", "(i.e., back to baseline or grade 1)"
        leads = item.text.casefold() == "to" or item.kind == "baseline" or (n == 0 and direct)
        if not leads:
            continue
        start = n if item.kind == "baseline" or item.text.casefold() != "to" else n + 1
        end, last = start, start
        while end < len(items) and (_is_grade(items[end]) or items[end].kind in _IN_GOAL):
            end += 1
            if _is_grade(items[end - 1]) or items[end - 1].kind == "baseline":
                last = end
        if any(map(_is_grade, items[start:last])):
            return n, start, last
    return None


def _says_goal(inside: Sequence[Item]) -> bool:
    """Whether a parenthesis holds nothing but what is to be reached."""
    if inside[0].text.casefold() == "to":
        return True
    return inside[0].kind == "define" and all(_is_grade(i) or i.kind in _IN_GOAL for i in inside[1:])


def goal_first(items: Sequence[Item]) -> list[Item]:
    """The items, where an exception stands before the grade that is to be reached, with the exception behind that.

    "Resolution of toxicity, except alopecia, of prior therapy to grade ≤ 1".
    """
    at = next((n for n, i in enumerate(items) if i.kind == "except"), None)
    if at is None or not any(_recovers(i) for i in items[:at]):
        return list(items)
    stop = next((n for n in range(at + 1, len(items)) if items[n].kind in _ENDS), len(items))
    comma = next((n for n in range(at + 1, stop) if items[n].kind == "comma" and _goes_on(items[n + 1 : stop])), None)
    if comma is None or any(i.kind == "modal" for i in items[at:stop]):
        return list(items)
    head = items[: at - 1] if at and items[at - 1].kind == "comma" else items[:at]
    return [*head, *items[comma + 1 : stop], *items[at:comma], *items[stop:]]


def _recovers(item: Item) -> bool:
    concept = item.leaf.constraint.concept if item.leaf is not None else None
    return item.kind == "recover" or (concept is not None and concept.id in generic_concepts("recovery"))


def _goes_on(items: Sequence[Item]) -> bool:
    """Whether it goes on with what one recovers from, to a grade: "…, from prior therapy to grade ≤ 1"."""
    return bool(items) and items[0].text.casefold() in _FROM and any(map(_is_grade, items))


def _in_order(items: Sequence[Item]) -> list[Item]:
    """A grade first, which the baseline may stand beside."""
    if items[0].kind != "baseline" or len(items) < 3:
        return list(items)
    return [*items[2:], items[1], items[0]]
