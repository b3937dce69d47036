"""What someone must judge: an opinion that is named, else the harm that is feared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.clause_leaves import ClauseLeaves
from eligo.logic.said import (
    is_feared,
    is_generic,
    is_hoped,
    is_opinion,
    is_spoken,
)
from eligo.logic.terms import Term
from eligo.schema import Constraint, Node, Not, leaves

__all__ = ["ClauseJudgements"]


class ClauseJudgements(ClauseLeaves):
    """Judgements of a clause."""

    __slots__ = ()

    def _judgement(self) -> Node | None:
        """What someone must judge: the opinion named, else the harm feared."""
        opinions = [t for t in self.terms if t.types == {"attestation"} and is_opinion(t.node)]
        if not opinions and not self._judged:
            return None
        # one judgement is enough, and "any condition" beside it asks nothing more
        judged = self.kind != "inclusion"  # what an inclusion asks beside stays asked
        if opinions:
            self._judged_apart = self._judged_apart or self._other_is_judged(opinions[0])
        kept = [
            t
            for t in self.terms
            if t not in opinions and not (is_generic(t.node) or (judged and self._only_judged(t, bool(opinions))))
        ]
        dropped = [*self._dropped, *(t for t in self.terms if t not in kept)]
        self.terms = kept
        if self.terms:
            self.terms[0].connector = "none"
        for item in self._judged:  # they are quoted
            item.kind = "filler" if item.kind == "word" else item.kind
        if opinions:
            return self._whole_judgement(opinions[0].node, dropped)
        start, end = self._judged[0].start, self._judged[-1].end
        text = self._quote(start, end)
        for item in self._judged:  # "that could, in the investigator's opinion, interfere with …"
            if item.leaf is not None and is_opinion(item.leaf.constraint):
                start = start if self.terms or self._begins < 0 else min(start, self._begins)
                text = self._quote(start, end)
                return replace(item.leaf.constraint, text=text, start=start, end=end)
        feared = Constraint("attestation", " ".join(text.split()), text, start, end)
        return Not(feared) if self._judged_denied else feared

    def _other_is_judged(self, opinion: Term) -> bool:
        """ "Myasthenia, or any other condition which, in the investigator's opinion, …": that one is an alternative."""
        return opinion.connector in {"or", "andor"} and opinion is not self.terms[0]

    def _whole_judgement(self, opinion: Node, dropped: Sequence[Term]) -> Node:
        """The opinion with all the words that say what it is about, where nothing else is asked."""
        if not isinstance(opinion, Constraint):
            return opinion
        alone = not self.terms or self._judged_apart
        about = [c for t in dropped for c in leaves(t.node)] if alone else []
        start = min([opinion.start, *(c.start for c in about), *(i.start for i in self._judged[:1])])
        if not self.terms and self._begins >= 0:
            start = min(start, self._begins)
        end = max([opinion.end, *(c.end for c in about), *(i.end for i in self._judged[-1:])])
        return replace(opinion, text=self._quote(start, end), start=start, end=end)

    def _only_judged(self, term: Term, opinion: bool) -> bool:
        """Whether a judgement says all there is to ask of a term; not so of "non-compliance as judged by …"."""
        if not is_spoken(term.node):
            return False
        if not opinion or self._judged or any(t.types != {"attestation"} for t in self.terms):
            return True
        return is_feared(term.node) or (self.criterion == "exclusion" and is_hoped(term.node))
