"""Each benchmark on a corpus of a few lines, with the counts worked by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligo.evaluation.case_gold import numbers, years
from eligo.evaluation.registry import BENCHMARKS
from eligo.evaluation.result import Result
from eligo.evaluation.tables import table


def run(name: str, data: Path, limit: int | None = None) -> Result:
    done: list[tuple[int, int]] = []
    result = BENCHMARKS[name].load()(data, limit=limit, seed=0, progress=lambda n, of: done.append((n, of)))
    assert done
    assert done[-1][0] == done[-1][1]
    assert result.benchmark == name
    json.dumps(result.to_dict())
    assert table(result.to_dict()).startswith(f"{name}: ")
    return result


def counts(figures: Any) -> tuple[int, int, int]:
    return figures["tp"], figures["fp"], figures["fn"]


def test_negex(negex: Path) -> None:
    result = run("negex", negex)
    assert result.documents == 4
    assert counts(result.metrics) == (1, 0, 1)  # the denied fever; of the rash nothing in the words is negative
    assert counts(result.by_type["historical"]) == (1, 0, 0)
    assert result.by_type["other experiencer"]["recall"] is None
    assert counts(result.baselines["majority"]) == (0, 0, 2)
    assert counts(result.baselines["medspaCy's default ConText"]) == (1, 0, 1)
    assert result.causes() == {"negated: no cue seen": 1}


def test_threshold_cases(cases: Path) -> None:
    result = run("threshold-cases", cases)
    assert counts(result.metrics) == (2, 1, 1)  # "above 9" is not "at least 9"
    assert (result.metrics["cases_exact"], result.metrics["cases"]) == (2, 3)
    assert counts(result.by_type["ordinal"]) == (1, 0, 0)


def test_lct_thresholds(lct: Path) -> None:
    result = run("lct-thresholds", lct)
    assert counts(result.metrics) == (2, 0, 1)
    assert counts(result.by_type["Age"]) == (1, 0, 0)
    assert counts(result.more["each field alone"]["unit"]) == (2, 0, 1)
    (error,) = result.errors
    assert (error.text, error.cause, error.gold) == ("Zorblax", "the name is not known", "Zorblax LT 7")
    assert counts(result.baselines["regular expressions"])[0] == 3


def test_lct_context(lct: Path) -> None:
    result = run("lct-context", lct)
    assert counts(result.by_type["negation"]) == (1, 0, 0)
    assert counts(result.baselines["majority"]) == (0, 0, 1)


def test_lct_windows(tmp_path: Path, brat: Callable[..., Any]) -> None:
    text = "Exclusion Criteria:\n  -  Chemotherapy within 3 weeks before enrolment\n  -  Stroke within 6 months\n"
    doc = brat(tmp_path / "windows", "NCT00000004", text)
    weeks = doc.mark("Eq-Temporal-Unit", "weeks")
    doc.value("Eq-Temporal-Unit-Value", weeks, "week")
    time = doc.event("Eq-Comparison", "within 3 weeks", Value=doc.mark("Eq-Value", "3"), Temporal_Unit=weeks)
    drug = doc.event("Drug", "Chemotherapy", Name=doc.mark("Drug-Name", "Chemotherapy"), Temporality=time)
    doc.relate("Before", drug, doc.event("Study", "enrolment"))
    doc.event("Condition", "Stroke", Name=doc.mark("Condition-Name", "Stroke"))
    result = run("lct-windows", doc.save())
    assert counts(result.metrics) == (1, 1, 0)  # the second window is not annotated
    directed = result.more["with the direction, where the gold relates the thing to another"]["eligo"]
    assert directed["tp"] == 1
    assert result.causes() == {"one that the gold does not have": 1}


def test_a_time_on_a_word_that_counts_is_that_of_what_it_counts(tmp_path: Path, brat: Callable[..., Any]) -> None:
    text = "Exclusion Criteria:\n  -  Any of these within 2 months of the injury: stroke, sepsis\n"
    doc = brat(tmp_path / "counted", "NCT00000005", text)
    months = doc.mark("Eq-Temporal-Unit", "months")
    doc.value("Eq-Temporal-Unit-Value", months, "month")
    time = doc.event("Eq-Comparison", "within 2 months", Value=doc.mark("Eq-Value", "2"), Temporal_Unit=months)
    things = [doc.event("Condition", w, Name=doc.mark("Condition-Name", w)) for w in ("stroke", "sepsis")]
    doc.relate("Or", *things)
    doc.event("Criteria-Count", "these", Criteria=things[0], Temporality=time)
    result = run("lct-windows", doc.save())
    assert counts(result.metrics) == (1, 0, 0)  # both sides of the injury are one time


def test_lct_entities(lct: Path) -> None:
    result = run("lct-entities", lct)
    rules = result.more["rules, by type"]
    assert counts(rules["Condition-Name"]) == (2, 0, 0)
    assert counts(rules["Eq-Value"]) == (3, 0, 0)
    assert rules["Observation-Name"]["recall"] == 0.5
    assert result.metrics == result.more["exact"]["recogniser"]
    assert result.more["exact"]["merged"]["tp"] >= result.more["exact"]["rules"]["tp"]
    assert [p.value for p in result.published] == [0.848]
    assert "published" not in result.metrics


def test_chia_thresholds(chia: Path) -> None:
    result = run("chia-thresholds", chia)
    assert counts(result.metrics) == (1, 0, 0)  # "= 9" gives no direction: neither right nor wrong
    assert any(c.startswith("1 values left out") for c in result.conventions)


def test_chia_negation(chia: Path) -> None:
    result = run("chia-negation", chia)
    assert result.documents == 2
    assert counts(result.metrics) == (1, 0, 0)
    assert counts(result.baselines["majority"]) == (0, 0, 1)


def test_chia_entities(chia: Path) -> None:
    result = run("chia-entities", chia)
    rules = result.more["rules, by type"]
    assert counts(rules["Condition"]) == (3, 0, 0)
    assert counts(rules["Measurement"]) == (2, 0, 0)
    assert result.more["relaxed"]["recogniser"]["tp"] >= result.metrics["tp"]


def test_maccrobat_facts(cases_reported: Path) -> None:
    result = run("maccrobat-facts", cases_reported)
    # missed: the unknown lab and drug; in vain: hypertension, which is not marked
    assert {name: counts(figures) for name, figures in result.by_type.items()} == {
        "age": (1, 0, 0),
        "sex": (1, 0, 0),
        "disease": (2, 1, 0),
        "lab": (1, 0, 1),
        "medication": (1, 0, 1),
        "dose": (1, 0, 0),  # 40 mg a day is 20 mg twice
    }
    assert counts(result.metrics) == (7, 1, 2)
    strict = result.more["strict"]
    assert counts(strict["medication"]) == (1, 0, 1)  # with its dose and schedule, which modify it
    assert counts(strict["disease"]) == (2, 1, 0)
    assert counts(result.more["apart"]["symptom"]) == (2, 0, 0)  # the second pain is the first
    baseline = result.more["labs with numbers"]["regular expressions"]
    assert counts(baseline) == (2, 0, 0)
    polarity = result.more["polarity of marked diseases and symptoms"]
    assert counts(polarity["eligo, its facts, negated"]) == (1, 0, 0)
    assert counts(polarity["eligo, gold spans, negated"]) == (1, 0, 0)
    assert counts(polarity["medspaCy's default ConText, uncertain"]) == (1, 0, 0)
    assert counts(polarity["majority, negated"]) == (0, 0, 1)
    assert result.causes()["lab: the name is not known"] == 1
    assert any(c.startswith("1 values and dosages left out") for c in result.conventions)  # "twice daily"


@pytest.mark.parametrize(
    ("text", "age"), [("61-year-old", 61.0), ("forty-two years of age", 42.0), ("6 month old", 0.5), ("aged", None)]
)
def test_ages_in_years(text: str, age: float | None) -> None:
    assert years(text) == age


def test_numbers_of_a_value() -> None:
    assert numbers("12,500 /uL (4.0-11,5)") == (12500.0, 4.0, 11.5)
    assert numbers("0,6 ml; 5·2") == (0.6, 5.2)


def test_trialgpt(pairs: Path) -> None:
    result = run("trialgpt", pairs)
    assert result.metrics["n"] == 4
    assert result.metrics["accuracy"] == 1.0
    assert result.more["three classes, silence is unknown"]["both"]["accuracy"] == 0.75
    assert result.more["six classes"]["silence is absent"]["accuracy"] == 1.0
    assert counts(result.more["sentences of evidence"]["silence is unknown"]) == (2, 0, 0)
    assert result.baselines["majority"]["accuracy"] == 0.5
    assert result.causes() == {}


@pytest.mark.parametrize(
    ("kind", "criterion", "label", "evidence", "cause"),
    [
        ("exclusion", "Zorblax frobnication", "not excluded", "[]", "reading: met, we said open"),
        ("exclusion", "Mild asthma", "not excluded", "[0]", "concept: met, we said open"),
        ("inclusion", "Able to swallow tablets", "included", "[]", "judgement: met, we said open"),
        ("exclusion", "Psoriasis", "not enough information", "[]", "silence: open, we said met"),
        ("inclusion", "Dyspnea", "included", "[0]", "fact: met, we said open"),
        ("inclusion", "Asthma", "not included", "[0]", "logic: not met, we said met"),
    ],
)
def test_trialgpt_causes(pairs: Path, kind: str, criterion: str, label: str, evidence: str, cause: str) -> None:
    item = json.loads(pairs.read_text("utf-8"))[0]
    item |= {
        "criterion_type": kind,
        "criterion_text": criterion,
        "expert_eligibility": label,
        "expert_sentences": evidence,
    }
    pairs.write_text(json.dumps([item]), "utf-8")
    assert run("trialgpt", pairs).causes() == {cause: 1}


def test_trec_ranking(tmp_path: Path) -> None:
    text = "Inclusion Criteria:\n\n- {}\n\nExclusion Criteria:\n\n- {}\n"
    trials = {
        "NCT00000011": ("Asthma", "Gout"),
        "NCT00000012": ("Asthma", "Hypertension"),
        "NCT00000013": ("Psoriasis", "Gout"),
    }
    rows = [{"nct_id": id, "eligibility": text.format(*words)} for id, words in trials.items()]
    (tmp_path / "trials.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    topic = {"_id": "t1", "text": "A 40-year-old woman with asthma and hypertension. No gout."}
    (tmp_path / "topics.jsonl").write_text(json.dumps(topic) + "\n", "utf-8")
    judged = "".join(f"t1 0 {id} {score}\n" for id, score in zip(trials, (2, 1, 0), strict=True))
    (tmp_path / "qrels.txt").write_text(judged + "t1 0 NCT00000099 2\n", "utf-8")
    result = run("trec-ranking", tmp_path)
    assert (result.metrics["auc"], result.metrics["ndcg"], result.metrics["pairs"]) == (1.0, 1.0, 1)
    assert result.by_document == {"t1": [2, 2, 1_000_000, 1]}
    assert "3 judged pairs of which both texts are there, of 4" in result.conventions[0]


@pytest.mark.parametrize("name", [b.name for b in BENCHMARKS.values() if b.packaged])
def test_our_own_cases_have_a_table(name: str) -> None:
    data = BENCHMARKS[name].own_data()
    assert data is not None
    assert run(name, data, limit=3).documents > 0


def test_limit(negex: Path) -> None:
    assert run("negex", negex, limit=2).documents == 2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("negex", "negex/dev.tsv"), ("threshold-cases", "fb_ner"), ("lct-thresholds", "lct/dev"),
        ("chia-thresholds", "chia/dev"), ("chia-negation", "chia/dev"), ("lct-context", "lct/dev"),
        ("lct-windows", "lct/dev"), ("lct-logic", "lct/dev"),
        ("maccrobat-facts", "maccrobat/dev"),
        ("lct-entities", "lct/dev"), ("chia-entities", "chia/dev"), ("trialgpt", "trialgpt"), ("trec-ranking", "."),
    ],
)  # fmt: skip
def test_on_real_corpora(shared: Path, name: str, folder: str) -> None:
    result = run(name, shared / "data" / folder, limit=6)
    assert result.metrics[result.headline] is not None
