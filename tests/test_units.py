"""Units: spellings, conversion, display; pint with ucumvert is the oracle for the table."""

from __future__ import annotations

import pickle
import re
import time
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.entities.unit_spelling import UnitReader
from eligo.entities.unit_table import COUNTED, NUMBER, Unit, unit_table
from eligo.entities.units import convert, dimension, display, match_unit, parse_unit
from eligo.errors import IncompatibleUnits, LexiconError, UnknownUnit

AFFINE = {"Cel", "[degF]"}
PINT_CANNOT_READ = {"[pH]", "[HU]"}
BARE_ANNOTATION = re.compile(r"\{\w+\}")  # counted things: a unit of themselves
COLUMNS = ("[Hg]", "[H2O]", "[wood'U]")
BARE_ONLY_AFTER_A_BODY_TEMPERATURE = {"C", "F"}

CONVERTIBLE = [u for u in unit_table().values() if u.dimension not in (COUNTED, "temperature")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("/mm3", "/mm3"),
        (" per cubic millimeter", "/mm3"),
        (" cells/cu. mm", "/mm3"),
        (" cells/µL", "/uL"),
        ("/mcL", "/uL"),
        (" platelets/mm^3", "/mm3"),
        ("/mm\\^3", "/mm3"),
        (" x10^9/L", "10*9/L"),
        ("×109/L", "10*9/L"),
        (" x 109 /L", "10*9/L"),
        (" x 10 9/L", "10*9/L"),
        (" x 10-9/L", "10*9/L"),
        ("*10^9/L", "10*9/L"),
        (" 10⁹/L", "10*9/L"),
        (" 10E9/L", "10*9/L"),
        (" x 10**9 / L", "10*9/L"),
        (" × 10(9)/L", "10*9/L"),
        (" x 10^9 cells/L", "10*9/L"),
        (" x 10\n   ^9/L", "10*9/L"),
        (" G/L", "10*9/L"),
        (" g/L", "g/L"),
        (" K/uL", "10*3/uL"),
        (" k/cumm", "10*3/mm3"),
        (" thousand per mm3", "10*3/mm3"),
        (" x 1,000/mm3", "10*3/mm3"),
        ("10^3/µL", "10*3/uL"),
        (" million/uL", "10*6/uL"),
        (" M/uL", "10*6/uL"),
        (" x 10^6 CD34+ cells/kg", "10*6/kg"),
        (" x 10^5 IU/mL", "10*5.[IU]/mL"),
        (" million IU", "10*6.[IU]"),
        (" x 10^9", "10*9"),
        (" mL/min/1.73m2", "mL/min/{1.73_m2}"),
        (" ml/min/1.73 m^2", "mL/min/{1.73_m2}"),
        (" mL/min per 1.73 square meters", "mL/min/{1.73_m2}"),
        (" mL·min⁻¹·1.73 m⁻²", "mL/min/{1.73_m2}"),
        (" mL/min", "mL/min"),
        (" gm/dl", "g/dL"),
        (" G/DL", "g/dL"),
        (" mg/100 mL", "mg/dL"),
        (" mg %", "mg/dL"),
        (" micrograms per decilitre", "ug/dL"),
        (" µmol/L", "umol/L"),
        (" μmol/l", "umol/L"),
        (" mcmol/L", "umol/L"),
        (" mmol.l-1", "mmol/L"),
        (" µM", "umol/L"),
        (" mM", "mmol/L"),
        (" mm", "mm"),
        (" mEq/L", "meq/L"),
        (" IU/L", "[IU]/L"),
        (" U/L", "U/L"),
        (" µIU/mL", "u[IU]/mL"),
        ("mmHg", "mm[Hg]"),
        (" mm Hg", "mm[Hg]"),
        (" millimetres of mercury", "mm[Hg]"),
        (" msec", "ms"),
        (" bpm", "/min"),
        (" beats per minute", "/min"),
        (" kg/m²", "kg/m2"),
        (" kg m−2", "kg/m2"),
        ("%", "%"),
        (" °C", "Cel"),
        (" degrees F", "[degF]"),
        ("-year-old", "a"),
        (" calendar days", "d"),
        (" mg daily", "mg/d"),
        (" mg once a day", "mg/d"),
        (" mg/24 hours", "mg/d"),
        (" mg BID", "mg"),
        (" mg/kg/day", "mg/kg/d"),
        (" mg/m2 per week", "mg/m2/wk"),
        (" cGy", "cGy"),
        (" copies/mL", "{copies}/mL"),
        (" copies of HIV RNA per mL", "{copies}/mL"),
        (" drinks per week", "{drinks}/wk"),
        (" pack-years", "{pack}.a"),
        (" cigarettes per day", "{cigarettes}/d"),
        (" eosinophils per high-power field", "/[HPF]"),
        (" dyn·s·cm-5", "dyn.s/cm5"),
        (" ng/mL FEU", "ng/mL{FEU}"),
    ],
)
def test_spellings(written: str, code: str) -> None:
    text = f"1.5{written}"
    found = match_unit(text, 3)
    assert found is not None
    assert found[0] == code
    assert text[found[1] :] in ("", "-old", " BID")


