"""Tiny corpora that the tests write themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


class Brat:
    """Writes standoff: `mark` finds the words in the text, so that no test counts characters."""

    def __init__(self, folder: Path, name: str, text: str) -> None:
        self.folder, self.name, self.text, self.lines = folder, name, text, list[str]()
        self._n = {"T": 0, "E": 0, "R": 0, "A": 0}

    def mark(self, type_: str, words: str, nth: int = 0) -> str:
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(words, at + 1)
        return self._line("T", f"{type_} {at} {at + len(words)}\t{words}")

    def event(self, type_: str, words: str, nth: int = 0, **roles: str | None) -> str:
        trigger = self.mark(type_, words, nth)
        arguments = [f"{role.replace('_', '-')}:{target}" for role, target in roles.items() if target]
        return self._line("E", " ".join([f"{type_}:{trigger}", *arguments]))

    def value(self, type_: str, target: str, value: str) -> None:
        self._line("A", f"{type_} {target} {value}")

    def relate(self, type_: str, one: str, other: str) -> None:
        self._line("R", f"{type_} Arg1:{one} Arg2:{other}")

    def save(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{self.name}.txt").write_bytes(self.text.encode())
        (self.folder / f"{self.name}.ann").write_text("".join(f"{line}\n" for line in self.lines), "utf-8")
        return self.folder

    def _line(self, kind: str, rest: str) -> str:
        self._n[kind] += 1
        self.lines.append(f"{kind}{self._n[kind]}\t{rest}")
        return f"{kind}{self._n[kind]}"


@pytest.fixture(scope="session")
def brat() -> type[Brat]:
    """The writer of standoff."""
    return Brat


@pytest.fixture
def lct(tmp_path: Path) -> Path:
    """One trial: an age, a lab that eligo reads, a name it cannot know, a negated and a planned thing."""
    text = (
        "Inclusion Criteria:\n"
        "  -  Aged 18 years or older\n"
        "  -  Hemoglobin > 9 g/dL\n"
        "  -  Zorblax below 7\n"
        "Exclusion Criteria:\n"
        "  -  Asthma, but not psoriasis\n"
    )
    doc = Brat(tmp_path / "lct", "NCT00000001", text)
    years, older = doc.mark("Eq-Temporal-Unit", "years"), doc.mark("Eq-Operator", "or older")
    doc.value("Eq-Temporal-Unit-Value", years, "year")
    doc.value("Eq-Operator-Value", older, "GTEQ")
    parts = {"Value": doc.mark("Eq-Value", "18"), "Temporal_Unit": years, "Operator": older}
    age = doc.event("Eq-Comparison", "18 years or older", **parts)
    doc.event("Age", "Aged", Numeric_Filter=age)
    for name, operator, code, value, units in (
        ("Hemoglobin", ">", "GT", "9", ("g", "dL")),
        ("Zorblax", "below", "LT", "7", (None, None)),
    ):
        sign = doc.mark("Eq-Operator", operator)
        doc.value("Eq-Operator-Value", sign, code)
        unit, per = (doc.mark("Eq-Unit", u) if u else None for u in units)
        words = text[text.index(operator) : text.index("\n", text.index(operator))]
        bound = doc.event("Eq-Comparison", words, Operator=sign, Value=doc.mark("Eq-Value", value), Unit=unit, Per=per)
        doc.event("Observation", name, Name=doc.mark("Observation-Name", name), Numeric_Filter=bound)
    doc.event("Condition", "Asthma", Name=doc.mark("Condition-Name", "Asthma"))
    psoriasis = doc.event("Condition", "psoriasis", Name=doc.mark("Condition-Name", "psoriasis"))
    doc.event("Negation", "not", Negates=psoriasis)
    return doc.save()


@pytest.fixture
def chia(tmp_path: Path) -> Path:
    """Two parts: a legible and an illegible threshold; a negated condition."""
    folder = tmp_path / "chia"
    doc = Brat(folder, "NCT00000002_inc", "Creatinine ≤ 1.5 mg/dL\nHemoglobin = 9 g/dL\n")
    doc.relate("Has_value", doc.mark("Measurement", "Creatinine"), doc.mark("Value", "≤ 1.5 mg/dL"))
    doc.relate("Has_value", doc.mark("Measurement", "Hemoglobin"), doc.mark("Value", "= 9 g/dL"))
    doc.save()
    doc = Brat(folder, "NCT00000002_exc", "Asthma\nDiabetes without retinopathy\n")
    doc.mark("Condition", "Asthma")
    doc.relate("Has_negation", doc.mark("Condition", "retinopathy"), doc.mark("Negation", "without"))
    doc.mark("Condition", "Diabetes")
    return doc.save()


@pytest.fixture
def cases_reported(tmp_path: Path) -> Path:
    """One case report, marked as MACCROBAT is: events wrap triggers, modifiers point at them."""
    text = (
        "A 61-year-old woman with asthma was admitted for severe chest pain and chest pain at rest.\n"
        "There was no fever. Possible pneumonia was discussed.\n"
        "Hemoglobin was 9.1 g/dL, the zorblax index was 14 mg/dL, and the urine culture was negative.\n"
        "She was given prednisone 20 mg twice daily and quuxamab.\n"
        "Hypertension was not thought of. Psoriasis was treated by the family doctor.\n"
    )
    doc = Brat(tmp_path / "reports", "10000001", text)
    doc.mark("Age", "61-year-old")
    doc.mark("Sex", "woman")
    doc.mark("History", "Psoriasis was treated by the family doctor")
    doc.event("Disease_disorder", "asthma")
    pain = doc.event("Sign_symptom", "pain")
    doc.relate("MODIFY", doc.mark("Severity", "severe"), pain)
    doc.relate("MODIFY", doc.mark("Biological_structure", "chest"), pain)
    doc.event("Sign_symptom", "pain", 1)
    doc.value("POLARITY", doc.event("Sign_symptom", "no fever"), "NEG")
    doc.value("POLARITY", doc.event("Disease_disorder", "pneumonia"), "UNCERTAIN")
    for name, value in (("Hemoglobin", "9.1 g/dL"), ("zorblax index", "14 mg/dL"), ("urine culture", "negative")):
        doc.relate("MODIFY", doc.mark("Lab_value", value), doc.event("Diagnostic_procedure", name))
    drug = doc.event("Medication", "prednisone")
    for words in ("20 mg", "twice daily"):
        doc.relate("MODIFY", doc.mark("Dosage", words), drug)
    doc.event("Medication", "quuxamab")
    return doc.save()


@pytest.fixture
def negex(tmp_path: Path) -> Path:
    """Four rows: denied, past, plain, and one that no system should call negated."""
    rows = (
        "concept\tsentence\tnegation\ttemporality\texperiencer",
        "fever\tThe patient denies FEVER.\tNegated\tRecent\tPatient",
        "asthma\tHistory of ASTHMA.\tAffirmed\tHistorical\tPatient",
        "cough\tHe has a COUGH.\tAffirmed\tRecent\tPatient",
        "rash\tThe RASH is itchy.\tNegated\tRecent\tPatient",
    )
    file = tmp_path / "table.tsv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    return file


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Three threshold cases: one right, one with another expectation, one of a scale."""
    bound = {"name": "hemoglobin", "unit": "g/dl", "lower": {"incl": True, "value": "9"}, "variableType": "numerical"}
    expected = (
        (
            "hemoglobin at least 9 g/dl",
            [bound],
        ),
        (
            "hemoglobin above 9 g/dl",
            [bound],
        ),
        ("ecog 0-1", [{"name": "ecog", "value": ["0", "1"], "variableType": "ordinal"}]),
    )
    file = tmp_path / "cases.jsonl"
    lines = [json.dumps({"test": f"t{n}", "input": text, "expected": e}) for n, (text, e) in enumerate(expected)]
    file.write_text("\n".join(lines), "utf-8")
    return file


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Four pairs of one patient: met, not met, open, and silence that the expert took as absence."""
    note = "0. A 60-year-old woman with asthma presents with cough.\n1. Hemoglobin is 8 g/dL."
    rows = (
        ("inclusion", "Age at least 18 years", "included", "[0]"),
        ("inclusion", "Hemoglobin above 10 g/dL", "not included", "[1]"),
        ("inclusion", "Creatinine below 1.5 mg/dL", "not enough information", "[]"),
        ("exclusion", "Psoriasis", "not excluded", "[]"),
    )
    items = [
        {
            "annotation_id": n, "patient_id": "p1", "note": note, "trial_id": "NCT00000003", "trial_title": "",
            "criterion_type": kind, "criterion_text": text, "expert_eligibility": label, "expert_sentences": evidence,
        }
        for n, (kind, text, label, evidence) in enumerate(rows)
    ]  # fmt: skip
    file = tmp_path / "criterion_annotations.json"
    file.write_text(json.dumps(items), "utf-8")
    return file
