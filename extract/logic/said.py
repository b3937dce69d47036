"""What a leaf says by itself: results in its name, denials, generic things, judgements, what ConText adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from eligo.attributes.biomarker_values import is_alteration
from eligo.concepts.generic import generic_concepts
from eligo.concepts.hierarchy import concept, is_a
from eligo.entities.lexicon import default_lexicon
from eligo.entities.organ_families import is_organ
from eligo.logic.cues import find_cues, may_say
from eligo.logic.items import Item
from eligo.logic.terms import Term
from eligo.schema import Concept, Constraint, CueCategory, Node, Not, leaves

__all__ = [
    "CRITERION_CUES",
    "DONE",
    "able_to",
    "contextual",
    "covers_any",
    "denied",
    "ending_result",
    "general",
    "has_lent",
    "head_of",
    "headed",
    "intended",
    "is_ability",
    "is_bearer",
    "is_bound",
    "is_expected",
    "is_feared",
    "is_generic",
    "is_hoped",
    "is_inability",
    "is_negative",
    "is_opinion",
    "is_other_person",
    "is_outside",
    "is_shortened",
    "is_shown_by",
    "is_spoken",
    "is_summed",
    "is_undone",
    "lends_head",
    "names_system",
    "said_within",
    "same_concept",
    "shortened",
    "span",
    "timeless",
    "types",
]

DONE = frozenset({"drug", "procedure", "condition", "participation"})
"""Types of what one is able to do or have done."""

CRITERION_CUES: frozenset[CueCategory] = frozenset({"family", "possible"})
"""What ConText says of a mention that a criterion takes from it; all else its own words say as operators."""

_ABILITY = re.compile(
    r"(?:(?:willingness and )?ability|willingness) (?:to|of) |suitability for |availability for |acceptance of "
)
# what a term's own words may say beside its name
_WITHIN = {"drug": ("topical", "inhaled"), "condition": ("confirmed", "suspected")}
_STATES = frozenset({"latent", "chronic", "acute", "occult"})
_INABILITY = re.compile(r"(?:unable|inability|incapable|not able|cannot|not|unwilling|unwillingness)\b", re.I)
_ADJECTIVE = re.compile(r"[a-z-]+(?:ic|al|ar|ary|ory|ous|ive|ed|ent|ant|ile|oid|ine)", re.I)
_ORGAN = re.compile(r"[a-z-]{2,}(?:ic|al|ar|ary|ory|ous)", re.I)
_UNDONE = re.compile(r"(?:at\s+least\s+\w+\s+)?(?:un(?=[a-z])|non[-\s])", re.I)
_OUTSIDE_RANGE = re.compile(r"\b(?:outside|out\s+of)\b[^.;]{0,80}?\d", re.I)
_OUTSIDE = re.compile(
    r"\b(?:outside|out\s+of|abnormal|not\s+(?:(?:be|fall|falling|lie|lying|being)\s+)?(?:with\s?in|in|normal))\b", re.I
)


_PLUS = re.compile(r"[A-Za-z]\s?\+\Z")


def said_within(item: Item, after: str = "") -> dict[str, str]:
    """A result that is part of the name as written ("ER positive", "negative pregnancy test", "KRAS mutation").

    Args:
        after: the text behind the name.
    """
    if item.leaf is None:
        return {}
    own = _WITHIN.get(item.leaf.constraint.type, ())
    if own:  # "topical antibiotics", "documented progression"
        said = _said(item.leaf.constraint.text, own)
        known = item.leaf.constraint.name.casefold() if said else ""
        return {category: value for category, value in said if value not in known}
    if item.leaf.constraint.type not in {"biomarker", "reproductive"}:
        return {}
    name = item.leaf.constraint.name.casefold()
    found = [
        c for c in find_cues(item.leaf.constraint.text) if c.category == "result" and c.text.casefold() not in name
    ]
    if found:
        return {"result": found[0].value}
    constraint = item.leaf.constraint
    if constraint.type == "biomarker" and _PLUS.search(constraint.text) and "positive" not in name:
        return {"result": "positive"}  # "ER+"
    alone = constraint.type == "biomarker" and constraint.low is None and constraint.high is None
    return {"result": "positive"} if alone and is_alteration(constraint.text, after) else {}


@lru_cache(maxsize=4_096)  # the same things are named again and again
def _said(text: str, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The category and value of each cue in a text that sets one of these values."""
    if not may_say(text, values):
        return ()
    return tuple((c.category, c.value) for c in find_cues(text) if c.value in values)


