"""What stands in parentheses, and what it does to the term before it."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from eligo.logic.brackets import alike, explain, is_restated, lists_kinds, tells_how, thing
from eligo.logic.concessions import concede
from eligo.logic.conditions import as_conditional, one_group
from eligo.logic.grammar_base import DEEPEST
from eligo.logic.grammar_exceptions import ExceptionGrammar, constraints_of
from eligo.logic.groups import BOUNDED, for_whom
from eligo.logic.items import Item
from eligo.logic.permissions import is_idle, is_optional
from eligo.logic.rewrite import attach_exceptions, map_leaves, same_thing
from eligo.logic.said import is_bound
from eligo.logic.slicing import (
    apart_inside,
    colon_lists,
    exempts,
    has_leaf,
    says_and_so_on,
    split,
    takes_out,
)
from eligo.logic.terms import Kind, equated, family, join
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, Not, leaves, subtrees

__all__ = ["ParenGrammar"]


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


class ParenGrammar(ExceptionGrammar):
    """Reads parentheses."""

    def _paren(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """What ``( … )`` does to the term before it; gives the term as changed."""
        inside = item.inside
        head = next((i for i in inside if i.kind not in {"filler", "comma", "word"}), None)
        if head is None:
            return base
        if head.kind == "example":
            shown, exempted = apart_inside(item)
            base = self._with_kinds(shown, base, kind) if head.value else self._with_numbers(shown, base, kind)
            left_out = self.parts(exempted, "exception") if exempted and base is not None else None
            return base if base is None or left_out is None else attach_exceptions(base, [left_out])
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
                asked = [i for i in asked if i.kind not in {"not", "but", "example"}]
            asked = asked if plain else [i for i in inside if i.kind != "permit"]
            node = self.parts(asked, "exception")
            if node is not None and base is not None and plain:
                node = self._or_unnamed(base, node, asked)
            if node is None and base is not None and head.kind in {"except", "unless"}:
                node = self._judged(base, asked)
            if node is None and base is not None and plain:
                node = self._of_quality(base, asked)
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
            if head.kind == "if" and not isinstance(node, IfThen):
                return IfThen(node, base, None, self._quote([i for i in inside if i is not head]))
            return join("and", [base, node])
        if base is not None and for_whom(inside):
            who = self.clause(inside[1:], "inclusion")
            return base if who is None else IfThen(one_group(who), base, None, self._quote(inside[1:]))
        nodes = [self.parts(s, kind) for s in split(inside if self.depth >= DEEPEST else colon_lists(inside), "stop")]
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
        if head.kind == "or" and isinstance(base, Constraint) and base.type == "age":
            return join("or", [base, node])  # "≥ 18 years (or the legal age of consent)"
        if (
            isinstance(base, Constraint)
            and numeric
            and base.end > item.start
            and all(thing(c) == thing(base) and is_bound(c) for c in leaves(node))
        ):
            return join("and" if kind == "inclusion" else "or", [base, node])  # "QTc (≥ 450 ms men, ≥ 470 ms women)"
        leads = item.inside[0].kind in {"or", "andor"}
        if leads and not is_restated(base, node) and not tells_how(base, node, kind):
            node = alike(base, node, inside)
            return join("or", [base, node])  # "aspirin within 7 days (or planned use of warfarin)"
        return explain(base, node, defines=head.kind == "define")

    @staticmethod
    def _said_if(inside: list[Item]) -> list[Item]:
        """The words of a condition that no leaf stands for, up to a comma or a bound."""
        cue = next(n for n, i in enumerate(inside) if i.kind == "if")
        said = list(takewhile(lambda i: i.kind != "comma" and not has_leaf([i]), inside[cue + 1 :]))
        return said if any(i.kind not in {"filler", "colon"} for i in said) else []

    def _with_numbers(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """ "Leukocytosis (e.g., WBC > 30)": an example does not restrict; where it is a number, it is enough."""
        if base is None and kind == "exclusion" and not any(is_bound(c) for c in constraints_of(item.inside)):
            return self.clause(item.inside, "exclusion")  # what it exemplifies is not known, but these are of it
        if not any(is_bound(c) for c in constraints_of(item.inside)) or (base is None and kind == "inclusion"):
            return base
        node = self.parts([i for i in item.inside if i.kind != "example"], kind)
        if node is None or any(isinstance(n, (Not, IfThen)) for n in subtrees(node)):
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
