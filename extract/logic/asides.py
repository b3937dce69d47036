"""Words around bounds that ask nothing more: that a value is raised, where its cause is what counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["set_aside"]

_CONDITIONS = frozenset({"if", "unless", "except"})
_TOLD = frozenset({"word", "filler", "severity", "status", "certainty", "paren", "modal"})
_RAISED = re.compile(
    r"elevat\w+|increas\w+|raised|rises?|higher|abnormal\w*|derangements?|out-?of-?range|changes?|reductions?|decreas\w+|low",
    re.I,
)
_LABELLED = 6  # items before the colon of a label
_PEOPLE = re.compile(
    r"(?:patient|subject|participant|individual|person|volunteer|control|group|cohort|arm|part|phase|case|carer|caregiver|woman|"
    r"women|man|men|child|children|adolescent|infant|adult|male|female|donor|recipient|student|smoker|responder)s?",
    re.I,
)
_ALONE = re.compile(r"isolated", re.I)
_BOUNDED = frozenset({"measurement", "score", "life_expectancy", "age"})
# what a bound to that side says already
_ABOVE = re.compile(r"elevat(?:ed|ions?)|increased|raised|high(?:er)?|minimum|minimal|prolonged|excessive", re.I)
_BELOW = re.compile(r"decreased|reduced|low(?:er)?|maximum|maximal|impaired|depressed|diminished", re.I)


def set_aside(items: Sequence[Item]) -> None:
    """Count as understood that a value is out of range where only the reason is asked, and that it is so alone.

    "ALT ≤ 3 × ULN unless the elevation is due to liver metastases"; "isolated bilirubin > 1.5 × ULN".

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
    """
    _label(items)
    for n, item in enumerate(items):
        if item.kind in _CONDITIONS:
            _raised(items[n + 1 : n + 12])
        elif item.leaf is not None and item.leaf.constraint.type in _BOUNDED:
            before = items[n - 1] if n else item
            if before.kind == "word" and (_ALONE.fullmatch(before.text) or _says_side(before, item)):
                before.kind = "filler"
            if item.leaf.constraint.concept is not None and item.leaf.constraint.concept.id.startswith("ecg:"):
                _prolonged(items[max(0, n - 2) : n + 3])


def _says_side(word: Item, item: Item) -> bool:
    """Whether a word says no more than the bound behind it: "elevated NT-proBNP ≥ 1600 pg/mL"."""
    assert item.leaf is not None
    bound = item.leaf.constraint
    if bound.low is not None and bound.high is None:
        return _ABOVE.fullmatch(word.text) is not None
    return bound.high is not None and bound.low is None and _BELOW.fullmatch(word.text) is not None


def _label(items: Sequence[Item]) -> None:
    """ "Renal: creatinine ≤ 2 mg/dL": the words before the colon are the title of what is asked behind it."""
    cut = next((n for n, i in enumerate(items[:_LABELLED]) if i.kind == "colon"), 0)
    lead = items[:cut]
    if not lead or any(i.kind not in {"word", "filler"} or _PEOPLE.fullmatch(i.text) for i in lead):
        return
    if any(i.leaf is not None for i in items[cut:]):
        for item in lead:
            item.kind = "filler"


def _prolonged(items: Sequence[Item]) -> None:
    """ "Prolongation of the QTcF interval > 475 ms": the number says how long it is."""
    for item in items:
        if item.kind == "word" and item.text.casefold().startswith("prolong"):
            item.kind = "filler"


def _raised(items: Sequence[Item]) -> None:
    for n, item in enumerate(items):
        if item.kind == "cause":
            said = [i for i in items[:n] if i.kind == "word"]
            if any(_RAISED.fullmatch(i.text) for i in said):
                for word in said:
                    word.kind = "filler"
            return
        if item.kind not in _TOLD:
            return
