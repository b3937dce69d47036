"""The order of reports: the target condition, what fails, what is settled."""

from __future__ import annotations

import eligo
from eligo.matching import rank, target

LUNG = "Inclusion Criteria:\n- Non-small cell lung cancer\n- ECOG 0 or 1\nExclusion Criteria:\n- Pregnancy\n"
ASTHMA = "Inclusion Criteria:\n- Asthma\n- Age 18 years or older\nExclusion Criteria:\n- Active tuberculosis\n"
ASTHMA_YOUNG = "Inclusion Criteria:\n- Asthma\n- Age below 12 years\n"
GOUT = "Inclusion Criteria:\n- Gout\n- Age 18 years or older\n"
PATIENT = "40-year-old man with allergic asthma. No gout. No tuberculosis.\n"


def test_target() -> None:
    patient = eligo.annotate(PATIENT)
    assert target(eligo.parse(ASTHMA), patient) is True
    assert target(eligo.parse(GOUT), patient) is False
    assert target(eligo.parse(LUNG), patient) is None
    assert target(eligo.parse("Inclusion Criteria:\n- Signed consent\n"), patient) is None


def test_more_general_words_do_not_settle_it() -> None:
    patient = eligo.annotate("60-year-old woman with lung cancer.\n")
    assert target(eligo.parse(LUNG), patient) is None


def test_order() -> None:
    patient = eligo.annotate(PATIENT)
    trials = {name: eligo.parse(text) for name, text in
              {"gout": GOUT, "lung": LUNG, "young": ASTHMA_YOUNG, "asthma": ASTHMA}.items()}  # fmt: skip
    pairs = [(t, patient, eligo.match(t, patient)) for t in trials.values()]
    names = {id(report): name for name, (_, _, report) in zip(trials, pairs, strict=True)}
    ranked = rank(pairs)
    assert [names[id(r.report)] for r in ranked] == ["asthma", "young", "lung", "gout"]
    assert [r.failed > 0 for r in ranked] == [False, True, False, True]
    assert ranked[0].share == 1.0


def test_ties_keep_their_order() -> None:
    patient = eligo.annotate(PATIENT)
    trial = eligo.parse(LUNG)
    pairs = [(trial, patient, eligo.match(trial, patient)) for _ in range(3)]
    assert [r.report for r in rank(pairs)] == [report for _, _, report in pairs]
