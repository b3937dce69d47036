"""Dates as people and registries write them → ISO 8601 of the precision given."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["find_date"]

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>(?:1[89]|2[01])\d\d)"
_FORMS = [
    re.compile(rf"(?<!\d){_YEAR}[-/.](?P<number>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]*{_YEAR}(?!\d)", re.I),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+{_YEAR}(?!\d)", re.I),
    re.compile(rf"\b{_MONTH}[\s,-]+{_YEAR}(?!\d)", re.I),
    re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})(?P<sep>[/.-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?!\d)"),
]
_DAY_FIRST = re.compile(r"(?<!\d)(?:1[3-9]|2\d|3[01])[/.-]\d{1,2}[/.-](?:1[89]|2[01])\d\d(?!\d)")


def find_date(text: str, *, context: str = "") -> str | None:
    """The first date in `text`: ``2022-03-24``, ``2022-03`` or ``2022``; None where there is none or it does not exist.

    Args:
        context: text whose other dates tell day/month from month/day; without evidence ``03/04/2022`` is 4 March,
            as it is written in the United States.
    """
    for form in _FORMS:
        found = form.search(text)
        if found:
            return _iso(found.groupdict(), context)
    return None


def _iso(parts: dict[str, str | None], context: str) -> str | None:
    year = int(parts["year"] or 0)
    stated = parts.get("day")
    day = int(stated) if stated else None
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        day_first = parts.get("sep") == "." or first > 12 or (second <= 12 and _DAY_FIRST.search(context) is not None)
        month, day = (second, first) if day_first else (first, second)
    elif parts.get("number"):
        month = int(parts["number"] or 0)
    elif parts.get("month"):
        month = _MONTHS[(parts["month"] or "")[:3].lower()]
    else:
        return str(year)
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")
