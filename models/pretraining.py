"""Masked words: what the convolutions learn of criteria before they see a span.

A fifth of the words of unlabelled criteria are hidden, with their ends, their vectors and the rules' finds, and the
network has to name them from what stands around (Devlin et al. 2019, doi:10.18653/v1/N19-1423).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from .features import COLUMNS, Features
from .network import Member, Shape, packed
from .samples import LONGEST, SCHEMES, with_hints
from .vectors import WordVectors
from .words import INNER, cut

__all__ = ["pretrain"]

_SHORTEST = 3  # words of a line that is worth it
_MASKED, _SHOWN_ANOTHER, _HIDDEN = 0.2, 0.08, 0.85  # shares: words asked for; of these another shown, or none
_TOLD_APART = 4000  # words that may be asked for, the commonest
_RATE, _DROP, _WORDS = 0.002, 0.1, 2000
_HINTS = slice(COLUMNS.index("term"), COLUMNS.index("number") + 1)


def pretrain(
    shape: Shape,
    vectors: WordVectors,
    lines: Sequence[str],
    most: int,
    seed: int,
    say: Callable[[str], None] = lambda line: None,
) -> list[Any]:
    """The weights of a member's layers below the labels, for `Member.take`.

    Args:
        lines: unlabelled criteria; one that comes again is looked at once.
        most: so many of them.
    """
    import numpy
    from thinc.api import Adam, Linear, Maxout, chain, fix_random_seed
    from thinc.types import Ragged

    from .layers import parameters, set_drop

    fix_random_seed(seed)
    member = Member(shape, vectors, 1)
    member.start()
    features = Features(vectors)
    examples = _examples(features, lines, most, random.Random(seed))
    say(f"{len(examples)} unlabelled lines")
    told = min(_TOLD_APART, len(vectors.words))
    top: Any = chain(Maxout(shape.width, shape.width, nP=3, normalize=True), Linear(told, shape.width))
    top.initialize()
    set_drop(member.body, _DROP)
    optimizer: Any = Adam(_RATE, L2=0.001, grad_clip=1.0, L2_is_weight_decay=True, use_averages=False)
    draw = numpy.random.RandomState(seed)
    hidden = numpy.array(features.hidden(), "uint64")
    total = sum(map(len, examples))
    at = step = done = 0
    right: list[float] = []
    while at < len(examples):
        some, words = [], 0
        while at < len(examples) and words < _WORDS:
            some.append(examples[at])
            words += len(some[-1])
            at += 1
        done += words
        rows = packed(some)
        shown, asked = _masked(rows.data, hidden, told, draw)
        if not len(asked):
            continue
        deep, back_deep = member.body.begin_update(Ragged(shown, rows.lengths))
        scores, back_top = top.begin_update(numpy.ascontiguousarray(deep.data[asked]))
        names = rows.data[asked, -1].astype("int64") - 1
        chance = numpy.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        right.append(float((chance.argmax(axis=1) == names).mean()))
        chance[numpy.arange(len(names)), names] -= 1
        gradient = numpy.zeros_like(deep.data)
        gradient[asked] = back_top(chance * (10 / len(names)))
        back_deep(Ragged(gradient, rows.lengths))
        optimizer.learn_rate = _RATE * max(0.02, min((step + 1) / 200, 1 - done / total))
        member.body.finish_update(optimizer)
        top.finish_update(optimizer)
        step += 1
        if step % 250 == 0:
            say(f"masked words: {done} of {total} words, {sum(right[-250:]) / 250:.3f} of those asked for are named")
    return [node.get_param(name) for node, name in parameters(member.body)]


def _examples(features: Features, lines: Sequence[str], most: int, draw: random.Random) -> list[Any]:
    """Rows of `features` of some lines, each in the way of a scheme that is drawn."""
    chosen = list(dict.fromkeys(line[:LONGEST] for line in lines))
    draw.shuffle(chosen)
    schemes = sorted((*SCHEMES, *INNER.values()))
    found = []
    for line in chosen[:most]:
        words = cut(line)
        if len(words) >= _SHORTEST:
            found.append(features.of(with_hints(line), words, draw.choice(schemes)))
    return found


def _masked(rows: Any, hidden: Any, told: int, draw: Any) -> tuple[Any, Any]:
    """The rows with some words hidden or exchanged, and which of them are asked for."""
    import numpy

    masked = numpy.flatnonzero(draw.random_sample(len(rows)) < _MASKED)
    how = draw.random_sample(len(masked))
    shown = rows.copy()
    away = masked[how < _HIDDEN]
    shown[away, : len(hidden)] = hidden
    shown[away, -1] = 0
    other = masked[(how >= _HIDDEN) & (how < _HIDDEN + _SHOWN_ANOTHER)]
    shown[other] = rows[draw.randint(0, len(rows), len(other))]
    shown[masked, _HINTS] = hidden[_HINTS]
    known = rows[masked, -1].astype("int64")
    return shown, masked[(known > 0) & (known <= told)]
