"""The mentions judged by hand: their file, the share that is wrong, and that the linker still gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import LexiconError
from eligo.evaluation.benchmarks.linked_mentions import linked_concepts, read_linked, run
from eligo.evaluation.registry import BENCHMARKS

OWN = BENCHMARKS["linked-mentions"].own_data()


def test_the_linker_still_gives_what_is_right() -> None:
    assert OWN is not None
    result = run(OWN, limit=None, seed=0, progress=lambda done, total: None)
    assert result.documents == 200
    assert result.metrics["no_longer_given"] == 0
    assert result.metrics["wrong"] <= 8


def test_a_phrase_decides_what_the_mention_alone_does_not() -> None:
    assert "lab:urine_wbc" in linked_concepts("leukocyte esterase negative, WBC 3/hpf")
    assert "lab:urine_wbc" not in linked_concepts("WBC")


def test_a_verdict_is_right_or_wrong(tmp_path: Path) -> None:
    path = tmp_path / "linked_mentions.tsv"
    path.write_text("mention\twithin\tkind\tconcept\tverdict\nasthma\t\tnote\tcond:asthma\tmaybe\n", "utf-8")
    with pytest.raises(LexiconError, match="'maybe' is neither right nor wrong"):
        list(read_linked(tmp_path))
