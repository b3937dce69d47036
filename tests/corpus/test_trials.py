"""Trials from every format, streamed; what cannot be read is named. The trials are made up."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligo.corpus.readers import trials
from eligo.corpus.trials import read_trials
from eligo.errors import EligoError, EmptyInput, InputError, MalformedJSON, NotATrial
from eligo.schema import Document

CRITERIA = "Inclusion Criteria:\n\n* Age 18 or older\n\nExclusion Criteria:\n\n* Pregnancy"


def record(number: str = "NCT90000001") -> dict[str, Any]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": "A trial"},
            "eligibilityModule": {"eligibilityCriteria": CRITERIA, "sex": "FEMALE", "minimumAge": "18 Years"},
        }
    }


def xml(number: str = "NCT90000002") -> str:
    criteria = f"<eligibility><criteria><textblock>{CRITERIA}</textblock></criteria></eligibility>"
    return f"<clinical_study><id_info><nct_id>{number}</nct_id></id_info>{criteria}</clinical_study>"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "x.txt") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in document.statements]


TWO = [("inclusion", "Age 18 or older"), ("exclusion", "Pregnancy")]

FORMATS: dict[str, str] = {
    "one.json": json.dumps(record(), indent=2),
    "line.json": json.dumps(record()),
    "studies.json": json.dumps({"studies": [record()]}),
    "array.json": json.dumps([record()]),
    "lines.ndjson": json.dumps(record()) + "\n\n" + json.dumps(record("NCT90000009")) + "\n",
    "rows.jsonl": json.dumps({"nct_id": "NCT90000001", "eligibility": CRITERIA}) + "\n",
    "old.xml": xml(),
    "page.html": f"<html><body><pre>{CRITERIA}</pre></body></html>",
    "plain.txt": CRITERIA,
    "eligibilities.txt": "id|nct_id|gender|criteria|adult\n7|NCT90000001|All|" + CRITERIA.replace("\n", "~") + "|t\n",
    "table.csv": f'NCT Number,Brief Title,Eligibility Criteria\nNCT90000001,"One, two","{CRITERIA}"\n',
    "table.tsv": 'nct_id\tinclusion_criteria\texclusion_criteria\nNCT90000001\t* Age 18 or older\t* Pregnancy\n',
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_gives_the_same_statements(name: str, packed: bool, file: Callable[..., Path]) -> None:
    content = FORMATS[name].encode("utf-8")
    path = file(gzip.compress(content) if packed else content, name + ".gz" * packed)
    documents = list(read_trials(path))
    assert len(documents) == (2 if name == "lines.ndjson" else 1)
    for document in documents:
        assert kinds(document) == TWO
        assert all(document.text[s.start : s.end] == s.text for s in document.statements)
    if name not in ("page.html", "plain.txt"):
        assert documents[0].id in ("NCT90000001", "NCT90000002")


def test_a_byte_order_mark_and_old_encodings_are_read(file: Callable[..., Path]) -> None:
    row = json.dumps({"id": "a", "criteria": "Inclusion Criteria:\n- Sjögren ≥ 2"}, ensure_ascii=False)
    (document,) = read_trials(file(b"\xef\xbb\xbf" + row.encode() + b"\n", "a.jsonl"))
    assert "Sjögren ≥ 2" in document.text
    old = row.replace("≥", ">").encode("cp1252")
    assert "Sjögren > 2" in next(read_trials(file(old + b"\n", "b.jsonl"))).text


def test_aact_marks_lines_with_tildes_and_some_tildes_are_none(file: Callable[..., Path]) -> None:
    criteria = "Inclusion Criteria:~~1. Age over 18~2. Weight ~ 50 kg~~Exclusion Criteria:~~1. Pregnancy"
    (document,) = read_trials(file(f"nct_id|criteria\nNCT90000001|{criteria}\n"))
    assert [s.text for s in document.statements] == ["Age over 18", "Weight ~ 50 kg", "Pregnancy"]
    assert len(document.text) == len(criteria)


def test_other_names_of_columns_can_be_said(file: Callable[..., Path]) -> None:
    path = file(f'number;words\nT1;"{CRITERIA}"\n', "x.csv")
    with pytest.raises(InputError, match="no column with eligibility criteria"):
        list(read_trials(path))
    (document,) = read_trials(path, columns={"id": "number", "criteria": "words"})
    assert document.id == "T1"
    assert kinds(document) == TWO
    rows = file(json.dumps({"number": "T2", "words": CRITERIA}) + "\n", "x.jsonl")
    assert next(read_trials(rows, columns={"id": "number", "criteria": "words"})).id == "T2"
    with pytest.raises(ValueError, match="no field"):
        list(read_trials(path, columns={"nothing": "words"}))


def test_a_folder_and_an_archive_give_all_their_files(file: Callable[..., Path], tmp_path: Path) -> None:
    file(json.dumps(record()), "in/a.json")
    file(xml(), "in/deeper/b.xml")
    file("read me", "in/README.md")
    file("x", "in/.hidden")
    assert [d.id for d in read_trials(tmp_path / "in")] == ["NCT90000001", "NCT90000002"]
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a.json", json.dumps(record()))
        archive.writestr("b.xml", xml())
    assert [d.id for d in read_trials(tmp_path / "t.zip")] == ["NCT90000001", "NCT90000002"]
    stream = io.BytesIO((tmp_path / "t.zip").read_bytes())
    assert len(list(read_trials(stream))) == 2


def test_of_an_aact_export_only_the_criteria_are_read(file: Callable[..., Path], tmp_path: Path) -> None:
    file(FORMATS["eligibilities.txt"], "aact/eligibilities.txt")
    file("nct_id|name\nNCT90000001|x\n", "aact/keywords.txt")
    assert [d.id for d in read_trials(tmp_path / "aact")] == ["NCT90000001"]


def test_titles_of_an_aact_export_come_from_its_studies(file: Callable[..., Path], tmp_path: Path) -> None:
    table = FORMATS["eligibilities.txt"]
    studies = "nct_id|brief_title|official_title\nNCT90000001||The long title\nNCT90000002|Short|Long\n"
    alone = file(table, "one/eligibilities.txt")
    assert next(read_trials(alone)).title is None
    assert next(read_trials(tmp_path / "one")).title is None
    beside = file(table, "two/eligibilities.txt")
    file(studies, "two/studies.txt")
    assert next(read_trials(beside)).title == "The long title"
    assert next(read_trials(tmp_path / "two")).title == "The long title"
    with zipfile.ZipFile(tmp_path / "aact.zip", "w") as archive:
        archive.writestr("eligibilities.txt", table)
        archive.writestr("studies.txt", studies)
    (document,) = read_trials(tmp_path / "aact.zip")
    assert document.title == "The long title"


def test_the_hook_takes_tables_and_leaves_the_rest(file: Callable[..., Path], tmp_path: Path) -> None:
    errors: list[EligoError] = []
    for name in ("eligibilities.txt", "table.csv", "table.tsv"):
        found = trials(str(file(FORMATS[name], name)), errors.append)
        assert found is not None
        assert [(t.id, len(t.criteria)) for t in found] == [("NCT90000001", 2)]
    for name in ("one.json", "rows.jsonl", "old.xml", "page.html", "plain.txt"):
        assert trials(str(file(FORMATS[name], name)), errors.append) is None
    assert trials(str(tmp_path), errors.append) is None
    assert trials(str(tmp_path / "none.csv"), errors.append) is None
    piped = trials("-", errors.append, data=FORMATS["table.csv"].encode())
    assert piped is not None
    assert [t.id for t in piped] == ["NCT90000001"]
    assert not errors
    bad = trials(str(file("nct_id,criteria\nNCT1,\nNCT2,- Age over 18\n", "bad.csv")), errors.append)
    assert bad is not None
    assert [t.id for t in bad] == ["NCT2"]
    assert "bad.csv, line 2" in str(errors[0])


def test_streams_of_text_and_bytes(file: Callable[..., Path]) -> None:
    assert kinds(next(read_trials(io.StringIO(CRITERIA)))) == TWO
    assert kinds(next(read_trials(io.BytesIO(CRITERIA.encode())))) == TWO


def test_lines_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    line = json.dumps({"id": "a", "criteria": CRITERIA}) + "\n"
    path.write_text(line * 3 + "{broken\n" + line, "utf-8")
    trials = read_trials(path)
    assert [next(trials).id for _ in range(3)] == ["a"] * 3  # the broken line has not been met yet
    with pytest.raises(MalformedJSON, match=r"big\.jsonl, line 4"):
        next(trials)


def test_each_fault_is_named_and_the_others_are_given(file: Callable[..., Path], tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "criteria": CRITERIA})
    file("\n".join([good, "{broken", '"text"', '{"id": "b"}', '{"id": "c", "criteria": " "}', good]), "in/a.jsonl")
    file('nct_id,criteria\nNCT90000003,"unfinished\n', "in/b.csv")
    file("nct_id|criteria\nNCT90000004|a|b\n", "in/c.txt")
    file("", "in/d.txt")
    file(gzip.compress(CRITERIA.encode())[:-12], "in/e.txt.gz")
    file("<clinical_study><a></clinical_study>", "in/f.xml")
    errors: list[EligoError] = []
    found = [d.id for d in read_trials(tmp_path / "in", on_error=errors.append)]
    assert found[:2] == ["a", "a"]
    said = [str(e) for e in errors]
    for name in ("a.jsonl, line 2", "line 3", "line 4", "line 5", "c.txt, line 2", "d.txt", "e.txt.gz", "f.xml"):
        assert any(name in s for s in said), (name, said)
    assert not any("\n" in s for s in said)


@pytest.mark.parametrize("content", ["", "  \n"])
def test_an_empty_file(content: str, file: Callable[..., Path]) -> None:
    with pytest.raises(EmptyInput):
        list(read_trials(file(content)))


def test_a_missing_file_an_empty_folder_a_broken_archive(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_trials(tmp_path / "none.txt"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyInput, match="no file"):
        list(read_trials(tmp_path / "empty"))
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(InputError):
        list(read_trials(tmp_path / "x.zip"))
    errors: list[EligoError] = []
    assert not list(read_trials(tmp_path / "none.txt", on_error=errors.append))
    assert len(errors) == 1


def test_a_table_without_criteria_in_a_row(file: Callable[..., Path]) -> None:
    with pytest.raises(NotATrial, match="line 2"):
        list(read_trials(file("nct_id|criteria\nNCT90000001|\n")))


def test_old_macintosh_lines_are_no_table(file: Callable[..., Path]) -> None:
    (document,) = read_trials(file(CRITERIA.replace("\n", "\r")))
    assert [text for _, text in kinds(document)] == ["Age 18 or older", "Pregnancy"]


def test_navigation_is_no_table(file: Callable[..., Path]) -> None:
    (document,) = read_trials(file(f"Study Details | Eligibility | Contacts\n{CRITERIA}"))
    assert [t for _, t in kinds(document)][-1] == "Pregnancy"


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["ctgov_v2", "ctgov_xml"])
def test_the_registry_folders_load(shared: Path, folder: str) -> None:
    files = list((shared / "data" / "registry" / folder).iterdir())
    documents = list(read_trials(shared / "data" / "registry" / folder))
    print(f"{folder}: {len(documents)} of {len(files)} files, {sum(len(d.statements) for d in documents)} statements")
    assert len(documents) == len(files)
    assert all(d.id.startswith("NCT") and d.title for d in documents)


@pytest.mark.shared
def test_compressed_lines_of_real_trials_stream(shared: Path) -> None:
    errors: list[EligoError] = []
    trials = read_trials(shared / "data" / "trials" / "trials.jsonl.gz", on_error=errors.append)
    found = [next(trials) for _ in range(200)]
    assert len({d.id for d in found}) == 200
    assert len(errors) < 10
    assert all(isinstance(e, NotATrial) and "trials.jsonl.gz, line " in str(e) for e in errors)
