"""Everything eligo raises on purpose.

* EligoError
  x InputError(ValueError)            an input could not be read; `source` names it
    - EmptyInput
    - NotText                         binary, PDF, or an encoding that cannot be decoded
    - NotATrial                       no eligibility criteria in it
    - MalformedJSON
  x LexiconError(ValueError)          a row of a table is wrong; names file and line
  x UnitError(ValueError)
    - UnknownUnit
    - IncompatibleUnits
  x MissingExtra(ImportError)         an optional part is not installed; says how to get it
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "EligoError",
    "EmptyInput",
    "IncompatibleUnits",
    "InputError",
    "LexiconError",
    "MalformedJSON",
    "MissingExtra",
    "NotATrial",
    "NotText",
    "UnitError",
    "UnknownUnit",
]


class EligoError(Exception):
    """Base of everything this package raises on purpose."""


class InputError(EligoError, ValueError):
    """One input could not be read.

    Args:
        source: the input's name as the user gave it (a path, ``-`` for standard input).
        problem: what is wrong with it.
        cure: what the user can do.
    """

    def __init__(self, source: str, problem: str, cure: str = "") -> None:
        self.source, self.problem, self.cure = source, problem, cure
        super().__init__(source, problem, cure)  # args == constructor arguments: pickles as is

    def __str__(self) -> str:
        return f"{self.source}: {self.problem}" + (f"; {self.cure}" if self.cure else "")


class EmptyInput(InputError):
    """The input holds no text."""


class NotText(InputError):
    """The input is binary, a PDF, or in an encoding that cannot be told."""


class NotATrial(InputError):
    """The input holds no eligibility criteria."""


class MalformedJSON(InputError):
    """The input looks like JSON and is not, or is JSON of another shape."""


class LexiconError(EligoError, ValueError):
    """A row of a lexicon table is wrong."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(path, line, problem)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


class UnitError(EligoError, ValueError):
    """A unit could not be used."""


class UnknownUnit(UnitError):
    """No such unit. `known` feeds the suggestion only."""

    def __init__(self, unit: str, known: Iterable[str] = ()) -> None:
        self.unit, self.known = unit, tuple(known)
        super().__init__(unit, self.known)

    def __str__(self) -> str:
        near = get_close_matches(self.unit, self.known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "add it to lexicons/units.tsv"
        return f"unknown unit {self.unit!r}; {hint}"


class IncompatibleUnits(UnitError):
    """Two units of different dimensions, and nothing that relates them."""

    def __init__(self, left: str, right: str, why: str = "different dimensions") -> None:
        self.left, self.right, self.why = left, right, why
        super().__init__(left, right, why)

    def __str__(self) -> str:
        return f"cannot convert {self.left!r} to {self.right!r}: {self.why}"


class MissingExtra(EligoError, ImportError):
    """An optional part is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(what, extra)

    def __str__(self) -> str:
        return f"{self.what} needs an optional part: pip install 'eligo[{self.extra}]'"
