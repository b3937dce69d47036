"""A criterion of which some words were not understood: what its answer is still worth.

Words that narrow what was read ("asthma of the … type") leave a "no" as it is; words that stand for another alternative
("asthma, …, or heart failure") leave a "yes" as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from eligo.schema import AllOf, AnyOf, Concept, Constraint, Criterion, Evidence, Except, Node, Not, leaves

from .case import Case
from .examinations import is_examination
from .index import related
from .truth import Finding

__all__ = ["doubt", "unmentioned"]

_APART = re.compile(r"\b(?:or|and/or)\b|[,;/•]", re.I)
_WORD = re.compile(r"[^\W\d_]{3,}")
_DEGREES = re.compile(r"[\divxIVXabcABC\s,/–-]+")
_NARROWED = frozenset({"condition", "drug", "procedure", "biomarker", "allergy", "lesion"})
_SHOWN = re.compile(
    r"\b(?:according\s+to|in\s+accordance\s+with|as\s+per|per|based\s+on|by\s+means\s+of|"
    r"(?:defined|confirmed|documented|demonstrated|proven|verified|established|diagnosed|assessed|determined|evaluated|"
    r"measured|shown|reported|witnessed)\s+(?:by|in|on|at|with|using|via|through))\b[^,;:.]*$",
    re.I,
)  # what comes behind says how a thing is known, not which one it is
_CITED = re.compile(r"[^()]*\b(?:et\s+al|(?:19|20)\d\d)\b[^()]*\)", re.I)
_STEM = 5  # letters by which two words count as one
_OR = re.compile(r"\b(?:or|and/or)\b|;", re.I)


class _Part(NamedTuple):
    """An alternative: where in the criterion's text it was read, and its node."""

    start: int
    end: int
    node: Node


def doubt(case: Case, finding: Finding) -> Finding | None:
    """The finding made unknown, where the words left over could turn it; None where it stands.

    * What holds is in doubt if they narrow the alternative that decides. In an inclusion that is so for diseases,
      treatments and markers ("hepatitis C of genotype …"), and not for words that say how a thing is known
      ("confirmed by …", "according to …"): the caller names those among the assumptions.
    * What does not hold is in doubt if they stand for an alternative of their own, or narrow what it denies.

    Where silence is absence, words of which not one is in the patient's notes stand for something absent.
    """
    criterion = case.criterion
    if criterion.parsed != "partial" or criterion.logic is None or finding.truth is None or not finding.applies:
        return None
    parts = _parts(criterion)
    if finding.truth is True:
        wanted = criterion.kind == "inclusion"
        decided = [p for p in parts if _decides(p, finding, _NARROWED if wanted else None)]
        if wanted:
            words = _whose(criterion, finding) if not decided else _looked_for(criterion, finding)
            if words is not None:
                return _unknown(finding, f"{finding.reason}, but part of the criterion was not understood: “{words}”")
        for words, start, end in _left_over(criterion):
            narrowed = _owners(criterion.text, parts, start, end)
            if decided and all(p in narrowed for p in decided):
                if wanted and _beside_the_point(criterion.text, start, end):
                    continue
                if not wanted and unmentioned(words, case):
                    clause = f"{finding.reason}, but not “{words}”"
                    assumed = (*finding.assumed, f"“{words}” is in no note and taken as absent")
                    return Finding(False, clause, _against(finding, decided), assumed=assumed)
                return _unknown(finding, f"{finding.reason}, but part of the criterion was not understood: “{words}”")
        return None
    silent = []
    excepted = list(_excepted(criterion, finding))
    for words, start, end in _left_over(criterion):
        if any(_is_of(criterion.text, span, start, end) for span in excepted):
            return _unknown(finding, f"{finding.reason}, but part of the exception was not understood: “{words}”")
        owners = _owners(criterion.text, parts, start, end)
        if any(_denied(p, finding) for p in owners) and not _beside_the_point(criterion.text, start, end):
            return _unknown(finding, f"{finding.reason}, but part of the criterion was not understood: “{words}”")
        if not owners:
            if _TIME.match(words):  # when, and no alternative
                continue
            if unmentioned(words, case):
                silent.append(f"“{words}” is in no note and taken as absent")
                continue
            clause = f"{finding.reason}; but another alternative was not understood: “{words}”"
            return _unknown(finding, clause)
    return finding._replace(assumed=(*finding.assumed, *silent)) if silent else None


