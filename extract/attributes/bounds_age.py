"""Ages and life expectancy: numbers of years, months, weeks or days that are no durations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.analytes import analytes
from eligo.entities.hints import PartsOfWords, WholeWords
from eligo.entities.units import convert
from eligo.errors import UnitError
from eligo.schema import Concept, Constraint, Leaf, Mention, Quantity, Range

from .bounds_context import goes_on_by_sex, sex_after
from .bounds_side import extreme

__all__ = ["read_ages"]

AGE_UNITS = frozenset(("a", "mo", "wk", "d", "h"))
_OLD = re.compile(
    r"[\s-]*(?:(?:years?|yrs?\.?|y/?o)?[\s-]*(?:of[\s-]+ages?|olds?|in\s+age)\b|(?:of\s+)?age\b|aged(?=\s*(?:\Z|[.,;)]))|y/?o(?:a|f\s+age)?\b)",
    re.I,
)
_AGED = re.compile(
    r"\b(?:ages?|aged|age\s+range|years\s+of\s+age)\b(?:\s*(?:\(\s*(?:in\s+)?(?:years?|yrs?)\s*\)|range|group|limits?|of|is|are|at|from|must|be|should|between|the|for|"
    r"least|who|with|on|time|day|date|screening|enrol?lment|consent|informed|signing|signature|registration|randomi[sz]ation|diagnosis|study|entry|first|dose|male|female|males|females|in|years?|patients?|subjects?|participants?|eligible|requirement|has|have|to|inclusive|or|older|than|visit|inclusion|treatment|[:=,()\[\]–-]|≥|>))*[\s:=,(\[–-]*\Z",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:adults?|males?|females?|men|women|patients?|subjects?|participants?|child(?:ren)?|adolescents?|volunteers?|persons?|people|individuals?|boys?|girls?|"
    r"infants?|person|gender|sex|genders|sexes|outpatients?|inpatients?|neonates?|newborns?|candidates?|recipients?|minors?|youths?|teenagers?|elderly|(?:non-?)?smokers?(?!\s+(?:of|for|with)\b))\b"
    r"(?:\s*(?:who|that|is|are|must|be|being|of|or|and|with|from|between|the|to|[;:,()\[\]/–-]))*[\s;:,(\[]*\Z",
    re.I,
)
_DURATION = re.compile(
    r"\s*(?:prior|before|after|since|ago|from|following|post|within|duration|earlier|previously|preceding|apart|history|of\s+(?!age)|for\s+|in\s+(?!age)|"
    r"disease|survival|life|follow|smok|postmeno|post-meno|menopaus|or\s+more\s+(?:prior|before|since|after|of(?!\s+age))|without|amenorr|free)",
    re.I,
)
_OLDER = re.compile(r"older|younger", re.I)
_ELDER = re.compile(r"\s*,?\s*(?:or|and)\s+(?:older|younger)\b(?!\s+than)", re.I)  # "at least 18 years or older"
_WORDED = re.compile(r"\b(?:older|younger)(?=\s*\Z)", re.I)
_OVER_AGE = re.compile(r"\bages?\s+(?:of\s+)?\d", re.I)
_NOT_AGE = re.compile(
    r"\b(?:gestation\w*|menopaus\w*(?!\s+(?:females?|wom[ae]n|patients?|subjects?|participants?),?\s+(?:(?:aged?|between|from)\s+)*\Z)|menarche|smok(?!ers?\b)\w*\b(?!\s*,?\s*(?:(?:and|or|healthy|adults?)\s+)*(?:(?:fe)?males?|(?:wo)?men|volunteers?|subjects?|participants?|patients?|adults?|individuals?|persons?|people|aged?|between|of)\b)|diagnosed\s+(?:at|before|after)|diagnos(?:ed|is)\s+[^.;,]{0,40}?\b(?:at|before|after|by|prior\s+to)\s+(?:the\s+|an\s+)?age|age\s+(?:at|of)\s+(?:(?:the\s+)?time\s+of\s+|the\s+)?(?:first\s+|initial\s+)?diagnosis|onset|paternal|maternal)\b[^.;]{0,24}\Z|\b(?:samples?|tissues?|biops\w+|specimens?|archiv\w+|imaging|scans?|MRI|CT|radiographs?|images?|x-rays?|records?|blocks?|results?)\b[^.;]{0,40}\Z",
    re.I,
)
_MAY_BE_NO_AGE = PartsOfWords(
    ("gestation", "menopaus", "menarche", "smok", "diagnos", "onset", "paternal", "maternal", "sample", "tissue",
     "biops", "specimen", "archiv", "imaging", "scan", "mri", "ct", "radiograph", "image", "ray", "record",
     "block", "result")
)  # fmt: skip
_MAY_NAME_AGE = WholeWords(("age", "ages", "aged"))
_TRAILING = re.compile(
    r"\s*[,(]?\s*(?:(?:or|and)\s+(?:older|over|above|more|greater|up|younger|under|below|less)\b|inclusive\b)\s*\)?",
    re.I,
)


def _age_concept() -> Concept | None:
    analyte = analytes().get("demo:age")
    return analyte.concept if analyte else None


_UP_TO = re.compile(r"\s*(?:old|of\s+age)?\s*(?:to|through|until|up\s+to|and\s+up\s+to|-|–|—)\s*", re.I)


def read_ages(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> list[tuple[Leaf, Quantity]]:
    """The ages asked for. Quantities count in the document; so do the leaves."""
    out: list[tuple[Leaf, Quantity]] = []
    demographic = False
    for n, quantity in enumerate(quantities):
        if quantity.unit is not None and quantity.unit not in AGE_UNITS:
            continue
        if quantity.relative_to is not None or (quantity.low is None and quantity.high is None):
            continue
        start, end = quantity.start - offset, quantity.end - offset
        found = _reads_as_age(text, start, end, quantity, demographic)
        if found is None and out and _goes_on(text, offset, quantities, n, out[-1][1]):
            found = (start, end, end)
            unit = quantity.unit or out[-1][1].unit
            leaf = _leaf(text, offset, replace(quantity, unit=unit), *found)
            out.append((_reaching(text, offset, leaf, out[-1][0].constraint.start, leaf.constraint.end), quantity))
            continue
        plus = _PLUS.match(text, end)
        if found is None and plus is not None and _PLUS_YEARS.search(plus[0]):  # "21+ years old"
            found = (start, end, plus.end())
        if found is None:
            continue
        original = quantity
        if plus and not quantity.comparator and quantity.low == quantity.high:  # "18+ years"
            quantity = replace(quantity, high=None, high_inclusive=None, low_inclusive=True, comparator=True)
            found = (found[0], found[1], max(found[2], plus.end()))
        quantity = extreme(text, found[0], quantity)
        demographic = True
        before = _shared(text, offset, quantities, n)
        if before is not None and not any(q is before for _, q in out):
            at = before.start - offset
            out.append(
                (
                    _leaf(
                        text, offset, replace(before, unit=quantity.unit), at, before.end - offset, before.end - offset
                    ),
                    before,
                )
            )
            first, _ = out[-1]
            out[-1] = (_reaching(text, offset, first, first.constraint.start, found[2] + offset), before)
        name_start, name_end, stop = found
        leaf = _leaf(text, offset, quantity, name_start, name_end, stop)
        joined = _joined(text, offset, out[-1][0], leaf) if out else None
        if joined is not None:
            out[-1] = (joined, original)
        else:
            out.append((leaf, original))
    sexes = {leaf.constraint.sex for leaf, _ in out} - {None}
    return out if len(sexes) != 1 else [(_of_all(text, offset, leaf), quantity) for leaf, quantity in out]


def _of_all(text: str, offset: int, leaf: Leaf) -> Leaf:
    """The leaf without the sex that is named behind it, where only one sex has an age: ``18 to 65 years for men``."""
    end = leaf.constraint.end - offset
    if leaf.constraint.sex is None or not _ITS_SEX.match(text, end):
        return leaf
    covers = tuple(span for span in leaf.covers if span[0] < leaf.constraint.end)
    return replace(leaf, constraint=replace(leaf.constraint, sex=None), covers=covers)


def _reaching(text: str, offset: int, leaf: Leaf, start: int, end: int) -> Leaf:
    """The leaf, its words reaching as far as the name that it shares with another."""
    constraint = replace(leaf.constraint, text=text[start - offset : end - offset], start=start, end=end)
    return replace(leaf, constraint=constraint)


_PLUS_YEARS = re.compile(r"\b(?:of\s+age|old)\Z", re.I)
_PLUS = re.compile(r"\s?\+(?!\s*\d)(?:\s*(?:years?|yrs?|y/?o)\b(?:\s*(?:of\s+age|old)\b)?)?", re.I)


def _goes_on(text: str, offset: int, quantities: Sequence[Quantity], n: int, last: Quantity) -> bool:
    """``age < 20 or > 70 years``: a bound behind one of age, with no thing between."""
    quantity = quantities[n]
    if quantities[n - 1] is not last or not quantity.comparator or not last.comparator:
        return False
    values = [v for v in (quantity.low, quantity.high) if v is not None]
    before, start = last.end - offset, quantity.start - offset
    glue = text[before:start]
    by_sex = goes_on_by_sex(text, before, start) or goes_on_by_sex(text, before + len(_YEARS_OLD.match(glue)[0]), start)  # type: ignore[index]
    if not (_OR.fullmatch(glue) or by_sex) or any(v > 130 for v in values):
        return False
    return quantity.unit is not None or by_sex or _CLAUSE_END.match(text, quantity.end - offset) is not None


_YEARS_OLD = re.compile(r"(?:\s*(?:of\s+age|old)\b)?", re.I)


def _joined(text: str, offset: int, first: Leaf, second: Leaf) -> Leaf | None:
    """ "Over 20 years old to 70 years of age" is one range; None where two ages are two."""
    low, high = first.constraint, second.constraint
    between = text[low.end - offset : second.start - offset]
    turned = _facing(text, offset, first, second, between)
    if turned is not None:
        return turned
    dash = _UP_TO.fullmatch(between) or (between.strip() == "and" and _BETWEEN.search(low.text))
    if not dash or high.low is None or high.low != high.high:
        return None
    if low.unit != high.unit:  # "18 months old to 21 years old": both in years
        if low.canonical is None or high.canonical is None or low.canonical.unit != high.canonical.unit:
            return None
        low, high = (
            replace(c, low=r.low, high=r.high, unit=r.unit) for c, r in ((low, low.canonical), (high, high.canonical))
        )
    if low.low is None or (low.high is not None and low.high != low.low):
        return None
    canonical = None
    if low.canonical is not None and high.canonical is not None:
        canonical = replace(low.canonical, high=high.canonical.high, high_inclusive=True)
    whole = replace(
        low, text=text[low.start - offset : high.end - offset], end=high.end, high=high.high, high_inclusive=True,
        canonical=canonical,
    )  # fmt: skip
    return Leaf(whole, first.start, first.end, ((low.start, high.end),))


_BETWEEN = re.compile(r"\bbetween\b", re.I)


def _facing(text: str, offset: int, first: Leaf, second: Leaf, between: str) -> Leaf | None:
    """``18 < age < 80 years``: one range."""
    low, high = first.constraint, second.constraint
    if not _SIGNED.search(low.text) or between.strip() or low.high is not None or high.low is not None:
        return None
    unit = high.unit if "unit" in low.assumed else low.unit
    if low.low is None or high.high is None or high.unit not in (unit, low.unit):
        return None
    canonical = None
    if unit is not None:
        ends = convert(low.low, unit, "a"), convert(high.high, high.unit or unit, "a")
        canonical = Range(ends[0], low.low_inclusive, ends[1], high.high_inclusive, "a")
    whole = replace(
        low, text=text[low.start - offset : high.end - offset], end=high.end, high=high.high, unit=high.unit,
        high_inclusive=high.high_inclusive, canonical=canonical, assumed=high.assumed,
    )  # fmt: skip
    return Leaf(whole, first.start, first.end, ((low.start, high.end),))


_SIGNED = re.compile(r"[≤≥<>=]\s*\Z")


def _shared(text: str, offset: int, quantities: Sequence[Quantity], n: int) -> Quantity | None:
    """The bound before, where it leaves the unit to this one: ``under 18 or over 50 years of age``."""
    if n == 0 or quantities[n - 1].unit not in (None, quantities[n].unit) or not quantities[n - 1].comparator:
        return None
    before = quantities[n - 1]
    if before.unit is not None and (before.unit != "a" or not quantities[n].comparator):
        return None
    glue = text[before.end - offset : quantities[n].start - offset]
    if not _OR.fullmatch(glue) or _AGED.search(text[max(0, before.start - offset - 140) : before.start - offset]):
        return None
    return before


_OR = re.compile(r"\s*,?\s*(?:and|or|and/or)\s*", re.I)


def _reads_as_age(text: str, start: int, end: int, quantity: Quantity, again: bool) -> tuple[int, int, int] | None:
    """Where the age's name stands (or its number), and where the expression ends."""
    values = [v for v in (quantity.low, quantity.high) if v is not None]
    if any(v < 0 or v > 130 for v in values) and quantity.unit in (None, "a"):
        return None
    window = text[max(0, start - 140) : start]
    if _MAY_BE_NO_AGE(text) and _NOT_AGE.search(window):
        return None
    old = _OLD.match(text, end)
    aged = _AGED.search(window) if _MAY_NAME_AGE(text) else None
    if aged and _USED_UP.search(window[: aged.start()] + aged.group()):
        aged = None  # "for those =< 16 years of age, must be >= 60"
    if aged and (_OTHER_AGE.search(window[: aged.start()]) or _ADJUSTED.search(window[: aged.start()])):
        return None
    if quantity.unit == "h" and not (aged or old):
        return None
    if _SIGNED.search(quantity.text) and _AGE_BEHIND.match(text, end):
        return start, end, end  # "18 ≤ age"
    shift = start - len(window)
    stop = old.end() if old else end
    elder = _ELDER.match(text, end) if quantity.comparator and quantity.unit in ("a", "mo") else None
    trailing = _TRAILING.match(text, stop) if old else elder
    if trailing:
        group = trailing.group()
        stop = (
            trailing.end()
            if group.count("(") == group.count(")")
            else trailing.end() - (1 if group.endswith(")") else 0)
        )
    if aged:
        word = re.match(r"\w+", aged.group())
        assert word is not None
        if (
            quantity.unit is None
            and not quantity.comparator
            and quantity.low == quantity.high
            and not old
            and re.match(r"\s*(?:%|[a-z]{2,}/)", text[end:])
        ):
            return None
        return shift + aged.start(), shift + aged.start() + word.end(), stop
    if quantity.unit is not None and old:
        return start, end, stop
    if _OVER_AGE.search(quantity.text):
        return start, end, stop
    if quantity.comparator and (_OLDER.search(quantity.text) or elder):
        return start, end, stop
    if quantity.comparator and quantity.unit in ("a", "mo") and (worded := _WORDED.search(window)):
        return shift + worded.start(), shift + worded.end(), stop  # "older > 18 years"
    if (
        old
        and old.group().strip(" -")[:1].lower() in ("y", "o")
        and quantity.unit is None
        and values[0] >= 1
        and any(word in old.group().lower() for word in ("old", "age", "oa"))
    ):
        return start, end, stop
    if quantity.unit in ("a", "mo") and _PEOPLE.search(window) and not _DURATION.match(text, end):
        adult = quantity.unit == "a" and (max(values) >= 12 or quantity.low != quantity.high)
        return (start, end, stop) if adult else None
    if (
        quantity.unit in ("a", "mo")
        and quantity.comparator
        and _SCORED.search(window)
        and not _DURATION.match(text, end)
    ):
        return start, end, stop  # "Lansky ≥ 60 if ≤ 16 years"
    if (
        quantity.unit == "a"
        and not window.strip()
        and not _DURATION.match(text, end)
        and (quantity.comparator or quantity.low != quantity.high)
        and (not text[end : end + 20].strip(" .;,)") or _PEOPLE_AFTER.match(text, end))
    ):
        return start, end, stop
    if (
        quantity.unit is None
        and quantity.comparator
        and max(values) >= 16
        and (grown := _GROWN.search(window))
        and _CLAUSE_END.match(text, end)
    ):
        word = re.match(r"\w+", grown.group())
        if word and word.group().casefold().startswith(("pat", "subj", "part", "pers", "indiv", "vol")):
            return shift + grown.start(), shift + grown.start() + word.end(), stop
        return start, end, stop
    return None


