"""Things that no table has: what stands around their words says that they are named, and what kind they are of."""

import pytest

import eligo
from eligo.errors import LexiconError
from eligo.logic import render
from eligo.logic.unlisted import read_heads
from eligo.schema import leaves


def criterion(text: str, kind: str = "Exclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "rendered", "types"),
    [
        ("Allergy to buckwheat or millet", "hypersensitivity to buckwheat or hypersensitivity to millet", ["drug"] * 2),
        ("Known hypersensitivity to QX-3317", "hypersensitivity to QX-3317", ["drug"]),
        ("Prior treatment with zorbimeran within 4 weeks", "prior zorbimeran within 4 weeks before", ["drug"]),
        ("Parotid adenoma", "parotid adenoma", ["condition"]),
        ("History of quenoderma", "history of quenoderma", ["condition"]),
        ("Quenoplasty within 3 months", "quenoplasty within 3 months before", ["procedure"]),
        ("Use of a gastric balloon implant", "gastric balloon implant", ["procedure"]),
        ("Aspirin, zorbimeran or heparin", "aspirin or zorbimeran or heparin", ["drug"] * 3),
        ("Asthma or pouch stones", "asthma or pouch stones", ["condition"] * 2),
        ("Sarcoidosis or mural infiltration", "sarcoidosis or mural infiltration", ["condition"] * 2),
    ],
)
def test_named_by_its_own_words(text: str, rendered: str, types: list[str]) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"
    found = list(leaves(read.logic))
    assert [c.type for c in found] == types
    assert all(c.concept is not None or c.assumed == ("type",) for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "Juggling night lamps that overlap with dusk",  # what somebody does
        "Preventing falls",
        "Potent",
        "Pancreas",
        "Asthma, airway",  # a single word beside a disease may be anything
        "Second",
    ],
)
def test_words_that_are_no_name_stay_unread(text: str) -> None:
    read = criterion(text)
    assert read.unparsed
    assert read.logic is None or not any("type" in c.assumed for c in leaves(read.logic))


def test_text_and_offsets_are_those_of_the_source() -> None:
    text = "Exclusion Criteria:\n\n- History of  quenoderma\n"
    (leaf,) = leaves(eligo.parse(text, source="x").criteria[0].logic)
    assert text[leaf.start : leaf.end] == leaf.text == "quenoderma"


def test_silence_does_not_answer_it_where_a_note_has_its_words() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Parotid adenoma\n", source="x")
    plain = eligo.match(trial, eligo.annotate("A 50-year-old man. Parotid swelling, adenoma to be ruled out."))
    assert plain.verdicts[0].verdict == "unknown"


def test_a_wrong_type_in_the_table_is_blamed(tmp_path) -> None:
    table = tmp_path / "heads.tsv"
    table.write_text("head\ttype\tsource\n-itis\tdisease\tours\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"heads\.tsv.*2"):
        read_heads(table)
