"""What somebody is able or willing to do, where a clause denies or asks it: "unable to undergo A or B"."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.concepts.generic import generic_concepts
from eligo.logic.clause_terms import ClauseTerms
from eligo.logic.inability import SHUNS, STOPS
from eligo.logic.items import Item
from eligo.logic.said import is_ability, is_expected, is_inability, is_opinion
from eligo.logic.terms import Term
from eligo.schema import Constraint, Node

__all__ = ["ClauseAbilities"]

_GIVEN = frozenset({"drug", "procedure"})
_WILLED = frozenset({"drug", "procedure", "participation"})
_GIVEN_UP = frozenset({"reproductive", "condition"})
_AND_SO_ON = frozenset(
    {"and", "or", "and/or", "a", "an", "the", "any", "all", "to", "undergo", "receive", "have", "take", ""}
)
_SHUNNED = frozenset({"drug", "procedure"})
_FEW = 4  # words between two things that one keeps from
_DONE_INSTEAD = frozenset({"use", "practice", "practise", "employ", "adhere", "remain"})
_LISTED = frozenset({"or", "and", "comma", "andor", "slash"})
_JOIN = re.compile(r",|/|\b(?:and|or)\b", re.I)
_TURNS = re.compile(r"\b(?:who|whom|which|that|is|are|was|were|has|have|had|with|without|but|lacks?|lacking)\b", re.I)
_VERB = re.compile(
    r"(?:sign|give|provide|comply|follow|complete|read|write|attend|return|communicate|understand|swallow|take|adhere|"
    r"cooperate|participate|consent)\b",
    re.I,
)
_FIT_FOR = re.compile(r"\b(?:for|to)\s", re.I)
_LISTED_ON = frozenset({"or", "andor", "slash", "comma", "with"})
_LINK = re.compile(r"\s*,?\s*(?:(and/or|and|or)\s+)?(?:(?:who|are|is|be|it)\s+)*", re.I)
_BY_MEANS = frozenset({"with", "by", "using"})


class ClauseAbilities(ClauseTerms):
    """Reads what one is able or willing to do."""

    __slots__ = ()

    def _unable_too(self, item: Item) -> None:
        """ "Unable to lie flat or unable to hold breath": the first ability, where only unknown words name it."""
        if self._unable is None or not self._unable.words or not self._fresh:
            return
        link = _LINK.fullmatch(self._quote(self._unable.words[-1].end, item.start))
        before = len(self.terms)
        if link is None:
            return
        self._inability()
        if len(self.terms) > before:
            self._connector = (link[1] or "comma").casefold().replace("and/or", "andor")

    def _part_of_ability(self, item: Item) -> bool:
        """Whether a denial tells how something is done or what is kept from, and so belongs to what is asked."""
        willing = self._willing
        if willing is None:
            unable = self._unable
            return unable is not None and self._fresh and self._connector == "none" and unable.does_without(item)
        if willing.shuns(item) or willing.does_without(item):
            return True
        named = willing.doing is not None or willing.words
        if not named and self._connector in _LISTED and item.text.casefold() != "not":
            self._willing = None  # "able to travel, no dialysis"
        return False

    def _able(self, constraint: Constraint, item: Item) -> Constraint:
        """The ability to do what a constraint names, where the clause denies that: "unable to undergo A or B"."""
        if self._unable is None or self._unable.start != self._negation:
            return constraint
        named = not self._fresh and not _names_ability(self.terms) and constraint.type != "attestation"
        if named or (not self._fresh and self._connector in {"none", "with", "cause"}):  # "unable to do A because of B"
            self._unable = self._negation = None
            return constraint
        unable = self._unable
        told = unable.of(constraint, item, self._quote)
        if told is constraint and unable.shunned is not None:
            self._unable = self._negation = None  # who is unable to do without something has it
        return told

    def _willed(self, constraint: Constraint, item: Item) -> Constraint:
        """The willingness to do what a constraint names, where that is asked: "willing to undergo A or B"."""
        willing = self._willing
        assert willing is not None
        between = self._quote(self._end if willing.doing is not None else willing.end, item.start).casefold().split()
        listed = willing.doing is None or all(w.strip(",/") in _AND_SO_ON for w in between)
        willed = constraint.type in _WILLED or (constraint.type in _GIVEN_UP and not STOPS.isdisjoint(between))
        if willed and listed and not self.pending.keys() - {"severity", "route"} and between:
            self.pending = {}
            return willing.of(constraint, item, self._quote)
        if willing.shunned is not None and willing.doing is None:  # "willing to refrain from donating sperm"
            self._negation, self._fresh = willing.shunned, True
        self._willing = None
        return constraint

    def _also_shunned(self, last: Term, constraint: Constraint, connector: str) -> bool:
        """ "Abstain from alcohol or caffeine": the one attestation is about all of the list; it grows."""
        node = last.node
        if not isinstance(node, Constraint) or node.type != "attestation" or connector not in _LISTED:
            return False
        said = node.name if is_ability(node) else node.text
        if self.pending or self._fresh or last.windowed or SHUNS.isdisjoint(said.casefold().split()):
            return False
        words = self._quote(self._end, constraint.start).casefold().split()
        if len(words) > _FEW or not _DONE_INSTEAD.isdisjoint(words):
            return False
        same = constraint.concept is not None and constraint.concept == node.concept
        if constraint.type not in _SHUNNED and not is_ability(constraint) and not same:
            return False
        more = self._quote(node.end, constraint.end)
        name = " ".join(f"{node.name}{more}".split()) if is_ability(node) else node.name
        last.node = replace(node, name=name, text=self._quote(node.start, constraint.end), end=constraint.end)
        self._end = constraint.end
        return True

    def _instead(self, item: Item, connector: str) -> bool:
        """ "Avoid intercourse or use contraception": what is to be done instead is not denied."""
        if self._fresh or self._negation is None or connector not in {"or", "andor"} or not self.terms:
            return False
        shuns = self._quote(self._negation, self._negation + 40).split()
        words = (self._quote(self._end, item.start) + self._quote(item.start, item.end)).casefold().split()
        shunned = any(w.casefold() in SHUNS for w in shuns[:3])
        return shunned and not _DONE_INSTEAD.isdisjoint(words[: len(words) if len(words) < 6 else 5])

    def _goes_on_willing(self, constraint: Constraint, item: Item) -> bool:
        """ "Willing to have a biopsy of the tumor": all of it is what one is willing to do."""
        last = self.terms[-1].node if self.terms else None
        said = self._willing is not None and self._willing.doing is not None and self._connector == "none"
        if not said or not isinstance(last, Constraint) or not is_ability(last):
            return False
        if constraint.type not in {"condition", "drug", "procedure", "lesion"} or self._end != last.end:
            return False
        words = self._quote(last.end, item.end)
        self.terms[-1].node = replace(
            last, name=" ".join(f"{last.name}{words}".split()), text=self._quote(last.start, item.end), end=item.end
        )
        self._end = item.end
        return True

    def _also_unable(self, last: Term, constraint: Constraint, item: Item, connector: str) -> bool:
        """ "Inability to swallow tablets or to comply": the inability that the last term's words name goes on.

        What every trial wants of its patients excludes nobody, so that behind a denied ability it is denied too.
        """
        if not last.types == {constraint.type} == {"attestation"} or connector not in _LISTED:
            return False
        if self.criterion == self.kind == "exclusion" and last.negation is not None and is_expected(constraint):
            return _TURNS.search(_JOIN.split(self._quote(self._end, item.start))[-1]) is None
        named = isinstance(last.node, Constraint) and is_inability(last.node)
        between = self._quote(self._end, item.start).split()
        if connector in {"andor", "slash"}:
            return False
        return named and (between[-1:] == ["to"] or (len(between) == 1 and _VERB.match(constraint.text) is not None))

    def _also_unfit(self, last: Term, constraint: Constraint, connector: str) -> bool:
        """ "Not a candidate for surgery or radiotherapy": the one attestation is about all of the list; it grows."""
        node = last.node
        if not isinstance(node, Constraint) or node.concept is None or constraint.type not in _GIVEN:
            return False
        if node.concept.id not in generic_concepts("fitness") or self.pending:
            return False
        if connector not in _LISTED_ON and self._quote(node.end, constraint.start).strip().casefold() not in _BY_MEANS:
            return False
        if _FIT_FOR.search(node.text) is None:
            return False  # "inoperable": of no list
        last.node = replace(node, text=self._quote(node.start, constraint.end), end=constraint.end)
        self._end = constraint.end
        return True

    def _said_again(self, last: Term, node: Node, connector: str, negation: int | None) -> bool:
        """ "Adequate renal and hepatic function" is one thing for a person to answer, in all its words."""
        old = last.node
        if not isinstance(old, Constraint) or not isinstance(node, Constraint) or old.type != "attestation":
            return False
        if old.concept is None or old.concept != node.concept or last.negation != negation or is_opinion(old):
            return False
        if connector in {"with", "cause"} or node.end <= old.end:
            return False
        last.node = replace(old, text=self._quote(old.start, node.end), end=node.end)
        self._bare, self._end = None, node.end
        return True


def _names_ability(terms: list[Term]) -> bool:
    """Whether the last term is an ability that was made of a thing: "unable to undergo A, B"."""
    return bool(terms) and isinstance(terms[-1].node, Constraint) and is_ability(terms[-1].node)
