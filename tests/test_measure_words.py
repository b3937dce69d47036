"""What stands between a bound and a further number, and numbers that are none of a bound."""

from __future__ import annotations

import pytest

from eligo.attributes.bounds import read_bounds
from eligo.attributes.citations import without_citations
from eligo.attributes.measure_words import names_another
from eligo.attributes.tnm import read_tnm
from eligo.entities.lexicon import default_lexicon
from eligo.entities.quantities import find_quantities


@pytest.mark.parametrize(
    "glue",
    [" or uncorrected JT ", " or in the crural artery pressure to ", ", or crural stage ", "), and vein diameter of "],
)
def test_another_thing(glue: str) -> None:
    assert names_another(glue)


@pytest.mark.parametrize(
    "glue",
    [" or ", " or a level ", " for men or ", " (or ", ", or in patients with liver metastases ", " or serum level of "],
)
def test_the_same_thing(glue: str) -> None:
    assert not names_another(glue)


def shown(text: str) -> list[str]:
    found = read_bounds(text, 0, default_lexicon().find(text, 0), find_quantities(text, 0))
    return [
        f"{c.name} {'' if c.low is None else format(c.low, 'g')}..{'' if c.high is None else format(c.high, 'g')}"
        + (f" {c.unit or c.relative_to}" if c.unit or c.relative_to else "")
        for c in (leaf.constraint for leaf in found)
    ]


CASES = [
    # a second number of something else is none of the first
    ("central venous pressure > 9 mmHg or in the crural artery pressure to > 21 mmHg",
     ["central venous pressure 9.. mm[Hg]", "crural artery pressure 21.. mm[Hg]"]),
    ("QTc > 460 ms or uncorrected JT > 310 ms", ["QTc interval 460.. ms", "uncorrected JT 310.. ms"]),
    # a name said again inside its range
    ("BMI: 21 ≤ BMI ≤ 33", ["BMI 21..33 kg/m2"]),
    ("BMI between 21≤BMI≤33 kg/m2", ["BMI 21..33 kg/m2"]),
    # comparators, limits and units
    ("BMI equal or > 31", ["BMI 31.. kg/m2"]),
    ("more than twice the upper limit of AST", ["AST 2.. ULN"]),
    ("four times the normal upper limit of ALT", ["ALT 4..4 ULN"]),
    ("body temperature > 38.2 oC", ["body temperature 38.2.. Cel"]),
    ("respiratory rate > 23 rpm", ["respiratory rate 23.. /min"]),
    ("crural indices > 12/h", ["crural indices 12.. /h"]),
    ("apnea/hypopnea indices > 12/h", ["apnea-hypopnea index 12.. /h"]),
    # which bound a lone number is, and which words go on behind it
    ("Minimum MADRS score = 17", ["MADRS 17.."]),
    ("maximum BMI = 33", ["BMI ..33 kg/m2"]),
    ("wound area between 1 and 7 sqcm, and more than 3 weeks old", ["wound area 1..7 cm2", "age 3.. wk"]),
    ("wound area of 7 cm2 and more", ["wound area 7.. cm2"]),
    ("PSA > 20", ["PSA 20.. ng/mL"]),
    ("unless stability (less than 15% increase)", ["increase ..15 %"]),
    ("spontaneous breathing activity of at least 7 breaths/minute", ["respiratory rate 7.. /min"]),
    ("comfortable ZQ wear (5 days per week)", []),
    # what only explains the name before the bound
    ("eGFR (based on serum creatinine) < 55", ["glomerular filtration rate ..55 mL/min/{1.73_m2}"]),
    ("DAS28 (score based on joints and CRP) above 2.9", ["DAS28 2.9.."]),
    ("FIB-4 (calculated from AST, ALT and platelets) > 2.1", ["FIB-4 index 2.1.."]),
    # what a finding is a value of
    ("transaminitis (> 4 × ULN)", ["transaminases 4.. ULN"]),
    ("elevated transaminases more than four times normal values", ["transaminases 4.. ULN"]),
    ("lymphocytosis > 7 × 10^9/L", ["lymphocytes 7.. 10*9/L"]),
    ("lactic acidosis > 4 mmol/L", ["lactate 4.. mmol/L"]),
    # stays, and a name before "measured with the"
    ("anticipated length of stay > 5 days", ["length of stay 5.. d"]),
    ("duration of mechanical ventilation < 72 h", ["duration of mechanical ventilation ..72 h"]),
    ("a bruise whose major axis measured with the ruler is ≥ 4 mm", ["major axis 4.. mm"]),
    ("showing 4 mm or more brow descent", ["brow descent 4.. mm"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "bounds"), CASES)
def test_bounds(text: str, bounds: list[str]) -> None:
    assert shown(text) == bounds


@pytest.mark.parametrize(
    "text",
    ["at least one T1 gadolinium-enhancing lesion in relapsing disease", "new T2 lesions on brain MRI, stable disease"],
)
def test_a_sequence_is_no_stage(text: str) -> None:
    assert not list(read_tnm(text, 0))


def test_a_category_of_lesions() -> None:
    assert [leaf.constraint.values for leaf in read_tnm("T1 lesions of glottic cancer", 0)] == [("T1",)]


def test_a_citation_is_no_value() -> None:
    assert shown("MMSE [17 ] score > 22") == ["MMSE 22.."]
    assert shown("ECOG [1]") == ["ECOG .."]
    text = "BMI [17] > 31"
    assert [q.text for q in without_citations(text, 0, find_quantities(text, 0))] == ["> 31"]
