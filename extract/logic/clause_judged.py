"""What someone must judge: an opinion that is named, else the harm that is feared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.clause_leaves import ClauseLeaves
from eligo.logic.items import Item
from eligo.logic.said import (
    is_feared,
    is_generic,
    is_hoped,
    is_opinion,
    is_spoken,
    names_system,
)
from eligo.logic.terms import Term
from eligo.schema import Constraint, Node, Not, leaves

__all__ = ["ClauseJudgements"]

_EITHER = frozenset({"or", "andor", "comma", "slash"})
_BEHIND = frozenset({"none", "with", "comma"})
_LINKS = frozenset({"or", "andor", "and", "comma", "slash"})


def _quoted(items: Sequence[Item]) -> None:
    """What an attestation quotes is read with it: no word of it is left over."""
    for item in items:
        item.kind = "filler" if item.kind == "word" else item.kind
        _quoted(item.inside)


def _feared(text: str, start: int) -> Constraint:
    return Constraint("attestation", " ".join(text.split()), text, start, start + len(text))


class ClauseJudgements(ClauseLeaves):
    """Judgements of a clause."""

    __slots__ = ()

    def _judgement(self, items: Sequence[Item]) -> Node | None:
        """What someone must judge: the opinion named, else the harm feared.

        Args:
            items: those of the clause; what a harm is feared of is quoted with it, where nothing else names it.
        """
        opinions = [t for t in self.terms if t.types == {"attestation"} and is_opinion(t.node)]
        if not opinions and not self._judged:
            return None
        # one judgement is enough, and "any condition" beside it asks nothing more
        judged = self.kind != "inclusion"  # what an inclusion asks beside stays asked
        if opinions:
            self._judged_apart = self._judged_apart or self._other_is_judged(opinions[0])
        rest = [t for t in self.terms if t not in opinions]
        idle = [t for t in rest if is_generic(t.node) or (judged and self._only_judged(t, bool(opinions)))]
        if judged and len(idle) < len(rest):
            at = (
                opinions[0].node.start
                if opinions and isinstance(opinions[0].node, Constraint)
                else self._judged[0].start
            )
            before = [t for t in rest if any(c.start < at for c in leaves(t.node))]
            idle = [t for t in idle if not self._alternative_to(t, before)]
        kept = [t for t in rest if t not in idle]
        dropped = [*self._dropped, *(t for t in self.terms if t not in kept)]
        self.terms = kept
        if self.terms:
            self.terms[0].connector = "none"
        _quoted(self._judged)
        if opinions:
            return self._whole_judgement(opinions[0].node, dropped)
        start, end = self._judged[0].start, self._judged[-1].end
        text = self._quote(start, end)
        for item in self._judged:  # "that could, in the investigator's opinion, interfere with …"
            if item.leaf is not None and is_opinion(item.leaf.constraint):
                start = start if self.terms or self._begins < 0 else min(start, self._begins)
                text = self._quote(start, end)
                return replace(item.leaf.constraint, text=text, start=start, end=end)
        feared = _feared(text, start)
        if self._judged_denied:
            return Not(feared)
        head = self._head(items, start)
        if head is None:
            return feared
        if self.terms and not self._judged_apart:  # "heart disease or a medical history that would …"
            named = _feared(self._quote(head, start).rstrip(" ,\n"), head)
            self.terms.append(Term(named, frozenset({"attestation"}), "or"))
            _quoted([i for i in items if head <= i.start < start])
            return feared
        _quoted([i for i in items if head <= i.start < start])
        return _feared(self._quote(head, end), head)

    def _head(self, items: Sequence[Item], end: int) -> int | None:
        """Where the words begin that name what is feared: "any drug that may interact with X" has no other name.

        Args:
            end: where the fear itself begins.
        """
        if not self.terms:
            return self._begins if 0 <= self._begins < end else None
        known = max((c.end for t in self.terms for c in leaves(t.node) if c.end <= end), default=-1)
        either = self._judged_apart
        linked = False
        for item in items:
            if known <= item.start < end:
                if linked and item.kind not in _LINKS:
                    return item.start if either else None
                either = either or item.kind in {"or", "andor"}
                linked = linked or item.kind in _LINKS
        return None

    def _other_is_judged(self, opinion: Term) -> bool:
        """ "Myasthenia, or any other condition which, in the investigator's opinion, …": that one is an alternative."""
        at = next(n for n, t in enumerate(self.terms) if t is opinion)
        if at > 1 and opinion.connector in _BEHIND and is_generic(self.terms[at - 1].node):
            return self.terms[at - 1].connector in {"or", "andor"}
        return at > 0 and opinion.connector in {"or", "andor"}

    def _apart(self, named: bool) -> bool:
        """ "Myasthenia or any other disease that might …": only the latter is judged; all of "heart disease or …" is.

        Args:
            named: the last term is what it is about.
        """
        before = self.terms[:-1] if named else self.terms
        systems = [t for t in before if names_system(t.node)]
        return not systems or any(not (names_system(t.node) or is_generic(t.node) or is_spoken(t.node)) for t in before)

    def _alternative_to(self, term: Term, rest: Sequence[Term]) -> bool:
        """ "Severe medical or psychiatric illness that would …": the first is judged as well as the second."""
        if is_feared(term.node) or is_hoped(term.node):
            return False
        if not any(t is term for t in rest) or (term is rest[-1] and self._judged_apart):
            return False  # "any other disease that might …" is quoted with the judgement
        at = rest.index(term)
        if at == 0 and self._kinds and is_generic(term.node):
            return False  # "illness including A or B": its kinds are named
        tied = [*rest[at : at + 1 if at else 0], *rest[at + 1 : at + 2]]
        return any(t.connector in _EITHER for t in tied)

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
