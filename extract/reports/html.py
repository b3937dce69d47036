"""One self-contained page: criteria with their verdicts, the evidence of both sides quoted, and what to ask next.

No script and no network: the filter is CSS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from eligo.logic.render import render, render_constraint
from eligo.schema import (
    Constraint,
    Criterion,
    Evidence,
    Except,
    Fact,
    IfThen,
    MatchReport,
    Node,
    Not,
    Patient,
    Trial,
    Verdict,
    children,
)

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["html_page"]

_CONTEXT = 90  # characters of the note shown on either side of a quoted fact
_LONGEST = 400  # characters of one quote
_SYMBOLS = {
    "pass": "✓", "fail": "✗", "unknown": "?", "not_applicable": "–",
    "eligible": "✓", "ineligible": "✗", "undetermined": "?",
}  # fmt: skip
_HOLE = "\0"  # stands for a constraint while the operators around it are written
_ANSWERS = {True: "holds", False: "does not hold", None: "open"}


@dataclass(frozen=True, slots=True)
class _Quote:
    """A piece of evidence, ready to print.

    Attributes:
        tone: what it means for the patient's joining: ``good``, ``bad``, ``open``, ``neutral``.
        asked: the trial's words.
        answer: whether they hold.
        found: the note's words in their context; None: it says nothing.
    """

    tone: str
    asked: str
    answer: str
    found: Markup | None
    source: str
    when: str


@dataclass(frozen=True, slots=True)
class _Card:
    """A criterion and its verdict, ready to print."""

    criterion: Criterion
    verdict: Verdict
    text: Markup
    understood: Markup
    quotes: tuple[_Quote, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    trial: Trial
    patient: Patient
    report: MatchReport
    counts: dict[str, int]
    cards: tuple[_Card, ...]


def html_page(pairs: Sequence[tuple[Trial, Patient, MatchReport]]) -> str:
    """The page for one or several matches."""
    page = _environment().get_template("page.html.j2")
    return page.render(pairs=[_pair(*p) for p in pairs], symbols=_SYMBOLS).lstrip()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("eligo.reports", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _pair(trial: Trial, patient: Patient, report: MatchReport) -> _Pair:
    criteria = {c.id: c for c in trial.criteria}
    texts = dict(patient.texts)
    names = ("pass", "fail", "unknown", "not_applicable")
    counts = {n: sum(v.verdict == n for v in report.verdicts) for n in names}
    cards = tuple(_card(criteria[v.criterion], v, texts) for v in report.verdicts if v.criterion in criteria)
    return _Pair(trial, patient, report, counts, cards)


def _card(criterion: Criterion, verdict: Verdict, texts: dict[str, str]) -> _Card:
    wanted = _wanted(criterion)
    tones = [_tone(wanted, e) for e in verdict.evidence]
    quotes = dict.fromkeys(_quote(e, tone, texts) for e, tone in zip(verdict.evidence, tones, strict=True))
    understood = _understood(criterion, verdict.evidence, tones)
    return _Card(criterion, verdict, _marked(criterion, verdict.evidence, tones), understood, tuple(quotes))


def _understood(criterion: Criterion, evidence: Sequence[Evidence], tones: Sequence[str]) -> Markup:
    """What was understood, each constraint that was judged in the colour of its answer."""
    if criterion.logic is None:
        return Markup("")
    said = {_key(e.constraint): tone for e, tone in reversed(list(zip(evidence, tones, strict=True)))}
    marks: list[Markup] = []

    def leaf(constraint: Constraint) -> str:
        tone, words = said.get(_key(constraint)), render_constraint(constraint)
        marks.append(Markup('<mark class="{}">{}</mark>').format(tone, words) if tone else escape(words))
        return _HOLE

    pieces = render(criterion.logic, leaf).split(_HOLE)
    return Markup("").join(
        part for pair in zip(map(escape, pieces), [*marks, Markup("")], strict=True) for part in pair
    )


# What a piece of evidence means for the patient


def _wanted(criterion: Criterion) -> dict[tuple[int, int, str], bool | None]:
    """The truth of each constraint that lets the patient join; None: of a condition, that neither helps nor hurts."""
    if criterion.logic is None:
        return {}
    wanted: dict[tuple[int, int, str], bool | None] = {}
    for leaf, truth in _walk(criterion.logic, criterion.kind == "inclusion"):
        key = _key(leaf)
        wanted[key] = truth if wanted.get(key, truth) == truth else None
    return wanted


def _walk(node: Node, truth: bool | None) -> Iterator[tuple[Constraint, bool | None]]:
    flipped = None if truth is None else not truth
    match node:
        case Constraint():
            yield node, truth
        case Not(arg=arg):
            yield from _walk(arg, flipped)
        case Except(arg=arg, exceptions=exceptions):
            yield from _walk(arg, truth)
            for part in exceptions:
                yield from _walk(part, flipped)
        case IfThen(when=when):
            yield from _walk(when, None)
            for part in children(node)[1:]:
                yield from _walk(part, truth)
        case _:
            for part in children(node):
                yield from _walk(part, truth)


def _key(c: Constraint) -> tuple[int, int, str]:
    return c.start, c.end, c.name


def _tone(wanted: dict[tuple[int, int, str], bool | None], evidence: Evidence) -> str:
    if evidence.truth is None:
        return "open"
    truth = wanted.get(_key(evidence.constraint))
    return "neutral" if truth is None else "good" if truth == evidence.truth else "bad"


# Quotes


def _quote(evidence: Evidence, tone: str, texts: dict[str, str]) -> _Quote:
    fact = evidence.fact
    asked = " ".join(evidence.constraint.text.split()) or evidence.constraint.name
    if fact is None:
        answer = "the note does not say" if evidence.truth is None else _ANSWERS[evidence.truth]
        return _Quote(tone, asked, answer, None, "", "")
    when = fact.time if isinstance(fact.time, str) else ""
    if fact.time is not None and not isinstance(fact.time, str):
        when = f"{fact.time.from_ or '…'} – {fact.time.to or '…'}"
    source = "standard input" if fact.source == "-" else PurePath(fact.source).name
    return _Quote(tone, asked, _ANSWERS[evidence.truth], _in_context(fact, texts, tone), source, when)


def _in_context(fact: Fact, texts: dict[str, str], tone: str) -> Markup:
    """The fact in the lines where it stands, the words that deny or date it marked as well."""
    text = texts.get(fact.source)
    if text is None or fact.end <= fact.start or text[fact.start : fact.end] != fact.text:
        return Markup('<mark class="{}">{}</mark>').format(tone, fact.text[:_LONGEST])
    near = [c for c in fact.cues if fact.start - _LONGEST < c.start and c.end < fact.end + _LONGEST]
    marks = [(fact.start, fact.end, tone)]
    marks += [(c.start, c.end, "cue") for c in near if c.end <= fact.start or fact.end <= c.start]
    start, end = min(m[0] for m in marks), max(m[1] for m in marks)
    left, right = _begin(text, start), _finish(text, end)
    before, after = ("… " if _goes_on(text, left) else ""), (" …" if _goes_on(text, right) else "")
    return escape(before) + _highlight(text, left, right, marks) + escape(after)


def _goes_on(text: str, at: int) -> bool:
    """Whether a sentence is cut at `at`: within its line, or where its line was broken."""
    left, right = text[max(0, at - 200) : at], text[at : at + 200]
    if not left.strip() or not right.strip():
        return False
    if left[-1] not in "\n\r" and right[0] not in "\n\r":
        return True
    return left.rstrip()[-1] not in ".:;!?" and right.lstrip()[0].islower()


def _begin(text: str, start: int) -> int:
    """Where the quote begins: with its line, or at a word of it where that is long."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    if start - line <= _CONTEXT:
        return line
    word = text.find(" ", start - _CONTEXT, start)
    return start - _CONTEXT if word < 0 else word + 1


