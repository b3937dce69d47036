"""What a network learns from: rows of features with the label of each word, and the gradient of a chain's scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .samples import Sample
from .words import cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .network import Network

__all__ = ["Example", "Gradient", "example", "gradient", "labelled"]


@dataclass(frozen=True, slots=True)
class Example:
    """A statement to learn from.

    Attributes:
        rows: as `features` gives them.
        right: the label of each word.
        likely: how likely each label is, as teachers say; None: `right` is certain. *Shape:* (words, labels)
        words: as they are written, for a teacher that reads them.
    """

    rows: NDArray[Any]
    right: NDArray[Any]
    scheme: str
    likely: NDArray[Any] | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gradient:
    """Of the likelihood, for the scores of words, of a label after another, and of a first word's label.

    Attributes:
        amiss: how many words are, by their probability.
    """

    scores: Any
    pairs: Any
    first: Any
    amiss: float


def example(network: Network, sample: Sample) -> Example | None:
    """A sample for `network`; None where it has no word."""
    text = sample.given.text
    words = cut(text)
    if not words:
        return None
    starts = {start: n for n, (start, _) in enumerate(words)}
    ends = {end: n + 1 for n, (_, end) in enumerate(words)}
    spans = [(network.labels.index(label), starts[start], ends[end]) for label, start, end in sample.spans]
    rows = network.features.of(sample.given, words, sample.scheme)
    return Example(
        rows, labelled(len(words), spans), sample.scheme, words=tuple(text[start:end] for start, end in words)
    )


def labelled(words: int, spans: Sequence[tuple[int, int, int]]) -> Any:
    """The label of each word (see `crf`), of spans by the number of their label, first word, and the word behind."""
    import numpy

    right = numpy.zeros(words, "int64")
    for number, first, end in spans:
        right[first:end] = 2 * number + 2
        right[first] = 2 * number + 1
    return right


def gradient(scores: Any, pairs: Any, first: Any, batch: Sequence[Example], closed: Mapping[str, Any]) -> Gradient:
    """What is expected less what is right.

    Args:
        scores: of the words of `batch`, one statement after another.
        pairs, first: of the chain, illegal ones shut.
        closed: by scheme: what shuts the labels it has not, see `Network.closed`.
    """
    import numpy

    from .crf import Steps, expected

    shut = numpy.concatenate([numpy.broadcast_to(closed[one.scheme], (len(one.rows), len(first))) for one in batch])
    right = numpy.concatenate([one.right for one in batch])
    found = expected(scores + shut, pairs, first, Steps([len(one.rows) for one in batch]))
    of_scores = found.labels.astype("f")
    amiss = float(len(right) - of_scores[numpy.arange(len(right)), right].sum())
    at = 0
    for one in batch:
        if one.likely is None:
            of_scores[numpy.arange(at, at + len(one.right)), one.right] -= 1
        else:
            of_scores[at : at + len(one.right)] -= one.likely
        at += len(one.right)
    of_pairs, of_first = found.pairs.astype("f"), found.first.astype("f")
    for one in batch:
        numpy.subtract.at(of_pairs, (one.right[:-1], one.right[1:]), 1)
        of_first[one.right[0]] -= 1
    return Gradient(of_scores, of_pairs, of_first, amiss)
