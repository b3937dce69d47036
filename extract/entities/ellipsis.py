"""Shared words of a list: "hepatitis B or C", "supraventricular or ventricular arrhythmia" name two things each.

A shortened member is completed with the words of its neighbour and looked up; only what the lexicon knows becomes a
mention, so nothing is made up.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import replace

from eligo.entities.impaired import impaired_functions
from eligo.schema import Mention

__all__ = ["complete"]

_CONJUNCTION = r"(?:and\s*/\s*or|or|and|&)\s+"
_SIGN = r"(?:,|(?<!\band)(?<!\band\s)/)"
_JOIN = rf"(?:\s*{_SIGN}\s*(?:{_CONJUNCTION})?|\s+{_CONJUNCTION}|\s*-\s+{_CONJUNCTION})(?:(?:any\s+)?other\s+)?"
_BEFORE = re.compile(rf"(?<![\w-])((?:[\w’'-]+\s+){{0,3}}[\w’'-]+?)(?=[\s,/-])-?{_JOIN}$")
_UNKNOWN = re.compile(r"[A-Za-z-]{3,}(?:ic|al|ar|ary|ory|ous|ive|oid|ile|ine)")  # nothing names it here
_PREFIX = re.compile(r"(?<![\w-])([A-Za-z]{3,10})-\s+(?:and\s*/\s*or|or|and)\s+$")
_AFTER = re.compile(rf"{_JOIN}-?([A-Za-z]|\d|[A-Z]{{1,2}}\d?|I{{1,3}}|IV)(?![\w-])")
_HEAD = re.compile(rf"{_JOIN}([A-Za-z]{{4,}})(?![\w-])")
_MARK = r"(?:[A-Z]\d{0,2}|\d{1,2}[A-Za-z]?|[IVX]{1,4})"
_A_MARK = re.compile(r"\s[A-Z\d][A-Za-z\d]{0,3}(?:,\s|\s(?:and|or)|/)")  # is it worth looking?
_MARKED = re.compile(
    rf"(?<![\w-])(?P<stem>[A-Za-z]{{3,}})\s(?P<marks>{_MARK}(?:(?:,\s|\sand/or\s|\sor\s|\sand\s|/){_MARK}){{1,3}})\s"
    r"(?P<head>[a-z]{4,}(?:\s[a-z]{4,})?)"
)
_MARKS = re.compile(r",\s|\sand/or\s|\sor\s|\sand\s|/")
_TYPES = re.compile(
    r"(?<![\w-])types?\s+(?P<first>\d|I{1,3}|IV|[A-C])(?:\s*(?:,|/|\b(?:and\s*/\s*or|or|and)\b)\s*(?:types?\s+)?(?:\d|I{1,3}|IV|[A-C])(?![\w-])){1,2}",
    re.I,
)
_TYPE = re.compile(r"(?<![\w-])(?:\d|I{1,3}|IV|[A-C])(?![\w-])", re.I)
_OPENS = re.compile(r"\s*[,(]?\s*")
_WORDS = re.compile(r"[\s-]+")
_SPACE = re.compile(r"\s+")
_CHUNK = re.compile(r"\S+")
_STATES = frozenset({"condition", "allergy"})
_SUBSTANCES = frozenset({"drug"})
_LAST_WORD = re.compile(r"[\s-]*\w+$")
_JOINTS = (",", "/", "or", "and", "&", "other")  # the ends of what `_BEFORE` and `_PREFIX` can match
_REACH = 60  # characters looked at on either side of a mention


def _shared_ends(
    text: str, mentions: list[Mention], offset: int, find: Callable[[str], Mention | None]
) -> list[Mention]:
    """ "Vitamin D or B12 deficiency": two short names between words that both share."""
    if _A_MARK.search(text) is None:
        return mentions
    for match in _MARKED.finditer(text):
        first, *others = _MARKS.split(match["marks"])
        heads = match["head"].split()
        for n in range(len(heads), 0, -1):
            head = " ".join(heads[:n])
            found = [find(f"{match['stem']} {mark} {head}") for mark in (first, *others)]
            if any(m is None for m in found):
                continue
            start, end = match.start("stem"), match.start("head") + len(head)
            inside = [m for m in mentions if m.start - offset < end and start < m.end - offset]
            if any(m.start - offset < start or end < m.end - offset for m in inside) or len(inside) >= len(found):
                break
            at, made = match.start("marks"), []
            for mark, whole in zip((first, *others), found, strict=True):
                at = text.index(mark, at)
                low = start if mark is first else at
                high = end if mark is others[-1] else at + len(mark)
                assert whole is not None
                made.append(_as(whole, text[low:high], low + offset, high + offset))
                at += len(mark)
            mentions = sorted([*(m for m in mentions if m not in inside), *made], key=lambda m: m.start)
            break
    return mentions


def _of_types(text: str, mentions: list[Mention], offset: int, find: Callable[[str], Mention | None]) -> list[Mention]:
    """ "Diabetes mellitus (type 1 or type 2)", "type I/II diabetes": the types of what stands before or behind."""
    starts = [m.start - offset for m in mentions]
    anew: list[tuple[int, int, list[Mention]]] = []
    for match in _TYPES.finditer(text):
        near = bisect_left(starts, match.start())
        for mention in mentions[max(0, near - 2) : bisect_left(starts, match.end()) + 1]:
            made = _typed(text, mention, match, offset, find)
            if made:
                anew.append((made[0].start, made[-1].end, made))
                break
    for start, end, made in anew:
        low, high = bisect_left(starts, start - offset), bisect_left(starts, end - offset)
        mentions[low:high] = made
        starts[low:high] = [m.start - offset for m in made]
    return mentions


def _typed(
    text: str, mention: Mention, match: re.Match[str], offset: int, find: Callable[[str], Mention | None]
) -> list[Mention]:
    """What the types of one list make of a mention beside them; empty where they are not its types."""
    start, end = mention.start - offset, mention.end - offset
    before = end <= match.start() and _OPENS.fullmatch(text, end, match.start()) is not None
    around = start <= match.start() < end < match.end()  # it has the first of them in its name
    if not before and not around and (start < match.end() or text[match.end() : start].strip()):
        return []
    behind = not before and not around
    named = text[start : match.start()].rstrip(" ,(\n") if around else mention.text
    marks = list(_TYPE.finditer(text, match.start() + 4, match.end()))
    made: list[Mention] = []
    for n, mark in enumerate(marks):
        whole = find(f"type {mark[0]} {named}" if behind else f"{named} type {mark[0]}") if named else None
        if whole is None or whole.label != mention.label or (made and whole.concept == made[-1].concept):
            return []
        low = match.start() if behind and not n else start if not n else mark.start()
        high = end if behind and n == len(marks) - 1 else mark.end()
        made.append(_as(whole, text[low:high], low + offset, high + offset))
    return made


def complete(text: str, mentions: list[Mention], offset: int, find: Callable[[str], Mention | None]) -> list[Mention]:
    """`mentions` and the shortened ones beside them, in the order of the text.

    Args:
        mentions: what was found in `text`, whose first character is at `offset`.
        find: the mention that a whole form makes, None where the lexicon does not know it.
    """
    mentions = _shared_ends(text, mentions, offset, find)
    if "ype" in text:
        mentions = _of_types(text, list(mentions), offset, find)
    if "unction" in text:
        mentions = impaired_functions(text, mentions, offset, find)
    joined = [_joined(text, m.start - offset) for m in mentions]
    listed = [(m, behind) for m, behind in zip(mentions, joined, strict=True) if behind or not m.text.isalnum()]
    if not listed:
        return mentions
    added: list[Mention] = []
    taken = sorted([(m.start - offset, m.end - offset) for m in mentions])
    given = {m.start: m.label for m in mentions} if any(joined) else {}
    for mention, behind in listed:
        if behind:
            added += _to_the_left(text, mention, offset, taken, find, given)
        if not mention.text.isalnum():  # several words
            added += _to_the_right(text, mention, offset, taken, find)
    if not added:
        return mentions
    anew = {(m.start, m.end) for m in added}  # "alcohol or drug abuse": abuse of alcohol, not alcohol
    both = [*(m for m in mentions if (m.start, m.end) not in anew), *added]
    return sorted(_with_tails(text, both, added, offset, find), key=lambda m: m.start)


def _with_tails(
    text: str, mentions: list[Mention], added: list[Mention], offset: int, find: Callable[[str], Mention | None]
) -> list[Mention]:
    """The noun behind a list is part of its last member: of "hepatitis B or C infection", "infection" is no thing."""
    at = {m.start: m for m in reversed(mentions)}
    for member in added:
        gap = _SPACE.match(text, member.end - offset)
        tail = at.get(gap.end() + offset) if gap is not None else None
        whole = find(f"{member.name} {tail.text}") if tail is not None else None
        if tail is not None and whole is not None and member.concept is not None and whole.concept == member.concept:
            at[member.start] = replace(member, end=tail.end, text=text[member.start - offset : tail.end - offset])
            del at[tail.start]
    return list(at.values())


def _to_the_left(
    text: str,
    mention: Mention,
    offset: int,
    taken: list[tuple[int, int]],
    find: Callable[[str], Mention | None],
    given: dict[int, str],
) -> list[Mention]:
    words = _WORDS.split(mention.text)
    if len(words) < 2:
        return _shared_stem(text, mention, offset, taken, find)

    def given_up(start: int) -> bool:
        """Whether what stands at `start` is a substance, and its completion a state ("alcohol or drug abuse")."""
        return mention.label in _STATES and given.get(start + offset) in _SUBSTANCES

    found: list[Mention] = []
    at = mention.start - offset
    while match := _BEFORE.search(text[max(0, at - _REACH) : at]):
        base = max(0, at - _REACH) + match.start(1)
        hit = _completed(match.group(1), words, find)
        if hit is None:
            last = match.group(1).split()[-1]
            if mention.label not in _STATES or _UNKNOWN.fullmatch(last) is None:
                break
            at = base + len(match.group(1)) - len(last)  # "renal, articular or hepatic disease"
            continue
        skipped, whole = hit
        start, end = base + skipped, base + len(match.group(1))
        if any((s, e) != (start, end) or not given_up(s) for s, e in _overlapping(taken, start, end)):
            break
        found.append(_as(whole, text[start:end], start + offset, end + offset))
        insort(taken, (start, end))
        at = start
        if not _joined(text, at):
            break
    return found


def _overlapping(taken: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of the spans, which are sorted and do not overlap each other, that overlap another one."""
    first = bisect_left(taken, (start, start))
    if first and taken[first - 1][1] > start:
        first -= 1
    last = first
    while last < len(taken) and taken[last][0] < end:
        last += 1
    return taken[first:last]


