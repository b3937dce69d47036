"""How long something is asked or forbidden: "must not donate sperm while taking lenalidomide" asks for no lenalidomide.

"Progression while on trastuzumab" is another thing: what happened then must be so, and the drug is part of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.logic.items import Item
from eligo.schema import Window

__all__ = ["meanwhile"]

_BEHAVIOUR = frozenset({"reproductive", "attestation"})
_GIVEN = frozenset({"drug", "procedure"})
_JOINS = frozenset({"or", "and", "andor", "slash"})
_TAKING = frozenset({"receiving", "taking", "on", "using", "during"})


def meanwhile(items: Sequence[Item], source: str, offset: int) -> list[Item]:
    """The items, each "while taking X" behind what a patient is to do or not to do as a time.

    Args:
        source: the statement's text.
        offset: where it begins.
    """
    done = list(items)
    n = 0
    while n < len(done):
        if done[n].kind == "filler" and done[n].text.casefold() == "while" and _may_last(done[:n]):
            end = _end(done, n + 1)
            if end > n + 1:
                if n > 1 and done[n - 1].kind == "and" and _is_period(done[n - 2].window):
                    n -= 2  # "during the screening period and while taking lenalidomide"
                start, stop = done[n].start, done[end - 1].end
                text = source[start - offset : stop - offset]
                window = Window("P0D", None, "event", text, throughout=True)
                done[n:end] = [Item("time", start, stop, text, window=window)]
        n += 1
    return done


def _goes_on(item: Item) -> bool:
    return item.kind in {"filler", "word", "and"} or (item.kind == "time" and _is_period(item.window))


def _is_period(window: Window | None) -> bool:
    """Whether a time is one of the trial's own: "during the screening period", and no length before or after one."""
    return window is not None and window.throughout and {window.from_, window.to} <= {None, "P0D"}


def _may_last(items: Sequence[Item]) -> bool:
    """Whether the last thing is what somebody does, or is denied."""
    at = next((n for n in range(len(items) - 1, -1, -1) if items[n].leaf is not None), -1)
    leaf = items[at].leaf if at >= 0 else None
    if leaf is None or not all(_goes_on(i) for i in items[at + 1 :]):
        return False
    if leaf.constraint.type in _BEHAVIOUR:
        return True
    return leaf.constraint.type in {*_GIVEN, "condition"} and any(i.kind == "not" for i in items[max(0, at - 4) : at])


def _end(items: Sequence[Item], n: int) -> int:
    """Behind the treatments that are being given; `n` where none is."""
    first = n
    while n < len(items) and items[n].kind == "filler" and n < first + 3:
        n += 1
    if n >= len(items) or not (items[n].value == "concurrent" or items[n - 1].text.casefold() in _TAKING):
        return first
    n += items[n].value == "concurrent"
    if n >= len(items) or not _given(items[n]):
        return first
    n += 1
    while n + 1 < len(items) and items[n].kind in _JOINS and _given(items[n + 1]):
        n += 2
    if n + 1 < len(items) and items[n].kind == "and" and items[n + 1].kind == "time":
        n += 2
    return n


def _given(item: Item) -> bool:
    return item.leaf is not None and item.leaf.constraint.type in _GIVEN
