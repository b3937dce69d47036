"""Another study by its name, in which a patient must have taken part: "has completed study AB-123".

Such a criterion of an extension study names no state of the patient; what it names (the drug that was studied, the
disease) need not be so either. A person must say whether it holds: an attestation by the criterion's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.logic.items import Item
from eligo.logic.promised import account
from eligo.schema import Constraint, Node

__all__ = ["earlier_study"]

_HEAD = re.compile(
    r"[\W_]*(?:\w{1,3}[.)]\s+)?"
    r"(?:(?:the|all|any|each|patients?|subjects?|participants?|volunteers?|individuals?|people|persons?|women|men|who|must|"
    r"should|has|have|had|having|to|be|been|was|were|is|are|currently|previously|successfully|already|satisfactorily|"
    r"prior|previous|documented)\s+)*"
    r"(?P<verb>complet(?:ed?|ion\s+of)|participat(?:ed|ing|ion)\s+in|enrol+(?:ed|ment)\s+in(?:to)?|randomi[sz]ed\s+in(?:to)?|"
    r"(?:roll(?:ed|ing)|transferred)\s+over\s+from|discontinued\s+from|assigned\s+to)\s+(?:\w+[\s-]+){0,8}?",
    re.I,
)
_NAMED = re.compile(
    r"(?:(?:(?i:study|studies|trial|protocol)s?\s+(?:\(?[A-Z][\w.-]*\d[\w./-]*|\d[\w.-]{4,}|NCT\d+))|"
    r"(?:[A-Z][\w.]*\d[\w./-]*|[A-Z]{3,}[\w-]*)\s+(?i:study|trial|protocol)\b|"
    r"(?:(?i:parent|core|lead-?in|feeder|antecedent|preceding|base|qualifying|main|initial|original|double-blind|previous|"
    r"prior|earlier|induction)\s+(?:(?i:phase|clinical|treatment|period)\s+)?(?i:study|trial|protocol)\b))"
)
_ENDS = re.compile(r"[.;]\s|[.;]?\s*\Z")
_MORE = re.compile(
    r",|;|\b(?:but|unless|except|if|informed\s+consent|not|without|or\s+(?:has|have|had|a|who)|"
    r"and\s+(?:has|have|had|who|is|are|must|meets?|continues?|the|an?|no|with|for|[a-z]+\s+(?:scan|biopsy|imaging)))\b",
    re.I,
)
_STUDY = re.compile(r"\b(?:study|studies|trial|protocol)", re.I)
_LONG = 220  # characters


def earlier_study(node: Node | None, items: Sequence[Item], source: str, offset: int) -> Node | None:
    """The tree of an inclusion, or the other study in which it wants its patients to have taken part.

    Args:
        node: what was read so far; None: nothing.
        items: those of the statement, parentheses nested; the words that are quoted become fillers.
        source: the statement's text, whose first character is at `offset`.
    """
    if len(source) > _LONG or _STUDY.search(source) is None or source.rstrip().endswith(":"):
        return node
    head = _HEAD.match(source)
    if head is None:
        return node
    end = _ENDS.search(source, head.end())
    more = _MORE.search(source, head.start("verb"))
    stop = end.start() if end is not None else len(source)
    if node is not None and more is not None and more.start() < stop:
        return node
    text = source[head.start("verb") : stop].rstrip(" .;\n")
    named = _NAMED.search(text)
    if named is None:
        return node
    start = offset + head.start("verb")
    account(items, start + len(text))
    return Constraint("attestation", " ".join(text.split()), text, start, start + len(text))
