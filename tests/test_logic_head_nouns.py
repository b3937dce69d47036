"""Nouns beside a thing make something else of it, or an aspect of it: neither is asked for by its bare name."""

import pytest

import eligo
from eligo.errors import LexiconError
from eligo.logic import head_nouns, render
from eligo.schema import leaves


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Severe complications of leukemia", "severe complications of leukemia"),
        ("Sequelae of stroke", "sequelae of stroke"),
        ("Discontinuation of tamoxifen within 2 months", "discontinuation of tamoxifen within 2 months before"),
        ("Poor asthma control", "poor asthma control"),
        ("Treatment with surgery alone", "surgery alone"),
        ("Late effects of radiotherapy", "late effects of radiotherapy"),
        ("Previous response to clozapine", "prior response to clozapine"),
        ("Enlargement of hemangioma", "enlargement of hemangioma"),  # an abstract noun, in no table
    ],
)
def test_an_aspect_stays_with_the_thing(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"
    assert all(leaf.concept is not None for leaf in leaves(read.logic))


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Removal of a colon polyp within 4 weeks", "removal of a colon polyp within 4 weeks before"),
        ("Prevention of pneumonia", "prevention of pneumonia"),
        ("Planned laparoscopic ventral hernia repair", "planned laparoscopic ventral hernia repair"),
    ],
)
def test_what_may_be_without_the_thing_is_another(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    (leaf,) = leaves(read.logic)
    assert (leaf.type, leaf.concept, leaf.assumed) == ("procedure", None, ("type",))


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("History of asthma episodes", "history of asthma"),
        ("Liver transplant recipient", "liver transplant"),
        ("Development of pneumonia", "pneumonia"),
    ],
)
def test_nouns_that_say_no_more(text: str, rendered: str) -> None:
    assert render(criterion(text).logic) == rendered


def test_things_that_are_joined_share_the_noun() -> None:
    told = render(criterion("Complications of asthma or gout").logic)
    assert told == "complications of asthma or complications of gout"
    two = render(criterion("Initiation or discontinuation of tamoxifen").logic)
    assert two == "initiation or discontinuation of tamoxifen"


@pytest.mark.parametrize("text", ["Indicated by an asthma season", "Vaccine for the asthma season"])
def test_other_nouns_stay_unread(text: str) -> None:
    assert criterion(text).unparsed


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("70-year-old woman. Complications of leukemia since May.", "fail"),
        ("70-year-old woman. Leukemia since May.", "unknown"),
        ("70-year-old woman. No leukemia.", "pass"),
    ],
)
def test_only_a_record_that_says_the_noun_meets_it(note: str, verdict: str) -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Complications of leukemia\n", source="x")
    assert eligo.match(trial, eligo.annotate(note)).verdicts[0].verdict == verdict


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        (
            "Patients must have recovered from the acute toxic effects of prior chemotherapy or radiotherapy",
            "recovery from the acute toxic effects of prior chemotherapy or radiotherapy",
        ),
        ("Recovered from chemotherapy", "recovery from chemotherapy"),
        ("Recovered from pneumonia", "pneumonia"),
    ],
)
def test_recovery_from_a_treatment_asks_for_no_treatment(text: str, rendered: str) -> None:
    assert render(criterion(text, "Inclusion").logic) == rendered


@pytest.mark.parametrize(
    ("row", "message"), [("cycle\tbeside\tpart\tx", "unknown place"), ("cycle\tof\thalf\tx", "unknown kind")]
)
def test_a_row_that_is_wrong_is_told(tmp_path, row: str, message: str) -> None:
    table = tmp_path / "head_nouns.tsv"
    table.write_text(f"noun\tplace\tmakes\tsource\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        head_nouns.read_head_nouns(table)


@pytest.mark.parametrize(
    ("text", "rendered", "parsed"),
    [
        ("Tracheostomy tube", "tracheostomy tube", "full"),  # a noun that is in no table
        ("Two contiguous leads of EKG", "contiguous leads of electrocardiogram", "full"),
        ("Transplant nephrologist", "transplantation", "partial"),  # a person
        ("Transfusion independent", "transfusion", "partial"),  # that denies it
        ("Co-infected with hepatitis C", "active hepatitis C", "full"),
    ],
)
def test_nouns_of_no_table(text: str, rendered: str, parsed: str) -> None:
    read = criterion(text)
    assert (render(read.logic), read.parsed) == (rendered, parsed)
