"""What an examination must have shown: "normal ECG", "chest X-ray within normal limits", "abnormal findings on MRI".

A record of the examination alone does not meet what its result is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.leaves import MentionLeaf
from eligo.entities.lexicon import default_lexicon
from eligo.schema import Constraint, Node
from eligo.schema.constraint import with_fields

__all__ = ["is_finding", "named_by_exam", "with_known_status", "with_results"]

_LEAD = re.compile(
    r"\b(?P<word>ab)?normal\s+(?:(?!or\b|and\b|range|limits)[\w-]+\s+){0,2}\Z|"
    r"\b(?P<found>abnormal\s+(?:findings?|results?|appearances?)|abnormalit(?:y|ies)|"
    r"deviations?\s+(?:from|of)\s+(?:the\s+)?normal(?:ity)?(?:\s+(?:range|limits|values))?)\s+"
    r"(?:(?:detected|found|seen|noted|identified|present|indicated|demonstrated|observed)\s+)?"
    r"(?:on|in|of|at|by|during|from)\s+(?:(?:the|a|any|his|her|their|screening|baseline|medical|history,|history\s+or)\s+)*\Z",
    re.I,
)
_BEHIND = re.compile(
    r"\s*(?:(?:is|are|was|were|must\s+be|should\s+be|to\s+be|being|that\s+is|which\s+is|of|showing|shows|with)\s+)*"
    r"(?:(?P<limits>(?:with)?in\s+(?:the\s+)?(?:institutional\s+|local\s+)?normal\s+(?:limits|range))|(?P<no>with(?:out|\s+no)|no)\s+(?:[\w-]+\s+){0,3}"
    r"(?:abnormalit(?:y|ies)|abnormal\s+findings?)|(?P<word>(?:ab)?normal)\b(?!\s+(?:\w+\s+)?(?:function|limits?|range)))",
    re.I,
)
_FINDING = re.compile(
    r"\b(?:findings?|results?|values?)\s+(?:in|on|of|at|during|from)\s+(?:(?:the|a|any|his|her|their|screening|baseline)\s+)*\Z",
    re.I,
)
_DEVIATES = re.compile(r"\b(?:(?:which|that|is|are)\s+)*deviat(?:es?|ing)\s+from\s+(?:the\s+)?norm(?:al)?\b", re.I)
_KNOWN_BEFORE = re.compile(
    r"\b(?:any|regardless\s+of|irrespective\s+of|known|documented|determined|established)\s+(?:(?!positive|negative)[\w/,()-]+\s+){0,7}\Z",
    re.I,
)
_STATUS = re.compile(
    r"(?:[\s,/()-]+(?!positive|negative|status)[\w-]+){0,7}[\s,/()-]+status\b"
    r"(?!\s*[-:(+]?\s*(?:positive|negative))",
    re.I,
)
_SIDE = re.compile(r"positive|negative|\+", re.I)
_KNOWN_BEHIND = re.compile(
    r"\s*(?:(?:is|are|was|were|has|have|must|should|been|be|to|previously|already)\s+)*"
    r"(?:known|determined|available|documented|assessed|tested|established)\b",
    re.I,
)
_JOINED = re.compile(r"\s*(?:,|and|or|and/or|,\s*and|,\s*or|/)\s*(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}", re.I)
_LISTED = re.compile(r"\s*(?:,|and|&|,\s*and)\s*(?:the\s+|an?\s+)?(?:12-lead\s+|resting\s+|clinical\s+)*", re.I)
_LIMITS = re.compile(r"(?:with)?in\s+(?:the\s+)?(?:institutional\s+|local\s+)?normal\s+(?:limits|range)", re.I)
_REACH = 60
_ABNORMALITY = re.compile(r".*\babnormalit(?:y|ies)\Z", re.I | re.S)
_SEEN_ON = re.compile(
    r"\s+(?:(?:detected|found|seen|noted|identified|present|observed)\s+)?(?:on|in|of|at|by|during|from)\s+(?:[\w-]+,?\s+){0,4}",
    re.I,
)
_FOUND_ON = re.compile(r"abnormalit(?:y|ies)\s+(?:on|in|of|at)\b", re.I)
_EXAMS = frozenset({"procedure", "attestation"})


def named_by_exam(leaves: Sequence[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """The leaves without "clinically significant abnormalities" where an examination behind them says of what.

    Args:
        leaves: in any order.
        text: the statement, whose first character is at `offset`.
    """
    starts = {m.leaf.start - offset for m in leaves if m.leaf.constraint.type in _EXAMS}

    def of_exam(found: MentionLeaf) -> bool:
        start, end = found.leaf.start - offset, found.leaf.end - offset
        if found.leaf.constraint.type != "attestation" or not _ABNORMALITY.match(text, start, end):
            return False
        gap = _SEEN_ON.match(text, end)
        return gap is not None and any(end < at <= gap.end() for at in starts)

    return [m for m in leaves if not of_exam(m)]


def is_finding(node: Node) -> bool:
    """Whether a thing is the abnormal result of an examination."""
    return isinstance(node, Constraint) and (node.name.startswith("abnormal ") or node.name.endswith(" abnormality"))


def _as_finding(constraint: Constraint) -> Constraint | None:
    """The condition that an abnormal result of an examination is, where that has a name: an abnormal ECG."""
    known = default_lexicon().whole(f"abnormal {constraint.name}")
    if known is None or known.label not in {"condition", "attestation"}:
        return None
    return Constraint(
        "condition" if known.label == "condition" else "attestation",
        known.name,
        constraint.text,
        constraint.start,
        constraint.end,
        known.concept,
        window=constraint.window,
        assumed=constraint.assumed,
    )


def with_known_status(leaves: Sequence[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """The leaves, a biomarker whose status has to be known with that as its result: "hormone receptor status known"."""
    done: list[MentionLeaf] = []
    for found in leaves:
        leaf = found.leaf
        if leaf.constraint.type == "biomarker" and leaf.constraint.result is None and leaf.constraint.low is None:
            start, end = leaf.start - offset, leaf.end - offset
            own = text[start:end]
            if _SIDE.search(own):
                done.append(found)
                continue
            said = own.casefold().endswith("status")
            status = None if said else _STATUS.match(text, end)
            ends = end if said else status.end() if status is not None else -1
            before = _KNOWN_BEFORE.search(text, max(0, start - _REACH), start)
            behind = _KNOWN_BEHIND.match(text, ends) if ends >= 0 else None
            if ends >= 0 and (before is not None or behind is not None):
                known = with_fields(leaf.constraint, result="known")
                found = replace(found, leaf=replace(leaf, constraint=known))
        done.append(found)
    return done


def _judged_abnormal(found: MentionLeaf, last: tuple[int, str] | None, text: str, offset: int) -> MentionLeaf | None:
    """The abnormal result of what a person judges ("vital signs"), where it is the first or next of such a list."""
    leaf = found.leaf
    if leaf.constraint.type != "attestation":
        return None
    start = leaf.start - offset
    lead = _LEAD.search(text, max(0, start - _REACH), start)
    joined = last is not None and last[1] == "abnormal" and _JOINED.fullmatch(text, last[0], start) is not None
    if not joined and (lead is None or not lead["found"]):
        return None
    finding = _as_finding(leaf.constraint)
    if finding is None:
        return None
    span = lead.span("found") if lead is not None and not joined else None
    covers = leaf.covers if span is None else (*leaf.covers, (span[0] + offset, span[1] + offset))
    return replace(found, leaf=replace(leaf, constraint=finding, covers=covers))


def with_results(leaves: Sequence[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """The leaves, an examination with the result that stands before or behind it; a list shares the one before it.

    Args:
        leaves: in any order.
        text: the statement, whose first character is at `offset`.
    """
    done: list[MentionLeaf] = []
    deviates = _DEVIATES.search(text) if "eviat" in text else None
    last: tuple[int, str] | None = None  # where an examination ends that had its result in front, and the result
    for found in sorted(leaves, key=lambda m: m.leaf.start):
        leaf = found.leaf
        start, end = leaf.start - offset, leaf.end - offset
        if leaf.constraint.type != "procedure" or leaf.constraint.result is not None:
            seen_on = _judged_abnormal(found, last, text, offset)
            if seen_on is not None:  # "no abnormalities in physical examination, vital signs or ECG"
                last, found = (end, "abnormal"), seen_on
            elif is_finding(leaf.constraint) and _FOUND_ON.match(leaf.constraint.text):
                last = end, "abnormal"  # "abnormalities on ECG, EEG or MRI"
            done.append(found)
            continue
        lead = _LEAD.search(text, max(0, start - _REACH), start)
        behind = _BEHIND.match(text, end) if lead is None else None
        if behind is not None and any(behind.start() <= m.leaf.start - offset < behind.end() for m in leaves):
            behind = None  # "ECG with no clinically significant abnormalities": these are asked for themselves
        result, span = None, None
        if deviates is not None and end <= deviates.start() and _FINDING.search(text, max(0, start - _REACH), start):
            result, span = "abnormal", deviates.span()  # "any finding of the examination deviating from normal"
        elif lead is not None:
            result = "abnormal" if lead["word"] or lead["found"] else "normal"
            span = lead.span("found") if lead["found"] else (lead.start(), lead.start() + len(lead.group().split()[0]))
        elif behind is not None:
            result = "abnormal" if (behind["word"] or "").casefold() == "abnormal" else "normal"
            span = behind.span()
        elif last is not None and _JOINED.fullmatch(text, last[0], start):
            result = last[1]
        if result is None:
            done.append(found)
            continue
        if lead is not None or (behind is None and last is not None and deviates is None):
            last = end, result
        covers = leaf.covers if span is None else (*leaf.covers, (span[0] + offset, span[1] + offset))
        finding = _as_finding(leaf.constraint) if result == "abnormal" else None
        seen = finding or with_fields(leaf.constraint, result=result)
        done.append(replace(found, leaf=replace(leaf, constraint=seen, covers=covers)))
    return _share_limits(done, text, offset)


def _share_limits(leaves: list[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """ "Physical examination, ECG and laboratory values within normal limits": the end of a list is said of all."""
    done = list(leaves)
    for n in range(len(done) - 2, -1, -1):
        leaf, after = done[n].leaf, done[n + 1].leaf.constraint
        if leaf.constraint.type != "procedure" or leaf.constraint.result is not None:
            continue
        normal = after.result == "normal" or (after.type == "measurement" and after.relative_to == "normal")
        start = done[n + 1].leaf.start
        if not normal or _LIMITS.search(text, start - offset) is None or after.text.casefold().startswith("normal"):
            continue
        if _LISTED.fullmatch(text, leaf.end - offset, start - offset):
            seen = with_fields(leaf.constraint, result="normal")
            done[n] = replace(done[n], leaf=replace(leaf, constraint=seen))
    return done
