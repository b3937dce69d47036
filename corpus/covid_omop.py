"""COVID-19 trials annotated for the OMOP data model: brat as in Chia, one file for a whole text or a part of a trial.

All ≥ and ≤ of these texts were lost before they were annotated: numbers are never gold here. Relation names are given
in Chia's spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .brat import read_brat
from .errors import OnError, WrongCorpus
from .sections import find_sections
from .trial_documents import CHIA_TYPES, NOT_CONCEPTS, TrialDocument, of_types, trial_document

__all__ = ["read_covid_omop"]

_TRIAL = re.compile(r"[A-Za-z]+\d+")
_NAMES = {
    f"has_{what}": f"Has_{what}"
    for what in ("value", "temporal", "qualifier", "context", "mood", "index", "negation", "multiplier")
} | {"subsumes": "Subsumes"}


def read_covid_omop(folder: Path | str, *, on_error: OnError | None = None) -> Iterator[TrialDocument]:
    """The documents of a folder (``NCT….ann``, ``NCT…_PART.ann`` and their texts), by name.

    `trial` is the registry number, which several parts can share; sections follow the headings of the text.

    Raises:
        WrongCorpus: if the folder is empty or of another corpus.
        CorpusError: without `on_error`, for the first annotation that does not fit.
    """
    types = CHIA_TYPES | NOT_CONCEPTS
    for document in of_types(read_brat(folder, on_error=on_error), types, "the COVID corpus", on_error):
        if document.id.endswith(("_inc", "_exc")):
            raise WrongCorpus(document.source, 0, "a file of one kind of criteria", "is this the folder of Chia?")
        number = _TRIAL.match(document.id)
        trial = number[0] if number else document.id
        yield trial_document(document, trial, find_sections(document.text), _NAMES)
