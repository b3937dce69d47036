"""Cutting a line of items: what stands before and after, what has something to ask, sentences and colon lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.concepts.hierarchy import is_a
from eligo.logic.items import Item
from eligo.schema import AnyOf, Constraint, Node, leaves

__all__ = [
    "ANY_DISEASE",
    "ANY_DRUG",
    "again_planned",
    "alternative_lead",
    "bounds_go_on",
    "colon_lists",
    "ends_condition",
    "exempts",
    "has_leaf",
    "items_after",
    "items_before",
    "list_goes_on",
    "names_any_drug",
    "otherwise_lead",
    "permits",
    "said_again",
    "says_and_so_on",
    "split",
    "starts_people",
    "takes_out",
]

ANY_DRUG = "class:concomitant"
"""The concept of whatever is taken."""

ANY_DISEASE = "cond:medical_illness"
"""The concept of whatever disease there is."""

_DRUGS = frozenset({"medication", "medications", "drug", "drugs", "medicine", "medicines", "medicament", "medicaments"})

_LISTED = frozenset({"condition", "drug", "procedure", "reproductive"})

_NUMBERS = frozenset({"measurement", "score"})
_HEADED = _NUMBERS | {"attestation"}  # "adequate liver function: ALT …"

_LINKS = frozenset({"or", "and", "andor", "slash"})

_WORDS = """
    a an and are as at but by during for from if in into is it of on only or per prior provided so that the to unless
    until up upon when where while who with within
