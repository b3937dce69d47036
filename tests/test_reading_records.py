"""Registry records, JSON Lines, XML and HTML."""

from __future__ import annotations

import json

import pytest

from eligo.errors import EligoError, InputError, MalformedJSON, NotATrial
from eligo.reading import looks_like_json, read_ctgov_v2, read_ctgov_xml, read_listings

RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99990002", "briefTitle": "Velotinib in Gout"},
        "statusModule": {"startDateStruct": {"date": "2030-02"}, "lastUpdatePostDateStruct": {"date": "2031-03-04"}},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Northfield Institute"}},
        "conditionsModule": {"conditions": ["Gout"]},
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "velotinib"}]},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Uric acid \\> 7 mg/dL\n\nExclusion Criteria:\n\n* Asthma",
            "minimumAge": "20 Years",
            "sex": "FEMALE",
        },
    }
}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<clinical_study><id_info><nct_id>NCT99990003</nct_id></id_info><brief_title>Velotinib &amp; Gout</brief_title>
<sponsors><lead_sponsor><agency>Northfield Institute</agency></lead_sponsor></sponsors>
<start_date>March 2030</start_date>
<condition>Gout</condition><intervention><intervention_name>velotinib</intervention_name></intervention>
<eligibility><criteria><textblock>
        Inclusion Criteria:

          -  Uric acid &gt; 7 mg/dL

        Exclusion Criteria:

          -  Asthma
</textblock></criteria><gender>All</gender>
<minimum_age>20 Years</minimum_age><maximum_age>N/A</maximum_age></eligibility>
</clinical_study>"""
HTML = """<html><head><title>menu</title><style>p {}</style></head>
<body><h1>A Study of Velotinib in Gout</h1><p>NCT99990004</p>
<h2>Inclusion Criteria</h2><ul><li>Gout</li><li>Function:<ul><li>Platelets &ge; 90</li></ul></li></ul>
<h2>Exclusion Criteria</h2><ol><li>Asthma</li></ol><script>var x;</script></body></html>"""


def test_a_record_of_the_api() -> None:
    trial = read_ctgov_v2(RECORD, source="a.json")
    assert (trial.id, trial.title, trial.sponsor) == ("NCT99990002", "Velotinib in Gout", "Northfield Institute")
    assert (trial.conditions, trial.interventions) == (("Gout",), ("velotinib",))
    assert (trial.minimum_age, trial.maximum_age, trial.sex) == ("20 Years", None, "female")
    assert trial.dates == {"start": "2030-02", "updated": "2031-03-04"}
    assert [(s.id, s.text) for s in trial.statements] == [("I1", "Uric acid \\> 7 mg/dL"), ("E1", "Asthma")]


def test_a_legacy_record() -> None:
    trial = read_ctgov_xml(XML)
    assert (trial.id, trial.title, trial.sex, trial.maximum_age) == ("NCT99990003", "Velotinib & Gout", "all", None)
    assert trial.dates == {"start": "2030-03"}
    assert [(s.id, s.text) for s in trial.statements] == [("I1", "Uric acid > 7 mg/dL"), ("E1", "Asthma")]


def test_a_web_page() -> None:
    (trial,) = read_listings(HTML)
    assert (trial.id, trial.title) == ("NCT99990004", "A Study of Velotinib in Gout")
    assert [(s.id, s.text) for s in trial.statements] == [
        ("I1", "Gout"),
        ("I2", "Function:"),
        ("I2.1", "Platelets ≥ 90"),
        ("E1", "Asthma"),
    ]
    assert all(trial.text[s.start : s.end] == s.text for s in trial.statements)


ROWS = [
    {
        "nct_id": "NCT1",
        "eligibility": "Inclusion Criteria:\n- Gout",
        "min_age": "20 Years",
        "conditions": "['gout', 'pain']",
    },
    {"id": "t2", "criteria": "Exclusion Criteria:\n- Asthma", "title": "Two"},
    {"_id": "t3", "eligibility_criteria": "- Aged 20 or more", "sex": "male", "conditions": ["gout"]},
]


def test_rows() -> None:
    first, second, third = read_listings("\n".join(map(json.dumps, ROWS)))
    assert (first.id, first.minimum_age, first.conditions) == ("NCT1", "20 Years", ("gout", "pain"))
    assert (second.id, second.title, second.statements[0].id) == ("t2", "Two", "E1")
    assert (third.id, third.sex, third.conditions) == ("t3", "male", ("gout",))


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"studies": [r]}, lambda r: [r]])
def test_records_in_any_wrapping(wrap: object) -> None:
    text = json.dumps(wrap(RECORD))  # type: ignore[operator]
    assert looks_like_json(text)
    assert [d.id for d in read_listings(text)] == ["NCT99990002"]


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    text = json.dumps(ROWS[0]) + "\n{bad\n" + json.dumps(ROWS[1]) + '\n{"id": "t9"}\n'
    errors: list[EligoError] = []
    assert [d.id for d in read_listings(text, source="t.jsonl", on_error=errors.append)] == ["NCT1", "t2"]
    assert [type(e) for e in errors] == [MalformedJSON, MalformedJSON]
    assert "t.jsonl: line 2 is no valid JSON" in str(errors[0])
    assert "t.jsonl, line 4: is JSON, but no trial" in str(errors[1])
    with pytest.raises(MalformedJSON, match="line 2"):
        list(read_listings(text))


@pytest.mark.parametrize("text", ['{"a": 1}', '{"x":', "[{}]", '{"protocolSection": 3}'])
def test_json_that_is_no_trial(text: str) -> None:
    with pytest.raises(MalformedJSON, match=r"t\.json"):
        list(read_listings(text, source="t.json"))


def test_a_record_without_criteria() -> None:
    with pytest.raises(NotATrial, match="no eligibility criteria"):
        read_ctgov_v2({"protocolSection": {"eligibilityModule": {}}})


BOMB = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (BOMB, "declares XML entities"),
        ("<?xml version='1.0'?><a>", "no well-formed XML"),
        ("<?xml version='1.0'?><a/>", "no registry record"),
    ],
)
def test_bad_xml(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        list(read_listings(text))
