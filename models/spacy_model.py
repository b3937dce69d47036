"""A backend: a spaCy model with an entity recogniser, such as scispaCy's, and scispaCy's entity linker behind it.

``en_ner_bc5cdr_md``, a folder, or either with ``+LINKER``: ``umls``, ``mesh`` or ``rxnorm`` where scispaCy has them in
its cache already (nothing is downloaded here), or a folder of one's own with ``kb.jsonl``, scispaCy's form of a
knowledge base.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligo.errors import InputError
from eligo.resources import read_table
from eligo.schema import Concept

from .backend import Finding
from .labels import LabelMap
from .words import Hinted, unwrapped

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["LINKERS", "SpacyMarker", "semantic_labels"]

LINKERS = ("umls", "mesh", "rxnorm")
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "morphologizer", "textcat")
_HOW = "pip install the model's wheel from https://allenai.github.io/scispacy, or name a folder"


class SpacyMarker:
    """Marks spans with a spaCy model; it is read with the first statement.

    Args:
        name: package or folder, and behind a ``+`` the linker.
        labels: what its types mean here. A type that means nothing here (scispaCy's core models know only ``ENTITY``)
            is that of the linked concept.
        threshold: similarity from which a concept is taken; below it a span has none. The nearest neighbour always
            answers, and a wrong concept is worse than none.
    """

    def __init__(self, name: str, labels: LabelMap | None = None, *, threshold: float = 0.95) -> None:
        first, _, linker = name.rpartition("+")
        self.name, self.linker = (first, linker) if first and not Path(name).exists() else (name, "")
        self.labels, self.threshold = labels or LabelMap(), threshold

    def check(self) -> None:
        """Read the model, and the linker where one is named.

        Raises:
            InputError: if either is not there, or no type of the model's means anything here.
        """
        self._types(_model(self.name))
        if self.linker:
            _linker(self.linker)

    def _types(self, nlp: Language) -> dict[str, str]:
        theirs = [str(label) for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ())]
        try:
            return self.labels.of_any(theirs, f"scispacy:{self.name}")
        except InputError:
            if self.linker:  # the concepts say what they are
                return {}
            raise

    def find(self, given: Sequence[Hinted], scheme: str) -> list[list[Finding]]:
        """The spans of each statement by our labels, in their order; the model sees a wrapped line as one.

        Raises:
            EligoError: as `check`.
        """
        nlp = _model(self.name)
        types = self._types(nlp)
        texts = [unwrapped(one.text) for one in given]
        docs = list(nlp.pipe((text for text, _ in texts), batch_size=64))
        links = self._links([ent.text for doc in docs for ent in doc.ents]) if self.linker else None
        found: list[list[Finding]] = []
        at = 0
        for doc, (_, places) in zip(docs, texts, strict=True):
            spans = []
            for ent in doc.ents:
                label, concept = types.get(ent.label_), None
                if links is not None:
                    linked, concept = links[at]
                    label = label or linked
                    at += 1
                if label is not None:
                    spans.append(Finding(label, places[ent.start_char], places[ent.end_char - 1] + 1, concept))
            found.append(spans)
        return found

    def _links(self, mentions: Sequence[str]) -> list[tuple[str | None, Concept | None]]:
        """Of each mention the label and concept of what it is most like; None where nothing is like enough."""
        generate = _linker(self.linker)
        system = {"umls": "UMLS", "mesh": "MeSH", "rxnorm": "RxNorm"}.get(self.linker)
        known: dict[str, tuple[str | None, Concept | None]] = {}
        words = sorted(set(mentions))
        for word, candidates in zip(words, generate(words, 10) if words else [], strict=True):
            best = max(candidates, key=lambda c: (max(c.similarities), c.concept_id), default=None)
            if best is None or max(best.similarities) < self.threshold:
                known[word] = (None, None)
                continue
            entity = generate.kb.cui_to_entity[best.concept_id]
            name = Path(self.linker).name
            codes: dict[str, tuple[str, ...]] = {system: (best.concept_id,)} if system else {}
            concept = Concept(f"{name}:{best.concept_id}", entity.canonical_name, codes, f"scispacy {name}")
            label = next((ours for type_ in entity.types if (ours := semantic_labels().get(type_))), None)
            known[word] = (label, concept)
        return [known[word] for word in mentions]


@lru_cache(maxsize=1)
def semantic_labels() -> dict[str, str]:
    """Our label of a UMLS semantic type (``T047``)."""
    rows = read_table("semantic_types.tsv", ("type", "name", "label", "source"))
    return {row["type"]: row["label"] for row in rows}


@lru_cache(maxsize=2)
def _model(name: str) -> Language:
    import spacy

    try:
        nlp = spacy.load(name, exclude=list(_UNUSED))
    except Exception as error:  # what spaCy, a model's own code or its files say
        missing = "[E050]" in str(error)
        why = "is no package that is installed, and no folder" if missing else _short(error)
        raise InputError(f"scispacy:{name}", why, _HOW) from None
    if not any(name in nlp.pipe_names for name in ("ner", "entity_ruler", "beam_ner", "span_ruler")):
        raise InputError(f"scispacy:{name}", "has no entity recogniser", "use one of scispaCy's en_ner_ models")
    return nlp


def _short(error: Exception) -> str:
    return f"cannot be read ({' '.join(str(error).split())[:160]})"


@lru_cache(maxsize=2)
def _linker(name: str) -> Any:
    from scispacy import candidate_generation as scispacy
    from scispacy.linking_utils import KnowledgeBase

    try:
        if name not in LINKERS:
            folder = Path(name)
            paths = scispacy.LinkerPaths.from_directory(folder)
            if not (folder / "kb.jsonl").is_file():
                raise InputError(name, "holds no kb.jsonl", "write it in scispaCy's form, an entity a line")
            kb = KnowledgeBase(str(folder / "kb.jsonl"))
            aliases, vectorizer, index = paths.load() if paths.is_locally_cached() else _index(kb)
            return scispacy.CandidateGenerator(index, vectorizer, aliases, kb)
        if not _cached(name):
            cure = f"fetch it once with scispacy: CandidateGenerator(name={name!r}), about 1 GB; or name a folder"
            raise InputError(f"scispacy linker {name}", "is not in scispaCy's cache", cure)
        return scispacy.CandidateGenerator(name=name)
    except NotADirectoryError:
        cure = f"name one of {', '.join(LINKERS)}, or a folder"
        raise InputError(name, "is no linker of scispaCy's", cure) from None
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(name, _short(error), "make the linker's files anew") from None


def _index(kb: Any) -> tuple[list[str], Any, Any]:
    """The neighbours of a knowledge base's words, as scispaCy makes them, which its own function no longer can with
    today's SciPy: it stores half-precision numbers."""
    import nmslib
    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer

    aliases = sorted(kb.alias_to_cuis)
    if not aliases:
        raise ValueError("the knowledge base is empty")
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=numpy.float32)
    index = nmslib.init(method="hnsw", space="cosinesimil_sparse", data_type=nmslib.DataType.SPARSE_VECTOR)
    index.addDataPointBatch(vectorizer.fit_transform(aliases))
    index.createIndex({"M": 100, "indexThreadQty": 1, "efConstruction": 2000, "post": 0}, print_progress=False)
    index.setQueryTimeParams({"efSearch": 200})
    return aliases, vectorizer, index


def _cached(name: str) -> bool:
    """Whether scispaCy would download nothing for a linker of this name."""
    from scispacy.candidate_generation import DEFAULT_PATHS
    from scispacy.file_cache import DATASET_CACHE, url_to_filename

    cache = Path(DATASET_CACHE)
    stems = [url_to_filename(url).split(".")[0] for url in DEFAULT_PATHS[name]]
    there = {path.name.split(".")[0] for path in cache.glob("*")} if cache.is_dir() else set()
    return all(stem in there for stem in stems)
