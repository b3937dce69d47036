"""Imports point one way, the stored forms need no spaCy, and ``import eligo`` is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ORDER = (
    "errors", "resources", "alternatives", "schema", "reading", "entities", "attributes", "concepts", "logic",
    "matching", "reports", "pipeline", "flow", "inputs", "diagnosis", "commands", "terminology_command", "cli_parts",
    "cli", "corpus", "models", "evaluation",
)  # fmt: skip
RANK = {name: n for n, name in enumerate(ORDER)}
ROOT = Path(__file__).parents[1]


def _modules() -> list[tuple[str, Path]]:
    found = []
    for path in sorted((ROOT / "extract").rglob("*.py")):
        part = path.relative_to(ROOT / "extract").parts[0].removesuffix(".py")
        if part not in {"__init__", "__main__"}:
            found.append((part, path))
    for folder in ("corpus", "models", "evaluation"):
        found.extend((folder, path) for path in sorted((ROOT / folder).rglob("*.py")))
    return found


@pytest.mark.parametrize(("part", "path"), _modules(), ids=lambda v: v.name if isinstance(v, Path) else v)
def test_imports_point_one_way(part: str, path: Path) -> None:
    assert part in RANK, f"{part} has no place in the order"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("eligo."):
            target = (node.module or "").split(".")[1]
            assert RANK[target] <= RANK[part], f"{path.name}:{node.lineno} imports eligo.{target}"


def _loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(out.stdout.split())


def test_importing_eligo_is_light() -> None:
    assert not {"spacy", "medspacy", "scispacy", "torch", "transformers", "numpy"} & _loaded("import eligo")


def test_stored_forms_need_no_spacy() -> None:
    code = "import eligo.schema, eligo.reading, eligo.logic, eligo.matching, eligo.reports"
    assert not {"spacy", "medspacy", "scispacy", "torch"} & _loaded(code)


def test_help_imports_no_library_of_language() -> None:
    assert not {"spacy", "medspacy", "scispacy", "pydantic"} & _loaded("import eligo.cli")


def test_factories_are_light() -> None:
    """spaCy imports every factory of an installed package to build any pipeline."""
    assert not {"medspacy", "scispacy", "torch", "quickumls", "nltk"} & _loaded("import eligo.pipeline")
