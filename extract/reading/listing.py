"""A registry page or plain eligibility text → statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from eligo.errors import EmptyInput, NotATrial
from eligo.schema import Document, Skipped, Statement

from .blocks import Block, Span, number
from .coverage import account
from .fields import Fields, find_registry_number, stem, title_line
from .furniture import match_field, match_furniture
from .headings import Heading, has_cue, is_connector, match_heading
from .lines import Line, is_blank, split_lines

__all__ = ["read_criteria", "read_listing"]

_WITHIN = re.compile(
    r"(?<=[.;,)\s])(?:(?:[Kk]ey|KEY|[Mm]ain|MAIN|[Mm]ajor|MAJOR)\s+)?(?:INCLUSIONS?|EXCLUSIONS?|[Ii]nclusions?|[Ee]xclusions?)"
    r"(?P<criteria>[\s_]+(?:CRITERIA|[Cc]riteria))?\s*(?P<after>:|$|(?=[-•*]\s|\(?1[.)])|(?=\b[A-Z][a-z]+\s+[a-z]))"
)
_TITLE_SHARE = 0.25  # of the lines of a text without headings that must sound like criteria


@dataclass(slots=True)
class _Page:
    """A text, taken apart: what stands before, in and after the lists of criteria."""

    before: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    skipped: list[Span] = field(default_factory=list)
    preamble: Heading | None = None


def read_listing(text: str, *, source: str = "") -> Document:
    """Read a registry page as a person copies it, or eligibility text with or without headings.

    Args:
        text: the page; offsets count its characters.
        source: its name, for messages and for the id where no registry number is found.

    Raises:
        EmptyInput: if nothing in `text` is visible.
        NotATrial: if nothing in it looks like eligibility criteria.
    """
    name = source or "input"
    if is_blank(text):
        raise EmptyInput(name, "is empty", "give a registry page or eligibility criteria as text")
    page = _take_apart(list(_lines(text)), page=True)
    fields = Fields()
    _settle(page, fields)
    if not any(block.lines for block in page.blocks):
        raise NotATrial(name, "no eligibility criteria found", "give a text with inclusion or exclusion criteria")
    _describe(page, fields)
    statements, skipped = _number(text, page)
    if not statements:
        raise NotATrial(name, "no eligibility criteria found", "give a text with inclusion or exclusion criteria")
    outside = "\n".join(text[s.start : s.end] for s in skipped if s.reason not in {"blank", "bullet", "heading"})
    return Document(
        text=text,
        id=fields.id or find_registry_number(outside) or stem(source, "trial"),
        statements=statements,
        skipped=skipped,
        source=source,
        title=fields.title,
        sponsor=fields.sponsor,
        conditions=fields.conditions,
        interventions=fields.interventions,
        minimum_age=fields.minimum_age,
        maximum_age=fields.maximum_age,
        sex=fields.sex,
        dates=fields.dates,
    )


def read_criteria(text: str) -> tuple[tuple[Statement, ...], tuple[Skipped, ...]]:
    """The statements of a registry's eligibility field, all of which is criteria, and the spans that are none.

    What stands before the first heading is inclusion criteria.
    """
    page = _take_apart(list(_lines(text)), page=False)
    if page.before:
        page.blocks.insert(0, Block("inclusion", None, page.before))
    return _number(text, page)


def _number(text: str, page: _Page) -> tuple[tuple[Statement, ...], tuple[Skipped, ...]]:
    statements, skipped = number(text, page.blocks)
    return tuple(statements), account(text, statements, page.skipped + skipped)


def _lines(text: str) -> Iterator[Line]:
    """The lines, cut where a heading stands within one."""
    for line in _mended(text):
        start = 0
        if "clusion" in line.text or "CLUSION" in line.text:
            heading = match_heading(line)
            covered = 0 if heading is None else (heading.rest.start if heading.rest else line.end) - line.start
            for found in _WITHIN.finditer(line.text, 1):
                if found.start() >= covered and _apart(line.text, found):
                    cut = line.cut(line.start + start, line.start + found.start())
                    if cut.text:
                        yield cut if start else _keep_marker(line, cut)
                        start = found.start()
        yield line.cut(line.start + start) if start else line


def _mended(text: str) -> Iterator[Line]:
    """The lines, those joined that are broken within a heading's own words."""
    waiting: Line | None = None
    for line in split_lines(text):
        if waiting is not None:
            if line.marker is None and not line.gap and line.text[:8].lower() == "criteria":
                line = replace(waiting, text=text[waiting.start : line.end], end=line.end)
            else:
                yield waiting
            waiting = None
        if line.text[-9:] in {"Exclusion", "Inclusion", "EXCLUSION", "INCLUSION"} and len(line.text) > 9:
            waiting = line
        else:
            yield line
    if waiting is not None:
        yield waiting


def _keep_marker(line: Line, cut: Line) -> Line:
    return replace(cut, at=line.at, marker=line.marker)


def _apart(text: str, found: re.Match[str]) -> bool:
    """Whether a heading within a line is one: it is capitalised, and what stands before it ends there."""
    words = found[0].split()
    if not words[0][0].isupper():
        return False
    before = text[: found.start()].rstrip()
    ended = before.endswith((".", ";", ":", ")", ","))
    capital = found["criteria"] is not None and (words[-1].strip(":")[:1].isupper() or len(words) == 1)
    if found["after"] == ":":
        return ended or capital or found[0].isupper()
    return found["criteria"] is not None and (ended or capital) and not is_connector(before)


