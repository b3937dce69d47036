"""Race, residence, occupation, handedness: what a note says of a topic answers only a question that names the same."""

from __future__ import annotations

import pytest

import eligo


@pytest.mark.parametrize(
    ("criterion", "note", "verdict"),
    [
        ("Inclusion: Japanese subjects", "Japanese patient of 40 years.", "pass"),
        ("Inclusion: Japanese subjects", "Caucasian man.", "unknown"),
        ("Exclusion: Participants of East Asian ethnicity (i.e., Japanese or Korean)", "A Caucasian man.", "unknown"),
        ("Inclusion: Hispanic", "Non-Hispanic woman.", "unknown"),
        ("Inclusion: Non-Hispanic", "Hispanic woman.", "unknown"),
        ("Inclusion: Lives in a nursing home", "She lives in a nursing home.", "pass"),
        ("Inclusion: Lives in a nursing home", "Lives in a big city.", "unknown"),
        ("Inclusion: Employed full time", "He is employed full time.", "pass"),
        ("Inclusion: Employed full time", "He is employed part time.", "unknown"),
        ("Inclusion: Speaks English", "She speaks English.", "pass"),
        ("Inclusion: Speaks English", "Speaks Spanish.", "unknown"),
        ("Inclusion: Right-handed", "Right handed man.", "pass"),
        ("Inclusion: Right-handed", "Left-handed man.", "unknown"),
        ("Inclusion: Ambulatory", "He is ambulatory with a cane.", "pass"),
        ("Inclusion: Ambulatory", "Not ambulatory.", "fail"),
    ],
)
def test_topics(criterion: str, note: str, verdict: str) -> None:
    """Another answer to the same topic decides nothing."""
    kind, _, text = criterion.partition(": ")
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts] == [verdict]
