"""What a test's result, an operation or a state says of another thing."""

from __future__ import annotations

from typing import Any

import pytest

from eligo.concepts.hierarchy import concept
from eligo.entities.analytes import analytes
from eligo.matching import judge
from eligo.schema import Constraint, Criterion, Fact, Patient, Verdict, Window

DAY = "2025-05-01"
KINDS = {"bio": "biomarker", "repro": "reproductive", "proc": "procedure", "cond": "condition", "lab": "measurement"}


def known(id: str) -> Any:
    return analytes()[id].concept if id.startswith("lab:") else concept(id)


def fact(id: str, value: str | None = None, text: str = "", **more: Any) -> Fact:
    thing = known(id)
    return Fact(KINDS[id.partition(":")[0]], thing.name, text or thing.name, 0, 9, thing, value, **more)  # type: ignore[arg-type]


def verdict(id: str, *facts: Fact, sex: Any = None, **more: Any) -> Verdict:
    asked = Constraint(KINDS[id.partition(":")[0]], known(id).name, known(id).name, 0, 9, known(id), **more)  # type: ignore[arg-type]
    criterion = Criterion("E1", "exclusion", asked.text, 0, len(asked.text), logic=asked, parsed="full")
    return judge(criterion, Patient("p", facts, DAY, sex))


SAYS = [
    ("cond:hepatitis_b", fact("bio:hepatitis_b_surface_antigen", "negative"), False),
    ("cond:hepatitis_b", fact("bio:hepatitis_b_surface_antigen", "positive"), True),
    ("cond:hepatitis_b", fact("bio:hepatitis_b_surface_antigen", assertion="absent"), False),
    ("cond:hepatitis_b", fact("bio:hepatitis_b_surface_antigen"), None),  # pending
    ("cond:hepatitis_b", fact("bio:hepatitis_b_core_antibody", "positive"), None),
    ("cond:hepatitis_b", fact("bio:hepatitis_b_core_antibody", "negative"), None),
    ("cond:hepatitis_b", fact("lab:hbv_dna", "not detected"), None),  # suppressed, perhaps
    ("cond:viral_hepatitis", fact("bio:hepatitis_b_surface_antigen", "negative"), None),  # another kind of it
    ("cond:viral_hepatitis", fact("bio:hepatitis_b_surface_antigen", "positive"), True),
    ("cond:hepatitis_c", fact("bio:anti_hcv_antibody", "non-reactive"), False),
    ("cond:hepatitis_c", fact("bio:anti_hcv_antibody", "positive"), None),
    ("cond:hiv_infection", fact("bio:hiv_antibody", "negative"), False),
    ("cond:hiv_infection", fact("bio:hiv_antibody", "reactive"), True),
    ("cond:latent_tuberculosis", fact("bio:interferon_gamma_release_assay", "negative"), False),
    ("cond:covid_19", fact("bio:sars_cov_2_test", "negative", time="2025-04-29"), False),
    ("cond:covid_19", fact("bio:sars_cov_2_test", "negative", time="2024-12-01"), None),  # long ago
    ("repro:pregnant", fact("repro:pregnancy_test", "negative", time="2025-04-30"), False),
    ("repro:pregnant", fact("repro:pregnancy_test", "negative", time="2025-02-01"), None),
    ("repro:pregnant", fact("repro:pregnancy_test", "positive"), True),
    ("repro:pregnant", fact("proc:hysterectomy", time="2015"), False),
    ("repro:pregnant", fact("proc:hysterectomy", status="planned"), None),
    ("repro:pregnant", fact("repro:postmenopausal"), False),
    ("repro:surgically_sterile", fact("proc:tubal_ligation", assertion="historical"), True),
    ("repro:childbearing_potential", fact("proc:hysterectomy"), False),
]


@pytest.mark.parametrize(("id", "stated", "truth"), SAYS)
def test_what_a_fact_says_of_another_thing(id: str, stated: Fact, truth: bool | None) -> None:
    found = verdict(id, stated, sex="female")
    assert found.truth is truth
    if truth is not None:
        assert f"“{stated.text}”" in found.reason
        assert any(f"“{stated.text}” is taken to" in a for a in found.assumptions)


def test_a_test_is_no_more_than_a_statement() -> None:
    negative = fact("bio:hepatitis_b_surface_antigen", "negative", "HBsAg negative")
    assert verdict("cond:hepatitis_b", negative, fact("cond:chronic_hepatitis_b")).truth is True
    assert verdict("cond:hepatitis_b", negative, fact("cond:hepatitis_b")).truth is None
    found = verdict("cond:hepatitis_b", negative)
    assert found.reason == "“HBsAg negative” speaks against hepatitis B"
    assert found.assumptions == ("“HBsAg negative” is taken to speak against hepatitis B",)


def test_a_test_of_one_day_reaches_no_further() -> None:
    month = Window("-P1M", "P0D", "screening", "within 1 month before screening")
    tested = fact("bio:sars_cov_2_test", "negative", time="2025-04-29")
    assert verdict("cond:covid_19", tested, window=month).truth is False
    ill = fact("cond:covid_19", time="2025-04-10")
    assert verdict("cond:covid_19", tested, ill, window=month).truth is True
