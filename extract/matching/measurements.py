"""A bound on a measured value: units, reference limits, "<0.01", ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from eligo.entities.analytes import Analyte, analytes
from eligo.schema import Constraint, Evidence, Fact

from .baseline import baseline_of
from .case import Case
from .counts import COUNT, judge_count
from .derived import derive
from .index import Candidate, Relation
from .intervals import ANY, Interval, inside, scaled
from .lost_sign import judge_unsigned, lacks_sign
from .readings import Judged, value_of
from .reference import Limits, analyte_of, in_unit, limits, stated_unit
from .several import chosen
from .strips import STRIP, on_strips
from .trends import judge_trend, of_changes
from .truth import Finding, all_of, any_of
from .worded import judge_worded
from .wording import bound_words, fact_words, number, quantity, quote, verb

__all__ = ["bound_of", "decided_by_words", "judge_measurement", "judge_value", "with_inputs"]

# A word in the place of a value; where it lies in the reference range.
_NORMAL = frozenset({"normal", "within normal limits", "wnl", "unremarkable", "in normal range"})
_HIGH = frozenset({"high", "elevated", "increased", "raised", "above normal"})
_LOW = frozenset({"low", "decreased", "reduced", "below normal", "depressed"})
_MULTIPLES = frozenset({"ULN", "[ULN]", "xULN", "×ULN", "LLN", "[LLN]"})
_REMEMBERED = 20_000  # constraints on members of groups


def judge_measurement(constraint: Constraint, case: Case) -> Finding:
    """What the patient's latest value in the window makes of a bound; unknown where there is none.

    A value without a date counts as of the index date. Where several values of the same day disagree, it is unknown. A
    group (transaminases) is asked of each of its members.
    """
    if constraint.name.startswith(COUNT) and analyte_of(constraint.concept) is None:
        return judge_count(constraint, bound_of(constraint), case)
    if constraint.qualifier is not None:
        return judge_worded(constraint, case)
    if constraint.change is not None:
        return _moving(constraint, case)
    if lacks_sign(constraint):
        return judge_unsigned(constraint, case, _judge)
    return _judge(constraint, case)


def _judge(constraint: Constraint, case: Case) -> Finding:
    """A bound as it is written."""
    moved = of_changes(constraint)
    if moved is not None:
        return _by_series(constraint, moved, case)
    if constraint.unit == STRIP:
        return chosen(constraint, on_strips(case.candidates(constraint)), case, judge_value)
    found = [c for c in case.candidates(constraint) if _usable(c) and _same_kind(c.fact, constraint)]
    if not found:
        analyte = analyte_of(constraint.concept)
        if analyte is not None and analyte.members:
            members = [_judge(_member(constraint, m), case) for m in analyte.members]
            return all_of(members) if case.wanted else any_of(members)
        found, inputs = derive(constraint, case)
        return with_inputs(chosen(constraint, found, case, judge_value), constraint, inputs)
    return chosen(constraint, found, case, judge_value)


def _by_series(constraint: Constraint, moved: Constraint, case: Case) -> Finding:
    """A bound on what is a change by its name ("weight loss > 5 %"): what is stated of it, else by the values."""
    found = [c for c in case.candidates(constraint) if _usable(c) and _same_kind(c.fact, constraint)]
    stated = chosen(constraint, found, case, judge_value)
    if stated.truth is not None:
        return stated
    series = judge_trend(moved, case)
    return series if series.truth is not None or not found else stated


def _moving(constraint: Constraint, case: Case) -> Finding:
    """How a value moves; a group (transaminases) does where one of its members does."""
    analyte = analyte_of(constraint.concept)
    own = judge_trend(constraint, case)
    if own.truth is not None or analyte is None or not analyte.members:
        return own
    members = [judge_trend(_member(constraint, m), case) for m in analyte.members]
    return all_of(members) if constraint.change == "stable" else any_of(members)


def with_inputs(finding: Finding, constraint: Constraint, inputs: Sequence[Fact]) -> Finding:
    """`finding` on a computed value, with the facts that it was computed from behind its evidence."""
    more = tuple(Evidence(constraint, fact, finding.truth) for fact in inputs)
    return finding._replace(evidence=(*finding.evidence, *more)) if more else finding


_members: dict[tuple[int, str], tuple[Constraint, Constraint]] = {}  # by identity; the group's constraint is held


def _member(constraint: Constraint, concept_id: str) -> Constraint:
    """The group's constraint on one of its members: the same object each time."""
    known = _members.get((id(constraint), concept_id))
    if known is None:
        if len(_members) > _REMEMBERED:
            _members.clear()
        member = analytes()[concept_id]
        one = replace(constraint, name=member.name, concept=member.concept)
        known = _members[id(constraint), concept_id] = (constraint, one)
    return known[1]


