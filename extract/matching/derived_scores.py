"""Scores that follow from laboratory values, signs and conditions: MELD, Child-Pugh, comorbidity indices."""

from __future__ import annotations

import re
from dataclasses import replace
from math import log

from eligo.schema import Concept, Constraint, Fact

from .ages import age_of
from .case import Case
from .child_pugh import CHILD_PUGH, computed_points
from .comorbidity import NOT_COUNTED, Index, age_points, comorbidity
from .derived import Derived, computed
from .derived_inputs import Input, take
from .index import Candidate, Relation
from .spans import Span
from .wording import fact_words, number

__all__ = ["DERIVED", "derive_score", "meld", "meld_3", "meld_sodium"]

_MELD = "scale:meld"
_WITH_SODIUM = re.compile(r"MELD[\s-]*Na\b|MELD[\s-]*sodium", re.I)
_THIRD = re.compile(r"MELD[\s-]*(?:score[\s-]*)?(?:v|version\s*)?3\.0(?!\d)", re.I)
_VERSION = re.compile(r"MELD[\s-]*XI|PELD", re.I)
_YOUNGEST = 12.0  # years; younger children have PELD
_CHARLSON, _ELIXHAUSER = "scale:charlson", "scale:elixhauser"
DERIVED = frozenset({_MELD, CHILD_PUGH, _CHARLSON, _ELIXHAUSER})
"""the scales that are computed where they are not stated"""
_MOST: dict[Index, int] = {"charlson": 37, "elixhauser": 31, "van_walraven": 89}
_ADJUSTED = re.compile(r"\bage\W+adjusted\b|\badjusted\s+(?:for|to|by)\s+age\b|\bACCI\b", re.I)
_WEIGHTED = re.compile(r"\bvan\s+Walraven\b|\bweighted\b", re.I)
_INPUTS = (
    Input(("lab:creatinine",), "mg/dL"),
    Input(("lab:bilirubin",), "mg/dL"),
    Input(("lab:inr",), "1"),
)
_SODIUM = Input(("lab:sodium",), "mmol/L")
_ALBUMIN = Input(("lab:albumin",), "g/dL")
_DIALYSIS = Concept("proc:dialysis", "dialysis")
_DAYS = 7
_SOURCE = "Kamath et al. 2001, doi:10.1053/jhep.2001.22172; values below 1 as 1, creatinine at most 4"
_SOURCE_3 = (
    "MELD 3.0 with sex, sodium and albumin; Kim et al. 2021, doi:10.1053/j.gastro.2021.08.050; values below 1 as 1,"
    " creatinine at most 3, sodium 125 to 137, albumin 1.5 to 3.5"
)
_SOURCE_NA = "MELD + 1.32 × (137 − sodium) − 0.033 × MELD × (137 − sodium) where MELD is above 11; OPTN 2016"


def _raw(creatinine: float, bilirubin: float, inr: float) -> float:
    creatinine, bilirubin, inr = min(max(creatinine, 1.0), 4.0), max(bilirubin, 1.0), max(inr, 1.0)
    return 9.57 * log(creatinine) + 3.78 * log(bilirubin) + 11.2 * log(inr) + 6.43


def meld(creatinine: float, bilirubin: float, inr: float) -> int:
    """MELD, 6 to 40, of a patient without dialysis: creatinine and bilirubin in mg/dL.

    Kamath et al. 2001, doi:10.1053/jhep.2001.22172.
    """
    return min(40, max(6, round(_raw(creatinine, bilirubin, inr))))


def meld_sodium(creatinine: float, bilirubin: float, inr: float, sodium: float) -> int:
    """MELD-Na, 6 to 40: `meld` with sodium in mmol/L, which counts from 125 to 137.

    OPTN policy of 2016.
    """
    base = round(_raw(creatinine, bilirubin, inr), 1)
    lacking = 137.0 - min(max(sodium, 125.0), 137.0)
    whole = base + 1.32 * lacking - 0.033 * base * lacking if base > 11 else base
    return min(40, max(6, round(whole)))


def meld_3(creatinine: float, bilirubin: float, inr: float, sodium: float, albumin: float, *, sex: str) -> int:
    """MELD 3.0, 6 to 40: creatinine and bilirubin in mg/dL, sodium in mmol/L, albumin in g/dL.

    Kim et al. 2021, doi:10.1053/j.gastro.2021.08.050.
    """
    creatinine, bilirubin, inr = log(min(max(creatinine, 1.0), 3.0)), log(max(bilirubin, 1.0)), log(max(inr, 1.0))
    lacking = 137.0 - min(max(sodium, 125.0), 137.0)
    low = 3.5 - min(max(albumin, 1.5), 3.5)
    whole = (
        (1.33 if sex == "female" else 0.0) + 4.56 * bilirubin + 0.82 * lacking - 0.24 * lacking * bilirubin
        + 9.09 * inr + 11.14 * creatinine + 1.85 * low - 1.83 * low * creatinine + 6.0
    )  # fmt: skip
    return min(40, max(6, round(whole)))


