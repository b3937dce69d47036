"""How the marks of Chia's annotators are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligo.corpus.chia import read_chia
from eligo.evaluation.benchmarks.chia_thresholds import gold_claims, read_value, shared_claims

Writer = Callable[..., Any]


@pytest.mark.parametrize(
    ("value", "unit"),
    [("between 50 and 100 kg", "kg"), ("< 2.5 UNL", "ULN"), ("> 1.4", None), ("less than two years", "a")],
)
def test_the_unit_of_a_value(tmp_path: Path, brat: Writer, value: str, unit: str | None) -> None:
    doc = brat(tmp_path / "gold", "NCT00000009_inc", f"Zorblax {value}\n")
    doc.relate("Has_value", doc.mark("Measurement", "Zorblax"), doc.mark("Value", value))
    (document,) = read_chia(doc.save())
    assert [claim.unit for claim in gold_claims(document)[0]] == [unit]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("<or=7", ("LTEQ", (7.0,))),
        ("=/>120 mg", ("GTEQ", (120.0,))),
        ("below or equal to 9", ("LTEQ", (9.0,))),
        ("< -1.5", ("LT", (-1.5,))),
        ("40-90", ("BETWEEN", (40.0, 90.0))),
        ("20/40 to 20/200", ("BETWEEN", (0.1, 0.5))),
    ],
)
def test_signs_and_fractions(text: str, reading: tuple[str, tuple[float, ...]]) -> None:
    assert list(read_value(text)) == [reading]


def test_a_value_of_one_alternative_is_that_of_the_others(tmp_path: Path, brat: Writer) -> None:
    doc = brat(tmp_path / "gold", "NCT00000009_exc", "Zorblax, quorim or vantel > 3 mg/dL; moxin or tarel < 2\n")
    names = [doc.mark("Measurement", name) for name in ("Zorblax", "quorim", "vantel", "moxin", "tarel")]
    high, low = doc.mark("Value", "> 3 mg/dL"), doc.mark("Value", "< 2")
    for name, value in ((names[0], high), (names[3], low), (names[4], low)):
        doc.relate("Has_value", name, value)
    doc.lines += [f"*\tOR {' '.join(names[:3])}", f"*\tOR {' '.join(names[3:])}"]
    (document,) = read_chia(doc.save())
    assert [(c.name, c.unit) for c in shared_claims(document)] == [("quorim", "mg/dL"), ("vantel", "mg/dL")]
    assert [c.name for c in gold_claims(document)[0]] == ["Zorblax", "moxin", "tarel"]
