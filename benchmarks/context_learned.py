"""What a classifier fitted to LCT's own marks gets of them: the ceiling of anybody who reads words around a thing.

    python benchmarks/context_learned.py --data lct/train --test lct/dev

A logistic regression for each question (future, negation, doubt) sees the words before, in and behind a thing in its
line, by place and in pairs, its type, and the list it stands in; in the second row also eligo's answers, each joined
with these words, so that it can learn where eligo errs. On --data it is judged by five folds of whole documents, its
threshold chosen there; on --test it is fitted to all of --data. The rows beside it are eligo's own.
"""

from __future__ import annotations

import argparse
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from eligo.corpus.lct import LctDocument, LctEntity, read_lct
from eligo.evaluation.benchmarks.lct_context import ASKED, QUESTIONS, answers_of, governed, left_open

_WORD = re.compile(r"\w+|[^\w\s]")
_BEFORE, _BEHIND, _PAIRS = 12, 8, 4  # words of the line that are looked at; pairs whose place counts
_FOLDS, _INVERSE_PENALTY, _ROUNDS = 5, 0.3, 300
_THRESHOLDS = np.arange(0.2, 0.7, 0.05)
_WAYS = ("words alone", "words and eligo's answers")


class Asked(NamedTuple):
    """A thing: its document, what is true of it, what eligo answers, what cannot be asked, and its words."""

    document: str
    true: frozenset[str]
    answered: frozenset[str]
    silent: frozenset[str]
    words: dict[str, float]


class Counts(NamedTuple):
    """Found, in vain, missed."""

    found: int
    in_vain: int
    missed: int

    def __str__(self) -> str:
        f1 = 2 * self.found / max(1, 2 * self.found + self.in_vain + self.missed)
        return f"F1 {f1:.3f} ({self.found} found, {self.in_vain} in vain, {self.missed} missed)"


def main() -> None:
    """Print the figures, by question and in all."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--data", type=Path, required=True, help="a folder of LCT to learn from")
    arguments.add_argument("--test", type=Path, required=True, help="another, only to measure on")
    given = arguments.parse_args()
    learn, test = list(_things(given.data)), list(_things(given.test))
    print(f"{len(learn)} things to learn from, {len(test)} to measure on")
    totals: dict[tuple[str, str], list[Counts]] = {}
    for question in QUESTIONS:
        print(question)
        for (way, part), counts in _figures(learn, test, question).items():
            print(f"  {way:26} {part:6} {counts}")
            totals.setdefault((way, part), []).append(counts)
    print("all")
    for (way, part), each in totals.items():
        print(f"  {way:26} {part:6} {Counts(*(sum(c) for c in zip(*each, strict=True)))}")


def _things(data: Path) -> Iterator[Asked]:
    for document in read_lct(data):
        marks, silent = governed(document), left_open(document)
        entities = [e for e in document.entities if e.type in ASKED]
        for entity, answered in zip(entities, answers_of(document, entities), strict=True):
            yield Asked(
                document.id,
                frozenset(marks.get(entity.id, ())),
                frozenset(answered),
                frozenset(silent.get(entity.id, ())),
                _words(document, entity),
            )


def _words(document: LctDocument, entity: LctEntity) -> dict[str, float]:
    text = document.text
    before = _WORD.findall(text[text.rfind("\n", 0, entity.start) + 1 : entity.start].casefold())[-_BEFORE:][::-1]
    behind = _WORD.findall(text[entity.end :].partition("\n")[0].casefold())[:_BEHIND]
    found = {f"type {entity.type}": 1.0, f"list {document.kind_at(entity.start)}": 1.0, f"first {not before}": 1.0}
    found |= {f"in {word}": 1.0 for word in _WORD.findall(entity.text.casefold())}
    for side, words in (("before", before), ("behind", behind)):
        pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
        found |= {f"{side} {n} {word}": 1.0 for n, word in enumerate(words)}
        found |= {f"{side} {n} {pair}": 1.0 for n, pair in enumerate(pairs[:_PAIRS])}
        found |= {f"{side} {word}": 1.0 for word in (*words, *pairs)}
    return found


def _figures(learn: list[Asked], test: list[Asked], question: str) -> dict[tuple[str, str], Counts]:
    learn, test = ([t for t in things if question not in t.silent] for things in (learn, test))
    true, true_of_test = (np.array([question in t.true for t in things]) for things in (learn, test))
    documents = [t.document for t in learn]
    figures: dict[tuple[str, str], Counts] = {}
    for way in _WAYS:
        seen, seen_of_test = ([_seen(t, way) for t in things] for things in (learn, test))
        columns = DictVectorizer()
        table, table_of_test = columns.fit_transform(seen), columns.transform(seen_of_test)
        likely = np.zeros(len(learn))
        for fit, rest in GroupKFold(_FOLDS).split(table, true, documents):
            likely[rest] = _fitted(table[fit], true[fit]).predict_proba(table[rest])[:, 1]
        least = max(_THRESHOLDS, key=lambda t: _f1(_counts(true, likely > t)))
        figures[way, "folds"] = _counts(true, likely > least)
        figures[way, "test"] = _counts(true_of_test, _fitted(table, true).predict_proba(table_of_test)[:, 1] > least)
    figures["eligo", "data"] = _counts(true, np.array([question in t.answered for t in learn]))
    figures["eligo", "test"] = _counts(true_of_test, np.array([question in t.answered for t in test]))
    return figures


def _seen(thing: Asked, way: str) -> dict[str, float]:
    if way == _WAYS[0]:
        return thing.words
    answers = ",".join(sorted(thing.answered)) or "nothing"
    return thing.words | {f"eligo {answers}": 1.0} | {f"{answers}: {word}": 1.0 for word in thing.words}


def _fitted(table: object, true: object) -> LogisticRegression:
    return LogisticRegression(C=_INVERSE_PENALTY, max_iter=_ROUNDS).fit(table, true)


def _counts(true: np.ndarray, answered: np.ndarray) -> Counts:
    return Counts(int((true & answered).sum()), int((~true & answered).sum()), int((true & ~answered).sum()))


def _f1(counts: Counts) -> float:
    return 2 * counts.found / max(1, 2 * counts.found + counts.in_vain + counts.missed)


if __name__ == "__main__":
    main()
