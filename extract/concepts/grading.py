"""Which condition a scale grades: a table, asked for a scale and a condition."""

from __future__ import annotations

from functools import cache

from eligo.concepts.hierarchy import concept as known
from eligo.concepts.hierarchy import is_a
from eligo.resources import read_table, split_cell
from eligo.schema import Concept

__all__ = ["grades"]


@cache
def _table() -> dict[str, tuple[Concept, ...]]:
    rows = read_table("graded_conditions.tsv", ("scale", "conditions", "source"))
    return {row["scale"]: tuple(map(known, split_cell(row["conditions"]))) for row in rows}


def grades(scale: Concept | None, condition: Concept | None) -> bool:
    """Whether `scale` grades `condition` or a more general one (NYHA grades any heart failure).

    Raises:
        LexiconError: if ``lexicons/graded_conditions.tsv`` is wrong.
    """
    if scale is None or condition is None:
        return False
    return any(is_a(condition, general) for general in _table().get(scale.id, ()))
