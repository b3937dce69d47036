"""What the parts of the grammar share: the statement, what is made of it, and one clause."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

from eligo.logic.clause import Clause
from eligo.logic.denied_headers import Denied
from eligo.logic.items import Item
from eligo.logic.terms import Kind
from eligo.schema import Constraint, Node, Window

__all__ = ["DEEPEST", "GrammarBase", "Parse", "account_for"]

DEEPEST = 40
"""Exceptions, conditions and lists behind a colon within each other; deeper ones are read as one list."""


def account_for(items: Sequence[Item]) -> None:
    """Count the words as understood, also those in parentheses: something quotes them."""
    for item in items:
        item.kind = "filler" if item.kind == "word" else item.kind
        account_for(item.inside)


@dataclass(slots=True)
class Parse:
    """What the grammar made of a statement.

    Attributes:
        node: its tree, None where it has no leaf.
        list_op: the operator a header announces for the bullets below it (``and``, ``or``, ``at_least``), None: none.
        list_n: the number of ``at_least``.
        window, modifiers, condition: what a header says of the bullets below it.
        negated: a header denies them ("No history of:").
        denies: how a header denies its bullets with what it denies itself (`denied_list`).
        excepts: a header ends with "except": they are its exceptions.
        permits: it only allows something, and asks nothing.
        granted: what it allows.
        leads: it is the first of its kind.
        denying: how far the exclusions of its listing say what must not be.
        asks: what "must" be is asked of everybody, and not only of those whom a header lets in.
    """

    node: Node | None = None
    list_op: str | None = None
    list_n: int = 1
    window: Window | None = None
    modifiers: dict[str, str] = field(default_factory=dict)
    condition: Node | None = None
    condition_text: str = ""
    negated: bool = False
    denies: Denied | None = None
    excepts: bool = False
    permits: bool = False
    granted: Node | None = None
    leads: bool = False
    denying: int = 0
    asks: bool = True


class GrammarBase(ABC):
    """A statement that is being read.

    Args:
        kind: the kind of the criterion.
        source: the statement's text, whose first character is at `offset`; only quoted.
        parse: what is found is written to it.

    Attributes:
        overrides: conditions, each with the bounds that hold under it and its words.
    """

    def __init__(self, kind: Kind, source: str, offset: int, parse: Parse) -> None:
        self.kind, self.source, self.offset, self.parse = kind, source, offset, parse
        self.depth = 0
        self.overrides: list[tuple[Node, Node, str]] = []  # condition, bounds under it, its words

    @abstractmethod
    def parts(self, items: list[Item], kind: Kind) -> Node | None:
        """The tree of semicolon-separated parts, None where there is no leaf."""

    @abstractmethod
    def part(self, items: list[Item], kind: Kind) -> Node | None:
        """The tree of one part with its conditions and exceptions, None where there is no leaf."""

    @abstractmethod
    def sentence(self, items: list[Item]) -> tuple[Node | None, bool]:
        """The tree of one sentence, and whether it is an exception to what stands before it."""

    @abstractmethod
    def _paren(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """What ``( … )`` does to the term before it; gives the term as changed."""

    def clause(self, items: list[Item], kind: Kind) -> Node | None:
        """A list of terms with their qualifiers."""
        clause = Clause(kind, self.kind, self._paren, self._slice)
        clause.denying = self.parse.denying
        node = clause.read(items)
        if clause.list_op is not None:
            self.parse.list_op, self.parse.list_n = clause.list_op, clause.list_n
        if clause.pending_window is not None:
            self.parse.window = clause.pending_window
        self.parse.modifiers.update(clause.pending)
        self.parse.negated = node is None and clause.denies
        return node

    def _slice(self, start: int, end: int) -> str:
        return self.source[start - self.offset : end - self.offset]

    def _attested(self, items: list[Item]) -> Constraint:
        """What only a person can say of words that no leaf stands for; they are quoted, and so accounted for."""
        account_for(items)
        start, end = items[0].start, items[-1].end
        return Constraint("attestation", self._quote(items), self._slice(start, end), start, end)

    def _quote(self, items: Sequence[Item]) -> str:
        kept = [i for i in items if i.kind != "comma"]
        if not kept:
            return ""
        start, end = kept[0].start - self.offset, max(i.end for i in kept) - self.offset
        return " ".join(self.source[start:end].split())
