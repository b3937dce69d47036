"""The terms of a clause, and what its further words make of those already read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from eligo.logic.dating import date_term
from eligo.logic.graded import is_event
from eligo.logic.inability import Inability
from eligo.logic.items import Item
from eligo.logic.modifiers import and_said, apply_modifiers
from eligo.logic.recent import LEAD, called_recent
from eligo.logic.rewrite import map_asked, map_leaves
from eligo.logic.said import able_to, denied, is_bearer, is_generic, is_shortened, is_shown_by, is_summed, types
from eligo.logic.terms import Kind, Term, join
from eligo.logic.told_results import has_own_result, takes_result, told_result
from eligo.schema import AllOf, Constraint, Node, Not, Window
from eligo.schema.constraint import with_fields

__all__ = ["ClauseTerms", "Paren", "Quote"]

Paren = Callable[[Item, "Node | None", Kind], "Node | None"]
Quote = Callable[[int, int], str]

_NEAR = re.compile(r",?\s*(?:[^\s,;]+\s+){0,3}")  # between a thing and what says that it was not done
_MANNER = re.compile(r"\s+(?:under|with|by|via|through|using|according|as|solely|only|for|on|in)\b", re.I)


def _said_of(node: Node) -> bool:
    """Whether a grade, a severity or a state is said of a thing."""
    if not isinstance(node, Constraint):
        return False
    return node.grade is not None or node.severity is not None or node.status not in (None, "any")


_USED = frozenset({"drug", "procedure", "participation"})
_PAIRED = frozenset({"or", "and", "andor", "slash"})
_LISTED = frozenset({"or", "and", "andor", "slash", "comma"})


_WHEN_TESTED = frozenset({"att:adequate_organ_function"})
_PERSON = frozenset({"sex", "age"})
_WOMEN = frozenset({"sex", "reproductive"})


@dataclass(slots=True, eq=False)
class ClauseTerms:
    """What has been read of a clause.

    Args:
        kind: how the clause's list reads (a condition's is an inclusion's, also inside an exclusion).
        criterion: the kind of the criterion it stands in.
        paren: what a parenthesis makes of the term before it.
        quote: the text between two offsets.

    Attributes:
        pending: qualifiers that found nothing to qualify (a header's, for the bullets below it).
        pending_window: likewise a window.
        list_op, list_n: the operator that "any of the following" announces.
    """

    kind: Kind
    criterion: Kind
    _paren: Paren
    _quote: Quote
    pending_window: Window | None = None
    _ahead: Window | None = None  # "or recent (within 3 months) stroke": of the next thing only
    _adjectival: bool = False  # `pending_window` is that of "recent (within 3 months)", not of all that follows
    list_op: str | None = None
    list_n: int = 1
    _listed: int = -1  # how many terms stood before "any of the following"
    _list_dated: bool = False  # a time before the list that the clause is a part of
    _list_link: str = "none"  # what joins the list to them
    _connector: str = "none"
    _negation: int | None = None
    _opposed: bool = False  # a negation, and nothing since
    _fresh: bool = False  # a negation that has not met a term yet
    _single: bool = False  # a negation of the next thing only
    _passive: bool = False  # a negation of what is done to the last thing
    _recovering: int | None = None  # how many terms stood before "recovered from"
    _recovery: Term | None = None  # the recovery itself, which is asked where no grade is
    _exemplified: bool = False
    _opens: bool = False  # "evidence of": the qualities that follow are those of the next thing
    _degree: str | None = None  # how bad a reaction must have been: "severe hypersensitivity to"
    _dangling: bool = False  # a relation that still awaits what it is to: "refractory to or …"
    _headless: bool = False  # what a list exemplifies has no leaf of its own
    _group: int = 0  # "with either A or B", "namely A or B": a list of its own within the clause
    _defining: bool = False  # "i.e.," has been read, and nothing since
    _kinds: bool = False  # "including": what follows are kinds of it, each named for its own sake
    denying: int = 0  # how far the listing's exclusions say what must not be
    _unwanted: str = ""  # "no", "not", with which an exclusion begins
    _unable: Inability | None = None
    _willing: Inability | None = None  # an ability that is asked for
    _moot: bool = False  # "with or without": what follows is not asked
    _harmless: bool = False
    _begins: int = -1  # where the clause starts
    _first: int = -1  # where the clause's first item of weight starts
    _end: int = -1  # of the last leaf
    _either_ahead: bool = False
    _shared_head: bool = False  # adjectives of a list share its last noun: "renal, hepatic or heart disease"
    _defined: int = 0  # how many terms stood before "defined as"
    _loose: bool = False  # a comma before the conjunction
    _verbed: bool = False  # alternatives that have verbs of their own
    _unread_time: Item | None = None  # a window that dates unknown words, as far as we know
    _worded: bool = False  # an unknown word stands since the last leaf
    _unread: bool = False  # an unknown word stands since the last leaf or conjunction
    _bare: Node | None = None  # the last term as it was before a qualifier behind it
    _absorbing: bool = False  # the last leaf was no term of its own
    _non: int = -1  # where the last negation ends, if it was a prefix: "non-"
    _of_all: bool = False  # "…, who use steroids": said of people that are named already
    _others: bool = False  # "or patients with …": people are named once more
    _based: bool = False  # "based on": likewise the examinations that follow
    _proving: bool = False  # "confirmed by": what follows shows the last term, and is not asked for itself
    _judged_apart: bool = False  # "A or any other disease that might interfere"
    _beside: Sequence[Item] = ()  # what is read apart, behind a judgement
    _judged_denied: bool = False  # "no disease precluding participation"
    terms: list[Term] = field(default_factory=list)
    pending: dict[str, str] = field(default_factory=dict)
    _leading: list[Term] = field(default_factory=list)  # the terms before "any of the following"
    _dropped: list[Term] = field(default_factory=list)  # what named nothing in particular
    _class_said: dict[str, str] = field(default_factory=dict)  # right before a class: "symptomatic NYHA III"
    _over: tuple[str, bool] | None = None  # what joined the next thing before "or" did, which may join its qualities
    _shared: dict[str, list[str]] = field(default_factory=dict)  # the same, of the term before
    _either: dict[str, list[str]] = field(default_factory=dict)  # "untreated or symptomatic", before the thing is named
    _proof: list[Constraint] = field(default_factory=list)  # the things that show it
    _judged: list[Item] = field(default_factory=list)  # "would interfere with …": what someone must judge

    def _tells_of_a_person(self) -> bool:
        """ "Women with inflammatory or autoimmune disease": what follows a sex or an age is said of it."""
        last = self.terms[-1] if self.terms else None
        if last is None or last.connector != "none" or not last.types <= _PERSON:
            return False
        said = bool(self.pending) or (self._worded and last.types == {"sex"})
        return self._connector == "with" or (self._connector == "none" and said)

    def _windowed(self, constraint: Constraint) -> Constraint:
        window = self._ahead or self.pending_window
        return constraint if window is None or constraint.window is not None else replace(constraint, window=window)

    def _drop_bearers(self) -> None:
        """ "MSI-high or mismatch repair deficient tumors" ask for no tumour beside the biomarkers."""
        for left, right in zip(list(self.terms), self.terms[1:], strict=False):
            if left.family == "numeric" and right.connector in {"none", "with"} and is_shown_by(right.node):
                self.terms.remove(right)  # "INR > 1.4 on laboratory testing"
                continue
            if left.types == {"biomarker"} and right.connector == "none" and is_bearer(right.node):
                self.terms.remove(right)

    def _drop_generic(self) -> None:
        """ "A medical condition requiring immunosuppressants" asks about the immunosuppressants.

        "Laboratory tests with ALT > 3 × ULN or INR > 1.5" ask about these.
        """
        if any(t.types == {"measurement"} for t in self.terms) and any(is_summed(t.node) for t in self.terms):
            self.terms = [t for t in self.terms if not is_summed(t.node)]
            self.terms[0].connector = "none"
        for left, right in zip(list(self.terms), self.terms[1:], strict=False):
            asked = self._recovering is None and is_event(left.node)
            if asked and (right.connector == "cause" or _said_of(left.node)):
                continue  # "persistent toxicities caused by chemotherapy" ask for the toxicities
            if right.connector in {"with", "cause", "none"} and is_generic(left.node):
                right.connector = left.connector
                if right.negation is None:  # "not willing to use contraception"
                    right.negation = left.negation
                self.terms.remove(left)
                self._dropped.append(left)

    def _confirmed(self) -> bool:
        """ "Pneumonia confirmed by CT": the word behind the thing is said of that."""
        if self.pending.keys() != {"certainty"} or self.pending["certainty"] != "confirmed":
            return False
        if not self.terms or self._connector not in {"none", "comma"} or self.terms[-1].types != {"condition"}:
            return False
        self._qualify_last(self.pending)
        self.pending, self._connector = {}, "none"
        return True

    def _counts_lines(self) -> bool:
        """Whether the last term is a number of lines that an inclusion asks for."""
        if self.kind != "inclusion" or self.criterion != "inclusion" or not self.terms:
            return False
        node = self.terms[-1].node
        return isinstance(node, Constraint) and node.lines is not None and node.lines.low is not None

    def _deny_quality(self, window: Window | None = None) -> bool:
        """ "Brain metastases that have not been stable for 4 weeks": a negation that meets a qualifier only denies it.

        Args:
            window: the time behind the qualifier.
        """
        if not self._fresh or self._negation is None or not self.terms or not self.pending:
            return False
        if self._connector not in {"none", "comma"} or self._unread:  # "arrhythmia, not symptomatic"
            return False  # "multiple sclerosis who do not accept current …": of what is not known
        last, said = self.terms[-1], dict(self.pending)
        qualified = map_leaves(
            last.node, lambda c: apply_modifiers(replace(c, window=window) if window is not None else c, said)
        )
        if qualified == last.node or last.negation is not None:
            return False
        last.node = AllOf((last.node, Not(qualified)))
        self.pending, self._fresh, self._negation, self._connector = {}, False, None, "none"
        return True

    def _deny(self, at: int, *, whole: bool = False) -> None:
        """ "A, B or C are excluded": the list before it; of "HIV and taking steroids" only who has both.

        Args:
            whole: also what the last thing is said of: "class III heart failure", "HER2-negative breast cancer".
        """
        if len(self.terms) == 2 and self.terms[1].connector == "and" and not self.terms[1].loose:
            one, two = self.terms
            if one.types != two.types and one.negation is two.negation is None:
                self.terms = [Term(AllOf((one.node, two.node)), one.types | two.types, one.connector, at)]
                return
        tied = False
        for term in reversed(self.terms):
            alike = term.family == self.terms[-1].family or term.types | self.terms[-1].types <= _WOMEN
            if not alike and not (whole and tied):
                break
            term.negation = at
            if whole and term.connector == "and" and term.types <= _WOMEN:
                term.connector = "or"  # "pregnant and lactating women are excluded"
            tied = term.connector in {"none", "with", "cause", "or", "andor"}
            if term.connector in {"none", "with", "cause"} and not whole:
                break

    def _undone(self, item: Item) -> None:
        """ "MRI was not performed", "infection ruled out by culture"; but "surgery not performed under anesthesia"."""
        if (
            not self.terms
            or self._connector not in {"none", "comma"}
            or not _NEAR.fullmatch(self._quote(self._end, item.start))
        ):
            return
        last = self.terms[-1].node
        if item.value == "indication" and isinstance(last, Constraint) and last.type in {"drug", "procedure"}:
            self.terms[-1].node = able_to(last, f"indication for {self._quote(last.start, last.end)}")
            self.terms[-1].negation, self._connector = item.start, "none"
        elif "not" in item.text.casefold().split() and _MANNER.match(self._quote(item.end, item.end + 12)):
            self._negation, self._fresh, self._opposed = item.start, True, True
        else:
            self._connector = "none"
            self._deny(item.start)

    def _inability(self) -> None:
        """An ability denied that only unknown words name ("unable to climb stairs") is a term of its own."""
        if self._unable is None or not self._fresh or self._unable.start != self._negation:
            return
        ability = self._unable.alone(self._quote)
        if ability is not None:
            self.terms.append(Term(ability, frozenset({"attestation"}), self._connector, self._negation))
            self._connector, self._fresh, self._negation = "none", False, None
            self._unable = None

    def _will(self) -> None:
        """An ability asked for that only unknown words name ("able to climb stairs") is a term of its own."""
        willing, self._willing = self._willing, None
        if willing is None or willing.doing is not None or not willing.words:
            return
        ability = willing.alone(self._quote)
        if ability is not None:
            negation = self._negation if self._fresh and (self._negation or 0) < willing.start else None
            self.terms.append(Term(ability, frozenset({"attestation"}), self._connector, negation))
            self._connector = "none"
            self._fresh = self._fresh and negation is None

    def _share_result(self, result: str) -> None:
        """ "RAS and BRAF wild-type": the result that the last name ends with is said of the others as well."""
        for left, right in zip(self.terms[-2::-1], self.terms[:0:-1], strict=False):
            node = left.node
            if not isinstance(node, Constraint) or node.type != "biomarker" or told_result(node) is not None:
                break
            if right.connector not in {"and", "or", "andor", "slash", "comma"} or node.low != node.high:
                break
            left.node = replace(node, result=result)

    def _qualify_glued(self, modifiers: dict[str, str]) -> None:
        """ "Fluoropyrimidine- and platinum-refractory": what is glued to the last is said of both."""
        for n, term in reversed(list(enumerate(self.terms))):
            term.node = map_leaves(term.node, lambda c: apply_modifiers(c, modifiers))
            before = self.terms[n - 1].node if n else None
            shared = isinstance(before, Constraint) and self._quote(before.end, before.end + 1) == "-"
            taken = "relation" in modifiers and self._hands_on(n)
            if not taken and (not shared or term.connector not in {"or", "and", "andor", "slash", "comma"}):
                break

    def _qualify_last(self, modifiers: dict[str, str]) -> None:
        """A qualifier behind the thing it qualifies; a result ("… or C positive") is said of the whole list."""
        listed = False  # "A, B or C positive": a conjunction has been passed
        for n, term in reversed(list(enumerate(self.terms))):
            if "result" in modifiers and "result" in term.carried:
                break
            self._bare = term.node
            term.node = map_asked(term.node, lambda c: denied(apply_modifiers(c, and_said(c, modifiers)), modifiers))
            if "result" in modifiers:
                term.carried = {**term.carried, "result": modifiers["result"]}
            if listed and "result" in modifiers and term.connector == "comma" and takes_result(self.terms[n - 1]):
                continue
            taken = "relation" in modifiers and self._hands_on(n)
            if taken and term.connector == "comma":
                continue
            if term.connector not in {"or", "and", "andor", "slash"}:
                break
            if n and "result" in modifiers and has_own_result(self.terms[n - 1]):
                break
            listed = True
            if taken:
                continue  # "opioid or fentanyl intolerance"
            if "result" not in modifiers and not (n and is_shortened(self.terms[n - 1].node)):
                break

    def _hands_on(self, n: int) -> bool:
        """Whether the relation behind a list is said of the term before the `n`th as well: "A, B or C intolerance"."""
        term, last = self.terms[n], self.terms[-1]
        listed = last.connector in _PAIRED and all(t.connector in _LISTED for t in self.terms[n:])
        if not n or not listed or (term.loose and (n < 2 or self.terms[n - 1].connector != "comma")):
            return False  # "aspirin, or heparin intolerance"
        before = self.terms[n - 1].node
        return isinstance(before, Constraint) and before.type == "drug" and before.relation in {None, "exposure"}

    def _alternative(self) -> None:
        """ "Brain metastases that are symptomatic or untreated": the thing again, with the other qualifier."""
        if self.pending and self._bare is not None and self._connector in {"or", "andor", "comma"}:
            other = map_leaves(self._bare, lambda c: apply_modifiers(c, self.pending))
            if other != self._bare:
                self.terms.append(Term(other, self.terms[-1].types, self._connector, self.terms[-1].negation))
                self.pending, self._connector = {}, "none"

    def _again_at(self, window: Window | None) -> bool:
        """ "Use of A within 30 days, or planned use during the study": the same things at another time."""
        if (
            window is None
            or not self.terms
            or self._connector not in {"or", "andor"}
            or self.pending.keys() != {"role"}
        ):
            return False
        at = len(self.terms) - 1
        if not self.terms[at].types <= _USED or not self.terms[at].types:
            return False
        while at and self.terms[at].connector in _LISTED and self.terms[at - 1].types == self.terms[at].types:
            at -= 1
        said = dict(self.pending)
        again: list[Term] = []
        for term in self.terms[at:]:
            node = map_leaves(term.node, lambda c: apply_modifiers(with_fields(c, window=window), said))
            connector = "or" if not again else term.connector
            again.append(Term(node, term.types, connector, term.negation, windowed=True))
        self.terms += again
        self.pending, self._connector = {}, "none"
        return True

    def _own_time(self, said: Window) -> None:
        """ "Any of the following at screening: A in the last year; B": what has its own time has not the list's.

        Args:
            said: the time of the list; a visit gives way before all of a list that is dated at its end.
        """
        visit = said.from_ in {None, "P0D"} and said.to in {None, "P0D"}
        for term in self.terms if visit else self.terms[-1:]:
            if not term.windowed:
                term.node = map_leaves(term.node, lambda c: with_fields(c, window=None) if c.window == said else c)
        self.pending_window = None if visit else said

    def _time(self, window: Window | None) -> None:
        """A window belongs to the term before it; one that ends a list dates the whole list (`spread_windows`)."""
        if window is None or (self._absorbing and self._recovering is not None):
            return
        if self._proof and self._absorbing:  # "confirmed by CT within 48 hours": when, is asked of the CT
            shown = join("or", [replace(c, window=window) for c in self._proof])
            apart = self.terms[-1].negation is not None
            link, group = ("and", self._group + 1) if apart else ("none", self._group)
            self.terms.append(Term(shown, types(shown), link, windowed=True, group=group))
            self._proof = []
            return
        if not self.terms or all(t.types == {"attestation"} for t in self.terms):
            self.pending_window = self.pending_window if self._listed >= 0 and self.pending_window else window
            last = self.terms[-1].node if self.terms else None
            tested = isinstance(last, Constraint) and last.concept is not None and last.concept.id in _WHEN_TESTED
            if isinstance(last, Constraint) and tested and last.window is None:
                self.terms[-1].node = replace(last, window=window)
            return
        if self.pending_window is not None and (self._list_dated or self._listed >= 0):
            self._own_time(self.pending_window)
        if self._listed == len(self.terms):  # "surgery or any of the following within 3 months:"
            self.pending_window = window
        last = self.terms[-1].node
        self.terms[-1].recent = isinstance(last, Constraint) and called_recent(self._lead(last.start))
        date_term(self.terms, window)

    def _lead(self, start: int) -> str:
        """The end of what the clause says before an offset."""
        return self._quote(max(self._begins, start - LEAD), start)
