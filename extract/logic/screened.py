"""What a drug screen is for: "a negative urine test for drugs of abuse" asks for the result, and for no drug."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.attributes.leaves import MentionLeaf
from eligo.concepts.hierarchy import concept as concept_of
from eligo.schema import Constraint

__all__ = ["with_screened"]

_SCREENS = frozenset({"proc:drug_screen", "cond:positive_drug_screen", "cond:positive_alcohol_test"})
_ANY = frozenset({"class:illicit_drugs", "cond:alcohol_use"})
_SUBSTANCES = frozenset({"class:illicit_drugs", "drug:alcohol", "drug:cannabis", "drug:cocaine", "class:opioids",
                         "class:amphetamines", "class:barbiturates", "class:benzodiazepines", "drug:methadone",
                         "drug:nicotine", "drug:cotinine", "drug:phencyclidine"})  # fmt: skip
_TEST_FOR = re.compile(
    r"\b(?:negative|positive)\b\s+(?:(?!(?:test|screen|result|urin|serum|saliva)\w*\b)[\w/-]+\s+){0,5}?"
    r"(?P<test>(?:(?:urine|urinary|serum|saliva|breath|blood|drug)\s+){0,3}(?:test|screen|result|toxicology|UDS\b|UDT\b|assay|panel)(?:s|ed|ing)?"
    r"(?:\s+(?:test|screen|result|panel)(?:s|ing)?)*(?:\s*\([A-Za-z]{2,6}\))?)\s+for\s+(?:use\s+of\s+)?"
    r"(?:(?:the|any|all|selected|following|urine|urinary|presence\s+of|common|prohibited|specified|listed|other)\s+)*",
    re.I,
)
_LINK = re.compile(
    r"\s*[)\]]?\s*[,;]?\s*(?:[(\[]\s*)?(?:/|&|(?:and/or|and|or|including|such\s+as|e\.?g\.?,?|i\.?e\.?,?|namely)\s)?\s*(?:any\s+|other\s+|metabolites\s+of\s+)?",
    re.I,
)


def with_screened(leaves: Sequence[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """The leaves of a statement, the drugs that a screen is for as part of it.

    Of named drugs the screen keeps the words as its qualifier: a positive screen for another drug does not answer.
    """
    done = _also_screened(list(leaves), text, offset)
    for match in _TEST_FOR.finditer(text):
        group = _listed(done, text, offset, match.end())
        if not group:
            continue
        first, last = group[0].leaf, group[-1].leaf
        ids = {_id(m) for m in group}
        words = None if ids & _ANY else " ".join(text[first.start - offset : last.end - offset].split())
        screen = next((m for m in done if _id(m) in _SCREENS and _inside(m, match, offset)), None)
        if screen is None and not ids & _SUBSTANCES:
            continue
        span = (match.start("test") + offset, last.end)
        if screen is None:
            asked = _drug_screen(first.constraint, words)
            new = replace(first, constraint=asked, covers=(*first.covers, span))
            changed, old = replace(group[0], leaf=new), group[0]
        else:
            asked = replace(screen.leaf.constraint, qualifier=words)
            covers = (*screen.leaf.covers, (screen.leaf.end, last.end))
            changed, old = replace(screen, leaf=replace(screen.leaf, constraint=asked, covers=covers)), screen
        gone = {id(m) for m in group}
        done = [changed if m is old else m for m in done if m is old or id(m) not in gone]
    return done


def _also_screened(leaves: list[MentionLeaf], text: str, offset: int) -> list[MentionLeaf]:
    """ "Positive test for drugs of abuse or alcohol", whose first part is one name: the alcohol belongs to it."""
    done = list(leaves)
    for screen in leaves:
        if _id(screen) not in _SCREENS or " for " not in screen.leaf.constraint.text:
            continue
        group = _listed(done, text, offset, screen.leaf.end - offset, linked=True)
        if not group or not {_id(m) for m in group} <= _SUBSTANCES:
            continue
        covers = (*screen.leaf.covers, (screen.leaf.end, group[-1].leaf.end))
        gone = {id(m) for m in group}
        wider = replace(screen, leaf=replace(screen.leaf, covers=covers))
        done = [wider if m is screen else m for m in done if id(m) not in gone]
    return done


def _drug_screen(drug: Constraint, words: str | None) -> Constraint:
    concept = concept_of("proc:drug_screen")
    return Constraint(
        "procedure", concept.name, drug.text, drug.start, drug.end, concept=concept, role="any", qualifier=words
    )


def _listed(
    leaves: Sequence[MentionLeaf], text: str, offset: int, at: int, *, linked: bool = False
) -> list[MentionLeaf]:
    """The drugs of the list that begins at `at`."""
    group: list[MentionLeaf] = []
    for found in sorted(leaves, key=lambda m: m.leaf.start):
        start = found.leaf.start - offset
        if start < at:
            continue
        if (group or linked) and _LINK.fullmatch(text, at, start) is None:
            break
        if not (group or linked) and start > at:
            break
        if found.leaf.constraint.type != "drug" and _id(found) not in _ANY:
            break
        group.append(found)
        at = found.leaf.end - offset
    return group


def _inside(found: MentionLeaf, match: re.Match[str], offset: int) -> bool:
    return match.start() <= found.leaf.start - offset and found.leaf.end - offset <= match.end()


def _id(found: MentionLeaf) -> str:
    concept = found.leaf.constraint.concept
    return concept.id if concept is not None else ""
