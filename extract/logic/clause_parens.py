"""Parentheses in a clause: exceptions, windows, qualities and bounds of the term before."""

from __future__ import annotations

from eligo.logic.abnormal import keeps_normal
from eligo.logic.brackets import kinds_named
from eligo.logic.clause_leaves import ClauseLeaves
from eligo.logic.graded import (
    is_event,
    or_baseline,
)
from eligo.logic.items import Item
from eligo.logic.modifiers import MODIFIERS, and_said, apply_modifiers, either_said
from eligo.logic.recent import called_recent
from eligo.logic.rewrite import map_asked
from eligo.logic.said import (
    covers_any,
    has_lent,
    is_bound,
    is_feared,
    is_generic,
    is_opinion,
    is_outside,
    types,
)
from eligo.logic.slicing import exempts, takes_out
from eligo.logic.terms import Kind, Term, join, share_bound
from eligo.schema import AllOf, Constraint, Except, IfThen, Node, Not, leaves
from eligo.schema.constraint import with_fields

__all__ = ["ClauseParens"]

_REASONS = frozenset({"condition", "procedure", "drug", "attestation", "reproductive"})
_SOUND = frozenset({"negative", "normal"})
_SHARED = frozenset({"or", "and", "andor", "comma", "slash"})


def _is_sound(c: Constraint) -> bool:
    return c.result in _SOUND or (c.relative_to == "normal" and not is_outside(c))


