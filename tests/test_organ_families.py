"""Diseases of an organ in all wordings, and lists of organs that mean their diseases."""

from __future__ import annotations

import pytest

from eligo.entities.lexicon import TERM_TABLES, Lexicon, default_lexicon, read_terms
from eligo.entities.organ_families import families, family_forms, organ_lists


def ids(text: str) -> list[str]:
    return [m.concept.id for m in default_lexicon().find(text) if m.concept]


def test_the_concepts_of_the_table_exist() -> None:
    known = {term.concept.id for table in TERM_TABLES for term in read_terms(table)}
    listed = [family.concept for family in families()]
    assert set(listed) <= known
    assert len(set(listed)) == len(listed)


def test_no_generated_form_has_two_meanings() -> None:
    meant: dict[str, set[str]] = {}
    for form, concept in family_forms():
        meant.setdefault(form.casefold(), set()).add(concept)
    assert {form: of for form, of in meant.items() if len(of) > 1} == {}


def test_what_a_table_says_of_a_form_stands() -> None:
    lexicon = Lexicon(read_terms("conditions.tsv"), families=True)
    for term in read_terms("conditions.tsv"):
        (found,) = lexicon.find(term.concept.name)
        assert found.concept is not None
        assert found.concept.id == term.concept.id


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("a disorder of the kidneys", "cond:kidney_disease"),
        ("diseases of the central nervous system", "cond:neurological_disease"),
        ("hepatic morbidity", "cond:liver_disease"),
        ("optic nerve disease", "cond:optic_nerve_disease"),
        ("locomotor disorder", "cond:musculoskeletal_disorder"),
        ("oesophageal disease", "cond:esophageal_disease"),
        ("hepatic dysfunction", "cond:hepatic_impairment"),
    ],
)
def test_wordings(text: str, concept: str) -> None:
    assert ids(text) == [concept]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("diseases of the cardiac, renal or immune system", "heart kidney immunologic"),
        ("a condition such as hepatic, pancreatic and cerebral", "liver pancreatic brain"),
        ("history of neurologic, pulmonary, haematological.", "neurological lung hematologic"),
        ("renal, endocrine (other than diabetes), or hepatic disease", "kidney endocrine diabetes liver"),
        ("major illness (cardiac, renal)", "heart kidney"),
    ],
)
def test_lists_of_organs(text: str, expected: str) -> None:
    assert [
        id.removeprefix("cond:").split("_")[0] for id in ids(text) if id != "cond:severe_illness"
    ] == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "major surgery (cardiac, pulmonary, gastrointestinal)",
        "monitoring of cardiac, respiratory, renal.",
        "cardiac or renal events",
        "oral, nasal or ocular",
        "hepatic, pulmonary, renal toxicity",
        "hepatic",
    ],
)
def test_organs_of_something_else_are_left_alone(text: str) -> None:
    assert list(organ_lists(text, [])) == []


def test_a_lexicon_without_families_knows_only_its_terms() -> None:
    assert Lexicon(read_terms("conditions.tsv")).find("a disorder of the kidneys") == []
