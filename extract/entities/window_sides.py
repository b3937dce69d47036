"""On which side of its anchor a duration lies: the decisions that `eligo.entities.times` documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from . import window_patterns as words
from .anchors import JOINING, Anchor, anchor_grammar

__all__ = ["Sides", "Span", "point_sides", "sides"]

_ENDING = frozenset({"until", "till", "through", "thru", "to"})
_LASTING = frozenset({"for", "throughout", "lasting"})
_WITHIN = frozenset({"within", "with in", "in"})
_LOOSE = _WITHIN | {"during", "over", "from"}
_AFTER_OF = frozenset({"birth", "last_dose", "study_end", "onset", "delivery"})


@dataclass(slots=True)
class Span:
    """A duration as read, and where it stands; `sides` moves its end past the anchor.

    Attributes:
        near, far: the shorter and the longer duration of a range, ISO 8601 without a sign; the same where it is none;
            None where only half-lives are named.
    """

    start: int
    end: int
    near: str | None
    far: str | None
    compared: Literal["least", "most"] | None
    prep: str
    direction: Literal["back", "ahead"] | None
    half_lives: float | None = None
    whichever: Literal["longer", "shorter"] | None = None


class Sides(NamedTuple):
    """From, to, anchor and throughout of a window."""

    low: str | None
    high: str | None
    anchor: str | None = None
    throughout: bool = False


def _minus(duration: str | None) -> str | None:
    return None if duration is None else f"-{duration}"


def sides(text: str, span: Span) -> Sides | None:
    """Where the duration lies, or None where its words do not say; moves ``span.end`` past what was read."""
    before = text[max(0, span.start - 60) : span.start]
    if words.LIVING.search(before) or words.NOT_A_WINDOW.match(text, span.end):
        return None
    rel = words.RELATION.match(text, span.end)
    if rel is None and (span.far or span.near or "").endswith("W") and not span.prep and words.BORN.search(before):
        return None
    if rel and rel["of"] and words.ANY_PERIOD.match(text, span.start, span.end):
        return None
    if rel is None:
        return _alone(text, span, before)
    if rel["around"] or rel["onward"]:
        return _around(text, span, rel)
    if rel["of"] and ")" in rel[0] and "(" not in text[span.start : span.end]:
        return _alone(text, span, before)  # "recent use (within 3 months) of steroids"
    readable = not rel["past"] or rel["past"].casefold() == "prior"
    anchor = anchor_grammar().read(text, rel.end()) if readable else None
    if rel["past"]:
        return _past(text, span, rel, anchor)
    if rel["before"]:
        return _before(text, span, rel, anchor)
    name = anchor.name if anchor else None
    if _measures_the_thing_itself(text, span, rel, name):
        span.end = rel.end()
        return _recent_or_old(span)
    if (rel["of"] or rel["from"]) and span.direction != "ahead":
        return _of(text, span, rel, anchor, before)
    return _after(span, rel, anchor)


def _recent_or_old(span: Span) -> Sides:
    if span.compared == "most" or span.prep in _WITHIN:
        return Sides(_minus(span.far), "P0D")
    return Sides(None, _minus(span.near))


def _past(text: str, span: Span, rel: re.Match[str], anchor: Anchor | None) -> Sides | None:
    word = rel["past"].casefold()
    adjective = word in ("prior", "previous") and anchor is None and words.FOLLOWED.match(text, rel.end())
    if adjective and not span.prep and not span.compared:
        return None  # "3 months previous therapy"
    if word not in ("prior", "previous") and not span.prep and not span.compared:
        span.compared = "least"  # "4 weeks earlier"
    return _before(text, span, rel, anchor)


def _around(text: str, span: Span, rel: re.Match[str]) -> Sides:
    """ "Within 7 days before or after the first dose", "within 30 days before or during the study"."""
    anchor = anchor_grammar().read(text, rel.end())
    span.end = anchor.end if anchor else rel.end()
    ahead = None if rel["onward"] else span.far
    return Sides(_minus(span.far), ahead, anchor.name if anchor else "event")


def _before(text: str, span: Span, rel: re.Match[str], anchor: Anchor | None) -> Sides:
    span.end = anchor.end if anchor else rel.end()
    if post := words.POSTFIX.match(text, span.end):
        span.compared, span.end = ("least" if post["least"] else "most"), post.end()
    name = anchor.name if anchor else None if rel["past"] else "event"
    lasting = span.prep in _LASTING and span.compared != "most"
    if span.near != span.far:
        recent = span.prep in _WITHIN or span.prep in _LASTING
        return Sides(_minus(span.far), "P0D" if recent else _minus(span.near), name, lasting)
    if lasting:
        return Sides(_minus(span.far), "P0D", name, True)
    if span.prep in _ENDING or (span.compared == "least" and span.prep not in _LOOSE):
        return Sides(None, _minus(span.near), name)
    return Sides(_minus(span.far), "P0D", name)


def _measures_the_thing_itself(text: str, span: Span, rel: re.Match[str], name: str | None) -> bool:
    """``4 weeks since (prior) chemotherapy``: the chemotherapy is what lies 4 weeks back."""
    if name == "last_dose" and (span.prep in _ENDING or span.prep in _LASTING):
        return False  # "for 6 months from the last dose" looks forward
    if rel["since"]:
        return True
    past = words.EVENT_PAST.match(text, rel.end()) is not None
    if rel["from"]:
        return past or name not in JOINING
    return bool(rel["after"]) and past and span.compared != "most" and not span.prep


def _of(text: str, span: Span, rel: re.Match[str], anchor: Anchor | None, before: str) -> Sides | None:
    name = anchor.name if anchor else "event"
    joining = anchor is not None and name in JOINING and not anchor.bare
    bounded = span.prep in _WITHIN or span.compared == "most" or rel["from"]
    if span.direction == "back" and joining and anchor is not None:  # "in the past year from the date of screening"
        span.end = anchor.end
        return Sides(_minus(span.far), "P0D", name, span.prep in _LASTING)
    if not bounded or span.direction == "back":
        return _alone(text, span, before)
    if not (joining or rel["from"] or span.prep in ("within", "with in")):
        return _alone(text, span, before)
    span.end = anchor.end if anchor and name != "event" else rel.end()
    lasting = span.prep in _LASTING
    if name in JOINING and not lasting and span.prep not in _ENDING:
        return Sides(_minus(span.far), "P0D", name)
    if name in _AFTER_OF or (anchor and anchor.stop) or lasting:
        return Sides("P0D", span.far, name, lasting)
    return Sides(_minus(span.far), span.far, name)


def _after(span: Span, rel: re.Match[str], anchor: Anchor | None) -> Sides | None:
    named = anchor is not None and anchor.name != "event" and not anchor.bare
    span.end = anchor.end if anchor and named else rel.end()
    name = anchor.name if anchor and named else "event"
    if rel["of"] and not named:
        return None
    if span.prep in _ENDING:
        return Sides(None, span.far, name)
    if span.prep in _LASTING:
        return Sides("P0D", span.far, name, True)
    if span.near != span.far:
        return Sides(span.near, span.far, name)
    return Sides(span.near, None, name) if span.compared == "least" and not span.prep else Sides("P0D", span.far, name)


def _alone(text: str, span: Span, before: str) -> Sides | None:
    """A duration without a word that relates it to an event."""
    prep, compared = span.prep, span.compared
    lasting = prep in _LASTING and compared != "most"
    if span.direction == "back":
        return Sides(_minus(span.far), "P0D", None, lasting)
    if span.direction == "ahead":
        first = "first" in text[span.start : span.end].casefold()  # of what?
        return None if first else Sides("P0D", span.far, None, lasting)
    if after := words.WASHOUT_AFTER.match(text, span.end):
        span.end = after.end()
        return Sides(None, _minus(span.near))
    if words.WASHOUT_BEFORE.search(before):
        return Sides(None, _minus(span.near))
    halves = span.half_lives is not None
    if words.AMONG.match(text, span.end) and prep in _LASTING:
        return None  # "for 7 days within the past 6 months" is a length
    if compared == "most" and not prep and words.RECENT.search(before):
        return Sides(_minus(span.far), "P0D")
    if prep == "in" and compared == "most" and not words.COMING.search(before):  # "antibiotics in ≤ 30 days"
        return Sides(_minus(span.far), "P0D")
    if prep in ("within", "with in") and words.ANY_PERIOD.match(text, span.start, span.end):
        return None  # "within a 56-day period": whichever
    if (
        prep in ("within", "with in")
        or (prep in _LOOSE and words.IN_A_PERIOD.match(text, span.start))
        or (halves and not prep and compared != "least" and span.near)
    ):
        return Sides("P0D", span.far) if words.PLANNED.search(before) else Sides(_minus(span.far), "P0D")
    if lasting or (prep in ("since", "from") and compared != "most"):
        return Sides(_minus(span.near), "P0D", None, True)
    if prep == "for":
        return Sides(_minus(span.far), "P0D")
    if compared == "least" and not prep and words.STATE.search(before):
        return Sides(_minus(span.near), "P0D", None, True)
    return Sides(None, _minus(span.near)) if halves and compared == "least" else None


def point_sides(m: re.Match[str], anchor: Anchor, named: str) -> Sides | None:
    """The window of an anchor without a duration (``at screening``).

    Args:
        m: a match of the word before the anchor (`window_patterns.POINT`).
        named: the anchor's words.
    """
    name = anchor.name
    if words.ANY_DOSE.fullmatch(named) or words.OF_ANOTHER.match(m.string, anchor.end):
        return None  # "at a dose", "on day 1 of radiotherapy"
    if m["during"]:
        if name == "study" or (name == "first_dose" and words.TRIAL_WORDS.search(named)):
            return Sides("P0D", None, "study", True)
        return Sides("P0D", "P0D", name) if name in ("screening", "baseline") else None
    if m["before"]:
        return Sides(None, "P0D", name)
    if anchor.bare or (m["at"] and name in ("study", "imaging", "surgery")):
        return None
    if m["at"]:
        return Sides("P0D", "P0D", name)
    if m["starting"]:
        return Sides("P0D", None, name) if name in JOINING else None
    return Sides("P0D", None, name) if m["since"] or m["after"] else Sides(None, "P0D", name)
