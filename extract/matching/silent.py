"""Criteria that the source says nothing of: their verdict is the same for every patient, and is made once."""

from __future__ import annotations

from eligo.schema import Constraint, Criterion, Verdict, leaves

from .case import Case
from .concepts import asks_by_name
from .counts import COUNT
from .derived_formulas import FORMULAS
from .derived_scores import DERIVED
from .equated import equated_with
from .index import FactIndex, above_in_tables
from .reference import analyte_of
from .toxicities import is_toxicity_grade
from .truth import Finding

__all__ = ["keep_silent", "keep_verdict", "silent_verdict", "verdict_on"]

_REMEMBERED = 20_000  # criteria
_MOST = 16  # findings of one criterion


class _Known:
    """What is known of a criterion; it is held, so that its identity lasts."""

    __slots__ = ("above", "asked", "criterion", "ids", "names", "verdict", "verdicts")

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        found = tuple(leaves(criterion.logic)) if criterion.logic is not None else ()
        plain = bool(found) and all(leaf.sex is None and (asks_by_name(leaf) or _measured_only(leaf)) for leaf in found)
        self.asked: tuple[Constraint, ...] = found if plain else ()
        self.verdict: Verdict | None = None
        self.verdicts: dict[int, tuple[Finding, Verdict]] = {}  # by identity; the finding is held, so that it lasts
        places = [above_in_tables(leaf.concept) for leaf in self.asked]
        self.ids = frozenset(leaf.concept.id for leaf in self.asked if leaf.concept is not None)
        self.above = frozenset(id for place in places if place is not None for id in place)
        self.names = frozenset(leaf.name.casefold() for leaf in self.asked)
        if None in places:  # something that no table places has to be compared by its codes and its name
            self.names |= {""}

    def far_from(self, facts: FactIndex) -> bool:
        """Whether no fact is near anything that is asked; False where that takes a closer look."""
        if "" in self.names or "" in facts.loose_names:
            return False
        return (
            self.ids.isdisjoint(facts.reach)
            and self.above.isdisjoint(facts.stated)
            and self.names.isdisjoint(facts.loose_names)
        )


def _measured_only(leaf: Constraint) -> bool:
    """Whether only values of the very thing can answer: none can be computed, converted, or told of its members."""
    id_ = leaf.concept.id if leaf.concept is not None else None
    if id_ is None or leaf.name.startswith(COUNT):
        return False
    if leaf.type == "measurement":
        analyte = analyte_of(leaf.concept)
        return analyte is not None and not analyte.members and id_ not in FORMULAS
    return leaf.type == "score" and id_ not in DERIVED and not equated_with(id_) and not is_toxicity_grade(leaf)


_known: dict[int, _Known] = {}


def _of(criterion: Criterion) -> _Known:
    known = _known.get(id(criterion))
    if known is None:
        if len(_known) > _REMEMBERED:
            _known.clear()
        known = _known[id(criterion)] = _Known(criterion)
    return known


def silent_verdict(criterion: Criterion, facts: FactIndex) -> Verdict | None:
    """The verdict that was kept, if no fact of this patient bears on anything that is asked; silence is unknown."""
    known = _of(criterion)
    return known.verdict if known.verdict is not None and _silent(known, facts) else None


def keep_silent(criterion: Criterion, case: Case, verdict: Verdict) -> None:
    """Keep `verdict` for patients of whom the source says nothing either."""
    known = _of(criterion)
    if not case.absent and known.asked and known.verdict is None and _silent(known, case.facts):
        known.verdict = verdict


def verdict_on(criterion: Criterion, finding: Finding) -> Verdict | None:
    """The verdict that was kept for a finding that many patients share."""
    known = _of(criterion).verdicts.get(id(finding))
    return known[1] if known is not None else None


def keep_verdict(criterion: Criterion, finding: Finding, verdict: Verdict) -> None:
    """Keep `verdict` for all whose finding is this very one."""
    verdicts = _of(criterion).verdicts
    if len(verdicts) < _MOST:
        verdicts[id(finding)] = (finding, verdict)


def _silent(known: _Known, facts: FactIndex) -> bool:
    return known.far_from(facts) or not any(map(facts.find, known.asked))
