"""The stages as spaCy components, and what runs them over listings and notes.

    eligo_statements → eligo_abbreviations → eligo_lexicon → eligo_quantities → eligo_times → eligo_concepts
    → eligo_context → eligo_output

Between the components a `Work` travels with the Doc; `eligo_output` turns it into plain data that survives
``Doc.to_bytes``, DocBin and ``nlp.pipe(n_process=2)``. Without a Doc, `analyse` runs the same components on a document
that has been read already.
"""

from .factories import (
    make_abbreviations,
    make_concepts,
    make_context,
    make_lexicon,
    make_output,
    make_quantities,
    make_statements,
    make_times,
)
from .running import BACKEND, COMPONENTS, LABELS, RECOGNISER, Mode, analyse, default_pipeline, load
from .stages import Stage
from .work import Draft, Work

__all__ = [
    "BACKEND",
    "COMPONENTS",
    "LABELS",
    "RECOGNISER",
    "Draft",
    "Mode",
    "Stage",
    "Work",
    "analyse",
    "default_pipeline",
    "load",
    "make_abbreviations",
    "make_concepts",
    "make_context",
    "make_lexicon",
    "make_output",
    "make_quantities",
    "make_statements",
    "make_times",
]
