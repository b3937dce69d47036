"""Linked mentions judged by hand: the share whose concept is another thing, and whether the linker still gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from eligo.evaluation.machine import read_criteria
from eligo.evaluation.result import Mistake, Progress, Result, mistake
from eligo.evaluation.tally import Answers
from eligo.resources import read_table

__all__ = ["Linked", "linked_concepts", "read_linked", "run"]

_COLUMNS = ("mention", "within", "kind", "concept", "verdict")
_VERDICTS = ("right", "wrong")


@dataclass(frozen=True, slots=True)
class Linked:
    """A mention that was drawn.

    Attributes:
        within: a phrase of ours in which the linker reads it as where it was drawn; empty: the mention alone will do.
        concept: what it was linked to.
        right: whether that names what the words meant.
    """

    mention: str
    within: str
    kind: str
    concept: str
    right: bool


def read_linked(path: Path) -> Iterator[Linked]:
    """The rows of a file, or of ``linked_mentions.tsv`` in a folder.

    Raises:
        LexiconError: for the first row that is none; names file and line.
    """
    for row in read_table(path / "linked_mentions.tsv" if path.is_dir() else path, _COLUMNS):
        if row["verdict"] not in _VERDICTS:
            raise row.error(f"{row['verdict']!r} is neither right nor wrong")
        yield Linked(row["mention"], row["within"], row["kind"], row["concept"], row["verdict"] == "right")


def linked_concepts(text: str) -> frozenset[str]:
    """Ids of the concepts that the pipeline finds in a criterion."""
    read = read_criteria(f"* {text}\n", source="linked", kind="inclusion")
    return frozenset(m.concept.id for a in read.analyses for m in a.mentions if m.concept is not None)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a mention; right is what was judged so and is still given."""
    rows = list(islice(read_linked(data), limit))
    answers = Answers(_VERDICTS)
    mistakes: list[Mistake] = []
    lost = mended = 0
    for n, row in enumerate(rows, 1):
        given = row.concept in linked_concepts(row.within or row.mention)
        lost += row.right and not given
        mended += not row.right and not given
        name, type_ = f"mention {n}", row.concept.partition(":")[0]
        answers.add(name, type_, "right", "right" if row.right else "wrong")
        if not row.right or not given:
            cause = "another thing" if not row.right else "no longer given"
            text = row.within or row.mention
            mistakes.append(mistake(name, "wrong", type_, cause, ours=row.concept, source=text, span=(0, len(text))))
        progress(n, len(rows))
    wrong = sum(not row.right for row in rows)
    share = f"{wrong / len(rows):.1%}" if rows else "–"
    return Result(
        benchmark="linked-mentions",
        documents=len(rows),
        headline="accuracy",
        metrics={**answers.figures(seed=seed), "wrong": wrong, "no_longer_given": lost, "mended": mended},
        by_type=answers.by_kind(seed=seed),
        by_document=answers.by_document(),
        errors=tuple(mistakes),
        conventions=(
            f"Wrong: {wrong} of {len(rows)} linked mentions ({share}). Accuracy is the share that is right.",
            f"The linker still gives all but {lost} of the {len(rows) - wrong} that are right; {mended} of the wrong "
            "ones are mended since.",
            "Mentions of registry criteria, and every fifth of a note, drawn at random, one of a document at most, and "
            "judged by hand in their context by the makers of the tables; broader than the words is right.",
        ),
    )
