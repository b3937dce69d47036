# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Grades of toxicities: recovery to them or to the baseline, denied or not; the CTCAE's long name; what is excepted."""

from __future__ import annotations

import pytest

import eligo
from eligo.attributes.ctcae import ctcae_names
from eligo.logic import render
from eligo.schema import leaves

CASES: list[tuple[str, str, str | None]] = [
    # the baseline beside a grade
    ("Inclusion", "Recovery from toxicities of earlier therapies to baseline or grade ≤ 1, except for alopecia", "(CTCAE grade at baseline or CTCAE grade 0, 1), except alopecia"),
    ("Inclusion", "Recovered from the toxic effects of treatment to grade ≤ 2 or to their clinical baseline", "CTCAE grade 0, 1, 2 or CTCAE grade at baseline"),
    ("Inclusion", "Has recovered from all toxic effects (recovered to baseline or ≤ grade 1)", "CTCAE grade at baseline or CTCAE grade 0, 1"),
    ("Exclusion", "Subjects who have not recovered to baseline or ≤ CTCAE grade 1 from toxicities of earlier therapy", "none of: (CTCAE grade at baseline or CTCAE grade 0, 1)"),
    ("Exclusion", "Has not recovered to grade ≤ 1 or baseline from all toxicities of chemotherapy (except alopecia)", "not ((CTCAE grade 0, 1 or CTCAE grade at baseline), except alopecia)"),
    ("Inclusion", "Toxicity has returned to grade ≤ 1, baseline, or is deemed irreversible", "CTCAE grade 0, 1 or CTCAE grade at baseline"),
    ("Inclusion", "Resolution of all toxicities to grade 1 severity or lower, except neuropathy", "CTCAE grade 0, 1, except peripheral neuropathy"),
    # what is denied in other words
    ("Exclusion", "Has not had resolution of all acute toxic effects of earlier therapy to grade ≤ 1", "no CTCAE grade 0, 1"),
    ("Exclusion", "Toxicity of chemotherapy that did not resolve to grade ≤ 1", "no CTCAE grade 0, 1"),
    ("Exclusion", "Residual toxicity of chemotherapy with no return to baseline or grade ≤ 1", "none of: (CTCAE grade at baseline or CTCAE grade 0, 1)"),
    ("Exclusion", "Has not recovered from any acute toxicity (to grade ≤ 1)", "no CTCAE grade 0, 1"),
    ("Exclusion", "Toxicities (other than alopecia) not yet resolved to grade ≤ 1 or baseline", "not ((CTCAE grade 0, 1 or CTCAE grade at baseline), except alopecia)"),
    # when the treatment was, and that one has recovered
    ("Inclusion", "At least 5 weeks since chemotherapy or surgery, with recovery to grade ≤ 1 from all toxicities", "(chemotherapy at least 5 weeks before or surgery at least 5 weeks before) and CTCAE grade 0, 1"),
    ("Inclusion", "Toxicities other than alopecia must have resolved to grade 1 or less", "CTCAE grade 0, 1, except alopecia"),
    ("Inclusion", "Toxicities of chemotherapy must have resolved to grade ≤ 1 prior to enrolment", "CTCAE grade 0, 1 [prior to enrolment]"),
    # toxicities themselves
    ("Exclusion", "Persistent toxicities caused by chemotherapy", "persistent adverse event caused by chemotherapy"),
    ("Exclusion", "Ongoing toxicities (> grade 2) caused by chemotherapy", "active grade > 2 adverse event caused by chemotherapy"),
    ("Exclusion", "Any unresolved toxicity greater than CTCAE version 5.0 grade 1 from chemotherapy", "CTCAE grade 2, 3, 4, 5"),
    # the name of the CTCAE
    ("Exclusion", "Diarrhea grade ≥ 2 (as defined by the NCI CTCAE, version 5.0)", "grade ≥ 2 diarrhea"),
    ("Exclusion", "Infection > Common Terminology Criteria for Adverse Events (CTCAE) v4.03 grade 2", "grade > 2 infection"),
    ("Exclusion", "Arrhythmia of grade 2 or higher according to NCI CTCAE, version 4.0, or uncontrolled hypertension", "grade ≥ 2 arrhythmia or uncontrolled hypertension"),
    # reactions
    ("Exclusion", "Severe hypersensitivity (grade ≥ 3) to paclitaxel", "CTCAE grade 3, 4, 5 and severe hypersensitivity to paclitaxel"),
    ("Inclusion", "No history of allergic reactions (≥ grade 3) to cisplatin", "not (CTCAE grade 3, 4, 5 and hypersensitivity to cisplatin)"),
    # a grade that was to be reached is the most there may be
    ("Inclusion", "All toxicities of radiotherapy have resolved to grade 1", "CTCAE grade 0, 1"),
    ("Inclusion", "Recovery of earlier side effects to at least grade 2", "CTCAE grade 0, 1, 2"),
    ("Exclusion", "Has not recovered (i.e., grade 1 or at baseline) from adverse events", "none of: (CTCAE grade 0, 1 or CTCAE grade at baseline)"),
    ("Inclusion", "Toxicity of grade 1 from earlier therapy", "CTCAE grade 1"),
    ("Exclusion", "Colitis of at least grade 2", "grade ≥ 2 colitis"),
    # whose grade it is
    ("Exclusion", "Neuropathy (motor or sensory) > grade 1", "grade > 1 peripheral neuropathy"),
    ("Exclusion", "Severe (grade 3 or 4) encephalopathy", "severe grade 3 to 4 encephalopathy"),
    ("Exclusion", "Diarrhea of any cause that exceeds grade 1", "grade > 1 diarrhea"),
    ("Exclusion", "Ongoing toxicities (excluding alopecia) grade ≥ 2 resulting from chemotherapy", "CTCAE grade 2, 3, 4, 5, except alopecia"),
    ("Exclusion", "Grade > 1 toxicity from prior therapy (except alopecia or anorexia)", "CTCAE grade 2, 3, 4, 5, except alopecia or anorexia"),
    ("Exclusion", "Fluid retention (i.e., ascites or edema) grade > 2", "grade > 2 ascites or grade > 2 edema"),
    ("Exclusion", "Hypersensitivity to monoclonal antibodies (grade ≥ 3), any history of anaphylaxis", "(hypersensitivity to monoclonal antibodies and CTCAE grade 3, 4, 5) or history of anaphylaxis"),
    # who has none is not asked for it
    ("Inclusion", "Peripheral neuropathy must be ≤ grade 2", "if peripheral neuropathy then grade ≤ 2 peripheral neuropathy"),
    ("Inclusion", "Neuropathy, if present, must be grade 1", "if peripheral neuropathy then grade 1 peripheral neuropathy"),
    ("Inclusion", "Any neuropathy must have resolved to grade 1", "if peripheral neuropathy then grade ≤ 1 peripheral neuropathy"),
    ("Exclusion", "Any neuropathy must have resolved to grade 1", "grade > 1 peripheral neuropathy"),
    ("Inclusion", "Patients must have follicular lymphoma of grade ≤ 2", "grade ≤ 2 follicular lymphoma"),
    ("Inclusion", "Neuropathy of grade ≤ 1", "grade ≤ 1 peripheral neuropathy"),
    ("Exclusion", "Grade 3 neuropathy, or grade 2 with pain", "grade 3 peripheral neuropathy or (grade 2 peripheral neuropathy and pain)"),
    ("Exclusion", "Equal to greater than grade 3 diarrhea", "grade ≥ 3 diarrhea"),
    ("Exclusion", "Grade 2 or higher (per CTCAE v5.0) diarrhea, or colitis", "grade ≥ 2 diarrhea or colitis"),
    ("Exclusion", "Pre-existing > grade 1 motor or sensory neuropathy", "active grade > 1 peripheral neuropathy"),
    # an exception before the grade that is to be reached
    ("Inclusion", "Resolution of all toxicities, except alopecia, from earlier therapy to grade ≤ 1", "CTCAE grade 0, 1, except alopecia"),
    ("Exclusion", "Has not recovered from toxicity of chemotherapy (i.e., to baseline or grade 1)", "none of: (CTCAE grade at baseline or CTCAE grade 0, 1)"),
    # laboratory values and other scales
    ("Exclusion", "AST or ALT grade 2 or higher", "AST grade 2, 3, 4, 5 or ALT grade 2, 3, 4, 5"),
    ("Exclusion", "Total bilirubin of grade 3 or higher", "total bilirubin grade 3, 4, 5"),
    ("Exclusion", "Proteinuria CTCAE grade 2 or greater", "grade ≥ 2 proteinuria"),
    ("Inclusion", "TIMI flow grade < 2", "TIMI flow grade 0, 1"),
    ("Exclusion", "Any toxicity > DAIDS grade 2", "DAIDS grade 3, 4, 5"),
    ("Inclusion", "Creatinine ≤ 1.5 × ULN (CTCAE grade 1)", "creatinine ≤ 1.5 × ULN and CTCAE grade 1"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "understood"), CASES, ids=[c[1] for c in CASES])
