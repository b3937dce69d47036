"""What a clause says someone is not able, fit or willing to do: "unable to undergo MRI", "refuses transfusions"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from eligo.entities.lexicon import default_lexicon
from eligo.logic.items import Item
from eligo.logic.said import DONE, able_to
from eligo.schema import Constraint

__all__ = ["SHUNS", "STOPS", "Inability"]

STOPS = frozenset({"discontinue", "discontinuing", "stop", "stopping", "cease", "quit", "suspend", "interrupt"})
"""Verbs of giving up: "willing to stop breastfeeding"."""

SHUNS = frozenset({"abstain", "refrain", "avoid"})
"""Verbs of keeping from something."""

Quote = Callable[[int, int], str]
_SMALL = re.compile(
    r"(?:an?|the|of|in|on|at|to|for|with|by|as|and|or|that|which|who|if|when|while|during|within|from|before|after|will)",
    re.I,
)
_BARE = frozenset(
    """
    be been being have has do does so not this these their his her any all other such study trial patient patients
    subject subjects participant participants person it
    """.split()  # noqa: SIM905
)
_LENGTH = re.compile(
    r"\s+(?:minute|hour|day|week|month|year|met(?:er|re)|mile|block|step|stair)s?", re.I
)  # "to walk 100 meters"
_TELLING = 2  # small words that say together what someone is unable to do
_ADJECTIVES = {"willingness to": "willing to", "ability to": "able to"}


@dataclass(slots=True)
class Inability:
    """A denied ability, while the clause is read.

    Attributes:
        start, end: where its words stand.
        what: ``ability to``, ``willingness to``, ``suitability for``…
        words: those behind it that name nothing we know: "discontinue", "climb stairs".
        plain: the small words behind it: "be randomized".
        doing: the verb, once the first thing is named.
        shunned: where the word stands that says one is to keep from it.
    """

    start: int
    end: int
    what: str
    words: list[Item] = field(default_factory=list)
    plain: list[Item] = field(default_factory=list)
    doing: str | None = None
    shunned: int | None = None

    def shuns(self, item: Item) -> bool:
        """Whether a cue says what one is to keep from, which is what is asked: "willing to abstain from alcohol"."""
        if self.doing is not None or self.words or item.text.split()[0].casefold() not in SHUNS:
            return False
        self.shunned = item.start
        return True

    def does_without(self, item: Item) -> bool:
        """Whether a cue says how something is done, only unknown words naming it: "to breathe without oxygen"."""
        if self.doing is not None or not self.words or item.text.casefold() != "without":
            return False
        self.shunned = item.start
        return True

    def of(self, constraint: Constraint, item: Item, quote: Quote) -> Constraint:
        """The ability to do what a constraint names; itself where it names nothing that is done."""
        if self.doing is None:
            self.doing = quote(self.end, item.start)
            self._account()
        if constraint.type not in DONE and STOPS.isdisjoint(self.doing.casefold().split()):
            return constraint
        return able_to(constraint, f"{self.what} {self.doing} {quote(item.start, item.end)}")

    def goes_on(self, item: Item, quote: Quote) -> bool:
        """Whether an unknown word, or a small one right behind it ("daily functions"), belongs to what is asked."""
        if self.doing is not None or item.kind == "word":
            return item.kind == "word" and self.doing is None
        if item.kind != "filler" or not self.words or _SMALL.fullmatch(item.text):
            return False
        return not quote(self.words[-1].end, item.start).strip()

    def alone(self, quote: Quote) -> Constraint | None:
        """The ability to do what only unknown words say; of small words, one that is known ("not willing to be …")."""
        if not self.words:
            return self._known(quote)
        start, end = self.words[0].start, self.words[-1].end
        end = next((p.end for p in self.plain if p.start > end and _LENGTH.fullmatch(quote(end, p.end))), end)
        self._account()
        text = quote(start, end)
        return able_to(Constraint("attestation", "", text, start, end), f"{self.what} {quote(self.end, end)}")

    def _known(self, quote: Quote) -> Constraint | None:
        if not self.plain:
            return None
        start, end = self.plain[0].start, self.plain[-1].end
        said = _ADJECTIVES.get(self.what)
        known = default_lexicon().whole(f"{said} {' '.join(quote(start, end).split())}") if said else None
        if known is None or known.label != "attestation":
            telling = [p for p in self.plain if not _SMALL.fullmatch(p.text) and p.text.casefold() not in _BARE]
            if len(telling) < _TELLING:
                return None
            end = telling[-1].end  # "unable to give consistent information"
            words = quote(self.end, end)
            return able_to(Constraint("attestation", "", quote(start, end), start, end), f"{self.what} {words}")
        return Constraint("attestation", known.name, quote(start, end), start, end, known.concept)

    def _account(self) -> None:
        """The words are part of the ability's name: they are not left over."""
        for word in self.words:
            word.kind = "filler"
        self.words = []
