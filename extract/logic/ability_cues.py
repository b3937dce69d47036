"""What is left of a cue of inability that reaches into a thing which names the ability itself."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.logic.cues import CueSpan

__all__ = ["left_of_ability"]

_HARMS = ("impair", "compromis")


def left_of_ability(cue: CueSpan, stop: int, kept: Sequence[CueSpan]) -> list[CueSpan]:
    """The words of a cue up to `stop`, where a thing begins: "unwilling or" before "unable to comply".

    Args:
        kept: the cues among those words.
    """
    if cue.text.casefold().startswith(_HARMS):  # "impairs their" before "ability to swallow"
        return [cue._replace(value="", end=stop)]
    if cue.value == "ability=willingness to":  # "not able or" before "willing to comply"
        return [(kept[0] if kept else cue._replace(category="aside"))._replace(end=stop)]
    return list(kept)
