"""LCT: every Observation and Age with a Numeric-Filter, as (name, operator, value, unit)."""

from __future__ import annotations

from pathlib import Path

from eligo.corpus.lct import read_lct
from eligo.evaluation.baseline_thresholds import plain_thresholds
from eligo.evaluation.claim_scores import ClaimScores
from eligo.evaluation.claims import ours
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.lct_gold import elsewhere, gold_claims, stages
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.reasons import why_missed
from eligo.evaluation.result import Progress, Result

__all__ = ["run"]


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    scores, baseline = ClaimScores(), ClaimScores()
    left_out = 0
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        gold, unread = gold_claims(document)
        left_out += unread
        ignore = list(stages(document))
        other = elsewhere(document)
        read = read_criteria(document.text, source=document.id)
        given = list(ours(c for c, _ in read.leaves()))
        scores.add(
            document.id,
            document.text,
            gold,
            given,
            ignore=ignore,
            elsewhere=other,
            why_missed=why_missed(read),
        )
        baseline.add(
            document.id, document.text, gold, list(plain_thresholds(document.text)), ignore=ignore, elsewhere=other
        )
        progress(n, len(documents))
    return Result(
        benchmark="lct-thresholds",
        documents=len(documents),
        headline="f1",
        metrics=scores.whole.figures(seed=seed),
        by_type=scores.whole.by_type(seed=seed),
        by_document=scores.whole.by_document(),
        more={"each field alone": scores.fields_table(seed)},
        baselines={"regular expressions": baseline.whole.figures(seed=seed)},
        errors=tuple(scores.mistakes),
        conventions=(
            "A tuple is right when the spans overlap and operator, values and unit agree; one gold, one prediction.",
            "Units are compared as UCUM; where the gold marks none, one that eligo says it assumed is right.",
            "A lower and an upper filter on one name are one range; 'a/b' of a blood pressure is two thresholds.",
            f"{left_out} filters left out: no value, no normalised operator, or PLUS-MINUS.",
            f"{scores.ignored} of our thresholds left out: the gold has a Stage, Class or count there, or that number "
            "as another thing's Duration or Numeric-Filter, or joined to nothing.",
            *troubles.told(),
        ),
    )
