"""The pipeline as spaCy sees it, and the whole way through the public functions."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import eligo
from eligo.attributes.context import read_cues
from eligo.errors import EligoError, EmptyInput, InputError, NotATrial
from eligo.logic import CRITERION_CUES, build_criteria
from eligo.pipeline import COMPONENTS, analyse, load
from eligo.reading import read_listing
from eligo.schema import Document

LISTING = """Study of a new drug in adults

Inclusion Criteria:

- Age 18 years or older
- Acquired resistance (AR) to cisplatin, or AR to carboplatin
- Absolute neutrophil count (ANC) at least 1.5 x 10^9/L within 14 days before enrolment

Exclusion Criteria:

- No recovery from pneumonia
- Patients without hypertension
"""
NOTE = """Date: 2024-03-01

History: 61-year-old woman. History of hypertension. No diabetes.
Medications: cisplatin
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(LISTING)


def test_components_state_what_they_need(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == COMPONENTS
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in COMPONENTS}
    assert all(nlp.get_pipe_meta(name).assigns for name in COMPONENTS)


def test_analyses(doc: Doc) -> None:
    statements = [a.statement.text for a in doc._.analyses]
    assert "Patients without hypertension" in statements
    everything = [x for a in doc._.analyses for x in (*a.mentions, *a.quantities, *a.times)]
    assert everything
    assert all(doc.text[x.start : x.end] == x.text for x in everything)
    assert [a.statement for a in doc._.analyses] == list(doc._.eligo_document.statements)
    assert doc._.eligo_document.text == LISTING


def test_entities_for_spacy_users(doc: Doc) -> None:
    found = {e.text: (e.label_, e.kb_id_, e._.cues) for e in doc.ents}
    assert found["hypertension"][0] == "condition"
    assert found["hypertension"][1].startswith("cond:")
    assert found["hypertension"][2] == ("negated",)
    assert [s.text for s in doc.spans["eligo"]] == [m.text for m in doc._.eligo_mentions]


def test_analyse_gives_the_same_without_a_doc(nlp: Language, doc: Doc) -> None:
    assert analyse(read_listing(LISTING), nlp) == doc._.analyses == analyse(read_listing(LISTING))


def test_docs_survive_bytes(nlp: Language, doc: Doc) -> None:
    import medspacy  # noqa: F401  (it changes how bytes are read back)

    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.analyses == doc._.analyses
    (stored,) = DocBin(docs=[doc], store_user_data=True).get_docs(spacy.blank("en").vocab)
    assert stored._.analyses == doc._.analyses
    assert stored.ents[0].kb_id_ == doc.ents[0].kb_id_


def test_the_pipeline_pickles(nlp: Language, doc: Doc) -> None:
    assert pickle.loads(pickle.dumps(nlp))(LISTING)._.analyses == doc._.analyses