def _whose(criterion: Criterion, finding: Finding) -> str | None:
    """Words beside a sex that nothing but sex and age decides by: "women with an intact …", "only … women"."""
    met = [e.constraint for e in finding.evidence if e.truth is True]
    sexes = [(c.start - criterion.start, c.end - criterion.start) for c in met if c.type == "sex"]
    if not sexes or any(c.type not in ("sex", "age") for c in met):
        return None
    for words, start, end in _left_over(criterion):
        if _ANYONE.search(words) or _AT.search(criterion.text, max(0, start - 40), start):
            continue
        if _beside_the_point(criterion.text, start, end):
            continue
        if any(_SENTENCE.search(criterion.text, min(e, end), max(s, start)) is None for s, e in sexes):
            return words
    return None


def _looked_for(criterion: Criterion, finding: Finding) -> str | None:
    """Words that were not understood, where only that somebody looked is stated: "increased … by echocardiography"."""
    met = [e.constraint for e in finding.evidence if e.truth is True]
    if not met or not all(c.type == "procedure" and (is_examination(c.concept) or _is_sample(c)) for c in met):
        return None
    return next((words for words, *_ in _left_over(criterion)), None)


def _is_sample(constraint: Constraint) -> bool:
    return constraint.concept is not None and related(constraint.concept, _BIOPSY)


_BIOPSY = Concept("proc:biopsy", "biopsy")
_AT = re.compile(
    r"\b(?:at|on|before|prior\s+to|upon)\s+(?:the\s+)?(?:(?:time|moment|day|date)\s+of\s+)?(?:\w+\s+)?\Z", re.I
)
_TIME = re.compile(
    r"(?:with)?in\s+(?:the\s+)?(?:(?:past|last|previous)\s+)?(?:\d+|an?|one|two|three|four|six|twelve)\s+(?:hour|day|week|month|year)s?\b",
    re.I,
)
_SENTENCE = re.compile(r"[.;](?=\s|$)|\n\s*\n")
_ANYONE = re.compile(
    r"\b(?:rac(?:e|es|ial)|ethnic\w*|gender|sex|minorit\w+|limit\w*|any|all|open|adults?|child(?:ren)?|adolescents?|teen\w*"
    r"|pa?ediatric|elderly|infants?|limitation|preference|eligible|either)\b",
    re.I,
)  # says that anyone of that sex or age may join
_NEAR = 12  # characters between an exception and words that belong to it


def _excepted(criterion: Criterion, finding: Finding) -> Iterator[tuple[int, int]]:
    """Where in the criterion's text the exceptions stand by which it does not hold."""
    assert criterion.logic is not None
    met = {id(e.constraint) for e in finding.evidence if e.truth is True}
    for exception in _exceptions(criterion.logic):
        own = list(leaves(exception))
        if any(id(leaf) in met for leaf in own):
            yield min(c.start for c in own) - criterion.start, max(c.end for c in own) - criterion.start


def _exceptions(node: Node) -> Iterator[Node]:
    match node:
        case Except(arg=arg, exceptions=exceptions):
            yield from exceptions
            yield from _exceptions(arg)
        case AllOf(args=args) | AnyOf(args=args):
            for arg in args:
                yield from _exceptions(arg)
        case Not(arg=arg):
            yield from _exceptions(arg)


def _is_of(text: str, span: tuple[int, int], start: int, end: int) -> bool:
    """Whether words stand in an exception, or right behind it."""
    if span[0] <= start and end <= span[1]:
        return True
    between = text[span[1] : start]
    return 0 <= start - span[1] <= _NEAR and _APART.search(between) is None


def _against(finding: Finding, decided: list[_Part]) -> tuple[Evidence, ...]:
    """The evidence, where what was read of these alternatives is not enough."""
    own = {id(leaf) for part in decided for leaf in leaves(part.node)}
    return tuple(Evidence(e.constraint, e.fact, False) if id(e.constraint) in own else e for e in finding.evidence)


