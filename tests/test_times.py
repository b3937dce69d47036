"""Time windows of criteria: the sentence, the words of the window, and what they say.

A row is ``sentence [window] | from | to | anchor | more``; ``~`` is None, ``more`` is ``throughout``
or the half-lives.
"""

from __future__ import annotations

import re
import time

import pytest

from eligo.entities.anchors import AnchorGrammar, anchor_grammar
from eligo.entities.times import find_windows

ROWS = r"""
No live vaccine [within 14 days before enrollment] | -P14D | P0D | enrolment |
Stroke [within the past 6 months] | -P6M | P0D | ~ |
Infarction [within past 1 year] | -P1Y | P0D | ~ |
Transfused [in the last 30 days] | -P30D | P0D | ~ |
Flare [during the preceding 3 months] | -P3M | P0D | ~ |
Opioids [in the previous four weeks] | -P4W | P0D | ~ |
Fever [over the past 48 hours] | -PT48H | P0D | ~ |
Seizure [within the prior year] | -P1Y | P0D | ~ |
Hospital stay [in the past year] | -P1Y | P0D | ~ |
Bleeding [within a year] | -P1Y | P0D | ~ |
Chemotherapy [≤ 4 weeks prior to randomization] | -P4W | P0D | randomization |
Surgery [less than 4 weeks before first dose] | -P4W | P0D | first_dose |
Ended [at least 4 weeks before screening] | ~ | -P4W | screening |
Ended [≥12 months before inclusion] | ~ | -P12M | enrolment |
Ended [at least 3 months prior] | ~ | -P3M | ~ |
Completed [4 weeks earlier] | ~ | -P4W | ~ |
Cured [10 years ago or more] | ~ | -P10Y | ~ |
Cured [5 or more years previously] | ~ | -P5Y | ~ |
Steroids [within 2 weeks prior to Study Day 1] | -P2W | P0D | first_dose |
Any dose [within 30 days of planned start of study drug] | -P30D | P0D | first_dose |
Malignancy [within 5 years of enrollment] | -P5Y | P0D | enrolment |
Azoles [within 2 weeks before study drug administration] | -P2W | P0D | first_dose |
Test [within 7 days of Cycle 1 Day 1] | -P7D | P0D | first_dose |
Biopsy [within six months prior to signing of informed consent] | -P6M | P0D | consent |
Biopsy [one year before study entry] | -P1Y | P0D | enrolment |
Scan [within 28 days prior to initiation of treatment] | -P28D | P0D | first_dose |
Test [within 72 hours prior to start of study treatment] | -PT72H | P0D | first_dose |
Attack [within three (3) months before visit 1] | -P3M | P0D | screening |
Attack [within 4 (four) weeks prior to registration] | -P4W | P0D | registration |
Transfused [in the 4 weeks prior to trial entry] | -P4W | P0D | enrolment |
A course [within 90 days prior study start] | -P90D | P0D | study |
A course [within 21 days before receiving the first dose] | -P21D | P0D | first_dose |
A scan [within 3 years of the first screening visit (Visit 1)] | -P3Y | P0D | screening |
A course [2 to 4 weeks before baseline] | -P4W | -P2W | baseline |
A course [≥ 28 days and ≤ 6 months before randomization] | -P6M | -P28D | randomization |
A course [between 3 weeks and 6 months prior to screening] | -P6M | -P3W | screening |
Progression [within 12 weeks after surgery] | P0D | P12W | surgery |
Progression [within 6 months of diagnosis] | -P6M | P6M | diagnosis |
Progression [within 12 months of] adjuvant therapy X | -P12M | P12M | event |
Sampled [within 24 hours of] | -PT24H | PT24H | event |
Relapse [more than 6 months after transplantation] | P6M | ~ | transplant |
Contraception [until 6 months after the last dose] | ~ | P6M | last_dose |
Contraception [for 30 days after the last dose of study drug] | P0D | P30D | last_dose | throughout
Pregnancy planned [in the next 12 months] | P0D | P12M | ~ |
Surgery planned [within 6 weeks] | P0D | P6W | ~ |
Stable [for at least 3 months] | -P3M | P0D | ~ | throughout
Stable [for at least 3 months before screening] | -P3M | P0D | screening | throughout
On it [for the past year] | -P1Y | P0D | ~ | throughout
Disease-free [≥5 years] | -P5Y | P0D | ~ | throughout
On a stable dose [≥ 3 months] | -P3M | P0D | ~ | throughout
Arthritis [for more than 6 weeks but less than 1 year] | -P6W | P0D | ~ | throughout
Amenorrhea [lasting at least twelve consecutive months] | -P12M | P0D | ~ | throughout
[At least 4 weeks since] prior chemotherapy | ~ | -P4W | ~ |
[≥ 3 weeks from] last radiotherapy | ~ | -P3W | ~ |
[At least 6 weeks must have elapsed since] radiotherapy | ~ | -P6W | ~ |
[Less than 2 weeks since] prior surgery | -P2W | P0D | ~ |
A washout [period of at least 4 weeks] | ~ | -P4W | ~ |
After [a 2-week washout] | ~ | -P2W | ~ |
No progression [since diagnosis] | P0D | ~ | diagnosis |
No alcohol [during the study] | P0D | ~ | study | throughout
No alcohol [throughout the trial] | P0D | ~ | study | throughout
No alcohol [for the duration of the study] | P0D | ~ | study | throughout
Ferritin [at screening] | P0D | P0D | screening |
Fasting [at the time of enrollment] | P0D | P0D | enrolment |
Consent given [prior to study entry] | ~ | P0D | enrolment |
Relapse [after transplantation] | P0D | ~ | transplant |
[4 weeks or 5 half-lives, whichever is longer] | -P4W | P0D | ~ | 5 longer
Used [within 28 days or 5 half-lives before C1D1, whichever is shorter] | -P28D | P0D | first_dose | 5 shorter
Used [within 30 days (or five half-lives, whichever is longer) of screening] | -P30D | P0D | screening | 5 longer
Used [within 5 times the elimination half-life before dosing] | ~ | ~ | first_dose | 5
Used [within 30 days or 5 times the half-life, whichever is longer] | -P30D | P0D | ~ | 5 longer
Used [within 14 days or 5 x its half-life (whichever is shorter) before screening] | -P14D | P0D | screening | 5 shorter
Antibiotics [in ≤ 30 days] | -P30D | P0D | ~ |
Treated with steroids [in less than 3 months] | -P3M | P0D | ~ |
Surgery [within the 6 previous months] | -P6M | P0D | ~ |
Antibiotics [within 2 last months] | -P2M | P0D | ~ |
Ventilated for more than 48 hours [in the two days prior to consent] | -P2D | P0D | consent |
Stable [until the first day of treatment] | ~ | P0D | first_dose |
Used [within 5 half-lives or 4 weeks, whichever is longer, before screening] | -P4W | P0D | screening | 5 longer
Used [within 5 half-lives of randomization] | ~ | ~ | randomization | 5
Condoms [during the study and for at least 6 months after the last dose] | P0D | ~ | study | throughout
Azoles [within 30 days before screening and/or during study participation] | -P30D | ~ | screening |
Azoles [within 2 weeks before the first dose, or at any time during the study] | -P2W | ~ | first_dose |
Donation [3 months prior to or during this study] | -P3M | ~ | study |
Asthma attack [in the past year or during the run-in period] | -P1Y | ~ | ~ |
Zinc [for 1 month prior to screening and for the duration of the trial] | -P1M | ~ | screening | throughout
Gout [within 4 weeks before screening] or during pregnancy | -P4W | P0D | screening |
Condoms [from screening through 90 days after the final dose] | P0D | ~ | screening | throughout
Vaccine [within 4\n     weeks   before\n enrollment] | -P4W | P0D | enrolment |
Relapse [within the first 6 months after surgery] | P0D | P6M | surgery |
Used [within twenty-one days prior to leukapheresis] | -P21D | P0D | leukapheresis |
Used [within 1.5 years before baseline] | -P1.5Y | P0D | baseline |
Used [up to 30 days before dosing] | -P30D | P0D | first_dose |
""".strip().splitlines()


