"""The network: spaCy's transition-based recogniser over a convolutional tok2vec, and the folder it is kept in.

Hash embeddings (Miranda et al. 2022, doi:10.48550/arXiv.2212.09255) of a word's normal form, its ends, its shape and
the rules' hints, beside fixed word vectors; then convolutions over the neighbours, and a parser that builds spans from
left to right (Lample et al. 2016, doi:10.18653/v1/N16-1030).

A folder holds ``meta.json`` and ``network.msgpack``; numbers are stored in half precision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligo.errors import InputError

from .vectors import WordVectors
from .words import Hinted, Mark, cut, make_doc, make_vocab

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer
    from spacy.vocab import Vocab

__all__ = ["Network", "Shape"]

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network.

    Attributes:
        rows: entries of the hash tables, by what is looked up in them.
        width: numbers a word is made of between the layers.
        depth: convolutions; a word sees as many neighbours on either side.
        hidden: width of the parser's layer.
        ends: whether the parser also sees the words around the next one and at the ends of the last span.
    """

    width: int = 96
    depth: int = 4
    hidden: int = 64
    ends: bool = True
    rows: dict[str, int] = field(
        default_factory=lambda: {
            "NORM": 5000, "PREFIX": 2500, "SUFFIX": 2500, "SHAPE": 1000, "TAG": 400, "LEMMA": 200,
        }
    )  # fmt: skip

    def config(self) -> dict[str, Any]:
        """What spaCy builds the recogniser from."""
        return {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "ner",
            "extra_state_tokens": self.ends,
            "hidden_width": self.hidden,
            "maxout_pieces": 2,
            "use_upper": True,
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": self.width,
                    "attrs": list(self.rows),
                    "rows": list(self.rows.values()),
                    "include_static_vectors": True,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": self.width,
                    "depth": self.depth,
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            },
        }


class Network:
    """A recogniser that can be trained, kept and read.

    Args:
        schemes: whose ways of marking it learns, and the labels of each.
    """

    def __init__(self, shape: Shape, vectors: WordVectors, schemes: Mapping[str, Iterable[str]]) -> None:
        from spacy.language import Language

        self.shape, self.vectors = shape, vectors
        self.nlp: Language = Language(make_vocab())
        vectors.give_to(self.nlp.vocab)
        pipe: Any = self.nlp.add_pipe("ner", config={"model": shape.config()})
        self.ner: EntityRecognizer = pipe
        self.schemes = {scheme: frozenset(labels) for scheme, labels in sorted(schemes.items())}
        for label in sorted(frozenset[str]().union(*self.schemes.values())):
            self.ner.add_label(label)

    @property
    def vocab(self) -> Vocab:
        """The vocabulary of its Docs."""
        return self.nlp.vocab

    def start(self) -> None:
        """Fresh weights; `spacy.util.fix_random_seed` beforehand makes them the same each time."""
        from spacy.training import Example

        words = cut("a b")
        doc = make_doc(self.vocab, words, Hinted("a b"), "")
        self.nlp.initialize(lambda: [Example(doc, doc.copy())])

    def find(self, given: Sequence[Hinted], scheme: str) -> list[list[Mark]]:
        """The spans of each statement by label, in the way of `scheme`; they do not overlap."""
        labels = self.schemes[scheme]
        words = [cut(one.text) for one in given]
        filled = [n for n, found in enumerate(words) if found]
        docs = (make_doc(self.vocab, words[n], given[n], scheme) for n in filled)
        found: list[list[Mark]] = [[] for _ in given]
        for n, doc in zip(filled, self.ner.pipe(docs, batch_size=256), strict=True):
            found[n] = [
                (e.label_, words[n][e.start][0], words[n][e.end - 1][1]) for e in doc.ents if e.label_ in labels
            ]
        return found

    def write(self, folder: Path, meta: dict[str, Any]) -> None:
        """Keep it in `folder` (made if need be); `meta` is added to ``meta.json``."""
        import srsly  # type: ignore[import-untyped]

        folder.mkdir(parents=True, exist_ok=True)
        message = srsly.msgpack_loads(self.ner.to_bytes(exclude=["vocab"]))
        message["model"] = _recast(message["model"], "float16")
        (folder / "network.msgpack").write_bytes(srsly.msgpack_dumps(message))
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
        import srsly

        try:
            head = json.loads((folder / "meta.json").read_text("utf-8"))
            if head["format"] != _FORMAT:
                raise ValueError(f"format {head['format']}, this version reads {_FORMAT}")
            network = cls(Shape(**head["shape"]), vectors, head["schemes"])
            network.start()
            message = srsly.msgpack_loads((folder / "network.msgpack").read_bytes())
            message["model"] = _recast(message["model"], "float32")
            network.ner.from_bytes(srsly.msgpack_dumps(message), exclude=["vocab"])
        except OSError as error:
            raise InputError(
                str(folder), f"no trained recogniser ({error.strerror})", "name a folder that eligo train wrote"
            ) from None
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                str(folder), f"no trained recogniser ({error})", "train it anew with eligo train"
            ) from None
        return network


def _recast(model: bytes, dtype: str) -> bytes:
    """A thinc model's bytes with its weights as numbers of another precision."""
    import srsly

    message = srsly.msgpack_loads(model)
    for weights in message["params"]:
        for name, value in weights.items():
            if value is not None:
                weights[name] = value.astype(dtype)
    dumped: bytes = srsly.msgpack_dumps(message)
    return dumped
