"""The drug tables: whole, unambiguous, found in sentences; their ATC codes right (where the reference is at hand)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from eligo.entities.lexicon import Lexicon, Term, read_terms

TABLES = ("drugs.tsv", "drug_classes.tsv")

# Rows whose ATC entry is worded as a group, in Latin or by another name; looked at one by one.
OTHER_WORDING = """
    bcg epoetin_alfa peg_rhg_csf lactated_ringer_s normal_saline fosaprepitant
    lactase lactobacillus_probiotic pancrelipase simethicone beractant poractant_alfa
    levonorgestrel_releasing_intrauterine_system_52_mg
    daxibotulinumtoxina onabotulinumtoxin hexavalent_vaccine rotavirus_vaccine ethiodized_oil
    beta_carotene dextrose saw_palmetto nabiximols digoxin_immune_fab horse_chestnut_extract
"""


@cache
def drug_terms() -> tuple[Term, ...]:
    return tuple(term for table in TABLES for term in read_terms(table))


@cache
def drug_lexicon() -> Lexicon:
    return Lexicon(drug_terms())


def forms(term: Term) -> tuple[str, ...]:
    return (term.concept.name, *term.synonyms)


def test_there_are_enough() -> None:
    ids = [t.concept.id for t in drug_terms()]
    assert sum(i.startswith("drug:") for i in ids) >= 1500
    assert sum(i.startswith("class:") for i in ids) >= 200
    assert sum(i.startswith("regimen:") for i in ids) >= 40


def test_rows_are_well_formed() -> None:
    seen: set[str] = set()
    for term in drug_terms():
        assert re.fullmatch(r"(drug|class|regimen):[a-z0-9_]+", term.concept.id)
        assert term.concept.id not in seen
        seen.add(term.concept.id)
        assert term.label == "drug"
        assert set(term.concept.codes) <= {"ATC"}
        assert term.concept.id not in term.parents
        assert len(set(term.parents)) == len(term.parents), term.concept.id
        if term.concept.id.startswith("drug:"):
            assert all(len(code) == 7 for code in term.concept.codes.get("ATC", ())), term.concept.id


def test_every_form_means_its_own_row_and_no_other() -> None:
    lexicon = drug_lexicon()
    wrong = {}
    for term in drug_terms():
        for form in forms(term):
            found = [m.concept.id for m in lexicon.find(form.rstrip("!")) if m.concept]
            if found != [term.concept.id]:
                wrong[term.concept.id, form] = found
    assert wrong == {}


def test_no_synonym_is_listed_twice() -> None:
    for term in drug_terms():
        spelled = [re.sub(r"[\s-]+", " ", form).casefold() for form in forms(term)]
        assert len(spelled) == len(set(spelled)), term.concept.id


# What these letters mean elsewhere: packed cells, receptors, tests, stents, bile ducts, polio and partner violence...
OTHER_MEANINGS = """
    same art all ms pt lh foster today advance soma boost ensure contrast biological hypoglycemic mineral
    iron potassium calcium zinc glucose albumin creatinine cortisol
    pcv ers esr alt ast map des pld cbd ipv gtn ntg hes ccp mra ctx aza nac dmsa ddi aso trt ert npt rai asa
"""


def test_no_form_is_an_everyday_word_or_another_thing() -> None:
    free = {form.casefold() for term in drug_terms() for form in forms(term) if not form.endswith("!")}
    assert free & set(OTHER_MEANINGS.split()) == set()


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("prior anti-PD-(L)1 therapy", "class:pd1_or_pdl1"),
        ("treated with a PD-(L)1 inhibitor", "class:pd1_or_pdl1"),
        ("an anti-PD-1/PD-L1 antibody", "class:pd1_or_pdl1"),
        ("no anti-PD-1 before", "class:pd1"),
        ("no anti-PD-L1 before", "class:pdl1"),
        ("any checkpoint inhibitor", "class:checkpoint"),
        ("failed platinum-based chemotherapy", "class:platinum"),
        ("an anti-target agent", "class:targeted"),
        ("a VEGFR/EGFR TKI", "class:vegfr_or_egfr_tki"),
        ("an EGFR-TKI", "class:egfr_tki"),
        ("targeted small molecule therapy", "class:targeted_small_molecule"),
        ("systemic corticosteroids", "class:corticosteroids_systemic"),
        ("Topical Corticosteroids", "class:corticosteroids_topical"),
        ("immunosuppressive medications", "class:immunosuppressants"),
        ("hematopoietic growth factors", "class:growth_factors"),
        ("without growth factor support", "class:growth_factors"),
        ("G-CSF", "class:g_csf"),
        ("PEG-rhG-CSF", "drug:peg_rhg_csf"),
        ("mecapegfilgrastim", "drug:mecapegfilgrastim"),
        ("a live-attenuated vaccine", "class:live_vaccine"),
        ("strong CYP3A4 inhibitors", "class:cyp3a4_strong_inhibitors"),
        ("QT-prolonging drugs", "class:qt_prolonging"),
        ("an investigational product", "class:investigational"),
        ("anti-tumor therapy", "class:anticancer"),
        ("traditional Chinese medicine", "class:tcm"),
        ("an SGLT-2 inhibitor", "class:sglt2"),
        ("GLP-1 agonists", "class:glp1"),
        ("5-FU", "drug:fluorouracil"),
        ("MTX", "drug:methotrexate"),
        ("T-DXd", "drug:trastuzumab_deruxtecan"),
        ("MMF", "drug:mycophenolate_mofetil"),
        ("toripalimab", "drug:toripalimab"),
        ("SHR-1210", "drug:camrelizumab"),
        ("Keytruda", "drug:pembrolizumab"),
        ("mFOLFOX6", "regimen:folfox"),
        ("R-CHOP", "regimen:r_chop"),
        ("AC-T", "regimen:ac_t"),
    ],
)
def test_phrases_are_found(text: str, id: str) -> None:
    (mention,) = drug_lexicon().find(text)
    assert mention.concept is not None
    assert (mention.concept.id, mention.label) == (id, "drug")


@pytest.mark.parametrize("text", ["at the same time", "her contrast sensitivity", "the bite wound", "a dense coil"])
def test_nothing_is_found_where_no_drug_is(text: str) -> None:
    assert drug_lexicon().find(text) == []


@cache
def reference(shared: Path) -> dict[str, str]:
    with (shared / "data" / "terminologies" / "atc_reference.csv").open(encoding="utf-8", newline="") as file:
        return {row["atc_code"]: row["atc_name"] for row in csv.DictReader(file)}


@pytest.mark.shared
def test_every_atc_code_exists(shared: Path) -> None:
    known = reference(shared)
    wrong = {t.concept.id: c for t in drug_terms() for c in t.concept.codes.get("ATC", ()) if c not in known}
    assert wrong == {}


def _stems(text: str) -> set[str]:
    letters = text.lower().replace("ph", "f").replace("y", "i").replace("th", "t").replace("oe", "e")
    return {word[:5] for word in re.findall(r"[a-z]{4,}", letters)}


@pytest.mark.shared
def test_atc_names_agree(shared: Path) -> None:
    known = reference(shared)
    odd = []
    for term in drug_terms():
        if not term.concept.id.startswith("drug:") or term.concept.id.removeprefix("drug:") in OTHER_WORDING.split():
            continue
        ours = _stems(" ".join((term.concept.name, *term.synonyms)))
        odd += [
            (term.concept.id, c, known[c]) for c in term.concept.codes.get("ATC", ()) if not ours & _stems(known[c])
        ]
    assert odd == []
