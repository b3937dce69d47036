"""How many lines of treatment a note counts: "two prior lines of chemotherapy", "at least 3 previous regimens"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.entities.numbers import NUMBER_WORDS
from eligo.schema import Analysis, Fact, Range

from .facts_context import NoteContext

__all__ = ["counted_lines"]

_WORDS = {word: int(n) for word, n in NUMBER_WORDS.items() if n == int(n) and word not in ("once", "twice", "thrice")}
_LINES = re.compile(
    rf"(?P<how>at\s+least\s+|more\s+than\s+|over\s+|≥\s*|>\s*)?(?<![\w.])(?P<n>\d{{1,2}}|{'|'.join(_WORDS)})"
    r"(?P<more>\s+or\s+more)?\s+(?P<which>(?:(?:prior|previous|earlier|different|separate|systemic|treatment|therapy|chemotherapy)\s+)*)"
    r"(?:lines?|regimens?)\b(?:\s+of)?(?P<gap>\s*(?:(?:prior|previous|systemic|standard|palliative|salvage)\s+){0,2})",
    re.I,
)
_TREATED = re.compile(r"therap(?:y|ies)|treatments?|medication", re.I)
_SYSTEMIC = re.compile(r"\blines?\b|\bregimens?\b", re.I)
_PLAIN = "prior therapy"  # the name that a criterion's "prior lines of therapy" has


def counted_lines(analysis: Analysis, context: NoteContext) -> Iterator[Fact]:
    """A fact for each count of lines, of the drug or class it names right behind, else of any prior therapy."""
    text, offset = analysis.statement.text, analysis.statement.start
    if not _SYSTEMIC.search(text):
        return
    for found in _LINES.finditer(text):
        behind = next((m for m in analysis.mentions if m.label == "drug" and m.start == found.end() + offset), None)
        therapy = _TREATED.match(text, found.end())
        if behind is None and therapy is None and not found["which"]:
            continue  # "two lines on the skin"
        end = behind.end - offset if behind is not None else therapy.end() if therapy else found.end()
        n = int(found["n"]) if found["n"].isdigit() else _WORDS[found["n"].casefold()]
        how = (found["how"] or "").casefold().split()
        n += how[:1] in (["more"], ["over"], [">"])
        open_ended = bool(how or found["more"])
        count = Range(n, True) if open_ended else Range(n, True, n, True)
        yield Fact(
            "drug",
            behind.name if behind is not None else _PLAIN,
            text[found.start() : end],
            found.start() + offset,
            end + offset,
            behind.concept if behind is not None else None,
            assertion="historical",
            lines=count,
            source=context.document.source,
            section=context.section,
        )
