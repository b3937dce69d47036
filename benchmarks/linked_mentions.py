"""Draw linked mentions at random, each with the words around it, to be judged by hand.

    python benchmarks/linked_mentions.py                       # 200 mentions of the trials and notes, seed 0
    python benchmarks/linked_mentions.py --seed 7 --count 50

A mention is linked where it has a concept. Every fifth is of a note, the others of criteria; one of a document at most,
so that no page weighs more than another. What was judged is in evaluation/data/linked_mentions.tsv, and
``eligo evaluate linked-mentions`` tells the share that is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from throughput import TRIALS, read_trials

from eligo.pipeline import analyse
from eligo.reading import read_note
from eligo.reading.listing import read_criteria
from eligo.schema import Document, Mention

LABELS = frozenset({"drug", "condition", "procedure", "biomarker", "measurement", "score", "allergy", "reproductive"})
NOTES = TRIALS.parents[1] / "trialgpt"
_AROUND = 70  # characters of context on either side


def main() -> None:
    """Print the draw, tab-separated: where, label, concept, its name, the mention, its context."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=TRIALS, help="trials, JSON Lines, may be gzipped")
    arguments.add_argument("--notes", type=Path, default=NOTES, help="folder of *_topics.jsonl")
    arguments.add_argument("--count", type=int, default=200, help="so many mentions")
    arguments.add_argument("--seed", type=int, default=0, help="of the draw")
    given = arguments.parse_args()
    draw = random.Random(given.seed)
    of_notes = given.count // 5
    trials = [(id, text, True) for id, text in read_trials(given.data)]
    notes = [
        (row["_id"], row["text"], False)
        for path in sorted(given.notes.glob("*_topics.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]
    for documents, count in ((trials, given.count - of_notes), (notes, of_notes)):
        draw.shuffle(documents)
        left = count
        for id, text, is_trial in documents:
            if left and (mentions := list(_linked(id, text, is_trial))):
                mention = draw.choice(mentions)
                print("\t".join((id, *_row(text, mention))))
                left -= 1


def _linked(id: str, text: str, is_trial: bool) -> Iterator[Mention]:
    if is_trial:
        statements, skipped = read_criteria(text)
        document = Document(text, id, statements, skipped, id)
    else:
        document = read_note(text, source=id)
    for analysis in analyse(document):
        yield from (m for m in analysis.mentions if m.concept is not None and m.label in LABELS)


def _row(text: str, mention: Mention) -> tuple[str, ...]:
    before, after = text[max(0, mention.start - _AROUND) : mention.start], text[mention.end : mention.end + _AROUND]
    shown = " ".join(f"{before}[[{mention.text}]]{after}".split())
    assert mention.concept is not None
    return mention.label, mention.concept.id, mention.concept.name, " ".join(mention.text.split()), shown


if __name__ == "__main__":
    main()
