"""What an exception leaves out: things no table has, qualities alone, and what stands behind examples."""

import pytest

import eligo
from eligo.logic import render
from eligo.schema import leaves


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arthritis other than QRA", "arthritis, except QRA"),
        ("Infection (apart from a simple snuffle)", "infection, except simple snuffle"),
        ("Glucocorticoids (except inhalation therapy)", "glucocorticoids, except inhalation therapy"),
        (
            "Gene therapy within 3 months, with the exception of QX-1204",
            "gene therapy within 3 months before, except QX-1204",
        ),
        ("Organ transplant other than cornea, hair and skin", "organ transplant, except cornea or hair or skin"),
        ("Malignancy except quenory tumor", "malignancy, except quenory tumor"),
    ],
)
def test_names_that_no_table_has(text: str, expected: str) -> None:
    read = criterion(text)
    assert render(read.logic) == expected
    assert read.parsed == "full"
    assert any("type" in leaf.assumed for leaf in leaves(read.logic)) or "quenory" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antibiotics (not including topical)", "antibiotics, except topical antibiotics"),
        ("Corticosteroids (excluding inhaled or topical)", "or topical corticosteroids"),
        ("Corticosteroids (other than topical application)", "corticosteroids, except topical corticosteroids"),
        ("Arthritis (excluding mild)", "arthritis, except mild arthritis"),
        ("Use of steroids (not inhaled)", "corticosteroids, except inhaled corticosteroids"),
    ],
)
def test_a_quality_alone(text: str, expected: str) -> None:
    assert expected in render(criterion(text).logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skin disease (including eczema, but excluding acne)", "(skin disease or eczema), except acne"),
        ("Skin disease (e.g., eczema, excluding acne)", "skin disease, except acne"),
        ("Autoimmune disease (such as lupus, but not vitiligo)", "autoimmune disease, except vitiligo"),
        ("Systemic infection (does not include onychomycosis)", "systemic infection, except onychomycosis"),
    ],
)
def test_behind_examples_in_brackets(text: str, expected: str) -> None:
    assert render(criterion(text).logic) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skin disease (including, but not limited to, eczema)", "skin disease or eczema"),
        ("Antibiotics except when used for prophylaxis", "antibiotics"),
        ("Asthma not due to quenory", "asthma"),
    ],
)
def test_what_leaves_nothing_out(text: str, expected: str) -> None:
    assert render(criterion(text).logic) == expected
