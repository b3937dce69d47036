"""Terminologies of the user's: read, indexed once, found in texts, placed in the hierarchy."""

from __future__ import annotations

import json
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.concepts.hierarchy import concept, is_a
from eligo.concepts.terminology.build import add, checksum
from eligo.concepts.terminology.entries import Entry
from eligo.concepts.terminology.forms import forms
from eligo.concepts.terminology.index import Index
from eligo.concepts.terminology.installed import BUILDING, forget, home, index_path, installed
from eligo.concepts.terminology.inventory import inventory, remove
from eligo.concepts.terminology.trie import Trie, packed
from eligo.corpus.fhir import read_bundle
from eligo.errors import InputError
from eligo.schema import Constraint, Mention, Patient, Trial, from_json, to_json

OBO = """format-version: 1.2
data-version: releases/2026-01-01
ontology: test

[Term]
id: T:1
name: zorblax disease
xref: ICD10CM:M32.9

[Term]
id: T:2
name: juvenile zorblax disease ! never a comment here
synonym: "JZD" EXACT []
synonym: "plimsoll \\"deep\\" palsy" EXACT []
synonym: "wobbles" RELATED []
is_a: T:1 ! zorblax disease
is_a: T:4 {source="x"} ! autoimmune disease

[Term]
id: T:3
name: gone disease
is_obsolete: true

[Term]
id: T:4
name: autoimmune disease

[Typedef]
id: part_of
name: part of
"""


Command = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's folder of indexes, empty."""
    where = tmp_path / "terms"
    monkeypatch.setenv("ELIGO_TERMINOLOGIES", str(where))
    forget()
    yield where
    forget()


def table(path: Path, *rows: str, header: str = "id,name,type,synonyms,codes,parents") -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def indexed(folder: Path, *rows: str, name: str = "mine") -> Index:
    add("table", table(folder.parent / f"{name}.csv", *rows), folder, name=name)
    return next(index for index in installed() if index.name == name)


def mentions(text: str) -> list[Mention]:
    return list(eligo.load(mode="plain")(text)._.eligo_mentions)


def words(text: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.concept.id if m.concept else None) for m in mentions(text)]


# Reading


def obo(folder: Path, text: str = OBO) -> Index:
    path = folder.parent / "test.obo"
    path.write_text(text, "utf-8")
    add("doid", path, folder, name="doid")
    return installed()[0]


def test_obo(folder: Path) -> None:
    index = obo(folder)
    assert index.meta["version"] == "releases/2026-01-01"
    assert (index.meta["concepts"], index.meta["terms"]) == ("3", "4")
    assert index.source.startswith("doid releases/2026-01-01 sha256:")
    assert words('Known plimsoll "deep" palsy') == [('plimsoll "deep" palsy', "doid:T:2")]
    (young,) = mentions("History of juvenile zorblax diseases")
    assert young.concept is not None
    assert (young.label, young.concept.id, young.concept.source) == ("condition", "doid:T:2", index.source)
    assert index.above("T:2") == (("T:1", "zorblax disease"), ("T:4", "autoimmune disease"))
    assert not mentions("He wobbles")  # a related word is no name
    assert not mentions("gone disease")


def mrconso(cui: str, text: str, *, sab: str = "MSH", tty: str = "SY", code: str = "X", best: bool = False) -> str:
    row = [cui, "ENG", "P" if best else "S", "L", "PF" if best else "VO", "S", "Y" if best else "N", "A", "", "", ""]
    return "|".join([*row, sab, tty, code, text, "0", "N", "", ""])


