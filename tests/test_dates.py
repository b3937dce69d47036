"""Partial dates and durations (`eligo.schema.dates`), and the dates of notes (`find_dates`)."""

from __future__ import annotations

import re
from datetime import date

import pytest

from eligo.entities.times import find_dates
from eligo.schema.dates import add_duration, interval, parse_duration, within

TODAY = "2022-03-24"

# sentence <words> | date | end date, in a note of TODAY
ROWS = """
Seen <on 2022-03-01> | 2022-03-01 | ~
Seen <on 03/24/2022> | 2022-03-24 | ~
Seen <on 24/03/2022> | 2022-03-24 | ~
Labs <3/4/22> | 2022-03-04 | ~
Labs <3/4/68> | 1968-03-04 | ~
Seen <10.03.2021> | 2021-03-10 | ~
Resected <24 March 2021> | 2021-03-24 | ~
Resected <March 24, 2021> | 2021-03-24 | ~
Resected <2nd of May 2021> | 2021-05-02 | ~
Resected <Mar 2021> | 2021-03 | ~
Resected <3/2021> | 2021-03 | ~
Resected <in 2019> | 2019 | ~
Appendectomy (<2019>) | 2019 | ~
<2019>: appendectomy | 2019 | ~
Bypass <in March> | 2022-03 | ~
Bypass <in May> | 2021-05 | ~
Bypass <on May 5> | 2021-05-05 | ~
Fall <two months ago> | 2022-01-09 | 2022-02-08
Fall <3 weeks ago> | 2022-02-28 | 2022-03-06
Fall <4 days ago> | 2022-03-20 | ~
Fall <last year> | 2021 | ~
Fall <last month> | 2022-02 | ~
Fall <last week> | 2022-03-14 | 2022-03-20
Fell <yesterday> | 2022-03-23 | ~
Seen <today> | 2022-03-24 | ~
Cough <x 3 days> | 2022-03-21 | 2022-03-24
Diabetic <since 2015> | 2015 | 2022-03-24
Treated <from 2018 to 2020> | 2018 | 2020
Treated <2018-2020>, well now | 2018 | 2020
Treated <between March and May 2021> | 2021-03 | 2021-05
Treated <from Jan 2020 until March 2021> | 2020-01 | 2021-03
Treated <until 2020> | ~ | 2020
Smoked <for 10 years> | 2012 | 2022-03-24
<A 10-year> history of asthma | 2012 | 2022-03-24
Pain <in the past 6 months> | 2021-09-24 | 2022-03-24
Menarche <at age 12> | ~ | ~
Admitted [**<2148-10-1>**] | 2148-10-01 | ~
Return <in 3 months>. | 2022-06-09 | 2022-07-09
Dyspnea <5 days prior to admission> | ~ | ~
""".strip().splitlines()


@pytest.mark.parametrize("row", ROWS)
def test_date(row: str) -> None:
    marked, first, last = (part.strip() for part in row.split("|"))
    before, words, after = re.split("[<>]", marked)
    text = before + words + after
    (found,) = find_dates(text, document_date=TODAY)
    assert found.text == words == text[found.start : found.end]
    assert (found.date, found.end_date) == tuple(None if x == "~" else x for x in (first, last))


@pytest.mark.parametrize(
    "text",
    [
        "May have fallen",
        "BP 120/80",
        "strength 5/5",
        "2000 mg daily",
        "3 tablets",
        "Pain 2-3/10",
        "",
        "T 37.2",
        "1950 mL",
    ],
)
def test_no_date(text: str) -> None:
    assert find_dates(text, document_date=TODAY) == []


def test_a_relative_time_without_a_document_date_is_a_window() -> None:
    (found,) = find_dates("Fall two months ago", 10)
    assert found.window is not None
    assert (found.date, found.window.from_, found.window.to, found.window.anchor) == (None, "-P2M", "-P2M", "document")
    assert (found.start, found.end) == (15, 29)


def test_a_month_without_a_year_needs_a_document_date() -> None:
    assert find_dates("Bypass in March") == []


def test_open_period_is_marked() -> None:
    (found,) = find_dates("Diabetic since 2015", document_date=TODAY)
    assert found.window is not None
    assert found.window.throughout


def test_age_is_a_window_from_birth() -> None:
    (found,) = find_dates("Menarche at age 12")
    assert found.window is not None
    assert (found.window.anchor, found.window.from_, found.window.to) == ("birth", "P12Y", "P13Y")


@pytest.mark.parametrize(
    ("day", "duration", "result"),
    [
        (date(2022, 3, 24), "-P2W", date(2022, 3, 10)),
        (date(2022, 3, 24), "-P28D", date(2022, 2, 24)),
        (date(2022, 3, 31), "-P1M", date(2022, 2, 28)),
        (date(2020, 2, 29), "P1Y", date(2021, 2, 28)),
        (date(2022, 1, 15), "-P13M", date(2020, 12, 15)),
        (date(2022, 3, 24), "P0D", date(2022, 3, 24)),
        (date(2022, 3, 24), "-PT24H", date(2022, 3, 23)),
        (date(2022, 3, 24), "-PT72H", date(2022, 3, 21)),
        (date(2022, 3, 24), "PT6H", date(2022, 3, 25)),
        (date(2022, 3, 24), "P1Y6M", date(2023, 9, 24)),
        (date(2022, 3, 24), "-P1.5Y", date(2020, 9, 24)),
        (date(2022, 3, 24), "-P9000Y", date.min),
        (date(2022, 3, 24), "P9000Y", date.max),
    ],
)
def test_add_duration(day: date, duration: str, result: date) -> None:
    assert add_duration(day, duration) == result


@pytest.mark.parametrize("text", ["", "P", "2W", "P2", "P-2W", "PT", "P1W2Y"])
def test_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-03-01", date(2019, 3, 1), date(2019, 3, 1)),
        ("2019-03-01T10:00:00Z", date(2019, 3, 1), date(2019, 3, 1)),
    ],
)
def test_interval(text: str, first: date, last: date) -> None:
    assert interval(text) == (first, last)


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-02-30", "March 2019"])
def test_no_interval(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|month"):
        interval(text)


@pytest.mark.parametrize(
    ("fact", "window", "inside"),
    [
        ("2019-03-05", "2019-03", True),
        ("2019-03", "2019-03-05", None),
        ("2018", "2019", False),
        ("2019", "2019", True),
    ],
)
def test_within(fact: str, window: str, inside: bool | None) -> None:
    assert within(interval(fact), interval(window)) is inside


def test_open_ends_are_within() -> None:
    day = date(2019, 3, 1)
    assert within((day, day), (None, day)) is True
    assert within((None, day), (day, None)) is None
    assert within((None, None), (None, None)) is True