def _usable(candidate: Candidate) -> bool:
    fact = candidate.fact
    if candidate.relation is Relation.BROADER or fact.assertion not in ("present", "historical", "possible"):
        return False
    return fact.value is not None and (isinstance(fact.value, (int, float)) or decided_by_words(fact.value))


def _same_kind(fact: Fact, constraint: Constraint) -> bool:
    """A differential's percentage is not a count, unless its analyte is measured in both (HbA1c)."""
    if fact.unit is None or constraint.unit is None or (fact.unit == "%") == (constraint.unit == "%"):
        return True
    analyte = analyte_of(constraint.concept, fact.concept)
    return analyte is not None and in_unit(Interval(1.0, 1.0), fact.unit, constraint.unit, analyte) is not None


def decided_by_words(value: str) -> bool:
    """Whether `value` is a word for a place in the reference range (``normal``, ``elevated``)."""
    word = value.strip().casefold()
    return word in _NORMAL or word in _HIGH or word in _LOW or word == "abnormal"


def bound_of(constraint: Constraint) -> Interval:
    """The constraint's bounds as written."""
    return Interval(
        -inf if constraint.low is None else constraint.low,
        inf if constraint.high is None else constraint.high,
        constraint.low is None or constraint.low_inclusive is not False,
        constraint.high is None or constraint.high_inclusive is not False,
    )


def judge_value(constraint: Constraint, fact: Fact, case: Case) -> Judged:
    """One fact against the constraint's bound, time aside."""
    analyte = analyte_of(constraint.concept, fact.concept)
    if constraint.relative_to == "baseline":
        return _against_baseline(constraint, fact, analyte, case)
    if constraint.relative_to is not None or isinstance(fact.value, str):
        return _relative(constraint, fact, analyte, case)
    return _absolute(constraint, fact, analyte)


def _against_baseline(constraint: Constraint, fact: Fact, analyte: Analyte | None, case: Case) -> Judged:
    """A value against a multiple of the patient's own baseline."""
    name, base = f"baseline {constraint.name}", baseline_of(constraint, case)
    if base is None or bound_of(constraint) == ANY:
        return Judged(None, f"{name} is not stated", missing=(name,))
    if fact is base or isinstance(fact.value, str):
        return Judged(None, f"no {constraint.name} but the baseline is stated", missing=(f"present {constraint.name}",))
    one, unit = float(base.value), base.unit or fact.unit  # type: ignore[arg-type]
    value = in_unit(value_of(fact), fact.unit or unit, unit, analyte)
    if value is None or one <= 0:
        return Judged(None, f"{fact_words(fact)} cannot be compared with {quote(base)}", missing=(name,))
    bound = bound_of(constraint)
    truth = inside(value, scaled(bound, one))
    clause = f"{fact_words(fact)} {verb(scaled(value, 1 / one), bound, None, truth)} × baseline ({quantity(one, unit)})"
    taken = f"{name} is taken from {quote(base)}"
    return Judged(truth, clause, (taken,), () if truth is not None else (f"exact {constraint.name}",))


def _absolute(constraint: Constraint, fact: Fact, analyte: Analyte | None) -> Judged:
    bound = bound_of(constraint)
    if bound == ANY:
        return Judged(None, f"what {constraint.name} must be is not stated", missing=(constraint.name,))
    value = value_of(fact)
    if (fact.unit or "") in _MULTIPLES:
        return Judged(None, f"{fact_words(fact)} cannot be compared with {bound_words(bound, constraint.unit)}",
                      missing=(constraint.name,))  # fmt: skip
    unit, assumed = constraint.unit, []
    if unit is None and constraint.canonical is not None and constraint.canonical.unit is not None:
        canonical = constraint.canonical
        unit = canonical.unit
        bound = bound._replace(
            low=-inf if canonical.low is None else canonical.low, high=inf if canonical.high is None else canonical.high
        )
    bound_unit, note, known = stated_unit([v for v in bound[:2] if abs(v) < inf], unit, analyte)
    assumed += [f"bound of {constraint.name}: {note}"] if note else []
    fact_unit, note, fact_known = stated_unit([v for v in value[:2] if abs(v) < inf], fact.unit, analyte)
    assumed += [f"{fact.name}: {note}"] if note else []
    converted = in_unit(value, fact_unit, bound_unit, analyte) if known and fact_known else None
    if converted is None:
        clause = f"{fact_words(fact)} cannot be compared with {bound_words(bound, constraint.unit)}"
        return Judged(None, clause, tuple(assumed), (f"unit of {constraint.name}",))
    truth = inside(converted, _rounding(bound, constraint.unit == bound_unit))
    clause = f"{fact_words(fact)} {verb(converted, bound, bound_unit, truth)}"
    missing = () if truth is not None else (f"exact {constraint.name}",)
    return Judged(truth, clause, tuple(assumed), missing)


