"""Criteria of our own for phenomena 18 to 40: exactly the tree that each states, in `tree_notation`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from eligo.evaluation.machine import read_criteria
from eligo.evaluation.result import Mistake, Progress, Result, mistake
from eligo.evaluation.scores import Counts, compare
from eligo.evaluation.tally import Tally
from eligo.evaluation.tree_notation import Form, form_of, leaf_forms, read_form
from eligo.resources import read_table

__all__ = ["Case", "forms_of_text", "judge", "read_cases", "run"]

_BREAK = " // "


@dataclass(frozen=True, slots=True)
class Case:
    """A criterion, or a list of them, and what it states.

    Attributes:
        expected: one form for each criterion in the order of the text; None: it asks nothing by itself.
        stated: `expected` as it stands in the file.
    """

    phenomenon: str
    kind: Literal["inclusion", "exclusion"]
    text: str
    expected: tuple[Form | None, ...]
    stated: str
    line: int


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file, or of ``logic_cases.tsv`` in a folder.

    Raises:
        LexiconError: for the first row that is not a case; names file and line.
    """
    columns = ("phenomenon", "kind", "text", "tree")
    for row in read_table(path / "logic_cases.tsv" if path.is_dir() else path, columns):
        if row["kind"] not in ("inclusion", "exclusion"):
            raise row.error(f"{row['kind']!r} is neither inclusion nor exclusion")
        kind: Literal["inclusion", "exclusion"] = "inclusion" if row["kind"] == "inclusion" else "exclusion"
        try:
            expected = tuple(read_form(tree) for tree in row["tree"].split(_BREAK))
        except ValueError as error:
            raise row.error(str(error)) from None
        if len(expected) != len(row["text"].split(_BREAK)):
            raise row.error("not as many trees as criteria")
        yield Case(row["phenomenon"], kind, row["text"], expected, row["tree"], row.line)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a case, right or not; `more` counts the constraints."""
    cases = list(islice(read_cases(data), limit))
    tally, constraints = Tally(), Tally()
    mistakes: list[Mistake] = []
    for n, case in enumerate(cases, 1):
        name, ours = f"line {case.line}", forms_of_text(case.text, case.kind)
        cause = judge(case.expected, ours)
        tally.add(name, case.phenomenon, Counts(0, 1, 1) if cause else Counts(1, 0, 0))
        constraints.add(name, case.phenomenon, compare(_leaves(case.expected), _leaves(ours)))
        if cause:
            shown = _BREAK.join(str(f or "-") for f in ours)
            span = (0, len(case.text))
            mistakes.append(
                mistake(
                    name, "wrong", case.phenomenon, cause,
                    gold=case.stated, ours=shown, source=case.text, span=span,
                )
            )  # fmt: skip
        progress(n, len(cases))
    metrics = tally.figures(seed=seed)
    by_type = tally.by_type(seed=seed)
    exact = metrics["tp"]
    return Result(
        benchmark="logic-cases",
        documents=len(cases),
        headline="f1",
        metrics={**metrics, "cases_exact": exact, "cases": len(cases)},
        by_type={name: by_type[name] for name in dict.fromkeys(case.phenomenon for case in cases)},
        by_document=tally.by_document(),
        more={"single constraints, wherever they stand in the tree": {"eligo": constraints.figures(seed=seed)}},
        errors=tuple(mistakes),
        conventions=(
            f"{exact} of {len(cases)} cases exact: the operators, every constraint and every field that the notation "
            "has, and nothing more.",
            "The criteria are ours, written before any of them was parsed; the parser was then corrected on them: "
            "this is a test of what has been settled, not a measure of unseen text.",
        ),
    )


def forms_of_text(text: str, kind: Literal["inclusion", "exclusion"]) -> tuple[Form | None, ...]:
    """The trees of a criterion that stands alone, or of a header and its bullets."""
    first, *below = text.split(_BREAK)
    lines = [f"* {first}", *(f"  {line}" for line in below)]
    return tuple(
        form_of(c.logic) for c in read_criteria("\n".join(lines) + "\n", source="case", kind=kind).trial.criteria
    )


def judge(expected: tuple[Form | None, ...], ours: tuple[Form | None, ...]) -> str:
    """What is wrong with our trees; empty: nothing."""
    if expected == ours:
        return ""
    if len(expected) != len(ours):
        return "cut into other criteria"
    wanted, given = Counter(_leaves(expected)), Counter(_leaves(ours))
    missed, extra = wanted - given, given - wanted
    if not missed and not extra:
        return "another operator"
    heads = Counter(map(_head, missed.elements())), Counter(map(_head, extra.elements()))
    if heads[0] == heads[1]:
        return f"differs: {', '.join(sorted(_kinds(missed, extra)))}"
    if missed and extra:
        return "another constraint"
    return "a constraint is missing" if missed else "a constraint too many"


def _leaves(forms: tuple[Form | None, ...]) -> list[str]:
    return [leaf for form in forms for leaf in leaf_forms(form)]


def _head(leaf: str) -> str:
    return leaf.partition("[")[0]


def _kinds(missed: Counter[str], extra: Counter[str]) -> set[str]:
    """The fields in which constraints on the same things differ."""
    wanted = {(_head(leaf), f) for leaf in missed for f in _fields(leaf)}
    given = {(_head(leaf), f) for leaf in extra for f in _fields(leaf)}
    return {"window" if f.startswith("@") else f.partition("=")[0] for _, f in wanted ^ given}


def _fields(leaf: str) -> list[str]:
    return leaf.partition("[")[2].rstrip("]").split(", ") if "[" in leaf else []