def _cell(cell: str) -> str | None:
    return None if cell == "~" else cell


@pytest.mark.parametrize("row", ROWS)
def test_window(row: str) -> None:
    marked, low, high, anchor, more = (part.strip() for part in row.split("|"))
    before, words, after = re.split(r"[\[\]]", marked.replace("\\n", "\n"))
    text = before + words + after
    found = find_windows(text)
    assert [(t.text, t.start) for t in found] == [(words, len(before))]
    window = found[0].window
    assert window is not None
    assert (window.from_, window.to, window.anchor) == (_cell(low), _cell(high), _cell(anchor))
    assert window.text == text[found[0].start : found[0].end]
    assert window.throughout is (more == "throughout")
    half_lives = (window.half_lives, window.whichever)
    number, _, which = more.partition(" ")
    assert half_lives == ((float(number), which or None) if number.isdigit() else (None, None))


@pytest.mark.parametrize(
    "text",
    [
        "18 years of age or older",
        "Aged 5 years to 12 years",
        "Men and women between 18 and 75 years old",
        "Life expectancy more than 12 weeks",
        "Life expectancy of at least 3 months",
        "Expected survival for at least 6 months",
        "Gestational age of 28 weeks of gestation",
        "Prednisone 10 mg/day",
        "Urine protein 1 g/24 hours",
        "Two readings at least 2 weeks apart",
        "At least 6 weeks of therapy",
        "History of asthma in the past",
        "Visits every 3 months",
        "Excluded from the study",
        "Benzodiazepines at a dose of 1 tablet",
        "Anticoagulants on day 1 of radiotherapy",
        "Donation of blood within a 56-day period",
        "Improved after 3 months of treatment",
        "",
        "No treatment.",
    ],
)
def test_no_window(text: str) -> None:
    assert find_windows(text) == []


