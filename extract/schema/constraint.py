"""Constraints: the leaves of a criterion's tree."""

from __future__ import annotations

from dataclasses import dataclass, fields, make_dataclass
from operator import attrgetter
from typing import Annotated, Any, Literal

from pydantic import Field

from eligo.schema.concept import Concept
from eligo.schema.quick import quick_init

__all__ = ["RECENTLY", "TYPE_FIELDS", "Constraint", "ConstraintType", "Range", "Window", "with_fields"]

RECENTLY = frozenset({"recent", "current or recent"})
"""Texts of a `Window` that names no length of time: how long ago something may have been is not known."""

ConstraintType = Literal[
    "measurement", "score", "age", "sex", "life_expectancy", "condition", "drug", "procedure", "biomarker",
    "allergy", "reproductive", "lesion", "participation", "attestation",
]  # fmt: skip


@quick_init
@dataclass(frozen=True, slots=True)
class Range:
    """An interval of numbers; an open side is None, and so is its inclusiveness.

    Attributes:
        unit: UCUM code, or None where the number has none.
    """

    low: float | None = None
    low_inclusive: bool | None = None
    high: float | None = None
    high_inclusive: bool | None = None
    unit: str | None = None


@quick_init
@dataclass(frozen=True, slots=True)
class Window:
    """When something must (not) have been, relative to an anchor.

    Attributes:
        from_: earliest time, an ISO 8601 duration from the anchor (``"-P2W"``: two weeks before it), None: open
            (in JSON: ``from``).
        to: latest time, likewise; ``"P0D"`` is the anchor itself.
        anchor: ``enrolment, screening, randomization, consent, first_dose, last_dose, diagnosis, surgery, birth…``.
        text: the words that say so.
        half_lives: number of elimination half-lives, where the text names them.
        whichever: ``longer`` or ``shorter``, of the duration and the half-lives.
        throughout: the state lasts over the whole window ("stable for at least 3 months").
    """

    from_: Annotated[str | None, Field(alias="from")] = None
    to: str | None = None
    anchor: str | None = None
    text: str = ""
    half_lives: float | None = None
    whichever: Literal["longer", "shorter"] | None = None
    throughout: bool = False


@quick_init
@dataclass(frozen=True, slots=True)
class Constraint:
    """One requirement on one thing. Which fields have a meaning depends on `type`: see `TYPE_FIELDS`.

    Attributes:
        type: what kind of thing.
        name: the thing's canonical name, lower case where it is not a proper name (``neutrophils``, ``ECOG``).
        text, start, end: where the criterion says so; half-open offsets into the trial's source text.
        low, high: bounds in `unit` (UCUM), as written; or multiples of `relative_to`.
        canonical: the bounds in the analyte's canonical unit, where they can be converted.
        relative_to: ``ULN``, ``LLN``, ``baseline`` or ``normal`` (the reference range itself; the bounds are None).
        values: the set allowed (scores, sexes, reproductive states).
        which: which of several values the bound is on, where the text says so: the ``highest`` or ``lowest``, the
            ``worst`` or ``best`` for the patient, ``any`` at all, or `times` ``consecutive`` ones. None: the latest.
        times: on how many separate occasions the bound must hold; None: one. Of a `change`: how many times in a row
            the value must have moved so.
        apart: how long at least lies between two of these occasions, an ISO 8601 duration (``"P1W"``).
        change: the bound is on how the value moves over time, not on the value: that it rises (``increase``), falls
            (``decrease``), stays as it is (``stable``), or moves whichever way (``any``). `low` and `high` say how
            far, in `unit` or in percent of what it was; without them any rise or fall is one, and of ``stable`` they
            say what it may move at most. Over the `window`, or from any earlier value.
        since: what a `change` is counted from: the ``baseline``, or the ``lowest`` or ``highest`` value before (a
            nadir, a peak). None: the earlier values in the window.
        qualifier: words right before the name that no table has ("laparoscopic"), or behind it, after an ellipsis
            ("… of unknown origin"); only what says them surely meets it.
        sex: the sex this bound is for (``male``, ``female``), None: both.
        assumed: names of the fields that the text does not state and eligo filled in, or a sentence on a repair.
    """

    type: ConstraintType
    name: str
    text: str
    start: int
    end: int
    concept: Concept | None = None
    low: float | None = None
    low_inclusive: bool | None = None
    high: float | None = None
    high_inclusive: bool | None = None
    unit: str | None = None
    canonical: Range | None = None
    relative_to: Literal["ULN", "LLN", "baseline", "normal"] | None = None
    sex: Literal["male", "female"] | None = None
    method: str | None = None
    specimen: str | None = None
    scale: str | None = None
    values: tuple[int | float | str, ...] | None = None
    status: Literal["active", "history", "any"] | None = None
    severity: str | None = None
    grade: Range | None = None
    stage: tuple[str, ...] | None = None
    site: str | None = None
    certainty: Literal["confirmed", "suspected", "any"] | None = None
    experiencer: Literal["patient", "family"] | None = None
    role: Literal["prior", "concurrent", "planned", "any"] | None = None
    relation: Literal["exposure", "resistance", "intolerance", "hypersensitivity", "stable_dose"] | None = None
    dose: Range | None = None
    route: str | None = None
    lines: Range | None = None
    result: str | None = None
    which: Literal["highest", "lowest", "worst", "best", "any", "consecutive"] | None = None
    times: int | None = None
    apart: str | None = None
    change: Literal["increase", "decrease", "stable", "any"] | None = None
    since: Literal["baseline", "lowest", "highest"] | None = None
    qualifier: str | None = None
    window: Window | None = None
    assumed: tuple[str, ...] = ()
    op: Literal["constraint"] = "constraint"

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"reversed range ({self.start}, {self.end}) for {self.name}")


