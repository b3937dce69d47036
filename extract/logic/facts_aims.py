"""Values that are aimed at, not measured: ``the goal for A1c is below 7 %``, ``target BP: 130/80``."""

from __future__ import annotations

import re

from eligo.schema import Fact

from .facts_context import NoteContext

__all__ = ["is_aim"]

_AIM = re.compile(
    r"(?<!at )(?<!above )(?<!below )\b(?:goals?|targets?|targeting|aim(?:s|ing)?|keep(?:ing)?|maintain(?:ing)?|titrate)"
    r"(?:\s+(?:for|is|of|a|an|the|to|his|her|their|at|level|range|value|with|be|get|serum|plasma|resting|mean))*\s*[:=]?\s*$",
    re.I,
)
_REACH = 60  # characters before the name


def is_aim(context: NoteContext, fact: Fact) -> bool:
    """Whether the words before a value say that it is what treatment is to reach."""
    at = fact.start - context.offset
    return _AIM.search(context.text[max(0, at - _REACH) : at]) is not None
