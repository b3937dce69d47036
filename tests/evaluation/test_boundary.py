"""The boundary benchmark: its arithmetic by hand, its cases, and a run on a folder of two patients."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from eligo.errors import InputError
from eligo.evaluation.boundary_cases import boundary_cases
from eligo.evaluation.boundary_notes import MISSING, TEMPLATES
from eligo.evaluation.boundary_table import Bound, asked, read_observations
from eligo.evaluation.registry import BENCHMARKS

_LABS = (
    "ID\tPID\tDATE\tLOINC\tSCALE\tNAME\tVALUE\tLOW\tHIGH\tUNITS",
    "1\t17\t2012-05-02\t2160-0\tQn\tCreatinine\t1.3\t0.6\t1.2\tmg/dL",
    "2\t17\t2012-05-02\t777-3\tQn\tPlatelets\t210\t150\t400\tK/uL",
    "3\t17\t2012-05-02\t1742-6\tQn\tALT\t51\t\t40\tU/L",
    "4\t17\t2012-05-02\t1742-6\tQn\tALT\tnot done\t\t40\tU/L",
    "5\t17\t2012-05-02\t99999-9\tQn\tSomething\t1\t\t\tU/L",
)
_VITALS = (
    "PID\tSTART_DATE\tHEART_RATE\tTEMPERATURE\tWEIGHT\tHEIGHT\tBMI\tSYSTOLIC\tDIASTOLIC\tOXYGEN_SATURATION",
    "17\t2012-05-02T10:00:00\t71\t36.8\t\t\t\t128\t79\t",
)


@pytest.fixture
def patients(tmp_path: Path) -> Path:
    smart = tmp_path / "smart_patients"
    smart.mkdir()
    (smart / "labs.txt").write_text("\n".join(_LABS) + "\n", "utf-8")
    (smart / "vitals.txt").write_text("\n".join(_VITALS) + "\n", "utf-8")
    (smart / "patients.txt").write_text("PID\tgender\n17\tfemale\n", "utf-8")
    fhir = tmp_path / "fhir"
    fhir.mkdir()
    observation = {
        "resourceType": "Observation",
        "code": {"coding": [{"code": "39156-5"}]},
        "valueQuantity": {"value": 27.3481},
        "effectiveDateTime": "2013-01-09T08:00:00Z",
    }
    (fhir / "p.json").write_text(json.dumps({"entry": [{"resource": observation}]}), "utf-8")
    return tmp_path


def test_values_are_read_with_their_ranges(patients: Path) -> None:
    found = {o.asked.key: o for o in read_observations(patients)}
    assert sorted(found) == [
        "alt", "bmi", "creatinine", "dbp", "heart_rate", "platelets", "sbp", "temperature",
    ]  # fmt: skip
    assert (found["creatinine"].value, found["creatinine"].low, found["creatinine"].high) == (
        Fraction("1.3"), Fraction("0.6"), Fraction("1.2"),
    )  # fmt: skip
    assert (found["sbp"].value, found["sbp"].other) == (128, 79)
    assert found["bmi"].value == Fraction("27.3")
    assert (found["alt"].low, found["alt"].female) == (None, True)


def test_without_patients(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no patients"):
        read_observations(tmp_path)


@pytest.mark.parametrize(
    ("bound", "value", "limit", "holds"),
    [
        (Bound("<=", Fraction("1.5")), "1.5", "1", True),
        (Bound("<", Fraction("1.5")), "1.5", "1", False),
        (Bound(">", Fraction("2.5"), to="ULN"), "100", "40", False),
        (Bound(">", Fraction("2.5"), to="ULN"), "100.1", "40", True),
        (Bound("in", Fraction(7), Fraction(10)), "10", "1", True),
        (Bound("in", Fraction(7), Fraction(10)), "10.1", "1", False),
    ],
)
def test_a_bound(bound: Bound, value: str, limit: str, holds: bool) -> None:
    assert bound.holds(Fraction(value), Fraction(limit)) is holds


def test_units() -> None:
    by_key = {a.key: {u.spelling: u for u in a.units} for a in asked()}
    assert by_key["platelets"]["/mm3"].of(Fraction(75)) == 75000
    assert by_key["temperature"]["°F"].back(Fraction("100.4")) == 38
    assert not by_key["creatinine"]["µmol/L"].exact
    assert by_key["hemoglobin"]["g/L"].exact


def test_the_same_seed_gives_the_same_cases(patients: Path) -> None:
    observations = read_observations(patients)
    cases = list(boundary_cases(observations, 300))
    assert cases == list(boundary_cases(observations, 300))
    assert len({c.note for c in cases}) > 250
    assert {c.template for c in cases} == {t.name for t in (*TEMPLATES, *MISSING)}
    assert {c.place for c in cases} == {"own", "just below", "equal", "just above", "missing"}
    assert {c.truth for c in cases} == {"met", "not met", "open"}
    assert all(c.truth == "open" for c in cases if c.place == "missing")


def test_a_run(patients: Path) -> None:
    result = BENCHMARKS["threshold-matching"].load()(patients, limit=120, seed=0, progress=lambda n, of: None)
    assert result.metrics["n"] == 120
    counts = result.more["counts"]["all"]
    assert sum(counts.values()) == 120
    assert (counts["wrong"], counts["undecided"], result.errors) == (0, 0, ())
    assert result.metrics["present"] == counts["right"] + counts["wrong"] + counts["undecided"]
    json.dumps(result.to_dict())


@pytest.mark.shared
def test_on_the_patients(shared: Path) -> None:
    result = BENCHMARKS["threshold-matching"].load()(shared / "data", limit=60, seed=0, progress=lambda n, of: None)
    assert result.metrics["n"] == 60
