"""Words right before a thing that no table has: kept with it, and only what says them is sure to meet them."""

from __future__ import annotations

import pytest

import eligo
from eligo.logic.render import render
from eligo.schema import leaves

IN, EX = "Inclusion", "Exclusion"


def _criterion(kind: str, text: str) -> tuple[str, str]:
    trial = eligo.parse(f"{kind} criteria\n\n- {text}\n", source="x")
    (criterion,) = trial.criteria
    return render(criterion.logic) if criterion.logic is not None else "", criterion.parsed


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        (EX, "Laparoscopic cholecystectomy within 6 months", "laparoscopic cholecystectomy within 6 months before"),
        (EX, "Pustular dermatitis", "pustular dermatitis"),
        (EX, "Laparoscopic or open cholecystectomy", "laparoscopic cholecystectomy or open cholecystectomy"),
        (EX, "Pustular, exfoliative or eczematoid dermatitis",
         "pustular dermatitis or exfoliative dermatitis or eczematoid dermatitis"),
        (IN, "Planned non-emergent craniotomy or laparotomy", None),
        (EX, "Septic shock after urological surgery", None),
    ],
)  # fmt: skip
def test_kept(kind: str, text: str, tree: str | None) -> None:
    said, parsed = _criterion(kind, text)
    assert parsed == "full"
    if tree is not None:
        assert said == tree


def test_shared_by_a_list_of_one_type() -> None:
    trial = eligo.parse("Exclusion criteria\n\n- Planned non-emergent bronchoscopy or colonoscopy\n", source="x")
    (criterion,) = trial.criteria
    assert criterion.logic is not None
    assert {c.qualifier for c in leaves(criterion.logic)} == {"non-emergent"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Patients who suffered stroke", ("suffered",)),  # a verb qualifies nothing
        ("Planned to achieve remission", ("achieve",)),
        ("Arrhythmia mimicking syncope", ("mimicking",)),
    ],
)
def test_verbs_qualify_nothing(text: str, left: tuple[str, ...]) -> None:
    trial = eligo.parse(f"Exclusion criteria\n\n- {text}\n", source="x")
    (criterion,) = trial.criteria
    assert criterion.logic is not None
    assert all(c.qualifier is None for c in leaves(criterion.logic))
    assert criterion.unparsed in ((), left)


@pytest.mark.parametrize(
    ("kind", "note", "silence", "verdict"),
    [
        (EX, "Laparoscopic cholecystectomy in 2019.", "unknown", "fail"),
        (EX, "Cholecystectomy in 2019.", "unknown", "unknown"),
        (EX, "Cholecystectomy in 2019.", "absent", "pass"),  # the word is in no note
        (EX, "No prior cholecystectomy.", "unknown", "pass"),
        (IN, "Laparoscopic cholecystectomy in 2019.", "unknown", "pass"),
        (IN, "Cholecystectomy in 2019.", "unknown", "unknown"),
        (IN, "Cholecystectomy in 2019.", "absent", "unknown"),  # silence throws nobody out
        (IN, "No prior cholecystectomy.", "unknown", "fail"),
    ],
)
def test_only_what_says_it_is_sure(kind: str, note: str, silence: str, verdict: str) -> None:
    trial = eligo.parse(f"{kind} criteria\n\n- Laparoscopic cholecystectomy\n", source="x")
    report = eligo.match(trial, eligo.annotate(note), silence=silence)  # type: ignore[arg-type]
    assert [v.verdict for v in report.verdicts] == [verdict]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Willing to undergo bronchoscopy", "willingness to undergo bronchoscopy"),
        ("Willing to discontinue NSAIDs", "willingness to discontinue NSAIDs"),
        ("Able to undergo MRI or CT", "ability to undergo MRI or ability to undergo CT"),
        ("Agrees to use sunscreen", "willingness to use sunscreen"),
        ("Willing to wear a glucose sensor and have type 1 diabetes",
         "willingness to wear a glucose sensor and type 1 diabetes mellitus"),
        ("Diabetes, willing to wear a sensor, and no asthma",
         "diabetes mellitus and willingness to wear a sensor and no asthma"),
        ("Willing and able to give informed consent", "informed consent"),
        ("Willing to undergo biopsy of the tumor", "willingness to undergo biopsy of the tumor"),
    ],
)  # fmt: skip
def test_what_one_is_willing_to_do_is_not_done(text: str, tree: str) -> None:
    assert _criterion(IN, text) == (tree, "full")


@pytest.mark.parametrize(
    ("kind", "text", "tree"),
    [
        (EX, "Signs of acute illness as judged by the investigator",
         "investigator's judgement (“Signs of acute illness as judged by the investigator”)"),
        (EX, "Surgery, or any other condition which, in the investigator's opinion, makes participation unsafe",
         "surgery or investigator's judgement (“in the investigator's opinion, makes participation unsafe”)"),
        (IN, "Adequate bone marrow, liver and renal function",
         "adequate organ function (“Adequate bone marrow, liver and renal function”)"),
        (EX, "Night shift work", "education and occupation (“Night shift work”)"),
    ],
)  # fmt: skip
def test_a_topic_is_shown_in_its_words(kind: str, text: str, tree: str) -> None:
    assert _criterion(kind, text) == (tree, "full")