def ending_result(item: Item) -> str | None:
    """The result that a biomarker's name ends with ("BRAF wild-type")."""
    if item.leaf is None or item.leaf.constraint.type != "biomarker":
        return None
    text = item.leaf.constraint.text
    return next((c.value for c in find_cues(text) if c.category == "result" and c.end == len(text)), None)


def is_negative(constraint: Constraint, modifiers: dict[str, str]) -> bool:
    """Whether a result denies the condition ("HIV negative", "test negative for pregnancy")."""
    state = constraint.type == "reproductive" and "test" not in constraint.name
    return (state or constraint.type == "condition") and modifiers.get("result") == "negative"


def general(constraint: Constraint) -> Constraint | None:
    """The disease in any state, of one that is named in a certain state ("latent tuberculosis")."""
    state, _, rest = constraint.name.partition(" ")
    if state not in _STATES or constraint.type != "condition":
        return None
    found = list(default_lexicon().find(rest))
    if len(found) != 1 or found[0].text != rest or found[0].label != "condition":
        return None
    return replace(constraint, name=found[0].name, concept=found[0].concept)


def shortened(constraint: Constraint) -> Constraint | None:
    """The thing without the quality that begins its name ("stroke", of "hemorrhagic stroke")."""
    first, _, rest = " ".join(constraint.text.split()).partition(" ")
    if constraint.type != "condition" or not rest or _ADJECTIVE.fullmatch(first) is None:
        return None
    if rest.casefold() == "disease":  # "unresectable or metastatic disease"
        return replace(constraint, name=rest.casefold(), concept=None)
    known = default_lexicon().whole(rest)
    if known is not None and known.label == "condition":
        return replace(constraint, name=known.name, concept=known.concept)
    return None


def intended(constraint: Constraint) -> Constraint:
    """A pregnancy that is planned is not there yet."""
    known = constraint.concept is not None and constraint.concept.id == "repro:pregnant"
    meant = concept("repro:pregnancy_intention")
    return replace(constraint, name=meant.name, concept=meant) if known else constraint


def head_of(constraint: Constraint) -> Concept | None:
    """The class that the last word of a condition's name is: a cancer, of "pancreatic cancer"."""
    words = constraint.text.split()
    if constraint.type != "condition" or len(words) < 2:
        return None
    known = default_lexicon().whole(words[-1])
    return known.concept if known is not None and known.label == "condition" else None


def is_outside(constraint: Constraint) -> bool:
    """Whether a value is said to lie outside its normal range ("abnormal TSH"), or outside one of two numbers."""
    if constraint.relative_to == "normal":
        return _OUTSIDE.search(constraint.text) is not None
    ranged = constraint.type == "measurement" and constraint.low is not None and constraint.high is not None
    return ranged and _OUTSIDE_RANGE.search(constraint.text) is not None


def is_shortened(node: Node) -> bool:
    """Whether a term has lent its head to the next ("supraventricular or ventricular arrhythmia")."""
    if not isinstance(node, Constraint) or node.concept is None:
        return False
    return len(node.text.split()) < len(node.name.split()) and node.name.casefold().startswith(node.text.casefold())


def covers_any(node: Node, kinds: Sequence[Concept | None]) -> bool:
    """Whether a term is a class that one of the concepts belongs to: liver disease, of Gilbert syndrome."""
    if not isinstance(node, Constraint) or node.concept is None or node.type != "condition":
        return False
    return any(k is not None and k != node.concept and is_a(k, node.concept) for k in kinds)


def has_lent(node: Node, last: Node) -> bool:
    """Whether a term has lent its head to the last of its list ("hepatic or renal disease"), which names it."""
    if not isinstance(node, Constraint) or not isinstance(last, Constraint) or node.type != last.type:
        return False
    head = last.name.split()[-1].casefold()
    words = node.text.casefold().split()
    return head == node.name.split()[-1].casefold() and head not in words and len(last.text.split()) > 1


def _lacks_head(node: Node) -> bool:
    """Whether a term is an adjective or an organ alone, whose noun stands elsewhere in its list."""
    first = next(iter(leaves(node)), None)  # of "severe or uncontrolled renal" there are two, in the same words
    if first is None or first.type != "condition" or first.text.casefold() == first.name or first.concept is None:
        return False
    return _ORGAN.fullmatch(first.text) is not None or is_organ(first.text)


def lends_head(node: Node, constraint: Constraint) -> bool:
    """Whether a term shares the noun of what is listed behind it: the "renal" of "renal or heart disease"."""
    return constraint.type == "condition" and _lacks_head(node)


def headed(node: Node, last: Node) -> bool:
    """Whether a term has the noun that the adjective before it lacks: "heart disease" of "renal, or heart disease"."""
    return _lacks_head(node) and not _lacks_head(last)


