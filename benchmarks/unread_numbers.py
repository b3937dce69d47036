"""Numbers that no constraint of a criterion takes: how many there are, and their forms, the commonest first.

    python benchmarks/unread_numbers.py                            # the first 1,500 trials, sixty forms
    python benchmarks/unread_numbers.py --limit 300 --top 200

Counted is a number with a comparator, or with a unit that is no time, in the text of a criterion. It is read where a
constraint with a bound, a dose, lines, a grade or a window rests on it. A form is the words before the number, the
comparator and the unit; criteria that differ in their numbers only are one form.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from throughput import TRIALS, read_trials

from eligo.flow import parse
from eligo.pipeline import analyse
from eligo.reading.listing import read_criteria
from eligo.schema import Constraint, Document, Node, Quantity, children

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_TIMES = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})
_WORDS_BEFORE = 3


def main() -> None:
    """Print the count and the forms."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=TRIALS, help="trials, JSON Lines, may be gzipped")
    arguments.add_argument("--limit", type=int, default=1500, help="so many trials, from the first")
    arguments.add_argument("--top", type=int, default=60, help="so many forms")
    given = arguments.parse_args()
    forms: Counter[str] = Counter()
    numbers = 0
    trials = read_trials(given.data)[: given.limit]
    for id, text in trials:
        for form in _numbers(id, text):
            numbers += 1
            if form is not None:
                forms[form] += 1
    unread = sum(forms.values())
    print(
        f"{len(trials)} trials, {numbers} numbers, {unread} unread ({unread / max(1, numbers):.1%}), {len(forms)} forms"
    )
    for form, count in forms.most_common(given.top):
        print(f"{count:6}  {form}")


def _numbers(id: str, text: str) -> Iterator[str | None]:
    """Each number of a trial: its form where it is unread, else None."""
    statements, skipped = read_criteria(text)
    document = Document(text, id, statements, skipped, id)
    read = bytearray(len(text))
    for criterion in parse(document).criteria:
        if criterion.logic is not None:
            for start, end in _taken(criterion.logic):
                read[start:end] = b"\1" * (end - start)
    for analysis in analyse(document):
        for time in analysis.times:
            read[time.start : time.end] = b"\1" * (time.end - time.start)
        for quantity in analysis.quantities:
            if quantity.comparator or quantity.unit not in (None, *_TIMES):
                yield None if any(read[quantity.start : quantity.end]) else _form(text, quantity)


def _taken(node: Node) -> Iterator[tuple[int, int]]:
    if isinstance(node, Constraint):
        if any(
            v is not None
            for v in (node.low, node.high, node.relative_to, node.values, node.dose, node.lines, node.grade)
        ):
            yield node.start, node.end
        return
    for child in children(node):
        yield from _taken(child)


def _form(text: str, quantity: Quantity) -> str:
    before = re.split(r"[.;\n]", text[max(0, quantity.start - 60) : quantity.start])[-1].split()[-_WORDS_BEFORE:]
    return " ".join(_DIGITS.sub("#", " ".join([*before, quantity.text])).lower().split())


if __name__ == "__main__":
    main()
