"""Results of what no table knows: "smear-negative tuberculosis" is tuberculosis, and no denial of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.concepts.hierarchy import concept, is_a

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["with_unread_results"]

_RESULTS = frozenset({"negative", "positive"})
_SERUM = frozenset({"seronegative", "seropositive"})
_JOINTS = frozenset({"", " ", "-"})
_BETWEEN = frozenset({"severity", "status", "certainty"})
_INFECTION = "cond:infection"


def with_unread_results(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items; a result between unknown words and a disease is a word like them.

    "Seronegative arthritis" is a kind of arthritis; of an infection it denies the infection.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done = list(items)
    for n, item in enumerate(done):
        if item.kind != "result" or (word := item.text.casefold()) not in _RESULTS | _SERUM:
            continue
        at = next((k for k in range(n + 1, len(done)) if done[k].kind not in _BETWEEN), len(done))
        leaf = done[at].leaf if at < len(done) else None
        if leaf is None or leaf.constraint.type != "condition":
            continue
        if word in _SERUM:
            known = leaf.constraint.concept
            if known is not None and not is_a(known, concept(_INFECTION)):
                done[n] = replace(item, kind="severity", value=word)
            continue
        before = done[n - 1] if n else None
        joined = before is not None and text[before.end - offset : item.start - offset] in _JOINTS
        if before is not None and before.kind == "word" and joined:
            done[n] = replace(item, kind="word", value="")
    return done
