"""Tables of conditions, procedures, biomarkers and other terms: real codes, a sound hierarchy, no double meanings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from eligo.entities.lexicon import TERM_TABLES, Lexicon, Term, read_terms
from eligo.schema import ConstraintType

OWN_TABLES = ("conditions.tsv", "procedures.tsv", "biomarkers.tsv", "other_terms.tsv")
PREFIXES = {
    "condition": "cond",
    "procedure": "proc",
    "biomarker": "bio",
    "reproductive": "repro",
    "lesion": "lesion",
    "participation": "part",
    "attestation": "att",
    "sex": "demo",
    "age": "demo",
    "allergy": "allergy",
}

# Spellings that two tables both need; the table that comes first in TERM_TABLES decides. Keep this short.
SHARED_SPELLINGS: frozenset[str] = frozenset()


def own_terms() -> list[Term]:
    return [term for table in OWN_TABLES for term in read_terms(table)]


@pytest.fixture(scope="module")
def terms() -> dict[str, Term]:
    return {term.concept.id: term for term in own_terms()}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(own_terms())


def forms(term: Term) -> Iterator[str]:
    yield term.concept.name
    yield from term.synonyms


def ancestors(terms: dict[str, Term], id: str) -> set[str]:
    found: set[str] = set()
    queue = list(terms[id].parents)
    while queue:
        parent = queue.pop()
        if parent not in found:
            found.add(parent)
            queue.extend(terms[parent].parents)
    return found


def meanings(tables: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Spellings (as the matcher sees them) that find two concepts: form, id, other id."""
    known: dict[tuple[str, ...], list[tuple[str | None, str]]] = {}
    for table in tables:
        for term in read_terms(table):
            for form in forms(term):
                path, exact = _spelling(form, term)
                entries = known.setdefault(path, [])
                for other_exact, other in entries:
                    if other != term.concept.id and (exact is None or other_exact in (None, exact)):
                        yield form, other, term.concept.id
                entries.append((exact, term.concept.id))


def _spelling(form: str, term: Term) -> tuple[tuple[str, ...], str | None]:
    """What the matcher makes of a form: its tokens, and the only case it matches in (None: any)."""
    lexicon = Lexicon([])
    lexicon.add(form, term)
    node: dict[str | None, object] = lexicon._trie
    path: list[str] = []
    while True:
        ((token, below),) = node.items()
        if token is None:
            ((_, exact),) = below  # type: ignore[misc]
            return tuple(path), exact
        path.append(token)
        node = below  # type: ignore[assignment]


def test_ids_are_unique_and_of_their_type() -> None:
    listed = own_terms()
    assert len({term.concept.id for term in listed}) == len(listed)
    for term in listed:
        assert term.label in get_args(ConstraintType), term.concept.id
        assert term.concept.id.split(":")[0] == PREFIXES[term.label], term.concept.id


def test_enough_terms() -> None:
    counts = {table: sum(1 for _ in read_terms(table)) for table in OWN_TABLES}
    assert counts["conditions.tsv"] >= 1800
    assert counts["procedures.tsv"] >= 250
    assert counts["biomarkers.tsv"] >= 200


def test_parents_exist_without_cycles(terms: dict[str, Term]) -> None:
    for id, term in terms.items():
        assert set(term.parents) <= terms.keys(), id
        assert id not in ancestors(terms, id), id


def test_no_spelling_has_two_meanings() -> None:
    double = [(form, one, other) for form, one, other in meanings(TERM_TABLES) if form not in SHARED_SPELLINGS]
    assert double == []


def test_icd_codes_exist() -> None:
    icd = pytest.importorskip("simple_icd_10_cm")
    for term in own_terms():
        for code in term.concept.codes.get("ICD-10-CM", ()):
            assert icd.is_valid_item(code), (term.concept.id, code)


