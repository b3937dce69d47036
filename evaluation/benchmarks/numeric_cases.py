"""Criteria of our own for the twenty numeric phenomena: exactly the constraints they state, in exactly that tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from eligo.evaluation.expected import Expected, Tree, differs, flat, parse_expected, same, tree_of
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.result import Mistake, Progress, Result, mistake
from eligo.evaluation.scores import Counts
from eligo.evaluation.tally import Tally
from eligo.logic import render
from eligo.resources import read_table
from eligo.schema import AllOf, AnyOf, Constraint, Node

__all__ = ["PHENOMENA", "Case", "judge", "read_cases", "run"]

PHENOMENA = (
    "lost superscript", "thousands and decimal marks", "relative to the upper limit", "implied upper limit",
    "normal without a number", "conditional threshold", "one bound, several labs", "alternative tests",
    "same value, two units", "ranges", "comparator wording", "sex-specific", "named formula", "CTCAE grade",
    "ordinal scales", "performance status", "equated scales", "measurability", "N of a list", "and, or",
)  # fmt: skip
_COLUMNS = ("phenomenon", "kind", "criterion", "expected")


@dataclass(frozen=True, slots=True)
class Case:
    """A criterion and what it states.

    Attributes:
        phenomenon: from 1; see `PHENOMENA`.
        stated: `expected` as it stands in the file.
    """

    phenomenon: int
    kind: Literal["inclusion", "exclusion"]
    text: str
    expected: Tree
    stated: str
    line: int


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file, or of ``numeric_cases.tsv`` in a folder.

    Raises:
        LexiconError: for the first row that is not a case; names file and line.
    """
    for row in read_table(path / "numeric_cases.tsv" if path.is_dir() else path, _COLUMNS):
        if not row["phenomenon"].isdigit() or not 1 <= int(row["phenomenon"]) <= len(PHENOMENA):
            raise row.error(f"{row['phenomenon']!r} is no phenomenon")
        if row["kind"] not in ("inclusion", "exclusion"):
            raise row.error(f"{row['kind']!r} is neither inclusion nor exclusion")
        kind: Literal["inclusion", "exclusion"] = "inclusion" if row["kind"] == "inclusion" else "exclusion"
        try:
            expected = parse_expected(row["expected"])
        except ValueError as error:
            raise row.error(str(error)) from None
        text = row["criterion"].replace("\\n", "\n")
        yield Case(int(row["phenomenon"]), kind, text, expected, row["expected"], row.line)


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a case, right or not; `more` counts the constraints."""
    cases = list(islice(read_cases(data), limit))
    tally, constraints = Tally(), Tally()
    mistakes: list[Mistake] = []
    for n, case in enumerate(cases, 1):
        name, type_ = f"line {case.line}", f"{case.phenomenon} {PHENOMENA[case.phenomenon - 1]}"
        node = tree_of_text(case.text, case.kind)
        cause, counts = judge(case.expected, node)
        tally.add(name, type_, Counts(0, 1, 1) if cause else Counts(1, 0, 0))
        constraints.add(name, type_, counts)
        if cause:
            ours = render(node) if node is not None else ""
            span = (0, len(case.text))
            mistakes.append(
                mistake(name, "wrong", type_, cause, gold=case.stated, ours=ours, source=case.text, span=span)
            )
        progress(n, len(cases))
    metrics = tally.figures(seed=seed)
    by_type = tally.by_type(seed=seed)
    exact = metrics["tp"]
    return Result(
        benchmark="numeric-cases",
        documents=len(cases),
        headline="f1",
        metrics={**metrics, "cases_exact": exact, "cases": len(cases)},
        by_type={name: by_type[name] for name in sorted(by_type, key=lambda t: int(t.split()[0]))},
        by_document=tally.by_document(),
        more={"single constraints, wherever they stand in the tree": {"eligo": constraints.figures(seed=seed)}},
        errors=tuple(mistakes),
        conventions=(
            f"{exact} of {len(cases)} cases exact: every constraint, every field of it, the tree, and nothing more.",
            "The criteria are ours, written before any of them was parsed; the parser was then corrected on them: "
            "this is a test of what has been settled, not a measure of unseen text.",
        ),
    )


def tree_of_text(text: str, kind: Literal["inclusion", "exclusion"]) -> Node | None:
    """The tree of a criterion that stands alone in a list; of several: all of the inclusions, any of the exclusions."""
    trial = read_criteria(f"* {text}\n", source="case", kind=kind).trial
    nodes = tuple(c.logic for c in trial.criteria if c.logic is not None)
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return AllOf(nodes) if kind == "inclusion" else AnyOf(nodes)


def judge(expected: Tree, node: Node | None) -> tuple[str, Counts]:
    """What is wrong with our tree (empty: nothing), and how many of its constraints are right."""
    ours = [] if node is None else [c for c in flat(tree_of(node)) if isinstance(c, Constraint)]
    missed = [e for e in flat(expected) if isinstance(e, Expected)]
    left = list(ours)
    for e in tuple(missed):
        hit = next((c for c in left if not differs(e, c)), None)
        if hit is not None:
            left.remove(hit)
            missed.remove(e)
    counts = Counts(len(ours) - len(left), len(left), len(missed))
    if node is not None and same(expected, tree_of(node)):
        return "", counts
    if not missed and not left:
        return "the tree differs", counts
    return _cause(missed, left), counts


def _cause(missed: Sequence[Expected], left: Sequence[Constraint]) -> str:
    fields: Counter[str] = Counter()
    for e in missed:
        near = [d for c in left if (d := differs(e, c)) != ("concept",)]
        if near:
            fewest = min(len(d) for d in near)
            fields.update(next(d for d in near if len(d) == fewest))
    if fields:
        return f"differs: {', '.join(sorted(fields))}"
    if missed and left:
        return "another thing"
    return "a constraint is missing" if missed else "a constraint too many"