def derive_score(constraint: Constraint, case: Case) -> Derived:
    """The score computed from the patient's values; empty where one is missing, or where dialysis is mentioned."""
    id_ = constraint.concept.id if constraint.concept is not None else None
    if id_ == CHILD_PUGH:
        scored = computed_points(constraint, case)
        if scored is None:
            return [], ()
        fact, used, oldest = scored
        return _made(computed(fact, used, oldest, fact.assumed), oldest, used)
    if id_ in (_CHARLSON, _ELIXHAUSER):
        return _comorbidity(constraint, case, charlson=id_ == _CHARLSON)
    if id_ != _MELD or _VERSION.search(constraint.text) or _dialysed(case):
        return [], ()
    age, sex = age_of(case.facts), case.facts.sex
    if age is not None and age.low < _YOUNGEST:
        return [], ()
    third = _THIRD.search(constraint.text) is not None
    sodium = not third and _WITH_SODIUM.search(constraint.text) is not None
    if third and sex is None:
        return [], ()
    more = (_SODIUM, _ALBUMIN) if third else (_SODIUM,) if sodium else ()
    taken = take((*_INPUTS, *more), constraint, case, _DAYS)
    if taken is None:
        return [], ()
    if third:
        value, source, name = float(meld_3(*taken.numbers, sex=sex or "")), _SOURCE_3, "MELD 3.0"
    elif sodium:
        value, source, name = float(meld_sodium(*taken.numbers)), f"{_SOURCE}; {_SOURCE_NA}", "MELD-Na"
    else:
        value, source, name = float(meld(*taken.numbers)), _SOURCE, "MELD"
    words = ", ".join([*(fact_words(c.fact) for c in taken.used), *([sex] if third and sex else [])])
    note = f"{name} computed: {number(value)} ({source}) from {words}"
    fact = Fact("score", constraint.name, "", 0, 0, Concept(_MELD, constraint.name), value, None, "=", scale="MELD")
    return _made(computed(fact, taken.used, taken.oldest, (note,)), taken.oldest, taken.used)


def _comorbidity(constraint: Constraint, case: Case, *, charlson: bool) -> Derived:
    """A comorbidity index from what the source states; nothing where it states no condition at all.

    What is not stated is not counted. No patient fails by that: where more points would let the patient join, the index
    is only known to be at least so high.
    """
    stated = [(f, span) for kind in ("condition", "procedure") for f, span in case.facts.of_type(kind)]
    stated = [(f, span) for f, span in stated if not case.facts.is_inferred(f)]
    age: float | None = None
    if charlson and _ADJUSTED.search(constraint.text):
        found = age_of(case.facts)
        if found is None or age_points(found.low) != age_points(found.high):
            return [], ()
        age = found.low
    weighted = not charlson and _WEIGHTED.search(constraint.text) is not None
    index: Index = "charlson" if charlson else "van_walraven" if weighted else "elixhauser"
    result = comorbidity((f for f, _ in stated), index, age=age)
    if not result.considered:
        return [], ()
    facts = tuple(dict.fromkeys(fact for group in result.groups for fact in group.facts))
    used = [Candidate(f, span, Relation.SAME) for f, span in stated if f in facts]
    counted = "; ".join(
        f"{g.group} {g.points}{'' if g.sure else ' or 0'} (“{' '.join(g.facts[0].text.split())}”)"
        for g in result.groups
    )
    years = f", age {number(age)}: {age_points(age)}" if age is not None else ""
    shown = number(result.low) if result.low == result.high else f"{number(result.low)}–{number(result.high)}"
    note = f"{constraint.name} computed: {shown} ({result.formula}) from {counted or 'no group that counts'}{years}"
    high = float(result.high) if result.high != result.low else None
    assumed = result.assumed
    if (constraint.low is not None) if case.wanted else (constraint.high is not None or bool(constraint.values)):
        high = float(_MOST[index])
        assumed = ("comorbidities that are not stated may add to it", *(a for a in assumed if a != NOT_COUNTED))
    fact = Fact(
        "score", constraint.name, "", 0, 0, constraint.concept,
        float(result.low), high, "=", assumed=(note, *assumed),
    )  # fmt: skip
    if used:
        oldest = replace(used[0].fact, time=None)
        fact = replace(computed(fact, used, used[0]._replace(fact=oldest), fact.assumed), assertion="present")
    day = case.facts.latest_day
    return [Candidate(fact, Span(day, day, day, day), Relation.SAME)], tuple(c.fact for c in used)


def _dialysed(case: Case) -> bool:
    """Whether dialysis may have to be counted as creatinine."""
    return any(c.fact.assertion != "absent" for c in case.about("procedure", _DIALYSIS))


def _made(fact: Fact, oldest: Candidate, used: tuple[Candidate, ...]) -> Derived:
    return [Candidate(fact, oldest.span, Relation.SAME)], tuple(c.fact for c in used)