def test_umls_with_its_types_and_relations(folder: Path, tmp_path: Path) -> None:
    rows = [
        mrconso("C1", "Zorblax disease (disorder)", best=True, sab="SNOMEDCT_US", code="77"),
        mrconso("C1", "plimsoll syndrome"),
        mrconso("C1", "plimsoll syndrome").replace("|ENG|", "|SPA|").replace("plimsoll", "sindrome"),
        mrconso("C1", "withdrawn name").replace("|N||", "|O||"),
        mrconso("C2", "Velmar illness", best=True),
        mrconso("C3", "Questionnaire of zorblax", best=True),
    ]
    main = tmp_path / "MRCONSO.RRF"
    main.write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "MRSTY.RRF").write_text(
        "C1|T047|B2|Disease or Syndrome|AT|256|\nC2|T047|B2||AT|256|\nC3|T170|A|Intellectual Product|AT||\n",
        "utf-8",
    )
    (tmp_path / "MRREL.RRF").write_text(
        "C2|A1|AUI|CHD|C1|A2|AUI|isa|R1||MSH|MSH|||N||\nC1|A1|AUI|RO|C3|A2|AUI|||R2|MSH|MSH|||N||\n", "utf-8"
    )
    add("umls", main, folder, name="umls")
    index = installed()[0]
    assert words("zorblax disease, plimsoll syndrome, sindrome syndrome, questionnaire of zorblax") == [
        ("zorblax disease", "umls:C1"), ("plimsoll syndrome", "umls:C1"),
    ]  # fmt: skip
    found = index.concept("C1")
    assert found is not None
    assert found.codes == {"UMLS": ("C1",), "SNOMED-CT": ("77",), "MeSH": ("X",)}
    assert index.above("C1") == (("C2", "Velmar illness"),)
    assert index.meta["unlabelled"] == "1"


def test_umls_without_types_says_what_it_lacks(folder: Path, tmp_path: Path, command: Command) -> None:
    main = tmp_path / "MRCONSO.RRF"
    main.write_text(mrconso("C1", "Zorblax disease", best=True) + "\n", "utf-8")
    done = command("terminology", "add", "umls", main)
    assert (done.code, done.out) == (1, "")
    assert "--type" in done.err


def test_rxnorm_takes_ingredients_and_brands(folder: Path, tmp_path: Path) -> None:
    rows = [
        mrconso("11", "foomycin", sab="RXNORM", tty="IN"),
        mrconso("11", "foomycine", sab="ATC", tty="IN", code="L01XX99"),
        mrconso("11", "Foomycin 5 mg oral", sab="MMSL", tty="BD"),
        mrconso("12", "Foozol", sab="RXNORM", tty="BN"),
        mrconso("13", "foomycin 5 MG Oral Tablet", sab="RXNORM", tty="SCD"),
    ]
    main = tmp_path / "RXNCONSO.RRF"
    main.write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "RXNREL.RRF").write_text("11|||RO|12|||tradename_of|1||RXNORM|RXNORM||||\n", "utf-8")
    add("rxnorm", main, folder, name="rxnorm")
    foozol, foomycin = mentions("Foozol, or foomycin 5 mg oral tablets")
    assert (foozol.label, foomycin.text, foomycin.name) == ("drug", "foomycin", "foomycin")
    assert foozol.concept is not None
    assert foomycin.concept is not None
    assert is_a(foozol.concept, foomycin.concept)
    assert not is_a(foomycin.concept, foozol.concept)
    assert foomycin.concept.codes["ATC"] == ("L01XX99",)
    assert is_a(foomycin.concept, concept("class:anticancer"))
    assert is_a(foozol.concept, foozol.concept)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(folder: Path, tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "my table.csv"
    rows = [
        ["id", "name", "codes", "parents", "synonyms"],
        ["1", "zorblax", "ICD-10-CM:M32.9|X:5", "", '"flimsy gait"|trem'],
    ]
    path.write_bytes(b"\xef\xbb\xbf" + "\n".join(delimiter.join(row) for row in rows).encode())
    add("table", path, folder, name="mine", label="condition")
    (found,) = mentions("flimsy gait")
    assert found.concept is not None
    assert found.concept.codes == {"ICD-10-CM": ("M32.9",), "X": ("5",)}
    assert is_a(found.concept, concept("cond:autoimmune_disease"))  # by its code


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("doid", "", "no OBO file"),
        ("doid", "just some prose\n", "line 1"),
        ("doid", "format-version: 1.2\n\n[Term]\nid: X:1\nname: gone\nis_obsolete: true\n", "holds no term"),
        ("rxnorm", "a|b|c\n", "has 3 fields"),
        ("umls", "a,b\n", "has 1 fields"),
        ("table", "code,label\n1,x\n", "no column 'id'"),
        ("table", "", "no column"),
        ("table", "id,name,type\n1,zorblax\n", "line 2: has 2 cells"),
        ("table", "id,name,type\n1,zorblax,colour\n", "'colour'"),
        ("table", "id,name\n1,zorblax\n", "says nothing of its type"),
        ("table", "id,name,type\n,zorblax,drug\n", "has no id"),
        ("table", "id,name,type,codes\n1,zorblax,drug,5\n", "SYSTEM:code"),
        ("table", "id,name,type\n1,zorblax\0,drug\n", "is no text"),
        ("table", "id,name,type\n1,zorblax\udcff,drug\n", "UTF-8"),
    ],
)
def test_bad_files_are_one_sentence(
    folder: Path,
    tmp_path: Path,
    command: Command,
    kind: str,
    content: str,
    said: str,
) -> None:
    path = tmp_path / "bad.file"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    done = command("terminology", "add", kind, path, "--name", "bad")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert said in done.err
    assert "bad.file" in done.err
    assert not installed()


