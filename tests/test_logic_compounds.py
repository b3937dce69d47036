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
    ("Nut allergy (increased risk of anaphylaxis)", "allergy to nuts"),
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


MORE = [
    ("exclusion", "GGT > 3 x ULN and AST or ALT > 2 x ULN", "GGT > 3 × ULN and (AST > 2 × ULN or ALT > 2 × ULN)"),
    (
        "exclusion",
        "Anticoagulation with apixaban, edoxaban or rivaroxaban",
        "anticoagulants and (apixaban or edoxaban or rivaroxaban)",
    ),
    ("exclusion", "Anti-malaria agents within 9 days", "anti-malaria agents within 9 days before"),
    (
        "exclusion",
        "Prior cancer other than lymphoma (except skin cancer) unless disease-free for 4 years",
        "history of malignancy, except lymphoma or skin cancer or disease-free for at least 4 years",
    ),
    (
        "exclusion",
        "History of cancer other than skin cancer, or history of gout",
        "(history of malignancy, except skin cancer) or history of gout",
    ),
    ("inclusion", "CT to rule out stroke", "CT and no stroke"),
    ("inclusion", "Relapsed or refractory lymphoma", "recurrent lymphoma or refractory lymphoma"),
    ("inclusion", "Refractory disease", "refractory disease"),
    ("exclusion", "Gout or inability to give consistent reports", "gout or no ability to give consistent reports"),
    ("exclusion", "Anticipated to live less than 7 weeks", "life expectancy < 7 weeks"),
    ("exclusion", "Hip replacement with a bipolar prosthesis", "hip replacement with a bipolar prosthesis"),
]


@pytest.mark.parametrize(("kind", "text", "asked"), MORE)
def test_asked(kind: str, text: str, asked: str) -> None:
    trial = eligo.parse(f"{kind.capitalize()} Criteria:\n\n- {text}\n", source="x")
    (criterion,) = trial.criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == asked


AGAIN = [
    (
        "Use of lithium within 9 days before enrolment, or planned use during the study",
        "lithium within 9 days before enrolment or planned lithium [during the study]",
    ),
    (
        "Any vaccine other than tetanus vaccine within 9 days, or planned use during the study",
        "(vaccines within 9 days before, except tetanus toxoid vaccine) or planned vaccines [during the study]",
    ),
    ("Surgery of the gallbladder", "surgery (gallbladder)"),
    ("Opioid or lithium intolerance", "intolerance to opioids or intolerance to lithium"),
    (
        "Known allergy to lithium or opioids, gout or asthma, and pregnancy",
        "hypersensitivity to lithium or hypersensitivity to opioids or gout or asthma or pregnant",
    ),
    ("Signs of lymphoma or have gout", "suspected lymphoma or gout"),
    ("Gout; a pregnancy test will be performed at screening", "gout"),
    (
        "No contraception. Acceptable contraception may include condoms or abstinence.",
        "no contraception",
    ),
    (
        "Gout. At least 7 months must have elapsed since kidney transplantation.",
        "gout or kidney transplant within 7 months before",
    ),
]


@pytest.mark.parametrize(("text", "asked"), AGAIN)
def test_said_again_and_explained(text: str, asked: str) -> None:
    trial = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n", source="x")
    (criterion,) = trial.criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == asked


@pytest.mark.parametrize(
    ("kind", "text", "asked"),
    [
        (
            "inclusion",
            "Melanoma with evidence of unresectable, locally recurrent, or metastatic disease",
            "melanoma and (unresectable disease or locally recurrent disease or metastatic disease)",
        ),
        ("inclusion", "Relapses, 1 or more, that required steroids", "disease recurrence and corticosteroids"),
        (
            "exclusion",
            "Lithium; digoxin; or warfarin within 6 days",
            "lithium within 6 days before or digoxin within 6 days before or warfarin within 6 days before",
        ),
        (
            "inclusion",
            "Patients with HIV and taking lithium are not eligible",
            "not (HIV infection and concurrent lithium)",
        ),
        ("exclusion", "Suspected gout, based on medical history and an MRI", "suspected gout"),
        (
            "exclusion",
            "Illness including, but not limited to, symptomatic gout, asthma or depression that would limit compliance",
            "symptomatic gout or asthma or (depression and that would limit compliance)",
        ),
    ],
)
def test_lists_with_what_is_said_of_them(kind: str, text: str, asked: str) -> None:
    trial = eligo.parse(f"{kind.capitalize()} Criteria:\n\n- {text}\n", source="x")
    (criterion,) = trial.criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == asked


@pytest.mark.parametrize(
    ("text", "rendering"),
    [
        ("Participation in other stroke trials", "stroke trials"),
        ("Currently enrolled in an insulin study", "concurrent insulin study"),
        ("Participation in a previous influenza vaccine trial", "prior influenza vaccine trial"),
        ("Willing to participate in imaging studies", "imaging"),
        ("Participation in any drug trial within 60 days", "another clinical trial within 60 days before"),
    ],
)
def test_what_another_trial_studies(text: str, rendering: str) -> None:
    """A trial that studies a thing is what someone takes part in; the thing is not asked for."""
    (criterion,) = eligo.parse(f"Exclusion Criteria:\n\n- {text}\n").criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == rendering
