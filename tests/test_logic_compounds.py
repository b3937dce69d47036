"""Pairs of names, kinds in parentheses, and whose time it is: what each sentence asks, as it is rendered."""

import pytest

import eligo
from eligo.logic.render import render

EXCLUDED = [
    # the time that ends an exception is that of the whole
    ("Malignancy other than thyroid cancer within 4 years", "malignancy within 4 years before, except thyroid cancer"),
    (
        "Malignancy except thyroid cancer cured more than 4 years ago",
        "malignancy, except treated thyroid cancer at least 4 years before",
    ),
    # two relations to one drug
    (
        "Disease refractory or intolerant to sulfasalazine",
        "resistance to sulfasalazine or intolerance to sulfasalazine",
    ),
    (
        "Epilepsy resistant to or intolerant of valproate",
        "epilepsy and (resistance to valproate or intolerance to valproate)",
    ),
    ("Suspected or active endocarditis", "suspected endocarditis or active endocarditis"),
    # examples of what no table has
    ("Zorbing compounds such as warfarin, digoxin and lithium", "warfarin or digoxin or lithium"),
    # whatever disease there is
    ("Any serious disorder other than gout", "severe medical illness, except gout"),
    # one thing brought about by another
    ("History of amoxicillin-associated colitis", "history of amoxicillin-associated colitis"),
    ("Lithium induced tremor", "lithium induced tremor"),
    ("Warfarin allergy", "hypersensitivity to warfarin"),
    ("Test for malaria within 2 weeks", "test for malaria within 2 weeks before"),
    ("Change in the dose of lithium within 3 weeks", "no stable dose of lithium for at least 3 weeks"),
    ("Changes to lithium within 3 weeks", "changes to lithium within 3 weeks before"),
    # why it is asked
    ("Taking lithium (because of its narrow range) or digoxin", "concurrent lithium or concurrent digoxin"),
    ("Nut allergy (increased risk of anaphylaxis)", "allergy to peanut"),
    # kinds
    ("Stroke (ischemic or hemorrhagic)", "ischemic stroke or hemorrhagic stroke"),
    ("Participation in a trial in a time frame of 9 days", "another clinical trial within 9 days before"),
    ("Uncontrolled psychiatric illness (mania, psychosis)", "uncontrolled mania or uncontrolled psychotic disorder"),
    ("Vitamin D or B12 deficiency", "vitamin D deficiency or vitamin B12 deficiency"),
    ("Second- or third-degree heart block", "second-degree AV block or third-degree AV block"),
    # a dose that is not yet stable
    (
        "Stable dose of lithium for less than 6 weeks",
        "concurrent lithium and no stable dose of lithium for at least 6 weeks",
    ),
    ("Psoriasis stable for 5 weeks without steroids", "stable psoriasis for at least 5 weeks and no corticosteroids"),
    (
        "Unless on a stable dose for 2 months, statins",
        "statins, except stable dose of statins for at least 2 months",
    ),
    ("Antibiotics during the week before screening", "antibiotics within 1 week before screening"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), EXCLUDED)
def test_excluded(text: str, asked: str) -> None:
    trial = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x")
    (criterion,) = trial.criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == asked
