"""Kleene's three values with what they rest on: a note that says nothing does not say no.

A `Finding` is what matching makes of a node. Its truth is True, False or None (unknown); a finding that does not apply
(a bound for women, a man) is the neutral element of every operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from eligo.schema import Evidence

__all__ = ["Finding", "Truth", "all_of", "any_of", "at_least", "at_most", "is_shared", "negate", "shared"]

Truth = bool | None

_SHOWN = 3  # reasons joined in one sentence; the evidence lists the rest
_NAMED = 6  # things named in one of them
_REMEMBERED = 50_000  # findings


class Finding(NamedTuple):
    """What a node comes to for one patient.

    Attributes:
        truth: True, False, or None: unknown.
        reason: a clause without a full stop.
        evidence: a constraint and fact each; the deciding ones first.
        missing: what would settle it, where it is unknown.
        assumed: what was taken for granted on the way.
        support: identities (``id``) of the facts that make it true, or that may do so where it is unknown.
        applies: False where it is not asked of this patient at all.
    """

    truth: Truth
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    support: frozenset[int] = frozenset()
    applies: bool = True


_shared: dict[int, Finding] = {}  # by identity; held, so that they last
_joint: dict[tuple[int | None, ...], tuple[tuple[Finding, ...], Finding]] = {}  # what they come to together


def shared(finding: Finding) -> Finding:
    """`finding`, which is the same for every patient of whom nothing bears on it: what follows from it is made once."""
    if len(_shared) > _REMEMBERED:
        _shared.clear()
        _joint.clear()
    _shared[id(finding)] = finding
    return finding


def is_shared(finding: Finding) -> bool:
    """Whether `finding` is one of these."""
    return id(finding) in _shared


def negate(finding: Finding) -> Finding:
    """The opposite; what is unknown or not asked stays so."""
    if finding.truth is None:
        return finding
    return _like(finding, truth=not finding.truth, support=frozenset())


def all_of(findings: Sequence[Finding]) -> Finding:
    """True if all are, False if one is not, else unknown."""
    return _count(findings, need=None)


def any_of(findings: Sequence[Finding]) -> Finding:
    """True if one is, False if none is, else unknown."""
    return _count(findings, need=1)


def at_least(n: int, findings: Sequence[Finding]) -> Finding:
    """True if `n` or more are; unknown while the unknown ones could decide."""
    return _count(findings, need=n)


def at_most(n: int, findings: Sequence[Finding]) -> Finding:
    """True if `n` or fewer are; unknown while the unknown ones could decide."""
    return negate(_count(findings, need=n + 1))


def _count(findings: Sequence[Finding], need: int | None) -> Finding:
    if not all(map(_shared.__contains__, map(id, findings))):
        return _counted(findings, need)
    key = (need, *map(id, findings))
    known = _joint.get(key)
    if known is None:
        known = _joint[key] = (tuple(findings), shared(_counted(findings, need)))
    return known[1]


def _counted(findings: Sequence[Finding], need: int | None) -> Finding:
    asked = [f for f in findings if f.applies]
    if not asked:
        if not findings:
            return Finding((need or 0) <= 0, "it does not depend on the patient")
        return Finding(None, findings[0].reason, _evidence(findings), applies=False)
    if len(asked) == 1 and need in (None, 1):
        return asked[0]
    yes = [f for f in asked if f.truth is True]
    no = [f for f in asked if f.truth is False]
    unknown = [f for f in asked if f.truth is None]
    if need is None:
        need = len(asked)
    if len(yes) >= need:
        chosen = _surest(yes, need)
        support = frozenset().union(*(f.support for f in yes))
        return _joined(True, chosen, asked, chosen, support)
    if len(no) > len(asked) - need:
        chosen = _surest(no, len(asked) - need + 1)
        return _joined(False, chosen, asked, chosen, frozenset())
    support = frozenset().union(*(f.support for f in (*yes, *unknown)))
    missing = _unique(m for f in unknown for m in f.missing)
    return _joined(None, unknown, asked, asked, support, missing)


def _surest(findings: list[Finding], n: int) -> list[Finding]:
    """`n` findings that decide, those that assume least first; in the order of the text."""
    if n >= len(findings) or n < 1:
        return findings
    best = sorted(range(len(findings)), key=lambda i: (len(findings[i].assumed), i))[:n]
    return [findings[i] for i in sorted(best)]


def _joined(
    truth: Truth,
    decisive: Sequence[Finding],
    asked: Sequence[Finding],
    relied_on: Sequence[Finding],
    support: frozenset[int],
    missing: tuple[str, ...] = (),
) -> Finding:
    reasons = _together(_unique(f.reason for f in decisive if f.reason))
    reason = "; ".join(reasons[:_SHOWN]) or "it does not depend on the patient"
    if len(reasons) > _SHOWN:
        reason += f"; and {len(reasons) - _SHOWN} more"
    chosen = set(map(id, decisive))
    rest = [f for f in asked if id(f) not in chosen]
    return Finding(
        truth,
        reason,
        _evidence((*decisive, *rest)),
        missing,
        _unique(a for f in relied_on for a in f.assumed),
        support,
    )


_NOT_MENTIONED = re.compile(r"((?:(?! and )[^;:,“”])+) (?:is|are) not mentioned")


def _together(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """``hepatitis B and hepatitis C are not mentioned`` for one clause each."""
    if len(reasons) < 2:
        return reasons
    silent = [m[1] for m in map(_NOT_MENTIONED.fullmatch, reasons) if m is not None]
    if len(silent) < 2:
        return reasons
    rest = tuple(r for r in reasons if _NOT_MENTIONED.fullmatch(r) is None)
    shown = silent if len(silent) <= _NAMED else [*silent[:_NAMED], f"{len(silent) - _NAMED} more"]
    return (*rest, f"{', '.join(shown[:-1])} and {shown[-1]} are not mentioned")


def _evidence(findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    return tuple(e for f in findings for e in f.evidence)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _like(finding: Finding, *, truth: Truth, support: frozenset[int]) -> Finding:
    return Finding(
        truth, finding.reason, finding.evidence, finding.missing, finding.assumed, support, applies=finding.applies
    )
