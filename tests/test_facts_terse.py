"""Notes as hospitals write them: short forms, forms and flowsheets, tables by date, lists of what was stopped."""

from __future__ import annotations

import pytest

import eligo
from eligo.schema import Fact


def facts(note: str) -> list[Fact]:
    return list(eligo.annotate(note).facts)


def said(note: str, name: str) -> list[tuple[str, str | None]]:
    return [(f.assertion, f.status) for f in facts(note) if f.name == name]


ASSERTIONS = [
    # what a denial does not reach
    ("59M, never-smoker, stage III lung adenocarcinoma.", "tobacco use", "absent"),
    ("59M, never-smoker, stage III colon cancer.", "colon cancer", "present"),
    ("Chronic hepatitis B, HBeAg negative, on entecavir.", "chronic hepatitis B", "present"),
    ("Hepatitis B, hepatitis C negative.", "hepatitis B", "absent"),
    ("CT no hemorrhage, ASPECTS 9. tPA given at 09:10.", "alteplase", "present"),
    ("No anticoagulation d/t gastrointestinal bleeding in 2019.", "gastrointestinal bleeding", "present"),
    ("Not on warfarin 2/2 epistaxis last year.", "epistaxis", "present"),
    ("She did not have gout, so she was diagnosed with pseudogout.", "gout", "absent"),
    ("The tablets did not relieve her headache.", "headache", "present"),
    ("He had several, but not severe, episodes of syncope.", "syncope", "present"),
    ("She has no allergies and uses only ibuprofen.", "ibuprofen", "present"),
    ("Well without angina since the operation and the echocardiography showed a good function.",
     "echocardiography", "present"),
    ("He was suspected of having sarcoidosis.", "sarcoidosis", "possible"),
    ("Unable to perform colonoscopy.", "colonoscopy", "absent"),
    ("s/p docetaxel x4, BRCA1 mutation positive.", "BRCA1 mutation", "present"),
    # answers
    ("Abscess none.", "abscess", "absent"),
    ("EtOH -, IVDU -.", "alcohol use", "absent"),
    ("Former EtOH.", "alcohol use", "historical"),
    ("Cardiac: chest pain N, palpitations Y", "chest pain", "absent"),
    ("Cardiac: chest pain N, palpitations Y", "palpitations", "present"),
    ("Resp: no cough, + wheezing", "wheezing", "present"),
    ("?sarcoidosis - biopsy pending", "sarcoidosis", "possible"),
    ("On apixaban? - last dose unknown.", "apixaban", "possible"),
    ("History of tremors since a year ago.", "tremor", "present"),
]  # fmt: skip


@pytest.mark.parametrize(("note", "name", "assertion"), ASSERTIONS)
def test_assertions(note: str, name: str, assertion: str) -> None:
    assert {a for a, _ in said(note, name)} == {assertion}


@pytest.mark.parametrize(
    ("note", "name", "status"),
    [
        ("MEDICATIONS:\nSTOP: ramipril 5 mg daily, naproxen PRN\nmetformin 500 mg bid", "ramipril", "stopped"),
        ("MEDICATIONS:\nSTOP: ramipril 5 mg daily, naproxen PRN\nmetformin 500 mg bid", "naproxen", "stopped"),
        ("MEDICATIONS:\nSTOP: ramipril 5 mg daily, naproxen PRN\nmetformin 500 mg bid", "metformin", "ongoing"),
        ("PLAN:\nSurveillance colonoscopy in June.", "colonoscopy", "planned"),
    ],
)
def test_status(note: str, name: str, status: str) -> None:
    assert [s for _, s in said(note, name)] == [status]


@pytest.mark.parametrize(
    ("note", "absent"),
    [
        ("NURSING ASSESSMENT\nHeight 170 cm", "lactating"),
        ("Vaccines: Shingrix x2, flu 10/21, COVID x3.", "influenza"),
        ("No stent thrombosis.", "stent"),
        ("Dexamethasone suppression test was abnormal.", "dexamethasone"),
        ("Thiamine deficiency was found.", "thiamine"),
        ("Fundal height 27 cm.", "height"),
        ("sildenafil (20 mg 3 times a day)", "magnesium"),
        ("Takes ASA 81.", "ASA physical status"),
        ("GBS unknown.", "Guillain-Barre syndrome"),
        ("FibroScan 9.8 kPa, CAP 240 dB/m.", "community-acquired pneumonia"),
        ("Exercise capacity METs >4.", "MET alteration"),
        ("The mean pulmonary pressure was not taken; pulmonary arterial pressure was 60 mmHg.",
         "systolic blood pressure"),
    ],
)  # fmt: skip
def test_what_is_not_said(note: str, absent: str) -> None:
    assert absent not in {f.name for f in facts(note)}


