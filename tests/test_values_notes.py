"""Values in the shorthand of notes: panels, series, decades, implied names; `name comparator value unit ?assumed`."""

from __future__ import annotations

import time

import pytest

import eligo
from eligo.attributes.values_panels import read_panels
from eligo.schema import Fact

_KINDS = ("measurement", "score", "reproductive")


def shown(fact: Fact) -> str:
    value = "" if fact.value is None else f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
    value += f"-{fact.value_high:g}" if fact.value_high is not None else ""
    earlier = f"<{fact.assertion}>" if fact.assertion != "present" else ""
    comparator = fact.comparator if fact.comparator not in (None, "=") else ""
    assumed = f"?{'+'.join(fact.assumed)}" if fact.assumed else ""
    return " ".join(p for p in (fact.name, comparator, value, fact.unit or "", earlier, assumed) if p)


def values(text: str) -> list[str]:
    patient = eligo.annotate(text)
    found = [f for f in patient.facts if f.type in _KINDS]
    assert all(f.text == text[f.start : f.end] for f in found)
    return [shown(f) for f in found]


PRESSURE = "systolic blood pressure"
LOW = "diastolic blood pressure"

CASES = [
    # told by the place
    (
        "CBC 8.4>11.2/33.5<164 this morning",
        "white blood cells 8.4 10*9/L ?name+unit|hemoglobin 11.2 g/dL ?name+unit|hematocrit 33.5 % ?name+unit"
        "|platelets 164 10*9/L ?name+unit",
    ),
    (
        "141|103|22|3.8|27|1.3<112",
        "sodium 141 mmol/L ?name+unit|chloride 103 mmol/L ?name+unit|blood urea nitrogen 22 mg/dL ?name+unit"
        "|potassium 3.8 mmol/L ?name+unit|bicarbonate 27 mmol/L ?name+unit|creatinine 1.3 mg/dL ?name+unit"
        "|glucose 112 mg/dL ?name+unit",
    ),
    ("H/H 8.7/26.2 after two units", "hemoglobin 8.7 g/dL ?unit|hematocrit 26.2 % ?unit"),
    (
        "Vitals 37.2 84 118/76 16 97% RA",
        f"body temperature 37.2 Cel ?name+unit|heart rate 84 /min ?name+unit|{PRESSURE} 118 mm[Hg] ?name+unit"
        f"|{LOW} 76 mm[Hg] ?name+unit|respiratory rate 16 /min ?name+unit|oxygen saturation 97 % ?name+unit",
    ),
    (
        "Catheterization: PA 62/28/41",
        "right ventricular systolic pressure 62 mm[Hg] ?unit|mean pulmonary arterial pressure 41 mm[Hg] ?unit",
    ),
    (
        "pulmonary artery pressure was 55/22 mmHg (mean 34 mmHg)",
        "right ventricular systolic pressure 55 mm[Hg]|mean pulmonary arterial pressure 34 mm[Hg]",
    ),
    ("Intubated, E2 V1 M4", "Glasgow Coma Scale 7"),
    ("Apgars were 5, 7 and 9 at 1, 5 and 10 minutes.", "Apgar score 5|Apgar score 7|Apgar score 9"),
    # tied to their names
    (
        "WBC-6.3 Hgb-10.4* Hct-31.0* Plt Ct-188",
        "white blood cells 6.3 10*9/L ?unit|hemoglobin 10.4 g/dL ?unit|hematocrit 31 % ?unit"
        "|platelets 188 10*9/L ?unit",
    ),
    (
        "On arrival T37.9 HR118 BP96/58 RR26",
        f"body temperature 37.9 Cel ?unit|heart rate 118 /min ?unit|{PRESSURE} 96 mm[Hg] ?unit|{LOW} 58 mm[Hg] ?unit"
        "|respiratory rate 26 /min ?unit",
    ),
    ("PT/INR 15.1/1.4", "prothrombin time 15.1 s ?unit|INR 1.4"),
    ("ALT 31, AST 27, TB 0.8", "ALT 31 U/L ?unit|AST 27 U/L ?unit|total bilirubin 0.8 mg/dL ?unit"),
    ("Mg-1.9 T-38.4 Phos-3.1", "magnesium 1.9|body temperature 38.4 Cel ?unit|phosphate 3.1"),
    ("TSH 0.02", "TSH 0.02 m[IU]/L ?unit"),
    ("88% on 4L NC", "oxygen saturation 88 %|supplemental oxygen flow 4 L/min"),
    ("CO2 19 meq/L", "bicarbonate 19 meq/L"),
    # decades
    ("heart rate in the 140s", "heart rate ~ 140-149 /min ?unit"),
    ("glucose in the 200s", "glucose ~ 200-299 mg/dL ?unit"),
    ("SpO2 mid 80s on arrival", "oxygen saturation ~ 80-89 % ?unit"),
    ("SBP 150s-160s", f"{PRESSURE} ~ 150-169 mm[Hg] ?unit"),
    ("BP in the 140s", f"{PRESSURE} ~ 140-149 mm[Hg] ?unit+name"),
    ("BP 150s/90s at home", f"{PRESSURE} ~ 150-159 mm[Hg] ?unit|{LOW} ~ 90-99 mm[Hg] ?unit"),
    # pressures
    ("BP ranged from 105/62 to 138/84", f"{PRESSURE} ~ 105-138 mm[Hg] ?unit|{LOW} ~ 62-84 mm[Hg] ?unit"),
    ("BP 120-135/70-80 mmHg", f"{PRESSURE} ~ 120-135 mm[Hg]|{LOW} ~ 70-80 mm[Hg]"),
    (
        "BP 148/92 lying, 122/70 standing",
        f"{PRESSURE} 148 mm[Hg] ?unit|{LOW} 92 mm[Hg] ?unit|{PRESSURE} 122 mm[Hg] ?unit|{LOW} 70 mm[Hg] ?unit",
    ),
    (
        "BP 210/118 on arrival, then 156/88",
        f"{PRESSURE} 210 mm[Hg] <historical> ?unit|{LOW} 118 mm[Hg] <historical> ?unit|{PRESSURE} 156 mm[Hg] ?unit"
        f"|{LOW} 88 mm[Hg] ?unit",
    ),
    ("Home readings: 144 and 158 systolic", f"{PRESSURE} 144 mm[Hg] ?unit|{PRESSURE} 158 mm[Hg] ?unit"),
    ("Systolic pressures of 128 and 146 mmHg", f"{PRESSURE} 128 mm[Hg]|{PRESSURE} 146 mm[Hg]"),
    ("Hemoglobin was 9 and 2 children live with him", "hemoglobin 9 g/dL ?unit"),
    # named by a finding, a unit or what stands around
    ("leukocytosis (17.3)", "white blood cells 17.3 10*9/L ?unit"),
    ("hyponatremia of 121", "sodium 121 mmol/L ?unit"),
    ("febrile to 39.1 and tachycardic to 132", "body temperature 39.1 Cel ?unit|heart rate 132 /min ?unit"),
    ("hypotensive at 74/38", f"{PRESSURE} 74 mm[Hg] ?unit|{LOW} 38 mm[Hg] ?unit"),
    ("hypertension for 12 years", ""),
    ("fever of 4 days", ""),
    ("kidney failure (3 months)", ""),
    ("96% on room air", "oxygen saturation 96 %"),
    ("89% on 3L", "oxygen saturation 89 %"),
    ("atrial flutter with a rate of 146", "heart rate 146 /min ?unit"),
    ("respirations 28 bpm", "respiratory rate 28 /min"),
    ("smokes 15 cigarettes per day", "cigarettes per day 15 {cigarettes}/d"),
    ("0.5 ppd x 30 years", "cigarettes per day 0.5 {packs}/d|smoking pack-years 15 {pack}.a ?value"),
    ("22 pk-yr history", "smoking pack-years 22 {pack}.a"),
    ("drinks 12 units of alcohol per week", "units of alcohol 12 U/wk"),
    # pregnancies
    ("G3P2 at 31 weeks", "parous|gestational age 31 wk"),
    ("G1P0 at 24+3 weeks", "nulliparous|primigravida|gestational age 171 d"),
    ("Delivery was at 35 weeks of gestation.", "gestational age 35 wk"),
    # numbers
    ("T-score of the left hip -2.8", "bone mineral density T-score -2.8"),
    ("EF .45", "left ventricular ejection fraction 0.45 1 ?unit"),
    ("ejection fraction of seventy percent", "left ventricular ejection fraction 70 %"),
    ("INR 1,8", "INR 1.8"),
    ("leukocytosis of 24 300 per microliter", "white blood cells 24300 /uL"),
    ("ALT 4 x ULN", "ALT 4 [ULN]"),
    ("bilirubin twice the upper limit of normal", "total bilirubin 2 [ULN]"),
    # each with its time
    (
        "Creatinine was 0.9 on admission and 1.7 at discharge.",
        "creatinine 0.9 mg/dL <historical> ?unit|creatinine 1.7 mg/dL ?unit",
    ),
    ("Sodium 139 at discharge, 121 on admission", "sodium 139 mmol/L ?unit|sodium 121 mmol/L <historical> ?unit"),
    (
        "Platelets 31K, then 52K, then 88K",
        "platelets 31000 /mm3 <historical> ?unit|platelets 52000 /mm3 <historical> ?unit|platelets 88000 /mm3 ?unit",
    ),
    (
        "EF 50% (previously 25%)",
        "left ventricular ejection fraction 50 %|left ventricular ejection fraction 25 % <historical>",
    ),
    ("creatinine 3.1, up from a baseline of 1.2", "creatinine 3.1 mg/dL ?unit|creatinine 1.2 mg/dL <historical> ?unit"),
    ("Hb 8.8 after surgery, 3 units were given", "hemoglobin 8.8 g/dL ?unit"),
    ("Glucose 4.1 mmol/L in the morning and 9.8 mmol/L in the evening", "glucose 4.1 mmol/L|glucose 9.8 mmol/L"),
    # before their names
    ("She scored 22/30 on the MMSE.", "MMSE 22"),
    ("He walked 310 m in the 6-minute walk test.", "6-minute walk distance 310 m"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_values_of_notes(text: str, expected: str) -> None:
    assert values(text) == (expected.split("|") if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ferritin 310 ng/mL on 2023-04-02, 640 ng/mL on 2023-07-11 and 901 ng/mL on 2023-10-30.",
            [(310.0, "2023-04-02"), (640.0, "2023-07-11"), (901.0, "2023-10-30")],
        ),
        ("Ferritin: 310 ng/mL (2023-04-02), 640 ng/mL (2023-07-11)", [(310.0, "2023-04-02"), (640.0, "2023-07-11")]),
        ("Ferritin 310 ng/mL in 2021, rising to 640 ng/mL in 2023.", [(310.0, "2021"), (640.0, "2023")]),
        ("Ferritin 310 ng/mL, previously 640 ng/mL in 2020.", [(310.0, None), (640.0, "2020")]),
    ],
)
def test_each_value_has_its_own_date(text: str, expected: list[tuple[float, str | None]]) -> None:
    found = [(f.value, f.time) for f in eligo.annotate(text).facts if f.type == "measurement"]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("text", ["12.4>9.8/50<210", "138/90 | 101/24", "1|2|3|4|5|6", "ratio 3>2/1<4"])
