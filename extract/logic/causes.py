"""What something is due to: "anemia secondary to kidney disease", "seizures caused by fever or trauma".

A cause is not asked for as a thing of its own: someone may have both, and the one not from the other. It stays with
what it brought about as its `qualifier`, behind an ellipsis, and only a record that says it is sure to meet it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.items import Item
from eligo.logic.rewrite import map_leaves
from eligo.logic.said import is_shortened
from eligo.logic.terms import Term, join
from eligo.schema import AllOf, AnyOf, Constraint, ConstraintType, Node, leaves
from eligo.schema.constraint import with_fields

__all__ = ["beside_causes", "caused", "is_cause"]

_CUE = re.compile(
    r"\b(?:due\s+to|secondary\s+to|caused\s+by|because\s+of|owing\s+to|result(?:ing|ed)\s+from|attribut(?:able|ed)\s+to"
    r"|(?:induced|triggered|provoked)\s+by|related\s+(?:to|with)|as\s+an?\s+(?:result|consequence|complication|manifestation)\s+of"
    r"|leading\s+to|resulting\s+in|causing)\s",
    re.I,
)
_ARTICLES = re.compile(r"\s(?:an?|the|any|known|his|her|their|(?:one|any)\s+of\s+the)\s+", re.I)
_PLAIN = re.compile(r"[\w\s/-]*")
_HEADS: frozenset[ConstraintType] = frozenset({"condition", "procedure"})
_CAUSES: frozenset[ConstraintType] = frozenset({"condition", "procedure", "drug", "allergy"})
_IN_BRACKETS = frozenset({"leaf", "cause", "filler", "severity", "or", "and", "comma", "slash"})
_MOST = 8  # words of a cause before its name


def _because(between: str) -> str:
    """The words that name the next thing a cause, with what stands before its name: ``due to severe``; else nothing.

    Args:
        between: what stands between the two things.
    """
    *_, cue = [None, *_CUE.finditer(between + " ")]
    if cue is None or _PLAIN.fullmatch(between[cue.end() :]) is None:
        return ""
    words = f"{' '.join(cue[0].split())} {between[cue.end() :].strip()} "
    words = _ARTICLES.sub(" ", words)
    return " ".join(words.split()) if len(words.split()) <= _MOST else " ".join(cue[0].split())


def beside_causes(items: Sequence[Item], source: str, offset: int) -> list[Item]:
    """The items, a cause in parentheses taken up in the thing before: "anemia (due to kidney disease)".

    Args:
        source: the statement's text, whose first character is at `offset`.
    """
    done: list[Item] = []
    for item in items:
        thing = done[-1].leaf if done and item.kind == "paren" and item.inside else None
        if thing is None or thing.constraint.type != "condition" or not _is_cause(item.inside):
            done.append(item)
            continue
        words = source[item.inside[0].start - offset : item.end - offset].strip(" ()[]")
        narrowed = with_fields(thing.constraint, qualifier=_added(thing.constraint, " ".join(words.split())))
        done[-1] = replace(done[-1], leaf=replace(thing, constraint=narrowed))
    return done


def _is_cause(items: Sequence[Item]) -> bool:
    named = {i.leaf.constraint.type for i in items if i.leaf is not None}
    plain = all(i.kind in _IN_BRACKETS for i in items)
    return bool(named) and named <= _CAUSES and plain and _CUE.match(f"{items[0].text} ") is not None


def caused(last: Term, right: Node, between: str) -> Node | None:
    """What is due to `right`, in one constraint a cause; None where they stay two things.

    Args:
        last: what it brought about.
        between: the text between the two.
    """
    by = _because(between)
    if not by or isinstance(last.node, AllOf) or not all(c.type in _HEADS for c in leaves(last.node)):
        return None
    alternatives = right.args if isinstance(right, (AnyOf, AllOf)) else (right,)
    found = [a for a in alternatives if isinstance(a, Constraint)]
    if len(found) < len(alternatives) or not all(c.type in _CAUSES and c.experiencer != "family" for c in found):
        return None
    first, cue = found[0], _CUE.match(f"{by} ")
    words = [_first(by, first), *(_said(c) for c in found[1:])]
    if isinstance(right, AllOf):
        return _with(last.node, " and ".join(words), found, between)
    nodes = [_with(last.node, words[0], found, between)]
    for cause, said in zip(found[1:], words[1:], strict=True):
        node = _with(last.node, f"{cue[0].strip() if cue else by} {said}", found)
        nodes.append(_quoting(node, cause))
    return join("or", nodes)


def is_cause(of: Constraint, start: int) -> bool:
    """Whether what starts at `start`, within a constraint's quoted text, is what its thing is due to, not the thing."""
    behind = (of.qualifier or "").partition("…")[2]
    if _CUE.search(f"{behind} ") is None:
        return False
    cue = _CUE.search(f"{of.text} ")
    return of.text in behind if cue is None else start >= of.start + cue.start()


def _quoting(node: Node, cause: Constraint) -> Node:
    """The node, told by a further cause's words: those of its own name stand with the first."""
    return map_leaves(node, lambda c: replace(c, text=cause.text, start=cause.start, end=cause.end))


def _first(by: str, cause: Constraint) -> str:
    before, _, behind = (cause.qualifier or "").partition("…")
    before = "" if f" {before.strip()} ".casefold() in f" {by} ".casefold() else before
    return " ".join(f"{by} {before} {cause.text} {behind}".split())


def _said(cause: Constraint) -> str:
    """A cause in the text's words; of one that another lends its head, by name ("hepatitis B or C")."""
    before, _, behind = (cause.qualifier or "").partition("…")
    short = len(cause.text) < 3 or is_shortened(cause)
    name = cause.name if short else cause.text
    return " ".join(w for w in (cause.severity, before.strip(), name, behind.strip()) if w)


def _with(node: Node, words: str, causes: Sequence[Constraint], between: str = "") -> Node:
    window = next((c.window for c in causes if c.window is not None), None)
    words, first = " ".join(words.split()), causes[0]

    def narrowed(thing: Constraint) -> Constraint:
        if between and first.start - thing.end == len(between):
            thing = replace(thing, text=f"{thing.text}{between}{first.text}", end=first.end)
        return replace(with_fields(thing, qualifier=_added(thing, words)), window=thing.window or window)

    return map_leaves(node, narrowed)


def _added(thing: Constraint, words: str) -> str:
    before = thing.qualifier or ""
    return f"{before} {words}" if "…" in before else f"{before} … {words}".strip()
