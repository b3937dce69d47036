"""The names of coded problems, drugs, allergies and procedures → facts, read as a note's words are.

A problem list says "History of cardiac arrest", "Migraine without aura" or "Family history of breast cancer" in one
name, so a name that is no term as a whole is read like a sentence; what the record's own fields state is laid over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, cast

from eligo.concepts.hierarchy import is_a
from eligo.concepts.terminology.finding import lexicon as terms
from eligo.errors import InputError
from eligo.schema import Assertion, Concept, ConstraintType, Fact, Period, Range

from .coded import Coded, code_concept, plain, with_codes
from .coded_vaccines import vaccine_by_cvx

__all__ = ["Stated", "allergy_facts", "condition_facts", "drug_facts", "procedure_facts", "read_words", "vaccine_facts"]

_NOTHING = re.compile(
    r"(?:no(?:ne|t)?|nil|n/?a|null|patient denies)(?:\W|$)|unknown$"
    r"|.*\bnot (?:documented|recorded|known|applicable|available)\b",
    re.I,
)
# Codes and names of visits, screening, contacts and advice: the thing named is not what the patient has.
_VISIT_CODE = re.compile(r"Z(?:0|1[0-3]|2[03-9]|3[0-2]|4|5[01])")
_VISIT_NAME = re.compile(
    r"\b(?:encounter|screening|advice|vaccination|immuni[sz]ation|surveillance|monitoring)"
    r" (?:for|about|on|of|against)\b"
    r"|\b(?:education|counsell?ing)\b|\b(?:at|increased|high) risk\b|\b(?:exposure|exposed|contact) (?:to|with)\b",
    re.I,
)
_CONDITIONS = frozenset({"condition", "reproductive", "lesion", "biomarker", "participation"})


class Stated(NamedTuple):
    """What a record's fields say of a thing, beside its name."""

    source: str
    assertion: Assertion = "present"
    status: str | None = None
    time: str | Period | None = None
    severity: str | None = None
    stage: str | None = None
    site: str | None = None
    route: str | None = None
    dose: Range | None = None
    section: str | None = None
    assumed: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def read_words(text: str, section: str = "") -> tuple[Fact, ...]:
    """The facts that a name states, read as a note's sentence (in a note's section, by its heading)."""
    from eligo.flow import annotate
    from eligo.reading import read_note

    heading = f"{section}: " if section else ""
    try:
        return annotate(read_note(f"{heading}{text}", source="")).facts
    except InputError:  # a name without a letter
        return ()


def condition_facts(coded: Coded, stated: Stated) -> list[Fact]:
    """A problem as facts: by its name where that is a term, else by its ICD-10-CM code and the terms in its name."""
    text = plain(coded.text)
    whole = _whole(coded, _CONDITIONS)
    if whole is not None:
        return [_laid(whole, coded, stated)]
    icd = code_concept(coded) if "ICD-10-CM" in coded.codes else None
    visit = _VISIT_NAME.search(text) or (icd is not None and _VISIT_CODE.match(icd.id.partition(":")[2]))
    said = [] if visit or not text else [f for f in read_words(text) if f.type in _CONDITIONS or f.type == "drug"]
    said = _specific(said)
    if stated.assertion == "absent":  # that it is no viral sinusitis does not deny sinusitis
        return [_unnamed("condition", coded, stated)] if coded and not _NOTHING.match(text) else []
    if stated.assertion != "present" and said:  # suspected "A without B" says nothing of B
        said = [f for f in said if f.assertion in ("present", stated.assertion)]
        if not said:
            return []
    if not said and _NOTHING.match(text):
        return []
    if icd is not None:
        above = [f for f in said if f.concept is None or not is_a(icd, f.concept) or f.assertion != "present"]
        if not any(f.concept and is_a(f.concept, icd) for f in said):
            return [_unnamed("condition", coded, stated), *(_laid(f, coded, stated) for f in above)]
    if not said:
        return [_unnamed("condition", coded, stated)] if coded else []
    return [_laid(f, coded, stated, first=n == 0) for n, f in enumerate(said)]


def drug_facts(coded: Coded, stated: Stated, relation: str = "exposure") -> list[Fact]:
    """A medicine as facts, one for each ingredient that its names tell."""
    found: dict[str, Fact] = {}
    for word in coded.words or (coded.text,):
        for mention in terms().find(plain(word)):
            if mention.label == "drug" and mention.concept is not None:
                found.setdefault(
                    mention.concept.id, Fact("drug", mention.name, coded.text, 0, 0, mention.concept, relation=relation)
                )
        if found:
            break
    facts = _specific(found.values())
    if not facts:
        if not coded or _NOTHING.match(coded.text):
            return []
        return [replace(_unnamed("drug", coded, stated), relation=relation)]
    dose = stated if len(facts) == 1 else stated._replace(dose=None)
    return [_laid(f, coded, dose, first=len(facts) == 1) for f in facts]


