"""A verb of its own ends an allergy's list; what narrows a thing narrows the contraindication to it."""

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
        ("Allergy to lidocaine, patients taking opioids", "hypersensitivity to lidocaine or concurrent opioids"),
        ("Allergy to aspirin or taking heparin", "hypersensitivity to aspirin or concurrent heparin"),
        (
            "Allergy to or intolerance of heparin, current use of warfarin",
            "hypersensitivity to heparin or intolerance to heparin or concurrent warfarin",
        ),
        (
            "Allergic to aspirin, heparin or warfarin",
            "hypersensitivity to aspirin or hypersensitivity to heparin or hypersensitivity to warfarin",
        ),
        ("Contraindication to radial arterial catheterization", "contraindication to radial arterial catheterization"),
        ("Contraindications to an intrauterine device", "contraindication to intrauterine device"),
        ("Surgery not less than 4 weeks before screening", "surgery at least 4 weeks before screening"),
        ("Surgery less than 4 weeks before screening", "surgery within 4 weeks before screening"),
        (
            "Severe hematological, neurological, or other uncontrolled disease",
            "severe hematologic disorder or severe neurological disease",
        ),
        (
            "Clinically significant hepatic or renal functional abnormality",
            "clinically significant liver disease or clinically significant kidney disease",
        ),
    ],
)
def test_own_verbs(text: str, said: str) -> None:
    assert rendered(text) == said
