"""LCT: Negation and Assertion on what they govern."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from eligo.corpus.lct import LctDocument, LctEntity, read_lct
from eligo.evaluation.baseline_context import default_context
from eligo.evaluation.flags import Flags
from eligo.evaluation.given_mentions import LABELS, Said, said_of, said_of_given
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.lct_links import SHARING, linked
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.reasons import why_negation_differs
from eligo.evaluation.result import Progress, Result

__all__ = ["ASKED", "QUESTIONS", "answers_of", "governed", "left_open", "run"]

ASKED = frozenset(
    ["Allergy", "Condition", "Drug", "Encounter", "Immunization", "Observation", "Organism", "Procedure", "Study"]
)
_GIVEN, _OWN, _BASELINE, _MAJORITY = "eligo", "eligo, its own mentions", "medspaCy's default ConText", "majority"
_CUES = "eligo, cues without the tree"
_ASPECTS = {"possible": "possible", "hypothetical": "future", "intention": "future"}
QUESTIONS = ("negation", "possible", "future")
_ELECTIVE = re.compile(r"\belective\b", re.I)  # planned to eligo; LCT marks how urgent it is
_NEAR = 30  # characters before a thing in which that stands
_OR = re.compile(r"[\s,]*(?:to\s+)?(?:and|or|and/or|/)\s*(?:is|are)?\s*", re.I)
_SIGNS = ("sign", "symptom")  # words that LCT takes for doubt, and eligo does not


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    flags = Flags((_GIVEN, _OWN, _CUES, _BASELINE, _MAJORITY))
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        flags.document(document.id)
        gold, silent = governed(document), left_open(document)
        entities = [e for e in document.entities if e.type in ASKED]
        spans = [(e.start, e.end) for e in entities]
        things, read = _given(entities), read_criteria(document.text, source=document.id)
        given, own = said_of_given(read, things, lct=True), said_of(read, things, lct=True)
        plain = default_context(document.text, spans)
        for entity, span, g, o, p in zip(entities, spans, given, own, plain, strict=True):
            answers = {
                _GIVEN: _answers(g, document, span),
                _OWN: _answers(o, document, span),
                _CUES: _plain(g.categories),
                _BASELINE: _plain(p),
            }
            for question in QUESTIONS:
                if question in silent.get(entity.id, ()):
                    continue
                too_many = question in answers[_GIVEN]
                why = "one too many" if too_many else "missed"
                flags.add(
                    document.id,
                    question,
                    question in gold.get(entity.id, ()),
                    {name: question in said for name, said in answers.items()},
                    text=document.text,
                    span=span,
                    cause=why_negation_differs(g) if question == "negation" else why,
                )
        progress(n, len(documents))
    figures = flags.figures(seed)
    by_type = {f"{name}, by type": flags.tallies[name].by_type(seed=seed) for name in (_OWN, _CUES, _BASELINE)}
    return Result(
        benchmark="lct-context",
        documents=len(documents),
        headline="f1",
        metrics=figures[_GIVEN],
        by_type=flags.tallies[_GIVEN].by_type(seed=seed),
        by_document=flags.tallies[_GIVEN].by_document(),
        more={"other ways": {name: figures[name] for name in (_OWN, _CUES)}, **by_type},
        baselines={name: figures[name] for name in (_BASELINE, _MAJORITY)},
        errors=tuple(flags.mistakes),
        conventions=(
            "Asked of every " + ", ".join(sorted(ASKED)) + "; an odd number of Negations on it is a negation, one on "
            "an Assertion or an Assertion on a Negation is on what that one governs. An exception is none.",
            "'future' is LCT's hypothetical and intention ('requiring', 'willing to', 'unable to') and its future "
            "period ('scheduled', 'will undergo'); ours is a hypothetical cue or a planned role; 'possible' is a cue "
            "of doubt or a suspected condition.",
            "Not asked: alternatives to what is governed, examples of it, and what it is done with, on which LCT "
            "repeats the mark or does not; doubt where the word is 'symptoms', 'symptomatic' or 'signs', which is none "
            "to eligo; a future of what is marked as a Risk, or is a Study. 'Elective' is no future. "
            "What is prevented, 'untreated' or a study one is excluded from is denied.",
            "Headline and ConText get the gold spans, the headline with their types; 'its own mentions' finds them.",
            *troubles.told(),
        ),
    )


def governed(document: LctDocument) -> dict[str, set[str]]:
    """Entity id → what governs it, of ``negation``, ``possible``, ``future``."""
    counts = _marks(document, lambda entity: True)
    comparisons = document.comparisons()
    for role in document.roles:
        time = comparisons.get(role.target) if role.name == "Temporality" else None
        if time is not None and any(period.value == "future" for period in time.periods):
            counts.setdefault(role.source, Counter())["future"] += 1
    return {id: {q for q, n in asked.items() if (n % 2 if q == "negation" else n)} for id, asked in counts.items()}


def left_open(document: LctDocument) -> dict[str, set[str]]:
    """Entity id → questions on which the corpus cannot be asked about it."""
    marked = governed(document)
    found: dict[str, set[str]] = {}
    for question in QUESTIONS:
        governed_so = {id for id, asked in marked.items() if question in asked}
        for id in linked(document, governed_so, SHARING) - governed_so:
            found.setdefault(id, set()).add(question)
    for role in document.roles:
        if role.name == "Risk-For":
            found.setdefault(role.target, set()).add("future")
    for entity in document.entities:
        if entity.type == "Study":
            found.setdefault(entity.id, set()).add("future")
    signs = _marks(document, lambda entity: any(sign in entity.text.casefold() for sign in _SIGNS))
    for id, asked in signs.items():
        if asked["possible"]:
            found.setdefault(id, set()).add("possible")
    return found


def _marks(document: LctDocument, wanted: Callable[[LctEntity], bool]) -> dict[str, Counter[str]]:
    """Entity id → how many Negations and Assertions govern it, directly or through one another."""
    entities = document.by_id()
    over: dict[str, list[str]] = {}
    for role in document.roles:
        if (role.name, entities[role.source].type) in (("Negates", "Negation"), ("Asserted", "Assertion")):
            over.setdefault(role.source, []).append(role.target)
    found: dict[str, Counter[str]] = {}
    said: dict[tuple[str, ...], list[LctEntity]] = {}
    for id in sorted(over, key=lambda id: entities[id].start):
        entity = entities[id]
        question = "negation" if entity.type == "Negation" else _ASPECTS.get(entity.value or "")
        if question is not None and wanted(entity):
            beside = said.setdefault((question, *sorted(_reached(id, over))), [])
            beside.append(entity)
            if len(beside) > 1 and _OR.fullmatch(document.text, beside[-2].end, entity.start):
                continue  # "unable or unwilling": one denial in two words
            for target in _reached(id, over):
                for carrier in _carriers(document, entities[target]):
                    found.setdefault(carrier, Counter())[question] += 1
    return found


def _reached(id: str, over: dict[str, list[str]]) -> set[str]:
    """What a mark governs; through marks that it governs."""
    found: set[str] = set()
    todo, seen = [id], {id}
    while todo:
        for target in over.get(todo.pop(), ()):
            if target not in over:
                found.add(target)
            elif target not in seen:
                seen.add(target)
                todo.append(target)
    return found


def _carriers(document: LctDocument, entity: LctEntity) -> Iterator[str]:
    """The entity, or what has it as its name."""
    yield entity.id
    for other in document.entities:
        same_span = (other.start, other.end) == (entity.start, entity.end)
        if other.type in ASKED and entity.type == f"{other.type}-Name" and same_span:
            yield other.id


def answers_of(document: LctDocument, entities: Sequence[LctEntity]) -> list[set[str]]:
    """What eligo answers of each of these entities, given their spans: of ``negation``, ``possible``, ``future``."""
    given = said_of_given(read_criteria(document.text, source=document.id), _given(entities), lct=True)
    return [_answers(said, document, (e.start, e.end)) for e, said in zip(entities, given, strict=True)]


def _given(entities: Sequence[LctEntity]) -> list[tuple[int, int, str]]:
    return [(e.start, e.end, LABELS.get(e.type, "condition")) for e in entities]


def _answers(said: Said, document: LctDocument, span: tuple[int, int]) -> set[str]:
    elective = _ELECTIVE.search(document.text, max(0, span[0] - _NEAR), span[1]) is not None
    found = {"negation"} if said.negated else set()
    if "possible" in said.categories or any(c.certainty == "suspected" for c in said.leaves):
        found.add("possible")
    if "hypothetical" in said.categories or (not elective and any(c.role == "planned" for c in said.leaves)):
        found.add("future")
    return found


def _plain(categories: Collection[str]) -> set[str]:
    names = {"negated": "negation", "possible": "possible", "hypothetical": "future"}
    return {names[c] for c in categories if c in names}
