"""References to other criteria of the same trial: "inclusion criterion 4", "exclusion criteria #2 and #3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.schema import Mention

__all__ = ["find_references"]

_NUMBER = r"(?:(?:no\.?|number|#)\s*)?(?P<n>\d{1,2}[a-z]?)(?![\w%.]\w)"
_HEAD = re.compile(rf"\b(?P<kind>inclusion|exclusion)\s+(?:criteri(?:on|a|um)s?\s+|criteri(?:on|a)\s*)?{_NUMBER}", re.I)
_POINTER = re.compile(r"\bsee\s+also\s+\Z", re.I)
_MORE = re.compile(rf"\s*(?:,\s*(?:and|or)?|and|or|&|/)\s*{_NUMBER}", re.I)


def find_references(text: str, offset: int) -> Iterator[Mention]:
    """What a text refers to, each number a mention; someone has to look it up, so each is an attestation.

    Args:
        offset: added to the positions.
    """
    low = text.lower()
    if "clusion" not in low or "criteri" not in low:
        return
    for match in _HEAD.finditer(text):
        if _POINTER.search(text, max(0, match.start() - 12), match.start()):
            continue  # "see also inclusion criterion 4" asks nothing
        kind = match["kind"].lower()
        yield _mention(text, kind, match["n"], match.start(), match.end(), offset)
        at = match.end()
        while more := _MORE.match(text, at):
            yield _mention(text, kind, more["n"], more.start("n"), more.end(), offset)
            at = more.end()


def _mention(text: str, kind: str, number: str, start: int, end: int, offset: int) -> Mention:
    return Mention("attestation", f"{kind} criterion {number}", text[start:end], start + offset, end + offset)