_SCORED = re.compile(
    r"\b(?:Karnofsky|Lansky|KPS|LPS)\b[^.;]{0,50}(?:\b(?:if|for|when|in)(?:\s+(?:those|aged?|patients?))?|\()\s*\Z",
    re.I,
)
_GROWN = re.compile(
    r"\b(?:adults?|men|women|males?|females?|patients?|subjects?|participants?|persons?|individuals?|volunteers?)\s+"
    r"(?:aged?\s+|\()?\Z",
    re.I,
)
_OTHER_AGE = re.compile(
    r"\b(?:gestational|menstrual|conceptional|post-?menstrual|bone|mental|developmental|maternal|paternal)[\s-]+\Z",
    re.I,
)
_USED_UP = re.compile(r"\b(?:Karnofsky|Lansky|KPS|LPS)\b[^.;]*\d\s*(?:years?|yrs?)\.?\s+of\s+age\b[^\d.;]*\Z", re.I)
_ADJUSTED = re.compile(r"\b(?:adjusted|corrected)\s+(?:to|for|by)\s+(?:the\s+)?\Z", re.I)
_AGE_BEHIND = re.compile(r"\s*age\b", re.I)
_CLAUSE_END = re.compile(r"\s*(?:\Z|[.,;)]|with\b|who\b|or\b|and\b)")
_PEOPLE_AFTER = re.compile(
    r"[\s,;:]*(?:(?:of\s+)?either|both|male|female|men|women|adult|patients?|subjects?|participants?|any|all)\b", re.I
)


