"""Whether a bound names something wrong: values that no healthy person has, the bad end of a scale."""

from __future__ import annotations

from eligo.entities.analytes import Analyte, analytes, scales
from eligo.schema import Constraint, Node, Range

__all__ = ["is_abnormal", "keeps_normal"]


def is_abnormal(node: Node) -> bool:
    """Whether a constraint bounds what is wrong (``QTc > 500 ms``, ``NYHA III or IV``, ``creatinine > 1.5 × ULN``).

    So a denial reaches it: "no angina or QTc > 500 ms" denies both, "no HIV infection or CD4 > 350/mm3" the first.
    """
    if isinstance(node, Constraint) and node.scale == "stage":
        return True  # of a disease
    if not isinstance(node, Constraint) or node.concept is None:
        return False
    if node.type == "score":
        return _bad_end(node)
    if node.type != "measurement":
        return False
    if node.relative_to in ("ULN", "LLN"):
        upper = node.relative_to == "ULN"
        return (node.low is not None and node.high is None) if upper else (node.high is not None and node.low is None)
    analyte = analytes().get(node.concept.id)
    return analyte is not None and node.canonical is not None and _outside(analyte, node.canonical)


def keeps_normal(node: Constraint) -> bool:
    """Whether a bound is one that healthy people keep (``creatinine ≤ 1.5 × ULN``, ``platelets ≥ 100 ×10⁹/L``)."""
    if node.type != "measurement" or node.concept is None:
        return False
    if node.relative_to in ("ULN", "LLN"):
        return (node.low is None) if node.relative_to == "ULN" else (node.high is None)
    analyte = analytes().get(node.concept.id)
    return analyte is not None and node.canonical is not None and _inside(analyte, node.canonical)


def _bad_end(node: Constraint) -> bool:
    scale = scales().get(node.concept.id) if node.concept is not None else None
    if scale is None or scale.direction == "unordered":
        return False
    worse = scale.direction == "higher_worse"
    if node.low is not None or node.high is not None:
        return (node.low is not None) == worse and (node.high is None or node.low is None)
    if not node.values or not scale.values:
        return False
    return (scale.values[0] if worse else scale.values[-1]) not in node.values


def _outside(analyte: Analyte, bound: Range) -> bool:
    """Whether what is normal for either sex lies outside a bound."""
    normal = [_middle(r) for r in analyte.reference.values()]
    known = [n for n in normal if n is not None]
    low, high = bound.low, bound.high
    return bool(known) and all((low is not None and n < low) or (high is not None and n > high) for n in known)


def _inside(analyte: Analyte, bound: Range) -> bool:
    """Whether what is normal for both sexes lies inside a bound."""
    known = [n for n in (_middle(r) for r in analyte.reference.values()) if n is not None]
    low, high = bound.low, bound.high
    return bool(known) and all((low is None or n >= low) and (high is None or n <= high) for n in known)


def _middle(normal: Range) -> float | None:
    if normal.low is None:
        return None if normal.high is None else normal.high * 0.9
    return normal.low * 1.1 if normal.high is None else (normal.low + normal.high) / 2
