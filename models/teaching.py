"""Unlabelled lines as examples: what teachers say of them.

Lines are worth it in which a word stands that no sample has: of the others the networks know what they can know.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .examples import Example, labelled
from .network import Network, packed
from .samples import LONGEST, with_hints
from .words import INNER, cut, normal

if TYPE_CHECKING:
    from .teacher import Teacher

__all__ = ["main_scheme", "taught"]

_FEWEST, _MOST = 4, 45  # words of a line
_NAME = 4  # letters of a word that may name something
_TOGETHER = 150  # lines


def taught(
    voices: Network,
    teacher: Teacher | None,
    examples: Sequence[Example],
    lines: Iterable[str],
    most: int,
    seed: int,
    say: Callable[[str], None] = lambda line: None,
) -> list[Example]:
    """Unlabelled lines in the way of `main_scheme`, with the mean of what the teachers say of them.

    Args:
        voices: networks that teach.
        teacher: a language model that teaches beside them.
        examples: what the teachers learnt.
        most: lines.
        say: told of the progress, a line at a time.
    """
    draw = random.Random(seed)
    scheme = main_scheme(examples)
    known = {normal(word) for one in examples for word in one.words}
    given: list[Example] = []
    for line in _new(lines, known, most, draw):
        hinted = with_hints(line)
        places = cut(hinted.text)
        words = tuple(hinted.text[start:end] for start, end in places)
        rows = voices.features.of(hinted, places, scheme)
        given.append(Example(rows, labelled(len(rows), ()), scheme, words=words))
    given.sort(key=lambda one: len(one.rows))
    found: list[Example] = []
    for at in range(0, len(given), _TOGETHER):
        found.extend(_marked(given[at : at + _TOGETHER], voices, teacher))
        if at % (100 * _TOGETHER) == 0:
            say(f"{len(found)} lines are marked")
    return found


def main_scheme(examples: Iterable[Example]) -> str:
    """The scheme of most examples, spans within spans apart: the one that unlabelled lines are marked in."""
    counts = Counter(one.scheme for one in examples if one.scheme not in INNER.values())
    return max(sorted(counts), key=counts.__getitem__)


def _new(lines: Iterable[str], known: set[str], most: int, draw: random.Random) -> Iterator[str]:
    chosen = list(dict.fromkeys(line[:LONGEST] for line in lines))
    draw.shuffle(chosen)
    for line in chosen:
        words = [line[start:end] for start, end in cut(line)]
        if _FEWEST <= len(words) <= _MOST and any(
            len(word) >= _NAME and word.isalpha() and normal(word) not in known for word in words
        ):
            yield line
            most -= 1
            if most <= 0:
                return


def _marked(some: Sequence[Example], voices: Network, teacher: Teacher | None) -> Iterator[Example]:
    """Lines of one scheme as the teachers mark them."""
    import numpy

    from .crf import Believed, Steps, believed, spans

    steps = Steps([len(one.rows) for one in some])
    said = voices.believes(packed([one.rows for one in some]), some[0].scheme, steps)
    if teacher is not None:
        pairs, first = teacher.chain()
        more = believed(teacher.scores(some)[None], pairs[None], first[None], steps)
        both: Any = [(said.labels, more.labels), (said.going, more.going)]  # it counts for as much as all voices
        said = Believed(*(numpy.concatenate([own, *[its] * len(own)]) for own, its in both))
    mean = said.labels.mean(axis=0).astype("float16")
    at = 0
    for one, found in zip(some, spans(said, steps, voices.shape.least), strict=True):
        right = labelled(len(one.rows), [span[:3] for span in found])
        yield Example(one.rows, right, one.scheme, mean[at : at + len(right)], one.words)
        at += len(right)