def test_understood(kind: str, text: str, understood: str | None) -> None:
    (criterion,) = eligo.parse(f"{kind} Criteria:\n\n- {text}\n").criteria
    assert (criterion.logic and render(criterion.logic)) == understood
    assert not criterion.unparsed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("per NCI-CTCAE, version 5.0", ["NCI-CTCAE, version 5.0"]),
        ("National Cancer Institute Common Toxicity Criteria (CTC) grade 3", ["National Cancer Institute Common Toxicity Criteria (CTC)"]),
        ("Common Terminology Criteria for Adverse Events [CTCAE] v4", ["Common Terminology Criteria for Adverse Events [CTCAE] v4"]),
        ("circulating tumor cells (CTC) above 5", []),
    ],
)  # fmt: skip
def test_names(text: str, names: list[str]) -> None:
    assert [text[start:end].strip() for start, end in ctcae_names(text)] == names


@pytest.mark.parametrize(
    ("text", "note", "verdict"),
    [
        ("Neuropathy of grade ≤ 1", "No neuropathy.", "not_applicable"),
        ("Neuropathy of grade ≤ 1", "Neuropathy grade 3.", "fail"),
        ("Neuropathy must be ≤ grade 1", "Neuropathy grade 1.", "pass"),
        ("Neuropathy must be ≤ grade 1", "Neuropathy.", "unknown"),
    ],
)
def test_a_highest_grade_asks_for_no_disease(text: str, note: str, verdict: str) -> None:
    trial = eligo.parse(f"Inclusion Criteria:\n\n- {text}\n")
    assert eligo.match(trial, eligo.annotate(note)).verdicts[0].verdict == verdict


def test_the_grades_below_one_that_is_reached_are_assumed() -> None:
    (criterion,) = eligo.parse("Inclusion Criteria:\n\n- Toxicity resolved to grade 1\n").criteria
    assert criterion.logic is not None
    assert [c.assumed for c in leaves(criterion.logic)] == [("values",)]
