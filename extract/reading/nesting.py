"""Items → a tree: what stands under which header, by indentation, by bullet style, and by what a header says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .headings import governs, is_sentence
from .items import Item
from .lines import Marker

__all__ = ["parents"]

_THRESHOLD = re.compile(r"[≥≤<>=≦≧]|\\[<>]|\d")
_EARLY = 60  # characters: a threshold's number stands in the first of them
_PHRASE = 9  # words: a longer item is no noun phrase
_FIRST = re.compile(r"[^\W\d_]+")


def parents(items: Sequence[Item]) -> list[int | None]:
    """For each item the index of the item that governs it, None at the top."""
    heads = [governs(item.text) for item in items]
    result = _nested(items, heads)
    _flat(items, heads, result)
    return result


def _nested(items: Sequence[Item], heads: Sequence[bool]) -> list[int | None]:
    result: list[int | None] = []
    stack: list[int] = []
    for i, item in enumerate(items):
        if item.marker is None:
            while stack and not _hangs(items[stack[-1]], item, heads[stack[-1]]):
                stack.pop()
        else:
            _climb(items, heads, stack, item)
        result.append(stack[-1] if stack else None)
        stack.append(i)
    return result


def _hangs(above: Item, item: Item, head: bool) -> bool:
    """Whether an item without bullet is a paragraph of the bulleted item `above`."""
    return (
        above.marker is not None and item.indent > above.indent and item.indent >= above.hang - 1 and (head or item.gap)
    )


def _climb(items: Sequence[Item], heads: Sequence[bool], stack: list[int], item: Item) -> None:
    """Pop `stack` until its top governs the bulleted `item`."""
    assert item.marker is not None
    styles = [items[s].marker.style if items[s].marker else None for s in stack]  # type: ignore[union-attr]
    while stack:
        top = items[stack[-1]]
        if top.marker is None:
            if heads[stack[-1]] and item.indent >= top.indent - 1:
                return
        elif item.indent >= top.indent - 1 and _next_of(top.marker, item.marker):
            stack.pop()
            return
        elif item.indent > top.indent + 1:
            return
        elif item.indent >= top.indent - 1 and top.marker.style == item.marker.style:
            stack.pop()
            return
        elif item.indent >= top.indent - 1:
            if item.marker.style not in styles and _opens(top, item, heads[stack[-1]]):
                return
            if item.marker.style not in styles:
                stack.pop()
                return
        stack.pop()
        styles.pop()


def _next_of(last: Marker, marker: Marker) -> bool:
    """Whether a list number is the next of its list, wherever its line begins."""
    return last.style.lstrip("-*•") == marker.style and 0 < last.ordinal == marker.ordinal - 1


def _opens(top: Item, item: Item, head: bool) -> bool:
    """Whether `item`, of another bullet style at the same indentation, begins a list under `top`."""
    assert top.marker is not None
    assert item.marker is not None
    if item.marker.ordinal > 1:
        return False
    return head or (top.marker.ordinal > 0)


def _flat(items: Sequence[Item], heads: Sequence[bool], result: list[int | None]) -> None:
    """Headers whose lists are not set off: they govern what follows at their own level while it reads like a list."""
    with_children = {p for p in result if p is not None}
    i = 0
    while i < len(items):
        head = items[i]
        if not heads[i] or i in with_children or (head.marker is not None and head.marker.ordinal):
            i += 1
            continue
        style = head.marker.style if head.marker else None
        openers = _openers(items, result, i)
        j = i + 1
        last: Item | None = None
        while j < len(items):
            item = items[j]
            if result[j] == i or (result[j] is not None and result[j] != result[i] and result[j] > i):  # type: ignore[operator]
                j += 1
                continue
            if (item.marker.style if item.marker else None) != style or result[j] != result[i] or heads[j]:
                break
            if not _listed(item, last, openers, head.text.endswith(":")) or (
                item.gap and last is not None and not last.gap
            ):
                break
            result[j] = i
            last = item
            j += 1
        i = j if last is not None else i + 1


def _openers(items: Sequence[Item], result: Sequence[int | None], head: int) -> set[str]:
    """First words of the header and of its elder siblings: an item that begins so is their peer."""
    found: dict[str, int] = {}
    for k in range(max(0, head - 12), head):
        if result[k] == result[head] and (word := _FIRST.match(items[k].text)):
            found[word[0].lower()] = found.get(word[0].lower(), 0) + 1
    openers = {word for word, count in found.items() if count > 1}
    if word := _FIRST.match(items[head].text):
        openers.add(word[0].lower())
    return openers


def _listed(item: Item, last: Item | None, openers: set[str], colon: bool) -> bool:
    """Whether `item` reads like an item of a header's list: a threshold, or a short noun phrase."""
    text = item.text
    if last is not None:
        if last.text.endswith(".") and not text.endswith(".") and len(last.text) < 200:
            return False
        if last.text.endswith((";", ",")) or re.search(r"[,;]\s*(?:and|or)$", last.text):
            return True  # the list says itself that it goes on
    first = _FIRST.match(text)
    if first and first[0].lower() in openers:
        return False
    if last is None and colon:
        return True  # a colon announces one at least
    if last is not None and first and (before := _FIRST.match(last.text)) and before[0] == first[0]:
        return True
    sentence = is_sentence(text)
    threshold = _THRESHOLD.search(text[:_EARLY])
    if threshold and not (sentence and threshold[0].isdigit()):
        return True
    return not sentence and len(text.split(None, _PHRASE + 1)) <= _PHRASE
