"""Age and sex."""

from __future__ import annotations

import re
from math import floor, inf

from eligo.schema import Constraint, Evidence, leaves

from .ages import Age, age_of
from .case import Case
from .intervals import ANY, Interval, inside
from .measurements import bound_of
from .truth import Finding
from .wording import bound_words, number, quantity

__all__ = ["judge_age", "judge_sex"]

_CHILD, _MAJORITY = 12, 21  # years
_PER_YEAR = {"mo": 12.0, "wk": 365.25 / 7, "d": 365.25, "h": 8766.0}


def judge_age(constraint: Constraint, case: Case) -> Finding:
    """The age at the index date against the bounds. In years it is the completed years that count."""
    if _of_relative(constraint, case):
        reason = "it is a relative's age, which is not stated"
        return Finding(None, reason, (Evidence(constraint, None, None),), ("age of the relative",))
    age = age_of(case.facts)
    if age is None:
        return Finding(None, "age is not stated", (Evidence(constraint, None, None),), ("age",))
    bound, unit = bound_of(constraint), constraint.unit or "a"
    if bound.low == bound.high and unit == "a" and bound.low >= _CHILD and age.low != bound.low:
        return _lost_sign(constraint, age, bound.low, case)
    if bound == ANY:
        return Finding(None, f"“{constraint.text}” names no age", (Evidence(constraint, age.fact, None),), ("age",))
    if unit == "a" and _whole(bound):
        value = Interval(float(floor(age.low)), float(floor(age.high)))
    elif unit in _PER_YEAR:
        per = _PER_YEAR[unit] / 365.25
        days = age.days or (age.low * 365.25, (age.high if age.high != floor(age.high) else age.high + 1) * 365.25)
        value = Interval(days[0] * per, days[1] * per)
    else:
        value = Interval(age.low, age.high)
    truth = inside(value, bound)
    shown = number(age.low) if age.low == age.high else f"{number(age.low)}–{number(age.high)}"
    words = {True: "is", False: "is not", None: "does not settle whether it is"}[truth]
    reason = f"age {shown} years {words} {bound_words(bound, unit)}"
    if truth is False and value.high < bound.low:
        reason = f"age {shown} years is below {quantity(bound.low, unit)}"
    elif truth is False and value.low > bound.high:
        reason = f"age {shown} years is above {quantity(bound.high, unit)}"
    return Finding(
        truth,
        reason,
        (Evidence(constraint, age.fact, truth),),
        () if truth is not None else ("date of birth",),
        (age.assumed,) if age.assumed else (),
    )


def _of_relative(constraint: Constraint, case: Case) -> bool:
    """``a first-degree relative with unexplained sudden death under 40 years of age``."""
    logic = case.criterion.logic
    if logic is None or isinstance(logic, Constraint):
        return False
    between = (
        case.criterion.text[leaf.end - case.criterion.start : constraint.start - case.criterion.start]
        for leaf in leaves(logic)
        if leaf.experiencer == "family" and leaf.end <= constraint.start
    )
    return any(_APART.search(words) is None for words in between)


_APART = re.compile(r"[.;\n]|\b(?:and|or)\s+(?:aged?|patients?|subjects?)\b", re.I)


def _lost_sign(constraint: Constraint, age: Age, one: float, case: Case) -> Finding:
    """One age and no other ("Age  18 years") stands where a listing has lost its "≥": of the age of majority that is
    sure enough, of others it may have been "≤"."""
    words = f"“{' '.join(constraint.text.split())}”"
    shown = number(age.low)
    if case.wanted and one <= _MAJORITY and age.low == age.high:
        truth = floor(age.low) >= one
        note = f"{words} has no sign and is taken as at least {number(one)} years"
        reason = f"age {shown} years is {'at least' if truth else 'below'} {quantity(one, 'a')}"
        return Finding(truth, reason, (Evidence(constraint, age.fact, truth),), assumed=(note,))
    reason = f"{words} does not say whether age {shown} years is one"
    return Finding(None, reason, (Evidence(constraint, age.fact, None),), (f"what {words} means",))


def _whole(bound: Interval) -> bool:
    return all(abs(end) == inf or end == int(end) for end in bound[:2])


def judge_sex(constraint: Constraint, case: Case) -> Finding:
    """The patient's sex among those allowed; both allowed is True whatever it is."""
    allowed = {str(v).casefold() for v in constraint.values or ()}
    if {"male", "female"} <= allowed or "all" in allowed:
        if not case.wanted:  # "male patients with pregnant partners": nobody is kept out by that
            return Finding(None, "it names both sexes", (Evidence(constraint, None, None),), applies=False)
        return Finding(True, "both sexes may join", (Evidence(constraint, None, True),))
    sex = case.facts.sex
    fact = next((f for f, _ in case.facts.of_type("sex")), None)
    if sex is None or not allowed:
        return Finding(None, "sex is not stated", (Evidence(constraint, fact, None),), ("sex",))
    truth = sex in allowed
    reason = f"the patient is {sex}" + ("" if truth else f", not {' or '.join(sorted(allowed))}")
    return Finding(truth, reason, (Evidence(constraint, fact, truth),))
