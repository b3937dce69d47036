"""Each loader on a tiny folder of its own form, and on what is not its corpus."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eligo.corpus.chia import read_chia
from eligo.corpus.covid_omop import read_covid_omop
from eligo.corpus.errors import CorpusError, WrongCorpus
from eligo.corpus.fb import CaseRelation, Slot, read_fb_cases, read_fb_slots
from eligo.corpus.lct import read_lct
from eligo.corpus.maccrobat import read_maccrobat
from eligo.corpus.negex import read_negex
from eligo.corpus.sections import find_sections
from eligo.corpus.trec import Judgement, Topic, read_qrels, read_topics, write_qrels
from eligo.corpus.trialgpt import read_trialgpt

Write = Callable[[str, str, list[str]], None]

COVID = "Inclusion Criteria:\r\nhaemoglobin above 9\r\nExclusion Criteria:\r\nno fever\r\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """``write("a", text, lines)`` makes ``a.txt`` and ``a.ann`` in the test's folder."""

    def pair(name: str, text: str, lines: list[str]) -> None:
        (tmp_path / f"{name}.txt").write_bytes(text.encode())
        (tmp_path / f"{name}.ann").write_bytes(("\n".join(lines) + "\n").encode())

    return pair


def chia(write: Write) -> None:
    lines = [
        "T1\tMeasurement 0 11\thaemoglobin",
        "T2\tValue 12 19\tabove 9",
        "T3\tNon-query-able 0 19\thaemoglobin above 9",
    ]
    links = ["R1\tHas_value Arg1:T1 Arg2:T2", "R2\tAND Arg1:T1 Arg2:T3", "*\tOR T1 T2 T3"]
    write("NCT1_inc", "haemoglobin above 9\r\n", lines + links)
    write("NCT1_exc", "", [])


def covid(write: Write) -> None:
    lines = ["T1_x\tMeasurement 21 32\thaemoglobin", "T2\tValue 33 40\tabove 9", "T3\tCondition 66 71\tfever"]
    write("NCT2_part", COVID, [*lines, "R1\thas_value Arg1:T1_x Arg2:T2"])


def lct(write: Write) -> None:
    text = "Inclusion Criteria:\n  -  haemoglobin above 9 g/dl\nExclusion Criteria:\n  -  cough except croup\n"
    marks = [("Observation", "haemoglobin"), ("Observation-Name", "haemoglobin"), ("Eq-Comparison", "above 9 g/dl")]
    marks += [("Eq-Operator", "above"), ("Eq-Value", "9"), ("Eq-Unit", "g/dl"), ("Exception", "except")]
    marks += [("Condition", "cough"), ("Condition", "croup")]
    lines = [f"T{n}\t{t} {text.find(w)} {text.find(w) + len(w)}\t{w}" for n, (t, w) in enumerate(marks, 1)]
    lines += ["E1\tObservation:T1 Name:T2 Numeric-Filter:E2", "E2\tEq-Comparison:T3 Operator:T4 Value:T5 Unit:T6"]
    lines += ["E3\tCondition:T8", "E4\tCondition:T9", "E5\tException:T7 From:E3 Except2:E4"]
    write(
        "NCT3",
        text,
        [*lines, "A1\tEq-Operator-Value T4 GT", "A2\tObservation-Type-Value E1 lab", "R1\tOr Arg1:E3 Arg2:E4"],
    )


def maccrobat(write: Write) -> None:
    lines = ["T1\tSign_symptom 3 8\tfever", "E1\tSign_symptom:T1", "T2\tSeverity 9 13\tmild", "A1\tPOLARITY E1 NEG"]
    write("123", "No fever mild.", [*lines, "R1\tMODIFY Arg1:T2 Arg2:E1", "#1\tAnnotatorNotes E1\tdenied"])


