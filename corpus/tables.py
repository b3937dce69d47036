"""Tables of trials (AACT's ``eligibilities``, CSV, TSV, JSON Lines) → documents, by the names of the columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from eligo.errors import EligoError, InputError, NotATrial
from eligo.reading.registry import criteria_document
from eligo.schema import Document

from .sources import Input, OnError, located, report

__all__ = ["FIELDS", "delimiter_of", "read_table_of_trials", "read_titles", "row_document"]

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("nct_id", "nctid", "nct_number", "trial_id", "study_id", "registry_id", "id", "_id", "trial"),
    "criteria": ("criteria", "eligibility_criteria", "eligibilitycriteria", "eligibility", "eligibility_text", "text"),
    "inclusion": ("inclusion_criteria", "inclusion"),
    "exclusion": ("exclusion_criteria", "exclusion"),
    "title": ("title", "brief_title", "brieftitle", "official_title", "study_title"),
    "sponsor": ("sponsor", "lead_sponsor"),
    "conditions": ("conditions", "condition", "diseases", "diseases_list"),
    "interventions": ("interventions", "intervention", "drugs", "drugs_list"),
    "minimum_age": ("minimum_age", "min_age", "minimumage"),
    "maximum_age": ("maximum_age", "max_age", "maximumage"),
    "sex": ("sex", "gender"),
}  # fmt: skip
"""What is read of a row, and the column names (case, blanks and underscores do not count) that it is found under."""

_LIMIT = 1 << 26  # characters of one cell
_TILDE = re.compile(r"~(?![\s~]?\d+(?:\.\d+)?(?![.)\d]))|(?<![\s(])~")  # AACT's line break, not "approximately 20"


def delimiter_of(header: str, name: str, columns: Mapping[str, str] | None = None) -> str | None:
    """The delimiter under which a first line is the header of a table of trials; None where it is none."""
    if "\0" in header:
        return None  # no text; Python 3.10's csv refuses it
    tabular = PurePath(name.removesuffix(".gz")).suffix.lower() in (".csv", ".tsv", ".psv")
    for delimiter in ("|", "\t", ",", ";"):
        cells = next(csv.reader(header.splitlines()[:1], delimiter=delimiter), [])  # old Macintosh files are one line
        if len(cells) < 2 and not (tabular and delimiter == ","):
            continue
        found = _found(cells, columns)
        if ("criteria" in found or "inclusion" in found) and (tabular or columns or "id" in found):
            return delimiter
    return None


def read_table_of_trials(
    table: Input,
    delimiter: str,
    *,
    columns: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """The trials of a table with a header, row by row.

    In tables delimited by ``|`` a ``~`` that cannot mean "approximately" is a line break, as AACT writes it.

    Args:
        columns: fields of `FIELDS` to names of columns, where they have others.
        titles: of the trials by id, where the table itself has none.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LIMIT))
    rows = csv.reader((line.replace("\0", "") for line in table.lines()), delimiter=delimiter)
    header = next(rows, [])
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            report(InputError(f"{table.name}, line {rows.line_num}", f"is no table row ({error})"), on_error)
            return
        if not any(cell.strip() for cell in row):
            continue
        where = f"{table.name}, line {rows.line_num}"
        try:
            if len(row) != len(header):
                problem = f"has {len(row)} cells where the header has {len(header)}"
                raise InputError(where, problem, "check the quotes and the delimiter")
            cells = dict(zip(header, row, strict=True))
            if delimiter == "|":
                cells = {k: v if "\n" in v or "~" not in v else _TILDE.sub("\n", v) for k, v in cells.items()}
            document = row_document(cells, where, table.name, columns)
            yield document if document.title else replace(document, title=(titles or {}).get(document.id))
        except EligoError as error:
            report(located(error, where), on_error)


def read_titles(table: Input, delimiter: str = "|") -> dict[str, str]:
    """Trial id → title, of a table of studies (AACT's ``studies``): the brief title, else the official one."""
    csv.field_size_limit(max(csv.field_size_limit(), _LIMIT))
    rows = csv.reader((line.replace("\0", "") for line in table.lines()), delimiter=delimiter)
    header = [_fold(name) for name in next(rows, [])]
    places = [header.index(name) for name in ("brief_title", "official_title") if name in header]
    if "nct_id" not in header:
        return {}
    found: dict[str, str] = {}
    at = header.index("nct_id")
    for row in rows:
        title = next((row[n].strip() for n in places if n < len(row) and row[n].strip()), "")
        if title and at < len(row):
            found[row[at].strip()] = title
    return found


def row_document(
    row: Mapping[str, object], where: str, source: str, columns: Mapping[str, str] | None = None
) -> Document:
    """The trial of one row.

    Two columns, one for each kind of criteria, become one text with headings.

    Args:
        row: names of columns to cells.
        where: what messages call it.
        source: the document's source.

    Raises:
        NotATrial: if there are no criteria in it.
    """
    found = _found(list(row), columns)

    def cell(field: str) -> str | None:
        value = row.get(found.get(field, ""))
        return value if isinstance(value, str) and value.strip() else None

    criteria = cell("criteria")
    if criteria is None:
        parts = [(k, cell(k)) for k in ("inclusion", "exclusion")]
        criteria = "\n\n".join(f"{k.title()} Criteria:\n\n{text}" for k, text in parts if text)
    if not criteria:
        wanted = ", ".join(FIELDS["criteria"][:3])
        raise NotATrial(where, "has no eligibility text", f"name its column {wanted}, or say which it is (columns)")
    identity = row.get(found.get("id", ""))
    try:
        return criteria_document(
            criteria,
            id=str(identity).strip() if identity not in (None, "") else PurePath(source).stem or "trial",
            source=source,
            title=cell("title"),
            sponsor=cell("sponsor"),
            conditions=_list(row.get(found.get("conditions", ""))),
            interventions=_list(row.get(found.get("interventions", ""))),
            minimum_age=cell("minimum_age"),
            maximum_age=cell("maximum_age"),
            sex=cell("sex"),
        )
    except EligoError as error:
        raise located(error, where) from None


def _found(names: Sequence[str], columns: Mapping[str, str] | None) -> dict[str, str]:
    """Fields to the columns that have them."""
    folded = {_fold(name): name for name in reversed(names)}
    found = {field: folded[form] for field, forms in FIELDS.items() for form in reversed(forms) if form in folded}
    for field, name in (columns or {}).items():
        if field not in FIELDS:
            raise ValueError(f"no field {field!r}; there are {', '.join(FIELDS)}")
        if _fold(name) in folded:
            found[field] = folded[_fold(name)]
    return found


def _fold(name: str) -> str:
    return "_".join(name.strip().strip("\ufeff").casefold().replace("_", " ").split()) if name.strip("_") else name


def _list(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("[") and text.endswith("]"):
            return tuple(p.strip(" '\"") for p in re.split(r"""['"],\s*['"]""", text[1:-1]) if p.strip(" '\""))
        return tuple(p.strip() for p in re.split(r"[|;\n]", text) if p.strip())
    if isinstance(value, (list, tuple)):
        return tuple(str(v).strip() for v in value if isinstance(v, (str, int, float)) and str(v).strip())
    return ()