@pytest.mark.parametrize(
    "text",
    [
        "3 lines",
        "4 cycles",
        "1 lesion",
        "5 K",
        "2 a",
        "6 in the past",
        "120/80",
        "1.5 x ULN",
        "3 × 109",
        "7 H",
        "3C",
        "2.",
    ],
)
def test_no_unit(text: str) -> None:
    digits = len(text) - len(text.lstrip("0123456789."))
    assert match_unit(text, digits) is None


def test_a_unit_ends_at_a_word_boundary() -> None:
    assert match_unit("5 mgs", 1) == ("mg", 5)
    assert match_unit("5 mgx", 1) is None
    assert match_unit("5 mm 3 times", 1) == ("mm", 4)
    assert match_unit("cells/mm 3", 0) == ("/mm3", 10)


def test_a_lone_letter_is_a_temperature_only_of_a_body() -> None:
    assert match_unit("38.5 C", 4) == ("Cel", 6)
    assert match_unit("100.4F", 5) == ("[degF]", 6)
    assert match_unit("stage 3C", 7) is None
    assert match_unit("18F", 2) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("109/L", "10*9/L"),
        ("x10E3/uL", "10*3/uL"),
        ("UNITS/L", "U/L"),
        ("#/HPF", "/[HPF]"),
        ("{score}", "1"),
        ("{cells}/uL", "/uL"),
        ("mcg/mg Cr", "ug/mg"),
        ("mm Hg", "mm[Hg]"),
        ("C", "Cel"),
        ("F", "[degF]"),
        ("10*5.[IU]/mL", "10*5.[IU]/mL"),
    ],
)
def test_parse(written: str, code: str) -> None:
    assert parse_unit(written) == code


def test_every_code_and_spelling_of_the_table_is_read_as_its_own_row() -> None:
    for code, unit in unit_table().items():
        assert parse_unit(code) == code
        for spelling in unit.spellings:
            form = spelling.rstrip("!")
            if unit.dimension in (COUNTED, NUMBER):
                continue
            assert parse_unit(form) == code, form
            if form not in BARE_ONLY_AFTER_A_BODY_TEMPERATURE:
                assert match_unit(f"7 {form}, and", 1) == (code, 2 + len(form))


def test_unknown_units_are_named() -> None:
    with pytest.raises(UnknownUnit, match="'furlongs'") as caught:
        parse_unit("furlongs")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(UnknownUnit, match="did you mean"):
        convert(1, "mg/dl", "mg/dL")


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1500, "/mm3", "10*9/L", 1.5),
        (100_000, "/uL", "10*9/L", 100),
        (1.5, "10*3/uL", "10*9/L", 1.5),
        (9, "g/dL", "g/L", 90),
        (100.4, "[degF]", "Cel", 38),
        (37, "Cel", "[degF]", 98.6),
        (18, "a", "mo", 216),
        (2, "wk", "d", 14),
        (1, "ukat/L", "U/L", 60),
        (1, "10*5.[IU]/mL", "[IU]/mL", 100_000),
        (0.45, "1", "%", 45),
    ],
)
def test_convert(value: float, source: str, target: str, expected: float) -> None:
    assert convert(value, source, target) == pytest.approx(expected, rel=1e-12)


