"""Words that deny: "non-", "ex-", what stands behind the thing, where an exception ends; sentences of our own."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic import render

INCLUSION, EXCLUSION = "Inclusion", "Exclusion"

CASES = [
    # "non-" of a person denies; of another thing it names that
    (INCLUSION, "Non-smoker", "no tobacco use"),
    (INCLUSION, "Nonsmokers only", "no tobacco use"),
    (INCLUSION, "Non-diabetic adults", "no diabetes mellitus"),
    (EXCLUSION, "Non-diabetic neuropathy", "peripheral neuropathy"),
    (INCLUSION, "Ex-smokers or non-smokers", "history of tobacco use or no tobacco use"),
    (
        INCLUSION,
        "Men, or non-pregnant, non-breastfeeding women",
        "sex male or (not pregnant and not lactating and sex female)",
    ),
    (INCLUSION, "Healthy non-smoking volunteers: men or women", "good general health and no tobacco use and sex"),
    (INCLUSION, "HIV-uninfected", "no HIV infection"),
    (INCLUSION, "Uninfected with hepatitis B", "no hepatitis B"),
    # behind the thing
    (EXCLUSION, "Colonoscopy not performed", "no colonoscopy"),
    (EXCLUSION, "MRI is not possible due to claustrophobia", "no MRI and claustrophobia"),
    (EXCLUSION, "Pneumonia, ruled out by X-ray", "no pneumonia"),
    (INCLUSION, "Pregnancy must be ruled out", "not pregnant"),
    (EXCLUSION, "Surgery not performed under general anesthesia", "surgery and no general anesthesia"),
    (EXCLUSION, "It is not possible to perform MRI", "no ability to perform MRI"),
    # what a parenthesis takes out or denies
    (EXCLUSION, "Inotropes (not dobutamine)", "inotropes, except dobutamine"),
    (EXCLUSION, "Cystitis (but not asymptomatic bacteriuria)", "cystitis, except asymptomatic bacteriuria"),
    (EXCLUSION, "Opioids (excl. codeine)", "opioids, except codeine"),
    (INCLUSION, "Women (not pregnant)", "if sex female then not pregnant"),
    (EXCLUSION, "Asthma (not severe)", "asthma and no severe asthma"),
    (EXCLUSION, "Arrhythmia, not symptomatic, or gout", "(arrhythmia and no symptomatic arrhythmia) or gout"),
    # an exclusion's list goes on behind an exception to its last thing
    (
        EXCLUSION,
        "Angina, anticoagulants other than aspirin, heart block, gout",
        "((angina or anticoagulants), except aspirin) or heart block or gout",
    ),
    (
        EXCLUSION,
        "Asthma, antibiotics except penicillin, or gout",
        "((asthma or antibiotics), except penicillins) or gout",
    ),
    # a treatment that was not given
    (EXCLUSION, "Diabetes not treated with insulin", "diabetes mellitus and no prior insulin"),
    (EXCLUSION, "Depression that was not treated", "untreated depression"),
    # treatment that has ended
    (INCLUSION, "Patients must be off corticosteroids for at least 2 weeks", "no corticosteroids for at least 2 weeks"),
    (INCLUSION, "Chemotherapy-naive", "no chemotherapy"),
    # a denial reaches bounds of what nobody healthy has, and no others
    (INCLUSION, "No angina or NYHA class III heart failure", "none of: (angina or (NYHA 3 and heart failure))"),
    (INCLUSION, "No heart failure NYHA class III or IV", "not (heart failure and NYHA 3, 4)"),
    (INCLUSION, "No epilepsy, QTc > 480 ms, or gout", "none of: (epilepsy or QTc interval > 480 ms or gout)"),
    (INCLUSION, "No asthma or FEV1 < 60% predicted", "none of: (asthma or FEV1 % predicted < 60 %)"),
    (INCLUSION, "No stage IV or recurrent disease", "none of: (stage IV or disease recurrence)"),
    (INCLUSION, "No HIV infection or CD4 count > 400/mm3", "no HIV infection or CD4 count > 400 /mm³"),
    (INCLUSION, "No cirrhosis or Child-Pugh A", "no cirrhosis or Child-Pugh A"),
    (EXCLUSION, "No measurable lesion, or ALT > 3 x ULN", "no measurable lesion ≥ 1 or ALT > 3 × ULN"),
    # a grade behind a thing is not that of the next
    (
        INCLUSION,
        "No neuropathy ≥ grade 2 or uncontrolled epilepsy",
        "none of: (grade ≥ 2 peripheral neuropathy or uncontrolled epilepsy)",
    ),
    # an exception in a list ends where something of another kind follows
    (
        EXCLUSION,
        "Anticoagulants other than aspirin, active gastric ulcer, or epilepsy",
        "(anticoagulants, except aspirin) or active gastric ulcer",
    ),
]


@pytest.mark.parametrize(("kind", "text", "understood"), CASES)
def test_denials(kind: str, text: str, understood: str) -> None:
    trial = eligo.parse(f"{kind} Criteria:\n\n* {text}\n")
    (criterion,) = trial.criteria
    assert criterion.logic is not None
    assert understood in render(criterion.logic)


@pytest.mark.parametrize(
    ("header", "understood"),
    [
        ("None of the following may be present:", "gout"),
        ("No history of the following:", "gout"),
        ("Subjects are excluded if they do not have any of the following:", "no gout"),
    ],
)
def test_a_header_that_denies_its_bullets_among_exclusions(header: str, understood: str) -> None:
    trial = eligo.parse(f"Exclusion Criteria:\n\n{header}\n  1. Gout\n  2. Asthma\n")
    bullet = next(c for c in trial.criteria if c.text == "Gout")
    assert bullet.logic is not None
    assert render(bullet.logic) == understood