VALUES = [
    ("RASS -2.", "RASS", -2.0, None),
    ("Gleason score 4+3=7.", "Gleason score", 7.0, None),
    ("Gleason 3+4.", "Gleason score", 7.0, None),
    ("UA: proteinuria 2+.", "urine protein", "2+", None),
    ("FEV1 1.10 L (41% pred).", "FEV1 % predicted", 41.0, "%"),
    ("T-score -2.9 L spine.", "bone mineral density T-score", -2.9, None),
    ("Vit D 18 ng/mL.", "25-hydroxyvitamin D", 18.0, "ng/mL"),
    ("Invasive ductal carcinoma. ER 95 %, PR neg, HER2 1+.", "estrogen receptor", 95.0, "%"),
    ("Invasive ductal carcinoma. ER 95 %, PR neg, HER2 1+.", "progesterone receptor", "negative", None),
    ("BRCA1/2 germline: negative.", "BRCA mutation", "negative", None),
    ("PD-L1 CPS 12 (22C3).", "PD-L1 expression", 12.0, None),
    ("KRAS G12D mutated, NRAS wild type, BRAF V600E not detected.", "KRAS G12D", "mutated", None),
    ("30F G2P1 at 31w4d.", "gestational age", 31.57, "wk"),
    ("Gyn: 61F HGSOC.", "age", 61.0, "a"),
    # units in the note's own system
    ("Cr 1.4, TB 3.8, alb 2.5", "total bilirubin", 3.8, "mg/dL"),
    ("Hb 98 g/L, glucose 15, urea 8.5", "glucose", 15.0, "mmol/L"),
]


@pytest.mark.parametrize(("note", "name", "value", "unit"), VALUES)
def test_values(note: str, name: str, value: float | str, unit: str | None) -> None:
    assert [(f.value, f.unit) for f in facts(note) if f.name == name] == [(value, unit)]


def test_pressures_are_no_dates() -> None:
    note = "Right heart catheterization revealed PAP 70/30/45 mmHg, PCWP 17/5/10 mmHg."
    assert all(f.time is None for f in facts(note))


def test_pregnancy_behind_its_shorthand() -> None:
    assert said("30F G2P1 at 31w4d.", "pregnant") == [("present", None)]
    assert said("30F G2P1, delivered at 31w4d.", "pregnant") == []


TABLE = """LABORATORY DATA
Test              2022-01-10    2022-02-07    2022-03-07    Ref range
Hgb (g/dL)        11.8 L        10.2 L        9.1 L         12.0-16.0
Creatinine        0.8           0.9           1.3 H         0.5-1.1
"""


def test_table_by_date_with_flags_and_ranges() -> None:
    rows = [f for f in facts(TABLE) if f.name == "hemoglobin"]
    assert [(f.time, f.value) for f in rows] == [("2022-01-10", 11.8), ("2022-02-07", 10.2), ("2022-03-07", 9.1)]
    assert all(f.reference_range is not None and f.reference_range.low == 12.0 for f in rows)
    assert [f.value for f in facts(TABLE) if f.name == "creatinine"] == [0.8, 0.9, 1.3]


FLOWSHEET = """ICU FLOWSHEET
            06:00   10:00   14:00
HR          112     104     98
BP          88/52   96/58   104/62
"""


def test_flowsheet_by_the_clock() -> None:
    found = facts(FLOWSHEET)
    assert [(f.value, f.assertion) for f in found if f.name == "heart rate"] == [
        (112.0, "historical"), (104.0, "historical"), (98.0, "present"),
    ]  # fmt: skip
    assert [f.value for f in found if f.name == "systolic blood pressure" and f.assertion == "present"] == [104.0]


def test_allergies() -> None:
    note = "SH: lives alone.\nAll: PCN (rash), sulfa -> anaphylaxis\nMeds: nadolol 20 mg qd"
    assert [f.relation for f in facts(note) if f.name == "sulfonamides"] == ["hypersensitivity"]
    tolerated = [f.relation for f in facts("ALLERGIES: Penicillin (hives). Tolerates cephalosporins.")]
    assert tolerated.count("hypersensitivity") == 1


def test_a_score_at_the_head_of_a_line() -> None:
    note = "Diagnosis: ovarian cancer\nECOG PS: 1. Stable disease."
    assert [f.value for f in facts(note) if f.name == "ECOG"] == [1.0]