def _finish(text: str, end: int) -> int:
    ends = [at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0]
    line = min(ends, default=len(text))
    if line - end <= _CONTEXT:
        return line
    word = text.rfind(" ", end, end + _CONTEXT)
    return end + _CONTEXT if word < 0 else word


def _marked(criterion: Criterion, evidence: Sequence[Evidence], tones: Sequence[str]) -> Markup:
    """The criterion's text, each judged constraint marked."""
    shift, marks = criterion.start, []
    for item, tone in zip(evidence, tones, strict=True):
        c = item.constraint
        if shift <= c.start < c.end <= criterion.end:
            marks.append((c.start - shift, c.end - shift, tone))
    return _highlight(criterion.text, 0, len(criterion.text), marks)


def _highlight(text: str, left: int, right: int, marks: Sequence[tuple[int, int, str]]) -> Markup:
    """``text[left:right]`` with the marks in it; of two that overlap, the shorter."""
    chosen: list[tuple[int, int, str]] = []
    for mark in sorted(marks, key=lambda m: m[1] - m[0]):
        if all(mark[1] <= start or end <= mark[0] for start, end, _ in chosen):
            chosen.append(mark)
    out, at = Markup(), left
    for start, end, tone in sorted(chosen):
        out += escape(text[at:start]) + Markup('<mark class="{}">{}</mark>').format(tone, text[start:end])
        at = end
    return out + escape(text[at:right])
