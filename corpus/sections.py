"""Where inclusion and exclusion criteria stand in an eligibility text, by its headings.

The annotated corpora say it only so; this reading is the gold side's own and does not depend on ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Section", "find_sections", "kind_at"]

_HEADING = re.compile(
    r"^[\s>*•-]*(?:\d+[.)]\s*)?(?P<before>(?:[^\s]+\s+){0,6}?)(?P<non>non-?\s?)?(?P<kind>in|ex)clu[st]ions?\b"
    r"(?P<noun>\s*(?:criteria|criterion|conditions)\b)?(?P<after>.*)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(  # words that no heading has before its name
    r"\b(?:no|not|does|do|meet|meets|meeting|any|as|of|the|there|is|are|may|could|defined|listed|other|if|in|an?)\b"
    r"|n['’]t\b|\(",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:no|not)\b|n['’]t\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:are|is|may|could|apply|applies)\b", re.IGNORECASE)
_BOTH = re.compile(r"\s*(?:[/&]|and\b|or\b)\s*exclusion", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of criteria of one kind, heading included; half-open. `kind` is None before the first heading."""

    kind: str | None  # "inclusion" | "exclusion"
    start: int
    end: int


def _heading(line: str) -> str | None:
    found = _HEADING.match(line) if "clu" in line.casefold() else None
    if found is None:
        return None
    before, after = found["before"], found["after"].strip()
    said = _DENIAL if found["noun"] and after.endswith(":") else _SENTENCE
    if said.search(before) or _BOTH.match(after):
        return None
    # "Inclusion:" and "Subject inclusion" are headings, "inclusion visit" and "cough before inclusion" are not
    if not found["noun"] and (after not in ("", ":", ".") or len(before.split()) > 1):
        return None
    claim = after.split("(")[0] if before.strip() else " ".join(after.split()[:1])
    if not after.endswith(":") and _VERB.search(claim):
        return None
    excludes = (found["kind"].casefold() == "ex") != bool(found["non"])
    return "exclusion" if excludes else "inclusion"


def find_sections(text: str) -> tuple[Section, ...]:
    """The sections of an eligibility text: together they cover it; none for an empty text."""
    starts: list[tuple[int, str | None]] = [(0, None)]
    offset = 0
    for line in text.splitlines(keepends=True):
        kind = _heading(line.rstrip())
        if kind is not None:
            if offset == 0:
                starts.clear()
            starts.append((offset, kind))
        offset += len(line)
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(Section(kind, start, end) for (start, kind), end in zip(starts, ends, strict=True) if start < end)


def kind_at(sections: tuple[Section, ...], offset: int) -> str | None:
    """The kind of the section that `offset` lies in."""
    return next((s.kind for s in sections if s.start <= offset < s.end), None)
