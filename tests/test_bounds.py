"""Numeric leaves of criteria: ``text => leaves`` with our own sentences; a leaf is `name bounds unit fields`."""

from __future__ import annotations

import time

import pytest

from eligo.attributes.bounds import read_bounds
from eligo.attributes.doses import read_doses, read_lines
from eligo.attributes.scores import read_grades, read_stages
from eligo.entities.analytes import analytes
from eligo.entities.lexicon import default_lexicon
from eligo.entities.quantities import find_quantities
from eligo.schema import Concept, Constraint, Leaf, Mention, Range


def leaves(text: str, offset: int = 0) -> list[Leaf]:
    return read_bounds(text, offset, default_lexicon().find(text, offset), find_quantities(text, offset))


def interval(c: Constraint | Range) -> str:
    low = "" if c.low is None else ("[" if c.low_inclusive else "(") + f"{c.low:.6g}"
    high = "" if c.high is None else f"{c.high:.6g}" + ("]" if c.high_inclusive else ")")
    return f"{low}..{high}" if low or high else ""


def shown(leaf: Leaf) -> str:
    c = leaf.constraint
    values = "{" + ",".join(str(v) for v in c.values) + "}" if c.values else ""
    parts = [c.name, interval(c), c.unit, f"x{c.relative_to}" if c.relative_to else "", values, c.sex]
    parts += [
        f"by {c.method}" if c.method else "",
        f"?{'+'.join(a for a in c.assumed if ' ' not in a)}" if c.assumed else "",
    ]
    return " ".join(p for p in parts if p)