def test_what_its_places_make_impossible_is_no_panel(text: str) -> None:
    assert read_panels(text) == []


def test_a_finding_stays_beside_its_value() -> None:
    facts = eligo.annotate("Hypokalemia (2.7 mmol/L) was corrected.").facts
    assert {(f.type, f.name) for f in facts} == {("measurement", "potassium"), ("condition", "hypokalemia")}


def test_a_pregnancy_stays_beside_its_weeks() -> None:
    facts = eligo.annotate("She is 19 weeks pregnant.").facts
    assert {("measurement", "gestational age", 19.0), ("reproductive", "pregnant", None)} <= {
        (f.type, f.name, f.value) for f in facts
    }


def test_letters_of_a_value_are_no_disease() -> None:
    assert not [f for f in eligo.annotate("ALP 92, TB 1.1").facts if f.type == "condition"]
    assert [f.name for f in eligo.annotate("He was treated for TB in 2011.").facts if f.type == "condition"] == [
        "tuberculosis"
    ]


@pytest.mark.parametrize("text", ["BP" + " " * 50_000 + "120", "BP 120/80 " * 2_000, "WBC-12 " * 2_000])
def test_long_statements_take_linear_time(text: str) -> None:
    start = time.process_time()
    eligo.annotate(text)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Platelets 95 (day 1), 130 (day 8).", [95.0, 130.0]),
        ("Creatinine: 1.9 (Jan), 1.3 (Mar).", [1.9, 1.3]),
        ("Creatinine 1.9 (1/4), 1.3 (3/9).", [1.9, 1.3]),
        ("Platelets 95 (150-400)", [95.0]),
    ],
)
def test_no_value_is_lost_behind_a_day_in_brackets(text: str, expected: list[float]) -> None:
    assert [f.value for f in eligo.annotate(text).facts if f.type == "measurement"] == expected
