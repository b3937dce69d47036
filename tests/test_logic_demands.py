"""Requirements among the exclusions, and lines there that begin with "no"."""

import pytest

import eligo
from eligo.logic.clause_leaves import NO_AMONG_EXCLUSIONS
from eligo.logic.render import render
from eligo.logic.rewrite import DEMANDED
from eligo.schema import leaves

DEMANDS = [
    ("Patients must be able to swallow tablets", "no ability to swallow tablets"),
    ("Patients should be able to swallow tablets", "no ability to swallow tablets"),
    ("Gastroparesis; patients must be able to swallow tablets", "gastroparesis or no ability to swallow tablets"),
    ("Must have bone metastases", "no bone metastases"),
    ("Patients must be at least 2 weeks from prior radiotherapy", "prior radiotherapy within 2 weeks before"),
    ("Must have no gout and must use contraception", "not (no gout and contraception)"),
    ("All participants must agree to use contraception", "no contraception"),
    ("Patients with gout must be on a stable dose of allopurinol", "if gout then no stable dose of allopurinol"),
    ("Participants must have recovered from prior surgery", "no recovery from prior surgery"),
    ("Participants should have recovered from prior surgery", "no recovery from prior surgery"),
    ("Active gout. Participants must be willing to use sunscreen", "active gout or no willingness to use sunscreen"),
]
AS_THEY_STAND = [
    ("Patients who must take warfarin", "warfarin"),
    ("Must take warfarin", "warfarin"),
    ("Patients requiring insulin", "concurrent insulin"),
    ("Patients must not have gout", "gout"),
    ("Patients should have no gout", "gout"),
    ("Patients with gout should be excluded", "gout"),
    ("Patients must be withdrawn from warfarin", "warfarin"),
]


def _exclusion(*lines: str) -> eligo.Trial:
    return eligo.parse("Exclusion Criteria:\n\n" + "".join(f"* {line}\n" for line in lines))


@pytest.mark.parametrize(("text", "understood"), DEMANDS)
def test_demands_keep_out_who_does_not_meet_them(text: str, understood: str) -> None:
    (criterion,) = _exclusion(text).criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
    assert any(DEMANDED in c.assumed for c in leaves(criterion.logic))


@pytest.mark.parametrize(("text", "understood"), AS_THEY_STAND)
def test_other_needs_exclude_as_they_stand(text: str, understood: str) -> None:
    (criterion,) = _exclusion(text).criteria
    assert criterion.logic is not None
    assert render(criterion.logic) == understood
    assert not any(DEMANDED in c.assumed for c in leaves(criterion.logic))


def test_a_list_of_who_is_let_in_is_no_demand() -> None:
    trial = eligo.parse(
        "Exclusion Criteria:\n\n* Gout. Patients with gout may take part if they meet all of:\n"
        "    * Must be able to swallow tablets\n"
    )
    assert "no ability" not in " ".join(render(c.logic) for c in trial.criteria if c.logic is not None)


def test_what_no_leaf_stands_for_is_quoted() -> None:
    (criterion,) = _exclusion("Donors must have good arm veins").criteria
    assert criterion.logic is not None
    assert render(criterion.logic).startswith("no")


UNWANTED = [
    ("No chemotherapy or surgery within 4 weeks before study entry", "surgery within 4 weeks"),
    ("No concurrent anticoagulants except aspirin", "concurrent anticoagulants, except aspirin"),
    ("No known allergy to penicillin", "hypersensitivity to penicillins"),
    ("No patients with gout; asthma; cirrhosis", "gout or asthma or cirrhosis"),
    ("Not pregnant or breastfeeding", "pregnant or lactating"),
    ("No positive pregnancy test or breastfeeding", "pregnancy test positive or lactating"),
    ("Not receiving any other investigational agents", "investigational agent"),
]
LACKING = [
    ("No measurable disease", "no measurable lesion"),
    ("No contraception", "no contraception"),
    ("No consent", "no informed consent"),
    ("No insulin", "no insulin"),
    ("No prior cisplatin", "no prior cisplatin"),
    ("Not on a stable dose of aspirin", "no concurrent stable dose of aspirin"),
    ("Not pregnant", "not pregnant"),
    ("Not willing to travel", "no willingness to travel"),
]


@pytest.mark.parametrize(("text", "understood"), UNWANTED)
def test_no_says_what_must_not_be(text: str, understood: str) -> None:
    (criterion,) = _exclusion(text).criteria
    assert criterion.logic is not None
    said = render(criterion.logic)
    assert understood in said
    assert not said.startswith(("no", "not"))
    assert NO_AMONG_EXCLUSIONS in next(iter(leaves(criterion.logic))).assumed


@pytest.mark.parametrize(("text", "understood"), LACKING)
def test_no_says_what_is_missing(text: str, understood: str) -> None:
    (criterion,) = _exclusion(text).criteria
    assert criterion.logic is not None
    assert render(criterion.logic).startswith(understood)


def test_another_denial_beside_it_tells_what_no_means() -> None:
    first = _exclusion("No prior cisplatin or carboplatin", "No epilepsy", "Gout").criteria[0]
    assert first.logic is not None
    assert render(first.logic) == "prior cisplatin or prior carboplatin"


def test_a_listing_of_denials_says_what_must_not_be() -> None:
    alone = _exclusion("No insulin", "Gout").criteria[0]
    listed = _exclusion("No insulin", "No gout", "Not pregnant", "No steroids", "Not have asthma").criteria
    assert alone.logic is not None
    assert render(alone.logic) == "no insulin"
    assert [render(c.logic) for c in listed if c.logic is not None] == [
        "insulin",
        "gout",
        "pregnant",
        "corticosteroids",
        "asthma",
    ]


def _verdict(criterion: str, note: str) -> str:
    trial = eligo.parse(f"Exclusion Criteria:\n\n* {criterion}\n")
    (verdict,) = eligo.match(trial, eligo.annotate(note + "\n")).verdicts
    return verdict.verdict


@pytest.mark.parametrize(
    ("criterion", "note", "verdict"),
    [
        ("Must have bone metastases", "Bone metastases on CT.", "pass"),
        ("Must have bone metastases", "No bone metastases.", "fail"),
        ("Patients must be able to swallow tablets", "She is unable to swallow tablets.", "fail"),
        ("Patients must be able to swallow tablets", "She is able to swallow tablets.", "pass"),
        ("Women of childbearing potential must use contraception", "A man of 50 years.", "not_applicable"),
        ("No chemotherapy or surgery during the study", "She had chemotherapy in 2020.", "unknown"),
        ("No known allergy to penicillin", "Allergies: penicillin (rash).", "fail"),
        ("No concurrent anticoagulants except aspirin", "Medications: warfarin 5 mg daily.", "fail"),
        ("Not pregnant or breastfeeding", "She is pregnant.", "fail"),
        ("Not pregnant or breastfeeding", "She is not pregnant and not breastfeeding.", "pass"),
        ("No patients with gout; asthma; cirrhosis", "History: asthma.", "fail"),
    ],
)
def test_verdicts(criterion: str, note: str, verdict: str) -> None:
    assert _verdict(criterion, note) == verdict