def _leaf(text: str, offset: int, quantity: Quantity, name_start: int, name_end: int, stop: int) -> Leaf:
    start, end = quantity.start - offset, quantity.end - offset
    first, last = min(name_start, start), max(stop, end)
    unit = quantity.unit or "a"
    assumed = tuple(a for a in quantity.assumed if a != "unit") + (
        () if quantity.unit or _YEARS.search(text, first, last) else ("unit",)
    )
    try:
        canonical = Range(
            None if quantity.low is None else convert(quantity.low, unit, "a"), quantity.low_inclusive,
            None if quantity.high is None else convert(quantity.high, unit, "a"), quantity.high_inclusive, "a",
        )  # fmt: skip
    except UnitError:
        canonical = None
    after = sex_after(text, last, len(text))
    own = after is not None and ("(" in text[last : after.end] or _ITS_SEX.match(text, last) is not None)
    own = own and after is not None and not _BOTH_SEXES.match(text, after.end)
    sex = after.value if after is not None and own else None
    named = ((after.start + offset, after.end + offset),) if after is not None and own else ()
    constraint = Constraint(
        "age", "age", text[first:last], first + offset, last + offset, _age_concept(), quantity.low,
        quantity.low_inclusive, quantity.high, quantity.high_inclusive, unit, canonical, sex=sex, assumed=assumed,
    )  # fmt: skip
    covers = {(first + offset, last + offset), *named}
    if name_end < start:
        covers = {*named, (name_start + offset, name_end + offset), (start + offset, last + offset)}
        covers |= {(m.start() + offset, m.end() + offset) for m in WORD.finditer(text, name_end, start)}
    return Leaf(constraint, name_start + offset, name_end + offset, tuple(sorted(covers)))


_YEARS = re.compile(r"\b(?:years?|yrs?|y/?oa?)\b", re.I)
_ITS_SEX = re.compile(r"\s*,?\s*(?:for|in|if)\s+(?:an?\s+)?(?:(?:fe)?males?|(?:wo)?m[ae]n|boys|girls)\b", re.I)
_BOTH_SEXES = re.compile(r"\s*(?:,|/|&|and\b|or\b)\s*(?:for\s+|in\s+)?(?:(?:fe)?males?|(?:wo)?men|boys|girls)\b", re.I)
WORD = re.compile(r"[^\W_]+|[:=]")
