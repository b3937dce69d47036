"""Exclusions that name several kinds of patients: "patients with A and patients with B" keeps out either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.items import Item
from eligo.logic.slicing import has_leaf

__all__ = ["others_too"]

_PATIENTS = frozenset(
    """
    patient patients subject subjects participant participants individual individuals person persons people volunteer
    volunteers those anyone anybody
    """.split()  # noqa: SIM905
)
_OF_AN_AGE = frozenset({"children", "adults", "adolescents", "infants", "minors", "neonates", "newborns"})
_OTHER = frozenset({"any", "other", "all", "the", "also", "such", "additionally"})
_WHO = ["who"], ["whose"], ["that"], ["in"], ["under"]
_TELLING = frozenset({"whom", "with", "modal", "not", "role", "status", "leaf", "able", "certainty", "severity"})
_WHICH = ["who"], ["with"], ["of"], ["unable"]
_WOMEN = frozenset({"women", "females", "mothers", "girls"})
_VULNERABLE = "att:vulnerable_population"
_RELATIVE = frozenset({"except", "unless", "if"})
_FEW = 2  # words before the patients


def others_too(items: Sequence[Item]) -> list[Item]:
    """A line of an exclusion, its "and" before other patients as a semicolon.

    Behind an exception or a condition, where the patients may be those of it, and in a sentence that says who may
    join, nothing changes.
    """
    done = list(items)
    permits = [n for n, i in enumerate(items) if i.kind == "permit"]
    for n, item in enumerate(done):
        if item.kind in _RELATIVE:
            break
        if permits and any(all(i.kind != "stop" for i in items[min(n, p) : max(n, p)]) for p in permits):
            continue
        if item.kind != "and" or not has_leaf(done[:n]):
            continue
        if _names_patients(done[n + 1 :]) or (_names_women(done[n + 1 :]) and not any(map(_of_sex, done[:n]))):
            done[n] = replace(item, kind="semi")
    return done


def _names_patients(items: Sequence[Item]) -> bool:
    ahead = 0
    while ahead < len(items) and ahead < _FEW and items[ahead].text.casefold() in _OTHER:
        ahead += 1
    if ahead >= len(items):
        return False
    first, *rest = items[ahead : ahead + 2]
    named = first.leaf.constraint.concept if first.leaf is not None else None
    if named is not None and named.id == _VULNERABLE:
        return True
    words = first.text.casefold().split()
    if words and words[0] in _OF_AN_AGE:
        return True
    if not words or words[0] not in _PATIENTS:
        return False
    if first.kind == "whom":
        return True
    told = bool(rest) and (rest[0].kind in _TELLING or rest[0].text.casefold().split()[:1] in _WHO)
    return first.kind in {"filler", "modal"} and (first.kind == "modal" or told)


def _names_women(items: Sequence[Item]) -> bool:
    """ "Pregnant or lactating women", "women who …"."""
    for n, item in enumerate(items):
        words = item.leaf.constraint.text.casefold().split() if item.leaf is not None else []
        if len(words) > 1 and words[0] in _WOMEN:
            return True  # "women of childbearing potential"
        if words and words[0] in _WOMEN:
            return n > 0 or (len(items) > 1 and items[1].text.casefold().split()[:1] in _WHICH)
        if item.kind not in {"or", "and", "andor", "slash", "comma", "filler"} and not _of_sex(item):
            return item.kind == "whom" and item.text.casefold().startswith(("women ", "females "))
    return False


def _of_sex(item: Item) -> bool:
    return item.leaf is not None and item.leaf.constraint.type in {"sex", "reproductive"}
