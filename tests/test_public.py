"""The public surface is a list, and it is true."""

from __future__ import annotations

import importlib

import pytest

MODULES = ("eligo", "eligo.errors", "eligo.schema", "eligo.reading", "eligo.logic", "eligo.matching", "eligo.reports")


@pytest.mark.parametrize("name", MODULES)
def test_all_is_sorted_and_exists(name: str) -> None:
    module = importlib.import_module(name)
    upper = sorted(n for n in module.__all__ if n[0].isupper() and not n.isupper())
    assert len(module.__all__) == len(set(module.__all__))
    assert upper == [n for n in module.__all__ if n[0].isupper() and not n.isupper()]
    for public in module.__all__:
        assert getattr(module, public) is not None


def test_top_level_names() -> None:
    import eligo

    assert set(eligo.__all__) == {
        "Criterion", "EligoError", "Fact", "MatchReport", "Patient", "Trial", "Verdict", "__version__", "analyse",
        "annotate", "annotate_many", "load", "match", "merge", "parse", "parse_many",
    }  # fmt: skip


def test_unknown_name_is_an_attribute_error() -> None:
    import eligo

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = eligo.nothing
