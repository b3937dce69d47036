"""A note's statements → what is so of the patient: facts with assertion, status, value and time.

Conventions, where a note leaves a choice:

* Family before hypothesis before denial before doubt before history. A denial about the whole family is a fact about it
  with a negated cue; of one about a relative nothing is kept.
* The status of a denial is what it is limited to: ``no active infection``, ``not on prednisone`` (``ongoing``).
* A chronic disease in the past medical history is still had: its status is ``history`` only where words say so.
* A drug of the medication list is ``ongoing``; one of the allergy list has the relation ``hypersensitivity``.
* A condition that is stated without a date has none: the note's date would say that it began then. Measurements without
  one are of the note's date, and ``assumed`` says so.
* Each fact's text is exactly ``document.text[start:end]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, cast

from eligo.attributes.levels import as_levels
from eligo.attributes.values import read_values
from eligo.attributes.values_implied import names_value
from eligo.attributes.values_shared import shared_words
from eligo.attributes.values_worded import PLACES, worded_values
from eligo.entities.lexicon import finding
from eligo.schema import Analysis, Assertion, Concept, ConstraintType, Cue, Document, Fact, Mention, Patient, Statement

from .facts_ages import birth_year, with_ages
from .facts_aims import is_aim
from .facts_answers import Answer, answer_to
from .facts_attested import able, of_another_aim, states_something
from .facts_conditions import Aspects, condition_fact, only_tested
from .facts_context import NoteContext, assertion_of, status_of
from .facts_counts import with_counts
from .facts_cues import taken_as_current
from .facts_denials import refused, within_reach
from .facts_drugs import drug_fact, one_name
from .facts_exams import exam_fact
from .facts_fluids import heading_panels, heads_panel, of_fluid
from .facts_general import is_general
from .facts_habits import with_habits
from .facts_lines import counted_lines
from .facts_lists import listed_alike
from .facts_local import local_denial
from .facts_moves import moving
from .facts_obstetric import obstetric_facts
from .facts_people import age_at, birth_date, people_facts, without_others_states
from .facts_qualifiers import qualified_denial
from .facts_reactions import of_something, with_reactions
from .facts_repeats import with_repeats
from .facts_results import disease_of_scale, lesion_fact, result_fact, shared_results
from .facts_tables import Column, columns, heads, row_of, spread
from .facts_times import continue_times, ended, ending, heading_times, with_times
from .facts_units import with_units

__all__ = ["build_patient"]

_ELSEWHERE = frozenset({"measurement", "score", "age", "sex", "life_expectancy"})
_KIND_OF_NOTE = re.compile(
    r"\b(?:ASSESSMENT|NOTE|REPORT|SUMMARY|BOARD|FLOW\s?SHEET|EVALUATION|CONSULT(?:ATION)?|LETTER|RECORD|FORM|LIST|CHART)S?$"
)
_NONE_KNOWN = re.compile(r"\W*(?:none|nil|no|nka|denies(?:\s+any)?|no\s+known|none\s+known|negative)\W*", re.I)
_ALLERGIC = re.compile(r"allerg|hypersensit|anaphyla|intoleran|reaction", re.I)
_DAY_OF_LIFE = re.compile(r"days?\s+of\s+life\s", re.I)  # when, and not how old
_EARLIER = re.compile(r"prior|previous|past|last|former|ago", re.I)
_NO_ALLERGIES = Concept("allergy:no_known_allergies", "no known allergies")
_DRUG_ALLERGY = Concept("allergy:drug_allergy", "drug allergy")


def build_patient(document: Document, analyses: Sequence[Analysis], *, index_date: str | None = None) -> Patient:
    """The patient that a note describes.

    Args:
        document: the note; its ``dates["document"]`` is the day it was written.
        analyses: its statements with what was found in them, in the order of the text.
        index_date: the day the question is asked for, ISO 8601; None: the note's own date.
    """
    day = document.dates.get("document")
    headings = heading_times(document, analyses)
    facts = people_facts(document, analyses)
    born_in = birth_year(facts, birth_date(document), day)
    last = 0  # how many facts the statement before gave
    previous: NoteContext | None = None  # its context
    days: tuple[str, ...] = ()  # of the table's columns
    head: tuple[Column, ...] = ()  # of a table whose rows are days
    panels = heading_panels(document)
    panel: str | None = None
    section: str | None = None
    for analysis in analyses:
        statement = analysis.statement
        context = NoteContext(document, statement, headings.get(statement.id))
        if statement.section != section:
            days, head, panel, section = (), (), None, statement.section
        while panels and panels[0][0] < statement.start:
            panel = panels.pop(0)[1]
        days, panel = columns(analysis) or days, heads_panel(statement, panel)
        if is_general(statement.text) or _is_title(statement):
            last = 0
            continue
        head = heads(analysis) or head
        own = list(row_of(analysis, head)) if head else []
        if own:
            facts += [replace(f, source=document.source, section=statement.section) for f in own]
            last, previous = len(own), context
            continue
        own = listed_alike(list(_in_context(_facts(analysis, context), context, panel)), context)
        own = list(spread(with_times(own, list(with_ages(analysis.times, born_in, day)), context), analysis, days))
        own = with_repeats(with_counts(own, analysis, context), analysis.times, context)
        end = ending(analysis)
        if end is not None and not own and last:
            facts[-last:] = [
                ended(f, end) if f.type == "drug" and f.assertion == "present" else f for f in facts[-last:]
            ]
        elif previous is not None and not own and last:
            facts[-last:] = continue_times(facts[-last:], previous, analysis)
        facts += own
        last, previous = len(own), context
    facts = list(with_units(list(_without_words(_without_degrees(facts)))))
    facts = list(without_others_states(facts))
    facts.sort(key=lambda f: (f.start, f.end))
    kept = tuple(_distinct(facts))
    born = birth_date(document)
    index = index_date or day
    sexes = {f.value for f in kept if f.type == "sex"}
    return Patient(
        id=document.id,
        facts=kept,
        index_date=index,
        sex=cast(Literal["male", "female"], sexes.pop()) if len(sexes) == 1 else None,
        birth_date=born,
        age=age_at(kept, born, day, index),
        texts=((document.source, document.text),),
    )


def _is_title(statement: Statement) -> bool:
    """Whether a statement is its own section's heading (``NURSING ASSESSMENT``)."""
    words = statement.text
    return (
        words.isupper()
        and _KIND_OF_NOTE.search(words) is not None
        and re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_") == statement.section
    )


