"""Rows, CSV, trees, tables and the page, from forms made by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console, RenderableType

from eligo.reports import (
    FACT_COLUMNS,
    TRIAL_COLUMNS,
    as_csv,
    as_lines,
    fact_rows,
    html_page,
    match_report,
    match_rows,
    patient_table,
    trial_rows,
    trial_tree,
)
from eligo.schema import (
    AllOf,
    AnyOf,
    Concept,
    Constraint,
    Criterion,
    Cue,
    Evidence,
    Except,
    Fact,
    IfThen,
    MatchReport,
    Not,
    Patient,
    Period,
    Question,
    Range,
    Trial,
    Verdict,
    Window,
)

EVIL = "<script>alert('x')</script> & \"more\" {{ 7 * 7 }} [bold]b[/bold]"
TEXT = "ALT below 5 if liver metastases, else below 2; no lupus, except of the skin, within 14 days; cooperative"


def leaf(words: str, type: str = "condition", **fields: object) -> Constraint:
    start = TEXT.index(words)
    return Constraint(type, words, words, start, start + len(words), **fields)  # type: ignore[arg-type]


LIVER = leaf("liver metastases")
HIGH = leaf("ALT", "measurement", high=5.0, high_inclusive=False, relative_to="ULN")
LOW = leaf("below 2", "measurement", high=2.0, high_inclusive=False)
LUPUS = leaf(
    "lupus", concept=Concept("cond:lupus", "lupus", {}), window=Window("-P14D", "P0D", "enrolment", "within 14 days")
)
SKIN = leaf("skin", assumed=("site",))
TREE = AllOf((IfThen(LIVER, HIGH, LOW, "liver metastases"), Not(Except(LUPUS, (Not(SKIN),)))))
TRIAL = Trial(
    "T1",
    (
        Criterion("I1", "inclusion", TEXT, 0, len(TEXT), None, TREE, "partial", ("cooperative",)),
        Criterion("E1", "exclusion", TEXT[:9], 0, 9),
    ),
    title=f"A trial {EVIL}",
    sponsor="Sponsor & Sons",
)
NOTE = "Seen today.\nALT 40 U/L (7-56)\nHe denies any flare of lupus\nin the last year. " + EVIL
LAB = Fact(
    "measurement", "ALT", "ALT 40 U/L (7-56)", 12, 29, value=40.0, comparator="=", unit="U/L",
    reference_range=Range(7, True, 56, True, "U/L"), time="2024-03-01", source="folder/note.txt",
)  # fmt: skip
DENIED = Fact(
    "condition", "lupus", "lupus", NOTE.index("lupus"), NOTE.index("lupus") + 5, assertion="absent",
    time=Period("2023", None),
    cues=(Cue("negated", "denies", NOTE.index("denies"), NOTE.index("denies") + 6),), source="folder/note.txt",
)  # fmt: skip
PATIENT = Patient("P1", (LAB, DENIED), "2024-03-01", "male", None, 50.0, (("folder/note.txt", NOTE),))
REPORT = MatchReport(
    "T1",
    "P1",
    "undetermined",
    (
        Verdict(
            "I1", "pass", True, f"because {EVIL}",
            (Evidence(LIVER, None, None), Evidence(HIGH, LAB, True), Evidence(LUPUS, DENIED, False)), (), ("today",),
        ),
        Verdict("E1", "unknown", None, "a person must judge it", (), ("it",)),
    ),
    (Question("is it so?", ("E1", "I1")),),
)  # fmt: skip


def shown(thing: RenderableType, width: int = 100, **options: object) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, **options)  # type: ignore[arg-type]
    console.print(thing)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


# Rows


def test_rows_say_where_in_the_tree_a_constraint_stands() -> None:
    rows = {row["text"]: row for row in trial_rows(TRIAL) if row["criterion"] == "I1"}
    assert {t: (r["negated"], r["when"], r["exception"]) for t, r in rows.items()} == {
        "liver metastases": (False, None, False),
        "ALT": (False, "liver metastases", False),
        "below 2": (False, "not: liver metastases", False),
        "lupus": (True, None, False),
        "skin": (False, None, True),
    }
    assert rows["lupus"]["concept"] == "cond:lupus"
    assert rows["lupus"]["window"]["from"] == "-P14D"
    assert rows["skin"]["assumed"] == ["site"]


def test_a_criterion_without_logic_is_a_row_too() -> None:
    row = list(trial_rows(TRIAL))[-1]
    assert (row["criterion"], row["type"], row["text"], row["negated"]) == ("E1", None, TEXT[:9], False)
    assert list(row) == list(TRIAL_COLUMNS[: len(row)])


def test_rows_are_one_line_each_with_keys_in_order() -> None:
    for rows, columns in ((trial_rows(TRIAL), TRIAL_COLUMNS), (fact_rows(PATIENT), FACT_COLUMNS)):
        for line in as_lines(rows):
            assert "\n" not in line
            keys = list(json.loads(line))
            assert keys == [c for c in columns if c in keys]


def test_csv_has_the_same_columns_for_every_input() -> None:
    both = as_csv(trial_rows(TRIAL), columns=TRIAL_COLUMNS) + as_csv(
        trial_rows(TRIAL), columns=TRIAL_COLUMNS, header=False
    )
    table = list(csv.DictReader(io.StringIO(both)))
    assert len(table) == 2 * len(list(trial_rows(TRIAL)))
    assert json.loads(table[3]["window"])["to"] == "P0D"
    assert (table[0]["negated"], table[3]["negated"], table[0]["low"]) == ("false", "true", "")


def test_csv_keeps_odd_characters() -> None:
    odd = 'a "quoted", cell\nof two lines; \0 and ≥'
    (row,) = csv.DictReader(io.StringIO(as_csv([{"text": odd, "n": None, "list": [], "x": 1.5}])))
    assert row == {"text": odd.replace("\0", "\ufffd"), "n": "", "list": "", "x": "1.5"}


def test_match_rows() -> None:
    first, second = match_rows(REPORT)
    assert first["facts"] == ["ALT 40 U/L (7-56)", "lupus"]
    assert (second["verdict"], second["missing"], second["overall"]) == ("unknown", ["it"], "undetermined")


# Terminal


def test_tree_shows_words_logic_and_what_is_left() -> None:
    text = shown(trial_tree(TRIAL), 2000)
    assert TEXT in text
    assert "→   if liver metastases then ALT < 5 × ULN, else below 2 < 2" in text
    assert "!   not read: cooperative" in text
    assert "not understood: a person must judge it" in text
    assert "2 criteria: 1 in part, 1 not understood" in text
    assert EVIL in text  # neither markup nor anything else


def test_verdicts_are_said_in_words() -> None:
    text = shown(match_report(REPORT, TRIAL), 2000)
    assert re.search(r"✓ pass +I1", text)
    assert re.search(r"\? unknown +E1", text)
    assert "to ask next\n • is it so?  (E1, I1)" in text
    assert "P1 × T1: undetermined  (1 pass, 1 unknown)" in text
    assert TEXT not in shown(match_report(REPORT), 2000)


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_facts_fit_the_width(width: int) -> None:
    text = shown(patient_table(PATIENT), width)
    assert max(map(len, text.splitlines())) <= width
    flat = " ".join(text.split())
    for words in ("P1 50 years, male, on 2024-03-01", "40 U/L (7–56)", "2024-03-01", "absent", "2023 to …"):
        assert words in flat


def test_no_facts_are_said() -> None:
    assert "no facts" in shown(patient_table(replace(PATIENT, facts=())))


@pytest.mark.parametrize("width", [50, 60, 80])
def test_trees_and_verdicts_fit_the_width(width: int) -> None:
    for thing in (trial_tree(TRIAL), match_report(REPORT, TRIAL)):
        assert max(map(len, shown(thing, width).splitlines())) <= width


def test_a_long_text_is_cut_between_words_and_counted() -> None:
    long = replace(TRIAL.criteria[1], text="many words " * 1000)
    text = shown(trial_tree(replace(TRIAL, criteria=(long,))), 100_000)
    (cut,) = re.findall(r"(?:many words )+(?:many )?… \((.*) more characters\)", text)
    shown_length = len(re.search(r"(many .*) … \(", text)[1])  # type: ignore[index]
    assert int(cut.replace(",", "")) + shown_length == 11_000


# The page


class Page(HTMLParser):
    """Checks that tags close and ids are unique, and keeps what the tests look at."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.marks: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open
        assert len(self.ids) == len(set(self.ids))
        assert set(self.targets) <= set(self.ids)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        assert not any(name.startswith("on") or name == "src" for name in given)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if "for" in given:
            self.targets.append(given["for"] or "")
        if "href" in given:
            assert (given["href"] or "").startswith("#")
            self.targets.append((given["href"] or "")[1:])
        if tag == "mark":
            self.marks.append((given.get("class") or "", ""))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open and self.open[-1] == "mark":
            self.marks[-1] = (self.marks[-1][0], self.marks[-1][1] + data)


