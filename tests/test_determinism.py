"""The same text gives the same trees, whatever order Python's sets have in a process."""

from __future__ import annotations

import os
import subprocess
import sys

_PRINT = """
import hashlib
from importlib.resources import files
import eligo
from eligo.flow import annotate
lines = files("eligo.evaluation").joinpath("data/logic_cases.tsv").read_text("utf-8").splitlines()
texts = [cell for line in lines for cell in line.split("\\t") if len(cell) > 15]
texts.append("History of significant hypersensitivity or reaction to any thiazolidinedione")
page = "Exclusion Criteria:\\n" + "".join(f"- {text}\\n" for text in texts)
note = files("eligo.examples").joinpath("note_ineligible.txt").read_text("utf-8")
trial, patient = eligo.parse(page), annotate(note)
print(hashlib.sha256(repr((trial.criteria, patient.facts, eligo.match(trial, patient))).encode()).hexdigest())
"""


def test_whatever_the_hash_seed() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, timeout=120,
        ).stdout
        for seed in ("0", "2", "11")
    }  # fmt: skip
    assert len(found) == 1
