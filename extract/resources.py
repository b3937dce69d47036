"""Find and read the tables of ``lexicons/``: tab-separated, ``#`` comments, a header row, a ``source`` column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from eligo.errors import LexiconError

__all__ = ["Row", "lexicon_path", "read_table", "split_cell"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, and where it stands (for blame)."""

    path: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, problem: str) -> LexiconError:
        """An error that names this row's file and line."""
        return LexiconError(self.path, self.line, problem)


@cache
def lexicon_path(name: str) -> Path:
    """Path of the packaged table `name` (``"units.tsv"``).

    Raises:
        FileNotFoundError: if no such table ships with the package.
    """
    path = Path(str(files("eligo").joinpath("lexicons").joinpath(name)))
    if not path.is_file():
        raise FileNotFoundError(f"no lexicon table {name!r} in {path.parent}")
    return path


def read_table(path: Path | str, columns: Sequence[str]) -> Iterator[Row]:
    """Rows of a table, checked against `columns` (exactly these, in this order; ``source`` must be filled).

    Args:
        path: a file, or the bare name of a packaged table.
        columns: the expected header.

    Raises:
        LexiconError: if the header or a row's width is wrong, or a source is missing; names file and line.
    """
    file = lexicon_path(path) if isinstance(path, str) and "/" not in path else Path(path)
    header: list[str] | None = None
    with file.open(encoding="utf-8", newline="\n") as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if header is None:
                header = cells
                if header != list(columns):
                    raise LexiconError(str(file), number, f"columns are {header}, expected {list(columns)}")
                continue
            if len(cells) != len(header):
                raise LexiconError(str(file), number, f"{len(cells)} cells, expected {len(header)}: {line[:60]!r}")
            row = Row(str(file), number, {k: v.strip() for k, v in zip(header, cells, strict=True)})
            if "source" in row.cells and not row.cells["source"]:
                raise row.error("the source column is empty")
            yield row
    if header is None:
        raise LexiconError(str(file), 1, "the table has no header")


def split_cell(cell: str) -> tuple[str, ...]:
    """The parts of a ``a|b|c`` cell, blanks stripped; an empty cell has none."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
