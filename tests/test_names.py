"""Names: what a wording of a thing is taken for, and what it is kept apart from."""

import pytest

import eligo
from eligo.entities.lexicon import default_lexicon
from eligo.logic import render
from eligo.schema import leaves


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Hypercapnia or a tachyarrhythmia", ["cond:hypercapnia", "cond:tachyarrhythmia"]),
        ("Dubin-Johnson syndrome or Rotor syndrome", ["cond:dubin_johnson_syndrome", "cond:rotor_syndrome"]),
        ("Takes PPIs, TKIs or ACEIs", ["class:ppi", "class:tki", "class:ace"]),
        ("Infected with HIV-2", ["cond:hiv_infection"]),
        ("Hypersensitivity to seafood", ["allergy:seafood"]),
        ("Allergy to gluten", ["allergy:gluten"]),
        ("Hypoglycemia unawareness", ["cond:hypoglycemia_unawareness"]),
        ("Loss of a kidney graft or graft failure", ["cond:graft_failure"]),
        (
            "Anti-myeloma therapy or migraine prophylaxis",
            ["class:anti_myeloma_therapy", "class:migraine_preventive_medication"],
        ),
        ("Gastric bypass surgery", ["proc:bariatric_surgery"]),
        ("Removal of polyps or a mediastinoscopy", ["proc:polypectomy", "proc:mediastinoscopy"]),
        ("Positive tests for HBsAg or anti-HIV", ["bio:hepatitis_b_surface_antigen", "bio:hiv_antibody"]),
        ("Current anti-HIV therapy", ["class:antiretrovirals"]),
    ],
)
def test_a_name_is_linked(text: str, ids: list[str]) -> None:
    found = [m.concept.id for m in default_lexicon().find(text) if m.concept]
    assert [id for id in ids if id not in found] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Systemic psoriasis therapy within 4 weeks", "systemic psoriasis treatment within 4 weeks before"),
        ("Supraventricular tachyarrhythmia", "supraventricular arrhythmia"),
        (
            "Corticosteroids other than physiologic replacement steroids",
            "corticosteroids, except corticosteroid replacement",
        ),
    ],
)
def test_a_name_is_read(text: str, expected: str) -> None:
    assert expected in render(criterion(text).logic)


@pytest.mark.parametrize(
    "text",
    [
        "Has not recovered adequately from complications from surgery",
        "Not recovered fully from any complications from surgery",
        "Has not recovered sufficiently from major surgery",
    ],
)
def test_who_has_not_recovered_is_not_without_the_thing(text: str) -> None:
    logic = criterion(text).logic
    assert render(logic).startswith("incomplete recovery from")
    assert len(list(leaves(logic))) == 1


def test_a_yeast_that_infects_is_no_allergen() -> None:
    found = [m.concept.id for m in default_lexicon().find("Treated for a yeast vaginitis") if m.concept]
    assert "allergy:yeast" not in found