class ClauseParens(ClauseLeaves):
    """Reads the parentheses of a clause."""

    __slots__ = ()

    def _exempt(self, item: Item, named: set[str]) -> None:
        """ "Liver disease before surgery (excluding NAFLD)": an exception to the last thing of its kind."""
        alike = [t for t in self.terms if t.types & named and not is_event(t.node) and not is_generic(t.node)]
        base = alike[-1] if alike else self.terms[-1]
        run = self._of_one_bound(base)
        if len(run) > 1:  # "AST and ALT ≤ 2.5 × ULN (unless …)": the exception is one to both
            either = self.kind != "inclusion" or or_baseline(run) or any(t.connector == "or" for t in run[1:])
            changed = self._paren(item, join("or" if either else "and", [t.node for t in run]), self.kind)
            if changed is not None:
                run[0].node = changed
                self.terms = [t for t in self.terms if t not in run[1:]]
            return
        shared = [base]  # "liver or biliary disease (except …)": of both, where the first has lent its head
        at = self.terms.index(base)
        for term in self.terms[at - 1 :: -1] if at else []:
            if shared[-1].connector not in _SHARED or not has_lent(term.node, base.node):
                break
            shared.append(term)
        kinds = [i.leaf.constraint.concept for i in item.inside if i.leaf is not None]
        shared += [t for t in self.terms if t not in shared and self.terms.index(t) < at and covers_any(t.node, kinds)]
        for term in shared:
            changed = self._paren(item, term.node, self.kind)
            if changed is not None:
                term.node = changed

    def _of_one_bound(self, last: Term) -> list[Term]:
        """The terms up to `last` that share its bound."""
        at = self.terms.index(last)
        first = at
        while (
            first
            and self.terms[first].connector in _SHARED
            and (share_bound(self.terms[first - 1 : at + 1]) or or_baseline(self.terms[first - 1 : at + 1]))
        ):
            first -= 1
        run = self.terms[first : at + 1]
        return run if all(t.negation is None for t in run) else [last]

    def _parenthesis(self, item: Item) -> None:
        named = [i.leaf.constraint.type for i in item.inside if i.leaf is not None]
        if self._exemplified and not self._kinds and self.terms and named and {*named} <= self.terms[-1].types:
            return  # "such as Brandname (ingredient), …"
        if self.terms and (exempts(item.inside) or takes_out(item.inside, self.terms[-1].types)):
            self._exempt(item, {*named})
            return
        if self.terms and self._connector == "none" and {*named} == {"sex"} and self.terms[-1].types == {"attestation"}:
            node = self._paren(item, None, self.kind)  # "healthy volunteers (men and women)" are still healthy
            if node is not None:
                self.terms.append(Term(node, types(node), "none"))
            return
        windows = [i.window for i in item.inside if i.kind == "time"]
        if windows and not any(i.kind in {"leaf", "paren"} for i in item.inside):
            if self.terms and self._connector != "none":
                self._ahead = windows[0]
            else:
                called = called_recent(self._lead(item.start))
                self._adjectival = not self.terms and self._listed < 0 and called
                self._time(windows[0])
            return
        if self._connector != "none" or not self.terms:
            node = self._paren(item, None, self.kind)
            if node is not None:
                self.terms.append(Term(node, types(node), self._connector, self._negation))
                self._connector = "none"
            return
        last = self.terms[-1]
        if last.negation is not None and self._gives_reasons(item, last):
            return
        kinds = kinds_named(last.node, item.inside) if isinstance(last.node, Constraint) else None
        if kinds is not None:
            last.node = kinds
            return
        if last.negation is not None and (self._told_right(item, last) or self._denied_again(item, last)):
            return
        denies = any(i.kind == "not" and i.text.casefold() == "not" for i in item.inside)  # "asthma (not severe)"
        before = last.node
        said = either_said(item.inside)
        if said is not None and isinstance(before, Constraint) and before.type == "condition":
            last.node = join("or", [apply_modifiers(before, and_said(before, modifiers)) for modifiers in said])
            return
        for inner in item.inside:
            sure = last.negation is not None and inner.kind == "result"  # "no infection (negative cultures)"
            if inner.kind in MODIFIERS and not sure and not any(i.kind == "leaf" for i in item.inside):
                self._qualify_last({inner.kind: inner.value})
        if denies and last.node != before:
            routes = any(i.kind == "route" for i in item.inside)  # "steroids (not inhaled)"
            last.node = Except(before, (last.node,)) if routes else AllOf((before, Not(last.node)))
        head = next((i.kind for i in item.inside if i.kind not in {"filler", "comma"}), "")
        run = self._of_one_bound(last) if head == "if" and last.types == {"measurement"} else [last]
        either = len(run) > 1 and (self.kind != "inclusion" or any(t.connector == "or" for t in run[1:]))
        feared = last.negation is not None and (is_feared(last.node) or is_opinion(last.node))
        kind: Kind = (
            "exclusion" if feared else self.kind
        )  # "nothing that could interfere (asthma, gout)": either of them
        changed = self._paren(item, join("or" if either else "and", [t.node for t in run]), kind)
        window = last.node.window if isinstance(last.node, Constraint) and last.types == {"attestation"} else None
        if changed is not None and window is not None and all(c.window is None for c in leaves(changed)):
            changed = map_asked(
                changed, lambda c: with_fields(c, window=window)
            )  # "adequate function in 7 days (ANC …)"
            run[0].windowed, self.pending_window = True, None
        if changed is not None:  # "AST and ALT ≤ 5 × ULN (in patients with liver metastases)": for both
            run[0].node, run[0].types = changed, types(changed)
            self.terms = [t for t in self.terms if t not in run[1:]]

    @staticmethod
    def _gives_reasons(item: Item, last: Term) -> bool:
        """ "Unable to undergo MRI (pacemaker, claustrophobia)": examples of why, of which none is denied."""
        if last.types != {"attestation"} or not isinstance(last.node, Constraint):
            return False
        kinds = is_generic(last.node) or is_feared(last.node) or is_opinion(last.node)
        if kinds or last.node.name.startswith("contraindication"):
            return False
        head = next((i.kind for i in item.inside if i.kind not in {"filler", "comma"}), "")
        named = [i.leaf.constraint for i in item.inside if i.leaf is not None]
        return (
            head not in {"if", "whom", "not", "except", "unless", "define"}
            and any(c.type in _REASONS for c in named)
            and not any(is_bound(c) for c in named)
        )

    def _told_right(self, item: Item, last: Term) -> bool:
        """ "No renal impairment (creatinine ≤ 1.5 × ULN)": what a healthy person has or keeps is not denied."""
        if last.types != {"condition"} or self.kind != "inclusion":
            return False
        node = self._paren(item, None, self.kind)
        if node is None or not all((is_bound(c) and keeps_normal(c)) or _is_sound(c) for c in leaves(node)):
            return False
        last.node, last.negation = AllOf((Not(last.node), node)), None
        last.types |= types(node)
        return True

    def _denied_again(self, item: Item, last: Term) -> bool:
        """ "No autoimmune disease (no lupus)" says it twice; "no contraception (if female)" is said of women only."""
        head = next((i for i in item.inside if i.kind not in {"filler", "comma"}), None)
        if head is None:
            return False
        again = head.kind == "not" and self._quote(head.start, head.end).casefold() != "not"
        named = {i.leaf.constraint.type for i in item.inside if i.leaf is not None}
        whom = named == {"sex"} or (head.kind in {"if", "whom"} and bool(named))
        node = self._paren(item, None, "inclusion") if again or whom else None
        if node is None or isinstance(node, IfThen):
            return False
        denied: Node = Not(last.node)
        if whom and self.kind == "inclusion":
            denied = IfThen(node, denied, None, " ".join(self._quote(item.start + 1, item.end - 1).split()))
        last.node, last.negation = denied if isinstance(denied, IfThen) else AllOf((denied, node)), None
        last.types |= types(node)
        return True
