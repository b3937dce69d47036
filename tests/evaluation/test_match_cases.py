"""The match cases: every pair is judged on words of the records, and no fewer verdicts are right than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import InputError, LexiconError
from eligo.evaluation.benchmarks.match_cases import VERDICTS, Pair, confident_wrong, read_pairs
from eligo.evaluation.registry import BENCHMARKS
from eligo.evaluation.result import Result
from eligo.flow import parse

RIGHT = 1079  # of 1,080
WRONG = 0  # pass for fail, or fail for pass
HEADER = "patient\ttrial\tcriteria\tverdict\tkind\tevidence\n"


def own() -> Path:
    data = BENCHMARKS["match-cases"].own_data()
    assert data is not None
    return data


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return list(read_pairs(own()))


@pytest.fixture(scope="module")
def result() -> Result:
    return BENCHMARKS["match-cases"].load()(own(), limit=None, seed=0, progress=lambda n, of: None)


def test_every_pair_is_judged(pairs: list[Pair]) -> None:
    trials = {path.stem: {c.id for c in parse(path).criteria} for path in own().glob("NCT*.txt")}
    patients = {path.stem for path in own().glob("MC-*")}
    assert (len(trials), len(patients)) == (8, 12)
    judged = {(p.patient, p.trial, p.criterion) for p in pairs}
    assert judged == {(p, t, c) for p in patients for t, criteria in trials.items() for c in criteria}


def test_the_evidence_stands_in_the_record(pairs: list[Pair]) -> None:
    records = {path.stem: " ".join(path.read_text("utf-8").split()) for path in own().glob("MC-*")}
    for pair in pairs:
        record = records[pair.patient]
        for words in pair.evidence:
            assert words in record or f'"{words.partition("/")[2]}"' in record, (pair, words)


def test_many_of_them_are_hard(pairs: list[Pair]) -> None:
    stated = [p for p in pairs if p.kind != "silence"]
    assert sum(p.kind != "plain" for p in stated) >= len(stated) / 2


def test_our_verdicts_are_right(result: Result) -> None:
    matrix = result.metrics["confusion"]
    assert sum(matrix[v].get(v, 0) for v in VERDICTS) >= RIGHT
    assert result.metrics["confident_wrong"] <= WRONG
    assert sum(n for gold in matrix.values() for n in gold.values()) == result.metrics["pairs"]


def test_verdicts_rest_on_the_words_judged(result: Result) -> None:
    assert result.more["evidence of right verdicts"]["found"]["accuracy"] > 0.99


@pytest.mark.parametrize(("gold", "given", "wrong"), [
    ("pass", "fail", True), ("fail", "pass", True), ("pass", "unknown", False), ("unknown", "fail", False),
    ("pass", "pass", False),
])  # fmt: skip
def test_confident_wrong(gold: str, given: str, wrong: bool) -> None:
    assert confident_wrong(gold, given) is wrong


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("P\tT\tI1\tmaybe\tplain\tx", "no verdict"),
        ("P\tT\tI1\tpass\teasy\tx", "no kind"),
        ("P\tT\tI1\tpass\tplain\t", "rests on evidence"),
        ("P\tT\tI1\tunknown\tsilence\tx", "rests on evidence"),
        ("P\tT\tI1 I1\tunknown\tsilence\t", "judged twice"),
    ],
)
def test_a_wrong_row_is_blamed(tmp_path: Path, rows: str, problem: str) -> None:
    (tmp_path / "judgements.tsv").write_text(f"{HEADER}{rows}\n", "utf-8")
    with pytest.raises(LexiconError, match=problem) as caught:
        list(read_pairs(tmp_path))
    assert caught.value.line == 2


def test_a_patient_without_a_record(tmp_path: Path) -> None:
    (tmp_path / "judgements.tsv").write_text(f"{HEADER}P\tT\tI1\tpass\tplain\tx\n", "utf-8")
    with pytest.raises(InputError, match="no patient P"):
        BENCHMARKS["match-cases"].load()(tmp_path, limit=None, seed=0, progress=lambda n, of: None)
