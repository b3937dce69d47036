"""Requirements among the exclusions: "patients must be able to swallow capsules" keeps out whoever is not able to.

"Patients who must take warfarin", "must not smoke" and "must be excluded" are exclusions as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.logic.items import Item
from eligo.logic.rewrite import DEMANDED, map_asked, unmet
from eligo.logic.slicing import split
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, Not

__all__ = ["demands_apart", "flat", "lets_in", "may_demand", "refused", "says_all"]

_PEOPLE = (
    r"(?:(?:all|each|any|every|the|both|eligible|enrolled|study|female|male|adult)\s+)*(?:patients?|subjects?|participants?|individuals?|"
    r"volunteers?|persons?|people|wom[ae]n|females?|m[ae]n|males?|wocbp|donors?|recipients?|candidates?|adults?|children)\b(?:\s*\(s\))?"
    r"(?:\s+(?!(?:who|that|whose|whom|which|requir\w*|need\w*|files?|records?|samples?|eyes?|data)\b)[^\s.;:,()<>]+){0,9}?"
)
_ALSO = r"(?:\s+(?:also|all|each|both|then|first|additionally|therefore))*"
_OTHERWISE = (  # what somebody must do whom a list keeps out, or what the study does with one
    r"(?:not|never|no|take|taking|continue|receive|undergo|start|stay|remain|require|need|wait|consult|inform|notify|discontinue|stop|contact|"
    r"return|cease|interrupt|suspend|withhold|still|rely|visit|have\s+to|have\s+no\b(?!.*\b(?:must|should|shall)\b)|meet\s+(?:none|any|one|exclusion|at\s+least)|"
    r"be\s+(?:excluded|removed|withdrawn|ineligible|referred|discussed|considered|evaluated|screened|assessed|monitored|informed|counsel\w+|"
    r"treated|hospitali\w+|admitted|managed|given|tested|discontinued|taken|rescreened|re-screened|contacted|followed|stopped|held|replaced))\b"
)
_MODAL = rf"(?:must|should|shall){_ALSO}\s+(?!{_OTHERWISE})"
_ASKED = re.compile(rf"\W*(?:(?:(?:please\s+)?note|nb)\b\W*)?{_PEOPLE}\s+{_MODAL}", re.I)
_BARE = re.compile(
    rf"\W*must{_ALSO}\s+(?!{_OTHERWISE})(?:be|have|agree|understand|sign|provide|demonstrate|possess|weigh|speak|read|abstain|refrain|"
    r"consent|comply|commit)\b",
    re.I,
)
_KEEPS_OUT = re.compile(
    r"\bexclu\w+|\bineligib\w+|\bnot\s+(?:be\s+)?eligible|\bwithdraw\w*|\bwash(?:ed)?\W?out\b|\belapsed\b", re.I
)
_LETS_IN = re.compile(
    r"\b(?:may|eligible|allow\w*|permit\w*|except\w*|unless|provided|acceptable|can\s+(?:be|enrol\w*|participate))\b",
    re.I,
)
_GOES_ON = frozenset({"or", "and", "andor", "except", "unless", "if"})
_WHOSE = frozenset({"sex", "age", "reproductive", "attestation"})
_RECOVERED = re.compile(r"\brecover", re.I)


def may_demand(text: str) -> bool:
    """Whether a text may say what must be; cheap."""
    said = text.casefold()
    return "must" in said or "should" in said or "shall" in said


def lets_in(header: str) -> bool:
    """Whether a header lets in those who meet what stands below it: "may take part if they meet all of:"."""
    return _LETS_IN.search(header) is not None


def demands_apart(sentences: Sequence[list[Item]], source: str, offset: int) -> list[tuple[list[Item], bool]]:
    """The sentences, and whether each is a demand; one behind a semicolon is told apart."""
    done: list[tuple[list[Item], bool]] = []
    for sentence in sentences:
        parts = split(sentence, "semi")
        if len(parts) > 1 and any(i.kind == "colon" for i in parts[0]):  # "must have: A; B"
            parts = [sentence]
        asked = [_demands(p, source, offset) for p in parts]
        for n in range(len(parts) - 1):
            if asked[n] and next((i.kind for i in parts[n + 1] if i.kind != "filler"), "") in _GOES_ON:
                asked[n] = False
        if not any(asked):
            done.append((sentence, False))
            continue
        rest: list[Item] = []
        for part, is_asked in zip(parts, asked, strict=True):
            if is_asked:
                done += [*([(rest, False)] if rest else []), (part, True)]
                rest = []
            else:
                rest = [*rest, Item("semi", part[0].start, part[0].start), *part] if rest else part
        done += [(rest, False)] if rest else []
    return done


def _demands(items: Sequence[Item], source: str, offset: int) -> bool:
    if not items or any(i.kind in {"ends", "permit", "neg_post"} for i in items):
        return False
    text = source[items[0].start - offset : max(i.end for i in items) - offset]
    if _KEEPS_OUT.search(text) is not None:
        return False
    return (_ASKED.match(text) or _BARE.match(text)) is not None


def says_all(items: Sequence[Item], node: Node, source: str, offset: int) -> bool:
    """Whether the tree of a demand says of whom it is asked, and of what one must have recovered."""
    start = items[0].start
    text = source[start - offset : max(i.end for i in items) - offset]
    found = _ASKED.match(text)
    modal = start + found.end() if found is not None else start
    named = [i for i in items if i.leaf is not None and i.end <= modal and i.leaf.constraint.type not in _WHOSE]
    if named and not _is_conditional(node):
        return False
    return (
        _RECOVERED.search(text) is None
        or any(i.leaf is not None and i.leaf.constraint.type in {"attestation", "score"} for i in items)
        or _attests(node)
    )


def flat(items: Sequence[Item]) -> list[Item]:
    """The items, and those in parentheses."""
    return [i for item in items for i in (item, *flat(item.inside))]


def _attests(node: Node) -> bool:
    return isinstance(node, Constraint) and node.type == "attestation"


def _is_conditional(node: Node) -> bool:
    return isinstance(node, IfThen) or (isinstance(node, AllOf) and all(isinstance(a, IfThen) for a in node.args))


def refused(node: Node) -> Node:
    """What an exclusion keeps out by a demand: whoever is asked, and does not meet it."""
    match node:
        case IfThen(then=then, otherwise=otherwise):
            return replace(node, then=refused(then), otherwise=None if otherwise is None else refused(otherwise))
        case AllOf(args=args) if any(isinstance(a, IfThen) for a in args):
            return AnyOf(tuple(map(refused, args)))
        case _ if (bound := unmet(node)) is not node:
            return bound
        case _:
            return Not(map_asked(node, lambda c: replace(c, assumed=(*c.assumed, DEMANDED))))
