"""What a statement allows: "is allowed if …", "is permitted, but must …", "may participate if …"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from eligo.logic.concessions import concede, granted
from eligo.logic.grammar_base import account_for
from eligo.logic.grammar_parens import ParenGrammar
from eligo.logic.groups import BOUNDED
from eligo.logic.items import Item
from eligo.logic.modifiers import MODIFIERS, apply_modifiers
from eligo.logic.rewrite import attach_exceptions, map_asked, same_thing
from eligo.logic.slicing import (
    has_leaf,
    items_before,
    names_any_drug,
    split,
)
from eligo.logic.terms import join
from eligo.schema import Constraint, Except, IfThen, Node, leaves

__all__ = ["PermissionGrammar"]

_COUNTING = frozenset({"considered", "counted", "count", "regarded", "classified", "deemed", "defined"})
_COUNTED = ("considered", "deemed")
_TAKEN = frozenset({"drug", "procedure", "condition", "participation"})
_BUT = frozenset({"although", "though", "however", "but"})
_OBLIGES = re.compile(r"\b(?:must|should|shall|needs?\s+to|ha(?:s|ve)\s+to|(?:is|are)\s+required)\b", re.I)


def _but(asked: Constraint, exception: Node | None, constraint: Constraint) -> Node:
    return Except(constraint, (exception,)) if constraint == asked and exception is not None else constraint


def _is_counting(items: list[Item]) -> bool:
    """Whether a denial ends with "considered", or "counted", "be regarded" or the like comes next."""
    if items[0].text.casefold().endswith(_COUNTED):
        return True
    said = [i.text.casefold() for i in items[1:] if i.kind in {"word", "filler"}]
    return bool(said) and (said[0] in _COUNTING or (said[0] == "be" and said[-1] in _COUNTING))


def _is_but(item: Item) -> bool:
    return item.kind == "but" or (item.kind in {"word", "filler"} and item.text.casefold() in _BUT)


class PermissionGrammar(ParenGrammar):
    """Permissions: what they relax, and what they ask all the same."""

    def _but_must(self, items: list[Item], permit: Item) -> tuple[Node, bool] | None:
        """ "Prior X is allowed, but must have ended 4 weeks before": what is asked behind a permission."""
        cut = next((n for n, i in enumerate(items) if i.start >= permit.end and _is_but(i)), None)
        if cut is None or self.kind != "inclusion":
            return None
        before, behind = items[:cut], items[cut + 1 :]
        while before and before[-1].kind in {"comma", "semi"}:
            before = before[:-1]
        ends = [i.end if i.leaf is None else max(i.end, i.leaf.constraint.end) for i in behind]
        if not behind or any(i.kind == "permit" for i in behind):
            return None
        if _OBLIGES.search(self._slice(items[cut].end, max(ends))) is None:
            return None
        first, exception = self.sentence(before)
        head = split(items_before(items, permit), "semi")[-1:]
        if not has_leaf(behind):
            asked = self._permitted_in_state(head[0] if head else [], [i for i in behind if i.kind != "modal"])
        else:
            asked = self.parts(behind, self.kind)
            named = [i.leaf.constraint.type for i in head[0] if i.leaf is not None] if head else []
            when = self.clause([i for i in head[0] if i.kind != "if"], "inclusion") if named else None
            if asked is not None and when is not None and not {*named} & BOUNDED:
                asked = IfThen(when, asked, None, self._quote(head[0]))
        if asked is None:
            return None
        return (asked, False) if first is None or exception else (join("and", [first, asked]), False)

    def _relaxed(self, parts: list[Node], exception: Node) -> list[Node]:
        """The parts, with an exception to the last of them, or to the one that bounds what it says others may have."""
        for n in range(len(parts) - 1, -1, -1):
            node = concede(parts[n], exception, self.kind, self._condition_of(exception))
            if node is not None:
                return [*parts[:n], node, *parts[n + 1 :]]
        return [*parts[:-1], attach_exceptions(parts[-1], [granted(exception)])]

    def _not_counted(self, parts: list[Node], items: list[Item]) -> list[Node] | None:
        """The parts, where "X is not considered Y" excepts X from what asks for Y; else it asks nothing, and is left.

        None where the sentence says no such thing.
        """
        cut = next((n for n, i in enumerate(items) if i.kind == "not" and _is_counting(items[n : n + 3])), None)
        if not cut:
            return None
        named = [i.leaf.constraint for i in items[cut + 1 :] if i.leaf is not None]
        if named and named[0].type == "attestation":
            return None  # "… who is not considered able to comply"
        counted = [inner for i in items[:cut] for inner in (i.inside if i.kind == "paren" else [i])]
        counted = [i for i in counted if i.kind != "example"]  # "replacement therapy (e.g., insulin)"
        exception = self.parts(counted, "exception") if named and has_leaf(counted) else None
        for n in range(len(parts) - 1, -1, -1) if exception is not None else ():
            asked = [c for c in leaves(parts[n]) if c.type in _TAKEN and same_thing(c, named[0])]
            if asked:
                account_for(items[cut:])
                return [*parts[:n], map_asked(parts[n], partial(_but, asked[-1], exception)), *parts[n + 1 :]]
        for item in items:
            item.kind = "word" if item.leaf is not None else item.kind
        return list(parts)

    def _opens(self, items: list[Item]) -> bool:
        """Whether something stands there that an exception is one of."""
        return has_leaf(items) or (self.kind == "exclusion" and any(map(names_any_drug, items)))

    def _permitted_if(self, items: list[Item]) -> Node | None:
        """ "Women may participate if postmenopausal": who is named must be what the condition says."""
        at = next((n for n, i in enumerate(items) if i.kind == "permit"), len(items))
        cue = next((n for n, i in enumerate(items) if n > at and i.kind != "filler"), len(items))
        if self.kind != "inclusion" or cue == len(items) or items[cue].kind != "if":
            return None
        if not has_leaf(items[cue:]):
            return self._permitted_in_state(items[:at], items[cue + 1 :])
        if items[at].text.casefold().endswith(("required", "mandatory")):
            return None  # "a biopsy is not required if …"
        named = [i for i in items[:at] if i.kind != "if"]
        when = self.clause(named, "inclusion") if has_leaf(named) else None
        then = self.part(items[cue + 1 :], "inclusion")
        return then if when is None or then is None else IfThen(when, then, None, self._quote(named))

    def _permitted_in_state(self, head: list[Item], state: list[Item]) -> Node | None:
        """ "Patients with treated metastases are eligible if stable": the thing named must be what the words say."""
        if not any(i.kind in MODIFIERS or i.kind == "time" for i in state):
            return None
        when = self.clause([i for i in head if i.kind != "if"], "inclusion") if has_leaf(head) else None
        if not isinstance(when, Constraint):
            return None
        said, window = self.parse.modifiers, self.parse.window
        self.parse.modifiers, self.parse.window = {}, None
        self.part(state, "inclusion")
        words, dated = self.parse.modifiers, self.parse.window
        self.parse.modifiers, self.parse.window = said, window
        both = [w for w in (when.severity, words.get("severity")) if w]
        whole = replace(when, severity=None)
        then = apply_modifiers(replace(whole, window=dated or when.window), words)
        if both:
            then = apply_modifiers(then, {"severity": ", ".join(dict.fromkeys(both))})
        return None if then in {when, whole} else IfThen(whole, then, None, self._quote(head))
