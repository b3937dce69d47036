"""Facebook's threshold cases, and files of that form: one criterion each, the exact relations it states."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path

from eligo.corpus.fb import CaseRelation, ThresholdCase, read_fb_cases
from eligo.entities.lexicon import default_lexicon
from eligo.entities.units import convert
from eligo.errors import UnitError
from eligo.evaluation.baseline_thresholds import plain_thresholds
from eligo.evaluation.claims import Claim, ours, read_number, read_unit, same_unit
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.machine import Read, read_criteria, signed_leaves
from eligo.evaluation.result import Mistake, Progress, Result, mistake
from eligo.evaluation.scores import Counts
from eligo.evaluation.tally import Tally
from eligo.schema import Constraint, IfThen, Node, children

__all__ = ["run"]

# The case file's names that our lexicon does not know as they are, as concepts of ours.
_NAMES = {
    "pf_ratio": "lab:pf_ratio", "a1c": "lab:hba1c", "anc": "lab:neutrophils", "sbp": "vital:sbp", "dbp": "vital:dbp",
    "fasting_triglyceride_level": "lab:triglycerides", "triglyceride_level": "lab:triglycerides",
    "karnofsky_score": "scale:karnofsky", "ast/alt_ratio": "lab:ast_alt_ratio",
}  # fmt: skip


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a case."""
    troubles = Troubles()
    cases = first(read_fb_cases(data, on_error=troubles), limit, troubles)
    tally, lenient, baseline = Tally(), Tally(), Tally()
    exact = leniently = 0
    mistakes: list[Mistake] = []
    for n, case in enumerate(cases, 1):
        name = f"line {case.line}: {case.name}"
        read = read_criteria(case.text, source=name, kind="inclusion")
        leaves = [c for c, _ in read.leaves()]
        counts, wrong = _score(name, case, leaves)
        forgiven, rest = _score(name, case, leaves, _not_in_the_file(read, leaves))
        for kept, scored in ((tally, counts), (lenient, forgiven)):
            kept.add(name)
            for type_, one in scored.items():
                kept.add(name, type_, one)
        leniently += not rest
        baseline.add(name, "any", _plain(case))
        exact += not wrong
        mistakes += wrong
        progress(n, len(cases))
    metrics = tally.figures(seed=seed)
    return Result(
        benchmark="threshold-cases",
        documents=len(cases),
        headline="f1",
        metrics={**metrics, "cases_exact": exact, "cases": len(cases)},
        by_type=tally.by_type(seed=seed),
        by_document=tally.by_document(),
        more={
            "without conditional relations and names that no table has, which the file lacks": {
                "eligo": lenient.figures(seed=seed)
            }
        },
        baselines={"regular expressions, names not asked": baseline.figures(seed=seed)},
        errors=tuple(mistakes),
        conventions=(
            f"{exact} of {len(cases)} cases exact: every relation right and none too many.",
            f"The file holds no conditional relation and no name outside its table; without ours of these, {leniently} "
            "are exact.",
            "A relation is right when name, both bounds with their inclusiveness, and unit are (values of a scale: the "
            "set); values are compared after conversion (100e9 cells/l is 100 ×10⁹/L).",
            *troubles.told(),
        ),
    )


def _not_in_the_file(read: Read, leaves: Sequence[Constraint]) -> set[tuple[int, int, str]]:
    """What the criteria ask of some patients only, and what no table names."""
    found = {_place(c) for c in leaves if c.concept is None}
    nodes: list[Node] = [c.logic for c in read.trial.criteria if c.logic is not None]
    while nodes:
        node = nodes.pop()
        if isinstance(node, IfThen):
            found |= {_place(c, read.shift) for c, _ in signed_leaves(node.then)}
        nodes += children(node)
    return found


def _place(c: Constraint, shift: int = 0) -> tuple[int, int, str]:
    return c.start - shift, c.end - shift, c.name


