"""What a thing is due to narrows it, and is not asked for as a thing of its own."""

import pytest

import eligo
from eligo.logic import render


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Stroke due to trauma", "stroke due to trauma"),
        ("Edema due to heart failure within 3 months", "edema due to heart failure within 3 months before"),
        ("Seizures due to fever or trauma", "seizure due to fever or seizure due to trauma"),
        (
            "Liver disease due to hepatitis B or C",
            "liver disease due to hepatitis B or liver disease due to hepatitis C",
        ),
        ("Dementia due to an underlying severe head injury", "dementia due to underlying severe head injury"),
        ("Arrhythmia resulting in syncope", "arrhythmia resulting in syncope"),
        ("Anemia (due to chronic kidney disease) or gout", "anemia due to chronic kidney disease or gout"),
    ],
)
def test_a_cause_stays_with_its_effect(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"


def test_a_denial_denies_what_is_due_to_the_cause() -> None:
    assert render(criterion("No seizures due to trauma", "Inclusion").logic) == "no seizure due to trauma"


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("61-year-old man. Anemia secondary to kidney disease.", "fail"),
        ("61-year-old man. Anemia from kidney disease.", "fail"),
        ("61-year-old man. Kidney disease and anemia.", "unknown"),
        ("61-year-old man. No anemia.", "pass"),
    ],
)
def test_only_a_record_that_says_the_cause_meets_it(note: str, verdict: str) -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Anemia due to kidney disease\n", source="x")
    assert eligo.match(trial, eligo.annotate(note)).verdicts[0].verdict == verdict


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Stroke requiring treatment", "stroke requiring treatment"),
        ("Gout that requires ongoing medication", "gout requiring treatment"),
        ("Angina requiring emergency medical intervention", "angina requiring treatment"),
        ("Severe pneumonia requiring hospital admission", "severe pneumonia requiring hospitalization"),
        (
            "Asthma that required therapy with steroids or hospitalization",
            "asthma and (corticosteroids or hospitalization)",
        ),
        ("Requires inpatient care", "concurrent hospitalization"),
        ("Infection requiring long-term therapy with antibiotics", "infection and antibiotics"),
    ],
)
def test_what_a_thing_requires_stands_behind_it(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"


@pytest.mark.parametrize(
    "text", ["Diabetes and hypertension", "Hepatitis B and C", "Head and neck cancer", "Gout and asthma and COPD"]
)
def test_the_sign_joins_as_the_word_does(text: str) -> None:
    for kind in ("Inclusion", "Exclusion"):
        assert render(criterion(text.replace("and", "&"), kind).logic) == render(criterion(text, kind).logic)


@pytest.mark.parametrize("who", ["Women who are breastfeeding", "Females who are lactating", "Women: breastfeeding"])
def test_each_state_of_the_women_keeps_them_out(who: str) -> None:
    assert render(criterion(f"{who}, pregnant or planning to become pregnant").logic) == (
        "if sex female then (lactating or pregnant or pregnancy intention)"
    )
