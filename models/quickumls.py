"""A backend: QuickUMLS (Soldaini and Goharian 2016) with an index of the user's, as medspaCy brings it.

The index is made once from the user's UMLS: ``python -m quickumls.install UMLS_FOLDER INDEX_FOLDER -L``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from eligo.errors import InputError
from eligo.schema import Concept

from .backend import Finding
from .spacy_model import semantic_labels
from .words import Hinted, unwrapped

__all__ = ["QuickUmlsMarker"]

_HOW = "make it from your UMLS with python -m quickumls.install UMLS_FOLDER INDEX_FOLDER -L"


class QuickUmlsMarker:
    """Marks what a QuickUMLS index knows; it is opened with the first statement.

    Args:
        folder: of the index.
        threshold: similarity (Jaccard, of three letters at a time) from which a term is taken.
    """

    def __init__(self, folder: str, *, threshold: float = 0.9) -> None:
        self.folder, self.threshold = folder, threshold

    def check(self) -> None:
        """Open the index.

        Raises:
            InputError: if quickumls is not installed, or there is no index in the folder.
        """
        _matcher(self.folder, self.threshold)

    def find(self, given: Sequence[Hinted], scheme: str) -> list[list[Finding]]:
        """The terms of each statement by our labels with their concepts; the longest of those that overlap.

        Raises:
            EligoError: as `check`.
        """
        matcher, nlp = _matcher(self.folder, self.threshold)
        found = []
        for text, places in (unwrapped(one.text) for one in given):
            terms = self._terms(matcher, nlp(text))
            found.append([f._replace(start=places[f.start], end=places[f.end - 1] + 1) for f in terms])
        return found

    def _terms(self, matcher: Any, doc: Any) -> list[Finding]:
        found: list[Finding] = []
        labels = semantic_labels()
        for group in matcher._match(doc, best_match=True, ignore_syntax=False):
            for match in sorted(group, key=lambda m: (-m["similarity"], -m["preferred"], m["cui"])):
                label = next((labels[t] for t in sorted(match["semtypes"]) if t in labels), None)
                if label is None:
                    continue
                concept = Concept(f"umls:{match['cui']}", match["term"], {"UMLS": (match["cui"],)}, "QuickUMLS")
                if all(match["end"] <= f.start or f.end <= match["start"] for f in found):
                    found.append(Finding(label, match["start"], match["end"], concept))
                break
        return sorted(found, key=lambda f: f.start)


@lru_cache(maxsize=2)
def _matcher(folder: str, threshold: float) -> tuple[Any, Any]:
    try:
        import nltk  # type: ignore[import-untyped]
        from quickumls import QuickUMLS  # type: ignore[import-untyped]
    except ImportError:
        raise InputError("medspacy-quickumls", "is not installed", "pip install medspacy-quickumls") from None
    import spacy

    if not (Path(folder) / "umls-simstring.db").exists():
        raise InputError(folder, "holds no QuickUMLS index", _HOW)
    try:
        nltk.data.find("corpora/stopwords")
    except LookupError:  # QuickUMLS would download them
        cure = "fetch them once with python -m nltk.downloader stopwords"
        raise InputError("QuickUMLS", "needs the stop words of NLTK, which are not there", cure) from None
    try:
        matcher = QuickUMLS(
            folder, overlapping_criteria="length", threshold=threshold, accepted_semtypes=None, spacy_component=True
        )
    except Exception as error:  # of the index, or of the databases below it
        raise InputError(folder, f"cannot be read ({' '.join(str(error).split())[:160]})", _HOW) from None
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return matcher, nlp
