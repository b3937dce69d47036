"""Corpora as samples: what is learnt, what is lost, and that nothing is lost unseen."""

from __future__ import annotations

from pathlib import Path

from eligo.models.samples import READERS, SCHEMES, Lost, outermost
from eligo.models.words import INNER, wide


def test_the_longest_of_overlapping_spans_is_kept() -> None:
    assert outermost([("a", 0, 4), ("b", 0, 9), ("c", 10, 12), ("d", 8, 11)]) == [("b", 0, 9), ("c", 10, 12)]


def test_wide_counts_words() -> None:
    assert wide("one two three", [("a", 0, 13)])
    assert not wide("one two three", [("a", 0, 7)])


def test_chia_gives_outer_and_inner_spans(chia_folder: Path) -> None:
    lost = Lost()
    found = list(READERS["chia"](chia_folder, lost, lambda error: None))
    line = [s for s in found if s.given.text.startswith("Allergic")]
    assert [(s.scheme, s.spans) for s in line[:2]] == [
        ("chia", (("condition", 0, 50),)),
        (INNER["chia"], (("drug", 21, 29),)),
    ]
    assert line[1].given.terms == line[0].spans
    assert (lost.spans, lost.between_words, lost.overlapping, lost.outside) == (28, 0, 0, 0)


def test_spans_between_words_are_counted(tmp_path: Path) -> None:
    (tmp_path / "slots.tsv").write_text("1:4:treatment\tfoomycin\n", "utf-8")
    lost = Lost()
    (sample,) = READERS["fb"](tmp_path / "slots.tsv", lost, lambda error: None)
    assert sample.spans == ()
    assert (lost.spans, lost.between_words) == (1, 1)


def test_main_types_have_labels_of_their_own() -> None:
    for scheme in ("lct", "chia"):
        labels = list(SCHEMES[scheme].values())
        assert len(labels) == len(set(labels))