def test_page_is_whole_self_contained_and_escaped() -> None:
    html = html_page([(TRIAL, PATIENT, REPORT)])
    page = Page(html)
    assert html.startswith("<!DOCTYPE html>")
    assert not {"script", "link", "img", "iframe"} & page.tags
    assert not re.search(r"https?://|url\(|@import", html)
    assert "default-src 'none'" in html
    assert EVIL in "".join(page.words)
    assert "<script" not in html


def test_page_quotes_both_sides() -> None:
    page = Page(html_page([(TRIAL, PATIENT, REPORT)]))
    words = " ".join("".join(page.words).split())
    assert "ALT: holds · note.txt · 2024-03-01" in words
    assert "liver metastases: the note does not say" in words
    assert "lupus: does not hold · note.txt · 2023 – …" in words
    assert "He denies any flare of lupus …" in words  # its line, with a sign that the sentence goes on
    assert "assumed: today" in words
    assert "not read: cooperative" in words


def test_page_marks_by_what_it_means_for_the_patient() -> None:
    marks = Page(html_page([(TRIAL, PATIENT, REPORT)])).marks
    assert ("open", "liver metastases") in marks
    assert ("good", "ALT 40 U/L (7-56)") in marks
    assert marks.count(("good", "lupus")) == 2  # denied, and wanted so: in the criterion and in the note
    assert ("cue", "denies") in marks
    excluding = replace(TRIAL.criteria[1], logic=LUPUS, text=TEXT, end=len(TEXT))
    present = replace(DENIED, assertion="present", cues=())
    verdict = Verdict("E1", "fail", True, "it is so", (Evidence(LUPUS, present, True),))
    report = replace(REPORT, verdicts=(verdict,), missing=())
    marks = Page(html_page([(replace(TRIAL, criteria=(excluding,)), PATIENT, report)])).marks
    # the criterion's words, what was understood, and the note's words
    assert marks == [("bad", "lupus"), ("bad", "lupus within 14 days before enrolment"), ("bad", "lupus")]


