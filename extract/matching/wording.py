"""Facts and bounds in words, for the reason of a verdict."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf

from eligo.entities.units import display
from eligo.schema import Constraint, Fact, Period

from .intervals import Interval

__all__ = [
    "assumptions",
    "bound_words",
    "date_words",
    "fact_words",
    "is_are",
    "label",
    "lacks",
    "no_other",
    "noun",
    "number",
    "quantity",
    "quote",
    "related_label",
    "value_words",
    "verb",
]


def number(value: float) -> str:
    """``1.5``, ``150000``: no exponent, no trailing zeros."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) >= 0.01 else f"{value:.3g}"


def quantity(value: float, unit: str | None) -> str:
    """``1.5 ×10⁹/L``."""
    shown = "" if unit in (None, "1", "") else display(unit or "")
    if not shown:
        return number(value)
    return f"{number(value)}{shown}" if shown in ("%", "+") else f"{number(value)} {shown}"


def date_words(fact: Fact) -> str:
    """`` on 2022-03-01``, `` in 2022-03``, `` from 2020 to 2021``; nothing where no time is stated."""
    time = fact.time
    if time is None:
        return ""
    if isinstance(time, Period):
        start = f" from {time.from_[:10]}" if time.from_ else ""
        return start + (f" to {time.to[:10]}" if time.to else "")
    return f" {'on' if len(time) >= 10 else 'in'} {time[:10]}"


def value_words(fact: Fact) -> str:
    """The fact's value with its comparator and unit."""
    if not isinstance(fact.value, (int, float)):
        return str(fact.value)
    sign = {"<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ ", "~": "about "}.get(fact.comparator or "", "")
    if fact.value_high is not None:
        return f"{sign}{number(fact.value)}–{quantity(fact.value_high, fact.unit)}"
    return sign + quantity(fact.value, fact.unit)


def fact_words(fact: Fact) -> str:
    """``neutrophils 1.2 ×10⁹/L on 2022-03-01``."""
    if fact.value is None:
        return fact.name + date_words(fact)
    return f"{fact.name} {value_words(fact)}{date_words(fact)}"


def quote(fact: Fact) -> str:
    """The fact's own words, in quotation marks, and its date."""
    text = " ".join(fact.text.split()) or fact.name
    cue = next((c for c in fact.cues if c.category == "negated" and c.end <= fact.start), None)
    if cue is not None and cue.text.casefold() not in text.casefold():
        text = f"{' '.join(cue.text.split())}{' ' if fact.start - cue.end <= 1 else ' … '}{text}"
    return f"“{text}”{date_words(fact)}"


def bound_words(bound: Interval, unit: str | None) -> str:
    """``at least 1.5 ×10⁹/L``, ``from 18 to 75 years``."""
    if bound.low == bound.high:
        return quantity(bound.low, unit)
    if bound.low == -inf:
        return f"{'at most' if bound.high_closed else 'below'} {quantity(bound.high, unit)}"
    if bound.high == inf:
        return f"{'at least' if bound.low_closed else 'above'} {quantity(bound.low, unit)}"
    low = "from" if bound.low_closed else "above"
    high = "to" if bound.high_closed else "to below"
    return f"{low} {number(bound.low)} {high} {quantity(bound.high, unit)}"


def verb(value: Interval, bound: Interval, unit: str | None, truth: bool | None) -> str:
    """What stands between a value and its bound: ``is below 1.5 ×10⁹/L``, ``is at least 1.5 ×10⁹/L``."""
    if truth is None:
        return f"does not settle whether it is {bound_words(bound, unit)}"
    if truth or bound.low == bound.high:
        return f"is {'' if truth else 'not '}{bound_words(bound, unit)}"
    if bound.low > -inf and value.high <= bound.low:
        return f"is {'below' if bound.low_closed else 'not above'} {quantity(bound.low, unit)}"
    return f"is {'above' if bound.high_closed else 'not below'} {quantity(bound.high, unit)}"


_RELATIONS = {
    "resistance": "resistance to ",
    "intolerance": "intolerance of ",
    "hypersensitivity": "hypersensitivity to ",
}


# Names of states that are adjectives, as nouns.
_NOUNS = {
    "pregnant": "pregnancy",
    "lactating": "breastfeeding",
    "postmenopausal": "menopause",
    "premenopausal": "premenopausal state",
    "surgically sterile": "surgical sterility",
    "sexually active": "sexual activity",
}
_SINGULAR = re.compile(
    r"(?:ss|us|is|[A-Z]S|diabetes|herpes|rabies|scabies|measles|mumps|rickets|ascites|shingles|series)$"
)
_AFTER_HEAD = re.compile(r"\s(?:to|of|with|in|for|at|from|above|below|within|on|by|during|beside|that)\s|[(,]")


def noun(name: str) -> str:
    """A name that can stand as a subject: ``pregnant`` becomes ``pregnancy``."""
    return _NOUNS.get(name, name)


@lru_cache(maxsize=4096)
def is_are(name: str) -> str:
    """``are`` after a name in the plural, else ``is``."""
    head = _AFTER_HEAD.split(name, maxsplit=1)[0].rstrip()
    return "are" if head.endswith("s") and _SINGULAR.search(head) is None else "is"


@lru_cache(maxsize=4096)
def lacks(name: str, participle: str = "mentioned") -> str:
    """``brain metastases are not mentioned``, ``pregnancy is not mentioned``."""
    return f"{noun(name)} {is_are(noun(name))} not {participle}"


def no_other(name: str) -> str:
    """``no other SGLT2 inhibitors are mentioned``."""
    return f"no other {noun(name)} {is_are(name)} mentioned"


def related_label(fact: Fact) -> str:
    """``resistance to camrelizumab``, for a fact of that relation; its name for others."""
    return _RELATIONS.get(fact.relation or "", "") + fact.name + date_words(fact)


def label(constraint: Constraint) -> str:
    """What is asked for by name: ``hypersensitivity to filgrastim``, ``family history of diabetes``."""
    name = constraint.name or " ".join(constraint.text.split())
    if constraint.experiencer == "family":
        return f"family history of {name}"
    return _RELATIONS.get(constraint.relation or "", "") + name


def assumptions(form: Constraint | Fact) -> tuple[str, ...]:
    """What reading took for granted, as sentences: names of fields are spelled out with their values."""
    said = []
    source = "criterion" if isinstance(form, Constraint) else "source"
    for note in form.assumed:
        if note == "status" and form.status is None:
            said.append(f"{form.name} is taken as still there: only a history of it is told")
        elif note.isidentifier() and hasattr(form, note):
            value = _shown(getattr(form, note))
            value = display(value) if note == "unit" else value
            said.append(f"{form.name}: {note.replace('_', ' ')} taken as {value}, the {source} does not state it")
        else:
            said.append(note)
    return tuple(said)


def _shown(value: object) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return value if isinstance(value, str) else getattr(value, "text", None) or str(value)
