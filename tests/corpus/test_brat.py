"""brat standoff: what is read, what does not fit and where that is said, and what is written back."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.corpus.brat import BratDocument, Entity, format_ann, parse_brat, read_brat, write_brat
from eligo.corpus.errors import CorpusError, WrongCorpus

TEXT = "No fever or cough.\r\nWarfarin 5 mg daily."
ANN = """T1	Symptom 3 8	fever
T2	Symptom 12 17	cough
T3	Drug 20 28	Warfarin
T4	Dose 29 33;34 39	5 mg daily
E1	Take:T3 How:T4
R1	Same Arg1:T1 Arg2:T2
*	OR T1 T2
A1	Denied T1
A2	When E1 now
N1	Reference T3 ATC:B01AA03	warfarin
#1	AnnotatorNotes E1	a daily dose
"""


def parsed(ann: str, text: str = TEXT) -> tuple[BratDocument, list[str]]:
    errors: list[CorpusError] = []
    document = parse_brat("a", text, ann, on_error=errors.append)
    return document, [str(error) for error in errors]


def test_everything_is_read() -> None:
    document, errors = parsed(ANN)
    assert not errors
    assert [e.text for e in document.entities] == ["fever", "cough", "Warfarin", "5 mg daily"]
    assert document.entities[3].spans == ((29, 33), (34, 39))
    assert (document.entities[3].start, document.entities[3].end) == (29, 39)
    assert document.events[0].trigger == "T3"
    assert document.events[0].args == (("How", "T4"),)
    assert document.anchors()["E1"].text == "Warfarin"
    binary, group = document.relations
    assert (binary.type, binary.ids, binary.is_group) == ("Same", ("T1", "T2"), False)
    assert (group.type, group.ids, group.is_group) == ("OR", ("T1", "T2"), True)
    assert document.attributes_of() == {"T1": {"Denied": None}, "E1": {"When": "now"}}
    assert document.notes[0].text == "a daily dose"
    assert (document.normalizations[0].resource, document.normalizations[0].entry) == ("ATC", "B01AA03")


def test_crlf_is_two_characters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_bytes(ANN.replace("\n", "\r\n").encode())
    (document,) = read_brat(tmp_path)
    assert document.text == TEXT
    assert document.entities[2].text == "Warfarin"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("T9\tSymptom 3 8\tcough", "T9 says 'cough', the text at 3 8 says 'fever'"),
        ("T9\tSymptom 3 80\tfever", "T9 ends at 80, but the text has 40 characters"),
        ("T9\tSymptom 8 8\t", "empty fragment"),
        ("T9\tSymptom 3\tfever", "not a type and offsets"),
        ("T9\tSymptom 3 8", "reference text is missing"),
        ("T1 Symptom", "no tab"),
        ("R9\tSame Arg1:T1", "two arguments"),
        ("R9\tSame Arg1 Arg2:T2", "not role:id"),
        ("R9\tSame Arg1:T1 Arg2:T7", "R9 refers to T7"),
        ("E9\tTake:T3 How:T8", "E9 refers to T8"),
        ("*\tOR T1", "at least two ids"),
        ("A9\tDenied", "needs a type and an id"),
        ("N9\tReference T3 ATC", "resource:entry"),
        ("#9\tAnnotatorNotes T77\thm", "#9 refers to T77"),
        ("T1\tSymptom 3 8\tfever", "the id T1 is taken"),
        ("X1\tSymptom 3 8\tfever", "not 'X'"),
    ],
)
def test_a_misfit_is_named_and_costs_nothing_else(line: str, problem: str) -> None:
    document, errors = parsed(ANN + line + "\n")
    assert len(errors) == 1
    assert errors[0].startswith("a.ann:12: ")
    assert problem in errors[0]
    assert document == parsed(ANN)[0]


def test_without_on_error_the_first_misfit_is_raised() -> None:
    with pytest.raises(CorpusError) as caught:
        parse_brat("a", TEXT, "\nT1\tSymptom 3 8\tcough\n", source="b.ann")
    assert (caught.value.source, caught.value.line) == ("b.ann", 2)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_what_refers_to_a_misfit_goes_and_is_named() -> None:
    document, errors = parsed(ANN.replace("20 28", "21 28"))
    assert [error.split(":")[1] for error in errors] == ["3", "5", "10", "9", "11"]
    assert not document.events
    assert not document.notes
    assert len(document.relations) == 2


def test_a_group_keeps_the_members_it_has() -> None:
    document, errors = parsed("T1\tS 3 8\tfever\nT2\tS 12 17\tcough\n*\tOR T1 T2 T7\n*\tOR T1 T8\n")
    assert len(errors) == 2
    assert [group.ids for group in document.relations] == [("T1", "T2")]


def test_blanks_at_the_ends_are_trimmed_and_line_breaks_read_as_spaces() -> None:
    document, errors = parsed("T1\tS 12 20\tcough.\nT2\tS 12 28\tcough.  Warfarin\n")
    assert not errors
    assert [(e.start, e.end, e.text) for e in document.entities] == [
        (12, 18, "cough."),
        (12, 28, "cough.\r\nWarfarin"),
    ]


def test_fragments_are_given_in_text_order() -> None:
    document, _ = parsed("T1\tS 12 17;3 8\tcough fever\nT2\tS 3 8;5 11\tfever ver or\n")
    assert [e.spans for e in document.entities] == [((3, 8), (12, 17)), ((3, 11),)]
    assert document.entities[1].text == "fever or"


def test_without_an_entity_nothing_dangles() -> None:
    document = parsed(ANN)[0].without({"T3"})
    assert not list(document.dangling())
    assert {a.id for a in document.attributes} == {"A1"}
    assert document.relations == parsed(ANN)[0].relations


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(WrongCorpus, match="no such folder"):
        list(read_brat(tmp_path / "none"))
    with pytest.raises(WrongCorpus, match="holds no"):
        list(read_brat(tmp_path))
    write_brat(parsed(ANN)[0], tmp_path / "dev")
    with pytest.raises(WrongCorpus, match=r"name one of .*dev"):
        list(read_brat(tmp_path))
    with pytest.raises(WrongCorpus, match="no folder; name the folder, or the archive"):
        list(read_brat(tmp_path / "dev" / "a.txt"))


def test_half_a_pair_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    write_brat(parsed(ANN)[0], tmp_path)
    (tmp_path / "b.txt").write_text("alone")
    (tmp_path / "c.ann").write_text("")
    (tmp_path / "d.txt").write_bytes(b"one\ntwo \xff")
    (tmp_path / "d.ann").write_text("")
    errors: list[CorpusError] = []
    assert [d.id for d in read_brat(tmp_path, on_error=errors.append)] == ["a"]
    assert [(Path(e.source).name, e.line) for e in errors] == [("b.ann", 0), ("c.txt", 0), ("d.txt", 2)]


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    document = parsed(ANN)[0]
    ann = write_brat(document, tmp_path)
    assert next(read_brat(tmp_path)) == document
    assert ann.read_text("utf-8") == format_ann(document)


@given(st.data())
def test_any_entities_round_trip(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=40))
    cuts = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted)
    entities = []
    for number, cut in enumerate(data.draw(st.lists(cuts, max_size=4)), 1):
        spans = tuple(zip(cut[::2], cut[1::2], strict=False))
        entities.append(Entity(f"T{number}", "X", spans, " ".join(text[s:e] for s, e in spans)))
    document = BratDocument("a", text, tuple(entities))
    assert parse_brat("a", text, format_ann(document)) == document
