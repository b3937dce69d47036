"""Ages told by a word: "adults with gout", "healthy adult volunteers", "children with asthma".

The word says no number. Where the trial's inclusion criteria give none that contradicts it, adults are read as people
of 18 years or older and children as younger than 18, as registries group them; the constraint says so in `assumed`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.entities.analytes import analytes
from eligo.logic.bullets import Parsed
from eligo.schema import AllOf, Constraint, Criterion, Node, Range, leaves

__all__ = ["with_age_words"]

_GROWN = 18.0  # years
_WORD = re.compile(r"\badults?\b|\bchild(?:ren)?\b|\bpa?ediatric\b", re.I)
_PEOPLE = (
    r"(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|men|women|man|woman|males?|females?|"
    r"outpatients?|inpatients?|population|smokers?|recipients?|survivors?)\b"
)
_NO_LEAD = (
    r"(?:of|with|in|by|for|to|from|at|on|as|using|via|per|history|diagnosis|responsible|another|parents?|mothers?|fathers?|"
    r"caregivers?|guardians?|accompan\w+|who|whose|that|which|has|have|had|not|no|non|least|one|same|family|consent|"
    r"support|partner|donors?|if|unless|except|young|legal\w*|known|previous|prior|scale|score)"
)
_LEAD = rf"[\W_]*(?:\w{{1,3}}[.)]\s+)?(?:(?!{_NO_LEAD}\b)[^\W\d_][\w-]*(?:\s*[,/]\s*|\s+)){{0,6}}?"
_BEHIND = (
    r"(?=\s*(?:\Z|[.,;()]|(?:[\w-]+\s+){0,2}"
    + _PEOPLE
    + r"|(?:with|who|that|whose|of|in|at|from|having|diagnosed|undergoing|"
    r"scheduled|admitted|presenting|living|hospitali[sz]ed|receiving|treated|suffering|being|meeting|seeking|and|or|"
    r"aged|attending|referred|experiencing|currently|newly|wishing|willing|able|capable|requiring)\b))(?!\s+(?:of\s+(?:a|the)|donors?)\b)"
)
_ADULTS = re.compile(rf"{_LEAD}(?P<word>adults?)\b(?![-'’]){_BEHIND}", re.I)
_CHILDREN = re.compile(
    rf"{_LEAD}(?P<word>children\b(?![-'’]){_BEHIND}|pa?ediatric\b(?=\s+(?:[\w-]+\s+)?{_PEOPLE}))", re.I
)
_NOT_ADULTS = re.compile(
    r"\b(?:child(?!\s*-?\s*(?:bearing|pugh))|p(?:a)?ediatric|adolescen|teen|minors?\b|infan|newborn|neonat|legal|law|"
    r"regulation|local)",
    re.I,
)
_NOT_CHILDREN = re.compile(
    r"\b(?:adults?|parents?|mothers?|caregivers?|guardians?|infants?|newborns?|neonates?)\b", re.I
)
_SAID = re.compile(r"(?:children|child|p(?:a)?ediatric|adults?|adolescents?)(?:\s+(?:patients?|subjects?))?", re.I)


def with_age_words(criteria: dict[str, Criterion]) -> None:
    """Add to inclusion criteria the ages that they tell by a word alone.

    Args:
        criteria: of one trial, by their ids; changed in place.
    """
    told = [c for c in criteria.values() if c.kind == "inclusion" and _WORD.search(c.text) is not None]
    if not told:
        return
    stated = [
        leaf for c in criteria.values() if c.kind == "inclusion" and c.logic is not None
        for leaf in leaves(c.logic) if leaf.type == "age"
    ]  # fmt: skip
    ages = [(criterion, age) for criterion in told if (age := _age(criterion)) is not None]
    if len({age.low for _, age in ages}) > 1:
        return  # adults in one part of the trial, children in another
    for criterion, age in ages:
        if not any(_against(age, s) for s in stated):
            criteria[criterion.id] = _with(criterion, age)


def _age(criterion: Criterion) -> Constraint | None:
    text = criterion.text
    if text.rstrip().endswith(":") or (criterion.logic is None and criterion.parsed != "none"):
        return None
    if criterion.logic is not None and any(c.type == "age" for c in leaves(criterion.logic)):
        return None
    grown = _ADULTS.match(text)
    found = grown or _CHILDREN.match(text)
    if found is None or (_NOT_ADULTS if grown else _NOT_CHILDREN).search(text) is not None:
        return None
    start, end = found.span("word")
    years = Range(_GROWN, True, None, None, "a") if grown else Range(None, None, _GROWN, False, "a")
    said = f"“{text[start:end].casefold()}” is read as {'18 years or older' if grown else 'younger than 18 years'}"
    return Constraint(
        "age", "age", text[start:end], criterion.start + start, criterion.start + end, analytes()["demo:age"].concept,
        years.low, years.low_inclusive, years.high, years.high_inclusive, "a", years, assumed=(said,),
    )  # fmt: skip


def _against(age: Constraint, stated: Constraint) -> bool:
    """Whether people of a stated age are kept out by an age that a word tells."""
    years = stated.canonical
    if years is None:
        return True
    if age.low is not None:
        return years.low is not None and years.low < age.low
    return years.high is None or years.high > _GROWN


def _with(criterion: Criterion, age: Constraint) -> Criterion:
    left = tuple(w for w in criterion.unparsed if _SAID.fullmatch(w) is None)
    logic: Node = age
    if criterion.logic is not None:
        logic = AllOf((age, *(criterion.logic.args if isinstance(criterion.logic, AllOf) else (criterion.logic,))))
    parsed: Parsed = "partial" if left else "full"
    return replace(criterion, logic=logic, unparsed=left, parsed=parsed)
