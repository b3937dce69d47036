"""How far "received or planned", "off", a reason, a fitness and "stable" reach over what is listed behind them."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render


def rendered(kind: str, text: str) -> str:
    criterion = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria[0]
    assert criterion.logic is not None
    return render(criterion.logic)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Received or planning to receive a live vaccine within 30 days",
            "prior live vaccine [within 30 days] or planned live vaccine [within 30 days]",
        ),
        ("Previous or scheduled lung transplant", "prior lung transplant or planned lung transplant"),
        ("Taking or expected to take warfarin", "concurrent warfarin or planned warfarin"),
        (
            "Inability to undergo MRI due to a pacemaker, claustrophobia or severe scoliosis",
            "no ability to undergo MRI and (pacemaker or claustrophobia or severe scoliosis)",
        ),
        ("Unable to climb stairs because of gout or asthma", "no ability to climb stairs and (gout or asthma)"),
        ("Unable to climb stairs because of gout, or pregnant", "(no ability to climb stairs and gout) or pregnant"),
        (
            "Pregnant, lactating, or planning to become pregnant within 3 months after the last dose",
            "pregnant or lactating or pregnancy intention [within 3 months after the last dose]",
        ),
        (
            "Brain metastases unless treated, stable for 6 weeks and without steroids",
            "brain metastases, except (treated, stable for 6 weeks and no corticosteroids)",
        ),
        (
            "Active autoimmune disease requiring systemic therapy. Replacement therapy (insulin) is not considered "
            "a form of systemic therapy",
            "active autoimmune disease and (systemic therapy, except insulin)",
        ),
        (
            "Major surgery within 3 weeks. Port placement will not be considered major surgery",
            "major surgery within 3 weeks before, except central venous catheter",
        ),
    ],
)
def test_excluded(text: str, expected: str) -> None:
    assert rendered("Exclusion", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Off all antiepileptic drugs for at least 3 weeks", "no antiepileptic drugs for at least 3 weeks"),
        ("HbA1c 7 to 9 % on or off metformin", "HbA1c 7 to 9 %"),
        ("Melanoma, not a candidate for surgery or radiotherapy",
         "melanoma and not able to undergo the procedure (“not a candidate for surgery or radiotherapy”)"),
        ("Unfit for surgery or prior radiotherapy",
         "unfit for the procedure (“Unfit for surgery”) or prior radiotherapy"),
        ("Stable for at least 6 weeks and off steroids", "stable for at least 6 weeks and no corticosteroids"),
        ("Age over 18. Patients with asthma are not considered eligible", "age > 18 years and no asthma"),
        ("Patients who are not considered eligible for transplant",
         "not able to undergo the procedure (“eligible for transplant”)"),
        ("Cardiac disease: No heart failure", "no heart failure"),
        ("Pregnancy: not pregnant", "not pregnant"),
        ("Melanoma: no prior cisplatin", "melanoma and no prior cisplatin"),
        ("On a stable dose of methotrexate and no steroids", "stable dose of methotrexate and no corticosteroids"),
        ("Treated brain metastases, stable for 5 weeks and off steroids",
         "treated, stable brain metastases for at least 5 weeks and no corticosteroids"),
    ],
)  # fmt: skip
def test_included(text: str, expected: str) -> None:
    assert rendered("Inclusion", text) == expected


def test_what_does_not_count_and_is_not_asked_stays_unread() -> None:
    text = "Inclusion Criteria:\n\n- No more than 2 prior regimens. Hormonal therapy is not considered a regimen.\n"
    criterion = eligo.parse(text).criteria[0]
    assert criterion.logic is not None
    assert render(criterion.logic) == "prior therapy (≤ 2 lines)"
    assert criterion.parsed == "partial"
    assert criterion.unparsed == ("Hormonal therapy",)
