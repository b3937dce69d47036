"""MACCROBAT: the facts of case reports: labs with values, medications with doses, diseases, age, sex, polarity."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import spacy

from eligo.attributes.context import ContextCues
from eligo.corpus.maccrobat import CaseMention, CaseReport, read_maccrobat
from eligo.evaluation.baseline_context import default_context
from eligo.evaluation.baseline_results import plain_results
from eligo.evaluation.case_gold import GoldFact, ItemType, gold_facts
from eligo.evaluation.fact_scores import FactScores, Given, given_facts
from eligo.evaluation.flags import Flags
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.result import Progress, Result
from eligo.logic.facts import build_patient
from eligo.pipeline import analyse
from eligo.reading import read_note
from eligo.schema import Analysis, Document, Fact, Mention

__all__ = ["run"]

_HEADLINE: tuple[ItemType, ...] = ("age", "sex", "lab", "medication", "dose", "disease")
_LABS: tuple[ItemType, ...] = ("lab",)
_FACTS, _GIVEN, _BASELINE, _MAJORITY = "eligo, its facts", "eligo, gold spans", "medspaCy's default ConText", "majority"
# Marks on which a fact of ours is neither right nor wrong: the corpus marks the whole phrase, or another aspect of it.
_EXCUSE = {
    "disease": frozenset(
        {
            "Clinical_event", "Coreference", "Family_history", "History", "Other_entity", "Other_event", "Outcome",
            "Personal_background",
        }
    ),
    "medication": frozenset(
        {"Coreference", "Family_history", "History", "Other_event", "Personal_background", "Therapeutic_procedure"}
    ),
}  # fmt: skip
_UNCERTAIN = frozenset({"UNCERTAIN", "MAYBE_POS", "MAYBE_NEG"})
_CONDITIONS = frozenset({"condition", "allergy", "lesion", "reproductive"})
_DENIAL = re.compile(
    r"(?:no|not|non|without|never|denie[sd]|denying|negative\s+for|(?:absence|lack)\s+of|absent)\s+"
    r"(?:(?:any|signs?|evidence|history|symptoms?|of|or)\s+)*",
    re.I,
)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a case report."""
    troubles = Troubles()
    relaxed, strict = FactScores(_HEADLINE), FactScores(_HEADLINE, strict=True)
    plain = FactScores(_LABS)
    flags = Flags((_FACTS, _GIVEN, _BASELINE, _MAJORITY))
    left_out = 0
    reports = first(read_maccrobat(data, on_error=troubles), limit, troubles)
    for n, report in enumerate(reports, 1):
        gold, unread = gold_facts(report)
        left_out += unread
        document = read_note(report.text, source=report.id)
        analyses = analyse(document)
        facts = build_patient(document, analyses).facts
        given, excused = given_facts(facts, [m for a in analyses for m in a.mentions]), _excused(report, gold)
        missed, in_vain = _why_missed(analyses, facts), _why_in_vain(report)
        for scores in (relaxed, strict):
            scores.add(
                report.id, report.text, gold, given, excused=excused, why_missed=missed, why_in_vain=in_vain
            )  # fmt: skip
        results = [Given("lab", report.text[s:e], s, e, (v,)) for s, e, v in plain_results(report.text)]
        plain.add(report.id, report.text, [g for g in gold if g.type == "lab"], results, excused=excused)
        _polarity(flags, report, document, facts)
        progress(n, len(reports))
    questions = {name: tally.by_type(seed=seed) for name, tally in flags.tallies.items()}
    return Result(
        benchmark="maccrobat-facts",
        documents=len(reports),
        headline="f1",
        metrics=relaxed.whole.figures(seed=seed),
        by_type=relaxed.whole.by_type(seed=seed),
        by_document=relaxed.whole.by_document(),
        more={
            "strict": {"eligo": strict.whole.figures(seed=seed), **strict.whole.by_type(seed=seed)},
            "apart": relaxed.apart.by_type(seed=seed),
            "apart, strict": strict.apart.by_type(seed=seed),
            "labs with numbers": {
                "eligo": relaxed.whole.figures(seed=seed, type_="lab"),
                "regular expressions": plain.whole.figures(seed=seed),
            },
            "polarity of marked diseases and symptoms": {
                f"{name}, {question}": figures[question]
                for question in ("negated", "uncertain")
                for name, figures in questions.items()
                if question in figures
            },
        },
        baselines={},
        errors=(*relaxed.mistakes, *flags.mistakes),
        conventions=_conventions(left_out, relaxed.neither, troubles),
    )


