"""Lists of criteria → statements: items grouped, nested and numbered, headings and lead-ins set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from eligo.schema import Statement

from .headings import is_empty_list, is_lead_in, match_subheading
from .items import Item, group
from .lines import Line
from .nesting import parents

__all__ = ["Block", "number"]

Span = tuple[int, int, str]


@dataclass(slots=True)
class Block:
    """The lines between two headings.

    Attributes:
        section: what the heading says of whom the list is for.
    """

    kind: Literal["inclusion", "exclusion"]
    section: str | None = None
    lines: list[Line] = field(default_factory=list)


def number(text: str, blocks: Sequence[Block]) -> tuple[list[Statement], list[Span]]:
    """The statements of `blocks` in document order, and the spans that are none, with reasons."""
    statements: list[Statement] = []
    skipped: list[Span] = []
    counts = {"inclusion": 0, "exclusion": 0}
    for block in blocks:
        for section, lines in _subsections(block, skipped):
            items = [item for item in group(lines, text) if not _set_apart(item, block, skipped)]
            statements += _numbered(items, block, section, counts)
    return statements, skipped


def _subsections(block: Block, skipped: list[Span]) -> list[tuple[str | None, list[Line]]]:
    """The block cut at its subheadings."""
    result: list[tuple[str | None, list[Line]]] = [(block.section, [])]
    for line in block.lines:
        found = match_subheading(line)
        if found is None:
            result[-1][1].append(line)
            continue
        label, rest = found
        section = label if block.section is None else f"{block.section}: {label}"
        skipped.append((line.at, rest.start if rest else line.end, "subheading"))
        result.append((section, [rest] if rest else []))
    return result


def _set_apart(item: Item, block: Block, skipped: list[Span]) -> bool:
    reason = None
    if item.marker is None and is_lead_in(item.text, block.kind):
        reason = "lead-in"
    elif is_empty_list(item.text):
        reason = "none stated"
    elif not any(c.isalnum() for c in item.text):
        reason = "stray mark"
    if reason:
        skipped.append((item.start, item.end, reason))
    return reason is not None


def _numbered(items: list[Item], block: Block, section: str | None, counts: dict[str, int]) -> list[Statement]:
    letter = "I" if block.kind == "inclusion" else "E"
    above = parents(items)
    headers = {p for p in above if p is not None}
    ids: list[str] = []
    below: dict[int, int] = {}
    statements = []
    for i, (item, parent) in enumerate(zip(items, above, strict=True)):
        if parent is None:
            counts[block.kind] += 1
            ids.append(f"{letter}{counts[block.kind]}")
        else:
            below[parent] = below.get(parent, 0) + 1
            ids.append(f"{ids[parent]}.{below[parent]}")
        statements.append(
            Statement(
                id=ids[i],
                kind=block.kind,
                text=item.text,
                start=item.start,
                end=item.end,
                parent=None if parent is None else ids[parent],
                header=i in headers,
                section=section,
            )
        )
    return statements
