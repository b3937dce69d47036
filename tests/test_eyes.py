"""Which eye a criterion asks about, and what a note that does not say it leaves open."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render


def read(kind: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The rendering of one criterion, and what was left of its text."""
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    return render(criterion.logic), criterion.unparsed


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Intraocular pressure of 24 mmHg or more in the study eye", "intraocular pressure (study eye) ≥ 24 mm Hg"),
        ("Intraocular pressure above 23 mmHg in either eye", "intraocular pressure > 23 mm Hg"),
        ("Fellow eye BCVA ≤ 60 letters", "best-corrected visual acuity (fellow eye) ≤ 60 letters"),
        ("BCVA in the study eye of 20 to 65 letters", "best-corrected visual acuity (study eye) 20 to 65 letters"),
        ("IOP ABOVE 23 MMHG IN THE STUDY EYE", "intraocular pressure (study eye) > 23 mm Hg"),
        ("Cataract of both eyes", "cataract (both eyes)"),
        ("Glaucoma in one or both eyes", "glaucoma"),
        ("Active infection in at least one eye", "active infection (eye)"),
        ("Uveitis or glaucoma in the study eye", "uveitis (study eye) or glaucoma (study eye)"),
        ("Intraocular surgery within 2 months in the study eye", "eye surgery (study eye) within 2 months before"),
    ],
)  # fmt: skip
def test_eyes(text: str, rendering: str) -> None:
    """The eye is said beside what is asked of it, where it matters which one."""
    assert read("Exclusion", text) == (rendering, ())


def test_other_eyes() -> None:
    """No eye of the patient."""
    assert "eye" not in read("Inclusion", "In the eyes of the investigator, diabetes is stable")[0]


@pytest.mark.parametrize(
    ("criterion", "note", "verdict"),
    [
        ("Inclusion: IOP of 24 mmHg or more in the study eye", "IOP 26 mmHg.", "unknown"),
        ("Inclusion: IOP of 24 mmHg or more in both eyes", "IOP 26 mmHg OU.", "pass"),
        ("Inclusion: IOP of 24 mmHg or more in both eyes", "IOP 20 mmHg in both eyes.", "fail"),
        ("Inclusion: IOP of 24 mmHg or more in both eyes", "IOP 26 mmHg OD, VA 20/40 OU.", "unknown"),
        ("Inclusion: IOP of 24 mmHg or more in at least one eye", "IOP 26 mmHg.", "pass"),
        ("Exclusion: Glaucoma in the study eye", "Glaucoma was diagnosed in May.", "unknown"),
        ("Exclusion: Glaucoma in the study eye", "No glaucoma.", "pass"),
        ("Exclusion: Glaucoma in either eye", "Glaucoma was diagnosed in May.", "fail"),
        ("Inclusion: Cataract in both eyes", "Bilateral cataract.", "pass"),
    ],
)
def test_verdicts(criterion: str, note: str, verdict: str) -> None:
    """What is in both eyes is in the study eye; which eye that is, no note says."""
    kind, _, text = criterion.partition(": ")
    trial = eligo.parse(f"{kind} Criteria:\n\n- {text}\n")
    assert [v.verdict for v in eligo.match(trial, eligo.annotate(note)).verdicts] == [verdict]
