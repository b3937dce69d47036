"""Mentions → leaf constraints: what each thing named in a criterion asks, before its context is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eligo.attributes.biomarker_values import read_biomarkers
from eligo.attributes.bounds import read_bounds
from eligo.attributes.bounds_schooling import tells_grade
from eligo.attributes.counts import one_or_more
from eligo.attributes.doses import read_doses, read_lines
from eligo.attributes.qualitative import of_no_level, worded_leaves
from eligo.attributes.scores import read_grades, read_stages
from eligo.attributes.tnm import read_tnm
from eligo.attributes.topics import read_with_topic
from eligo.attributes.trends import trend_leaves, untaken
from eligo.attributes.which_value import with_which
from eligo.entities.lexicon import finding
from eligo.entities.spans import overlapping
from eligo.schema import Analysis, Constraint, Leaf, Mention
from eligo.schema.constraint import with_fields
from eligo.schema.quick import quick_init

__all__ = ["MentionLeaf", "make_leaves"]

# What a mention of each type asks where nothing more is said; None: the type needs a bound to ask anything.
_DEFAULTS: dict[str, dict[str, object]] = {
    "condition": {"status": "any", "certainty": "any", "experiencer": "patient"},
    "drug": {"role": "any", "relation": "exposure"},
    "procedure": {"role": "any"},
    "biomarker": {},
    "allergy": {},
    "reproductive": {},
    "lesion": {},
    "participation": {},
    "attestation": {},
    "sex": {},
}
_ASKED = {
    label: Constraint(label, "", "", 0, 0, **fields)  # type: ignore[arg-type]
    for label, fields in _DEFAULTS.items()
}
_SEX_WORDS = {
    "female": re.compile(r"\b(?:wom[ae]n|females?|WOCBP)\b", re.I),
    "male": re.compile(r"\b(?:m[ae]n|males?)\b", re.I),
}

# Age words (``adults``, ``children``) name a range only with a number; the others are nothing without one.
_NEEDS_BOUND = frozenset({"measurement", "score", "age", "life_expectancy"})


@quick_init
@dataclass(frozen=True, slots=True)
class MentionLeaf:
    """A leaf and the mention it comes from (None: it comes from numbers)."""

    leaf: Leaf
    mention: Mention | None = None


def make_leaves(analysis: Analysis) -> list[MentionLeaf]:
    """The leaves of a statement, in the order of the text."""
    statement, mentions, quantities = analysis.statement, analysis.mentions, analysis.quantities
    text, offset = statement.text, statement.start
    moving = trend_leaves(text, offset, mentions, quantities)
    if moving:
        mentions, quantities = untaken(moving, mentions), untaken(moving, quantities)
    numeric = []
    if quantities or mentions or "birthday" in text or tells_grade(text):
        numeric = read_bounds(text, offset, mentions, quantities)
        numeric = [leaf for leaf in numeric if not _counts_tests(text, offset, leaf)]
    numeric = sorted([*numeric, *moving], key=lambda leaf: (leaf.start, leaf.end)) if moving else numeric
    taken = [span for leaf in numeric for span in leaf.covers]
    if quantities and statement.section is not None:
        topical = read_with_topic(statement, mentions, quantities, taken)
        numeric = [*numeric, *topical]
        taken += [span for leaf in topical for span in leaf.covers]
    overlaps = overlapping(taken)
    unbound = [m for m in mentions if m.label == "measurement" and not overlaps(m.start, m.end)]
    if unbound:
        worded = list(worded_leaves(text, offset, unbound))
        numeric = [*numeric, *worded]
        taken += [span for leaf in worded for span in leaf.covers]
        overlaps = overlapping(taken)
        mentions = tuple(  # what has no bound is a condition by the same words: "weight loss", "proteinuria"
            (finding(m) or m) if m.label == "measurement" and not overlaps(m.start, m.end) else m for m in mentions
        )
    categories = [leaf for leaf in read_tnm(text, offset) if not overlaps(leaf.start, leaf.end)]
    if categories:
        numeric = [*numeric, *categories]
        taken += [span for leaf in categories for span in leaf.covers]
        overlaps = overlapping(taken)
    found = [MentionLeaf(leaf) for leaf in with_which(text, offset, numeric)]
    extras: dict[Mention, dict[str, object]] = {}
    spans: dict[Mention, list[tuple[int, int]]] = {}
    if quantities or "grade" in text.lower() or "stage" in text.lower():
        for name, reader in (
            ("grade", read_grades),
            ("stage", read_stages),
            ("dose", read_doses),
            ("lines", read_lines),
        ):
            for mention, value, span in reader(text, offset, mentions, quantities):
                extras.setdefault(mention, {}).setdefault(name, value)
                spans.setdefault(mention, []).append(span)
        for mention, span in one_or_more(text, offset, mentions, quantities):
            spans.setdefault(mention, []).append(span)
        for mention, values, span in read_biomarkers(text, offset, mentions, quantities):
            extras.setdefault(mention, {}).update(values)
            spans.setdefault(mention, []).append(span)
    spelt = [
        m for m in mentions if m.label == "biomarker" and any(
            o is not m and o.concept == m.concept and s <= m.start and m.end <= e
            for o, inside in spans.items() if o.label == "biomarker" for s, e in inside
        )
    ]  # fmt: skip  # "PgR (progesterone receptor) < 1 %" is one
    known = set(mentions) if extras else frozenset()
    implied = [m for m in extras if m not in known]  # "two prior lines", of a therapy that is not named
    for mention in (*mentions, *implied):
        if mention.label in _NEEDS_BOUND or mention in spelt or overlaps(mention.start, mention.end):
            continue
        if of_no_level(text, offset, mention) or _is_type(text, offset, mention):
            continue
        fields = dict(extras.get(mention, ())) if extras else {}
        covers = [(mention.start, mention.end), *(spans.get(mention, ()) if spans else ())]
        found.append(MentionLeaf(_leaf(text, offset, mention, fields, covers), mention))
    found.sort(key=lambda m: (m.leaf.start, m.leaf.end))
    return found


_TESTS = re.compile(
    r"\s+(?:measurements?|controls?|tests?|checks?|readings?|determinations?|samples?|tests|assessments?)\b(?!\s*(?:of\s*)?[<>≤≥=\d])",
    re.I,
)
_NUMBER_FIRST = re.compile(r"\D{0,12}\d+\s+(?:[a-z]+\s+)?[A-Za-z]", re.I)
_TYPE = re.compile(r"[\s-]+(?:type|variant|subtype|form|phenotype|predominant|dominant)\b(?!\s*[\dIV])", re.I)


def _counts_tests(text: str, offset: int, leaf: Leaf) -> bool:
    """Whether the number is how often it is measured: "at least 3 glucose measurements per day"."""
    c = leaf.constraint
    if c.type != "measurement" or c.unit is not None or c.relative_to is not None or c.text[-1:].isdigit():
        return False
    return _TESTS.match(text, leaf.end - offset) is not None and _NUMBER_FIRST.match(c.text) is not None


def _is_type(text: str, offset: int, mention: Mention) -> bool:
    """Whether a name says of which kind the thing before the comma is: "irritable bowel syndrome, diarrheal type"."""
    if mention.label != "condition" or _TYPE.match(text, mention.end - offset) is None:
        return False
    return text[: mention.start - offset].rstrip().endswith((",", "("))


def _leaf(text: str, offset: int, mention: Mention, fields: dict[str, object], covers: list[tuple[int, int]]) -> Leaf:
    start, end = covers[0] if len(covers) == 1 else (min(s for s, _ in covers), max(e for _, e in covers))
    if mention.label == "sex":
        fields["values"] = ("male", "female") if mention.name == "any sex" else (mention.name,)
    if mention.label == "reproductive":
        fields["values"] = (mention.name,)
        sexes = {s for s, words in _SEX_WORDS.items() if words.search(mention.text)}
        fields["sex"] = sexes.pop() if len(sexes) == 1 else None
    constraint = with_fields(
        _ASKED[mention.label],
        name="sex" if mention.label == "sex" else mention.name,
        text=text[start - offset : end - offset],
        start=start,
        end=end,
        concept=mention.concept,
        **fields,
    )
    return Leaf(constraint, mention.start, mention.end, tuple(covers))
