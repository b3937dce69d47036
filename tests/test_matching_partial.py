"""A criterion of which a part was not understood."""

from __future__ import annotations

import pytest

from eligo.concepts.hierarchy import concept
from eligo.matching import judge
from eligo.schema import AnyOf, Constraint, Criterion, Fact, Patient

ASTHMA, FAILURE = concept("cond:asthma"), concept("cond:heart_failure")

CASES = [
    # text (what was left over in brackets), kind, asthma, heart failure, verdict
    ("Asthma [of frobnic type]", "exclusion", True, None, "unknown"),
    ("Asthma [of frobnic type]", "exclusion", False, None, "pass"),
    ("Asthma [of frobnic type]", "inclusion", True, None, "unknown"),
    ("Asthma, confirmed by [frobnimetry]", "inclusion", True, None, "pass"),  # how it is known, not which it is
    ("Asthma, according to [Frobnic Society] criteria", "inclusion", True, None, "pass"),
    ("[Frobnic part]: asthma", "inclusion", True, None, "pass"),
    ("Asthma ([Frobnic] et al, 2011)", "inclusion", True, None, "pass"),
    ("Asthma, caused by [frobnication]", "inclusion", True, None, "unknown"),
    ("Asthma [of frobnic type]", "inclusion", False, None, "fail"),
    ("[Frobnic] asthma or heart failure", "exclusion", True, None, "unknown"),
    ("[Frobnic] asthma or heart failure", "exclusion", None, True, "unknown"),  # it may belong to both
    ("Asthma or [frobnic] heart failure", "exclusion", True, None, "fail"),
    ("Asthma or [frobnic] heart failure", "exclusion", False, True, "unknown"),
    ("Asthma or [frobnic] heart failure", "exclusion", True, True, "fail"),
    ("Asthma, [frobnication], or heart failure", "exclusion", True, None, "fail"),
    ("Asthma, [frobnication], or heart failure", "exclusion", False, False, "unknown"),
    ("Asthma, [frobnication], or heart failure", "inclusion", False, False, "unknown"),
    ("Asthma, [frobnication], or heart failure", "inclusion", False, True, "pass"),
    ("[Frobnication] or asthma", "inclusion", False, None, "unknown"),
    ("[Frobnication] or asthma", "exclusion", True, None, "fail"),
]


@pytest.mark.parametrize(("marked", "kind", "asthma", "failure", "verdict"), CASES)
def test_words_left_over(marked: str, kind: str, asthma: bool | None, failure: bool | None, verdict: str) -> None:
    left = marked[marked.index("[") + 1 : marked.index("]")]
    text = marked.replace("[", "").replace("]", "")
    args = []
    facts = []
    for thing, held in ((ASTHMA, asthma), (FAILURE, failure)):
        at = text.casefold().find(thing.name)
        if at >= 0:
            args.append(
                Constraint("condition", thing.name, text[at : at + len(thing.name)], at, at + len(thing.name), thing)
            )
        if held is not None:
            assertion = "present" if held else "absent"
            facts.append(Fact("condition", thing.name, thing.name, 0, 0, thing, assertion=assertion))  # type: ignore[arg-type]
    logic = args[0] if len(args) == 1 else AnyOf(tuple(args))
    criterion = Criterion("X1", kind, text, 0, len(text), None, logic, "partial", (left,))  # type: ignore[arg-type]
    found = judge(criterion, Patient("p", tuple(facts)))
    assert found.verdict == verdict
    if verdict == "unknown":
        assert f"not understood: “{left}”" in found.reason
        assert found.missing
    else:
        assert f"not understood and left out: “{left}”" in found.assumptions


@pytest.mark.parametrize(
    ("left", "note", "verdict"),
    [
        ("of frobnic type", "Asthma.", "pass"),  # no word of it is in the note
        ("III–IV", "Asthma.", "pass"),
        ("of frobnic type", "Frobnication in 2019, and asthma.", "unknown"),
        ("of frobnic type", "", "unknown"),  # without a note, nothing was left unsaid in it
    ],
)
def test_words_left_over_where_silence_is_absence(left: str, note: str, verdict: str) -> None:
    text = f"Asthma {left}"
    logic = Constraint("condition", "asthma", "Asthma", 0, 6, ASTHMA)
    criterion = Criterion("E1", "exclusion", text, 0, len(text), None, logic, "partial", (left,))
    texts = (("note", note),) if note else ()
    patient = Patient("p", (Fact("condition", "asthma", "asthma", 0, 0, ASTHMA),), texts=texts)
    assert judge(criterion, patient).verdict == "unknown"
    found = judge(criterion, patient, silence="absent")
    assert found.verdict == verdict
    assert any("taken as absent" in a for a in found.assumptions) is (verdict == "pass")