def test_page_of_several_pairs() -> None:
    other = replace(PATIENT, id="P2")
    html = html_page([(TRIAL, PATIENT, REPORT), (TRIAL, other, replace(REPORT, patient="P2", overall="eligible"))])
    page = Page(html)
    assert {"p1", "p2", "p1-I1", "p2-I1"} <= set(page.ids)
    assert "2 matches with T1" in "".join(page.words)
    assert html.count('id="show-fail"') == 1


def test_page_of_forms_without_their_texts() -> None:
    bare = replace(PATIENT, texts=(), age=None, sex=None, index_date=None)
    page = Page(html_page([(replace(TRIAL, title=None, sponsor=None), bare, REPORT)]))
    assert ("good", "ALT 40 U/L (7-56)") in page.marks


def test_a_quote_on_a_long_line_is_cut_at_words() -> None:
    text = "one two " * 100 + "lupus" + " three four" * 100
    fact = replace(DENIED, start=800, end=805, cues=())
    patient = replace(PATIENT, facts=(fact,), texts=(("folder/note.txt", text),))
    verdict = Verdict("I1", "pass", True, "so", (Evidence(LUPUS, fact, False),))
    words = "".join(Page(html_page([(TRIAL, patient, replace(REPORT, verdicts=(verdict,), missing=()))])).words)
    (quote,) = re.findall(r"… ((?:one |two )+lupus(?: three| four)+) …", words)
    assert 150 < len(quote) < 200


def test_any_of_in_the_page() -> None:
    either = replace(TRIAL.criteria[0], logic=AnyOf((HIGH, LUPUS)))
    verdict = Verdict("I1", "pass", True, "so", (Evidence(LUPUS, DENIED, False), Evidence(HIGH, LAB, True)))
    page = Page(
        html_page([(replace(TRIAL, criteria=(either,)), PATIENT, replace(REPORT, verdicts=(verdict,), missing=()))])
    )
    assert {("bad", "lupus"), ("good", "ALT")} <= set(page.marks)
