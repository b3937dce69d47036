"""Conversions keep the text and every offset."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Literal

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from eligo.corpus.brat import parse_brat, read_brat, write_brat
from eligo.corpus.convert import (
    LabelledSpan,
    SpanDocument,
    bio_tags,
    from_brat,
    from_doc,
    read_bio,
    read_docbin,
    read_jsonl,
    to_brat,
    to_doc,
    write_bio,
    write_docbin,
    write_jsonl,
)
from eligo.corpus.errors import CorpusError, WrongCorpus

NLP = spacy.blank("en")
_WAYS: tuple[Literal["fragments", "hull", "skip"], ...] = ("fragments", "hull", "skip")
ALPHABET = st.one_of(st.sampled_from(" \n\r\t.-≥µab1"), st.characters(exclude_categories=["Cs"]))


@st.composite
def documents(draw: st.DrawFn, apart: bool = False) -> SpanDocument:
    """Any text with any spans; `apart`: none overlap."""
    text = draw(st.text(ALPHABET, max_size=40))
    labels = st.sampled_from(["Drug", "Eq-Value", "B-1"])
    spans = []
    if len(text) > 0 and apart:
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
        spans = [LabelledSpan(s, e, draw(labels)) for s, e in zip(cuts[::2], cuts[1::2], strict=False)]
    elif len(text) > 0:
        pairs = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] != p[1])
        spans = [LabelledSpan(min(p), max(p), draw(labels)) for p in draw(st.lists(pairs, max_size=6))]
    return SpanDocument(draw(st.text(ALPHABET, max_size=5)), text, tuple(spans))


@given(documents())
def test_docs_round_trip(document: SpanDocument) -> None:
    assert from_doc(to_doc(document, NLP)) == document


@given(st.lists(documents(), max_size=3))
def test_docbin_files_round_trip(many: list[SpanDocument]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_docbin(many, Path(folder, "a.spacy"), NLP)
        assert list(read_docbin(Path(folder, "a.spacy"), NLP)) == many


@given(st.lists(documents(apart=True), max_size=3))
def test_bio_files_round_trip(many: list[SpanDocument]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_bio(many, Path(folder, "a.bio"))
        assert list(read_bio(Path(folder, "a.bio"))) == many


@given(documents())
def test_bio_holds_the_longest_and_names_the_rest(document: SpanDocument) -> None:
    errors: list[CorpusError] = []
    tags = bio_tags(document, on_error=errors.append)
    assert sum(tag.startswith("B-") for _, _, tag in tags) + len(errors) == len(document.spans)


@given(st.lists(documents(), min_size=1, max_size=3))
def test_json_lines_round_trip(many: list[SpanDocument]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_jsonl(many, Path(folder, "a.jsonl"))
        assert list(read_jsonl(Path(folder, "a.jsonl"))) == many


@given(documents())
def test_brat_round_trip(document: SpanDocument) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_brat(to_brat(SpanDocument("a", document.text, document.spans)), folder)
        assert from_brat(next(read_brat(folder))).spans == document.spans


def test_discontinuous_entities() -> None:
    document = parse_brat("a", "left and right arm", "T1\tSite 0 4;15 18\tleft arm\nT2\tSite 9 18\tright arm\n")
    spans = {how: [(s.start, s.end) for s in from_brat(document, discontinuous=how).spans] for how in _WAYS}
    assert spans == {"fragments": [(0, 4), (15, 18), (9, 18)], "hull": [(0, 18), (9, 18)], "skip": [(9, 18)]}


def test_bio_file_looks_as_documented(tmp_path: Path) -> None:
    write_bio([SpanDocument("note-1", "No mild fever.", (LabelledSpan(3, 13, "Condition"),))], tmp_path / "a.bio")
    assert (tmp_path / "a.bio").read_text("utf-8") == (
        '# id = "note-1"\n# text = "No mild fever."\n'
        "No\t0\t2\tO\nmild\t3\t7\tB-Condition\nfever\t8\t13\tI-Condition\n.\t13\t14\tO\n\n"
    )


def test_plain_conll_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text("No O\nmild I-C\nfever I-C\n\ncough\tNN\tB-C\nfever\tNN\tB-C\n")
    first, second = read_bio(tmp_path / "a.conll")
    assert (first.id, first.text, first.spans) == ("1", "No mild fever", (LabelledSpan(3, 13, "C"),))
    assert [(s.start, s.end) for s in second.spans] == [(0, 5), (6, 11)]


@pytest.mark.parametrize(
    ("lines", "line", "problem"),
    [
        ("fever\n", 1, "a token and a tag"),
        ("fever X-C\n", 1, "'X-C' is no BIO tag"),
        ('# text = "fever"\nfevr\t0\t5\tO\n', 2, "the text at 0 to 5 is 'fever', not 'fevr'"),
        ('# text = "fever\n', 1, "Unterminated"),
        ('# text = "fever"\nfever\tO\n', 2, "needs token, start, end and tag"),
    ],
)
def test_bad_conll_is_named(tmp_path: Path, lines: str, line: int, problem: str) -> None:
    (tmp_path / "a.conll").write_text(lines)
    with pytest.raises(CorpusError, match=problem) as caught:
        list(read_bio(tmp_path / "a.conll"))
    assert caught.value.line == line


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a", "text": "b"}', '{"id": "a", "text": "b", "spans": [[0, 1]]}'])
def test_bad_json_lines_are_named(tmp_path: Path, line: str) -> None:
    good = json.dumps({"id": "a", "text": "fever", "spans": [{"start": 0, "end": 5, "label": "C"}]})
    (tmp_path / "a.jsonl").write_text(f"{good}\n{line}\n{good.replace('5', '9')}\n{good}\n")
    errors: list[CorpusError] = []
    assert len(list(read_jsonl(tmp_path / "a.jsonl", on_error=errors.append))) == 2
    assert [error.line for error in errors] == [2, 3]


def test_what_is_no_docbin(tmp_path: Path) -> None:
    (tmp_path / "a.spacy").write_bytes(b"not this")
    with pytest.raises(WrongCorpus, match="not a spaCy DocBin"):
        list(read_docbin(tmp_path / "a.spacy", NLP))
    with pytest.raises(CorpusError, match="cannot be read"):
        list(read_docbin(tmp_path / "b.spacy", NLP))


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(CorpusError, match="does not lie in a text of 3"):
        SpanDocument("a", "abc", (LabelledSpan(1, 4, "C"),))


def test_brat_cannot_write_a_label_with_a_blank() -> None:
    with pytest.raises(CorpusError, match="label 'two words'"):
        to_brat(SpanDocument("a", "abc", (LabelledSpan(0, 1, "two words"),)))
