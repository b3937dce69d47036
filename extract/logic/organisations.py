"""Names of societies and places with a disease in them: "American Lung Association", "Heart Hospital of the North".

Nothing in such a name is asked for. A society is named for its definition or its advice, and its name is accounted for;
that somebody is treated at a place is something else to ask, and stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.attributes.leaves import MentionLeaf
from eligo.entities.hints import WholeWords

__all__ = ["organisations", "outside_names"]

_SCALES = frozenset({"score", "measurement", "attestation", "participation"})

_SOCIETIES = tuple(
    """
    Association Associations Society Societies College Institute Institutes Academy Foundation Federation League
    Organization Organisation Committee Council Collaboration Consortium
    """.split()  # noqa: SIM905
)
_LONG_NAMES = ("Network", "Study", "Working Group", "Study Group", "Cooperative Group", "Task Force", "Initiative")
_PLACES = ("University", "Hospital", "Hospitals", "Clinic", "Clinics", "Center", "Centre", "Infirmary")
_NAME = re.compile(
    rf"(?<![\w-])(?:[A-Z][\w’'-]*[\s-]+(?:(?:of|for|the|and|on|in|against|&|de|la)\s+){{0,3}}){{1,7}}"
    rf"(?:(?P<society>{'|'.join(_SOCIETIES)})|(?:{'|'.join(_PLACES)}))\b"
    r"(?:\s+(?:of|for|on)\s+(?:the\s+)?[A-Z][\w’'-]*(?:(?:\s+|,\s+|\s+and\s+|,\s+and\s+)[A-Z][\w’'-]*){0,4})?"
)
_STUDY = re.compile(  # "Early Treatment Diabetic Retinopathy Study"
    r"(?<![\w-])(?:[A-Z][\w’'-]*\s+(?:(?:of|for|the|and|on|in)\s+){0,2}){2,7}[A-Z][\w’'-]*\s+"
    rf"(?:{'|'.join(_LONG_NAMES)})\b"
)
_MAY_NAME = WholeWords((*_SOCIETIES, *_PLACES, *(name.split()[-1] for name in _LONG_NAMES)))


def organisations(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where societies and where places are named."""
    societies: list[tuple[int, int]] = []
    places: list[tuple[int, int]] = []
    if not _MAY_NAME(text):
        return societies, places
    for found in _NAME.finditer(text):
        (societies if found["society"] else places).append(found.span())
    for found in _STUDY.finditer(text):
        if not any(s < found.end() and found.start() < e for s, e in (*societies, *places)):
            societies.append(found.span())
    return societies, places


def outside_names(
    leaves: Sequence[MentionLeaf], names: Sequence[tuple[int, int]], offset: int
) -> tuple[list[MentionLeaf], set[tuple[int, int]]]:
    """The leaves but for what only stands in such a name, and the names in which no leaf is left."""
    kept: list[MentionLeaf] = []
    free = set(names)
    for found in leaves:
        start, end = found.leaf.start - offset, found.leaf.end - offset
        around = next((n for n in names if n[0] <= start and end <= n[1]), None)
        if around is not None and found.mention is not None and found.leaf.constraint.type not in _SCALES:
            continue
        kept.append(found)
        free -= {n for n in names if n[0] < end and start < n[1]}
    return kept, free
