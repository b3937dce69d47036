"""Numbers as text writes them: decimal marks, powers of ten, number words; and the digits that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligo.alternatives import one_of

from .hints import WholeWords

__all__ = ["NUMBER_WORDS", "PER_UNIT", "Number", "find_numbers", "holds_number_word"]

_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBER_WORDS = {word: float(n) for n, word in enumerate(_COUNTING.split())} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
    "once": 1.0, "twice": 2.0, "thrice": 3.0,
}  # fmt: skip

holds_number_word = WholeWords(NUMBER_WORDS)
"""Whether looking for number words is worth it."""

_BLANK = r" \u00a0\u2000-\u200a\u202f\u205f"  # thin and fixed spaces part thousands, too
_DIGITS = re.compile(rf"\d[\d.,'’{_BLANK}]*")
_WORD = re.compile(
    r"\b(?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-]{1,3}"
    r"(?P<ones>one|two|three|four|five|six|seven|eight|nine)\b|"
    rf"{one_of(NUMBER_WORDS)}\b)(?P<word_ends>)"
    r"(?:\s*\(\s*(?P<digits>\d+)\s*\)|(?P<half>\s+and\s+(?:a|one)[\s-]+half))?"
    r"(?![-\s]*to-one)",
    re.I,
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_COMMA_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])")
_SPACE_THOUSANDS = re.compile(rf"\d{{1,3}}(?:[{_BLANK}'’]\d{{3}})+(?![\d.,])")
_LOST_POWER = re.compile(r"10[369]\s*/\s*(?:L|l|µL|μL|uL)\b")
_DOT_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?![\d])")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}(?![\d,])")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
POWER = re.compile(
    r"\s*(?:[x×✕╳*·∙•Xх]\s*)?10\s*(?:(?:\^|\*\*|\*|ˆ|˄|⁎)\s*\(?\s*(?P<caret>[-−]?\d{1,2})\s*\)?|(?P<super>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
    r"|\(\s*(?P<paren>\d{1,2})\s*\)|[eE]\s*\+?(?P<e>\d{1,2})|<sup>\s*(?P<sup>\d{1,2})\s*</sup>"
    r"|(?P<lost>(?:1[0-2]|[3-9]))(?=\s*(?:/|per\b|cells?\b|platelets?\b)))"
)
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
    r"|January|February|March|April|June|July|August|September|October|November|December)\b"
)
_DATE = re.compile(
    r"\d{4}[-/]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)(?!\s*[%x×])|\d{4}\.\d{1,2}[-/.]\d{1,2}(?!\d)(?!\s*[%x×])"
    r"|(?:19|20)\d{2}\.(?:0[1-9]|1[0-2])(?!\d)(?!\s*[%x×A-Za-zµμ/])"
    r"|\d{1,2}([/.])\d{1,2}\1(?:19|20)?\d{2}(?!\d)"
    r"|\d{1,2}-\d{1,2}-(?:19|20)\d{2}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH}\.?(?:[\s,-]+\d{{2,4}}(?!\d))?"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?!\d)(?:\s*[ap]\.?m\b\.?)?"
    r"|\d{3}(?P<gap>[-. ])\d{3,4}(?P=gap)\d{4}(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)\b(?!\s*(?:(?:per)?centile|%))"
    r"|(?:19|20)\d{2}(?=\s*(?:criteria|guidelines?|classification|version|edition|definition|consensus|update)\b)"
)
_MONTH_BEFORE = re.compile(rf"(?<![^\W\d_]){_MONTH}\.?[\s,-]*(?:\d{{1,2}}(?:st|nd|rd|th)?[\s,-]+)?\Z")
_YEAR_BEFORE = re.compile(r"\b(?:in|since|before|after|until|by|year|of|from|the|to|through|prior\s+to)\s*\(?\Z", re.I)
PER_UNIT = re.compile(  # "2005 /mm3" and "from 2071 to 2689 IU/L" are no years
    r"\s*(?:(?:to|-|–|and)\s*[\d.,]+)?\s*(?:cells|[mµμunp]?g|[mµμun]?(?:iu|u|mol)|m?eq|k)?"
    r"\s*/\s*(?:[dmµμu]?l|mm3|mm³|cumm|min|kg|h|day)\b",
    re.I,
)
_NUMBERED = r"""
    types? phases? cohorts? arms? parts? cycles? days? visits? criteri(?:on|a) sections? tables? appendix items? no\.?
    nos\.? version ver\.? v\.? recist irecist mrecist pcwg ctcae dsm icd icd-10 icd-9 hpv steps? groups? factors?
    interleukin chromosomes? exons? codons? figures? amendments? stud(?:y|ies) weeks? months? schedules? stratum
    strata modules? panels? pirads pi-rads bi-rads birads li-rads lirads dose\s+levels? influenza coronavirus sars-cov
    covid protocol inclusion exclusion note cin pin gcp ich cfr parainfluenza complement serotypes? genotypes?
    subtypes? vitamin omega caspase apolipoprotein substage trisomy deletion del monosomy