@pytest.mark.parametrize(
    "arguments",
    [("nonsense", "x"), ("table", "absent.csv"), ("table", "."), ("table", "t.csv", "--type", "colour")],
)
def test_wrong_usage(folder: Path, tmp_path: Path, command: Command, arguments: tuple[str, ...],
                     monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    table(tmp_path / "t.csv", "1,zorblax,drug,,,")
    assert command("terminology", "add", *arguments).code == 2


def test_names_are_checked(folder: Path, tmp_path: Path, command: Command) -> None:
    path = table(tmp_path / "t.csv", "1,zorblax,drug,,,")
    for name in ("drug", "../x", "a:b", ""):
        assert command("terminology", "add", "table", path, "--name", name).code == (0 if not name else 1)


# Building once, again, and on


def test_the_same_file_is_not_indexed_twice(folder: Path, tmp_path: Path, command: Command) -> None:
    path = table(tmp_path / "my drugs.csv", "1,foomycin,drug,,,")
    assert "my_drugs: indexed; 1 concepts, 1 terms" in command("terminology", "add", "table", path).err
    added = (folder / "my_drugs.sqlite").stat().st_mtime_ns
    assert "indexed already" in command("terminology", "add", "table", path).err
    assert (folder / "my_drugs.sqlite").stat().st_mtime_ns == added
    table(path, "1,foomycin,drug,,,", "2,barcillin,drug,,,")
    assert "the file has changed since" in command("terminology", "list").out
    assert [m.name for m in mentions("barcillin and foomycin")] == ["foomycin"]
    assert "the file has changed; 2 concepts" in command("terminology", "add", "table", path).err
    assert [m.name for m in mentions("barcillin and foomycin")] == ["barcillin", "foomycin"]
    told = command("terminology", "info", "my_drugs").out
    assert checksum([path]) in told
    assert "concepts   2" in told
    assert command("terminology", "remove", "my_drugs").code == 0
    assert not mentions("barcillin")
    assert command("terminology", "remove", "my_drugs").code == 1
    assert command("terminology", "info", "my_drugs").code == 1
    assert "no terminologies" in command("terminology", "list").err


def test_a_changed_type_is_indexed_anew(folder: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "1,zorblax", header="id,name")
    assert add("table", path, folder, name="t", label="drug").state == "built"
    assert add("table", path, folder, name="t", label="drug").state == "unchanged"
    assert add("table", path, folder, name="t", label="condition").state == "replaced"
    assert [m.label for m in mentions("zorblax")] == ["condition"]


def test_an_interrupted_build_goes_on(folder: Path, tmp_path: Path, command: Command,
                                      monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    from eligo.concepts.terminology import build

    path = table(tmp_path / "t.csv", *(f"{n},zor{'abcdefghij'[n]}blax,drug,,," for n in range(10)))
    monkeypatch.setattr(build, "_BATCH", 3)
    seen = []

    def stop(stage: str, done: int, size: int) -> None:
        seen.append((stage, done, size))
        if sum(s == "t.csv" for s, *_ in seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add("table", path, folder, name="t", progress=stop)
    assert not installed()
    assert (folder / f"t{BUILDING}").is_file()
    assert "incomplete; go on with eligo terminology add table" in command("terminology", "list").out
    kept: list[int] = []
    keep = build._keep
    monkeypatch.setattr(build, "_keep", lambda c, batch: (kept.append(len(batch)), keep(c, batch)))
    assert "from where it was interrupted; 10 concepts" in command("terminology", "add", "table", path).err
    assert kept == [3, 1]
    whole = folder.parent / "whole"
    add("table", path, whole, name="t")
    rows = [_content(index_path(where, "t")) for where in (folder, whole)]
    assert rows[0] == rows[1]


def _content(path: Path) -> list[object]:
    with sqlite3.connect(path) as connection:
        return [
            connection.execute(f"SELECT * FROM {t} ORDER BY 1, 2").fetchall() for t in ("concepts", "terms", "trie")
        ]


def test_an_interrupted_build_of_another_file_starts_anew(folder: Path, tmp_path: Path) -> None:
    def stop(stage: str, done: int, size: int) -> None:
        if stage == "t.csv":
            raise KeyboardInterrupt

    path = table(tmp_path / "t.csv", "1,zorblax,drug,,,")
    with pytest.raises(KeyboardInterrupt):
        add("table", path, folder, name="t", progress=stop)
    table(path, "1,velmar,drug,,,")
    assert add("table", path, folder, name="t").state == "built"
    assert words("zorblax, velmar") == [("velmar", "t:1")]


def test_a_broken_index_is_named(folder: Path, command: Command) -> None:
    folder.mkdir()
    (folder / "bad.sqlite").write_text("no database")
    forget()
    with pytest.raises(InputError, match=r"bad\.sqlite.*eligo terminology remove bad"):
        mentions("asthma")
    assert "no index of a terminology" in command("terminology", "list").out
    assert command("terminology", "remove", "bad").code == 0
    assert mentions("asthma")


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: Command) -> None:
    monkeypatch.setenv("ELIGO_TERMINOLOGIES", "")
    assert home() is None
    assert command("terminology", "list").code == 2
    monkeypatch.delenv("ELIGO_TERMINOLOGIES")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert home() == tmp_path / "eligo" / "terminologies"
    path = table(tmp_path / "t.csv", "1,zorblax,drug,,,")
    assert command("--terminologies", tmp_path / "other", "terminology", "add", "table", path).code == 0
    assert (tmp_path / "other" / "t.sqlite").is_file()
    forget()


# Policy


def form(text: str) -> tuple[bool, str, str | None]:
    (found,) = forms(Entry("1", text, True))
    return found.free, found.why, found.exact


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("MST", "short"), ("ab", "short"), ("impact", "common"), ("Today", "common"), ("therapy", "common"),
        ("medical condition", "common"), ("history of zorblax disease", "context"), ("Family history of X", "context"),
        ("no zorblax", "context"), ("foomycin 5 MG Oral Tablet", "dose"),
        ("a very long name of nine words that nobody writes", "long"),
    ],
)  # fmt: skip
def test_words_that_are_not_looked_for(text: str, why: str) -> None:
    assert form(text)[:2] == (False, why)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("zorblax", None), ("ATLL", "ATLL"), ("Pick's disease", "Pick's disease"), ("heart attack", None),
        ("SHORT syndrome", "SHORT syndrome"), ("non-Zorblax lymphoma", None), ("absence of tears", None),
    ],
)  # fmt: skip
def test_words_that_are_looked_for(text: str, exact: str | None) -> None:
    assert form(text) == (True, "", exact)


