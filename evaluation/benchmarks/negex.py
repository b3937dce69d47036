"""The NegEx/ConText table: what our cues say of each concept in its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import spacy

from eligo.attributes.context import ContextCues
from eligo.corpus.negex import NegexRow, read_negex
from eligo.evaluation.baseline_context import default_context
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.result import Kind, Mistake, Progress, Result, mistake
from eligo.evaluation.scores import Counts
from eligo.evaluation.tally import Tally
from eligo.reading import read_note
from eligo.schema import Mention

__all__ = ["ASPECTS", "run"]

_CUE_INSIDE = re.compile(r"(?:status\s+post|s/p)\s+(?=\S)", re.I)  # of "status post X" the concept is X
_OF_HISTORY = re.compile(r"\bhistory\b", re.I)  # "psychiatric history", "family history of X"
_PAST = frozenset(
    ["allergies", "family_history", "past_medical_history", "past_surgical_history", "social_history"]
)  # sections of what was there before: the table counts what stands in them as historical

# What is asked of each row, and the category of our cues (and of medspaCy's) that answers it.
ASPECTS: dict[str, tuple[str, Callable[[NegexRow], bool]]] = {
    "negated": ("negated", lambda row: row.negated),
    "historical": ("historical", lambda row: row.temporality == "Historical"),
    "hypothetical": ("hypothetical", lambda row: row.temporality in ("Not particular", "Hypothetical")),
    "other experiencer": ("family", lambda row: row.experiencer != "Patient"),
}


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a row of the table."""
    troubles = Troubles()
    rows = first(read_negex(data, on_error=troubles), limit, troubles)
    cues = ContextCues(spacy.blank("en"))
    tallies = {name: Tally() for name in ("eligo", "medspaCy's default ConText", "majority")}
    negated: dict[str, Tally] = {name: Tally() for name in tallies}
    mistakes: list[Mistake] = []
    for n, row in enumerate(rows, 1):
        sentence = row.sentence[: row.start] + _as_written(row) + row.sentence[row.end :]
        inside = _CUE_INSIDE.match(sentence, row.start, row.end)
        start = inside.end() if inside else row.start
        target = Mention("condition", "concept", sentence[start : row.end], start, row.end)
        (found,) = cues.decide(sentence, (target,), offset=0, kind="note")
        said: dict[str, set[str]] = {
            "eligo": {str(c.category) for c in found.cues} | _of_section(sentence, row.start),
            "medspaCy's default ConText": default_context(sentence, [(row.start, row.end)])[0],
            "majority": set(),
        }
        if any(_OF_HISTORY.search(words) for words in (target.text, *(c.text for c in found.cues))):
            said["eligo"].add("historical")
        for name, tally in tallies.items():
            tally.add(str(row.line))
            negated[name].add(str(row.line))
            for aspect, (category, gold) in ASPECTS.items():
                counts = _counts(gold(row), category in said[name])
                tally.add(str(row.line), aspect, counts)
                if aspect == "negated":
                    negated[name].add(str(row.line), aspect, counts)
        for aspect, (category, gold) in ASPECTS.items():
            if gold(row) != (category in said["eligo"]):
                cue = next((c.text for c in found.cues if c.category == category), "")
                cause = f"{aspect}: no cue seen" if gold(row) else f"{aspect}: a cue that does not speak of it"
                kind: Kind = "false negative" if gold(row) else "false positive"
                shown = f"{aspect} ({' '.join(cue.split())!r})" if cue else ""
                span = (row.start, row.end)
                mistakes.append(
                    mistake(
                        f"line {row.line}", kind, aspect, cause,
                        gold=aspect if gold(row) else "", ours=shown, source=sentence, span=span,
                    )
                )  # fmt: skip
        progress(n, len(rows))
    return Result(
        benchmark="negex",
        documents=len(rows),
        headline="f1",
        metrics=negated["eligo"].figures(seed=seed),
        by_type=tallies["eligo"].by_type(seed=seed),
        by_document=negated["eligo"].by_document(),
        more={f"{name}, by type": t.by_type(seed=seed) for name, t in tallies.items() if name != "eligo"},
        baselines={name: t.figures(seed=seed) for name, t in negated.items() if name != "eligo"},
        errors=tuple(mistakes),
        conventions=(
            "The figure at the top is negation; a document is one row.",
            "The concept is given its own letters back (the table has it in capitals); its cues are those of notes.",
            "Historical is also what stands in a section of the past, as our reader of notes finds it: medical, "
            "surgical, family and social history, allergies; so is what a cue or the concept itself calls a history.",
            "'Not particular' is hypothetical; an experiencer other than the patient is a family cue.",
            "The majority says that nothing is negated, historical, hypothetical or another's.",
            *troubles.told(),
        ),
    )


def _of_section(sentence: str, at: int) -> set[str]:
    """``historical`` where the note's reader puts the place, or what its heading opens, into a section of the past."""
    after = (s.section for s in read_note(sentence).statements if at < s.end)
    return {"historical"} if next(after, None) in _PAST else set()


def _as_written(row: NegexRow) -> str:
    """The concept as the table's first column has it, where it is as long as what stands in the sentence."""
    return row.concept if len(row.concept) == row.end - row.start else row.sentence[row.start : row.end]


def _counts(gold: bool, given: bool) -> Counts:
    return Counts(int(gold and given), int(given and not gold), int(gold and not given))
