"""The events that time windows count from (``before the first dose``), read with ``lexicons/anchors.tsv``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from eligo.alternatives import one_of
from eligo.resources import read_table, split_cell

from .durations import compile_words

__all__ = ["JOINING", "Anchor", "AnchorGrammar", "anchor_grammar"]

# The anchors at which a patient joins the trial: "within 5 years OF enrollment" looks back from these.
JOINING = frozenset(
    {"enrolment", "screening", "randomization", "consent", "first_dose", "study", "baseline", "registration", "visit"}
)
_COLUMNS = ("role", "anchor", "phrases", "source")
_PARTS = (
    r"visit|period|phase|assessments?|evaluations?|procedures?|examinations?|forms?|date|tests?"
    r"|\(?\s*(?:visit|day)\s*-?\d+\s*\)?"
)


class Anchor(NamedTuple):
    """An anchor that was read.

    Attributes:
        name: as in the table's second column; ``event`` where something else begins or ends.
        end: where its words end.
        bare: a treatment's name stands for it ("before therapy"): which treatment, is not said.
        stop: an end of something.
    """

    name: str
    end: int
    bare: bool = False
    stop: bool = False


def _alternatives(phrases: list[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return one_of(re.escape(p).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?") for p in longest_first)


class AnchorGrammar:
    """Reads an anchor at a place in a text. Built from the table once; see `anchor_grammar`."""

    def __init__(self, path: str = "anchors.tsv") -> None:
        phrases: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        for row in read_table(path, _COLUMNS):
            for phrase in split_cell(row.cells["phrases"]):
                phrases.setdefault(row.cells["role"], []).append(phrase)
                if row.cells["role"] == "event":
                    self._names[_key(phrase)] = row.cells["anchor"]
        event, first, last, start, stop, study, treatment, filler = (
            _alternatives(phrases[r])
            for r in ("event", "first", "last", "start", "stop", "study", "treatment", "filler")
        )
        fill = rf"(?:{filler}\s+){{0,5}}"
        thing = rf"(?:{study}|{treatment})(?!\w)(?:[\s/]+(?:{study}|{treatment})(?!\w)){{0,4}}"
        of = rf"\s+(?:(?:of|in|into|to|on|onto|with|for|by|within)\s+)?{fill}"
        # "receiving the" last dose, "start of the study" screening
        lead = rf"(?:{start}\s+(?:of\s+)?{fill})?(?:{study}\s+)?"
        self._pattern = compile_words(
            rf"\s*{fill}(?:"
            rf"{lead}(?P<event>{event})(?!\w)(?!\s*(?:(?:and|or|/|and/or)\s*exclusion\s+)?criteri)"
            rf"(?:\s*(?:{_PARTS})(?!\w))*(?:{of}(?P<into>{thing}))?"
            rf"|{lead}(?P<first>{first})(?!\w)(?:{of}{thing})?(?:\s+administration)?"
            rf"|{lead}(?P<last>{last})(?!\w)(?:{of}(?P<lastof>{thing}))?(?:\s+administration)?"
            rf"|(?P<start>{start})(?!\w)(?:{of}(?P<starts>{thing})(?:\s+(?:administration|application))?)?"
            rf"|(?P<stop>{stop})(?!\w)(?:{of}(?P<stops>{thing}))?"
            rf"|(?P<thing>{thing})(?:\s+(?:(?P<tlast>{last}|{stop})|(?P<tfirst>{first}|{start}))(?!\w))?"
            rf"(?:\s+(?:period|phase|date|visit|participation)(?!\w))*"
            r")",
        )
        self._study = compile_words(rf"{study}(?:[\s/]+{study})*")

    def read(self, text: str, at: int) -> Anchor | None:
        """The anchor whose words (after articles and the like) begin at `at`, or None.

        Of two ("before enrolment or vaccination") it is the first; its words are those of both.
        """
        found = self._read(text, at)
        joined = _OR.match(text, found.end) if found is not None and not found.stop else None
        if found is None or joined is None:
            return found
        m = self._pattern.match(text, joined.end())
        if m is None or not (m["event"] or m["first"]) or not _ENDS.match(text, m.end()):
            return found
        return found._replace(end=m.end())

    def _read(self, text: str, at: int) -> Anchor | None:
        m = self._pattern.match(text, at)
        if m is None:
            return None
        end = m.end()
        if m["event"]:
            return Anchor(self._names[_key(m["event"])], end)
        if m["first"]:
            return Anchor("first_dose", end)
        if m["last"]:
            return Anchor("last_dose", end, stop=True)
        if m["start"]:
            if not m["starts"]:
                return None
            return Anchor("study" if self._study.fullmatch(m["starts"]) else "first_dose", end)
        if m["stop"]:
            if not m["stops"]:
                return Anchor("event", at, stop=True)
            return self._ended(m["stops"], end)
        if m["tlast"]:
            return self._ended(m["thing"], end)
        if self._study.fullmatch(m["thing"]):
            return Anchor("study", end)
        return Anchor("first_dose", end, bare=not m["tfirst"] and not self._study.match(m["thing"]))

    def _ended(self, thing: str, end: int) -> Anchor:
        return Anchor("study_end" if self._study.fullmatch(thing) else "last_dose", end, stop=True)


_OR = re.compile(r"\s+(?:or|and/or)\s+", re.I)
_ENDS = re.compile(r"\s*(?:[.,;)]|$)")


def _key(phrase: str) -> str:
    return re.sub(r"[\s-]+", " ", phrase.casefold())


@cache
def anchor_grammar() -> AnchorGrammar:
    """The grammar of the packaged table, compiled once per process."""
    return AnchorGrammar()