def test_chia(write: Write, tmp_path: Path) -> None:
    chia(write)
    empty, document = read_chia(tmp_path)
    assert (empty.kind_at(0), empty.entities) == (None, ())
    assert (document.trial, document.kind_at(5)) == ("NCT1", "inclusion")
    assert [e.type for e in document.entities] == ["Measurement", "Value"]
    assert [(r.type, r.ids) for r in document.relations] == [("Has_value", ("T1", "T2"))]
    assert [g.ids for g in document.groups] == [("T1", "T2")]


def test_covid_omop(write: Write, tmp_path: Path) -> None:
    covid(write)
    (document,) = read_covid_omop(tmp_path)
    assert (document.id, document.trial) == ("NCT2_part", "NCT2")
    assert [document.kind_at(e.start) for e in document.entities] == ["inclusion", "inclusion", "exclusion"]
    assert document.relations[0].type == "Has_value"


def test_lct(write: Write, tmp_path: Path) -> None:
    lct(write)
    (document,) = read_lct(tmp_path)
    entities, arguments = document.by_id(), document.arguments()
    assert document.trial == "NCT3"
    assert (entities["T1"].value, entities["T1"].event) == ("lab", "E1")
    name = arguments["T1", "Name"][0]
    assert (name.type, name.start, name.end) == ("Observation-Name", entities["T1"].start, entities["T1"].end)
    comparison = document.comparisons()[arguments["T1", "Numeric-Filter"][0].id]
    assert [o.value for o in comparison.operators] == ["GT"]
    assert [v.text for v in comparison.values] == ["9"]
    assert [u.text for u in comparison.units] == ["g/dl"]
    assert comparison.periods == ()
    assert [e.text for e in arguments["T7", "Except"]] == ["croup"]
    assert document.relations[0].ids == ("T8", "T9")
    assert document.kind_at(entities["T1"].start) == "inclusion"
    assert document.kind_at(entities["T8"].start) == "exclusion"


def test_maccrobat(write: Write, tmp_path: Path) -> None:
    maccrobat(write)
    (case,) = read_maccrobat(tmp_path)
    fever, mild = case.mentions
    assert (fever.text, fever.polarity, fever.trend, fever.notes) == ("fever", "NEG", None, ("denied",))
    assert mild.polarity is None
    assert case.relations[0].ids == ("T2", "T1")


_FOLDERS = {
    "chia": (chia, read_chia),
    "covid": (covid, read_covid_omop),
    "lct": (lct, read_lct),
    "maccrobat": (maccrobat, read_maccrobat),
}


@pytest.mark.parametrize("reader", _FOLDERS)
@pytest.mark.parametrize("folder", _FOLDERS)
def test_the_folder_of_another_corpus(write: Write, tmp_path: Path, reader: str, folder: str) -> None:
    _FOLDERS[folder][0](write)
    if reader == folder:
        assert list(_FOLDERS[reader][1](tmp_path))
        return
    with pytest.raises(WrongCorpus, match=r"\.ann:?\d*: .*the folder of"):
        list(_FOLDERS[reader][1](tmp_path, on_error=lambda error: None))


def test_types_of_chia_that_lct_has_too_are_no_lct(write: Write, tmp_path: Path) -> None:
    write("NCT1_inc", "no cough", ["T1\tCondition 3 8\tcough", "T2\tNegation 0 2\tno"])
    with pytest.raises(WrongCorpus, match=r"NCT1_inc\.ann:1: holds entities but no events.*another corpus"):
        list(read_lct(tmp_path))


@pytest.mark.parametrize("reader", _FOLDERS)
def test_an_empty_folder(tmp_path: Path, reader: str) -> None:
    with pytest.raises(WrongCorpus, match="holds no"):
        list(_FOLDERS[reader][1](tmp_path, on_error=lambda error: None))


def test_one_strange_type_is_named_and_left_out(write: Write, tmp_path: Path) -> None:
    maccrobat(write)
    write("124", "No fever.", ["T1\tSign_symptom 3 8\tfever", "T2\tGuess 3 8\tfever"])
    errors: list[CorpusError] = []
    cases = list(read_maccrobat(tmp_path, on_error=errors.append))
    assert [len(case.mentions) for case in cases] == [2, 1]
    assert [(Path(e.source).name, e.line) for e in errors] == [("124.ann", 2)]


