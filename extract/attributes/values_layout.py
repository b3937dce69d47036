"""How notes lay a value out behind its name: linking words, columns, flags, the laboratory's own range."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from eligo.entities.units import match_unit
from eligo.schema import Quantity, Range

__all__ = ["Cell", "leading_unit", "place", "read_cell", "starts_line"]

_GLUE = re.compile(
    r"(?:[\s:=|,;\-–—()\[\]*>]|\.{2,}|\b(?:was|were|is|are|of|at|level|levels|count|counts|value|concentration|result|measured|measuring|remains?|remained|now|today|currently|current|"
    r"down|up|to|from|rose|rising|risen|increased|decreased|fell|fallen|dropped|improved|went|trended|declined|worsened|climbed|elevated|low|high|normal|stable|peaked|nadir|found|be|with|a|an|the|score|status|performance|scale|index|"
    r"approximately|about|around|on|admission|presentation|arrival|initial|initially|repeat|noted|showed|revealed|returned|trended|only|his|her|baseline|last|most|recent|"
    r"discharge|this|morning|fasting|random|total|serum|plasma|estimated|calculated|has|been|had|by|percent|read|reading|equals|came|back|as|mildly|slightly|markedly|significantly|"
    r"range|ranging|ranged|kept|maintained|between|in|documented|recorded|still|that|which|"
    r"very|extremely|quite|indicated|showing|demonstrated|determined|reported|tested|also|again|therapeutic|supratherapeutic|subtherapeutic|readings?|values|results|measurements|ran|runs|running|"
    r"H|L|HH|LL|test|ED|follow-?up|visit|screening|RA|room|air)\b)*",
    re.I,
)
_SITE = re.compile(
    r"\s*(?:of|at|in|for|\(|,)\s*(?:the\s+|her\s+|his\s+)?(?:(?:left|right|total|lumbar|femoral|distal|proximal|upper|lower|AP|L\s?\d(?:\s?-\s?L?\s?\d)?)"
    r"\s+){0,3}(?:spine|hips?|neck|femur|radius|forearm|wrist|hand|arm|leg|foot|eye|L\s?\d\s?-\s?L?\s?\d)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:rose|rising|increased?|decreased?|fell|dropped|improved?|went|trended|declined?|worsened|climbed|up|down|elevated|reduced)\b[^.;]{0,24}\bfrom\s*\Z",
    re.I,
)
_BY = re.compile(  # how much it changed, and not what it is
    r"\b(?:increas|decreas|ros|ris|fell|fall|drop|declin|improv|reduc|gain|lost|grew|up|down|elevat|chang)\w*\s+(?:\w+\s+){0,2}by\s*\Z",
    re.I,
)
_QUALITATIVE = re.compile(
    r"[\s:=|\-–]*(?:\b(?:was|were|is|are|remained|level|levels|test|result|results|came|back|returned|both|x\s?\d|×\s?\d|serology|again|"
    r"repeatedly|the|status|screen|today|of)\b\s*)*[:\s]*(?P<word>negative|neg\b|positive|pos\b|undetectable|not\s+detected|detected|detectable|non-?reactive|reactive|indeterminate|"
    r"elevated|normal|within\s+normal\s+limits|WNL|unremarkable|low\b|high\b|trace\b|(?:mildly|slightly|markedly)\s+elevated)(?!\s+(?:of|at|to|than|risk|dose|grade|range|for|[\d]))",
    re.I,
)
_WORDS = {
    "neg": "negative",
    "pos": "positive",
    "wnl": "normal",
    "within normal limits": "normal",
    "unremarkable": "normal",
    "nonreactive": "non-reactive",
}
_FLAGS = r"HH?|LL?|H\*|L\*|\*|high|low|normal|abnormal|critical|crit|A|N|↑|↓"
_FLAG = re.compile(
    rf"[\s|,*]*(?:[(\[]\s*(?P<inside>{_FLAGS})\s*[)\]]|(?P<flag>{_FLAGS}))(?![\w/])(?:(?<=[HL*↑↓])|(?!\s*[<>≤≥]))"
)
_NUMBER = r"\d+(?:[.,]\d+)*"
_RANGE = re.compile(
    rf"[\s|,;:\t]*(?P<open>[(\[])?\s*(?:the\s+)?(?:(?:ref(?:erence)?\.?|normal|nl|norm|expected|RR|reference\s+range|normal\s+range|ref\s+range|reference\s+interval|range|N)\s*(?:range|interval|values?|limits?)?\s*(?:is|was|of|[:=,])?\s*)?"
    rf"(?:(?P<low>{_NUMBER})\s*(?:-|–|—|to)\s*(?P<high>{_NUMBER})|(?P<cmp><=|>=|<|>|≤|≥|up\s+to)\s*(?P<bound>{_NUMBER}))\s*(?P<unit>[^\s)\]|,;]{{0,14}})?\s*(?P<close>[)\]])?",
    re.I,
)
_NAMED_RANGE = re.compile(r"[\s|,;(\[]*(?:the\s+)?(?:ref|normal|nl\b|norm|expected|RR\b|range)", re.I)
_COLUMN = re.compile(r"[ \t]*(?:\||\t|[ ]{2,})")
_PAIR = re.compile(r"\s*/\s*")
_LEADS = re.compile(r"[ \t]*(?:(?P<open>[(\[])\s*|,\s*|\|\s*|\t\s*|(?<=[ ]{2}))")
_CLOSED = re.compile(r"\s*[)\]]")
_LED = re.compile(r"\s*(?:[|\t:=]|[ ]{2}|\d)")
_LINE_ENDS = re.compile(r"[ \t]*(?:(?:HH?|LL?|H\*|L\*|\*|A|N|high|low|normal)(?!\w))?[ \t]*(?:[\n,;]|$)", re.I)
_TO_UNIT = re.compile(r"[ \t]*\|?[ \t]*")
_PLUSES = re.compile(r"[1-4]\+(?!\d|\.\d)")
_BLOCK = re.compile(r"\n\s*\n|[.;]\s+[A-Z]")
_LONGEST = 70


@dataclass(slots=True)
class Cell:
    """What stands behind a name; offsets count in the statement's text.

    Attributes:
        word: a result in words (``negative``).
        second: the diastolic number of a blood pressure.
        unit: of a column of its own.
        earlier: what the value was before (``fell from 60 to 45``).
    """

    end: int
    quantity: Quantity | None = None
    second: Quantity | None = None
    word: str | None = None
    unit: str | None = None
    reference: Range | None = None
    earlier: Quantity | None = None


def starts_line(text: str, pos: int) -> bool:
    """Whether `pos` is the first thing on its line."""
    return not text[text.rfind("\n", 0, pos) + 1 : pos].strip(" -•*|\t")


def leading_unit(text: str, pos: int) -> tuple[str, int] | None:
    """The unit between a name ending at `pos` and its value, and where it ends: ``Height (cm)``, ``Hb, g/dL  9.1``."""
    lead = _LEADS.match(text, pos)
    unit = match_unit(text, lead.end()) if lead is not None and lead.end() < len(text) else None
    if lead is None or unit is None or unit[0] == "1":
        return None
    if not lead["open"]:
        return unit if _LED.match(text, unit[1]) and not text[lead.end()].isdigit() else None
    if text[unit[1] - 1] in ")]":  # some spellings take the bracket with them
        return unit
    close = _CLOSED.match(text, unit[1])
    return (unit[0], close.end()) if close else None


def read_cell(text: str, pos: int, limit: int, quantities: Sequence[Quantity]) -> Cell | None:
    """The value that stands behind a name ending at `pos`, before `limit`, or None."""
    qualitative = _QUALITATIVE.match(text, pos, min(limit, pos + 2 * _LONGEST))
    site = _SITE.match(text, pos, limit)
    glue = _GLUE.match(text, site.end() if site else pos, min(limit, pos + _LONGEST))
    assert glue is not None
    index = _first(quantities, pos, limit)
    if index is not None:
        quantity = quantities[index]
        between = text[pos : quantity.start]
        if (
            len(between) <= _LONGEST
            and glue.end() >= quantity.start
            and not _BLOCK.search(between)
            and not _BY.search(between)
            and not _second_line(text, pos, quantity)
        ):
            return _cell(text, quantities, index, limit, pos)
    if qualitative:
        word = " ".join(qualitative["word"].casefold().split())
        return Cell(qualitative.end("word"), word="elevated" if "elevated" in word else _WORDS.get(word, word))
    return None


def _second_line(text: str, pos: int, quantity: Quantity) -> bool:
    """Whether the number starts a line of its own list (``Potassium\\n2. …``)."""
    between = text[pos : quantity.start]
    return "\n" in between and "\n" in between.strip(" \t") and not between.strip()


def _first(quantities: Sequence[Quantity], pos: int, limit: int) -> int | None:
    at = bisect_left(quantities, pos, key=lambda q: q.start)
    return at if at < len(quantities) and quantities[at].start < limit else None


def place(quantities: Sequence[Quantity], start: int) -> int | None:
    """The place of the quantity that starts at `start`, among those in order."""
    at = bisect_left(quantities, start, key=lambda q: q.start)
    return at if at < len(quantities) and quantities[at].start == start else None


def _cell(text: str, quantities: Sequence[Quantity], index: int, limit: int, pos: int) -> Cell:
    quantity = quantities[index]
    following = quantities[index + 1] if index + 1 < len(quantities) and quantities[index + 1].start < limit else None
    earlier: Quantity | None = None
    if _CHANGE.search(text[pos : quantity.start]):
        if quantity.low is not None and quantity.high is not None and quantity.low != quantity.high:
            earlier, quantity = _later(quantity, quantity.low), _later(quantity, quantity.high)
        elif following is not None and following.start - quantity.end < 12:
            earlier, quantity = quantity, following
    elif quantity.text.casefold().startswith("from") and quantity.low != quantity.high:
        quantity = _later(quantity, quantity.high)
    if quantity.unit in (None, "{+}") and not quantity.comparator and _PLUSES.match(text, quantity.start, limit):
        return Cell(quantity.end + (quantity.unit is None), word=f"{quantity.low:g}+")  # a dipstick's "2+"
    cell = Cell(quantity.end, quantity, earlier=earlier if earlier is not None and earlier.low is not None else None)
    if following is not None and following is not quantity and _PAIR.fullmatch(text[quantity.end : following.start]):
        cell.second, cell.end = following, following.end
        return cell
    end = cell.end
    if quantity.unit is None:
        column = _COLUMN.match(text, end, limit)
        flag = _FLAG.match(text, end, limit) if column is None else None
        at = column.end() if column else end
        flagged = _FLAG.match(text, at, limit)
        if flagged and column:
            column = _COLUMN.match(text, flagged.end(), limit)
            at = column.end() if column else flagged.end()
        unit = match_unit(text, at) if at < limit else None
        if unit is not None and unit[0] not in ("1",) and column is not None and unit[1] <= limit:
            cell.unit, end = unit[0], unit[1]
        elif flag:
            end = flag.end()
    flag = _FLAG.match(text, end, limit)
    if flag and ((flag["flag"] or "") not in ("A", "N", "normal") or "|" in flag.group()):
        end = flag.end()
    reference = _RANGE.match(text, end, limit)
    if reference and _is_reference(text, reference, end):
        cell.reference = _reference(reference)
        end = reference.end()
        if quantity.unit is None and cell.unit is None and not reference["close"]:
            number = reference.end("high") if reference["high"] else reference.end("bound")
            behind = match_unit(text, _TO_UNIT.match(text, number).end())  # type: ignore[union-attr]
            if behind is not None and behind[0] != "1" and behind[1] <= limit:
                cell.unit, end = behind[0], max(end, behind[1])
        flag = _FLAG.match(text, end, limit)
        if flag and (flag["flag"] or "") not in ("A", "N", "normal") and "\n" not in flag.group():
            end = flag.end()
    cell.end = max(cell.end, end)
    return cell


def _later(quantity: Quantity, value: float | None) -> Quantity:
    from dataclasses import replace

    return replace(quantity, low=value, high=value, low_inclusive=True, high_inclusive=True)


def _is_reference(text: str, match: re.Match[str], end: int) -> bool:
    gap = match.group()
    if "\n" in gap.strip("\n") and match["open"] is None:
        return False
    named = _NAMED_RANGE.match(text, end) is not None
    if match["open"]:
        return match["close"] is not None or named
    if named or "|" in gap or "\t" in gap or gap.startswith("  "):
        return True
    return gap[:1] == " " and _LINE_ENDS.match(text, match.end()) is not None


def _reference(match: re.Match[str]) -> Range:
    def number(text: str) -> float:
        return (
            float(text.replace(",", ""))
            if text.count(",") and not text.count(".") and len(text.rpartition(",")[2]) == 3
            else float(text.replace(",", "."))
        )

    if match["low"]:
        low, high = number(match["low"]), number(match["high"])
        return Range(low, True, high, True)
    bound, sign = number(match["bound"]), match["cmp"]
    if sign[0] in ">≥":
        return Range(bound, sign != ">", None, None)
    return Range(None, None, bound, sign != "<")
