"""Every character is in a statement or in a skipped span, whatever the text; and reading takes linear time."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.errors import NotATrial
from eligo.reading import read_listing, read_note, read_text
from eligo.reading.lines import is_blank
from eligo.reading.listing import read_criteria
from eligo.schema import Skipped, Statement

PIECES = [
    "Inclusion Criteria:",
    "Exclusion Criteria",
    "Key Exclusion Criteria: 1. Asthma 2. Fever",
    "PATIENT CHARACTERISTICS: Age: 20 and over Renal: normal",
    "Cohort B:",
    "- Gout",
    "  * Function as follows:",
    "    - Platelets ≥ 90×10^9/L;",
    "(a) Albumin",
    "2. Able to walk (without",
    "help) for six minutes",
    "or",
    "None",
    "-",
    "-----",
    "Learn more",
    "SponsorNorthfield",
    "PMH: gout, asthma. Fever.",
    "Labs (2030-01-02):",
    "Sodium  140  mmol/L",
    "Date: 2030-01-02",
    "• one • two",
    ". stray",
    "",
    " \t",
    "\u200b\xa0",
    "Patients will be excluded if they have:",
    "Gout for two years Exclusion",
    "Criteria: asthma",
]
ENDS = ["\n", "\r\n", "\n\n", " ", "\r", "\u2028"]
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES) | st.text(max_size=30), st.sampled_from(ENDS)), max_size=14).map(
    lambda parts: "".join(a + b for a, b in parts)
)


def covered(text: str, statements: tuple[Statement, ...], skipped: tuple[Skipped, ...]) -> None:
    position = 0
    for start, end in sorted([(s.start, s.end) for s in statements] + [(s.start, s.end) for s in skipped]):
        assert start == position
        assert end > start
        position = end
    assert position == len(text)
    for s in statements:
        assert text[s.start : s.end] == s.text
        assert s.text.strip() == s.text != ""
    assert all(s.reason for s in skipped)
    assert len({s.id for s in statements}) == len(statements)
    assert {s.parent for s in statements if s.parent} <= {s.id for s in statements if s.header}


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_criteria_are_covered(text: str) -> None:
    covered(text, *read_criteria(text))


@settings(max_examples=300, deadline=None)
@given(TEXTS.filter(lambda text: not is_blank(text)))
def test_pages_and_notes_are_covered(text: str) -> None:
    with suppress(NotATrial):
        page = read_listing(text)
        covered(text, page.statements, page.skipped)
    note = read_note(text)
    covered(text, note.statements, note.skipped)


LONG = {
    "one line each": "A condition that was treated within 30 days before entry (or later)\n" * 30_000,
    "one long word": "x" * 50_000,
    "one long criterion": "asthma or any other disease of the lungs, " * 1_200,
    "open parentheses": "(a " * 16_000,
    "wrapped lines": "and (this goes on and on because the line is as long as that\n" * 10_000,
    "numbers in a line": " ".join(f"{i}. Word" for i in range(1, 5_000)),
    "bullets in a line": "• a " * 12_000,
    "topics in a line": "Age: x Renal: " * 3_500,
    "alternatives": "- one two\nOR\n" * 5_000,
    "spaces": "a" + " " * 50_000 + "b",
    "headings": "exclusion criteria " * 2_700,
}


@pytest.mark.parametrize("name", LONG)
def test_long_texts_take_linear_time(name: str) -> None:
    text = "Inclusion Criteria:\n- " + LONG[name]
    start = time.process_time()
    page = read_listing(text)
    note = read_note(text)
    assert time.process_time() - start < 8
    covered(text, page.statements, page.skipped)
    covered(text, note.statements, note.skipped)


@pytest.mark.shared
def test_real_trials_are_covered(shared: Path) -> None:
    with gzip.open(shared / "data" / "trials" / "trials.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 20 == 0:
                text = json.loads(line)["eligibility"]
                covered(text, *read_criteria(text))


@pytest.mark.shared
def test_the_real_page(shared: Path) -> None:
    (path,) = (shared / "data" / "listings").glob("*.txt")
    page = read_listing(read_text(path, name=path.name), source=path.name)
    covered(page.text, page.statements, page.skipped)
    ids = [s.id for s in page.statements]
    assert ids == [*(f"I{n}" for n in range(1, 10)), "I9.1", "I9.2", "I10", "I11", *(f"E{n}" for n in range(1, 16))]
    assert page.id == path.stem
    assert page.title
    assert page.sponsor
    assert page.dates.keys() == {"completion", "updated"}