def test_nothing_fits(write: Write, tmp_path: Path) -> None:
    write("1", "No fever.", ["T1\tSign_symptom 3 8\tcough"])
    with pytest.raises(WrongCorpus, match="no file of this folder"):
        list(read_maccrobat(tmp_path, on_error=lambda error: None))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Inclusion Criteria:", "inclusion"),
        ("  EXCLUSION CRITERIA", "exclusion"),
        ("Non-inclusion criteria:", "exclusion"),
        ("Key Inclusion Criteria (group A)", "inclusion"),
        ("Exclusions:", "exclusion"),
        ("2. Cohort of carers, inclusion criteria:", "inclusion"),
        ("Inclusion criteria for carers will be:", "inclusion"),
        ("Exclusion criteria: none", "exclusion"),
        ("Inclusion/Exclusion criteria", None),
        ("Inclusion and exclusion criteria", None),
        ("  -  Does not meet the inclusion criteria", None),
        ("  -  cough before inclusion", None),
        ("Other exclusion criteria may apply.", None),
        ("Exclusion criteria may apply", None),
        ("Cough (see exclusion criteria 4)", None),
    ],
)
def test_headings(line: str, kind: str | None) -> None:
    text = f"first\n{line}\nlast"
    sections = find_sections(text)
    assert "".join(text[s.start : s.end] for s in sections) == text
    assert sections[-1].kind == kind


def test_negex(tmp_path: Path) -> None:
    table = tmp_path / "a.tsv"
    header = "concept\tsentence\tnegation\ttemporality\texperiencer\n"
    rows = "fever\tFever once, no FEVER now.\tNegated\tRecent\tPatient\n" + "dry  cough\tHad dry\tcough\n"
    table.write_text(
        f"{header}{rows}cough\tNo fever.\tNegated\tRecent\tPatient\ncough\tcough\tMaybe\tRecent\tPatient\n"
    )
    errors: list[CorpusError] = []
    (row,) = read_negex(tmp_path, on_error=errors.append)
    assert (row.sentence[row.start : row.end], row.start, row.negated) == ("FEVER", 15, True)
    assert [e.line for e in errors] == [3, 4, 5]
    assert "does not contain the concept 'cough'" in str(errors[1])
    table.write_text("a\tb\n")
    with pytest.raises(WrongCorpus, match=r"a\.tsv:1: the columns are"):
        list(read_negex(table))
    table.write_text("")
    with pytest.raises(WrongCorpus, match="empty"):
        list(read_negex(table))


