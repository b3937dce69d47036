"""Exceptions and parentheses of a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from eligo.concepts.hierarchy import concept
from eligo.logic.brackets import explain, lists_kinds, thing
from eligo.logic.concessions import concede, granted
from eligo.logic.conditions import apart_from, as_conditional, except_last
from eligo.logic.dating import date_whole
from eligo.logic.grammar_base import GrammarBase
from eligo.logic.groups import BOUNDED
from eligo.logic.items import Item
from eligo.logic.modifiers import apply_modifiers
from eligo.logic.permissions import is_idle, is_optional
from eligo.logic.rewrite import attach_exceptions, map_leaves, opposed, same_thing, without
from eligo.logic.said import is_bound
from eligo.logic.slicing import (
    ANY_DISEASE,
    ANY_DRUG,
    again_planned,
    bounds_go_on,
    colon_lists,
    exempts,
    has_leaf,
    list_goes_on,
    names_any_drug,
    said_again,
    says_and_so_on,
    split,
    takes_out,
)
from eligo.logic.terms import Kind, equated, family, join
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, Not, Window, children, leaves

__all__ = ["ExceptionGrammar"]


def _named(items: list[Item]) -> list[Constraint]:
    return [i.leaf.constraint for i in items if i.leaf is not None]


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _nodes(child)


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


def _of_all(node: Node) -> list[tuple[Node, Node, str]]:
    """ "(ALT ≤ 5 × ULN, AST ≤ 5 × ULN if liver metastases)": a condition behind bounds that are alike is one of all."""
    last = node.args[-1] if isinstance(node, AllOf) else None
    if not isinstance(node, AllOf) or not isinstance(last, IfThen) or last.otherwise is not None:
        return []
    first = node.args[:-1]
    bounds = [c for a in (*first, last.then) for c in leaves(a)]
    alike = len({(c.type, c.low, c.high, c.unit, c.relative_to) for c in bounds}) == 1
    if not alike or bounds[0].type not in BOUNDED or any(isinstance(a, IfThen) for a in first):
        return []
    return [(last.when, join("and", [*first, last.then]), last.text)]


def _goes_on(left: list[Item], behind: list[Item]) -> bool:
    """Whether a sentence goes on behind an exception in its midst, with a grade to be reached by what stands before."""
    asked = next((i.leaf.constraint for i in behind if i.leaf is not None), None)
    return asked is not None and asked.type == "score" and all(c.type != "score" for c in _named(left)) and bool(left)


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


class ExceptionGrammar(GrammarBase):
    """Reads what an exception or a parenthesis does to what stands before it."""

    def _exception(self, left: list[Item], right: list[Item], kind: Kind, cue: int) -> Node | None:
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
        plain = all(isinstance(n, (AllOf, AnyOf, Constraint)) for n in _nodes(exception))
        condition = (without(exception, bounds) if plain else None) or join("and", others)
        self.overrides.append((condition, join("and", bounds), words))
        return base

    def _paren(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """What ``( … )`` does to the term before it; gives the term as changed."""
        inside = item.inside
        head = next((i for i in inside if i.kind not in {"filler", "comma", "word"}), None)
        if head is None:
            return base
        if head.kind == "example" and not head.value:
            return self._with_numbers(item, base, kind)
        if head.kind == "example":
            return self._with_kinds(item, base, kind)
        if isinstance(base, Constraint) and says_and_so_on(inside):  # "(asthma, bronchitis, etc.)": examples
            return base
        if base is not None and self.kind == "inclusion" and is_optional(inside):
            for said in inside:
                said.kind = "filler" if said.kind == "word" else said.kind
            return base
        allows = head.kind == "if" and any(i.kind == "permit" for i in inside)
        if allows:
            inside = [i for i in inside if i.kind != "permit"]  # "(in case of liver metastases, ≤ 5 × ULN is allowed)"
        not_these = base is not None and takes_out(inside, frozenset(c.type for c in leaves(base)))
        if not_these or exempts(inside):
            asked = [i for i in inside if i.kind != "permit" and i is not head]
            plain = not_these or head.kind in {"except", "unless"}
            if not_these:
                asked = [i for i in asked if i.kind not in {"not", "but"}]
            asked = asked if plain else [i for i in inside if i.kind != "permit"]
            node = self.parts(asked, "exception")
            if node is not None and base is not None and plain:
                node = self._or_unnamed(base, node, asked)
            if node is None and base is not None and head.kind in {"except", "unless"}:
                node = self._judged(base, asked)
            if node is None and isinstance(base, Constraint) and self._dosed_inside(base, item):
                node = replace(base, role="any", window=None)  # "(≤ 1 mg/day is allowed)"
                base = replace(base, dose=None)
            if base is not None and node is not None and not plain and is_idle(base, node, inside, self.kind):
                return base  # "(transfusion is allowed)"
            return self._excepted(base, node, permitted=not plain) if base is not None and node is not None else base
        if any(i.kind == "if" for i in inside):
            node = self.parts(inside, "inclusion")
            conditional = as_conditional(node) or (_of_all(node) if node is not None else [])
            if conditional and allows and base is not None and self.kind != "inclusion":
                when, then, quoted = conditional[0]
                conceded = concede(base, IfThen(when, then, None, quoted), self.kind, quoted)
                if conceded is not None:
                    return conceded  # "> 1.5 × ULN (in case of Gilbert's syndrome, < 3 × ULN is allowed)"
            apart = base is not None and not any(
                same_thing(c, b) for b in leaves(base) for _, then, _ in conditional for c in leaves(then)
            )
            if conditional and head.kind == "or" and base is not None and apart:
                when, then, quoted = conditional[0]  # "(or, if CRP is normal, calprotectin ≥ 250)"
                return join("or", [base, IfThen(when, then, None, quoted)])
            if conditional:
                self.overrides += conditional
                return base
            if base is None or node is None:
                return base or node
            if head.kind == "if" and {c.type for c in leaves(base)} == {"measurement"} and not isinstance(node, IfThen):
                return IfThen(node, base, None, self._quote([i for i in inside if i is not head]))
            condition = self._said_if(inside)
            again = any(same_thing(c, b) for b in leaves(base) for c in leaves(node))
            if condition and again and all(is_bound(c) for c in leaves(node)):
                told = self._attested(condition)  # "(≤ 5 × ULN if due to leukemic involvement)": a person must say
                self.overrides.append((told, node, told.name))
                return base
            if all(c.type == "attestation" for c in leaves(base)):
                return node  # "hepatic function: ALT ≤ 2.5 × ULN; in …, ≤ 5 × ULN"
            return join("and", [base, node])
        nodes = [self.parts(s, kind) for s in split(colon_lists(inside), "stop")]
        found = [n for n in nodes if n is not None]
        if not found:
            return base
        conditional = as_conditional(found[0]) if kind == "inclusion" and len(found) == 1 and base is not None else []
        if conditional:  # "creatinine ≤ 2 mg/dL (patients with > 1.5 mg/dL must have …)"
            self.overrides += conditional
            return base
        node = join("and" if kind == "inclusion" else "or", found)
        if isinstance(base, Constraint) and isinstance(node, AllOf) and lists_kinds(base, node, inside):
            node = AnyOf(node.args)
        if base is None:
            return node
        if isinstance(node, Constraint) and node.type == "age" and all(c.type in BOUNDED for c in leaves(base)):
            return IfThen(node, base, None, node.text)  # "Lansky ≥ 50 (patients ≤ 16 years)"
        numeric = all(family(c.type) == "numeric" for n in (base, node) for c in leaves(n))
        if numeric and (head.kind == "or" or equated(base, node)):
            return join("or", [base, node])  # "ECOG ≤ 2 (or Karnofsky ≥ 60)"
        if (
            isinstance(base, Constraint)
            and numeric
            and base.end > item.start
            and all(thing(c) == thing(base) and is_bound(c) for c in leaves(node))
        ):
            return join("and" if kind == "inclusion" else "or", [base, node])  # "QTc (≥ 450 ms men, ≥ 470 ms women)"
        return explain(base, node, defines=head.kind == "define")

    @staticmethod
    def _said_if(inside: list[Item]) -> list[Item]:
        """The words of a condition that no leaf stands for, up to a comma or a bound."""
        cue = next(n for n, i in enumerate(inside) if i.kind == "if")
        said = list(takewhile(lambda i: i.kind != "comma" and not has_leaf([i]), inside[cue + 1 :]))
        return said if any(i.kind not in {"filler", "colon"} for i in said) else []

    def _with_numbers(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """ "Leukocytosis (e.g., WBC > 30)": an example does not restrict; where it is a number, it is enough."""
        if base is None and kind == "exclusion" and not any(is_bound(c) for c in _named(item.inside)):
            return self.clause(item.inside, "exclusion")  # what it exemplifies is not known, but these are of it
        if not any(is_bound(c) for c in _named(item.inside)) or (base is None and kind == "inclusion"):
            return base
        node = self.parts([i for i in item.inside if i.kind != "example"], kind)
        if node is None or any(isinstance(n, (Not, IfThen)) for n in _nodes(node)):
            return base
        bounds = [c for c in leaves(node) if is_bound(c)]
        if not bounds:  # they belonged to something else there
            return base
        shown = node if len(bounds) == len(list(leaves(node))) else join("or", bounds)
        return shown if base is None else join("or", [base, shown])

    def _with_kinds(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """ "Coronary disease (including stents and angina)": under exclusions each of the kinds excludes as well."""
        if kind == "inclusion" or not isinstance(base, Constraint):
            return base
        node = self.clause([i for i in item.inside if i.kind != "example"], "exclusion")
        if node is None:
            return base
        window = base.window
        return join("or", [base, map_leaves(node, lambda c: c if c.window else replace(c, window=window))])