def test_of_two_cases_the_plain_one_counts() -> None:
    (found,) = forms(Entry("1", "ZORBLAX", True, ("Zorblax",)))
    assert found.exact is None
    assert found.preferred


def test_a_word_of_several_concepts_means_the_one_of_that_name(folder: Path) -> None:
    indexed(
        folder, "1,zorblax,condition,velmar|plimsoll,,", "2,velmar,condition,,,", "3,foo disease,condition,plimsoll,,"
    )
    assert words("velmar; plimsoll; zorblax") == [("velmar", "mine:2"), ("zorblax", "mine:1")]
    assert installed()[0].meta["ambiguous"] == "1"


def test_the_tables_win_unless_the_term_is_longer(folder: Path) -> None:
    indexed(
        folder, "1,asthma,condition,,,", "2,severe asthma,condition,,,", "3,zorblax asthma,condition,,,",
        "4,hemoglobin fever,condition,,,", "5,asthma and gout syndrome,condition,,,",
    )  # fmt: skip
    assert words("asthma") == [("asthma", "cond:asthma")]
    assert words("severe asthma") == [("asthma", "cond:asthma")]  # how severe is said of it
    assert words("zorblax asthma") == [("zorblax asthma", "mine:3")]
    assert words("asthma and gout syndrome") == [("asthma and gout syndrome", "mine:5")]
    assert words("hemoglobin fever")[0] == ("hemoglobin", "lab:hemoglobin")  # what is measured is never lost


