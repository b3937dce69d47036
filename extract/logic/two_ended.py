"""Durations with two ends: the second of ``for at least 1 but less than 10 years`` is a window of its own."""

from __future__ import annotations

from dataclasses import replace

from eligo.entities.durations import NUMBER, UNIT, compile_words, iso_duration, number_value
from eligo.logic.rewrite import map_leaves
from eligo.schema import AllOf, Constraint, Node

__all__ = ["both_ends", "first_end", "has_two_ends"]

_TWO = compile_words(
    rf"(?<!\w)(?P<n>{NUMBER})\s*(?P<u>{UNIT})?(?:\s*(?:or\s+(?:more|longer)))?\s*"
    r"(?P<join>,?\s*(?:but|and|to|-|–|through|up\s+to|and\s+up\s+to)\s*(?:(?:for|a|of)\s+)*)"
    r"(?P<sign>≤|<\s*=?|(?:not|never)\s+(?:to\s+)?exceed(?:ing|s)?|(?:(?:not|no)\s+(?:more|longer|greater)|(?:less|fewer|shorter))\s+than(?:\s+or\s+equal\s+to)?|at\s+most"
    r"|up\s+to|under|(?:a\s+)?maximum\s+of)?\s*"
    rf"(?P<m>{NUMBER})\s*(?P<v>{UNIT})\b"
)
_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0, "mo": 30.4, "mt": 30.4, "y": 365.25}


def has_two_ends(constraint: Constraint) -> bool:
    """Whether the window says for how long at least, and its words for how long at most, too."""
    return _of_window(constraint) is not None


def first_end(words: str) -> str | None:
    """The shorter end of a duration with two, as an ISO 8601 duration; None: it has one."""
    ends = _ends(words)
    return None if ends is None else ends[0]


def both_ends(node: Node) -> Node:
    """The tree; what lasts between two durations is there that long and began within the other."""
    return map_leaves(node, _split)


def _split(constraint: Constraint) -> Node:
    ends = _of_window(constraint)
    if ends is None or constraint.window is None:
        return constraint
    least = replace(constraint, window=replace(constraint.window, from_=f"-{ends[0]}"))
    words = ends[2]
    most = replace(constraint, window=replace(constraint.window, from_=f"-{ends[1]}", text=words, throughout=False))
    return AllOf((least, most))


def _of_window(constraint: Constraint) -> tuple[str, str, str] | None:
    window = constraint.window
    if constraint.type != "condition" or window is None or not window.throughout or window.to != "P0D":
        return None
    ends = _ends(window.text)
    return ends if ends is not None and window.from_ in (f"-{ends[0]}", f"-{ends[1]}") else None


def _ends(words: str) -> tuple[str, str, str] | None:
    found = _TWO.search(words)
    if found is None:
        return None
    unit, other = found["u"] or found["v"], found["v"]
    least, most = number_value(found["n"]), number_value(found["m"])
    if _days(least, unit) >= _days(most, other) or unit[0] + other[0] in ("hh", "HH"):
        return None  # "headache lasting 4-72 hours" is each attack's
    second = found.start("sign") if found["sign"] else found.start("join")
    return iso_duration(least, unit), iso_duration(most, other), words[second : found.end()].lstrip(" ,")


def _days(number: float, unit: str) -> float:
    word = unit.casefold()
    return number * next(days for head, days in _DAYS.items() if word.startswith(head))
