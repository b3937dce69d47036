"""The words on either side of a number that can name what it bounds, where no table does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .measure_words import is_acronym, measure_words
from .unnamed_words import between_two, instrument, measured_in

__all__ = ["Found", "is_measure", "spelled_words", "words_before", "words_behind"]

_REACH = 120  # characters on either side of a number that its name may stand in
_MOST_WORDS = 7
_TOKEN = re.compile(r"[^\W_]+(?:[-/'’.][^\W_]+)*|[^\w\s]")
_GROUP = re.compile(r"[(\[][^()\[\]]{1,40}[)\]]\s*\Z")
_TIE_WORDS = """
    of is are was were be must should at as to the a an by from between level levels value values
    measured defined reported measuring documented confirmed ranging than only below above total greater less more
    affecting involving extending covering exceeding lasting cut-off cutoff
"""
_TIES = frozenset(_TIE_WORDS.split())
_INNER = frozenset(("of", "the", "in", "for", "to", "on", "and"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_TITLED = re.compile(
    r"\s+(?:[A-Z][\w-]*\s+){0,4}(?:Questionnaire|Scale|Index|Inventory|Test|Screen|Checklist|Survey|Score)\b"
)


class Found(NamedTuple):
    """Words that name a measure; offsets count in the statement."""

    start: int
    end: int
    head: str


def is_measure(text: str, found: Found) -> bool:
    """Whether the words name something that is measured, by themselves."""
    words = measure_words()
    return any(words.has(w, "measure") or is_acronym(w) for w in spelled_words(text, found))


def spelled_words(text: str, found: Found) -> list[str]:
    """The words that were found, one by one."""
    return _WORD.findall(text, found.start, found.end)


def words_before(text: str, start: int, floor: int, taken: bytearray) -> Found | None:
    """The words right before a number, less those that only tie them to it."""
    floor = max(floor, start - _REACH)
    edge = start
    tokens = list(_TOKEN.finditer(text, floor, edge))
    while tokens and (tokens[-1].group().casefold() in _TIES or tokens[-1].group() in "([:=,–—-"):
        if tokens[-1].group() == "," and len(tokens) > 1 and tokens[-2].group().casefold() in _TIES:
            break
        tokens.pop()
    stop = tokens[-1].end() if tokens else floor
    group = _GROUP.search(text, floor, stop) if tokens and tokens[-1].group() in ")]" else None
    if group is not None:  # "anxiety severity scale (OASIS) > 8"
        inner = group.group().strip(" ()[]\n")
        tokens = [t for t in tokens if t.end() <= group.start()]
        if not tokens:
            return None
        if not is_acronym(inner) and not inner[:1].isalpha():
            stop = group.start()
    picked = _phrase(text, tokens, taken, backwards=True)
    if picked is None:
        return None
    first, last = picked
    if group is None and _all_generic(text[first:last]):  # "anxiety severity scale (OASIS) total score > 8"
        group = _GROUP.search(text, floor, first)
        whole = _phrase(text, [t for t in tokens if group and t.end() <= group.start()], taken, backwards=True)
        if group is not None and whole is not None:
            return Found(whole[0], last, text[whole[0] : whole[1]].split()[-1])
        named = instrument(text, floor, first)
        if named is not None:  # "Zorblax Bowel Scale, total score < 5"
            return Found(named, last, text[first:last].split()[-1] if " " not in text[first:last] else "scale")
        return Found(first, last, text[first:last].split()[-1])
    if group is None:
        if span := measured_in(text, floor, first):  # "curvature measured in the spine < 10 degrees"
            name = text[span[0] : span[1]]
            if measure_words().has(name.split()[-1], "measure"):
                return Found(*span, name.split()[-1])
        whole_start = between_two(text, floor, first, last)
        if whole_start is not None:
            return Found(whole_start, last, text[whole_start:last].split()[0].rstrip("s"))
    return Found(first, stop if group is not None else last, text[first:last].split()[-1])


def _all_generic(name: str) -> bool:
    return all(measure_words().has(w, "generic") for w in name.split())


def words_behind(text: str, pos: int, ceiling: int, taken: bytearray) -> Found | None:
    """The words right behind a number."""
    tokens = list(_TOKEN.finditer(text, pos, min(ceiling, pos + _REACH)))
    if tokens and tokens[0].start() > pos + 1:
        return None
    picked = _phrase(text, tokens, taken, backwards=False)
    if picked is None:
        return None
    first, last = picked
    head = text[first:last].split()[-1]
    if measure_words().has(head, "generic") and len(text[first:last].split()) == 1:
        return None
    return Found(first, last, head)


def _phrase(text: str, tokens: Sequence[re.Match[str]], taken: bytearray, *, backwards: bool) -> tuple[int, int] | None:
    """The longest run of words that can be a name, at the end (or the start) of `tokens`."""
    words = measure_words()
    run: list[re.Match[str]] = []
    pending: list[re.Match[str]] = []
    for token in reversed(tokens) if backwards else tokens:
        word = token.group()
        if any(taken[token.start() : token.end()]):
            break
        if word in "/-" and run:
            pending.append(token)
            continue
        low = word.casefold()
        titled = not backwards and word[0].isupper() and _TITLED.match(token.string, token.end())  # "Drinking Index"
        if not word[0].isalnum() or (words.has(low, "stop") and not titled and not (low in _INNER and run)):
            break
        if low in _INNER and backwards:
            pending.append(token)
            continue
        if low in _INNER or (word.isdigit() and not backwards):
            break
        if word.isdigit():
            break
        if pending:
            joins = {p.group().casefold() for p in pending}
            measure = words.has(low, "measure") or words.has(low, "generic")
            if joins <= {"/", "-"} or (measure and "and" not in joins and len(joins & {"of", "in", "for"}) == 1):
                run += pending
            else:
                break
            pending = []
        run.append(token)
        if len(run) >= _MOST_WORDS:
            break
    if backwards:
        run.reverse()
    while run and words.has(run[0].group(), "lead"):
        run.pop(0)
    if not run or not any(len(t.group()) > 1 and t.group()[0].isalpha() for t in run):
        return None
    return run[0].start(), run[-1].end()