def vaccine_facts(coded: Coded, stated: Stated) -> list[Fact]:
    """An immunisation as facts, by its CVX code or its name; vaccine lists leave the word "vaccine" out of that."""
    known = next((c for code in coded.codes.get("CVX", ()) if (c := vaccine_by_cvx(code))), None)
    if known is not None:
        return [_laid(Fact("drug", known.name, coded.text, 0, 0, known, relation="exposure"), coded, stated)]
    for word in (coded.words or (coded.text,)) if coded else ():
        name = plain(word)
        for form in (name, f"{name} vaccine", f"{re.split(r'[,(]', name)[0].strip()} vaccine"):
            mention = terms().whole(form)
            if mention is not None and mention.label == "drug":
                fact = Fact("drug", mention.name, coded.text, 0, 0, mention.concept, relation="exposure")
                return [_laid(fact, coded, stated)]
    if not coded:
        return []
    vaccines = terms().whole("vaccines")
    fact = replace(_unnamed("drug", coded, stated), relation="exposure")
    if fact.concept is None and vaccines is not None:
        return [replace(fact, concept=vaccines.concept)]
    return [fact]


def allergy_facts(coded: Coded, stated: Stated, relation: str = "hypersensitivity") -> list[Fact]:
    """An allergy or intolerance as facts, as a note's allergy list gives them ("no known allergies" among them)."""
    text = plain(coded.text)
    said = [f for f in read_words(text, "Allergies") if f.type in ("drug", "allergy")] if text else []
    said = [replace(f, relation=relation if f.type == "drug" else f.relation) for f in _specific(said)]
    if said:
        return [_laid(f, coded, stated, first=n == 0) for n, f in enumerate(said)]
    if not coded or _NOTHING.match(text):
        return []
    return [_unnamed("allergy", coded, stated)]


def procedure_facts(coded: Coded, stated: Stated) -> list[Fact]:
    """A procedure as facts; treatment with a drug as one of the drug, where that is all its name says."""
    whole = _whole(coded, frozenset({"procedure", "drug", "reproductive"}))
    if whole is not None:
        fact = replace(whole, relation="exposure") if whole.type == "drug" else whole
        return [_laid(fact, coded, stated)]
    text = plain(coded.text)
    visit = not text or _VISIT_NAME.search(text) or stated.assertion == "absent"
    said = [] if visit else [f for f in read_words(text) if f.type in ("procedure", "reproductive")]
    if said:
        return [_laid(f, coded, stated, first=n == 0) for n, f in enumerate(_specific(said))]
    if not coded or _NOTHING.match(text):
        return []
    return [_unnamed("procedure", coded, stated)]


def _whole(coded: Coded, labels: frozenset[str]) -> Fact | None:
    for word in coded.words or (coded.text,):
        mention = terms().whole(plain(word))
        if mention is not None and mention.label in labels:
            return Fact(cast(ConstraintType, mention.label), mention.name, coded.text, 0, 0, mention.concept)
    return None


def _specific(facts: Iterable[Fact]) -> list[Fact]:
    """Without those that another one says more exactly ("diabetes" beside "type 2 diabetes")."""
    kept = list(facts)

    def said_better(fact: Fact) -> bool:
        return any(
            f is not fact and f.concept and fact.concept and f.concept.id != fact.concept.id
            and f.assertion == fact.assertion and is_a(f.concept, fact.concept)
            for f in kept
        )  # fmt: skip

    return [f for f in kept if not said_better(f)]


def _unnamed(kind: ConstraintType, coded: Coded, stated: Stated) -> Fact:
    return _laid(Fact(kind, plain(coded.name), coded.name, 0, 0, code_concept(coded)), Coded(coded.text), stated)


def _laid(fact: Fact, coded: Coded, stated: Stated, *, first: bool = True) -> Fact:
    """`fact`, as a name gave it, with what the record's fields state; its codes go to the first fact of a name."""
    concept: Concept | None = fact.concept
    if first and concept is not None and fact.assertion == "present":
        concept = with_codes(concept, coded)
    own = fact.assertion != "present"
    status = stated.status
    if own:
        status = fact.status if fact.assertion == "historical" else None
    return replace(
        fact, concept=concept, text=coded.name or fact.text, start=0, end=0, source=stated.source,
        assertion=fact.assertion if own and stated.assertion in ("present", "historical") else stated.assertion,
        status=status, time=stated.time or fact.time, severity=stated.severity or fact.severity,
        stage=stated.stage or fact.stage, site=stated.site or fact.site, route=stated.route or fact.route,
        dose=stated.dose or fact.dose, section=stated.section, assumed=(*fact.assumed, *stated.assumed), cues=(),
    )  # fmt: skip
