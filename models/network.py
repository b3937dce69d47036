"""The network: convolutions over words, a linear chain over labels, and the folder it is kept in.

Each member has layers (`layers`) that give each word a score for each label, and the scores of a label after another
(`crf`; Lample et al. 2016, doi:10.18653/v1/N16-1030). Members differ in what was drawn while they learnt; the mean of
what they hold likely is what the network says.

A folder holds ``meta.json`` and ``weights.npz``; numbers are stored in half precision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from eligo.errors import InputError

from .features import COLUMNS, Features
from .vectors import WordVectors
from .words import Hinted, Mark, cut

if TYPE_CHECKING:
    from .crf import Believed, Steps
    from .frozen import Frozen

__all__ = ["Member", "Network", "Shape", "packed"]

_FORMAT = 3
_BATCH = 4000  # words that are looked at together


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network.

    Attributes:
        width: numbers a word is made of between the layers.
        depth: convolutions.
        apart: for each of them how far from a word the two stand that it sees beside it; 1 where it does not say.
        members: how many networks speak as one.
        sizes: by feature: entries of its hash table, and numbers that an entry has.
        vector: numbers that a word's vector is reduced to.
        pieces: lines of which the largest counts, for each number of a layer.
        least: how likely a span is at least; see `crf.spans`.
    """

    width: int = 112
    depth: int = 4
    members: int = 1
    sizes: dict[str, tuple[int, int]] = field(
        default_factory=lambda: {
            "norm": (5000, 64), "prefix": (2500, 48), "suffix": (2500, 48), "stem": (4000, 32), "ending": (4000, 32),
            "shape": (1000, 32), "term": (400, 48), "number": (200, 32), "scheme": (50, 16),
        }
    )  # fmt: skip
    vector: int = 64
    pieces: int = 2
    apart: tuple[int, ...] = (1, 1, 2, 2)
    least: float = 0.5


class Member:
    """One of a network's voices."""

    def __init__(self, shape: Shape, vectors: WordVectors, labels: int) -> None:
        import numpy

        from .crf import illegal
        from .layers import body, head

        none = numpy.zeros((1, vectors.table.shape[1]), "f")
        table = numpy.concatenate([none, vectors.table.astype("f")])
        apart = [*shape.apart, *[1] * shape.depth][: shape.depth]
        self.body = body(table, shape.width, apart, shape.sizes, shape.vector, shape.pieces)
        self.apart = apart
        self.frozen: Frozen | None = None
        self.head = head(shape.width, labels)
        self.pairs, self.first = numpy.zeros((labels, labels), "f"), numpy.zeros(labels, "f")
        self.illegal_pairs, self.illegal_first = illegal(labels)

    def start(self) -> None:
        """Fresh weights; `thinc.api.fix_random_seed` beforehand makes them the same each time."""
        import numpy

        self.body.initialize(X=packed([numpy.zeros((2, len(COLUMNS) + 1), "uint64")]))
        self.head.initialize()

    def scores(self, rows: Any) -> Any:
        """The scores of the words' labels by themselves."""
        from thinc.types import Ragged

        if self.frozen is None:
            deep = self.body.predict(rows)
        else:
            deep = Ragged(self.frozen(rows.data, rows.lengths), rows.lengths)
        return self.head.predict(deep).data

    def freeze(self) -> None:
        """Run faster from now on; for weights that do not change any more."""
        from .frozen import Frozen

        self.frozen = Frozen(self.body, self.apart)

    def weights(self) -> Iterator[Any]:
        """Every array that is learnt, always in the same order."""
        from .layers import parameters

        yield from (node.get_param(name) for node, name in parameters(self.body, self.head))
        yield from (self.pairs, self.first)

    def take(self, weights: Iterable[Any]) -> None:
        """Make `weights`, as `weights` gives them, its own.

        Raises:
            ValueError: if their number or a shape differs.
        """
        from .layers import parameters

        *layers, pairs, first = weights
        for (node, name), value in zip(parameters(self.body, self.head), layers, strict=True):
            if node.get_param(name).shape != value.shape:
                raise ValueError(f"a table of {value.shape}, not of {node.get_param(name).shape}")
            node.set_param(name, value)
        self.pairs, self.first = pairs, first
        self.frozen = None