EGFR = analytes()["lab:egfr"].name
LVEF = analytes()["img:lvef"].name
CASES = [
    ("a score > 1 or < -1 on the Richmond Agitation-Sedation Scale", "RASS (1.. | RASS ..-1)"),
    ("at least 5 on the 10-point numerical rating scale", "pain score [5.."),
    ("pain ≥ 40 mm on a 100 mm visual analog scale", "pain VAS [40.. mm"),
    ("> 4/10 on a 0-10 numeric rating scale", "pain score (4.."),
    ("Hemoglobin < 13 g/dL in men and 12 g/dL in women", "hemoglobin ..13) g/dL male | hemoglobin ..12) g/dL female"),
    ("Hb (male: 13-17 g/dL; female: 12-15 g/dL)", "hemoglobin [13..17] g/dL male | hemoglobin [12..15] g/dL female"),
    ("T-score < +1.0", "bone mineral density T-score ..1)"),
    ("BMI Z-score between -1.65 and +2.00", "BMI z-score [-1.65..2]"),
    ("life expectancy within 12 months", "life expectancy ..12] mo"),
    ("BP 160/110 mmHg or more", "systolic blood pressure [160.. mm[Hg] | diastolic blood pressure [110.. mm[Hg]"),
    ("potassium levels, along with chloride < 9 mmol/L", "potassium ..9) mmol/L | chloride ..9) mmol/L"),
    ("supplemental oxygen > 4 L/min", "supplemental oxygen flow (4.. L/min ?name"),
    ("at or after 20 weeks of gestation", "gestational age [20.. wk"),
    ("mothers < 18 years or > 40 years of age", "age ..18) a | age (40.. a"),
    ("Qp/Qs < 1.5:1", "Qp/Qs ..1.5)"),
    ("pain > 4 on a visual numerical scale", "pain score (4.."),
    # one name, one bound
    ("Hemoglobin ≥ 9 g/dL", "hemoglobin [9.. g/dL"),
    ("Absolute neutrophil count (ANC) ≥1.5×109/L", "neutrophils [1.5.. 10*9/L"),
    ("Platelets must be at least 100,000/mm3", "platelets [100000.. /mm3"),
    ("Platelet count within 7 days of enrolment must be above 75 x 10^9/L", "platelets (75.. 10*9/L"),
    ("≥ 50 mL/min creatinine clearance", "creatinine clearance [50.. mL/min"),
    ("a serum potassium of 3.5 to 5.0 mmol/L", "potassium [3.5..5] mmol/L"),
    ("18 ≤ BMI ≤ 30 kg/m2", "BMI [18..30] kg/m2"),
    ("body mass index between 18.5 and 30 kg/m²", "BMI [18.5..30] kg/m2"),
    ("Serum albumin below the lower limit of normal", "albumin ..1) xLLN"),
    ("hemoglobin of less than 9", "hemoglobin ..9) g/dL ?unit"),
    # lists of names
    ("AST and ALT ≤2.5×ULN", "AST ..2.5] xULN | ALT ..2.5] xULN"),
    ("AST and/or ALT > 3 x ULN", "AST (3.. xULN | ALT (3.. xULN"),
    ("AST/ALT ≤ 3 × ULN", "AST ..3] xULN | ALT ..3] xULN"),
    ("AST (SGOT) and ALT (SGPT) ≤ 3 × ULN", "AST ..3] xULN | ALT ..3] xULN"),
    ("INR, APTT ≤1.5", "INR ..1.5] | aPTT ..1.5] xULN ?relative_to"),
    ("K, Mg within institutional normal limits", "potassium xnormal | magnesium xnormal"),
    (
        "ANC ≥ 1.0 × 10^9/L; platelets ≥ 50 × 10^9/L; hemoglobin ≥ 8 g/dL",
        "neutrophils [1.. 10*9/L | platelets [50.. 10*9/L | hemoglobin [8.. g/dL",
    ),
    (
        "ANC ≥ 1.0 × 10^9/L, platelets ≥ 50 × 10^9/L, and hemoglobin ≥ 8 g/dL",
        "neutrophils [1.. 10*9/L | platelets [50.. 10*9/L | hemoglobin [8.. g/dL",
    ),
    ("≥ 9 g/dL hemoglobin and ≥ 75 x 10^9/L platelets", "hemoglobin [9.. g/dL | platelets [75.. 10*9/L"),
    # another unit is another measure
    ("FEV1 ≤ 50 %", "FEV1 % predicted ..50] %"),
    ("lymphocytes > 50 %", "lymphocyte percentage (50.. %"),
    ("circulating blast count ≤ 200/µL", "absolute peripheral blast count ..200] /uL"),
    ("BMI > 85th percentile", "BMI percentile (85.. {percentile}"),
    ("head circumference ≤ -3 SD", "head circumference SDS ..-3] {SD}"),
    # a name that begins with its unit
    ("more than 34 weeks of gestation", "gestational age (34.. wk"),
    (
        "> 180 mmHg systolic or 110 mmHg diastolic",
        "systolic blood pressure (180.. mm[Hg] | diastolic blood pressure (110.. mm[Hg]",
    ),
    ("blood pressure (systolic 90-140 mmHg)", "systolic blood pressure [90..140] mm[Hg]"),
    ("maternal age ≥ 18 years", "maternal age [18.. a"),
    ("ASA I-III", "ASA physical status {1,2,3}"),
    ("NYHA Ⅲ-Ⅳ", "NYHA {3,4}"),
    ("CDR of 0.5 or 1", "CDR {0.5,1}"),
    # alternatives and conditions
    (
        "creatinine ≤1.5×ULN or creatinine clearance rate≥50 ml/min (Cockcroft-Gault formula)",
        "creatinine ..1.5] xULN | creatinine clearance [50.. mL/min by Cockcroft-Gault",
    ),
    ("ALT ≤ 2.5 × ULN (≤ 5 × ULN if liver metastases)", "ALT ..2.5] xULN | ALT ..5] xULN"),
    (
        "AST and ALT ≤ 3 × ULN, or ≤ 5 × ULN in patients with liver metastases",
        "AST ..3] xULN | ALT ..3] xULN | AST ..5] xULN | ALT ..5] xULN",
    ),
    (
        "total bilirubin ≤ 1.5 x ULN (unless Gilbert's syndrome, then < 3 mg/dL)",
        "total bilirubin ..1.5] xULN | total bilirubin ..3) mg/dL",
    ),
    ("patients weighing less than 40 kg", "body weight ..40) kg"),
    ("patients < 40 kg", "body weight ..40) kg ?name"),
    ("sgot/sgpt < 3 x uln", "AST ..3) xULN | ALT ..3) xULN"),
    ("hemoglobin £ 9 g/dL", "hemoglobin ..9] g/dL"),
    ("sodium <130 or >150 mmol/L", "sodium ..130) mmol/L | sodium (150.. mmol/L"),
    # one value in two units
    ("Hb ≥ 9 g/dL (90 g/L)", "hemoglobin [9.. g/dL"),
    ("creatinine ≤ 1.5 mg/dL or ≤ 133 µmol/L", "creatinine ..1.5] mg/dL"),
    # sex
    ("QT interval male ≥ 450 ms, female ≥ 470 ms", "QT interval [450.. ms male | QT interval [470.. ms female"),
    ("QTc > 450 msec for men and > 470 msec for women", "QTc interval (450.. ms male | QTc interval (470.. ms female"),
    ("hemoglobin ≥ 13 g/dL (men) or ≥ 12 g/dL (women)", "hemoglobin [13.. g/dL male | hemoglobin [12.. g/dL female"),
    ("hemoglobin: males < 13 g/dL, females < 12 g/dL", "hemoglobin ..13) g/dL male | hemoglobin ..12) g/dL female"),
    # methods
    (
        "creatinine clearance ≥ 60 mL/min as calculated by the Cockcroft and Gault equation",
        "creatinine clearance [60.. mL/min by Cockcroft-Gault",
    ),
    ("eGFR ≥ 30 mL/min/1.73 m2 (CKD-EPI)", f"{EGFR} [30.. mL/min/{{1.73_m2}} by CKD-EPI"),
    ("eGFR by the MDRD formula > 30 mL/min/1.73 m2", f"{EGFR} (30.. mL/min/{{1.73_m2}} by MDRD"),
    ("QTc (Fridericia) > 470 ms", "QTcF interval (470.. ms by Fridericia"),
    # units and limits not written
    ("platelets ≥ 100,000", "platelets [100000.. /mm3 ?unit"),
    ("ANC ≥ 1500", "neutrophils [1500.. /mm3 ?unit"),
    ("APTT ≤ 1.5", "aPTT ..1.5] xULN ?relative_to"),
    ("ALT < 2.5", "ALT ..2.5) xULN ?relative_to"),
    ("INR < 1.5", "INR ..1.5)"),
    ("neutrophils ≥ 1000 mm3", "neutrophils [1000.. /mm3 ?unit"),
    ("platelets ≥ 100,000 x 10^9/L", "platelets [100000.. 10*6/L ?unit"),
    # blood pressure
    ("BP ≥ 140/90 mmHg", "systolic blood pressure [140.. mm[Hg] | diastolic blood pressure [90.. mm[Hg]"),
    (
        "systolic blood pressure ≥160 mmHg or diastolic blood pressure ≥100 mmHg",
        "systolic blood pressure [160.. mm[Hg] | diastolic blood pressure [100.. mm[Hg]",
    ),
    (
        "hypertension (> 150/90 mmHg)",
        "systolic blood pressure (150.. mm[Hg] ?name | diastolic blood pressure (90.. mm[Hg] ?name",
    ),
    (
        "blood pressure > 160 mmHg systolic or > 100 mmHg diastolic",
        "systolic blood pressure (160.. mm[Hg] | diastolic blood pressure (100.. mm[Hg]",
    ),
    (
        "systolic or diastolic blood pressure above 180 mmHg or 110 mmHg, respectively",
        "systolic blood pressure (180.. mm[Hg] | diastolic blood pressure (110.. mm[Hg]",
    ),
    ("fever > 38.5 °C", "body temperature (38.5.. Cel ?name"),
    ("an increase in hemoglobin of at least 1 g/dL", "increase in hemoglobin [1.. g/dL"),
    ("hemoglobin < 8 mg/dL", "hemoglobin ..8) g/dL ?unit"),
    ("systolic blood pressure outside the range of 90 to 140 mmHg", "systolic blood pressure [90..140] mm[Hg]"),
    ("serum calcium (corrected for albumin) above the ULN", "corrected calcium (1.. xULN"),
    ("potassium > 25,000 XYZ units", ""),
    (
        "BP between 140-159/90-99 mmHg",
        "systolic blood pressure [140..159] mm[Hg] | diastolic blood pressure [90..99] mm[Hg]",
    ),
    ("isolated increase in bilirubin > 1.5 ULN", "total bilirubin (1.5.. xULN"),
    ("platelets between 300,000/uL and 100,000/uL", "platelets [100000..300000] /uL"),
    (
        "AST > 5 x ULN for subjects with liver metastases; > 2.5 x ULN for the others",
        "AST (5.. xULN | AST (2.5.. xULN",
    ),
    # durations are no bounds
    ("hemoglobin ≥ 9 g/dL within 14 days before the first dose", "hemoglobin [9.. g/dL"),
    ("platelets measured within 2 weeks", ""),
    ("creatinine stable for at least 3 months", ""),
    ("PT or PTT every 4 weeks", ""),
    # scales
    ("ECOG performance status of 0 or 1", "ECOG {0,1}"),
    ("ECOG 0-1", "ECOG {0,1}"),
    ("ECOG PS 0, 1 or 2", "ECOG {0,1,2}"),
    ("ECOG ≤ 2", "ECOG ..2] {0,1,2}"),
    ("ECOG performance status less than 2", "ECOG ..2) {0,1}"),
    ("ECOG of 2, 3, or 4", "ECOG {2,3,4}"),
    ("ECOG score of 2 or worse", "ECOG [2.. {2,3,4,5}"),
    ("ECOG ≤ 2 or KPS ≥ 60%", "ECOG ..2] {0,1,2} | Karnofsky [60.."),
    ("Karnofsky performance status ≥ 70", "Karnofsky [70.."),
    ("NYHA class III or IV", "NYHA {3,4}"),
    ("NYHA class III/IV heart failure", "NYHA {3,4}"),
    ("NYHA class ≥ II", "NYHA [2.. {2,3,4}"),
    ("NYHA class of ii, iii or iv", "NYHA {2,3,4}"),
    ("heart failure > class II NYHA", "NYHA (2.. {3,4}"),
    ("class III or IV heart failure according to the New York Heart Association", "NYHA {3,4}"),
    ("New York Heart Association (NYHA) Functional Class III or IV", "NYHA {3,4}"),
    ("a performance status of ≤ 2 on the ECOG scale", "ECOG ..2] {0,1,2}"),
    ("ECOG of more than 0 but less than 3", "ECOG (0..3) {1,2}"),
    ("LVEF ≥ 50% or the institutional lower limit of normal", f"{LVEF} [50.. % | {LVEF} [1.. xLLN"),
    ("ECOG ≤ 2 (on the 0 to 5 ECOG scale)", "ECOG ..2] {0,1,2}"),
    ("Fontaine stage up to 2b", "Fontaine stage {1,2,2a,2b}"),
    ("ASIA impairment grade A to C", "ASIA Impairment Scale {A,B,C}"),
    ("Child-Pugh class A or B", "Child-Pugh {A,B}"),
    ("Child-Pugh A", "Child-Pugh {A}"),
    ("Child-Pugh B7 or worse", "Child-Pugh [7.. {B,C}"),
    ("Child-Pugh score ≤ 6", "Child-Pugh ..6] {A}"),
    ("MMSE score between 16 and 26", "MMSE [16..26]"),
    ("MMSE ≥ 20 and QRSX ≤ 6", "MMSE [20.. | QRSX ..6]"),  # the bound of something unknown is nobody's
    # shares, levels, extremes
    ("QTc > 450 ms (men) or 470 ms (women)", "QTc interval (450.. ms male | QTc interval (470.. ms female"),
    ("drinks over 21 units per week (men) and 14 units per week (women)",
     "alcohol intake (21.. {units}/wk male ?name | alcohol intake (14.. {units}/wk female ?name"),
    ("At least two target lesions per RECIST 1.1", "target lesion [2.. by RECIST 1.1"),
    ("Disease measurable by RECIST 1.1", "measurable lesion [1.. by RECIST 1.1 ?low"),
    ("drinks more than 21 units per week", "alcohol intake (21.. {units}/wk ?name"),
    ("FEV1 ≥ 50% of the predicted value", "FEV1 % predicted [50.. %"),
    ("eosinophils > 3%", "eosinophil percentage (3.. %"),
    ("lithium level > 1.2 mmol/L", "lithium level (1.2.. mmol/L"),
    ("Maximum body mass index of 35 kg/m2", "BMI ..35] kg/m2"),
    ("Hemoglobin within the reference range", "hemoglobin xnormal"),
    ("QT interval corrected by Fridericia > 450 ms", "QTc interval (450.. ms by Fridericia"),
    ("Cockcroft-Gault creatinine clearance ≥ 45 mL/min", "creatinine clearance [45.. mL/min by Cockcroft-Gault"),
    ("QTc ≥ 450 ms male, ≥ 470 ms female", "QTc interval [450.. ms male | QTc interval [470.. ms female"),
    ("HbA1c between 7.0% (53 mmol/mol) and 10.0% (86 mmol/mol)", "HbA1c [7..10] %"),
    ("recovered to grade ≤ 1 or baseline", "CTCAE grade ..1] {0,1} | CTCAE grade xbaseline"),
    ("(i.e., ≤ Grade 1 or at baseline)", "CTCAE grade ..1] {0,1} | CTCAE grade xbaseline"),
    ("resolved to CTCAE v5.0 grade 0 or 1", "CTCAE grade {0,1}"),
    # age
    ("18-75 years of age", "age [18..75] a"),
    ("Male or female; 18-75 years of age", "age [18..75] a"),
    ("Male or female; 18-75 years", "age [18..75] a"),
    ("aged 18 years or older", "age [18.. a"),
    ("Age ≥ 18", "age [18.. a ?unit"),
    ("Age: 18 to 65 years inclusive", "age [18..65] a"),
    ("between 18 and 75 years old", "age [18..75] a"),
    ("under 18 or over 65 years of age", "age ..18) a | age (65.. a"),
    ("³ 18 years of age", "age [18.. a"),
    ("At least 18 years old", "age [18.. a"),
    ("adults over 65", "age (65.. a ?unit"),
    ("over the age of 18", "age (18.. a ?unit"),
    ("children 6 months to 5 years of age", "age [0.5..5] a"),
    ("infants aged 3 to 6 months", "age [3..6] mo"),
    ("no cancer within 5 years", ""),
    ("disease-free for at least 5 years", ""),
    ("archival tissue not older than 3 years", ""),
    # life expectancy
    ("Life expectancy more than 12 weeks", "life expectancy (12.. wk"),
    ("Life expectancy of at least 3 months", "life expectancy [3.. mo"),
    ("estimated life expectancy ≥ 6 months", "life expectancy [6.. mo"),
    # lesions
    ("at least 1 lesion that is measurable using RECIST v1.1 criteria", "measurable lesion [1.. by RECIST 1.1"),
    ("≥1 measurable lesion per RECIST 1.1", "measurable lesion [1.. by RECIST 1.1"),
    ("Measurable disease as defined by RECIST version 1.1", "measurable lesion [1.. by RECIST 1.1 ?low"),
    ("Two or more measurable lesions", "measurable lesion [2.."),
    ("non-measurable disease only", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_leaves(text: str, expected: str) -> None:
    assert " | ".join(shown(leaf) for leaf in leaves(text)) == expected


@pytest.mark.parametrize("text", [c[0] for c in CASES])
def test_offsets_count_in_the_document(text: str) -> None:
    for leaf in leaves(text, 500):
        c = leaf.constraint
        assert text[c.start - 500 : c.end - 500] == c.text
        assert 500 <= leaf.start < leaf.end <= 500 + len(text)
        assert leaf.covers
        assert all(500 <= s < e <= 500 + len(text) for s, e in leaf.covers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ANC ≥ 1,500/mm3", "[1.5.. 10*9/L"),
        ("ANC ≥ 1.5 K/µL", "[1.5.. 10*9/L"),
        ("hemoglobin ≥ 90 g/L", "[9.. g/dL"),
        ("creatinine ≤ 132.6 µmol/L", "..1.49997] mg/dL"),
        ("Life expectancy > 12 weeks", "(84.. d"),
        ("aged 6 months or older", "[0.5.. a"),
    ],
)
def test_canonical(text: str, expected: str) -> None:
    (leaf,) = leaves(text)
    canonical = leaf.constraint.canonical
    assert canonical is not None
    assert f"{interval(canonical)} {canonical.unit}" == expected


def test_name_span_of_a_conditional_bound_is_the_bound() -> None:
    text = "ALT ≤ 2.5 × ULN (≤ 5 × ULN if liver metastases)"
    first, second = leaves(text)
    assert (text[first.start : first.end], text[second.start : second.end]) == ("ALT", "≤ 5 × ULN")


def test_shared_bound_is_covered_by_each() -> None:
    text = "AST and ALT ≤2.5×ULN"
    for leaf in leaves(text):
        assert (12, len(text)) in leaf.covers


def found(text: str, label: str) -> list[Mention]:
    """A mention for each word in capitals, so that these tests need no table."""
    import re

    return [
        Mention(label, m.group().lower(), m.group(), m.start(), m.end(), Concept(f"x:{m.group().lower()}", m.group()))
        for m in re.finditer(r"\b[A-Z][A-Z]{5,}(?: [A-Z]{5,})*\b", text)
    ]


GRADES = [
    ("≥ grade 3 immune-related TOXICITY", "toxicity [3.."),
    ("grade 3 or 4 NEUTROPENIA", "neutropenia [3..4]"),
    ("grade ≥2 peripheral NEUROPATHY", "neuropathy [2.."),
    ("NEUROPATHY > grade 1", "neuropathy (1.."),
    ("NEUROPATHY (grade 2 or higher)", "neuropathy [2.."),
    ("recovered from TOXICITY to grade ≤ 1", ""),
    ("grade IV GLIOMAS", "gliomas [4..4]"),
    ("no grading of TOXICITY", ""),
]


@pytest.mark.parametrize(("text", "expected"), GRADES, ids=[g[0] for g in GRADES])
def test_grades(text: str, expected: str) -> None:
    got = read_grades(text, 0, found(text, "condition"), find_quantities(text))
    assert " | ".join(f"{m.name} {interval(r)}" for m, r, _ in got) == expected


STAGES = [
    ("stage IIIB–IV CANCER", ("IIIB", "IIIC", "IIID", "IV")),
    ("stage III or IV CANCER", ("III", "IV")),
    ("stage II to IIIA CANCER", ("II", "IIIA")),
    ("CANCER, stage IV (AJCC 8th edition)", ("IV",)),
    ("stage ≥ III CANCER", ("III", "IV")),
    ("stage II or higher CANCER", ("II", "III", "IV")),
    ("CANCER stage 3-5", ("3", "4", "5")),
    ("extensive-stage CANCER", ("extensive",)),
]


@pytest.mark.parametrize(("text", "expected"), STAGES, ids=[s[0] for s in STAGES])
def test_stages(text: str, expected: tuple[str, ...]) -> None:
    ((mention, stages, _),) = read_stages(text, 0, found(text, "condition"), [])
    assert (mention.text, stages) == ("CANCER", expected)


DOSES = [
    ("> 10 mg/day PREDNISONE or equivalent", "(10.. mg/d"),
    ("PREDNISONE >10 mg daily", "(10.. mg/d"),
    ("≤ 10 mg/day of PREDNISONE", "..10] mg/d"),
    ("PREDNISONE at a dose of more than 20 mg per day", "(20.. mg/d"),
    ("PREDNISONE within 14 days", ""),
    ("PREDNISONE; hemoglobin 9 g/dL", ""),
]


@pytest.mark.parametrize(("text", "expected"), DOSES, ids=[d[0] for d in DOSES])
def test_doses(text: str, expected: str) -> None:
    got = read_doses(text, 0, found(text, "drug"), find_quantities(text))
    assert " | ".join(f"{interval(r)} {r.unit}" for _, r, _ in got) == expected


LINES = [
    ("no more than 2 prior lines", "prior therapy ..2]"),
    ("at least one prior line of systemic CHEMOTHERAPY", "chemotherapy [1.."),
    ("≥ 2 prior regimens", "prior therapy [2.."),
    ("1-3 prior lines of CHEMOTHERAPY", "chemotherapy [1..3]"),
    ("two prior lines of therapy", "prior therapy [2..2]"),
    ("within 2 weeks of the prior line", ""),
]


@pytest.mark.parametrize(("text", "expected"), LINES, ids=[x[0] for x in LINES])
def test_lines(text: str, expected: str) -> None:
    got = read_lines(text, 0, found(text, "drug"), find_quantities(text))
    assert " | ".join(f"{m.name} {interval(r)}" for m, r, _ in got) == expected


@pytest.mark.parametrize(
    "piece", ["ALT ≤ 5 x ULN, ", "AST and ALT ", "grade 2 or 3, ", "stage IV ", "ECOG 0-1 ", "age ", "measurable "]
)
def test_long_statements_take_linear_time(piece: str) -> None:
    started = time.process_time()
    leaves(piece * (20_000 // len(piece)))
    assert time.process_time() - started < 6
