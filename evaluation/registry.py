"""The benchmarks by name, and how each is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Protocol, cast

from eligo.evaluation.result import Progress, Result

__all__ = ["BENCHMARKS", "Benchmark", "Run"]


class Run(Protocol):
    """What each module of `eligo.evaluation.benchmarks` has as ``run``."""

    def __call__(self, data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
        """Score on the corpus in `data`.

        Args:
            limit: at most so many documents; None: all.
            seed: of the bootstrap.
            progress: called after each document.

        Raises:
            InputError: if `data` is not a folder (or file) of that corpus, or a part of it is broken.
        """
        ...


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark.

    Attributes:
        corpus: what ``--data`` must hold.
        scored: in a few words.
        packaged: its data within this package, where they ship with it: then ``--data`` may be left out.
    """

    name: str
    corpus: str
    scored: str
    packaged: str = ""

    def load(self) -> Run:
        """Its ``run``; imports what it needs."""
        module = import_module(f"eligo.evaluation.benchmarks.{self.name.replace('-', '_')}")
        return cast(Callable[..., Result], module.run)

    def own_data(self) -> Path | None:
        """The data that ship with it, or None."""
        return Path(str(files("eligo.evaluation").joinpath(self.packaged))) if self.packaged else None


BENCHMARKS = {
    b.name: b
    for b in (
        Benchmark("negex", "NegEx/ConText table", "negated, historical, hypothetical, other experiencer"),
        Benchmark("threshold-cases", "Facebook's numeric and ordinal cases", "exact relation"),
        Benchmark(
            "numeric-cases",
            "criteria of our own (they ship: no --data)",
            "every constraint and the tree, exact",
            packaged="data/numeric_cases.tsv",
        ),
        Benchmark(
            "logic-cases",
            "criteria of our own (they ship: no --data)",
            "the tree, exact",
            packaged="data/logic_cases.tsv",
        ),
        Benchmark(
            "match-cases",
            "patients and trials of our own (they ship: no --data)",
            "the verdict on each criterion",
            packaged="data/match_cases",
        ),
        Benchmark(
            "linked-mentions",
            "mentions drawn from criteria and notes (they ship: no --data)",
            "the concept, judged by hand",
            packaged="data/linked_mentions.tsv",
        ),
        Benchmark("lct-thresholds", "LCT", "name, operator, value, unit"),
        Benchmark("chia-thresholds", "Chia", "measurement and value, direction where legible"),
        Benchmark("chia-negation", "Chia", "Has_negation"),
        Benchmark("lct-context", "LCT", "Negation and Assertion on what they govern"),
        Benchmark("lct-windows", "LCT", "Temporality: entity, value, unit, direction"),
        Benchmark("lct-logic", "LCT", "Or, And, If-Then, Except between two things"),
        Benchmark("lct-entities", "LCT", "exact spans"),
        Benchmark("chia-entities", "Chia", "spans, strict and relaxed"),
        Benchmark("threshold-matching", "the folder of smart_patients/ and fhir/", "verdicts at the bound"),
        Benchmark("maccrobat-facts", "MACCROBAT", "a patient's facts: labs, doses, diseases, age, sex, polarity"),
        Benchmark(
            "trec-ranking", "TREC 2021 topics and judgements, with the trials", "eligible before excluded: AUC, NDCG@10"
        ),
        Benchmark("trialgpt", "TrialGPT criterion annotations", "3 and 6 classes, both silences"),
    )
}