def test_two_windows_of_one_statement() -> None:
    found = find_windows("Chemotherapy within 4 weeks or antibodies within 6 weeks before randomization")
    assert [(t.text, t.window.from_ if t.window else None) for t in found] == [
        ("within 4 weeks", "-P4W"),
        ("within 6 weeks before randomization", "-P6W"),
    ]


def test_offset_is_added() -> None:
    (plain,), (moved,) = find_windows("in the last 2 days"), find_windows("in the last 2 days", 40)
    assert (moved.start, moved.end) == (plain.start + 40, plain.end + 40)


@pytest.mark.parametrize(
    "pathological",
    [
        "at least 3 months ",
        "within ",
        "4 weeks or ",
        "the study ",
        "after the last dose of the ",
        " ",
        "(4 ",
        "during ",
    ],
)
def test_long_statements_take_no_quadratic_time(pathological: str) -> None:
    text = "4 weeks " + pathological * (50_000 // len(pathological))
    start = time.process_time()
    find_windows(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("study entry", "enrolment"),
        ("entry into the study", "enrolment"),
        ("the start of the study", "study"),
        ("beginning of study drug", "first_dose"),
        ("the planned first administration of study medication", "first_dose"),
        ("first IMP dose", "first_dose"),
        ("Day 1", "first_dose"),
        ("completion of study treatment", "last_dose"),
        ("the end of the study", "study_end"),
        ("signing the informed consent form", "consent"),
        ("randomisation", "randomization"),
        ("hospital admission", "admission"),
        ("birth", "birth"),
        ("completion of prior radiotherapy", "event"),
    ],
)
def test_anchor(words: str, name: str) -> None:
    anchor = anchor_grammar().read(words, 0)
    assert anchor is not None
    assert anchor.name == name


def test_words_of_no_table_are_no_anchor() -> None:
    assert AnchorGrammar().read("breakfast", 0) is None