def _conventions(left_out: int, neither: int, troubles: Troubles) -> tuple[str, ...]:
    return (
        "A thing counts once however often it is written (same words and polarity, or IDENTICAL), as a fact does; any "
        "of its places will do. Age and sex are the patient's: the value must be right.",
        "A lab (a Diagnostic_procedure with a Lab_value in digits) and a dose (a Medication with an amount) are right "
        "when our fact overlaps name and value and has the number; a dose may be the sum of a day.",
        "Strict: the fact starts and ends where the name, its value or a mark that modifies it does.",
        "Sign_symptom and results in words are counted apart; which of the two a condition is, disease or symptom, is "
        "not asked, and one that meets neither counts by its ICD-10-CM code.",
        f"{neither} facts of ours neither right nor wrong: they say a found thing again, or stand in a history, a "
        "coreference, an event, a therapy, or (numbers) in a mark that is no lab's value.",
        f"{left_out} values and dosages left out: they modify no procedure or medication, or have no amount.",
        "Polarity is asked of each marked disease and symptom (a 'no' inside the mark is cut off); 'its facts' must "
        "find them first, the others get the spans.",
        *troubles.told(),
    )


def _excused(report: CaseReport, gold: Sequence[GoldFact]) -> Callable[[Given], bool]:
    values = {span for g in gold if g.type == "lab" for place in g.places for span in place.parts}
    sexed = any(g.type == "sex" for g in gold)

    def excused(given: Given) -> bool:
        on = [m for m in report.mentions if m.start < given.end and given.start < m.end]
        if given.type in ("disease", "symptom"):
            return any(m.type in _EXCUSE["disease"] for m in on)
        if given.type == "medication":
            return any(m.type in _EXCUSE["medication"] for m in on)
        if given.type == "dose":
            return any(m.type == "Dosage" for m in on) and not any(m.type == "Medication" for m in on)
        if given.type == "lab":
            whole = {"Coreference", "Family_history", "History"}
            return any(
                m.type in whole or (any(c.isdigit() for c in m.text) and (m.start, m.end) not in values) for m in on
            )
        if given.type == "result in words":
            return any(m.type == "Lab_value" for m in on)
        return given.type == "sex" and given.assumed and not sexed  # a pronoun: the corpus marks none

    return excused


def _why_missed(analyses: Sequence[Analysis], facts: Sequence[Fact]) -> Callable[[GoldFact], str]:
    mentions = [m for a in analyses for m in a.mentions]
    kept = {f.name for f in facts}

    def why(gold: GoldFact) -> str:
        names = [place.parts[0] for place in gold.places]
        there = [m for m in mentions if any(m.start < e and s < m.end for s, e in names)]
        if gold.type in ("age", "sex"):
            return "not stated by any fact"
        if not there:
            return "the name is not known"
        if gold.type in ("lab", "dose", "result in words"):
            return "the name is known, no value was linked to it"
        if any(f.start < e and s < f.end for f in facts for s, e in names):
            return "a fact of another type, or with other ends"
        return "kept once, in other words" if any(m.name in kept for m in there) else "known, but no fact"

    return why


def _why_in_vain(report: CaseReport) -> Callable[[Given], str]:
    def why(given: Given) -> str:
        on: dict[str, CaseMention] = {m.type: m for m in report.mentions if m.start < given.end and given.start < m.end}
        return f"marked as {sorted(on)[0]}" if on else "nothing is marked there"

    return why


def _polarity(flags: Flags, report: CaseReport, document: Document, facts: Sequence[Fact]) -> None:
    flags.document(report.id)
    marked = [m for m in report.mentions if m.type in ("Disease_disorder", "Sign_symptom")]
    spans = [_bare(report.text, m.start, m.end) for m in marked]
    cues = _given_cues(document, spans)
    plain = default_context(report.text, spans)
    for mention, (start, end), own, other in zip(marked, spans, cues, plain, strict=True):
        said = {f.assertion for f in facts if f.type in _CONDITIONS and f.start < end and start < f.end}
        for question, gold, word, category in (
            ("negated", mention.polarity == "NEG", "absent", "negated"),
            ("uncertain", mention.polarity in _UNCERTAIN, "possible", "possible"),
        ):
            answers = {_FACTS: word in said, _GIVEN: category in own, _BASELINE: category in other}
            cause = "" if said else "no fact on it"
            cause = cause or ("the fact does not say so" if gold else "the fact says so")
            flags.add(report.id, question, gold, answers, text=report.text, span=(start, end), cause=cause)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A mark without the denial that it starts with ("no fever" → "fever"), for every system alike."""
    found = _DENIAL.match(text, start, end)
    return (found.end(), end) if found and found.end() < end else (start, end)


def _given_cues(document: Document, spans: Sequence[tuple[int, int]]) -> list[frozenset[str]]:
    """The categories of the cues that our context finds for spans handed to it."""
    found: dict[tuple[int, int], frozenset[str]] = {}
    for statement in document.statements:
        inside = [s for s in spans if statement.start <= s[0] and s[1] <= statement.end]
        targets = [Mention("condition", "thing", document.text[s:e], s, e) for s, e in inside]
        for span, mention in zip(
            inside, _cues().decide(statement.text, targets, offset=statement.start, kind="note"), strict=True
        ):
            found[span] = frozenset(str(c.category) for c in mention.cues)
    return [found.get(span, frozenset()) for span in spans]


@cache
def _cues() -> ContextCues:
    return ContextCues(spacy.blank("en"))