def test_the_pipeline_is_made_from_its_config(nlp: Language, doc: Doc, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    assert spacy.load(tmp_path / "model")(LISTING)._.analyses == doc._.analyses


def test_two_processes(tmp_path: Path) -> None:
    """Under spawn each worker imports everything anew."""
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import multiprocessing
import eligo

LISTING = {LISTING!r}

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    nlp = eligo.load()
    one = nlp(LISTING)._.analyses
    docs = list(nlp.pipe([LISTING] * 4, n_process=2, batch_size=1))
    assert [d._.analyses for d in docs] == [one] * 4
    assert docs[0].ents and docs[0].ents[0].kb_id_
    trials = list(eligo.parse_many([LISTING] * 3 + [""], n_process=2, errors="return"))
    assert [type(t).__name__ for t in trials] == ["Trial"] * 3 + ["EmptyInput"]
    assert trials[0] == eligo.parse(LISTING)
""",
        "utf-8",
    )
    done = subprocess.run([sys.executable, "-W", "ignore", str(script)], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


@Language.component("test_shout")
def shout(doc: Doc) -> Doc:
    assert len(doc) > 0
    assert doc._.eligo_mentions
    doc.user_data["shouted"] = doc.text.upper()
    return doc


def test_components_of_others(doc: Doc) -> None:
    nlp = load()
    nlp.add_pipe("test_shout", after="eligo_lexicon")
    assert nlp(LISTING).user_data["shouted"] == LISTING.upper()
    assert analyse(read_listing(LISTING), nlp) == doc._.analyses


def test_modes_and_config() -> None:
    plain = load(mode="plain")("  no asthma \n\nhypertension")
    assert [(a.statement.id, a.statement.text) for a in plain._.analyses] == [
        ("N1", "no asthma"),
        ("N2", "hypertension"),
    ]
    note = load(config={"eligo_statements": {"mode": "note"}})(NOTE)
    assert {a.statement.kind for a in note._.analyses} == {"note"}
    with pytest.raises(ValueError, match="no component 'eligo_magic'"):
        load(config={"eligo_magic": {}})
    with pytest.raises(ValueError, match="mode is 'page'"):
        load(mode="page")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " \n ", "A recipe for bread.\n\nFlour, water, salt.\n"])
def test_a_batch_goes_on(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.analyses == ()
    assert len(doc.ents) == 0
    if text:
        assert doc._.eligo_document.skipped[0].reason


def test_a_pipeline_without_statements_says_so(nlp: Language) -> None:
    with pytest.raises(ValueError, match="eligo_statements"), nlp.select_pipes(disable=["eligo_statements"]):
        nlp(LISTING)


def test_parse(tmp_path: Path) -> None:
    trial = eligo.parse(LISTING, source="page.txt")
    assert [c.kind for c in trial.criteria] == ["inclusion"] * 3 + ["exclusion"] * 2
    assert all(trial.source[c.start : c.end] == c.text for c in trial.criteria)
    path = tmp_path / "page.txt"
    path.write_text(LISTING, "utf-8")
    assert eligo.parse(path).criteria == eligo.parse(str(path)).criteria == trial.criteria
    assert eligo.parse(read_listing(LISTING)).criteria == trial.criteria


def test_parse_reads_the_context_only_where_a_criterion_takes_something_from_it() -> None:
    cues = sorted({rule.phrases()[0] for rule in read_cues() if rule.where != "note"})
    lines = (f"- {cue} asthma and cough, {cue}" for cue in cues)
    document = read_listing("\n".join(["Exclusion Criteria:", "", *lines]))
    whole = analyse(document)
    assert {c.category for a in whole for m in a.mentions for c in m.cues} > CRITERION_CUES
    assert eligo.parse(document).criteria == build_criteria(whole)
    some = analyse(document, cues=CRITERION_CUES)
    assert some != whole
    assert not any(m.cues for m in analyse(document, cues=frozenset())[0].mentions)


def test_annotate_and_match() -> None:
    patient = eligo.annotate(NOTE, index_date=date(2024, 3, 5))
    assert patient.index_date == "2024-03-05"
    assert {"hypertension", "cisplatin"} <= {f.name for f in patient.facts}
    report = eligo.match(eligo.parse(LISTING), patient, silence="absent")
    assert len(report.verdicts) == 5
    assert report.overall in {"eligible", "ineligible", "undetermined"}


def test_bad_input(tmp_path: Path) -> None:
    with pytest.raises(NotATrial):
        eligo.parse("A recipe for bread.\nFlour, water, salt.")
    with pytest.raises(EmptyInput):
        eligo.parse("\n")
    with pytest.raises((InputError, OSError)):
        eligo.parse(tmp_path / "missing.txt")
    with pytest.raises((InputError, OSError)):
        eligo.parse(str(tmp_path))
    rows = '{"nct_id": "NCT00000001", "eligibility": "Inclusion Criteria:\\n- Asthma"}\n'
    with pytest.raises(InputError, match="several trials"):
        eligo.parse(rows * 2)
    assert [t.id for t in eligo.parse_many([rows * 2]) if not isinstance(t, EligoError)] == ["NCT00000001"] * 2


def test_many() -> None:
    results = list(eligo.parse_many([LISTING, "", LISTING], errors="return"))
    assert [isinstance(r, EligoError) for r in results] == [False, True, False]
    with pytest.raises(EmptyInput):
        list(eligo.parse_many([LISTING, ""]))
    assert [p.id for p in eligo.annotate_many([NOTE, NOTE]) if not isinstance(p, EligoError)]
    with pytest.raises(ValueError, match="n_process"):
        list(eligo.parse_many([LISTING], n_process=0))


def test_long_runs_use_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    from eligo import pipeline

    first = pipeline.default_pipeline()
    assert pipeline.default_pipeline() is first
    monkeypatch.setattr("eligo.pipeline.running._MOST_STRINGS", 10)
    assert pipeline.default_pipeline() is not first


def test_a_large_page_is_not_tokenised() -> None:
    page = LISTING + "\n\nContact\n\n" + "lorem ipsum dolor sit amet\n" * 60_000  # beyond spaCy's limit
    document = read_listing(page)
    assert isinstance(document, Document)
    assert analyse(document)
