"""Conditions of a part: "X if Y", "for those with Y, X", "women must …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.logic.concessions import granted
from eligo.logic.conditions import (
    constraints_of,
    if_last,
    last_bound,
    names_group,
    one_group,
    relaxes,
    same_bound_twice,
)
from eligo.logic.grammar_base import GrammarBase
from eligo.logic.groups import BOUNDED, names_people, next_conditional, restated
from eligo.logic.items import Item
from eligo.logic.rewrite import override, same_thing
from eligo.logic.said import is_opinion, is_summed
from eligo.logic.sexes import ASKED_OF_A_SEX, groups_of_a_sex, is_past_fertile, second_sex
from eligo.logic.slicing import alternative_lead, bounds_go_on, ends_condition, has_leaf, otherwise_lead
from eligo.logic.terms import Kind, join
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, leaves

__all__ = ["ConditionGrammar"]

_GOOD_ENOUGH = re.compile(
    r"(?:\b(?:not|no|non|without)[\s-]+(?:\w+\s+){0,4}?|\bin|\bclinically\s+(?:in|non-?))(?:clinically\s+)?(?:significant|relevan(?:t|ce))"
    r"|\bacceptable\b|\bclinically\s+insignificant\b",
    re.I,
)
_CORRECTABLE = re.compile(
    r"(?:(?:be|is|are|can|could|may|must|easily|readily)\s+)*(?:correct(?:able|ed)|repleted|replaced)\b", re.I
)
_GROWN, _OF_AGE = 40, 21  # years: whoever is older, or younger, is one group among others
_ENDING = frozenset({"comma", "modal"})
_PRONOUNS = frozenset({"who", "that", "which"})


def _relative(items: list[Item], n: int) -> bool:
    """Whether a verb is that of one more clause on the same people: "… or who are known to have …"."""
    words = items[n].text.casefold().split()
    return words[0] in _PRONOUNS or (n > 0 and items[n - 1].text.casefold() in _PRONOUNS)


def judges(item: Item) -> bool:
    """Whether it names no more than who judges, or tests in general."""
    return item.leaf is not None and (is_opinion(item.leaf.constraint) or is_summed(item.leaf.constraint))


def _conditional(node: Node) -> bool:
    first = node.args[0] if isinstance(node, AllOf) else node
    return isinstance(first, IfThen) and first.otherwise is None


def _opens_alternative(before: Sequence[Item], after: Sequence[Item]) -> bool:
    """Whether behind "or if" stand a condition and, apart from it, what is asked then: "or, if fertile, uses …"."""
    if not has_leaf(before[:-1]) or any(i.leaf is not None and i.leaf.constraint.type in BOUNDED for i in before):
        return False
    named = next((n for n, i in enumerate(after) if has_leaf([i])), len(after))
    return any(ends_condition(list(after), n) for n in range(named + 1, len(after)))


_LACTATING = "repro:lactating"


def _is_state(c: Constraint) -> bool:
    return c.concept is not None and c.concept.id == _LACTATING


class ConditionGrammar(GrammarBase):
    """Reads what is asked of some people only; each method gives None where the part is no such thing."""

    def _whom(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        """ "Patients with diabetes must have …": the requirement is for those patients only."""
        after = items[position + 1 :]
        if position and items[position - 1].kind == "comma" and (again := self._restated_for(items, position, kind)):
            return again
        cut = next((n for n, i in enumerate(after) if i.kind == "modal" and not _relative(after, n)), None)
        if has_leaf(items[:position]) or cut is None or not has_leaf(after[:cut]):
            return None
        rest = after[cut:]
        if not has_leaf(rest):
            given = [i for i in after[:cut] if i.leaf is not None][-1:]
            stable = any(i.value in {"stable", "stable_dose"} for i in rest)
            if not given or not stable or given[0].leaf is None or given[0].leaf.constraint.type != "drug":
                return self._of_group_unread(items, [], kind)
            rest = [given[0], *rest]  # "patients on antiepileptic drugs must have been on a stable regimen"
        asked = [items[position], *after[:cut]]  # the cue may say that they are receiving it
        when, then = self.clause(asked, "inclusion"), self.part(rest, kind)
        if when is None or then is None:
            return then or when
        return IfThen(when, then, None, self._quote(after[:cut]))

    def _or_judged(self, items: list[Item], kind: Kind) -> Node | None:
        """ "Within normal limits or considered not clinically significant": a person may judge it good enough."""
        if kind != "inclusion":
            return None
        at = next((n for n in range(len(items) - 1, 0, -1) if items[n].kind == "or"), None)
        if at is None or at + 2 >= len(items):
            return None
        named = [i.leaf.constraint for i in items[:at] if i.leaf is not None]
        rest = items[at + 1 :]
        said = self._slice(rest[0].start, rest[-1].end)
        given = all(i.leaf.constraint.type in {"drug", "procedure"} for i in rest if i.leaf is not None)
        if given and named and named[-1].type == "measurement" and _CORRECTABLE.match(said):
            node = self.part(items[:at], kind)  # "within normal limits or correctable with supplements"
            return None if node is None else join("or", [node, self._attested(rest)])
        if not named or (named[-1].relative_to != "normal" and named[-1].result != "normal"):
            return None
        if any(i.leaf is not None and not judges(i) and i.leaf.constraint.relative_to != "normal" for i in rest):
            return None  # "if outside the normal range" says it again
        if not _GOOD_ENOUGH.search(said):
            return None
        node = self.part(items[:at], kind)
        return None if node is None else join("or", [node, self._attested(rest)])

    def _restated_for(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        """ "AST ≤ 2.5 × ULN, patients with liver metastases ≤ 5 × ULN": the second bound is for those people."""
        before, after = items[: position - 1], items[position + 1 :]
        bounds = [n for n, i in enumerate(after) if i.leaf is not None and i.leaf.constraint.type in BOUNDED]
        if not bounds or not has_leaf(after[: bounds[0]]):
            return None
        asked = [i.leaf.constraint for i in after[bounds[0] :] if i.leaf is not None]
        given = [i.leaf.constraint for i in before if i.leaf is not None]
        if not all(any(same_thing(a, g) for g in given) for a in asked):
            return None
        when = self.clause([items[position], *after[: bounds[0]]], "inclusion")
        plain, then = self.part(before, kind), self.part(after[bounds[0] :], kind)
        if when is None or plain is None or then is None:
            return None
        return override(plain, when, then, self._quote(after[: bounds[0]]))

    def _people(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        """ "Women with diabetes must have …": asked of one sex, or of those of them who have something, only."""
        head, rest = items[:position], items[position:]
        named = [i.leaf.constraint.type for i in head if i.leaf is not None]
        if named == ["age"]:
            return self._of_some_age(head, rest, kind)
        plain = all(i.kind in {"leaf", "filler", "word", "status", "severity", "certainty"} for i in head)
        plain = plain and not any(i.text.casefold() in {"who", "that"} for i in head)  # "women who want to become …"
        if kind != "inclusion" or named[:1] != ["sex"] or not plain or not {*named[1:]} <= {"condition"}:
            return None
        if not has_leaf(rest):
            return None
        when, then = self.clause(head, "inclusion"), self.part(rest, kind)
        if when is None or then is None or any(len(c.values or ()) > 1 for c in leaves(when)):
            return None  # "men and women must have …" is asked of everyone
        return IfThen(one_group(when), then, None, self._quote(head))

    def _of_some_age(self, head: list[Item], rest: list[Item], kind: Kind) -> Node | None:
        """ "Patients > 60 years must have LVEF ≥ 50 %": an age that is not the trial's is a condition."""
        age = next(i for i in head if i.leaf is not None)
        plain = all(i.kind in {"leaf", "filler", "modal"} for i in head) and any(names_people(i) for i in head)
        years = age.leaf.constraint.canonical if age.leaf is not None else None
        if kind != "inclusion" or not plain or years is None or not has_leaf(rest) or age.leaf is None:
            return None
        old = years.low is not None and years.low >= _GROWN
        if not old and (years.low is not None or years.high is None or years.high > _OF_AGE):
            return None
        then = self.part(rest, kind)
        return None if then is None else IfThen(age.leaf.constraint, then, None, self._quote(head))

    def _for_one_group(self, items: list[Item], kind: Kind) -> Node | None:
        """ "HIV-positive participants must have CD4 ≥ 350/µL": a bound for those with the condition only."""
        if kind != "inclusion":
            return None
        modal = next((n for n, i in enumerate(items) if i.kind == "modal"), 0)
        head, rest = items[:modal], items[modal + 1 :]
        if not head or not names_people(head[-1]):
            return None
        named = [i.leaf.constraint for i in head if i.leaf is not None]
        asked = next((i.leaf.constraint for i in rest if i.leaf is not None), None)
        if not named or asked is None or asked.type not in BOUNDED or any(c.type != "condition" for c in named):
            return None
        when, then = self.clause(head, kind), self.part(rest, kind)
        return None if when is None or then is None else IfThen(when, then, None, self._quote(head))

    def _condition(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        cue, before, after = items[position], items[:position], items[position + 1 :]
        if before and before[-1].kind in {"or", "andor"} and _opens_alternative(before, after):
            first, last = self.part(before[:-1], kind), self._condition(items[position:], 0, kind)
            if first is not None and last is not None:  # "A, or B, or if X, C"
                return join("or", [first, granted(last)])
        beside = self._and_if(items, position, kind)
        if beside is not None:
            return beside
        other = next_conditional(items, position) if has_leaf(before) else None
        if other is not None:  # "X if Y and Z if W"
            first, second = self.part(items[:other], kind), self.part(items[other + 1 :], kind)
            if first is not None and second is not None:
                given, asked = list(leaves(first)), [c for c in leaves(second) if c.type in BOUNDED]
                same = bool(asked) and all(any(same_thing(c, g) for g in given) for c in asked)
                same = same or (_conditional(first) and _conditional(second))  # each for its own people
                either = items[other].kind == "or" and (self.kind != "inclusion" or not same)
                return join("or" if either else "and", [first, second])
        goes_on = bounds_go_on(before, after, either=kind != "inclusion") if has_leaf(before) else None
        if goes_on is not None:  # "X if Y, Z"
            first = self._condition(items[: position + 1 + goes_on[0]], position, kind)
            rest = self.part(after[goes_on[1] :], kind)
            return join("and" if kind == "inclusion" else "or", [n for n in (first, rest) if n is not None])
        cut = restated(before)
        if cut is not None:  # "ALT ≤ 3 × ULN, or ≤ 5 × ULN if Y"
            plain, when, then = (
                self.part(before[:cut], kind),
                self.clause(after, "inclusion"),
                self.clause(before[cut + 1 :], kind),
            )
            when = when or (self._attested(after) if after else None)
            if plain is not None and when is not None and then is not None:
                return override(plain, when, then, self._quote(after))
        amiss = otherwise_lead(before, after)
        if amiss is not None:
            first, second = self.part(before[: amiss[0]], kind), self.part(after[amiss[1] :], kind)
            if first is not None and second is not None:
                return join("or", [first, second])
        lead = alternative_lead(before, after)
        if lead is not None:
            return self._or_if(lead, items, position, kind)
        if has_leaf(before):  # "X if Y"
            when, then = self.clause([cue, *after], "inclusion"), self.part(before, kind)
            text = self._quote(after)
            if when is None and relaxes(items, position):  # a person must say whether it holds
                when = self._attested(after)
            if when is not None and isinstance(then, AnyOf) and same_bound_twice(then):
                plain, relaxed = then.args  # "≤ 2.5 × ULN, or ≤ 5 × ULN with liver metastases"
                return IfThen(when, relaxed, plain, text)
            if when is not None and then is not None and not self._and_last(then):
                return if_last(then, when, text)
        else:  # "if Y, X": Y ends at a comma, a modal, or where the bounds begin
            named = next((n for n, i in enumerate(after) if has_leaf([i])), len(after))
            cut = next((n for n in range(named + 1, len(after)) if ends_condition(after, n)), None)
            if cut is None:
                if not has_leaf(after):
                    return None
                open_end = self._asks_unread(cue, after)
                if open_end is not None:
                    return open_end
                # a header ("For subjects with liver metastases:") conditions the bullets below it
                node = self.clause([cue, *after], "inclusion")
                if cue.text.lower().startswith(("for ", "in ", "if")) and self.parse.condition is None:
                    self.parse.condition, self.parse.condition_text = node, self._quote(after)
                return node
            when, then = self.clause([cue, *after[:cut]], "inclusion"), self.part(after[cut:], kind)
            then = then or self._unread(after[cut:])
            text = self._quote(after[:cut])
        if when is None or then is None:
            return then or when
        return IfThen(when, then, None, text)

    def _and_if(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        """ "X, and if Y, Z": Z is asked of those with Y, X of everyone."""
        end, after = position, items[position + 1 :]
        while end and items[end - 1].kind in {"comma", "filler"}:
            end -= 1
        if kind != "inclusion" or not end or items[end - 1].kind != "and" or not has_leaf(items[: end - 1]):
            return None
        said = (n for n in range(len(after)) if has_leaf(after[:n]))
        cut = next((n for n in said if after[n].kind in _ENDING or ends_condition(after, n)), None)
        if cut is None:
            return None
        base, then = self.part(items[: end - 1], kind), self._condition(items[position:], 0, kind)
        if isinstance(then, Constraint) and not has_leaf(after[cut:]):  # "and if brain metastases, they must be stable"
            when = self.clause([items[position], *after[:cut]], "inclusion")
            then = None if when is None or when == then else IfThen(when, then, None, self._quote(after[:cut]))
        if base is None or not isinstance(then, IfThen) or then.otherwise is not None:
            return None
        given = list(leaves(base))
        if all(any(same_thing(c, g) for g in given) for c in leaves(then.then)):
            return override(
                base, then.when, then.then, then.text
            )  # "ALT ≤ 3 × ULN and, if liver metastases, ≤ 5 × ULN"
        return join("and", [base, then])

    def _or_if(self, cuts: tuple[int, int], items: list[Item], position: int, kind: Kind) -> Node | None:
        """ "X, or if Y, Z": another bound of the same thing for some, or an alternative that is open to them."""
        cue, before, after = items[position], items[:position], items[position + 1 :]
        end, cut = cuts
        base, then = self.part(before[:end], kind), self.part(after[cut:], kind)
        when = self.clause([cue, *after[:cut]], "inclusion")
        if base is None or when is None or then is None:
            return base
        text, given = self._quote(after[:cut]), list(leaves(base))
        if all(any(same_thing(c, g) for g in given) for c in leaves(then)):
            return override(base, when, then, text)
        return join("or", [base, IfThen(when, then, None, text)])

    def _asks_unread(self, cue: Item, after: list[Item]) -> Node | None:
        """ "If Y, …": what is asked was not read, and Y itself is not asked for."""
        ends = [n for n, i in enumerate(after) if i.kind in {"comma", "modal"} and has_leaf(after[:n])]
        cut = next((n for n in ends if not has_leaf(after[n:])), None)
        if cut is None or not (cue.text.casefold() == "if" or after[cut].kind == "modal"):
            return None
        when, then = self.clause([cue, *after[:cut]], "inclusion"), self._unread(after[cut:])
        return None if when is None or then is None else IfThen(when, then, None, self._quote(after[:cut]))

    def _unread(self, items: list[Item]) -> Constraint | None:
        """What is asked under a condition, in words that no table has: never a demand of the condition itself."""
        first = next((n for n, i in enumerate(items) if i.kind not in {"comma", "modal", "filler"}), None)
        if first is None or has_leaf(items) or all(i.kind != "word" for i in items):
            return None
        return self._attested(items[first:])

    def _and_last(self, node: Node) -> bool:
        """Whether "and" joins the last bound to those before it: a condition behind them is that of all."""
        before, last = last_bound(node)
        if not before or not isinstance(node, AllOf):
            return False
        end, start = max(c.end for n in before for c in leaves(n)), min(c.start for c in leaves(last))
        return end < start and "and" in self._slice(end, start).casefold().split()

    def _for_one_sex(self, items: list[Item], kind: Kind) -> Node | None:
        """ "Women must not be pregnant", "men and women of reproductive potential must use …": asked of some only."""
        found = [i for i in items if i.kind == "leaf" or (i.kind == "paren" and has_leaf(i.inside))]
        if (cut := second_sex(items)) is not None and kind == "inclusion":
            both = [part for half in (items[:cut], items[cut + 1 :]) if (part := self.part(half, kind)) is not None]
            return join("and", both) if both else None
        if kind != "inclusion" and (groups := groups_of_a_sex(items)):
            each = [part for group in groups if (part := self.part(group, kind)) is not None]
            return join("or", each) if each else None
        heads: list[Item] = []
        glosses: list[Item] = []
        modal: int | None = None
        if any(i.leaf is not None and names_group(i.leaf.constraint) for i in found[:1]):
            modal = next((i.start for i in items if i.kind == "not" or (i.kind == "modal" and i.value)), None)
        for item in found:
            if item.kind == "paren" and heads and item.inside[0].kind in {"define", "example"}:
                glosses.append(item)  # "women of childbearing potential (i.e., …) and men must …"
                continue
            if item.leaf is None or not (
                names_group(item.leaf.constraint) or (heads and modal is not None and is_past_fertile(item, modal))
            ):
                break
            if heads and modal is not None and heads[0].end <= modal < item.start:
                break  # "women must not be of childbearing potential"
            heads.append(item)
        rest = found[len(heads) + len(glosses) :]
        if not rest:
            return self._of_group_unread(items, heads, kind)
        if not heads:
            return self._trailing_sex(items, found, kind)
        types = {c.type for i in rest for c in constraints_of(i)}
        end = heads[-1].end
        behind = next((i for i in items if i.start >= end and i.kind not in {"filler", "word", "paren"}), None)
        listed = behind is not None and behind.kind in {"comma", "or"} and kind != "inclusion"
        stated = next((n for n, h in enumerate(heads) if h.leaf is not None and _is_state(h.leaf.constraint)), None)
        if listed and stated is not None:  # "(women who are) breastfeeding, pregnant or planning a pregnancy": each
            if not stated or not {c.type for i in rest for c in constraints_of(i)} <= {"reproductive"}:
                return None
            heads = heads[:stated]
            end = heads[-1].end
        group = any(h.leaf is not None and h.leaf.constraint.type != "sex" for h in heads)
        obliged = kind == "inclusion" and behind is not None and behind.kind in {"modal", "colon"}
        labelled = obliged and behind is not None and behind.kind == "colon" and "age" not in types
        one = len({v for h in heads if h.leaf is not None for v in h.leaf.constraint.values or ()}) == 1
        required = obliged and (group or (one and (labelled or types <= ASKED_OF_A_SEX)))
        allowed = types <= {"reproductive", "procedure", "attestation", "drug"} and "reproductive" in types
        if not allowed and not required:  # "premenopausal women must be receiving a GnRH agonist"
            return None
        head = [i for i in items if i.start < end and i not in glosses]
        tail = [i for i in items if i.start >= end]
        if any(i.kind == "not" for i in head):
            return None
        when, then = self.clause(head, "inclusion"), self.part(tail, kind)
        if when is None or then is None:
            return None
        return IfThen(one_group(when), then, None, self._quote(head))

    def _of_group_unread(self, items: list[Item], heads: list[Item], kind: Kind) -> Node | None:
        """ "Women of childbearing potential must …": whatever it is that nothing here knows, it is theirs only."""
        cut = next((n for n, i in enumerate(items) if (i.kind == "modal" and i.value) or i.kind == "colon"), None)
        if cut is None or kind != "inclusion" or any(h.start > items[cut].start for h in heads):
            return None
        then, when = self._unread(items[cut + 1 :]), self.clause(items[:cut], "inclusion")
        if then is None or when is None or any(len(c.values or ()) > 1 for c in leaves(when)):
            return None
        return IfThen(one_group(when) if heads else when, then, None, self._quote(items[:cut]))

    def _trailing_sex(self, items: list[Item], found: list[Item], kind: Kind) -> Node | None:
        """ "Pregnant or breastfeeding women"."""
        last = found[-1]
        if len(found) < 2 or last.leaf is None or last.leaf.constraint.type != "sex" or not last.leaf.constraint.values:
            return None
        others = {c.type for i in found[:-1] for c in constraints_of(i)}
        if others != {"reproductive"} or len(last.leaf.constraint.values) > 1:
            return None
        if kind == "inclusion" and not any(i.kind in {"not", "result"} for i in items):
            return None  # "pregnant women" are asked for, of either sex
        then = self.part([i for i in items if i is not last], kind)
        return None if then is None else IfThen(last.leaf.constraint, then, None, last.leaf.constraint.text)