def _without_degrees(facts: list[Fact]) -> list[Fact]:
    """Without the age and sex that the "102 F" of a temperature looks like."""
    measured = [(f.start, f.end) for f in facts if f.type == "measurement"]
    return [
        f for f in facts if f.type not in ("age", "sex") or not any(s < f.start and f.end <= e for s, e in measured)
    ]


def _without_words(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Without the words for a result (``elevated``) whose number the note gives as well, of the same day."""
    numbers: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.type == "measurement" and fact.assertion == "present" and isinstance(fact.value, float):
            numbers.setdefault(fact.name, []).append(fact)
    for fact in facts:
        worded = fact.type == "measurement" and fact.assertion == "present" and fact.value in PLACES
        if worded and any(_same_day(fact, number) for number in numbers.get(fact.name, ())):
            continue
        yield fact


def _same_day(one: Fact, other: Fact) -> bool:
    return one.time == other.time or (one.time is None or "time" in one.assumed)


def _in_context(facts: Iterator[Fact], context: NoteContext, panel: str | None) -> Iterator[Fact]:
    """The facts of one statement, each as the others and the note's layout make it."""
    told = [f for fact in shared_results(facts, context) if (f := of_fluid(fact, context.statement, panel)) is not None]
    yield from obstetric_facts(context)
    for fact in with_habits(list(with_reactions(told, context)), context):
        yield fact
        disease = disease_of_scale(fact)
        if disease is not None:
            yield disease


def _facts(analysis: Analysis, context: NoteContext) -> Iterator[Fact]:
    statement, quantities = analysis.statement, analysis.quantities
    text, offset = statement.text, statement.start
    mentions = one_name(text, offset, list(refused(text, offset, [*within_reach(text, offset, analysis.mentions)])))
    mentions = as_levels(text, offset, mentions, quantities) if quantities else mentions
    dates = [(t.start, t.end) for t in analysis.times if t.date and t.window is None]
    measured = read_values(
        text, offset, mentions, quantities, source=context.document.source, section=statement.section, dates=dates
    )
    measured += worded_values(text, offset, mentions, measured)
    measured = [*measured, *shared_words(text, offset, mentions, measured)]
    yield from moving(text, offset, mentions, quantities, context)
    by_start = {m.start: m for m in mentions}
    cued = [m for m in mentions if m.cues]
    aspects = Aspects(text, offset, mentions, quantities)
    measured = [f for f in measured if not (aspects.hold(f.start) or _DAY_OF_LIFE.match(f.text))]
    for fact in measured:
        around = (m for m in cued if m.start < fact.start < m.end)
        mention = by_start.get(fact.start) or next(around, None)
        asserted = _asserted(fact, mention, context)
        if asserted is not None:
            yield asserted
    counts = list(counted_lines(analysis, context))
    yield from counts
    for mention in mentions:
        if any(f.start <= mention.start < f.end for f in counts):
            continue
        said = finding(mention) if mention.label == "measurement" and not mention.text.isupper() else None
        if said is not None:  # "weight loss" is what the patient has, too
            mention = replace(said, cues=mention.cues)
        if mention.label in _ELSEWHERE or any(_covers(f, mention) for f in measured):
            continue
        named = _mention_fact(mention, analysis, aspects, context)
        if named is not None:
            yield local_denial(qualified_denial(named, context), context)
    if statement.section == "allergies" and not mentions and _NONE_KNOWN.fullmatch(text):
        yield _new(_NO_ALLERGIES, "allergy", statement.start, statement.end, context)


def _covers(fact: Fact, mention: Mention) -> bool:
    """Whether the mention is part of a measured value; what the value is of (``fever of 39``, a pregnancy) is not."""
    if not fact.start <= mention.start < fact.end or mention.label == "reproductive":
        return False
    own = mention.start == fact.start and names_value(mention)
    return not (mention.label == "condition" and (own or mention.name == fact.name))


def _asserted(fact: Fact, mention: Mention | None, context: NoteContext) -> Fact | None:
    """A measured value is there, whatever is denied around it; but it may be a relative's, or not yet measured."""
    if is_aim(context, fact):
        return replace(fact, assertion="hypothetical")
    got = assertion_of(context, mention) if mention is not None else ("present", ())
    if got is None:
        return None
    assertion, cues = got
    if assertion == "historical" and not any(_EARLIER.search(c.text) for c in cues):
        return fact  # "history of hypertension, EF 60%"
    if assertion in ("family", "hypothetical", "historical"):
        return replace(fact, assertion=assertion, cues=cues)
    return fact


def _new(concept: Concept, kind: ConstraintType, start: int, end: int, context: NoteContext) -> Fact:
    source, words = context.document.source, context.document.text[start:end]
    return Fact(kind, concept.name, words, start, end, concept, source=source, section=context.section)


def _mention_fact(mention: Mention, analysis: Analysis, aspects: Aspects, context: NoteContext) -> Fact | None:
    answer = answer_to(context, mention)
    got = (
        assertion_of(context, mention) if answer is None else _answered(assertion_of(context, mention), answer, context)
    )
    if got is None:
        return None
    assertion, cues = got
    fact = Fact(
        cast(ConstraintType, mention.label), mention.name, mention.text, mention.start, mention.end, mention.concept,
        assertion=assertion, status=status_of(context, mention, assertion), cues=cues,
        source=context.document.source, section=context.section,
    )  # fmt: skip
    if assertion == "present" and len(cues) < len(mention.cues) and taken_as_current(context, mention):
        fact = replace(fact, assumed=("status",))
    if answer is not None and answer.assumed:
        fact = replace(fact, assumed=(*fact.assumed, "assertion"))
    match mention.label:
        case "drug":
            return drug_fact(fact, mention, analysis, context)
        case "condition":
            if context.section == "allergies" and assertion == "present":  # what the drug did, some time
                fact = replace(fact, assertion="historical", status="history")
            ahead = all(c.end <= mention.start for c in cues)  # "no TB vaccination", and not "TB test negative"
            if (assertion == "present" or (assertion == "absent" and ahead)) and only_tested(mention, context):
                return None
            return condition_fact(fact, mention, aspects, context)
        case "biomarker":
            return result_fact(fact, mention, analysis.quantities, context)
        case "reproductive" if not states_something(fact):
            return None
        case "reproductive" | "procedure":
            if context.section == "past_medical_history" and assertion == "present" and fact.name == "pregnant":
                fact = replace(fact, assertion="historical", status="history")  # "hypertension in pregnancy"
            told = result_fact(fact, mention, (), context) if "test" in mention.name else fact
            return told if told.value is not None or fact.type != "procedure" else exam_fact(fact, mention, context)
        case "lesion":
            lesion = lesion_fact(fact, mention, analysis.quantities, context)
            return lesion if states_something(lesion) else None
        case "allergy":
            return _allergy(fact, context)
        case "attestation":
            if not states_something(fact) or of_another_aim(fact, context.after(mention)):
                return None
            return able(fact, context.before(mention))
        case _:
            return fact


def _answered(
    got: tuple[Assertion, tuple[Cue, ...]] | None, answer: Answer, context: NoteContext
) -> tuple[Assertion, tuple[Cue, ...]] | None:
    """What a form's answer makes of an assertion; None where it says nothing of the patient."""
    if got is None or answer.so is None:
        return None
    assertion, cues = got
    if answer.so:
        return ("present", ()) if assertion in ("absent", "possible") else got
    if assertion == "family":
        return got if any(c.category == "negated" for c in cues) else None
    words = context.text[answer.start : answer.end]
    return "absent", (Cue("negated", words, answer.start + context.offset, answer.end + context.offset),)


def _allergy(fact: Fact, context: NoteContext) -> Fact | None:
    """``NKDA`` denies a drug allergy; a substance is an allergy only where the words or the section say so."""
    if fact.concept is not None and fact.concept.id == _NO_ALLERGIES.id:
        words = fact.text.casefold()
        if of_something(context.text[fact.end - context.offset : fact.end - context.offset + 60]):
            return None
        if "drug" in words or "medic" in words or words == "nkda":
            return replace(fact, name=_DRUG_ALLERGY.name, concept=_DRUG_ALLERGY, assertion="absent", cues=())
        return replace(fact, assertion="present", cues=())
    said = _ALLERGIC.search(context.text) is not None
    return fact if said or context.section == "allergies" else None


def _distinct(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Each type, name, time, assertion and value once: the first."""
    seen: set[object] = set()
    for fact in facts:
        key = (
            fact.type,
            fact.name,
            fact.time,
            fact.assertion,
            fact.value,
            fact.value_high,
            fact.comparator,
            fact.unit,
            fact.status,
            fact.relation,
            fact.dose,
            fact.lines,
            fact.count,
            fact.change,
        )
        if key not in seen:
            seen.add(key)
            yield fact