class Network:
    """A recogniser that can be trained, kept and read.

    Args:
        schemes: whose ways of marking it learns, and the labels of each.
    """

    def __init__(self, shape: Shape, vectors: WordVectors, schemes: Mapping[str, Iterable[str]]) -> None:
        self.shape, self.vectors = shape, vectors
        self.features = Features(vectors)
        self.schemes = {scheme: frozenset(labels) for scheme, labels in sorted(schemes.items())}
        self.labels = sorted(frozenset[str]().union(*self.schemes.values()))
        self.members = [Member(shape, vectors, 2 * len(self.labels) + 1) for _ in range(shape.members)]

    def closed(self, scheme: str) -> Any:
        """What keeps a scheme to its own labels: added to the scores of each word. *Shape:* (labels,)"""
        import numpy

        from .crf import ILLEGAL

        found = numpy.zeros(2 * len(self.labels) + 1, "f")
        for number, label in enumerate(self.labels):
            if label not in self.schemes[scheme]:
                found[2 * number + 1 : 2 * number + 3] = ILLEGAL
        return found

    def find(self, given: Sequence[Hinted], scheme: str, least: float = 0.0) -> list[list[Mark]]:
        """The spans of each statement by label, in the way of `scheme`; they do not overlap.

        Args:
            least: leave out spans that it holds less likely, if that is more than the network's own bound.
        """
        words = [cut(one.text) for one in given]
        filled = [n for n, some in enumerate(words) if some]
        found: list[list[Mark]] = [[] for _ in given]
        rows = [self.features.of(given[n], words[n], scheme) for n in filled]
        for n, (_, _, spans) in zip(filled, self.say(rows, scheme), strict=True):
            found[n] = [
                (self.labels[number], words[n][first][0], words[n][end - 1][1])
                for number, first, end, sure in spans
                if sure >= least
            ]
        return found

    def say(self, rows: Sequence[Any], scheme: str) -> list[tuple[Any, Any, list[tuple[int, int, int, float]]]]:
        """The features of each statement with the probability of its words' labels and its `crf.spans`."""
        from .crf import Steps, spans

        order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
        said: list[Any] = [None] * len(rows)
        while order:
            some, total = [], 0
            while order and total < _BATCH:
                some.append(order.pop())
                total += len(rows[some[-1]])
            batch = packed([rows[n] for n in some])
            lengths = batch.lengths.tolist()
            steps = Steps(lengths)
            believes = self.believes(batch, scheme, steps)
            mean = believes.labels.mean(axis=0)
            at = 0
            for n, length, found in zip(some, lengths, spans(believes, steps, self.shape.least), strict=True):
                said[n] = (rows[n], mean[at : at + length], found)
                at += length
        return said

    def believes(self, batch: Any, scheme: str, steps: Steps) -> Believed:
        """What each member holds likely.

        Args:
            batch: the features of statements, see `packed`.
            steps: of their lengths.
        """
        import numpy

        from .crf import believed

        pairs = numpy.stack([member.pairs + member.illegal_pairs for member in self.members])
        first = numpy.stack([member.first + member.illegal_first for member in self.members])
        scores = numpy.stack([member.scores(batch) for member in self.members]) + self.closed(scheme)
        return believed(scores, pairs, first, steps)

    def write(self, folder: Path, meta: dict[str, Any]) -> None:
        """Keep it in `folder` (made if need be); `meta` is added to ``meta.json``."""
        import numpy

        folder.mkdir(parents=True, exist_ok=True)
        arrays = [array for member in self.members for array in member.weights()]
        with (folder / "weights.npz").open("wb") as out:
            numpy.savez(out, **{f"w{n}": array.astype("float16") for n, array in enumerate(arrays)})
        schemes = {scheme: sorted(labels) for scheme, labels in self.schemes.items()}
        head = {"format": _FORMAT, "shape": asdict(self.shape), "schemes": schemes, **meta}
        (folder / "meta.json").write_text(json.dumps(head, ensure_ascii=False, indent=2) + "\n", "utf-8")

    @classmethod
    def read(cls, folder: Path, vectors: WordVectors) -> Network:
        """What `write` kept.

        Args:
            vectors: those it was trained with.

        Raises:
            InputError: if there is no network of this format in `folder`.
        """
        import numpy

        try:
            head = json.loads((folder / "meta.json").read_text("utf-8"))
            if head["format"] != _FORMAT:
                raise ValueError(f"format {head['format']}, this version reads {_FORMAT}")
            network = cls(Shape(**head["shape"]), vectors, head["schemes"])
            with numpy.load(folder / "weights.npz", allow_pickle=False) as kept:
                arrays = [kept[f"w{n}"].astype("float32") for n in range(len(kept.files))]
            each = len(arrays) // len(network.members)
            for n, member in enumerate(network.members):
                member.start()
                member.take(arrays[n * each : (n + 1) * each])
                member.freeze()
        except OSError as error:
            raise InputError(
                str(folder), f"no trained recogniser ({error.strerror})", "name a folder that eligo train wrote"
            ) from None
        except (KeyError, TypeError, ValueError, BadZipFile) as error:
            raise InputError(
                str(folder), f"no trained recogniser ({error})", "train it anew with eligo train"
            ) from None
        return network


def packed(rows: Sequence[Any]) -> Any:
    """Statements as one batch for the layers."""
    import numpy
    from thinc.types import Ragged

    lengths: Any = numpy.array([len(one) for one in rows], "i")
    return Ragged(numpy.concatenate(rows), lengths)