def _score(
    name: str,
    case: ThresholdCase,
    leaves: Sequence[Constraint],
    forgiven: Set[tuple[int, int, str]] = frozenset(),
) -> tuple[dict[str, Counts], list[Mistake]]:
    left = [c for c in leaves if next(ours([c]), None) is not None]
    counts: dict[str, Counts] = {}
    wrong: list[Mistake] = []
    for relation in case.relations:
        hit = next((c for c in left if _is(relation, c)), None)
        counts[relation.type] = counts.get(relation.type, Counts()) + (Counts(1, 0, 0) if hit else Counts(0, 0, 1))
        if hit:
            left.remove(hit)
            continue
        same = any(_named(relation, c) for c in leaves)
        cause = "relation differs" if same else "not found"
        span = (0, len(case.text))
        wrong.append(
            mistake(name, "false negative", relation.type, cause, gold=_shown(relation), source=case.text, span=span)
        )
    for c in left:
        if _place(c) in forgiven:
            continue
        type_ = "ordinal" if c.values else "numerical"
        counts[type_] = counts.get(type_, Counts()) + Counts(0, 1, 0)
        shown = next(ours([c])).shown()
        wrong.append(
            mistake(
                name, "false positive", type_, "a relation too many",
                ours=shown, source=case.text, span=(c.start, c.end),
            )
        )  # fmt: skip
    return counts, wrong


def _named(relation: CaseRelation, c: Constraint) -> bool:
    if c.concept is None:
        return False
    wanted = _NAMES.get(relation.name)
    words = relation.name.replace("_", " ")
    both = (words, words.upper())  # short forms are known in capitals
    found = {m.concept.id for w in both for m in default_lexicon().find(w) if m.concept is not None}
    return c.concept.id in ({wanted} if wanted else found)


def _is(relation: CaseRelation, c: Constraint) -> bool:
    if not _named(relation, c):
        return False
    if relation.type == "ordinal":
        return c.values is not None and {str(v) for v in c.values} == set(relation.values)
    low, high = (None if v is None else float(v) for v in (relation.low, relation.high))
    if (low is None or relation.low_inclusive) != (low is None or c.low_inclusive):
        return False
    if (high is None or relation.high_inclusive) != (high is None or c.high_inclusive):
        return False
    unit, given = read_unit(relation.unit), c.relative_to or c.unit
    free = c.type == "score" or "unit" in c.assumed
    if c.type == "score" and unit == "%":
        unit = None
    factor = 1.0
    if not same_unit(unit, given, free=free):
        try:
            factor = convert(1.0, unit or "", given or "")
        except UnitError:
            return False
    return _same(low, c.low, factor) and _same(high, c.high, factor)


def _same(gold: float | None, given: float | None, factor: float) -> bool:
    if gold is None or given is None:
        return gold is given
    return abs(gold * factor - given) <= 1e-9 * max(1.0, abs(given))


def _shown(r: CaseRelation) -> str:
    if r.values:
        return f"{r.name} {', '.join(r.values)}"
    low = f"{'≥' if r.low_inclusive else '>'} {r.low}" if r.low else ""
    high = f"{'≤' if r.high_inclusive else '<'} {r.high}" if r.high else ""
    return " ".join(filter(None, (r.name, low, high, r.unit)))


def _plain(case: ThresholdCase) -> Counts:
    """The regular expressions on a case: operator, values and unit; they do not know names."""
    left = list(plain_thresholds(case.text))
    hits = 0
    for relation in case.relations:
        hit = next((p for p in left if _plainly(relation, p)), None)
        if hit is not None:
            left.remove(hit)
            hits += 1
    return Counts(hits, len(left), len(case.relations) - hits)


def _plainly(r: CaseRelation, p: Claim) -> bool:
    operator, values = p.readings[0]
    if r.values:
        wanted = [read_number(r.values[0]), read_number(r.values[-1])]
        return operator == "BETWEEN" and list(values) == wanted
    bounds = [float(v) for v in (r.low, r.high) if v]
    if len(bounds) == 2:
        right = operator == "BETWEEN"
    elif r.low:
        right = operator == ("GTEQ" if r.low_inclusive else "GT")
    else:
        right = operator == ("LTEQ" if r.high_inclusive else "LT")
    return right and list(values) == bounds and same_unit(read_unit(r.unit), p.unit)