"""
_BESIDE = frozenset(
    {"with", "having", "have", "has", "had", "meet", "meets", "meeting", "met", "plus", "fulfil", "fulfill"}
)
_FUNCTION_WORDS = frozenset(_WORDS.split())


_CLAUSE_ENDS = frozenset({"semi", "comma", "but", "stop", "colon"})


def _denied(items: Sequence[Item], n: int) -> bool:
    """ "No other malignancy is allowed": what is denied at the head of its clause is not permitted."""
    start = next((m + 1 for m in range(n - 1, -1, -1) if items[m].kind in _CLAUSE_ENDS), 0)
    head = next((i for i in items[start:n] if i.kind not in {"filler", "and"}), None)
    return head is not None and head.kind == "not" and head.text.casefold() == "no" and has_leaf(items[start:n])


def permits(items: Sequence[Item], n: int) -> bool:
    """Whether a permission is said, not an "allowed drug" named, nor that nothing of a kind is permitted."""
    if _denied(items, n):
        return False
    if " " in items[n].text.strip():
        return True
    following = items[n + 1] if n + 1 < len(items) else None
    if following is None:
        return True
    if following.kind == "filler":  # "for permitted doses", but "permitted in these patients"
        return following.text.casefold() in _FUNCTION_WORDS
    return following.kind not in {"leaf", "word", "status", "severity", "role", "route"}


def starts_people(items: Sequence[Item], n: int) -> bool:
    """Whether a comma stands between a bound and people who may have another: ``≤ 2, patients with Y are eligible``."""
    if items[n].kind != "comma" or n + 1 == len(items) or items[n + 1].kind not in {"whom", "if"}:
        return False
    last = next((i.leaf for i in reversed(items[:n]) if i.kind in {"leaf", "paren"}), None)
    return last is not None and last.constraint.type == "measurement"


def says_and_so_on(items: Sequence[Item]) -> bool:
    """Whether a list ends with "etc.": it names examples."""
    return any(i.kind == "filler" and i.text.casefold() in {"etc", "etc.", "etcetera"} for i in items[-2:])


def exempts(items: Sequence[Item]) -> bool:
    """Whether a parenthesis makes an exception of what it names."""
    head = next((i for i in items if i.kind not in {"filler", "comma", "word"}), None)
    if head is not None and head.kind in {"except", "unless"}:
        return True
    return any(i.kind == "permit" and permits(items, n) for n, i in enumerate(items))


def apart_inside(item: Item) -> tuple[Item, list[Item]]:
    """ "(including melanoma, but excluding basal cell carcinoma)": what is shown, and behind it what is left out."""
    at = next((n for n, i in enumerate(item.inside) if n and _leaves_out(item.inside, n)), None)
    if at is None:
        return item, []
    shown = item.inside[:at]
    while shown and shown[-1].kind in {"comma", "but", "and", "or", "semi"}:
        shown = shown[:-1]
    return replace(item, inside=shown), item.inside[at + 1 :]


def _leaves_out(items: Sequence[Item], n: int) -> bool:
    if not has_leaf(items[:n]) or not has_leaf(items[n + 1 :]):
        return False
    if items[n].kind == "not":
        return items[n - 1].kind == "but" and items[n].text.casefold() == "not"
    return items[n].kind == "except"


_NAMING = frozenset({"leaf", "or", "and", "severity", "status"})


def takes_out(items: Sequence[Item], of: frozenset[str]) -> bool:
    """ "Analgesics (but not paracetamol)": all that a parenthesis says is which of these are not meant.

    Args:
        of: types of what stands before it; what it names must be of the same.
    """
    said = [i for i in items if i.kind not in {"filler", "comma", "but"}]
    denied = bool(said) and said[0].kind == "not" and said[0].text.casefold() == "not"
    if len(said) > 2 and said[0].text.casefold() in {"does not", "do not"} and said[1].kind == "example":
        said, denied = said[1:], True  # "(does not include paracetamol)"
    named = {i.leaf.constraint.type for i in said[1:] if i.leaf is not None}
    return denied and bool(named) and named <= of and all(i.kind in _NAMING for i in said[1:])


def has_leaf(items: Sequence[Item]) -> bool:
    """Whether anything is named in them, also inside parentheses."""
    for item in items:  # noqa: SIM110  (half the price of `any`, and asked very often)
        if item.kind == "leaf" or (item.kind == "paren" and has_leaf(item.inside)):
            return True
    return False


_KINDS = re.compile(r"(?:primary\s+)?(?:diagnos[ei]s|race|races|ethnicity|sex|gender)", re.I)


def names_kind(items: Sequence[Item]) -> bool:
    """Whether words name what everybody has one of: the "diagnosis" of "diagnosis other than gout"."""
    said = [i for i in items if i.kind in {"word", "status", "certainty"} or _KINDS.fullmatch(i.text)]
    return bool(said) and _KINDS.search(said[-1].text) is not None and not has_leaf(items)


def names_any_drug(item: Item) -> bool:
    """Whether a word stands for any drug at all: the "medication" of "medication other than aspirin"."""
    return item.kind in {"filler", "word"} and item.text.casefold() in _DRUGS


def items_before(items: list[Item], item: Item) -> list[Item]:
    """The items that start before `item`."""
    return [i for i in items if i.start < item.start]


def items_after(items: list[Item], item: Item) -> list[Item]:
    """The items behind `item`."""
    return [i for i in items if i.start >= item.end]


def ends_condition(items: list[Item], n: int) -> bool:
    """Whether a condition that came first ("if Y, X") ends before the item at `n`."""
    item = items[n]
    if item.kind in {"comma", "modal"}:
        return has_leaf(items[n + 1 :])
    if item.leaf is None or item.leaf.constraint.type not in _NUMBERS:
        return False
    before = next((i.leaf.constraint.type for i in reversed(items[:n]) if i.leaf is not None), "")
    return before not in _NUMBERS or items[n - 1].kind not in _LINKS  # "if ALT or AST > 3 × ULN"


def said_again(left: Sequence[Item], excepted: Sequence[Item]) -> int | None:
    """ "Prior or current arthritis other than gout, or prior or current infections": the same qualifiers begin anew."""
    own = {(i.kind, i.value) for i in left if i.kind in {"status", "role", "certainty"}}
    for n, item in enumerate(excepted):
        if item.kind != "comma" or not own or not has_leaf(excepted[:n]) or not has_leaf(excepted[n:]):
            continue
        ahead = [i for i in excepted[n + 1 :] if i.kind not in {"or", "and", "filler"}][:1]
        if ahead and (ahead[0].kind, ahead[0].value) in own and ahead[0].kind in {"status", "role", "certainty"}:
            return n
    return None


def again_planned(excepted: Sequence[Item]) -> int | None:
    """Where "…, or planned use during the study" begins, which is said of what the exception is one to."""
    for n, item in enumerate(excepted):
        behind = excepted[n + 1 :]
        if item.kind != "or" or not has_leaf(excepted[:n]) or has_leaf(behind):
            continue
        kinds = {i.kind for i in behind}
        if {"role", "time"} <= kinds <= {"role", "time", "filler", "comma", "word"}:
            return n
    return None


def list_goes_on(base: Node, excepted: Sequence[Item]) -> int | None:
    """Where the list of an exclusion goes on behind an exception: "anticoagulants other than aspirin, heart block".

    It does at a comma before something of another kind than what it is an exception to, and what is excepted.
    """
    named = list(leaves(base))
    lists = isinstance(base, AnyOf) and isinstance(base.args[-1], Constraint)  # only its last thing has the exception
    kinds = {c.type for c in (named[-1:] if lists else named)}
    for n, item in enumerate(excepted):
        if item.leaf is not None and item.leaf.constraint.type not in kinds:
            return None
        if item.kind in {"paren", "if", "unless", "modal"}:
            return None
        if item.kind == "comma" and has_leaf(excepted[:n]):
            ahead = next((i for i in excepted[n + 1 :] if i.kind not in {"severity", "status", "or"}), None)
            other = ahead.leaf.constraint.type if ahead is not None and ahead.leaf is not None else None
            if other in _LISTED and other not in kinds and kinds <= _LISTED:
                return n
    return None


def bounds_go_on(before: Sequence[Item], after: Sequence[Item], *, either: bool = False) -> tuple[int, int] | None:
    """Where a condition or an exception ends and a list of bounds goes on with another thing, None: it does not.

    "Bilirubin ≤ 1.5 × ULN unless due to Gilbert's syndrome, creatinine ≤ 2 mg/dL". Behind "and", or no sign at all, it
    goes on only where it was a list before: "creatinine ≤ 2 mg/dL, ALT ≤ 5 × ULN if liver metastases and albumin ≥ 3".

    Args:
        either: ", or" goes on as well.
    """
    joins = {"filler", "and", "or"} if either else {"filler", "and"}
    given = {i.leaf.constraint.name for i in before if i.leaf is not None}
    if any(i.leaf is not None and i.leaf.constraint.type not in _HEADED for i in before) or not given:
        return None
    for n, item in enumerate(after):
        here = item.leaf.constraint if item.leaf is not None else None
        if here is not None and here.type in _NUMBERS:  # nothing stands between
            told = n and (leaf := after[n - 1].leaf) is not None and leaf.constraint.type not in _NUMBERS
            return (n, n) if told and not _is_part(before, here) else None
        if item.kind in {"comma", "and"} and has_leaf(after[:n]):
            ahead = next((i for i in after[n + 1 :] if i.kind not in joins), None)
            found = ahead.leaf.constraint if ahead is not None and ahead.leaf is not None else None
            if found is None or found.type not in _NUMBERS or found.name in given:
                if item.kind == "and":
                    continue
                return None
            if item.kind == "and" and not _is_listed(before, found):
                return None
            return n, n + 1
    return None


def alternative_lead(before: Sequence[Item], after: Sequence[Item]) -> tuple[int, int] | None:
    """ "X, or if Y, Z": where X ends before the condition, and where Z begins behind it; None: it is no such thing."""
    end = len(before)
    while end and before[end - 1].kind in {"comma", "or", "filler"}:
        end -= 1
    if not has_leaf(before[:end]) or all(i.kind != "or" for i in before[end:]):
        return None
    if any(i.leaf is not None and i.leaf.constraint.type not in _HEADED for i in before[:end]):
        return None
    for n, item in enumerate(after):
        if has_leaf(after[:n]) and (item.kind == "comma" or item.text.casefold() == "then"):
            return (end, n + 1) if _asks_number(after[n + 1 :]) else None
        if item.leaf is not None and item.leaf.constraint.type in _NUMBERS and has_leaf(after[:n]):
            return end, n
    return None


def _asks_number(items: Sequence[Item]) -> bool:
    """Whether the first thing is bounded by a number, or what stands in brackets behind it: "kidneys (GFR) ≥ 40"."""
    at = next((n for n, i in enumerate(items) if i.leaf is not None), None)
    if at is None:
        return False
    first = items[at].leaf
    if first is not None and first.constraint.type in _NUMBERS:
        return True
    inside = items[at + 1].inside if at + 1 < len(items) and items[at + 1].kind == "paren" else []
    return any(i.leaf is not None and i.leaf.constraint.type in _NUMBERS for i in inside)


def otherwise_lead(before: Sequence[Item], after: Sequence[Item]) -> tuple[int, int] | None:
    """ "X normal or, if abnormal, Z": where X ends, and where Z begins; None: it is no such thing."""
    end = len(before)
    while end and before[end - 1].kind in {"comma", "or", "filler"}:
        end -= 1
    if not has_leaf(before[:end]) or all(i.kind != "or" for i in before[end:]):
        return None
    cut = next((n for n, i in enumerate(after) if i.kind == "comma"), None)
    if cut is None or not has_leaf(after[cut:]) or has_leaf(after[:cut]):
        return None
    words = {i.text.casefold() for i in after[:cut] if i.kind != "filler"}
    return (end, cut + 1) if words and words <= _AMISS else None


_AMISS = frozenset(
    {"abnormal", "elevated", "increased", "not", "out", "of", "outside", "range", "normal", "limits", "raised"}
)


def _is_part(before: Sequence[Item], more: Constraint) -> bool:
    """Whether one of the bounds is of something that shares a word: "bilirubin …, direct bilirubin …"."""
    words = set(more.name.split())
    return any(i.leaf is not None and words & set(i.leaf.constraint.name.split()) for i in before)


def _is_listed(before: Sequence[Item], more: Constraint) -> bool:
    """Whether a bound goes on a list: one of several bounds of several things, and no part of what was bound."""
    bounds = [i.leaf.constraint for i in before if i.leaf is not None]
    if _is_part(before, more):
        return False
    last = {c.name for c in bounds if _range(c) == _range(bounds[-1])}
    return any(c.name not in last for c in bounds)


def _range(c: Constraint) -> tuple[object, ...]:
    return (c.low, c.high, c.unit, c.relative_to)


def split(items: list[Item], kind: str) -> list[list[Item]]:
    """The runs of items between those of `kind`, none empty."""
    cuts = [n for n, item in enumerate(items) if item.kind == kind]
    if not cuts:
        return [items[:]] if items else []
    starts, ends = [0, *(n + 1 for n in cuts)], [*cuts, len(items)]
    return [items[start:end] for start, end in zip(starts, ends, strict=True) if start < end]


def colon_lists(items: list[Item]) -> list[Item]:
    """ "Cardiac disease: A, B or C": what follows a colon (to the sentence's end) reads as in parentheses."""
    if "colon" not in [i.kind for i in items]:
        return items
    done: list[Item] = []
    sentence: list[Item] = []
    for item in [*items, None]:
        if item is None or item.kind == "stop":
            done += _colon_list(sentence)
            done += [item] if item is not None else []
            sentence = []
        else:
            sentence.append(item)
    return done


def _colon_list(items: list[Item]) -> list[Item]:
    for n, item in enumerate(items):
        if item.kind == "colon" and has_leaf(items[:n]) and has_leaf(items[n + 1 :]):
            announced = [i for i in items[:n] if i.kind.startswith("list_")][-1:]  # "with two of the following:"
            head, inside = [i for i in items[:n] if i not in announced], items[n + 1 :]
            if _is_title(head, inside):
                return inside  # "Neuropathy: no neuropathy of grade 3 or more"
            if announced and announced[0] is items[n - 1]:
                head = _asking_beside(head, announced[0])
            return [*head, Item("paren", item.start, inside[-1].end, inside=[*announced, *inside])]
    return items


def _is_title(head: list[Item], behind: list[Item]) -> bool:
    """Whether what stands before a colon only says what is denied behind it: "Cardiac disease: no heart failure"."""
    things = [i for i in head if i.kind != "filler"]
    whole = things[0].leaf.constraint.concept if len(things) == 1 and things[0].leaf is not None else None
    if whole is None or next((i.kind for i in behind if i.kind != "filler"), "") != "not":
        return False
    denied = next((i.leaf.constraint for i in behind if i.leaf is not None), None)
    return denied is not None and denied.concept is not None and is_a(denied.concept, whole)


def _asking_beside(head: list[Item], cue: Item) -> list[Item]:
    """What stands before a list that is asked for beside it: "asthma with, asthma and, asthma who have two of:"."""
    last = next((n for n in range(len(head) - 1, -1, -1) if has_leaf(head[: n + 1])), len(head))
    while last > 0 and not has_leaf(head[last:]):
        last -= 1
    between = head[last + 1 :]
    words = {i.text.casefold() for i in between if i.kind in {"filler", "word"}}
    counted = cue.kind in {"list_n", "list_all"}
    joint = counted and any(i.kind == "and" for i in between)
    if not (joint or words & _BESIDE) or any(i.kind in {"or", "andor", "example", "define"} for i in between):
        return head
    at = cue.start
    return [*(i for i in head if i not in between or i.kind not in {"and", "comma"}), Item("with", at, at, "with")]
