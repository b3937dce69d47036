"""A line of items → a tree: sentences, semicolons, conditions, exceptions, parentheses, then lists.

The grammar cuts a statement from the outside in. Nothing here names a disease, a drug or a trial: words come from
``lexicons/logic_cues.tsv``, things from the lexicons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from eligo.logic.brackets import explain, lists_kinds
from eligo.logic.clause import Clause
from eligo.logic.conditions import (
    as_conditional,
    constraints_of,
    except_last,
    is_limit,
    names_group,
    one_group,
    relaxes,
    same_bound_twice,
)
from eligo.logic.coordination import Kind, counted_list, equated, family, join
from eligo.logic.groups import BOUNDED, for_ages, names_people, next_conditional, per_sex, restated
from eligo.logic.items import Item
from eligo.logic.modifiers import apply_modifiers
from eligo.logic.rewrite import attach_exceptions, map_leaves, override, same_thing, simplify
from eligo.logic.slicing import colon_lists, ends_condition, has_leaf, items_after, items_before, permits, split
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, Not, Window, leaves

__all__ = ["Parse", "parse_items"]


@dataclass(slots=True)
class Parse:
    """What the grammar made of a statement.

    Attributes:
        node: its tree, None where it has no leaf.
        list_op: the operator a header announces for the bullets below it (``and``, ``or``, ``at_least``), None: none.
        list_n: the number of ``at_least``.
        window, modifiers, condition: what a header says of the bullets below it.
        negated: a header denies them ("No history of:").
        excepts: a header ends with "except": they are its exceptions.
        permits: it only allows something, and asks nothing.
    """

    node: Node | None = None
    list_op: str | None = None
    list_n: int = 1
    window: Window | None = None
    modifiers: dict[str, str] = field(default_factory=dict)
    condition: Node | None = None
    condition_text: str = ""
    negated: bool = False
    excepts: bool = False
    permits: bool = False


def parse_items(items: Sequence[Item], kind: Kind, source: str = "", offset: int = 0) -> Parse:
    """The tree of a statement.

    Args:
        source: the statement's text, whose first character is at `offset`; only quoted.
    """
    parse = Parse()
    grammar = _Grammar(kind, source, offset, parse)
    parse.node = grammar.statement(for_ages(per_sex(items)))
    if parse.node is not None:
        parse.node = simplify(parse.node)
    return parse


_DEEPEST = 40  # exceptions and conditions within each other; deeper ones are read as one list


class _Grammar:
    def __init__(self, kind: Kind, source: str, offset: int, parse: Parse) -> None:
        self.kind, self.source, self.offset, self.parse = kind, source, offset, parse
        self.depth = 0
        self.overrides: list[tuple[Node, Node, str]] = []  # condition, bounds under it, its words

    def statement(self, items: list[Item]) -> Node | None:
        """Sentences, joined by the kind's own operator; a sentence may be an exception to the one before."""
        node: Node | None = None
        parts: list[Node] = []
        for sentence in split(colon_lists(items), "stop"):
            found, exception = self.sentence(sentence)
            if found is None:
                continue
            if exception:
                if parts:
                    parts[-1] = attach_exceptions(parts[-1], [found])
                else:
                    self.parse.permits = True  # "Controlled hypothyroidism is allowed": asks nothing
            else:
                parts = self._and_restated(parts, found, "or" if self.kind == "exclusion" else "and")
        if parts:
            node = join("or" if self.kind == "exclusion" else "and", parts)
        for when, then, text in self.overrides:
            node = override(node, when, then, text)
        self.overrides.clear()
        return node

    def sentence(self, items: list[Item]) -> tuple[Node | None, bool]:
        """Its tree, and whether it is an exception to what stands before it."""
        pieces = [i for i in items if i.kind not in {"filler", "comma", "word"}]
        if len(pieces) == 1 and pieces[0].kind == "paren":  # a sentence that stands in parentheses
            items = pieces[0].inside
            pieces = [i for i in items if i.kind not in {"filler", "comma", "word"}]
        head = pieces[0] if pieces else None
        if head is not None and head.kind == "except" and not has_leaf(items_before(items, head)):
            rest = items_after(items, head)
            if not any(i.kind == "comma" for i in rest) or self._is_whole_list(rest):
                return self.parts(rest, "exception"), True
        permit = next((i for n, i in enumerate(items) if i.kind == "permit" and permits(items, n)), None)
        if permit is not None and any(i.kind in {"except", "unless"} for i in items_before(items, permit)):
            items = [i for i in items if i is not permit]  # "…, except skin cancer, which is permitted" says it twice
        elif permit is not None and has_leaf(items):
            rest = [i for i in items if i is not permit]
            cut = max(
                (n for n, i in enumerate(rest) if i.kind in {"semi", "but"} and i.start < permit.start), default=-1
            )
            left, right = rest[: cut + 1], rest[cut + 1 :]
            exception = self.parts(right, "exception")
            if exception is None:
                return self.parts(rest, self.kind), False
            if self.kind == "inclusion" and not left and is_limit(exception):
                return self.parts(rest, self.kind), False  # "up to two prior lines are allowed": no more than that
            base = self.parts(left, self.kind) if left else None
            if base is None:
                return exception, True
            return attach_exceptions(base, [exception]), False
        return self.parts(items, self.kind), False

    @staticmethod
    def _is_whole_list(items: list[Item]) -> bool:
        """Whether what follows a leading "except" is all exception: no main verb after its list."""
        return not any(i.kind == "modal" for i in items)

    def parts(self, items: list[Item], kind: Kind) -> Node | None:
        """Semicolon-separated parts."""
        parts: list[Node] = []
        op = "and" if kind == "inclusion" else "or"
        explicit: set[str] = set()
        head = next((i for i in items if i.kind != "filler"), None)
        counted = (
            head
            if head is not None and head.kind.startswith("list_") and any(i.kind == "semi" for i in items)
            else None
        )
        items = [i for i in items if i is not counted]
        for part in split(items, "semi"):
            lead = next((i.kind for i in part if i.kind not in {"filler", "word"}), "")
            if parts and lead in {"or", "and"}:
                explicit.add(lead)
            node = self.part(part, kind)
            if node is not None:
                parts = self._and_restated(parts, node, op)
        if counted is not None and len(parts) > 1:
            return counted_list(counted.kind, int(counted.value or 1), parts)
        if explicit == {"or"}:
            op = "or"
        return join(op, parts) if parts else None

    @staticmethod
    def _and_restated(parts: list[Node], node: Node, op: str) -> list[Node]:
        """The parts with one more; what it asks again under a condition replaces what they ask of the same things."""
        if isinstance(node, IfThen) and node.otherwise is None and parts:
            before = [c for p in parts for c in leaves(p)]
            asked = list(leaves(node.then))
            if all(c.type in BOUNDED and any(same_thing(b, c) for b in before) for c in asked):
                return [override(join(op, parts), node.when, node.then, node.text)]
        return [*parts, node]

    def part(self, items: list[Item], kind: Kind) -> Node | None:
        """Conditions and exceptions inside one part."""
        if self.depth >= _DEEPEST:
            return self.clause(items, kind)
        self.depth += 1
        try:
            return self._part(items, kind)
        finally:
            self.depth -= 1

    def _part(self, items: list[Item], kind: Kind) -> Node | None:
        sexed = self._for_one_sex(items, kind) or self._for_one_group(items, kind)
        if sexed is not None:
            return sexed
        for position, item in enumerate(items):
            if item.kind in {"except", "unless"}:
                return self._exception(items[:position], items[position + 1 :], kind)
            if item.kind == "modal" and item.value:
                conditional = self._people(items, position, kind)
                if conditional is not None:
                    return conditional
            if item.kind == "whom":
                conditional = self._whom(items, position, kind)
                if conditional is not None:
                    return conditional
            after = items[position + 1 :]
            if item.kind == "if" and (has_leaf(after) or not has_leaf(items[:position]) or relaxes(items, position)):
                conditional = self._condition(items, position, kind)
                if conditional is not None:
                    return conditional
        return self.clause(items, kind)

    def _exception(self, left: list[Item], right: list[Item], kind: Kind) -> Node | None:
        base = self.part(left, kind)
        if base is not None and not has_leaf(right) and all(i.kind in {"filler", "colon"} for i in right):
            self.parse.excepts = True
        if base is None:  # "Other than X, no A or B": the exception comes first
            cut = next((n for n, i in enumerate(right) if i.kind == "comma"), len(right))
            exception, base = self.part(right[:cut], "exception"), self.part(right[cut:], kind)
            if base is None or exception is None:
                return base or (Not(exception) if exception is not None else None)
            return attach_exceptions(base, [exception])
        said = self.parse.modifiers.copy()
        exception = self.part(right, "exception")
        changed = {k for k, v in self.parse.modifiers.items() if said.get(k) != v}
        named = changed & {"severity", "relation"} and any(i.kind == "word" for i in right)  # "unless INR is stable"
        if exception is None and isinstance(base, Constraint) and self.parse.modifiers != said and not named:
            # "brain metastases unless treated and stable": the exception is the same thing, qualified
            qualified = apply_modifiers(base, self.parse.modifiers)
            if qualified != base:
                exception = replace(qualified, window=self.parse.window or base.window)
            self.parse.modifiers, self.parse.window = said, None
        return base if exception is None else self._excepted(base, exception)

    def _excepted(self, base: Node, exception: Node) -> Node:
        """ "Bilirubin ≤1.5 × ULN, except in Gilbert's syndrome, who may have < 3 mg/dL": another bound, for them."""
        asked = list(leaves(exception))
        bounds = [c for c in asked if c.type == "measurement" and any(same_thing(c, b) for b in leaves(base))]
        others = [c for c in asked if c not in bounds]
        if not bounds or not others:
            return except_last(base, exception)
        words = " ".join(self._slice(others[0].start, others[-1].end).split())
        self.overrides.append((join("and", others), join("and", bounds), words))
        return base

    def _whom(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        """ "Patients with diabetes must have …": the requirement is for those patients only."""
        after = items[position + 1 :]
        cut = next((n for n, i in enumerate(after) if i.kind == "modal"), None)
        if has_leaf(items[:position]) or cut is None or not has_leaf(after[:cut]) or not has_leaf(after[cut:]):
            return None
        asked = [items[position], *after[:cut]]  # the cue may say that they are receiving it
        when, then = self.clause(asked, "inclusion"), self.part(after[cut:], kind)
        if when is None or then is None:
            return then or when
        return IfThen(when, then, None, self._quote(after[:cut]))

    def _people(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        """ "Women with diabetes must have …": asked of one sex, or of those of them who have something, only."""
        head, rest = items[:position], items[position:]
        named = [i.leaf.constraint.type for i in head if i.leaf is not None]
        plain = all(i.kind in {"leaf", "filler", "word", "status", "severity"} for i in head)
        plain = plain and not any(i.text.casefold() in {"who", "that"} for i in head)  # "women who want to become …"
        if kind != "inclusion" or named[:1] != ["sex"] or not plain or not {*named[1:]} <= {"condition"}:
            return None
        if not has_leaf(rest):
            return None
        when, then = self.clause(head, "inclusion"), self.part(rest, kind)
        if when is None or then is None or any(len(c.values or ()) > 1 for c in leaves(when)):
            return None  # "men and women must have …" is asked of everyone
        return IfThen(one_group(when), then, None, self._quote(head))

    def _for_one_group(self, items: list[Item], kind: Kind) -> Node | None:
        """ "HIV-positive participants must have CD4 ≥ 350/µL": a bound for those with the condition only."""
        modal = next((n for n, i in enumerate(items) if i.kind == "modal"), 0)
        head, rest = items[:modal], items[modal + 1 :]
        if kind != "inclusion" or not head or not names_people(head[-1]):
            return None
        named = [i.leaf.constraint for i in head if i.leaf is not None]
        asked = next((i.leaf.constraint for i in rest if i.leaf is not None), None)
        if not named or asked is None or asked.type not in BOUNDED or any(c.type != "condition" for c in named):
            return None
        when, then = self.clause(head, kind), self.part(rest, kind)
        return None if when is None or then is None else IfThen(when, then, None, self._quote(head))

    def _condition(self, items: list[Item], position: int, kind: Kind) -> Node | None:
        cue, before, after = items[position], items[:position], items[position + 1 :]
        other = next_conditional(items, position) if has_leaf(before) else None
        if other is not None:  # "X if Y and Z if W"
            first, second = self.part(items[:other], kind), self.part(items[other + 1 :], kind)
            if first is not None and second is not None:
                return join("or" if items[other].kind == "or" else "and", [first, second])
        again = restated(before)
        if again is not None:  # "ALT ≤ 3 × ULN, or ≤ 5 × ULN if Y"
            plain, when, then = (
                self.part(before[:again], kind),
                self.clause(after, "inclusion"),
                self.clause(before[again + 1 :], kind),
            )
            if plain is not None and when is not None and then is not None:
                return override(plain, when, then, self._quote(after))
        if has_leaf(before):  # "X if Y"
            when, then = self.clause([cue, *after], "inclusion"), self.part(before, kind)
            text = self._quote(after)
            if when is None and relaxes(items, position):  # a person must say whether it holds
                start, end = after[0].start, after[-1].end
                when = Constraint("attestation", text, self._slice(start, end), start, end)
            if when is not None and isinstance(then, AnyOf) and same_bound_twice(then):
                plain, relaxed = then.args  # "≤ 2.5 × ULN, or ≤ 5 × ULN with liver metastases"
                return IfThen(when, relaxed, plain, text)
        else:  # "if Y, X": Y ends at a comma, a modal, or where the bounds begin
            cut = next((n for n, i in enumerate(after) if has_leaf(after[:n]) and ends_condition(after, n)), None)
            if cut is None:
                if not has_leaf(after):
                    return None
                # a header ("For subjects with liver metastases:") conditions the bullets below it
                node = self.clause([cue, *after], "inclusion")
                if cue.text.lower().startswith(("for ", "in ", "if")) and self.parse.condition is None:
                    self.parse.condition, self.parse.condition_text = node, self._quote(after)
                return node
            when, then = self.clause([cue, *after[:cut]], "inclusion"), self.part(after[cut:], kind)
            text = self._quote(after[:cut])
        if when is None or then is None:
            return then or when
        return IfThen(when, then, None, text)

    def _for_one_sex(self, items: list[Item], kind: Kind) -> Node | None:
        """ "Women must not be pregnant", "men and women of reproductive potential must use …": asked of some only."""
        found = [i for i in items if i.kind == "leaf" or (i.kind == "paren" and has_leaf(i.inside))]
        heads: list[Item] = []
        for item in found:
            if item.leaf is None or not names_group(item.leaf.constraint):
                break
            heads.append(item)
        rest = found[len(heads) :]
        if not rest:
            return None
        if not heads:
            return self._trailing_sex(items, found, kind)
        types = {c.type for i in rest for c in constraints_of(i)}
        end = heads[-1].end
        behind = next((i for i in items if i.start >= end and i.kind not in {"filler", "word", "paren"}), None)
        group = any(h.leaf is not None and h.leaf.constraint.type != "sex" for h in heads)
        required = group and kind == "inclusion" and behind is not None and behind.kind == "modal"
        allowed = types <= {"reproductive", "procedure", "attestation", "drug"} and "reproductive" in types
        if not allowed and not required:  # "premenopausal women must be receiving a GnRH agonist"
            return None
        head = [i for i in items if i.start < end]
        tail = [i for i in items if i.start >= end]
        if any(i.kind == "not" for i in head):
            return None
        when, then = self.clause(head, "inclusion"), self.part(tail, kind)
        if when is None or then is None:
            return None
        return IfThen(one_group(when), then, None, self._quote(head))

    def _trailing_sex(self, items: list[Item], found: list[Item], kind: Kind) -> Node | None:
        """ "Pregnant or breastfeeding women"."""
        last = found[-1]
        if len(found) < 2 or last.leaf is None or last.leaf.constraint.type != "sex" or not last.leaf.constraint.values:
            return None
        others = {c.type for i in found[:-1] for c in constraints_of(i)}
        if others != {"reproductive"} or len(last.leaf.constraint.values) > 1:
            return None
        then = self.part([i for i in items if i is not last], kind)
        return None if then is None else IfThen(last.leaf.constraint, then, None, last.leaf.constraint.text)

    def clause(self, items: list[Item], kind: Kind) -> Node | None:
        """A list of terms with their qualifiers."""
        clause = Clause(kind, self.kind, self._paren, self._slice)
        node = clause.read(items)
        if clause.list_op is not None:
            self.parse.list_op, self.parse.list_n = clause.list_op, clause.list_n
        if clause.pending_window is not None:
            self.parse.window = clause.pending_window
        self.parse.modifiers.update(clause.pending)
        self.parse.negated = node is None and clause.denies
        return node

    def _paren(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """What ``( … )`` does to the term before it; gives the term as changed."""
        inside = item.inside
        head = next((i for i in inside if i.kind not in {"filler", "comma", "word"}), None)
        if head is None or (head.kind == "example" and not head.value):
            return base
        if head.kind == "example":
            return self._with_kinds(item, base, kind)
        if head.kind in {"except", "unless"} or any(
            i.kind == "permit" and permits(inside, n) for n, i in enumerate(inside)
        ):
            asked = [i for i in inside if i.kind != "permit" and i is not head]
            asked = asked if head.kind in {"except", "unless"} else [i for i in inside if i.kind != "permit"]
            node = self.parts(asked, "exception")
            return self._excepted(base, node) if base is not None and node is not None else base
        if any(i.kind == "if" for i in inside):
            node = self.parts(inside, "inclusion")
            conditional = as_conditional(node)
            if conditional is not None:
                self.overrides.append(conditional)
                return base
            if base is None or node is None:
                return base or node
            if all(c.type == "attestation" for c in leaves(base)):
                return node  # "hepatic function: ALT ≤ 2.5 × ULN; in …, ≤ 5 × ULN"
            return join("and", [base, node])
        nodes = [self.parts(s, kind) for s in split(colon_lists(inside), "stop")]
        found = [n for n in nodes if n is not None]
        if not found:
            return base
        node = join("and" if kind == "inclusion" else "or", found)
        if isinstance(base, Constraint) and isinstance(node, AllOf) and lists_kinds(base, node, inside):
            node = AnyOf(node.args)
        if base is None:
            return node
        numeric = all(family(c.type) == "numeric" for n in (base, node) for c in leaves(n))
        if numeric and (head.kind == "or" or equated(base, node)):
            return join("or", [base, node])  # "ECOG ≤ 2 (or Karnofsky ≥ 60)"
        return explain(base, node, defines=head.kind == "define")

    def _with_kinds(self, item: Item, base: Node | None, kind: Kind) -> Node | None:
        """ "Coronary disease (including stents and angina)": under exclusions each of the kinds excludes as well."""
        if kind == "inclusion" or not isinstance(base, Constraint):
            return base
        node = self.clause([i for i in item.inside if i.kind != "example"], "exclusion")
        if node is None:
            return base
        window = base.window
        return join("or", [base, map_leaves(node, lambda c: c if c.window else replace(c, window=window))])

    def _slice(self, start: int, end: int) -> str:
        return self.source[start - self.offset : end - self.offset]

    def _quote(self, items: Sequence[Item]) -> str:
        kept = [i for i in items if i.kind != "comma"]
        if not kept:
            return ""
        start, end = kept[0].start - self.offset, max(i.end for i in kept) - self.offset
        return " ".join(self.source[start:end].split())
