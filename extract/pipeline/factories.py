"""The factories by which spaCy makes the components; all defaults stand here."""

# No "from __future__ import annotations" here: spaCy reads the types of the factories at run time.

from spacy.language import Language

from eligo.attributes.context import ContextCues
from eligo.entities.abbreviations import AbbreviationFinder

from .stages import Abbreviations, Concepts, Context, Output, Quantities, Statements, Terms, Times

__all__ = [
    "make_abbreviations",
    "make_concepts",
    "make_context",
    "make_lexicon",
    "make_output",
    "make_quantities",
    "make_statements",
    "make_times",
]


@Language.factory("eligo_statements", default_config={"mode": "listing"}, assigns=["doc._.eligo_document"])
def make_statements(nlp: Language, name: str, mode: str) -> Statements:
    """See `Statements`."""
    return Statements(mode)


@Language.factory("eligo_abbreviations", requires=["doc._.eligo_document"], assigns=["doc._.eligo_abbreviations"])
def make_abbreviations(nlp: Language, name: str) -> Abbreviations:
    """See `Abbreviations`."""
    return Abbreviations(AbbreviationFinder(nlp))


@Language.factory("eligo_lexicon", requires=["doc._.eligo_document"], assigns=["doc._.eligo_mentions"])
def make_lexicon(nlp: Language, name: str) -> Terms:
    """See `Terms`."""
    return Terms()


@Language.factory("eligo_quantities", requires=["doc._.eligo_document"], assigns=["doc._.eligo_quantities"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """See `Quantities`."""
    return Quantities()


@Language.factory("eligo_times", requires=["doc._.eligo_document"], assigns=["doc._.eligo_times"])
def make_times(nlp: Language, name: str) -> Times:
    """See `Times`."""
    return Times()


@Language.factory(
    "eligo_concepts",
    requires=["doc._.eligo_abbreviations", "doc._.eligo_mentions"],
    assigns=["doc._.eligo_mentions"],
)
def make_concepts(nlp: Language, name: str) -> Concepts:
    """See `Concepts`."""
    return Concepts()


@Language.factory("eligo_context", requires=["doc._.eligo_mentions"], assigns=["span._.cues"])
def make_context(nlp: Language, name: str) -> Context:
    """See `Context`."""
    return Context(ContextCues(nlp))


@Language.factory(
    "eligo_output",
    requires=["doc._.eligo_document"],
    assigns=["doc._.analyses", "doc.ents", "doc.spans"],
)
def make_output(nlp: Language, name: str) -> Output:
    """See `Output`."""
    return Output()
