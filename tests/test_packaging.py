"""The package list is complete, the entry points load, and the tables and examples ship."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest

FOLDERS = {"extract": "eligo", "models": "eligo.models", "corpus": "eligo.corpus", "evaluation": "eligo.evaluation"}


def _listed(root: Path) -> set[str]:
    text = (root / "pyproject.toml").read_text("utf-8")
    block = re.search(r"^packages = \[(.*?)^\]", text, re.S | re.M)
    assert block is not None
    return set(re.findall(r'"([^"]+)"', block.group(1)))


def test_every_package_is_listed(root: Path) -> None:
    there = {"eligo.examples"}
    for folder, package in FOLDERS.items():
        for init in (root / folder).rglob("__init__.py"):
            inner = init.parent.relative_to(root / folder).parts
            there.add(".".join((package, *inner)))
    assert _listed(root) == there


@pytest.mark.parametrize("group", ["spacy_factories", "console_scripts"])
def test_entry_points_load(group: str) -> None:
    ours = [e for e in entry_points(group=group) if e.value.startswith("eligo")]
    assert ours
    for entry in ours:
        assert callable(entry.load())
        assert "." not in entry.name


def test_data_ships() -> None:
    for package, name in (
        ("eligo", "lexicons/units.tsv"),
        ("eligo", "py.typed"),
        ("eligo.examples", "listing.txt"),
        ("eligo.reports", "page.html.j2"),
    ):
        assert files(package).joinpath(name).is_file(), name


def test_version_is_one(root: Path) -> None:
    import eligo

    assert f'version = "{eligo.__version__}"' in (root / "pyproject.toml").read_text("utf-8")
    assert f"version: {eligo.__version__}" in (root / "CITATION.cff").read_text("utf-8")
