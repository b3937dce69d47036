"""What the types of other people's recognisers mean here: a table by name, or the user's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from eligo.errors import InputError
from eligo.resources import read_table

__all__ = ["OURS", "LabelMap"]

OURS = ("condition", "drug", "procedure", "allergy", "immunization", "treatment")
"""The labels that a recogniser may give; see `eligo.models.component.LABELS` for what becomes of them."""

_SIGNS = re.compile(r"[\W_]+")


class LabelMap:
    """Others' types → our labels. Picklable.

    Args:
        file: a JSON object ``{"PROBLEM": "condition"}``, or lines of their type and ours with a tab between; what it
            says goes before the table of known names. Types that map to nothing are not used.

    Raises:
        InputError: if `file` cannot be read, or names a label that is none of ours.
    """

    def __init__(self, file: Path | str | None = None) -> None:
        self.file = None if file is None else str(file)
        self._own = {} if file is None else _read(Path(file))

    def __call__(self, label: str) -> str | None:
        """Our label of their type; None where they have nothing to do with each other."""
        name = _normal(label)
        return self._own[name] or None if name in self._own else _known().get(name)

    def of_any(self, labels: Iterable[str], source: str) -> dict[str, str]:
        """Those of some types that mean something here, and what.

        Raises:
            InputError: if none does; names `source` and the types.
        """
        theirs = sorted(set(labels))
        found = {label: ours for label in theirs if (ours := self(label))}
        if not found:
            some = ", ".join(theirs[:8]) or "none"
            cure = f"say in a file with --labels which of them are {', '.join(OURS[:4])}"
            raise InputError(source, f"has no type that eligo knows ({some})", cure)
        return found


def _normal(label: str) -> str:
    return _SIGNS.sub(" ", label).strip().casefold()


@cache
def _known() -> dict[str, str]:
    rows = read_table("entity_labels.tsv", ("label", "ours", "source"))
    return {_normal(row["label"]): row["ours"] for row in rows}


def _read(file: Path) -> dict[str, str]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not in UTF-8"
        raise InputError(str(file), f"cannot be read ({reason})", "give a file of types and our labels") from None
    try:
        pairs = json.loads(text).items() if text.lstrip().startswith("{") else _lines(text)
        found = {_normal(str(theirs)): str(ours or "").strip() for theirs, ours in pairs}
    except ValueError as error:
        problem = f"is no map of types ({error})"
        raise InputError(str(file), problem, 'write {"PROBLEM": "condition"}, or PROBLEM, a tab, condition') from None
    if wrong := sorted(set(found.values()) - {*OURS, ""}):
        raise InputError(str(file), f"names the label {wrong[0]!r}", f"ours are {', '.join(OURS)}")
    return found


def _lines(text: str) -> list[tuple[str, str]]:
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            theirs, tab, ours = line.partition("\t")
            if not tab:
                raise ValueError(f"line {number} has no tab")
            pairs.append((theirs, ours))
    return pairs
