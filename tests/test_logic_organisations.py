"""A disease in the name of a society or of a hospital is not asked for."""

import pytest

import eligo
from eligo.logic import render


def criterion(text: str, kind: str = "Inclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "rendered", "left"),
    [
        ("Gout by the criteria of the Northern Rheumatism Association", "gout", ()),
        ("Diabetes as defined by the Nordic Heart and Kidney Society", "diabetes mellitus", ()),
        ("Patients of the Eastern Cancer Center with asthma", "asthma", ("Eastern Cancer",)),
        ("New York Heart Association class III heart failure", "NYHA 3 and heart failure", ()),
        ("New York Heart Association (NYHA) functional class I-II", "NYHA 1, 2", ()),
    ],
)
def test_names(text: str, rendered: str, left: tuple[str, ...]) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.unparsed == left


@pytest.mark.parametrize(
    ("kind", "text", "rendered"),
    [
        (
            "Exclusion",
            "Patients with brain metastases are excluded because of a poor outlook, even if treated",
            "brain metastases",
        ),
        ("Exclusion", "Because patients with gout fall often, patients with asthma are excluded", "asthma"),
        ("Inclusion", "ALT ≤ 90 U/L; for the purpose of this study, the ULN for ALT is 45 U/L", "ALT ≤ 90 U/L"),
        ("Inclusion", "Kidneys: creatinine ≤ 2 mg/dL (see Appendix 3)", "creatinine ≤ 2 mg/dL"),
        ("Exclusion", "H/o gout", "history of gout"),
        ("Exclusion", "Migraine preventive medication", "migraine preventive medication"),
    ],
)
def test_what_explains_or_only_names_is_not_asked(kind: str, text: str, rendered: str) -> None:
    read = criterion(text, kind)
    assert render(read.logic) == rendered
    assert read.parsed == "full"