"""
_NAMED = re.compile(rf"\b{one_of(_NUMBERED.split())}\s*[-:#]?\s*\Z", re.I)
_HARD_NAMED = re.compile(
    r"\b(?:version|ver\.?|v\.?|recist|irecist|mrecist|pcwg|ctcae|dsm|icd|icd-10|icd-9|types?|phases?)\s*[-:#]?\s*\Z",
    re.I,
)
_LASTING = re.compile(r"\b(?:menstrual|ovulatory|menses)\s+cycles?\s*[-:=]?\s*\Z", re.I)  # not "day 3 of cycle 2"
_DAYS_NEXT = re.compile(r"\s*(?:(?:-|–|—|to|and)\s*\d+\s*)?-?\s*(?:days?|weeks?)\b", re.I)
_LIST_MARK = re.compile(r"(?:\A|\n)[\s•*·▪-]*\(?\Z")
_AFTER_LIST_MARK = re.compile(r"(?:\.\d{1,2})*[.)](?=\s+\S)(?!\s+\d)")
_ENUMERATED = re.compile(r"\)\s+[^\W\d_]")
_FRACTION = re.compile(r"\d/\d{1,2}(?![\d/.])")
_OUT_OF = re.compile(r"(10|\d)/10(?![\d/]|\.\d|\s*(?:days?|patients|times)\b)")  # points of ten
_TO_ONE = re.compile(r"(\d{1,2}(?:\.\d+)?)\s?:\s?1(?![\d:]|\.\d)")  # a flow ratio of "1.5:1"
_TEN_POWER = re.compile(r"10\s*(?:(?:\^|\*\*)\s*([-−]?\d{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))")


@dataclass(slots=True)
class Number:
    """A number and where it stands.

    Attributes:
        start, end: the digits (or word) alone.
        dotted: a decimal point stands before exactly three digits (``50.000``): thousands in some countries.
        word: written as a word.
        spaced: digits in groups of three with spaces between.
    """

    value: float
    start: int
    end: int
    dotted: float | None = None
    word: bool = False


def find_numbers(text: str) -> Iterator[Number]:
    """The numbers of `text`, left to right; digits that belong to names, dates, lists and codes are left out."""
    words = list(_WORD.finditer(text)) if holds_number_word(text) else []
    position = 0
    for number in _digits(text):
        while words and words[0].start() < number.start:
            word = words.pop(0)
            if word.start() >= position:
                yield _word(word)
                position = word.end()
        if number.start >= position:
            yield number
            position = number.end
    for word in words:
        if word.start() >= position:
            yield _word(word)
            position = word.end()


def _word(match: re.Match[str]) -> Number:
    end = match.start("word_ends")
    words = [match["tens"], match["ones"]] if match["tens"] else [match.string[match.start() : end]]
    value = sum(NUMBER_WORDS[word.casefold()] for word in words) + (0.5 if match["half"] else 0.0)
    if match["digits"] and float(match["digits"]) != value:
        return Number(value, match.start(), end, word=True)
    return Number(value, match.start(), match.end(), word=True)


def _digits(text: str) -> Iterator[Number]:
    position = 0
    for run in _DIGITS.finditer(text):
        start, stop = run.start(), run.end()
        if start < position:
            start = position
        while start < stop:
            if not text[start].isdigit() or not text[start].isascii():
                start += 1
                continue
            skip = _no_number(text, start)
            if skip:
                start = position = skip
                continue
            number = _one(text, start, stop)
            yield number
            start = position = number.end


def _no_number(text: str, start: int) -> int:
    """Where to go on if the digits at `start` are no number; 0 if they are one."""
    before = text[start - 1] if start else "\n"
    plain = _PLAIN.match(text, start)
    assert plain is not None
    end = plain.end()
    if before.isalpha() and before not in "xX×х":
        return 0 if before in "nNtTeEdDoO" and _GLUED_WORD.search(text, max(0, start - 9), start) else end
    if before in "_#@" or (before.isdigit() and not before.isascii()):
        return end
    if before in "xX" and start > 1 and text[start - 2].isalpha() and text[start - 2 : start] not in ("Nx", "nx"):
        return end
    if before in ".," and start > 1 and text[start - 2].isalnum():
        return end
    if (
        before in "-‐‑–/"
        and start > 1
        and (text[start - 2].isalpha() or text[start - 2] in ")]")
        and not _GLUED.search(text[:start][-12:])
    ):
        return end
    if before == ")" and end - start == 1 and not _UNIT_NEXT.match(text, end):
        return end  # a footnote mark
    if before == ")" and start > 2 and text[start - 2].isalpha() and "(" in text[start - 4 : start - 1]:
        return end
    if before == "/" and start > 1 and text[start - 2].isdigit() and not _pressure(text, start, end):
        return end
    if before == "^":
        return end
    date = _DATE.match(text, start)
    if date:
        return date.end()
    if text[end : end + 1] == "/" and end - start == 1 and not _OUT_OF.match(text, start):
        fraction = _FRACTION.match(text, start)
        if fraction:
            return fraction.end()
    after = text[end] if end < len(text) else "\n"
    if (after == "." or after == ")") and end - start <= 4:
        if _LIST_MARK.search(text, max(0, start - 8), start):
            mark = _AFTER_LIST_MARK.match(text, end)
            if mark:
                return mark.end()
        if (
            after == ")"
            and before == " "
            and end - start <= 2
            and _ENUMERATED.match(text, end)
            and "(" not in text[max(0, start - 60) : start]
        ):
            return end + 1
        if (
            after == ")"
            and before == "("
            and end - start <= 2
            and not text[max(0, start - 8) : start - 1].rstrip()[-2:].isdigit()
        ):
            tail = text[max(0, start - 12) : start - 1].rstrip().rpartition(" ")[2].casefold()
            if tail not in NUMBER_WORDS:
                return end + 1
    window = text[max(0, start - 24) : start]
    if window[-1:].isspace() or window[-1:] in "-:.#,":
        value = plain.group()
        if (
            len(value) == 4
            and value.isdigit()
            and value[:2] in ("19", "20")
            and _YEAR_BEFORE.search(window)
            and not PER_UNIT.match(text, end)
        ):
            unit = text[end : end + 4].lstrip()[:2].casefold()
            if unit not in ("mg", "ml", "kc", "g ", "ms", "iu", "ce", "µl", "pg", "ng"):
                return end
        if _MONTH_BEFORE.search(window) and end - start in (1, 2, 4):
            return end
        if (
            end - start <= 4
            and _NAMED.search(window)
            and not (_LASTING.search(window) and _DAYS_NEXT.match(text, end))
            and (_HARD_NAMED.search(window) or not _UNIT_NEXT.match(text, end))
        ):
            return end
    return 0


_SYSTOLIC = re.compile(r"(?<![\d.,/])\d{2,3}/\Z")


def _pressure(text: str, start: int, end: int) -> bool:
    """Whether the digits are the second number of a pair such as ``140/90``."""
    if not 2 <= end - start <= 3 or not text[start:end].isdigit():
        return False
    systolic = _SYSTOLIC.search(text, max(0, start - 5), start)
    return systolic is not None and text[end : end + 1] != "/"


_GLUED = re.compile(
    r"(?:ULN|UNL|LLN|normal|age|aged|and|or|[x×])[-/–]\d*\Z|\)[–-]\Z"
    r"|\d\s?(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?|kg|cm|mm|mg|mL|dL|ms|msec|mmHg)[-–]\Z",  # "8yr-18yrs"
    re.I,
)
_GLUED_WORD = re.compile(
    r"(?<![^\W\d_])(?:than|least|aged?|equal\s+to|\d\s?to)\Z", re.I
)  # "greater than100", "18 to75"
_UNIT_NEXT = re.compile(r"\s*(?:%|[a-zµ]+\s*/|mg|g/|x\s|×|[1-9]\d*\s*[x×]|mm|ms)", re.I)


def _one(text: str, start: int, stop: int) -> Number:
    match = _COMMA_THOUSANDS.match(text, start)
    if match:
        return Number(_signed(text, start, float(match.group().replace(",", ""))), start, match.end())
    match = _SPACE_THOUSANDS.match(text, start)
    if match and _LOST_POWER.match(text, match.end() - 3):
        first = match.group()[:-4]  # "100 109/L"
        return Number(_signed(text, start, float(re.sub(r"[^\d]", "", first))), start, start + len(first))
    if match and _COUNTED.match(text, match.end()):
        return Number(float(re.sub(r"[^\d]", "", match.group())), start, match.end())
    match = _DOT_THOUSANDS.match(text, start)
    if match:
        thousands = float(match.group().replace(".", ""))
        if match.group().count(".") > 1:
            return Number(thousands, start, match.end())
        return Number(_signed(text, start, float(match.group())), start, match.end(), dotted=thousands)
    match = _DECIMAL_COMMA.match(text, start)
    if match and (_MEASURED_NEXT.match(text, match.end()) or _SIGN_BEFORE.search(text, max(0, start - 3), start)):
        return Number(_signed(text, start, float(match.group().replace(",", "."))), start, match.end())
    match = _OUT_OF.match(text, start)
    if match:
        return Number(float(match[1]), start, match.end())
    match = _TO_ONE.match(text, start)
    if match:
        return Number(float(match[1]), start, match.end())
    match = _TEN_POWER.match(text, start)
    if match:
        exponent = (match[1] or match[2]).translate(_SUPERSCRIPTS).replace("−", "-")
        return Number(10.0 ** int(exponent), start, match.end())
    match = _PLAIN.match(text, start)
    assert match is not None
    return Number(_signed(text, start, float(match.group())), start, match.end())


_COUNTED = re.compile(
    r"\s*(?:/|per\b|cells|x|×|µ|mm|u?l\b|copies|iu|platelets?|[a-zµμ]{1,5}\s?/\s?[dmµμu]?l\b)|\s*[),;.]|\s*\Z", re.I
)
_MEASURED = re.compile(r"\s*(?:[x×*%]|times|fold|[a-zµμ]{1,5}\s*/|mg|g/|mmol|µ|mm|cm|U/|IU|K\b|10)", re.I)
# … or so is the other end of a range: "3,5 and 5,0 mmol/L"
_MEASURED_NEXT = re.compile(rf"(?:\s*(?:and|to|[-–—])\s*\d+,\d{{1,2}}(?![\d,]))?{_MEASURED.pattern}", re.I)
_SIGN_BEFORE = re.compile(r"[<>≤≥=]\s?\Z")
_NEGATIVE = re.compile(r"(?:\A|[\s(<>≤≥=⩽⩾≦≧\[])[-−]\Z")
_NEGATIVE_CONTEXT = re.compile(
    r"(?:[<>≤≥=⩽⩾≦≧(\[]|\b(?:than|to|of|and|between|from|or|least|most|below|above|score|is))\s*[-−]\Z", re.I
)


_SIGN_BEHIND = re.compile(
    r"[\d.]+\s*(?:[<>≤≥]|(?:[a-z]+\s+)?(?:to|and)\s+[-−]\s?\d)", re.I
)  # "-2 ≤ z-score", "-1 to -6 D"


def _signed(text: str, start: int, value: float) -> float:
    if (
        start
        and text[start - 1] in "-−"
        and _NEGATIVE.search(text, max(0, start - 3), start)
        and (_NEGATIVE_CONTEXT.search(text, max(0, start - 12), start) or _SIGN_BEHIND.match(text, start))
    ):
        return -value
    return value
