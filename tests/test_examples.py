"""The bundled examples do what their names say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import eligo
from eligo.schema import leaves


@pytest.fixture(scope="module")
def trial(examples: Path) -> eligo.Trial:
    return eligo.parse(examples / "listing.txt")


def test_listing(trial: eligo.Trial, examples: Path) -> None:
    text = (examples / "listing.txt").read_text("utf-8")
    assert trial.id == "NCT99990001"
    assert (trial.title or "").startswith("Ramucirumab Plus Nivolumab")
    assert trial.sponsor == "Example University Hospital"
    assert [c.id for c in trial.criteria] == [
        *(f"I{n}" for n in range(1, 9)), "I8.1", "I8.2", "I9", "I10", *(f"E{n}" for n in range(1, 9)),
    ]  # fmt: skip
    for criterion in trial.criteria:
        assert text[criterion.start : criterion.end] == criterion.text
        for leaf in leaves(criterion.logic) if criterion.logic is not None else ():
            assert text[leaf.start : leaf.end] == leaf.text


def test_every_character_is_accounted_for(trial: eligo.Trial, examples: Path) -> None:
    text = (examples / "listing.txt").read_text("utf-8")
    covered = bytearray(len(text))
    for span in (*trial.criteria, *trial.skipped):
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    left = "".join(c for c, there in zip(text, covered, strict=True) if not there)
    assert not re.search(r"\w", left), left


@pytest.mark.parametrize(
    ("note", "overall", "failed"),
    [
        ("note_eligible.txt", "eligible", []),
        ("note_ineligible.txt", "ineligible", ["I8.1", "E1"]),
        ("note_undetermined.txt", "undetermined", []),
    ],
)
def test_notes(trial: eligo.Trial, examples: Path, note: str, overall: str, failed: list[str]) -> None:
    path = examples / note
    text = path.read_text("utf-8")
    patient = eligo.annotate(path)
    report = eligo.match(trial, patient)
    told = [(v.criterion, v.verdict, v.reason) for v in report.verdicts if v.verdict in {"fail", "unknown"}]
    assert [v.criterion for v in report.verdicts if v.verdict == "fail"] == failed, told
    assert report.overall == overall, told
    assert bool(report.missing) == any(v.verdict == "unknown" for v in report.verdicts)
    for fact in patient.facts:
        assert text[fact.start : fact.end] == fact.text
        for cue in fact.cues:
            assert text[cue.start : cue.end] == cue.text