def test_the_longest_wins_then_the_first_that_was_added(folder: Path) -> None:
    indexed(folder, "1,zorblax,condition,,,", "2,velmar,condition,,,", name="zz")
    indexed(folder, "1,zorblax,drug,,,", "2,velmar palsy,condition,,,", name="aa")
    assert words("zorblax; velmar palsy; velmar") == [
        ("zorblax", "zz:1"), ("velmar palsy", "aa:2"), ("velmar", "zz:2"),
    ]  # fmt: skip


def test_short_forms_need_the_page(folder: Path) -> None:
    indexed(folder, "1,velmar palsy,condition,VP|QZVP,,")
    page = "Velmar palsy (VP) of any kind\nNo VP"
    assert words(page) == [("Velmar palsy (VP)", "mine:1"), ("VP", "mine:1")]
    assert words("No VP") == []
    assert words("known QZVP") == [("QZVP", "mine:1")]
    assert words("known qzvp") == []
    other = "quite zany visual pattern (QZVP)\nNo QZVP"
    assert words(other) == []  # the page says what it is


def test_words_within_words_and_wrapped_lines(folder: Path) -> None:
    indexed(folder, "1,velmar palsy,condition,,,")
    text = "Inclusion Criteria:\n\n  - Known velmar\n    palsies, or velmar palsy2\n"
    (found,) = eligo.load()(text)._.eligo_mentions
    assert text[found.start : found.end] == found.text == "velmar\n    palsies"


# Hierarchy and matching


def test_parents_place_it_below_the_tables(folder: Path) -> None:
    index = obo(folder)
    young = index.concept("T:2")
    top = index.concept("T:1")
    assert young is not None
    assert top is not None
    assert is_a(young, top)
    assert not is_a(top, young)
    assert is_a(young, concept("cond:autoimmune_disease"))  # by the parent's name
    assert not is_a(young, concept("cond:gout"))
    assert is_a(top, concept("cond:autoimmune_disease"))  # by its code


def test_circles_end(folder: Path) -> None:
    index = indexed(folder, "1,zorblax,condition,,,2", "2,velmar,condition,,,1", "3,plimsoll,condition,,,3|9")
    assert index.above("1") == (("2", "velmar"),)
    assert index.above("3") == ()


def test_our_concepts_stand_below_a_users(folder: Path) -> None:
    index = indexed(folder, "1,airway trouble,condition,,,", "2,asthma,condition,,,1")
    airway = index.concept("1")
    assert airway is not None
    assert is_a(concept("cond:asthma"), airway)
    assert not is_a(concept("cond:gout"), airway)


TRIAL = "Inclusion Criteria:\n\n- Zorblax disease\n- Autoimmune disease\n\nExclusion Criteria:\n\n- Gout\n"


def test_patients_match_by_it(folder: Path) -> None:
    obo(folder)
    trial, patient = eligo.parse(TRIAL), eligo.annotate("Problems: juvenile zorblax disease.")
    verdicts = eligo.match(trial, patient).verdicts
    assert [v.verdict for v in verdicts] == ["pass", "pass", "unknown"]
    leaf = trial.criteria[0].logic
    assert isinstance(leaf, Constraint)
    assert leaf.concept is not None
    assert from_json(Trial, to_json(trial)) == trial
    assert json.loads(to_json(leaf))["concept"]["source"] == installed()[0].source
    assert "source" not in json.loads(to_json(trial))["criteria"][1]["logic"]["concept"]


def record(resource: str, name: str = "", **coding: str) -> Patient:
    """A FHIR record of one problem or drug that is given by a code, and by a name where there is one."""
    what = {"coding": [coding], "text": name}
    fields = {"code": what} if resource == "Condition" else {"medicationCodeableConcept": what, "status": "active"}
    entry = {"resourceType": resource, "subject": {"reference": "Patient/1"}, **fields}
    entries = [{"resource": {"resourceType": "Patient", "id": "1"}}, {"resource": entry}]
    (patient,) = read_bundle({"resourceType": "Bundle", "type": "collection", "entry": entries})
    return patient


