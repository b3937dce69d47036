"""A patient note → statements: sentences of prose, rows of tables and lists, each with its section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from eligo.errors import EmptyInput
from eligo.schema import Document, Statement

from .coverage import account
from .dates import find_date
from .fields import stem
from .headings import is_connector
from .items import group
from .lines import Line, is_blank, split_lines
from .note_headings import Layout, match_section, unfold
from .sentences import sentences

__all__ = ["read_note"]

_DATE = re.compile(
    r"(?:(?:note|document|visit|encounter|admission|admit|consultation|report|service|clinic|discharge|exam(?:ination)?"
    r"|dictation|progress note)\s+date"
    r"|date(?:\s+of\s+(?:visit|note|service|admission|encounter|consultation|report|exam(?:ination)?|discharge|dictation"
    r"|clinic(?:\s+visit)?))?"
    r"|date/time|seen on|visit|admitted|dated)\s*[:：-]\s*(?P<value>.{4,40})",
    re.I,
)
_ADMITTED = re.compile(
    r"(?:(?:admission|admit)\s+date|date\s+of\s+admission|admitted(?:\s+on)?)\s*[:：-]\s*(?P<value>.{4,24})", re.I
)
_ID = re.compile(
    r"(?:patient\s*(?:id|identifier|number|no\.?|#)|mrn|medical record (?:number|no\.?)|record (?:number|no\.?)|unit no"
    r"|subject\s*(?:id|number|no\.?)|study id|case (?:id|number|no\.?)|hospital (?:number|no\.?)|id)"
    r"\s*[:：#]+\s*(?P<value>[^\s,;|]{1,40})",
    re.I,
)
_FIELD = re.compile(r"[A-Z][\w /()'’.-]{0,40}:(?:\s|$)")
_CELLS = re.compile(r"\S(?:\t+|\s{2,}|\s*\|\s*)\S")
_ROW = re.compile(rf"{_CELLS.pattern}.*?{_CELLS.pattern}|.*\t.*\d")
_DATED = re.compile(r"[(\[]?\d{1,4}([-/.])\d{1,2}(?:\1\d{1,4})?[)\]]?\s*[:–—-]\s")
_NARROW = frozenset({"family_history", "allergies", "medications_stopped"})
_RELATIVE = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|child|aunt|uncle|cousin|grand\w+|parent|sibling|relative|family"
    r"|maternal|paternal|mat|pat|niece|nephew|FH)s?\b",
    re.I,
)
_SIGN = re.compile(r"\w\s+[-+]$")  # "CHF -": an answer
_SHORT = 50  # characters: a line of prose that is shorter was not broken for its length


@dataclass(slots=True)
class _Part:
    """Lines of one section.

    Attributes:
        head: its heading, where that holds a date and so is a statement itself.
        inline: whether its first words stand on the heading's line.
    """

    section: str | None
    layout: Layout
    lines: list[Line] = field(default_factory=list)
    head: tuple[int, int] | None = None
    inline: bool = False


def read_note(text: str, *, source: str = "") -> Document:
    """Read a patient note.

    A heading with a date in it ("Labs (2022-03-20):") is a statement, and the parent of those of its section.

    Args:
        text: the note; offsets count its characters.
        source: its name; the id where the note states none.

    Raises:
        EmptyInput: if nothing in `text` is visible.
    """
    if is_blank(text):
        raise EmptyInput(source or "note", "is empty", "give the text of a note")
    skipped: list[tuple[int, int, str]] = []
    dates: dict[str, str] = {}
    identity: str | None = None
    parts = [_Part(None, "prose")]
    for line in unfold(split_lines(text)):
        if line.marker is None and len(line.text) < 120:
            found_id, found_date = _ID.match(line.text), _DATE.match(line.text)
            if found_id and identity is None:
                identity = found_id["value"]
                if found_id.end() == len(line.text):
                    skipped.append((line.at, line.end, "document field"))
                    continue
            if "admission" not in dates and (came := _ADMITTED.match(line.text)):
                at = find_date(came["value"], context=text)
                dates.update({"admission": at} if at else {})
            if found_date and "document" not in dates and (day := find_date(found_date["value"], context=text)):
                dates["document"] = day
                if len(line.text) < 60:
                    skipped.append((line.at, line.end, "document field"))
                    continue
        section = match_section(line, parts[-1].section)
        if section is None:
            if _is_over(parts[-1], line):
                parts.append(_Part(None, "prose"))
            parts[-1].lines.append(line)
            continue
        stop = section.rest.at if section.rest else line.end
        dated = _heading_words(line, stop) if find_date(text[line.start : stop]) else None
        if dated is None and stop > line.at:
            skipped.append((line.at, stop, "heading"))
        parts.append(
            _Part(section.name, section.layout, [section.rest] if section.rest else [], dated, section.rest is not None)
        )
    statements: list[Statement] = []
    parent: str | None = None
    section_name: str | None = None
    for part in parts:
        if part.section != section_name:
            section_name, parent = part.section, None
        spans = list(_spans(part, text))
        if part.head is not None:
            start, end = part.head
            parent = f"N{len(statements) + 1}"
            statements.append(Statement(parent, "note", text[start:end], start, end, section=part.section))
        for start, end in spans:
            name = f"N{len(statements) + 1}"
            statements.append(Statement(name, "note", text[start:end], start, end, parent, section=part.section))
    above = {s.parent for s in statements}
    return Document(
        text=text,
        id=identity or stem(source, "patient"),
        statements=tuple(replace(s, header=True) if s.id in above else s for s in statements),
        skipped=account(text, statements, skipped),
        source=source,
        dates=dates,
    )


def _is_over(part: _Part, line: Line) -> bool:
    """Whether a section of one line ("Fam hx: brother with psoriasis.") does not go on with `line`.

    Only of those sections that turn what they hold into something else than a finding of the patient's.
    """
    if part.section not in _NARROW or not part.inline or not part.lines or not line.text:
        return False
    before = part.lines[-1].text
    if line.marker is not None or before.endswith((",", ":")) or is_connector(before) or line.text[:1].islower():
        return False
    if part.section == "family_history" and _RELATIVE.search(line.text[:60]):
        return False
    return line.gap or _FIELD.match(line.text) is not None or before.endswith(".")


def _heading_words(line: Line, stop: int) -> tuple[int, int]:
    words = line.text[: stop - line.start].rstrip(" \t:：")
    return line.start, line.start + len(words)


def _spans(part: _Part, text: str) -> Iterator[tuple[int, int]]:
    rows = part.layout == "rows"
    for run in _runs(part.lines, rows=rows):
        if rows:
            for item in group(run, text):
                yield item.start, item.end
            continue
        worded = [line for line in run if line.text]
        if not worded:
            continue
        if len(worded) == 1 and _CELLS.search(worded[0].text) and not worded[0].text.endswith("."):
            yield worded[0].start, worded[0].end
        else:
            yield from sentences(text, worded[0].start, worded[-1].end, glued=True)


def _runs(lines: Sequence[Line], *, rows: bool) -> Iterator[list[Line]]:
    """Lines that belong together: a wrapped paragraph, a bulleted entry."""
    run: list[Line] = []
    for line in lines:
        if run and _joins(run[-1], line, run[0], rows=rows):
            run.append(line)
            continue
        if run:
            yield run
        run = [line]
    if run:
        yield run


def _joins(before: Line, line: Line, head: Line, *, rows: bool) -> bool:
    if not before.text and before.marker is not None and line.marker is None:
        return True  # a bullet alone on its line
    if line.gap or line.marker is not None or not before.text:
        return False
    last = before.text
    low = line.text[:1].islower() or line.text[:1] == "("
    if _CELLS.search(line.text) and (not low or (_ROW.search(line.text) and _ROW.search(last))):
        return False
    if low:
        hangs = head.marker is not None and line.indent > head.indent
        wrapped = hangs or len(last) >= _SHORT or last.endswith(",") or is_connector(last) or line.text[0] == "("
        return wrapped and not (rows and last.endswith((".", ";", ":")))
    if last.endswith(",") or (is_connector(last) and not _SIGN.search(last)):
        return not rows or head.marker is not None or is_connector(last)
    if _DATED.match(line.text):
        return False
    if rows or _FIELD.match(line.text) or last.endswith((".", ";", ":", "!", "?")):
        return not rows and last.endswith(".") and not _FIELD.match(line.text) and len(last) >= _SHORT
    return len(last) >= _SHORT and not _CELLS.search(last)
