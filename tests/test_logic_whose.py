"""Of whom a clause is said, whose result stands behind a list, and what only says how something is done."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render

IN, EX = "Inclusion", "Exclusion"


def rendered(kind: str, text: str) -> str:
    criterion = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria[0]
    assert criterion.logic is not None
    return render(criterion.logic)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        # people who have either, and must all have what the clause says
        (IN, "Patients with gout or asthma who have anemia", "(gout or asthma) and anemia"),
        (IN, "Gout or asthma, who are taking prednisone", "(gout or asthma) and concurrent prednisone"),
        (IN, "Gastric or ovarian cancer patients with BRCA mutations",
         "(gastric cancer or ovarian cancer) and BRCA mutation positive"),
        (IN, "Patients with melanoma who have hepatitis or cirrhosis", "melanoma and (hepatitis or cirrhosis)"),
        (IN, "Patients with melanoma who have cirrhosis or patients with gout", "(melanoma and cirrhosis) or gout"),
        (IN, "Patients with gout or patients with asthma who have anemia", "gout or (asthma and anemia)"),
        (IN, "Patients with gout or women who are pregnant", "gout or (sex female and pregnant)"),
        (EX, "Gout, asthma, or who have anemia", "gout or asthma or anemia"),
        (EX, "Gout or asthma, including patients who take prednisone", None),
        # a result behind a list is that of what a test is named after
        (IN, "Epilepsy or HBsAg negative", "epilepsy or hepatitis B surface antigen negative"),
        (IN, "Hepatitis C virus infection and HIV negative", "hepatitis C and no HIV infection"),
        (IN, "HIV, hepatitis B and hepatitis C negative", "no HIV infection and no hepatitis B and no hepatitis C"),
        (IN, "HER2 positive or ER negative", "HER2 positive or estrogen receptor negative"),
        (IN, "ER positive, HER2 negative breast cancer",
         "estrogen receptor positive and HER2 negative and breast cancer"),
        (IN, "ER positive or PR positive, HER2 negative",
         "(estrogen receptor positive or progesterone receptor positive) and HER2 negative"),
        (IN, "ER, PR and HER2 negative",
         "estrogen receptor negative and progesterone receptor negative and HER2 negative"),
        (IN, "Premenopausal with a negative urine pregnancy test", "if premenopausal then pregnancy test negative"),
        # cancers of several organs
        (IN, "Breast and ovarian cancer with BRCA mutations",
         "(breast cancer or ovarian cancer) and BRCA mutation positive"),
        (IN, "Melanoma, prostate cancer and mesothelioma", "melanoma or prostate cancer or mesothelioma"),
        (IN, "Both breast and ovarian cancer", "breast cancer and ovarian cancer"),
        (IN, "Breast cancer and bone metastases", "breast cancer and bone metastases"),
        (IN, "Liver cancer and cirrhosis", "liver cancer and cirrhosis"),
        # what is denied is not the consent behind it
        (IN, "Informed without any misgivings, and having signed an informed consent", "informed consent"),
        (IN, "No informed consent", "no informed consent"),
        # rules that say how
        (IN, "Written informed consent according to GCP and local regulations", "informed consent"),
        (IN, "Informed consent on a form approved by the ethics committee or IRB", "informed consent"),
        (EX, "Blood donation within 8 weeks, or longer if required by local regulations",
         "blood donation within 8 weeks before"),
        (IN, "At least 20 years old, or an adult as defined by local laws", "age ≥ 20 years"),
        (IN, "Approval by the ethics committee", "ethics approval (“ethics committee”)"),
    ],
)  # fmt: skip
def test_reach(kind: str, text: str, expected: str | None) -> None:
    found = rendered(kind, text)
    if expected is None:
        assert " and " not in found.replace("(", "").split(" or ")[0]
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Contraception starting with the first dose of study drug through 3 months after the last dose of study drug",
         "starting with the first dose of study drug through 3 months after the last dose of study drug"),
        ("Contraception from the first dose of study drug, throughout the study and for 3 months after the last dose",
         "from the first dose of study drug, throughout the study and for 3 months after the last dose"),
        ("Contraception from the first dose until the last follow-up visit",
         "from the first dose until the last follow-up visit"),
        ("Contraception during the entire study", "during the entire study"),
        ("Contraception from check-in (Day -1) until 90 days after the final dose",
         "from check-in (Day -1) until 90 days after the final dose"),
    ],
)  # fmt: skip
def test_from_until(text: str, window: str) -> None:
    assert rendered(IN, text) == f"contraception [{window}]"


def test_withdrawn_from() -> None:
    assert "[" not in rendered(EX, "Gout in patients starting on study treatment")
