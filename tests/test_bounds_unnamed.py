"""Bounds of measures that no table knows: ``text => leaves``, the name as the text writes it."""

from __future__ import annotations

import pytest

from eligo.attributes.bounds import read_bounds
from eligo.entities.lexicon import default_lexicon
from eligo.entities.quantities import find_quantities
from eligo.schema import Leaf


def leaves(text: str, offset: int = 0) -> list[Leaf]:
    return read_bounds(text, offset, default_lexicon().find(text, offset), find_quantities(text, offset))


def shown(leaf: Leaf) -> str:
    c = leaf.constraint
    low = "" if c.low is None else f"{'[' if c.low_inclusive else '('}{c.low:g}"
    high = "" if c.high is None else f"{c.high:g}{']' if c.high_inclusive else ')'}"
    return " ".join(p for p in (c.name, f"{low}..{high}", c.unit, c.sex, "known" if c.concept else "") if p)


CASES = [
    # the words before the number
    ("brow descent ≥ 2 mm, any cause", "brow descent [2.. mm"),
    ("The vein has a diameter of less than 3 mm", "diameter ..3) mm"),
    ("Zorblax anxiety questionnaire (ZAQ) score > 8", "zorblax anxiety questionnaire (ZAQ) score (8.."),
    ("ZAQ total score ≤ 29", "ZAQ total score ..29]"),
    ("crural index between 12 and 20 mmHg", "crural index [12..20] mm[Hg]"),
    ("crural index less than 10% or greater than 90%", "crural index ..10) % | crural index (90.. %"),
    ("rate of crural decline > 5 %", "rate of crural decline (5.. %"),
    # … behind it
    ("a score of 23 or less on the Zorblax Memory Screen", "zorblax Memory Screen ..23]"),
    ("tumours with a (> 90 %) cure rate", "cure rate (90.. %"),
    ("sperm: < 32 % progressively moving forms", "progressively moving forms ..32) %"),
    # … by sex, and behind a verb
    ("crural index ≥ 9 cm in women and ≥ 12 cm in men", "crural index [9.. cm female | crural index [12.. cm male"),
    ("crural index (< 26 kg in men; < 18 kg in women)", "crural index ..26) kg male | crural index ..18) kg female"),
    ("crural loss affecting > 30 % of the leg", "crural loss (30.. %"),
    ("morning stiffness lasting less than 30 min", "morning stiffness ..30) min"),
    # … at a distance
    ("curvature measured in the back is less than 10 degrees", "curvature ..10) deg"),
    ("Distance between the left duct and the wall > 1 cm", "distance between the left duct and the wall (1.. cm"),
    ("Zorblax Prep Scale, total score ≤ 2", "zorblax Prep Scale, total score ..2]"),
    ("tear flow (> 60 s)", "tear flow (60.. s"),
    # the size of a thing
    ("polyps of 10-25 mm in size", "tumor size [10..25] mm known"),
    ("renal stones > 10 mm", "renal stones size (10.. mm"),
    ("hepatic lesion > 2 cm", "tumor size (2.. cm known"),
    # a finding names its measure, a unit its habit
    ("thrombocytopenia (< 50,000/mm3)", "platelets ..50000) /mm3 known"),
    ("renal impairment (> 265 µmol/L)", "creatinine (265.. umol/L known"),
    ("smokers of more than 10 cigarettes a day", "cigarettes per day (10.. {cigarettes}/d known"),
    ("gestation between 20 and 24 weeks", "gestational age [20..24] wk known"),
    ("shock (< 90/60)", "systolic blood pressure ..90) mm[Hg] known | diastolic blood pressure ..60) mm[Hg] known"),
    ("infants of ≤ 750 g at birth", "birth weight ..750] g known"),
    ("visual acuity worse than 20/200", "visual acuity as a fraction ..0.1) {Snellen} known"),
    ("BCVA of 20/40 or better", "visual acuity as a fraction [0.5.. {Snellen} known"),
    # ages
    ("18 < age < 80 years", "age (18..80) a known"),
    ("age < 20 or > 70 years", "age ..20) a known | age (70.. a known"),
    ("age 18+ years", "age [18.. a known"),
    ("patients < 18", "age ..18) a known"),
    ("12-36 hours of age", "age [12..36] h known"),
    ("age between 20 years old and 65 years old", "age [20..65] a known"),
    ("gestational age between 16 weeks 0 days and 23 weeks 6 days", "gestational age [112..167] d known"),
    ("24 0/7 to 27 0/7 weeks of gestation", "gestational age [24..27] wk known"),
    ("born before 32 weeks of gestation", "gestational age ..32) wk known"),
    # what is none: windows, doses, counts, verbs, adverbs
    ("surgery within 4 weeks", ""),
    ("pain lasting > 3 months", ""),
    ("prednisone > 10 mg/day", ""),
    ("at least 2 prior lines of therapy", ""),
    ("drugs taken > 3 times a day", ""),
    ("willing to provide 10 mL of blood", ""),
    ("grade ≥ 2 neuropathy", ""),
    ("the stent can be positioned at least 2 cm from the hilum", ""),
    ("SpO2 ≥ 92%; for those with COPD, ≥ 88%", "oxygen saturation [92.. % known | oxygen saturation [88.. % known"),
    ("body mass (± 2 kg)", ""),
    ("FEV1 decline > 30 mL/year", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_leaves(text: str, expected: str) -> None:
    assert " | ".join(shown(leaf) for leaf in leaves(text)) == expected


@pytest.mark.parametrize("text", [c[0] for c in CASES if c[1]])
def test_offsets_count_in_the_document(text: str) -> None:
    for leaf in leaves(text, 1000):
        c = leaf.constraint
        assert text[c.start - 1000 : c.end - 1000] == c.text
        assert all(1000 <= s < e <= 1000 + len(text) for s, e in leaf.covers)


def test_long_statement() -> None:
    assert len(leaves("zorblax depth > 2 mm, " * 2000)) == 2000
