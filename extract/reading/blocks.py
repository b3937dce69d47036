"""Lists of criteria → statements: items grouped, nested and numbered, headings and lead-ins set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from eligo.schema import Statement

from .furniture import is_boilerplate
from .headings import is_empty_list, is_lead_in, is_topic, match_heading, match_subheading, turns_to_exclusion
from .items import Item, group, join_alternatives
from .lines import Line
from .nesting import parents

__all__ = ["Block", "Span", "number"]

Kind = Literal["inclusion", "exclusion"]
Span = tuple[int, int, str]


@dataclass(slots=True)
class Block:
    """The lines between two headings.

    Attributes:
        section: what the heading says of whom the list is for.
    """

    kind: Kind
    section: str | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """The items under one subheading."""

    kind: Kind
    section: str | None
    items: list[Item] = field(default_factory=list)


def number(text: str, blocks: Sequence[Block]) -> tuple[list[Statement], list[Span]]:
    """The statements of `blocks` in document order, and the spans that are none, with reasons."""
    statements: list[Statement] = []
    skipped: list[Span] = []
    counts = {"inclusion": 0, "exclusion": 0}
    for block in blocks:
        for run in _runs(block, text, skipped):
            items, connectors = join_alternatives(run.items, text)
            skipped += [(c.start, c.end, "connector") for c in connectors]
            statements += _numbered(items, run, counts)
    return statements, skipped


def _runs(block: Block, text: str, skipped: list[Span]) -> list[_Run]:
    """The block cut at its subheadings, what is no criterion set apart."""
    runs = [_Run(block.kind, block.section)]
    items = group(block.lines, text)
    bare = sum(item.marker is None and is_topic(item.text) for item in items) > 2  # subheadings without colon
    for i, item in enumerate(items):
        run = runs[-1]
        after = items[i + 1] if i + 1 < len(items) else None
        if item.marker is None:
            label = _subheading(item, after, bare)
            if label is not None:
                section = label[0] if block.section is None else f"{block.section}: {label[0]}"
                skipped.append((item.start, item.start + label[1], "subheading"))
                runs.append(_Run(run.kind, section))
                if label[1] < len(item.text):  # "Arm A: Adults": the label is this line's alone
                    runs[-1].items.append(item.part(label[1]))
                    runs.append(_Run(run.kind, run.section))
                continue
            turned = _turned(item, run.kind)
            if turned is not None:
                skipped.append((item.start, item.end, "heading"))
                runs.append(_Run(turned, run.section))
                continue
        reason = _reason(item, run.kind)
        if reason is None:
            run.items.append(item)
        else:
            skipped.append((item.start, item.end, reason))
    return runs


def _turned(item: Item, kind: Kind) -> Kind | None:
    """The kind of list that `item`, a heading over several lines or a sentence, opens; None where it opens none."""
    if kind == "inclusion" and turns_to_exclusion(item.text):
        return "exclusion"
    if "\n" not in item.text or not item.text.endswith(":"):
        return None
    line = Line(item.text, item.start, item.start, item.end, item.indent, None, True)
    heading = match_heading(line)
    if heading is None or heading.sentence or heading.rest is not None:
        return None
    return "exclusion" if heading.kind == "exclusion" else "inclusion"


def _subheading(item: Item, after: Item | None, bare: bool) -> tuple[str, int] | None:
    found = match_subheading(item.text)
    if found is not None:
        return found
    listed = after is not None and after.marker is not None and after.gap and item.gap
    if (listed or bare) and is_topic(item.text):
        return item.text, len(item.text)
    return None


def _reason(item: Item, kind: Kind) -> str | None:
    """Why `item` is no criterion; None where it is one."""
    if item.marker is None and is_lead_in(item.text, kind):
        return "lead-in"
    if is_empty_list(item.text):
        return "none stated"
    if not any(c.isalnum() for c in item.text):
        return "stray mark"
    return "boilerplate" if is_boilerplate(item.text) else None


def _numbered(items: list[Item], run: _Run, counts: dict[str, int]) -> list[Statement]:
    letter = "I" if run.kind == "inclusion" else "E"
    above = parents(items)
    headers = {p for p in above if p is not None}
    ids: list[str] = []
    below: dict[int, int] = {}
    statements = []
    for i, (item, parent) in enumerate(zip(items, above, strict=True)):
        if parent is None:
            counts[run.kind] += 1
            ids.append(f"{letter}{counts[run.kind]}")
        else:
            below[parent] = below.get(parent, 0) + 1
            ids.append(f"{ids[parent]}.{below[parent]}")
        statements.append(
            Statement(
                id=ids[i],
                kind=run.kind,
                text=item.text,
                start=item.start,
                end=item.end,
                parent=None if parent is None else ids[parent],
                header=i in headers,
                section=run.section,
            )
        )
    return statements