def _rounding(bound: Interval, as_written: bool) -> Interval:
    """A single value asked for (``= 1.5``) is met by what rounds to it."""
    if bound.low != bound.high or not as_written:
        return bound
    digits = len(number(bound.low).partition(".")[2])
    half = 0.5 * 10.0**-digits
    return Interval(bound.low - half, bound.high + half, True, False)


def _relative(constraint: Constraint, fact: Fact, analyte: Analyte | None, case: Case) -> Judged:
    word = fact.value.strip().casefold() if isinstance(fact.value, str) else None
    if word is not None or (fact.unit or "") in _MULTIPLES:
        multiple = _by_multiples(constraint, fact, word)
        if multiple is not None:
            return multiple
    known = limits(fact, analyte, constraint.sex or case.facts.sex)
    judged = [j for j in (_against(constraint, fact, analyte, one, word) for one in known) if j is not None]
    if not judged or len(judged) < len(known):
        what = constraint.relative_to if constraint.relative_to in ("ULN", "LLN") else "reference range"
        return Judged(
            None, f"the {what} for {fact_words(fact)} is not known", missing=(f"{what} of {constraint.name}",)
        )
    if len({j.truth for j in judged}) > 1:
        return Judged(None, f"{fact_words(fact)}: the reference range depends on sex, which is not stated",
                      judged[0].assumed, ("sex",))  # fmt: skip
    return judged[0]._replace(assumed=tuple(dict.fromkeys(a for j in judged for a in j.assumed)))


def _by_multiples(constraint: Constraint, fact: Fact, word: str | None) -> Judged | None:
    """``normal``, ``elevated``, ``3 × ULN``: compared without knowing the limit itself."""
    to = constraint.relative_to
    if word is None:
        value = value_of(fact)
        if to != (fact.unit or "").strip("[]x×"):
            return None
    elif to == "normal":
        truth = None if word not in (_NORMAL | _HIGH | _LOW | {"abnormal"}) else word in _NORMAL
        return Judged(truth, f"{fact_words(fact)} is {'' if truth else 'not '}normal", missing=(constraint.name,))
    elif to == "ULN":
        value = Interval(low=1, low_closed=False) if word in _HIGH else ANY if word == "abnormal" else Interval(high=1)
    elif to == "LLN":
        value = Interval(high=1, high_closed=False) if word in _LOW else ANY if word == "abnormal" else Interval(low=1)
    else:
        return None
    bound = bound_of(constraint)
    truth = inside(value, bound)
    clause = f"{fact_words(fact)} {verb(value, bound, None, truth)} × {to}"
    return Judged(truth, clause, missing=() if truth is not None else (f"exact {constraint.name}",))


def _against(
    constraint: Constraint, fact: Fact, analyte: Analyte | None, limit: Limits, word: str | None
) -> Judged | None:
    """The fact against the bound, with one reference range; None where that lacks the limit needed."""
    assumed: tuple[str, ...] = (limit.assumed,) if limit.assumed else ()
    normal = Interval(-inf if limit.low is None else limit.low, inf if limit.high is None else limit.high)
    to, bound, shown = constraint.relative_to, bound_of(constraint), ""
    if to in ("ULN", "LLN"):
        one = limit.high if to == "ULN" else limit.low
        if one is None or bound == ANY:
            return None
        unit = limit.unit
        shown = f" × {to} ({to} {quantity(one, unit)})"
        scaled_bound = scaled(bound, one)
    else:
        unit = limit.unit if to == "normal" else constraint.unit
        scaled_bound = normal if to == "normal" else bound
        shown = f" (reference {bound_words(normal, limit.unit)})" if to == "normal" else ""
    if word is None:
        fact_unit, note, known = stated_unit([float(fact.value)], fact.unit, analyte)  # type: ignore[arg-type]
        if fact.unit is None and fact.reference_range is not None:
            fact_unit, note, known = limit.unit, None, True
        value = in_unit(value_of(fact), fact_unit, unit, analyte) if known else None
        assumed += (f"{fact.name}: {note}",) if note else ()
    else:
        place = _place(word, normal)
        value = in_unit(place, limit.unit, unit, analyte) if place is not None else None
    if value is None:
        return None
    truth = inside(value, scaled_bound)
    if to == "normal":
        clause = f"{fact_words(fact)} is {'' if truth else 'not '}within the reference range{shown}"
    elif to is not None:
        clause = f"{fact_words(fact)} {verb(scaled(value, 1 / one) if one else value, bound, None, truth)}{shown}"
    else:
        clause = f"{fact_words(fact)} {verb(value, bound, unit, truth)}"
    return Judged(truth, clause, assumed, () if truth is not None else (f"exact {constraint.name}",))


def _place(word: str, normal: Interval) -> Interval | None:
    if word in _NORMAL:
        return normal
    if word in _HIGH:
        return Interval(low=normal.high, low_closed=False) if normal.high < inf else None
    if word in _LOW:
        return Interval(high=normal.low, high_closed=False) if normal.low > -inf else None
    return None
