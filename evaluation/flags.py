"""Yes-or-no questions about gold spans, asked of several systems at once: negation, doubt, intention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eligo.evaluation.result import Kind, Mistake, mistake
from eligo.evaluation.scores import Counts
from eligo.evaluation.tally import Tally

__all__ = ["Flags"]


class Flags:
    """Counts of each system and question; the mistakes of the first system.

    Args:
        systems: names; the first is the one whose mistakes are kept.
    """

    def __init__(self, systems: Sequence[str]) -> None:
        self.tallies = {name: Tally() for name in systems}
        self.mistakes: list[Mistake] = []

    def document(self, document: str) -> None:
        """A document was read, whether or not anything is in it."""
        for tally in self.tallies.values():
            tally.add(document)

    def add(
        self,
        document: str,
        question: str,
        gold: bool,
        given: Mapping[str, bool],
        *,
        text: str,
        span: tuple[int, int],
        cause: str,
    ) -> None:
        """One span and one question.

        Args:
            given: each system's answer; one that is left out says no.
            cause: why the first system was wrong, where it was.
        """
        for name, tally in self.tallies.items():
            answer = given.get(name, False)
            tally.add(
                document, question, Counts(int(gold and answer), int(answer and not gold), int(gold and not answer))
            )
        answer = given.get(next(iter(self.tallies)), False)
        if answer != gold:
            kind: Kind = "false negative" if gold else "false positive"
            why = f"{question}: {cause}"
            said = {"gold": question if gold else "", "ours": question if answer else ""}
            self.mistakes.append(mistake(document, kind, question, why, source=text, span=span, **said))

    def figures(self, seed: int) -> dict[str, dict[str, Any]]:
        """Figures of each system over all questions."""
        return {name: tally.figures(seed=seed) for name, tally in self.tallies.items()}