def test_fb_slots(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_text(
        "1:6:chronic_disease,11:18:lower_bound\tcough for @NUMBER\n\n1:9:cancer\tcough\n1:2:hope\tcough\nx\tcough\n"
    )
    errors: list[CorpusError] = []
    (line,) = read_fb_slots(file, on_error=errors.append)
    assert line.slots == (Slot(0, 5, "chronic_disease"), Slot(10, 17, "lower_bound"))
    assert line.text[10:17] == "@NUMBER"
    assert [e.line for e in errors] == [3, 4, 5]
    file.write_text("concept\tsentence\n")
    with pytest.raises(WrongCorpus, match=r"a\.tsv:1: .*slot file"):
        list(read_fb_slots(file))


def test_fb_cases(tmp_path: Path) -> None:
    bound = {"name": "hgb", "unit": "g/dl", "lower": {"incl": False, "value": "9"}, "variableType": "numerical"}
    grades = {"name": "ecog", "value": ["0", "1"], "variableType": "ordinal"}
    case = json.dumps({"test": "T", "input": "hgb > 9", "expected": [bound, grades]})
    file = tmp_path / "a.jsonl"
    file.write_text(f"{case}\n[1]\n{{\n")
    errors: list[CorpusError] = []
    (read,) = read_fb_cases(tmp_path, on_error=errors.append)
    assert read.relations == (
        CaseRelation("hgb", "numerical", "g/dl", "9", False, None, None, ()),
        CaseRelation("ecog", "ordinal", None, None, None, None, None, ("0", "1")),
    )
    assert [e.line for e in errors] == [2, 3]


def pair(**changes: object) -> dict[str, object]:
    """One annotation of the form TrialGPT's have."""
    base: dict[str, object] = {
        "annotation_id": 1,
        "patient_id": "p1",
        "note": "0. Has fever.\n1. Age 40.\n2. See\n1. no list",
    }
    base |= {"trial_id": "NCT4", "trial_title": "Fever", "criterion_type": "exclusion", "criterion_text": "fever"}
    return base | {"expert_eligibility": "excluded", "expert_sentences": "[0]"} | changes


def test_trialgpt(tmp_path: Path) -> None:
    file = tmp_path / "my_criterion_annotations.json"
    bad = [
        {"expert_sentences": "[3]"},
        {"expert_eligibility": "included"},
        {"expert_sentences": "x"},
        {"note": "unnumbered"},
    ]
    file.write_text(json.dumps([pair(), *(pair(**b) for b in bad)]))
    errors: list[CorpusError] = []
    (read,) = read_trialgpt(tmp_path, on_error=errors.append)
    assert (read.kind, read.label, read.evidence, read.evidence_texts) == (
        "exclusion",
        "excluded",
        (0,),
        ("Has fever.",),
    )
    assert read.sentences == ("Has fever.", "Age 40.", "See\n1. no list")
    assert [str(e).split(": ")[1] for e in errors] == ["item 2", "item 3", "item 4", "item 5"]
    lines = file.with_suffix(".jsonl")
    lines.write_text(json.dumps(pair()) + "\n{\n" + json.dumps(pair(criterion_type="both")))
    errors.clear()
    assert list(read_trialgpt(lines, on_error=errors.append)) == [read]
    assert [e.line for e in errors] == [2, 3]


@pytest.mark.parametrize("content", ["", "[]", '[{"a": 1}]', '{"a": 1}', "[" + json.dumps(pair())[:50]])
def test_what_is_not_trialgpt(tmp_path: Path, content: str) -> None:
    (tmp_path / "criterion_annotations.json").write_text(content)
    with pytest.raises(WrongCorpus):
        list(read_trialgpt(tmp_path, on_error=lambda error: None))


def test_topics(tmp_path: Path) -> None:
    lines, xml = tmp_path / "topics.jsonl", tmp_path / "topics.xml"
    lines.write_text('{"_id": "t1", "text": "Has fever."}\n{"text": "x"}\n{\n')
    errors: list[CorpusError] = []
    assert list(read_topics(lines, on_error=errors.append)) == [Topic("t1", "Has fever.")]
    assert [e.line for e in errors] == [2, 3]
    xml.write_text(
        '<topics><topic number="1">\nHas fever.\n</topic>'
        '<topic number="2"><description>Age 40.</description></topic></topics>'
    )
    assert list(read_topics(xml)) == [Topic("1", "Has fever."), Topic("2", "Age 40.")]
    xml.write_text("<topics>\n<topic")
    with pytest.raises(WrongCorpus, match=r"xml:2: not XML"):
        list(read_topics(xml))


def test_qrels(tmp_path: Path) -> None:
    file = tmp_path / "qrels.txt"
    judgements = [Judgement("1", "NCT1", 2), Judgement("2", "NCT1", 0)]
    write_qrels(judgements, file)
    assert file.read_text() == "1 0 NCT1 2\n2 0 NCT1 0\n"
    assert list(read_qrels(file)) == judgements
    file.write_text("query-id\tcorpus-id\tscore\n1\tNCT1\t2\n1\tNCT1\n2\tNCT1\t0\n")
    errors: list[CorpusError] = []
    assert list(read_qrels(file, on_error=errors.append)) == judgements
    assert [e.line for e in errors] == [3]
    file.write_text("no judgement here\n")
    with pytest.raises(WrongCorpus, match="file of judgements"):
        list(read_qrels(file))
