"""One self-contained page: criteria with their verdicts, the evidence of both sides quoted, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from eligo.logic import render
from eligo.schema import Constraint, Criterion, Evidence, Fact, MatchReport, Patient, Trial, Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["html_page"]

_CONTEXT = 70  # characters of the note shown on either side of a quoted fact
_TRUTH = {True: "true", False: "false", None: "open"}


@dataclass(frozen=True, slots=True)
class _Quote:
    """A piece of evidence, ready to print: what is asked, what was found, what they make of each other."""

    truth: str
    asked: str
    found: Markup | None
    source: str
    when: str


@dataclass(frozen=True, slots=True)
class _Card:
    """A criterion and its verdict, ready to print."""

    criterion: Criterion
    verdict: Verdict
    text: Markup
    understood: str
    quotes: tuple[_Quote, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    trial: Trial
    patient: Patient
    report: MatchReport
    counts: dict[str, int]
    cards: tuple[_Card, ...]


def html_page(pairs: Sequence[tuple[Trial, Patient, MatchReport]]) -> str:
    """The page for one or several matches; no network, no script needed to read it."""
    return _environment().get_template("page.html.j2").render(pairs=[_pair(*p) for p in pairs])


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("eligo.reports", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def _pair(trial: Trial, patient: Patient, report: MatchReport) -> _Pair:
    criteria = {c.id: c for c in trial.criteria}
    texts = dict(patient.texts)
    names = ("pass", "fail", "unknown", "not_applicable")
    counts = {n: sum(v.verdict == n for v in report.verdicts) for n in names}
    cards = tuple(_card(criteria[v.criterion], v, texts) for v in report.verdicts if v.criterion in criteria)
    return _Pair(trial, patient, report, counts, cards)


def _card(criterion: Criterion, verdict: Verdict, texts: dict[str, str]) -> _Card:
    understood = render(criterion.logic) if criterion.logic is not None else ""
    quotes = tuple(_quote(e, texts) for e in verdict.evidence)
    return _Card(criterion, verdict, _marked(criterion, verdict.evidence), understood, quotes)


def _quote(evidence: Evidence, texts: dict[str, str]) -> _Quote:
    fact = evidence.fact
    asked = " ".join(evidence.constraint.text.split())
    if fact is None:
        return _Quote(_TRUTH[evidence.truth], asked, None, "", "")
    when = fact.time if isinstance(fact.time, str) else ""
    if fact.time is not None and not isinstance(fact.time, str):
        when = f"{fact.time.from_ or '…'} – {fact.time.to or '…'}"
    return _Quote(_TRUTH[evidence.truth], asked, _in_context(fact, texts), fact.source, when)


def _in_context(fact: Fact, texts: dict[str, str]) -> Markup:
    text = texts.get(fact.source)
    if text is None or fact.end <= fact.start or text[fact.start : fact.end] != fact.text:
        return Markup("<mark>{}</mark>").format(fact.text)
    left = text[max(0, fact.start - _CONTEXT) : fact.start]
    right = text[fact.end : fact.end + _CONTEXT]
    left = ("…" if fact.start > _CONTEXT else "") + left.split("\n\n")[-1]
    right = right.split("\n\n")[0] + ("…" if fact.end + _CONTEXT < len(text) else "")
    return Markup("{}<mark>{}</mark>{}").format(left, fact.text, right)


def _marked(criterion: Criterion, evidence: Sequence[Evidence]) -> Markup:
    """The criterion's text, each judged constraint marked with its truth; of two that overlap the shorter is kept."""
    truths: dict[tuple[int, int], str] = {}
    for item in evidence:
        c: Constraint = item.constraint
        if criterion.start <= c.start < c.end <= criterion.end:
            truths.setdefault((c.start, c.end), _TRUTH[item.truth])
    out, at = Markup(), criterion.start
    chosen: list[tuple[int, int]] = []
    for span in sorted(truths, key=lambda s: s[1] - s[0]):
        if all(span[1] <= s or e <= span[0] for s, e in chosen):
            chosen.append(span)
    for start, end in sorted(chosen):
        words = criterion.text[start - criterion.start : end - criterion.start]
        out += escape(criterion.text[at - criterion.start : start - criterion.start])
        out += Markup('<mark class="{}">{}</mark>').format(truths[start, end], words)
        at = end
    return out + escape(criterion.text[at - criterion.start :])
