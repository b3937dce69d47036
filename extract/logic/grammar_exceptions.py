"""Exceptions of a part."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import takewhile

from eligo.concepts.hierarchy import concept
from eligo.logic.concessions import concede, granted
from eligo.logic.conditions import apart_from, except_last
from eligo.logic.dating import date_whole
from eligo.logic.grammar_base import GrammarBase
from eligo.logic.groups import BOUNDED
from eligo.logic.items import Item
from eligo.logic.modifiers import apply_modifiers
from eligo.logic.rewrite import attach_exceptions, map_leaves, opposed, same_thing, without
from eligo.logic.slicing import (
    ANY_DISEASE,
    ANY_DRUG,
    again_planned,
    bounds_go_on,
    has_leaf,
    list_goes_on,
    names_any_drug,
    said_again,
    split,
)
from eligo.logic.terms import Kind, join
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, Not, Window, leaves, subtrees

__all__ = ["ExceptionGrammar", "constraints_of"]


def constraints_of(items: list[Item]) -> list[Constraint]:
    """The constraints of the leaves among `items`; not those in parentheses."""
    return [i.leaf.constraint for i in items if i.leaf is not None]


def _last_of(base: Node) -> tuple[Node | None, Node | None]:
    """What a bare qualifier behind "unless" is said of: all of a list of drugs, else the last thing of a list.

    The first is the list where only its last thing is meant.
    """
    if isinstance(base, Constraint):
        return None, base
    things = base.args if isinstance(base, AnyOf) else ()
    if not things or not all(isinstance(a, Constraint) for a in things):
        return None, None
    if {c.type for c in leaves(base)} == {"drug"}:
        return None, base
    return base, things[-1]


def _in_that_case(items: list[Item]) -> list[Item]:
    """ "Unless A (in which case ≤ 5 × ULN is allowed)": what holds then is told outside the brackets as well."""
    last = items[-1] if items and items[-1].kind == "paren" else None
    if last is None or not last.inside or last.inside[0].text.casefold() != "in which case":
        return items
    return [*items[:-1], Item("comma", last.start, last.start), *last.inside]


def _goes_on(left: list[Item], behind: list[Item]) -> bool:
    """Whether a sentence goes on behind an exception in its midst, with a grade to be reached by what stands before."""
    asked = next((i.leaf.constraint for i in behind if i.leaf is not None), None)
    return (
        asked is not None
        and asked.type == "score"
        and all(c.type != "score" for c in constraints_of(left))
        and bool(left)
    )


_DIGIT = re.compile(r"\d")
_ILLS = frozenset(
    """
    disease diseases disorder disorders illness illnesses condition conditions pathology pathologies finding findings
    abnormality abnormalities
    """.split()  # noqa: SIM905
)
_FEWEST_WORDS = 2  # of an exception that a person must judge


_WHOSE = frozenset({"who", "whom", "whose"})


def _whose(items: list[Item]) -> list[Item]:
    """ "Except for patients with A, for whom B ≤ 2": what a relative clause bounds is asked of them."""
    for n, item in enumerate(items):
        if item.kind != "comma" or not has_leaf(items[:n]):
            continue
        behind = list(takewhile(lambda i: i.kind in {"filler", "modal", "word"}, items[n + 1 :]))
        next_one = items[n + 1 + len(behind)].leaf if n + 1 + len(behind) < len(items) else None
        if next_one is None or next_one.constraint.type not in BOUNDED:
            continue
        if any(w in _WHOSE for i in behind for w in i.text.casefold().split()):
            return [*items[:n], replace(item, kind="with"), *items[n + 1 :]]
    return items


def _opened(items: list[Item]) -> list[Item]:
    """ "With the following exceptions: A is allowed; B may be used": a list behind a colon, all of it exceptions."""
    said = [i for i in items if i.kind not in {"filler", "comma"}]
    if len(said) != 1 or said[0].kind != "paren" or not any(i.kind == "permit" for i in said[0].inside):
        return items
    return [replace(i, kind="comma") if i.kind == "semi" else i for i in said[0].inside if i.kind != "permit"]


class ExceptionGrammar(GrammarBase):
    """Reads what an exception does to what stands before it."""

    def _exception(self, left: list[Item], right: list[Item], kind: Kind, cue: int) -> Node | None:
        right = _opened(right)
        cut = again_planned(right) if kind == "exclusion" and has_leaf(left) else None
        if cut is not None:  # "any vaccine other than A within 30 days, or planned use during the study"
            role = [i for i in right[cut:] if i.kind == "role"]
            again = self.part(
                [*role, *(i for i in left if i.kind != "role"), *(i for i in right[cut:] if i.kind == "time")], kind
            )
            first = self._exception(left, right[:cut], kind, cue)
            return join("or", [n for n in (first, again) if n is not None])
        modal = next((n for n, i in enumerate(right) if i.kind == "modal" and has_leaf(right[:n])), None)
        if modal is not None and _goes_on(left, right[modal:]):  # "toxicities other than alopecia must be grade ≤ 1"
            left, right = [*left, *right[modal:]], right[:modal]
        base = self.part(left, kind) or self._anything(left, kind)
        if base is not None and not has_leaf(right) and all(i.kind in {"filler", "colon"} for i in right):
            self.parse.excepts = True
        said, dated = self.parse.modifiers.copy(), self.parse.window
        if base is None:  # "Other than X, no A or B": the exception comes first
            cut = next((n for n, i in enumerate(right) if i.kind == "comma"), len(right))
            exception, base = self.part(right[:cut], "exception"), None
            moved = self.parse.modifiers != said
            mine, window = self.parse.modifiers.copy(), self.parse.window
            self.parse.modifiers, self.parse.window = said.copy(), None
            base = self.part(right[cut:], kind)
            if exception is None and moved and base is not None:  # "Unless on a stable dose, antidepressants"
                kept = self.parse.modifiers, self.parse.window
                self.parse.modifiers, self.parse.window = mine, window
                exception = self._qualified(base)
                self.parse.modifiers, self.parse.window = kept
            if base is None or exception is None:
                return base or (Not(exception) if exception is not None else None)
            return attach_exceptions(base, [exception])
        right = _whose(_in_that_case(right))
        listed_on = (list_goes_on(base, right) or said_again(left, right)) if kind == "exclusion" else None
        end = (listed_on, listed_on + 1) if listed_on is not None else bounds_go_on(left, right)
        if end is not None:
            onward, right = right[end[1] :], right[: end[0]]
        exception = self.part(right, "exception")
        if exception is not None:
            exception = self._or_unnamed(base, exception, right)
        if exception is None and isinstance(base, Constraint):
            base, exception = self._by_dose(base, left, cue)
        fresh = {k for k, v in self.parse.modifiers.items() if said.get(k) != v}
        told = bool(fresh & {"severity", "relation"}) and any(i.kind == "word" for i in right)  # "unless INR is stable"
        relaxed = None
        if exception is None and not told:
            relaxed = self._unless_so(base, said, dated)
        if exception is None and relaxed is None:
            exception = self._judged(base, right)
        elif exception is not None:
            exception = join("or", apart_from(base, exception))
        if (
            exception is not None
            and relaxed is None
            and kind != "exception"
            and self._slice(cue, cue + 6).casefold() != "unless"
        ):
            base, exception = date_whole(base, exception, right)
        node = relaxed or (base if exception is None else self._excepted(base, exception))
        more = self.part(onward, kind) if end is not None else None
        return node if more is None else join("or" if kind == "exclusion" else "and", [node, more])

    def _unless_so(self, base: Node, said: dict[str, str], dated: Window | None) -> Node | None:
        """ "Brain metastases unless treated and stable": the exception is the same thing, qualified or at another time.

        Args:
            said, dated: the qualifiers and the window found before the exception was read.
        """
        if self.parse.modifiers == said and self.parse.window == dated:
            return None
        asked = base.arg if isinstance(base, Not) else base
        listed, last = _last_of(asked)
        exception = None if last is None else self._qualified(last)
        if exception is None or last is None:
            return None
        self.parse.modifiers, self.parse.window = said, dated
        if listed is None or not isinstance(asked, AnyOf):
            return self._excepted(base, exception)
        whole = replace(asked, args=(*asked.args[:-1], attach_exceptions(last, [exception])))
        return Not(whole) if isinstance(base, Not) else whole

    def _qualified(self, base: Node) -> Node | None:
        """The same things, as the words of an exception qualify them; None where these say nothing of them."""
        window = self.parse.window

        def qualify(c: Constraint) -> Node:
            changed = apply_modifiers(c, self.parse.modifiers)
            if changed == c and (window is None or window == c.window):
                return c
            return replace(changed, window=window or c.window)

        qualified = map_leaves(base, qualify)
        return qualified if qualified != base else None

    @staticmethod
    def _of_quality(base: Node, right: list[Item]) -> Node | None:
        """ "Antibiotics (excluding topical or inhaled)": the same things, each time with one of the qualities."""
        said = [i for i in right if i.kind not in {"filler", "or", "and", "andor", "comma", "slash"}]
        if not said or any(i.kind not in {"route", "severity"} for i in said):
            return None
        found = [map_leaves(base, partial(apply_modifiers, modifiers={i.kind: i.value})) for i in said]
        return join("or", found) if base not in found else None

    def _judged(self, base: Node, right: list[Item]) -> Constraint | None:
        """ "ALT ≤ 2.5 × ULN unless thought to be disease-related": a person must say whether a bound is waived."""
        said = [i for i in right if i.kind not in {"comma", "colon", "close"}]
        if len(said) < _FEWEST_WORDS or has_leaf(right) or any(c.type not in BOUNDED for c in leaves(base)):
            return None
        if any(i.kind == "time" for i in right):
            return None
        return self._attested(said)

    def _or_unnamed(self, base: Node, exception: Node, right: list[Item]) -> Node:
        """ "… unless due to Gilbert's syndrome or of another origin": an alternative that a person must judge."""
        if any(c.type not in BOUNDED for c in leaves(base)) or isinstance(exception, IfThen):
            return exception
        *_, last = split(right, "or")
        words = [i for i in last if i.kind == "word"]
        if len(last) == len(right) or len(last) < _FEWEST_WORDS or not words or has_leaf(last):
            return exception
        plain = all(i.kind in {"filler", "word", "cause", "with", "status", "severity"} for i in last)
        return join("or", [exception, self._attested(last)]) if plain else exception

    def _dosed_inside(self, base: Constraint, item: Item) -> bool:
        """Whether the dose of a drug stands in the parentheses behind it."""
        return (
            base.dose is not None
            and base.end > item.start
            and _DIGIT.search(self._slice(base.start, item.start)) is None
        )

    @staticmethod
    def _by_dose(base: Constraint, left: list[Item], cue: int) -> tuple[Constraint, Constraint | None]:
        """ "Prednisone, unless ≤ 10 mg/day": a dose behind the cue is that of the exception."""
        given = next((i.leaf for i in reversed(left) if i.leaf is not None), None)
        if base.dose is None or given is None or given.constraint.name != base.name:
            return base, None
        if not any(start > cue for start, _ in given.covers):
            return base, None
        return replace(base, dose=None), replace(base, role="any", window=None)

    @staticmethod
    def _anything(items: list[Item], kind: Kind) -> Node | None:
        """ "Medication other than aspirin", where it keeps out: whatever else is taken; so of diseases."""
        denied = kind == "inclusion" and any(i.kind == "not" for i in items)
        ill = next((i for i in items if i.kind in {"filler", "word"} and i.text.casefold() in _ILLS), None)
        if ill is not None and (denied or kind == "exclusion"):
            said = {i.kind: i.value for i in items if i.kind in {"severity", "status", "certainty"}}
            known = concept(ANY_DISEASE)
            found = Constraint("condition", known.name, ill.text, ill.start, ill.end, known)
            return Not(apply_modifiers(found, said)) if denied else apply_modifiers(found, said)
        noun = next((i for i in items if names_any_drug(i)), None) if kind == "exclusion" else None
        if noun is None:
            return None
        role = "prior" if any(i.kind == "role" and i.value == "prior" for i in items) else "concurrent"
        drug = concept(ANY_DRUG)
        return Constraint("drug", drug.name, noun.text, noun.start, noun.end, drug, role=role)  # type: ignore[arg-type]

    def _condition_of(self, node: Node) -> str:
        """The words of what an exception depends on."""
        if isinstance(node, IfThen) and node.text:
            return node.text
        named = list(leaves(node))
        return " ".join(self._slice(named[0].start, named[-1].end).split())

    def _excepted(self, base: Node, exception: Node, *, permitted: bool = False) -> Node:
        """ "Bilirubin ≤1.5 × ULN, except in Gilbert's syndrome, who may have < 3 mg/dL": another bound, for them."""
        if self.kind != "inclusion" or isinstance(exception, IfThen):
            conceded = concede(base, exception, self.kind, self._condition_of(exception), permitted=permitted)
            if conceded is not None:
                return conceded
        asked = list(leaves(exception))
        bounds = [c for c in asked if c.type == "measurement" and any(same_thing(c, b) for b in leaves(base))]
        others = [c for c in asked if c not in bounds]
        if not bounds or not others or self.kind != "inclusion":
            return except_last(base, granted(exception))
        if any(opposed(c, b) for c in bounds for b in leaves(base) if same_thing(c, b)):
            conceded = concede(base, exception, self.kind, self._condition_of(exception), permitted=permitted)
            return conceded or except_last(base, granted(exception))
        words = " ".join(self._slice(others[0].start, others[-1].end).split())
        plain = all(isinstance(n, (AllOf, AnyOf, Constraint)) for n in subtrees(exception))
        condition = (without(exception, bounds) if plain else None) or join("and", others)
        self.overrides.append((condition, join("and", bounds), words))
        return base