def test_a_records_codes_are_looked_up(folder: Path) -> None:
    indexed(
        folder,
        "1,velmar palsy,condition,,SNOMED-CT:910001,2",
        "2,thornic disease,condition,,SNOMED-CT:910002,",
        "3,orvic disease,condition,,SNOMED-CT:910003,2",
        "4,dulvic disease,condition,,SNOMED-CT:910003,",
    )
    trial = eligo.parse("Exclusion Criteria:\n- thornic disease\n")
    snomed = "http://snomed.info/sct"
    patient = record("Condition", system=snomed, code="910001")
    (fact,) = (f for f in patient.facts if f.type == "condition")
    assert fact.concept is not None
    assert (fact.concept.id, fact.concept.name) == ("mine:1", "velmar palsy")
    assert [v.verdict for v in eligo.match(trial, patient).verdicts] == ["fail"]
    doubtful = record("Condition", system=snomed, code="910003", display="Something else")
    assert [v.verdict for v in eligo.match(trial, doubtful).verdicts] == ["unknown"]


def test_a_records_names_are_looked_up(folder: Path) -> None:
    indexed(folder, "7,velmarib,drug,,RxNorm:990007,", "8,thornib,drug,,,")
    rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm"
    by_code = record("MedicationStatement", system=rxnorm, code="990007")
    by_name = record("MedicationStatement", system=rxnorm, code="1", name="Thornib 20 MG Oral Tablet")
    assert [f.concept.id for p in (by_code, by_name) for f in p.facts if f.type == "drug" and f.concept] == [
        "mine:7",
        "mine:8",
    ]


# Processes


def test_it_travels(folder: Path) -> None:
    indexed(folder, "1,velmar palsy,condition,,,")
    nlp = eligo.load(mode="plain")
    text = "velmar palsy"
    assert pickle.loads(pickle.dumps(nlp))(text)._.analyses == nlp(text)._.analyses
    assert [d._.analyses for d in nlp.pipe([text] * 4, n_process=2, batch_size=1)] == [nlp(text)._.analyses] * 4


@pytest.mark.slow
def test_other_processes_see_it(folder: Path, tmp_path: Path) -> None:
    indexed(folder, "1,velmar palsy,condition,,,")
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import eligo

if __name__ == "__main__":
    text = {TRIAL.replace("Zorblax disease", "Velmar palsy")!r}
    trials = list(eligo.parse_many([text] * 3, n_process=2))
    print({{t.criteria[0].logic.concept.id for t in trials}})
""",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], check=True, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "{'mine:1'}\n"


def test_the_doctor_knows_them(folder: Path, command: Command) -> None:
    assert "none; eligo terminology add" in command("doctor").out
    indexed(folder, "1,velmar palsy,condition,,,")
    assert "mine                    1 terms  sha256:" in command("doctor").out


# The trie


def test_the_trie_knows_where_terms_end() -> None:
    trie = Trie(**packed(["a b c", "a b", "b", "d e"]))
    assert trie.longest(["a", "b", "c", "x"], 0) == [3, 2]
    assert trie.longest(["a", "b", "c", "x"], 1) == [2]
    assert trie.longest(["a", "x"], 0) == []
    assert trie.longest(["d"], 0) == []
    assert trie.longest(["z"], 0) == []


def test_words_of_longer_cues_are_no_aspects(folder: Path) -> None:
    """ "Bone marrow biopsy-proven" is said of a thing; "bone" alone is part of what a thing is called."""
    named = ("bone squamous cell carcinoma", "bone marrow biopsy-proven asthma")
    term = "\n".join(f"[Term]\nid: T:{n}\nname: {name}\n" for n, name in enumerate(named, 9))
    obo(folder, f"format-version: 1.2\nontology: test\n\n{term}")
    assert words("Known bone squamous cell carcinoma") == [("bone squamous cell carcinoma", "doid:T:9")]
    assert words("Bone marrow biopsy-proven asthma")[-1] == ("asthma", "cond:asthma")


@pytest.mark.shared
def test_real_ontologies(folder: Path, shared: Path) -> None:
    for name in ("DO_cancer_slim", "DO_infectious_disease_slim"):
        path = shared / "data" / "terminologies" / f"{name}.obo"
        assert int(add("doid", path, folder, name=name).meta["terms"]) > 1000
    (found,) = mentions("Known endometrial endometrioid adenofibrosarcoma, or bone squamous cell carcinoma")[-1:]
    assert found.concept is not None
    assert found.concept.id.startswith("DO_cancer_slim:DOID:"), found
    assert is_a(found.concept, concept("cond:malignancy"))
    assert [one.state for one in inventory(folder)] == ["current", "current"]
    assert remove(folder, "DO_cancer_slim")
