"""A line of items → a tree: sentences, semicolons, conditions, exceptions, parentheses, then lists.

The grammar cuts a statement from the outside in. Nothing here names a disease, a drug or a trial: words come from
``lexicons/logic_cues.tsv``, things from the lexicons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.logic.causes import beside_causes
from eligo.logic.circumstances import marked
from eligo.logic.concessions import concede, withheld
from eligo.logic.conditions import is_limit, relaxes
from eligo.logic.dating import date_all
from eligo.logic.demands import demands_apart, flat, may_demand, refused, says_all
from eligo.logic.ending import denied_for_a_time, must_end, not_lately
from eligo.logic.grammar_base import DEEPEST, Parse
from eligo.logic.grammar_conditions import ConditionGrammar
from eligo.logic.grammar_groups import GroupGrammar
from eligo.logic.grammar_permissions import PermissionGrammar
from eligo.logic.groups import BOUNDED, bounds_of_groups, for_ages, for_one_sex, in_any_state, per_sex
from eligo.logic.items import Item
from eligo.logic.meanwhile import meanwhile
from eligo.logic.permissions import asks_bound, bound_before, denied_permit, is_idle, says_whose
from eligo.logic.populations import others_too
from eligo.logic.reactions import graded_reactions
from eligo.logic.recovery import goal_first, unrecovered
from eligo.logic.remarks import explains, gives_reasons, says_who_joins, states_population, with_notes
from eligo.logic.rewrite import opposed, override, same_thing, simplify, unmet
from eligo.logic.slicing import (
    colon_lists,
    has_leaf,
    items_after,
    items_before,
    names_kind,
    permits,
    split,
    starts_people,
)
from eligo.logic.terms import Kind, counted_list, join
from eligo.schema import AllOf, IfThen, Node, Not, leaves

__all__ = ["Parse", "parse_items"]


def parse_items(
    items: Sequence[Item],
    kind: Kind,
    source: str = "",
    offset: int = 0,
    *,
    leads: bool = False,
    denying: int = 0,
    asks: bool = True,
) -> Parse:
    """The tree of a statement.

    Args:
        source: the statement's text, whose first character is at `offset`; only quoted.
        leads: it is the first of its kind, where "… are eligible" says whom the trial is for.
        denying, asks: see `Parse`.
    """
    parse = Parse()
    parse.leads, parse.denying, parse.asks = leads, denying, asks
    grammar = _Grammar(kind, source, offset, parse)
    read = for_one_sex(for_ages(per_sex(items)))
    kinds = {i.kind for i in read}
    if "paren" in kinds:
        read = graded_reactions(read)
    if "ends" in kinds:
        read = must_end(read, kind)
    if "paren" in kinds or {"not", "time"} <= kinds:
        read = not_lately(read)
    if {"status", "certainty"} <= kinds:
        read = in_any_state(read)
    if "except" in kinds and "rade" in source:
        read = goal_first(read)
    if not kinds.isdisjoint(("severity", "not")):
        read = unrecovered(read)
    if "paren" in kinds:
        read = beside_causes(read, source, offset)
    read = marked(with_notes(read))
    if kind == "inclusion" and ("whom" in kinds or "not" in kinds):
        read = bounds_of_groups(read)
    if kind == "exclusion" and "and" in kinds:
        read = others_too(read)
    if "while" in source:
        read = meanwhile(read, source, offset)
    parse.node = grammar.statement(read)
    if parse.node is not None:
        parse.node = simplify(parse.node)
        if kind == "inclusion" and any(c.window is not None for c in leaves(parse.node)):
            parse.node = denied_for_a_time(parse.node)
    return parse


_ELAPSED = re.compile(
    r"\s*(?:at\s+least|a\s+minimum\s+of)?\s*(?:\w+\s+\()?\w+\)?\s+(?:days?|weeks?|months?|years?)\s+(?:must|should)\s+have\s+(?:elapsed|passed)\b",
    re.I,
)
_AGAIN = re.compile(r"re-?(?:screen|test)(?:ed|ing|s)?", re.I)
_MAY = frozenset({"may", "can", "could", "allowed", "permitted"})


def tests_again(items: Sequence[Item]) -> bool:
    """Whether a sentence only says who may be tested once more: "who fails may be rescreened". It asks nothing."""
    said = [i.text.casefold() for i in items if i.kind in {"word", "filler", "modal", "permit"}]
    at = next((n for n, w in enumerate(said) if _AGAIN.fullmatch(w)), None)
    if at is None or not any(w.split()[-1:] and w.split()[-1] in _MAY for w in said[max(0, at - 3) : at + 4]):
        return False
    for item in items:
        item.kind = "filler" if item.kind == "word" else item.kind
    return True


_MUST_BE = re.compile(r"[^<>≤≥\d()]{0,60}\bmust\s+(?:be|have|remain)\b(?!\s+(?:no|not|excluded)\b)", re.I)


_TURNS = frozenset({"except", "unless", "modal", "whom", "if"})  # behind these a part may say something else


def _said_of_list(items: Sequence[Item]) -> list[Item]:
    """What stands before the colon of a list and is said of each of its parts: a time, a role."""
    cut = next((n for n, i in enumerate(items) if i.kind == "colon"), 0)
    head = items[:cut]
    said = [] if has_leaf(head) else [i for i in head if i.kind in {"time", "role", "status", "relation"}]
    for item in said:
        item.value = "list" if item.kind == "time" else item.value
    return said


def _counting(items: Sequence[Item]) -> Item | None:
    """What says before all things of a list how many of its parts must hold."""
    if "semi" not in [i.kind for i in items]:
        return None
    head = next((i for i in items if i.kind.startswith("list_") or has_leaf([i])), None)
    return head if head is not None and head.kind.startswith("list_") else None


def _with_exceptions(parts: list[list[Item]]) -> list[list[Item]]:
    """ "Malignancy; except basal cell carcinoma": a part that begins as an exception is one to the part before."""
    joined: list[list[Item]] = []
    for part in parts:
        first = next((i for i in part if i.kind != "filler"), None)
        if joined and joined[-1] and first is not None and first.kind in {"except", "unless"}:
            joined[-1] = [*joined[-1], *part[part.index(first) :]]
        else:
            joined.append(part)
    return joined


class _Grammar(PermissionGrammar, GroupGrammar, ConditionGrammar):
    """Reads statements, sentences and their parts."""

    def statement(self, items: list[Item]) -> Node | None:
        """Sentences, joined by the kind's own operator; a sentence may be an exception to the one before."""
        node: Node | None = None
        parts: list[Node] = []
        kinds = {i.kind for i in items}
        colon = "colon" in kinds
        aged = "paren" in kinds or any(i.leaf is not None and i.leaf.constraint.type == "age" for i in items)
        for sentence, demanded in self._demanded(items):
            if demanded and (unmet_node := self._unmet(sentence)) is not None:
                parts = self._and_restated(parts, unmet_node, "or")
                continue
            if gives_reasons(sentence):
                self.parse.permits = True
                continue
            if parts and (explains(sentence, self.kind) or tests_again(sentence)):
                continue
            if parts and (counted := self._not_counted(parts, sentence)) is not None:
                parts = counted
                continue
            found, exception = (
                (aged and self._of_ages(sentence))
                or (colon and (self._of_group(sentence) or self._by_circumstance(sentence)))
                or self.sentence(colon_lists(sentence))
            )
            if found is None:
                continue
            if demanded and not exception and all(c.type == "attestation" for c in leaves(found)):
                found = refused(found)
            elif self.kind == "exclusion" and not exception and self._demands(sentence):
                found = unmet(self.parts(colon_lists(sentence), "inclusion") or found)
            if exception:
                if parts and is_idle(parts[-1], found, sentence, self.kind):
                    continue  # "Platelets ≥ 50,000/µL. Transfusions are allowed."
                if parts:
                    parts = self._relaxed(parts, found)
                elif self.kind == "inclusion" and (
                    states_population(found, sentence) or (self.parse.leads and says_who_joins(sentence))
                ):
                    asked = self.parts([i for i in sentence if i.kind != "permit"], self.kind)
                    parts = [asked or found]
                elif (asked := self._permitted_if(sentence)) is not None:
                    parts = [asked]
                elif self.kind == "inclusion" and asks_bound(found):
                    asked = self.parts([i for i in sentence if i.kind != "permit"], self.kind)
                    parts = [asked or found]
                else:
                    self.parse.permits, self.parse.granted = True, found  # "Controlled hypothyroidism is allowed"
                    parts = [asked] if (asked := withheld(found, self.kind)) is not None else []
            else:
                parts = self._and_restated(parts, found, "or" if self.kind == "exclusion" else "and")
        if parts:
            node = join("or" if self.kind == "exclusion" else "and", parts)
        for n, (when, then, text) in enumerate(self.overrides):
            if (when, then, text) not in self.overrides[:n]:  # a part may have been read twice
                node = override(node, when, then, text)
        self.overrides.clear()
        return node

    def _demanded(self, items: list[Item]) -> list[tuple[list[Item], bool]]:
        """The sentences, those apart that say among the exclusions what everybody must be."""
        sentences = split(items, "stop")
        if self.kind != "exclusion" or not self.parse.asks or not may_demand(self.source):
            return [(s, False) for s in sentences]
        return demands_apart(sentences, self.source, self.offset)

    def _unmet(self, items: list[Item]) -> Node | None:
        """What a demand keeps out: whoever does not meet it."""
        kinds = [(i, i.kind) for i in flat(items)]
        read = parse_items(items, "inclusion", self.source, self.offset)
        if read.node is None or read.permits or not says_all(items, read.node, self.source, self.offset):
            for item, kind in kinds:
                item.kind = kind
            return None
        return refused(read.node)

    def _demands(self, items: list[Item]) -> bool:
        """Whether a sentence says what must be ("women must use contraception"), and not what must not."""
        if "must" not in self.source.casefold() or any(i.kind == "not" for i in items):
            return False
        said = any(i.kind == "modal" and i.text.casefold().startswith("must") for i in items)
        ends = [i.end if i.leaf is None else max(i.end, i.leaf.constraint.end) for i in items]
        if _ELAPSED.match(self._slice(items[0].start, max(ends))):
            return True
        return said or (bool(items) and _MUST_BE.match(self._slice(items[0].start, max(ends))) is not None)

    def sentence(self, items: list[Item]) -> tuple[Node | None, bool]:
        """Its tree, and whether it is an exception to what stands before it."""
        pieces = [i for i in items if i.kind not in {"filler", "comma", "word"}]
        if len(pieces) == 1 and pieces[0].kind == "paren":  # a sentence that stands in parentheses
            items = pieces[0].inside
            pieces = [i for i in items if i.kind not in {"filler", "comma", "word"}]
        head = pieces[0] if pieces else None
        if head is not None and head.kind == "except" and not self._opens(items_before(items, head)):
            rest = items_after(items, head)
            listed = any(i.kind == "comma" for i in rest)
            if self.kind == "exclusion" and not listed and names_kind(items_before(items, head)):
                only = self.parts(rest, "exception")
                return (None if only is None else Not(only)), False  # "diagnosis other than gout"
            if not listed or self._is_whole_list(rest):
                return self.parts(rest, "exception"), True
        permit = next((i for i in pieces if i.kind == "permit"), None)
        denial = None
        if permit is not None:
            denial = denied_permit(items, permit)
            permit = next((i for n, i in enumerate(items) if i.kind == "permit" and permits(items, n)), None)
        if denial is not None:  # "no prior chemotherapy is allowed"
            items = [i for i in items if i is not permit and (i is not denial or self.kind != "exclusion")]
            permit = None
        if permit is not None and (judged := self._or_judged(items, self.kind)) is not None:
            return judged, False  # "within normal limits or clinically acceptable to the investigator"
        if permit is not None and says_whose(items, permit):
            items, permit = [i for i in items if i is not permit], None
        if permit is not None and permit.value == "inclusion" and self.kind != "inclusion":
            permit = None  # "subjects who may have received …" are excluded
        said = [] if permit is None else split(items_before(items, permit), "semi")[-1:]
        if permit is not None and said and any(i.kind in {"except", "unless"} for i in said[0]):
            items = [i for i in items if i is not permit]  # "…, except skin cancer, which is permitted" says it twice
        elif permit is not None and has_leaf(items):
            if (proviso := self._but_must(items, permit)) is not None:
                return proviso
            rest = [i for i in items if i is not permit]
            cut = max(
                (
                    n
                    for n, i in enumerate(rest)
                    if i.start < permit.start and (i.kind in {"semi", "but"} or starts_people(rest, n))
                ),
                default=-1,
            )
            if cut < 0:
                cut = bound_before(rest, sum(i.start < permit.start for i in rest))
            left, right = rest[: cut + 1], rest[cut + 1 :]
            exception = self.parts(right, "exception")
            if exception is None:
                return self.parts(rest, self.kind), False
            if self.kind == "inclusion" and not left and is_limit(exception):
                return self.parts(rest, self.kind), False  # "up to two prior lines are allowed": no more than that
            base = self.parts(left, self.kind) if left else None
            if base is None:
                return exception, True
            if is_idle(base, exception, items[cut + 1 :], self.kind):
                return base, False
            (node,) = self._relaxed([base], exception)
            return node, False
        return self.parts(items, self.kind), False

    @staticmethod
    def _is_whole_list(items: list[Item]) -> bool:
        """Whether what follows a leading "except" is all exception: no main verb after its list, and no denial."""
        denials = [n for n, i in enumerate(items) if i.kind == "not"]
        relative = all(n and items[n - 1].text.casefold() in {"which", "that", "who"} for n in denials)
        return relative and not any(i.kind == "modal" for i in items)

    def parts(self, items: list[Item], kind: Kind) -> Node | None:
        """Semicolon-separated parts."""
        parts: list[Node] = []
        op = "and" if kind == "inclusion" else "or"
        explicit: set[str] = set()
        counted = _counting(items)
        if counted is not None:
            items = [i for i in items if i is not counted]
        said = _said_of_list(items) if counted is not None else []
        for n, part in enumerate(_with_exceptions(split(items, "semi"))):
            part = [*said, *part] if n else part
            lead = next((i.kind for i in part if i.kind not in {"filler", "word"}), "")
            if parts and lead in {"or", "and"}:
                explicit.add(lead)
            if parts and explains(part, kind):
                continue
            node = self.part(part, kind)
            if node is not None:
                parts = self._and_restated(parts, node, op)
        if counted is not None and len(parts) > 1:
            return counted_list(counted.kind, int(counted.value or 1), parts)
        if explicit == {"or"}:
            op = "or"
        if explicit and op == "or":
            parts = date_all(parts)
        return join(op, parts) if parts else None

    @staticmethod
    def _and_restated(parts: list[Node], node: Node, op: str) -> list[Node]:
        """The parts with one more; what it asks again under a condition replaces what they ask of the same things."""
        if isinstance(node, AllOf) and op == "and" and any(isinstance(a, IfThen) for a in node.args):
            for arg in node.args:  # "AST ≤ 3 × ULN; ≤ 5 × ULN if liver metastases, creatinine ≤ 2 mg/dL"
                parts = _Grammar._and_restated(parts, arg, op)
            return parts
        if isinstance(node, IfThen) and node.otherwise is None and parts:
            before = [c for p in parts for c in leaves(p)]
            asked = list(leaves(node.then))
            again = [(b, c) for c in asked for b in before if same_thing(b, c)]
            if op == "or" and again and all(opposed(b, c) for b, c in again):  # what some may have does not exclude
                relaxed = concede(join(op, parts), node, "exclusion", node.text)
                return [*parts, node] if relaxed is None else [relaxed]
            if all(c.type in BOUNDED and any(same_thing(b, c) for b in before) for c in asked):
                return [override(join(op, parts), node.when, node.then, node.text)]
        return [*parts, node]

    def part(self, items: list[Item], kind: Kind) -> Node | None:
        """Conditions and exceptions inside one part."""
        if self.depth >= DEEPEST:
            return self.clause(items, kind)
        self.depth += 1
        try:
            return self._part(items, kind)
        finally:
            self.depth -= 1

    def _part(self, items: list[Item], kind: Kind) -> Node | None:
        kept_out = self._kept_out(items, kind)
        if kept_out is not None:
            return kept_out
        sexed = self._for_one_sex(items, kind) or self._for_one_group(items, kind)
        if sexed is not None:
            return sexed
        judged = self._or_judged(items, kind)
        if judged is not None:
            return judged
        last: int | None = None  # the last thing named
        relaxed = True  # whether a condition behind it may be one of a second bound
        for position, item in enumerate(items):
            if item.kind not in _TURNS:
                continue
            if item.kind in {"except", "unless"}:
                return self._exception(items[:position], items[position + 1 :], kind, item.start)
            if item.kind == "modal" and item.value:
                conditional = self._people(items, position, kind)
                if conditional is not None:
                    return conditional
            if item.kind == "whom":
                conditional = self._whom(items, position, kind)
                if conditional is not None:
                    return conditional
            if item.kind == "if":
                if last is None:
                    last = next((n for n in range(len(items) - 1, -1, -1) if has_leaf([items[n]])), -1)
                if last < 0:
                    continue
                relaxed = position < last or (relaxed and relaxes(items, position))
                conditional = self._condition(items, position, kind) if relaxed else None
                if conditional is not None:
                    return conditional
        return self.clause(items, kind)
