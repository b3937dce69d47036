"""Measures that are told by what somebody does, by birthdays and school grades: ``text => leaves``."""

from __future__ import annotations

import pytest

from eligo.attributes.bounds import read_bounds
from eligo.attributes.bounds_birthdays import birthday_leaves
from eligo.attributes.bounds_schooling import schooling_leaves
from eligo.entities.lexicon import default_lexicon
from eligo.entities.quantities import find_quantities
from eligo.flow import parse
from eligo.logic import render
from eligo.schema import Leaf


def leaves(text: str, offset: int = 0) -> list[Leaf]:
    return read_bounds(text, offset, default_lexicon().find(text, offset), find_quantities(text, offset))


def shown(leaf: Leaf) -> str:
    c = leaf.constraint
    low = "" if c.low is None else f"{'[' if c.low_inclusive else '('}{c.low:g}"
    high = "" if c.high is None else f"{c.high:g}{']' if c.high_inclusive else ')'}"
    return " ".join(p for p in (c.name, f"{low}..{high}", c.unit, "known" if c.concept else "") if p)


CASES = [
    # how far somebody walks
    ("Able to walk at least 2 blocks", "walking distance [2.. {blocks} known"),
    ("can ambulate with or without a walker for at least 60 feet", "walking distance [60.. [ft_i] known"),
    ("walks 40 steps on a flat floor", "walking distance [40.. {steps} known"),
    ("walking at least 30 yards", "walking distance [30.. [yd_i] known"),
    ("unable to walk 300 m", "walking distance ..300) m known"),
    ("cannot walk more than 150 m", "walking distance ..150] m known"),
    ("difficulty walking 300 m", ""),
    # birthdays
    ("before the 12th birthday", "age ..12) a known"),
    ("who have not yet reached their 16th birthday", "age ..16) a known"),
    ("has reached the 18th birthday", "age [18.. a known"),
    ("up to and including the 21st birthday", "age ..21] a known"),
    ("up to but not including the 5th birthday", "age ..5) a known"),
    ("onset of tics before the 13th birthday", ""),
    ("children 2 to < 12 years old (before the 12th birthday)", "age [2..12) a known"),
    # school grades
    ("less than a 7th grade education", "years of education ..7) a known"),
    ("able to read English at the 8th grade or higher level", "reading level [8.. {grade}"),
    ("sixth grade reading level", "reading level [6.. {grade}"),
    ("teachers of the 5th grade", ""),
    # what a unit or a letter names
    ("sinus rhythm (between 50 and 90 beats per minute)", "heart rate [50..90] /min known"),
    ("more than 25 breaths per minute", "respiratory rate (25.. /min known"),
    ("T > 38.5 °C or < 35.5 °C", "body temperature (38.5.. Cel known | body temperature ..35.5) Cel known"),
    ("alcohol intake of 4 units/day or more", "units of alcohol [4.. U/d known"),
    ("raised transaminases more than 4 times normal", "transaminases (4.. known"),
    ("oligozoospermia: < 8 million/mL", "sperm concentration ..8) 10*6/mL known"),
    # quantities
    ("left-to-right shunt with a Qp:Qs ≥ 1.5:1", "Qp/Qs [1.5.. known"),
    ("average menstrual cycle 23-33 days", "menstrual cycle length [23..33] d known"),
    ("BCVA of 70 to 25 letters", "best-corrected visual acuity [25..70] {letters} known"),
    ("hearing better than 25 dB in pure tone average", "hearing threshold ..25) dB known"),
    ("3 mmol/L (116 mg/dL) ≤ LDL-C ≤ 5 mmol/L (193 mg/dL)", "LDL cholesterol [3..5] mmol/L known"),
    ("lesion area > 10 disc areas", "lesion area (10.. {DA}"),
    ("myopia of -1 to -5 dioptres", "spherical equivalent [-5..-1] [diop] known"),
    ("living within three hours travel time", "travel time ..3] h known"),
    ("more than a 1.5-hour drive time", "travel time (1.5.. h known"),
    ("before 37 weeks 6 days of gestation", "gestational age ..265) d known"),
    ("glucose 126㎎/㎗", "glucose [126..126] mg/dL known"),
    # whose number it is
    ("Hb < 7 g/dL and zorks < 5 g/dL", "hemoglobin ..7) g/dL known | zorks ..5) g/dL"),
    ("weight exceeding the limit of the scanner (180 kg)", "body weight (180.. kg known"),
    (
        "systolic/diastolic blood pressure < 135/85",
        "systolic blood pressure ..135) mm[Hg] known | diastolic blood pressure ..85) mm[Hg] known",
    ),
    (
        "limits (≥ 135 mmHg SBP and/or ≥ 85 mmHg DBP); 2) other people",
        "systolic blood pressure [135.. mm[Hg] known | diastolic blood pressure [85.. mm[Hg] known",
    ),
    (
        "appendicular muscle mass index (< 7 kg/m2 in men)",
        "skeletal muscle mass index ..7) kg/m2 known",
    ),
    # names
    ("NYHA cardiac function class ≥ 3", "NYHA [3.. known"),
    ("MMSE [14] score ≤ 22", "MMSE ..22] known"),
    ("score > 15 on the Drinking Habit Questionnaire", "drinking Habit Questionnaire (15.."),
    ("tube with an internal diameter of 6.5 mm", "internal diameter [6.5..6.5] mm"),
    ("expectation of survival of at least 2 months", "life expectancy [2.. mo known"),
    ("an illness that may limit survival to < 1 year", "life expectancy ..1) a known"),
    ("beyond 21 weeks of amenorrhoea", "gestational age (21.. wk known"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_leaves(text: str, expected: str) -> None:
    assert " | ".join(shown(leaf) for leaf in leaves(text)) == expected


def test_offsets_are_those_of_the_document() -> None:
    text = "less than a 7th grade education, before the 12th birthday"
    for leaf in [*schooling_leaves(text, 100), *birthday_leaves(text, 100, [])]:
        c = leaf.constraint
        assert text[c.start - 100 : c.end - 100] == c.text


def test_what_is_assumed_is_said() -> None:
    (grade,) = schooling_leaves("a 9th grade education", 0)
    assert grade.constraint.assumed == ("name", "unit", "comparator")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Self-reported inability to walk 300 m", "walking distance < 300 m"),
        ("Has not reached the 18th birthday", "age < 18 years"),
        (
            "Serum creatinine within normal range, or if serum creatinine is outside normal range, then renal function"
            " (creatinine clearance or GFR) ≥ 45 mL/min",
            "creatinine within normal limits or (if no creatinine within normal limits then"
            " (creatinine clearance ≥ 45 mL/min or glomerular filtration rate ≥ 45 mL/min))",
        ),
        ("Bilirubin of less that 3 mg/dL", "total bilirubin < 3 mg/dL"),
        ("Stage IV or V CKD", "stage IV/V chronic kidney disease"),
        ("Chronic kidney disease of stage III or higher", "stage III/IV/V chronic kidney disease"),
        ("Stage III or higher melanoma", "stage III/IV melanoma"),
    ],
)
def test_whole_criteria(text: str, expected: str) -> None:
    (criterion,) = parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == expected


def test_what_is_asked_where_it_is_abnormal_is_an_alternative() -> None:
    text = (
        "Inclusion Criteria:\n\n- Creatinine within normal limits or, if not normal, creatinine clearance ≥ 55 mL/min\n"
    )
    (criterion,) = parse(text).criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == "creatinine within normal limits or creatinine clearance ≥ 55 mL/min"


@pytest.mark.parametrize(
    ("text", "change", "low"),
    [
        ("SOFA score of ≥ 3 points above baseline", "increase", 3),
        ("creatinine > 0.4 mg/dL over the baseline", "increase", 0.4),
        ("body temperature 2 °C below their baseline", "decrease", 2),
    ],
)
def test_what_is_counted_from_the_baseline_is_a_change(text: str, change: str, low: float) -> None:
    (leaf,) = leaves(text)
    assert (leaf.constraint.change, leaf.constraint.since, leaf.constraint.low) == (change, "baseline", low)
    assert leaf.constraint.high is None
    assert leaf.constraint.text == text


def test_a_thousand_is_no_list() -> None:
    (criterion,) = parse("Inclusion Criteria:\n\n- Willing to walk 12,000 steps per day\n").criteria
    assert criterion.logic is not None
    assert criterion.logic.op == "constraint"
