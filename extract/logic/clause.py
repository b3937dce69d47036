"""One clause: terms with the negations, qualifiers and time windows that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from eligo.concepts.generic import generic_concepts
from eligo.logic.coordination import Kind, Term, coordinate, family, join
from eligo.logic.dating import date_term, spread_windows
from eligo.logic.graded import drop_graded, fold_definition, is_event
from eligo.logic.inability import Inability
from eligo.logic.items import Item
from eligo.logic.modifiers import MODIFIERS, apply_modifiers, carries
from eligo.logic.rewrite import map_leaves
from eligo.logic.said import (
    contextual,
    denied,
    ending_result,
    general,
    is_ability,
    is_generic,
    is_inability,
    is_negative,
    is_opinion,
    is_outside,
    is_shortened,
    is_spoken,
    said_within,
    span,
    types,
)
from eligo.schema import AllOf, Constraint, Node, Not, Window

__all__ = ["NO_AMONG_EXCLUSIONS", "Clause"]

NO_AMONG_EXCLUSIONS = "“No …” among the exclusions is read as what must not be there"
"""What is assumed then."""

_TOXIC = frozenset({"condition", "drug", "procedure"})  # what one recovers from
_RANK = {"none": 0, "comma": 1, "slash": 2, "and": 3, "or": 4, "andor": 5, "with": 6, "cause": 6}
_CONJUNCTIONS = frozenset({"and", "or", "andor"})
_JOINS = frozenset({*_CONJUNCTIONS, "comma", "slash", "with", "cause"})
_EITHER = frozenset({"severity", "relation", "status"})
_NORMS = ("must not", "should not", "may not", "cannot", "can not", "shall not")
_LISTS = {"list_any": "or", "list_all": "and", "list_n": "at_least", "list_most": "at_most"}

Paren = Callable[[Item, "Node | None", Kind], "Node | None"]
Quote = Callable[[int, int], str]


class Clause:
    """Reads the items of a clause, left to right.

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

    def __init__(self, kind: Kind, criterion: Kind, paren: Paren, quote: Quote) -> None:
        self.kind: Kind = kind
        self.criterion: Kind = criterion
        self._paren = paren
        self._quote = quote
        self.terms: list[Term] = []
        self.pending: dict[str, str] = {}
        self.pending_window: Window | None = None
        self.list_op: str | None = None
        self.list_n = 1
        self._listed = -1  # how many terms stood before "any of the following"
        self._connector = "none"
        self._negation: int | None = None
        self._opposed = False  # a negation, and nothing since
        self._fresh = False  # a negation that has not met a term yet
        self._recovering: int | None = None  # how many terms stood before "recovered from"
        self._exemplified = False
        self._group = 0  # "with either A or B", "namely A or B": a list of its own within the clause
        self._defining = False  # "i.e.," has been read, and nothing since
        self._kinds = False  # "including": what follows are kinds of it, each named for its own sake
        self._unwanted = False  # "No …" under an exclusion heading
        self._unable: Inability | None = None
        self._moot = False  # "with or without": what follows is not asked
        self._harmless = False
        self._shared: dict[str, list[str]] = {}  # the same, of the term before
        self._either: dict[str, list[str]] = {}  # "untreated or symptomatic", before the thing is named
        self._first = -1  # where the clause's first item of weight starts
        self._end = -1  # of the last leaf
        self._either_ahead = False
        self._defined = 0  # how many terms stood before "defined as"
        self._loose = False  # a comma before the conjunction
        self._bare: Node | None = None  # the last term as it was before a qualifier behind it
        self._absorbing = False  # the last leaf was no term of its own
        self._judged: list[Item] = []  # "would interfere with …" and what follows: someone must judge it

    def read(self, items: Sequence[Item]) -> Node | None:
        """The clause's tree, None where it has no term."""
        self._first = next((i.start for i in items if i.kind != "filler"), -1)
        for item in items:
            self._take(item)
        self._inability()
        self._alternative()
        severe = self._connector == "comma" and self.pending.keys() <= {"severity"}  # "prednisone, stable for 4 weeks"
        if self.terms and self.pending and (severe or self._connector == "none"):
            # "hepatitis B, positive": a qualifier behind the thing it qualifies
            self._qualify_last(self.pending)
            self.pending = {}
        if self.terms:
            self.pending = {}
        if self.terms and self._ends_open(items):  # "active infection, including:", and bullets
            self.pending = {k: v for k, v in self.terms[-1].carried.items() if k == "status"}
        if self.pending_window is None:
            spread_windows(self.terms)
        default = {"or": "or", "and": "and"}.get(self.list_op or "")
        if self._recovering is not None and any(t.types == {"score"} for t in self.terms[self._recovering :]):
            kept = self.terms[: self._recovering]
            self.terms = [*kept, *(t for t in self.terms[len(kept) :] if not t.types <= _TOXIC)]
        drop_graded(self.terms)
        self._drop_generic()
        least = self.list_n if self.list_op == "at_least" else 0
        most = self.list_n if self.list_op == "at_most" else None
        judgement = self._judgement()
        fold_definition(self.terms, self._defined, self.kind)
        both = any(i.kind == "filler" and i.text.casefold() == "both" for i in items)
        node = coordinate(self.terms, self.kind, default=default, least=least, most=most, together=both)
        if judgement is None:
            return node
        return judgement if node is None else AllOf((node, judgement))

    @property
    def denies(self) -> bool:
        """Whether a negation has met nothing ("No history of:")."""
        return self._fresh and self._negation is not None and not self.terms

    @staticmethod
    def _ends_open(items: Sequence[Item]) -> bool:
        kinds = [i.kind for i in items if i.kind not in {"filler", "colon"}]
        return kinds[-1:] == ["example"]

    def _drop_generic(self) -> None:
        """ "A medical condition requiring immunosuppressants" asks about the immunosuppressants."""
        for left, right in zip(list(self.terms), self.terms[1:], strict=False):
            if right.connector in {"with", "cause", "none"} and is_generic(left.node):
                right.connector = left.connector
                if right.negation is None:  # "not willing to use contraception"
                    right.negation = left.negation
                self.terms.remove(left)

    def _judgement(self) -> Node | None:
        """What someone must judge: the opinion named, else the harm feared."""
        opinions = [t for t in self.terms if t.types == {"attestation"} and is_opinion(t.node)]
        if not opinions and not self._judged:
            return None
        beside = opinions or self._judged  # one judgement is enough, and "any condition" beside it asks nothing more
        self.terms = [
            t for t in self.terms if t not in opinions and not (beside and (is_generic(t.node) or is_spoken(t.node)))
        ]
        if self.terms:
            self.terms[0].connector = "none"
        if opinions:
            return opinions[0].node
        for item in self._judged:  # "that could, in the investigator's opinion, interfere with …"
            if item.leaf is not None and is_opinion(item.leaf.constraint):
                return item.leaf.constraint
        start, end = self._judged[0].start, self._judged[-1].end
        text = self._quote(start, end)
        return Constraint("attestation", " ".join(text.split()), text, start, end)

    def _take(self, item: Item) -> None:
        kind = item.kind
        if self._harmless:
            return
        if kind == "judge" and self._fresh and self.terms:
            self._harmless = True  # "…, which do not pose a risk": no more is asked
        elif self._judged or kind == "judge":
            self._judged.append(item)
        elif kind == "leaf":
            self._leaf(item)
        elif kind == "with" and not self.terms and item.text.casefold().startswith("requir"):
            self.pending.setdefault("role", "concurrent")  # "requires dialysis"
        elif kind in _JOINS:
            self._join(kind)
        elif kind in MODIFIERS:
            self._modifier(item)
        elif kind == "time":
            self._time(item.window)
        elif kind == "not" and item.value.startswith("exclusion=") and self.criterion == "exclusion":
            return  # "are excluded if …" says what its heading says
        elif kind == "not":
            self._not(item)
            if item.value:  # "no known allergy to": a negation that qualifies as well
                category, _, value = item.value.partition("=")
                if category == "exclusion":
                    return
                if category == "ability":
                    self._unable = Inability(item.start, item.end, value)
                else:
                    self.pending[category] = value
        elif kind == "neg_post":
            if self.criterion == "inclusion":
                self._deny(item.start)
        elif kind == "paren":
            self._parenthesis(item)
        elif kind == "word" and self._unable is not None and self._fresh:
            self._unable.words.append(item)
        elif kind == "moot":
            self._moot = True
        elif kind == "naive":
            if self.terms and self._connector == "none" and (item.value != "glued" or item.start <= self._end + 1):
                self.terms[-1].node = Not(self.terms[-1].node)
        elif kind == "but":
            self._negation = None
            self._join("and")
        elif kind == "filler" and item.text.casefold() == "either":
            self._either_ahead = True
        elif kind in _LISTS:
            self.list_op, self.list_n, self._listed = _LISTS[kind], int(item.value or 1), len(self.terms)
        elif kind in {"whom", "if"} and item.value:  # "in patients receiving …"
            self.pending["role"] = item.value
        elif kind == "recover":
            event = next((n for n, t in enumerate(self.terms) if is_event(t.node)), len(self.terms))
            self._recovering = event  # "any toxicity of chemotherapy that has recovered to grade 1"
        elif kind == "example":
            self._exemplified, self._kinds = True, item.value == "kinds" and self.kind == "exclusion"
        elif kind == "define":
            self._connector, self._defining = "none", True
            self._group += item.value == "list"
            self._defined = self._defined or len(self.terms)
        elif kind == "modal" and not self._fresh:
            self._negation = None

    def _not(self, item: Item) -> None:
        """A negation; what an exclusion says "must not" be is what excludes ("Participants must not be pregnant")."""
        if self.criterion == "exclusion" and self.kind == "exclusion":
            words = " ".join(item.text.casefold().split())
            if words.startswith(_NORMS) and not item.value:
                return
            self._unwanted = words.split()[0] == "no" and item.start == self._first
        if self._opposed:  # "must not be without", "no patient without": two negations are none
            self._negation, self._fresh, self._unwanted, self._opposed = None, True, False, False
            return
        self._negation, self._fresh, self._opposed = item.start, True, True

    def _deny(self, at: int) -> None:
        """ "A, B or C are excluded": the list before it."""
        for term in reversed(self.terms):
            if term.family != self.terms[-1].family:
                break
            term.negation = at
            if term.connector in {"none", "with", "cause"}:
                break

    def _join(self, connector: str) -> None:
        if self._defining and connector == "comma":
            return
        self._opposed = False
        ahead = not self.terms or self._connector != "none"  # what is pending qualifies the next thing
        if ahead and connector in {"or", "andor"}:
            said = [category for category in self.pending if category in _EITHER]
            if len(said) > 1:
                said = [category for category in said if category != "status"]  # "untreated or symptomatic metastases"
            for category in said:
                self._either.setdefault(category, []).extend(self.pending.pop(category).split(", "))
        if connector in {"cause", "with", "comma"}:  # "inability to climb stairs due to stroke"
            self._inability()
            self._moot = False
        if not self.terms:
            if connector == "cause" and self._unable is not None:
                self._negation = self._unable = None
            return
        enclosed = connector == self._connector == "comma"  # "hypertension, uncontrolled, or …"
        self._alternative()
        if self.pending and (enclosed or self._connector == "none"):  # "arrhythmia requiring treatment, or …"
            self._qualify_last(self.pending)
            self.pending = {}
        if connector in _CONJUNCTIONS:
            self._loose = self._connector == "comma"
            self._connector = connector
        elif self._connector not in _CONJUNCTIONS and _RANK[connector] > _RANK[self._connector]:
            self._connector = connector  # "or combined with" stays "or"
        if connector in {"with", "cause"}:
            self._exemplified = False

    def _leaf(self, item: Item) -> None:
        assert item.leaf is not None
        if self._moot:
            return
        constraint = item.leaf.constraint
        constraint = self._able(constraint, item)
        connector, self._connector = self._connector, "none"
        self._defining = self._opposed = False
        last = self.terms[-1] if self.terms else None
        self._absorbing = self._absorbed(constraint, last, connector)
        if self._absorbing:
            self.pending = {}
            return
        if self._exemplified and self.kind == "exclusion" and connector in {"none", "and", "comma"}:
            connector = "or"  # "abnormalities including A, B and C": each excludes
        carried = {k: v for k, v in (last.carried if last else {}).items() if carries(k, connector)}
        modifiers = {**carried, **said_within(item, self._quote(item.end, item.end + 24)), **self.pending}
        own, self.pending = self.pending, {}
        named = constraint
        constraint = self._windowed(contextual(apply_modifiers(named, modifiers), item, modifiers))
        if last is not None and not self._fresh and not self._same_scope(last, constraint, connector):
            self._negation = None
        self._fresh = False
        negative = is_negative(constraint, modifiers) or is_outside(constraint)
        node: Node = Not(constraint) if negative else constraint
        for category, words in self._either_of(connector, own).items():
            last_word, *shared = modifiers.get(category, "").split(", ")  # "advanced or metastatic, unresectable …"
            either = [", ".join((w, *shared)) for w in dict.fromkeys((*words, last_word)) if w]
            said = [{**modifiers, category: w} for w in either]
            if category == "status":  # "active or latent tuberculosis"
                plain = {k: v for k, v in modifiers.items() if k != "status"}
                whole = general(named) or (named if own else None)
                common = {k: v for k, v in plain.items() if k not in own}
                first = apply_modifiers(whole or named, {**common, "status": words[0]})
                pair = [first, apply_modifiers(named, modifiers)] if whole is not None else [first]
                node = join("or", [self._windowed(contextual(c, item, modifiers)) for c in pair])
                continue
            if category == "experiencer":  # "personal or family history of": history is the patient's
                said = [{k: v for k, v in m.items() if k != "status" or m[category] == "patient"} for m in said]
            node = join("or", [self._windowed(contextual(apply_modifiers(named, m), item, m)) for m in said])
            self._shared = {category: either}
        negation = self._negation
        if self._unwanted and negation is not None and constraint.type == "condition":
            negation = None
            node = map_leaves(node, lambda c: replace(c, assumed=(*c.assumed, NO_AMONG_EXCLUSIONS)))
        if is_inability(constraint):
            negation = item.start if negation is None else None
        if connector == "none" and last is not None and _one_expression(last.node, constraint):
            connector = "slash"  # "blood pressure > 160/100"
        term = Term(node, frozenset({constraint.type}), connector, negation, carried=modifiers, group=self._group)
        term.either, term.loose, self._either_ahead, self._loose = self._either_ahead, self._loose, False, False
        if last is not None and constraint.type == "sex" and last.types == {"sex"}:
            merged = {v for n in (last.node, constraint) if isinstance(n, Constraint) for v in n.values or ()}
            last.node = span(last.node, replace(constraint, values=tuple(sorted(merged, reverse=True))))
            return
        self.terms.append(term)
        self._bare, self._end = None, item.end
        result = ending_result(item)
        if result is not None:
            self._share_result(result)

    def _share_result(self, result: str) -> None:
        """ "RAS and BRAF wild-type": the result that the last name ends with is said of the others as well."""
        for left, right in zip(self.terms[-2::-1], self.terms[:0:-1], strict=False):
            node = left.node
            if not isinstance(node, Constraint) or node.type != "biomarker" or node.result is not None:
                break
            if right.connector not in {"and", "or", "andor", "slash", "comma"} or node.low != node.high:
                break
            left.node = replace(node, result=result)

    def _able(self, constraint: Constraint, item: Item) -> Constraint:
        """The ability to do what a constraint names, where the clause denies that: "unable to undergo A or B"."""
        if self._unable is None or self._unable.start != self._negation:
            return constraint
        if not self._fresh and self._connector in {"none", "with", "cause"}:  # "unable to undergo A because of B"
            self._unable = self._negation = None
            return constraint
        return self._unable.of(constraint, item, self._quote)

    def _inability(self) -> None:
        """An ability denied that only unknown words name ("unable to climb stairs") is a term of its own."""
        if self._unable is None or not self._fresh or self._unable.start != self._negation:
            return
        ability = self._unable.alone(self._quote)
        if ability is not None:
            self.terms.append(Term(ability, frozenset({"attestation"}), self._connector, self._negation))
            self._connector, self._fresh, self._negation = "none", False, None
            self._unable = None

    def _windowed(self, constraint: Constraint) -> Constraint:
        if self.pending_window is None or constraint.window is not None:
            return constraint
        return replace(constraint, window=self.pending_window)

    def _either_of(self, connector: str, own: dict[str, str]) -> dict[str, list[str]]:
        """Qualifiers of which one must fit; a first item's are the next's ("allergy or intolerance to A or B")."""
        found, self._either = self._either, {}
        kept, self._shared = self._shared, {}
        if not found:
            found = {c: words for c, words in kept.items() if carries(c, connector) and c not in own}
        return found

    def _absorbed(self, constraint: Constraint, last: Term | None, connector: str) -> bool:
        """Examples do not restrict; the toxicities one has recovered from are part of the grade that says so."""
        if self._exemplified and not self._kinds and last is not None and constraint.type in last.types:
            return True
        if connector == "none" and constraint.type == "attestation" and last is not None:
            spoken = last.types == {"attestation"} and not is_opinion(constraint) and not is_opinion(last.node)
            if spoken and not is_generic(last.node):
                return True  # "refusal to give consent" is one thing to ask
        if constraint.concept is not None and constraint.concept.id in generic_concepts("recovery"):
            self._recovering = len(self.terms)
            return True
        if self._recovering is None or constraint.type not in _TOXIC:
            return False
        return any(t.types == {"score"} for t in self.terms[self._recovering :])

    def _same_scope(self, last: Term, constraint: Constraint, connector: str) -> bool:
        """Whether one negation reaches from a term to the next."""
        if self._negation is None or (connector == "cause" and last.types <= {"drug", "procedure"}):
            return True
        alike = last.family == family(constraint.type)
        return connector != "none" and alike and (last.family == "clinical" or is_ability(constraint))

    def _modifier(self, item: Item) -> None:
        glued = item.start == self._end + 1 and self.terms and self.terms[-1].types == {"drug"}
        if glued and item.value in {"refractory", "resistance"}:  # "platinum-refractory"
            self._qualify_glued({"relation": "resistance"})
            return
        if glued and item.kind in {"role", "relation"}:  # "trastuzumab-pretreated"
            self._qualify_glued({item.kind: item.value})
            return
        ahead = item.kind == "result" and item.text.casefold().endswith(" for")  # "positive for hepatitis C"
        if item.kind == "result" and self.terms and self._connector == "none" and not ahead:
            self._qualify_last({item.kind: item.value})
        elif item.value == "patient or family":  # "personal or family history of"
            self._either["experiencer"] = ["patient"]
            self.pending |= {"experiencer": "family", "status": "history"}
        elif item.kind == "severity" and item.kind in self.pending:  # "severe, uncontrolled"
            self.pending[item.kind] = f"{self.pending[item.kind]}, {item.value}"
        else:
            self.pending[item.kind] = item.value
            if ahead:
                self.pending.setdefault("certainty", "confirmed")

    def _qualify_glued(self, modifiers: dict[str, str]) -> None:
        """ "Fluoropyrimidine- and platinum-refractory": what is glued to the last is said of both."""
        for n, term in reversed(list(enumerate(self.terms))):
            term.node = map_leaves(term.node, lambda c: apply_modifiers(c, modifiers))
            before = self.terms[n - 1].node if n else None
            shared = isinstance(before, Constraint) and self._quote(before.end, before.end + 1) == "-"
            if not shared or term.connector not in {"or", "and", "andor", "slash", "comma"}:
                break

    def _qualify_last(self, modifiers: dict[str, str]) -> None:
        """A qualifier behind the thing it qualifies; a result ("… or C positive") is said of the whole list."""
        for n, term in reversed(list(enumerate(self.terms))):
            if "result" in modifiers and "result" in term.carried:
                break
            self._bare = term.node
            term.node = map_leaves(term.node, lambda c: denied(apply_modifiers(c, modifiers), modifiers))
            if "result" in modifiers:
                term.carried = {**term.carried, "result": modifiers["result"]}
            if term.connector not in {"or", "and", "andor", "slash"}:
                break
            if "result" not in modifiers and not (n and is_shortened(self.terms[n - 1].node)):
                break

    def _alternative(self) -> None:
        """ "Brain metastases that are symptomatic or untreated": the thing again, with the other qualifier."""
        if self.pending and self._bare is not None and self._connector in {"or", "andor", "comma"}:
            other = map_leaves(self._bare, lambda c: apply_modifiers(c, self.pending))
            if other != self._bare:
                self.terms.append(Term(other, self.terms[-1].types, self._connector, self.terms[-1].negation))
                self.pending, self._connector = {}, "none"

    def _time(self, window: Window | None) -> None:
        """A window belongs to the term before it; one that ends a list dates the whole list (`spread_windows`)."""
        if window is None or (self._absorbing and self._recovering is not None):
            return
        if not self.terms or all(t.types == {"attestation"} for t in self.terms):
            self.pending_window = window
            return
        if self._listed == len(self.terms):  # "surgery or any of the following within 3 months:"
            self.pending_window = window
        date_term(self.terms, window)

    def _parenthesis(self, item: Item) -> None:
        named = [i.leaf.constraint.type for i in item.inside if i.leaf is not None]
        if self._exemplified and not self._kinds and self.terms and named and {*named} <= self.terms[-1].types:
            return  # "such as Brandname (ingredient), …"
        if self._connector != "none" or not self.terms:
            node = self._paren(item, None, self.kind)
            if node is not None:
                self.terms.append(Term(node, types(node), self._connector, self._negation))
                self._connector = "none"
            return
        windows = [i.window for i in item.inside if i.kind == "time"]
        if windows and not any(i.kind in {"leaf", "paren"} for i in item.inside):
            self._time(windows[0])
            return
        for inner in item.inside:
            if inner.kind in MODIFIERS and not any(i.kind == "leaf" for i in item.inside):
                self._qualify_last({inner.kind: inner.value})
        last = self.terms[-1]
        changed = self._paren(item, last.node, self.kind)
        if changed is not None:
            last.node, last.types = changed, types(changed)


def _one_expression(last: Node, constraint: Constraint) -> bool:
    """Whether two leaves were written as one ("blood pressure > 160/100 mmHg")."""
    if not isinstance(last, Constraint) or not last.type == constraint.type == "measurement":
        return False
    return last.start < constraint.end and constraint.start < last.end and last.name != constraint.name
