"""What a language model makes of words: the mean of a word's numbers over lines in which it stands, reduced.

Counted vectors (`vectors`) tell of what stands beside a word in some thousand trials; a language model has read far
more. Its last layer's numbers of a word's pieces, averaged over a few of its lines (Bommasani et al. 2020,
doi:10.18653/v1/2020.acl-main.431) and reduced to their principal components, are put beside them. The model is not
needed to use them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .samples import LONGEST
from .teacher import language_model, pieces_of
from .vectors import WordVectors
from .words import cut, normal

__all__ = ["deepened"]

_FEWEST, _MOST = 3, 60  # words of a line that is looked at
_TOGETHER = 64  # lines
_SPREAD = 15_000  # words whose spread the components are of, the commonest
_LONGEST_PIECES = 198
_EVERY = 100  # batches


def deepened(
    vectors: WordVectors,
    base: str,
    lines: Iterable[str],
    *,
    dimensions: int = 96,
    most: int = 45_000,
    least: int = 2,
    seen: int = 8,
    seed: int = 0,
    say: Callable[[str], None] = lambda line: None,
) -> WordVectors:
    """The vectors, each with what a language model makes of its word behind it; words that had none are added.

    Args:
        base: a checkpoint: a folder, or a name on the hub.
        lines: one that comes again is looked at once.
        dimensions: numbers that are put behind; each word's have the length 1, or are zeros where no line has it.
        most, least: words that are looked at: so many, the commonest, each in so many lines at least.
        seen: lines of a word after which none is looked at for its sake.
        say: told of the progress, a line at a time.

    Raises:
        MissingExtra: if torch or transformers is not installed.
        InputError: if `base` is no language model.
    """
    import numpy

    tokenizer, model = language_model(base)
    texts = [line[:LONGEST] for line in dict.fromkeys(lines)]
    words = [[text[start:end] for start, end in cut(text)] for text in texts]
    counts = Counter(word for some in words for word in {normal(w) for w in some})
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:most]
    ids = {word: n for n, (word, count) in enumerate(ranked) if count >= least}
    chosen = _chosen(words, ids, seen, random.Random(seed))
    say(f"{len(chosen)} lines tell of {len(ids)} words")
    sums, weights = _sums(tokenizer, model, chosen, ids, say)
    known = weights > 0
    means = sums / numpy.maximum(weights, 1e-6)[:, None]
    means -= means.mean(axis=0)
    _, _, components = numpy.linalg.svd(means[known][:_SPREAD], full_matrices=False)
    found = means @ components[:dimensions].T
    found = numpy.pad(found, ((0, 0), (0, dimensions - found.shape[1])))
    found /= numpy.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    found[~known] = 0
    had = set(vectors.words)
    more = [word for word, n in ids.items() if known[n] and word not in had]
    old = numpy.concatenate([vectors.table.astype("f"), numpy.zeros((len(more), vectors.table.shape[1]), "f")])
    none = numpy.zeros(dimensions, "f")
    new = numpy.stack([found[ids[w]] if w in ids else none for w in (*vectors.words, *more)])
    return WordVectors((*vectors.words, *more), numpy.concatenate([old, new], axis=1).astype("float16"), dimensions)


def _chosen(words: Sequence[list[str]], ids: dict[str, int], seen: int, draw: random.Random) -> list[list[str]]:
    """Lines in an order that is drawn, each with a word that fewer than `seen` before it have; by their length."""
    order = list(range(len(words)))
    draw.shuffle(order)
    counts = [0] * len(ids)
    chosen = []
    for n in order:
        if not _FEWEST <= len(words[n]) <= _MOST:
            continue
        here = {ids[form] for word in words[n] if (form := normal(word)) in ids}
        if any(counts[i] < seen for i in here):
            chosen.append(words[n])
            for i in here:
                counts[i] += 1
    return sorted(chosen, key=len)


def _sums(
    tokenizer: Any, model: Any, lines: Sequence[list[str]], ids: dict[str, int], say: Callable[[str], None]
) -> tuple[Any, Any]:
    """The sum of each word's numbers over the lines, and how often it stands there."""
    import numpy
    import torch

    sums = numpy.zeros((len(ids), model.config.hidden_size), "f")
    weights = numpy.zeros(len(ids), "f")
    front, back = ([sign] if sign is not None else [] for sign in (tokenizer.cls_token_id, tokenizer.sep_token_id))
    longest = min(_LONGEST_PIECES, int(tokenizer.model_max_length) - 2)
    model.eval()
    known: dict[str, list[int]] = {}
    for at in range(0, len(lines), _TOGETHER):
        rows: list[list[int]] = []
        owners, places, shares = [], [], []
        for line in lines[at : at + _TOGETHER]:
            row = list(front)
            for word in line:
                pieces = known.get(word)
                if pieces is None:
                    pieces = known[word] = pieces_of(tokenizer, word)
                owner = ids.get(normal(word))
                for piece in pieces[: max(0, longest + len(front) - len(row))]:
                    if owner is not None:
                        owners.append(owner)
                        places.append((len(rows), len(row)))
                        shares.append(1 / len(pieces))
                    row.append(piece)
            rows.append([*row, *back])
        width = max(map(len, rows))
        padded = torch.tensor([[*row, *[tokenizer.pad_token_id or 0] * (width - len(row))] for row in rows])
        shown = torch.arange(width)[None] < torch.tensor([len(row) for row in rows])[:, None]
        with torch.inference_mode():
            deep = model(input_ids=padded, attention_mask=shown.long()).last_hidden_state.float().numpy()
        if owners:
            where, share = numpy.array(places), numpy.array(shares, "f")
            numpy.add.at(sums, owners, deep[where[:, 0], where[:, 1]] * share[:, None])
            numpy.add.at(weights, owners, share)
        if at // _TOGETHER % _EVERY == 0:
            say(f"{at} of {len(lines)} lines are read")
    return sums, weights