def unmentioned(words: str, case: Case) -> bool:
    """Whether silence on conditions is absence, and no note has a word of `words`."""
    if "condition" not in case.absent or not case.facts.patient.texts:
        return False
    stems = {word.casefold()[:_STEM] for word in _WORD.findall(words)}
    if not stems:
        return _DEGREES.fullmatch(words) is not None  # "or II": says nothing of a note that does not name the thing
    return not stems & _stems(case.facts.patient.texts)


@lru_cache(maxsize=64)
def _stems(texts: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(word.casefold()[:_STEM] for _, text in texts for word in _WORD.findall(text))


def _unknown(finding: Finding, reason: str) -> Finding:
    words = reason.rpartition("“")[2].rstrip("”")
    missing = (f"whether “{words}” is met",)
    return Finding(None, reason, finding.evidence, missing, finding.assumed, finding.support)


def _parts(criterion: Criterion) -> list[_Part]:
    """The alternatives of the criterion, in the order of its text; one where it has none."""
    node = criterion.logic
    if node is None:
        return []
    args = node.args if isinstance(node, AnyOf) else (node,)
    parts = []
    for arg in args:
        spans = [(leaf.start - criterion.start, leaf.end - criterion.start) for leaf in leaves(arg)]
        if spans:
            parts.append(_Part(min(s for s, _ in spans), max(e for _, e in spans), arg))
    return sorted(parts, key=lambda p: p[:2])


def _decides(part: _Part, finding: Finding, types: frozenset[str] | None) -> bool:
    """Whether what is stated makes the alternative true; where `types` are given, by a leaf of one of them."""
    own = {id(leaf) for leaf in leaves(part.node) if types is None or leaf.type in types or _is_pregnancy(leaf)}
    return any(e.truth is True and id(e.constraint) in own for e in finding.evidence)


def _is_pregnancy(leaf: Constraint) -> bool:
    """Whether it is the pregnancy itself, of which words may say how far it is: "until the 12th week of gestation"."""
    return leaf.concept is not None and leaf.concept.id == "repro:pregnant"


def _denied(part: _Part, finding: Finding) -> bool:
    """Whether an alternative does not hold because of a thing that it denies: "no absence seizure", of any seizure."""
    denied = {id(leaf) for leaf in _under_not(part.node, denied=False) if leaf.type in _NARROWED}
    return any(e.truth is True and id(e.constraint) in denied for e in finding.evidence)


def _under_not(node: Node, *, denied: bool) -> Iterator[Constraint]:
    match node:
        case Constraint():
            if denied:
                yield node
        case Not(arg=arg):
            yield from _under_not(arg, denied=not denied)
        case AllOf(args=args) | AnyOf(args=args):
            for arg in args:
                yield from _under_not(arg, denied=denied)


def _left_over(criterion: Criterion) -> Iterator[tuple[str, int, int]]:
    at = 0
    for words in criterion.unparsed:
        start = criterion.text.find(words, at)
        if start < 0:
            start = criterion.text.find(words)
        if start < 0:
            start, end = 0, len(criterion.text)  # not found as written: it may concern all of it
        else:
            end = at = start + len(words)
        yield " ".join(words.split()), start, end


def _beside_the_point(text: str, start: int, end: int) -> bool:
    """Whether words say how a thing is known, where that is defined, or are the label of a line."""
    label = not text[:start].strip() and text[end:].lstrip().startswith(":")
    return label or _SHOWN.search(text[:start]) is not None or _CITED.match(text, end) is not None


def _owners(text: str, parts: list[_Part], start: int, end: int) -> list[_Part]:
    """The alternatives that words narrow; none where they stand for one of their own.

    Words before the first alternative, or behind the last, may concern all of them.
    """
    inside = [p for p in parts if p.start < end and start < p.end]
    if inside:
        return inside
    before = [p for p in parts if p.end <= start]
    after = [p for p in parts if p.start >= end]
    own = _OR if len(parts) == 1 else _APART
    left = bool(before) and own.search(text, before[-1].end, start) is None
    right = bool(after) and own.search(text, end, after[0].start) is None
    if (not before and right) or (not after and left):
        return parts
    return ([before[-1]] if left else []) + ([after[0]] if right else [])
