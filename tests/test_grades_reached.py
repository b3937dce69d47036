# ruff: noqa: E501  (a case is one line, so that it can be read)
"""Grades of toxicities: recovery to them or to the baseline, denied or not; the CTCAE's long name; what is excepted."""

from __future__ import annotations

import pytest

import eligo
from eligo.attributes.ctcae import ctcae_names
from eligo.logic import render

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
    ("Exclusion", "Persistent toxicities caused by chemotherapy", "persistent adverse event and chemotherapy"),
    ("Exclusion", "Ongoing toxicities (> grade 2) caused by chemotherapy", "active grade > 2 adverse event and chemotherapy"),
    ("Exclusion", "Any unresolved toxicity greater than CTCAE version 5.0 grade 1 from chemotherapy", "CTCAE grade 2, 3, 4, 5"),
    # the name of the CTCAE
    ("Exclusion", "Diarrhea grade ≥ 2 (as defined by the NCI CTCAE, version 5.0)", "grade ≥ 2 diarrhea"),
    ("Exclusion", "Infection > Common Terminology Criteria for Adverse Events (CTCAE) v4.03 grade 2", "grade > 2 infection"),
    ("Exclusion", "Arrhythmia of grade 2 or higher according to NCI CTCAE, version 4.0, or uncontrolled hypertension", "grade ≥ 2 arrhythmia or uncontrolled hypertension"),
    # reactions
    ("Exclusion", "Severe hypersensitivity (grade ≥ 3) to paclitaxel", "CTCAE grade 3, 4, 5 and hypersensitivity to paclitaxel"),
    ("Inclusion", "No history of allergic reactions (≥ grade 3) to cisplatin", "not (CTCAE grade 3, 4, 5 and hypersensitivity to cisplatin)"),
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
