"""Patients from notes, topics, records and archives; the command line's hook. The people are made up."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from eligo import match, parse
from eligo.corpus.fhir import read_bundle
from eligo.corpus.patients import read_patients
from eligo.corpus.readers import patients
from eligo.errors import EligoError, EmptyInput, InputError, MalformedJSON
from eligo.flow import annotate
from eligo.schema import to_json

NOTE = "62-year-old woman with rheumatoid arthritis.\n\nMedications:\nmethotrexate 15 mg weekly\n"
BUNDLE = {
    "resourceType": "Bundle",
    "timestamp": "2022-03-01",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p1", "gender": "male", "birthDate": "1950-01-01"}},
        {
            "resource": {
                "resourceType": "Observation", "id": "o1", "status": "final", "effectiveDateTime": "2022-02-20",
                "code": {"coding": [{"system": "http://loinc.org", "code": "718-7"}], "text": "Hemoglobin"},
                "valueQuantity": {"value": 8.1, "code": "g/dL"},
            }
        },
    ],
}  # fmt: skip


def test_a_note(tmp_path: Path) -> None:
    path = tmp_path / "jane.txt"
    path.write_text(NOTE, "utf-8")
    (patient,) = read_patients(path, index_date="2022-01-01")
    assert patient.id == "jane"
    assert patient.index_date == "2022-01-01"
    assert patient.sex == "female"
    assert {"rheumatoid arthritis", "methotrexate"} <= {f.name for f in patient.facts}
    (same,) = read_patients(io.StringIO(NOTE))
    assert [f.name for f in same.facts] == [f.name for f in patient.facts]


def test_topics_as_lines_and_as_xml(tmp_path: Path) -> None:
    lines = tmp_path / "topics.jsonl"
    lines.write_text("\n".join(json.dumps({"_id": f"t-{n}", "text": NOTE}) for n in (1, 2)), "utf-8")
    assert [p.id for p in read_patients(lines)] == ["t-1", "t-2"]
    xml = tmp_path / "topics.xml"
    topics = f'<topic number="1">{NOTE}</topic><topic number="2"><note>{NOTE}</note><summary>Short.</summary></topic>'
    xml.write_text(f"<topics>{topics}</topics>", "utf-8")
    found = list(read_patients(xml))
    assert [p.id for p in found] == ["1", "2"]
    assert all(p.facts for p in found)


def test_what_annotate_wrote_is_read_back(tmp_path: Path) -> None:
    patient = annotate(NOTE)
    path = tmp_path / "p.json"
    path.write_text(to_json(patient), "utf-8")
    assert list(read_patients(path)) == [patient]


def test_bundles_alone_in_lines_and_in_archives(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(BUNDLE, indent=1), "utf-8")
    (tmp_path / "b.ndjson").write_text((json.dumps(BUNDLE) + "\n") * 2, "utf-8")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("a.json", json.dumps(BUNDLE))
        archive.writestr("n.txt", NOTE)
    assert [len(list(read_patients(tmp_path / n))) for n in ("a.json", "b.ndjson", "c.zip")] == [1, 2, 2]


def test_each_fault_is_named_and_the_others_are_given(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "Has asthma."}\n{broken\n{"id": "3"}\n', "utf-8")
    (tmp_path / "b.xml").write_text("<Bundle xmlns='http://hl7.org/fhir'/>", "utf-8")
    (tmp_path / "c.json").write_text('{"resourceType": "Bundle",\n', "utf-8")
    (tmp_path / "d.txt").write_text("", "utf-8")
    errors: list[EligoError] = []
    assert [p.id for p in read_patients(tmp_path, on_error=errors.append)] == ["1"]
    said = [str(e) for e in errors]
    for name in ("a.jsonl, line 2", "a.jsonl, line 3", "b.xml", "c.json", "d.txt"):
        assert any(name in s for s in said), (name, said)
    with pytest.raises(EmptyInput):
        list(read_patients(tmp_path / "d.txt"))
    with pytest.raises(MalformedJSON):
        list(read_patients(tmp_path / "c.json"))


def test_fhir_as_xml_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_text("<?xml version='1.0'?><Bundle xmlns='http://hl7.org/fhir'/>", "utf-8")
    with pytest.raises(InputError, match=r"is FHIR as XML .*; export it as JSON"):
        list(read_patients(tmp_path / "b.xml"))
    errors: list[EligoError] = []
    found = patients(str(tmp_path / "b.xml"), errors.append)
    assert found is not None
    assert not list(found)
    assert "FHIR as XML" in str(errors[0])


def test_a_record_is_matched_like_a_note() -> None:
    trial = parse("Inclusion Criteria:\n- Hemoglobin ≥ 9 g/dL\n- Age ≥ 18 years\nExclusion Criteria:\n- Female sex\n")
    report = match(trial, next(read_bundle(BUNDLE)))
    assert [v.verdict for v in report.verdicts] == ["fail", "pass", "pass"]
    assert report.verdicts[0].evidence[0].fact is not None
    assert report.verdicts[0].evidence[0].fact.source == "Observation/o1"


# The command line's hook


def test_the_hook_takes_records_and_leaves_notes(tmp_path: Path) -> None:
    errors: list[EligoError] = []
    (tmp_path / "b.json").write_text(json.dumps(BUNDLE), "utf-8")
    (tmp_path / "n.txt").write_text(NOTE, "utf-8")
    found = patients(str(tmp_path / "b.json"), errors.append, "2023-01-01")
    assert found is not None
    assert [p.index_date for p in found] == ["2023-01-01"]
    assert patients(str(tmp_path / "n.txt"), errors.append) is None
    assert patients(str(tmp_path / "none.json"), errors.append) is None
    assert patients(str(tmp_path), errors.append) is None


def test_the_hook_takes_standard_input() -> None:
    errors: list[EligoError] = []
    found = patients("-", errors.append, data=json.dumps(BUNDLE).encode())
    assert found is not None
    assert [p.id for p in found] == ["p1"]
    assert patients("-", errors.append, data=NOTE.encode()) is None
