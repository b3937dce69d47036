"""Two names side by side that are one thing: "antibiotic-associated colitis", "heparin allergy", "malaria drugs".

The second word says what the first is to it: what brought it about, what one does not bear, what is given against it.
The first is not asked for by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.logic.spanning import running, spanning
from eligo.logic.study_things import studied
from eligo.schema import Constraint, Leaf
from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["compounds"]

_CAUSED = re.compile(
    r"-?(?:associated|induced|related|mediated|triggered|provoked|dependent|responsive|producing|secreting)", re.I
)
_CAUSES = frozenset({"drug", "condition", "procedure", "biomarker", "measurement"})
_REACTIONS = {
    "allergy": "hypersensitivity",
    "allergies": "hypersensitivity",
    "hypersensitivity": "hypersensitivity",
    "hypersensitivities": "hypersensitivity",
    "intolerance": "intolerance",
    "resistance": "resistance",
}
_REMEDIES = frozenset(["medication", "medications", "medicine", "medicines", "drug", "drugs", "agent", "agents"])
_KINDS = frozenset({"preventive", "preventative", "prophylactic", "rescue", "abortive", "maintenance", "controller"})
_TREATS = _REMEDIES | {"therapy", "therapies", "treatment", "treatments"}
_TESTS = frozenset({"test", "tests", "testing", "screening", "screen", "screens"})
_FOR_IT = re.compile(r"\b(?:tests?|testing|screen(?:ing|ed|s)?|tested|checked|examined)\s+for\s+(?:the\s+)?$", re.I)
_FOUND = re.compile(
    r"\b(?:positiv\w*|negativ\w*|reactive|seroposi\w+|detect\w*|reveal\w*|show\w*|confirm\w*|indicat\w*|fail\w*|"
    r"abnormal\w*|eviden\w+|prov\w+|diagnos\w+|document\w+)",
    re.I,
)
_OPEN = {None, "exposure"}
_CHANGE = re.compile(
    r"\b(?:dose\s+|dosage\s+)?(?:changes?|alterations?|modifications?|adjustments?)\s+(?:in|of|to)\s+(?:(?:the|their|any|your)\s+)?"
    r"(?:(?:dose|doses|dosage|dosing|regimen|use|type|frequency)\s+(?:of|for)\s+)?(?:(?:the|their|any|a|an)\s+)?$",
    re.I,
)
_ANTI = re.compile(r"anti[\s-]*", re.I)
_ANTIBODY = re.compile(
    r"[\s-]*(?:\w+\s+)?(?:antibod|ab\b|igg|igm|titer|titre|serolog|positiv|negativ|immunoglob)", re.I
)
_TRIES = re.compile(
    r"\s+(?:of|with|in|on|for|involving|using|testing|evaluating|studying)\s+(?:(?:an?|any|another|other|the|one)\s+)*",
    re.I,
)
_GIVEN = frozenset({"drug", "procedure", "attestation", "participation"})
_COURSES = frozenset({"recurrent", "refractory", "newly diagnosed", "untreated"})
_LINKS = frozenset({"or", "and", "andor", "slash"})
_LISTED = _LINKS | {"comma"}
_PLAIN = {"word", "filler"}


def compounds(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, each such pair as one.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done: list[Item] = []
    made: Item | None
    n = 0
    while n < len(items):
        item = items[n]
        if item.leaf is None and item.kind not in _PLAIN:
            done.append(item)
            n += 1
            continue
        against = (
            _against(items, n, text, offset) if item.kind == "word" and item.text[:4].casefold() == "anti" else None
        )
        if against is not None:
            done.append(against)
            n += 2
            continue
        if item.kind == "filler" and item.text.casefold() == "disease" and _in_course(done):
            done.append(_disease(item))
            n += 1
            continue
        if item.leaf is None:
            done.append(item)
            n += 1
            continue
        tried = _tried(items, n, text, offset) or studied(items, n, text, offset)
        if tried is not None:
            made, n = tried
            done.append(made)
            continue
        following = items[n + 1] if n + 1 < len(items) else None
        near = following is not None and following.kind in _PLAIN and _beside(item, following, text, offset)
        word = following.text.casefold() if following is not None and near else ""
        effect = items[n + 2] if n + 2 < len(items) else None
        made = None
        if word and following is not None:
            if _CAUSED.fullmatch(word) and effect is not None and _beside(following, effect, text, offset):
                made, n = _caused(item, effect, text, offset), n + 2
                if made is None:
                    n -= 2
            elif word in _REACTIONS and item.leaf.constraint.type == "drug" and item.leaf.constraint.relation in _OPEN:
                _share(done, _REACTIONS[word])
                made, n = _reaction(item, following, text, offset), n + 1
            elif word in _REMEDIES and item.leaf.constraint.type == "condition":
                made, n = _named(item, following, "drug", text, offset), n + 1
            elif word in _KINDS and effect is not None and effect.text.casefold() in _TREATS:
                if item.leaf.constraint.type == "condition" and _beside(following, effect, text, offset):
                    made, n = _named(item, effect, "drug", text, offset), n + 2
            elif word in _TESTS and item.leaf.constraint.type == "condition" and _FOUND.search(text) is None:
                made, n = _named(item, following, "procedure", text, offset), n + 1
        if made is None and item.leaf.constraint.type == "condition" and _tested(item, text, offset):
            made = _test_for(item)
        drug = made or item
        if drug.leaf is not None and drug.leaf.constraint.type == "drug":
            made = _change_of(drug, done, text, offset) or made
        done.append(made or item)
        n += 1
    return done


def _against(items: Sequence[Item], n: int, text: str, offset: int) -> Item | None:
    """ "Anti-malaria agents": what is given against the thing; of "anti-HCV antibodies" the antibody."""
    item, thing = items[n], items[n + 1] if n + 1 < len(items) else None
    if thing is None or thing.leaf is None or _ANTI.fullmatch(text[item.start - offset : thing.start - offset]) is None:
        return None
    if thing.leaf.constraint.type in _GIVEN:
        return None
    words = text[item.start - offset : thing.end - offset]
    antibody = _ANTIBODY.match(text, thing.end - offset) is not None
    type_ = "biomarker" if antibody else "drug"
    name = f"{' '.join(words.split())} {'antibodies' if antibody else 'agents'}"
    name = name[0].lower() + name[1:]
    whole = Constraint(type_, name, words, item.start, thing.end)  # type: ignore[arg-type]
    return replace(spanning(thing, whole, item.start, thing.end), mention=None)


def _tried(items: Sequence[Item], n: int, text: str, offset: int) -> tuple[Item, int] | None:
    """ "Another study of an investigational product": what is tried is no thing of its own; with the next place."""
    study = items[n].leaf
    if study is None or study.constraint.type != "participation":
        return None
    m = next((k for k in range(n + 1, min(n + 6, len(items))) if items[k].kind not in _PLAIN | {"with"}), len(items))
    thing = items[m].leaf if m < len(items) else None
    concept = thing.constraint.concept if thing is not None else None
    if concept is None or concept.id != "class:investigational":
        return None
    if _TRIES.fullmatch(text, items[n].end - offset, items[m].start - offset) is None:
        return None
    words = text[items[n].start - offset : items[m].end - offset]
    whole = with_fields(study.constraint, text=words, end=items[m].end)
    return spanning(items[n], whole, items[n].start, items[m].end), m + 1


def _in_course(done: Sequence[Item]) -> bool:
    """Whether a course of the disease under study was named right before: "refractory disease"."""
    return bool(done) and done[-1].kind == "severity" and done[-1].value in _COURSES


def _disease(item: Item) -> Item:
    constraint = Constraint("condition", "disease", item.text, item.start, item.end)
    leaf = Leaf(constraint, item.start, item.end, ((item.start, item.end),))
    return replace(item, kind="leaf", text=constraint.name, leaf=leaf)


def _beside(left: Item, right: Item, text: str, offset: int) -> bool:
    between = text[left.end - offset : right.start - offset]
    return right.start >= left.end and not between.strip()


def _caused(cause: Item, effect: Item, text: str, offset: int) -> Item | None:
    """ "Antibiotic-associated colitis" is a colitis; of which kind, only a record that says so can tell."""
    if cause.leaf is None or effect.leaf is None or cause.leaf.constraint.type not in _CAUSES:
        return None
    thing = effect.leaf.constraint
    if thing.type != "condition":
        return None
    words = running(text, cause.start, effect.start, offset)
    qualifier = words if thing.qualifier is None else f"{words} {thing.qualifier}"
    whole = with_fields(
        thing, qualifier=qualifier, text=text[cause.start - offset : effect.end - offset], start=cause.start
    )
    return spanning(effect, whole, cause.start, effect.end)


def _reaction(drug: Item, word: Item, text: str, offset: int) -> Item:
    assert drug.leaf is not None
    relation = _REACTIONS[word.text.casefold()]
    whole = with_fields(
        drug.leaf.constraint, relation=relation, text=text[drug.start - offset : word.end - offset], end=word.end
    )
    return spanning(drug, whole, drug.start, word.end)


def _share(done: list[Item], relation: str) -> None:
    """ "Aspirin or fentanyl intolerance", "aspirin, heparin or fentanyl intolerance": said of all."""
    shared: list[tuple[int, Constraint]] = []
    at, links = len(done) - 1, _LINKS
    while at > 0 and done[at].kind in links:
        loose = at > 1 and done[at - 1].kind == "comma"
        at -= loose
        leaf = done[at - 1].leaf
        thing = leaf.constraint if leaf is not None else None
        if thing is None or thing.type != "drug" or thing.relation not in _OPEN:
            break
        shared.append((at - 1, thing))
        if loose and (at < 3 or done[at - 2].kind != "comma"):
            return  # "aspirin, or heparin intolerance"
        at, links = at - 2, _LISTED
    for n, thing in shared:
        done[n] = spanning(done[n], with_fields(thing, relation=relation), done[n].start, done[n].end)


def _named(thing: Item, word: Item, type_: str, text: str, offset: int) -> Item:
    """What is given against something, or looks for it: known by its words only."""
    words = text[thing.start - offset : word.end - offset]
    assert thing.leaf is not None
    rest = " ".join(text[thing.end - offset : word.end - offset].split())
    whole = Constraint(type_, f"{thing.leaf.constraint.name} {rest}", words, thing.start, word.end)  # type: ignore[arg-type]
    return replace(spanning(thing, whole, thing.start, word.end), mention=None)


def _tested(item: Item, text: str, offset: int) -> bool:
    before = text[max(0, item.start - offset - 40) : item.start - offset]
    return "for" in before and _FOR_IT.search(before) is not None and _FOUND.search(text) is None


def _test_for(item: Item) -> Item:
    assert item.leaf is not None
    thing = item.leaf.constraint
    whole = Constraint("procedure", f"test for {thing.name}", thing.text, thing.start, thing.end)
    return replace(spanning(item, whole, item.start, item.end), mention=None)


def _change_of(item: Item, done: list[Item], text: str, offset: int) -> Item | None:
    """ "Change in the dose of insulin": not the drug, but that it was changed; takes its words off `done`."""
    low = max(0, item.start - offset - 60)
    before = text[low : item.start - offset]
    said = _CHANGE.search(before) if "of " in before or "in " in before or "to " in before else None
    if said is None or item.leaf is None:
        return None
    start = low + said.start() + offset
    if any(i.kind not in _PLAIN for i in done if i.end > start):
        return None
    while done and done[-1].start >= start:
        done.pop()
    words = " ".join(text[start - offset : item.end - offset].split())
    name = words[0].lower() + words[1:]
    whole = Constraint("procedure", name, text[start - offset : item.end - offset], start, item.end)
    return replace(spanning(item, whole, start, item.end), mention=None)
