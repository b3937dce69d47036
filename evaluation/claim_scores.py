"""Thresholds of a document scored: all four fields at once, each alone, and why they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from eligo.evaluation.claims import FIELDS, Claim, agreeing, pair_claims
from eligo.evaluation.result import Mistake, mistake
from eligo.evaluation.scores import Counts
from eligo.evaluation.tally import Tally

__all__ = ["ClaimScores"]

Spans = Sequence[tuple[int, int]]


class ClaimScores:
    """What a benchmark of thresholds fills while it runs; one for each system.

    Args:
        fields: those that must agree.
    """

    def __init__(self, fields: Sequence[str] = FIELDS) -> None:
        self.fields = tuple(fields)
        self.whole = Tally()
        self.by_field = Tally()
        self.mistakes: list[Mistake] = []
        self.ignored = 0

    def add(
        self,
        document: str,
        text: str,
        gold: Sequence[Claim],
        given: Sequence[Claim],
        *,
        ignore: Spans = (),
        elsewhere: Sequence[Claim] = (),
        why_missed: Callable[[Claim], str] | None = None,
    ) -> None:
        """One document.

        Args:
            ignore: spans in which a claim that meets no gold is neither right nor wrong. (Nor is one that says of
                another thing what the gold says of two at once: "AST/ALT".)
            elsewhere: what the gold says there in another way: a claim that meets no gold and agrees with one of these
                in all but the name is neither right nor wrong.
            why_missed: the cause of a miss.
        """
        self.whole.add(document)
        pairs = pair_claims(gold, given)
        paired = {j for j, _ in pairs.values()}
        for i, g in enumerate(gold):
            j, fields = pairs.get(i, (None, frozenset()))
            right = set(self.fields) <= fields
            missed = Counts(1, 0, 0) if right else Counts(0, int(j is not None), 1)
            self.whole.add(document, g.type, missed)
            for name in self.fields:
                hit = name in fields
                self.by_field.add(document, name, Counts(1, 0, 0) if hit else Counts(0, int(j is not None), 1))
            if right:
                continue
            if j is None:
                cause = why_missed(g) if why_missed else "nothing found"
                span = (g.start, g.end)
                one = mistake(document, "false negative", g.type, cause, gold=g.shown(), source=text, span=span)
            else:
                wrong = [name for name in self.fields if name not in fields]
                cause = " and ".join(wrong) + " differ" + ("s" if len(wrong) == 1 else "")
                span = (given[j].start, given[j].end)
                one = mistake(
                    document, "wrong", g.type, cause, gold=g.shown(), ours=given[j].shown(), source=text, span=span
                )
            self.mistakes.append(one)
        for j, p in enumerate(given):
            if j in paired:
                continue
            twin = any(
                set(self.fields) <= agreeing(g, p) and given[pairs[i][0]].name != p.name
                for i, g in enumerate(gold)
                if i in pairs
            )
            told = any(set(FIELDS) <= agreeing(other, p) for other in elsewhere)
            if twin or told or any(s < p.end and p.start < e for s, e in ignore):
                self.ignored += 1
                continue
            self.whole.add(document, p.type, Counts(0, 1, 0))
            for name in self.fields:
                self.by_field.add(document, name, Counts(0, 1, 0))
            near = any(g.start < p.end and p.start < g.end for g in gold)
            cause = "a second one on a name" if near else "one that the gold does not have"
            span = (p.start, p.end)
            self.mistakes.append(
                mistake(document, "false positive", p.type, cause, ours=p.shown(), source=text, span=span)
            )

    def fields_table(self, seed: int) -> dict[str, Any]:
        """Figures of each field alone."""
        table = self.by_field.by_type(seed=seed)
        return {name: table[name] for name in self.fields if name in table}