def _joined(text: str, at: int) -> bool:
    return text[at - _REACH if at > _REACH else 0 : at].rstrip().endswith(_JOINTS)


def _shared_stem(
    text: str, mention: Mention, offset: int, taken: list[tuple[int, int]], find: Callable[[str], Mention | None]
) -> list[Mention]:
    """ "Hyper- or hypothyroidism"."""
    at = mention.start - offset
    match = _PREFIX.search(text[max(0, at - _REACH) : at])
    if match is None:
        return []
    start = max(0, at - _REACH) + match.start(1)
    end = start + len(match.group(1))
    if _overlapping(taken, start, end):
        return []
    for n in range(2, len(mention.text) - 3):
        whole = find(match.group(1) + mention.text[n:])
        if whole is not None:
            insort(taken, (start, end))
            return [_as(whole, text[start:end], start + offset, end + offset)]
    return []


def _completed(chunk: str, words: list[str], find: Callable[[str], Mention | None]) -> tuple[int, Mention] | None:
    """The longest end of `chunk` that the last words of a neighbour complete to something known."""
    for start in (m.start() for m in _CHUNK.finditer(chunk)):
        for n in range(1, len(words)):
            whole = find(f"{chunk[start:]} {' '.join(words[n:])}")
            if whole is not None:
                return start, whole
    return None


