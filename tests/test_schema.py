"""The forms as JSON: what goes out comes back, fits the published schema, and what does not fit is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import eligo
from eligo.errors import MalformedJSON
from eligo.schema import (
    SCHEMAS,
    TYPE_FIELDS,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Concept,
    Constraint,
    Criterion,
    Except,
    Fact,
    IfThen,
    Not,
    Patient,
    Period,
    Range,
    Skipped,
    Trial,
    Window,
    children,
    from_dict,
    from_json,
    json_schema,
    leaves,
    to_dict,
    to_json,
)

WINDOW = Window("-P2W", "P0D", "first_dose", "within 2 weeks or 5 half-lives", 5.0, "longer")
FILLED: dict[str, Any] = {
    "low": 1.5, "low_inclusive": True, "high": 9.0, "high_inclusive": False, "unit": "10*9/L", "relative_to": "ULN",
    "canonical": Range(1.5, True, 9.0, False, "10*9/L"), "sex": "female", "method": "Cockcroft-Gault",
    "specimen": "serum", "scale": "ECOG",
    "values": (0.0, "I"), "status": "active", "severity": "severe", "grade": Range(3.0, True),
    "stage": ("III", "IV"), "site": "skin", "certainty": "confirmed", "experiencer": "patient", "role": "prior",
    "relation": "exposure", "dose": Range(None, None, 10.0, True, "mg/d"), "route": "oral", "lines": Range(2.0, True),
    "result": "positive", "qualifier": "laparoscopic", "which": "highest", "times": 2, "apart": "P1W",
    "change": "increase", "since": "lowest",
}  # fmt: skip


def leaf(type: str = "condition", name: str = "thing") -> Constraint:
    fields = {key: FILLED[key] for key in TYPE_FIELDS[type]}
    concept = Concept("lab:thing", "Thing", {"LOINC": ("751-8",)})
    return Constraint(type, name, "the thing", 3, 12, concept, window=WINDOW, assumed=("unit",), **fields)  # type: ignore[arg-type]


A, B = leaf(name="a"), leaf(name="b")
NODES = (
    A,
    AllOf((A, B)),
    AnyOf((A, B)),
    AtLeast(2, (A, B)),
    AtMost(1, (A, B)),
    Not(A),
    Except(A, (B,)),
    IfThen(A, B, None, "a"),
    IfThen(A, B, Not(AllOf((A, Except(B, (A, B)))))),
)


def trial(node: Any) -> Trial:
    criterion = Criterion("I1", "inclusion", "the text", 4, 12, None, node, "partial", ("left over",))
    return Trial(
        "T", (criterion,), (Skipped(0, 4, "page navigation"),), "Title", dates={"start": "2024-01"}, source="abc"
    )


def valid(name: str, data: Any) -> None:
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    errors = [
        f"{'.'.join(map(str, e.absolute_path))}: {e.message[:200]}"
        for e in Draft202012Validator(schema).iter_errors(data)
    ]
    assert errors == []


@pytest.mark.parametrize("node", NODES, ids=lambda n: n.op)
def test_every_operator_there_and_back(node: Any) -> None:
    form = trial(node)
    assert from_json(Trial, to_json(form)) == form
    valid("trial", json.loads(to_json(form)))


@pytest.mark.parametrize("type", TYPE_FIELDS)
def test_every_type_of_constraint_there_and_back(type: str) -> None:
    form = trial(leaf(type))
    data = json.loads(to_json(form, indent=1))
    assert set(data["criteria"][0]["logic"]) == {
        "op", "type", "name", "concept", "text", "start", "end", "window", "assumed", *TYPE_FIELDS[type],
    }  # fmt: skip
    assert from_dict(Trial, data) == form
    valid("trial", data)


def test_names_that_python_reserves() -> None:
    data = to_dict(Period("2024", None))
    assert data == {"from": "2024", "to": None}
    assert to_dict(WINDOW)["from"] == "-P2W"
    assert from_dict(Period, data) == Period("2024", None)


@pytest.mark.parametrize("time", [None, "2024-03", Period("2024-01-01", None)])
def test_facts_there_and_back(time: Any) -> None:
    fact = Fact(
        "measurement", "ALT", "ALT 40", 0, 6, value=40.0, comparator="<", reference_range=Range(7, True), time=time
    )
    word = Fact("biomarker", "EGFR", "EGFR mutated", 8, 20, value="positive", assertion="possible")
    form = Patient("P", (fact, word), "2024-03-01", "male", "1970", 54.0, (("note.txt", "ALT 40"),))
    assert from_json(Patient, to_json(form)) == form
    valid("patient", json.loads(to_json(form)))


def test_the_version_is_read_first() -> None:
    assert next(iter(to_dict(trial(A)))) == "schema_version"
    assert next(iter(to_dict(A))) == "op"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json_schema(name))
    with pytest.raises(KeyError):
        json_schema("note")


@pytest.mark.parametrize(
    "wrong",
    [
        {"criteria": 5},
        {"criteria": [{}]},
        {"schema_version": "2"},
        {"id": None},
        {"criteria": [{**to_dict(trial(A))["criteria"][0], "logic": {"op": "some_of", "args": []}}]},
        {"criteria": [{**to_dict(trial(A))["criteria"][0], "logic": {**to_dict(A), "start": 9, "end": 3}}]},
    ],
)
def test_what_does_not_fit_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(MalformedJSON, match=r"x\.json: is not a trial: (criteria|schema_version|id)"):
        from_dict(Trial, {**to_dict(trial(A)), **wrong}, source="x.json")


def test_no_json_at_all() -> None:
    with pytest.raises(MalformedJSON, match=r"x\.json: is not JSON: line 1"):
        from_json(Trial, "{'a'}", source="x.json")


def test_walking_a_tree() -> None:
    assert [len(children(node)) for node in NODES] == [0, 2, 2, 2, 2, 1, 2, 2, 3]
    assert [c.name for c in leaves(NODES[-1])] == ["a", "b", "a", "b", "a", "b"]


def test_all_that_the_commands_write_fits(examples: Path) -> None:
    parsed = eligo.parse(examples / "listing.txt")
    valid("trial", json.loads(to_json(parsed)))
    assert to_dict(from_json(Trial, to_json(parsed))) == to_dict(parsed)
    for note in sorted(examples.glob("note_*.txt")):
        patient = eligo.annotate(note)
        report = eligo.match(parsed, patient)
        for name, form in (("patient", patient), ("match", report)):
            data = json.loads(to_json(form))
            valid(name, data)
            assert to_dict(from_dict(SCHEMAS[name], data)) == data
        for verdict in json.loads(to_json(report))["verdicts"]:
            valid("verdict", verdict)
