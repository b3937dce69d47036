"""LCT: Negation and Assertion on what they govern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from eligo.corpus.lct import LctDocument, LctEntity, read_lct
from eligo.evaluation.baseline_context import default_context
from eligo.evaluation.flags import Flags
from eligo.evaluation.given_mentions import Said, said_of, said_of_given
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.reasons import why_negation_differs
from eligo.evaluation.result import Progress, Result

__all__ = ["governed", "run"]

_ASKED = frozenset(
    ["Allergy", "Condition", "Drug", "Encounter", "Immunization", "Observation", "Organism", "Procedure", "Study"]
)
_GIVEN, _OWN, _BASELINE, _MAJORITY = "eligo", "eligo, its own mentions", "medspaCy's default ConText", "majority"
_CUES = "eligo, cues without the tree"
_QUESTIONS = {"negation": "negation", "possible": "possible", "hypothetical": "future", "intention": "future"}


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    flags = Flags((_GIVEN, _OWN, _CUES, _BASELINE, _MAJORITY))
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        flags.document(document.id)
        gold = governed(document)
        entities = [e for e in document.entities if e.type in _ASKED]
        spans = [(e.start, e.end) for e in entities]
        read = read_criteria(document.text, source=document.id)
        given, own = said_of_given(read, spans), said_of(read, spans)
        plain = default_context(document.text, spans)
        for entity, span, g, o, p in zip(entities, spans, given, own, plain, strict=True):
            answers = {_GIVEN: _answers(g), _OWN: _answers(o), _CUES: _plain(g.categories), _BASELINE: _plain(p)}
            for question in ("negation", "possible", "future"):
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
            "Asked of every " + ", ".join(sorted(_ASKED)) + "; an odd number of Negations on it is a negation.",
            "'future' is LCT's hypothetical and intention ('requiring', 'willing to'); ours is a hypothetical cue, a "
            "planned role, or an attestation; 'possible' is a cue of doubt or a suspected condition.",
            "Headline and ConText get the gold spans; 'its own mentions' must find them first.",
            *troubles.told(),
        ),
    )


def governed(document: LctDocument) -> dict[str, set[str]]:
    """Entity id → what governs it, of ``negation``, ``possible``, ``future``."""
    entities = document.by_id()
    negations: Counter[str] = Counter()
    found: dict[str, set[str]] = {}
    for role in document.roles:
        source = entities[role.source]
        if role.name == "Negates" and source.type == "Negation":
            negations.update(_carriers(document, entities[role.target]))
        elif role.name == "Asserted" and source.type == "Assertion" and source.value in _QUESTIONS:
            for id in _carriers(document, entities[role.target]):
                found.setdefault(id, set()).add(_QUESTIONS[source.value])
    for id, times in negations.items():
        if times % 2:
            found.setdefault(id, set()).add("negation")
    return found


def _carriers(document: LctDocument, entity: LctEntity) -> Iterator[str]:
    """The entity, or what has it as its name."""
    yield entity.id
    for other in document.entities:
        same_span = (other.start, other.end) == (entity.start, entity.end)
        if other.type in _ASKED and entity.type == f"{other.type}-Name" and same_span:
            yield other.id


def _answers(said: Said) -> set[str]:
    found = {"negation"} if said.negated else set()
    if "possible" in said.categories or any(c.certainty == "suspected" for c in said.leaves):
        found.add("possible")
    if "hypothetical" in said.categories or any(c.role == "planned" or c.type == "attestation" for c in said.leaves):
        found.add("future")
    return found


def _plain(categories: Collection[str]) -> set[str]:
    names = {"negated": "negation", "possible": "possible", "hypothetical": "future"}
    return {names[c] for c in categories if c in names}
