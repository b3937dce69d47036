"""What an inclusion tells by its words alone: abilities, other studies, ages without a number."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


def _read(*lines: str) -> list[tuple[str | None, str]]:
    trial = eligo.parse("Inclusion Criteria:\n\n" + "\n".join(f"- {line}" for line in lines) + "\n")
    return [(render(c.logic) if c.logic is not None else None, c.parsed) for c in trial.criteria]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Must be willing to keep a sleep diary of naps", "willingness to keep a sleep diary of naps"),
        ("Patients must be able to operate a joystick", "ability to operate a joystick"),
        (
            "Able to complete all testing required by the protocol",
            "ability to complete all testing required by the protocol",
        ),
        (
            "Agreement to go to the laboratory for testing of gout",
            "willingness to go to the laboratory for testing of gout",
        ),
        ("Willing and able to come for testing of gout", "willingness and ability to come for testing of gout"),
        ("Capable of receiving enteral nutrition", "ability of receiving enteral nutrition"),
    ],
)
def test_what_is_promised_is_told_by_its_words(text: str, said: str) -> None:
    assert _read(text) == [(said, "full")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Able to provide informed consent", "informed consent"),
        ("Agrees to use a condom", "barrier contraception"),
        ("Able to become pregnant", "childbearing potential"),
        ("Able to walk and diagnosed with gout", "gout"),
    ],
)
def test_what_has_a_name_of_its_own_keeps_it(text: str, said: str) -> None:
    ((found, _),) = _read(text)
    assert said in (found or "")
    assert "ability to" not in (found or "")


def test_understanding_does_not_swallow_compliance() -> None:
    assert _read("Able to understand and comply with study requirements") == [
        ("decision-making capacity and compliance with protocol", "full")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "completed Study AB-1234",
        "completed the parent study of abatacept for gout",
        "completed the 12-week treatment period of the LAKE trial",
        "randomized in the qualifying study NCT01234567",
    ],
)
def test_another_study_is_told_by_its_words(text: str) -> None:
    assert _read(f"Subjects who have {text}.") == [(text, "full")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Participated in another clinical trial within 30 days before screening",
            "another clinical trial within 30 days before screening",
        ),
        (
            "Completed chemotherapy at least 4 weeks before study entry",
            "prior chemotherapy at least 4 weeks before enrolment",
        ),
        ("Completed the LAKE trial and has gout", "gout"),
    ],
)
def test_not_every_study_is_another_study(text: str, said: str) -> None:
    ((found, _),) = _read(text)
    assert said in (found or "")
    assert "ompleted" not in (found or "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Adults with gout or asthma", "age ≥ 18 years and (gout or asthma)"),
        ("adult patients", "age ≥ 18 years"),
        ("Healthy adult male volunteers", "age ≥ 18 years and good general health and sex male"),
        ("Children with a diagnosis of croup", "age < 18 years and confirmed croup"),
        ("Pediatric patients with asthma", "age < 18 years and asthma"),
    ],
)
def test_adults_and_children_have_an_age(text: str, said: str) -> None:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n- Written informed consent\n")
    logic = trial.criteria[0].logic
    assert logic is not None
    assert (render(logic), trial.criteria[0].parsed) == (said, "full")
    (age,) = [c for c in eligo.schema.leaves(logic) if c.type == "age"]
    assert age.text.casefold() in " ".join(age.assumed)


@pytest.mark.parametrize(
    "text",
    [
        "Adults with gout aged 21 to 60 years",
        "Adult-onset Still's disease",
        "A responsible adult who lives with the patient",
        "History of adult asthma",
        "Parents of children with asthma",
        "Adults and children with asthma",
        "Of legal adult age by local law",
        "Child-Pugh class A",
    ],
)
def test_other_adults_tell_no_age(text: str) -> None:
    ((found, _),) = _read(text)
    assert "≥ 18" not in (found or "")
    assert "< 18" not in (found or "")


@pytest.mark.parametrize("other", ["Age 16 years or older", "Children with asthma", "Boys aged 12 to 17 years"])
def test_an_age_that_contradicts_the_word_stands_alone(other: str) -> None:
    assert _read("Adults with gout", other)[0] == ("gout", "full")