def is_inability(constraint: Constraint) -> bool:
    """ "Unable to swallow" names the ability it denies."""
    return constraint.type == "attestation" and _INABILITY.match(constraint.text) is not None


def is_undone(constraint: Constraint) -> bool:
    """ "Unirradiated" names the treatment it denies."""
    undone = _UNDONE.match(constraint.text)
    if constraint.type not in {"drug", "procedure"} or undone is None:
        return False
    known = default_lexicon().whole(constraint.text[undone.end() :])
    return known is not None and known.concept == constraint.concept


def able_to(constraint: Constraint, words: str) -> Constraint:
    """What "unable to undergo MRI" denies: no thing of the record, but an ability that a person must judge.

    Args:
        words: "ability to undergo MRI".
    """
    name = re.sub(r"[\s,;]+", " ", words)
    return Constraint("attestation", name, constraint.text, constraint.start, constraint.end)


def is_ability(constraint: Constraint) -> bool:
    """Whether `able_to` made it."""
    made = constraint.type == "attestation" and constraint.concept is None
    return made and _ABILITY.match(constraint.name) is not None


def denied(constraint: Constraint, modifiers: dict[str, str]) -> Node:
    """The constraint as its result leaves it."""
    return Not(constraint) if is_negative(constraint, modifiers) else constraint


def types(node: Node) -> frozenset[str]:
    """The types of a tree's leaves."""
    return frozenset(c.type for c in leaves(node))


def names_system(node: Node) -> bool:
    """Whether a term names a whole system's diseases ("gastrointestinal disorder or … that might interfere")."""
    concept = node.concept if isinstance(node, Constraint) and node.type == "condition" else None
    return concept is not None and concept.id in generic_concepts("system")


def is_generic(node: Node) -> bool:
    """Whether a term names nothing in particular ("a medical condition")."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("anything")


def is_summed(node: Node) -> bool:
    """Whether a term stands for tests in general ("laboratory tests")."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("summed")


def is_bearer(node: Node) -> bool:
    """Whether a term only carries what was named before it: any tumour, of one severity or another."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("bearer")


def is_shown_by(node: Node) -> bool:
    """Whether a term only says in what the value before it was seen ("on laboratory testing")."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("summed")


def is_other_person(node: Node) -> bool:
    """Whether a term is a contact with someone else, of whom the rest is said ("household contact with …")."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("other")


def is_opinion(node: Node) -> bool:
    """Whether a term is someone's judgement."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("opinion")


def is_feared(node: Node) -> bool:
    """Whether a term is what a judgement is about ("would interfere with the results")."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("feared")


def is_hoped(node: Node) -> bool:
    """Whether a term is what every trial wants of its patients (compliance)."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept.id in generic_concepts("hoped")


def is_expected(node: Node) -> bool:
    """Whether a term is what every trial wants of its patients, or what they must be able to do for it."""
    concept = node.concept if isinstance(node, Constraint) else None
    return concept is not None and concept.id in (generic_concepts("hoped") | generic_concepts("able"))


def same_concept(node: Node, constraint: Constraint) -> bool:
    """Whether a term is of the concept of a constraint."""
    return isinstance(node, Constraint) and node.concept is not None and node.concept == constraint.concept


def is_spoken(node: Node) -> bool:
    """Whether a term is something a person says or is judged by; a reference to another criterion is not."""
    return isinstance(node, Constraint) and node.type == "attestation" and node.concept is not None


def timeless(term: Term) -> bool:
    """Whether a time window has no meaning for a term."""
    return term.types <= {"age", "sex", "attestation", "life_expectancy"}


def span(first: Node, constraint: Constraint) -> Constraint:
    """`constraint`, reaching back to where `first` starts."""
    start = first.start if isinstance(first, Constraint) else constraint.start
    return replace(constraint, start=start)


def contextual(constraint: Constraint, item: Item, modifiers: dict[str, str]) -> Constraint:
    """What ConText says of the mention, where the criterion's own words said nothing."""
    cues = CRITERION_CUES.intersection(c.category for c in item.mention.cues) if item.mention is not None else set()
    changes: dict[str, str] = {}
    if constraint.type == "condition":
        if "family" in cues and "experiencer" not in modifiers:
            changes["experiencer"] = "family"
        if "possible" in cues and "certainty" not in modifiers:
            changes["certainty"] = "suspected"
    return replace(constraint, **changes) if changes else constraint  # type: ignore[arg-type]


def is_bound(constraint: Constraint) -> bool:
    """Whether a number or a value of a scale is asked."""
    numbered = constraint.low is not None or constraint.high is not None
    return (constraint.type == "measurement" and numbered) or (
        constraint.type == "score" and (numbered or bool(constraint.values))
    )