def _to_the_right(
    text: str, mention: Mention, offset: int, taken: list[tuple[int, int]], find: Callable[[str], Mention | None]
) -> list[Mention]:
    if mention.text[-4:].isalnum():  # the last is a word, not the letter or number that a list repeats
        return _other_heads(text, mention, offset, taken, find)
    stem = _LAST_WORD.sub("", mention.text)
    last = mention.text[len(stem) :].strip(" -")
    if not stem or len(last) > 3:
        return _other_heads(text, mention, offset, taken, find)
    found: list[Mention] = []
    at = mention.end - offset
    while match := _AFTER.match(text, at):
        start, end = match.span(1)
        whole = find(f"{stem} {match.group(1)}")
        if whole is None or _overlapping(taken, start, end):
            break
        found.append(_as(whole, text[start:end], start + offset, end + offset))
        insort(taken, (start, end))
        at = end
    return found


def _other_heads(
    text: str, mention: Mention, offset: int, taken: list[tuple[int, int]], find: Callable[[str], Mention | None]
) -> list[Mention]:
    """ "CYP3A4 inhibitors or inducers": another head to the same beginning."""
    match = _HEAD.match(text, mention.end - offset)
    if match is None or _overlapping(taken, match.start(1), match.end(1)):
        return []
    whole = find(f"{_LAST_WORD.sub('', mention.text)} {match.group(1)}")
    if whole is None or whole.label != mention.label:
        return []
    insort(taken, match.span(1))
    return [_as(whole, match.group(1), match.start(1) + offset, match.end(1) + offset)]


def _as(whole: Mention, text: str, start: int, end: int) -> Mention:
    return Mention(whole.label, whole.name, text, start, end, whole.concept)