_NAMES = tuple(f.name for f in fields(Constraint))
_PLACE = {name: n for n, name in enumerate(_NAMES)}
_values = attrgetter(*_NAMES)
_Open = make_dataclass("_Open", _NAMES, slots=True)  # a constraint's slots, still open: it may become a constraint


def with_fields(constraint: Constraint, **changes: Any) -> Constraint:
    """`constraint` with other values in some fields; as `dataclasses.replace`, which takes four times as long.

    Raises:
        KeyError: if a field is not one of a constraint's.
    """
    values = [*_values(constraint)]
    for name, value in changes.items():
        values[_PLACE[name]] = value
    changed: Any = _Open(*values)
    changed.__class__ = Constraint
    changed.__post_init__()
    return changed  # type: ignore[no-any-return]


_BOUNDS = ("low", "low_inclusive", "high", "high_inclusive", "unit")

# The fields beside the common ones (type, name, concept, text, start, end, window, assumed) that each type has.
TYPE_FIELDS: dict[str, tuple[str, ...]] = {
    "measurement": (
        *_BOUNDS,
        "canonical",
        "relative_to",
        "sex",
        "method",
        "specimen",
        "site",
        "which",
        "times",
        "apart",
        "change",
        "since",
        "qualifier",
    ),
    "score": (
        "scale",
        "values",
        *_BOUNDS,
        "relative_to",
        "sex",
        "method",
        "site",
        "which",
        "times",
        "apart",
        "change",
        "since",
    ),
    "age": (*_BOUNDS, "canonical", "sex"),
    "sex": ("values",),
    "life_expectancy": (*_BOUNDS, "canonical"),
    "condition": ("status", "severity", "grade", "stage", "site", "certainty", "experiencer", "method", "qualifier"),
    "drug": ("role", "relation", "severity", "dose", "route", "lines", "qualifier"),
    "procedure": ("status", "role", "site", "result", "lines", "qualifier"),
    "biomarker": ("result", *_BOUNDS, "method", "specimen", "site"),
    "allergy": ("severity",),
    "reproductive": ("values", "sex", "method", "result"),
    "lesion": (*_BOUNDS, "method", "site"),
    "participation": ("role",),
    "attestation": ("sex",),
}
