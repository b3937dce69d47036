"""Quantities: ``text => expected`` lines; expected is `interval unit ×limit flags`, one for each quantity."""

from __future__ import annotations

import time

import pytest

from eligo.entities.comparators import comparator_after, comparator_before
from eligo.entities.quantities import find_quantities
from eligo.schema import Quantity


def shown(q: Quantity) -> str:
    low = "" if q.low is None else ("[" if q.low_inclusive else "(") + f"{q.low:.12g}"
    high = "" if q.high is None else f"{q.high:.12g}" + ("]" if q.high_inclusive else ")")
    body = f"{q.low:.12g}" if q.low == q.high and q.low is not None else f"{low}..{high}"
    relative = f"x{q.relative_to}" if q.relative_to else ""
    return " ".join(p for p in (body, q.unit, relative, "~" if q.approximate else "") if p)


CASES = [
    # comparators in words and signs
    ("ANC ≥ 1.2", "[1.2.."),
    ("more than 3", "(3.."),
    ("at least 3", "[3.."),
    ("no less than 3", "[3.."),
    ("not less than 3", "[3.."),
    ("a minimum of 3", "[3.."),
    ("exceeding 3", "(3.."),
    ("in excess of 3", "(3.."),
    ("must not exceed 3", "..3]"),
    ("not exceeding 3", "..3]"),
    ("should not be below 3", "[3.."),
    ("no greater than 3", "..3]"),
    ("no more than 3", "..3]"),
    ("up to 3", "..3]"),
    ("at most 3", "..3]"),
    ("a maximum of 3", "..3]"),
    ("below 3", "..3)"),
    ("fewer than 3", "..3)"),
    ("less than or equal to 3", "..3]"),
    ("less than or equal to (≤) 3", "..3]"),
    ("greater than (>) 3", "(3.."),
    ("equal to or greater than 3", "[3.."),
    ("greater than or\n   equal to 3", "[3.."),
    ("> or = 3", "[3.."),
    (">/= 3", "[3.."),
    ("</= 3", "..3]"),
    ("<or=3", "..3]"),
    ("= or < 3", "..3]"),
    ("=> 3", "[3.."),
    ("=< 3", "..3]"),
    ("≧3", "[3.."),
    ("≦ 3", "..3]"),
    (r"\> 3", "(3.."),
    (r"\>= 3", "[3.."),
    (r"\≥ 3", "[3.."),
    ("&gt; 3", "(3.."),
    ("&lt;= 3", "..3]"),
    ("&ge; 3", "[3.."),
    ("â‰¥ 3", "[3.."),
    ("3 or more", "[3.."),
    ("3 or fewer", "..3]"),
    ("3 and above", "[3.."),
    ("18 years or older", "[18.. a"),
    ("18 years of age or older", "[18.. a"),
    ("over the age of 18", "(18.."),
    ("about 40 %", "40 % ~"),
    ("~40%", "40 % ~"),
    ("at least approximately 40%", "[40.. % ~"),
    ("exceeding two (> 2) but less than six (< 6)", "(2..6)"),
    # ranges
    ("18-75", "[18..75]"),
    ("18 to 75 years", "[18..75] a"),
    ("between 18 and 75 years", "[18..75] a"),
    ("between the ages of 18 and 75", "[18..75]"),
    ("from 18 through 75 years", "[18..75] a"),
    ("≥18 and ≤75", "[18..75]"),
    ("> 1.5 but < 3 mg/dL", "(1.5..3) mg/dL"),
    ("at least 18.5 and < 25 kg/m2", "[18.5..25) kg/m2"),
    ("18–59 inclusive", "[18..59]"),
    ("5 to < 10 mg", "[5..10) mg"),
    (">6.0% to <=11.5%", "(6..11.5] %"),
    ("6 months to 5 years", "[0.5..5] a"),
    ("2.5 g/dL - 35 g/L", "[25..35] g/L"),
    ("≤75 and ≥18", "[18..75]"),
    ("18 ≤ age ≤ 75", "[18.. | ..75]"),
    ("<18 or >75", "..18) | (75.."),
    ("between -1.0 and -2.5", "[-2.5..-1]"),
    ("≤ -2.5", "..-2.5]"),
    ("> ULN to 1.5 x ULN", "(1..1.5] xULN"),
    # numbers
    ("100,000/mm3", "100000 /mm3"),
    ("50.000/mmc", "50000 /mm3"),
    ("100 000/µL", "100000 /uL"),
    ("1,5 x ULN", "1.5 xULN"),
    ("1,500 mg", "1500 mg"),
    ("1.5×109/L", "1.5 10*9/L"),
    ("1.5 x 10^9/L", "1.5 10*9/L"),
    ("1.5×10⁹/L", "1.5 10*9/L"),
    ("1.5 x 10(9)/L", "1.5 10*9/L"),
    ("1.5 x 10e9/L", "1.5 10*9/L"),
    ("1.5 x 10 9/L", "1.5 10*9/L"),
    ("75 K/µL", "75 10*3/uL"),
    ("1.5 G/L", "1.5 10*9/L"),
    ("75k", "75000"),
    ("10^5 copies/mL", "100000 {copies}/mL"),
    ("two or more of these", "[2.."),
    ("no more than two (2) lines", "..2]"),
    ("at least one lesion", "[1.."),
    ("six weeks", "6 wk"),
    ("10 mg/day", "10 mg/d"),
    ("35 kilograms per square meter (kg/m²)", "35 kg/m2"),
    # one value in two units
    ("≥ 9 g/dL (90 g/L)", "[9.. g/dL"),
    ("≥ 9 g/dL (≥ 90 g/L)", "[9.. g/dL"),
    ("≤ 1.5 mg/dL (133 µmol/L)", "..1.5] mg/dL"),
    ("≥ 1,500/µL (1.5 × 10^9/L)", "[1500.. /uL"),
    ("≥ 9 g/dL (5 g/L)", "[9.. g/dL | 5 g/L"),
    # limits
    ("≤ 2.5×ULN", "..2.5] xULN"),
    ("> 3 UNL", "(3.. xULN"),
    ("3 x UNL", "3 xULN"),
    ("three times the upper limit\nof normal", "3 xULN"),
    ("1.5 times upper limit of normal (ULN)", "1.5 xULN"),
    ("≤ 1.5-fold ULN", "..1.5] xULN"),
    ("≤ 2 times the institutional ULN", "..2] xULN"),
    ("≤ 2 x the institution's upper limit of normal", "..2] xULN"),
    ("2 x upper normal limit", "2 xULN"),
    ("ULN × 2.5", "2.5 xULN"),
    ("> ULN", "(1.. xULN"),
    ("≤ the upper limit of the normal range", "..1] xULN"),
    ("< LLN", "..1) xLLN"),
    ("≥ lower limit of normal", "[1.. xLLN"),
    ("within normal limits", ".. xnormal"),
    ("within the institutional normal range", ".. xnormal"),
    ("within institutional limits of normal", ".. xnormal"),
    ("WNL", ".. xnormal"),
    ("is within WNL", ".. xnormal"),
    ("> 1.5 × baseline", "(1.5.. xbaseline"),
    # blood pressure
    ("≥ 140/90 mmHg", "[140.. mm[Hg] | 90 mm[Hg]"),
    ("160/95", "160 | 95"),
    # no quantities
    ("PD-1, CYP3A4, CD4+ T cells, HER2, IL-6 and 5-HT3", ""),
    ("RECIST 1.1 and CTCAE v5.0", ""),
    ("WHO-II/III", ""),
    ("on 24 March 2022, 2022-03-24 or 03/24/2022", ""),
    ("in March 2022, in 2019", ""),
    ("type 2 diabetes in a phase 3 study, cohort 2, day 1", ""),
    ("1. First\n2. Second", ""),
    ("the following: (1) this (2) that", ""),
    ("call 555-123-4567", ""),
    ("12-lead ECG, 2nd line, 3rd visit", ""),
    ("above the 95th percentile", "(95.. {percentile}"),
    ("≤ -3 SD", "..-3] {SD}"),
    # signs and words that come in odd spellings
    ("18～60 years", "[18..60] a"),
    ("˂ 18 years", "..18) a"),
    ("> or = to 65", "[65.."),
    ("23 (± 4)", "23"),
    ("23 (+/- 4)", "23"),
    ("> x3 ULN", "(3.. xULN"),
    ("twice higher than normal", "(2.. xULN"),
    ("more than twice the highest reference value", "(2.. xULN"),
    ("one of the following", ""),
    ("COVID-19 or SARS-CoV-2", ""),
    ("no numbers at all", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_quantities(text: str, expected: str) -> None:
    assert " | ".join(shown(q) for q in find_quantities(text)) == expected


@pytest.mark.parametrize("text", [c[0] for c in CASES])
def test_spans(text: str) -> None:
    last = 0
    for q in find_quantities(text, 1000):
        assert text[q.start - 1000 : q.end - 1000] == q.text
        assert q.start >= last
        last = q.end


def test_normal_alone_is_assumed_to_be_the_upper_limit() -> None:
    (q,) = find_quantities("≤ 3 x laboratory normal")
    assert (q.high, q.relative_to, q.assumed) == (3, "ULN", ("relative_to",))


def test_comparator_needs_a_number_next_to_it() -> None:
    text = "greater than the sum of 5"
    assert comparator_before(text, len(text) - 1) is None
    found = comparator_before("≥ 5", 2)
    assert found is not None
    assert (found.start, found.end) == (0, 1)
    assert comparator_after("5 apples", 1) is None


@pytest.mark.parametrize(
    "piece", ["1.5 ", "at least ", "≥ 5 x ULN ", "18-", "upper limit of the the the ", "10^9", "(((", "two "]
)
def test_long_statements_take_linear_time(piece: str) -> None:
    started = time.process_time()
    find_quantities(piece * (50_000 // len(piece)))
    assert time.process_time() - started < 5
