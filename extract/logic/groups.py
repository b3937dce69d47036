"""Whom a bound is for, said before or behind it, and where a further bound for others begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.logic.items import Item
from eligo.logic.rewrite import opposed, same_thing
from eligo.logic.slicing import has_leaf
from eligo.logic.terms import family
from eligo.schema import Constraint

__all__ = [
    "BOUNDED",
    "bounds_of_groups",
    "for_ages",
    "for_one_sex",
    "for_whom",
    "group_lead",
    "in_any_state",
    "names_people",
    "next_conditional",
    "per_sex",
    "restated",
]

BOUNDED = frozenset({"measurement", "score"})

_WORDS = """
    patients subjects participants individuals persons people children adults
    volunteers controls donors recipients those women men
"""
_PEOPLE = frozenset(_WORDS.split())
_FOR = frozenset({"for", "in"})
_BANDS = frozenset({"group", "cohort", "arm"})
_OF_PEOPLE = frozenset({"leaf", "filler", "word", "status", "severity", "certainty", "or", "and", "comma"})


def names_people(item: Item) -> bool:
    """Whether it is a word for those who take part."""
    return item.kind in {"filler", "word"} and item.text.casefold() in _PEOPLE


def _one_sex(item: Item) -> str | None:
    constraint = item.leaf.constraint if item.leaf is not None else None
    if constraint is None or constraint.type != "sex" or len(constraint.values or ()) != 1:
        return None
    return str((constraint.values or ("",))[0])


def per_sex(items: Sequence[Item]) -> list[Item]:
    """ "Men: Hb > 13.5 g/dL; women: Hb > 12 g/dL": where both sexes have bounds of the same things, these are theirs.

    A bound for one sex alone stays a requirement of that sex.
    """
    groups: list[tuple[str, int, list[int]]] = []  # sex, where it is named, the bounds behind it
    for n, item in enumerate(items):
        if item.kind in {"stop", "paren", "except", "unless"}:
            break
        if item.leaf is None:
            continue
        sex = _one_sex(item)
        if sex is not None:
            groups.append((sex, n, []))
        elif groups and family(item.leaf.constraint.type) == "numeric" and item.leaf.constraint.sex is None:
            groups[-1][2].append(n)
        elif groups:
            break
    if len({sex for sex, _, _ in groups}) < 2:
        return list(items)
    common = set.intersection(*({_name(items[n]) for n in bounds} for _, _, bounds in groups))
    if not common:
        return list(items)
    done = list(items)
    for sex, _, bounds in groups:
        for n in bounds:
            leaf = items[n].leaf
            assert leaf is not None
            if _name(items[n]) not in common:  # "males: Hb > 13 g/dL, females: Hb > 12 g/dL, platelets > 100 × 10^9/L"
                continue
            constraint = replace(leaf.constraint, sex=sex)  # type: ignore[arg-type]
            done[n] = replace(items[n], leaf=replace(leaf, constraint=constraint))
    named = {n for _, n, _ in groups}
    return [item for n, item in enumerate(done) if n not in named]


def _name(item: Item) -> str:
    return item.leaf.constraint.name if item.leaf is not None else ""


def group_lead(items: Sequence[Item]) -> int | None:
    """The colon behind which stands what is asked of the people before it: "Diabetic subjects: HbA1c < 8%"."""
    cut = next((n for n, i in enumerate(items) if i.kind == "colon"), None)
    if cut is None or not has_leaf(items[:cut]) or not has_leaf(items[cut + 1 :]):
        return None
    head = items[:cut]
    if _leads_by_age(head, items[cut + 1 :]) or _leads_by_sex(head, items[cut + 1 :]):
        return cut
    if any(i.kind not in _OF_PEOPLE and not (n == 0 and i.kind in {"if", "whom"}) for n, i in enumerate(head)):
        return None
    named = [i.leaf.constraint.type for i in head if i.leaf is not None]
    if not {*named} <= {"condition", "sex", "attestation", "reproductive"}:
        return None
    leads = head[0].kind == "if" and head[0].text.casefold().startswith(("for", "in"))
    last = head[-1]
    words = (last.leaf.constraint.text if last.leaf is not None else last.text).casefold().split()
    return cut if leads or (words and words[-1] in _PEOPLE | _BANDS) else None


def _leads_by_sex(head: Sequence[Item], rest: Sequence[Item]) -> bool:
    """ "For all males: agree to use a condom": what is asked of one sex, and not whom the trial is for."""
    asked = {i.leaf.constraint.type for i in rest if i.leaf is not None}
    named = [i.leaf.constraint for i in head if i.leaf is not None]
    plain = all(i.kind in {"leaf", "filler", "word", "if"} for i in head)
    return (
        plain and len(named) == 1 and len(named[0].values or ()) == 1 and named[0].type == "sex" and "age" not in asked
    )


def _leads_by_age(head: Sequence[Item], rest: Sequence[Item]) -> bool:
    """ "Age 1 to 6 years: creatinine ≤ 0.8 mg/dL", "children (< 18 years): …": bounds for one age."""
    asked = [i.leaf.constraint.type for i in rest if i.leaf is not None]
    flat = [i for item in head for i in (item.inside if item.kind == "paren" else [item])]
    named = [i.leaf.constraint.type for i in flat if i.leaf is not None]
    plain = all(i.kind in {"leaf", "filler", "word", "if"} for i in flat)
    if named != ["age"] or not plain or len(flat) > 5:
        return False
    led = flat[0].text.casefold() in _FOR and "age" not in asked  # "for those > 60 years: diabetes"
    return bool(asked) and ({*asked} <= BOUNDED or led)


def bounds_of_groups(items: Sequence[Item]) -> list[Item]:
    """ "Patients on warfarin INR ≤ 3; patients not on warfarin INR ≤ 1.5": what follows a group at once is for them."""
    done = list(items)
    for n, item in enumerate(items):
        people = item.kind == "whom" or (names_people(item) and n + 1 < len(items) and items[n + 1].kind == "not")
        if not people or (n and items[n - 1].kind not in _STARTS):
            continue
        end = next((m for m in range(n, len(items)) if items[m].kind in _STARTS), len(items))
        part = items[n + 1 : end]
        named = [m for m, i in enumerate(part) if i.leaf is not None]
        first = next((m for m in named if _bound(part[m])), None)
        if not first or not all(_bound(part[m]) for m in named if m >= first):
            continue
        held = {part[m].leaf.constraint.type for m in named if m < first}  # type: ignore[union-attr]
        glued = part[first - 1].leaf is not None or (
            part[first - 1].kind == "comma" and part[first - 2].leaf is not None
        )
        if held and held <= _HELD and glued and not any(i.kind in {"modal", "and", "with"} for i in part[:first]):
            text = " ".join((item.text, part[0].text)) if item.kind != "whom" else item.text
            done[n] = replace(item, kind="if", text=text, value=item.value)
    return done


_STARTS = frozenset({"semi", "colon", "stop"})
_HELD = frozenset({"condition", "drug", "procedure"})


def _bound(item: Item) -> bool:
    return item.leaf is not None and item.leaf.constraint.type in BOUNDED


def for_ages(items: Sequence[Item]) -> list[Item]:
    """ "Karnofsky ≥ 50 for patients > 16 years of age": an age behind "for patients" is a condition of the bound.

    So it is, at the beginning, of all that follows: "for patients > 16 years of age, Karnofsky ≥ 50 and …".
    """
    done: list[Item] = []
    for n, item in enumerate(items):
        if item.kind == "filler" and item.text.casefold() in _FOR and (not n or items[n - 1].kind in _STARTS):
            at = _leading_age(items, n)
            if at is not None:
                words = " ".join(i.text for i in items[n:at])
                done += [Item("if", item.start, items[at - 1].end, words), _age(items[at]) or items[at]]
                return done + list(items[at + 1 :])
        aged = item.leaf is not None and item.leaf.constraint.type == "age"
        if aged and len(done) > 2 and names_people(done[-1]) and done[-2].text.casefold() in {"for", "in"}:
            bound = next((i.leaf for i in reversed(done[:-2]) if i.kind not in {"filler", "word"}), None)
            if bound is not None and bound.constraint.type in BOUNDED:
                first, last = done[-2:]
                done[-2:] = [Item("if", first.start, last.end, f"{first.text} {last.text}")]
        done.append(item)
    return done


def _leading_age(items: Sequence[Item], n: int) -> int | None:
    """Where the age of the people behind "for" at `n` stands, if something is asked behind a comma or colon."""
    at = n + 1
    while at < len(items) and items[at].kind in {"filler", "word", "severity"}:
        at += 1
    if at == len(items) or _age(items[at]) is None or not any(map(names_people, items[n + 1 : at])):
        return None
    rest = items[at + 1 :]
    rest = rest[: next((m for m, i in enumerate(rest) if i.kind in {"stop", "semi"}), len(rest))]
    asked = {i.leaf.constraint.type for i in rest if i.leaf is not None}
    told = bool(rest) and rest[0].kind in {"comma", "colon"} and bool(asked) and not asked & {"age", "sex"}
    return at if told else None


def _age(item: Item) -> Item | None:
    """The age that an item is, or that it holds in parentheses."""
    aged = [i for i in (item.inside if item.kind == "paren" else (item,)) if i.leaf and i.leaf.constraint.type == "age"]
    return aged[0] if len(aged) == 1 else None


def for_whom(items: Sequence[Item]) -> bool:
    """Whether words say no more than whom something is for: "for women", "for patients in the intensive care unit"."""
    head, *rest = items
    if head.kind != "filler" or head.text.casefold() not in _FOR or not rest or not has_leaf(rest):
        return False
    if any(i.kind not in {"leaf", "filler", "status", "severity", "or", "and"} for i in rest):
        return False
    named = [i.leaf.constraint.type for i in rest if i.leaf is not None]
    return names_people(rest[0]) or named[0] == "sex" or named == ["reproductive"]


def _names_one_group(item: Item) -> bool:
    fertile = item.leaf.constraint.concept if item.leaf is not None else None
    return _one_sex(item) is not None or (fertile is not None and fertile.id == "repro:childbearing_potential")


def for_one_sex(items: Sequence[Item]) -> list[Item]:
    """ "…, and for women, a negative pregnancy test": what follows is asked of that sex only."""
    done = list(items)
    for n in range(1, len(items) - 2):
        item = items[n]
        if item.kind != "filler" or item.text.casefold() not in _FOR or not _names_one_group(items[n + 1]):
            continue
        before = next((i for i in reversed(items[:n]) if i.kind != "comma"), None)
        if before is not None and before.kind == "and" and items[n + 2].kind in {"comma", "modal"}:
            done[n] = replace(item, kind="if")
    return done


def next_conditional(items: Sequence[Item], position: int) -> int | None:
    """The conjunction behind the condition at `position` that begins a further bound with a condition of its own."""
    later = next((n for n in range(position + 1, len(items)) if items[n].kind == "if"), None)
    if later is None:
        return None
    joint: int | None = None
    for n in range(position + 1, later):
        leaf = items[n].leaf
        if items[n].kind in {"and", "or", "comma"} and has_leaf(items[position + 1 : n]):
            joint = n
        elif leaf is not None and joint is not None:
            if leaf.constraint.type not in BOUNDED or joint is None:
                return None
            again = any(i.leaf is not None and same_thing(i.leaf.constraint, leaf.constraint) for i in items[:position])
            return joint if again or items[joint].kind != "comma" else None
    return None


def restated(items: Sequence[Item]) -> int | None:
    """The "or" behind which only bounds stand, each of a thing that has one before it."""
    cut = next((n for n in range(len(items) - 1, -1, -1) if items[n].kind == "or"), None)
    if cut is None:
        return None
    before, behind = _named(items[:cut]), _named(items[cut + 1 :])
    restates = behind and all(
        c.type in BOUNDED and any(same_thing(b, c) and not opposed(b, c) for b in before) for c in behind
    )
    return cut if restates else None


def _named(items: Sequence[Item]) -> list[Constraint]:
    return [i.leaf.constraint for i in items if i.leaf is not None]


_STATES = frozenset({"status", "certainty"})
_KNOWN = frozenset({"confirmed", "any"})


def in_any_state(items: Sequence[Item]) -> list[Item]:
    """ "Active, known or suspected autoimmune disease": what is known is enough, its state restricts nothing."""
    out: list[Item] = []
    n = 0
    while n < len(items):
        end = n
        while end < len(items) and (items[end].kind in _STATES or (end > n and items[end].kind in {"comma", "or"})):
            end += 1
        run = items[n:end]
        said = [i for i in run if i.kind in _STATES]
        known = any(i.kind == "certainty" and i.value in _KNOWN for i in said)
        known = known and not any(a.kind in _STATES and b.kind in _STATES for a, b in pairwise(run))  # "known active"
        either = any(i.kind == "or" or i.value == "any" for i in run)
        if known and either and any(i.kind == "status" for i in said) and run[-1].kind in _STATES:
            if any(i.value in {"suspected", "any"} for i in said):
                out.append(replace(said[0], kind="certainty", value="any", end=said[-1].end))
        else:
            out += run or [items[n]]
        n = max(end, n + 1)
    return out
