"""Values in notes: our own sentences and `name comparator value unit [reference] ?assumed` of each fact."""

from __future__ import annotations

import time

import pytest

from eligo.attributes.values import read_values
from eligo.entities.lexicon import default_lexicon
from eligo.entities.quantities import find_quantities
from eligo.schema import Fact


def facts(text: str, offset: int = 0) -> list[Fact]:
    return read_values(text, offset, default_lexicon().find(text, offset), find_quantities(text, offset), source="n")


def shown(fact: Fact) -> str:
    value = f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
    high = f"-{fact.value_high:g}" if fact.value_high is not None else ""
    r = fact.reference_range
    ends = ["" if v is None else f"{v:g}" for v in (r.low, r.high)] if r else []
    parts = [fact.name, fact.comparator or "", value + high, fact.unit or ""]
    parts += [f"[{'..'.join(ends)}]" if r else "", f"?{'+'.join(fact.assumed)}" if fact.assumed else ""]
    return " ".join(p for p in parts if p)


CASES = [
    # prose
    ("creatinine was 1.4 mg/dL", "creatinine = 1.4 mg/dL"),
    ("WBC of 12.3", "white blood cells = 12.3 10*9/L ?unit"),
    ("Hemoglobin today is 9.8 g/dL.", "hemoglobin = 9.8 g/dL"),
    ("hemoglobin rose from 8.1 to 9.2 g/dL", "hemoglobin = 9.2 g/dL"),
    ("LVEF of approximately 55%", "left ventricular ejection fraction ~ 55 %"),
    ("EF 25-30%", "left ventricular ejection fraction = 25-30 %"),
    ("CRP < 0.5 mg/dL", "C-reactive protein < 0.5 mg/dL"),
    ("SpO2 94% RA", "oxygen saturation = 94 %"),
    ("heart rate was 98 beats per minute", "heart rate = 98 /min"),
    ("HbA1c 8.5%", "HbA1c = 8.5 %"),
    ("INR 1.1", "INR = 1.1"),
    ("Platelets: 150,000/mm3", "platelets = 150000 /mm3"),
    # units between name and value
    ("Height (cm): 172", "height = 172 cm"),
    ("LDL cholesterol (mmol/L)  3.1", "LDL cholesterol = 3.1 mmol/L"),
    ("Hemoglobin, g/dL | 9.1", "hemoglobin = 9.1 g/dL"),
    ("Platelets\tK/uL\t150", "platelets = 150 10*3/uL"),
    ("CK (IU/L)\t731\t1251\t1001", "creatine kinase = 731 [IU]/L"),
    # the laboratory's own lines
    ("CREATININE 1.9 mg/dL 0.7-1.3 H", "creatinine = 1.9 mg/dL [0.7..1.3]"),
    ("ALT 114 U/L <=45 H", "ALT = 114 U/L [..45]"),
    ("TSH   0.25    L    0.46-4.68   mIU/L", "TSH = 0.25 m[IU]/L [0.46..4.68]"),
    ("LDL-C   3.4   H   <=2.6   mmol/L", "LDL cholesterol = 3.4 mmol/L [..2.6]"),
    # shares of a differential
    (
        "WBC 4.0, neutrophils 40%, bands 5%",
        "white blood cells = 4 10*9/L ?unit | neutrophil percentage = 40 % | band neutrophils = 5 %",
    ),
    ("WBC 12.3 with 82% neutrophils", "white blood cells = 12.3 10*9/L ?unit | neutrophil percentage = 82 %"),
    ("crp 14, tsh 2.1", "C-reactive protein = 14 mg/L ?unit | TSH = 2.1 m[IU]/L ?unit"),
    ("Child-Pugh B8", "Child-Pugh = B8"),
    ("Child-Pugh class C (11 points)", "Child-Pugh = C11"),
    # other words between name and value
    ("EF estimated by echocardiography to 30%", "left ventricular ejection fraction = 30 %"),
    ("creatinine that increased to 350 µmol/L", "creatinine = 350 umol/L"),
    ("platelets in the morning sample were 92 x 10^9/L", "platelets = 92 10*9/L"),
    ("weight loss of 4 kg", "weight loss in kilograms = 4 kg"),
    ("AFP was 1185.3 ng/mL", "alpha-fetoprotein = 1185.3 ng/mL"),
    ("hemoglobin drop of 2 g/dL", ""),
    ("Potassium was replaced with 40 mEq", ""),
    ("glucose in the range of 90-140 mg/dL", "glucose = 90-140 mg/dL"),
    # a value before its name, and a count behind its share
    ("WBC 21,000/mm3, including 16,400/mm3 neutrophils", "white blood cells = 21000 /mm3 | neutrophils = 16400 /mm3"),
    ("WBC 4.0 x10^9/L neutrophils 1.2 x10^9/L", "white blood cells = 4 10*9/L | neutrophils = 1.2 10*9/L"),
    ("neutrophils 44% (1,238 /mm3)", "neutrophil percentage = 44 % | neutrophils = 1238 /mm3"),
    (
        "blood pressure and heart rate were 94/60 mmHg and 132 bpm",
        "systolic blood pressure = 94 mm[Hg] | diastolic blood pressure = 60 mm[Hg] | heart rate = 132 /min",
    ),
    ("low hemoglobin (5.1 g/dL)", "hemoglobin = 5.1 g/dL"),
    ("Child-Pugh score was 8", "Child-Pugh = B8"),
    # trends: the newest first, the others are earlier
    (
        "Cr 1.1 -> 1.4 -> 2.3",
        "creatinine = 2.3 mg/dL ?unit | creatinine = 1.1 mg/dL ?unit | creatinine = 1.4 mg/dL ?unit",
    ),
    ("Cr 1.1>1.6", "creatinine = 1.6 mg/dL ?unit | creatinine = 1.1 mg/dL ?unit"),
    ("eGFR 58 >60", "glomerular filtration rate = 58 mL/min/{1.73_m2} [60..] ?unit"),
    ("Hemoglobin went from 8.1 to 9.2 g/dL", "hemoglobin = 9.2 g/dL"),
    (
        "Hemoglobin was 8.1 at the last visit and is 9.2 g/dL now",
        "hemoglobin = 9.2 g/dL | hemoglobin = 8.1 g/dL",
    ),
    ("Sodium was 128 and is 3 weeks old", "sodium = 128 mmol/L ?unit"),
    # shorthand
    ("Cr 1.2", "creatinine = 1.2 mg/dL ?unit"),
    ("cr 1.2, k 4.5", "creatinine = 1.2 mg/dL ?unit | potassium = 4.5 mmol/L ?unit"),
    ("plt 75k", "platelets = 75000 /mm3 ?unit"),
    ("Hgb 9.1 (L)", "hemoglobin = 9.1 g/dL ?unit"),
    ("T 38.2, P 88", "body temperature = 38.2 Cel ?unit | heart rate = 88 /min ?unit"),
    ("p 0.05", ""),
    # lists
    (
        "AST 35 U/L, ALT 40 U/L, total bilirubin 0.8 mg/dL",
        "AST = 35 U/L | ALT = 40 U/L | total bilirubin = 0.8 mg/dL",
    ),
    ("Na 140, K 4.1", "sodium = 140 mmol/L ?unit | potassium = 4.1 mmol/L ?unit"),
    ("AST and ALT were 45 and 60 U/L, respectively", "AST = 45 U/L | ALT = 60 U/L"),
    ("AST/ALT 45/60", "AST = 45 U/L ?unit | ALT = 60 U/L ?unit"),
    (
        "sodium, potassium and chloride of 138, 4.2 and 101",
        "sodium = 138 mmol/L ?unit | potassium = 4.2 mmol/L ?unit | chloride = 101 mmol/L ?unit",
    ),
    # blood pressure
    ("BP 142/91", "systolic blood pressure = 142 mm[Hg] ?unit | diastolic blood pressure = 91 mm[Hg] ?unit"),
    ("BP 90/60 mmHg", "systolic blood pressure = 90 mm[Hg] | diastolic blood pressure = 60 mm[Hg]"),
    # reference ranges
    ("creatinine 1.4 mg/dL (ref 0.6-1.2)", "creatinine = 1.4 mg/dL [0.6..1.2]"),
    ("Hemoglobin 13.2 g/dL [12.0 - 16.0]", "hemoglobin = 13.2 g/dL [12..16]"),
    ("WBC 15.5 x10^3/uL (ref 4.5-11)", "white blood cells = 15.5 10*3/uL [4.5..11]"),
    ("ALT 80 U/L (normal < 55)", "ALT = 80 U/L [..55]"),
    ("alkaline phosphatase is 300 U/L (the normal range is 44 - 147 U/L)", "alkaline phosphatase = 300 U/L [44..147]"),
    # tables
    ("Neutrophils   1.2   10^9/L   (1.8-7.7)  L", "neutrophils = 1.2 10*9/L [1.8..7.7]"),
    ("Neutrophils | 1.2 | 10^9/L | 1.8-7.7 | L", "neutrophils = 1.2 10*9/L [1.8..7.7]"),
    ("Potassium\t5.9\tmmol/L\t3.5-5.1\tH", "potassium = 5.9 mmol/L [3.5..5.1]"),
    (
        "Sodium      138   mmol/L   136-145\nPotassium   4.2   mmol/L   3.5-5.1",
        "sodium = 138 mmol/L [136..145] | potassium = 4.2 mmol/L [3.5..5.1]",
    ),
    # words
    ("troponin negative", "troponin = negative"),
    ("troponin was negative x 2", "troponin = negative"),
    ("bilirubin within normal limits", "total bilirubin = normal"),
    # scores
    ("ECOG 1", "ECOG = 1"),
    ("ECOG PS: 0", "ECOG = 0"),
    ("ECOG performance status of 1-2", "ECOG = 1-2"),
    ("NYHA class III", "NYHA = 3"),
    ("Karnofsky 80", "Karnofsky = 80"),
    ("KPS 80%", "Karnofsky = 80"),
    ("Child-Pugh B", "Child-Pugh = B"),
    # units that several readings leave open, or that fit nothing
    ("glucose 7.2", "glucose = 7.2 mmol/L ?unit"),
    ("glucose 130", "glucose = 130 mg/dL ?unit"),
    ("albumin 3.9", "albumin = 3.9 g/dL ?unit"),
    ("platelets every 2 weeks", ""),
    ("hemoglobin 10 mg", ""),
    ("no measurements", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_values(text: str, expected: str) -> None:
    assert " | ".join(shown(f) for f in facts(text)) == expected


@pytest.mark.parametrize("text", [c[0] for c in CASES])
def test_offsets_and_source(text: str) -> None:
    for fact in facts(text, 300):
        assert text[fact.start - 300 : fact.end - 300] == fact.text
        assert fact.source == "n"


def test_reference_range_has_the_values_unit() -> None:
    (fact,) = facts("Potassium | 5.9 | mmol/L | 3.5-5.1 | H")
    assert fact.reference_range is not None
    assert fact.reference_range.unit == "mmol/L"
    assert fact.text.startswith("Potassium")
    assert "5.1" in fact.text


def test_long_notes_take_linear_time() -> None:
    started = time.process_time()
    facts("Na 140, K 4.1, Cr 1.2 (0.6-1.2) " * 700)
    assert time.process_time() - started < 6