def test_code_hierarchy_agrees_with_parents(terms: dict[str, Term]) -> None:
    codes = [(code, id) for id, term in terms.items() for code in term.concept.codes.get("ICD-10-CM", ())]
    for code, id in codes:
        for prefix, other in codes:
            if other != id and code.startswith(prefix):
                assert other in ancestors(terms, id), f"{id} {code} is under {other} {prefix} by code only"


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("lupus", "autoimmune disease"),
        ("Crohn's disease", "autoimmune disease"),
        ("T1DM", "autoimmune disease"),
        ("myocardial infarction", "cardiovascular disease"),
        ("CVA", "cardiovascular disease"),
        ("unstable angina", "cardiovascular disease"),
        ("ventricular tachycardia", "arrhythmia"),
        ("atrial fibrillation", "supraventricular arrhythmia"),
        ("schizophrenia", "psychiatric disorder"),
        ("alcohol dependence", "psychiatric disorder"),
        ("pneumonia", "infection"),
        ("hepatitis B", "infection"),
        ("HIV", "immunodeficiency"),
        ("nasopharyngeal carcinoma", "malignancy"),
        ("mantle cell lymphoma", "malignancy"),
        ("carcinomatous meningitis", "CNS metastases"),
        ("brain metastases", "CNS metastases"),
        ("DCIS", "in situ carcinoma of the cervix or breast"),
        ("non-infectious pneumonitis", "interstitial lung disease"),
        ("idiopathic pulmonary fibrosis", "lung disease"),
        ("alcoholic cirrhosis", "liver disease"),
        ("chronic hepatitis C", "liver disease"),
        ("ESRD", "kidney disease"),
        ("hemophilia A", "bleeding disorder"),
        ("immune thrombocytopenic purpura", "bleeding disorder"),
        ("Lennox-Gastaut syndrome", "seizure disorder"),
        ("liver transplantation", "organ transplant"),
        ("CABG", "surgery"),
        ("SBRT", "radiation therapy"),
        ("exon 19 deletion", "EGFR mutation"),
    ],
)
def test_narrow_is_a_broad(lexicon: Lexicon, terms: dict[str, Term], narrow: str, broad: str) -> None:
    (one,), (other,) = lexicon.find(narrow), lexicon.find(broad)
    assert one.concept is not None
    assert other.concept is not None
    assert other.concept.id in ancestors(terms, one.concept.id)


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("hair colour changes", "condition", "hair color change"),
        ("immune-related toxicities", "condition", "immune-related adverse event"),
        ("in situ carcinoma of the cervix", "condition", "in situ cervical carcinoma"),
        ("Squamous cell carcinoma of the skin", "condition", "squamous cell carcinoma of the skin"),
        ("another malignancy", "condition", "second primary malignancy"),
        ("in situ cervical and/or breast carcinoma", "condition", "in situ carcinoma of the cervix or breast"),
        ("NPC", "condition", "nasopharyngeal carcinoma"),
        ("Parkinson's disease", "condition", "Parkinson disease"),
        ("ischaemic heart disease", "condition", "coronary artery disease"),
        ("GERD", "condition", "gastroesophageal reflux disease"),
        ("blood component support", "procedure", "transfusion"),
        ("radical therapy", "procedure", "radiotherapy"),
        ("HSCT", "procedure", "hematopoietic stem cell transplant"),
        ("EGFR", "biomarker", "EGFR"),
        ("HER2-positive", "biomarker", "HER2 positive"),
        ("PD-L1", "biomarker", "PD-L1 expression"),
        ("women of child-bearing potential", "reproductive", "childbearing potential"),
        ("breast-feeding", "reproductive", "lactating"),
        ("highly effective methods of birth control", "reproductive", "contraception"),
        ("RECIST v1.1 criteria", "lesion", "RECIST"),
        ("lesion that is measurable", "lesion", "measurable lesion"),
        ("participation in another clinical trial", "participation", "another clinical trial"),
        ("written informed consent", "attestation", "informed consent"),
        ("in the opinion of the investigator", "attestation", "investigator's judgement"),
        ("unable to swallow", "attestation", "ability to swallow tablets"),
        ("either gender", "sex", "any sex"),
        ("adolescents", "age", "adolescent"),
        ("any component of the formulation", "allergy", "study drug components"),
    ],
)
def test_phrasing_finds_concept(lexicon: Lexicon, text: str, label: str, name: str) -> None:
    (mention,) = lexicon.find(text)
    assert (mention.text, mention.label, mention.name) == (text, label, name)


@pytest.mark.parametrize("text", ["eGFR", "he is it", "rf", "a condition under treatment at screening", "PSA", "ms"])
def test_ordinary_words_and_other_measures_are_left_alone(lexicon: Lexicon, text: str) -> None:
    assert lexicon.find(text) == []
