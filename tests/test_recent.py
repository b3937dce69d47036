"""What was "recent", with no word of how recent: the time is kept, and only what is there now is sure to meet it."""

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
        ("Recent stroke", "stroke [recent]"),
        ("RECENT STROKE", "stroke [recent]"),
        ("Recent history of stroke", "history of stroke [recent]"),
        ("Asthma, recent stroke or gout", "asthma or stroke [recent] or gout [recent]"),
        (
            "Recent history of stroke, gout, or asthma",
            "history of stroke [recent] or history of gout [recent] or history of asthma [recent]",
        ),
        ("Gout, recent surgery, asthma", "gout or surgery [recent] or asthma"),
        ("Patients who recently received chemotherapy", "prior chemotherapy [recent]"),
        ("Current or recent pneumonia", "pneumonia [current or recent]"),
        ("Recent or ongoing pneumonia", "pneumonia [current or recent]"),
        ("Recent (within 3 weeks) or ongoing pneumonia", "pneumonia within 3 weeks before"),
        ("Current or recent (< 3 weeks before screening) pneumonia", "pneumonia within 3 weeks before screening"),
        ("Recent onset of gout", "newly diagnosed gout"),
        ("The most recent chemotherapy", "chemotherapy"),
        ("Recent stroke within 3 weeks", "stroke within 3 weeks before"),
        ("Asthma, gout or recent stroke (within 3 weeks)", "asthma or gout or stroke within 3 weeks before"),
        ("Asthma or recent severe stroke within 3 weeks", "asthma or severe stroke within 3 weeks before"),
        (
            "Recent (within 3 weeks) stroke, gout or asthma",
            "stroke within 3 weeks before or gout within 3 weeks before or asthma within 3 weeks before",
        ),
        (
            "Recent (within 3 weeks) stroke, a history of gout or asthma",
            "stroke within 3 weeks before or history of gout or history of asthma",
        ),
        (
            "Newly diagnosed (within 3 weeks) asthma or uncontrolled gout",
            "newly diagnosed asthma within 3 weeks before or uncontrolled gout",
        ),
    ],
)
def test_recent(text: str, said: str) -> None:
    assert rendered(text) == said


def test_nobody_knows_how_recent() -> None:
    trial = eligo.parse("Exclusion Criteria:\n\n- Recent stroke\n", source="x")

    def verdict(note: str) -> str:
        return eligo.match(trial, eligo.annotate(note)).verdicts[0].verdict

    assert verdict("Stroke in 2011.") == "unknown"
    assert verdict("No history of stroke.") == "pass"
