"""How sensitive a pregnancy test must be, and in what it is done: a part of the test, and no bound of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.leaves import MentionLeaf

__all__ = ["with_sensitivity"]

_TEST = "repro:pregnancy_test"
_IN = re.compile(
    r"\s*[(\[]\s*(?:serum|urine|blood|plasma)(?:\s*(?:or|/|and|and/or|,)\s*(?:serum|urine|blood|plasma))*\s*[)\]]", re.I
)
_SENSITIVITY = re.compile(
    r"\s*,?\s*(?P<open>[(\[])?\s*(?:with\s+|having\s+)?(?:an?\s+|the\s+)?(?P<words>(?:minimum\s+|minimal\s+|analytical\s+|assay\s+|test\s+)?sensitivity"
    r"(?:\s+of|:)?\s*(?:(?:at\s+least|≥|>=|>|≤|<=|<|up\s+to|not\s+less\s+than|equal\s+to)\s*)*\d+(?:\.\d+)?\s*m?I?U(?:\s*HCG)?\s*/\s*m?L)\b"
    r"(?:\s+or\s+equivalent\s+units?\s+of\s+(?:(?:β|beta|b)[\s-]*)?(?:hCG|human\s+chorionic\s+gonadotroph?in)(?:\s*[\[(]\s*(?:β-?)?HCG\s*[\])])?)?"
    r"\s*(?(open)[)\]])",
    re.I,
)


def with_sensitivity(leaves: Sequence[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """The leaves of a statement, those of pregnancy tests with what is said right behind them of how they are done.

    The sensitivity is the test's method; a specimen in brackets ("serum or urine") only is understood.
    """
    tests = [m for m in leaves if m.leaf.constraint.concept is not None and m.leaf.constraint.concept.id == _TEST]
    taken: list[tuple[int, int]] = []
    changed: dict[int, MentionLeaf] = {}
    for found in tests:
        leaf = found.leaf
        end = leaf.end - offset
        if inside := _IN.match(text, end):
            leaf = replace(leaf, covers=(*leaf.covers, (end + offset, inside.end() + offset)))
            end = inside.end()
        if said := _SENSITIVITY.match(text, end):
            method = " ".join(said["words"].split())
            span = (end + offset, said.end() + offset)
            taken.append(span)
            leaf = replace(leaf, constraint=replace(leaf.constraint, method=method), covers=(*leaf.covers, span))
        if leaf is not found.leaf:
            changed[id(found)] = replace(found, leaf=leaf)
    if not changed:
        return list(leaves)
    kept = [m for m in leaves if not any(s <= m.leaf.start and m.leaf.end <= e for s, e in taken)]
    return [changed.get(id(m), m) for m in kept]
