"""Bounds that change with the circumstances: "≤ 2.5 × ULN without liver metastases, ≤ 5 × ULN with them"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.groups import BOUNDED, names_people, restated
from eligo.logic.items import Item
from eligo.logic.rewrite import same_thing
from eligo.logic.slicing import has_leaf

__all__ = ["circumstance_lead", "marked"]

_FOR = frozenset({"for", "in"})
_WITH = frozenset({"with", "having", "on"})
_LEADING = frozenset(
    {"on", "off", "with", "receiving", "taking", "using", "for", "in", "without", "patients", "subjects"}
)
_HEAD = frozenset(
    {"leaf", "filler", "word", "status", "severity", "certainty", "role", "not", "if", "whom", "or", "and"}
)
_STARTS = frozenset({"semi", "colon", "stop"})
_HELD = frozenset({"condition", "drug", "procedure"})


def marked(items: Sequence[Item]) -> list[Item]:
    """The items, with an "if" wherever other words say for whom or when a bound holds.

    "For patients without Y" is a condition; so is the "with Y" of a bound that restates one under a condition.
    """
    if not any(i.leaf is not None and i.leaf.constraint.type in BOUNDED for i in items):
        return list(items)
    items = _unwrapped(_for_those(items))
    if "not" not in [i.kind for i in items] and _WITH.isdisjoint([i.text.casefold() for i in items]):
        return items
    done: list[Item] = []
    for n, item in enumerate(items):
        opens = item.kind == "not" and item.value.partition("=")[0] != "exclusion"
        before = done[-1] if done else None
        if opens and len(done) > 1 and before is not None and names_people(before):
            if done[-2].text.casefold() in _FOR and has_leaf(done[:-2]) and has_leaf(items[n + 1 :]):
                first = done[-2]
                done[-2:] = [Item("if", first.start, before.end, f"{first.text} {before.text}")]
        elif opens and (said := _absence(done, item)) and has_leaf(items[n + 1 :]):
            first = done[-said]  # "≤ 2.5 × ULN in the absence of liver metastases"
            done[-said:] = [Item("if", first.start, first.end, first.text)]
        elif (opens or item.text.casefold() in _WITH) and _restates(done) and has_leaf(items[n + 1 : n + 3]):
            if opens:
                done.append(Item("if", item.start, item.start, "if"))
            else:
                item = Item("if", item.start, item.end, "if")
        done.append(item)
    return done


def _unwrapped(items: Sequence[Item]) -> list[Item]:
    """ "≤ 2 × ULN or ≤ 5 × ULN (for subjects with liver metastases)": the condition of a second bound of one thing."""
    done: list[Item] = []
    for n, item in enumerate(items):
        head = next((i for i in item.inside if i.kind != "filler"), None) if item.kind == "paren" else None
        bounds = any(i.leaf is not None and i.leaf.constraint.type in BOUNDED for i in item.inside)
        told = any(i.kind in {"permit", "except", "unless", "paren"} for i in item.inside)
        if head is None or head.kind != "if" or bounds or told or not has_leaf(item.inside):
            done.append(item)
            continue
        start = max((k + 1 for k, i in enumerate(items[:n]) if i.kind in _STARTS), default=0)
        again = restated(items[start:n]) is not None
        done += item.inside if again else [item]
    return done


def _absence(before: Sequence[Item], item: Item) -> int:
    """How many words stand between a bound and an "absence of": "in", "in the"; 0 where it is no condition of it."""
    if not item.text.casefold().startswith("absence"):
        return 0
    for count in (1, 2):
        words = [i.text.casefold() for i in before[-count:]]
        last = before[-count - 1].leaf if len(before) > count else None
        if words[:1] == ["in"] and last is not None and last.constraint.type in BOUNDED:
            return count
    return 0


def _for_those(items: Sequence[Item]) -> list[Item]:
    """ "For hepatocellular carcinoma, ALT ≤ 5 × ULN": whom the bound is for stands before it."""
    done = list(items)
    for n, item in enumerate(items):
        if item.text.casefold() != "for" or item.kind != "filler" or (n and items[n - 1].kind not in _STARTS):
            continue
        cut = next((m for m in range(n + 1, len(items)) if items[m].kind == "comma"), None)
        head = items[n + 1 : cut] if cut is not None else []
        named = [i.leaf.constraint.type for i in head if i.leaf is not None]
        behind = next((i.leaf for i in items[cut or 0 :] if i.leaf is not None), None)
        plain = all(i.kind in _HEAD - {"not", "if", "whom"} for i in head)
        if named and {*named} <= {"condition"} and plain and behind is not None and behind.constraint.type in BOUNDED:
            done[n] = replace(item, kind="if")
    return done


def _restates(items: Sequence[Item]) -> bool:
    """Whether the last item is a bound of something bound before, under a condition."""
    last = items[-1].leaf.constraint if items and items[-1].leaf is not None else None
    at = next((n for n, i in enumerate(items) if i.kind == "if"), None)
    if last is None or at is None or last.type not in BOUNDED:
        return False
    return any(i.leaf is not None and same_thing(i.leaf.constraint, last) for i in items[:at])


def circumstance_lead(items: Sequence[Item]) -> int | None:
    """The colon behind the circumstance under which a bound holds: "On warfarin: INR ≤ 3"."""
    cut = next((n for n, i in enumerate(items) if i.kind == "colon"), None)
    if not cut:
        return None
    head, rest = items[:cut], items[cut + 1 :]
    first = head[0]
    if first.kind not in {"not", "if", "whom"} and first.text.casefold() not in _LEADING:
        return None
    named = [i.leaf.constraint.type for i in head if i.leaf is not None]
    asked = [i.leaf.constraint.type for i in rest if i.leaf is not None]
    if not named or not {*named} <= _HELD or any(i.kind not in _HEAD for i in head):
        return None
    return cut if asked and {*asked} <= BOUNDED else None
