"""Headers that deny something and list its kinds: "no cardiac disease, including any of the following:".

The bullets are denied with it, one by one; "no tumor with any of the following:" denies only the two together.
"""

from __future__ import annotations

import re
from typing import Literal

from eligo.logic.abnormal import keeps_normal
from eligo.logic.coordination import with_list
from eligo.logic.rewrite import simplify
from eligo.schema import AllOf, Constraint, Criterion, Node, Not, leaves

__all__ = ["Denied", "denied_list", "denies_by_itself", "ends_in_exceptions", "says_normal", "with_denied"]

Denied = Literal["kinds", "together"]

_KINDS = re.compile(
    r"\b(?:including|includes?|such\s+as|e\.g\.|i\.e\.|namely|for\s+example|"
    r"(?:defined|evidenced|manifested|indicated|demonstrated|shown|characteri[sz]ed)\s+(?:as|by))\b[^.;:]{0,80}\W*\Z",
    re.I,
)
_TOGETHER = re.compile(r"\b(?:with|having|has|have|meets?|meeting)\b[^.;:]{0,60}\bfollowing\b[^.;:]{0,40}\W*\Z", re.I)
_OPENS = re.compile(
    r"\W*(?:none\s+of|no|without|absence\s+of|free\s+of|must\s+not\s+have)\b"
    r"(?!\s+(?:more|less|fewer|later|earlier|sooner|limits?|restrictions?)\b)(?![^:]*\bonly\b)[^.;:]*:\W*\Z",
    re.I,
)
_FOLLOWING = re.compile(
    r"\b(?:of|no|have|had|any|receiv\w+|tak\w+|us(?:e|ing))\s+the\s+following\b(?!\s+(?:reason|purpose|circumstance)s)(?:\s+[^\s.;:]+){1,12}\s*:\W*\Z",
    re.I,
)
_ASKED = frozenset({"ability", "attestation"})
_BAD = frozenset({"repro:pregnant", "repro:lactating"})
_EXCEPT = re.compile(r"\b(?:except\w*|unless|other\s+than|apart\s+from|allowed|permitted|eligible)\b", re.I)
_EXCEPTED = re.compile(
    r"\b(?:except(?:ing)?(?:\s+for)?|exceptions?|other\s+than|apart\s+from|unless)\b[^.;:()]{0,60}"
    r"\bfollowing\b[^.;:()]{0,40}:\W*\Z",
    re.I,
)
_DENIES = re.compile(r"\W*(?:no|not|without|never|absence\s+of|free\s+of|(?:must|should|may)\s+not)\b", re.I)


def denied_list(header: Criterion) -> Denied | None:
    """What an inclusion's header denies with its bullets, None: nothing.

    ``kinds`` of what it denies are denied one by one, ``together``: only with the thing itself.
    """
    if header.kind != "inclusion":
        return None
    text = " ".join(header.text.split())
    opens = _OPENS.match(text) is not None
    if not opens and (header.logic is None or _denied(header.logic) is None):
        return None
    for says, pattern in (("kinds", _KINDS), ("together", _TOGETHER), *([("kinds", _FOLLOWING)] if opens else [])):
        found = pattern.search(text)
        if found is not None and _EXCEPT.search(found.group()) is None:
            return says  # type: ignore[return-value]
    return None


def ends_in_exceptions(text: str) -> bool:
    """Whether the bullets of a header are exceptions to it: "no other cancer except any of the following:"."""
    return "following" in text and _EXCEPTED.search(text) is not None


def _denied(node: Node) -> Not | None:
    """The denial that a header's tree ends with."""
    parts = node.args if isinstance(node, AllOf) else (node,)
    last = max(parts, key=lambda p: max((c.start for c in leaves(p)), default=-1))
    return last if isinstance(last, Not) else None


def says_normal(bullet: Criterion, node: Node) -> bool:
    """Whether a bullet denies by itself, or bounds what is healthy: "no leukemia, as shown by: white cells ≤ ULN"."""
    return denies_by_itself(bullet, node) or any(keeps_normal(c) for c in leaves(node))


def denies_by_itself(bullet: Criterion, node: Node) -> bool:
    """Whether a bullet denies what a header denies already: "none of the following: no bleeding disorder".

    "Not able to swallow" is no such denial: it is what must not be.
    """
    if _DENIES.match(bullet.text) is None:
        return False
    return all(c.type not in _ASKED and (c.type != "reproductive" or _is_bad(c)) for c in leaves(node))


def _is_bad(c: Constraint) -> bool:
    return c.concept is not None and c.concept.id in _BAD


def with_denied(header: Node, listed: Node) -> Node:
    """The header's tree, its denial that of the thing and its list together."""
    denial = _denied(header)
    if denial is None:
        return with_list(header, listed)
    whole = Not(with_list(denial.arg, listed))
    parts = header.args if isinstance(header, AllOf) else (header,)
    return simplify(AllOf(tuple(whole if p is denial else p for p in parts)))
