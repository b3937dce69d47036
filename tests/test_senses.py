"""A word whose surroundings tell what it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.entities.lexicon import default_lexicon
from eligo.entities.senses import SENSE_COLUMNS, read_senses
from eligo.errors import LexiconError


@pytest.mark.parametrize(
    ("text", "word", "id"),
    [
        ("Contraception by diaphragm and spermicide", "diaphragm", "repro:barrier_contraception"),
        ("Paralysis of one side of the diaphragm", "diaphragm", None),
        ("Treated with insulin", "insulin", "class:insulin"),
        ("Drugs that change insulin secretion", "insulin", None),
        ("Allergic to milk", "milk", "allergy:milk"),
        ("Drinks two glasses of milk a day", "milk", None),
        ("At least four mature eggs", "eggs", None),
        ("Found unresponsive at home", "unresponsive", "cond:coma"),
        ("Asthma unresponsive to inhalers", "unresponsive", None),
        ("Earlier CRT with cisplatin chemotherapy", "CRT", "proc:chemoradiotherapy"),
        ("Pacemaker or CRT", "CRT", "proc:cardiac_resynchronization_therapy"),
        ("HR above 120 beats per minute", "HR", "vital:heart_rate"),
        ("Breast tumor with HR and HER2 known", "HR", "bio:hormone_receptor"),
        ("Wearing an ICD", "ICD", "proc:implantable_cardioverter_defibrillator"),
        ("Depression by ICD-10 criteria", "ICD", None),
        ("Pregnant or nursing", "nursing", "repro:lactating"),
        ("Seen by the nursing staff", "nursing", None),
        ("PE or deep vein thrombosis", "PE", "cond:pulmonary_embolism"),
        ("PE with proteinuria", "PE", "cond:preeclampsia"),
        ("ICD or pacemaker", "ICD", "proc:implantable_cardioverter_defibrillator"),
        ("RA treated with methotrexate", "RA", "cond:rheumatoid_arthritis"),
        ("Mean RA pressure, no methotrexate", "RA", None),
        ("Known RA", "RA", None),
        ("PD on levodopa", "PD", "cond:parkinson_disease"),
        ("PD by RECIST", "PD", "cond:disease_progression"),
        ("ART with an undetectable HIV viral load", "ART", "class:antiretrovirals"),
        ("Infertile women before ART", "ART", "proc:assisted_reproduction"),
        ("AML or ALL", "ALL", "cond:acute_lymphoblastic_leukemia"),
        ("ALL of these: AML, CML", "ALL", None),
        ("AD-type changes and dementia", "AD", None),
        ("CT or MR within four weeks", "MR", "proc:mri"),
        ("Severe MR on transthoracic echocardiography", "MR", "cond:mitral_regurgitation"),
        ("Any MR, PR or CR after the last therapy; no CT needed; response", "MR", None),
        ("Spastic CP", "CP", "cond:cerebral_palsy"),
        ("CML in CP or blast crisis", "CP", "cond:cml_chronic_phase"),
        ("CP score of 7", "CP", None),
        ("Active substance abuse", "substance abuse", "cond:substance_use_disorder"),
        ("Allergy to the active substance", "the active substance", "allergy:study_drug_components"),
        ("Treatment with warfarin or related compounds", "related compounds", None),
        ("Allergy to warfarin or related compounds", "related compounds", "allergy:study_drug_components"),
    ],
)
def test_meaning(text: str, word: str, id: str | None) -> None:
    found = [m.concept.id for m in default_lexicon().find(text, 7) if m.text == word and m.concept is not None]
    assert found == ([] if id is None else [id])


def test_every_concept_of_the_table_is_known() -> None:
    terms = default_lexicon().terms
    for concept, senses in read_senses().items():
        assert concept in terms or concept == "-"
        assert {s.instead for s in senses} - {None} <= terms.keys()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a\t\tbeside\tx\t\t-\there", "unknown place 'beside'"),
        ("a\t\tnear\t\t\t-\there", "words and instead must be filled"),
        ("a\t\tnear\tx\t\t\there", "words and instead must be filled"),
    ],
)
def test_a_row_that_is_wrong_is_named(row: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "senses.tsv"
    path.write_text("\t".join(SENSE_COLUMNS) + "\n" + row + "\n", "utf-8")
    with pytest.raises(LexiconError, match=problem):
        read_senses(str(path))