def test_mass_meets_amount_through_the_molar_mass_and_charge_through_the_valence() -> None:
    assert convert(1, "mg/dL", "umol/L", molar_mass=113.12) == pytest.approx(88.4, abs=0.05)
    assert convert(5, "meq/L", "mg/dL", molar_mass=40.078, valence=2) == pytest.approx(10.02, abs=0.01)
    assert convert(140, "meq/L", "mmol/L", valence=1) == 140
    assert convert(30, "mg/g", "mg/mmol", molar_mass=113.12) == pytest.approx(3.39, abs=0.01)


def test_what_cannot_be_related_is_refused() -> None:
    with pytest.raises(IncompatibleUnits, match=r"'mg/dL'.*'umol/L'.*molar mass"):
        convert(1, "mg/dL", "umol/L")
    with pytest.raises(IncompatibleUnits, match="valence"):
        convert(1, "meq/L", "mmol/L")
    with pytest.raises(IncompatibleUnits, match=r"'\[IU\]/L'.*'g/L'"):
        convert(1, "[IU]/L", "g/L", molar_mass=100)
    with pytest.raises(IncompatibleUnits):
        convert(7, "%", "mmol/mol")  # of a protein and of an amount: not the same ratio


@given(st.sampled_from(CONVERTIBLE), st.sampled_from(CONVERTIBLE), st.floats(1e-3, 1e6))
def test_conversion_goes_there_and_back(left: Unit, right: Unit, value: float) -> None:
    if left.dimension != right.dimension:
        return
    there = convert(value, left.code, right.code)
    assert convert(there, right.code, left.code) == pytest.approx(value, rel=1e-9)


@given(st.text(max_size=60), st.integers(0, 60))
def test_match_never_fails_and_stays_inside_the_text(text: str, pos: int) -> None:
    pos = min(pos, len(text))
    found = match_unit(text, pos)
    if found is not None:
        assert pos < found[1] <= len(text)
        assert dimension(found[0])


def test_a_long_text_is_read_in_linear_time() -> None:
    assert match_unit("1" + " calendar" * 20_000, 1) is None
    assert match_unit("1 " + "mg/" * 20_000, 1) == ("mg/mg", 7)
    assert match_unit("1 " + "x 10^9 " * 20_000, 1) is not None


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("10*9/L", "×10⁹/L"),
        ("mm[Hg]", "mm Hg"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("u[IU]/mL", "µIU/mL"),
        ("10*5.[IU]/mL", "×10⁵ IU/mL"),
        ("mg/d", "mg/day"),
        ("a", "years"),
        ("1", ""),
        ("{drinks}/wk", "drinks/week"),
        ("ng/mL{FEU}", "ng/mL FEU"),
    ],
)
def test_display(code: str, shown: str) -> None:
    assert display(code) == shown


def test_a_table_of_ones_own() -> None:
    reader = UnitReader([Unit("g", "mass", 1, ("g!", "gram")), Unit("L", "volume", 1, ("l",)), Unit("g/L", "c", 1)])
    assert reader.match("grams per l", 0) is None
    assert reader.match("gram per L", 0) == ("g/L", 10)
    assert reader.match("G", 0) is None


def test_a_wrong_row_is_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from eligo.entities import unit_table as module

    path = tmp_path / "units.tsv"
    monkeypatch.setattr(module, "read_table", lambda _, columns: list(_read(path, columns)))
    for rows, problem in (("g\tmass\tx\t\tUCUM", "not a number"), ("g\tmass\t1\t\tUCUM\n" * 2, "twice")):
        path.write_text("ucum\tdimension\tfactor\tspellings\tsource\n" + rows, encoding="utf-8")
        with pytest.raises(LexiconError, match=problem):
            module.unit_table.__wrapped__()


def _read(path: Path, columns: tuple[str, ...]) -> object:
    from eligo.resources import read_table

    return read_table(path, columns)


@pytest.fixture(scope="module")
def oracle() -> dict[str, Any]:
    """One of each unit of the table, as pint understands its UCUM code."""
    pytest.importorskip("pint")
    ucumvert = pytest.importorskip("ucumvert")
    registry = ucumvert.PintUcumRegistry()
    codes = [c for c in unit_table() if c not in PINT_CANNOT_READ and not BARE_ANNOTATION.fullmatch(c)]
    return {code: registry.from_ucum(code) for code in codes} | {"g/mol": registry.from_ucum("g/mol")}


def _ratio(oracle: dict[str, Any], source: str, target: str, *, molar: int = 0, molar_mass: float = 1.0) -> float:
    quantity = oracle[source] * (molar_mass * oracle["g/mol"]) ** molar
    return float((quantity / oracle[target]).to("dimensionless").magnitude)


