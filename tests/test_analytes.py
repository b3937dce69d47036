"""Analytes and scales: the tables are sound, what trials write is found, values convert."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from eligo.entities.analytes import Analyte, Scale, analyte_terms, analytes, by_concept, scales
from eligo.entities.lexicon import Lexicon
from eligo.entities.units import convert, dimension
from eligo.errors import IncompatibleUnits

SHARED = Path(os.environ.get("ELIGO_SHARED", Path(__file__).resolve().parents[2] / "shared"))

# Reported so too, but nothing converts: the size of the person or of the drink, or the assay, would have to be known.
NOT_CONVERTIBLE = 62


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(analyte_terms())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("absolute neutrophil count (ANC) of at least 1", "lab:neutrophils lab:neutrophils"),
        ("platelet count; PLT; thrombocytes", "lab:platelets lab:platelets lab:platelets"),
        ("Hb or Hgb or haemoglobin", "lab:hemoglobin lab:hemoglobin lab:hemoglobin"),
        ("AST/ALT below the limit", "lab:ast lab:alt"),
        ("AST (SGOT) and ALT (SGPT)", "lab:ast lab:alt"),
        ("serum total bilirubin, direct bilirubin", "lab:bilirubin lab:direct_bilirubin"),
        ("serum creatinine (Cr) or CCr", "lab:creatinine lab:creatinine lab:creatinine_clearance"),
        ("creatinine\n      clearance rate", "lab:creatinine_clearance"),
        ("INR, APTT and PT", "lab:inr lab:aptt lab:pt"),
        ("prothrombin time (PT) and aPTT", "lab:pt lab:pt lab:aptt"),
        ("QTcF, QTc, QT interval", "ecg:qtcf ecg:qtc ecg:qt"),
        ("LVEF by echocardiography", "img:lvef"),
        ("SBP/DBP and heart rate", "vital:sbp vital:dbp vital:heart_rate"),
        ("K, Mg, Ca and Na in range", "lab:potassium lab:magnesium lab:calcium lab:sodium"),
        ("FEV1 % predicted and FEV1", "pfx:fev1_pct pfx:fev1"),
        ("FEV1/FVC ratio", "pfx:fev1_fvc"),
        ("HBV DNA, HCV RNA, viral load", "lab:hbv_dna lab:hcv_rna lab:viral_load"),
        ("eGFR is not EGFR", "lab:egfr"),
        ("life expectancy, age", "demo:life_expectancy demo:age"),
        ("gestational age", "demo:gestational_age"),
        ("ECOG performance status", "scale:ecog"),
        ("performance status per WHO", "scale:ecog"),
        ("Karnofsky or KPS", "scale:karnofsky scale:karnofsky"),
        ("NYHA functional class", "scale:nyha"),
        ("New York Heart Association (NYHA) class", "scale:nyha"),
        ("Child-Pugh B7", "scale:child_pugh"),
        ("toxicity grade, CTCAE", "scale:ctcae scale:ctcae"),
        ("histological grade", "scale:tumor_grade"),
        ("IGA of 3, serum IgA", "scale:iga lab:iga"),
        ("modified Rankin Scale and NIHSS", "scale:mrs scale:nihss"),
        ("CHA2DS2-VASc score", "scale:cha2ds2vasc"),
        ("he had a stroke four at home", ""),
        ("patients pt ra ms", ""),
    ],
)
def test_found(lexicon: Lexicon, text: str, ids: str) -> None:
    assert [m.concept.id for m in lexicon.find(text) if m.concept] == ids.split()


def test_labels(lexicon: Lexicon) -> None:
    labels = {m.concept.id: m.label for m in lexicon.find("age, life expectancy, ECOG, albumin") if m.concept}
    assert labels == {
        "demo:age": "age",
        "demo:life_expectancy": "life_expectancy",
        "scale:ecog": "score",
        "lab:albumin": "measurement",
    }


def test_size_of_the_tables() -> None:
    assert len(analytes()) >= 300
    assert len(scales()) >= 60


def test_every_analyte_is_sound() -> None:
    without = 0
    for analyte in analytes().values():
        dimension(analyte.unit)
        assert all(member in analytes() for member in analyte.members)
        for bounds in analyte.reference.values():
            ends = [e for e in (bounds.low, bounds.high) if e is not None]
            assert ends
            assert bounds.unit == analyte.unit
            assert all(analyte.is_plausible(e) is not False for e in ends), analyte.id
        for unit in analyte.other_units:
            try:
                analyte.to_canonical(1.0, unit)
            except IncompatibleUnits:
                without += 1
    assert without <= NOT_CONVERTIBLE


def test_every_scale_is_sound() -> None:
    for scale in scales().values():
        assert scale.values or scale.low is not None or scale.id == "scale:pain_vas", scale.id
        numbers = [v for v in scale.values if not isinstance(v, str)]
        assert numbers == sorted(numbers), scale.id
        assert len(set(scale.values)) == len(scale.values)
        if scale.low is not None and scale.high is not None:
            assert scale.low < scale.high


def test_no_two_entries_claim_one_spelling() -> None:
    owner: dict[str, str] = {}
    clashes = set()
    for term in analyte_terms():
        for form in (term.concept.name, *term.synonyms):
            before = owner.setdefault(form.rstrip("!"), term.concept.id)
            if before != term.concept.id:
                clashes.add((form, before, term.concept.id))
    assert not clashes


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "canonical"),
    [
        ("lab:neutrophils", 1500, "/mm3", 1.5),
        ("lab:platelets", 100_000, "/uL", 100),
        ("lab:hemoglobin", 90, "g/L", 9),
        ("lab:hemoglobin", 5.6, "mmol/L", 9.024),
        ("lab:creatinine", 132.6, "umol/L", 1.5),
        ("lab:bilirubin", 34.2, "umol/L", 2),
        ("lab:calcium", 5, "meq/L", 10.02),
        ("lab:hba1c", 53, "mmol/mol", 7),
        ("lab:alt", 40, "[IU]/L", 40),
        ("lab:alt", 0.04, "k[IU]/L", 40),
        ("lab:tsh", 4.5, "u[IU]/mL", 4.5),
        ("lab:tsh", 4.5, "mU/L", 4.5),
        ("lab:upcr", 0.2, "g/g", 200),
        ("ecg:qtcf", 0.47, "s", 470),
        ("demo:age", 18, "mo", 1.5),
        ("vital:temperature", 100.4, "[degF]", 38),
    ],
)
def test_to_canonical(analyte: str, value: float, unit: str, canonical: float) -> None:
    found = by_concept(analyte)
    assert isinstance(found, Analyte)
    assert found.to_canonical(value, unit) == pytest.approx(canonical, rel=2e-3)


def test_what_an_analyte_is_not_measured_in_is_refused() -> None:
    with pytest.raises(IncompatibleUnits):
        analytes()["lab:albumin"].to_canonical(3, "a")
    assert analytes()["lab:albumin"].is_plausible(3, "a") is None


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "guess"),
    [
        ("lab:platelets", 100_000, None, "/mm3"),
        ("lab:platelets", 100, None, "10*9/L"),
        ("lab:neutrophils", 1000, "mm3", "/mm3"),
        ("lab:neutrophils", 1.5, "10*9", "10*9/L"),
        ("lab:hemoglobin", 9, None, "g/dL"),
        ("lab:hemoglobin", 90, "g", "g/L"),
        ("lab:glucose", 100, None, None),
        ("lab:aptt", 1.5, None, None),
    ],
)
def test_guess_unit(analyte: str, value: float, unit: str | None, guess: str | None) -> None:
    assert analytes()[analyte].guess_unit(value, unit) == guess


def test_a_multiple_of_a_limit_is_no_plausible_time() -> None:
    assert analytes()["lab:aptt"].is_plausible(1.5) is False
    assert analytes()["lab:inr"].is_plausible(1.5) is True


def test_scales() -> None:
    child = by_concept("scale:child_pugh")
    assert isinstance(child, Scale)
    assert child.values == ("A", "B", "C")
    assert (child.low, child.high) == (5, 15)
    assert scales()["scale:nyha"].values == (1, 2, 3, 4)
    assert scales()["scale:nyha"].roman
    assert scales()["scale:karnofsky"].direction == "higher_better"
    assert by_concept("lab:nothing") is None


def test_one_litre_is_one_litre() -> None:
    """The dimensions the lexicon relies on most."""
    counts = {dimension(u) for u in ("/mm3", "/uL", "10*3/uL", "10*9/L", "10*3/mm3")}
    assert counts == {"count concentration"}
    assert convert(1, "a", "d") == 365.25


@pytest.mark.shared
def test_loinc_codes_agree_with_those_seen_in_patient_records() -> None:
    path = SHARED / "data" / "terminologies" / "loinc_seen.csv"
    if not path.is_file():
        pytest.skip("no data folder beside the project")
    from eligo.entities.units import parse_unit
    from eligo.errors import UnknownUnit

    with path.open(encoding="utf-8", newline="") as file:
        seen = {row["loinc"]: (row["display"], row["units_seen"].split("|")) for row in csv.DictReader(file)}
    checked = 0
    for analyte in analytes().values():
        for code in analyte.concept.codes.get("LOINC", ()):
            for unit in seen.get(code, ("", []))[1]:
                if not unit:
                    continue
                try:
                    analyte.to_canonical(1.0, parse_unit(unit))
                except UnknownUnit:
                    continue
                except IncompatibleUnits:
                    pytest.fail(f"{analyte.id} has {code} ({seen[code][0]}), seen in {unit}, not in {analyte.unit}")
                checked += 1
    assert checked > 60


def test_loinc_check_digits() -> None:
    for entry in (*analytes().values(), *scales().values()):
        for code in entry.concept.codes.get("LOINC", ()):
            digits, _, check = code.partition("-")
            total = 0
            for place, digit in enumerate(reversed(digits)):
                doubled = int(digit) * (2 if place % 2 == 0 else 1)
                total += doubled - 9 if doubled > 9 else doubled
            assert (10 - total % 10) % 10 == int(check), (entry.id, code)
