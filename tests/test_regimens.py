"""How long, how often or how much of a drug is taken, where only a word says so, stays with the drug."""

import pytest

import eligo
from eligo.logic import render


def rendered(text: str) -> str:
    (read,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x").criteria
    assert read.logic is not None
    return render(read.logic)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Chronic use of opioids", "concurrent chronic opioids"),
        ("Chronic opioid use", "chronic opioids"),
        ("Daily use of opioids, or aspirin", "concurrent daily opioids or concurrent daily aspirin"),
        ("NSAIDs other than low dose aspirin", "NSAIDs, except low-dose aspirin"),
        ("Long-term treatment with aspirin", "long-term aspirin"),
        ("Regular use of aspirin; asthma", "concurrent regular aspirin or asthma"),
        ("High dose prednisone or heparin", "high-dose prednisone or heparin"),
        ("Chronic hepatitis B, aspirin", "chronic hepatitis B or aspirin"),
        ("Long-term survival, aspirin", "aspirin"),
        ("Use of aspirin", "aspirin"),
        ("Current or chronic use of aspirin", "concurrent aspirin"),
    ],
)
def test_regimen(text: str, said: str) -> None:
    assert rendered(text) == said


def test_a_single_dose_is_no_chronic_use() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Chronic use of opioids\n", source="x")

    def verdict(note: str) -> str:
        return eligo.match(trial, eligo.annotate(note)).verdicts[0].verdict

    assert verdict("Takes morphine.") == "unknown"
    assert verdict("No opioids.") == "pass"