def _tolerance(*codes: str) -> float:
    """Columns of water and mercury: pint takes more digits of their density than UCUM."""
    return 1e-4 if any(mark in code for code in codes for mark in COLUMNS) else 1e-9


@pytest.mark.slow
def test_every_pair_within_a_dimension_agrees_with_pint(oracle: dict[str, Any]) -> None:
    if not oracle["mm[Hg]"].is_compatible_with("kPa"):
        pytest.skip("the ucumvert of Python 3.10 takes mm[Hg] for metres times millimercury")
    compared = 0
    for left, right in product((u for u in unit_table().values() if u.code in oracle), repeat=2):
        if left is right or left.dimension != right.dimension or left.dimension == "temperature":
            continue
        expected = _ratio(oracle, left.code, right.code)
        assert convert(1.0, left.code, right.code) == pytest.approx(expected, rel=_tolerance(left.code, right.code)), (
            left.code,
            right.code,
        )
        compared += 1
    assert compared > 2000
    assert {u.code for u in unit_table().values() if u.dimension == "temperature"} == AFFINE
    unread = {u.code for u in unit_table().values() if u.code not in oracle}
    assert unread == PINT_CANNOT_READ | {c for c in unit_table() if BARE_ANNOTATION.fullmatch(c)}
    for code in unread:  # nothing else is in their dimension, so there is nothing to convert
        assert [u.code for u in unit_table().values() if u.dimension == dimension(code)] == [code]


@pytest.mark.slow
@pytest.mark.parametrize("value", [-40.0, 0.0, 36.6, 101.3])
def test_temperatures_agree_with_pint(value: float) -> None:
    ucumvert = pytest.importorskip("ucumvert")
    registry = ucumvert.PintUcumRegistry()
    for source, target in (("Cel", "[degF]"), ("[degF]", "Cel")):
        expected = registry.Quantity(value, registry.from_ucum(source).units).to(registry.from_ucum(target).units)
        assert convert(value, source, target) == pytest.approx(expected.magnitude)


@pytest.mark.slow
def test_every_pair_related_by_a_molar_mass_or_a_valence_agrees_with_pint(oracle: dict[str, Any]) -> None:
    mass, valence = 40.078, 2
    charged = {"equivalent concentration", "equivalents", "equivalent rate"}
    compared = 0
    for left, right in product((u for u in unit_table().values() if u.code in oracle), repeat=2):
        if left.dimension == right.dimension:
            continue
        try:
            ours = convert(1.0, left.code, right.code, molar_mass=mass, valence=valence)
        except IncompatibleUnits:
            continue
        charges = float(valence) ** ((right.dimension in charged) - (left.dimension in charged))
        factor = oracle["g/mol"]
        molar = next(n for n in (0, 1, -1) if (oracle[left.code] * factor**n / oracle[right.code]).dimensionless)
        expected = charges * _ratio(oracle, left.code, right.code, molar=molar, molar_mass=mass)
        assert ours == pytest.approx(expected, rel=1e-9), (left.code, right.code)
        compared += 1
    assert compared > 300


def test_every_two_dimensions_are_kept_apart_by_an_error_that_names_both_units() -> None:
    firsts: dict[str, str] = {}
    for unit in unit_table().values():
        firsts.setdefault(unit.dimension, unit.code)
    for source, target in product(firsts.values(), repeat=2):
        if source != target:
            with pytest.raises(IncompatibleUnits) as caught:
                convert(1.0, source, target)
            assert repr(source) in str(caught.value)
            assert repr(target) in str(caught.value)


def test_conversions_are_fast() -> None:
    codes = [u.code for u in unit_table().values() if u.dimension == "mass concentration"]
    pairs = list(product(codes, repeat=2))
    for source, target in pairs:
        convert(1.5, source, target)
    rounds = 20_000 // len(pairs) + 1
    best = min(_seconds(pairs, rounds) for _ in range(3))
    assert rounds * len(pairs) / best > 200_000  # a busy machine does five times that


def _seconds(pairs: list[tuple[str, str]], rounds: int) -> float:
    begin = time.process_time()
    for _ in range(rounds):
        for source, target in pairs:
            convert(1.5, source, target)
    return time.process_time() - begin
