"""How far the marks of future, negation and doubt in LCT agree with themselves: what no reader can get right.

    python benchmarks/context_marks.py --data lct/train

Looked at are the things that stand at most two words behind the words of a mark ("requiring", "no evidence of") that
occurs three times or more. Their construction, at ever finer grain: these words; with the list (inclusion or
exclusion); with the word before them and how many words lie between; with the type of the thing. Things of one
construction that are marked and not marked contradict each other: whatever is answered, the rarer ones are wrong. The
bound is the F1 of someone who answers each construction as most of its things are marked and is right about every
thing that is alone in its construction or stands behind no such words; the figure beside it is that of one who knows
only what the other documents say, and is right elsewhere.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from eligo.corpus.lct import LctDocument, read_lct
from eligo.evaluation.benchmarks.lct_context import governed, left_open

_TYPES = frozenset(
    ["Allergy", "Condition", "Drug", "Encounter", "Immunization", "Observation", "Organism", "Procedure", "Study"]
)
_QUESTIONS = ("future", "negation", "possible")
_GRAINS = ("the words", "with the list", "with the word before", "with the type of the thing")
_LEAST = 3  # marks of a word that make it one that marks
_REACH = 60  # characters before a thing in which it stands
_CLAUSE = re.compile(r"[.;:\n]")
_WORD = re.compile(r"[\w'-]+")
_BETWEEN = r"(?:(?!(?:and|or|but)\b)[\w'/-]+\s+){0,2}"
_MARKS = {
    "future": (frozenset({"Assertion", "Eq-Temporal-Period"}), frozenset({"hypothetical", "intention", "future"})),
    "negation": (frozenset({"Negation"}), None),
    "possible": (frozenset({"Assertion"}), frozenset({"possible"})),
}


class Thing(NamedTuple):
    """A thing, whether it is marked, and its constructions from coarse to fine; none: no such word before it."""

    document: str
    marked: bool
    keys: tuple[tuple[str, ...], ...]


def main() -> None:
    """Print the contradictions and the bounds, by question."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--data", type=Path, required=True, help="a folder of LCT")
    documents = list(read_lct(arguments.parse_args().data))
    everything: list[list[Thing]] = [[] for _ in _QUESTIONS]
    for n, question in enumerate(_QUESTIONS):
        behind = _behind(documents, question)
        for document in documents:
            everything[n] += _things(document, question, behind)
    print(f"{len(documents)} documents")
    for question, things in zip((*_QUESTIONS, "all"), (*everything, [t for e in everything for t in e]), strict=True):
        marked = sum(t.marked for t in things)
        print(f"\n{question}: {sum(bool(t.keys) for t in things)} things behind such words, {marked} marked in all")
        for grain, name in enumerate(_GRAINS):
            _report(name, things, grain)


def _report(name: str, things: list[Thing], grain: int) -> None:
    groups: dict[tuple[str, ...], Counter[bool]] = defaultdict(Counter)
    by_document: dict[tuple[str, tuple[str, ...]], Counter[bool]] = defaultdict(Counter)
    for thing in things:
        if thing.keys:
            groups[thing.keys[grain]][thing.marked] += 1
            by_document[thing.document, thing.keys[grain]][thing.marked] += 1
    torn = sum(min(c[True], c[False]) for c in groups.values())
    known, unseen = Counter[str](), Counter[str]()
    for thing in things:
        group = groups[thing.keys[grain]] if thing.keys else Counter({thing.marked: 1})
        known[_outcome(thing.marked, group[True] > group[False])] += 1
        own = by_document[thing.document, thing.keys[grain]] if thing.keys else Counter[bool]()
        others = group[True] - own[True] > group[False] - own[False]
        unseen[_outcome(thing.marked, others if thing.keys else thing.marked)] += 1
    print(
        f"  {name:26} {len(groups):5} constructions, {torn:4} contradictions, F1 at most {_f1(known):.3f}, "
        f"from the others {_f1(unseen):.3f}"
    )


def _outcome(marked: bool, answer: bool) -> str:
    return ("found" if answer else "missed") if marked else ("in vain" if answer else "silent")


def _f1(counts: Counter[str]) -> float:
    return 2 * counts["found"] / max(1, 2 * counts["found"] + counts["in vain"] + counts["missed"])


def _behind(documents: list[LctDocument], question: str) -> re.Pattern[str]:
    """Finds the words of a mark and what lies between them and a thing, at the end of a text."""
    types, values = _MARKS[question]
    seen = Counter(
        " ".join(entity.text.casefold().split())
        for document in documents
        for entity in document.entities
        if entity.type in types and (values is None or entity.value in values)
    )
    words = sorted((w for w, n in seen.items() if n >= _LEAST), key=len, reverse=True)
    either = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) or "(?!)"
    return re.compile(rf"(?P<before>[\w'-]*)\W*\b(?P<words>{either})\s+(?P<between>{_BETWEEN})\Z", re.I)


def _things(document: LctDocument, question: str, behind: re.Pattern[str]) -> Iterator[Thing]:
    marks, silent = governed(document), left_open(document)
    for entity in document.entities:
        if entity.type not in _TYPES or question in silent.get(entity.id, ()):
            continue
        found = behind.search(_CLAUSE.split(document.text[max(0, entity.start - _REACH) : entity.start])[-1])
        keys: tuple[tuple[str, ...], ...] = ()
        if found is not None:
            words = (question, " ".join(found["words"].casefold().split()))
            side = (*words, document.kind_at(entity.start) or "")
            around = (*side, found["before"].casefold(), str(len(_WORD.findall(found["between"]))))
            keys = (words, side, around, (*around, entity.type))
        yield Thing(document.id, question in marks.get(entity.id, ()), keys)


if __name__ == "__main__":
    main()
