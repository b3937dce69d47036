"""Chia: eligibility texts of 1,000 trials, inclusion and exclusion in files of their own.

15 entity types; what the annotators wrote on whole lines (``Parsing_Error``, ``Non-query-able``…) is dropped with its
relations. Many "≥" of the texts arrive as "=": score a direction only where the operator is legible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .brat import read_brat
from .errors import CorpusError, OnError, WrongCorpus, report
from .sections import Section
from .trial_documents import CHIA_TYPES, NOT_CONCEPTS, TrialDocument, of_types, trial_document

__all__ = ["CHIA_TYPES", "read_chia"]

_NAME = re.compile(r"(?P<trial>.+)_(?P<kind>inc|exc)\Z")
_KINDS = {"inc": "inclusion", "exc": "exclusion"}


def read_chia(folder: Path | str, *, on_error: OnError | None = None) -> Iterator[TrialDocument]:
    """The documents of a Chia folder (``NCT…_inc.ann``, ``NCT…_exc.ann`` and their texts), by name.

    Raises:
        WrongCorpus: if the folder is empty or of another corpus.
        CorpusError: without `on_error`, for the first annotation that does not fit.
    """
    some = False
    for document in of_types(read_brat(folder, on_error=on_error), CHIA_TYPES | NOT_CONCEPTS, "Chia", on_error):
        name = _NAME.match(document.id)
        if name is None:
            problem = "the name ends in neither _inc nor _exc"
            if not some:
                raise WrongCorpus(document.source, 0, problem, "is this the folder of another corpus?")
            report(CorpusError(document.source, 0, problem), on_error)
            continue
        some = True
        section = Section(_KINDS[name["kind"]], 0, len(document.text))
        yield trial_document(document, name["trial"], (section,) if document.text else ())