def _take_apart(lines: Sequence[Line], *, page: bool) -> _Page:
    found = [_heading(line, before) for before, line in zip([None, *lines], lines, strict=False)]
    strong = any(h and h.kind == "inclusion" and not h.sentence for h in found)
    result = _Page()
    current: Block | None = None
    after: str | None = None  # the reason of what stands behind the criteria
    for line, heading in zip(lines, found, strict=True):
        if heading and _opens(heading, current, strong, after):
            start, kind = line.at, heading.kind
            current = Block("exclusion" if kind == "exclusion" else "inclusion", heading.section)
            after = None
            result.blocks.append(current)
            result.skipped.append((start, heading.rest.at if heading.rest else line.end, "heading"))
            _add_rest(heading, result, current)
            continue
        if heading and heading.kind == "neutral" and heading.rest is None:
            result.skipped.append((line.at, line.end, "heading"))
            continue
        furniture = match_furniture(line) if page else None
        if after is not None:
            after = furniture.reason if furniture else after
            result.skipped.append((line.at, line.end, after))
        elif furniture and current is not None:
            result.skipped.append((line.at, line.end, furniture.reason))
            if furniture.ends:
                after, current = furniture.reason, None
        elif current is None:
            result.before.append(line)
        else:
            current.lines.append(line)
    return result


def _heading(line: Line, before: Line | None) -> Heading | None:
    """The heading of `line`, unless it is the end of a sentence that began on the line before."""
    heading = match_heading(line)
    if heading is None or before is None or line.gap or line.marker is not None:
        return heading
    if before.text.endswith((".", ";", ":", "!", "?")) or match_heading(before) is not None:
        return heading
    if line.text[:1].islower() or heading.kind == "neutral":
        return None
    return None if is_connector(before.text) and not (":" in line.text or line.text.isupper()) else heading


def _opens(heading: Heading, current: Block | None, strong: bool, after: str | None) -> bool:
    if heading.kind == "neutral":
        return current is None and after is None and not strong
    if heading.sentence:
        return (current is not None and heading.kind != current.kind) or (
            current is None and not strong and after is None
        )
    return True


def _add_rest(heading: Heading, page: _Page, block: Block) -> None:
    """The first criterion on the heading's own line, which may be a heading again."""
    rest = heading.rest
    for _ in range(3):
        if rest is None:
            return
        again = match_heading(rest)
        if again is None or again.kind == "neutral" or again.sentence:
            break
        page.skipped.append((rest.at, again.rest.at if again.rest else rest.end, "heading"))
        block.section = block.section or again.section
        if again.kind != heading.kind:
            block.kind = "exclusion" if again.kind == "exclusion" else "inclusion"
        rest = again.rest
    if rest is not None:
        marked = list(split_lines(rest.text))
        if not marked:
            page.skipped.append((rest.at, rest.end, "separator"))
        for line in marked:
            block.lines.append(
                replace(
                    line,
                    at=rest.start + line.at,
                    start=rest.start + line.start,
                    end=rest.start + line.end,
                    indent=rest.indent,
                    gap=True,
                )
            )


def _settle(page: _Page, fields: Fields) -> None:
    """Decide what the lines before the first heading are where a heading is missing."""
    if any(block.kind == "inclusion" and block.lines for block in page.blocks):
        return
    lines = page.before
    if not page.blocks or not any(block.lines for block in page.blocks):
        marked = [line for line in lines if line.marker is not None]
        told = [line for line in lines if has_cue(line.text)]
        if not told or (len(told) < _TITLE_SHARE * len(lines) and len(marked) < 0.5 * len(lines)):
            return
        first = 0
    elif any(match_field(line) for line in lines):  # a page: the list before the exclusions, if one is there
        first = len(lines)
        while first and (lines[first - 1].marker is not None or has_cue(lines[first - 1].text)):
            first -= 1
    else:
        first = 0
    while first < len(lines) and match_field(lines[first]) and not has_cue(lines[first].text):
        first += 1
    page.blocks.insert(0, Block("inclusion", None, lines[first:]))
    page.before = lines[:first]


def _describe(page: _Page, fields: Fields) -> None:
    """Read the fields of what stands before the criteria, and say what each line is."""
    lines = page.before
    title = title_line([line for line in lines[:8] if not match_furniture(line) and not match_field(line)])
    if title is not None and (title is lines[0] or title.end - title.start < 250):
        fields.title = re.sub(r"\s+", " ", title.text)
    waiting: str | None = None
    for line in lines:
        label = match_field(line) if line is not title else None
        if line is title:
            reason = "title"
        elif label is not None:
            reason = "registry field"
            waiting = label.name if label.value is None else None
            if label.value is not None:
                value = find_registry_number(line.text) if label.name == "id" else None
                fields.put(label.name, value or re.sub(r"\s+", " ", label.value.text))
        elif waiting is not None and not match_furniture(line):
            reason = "registry field"
            fields.put(waiting, re.sub(r"\s+", " ", line.text))
            waiting = None
        else:
            waiting = None
            furniture = match_furniture(line)
            short = len(line.text.split(None, 4)) <= 3 and not line.text.endswith(".")
            reason = furniture.reason if furniture else "page navigation" if short else "study description"
        page.skipped.append((line.at, line.end, reason))
