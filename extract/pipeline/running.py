"""The pipeline is put together, and run over a document that has been read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from os import PathLike
from typing import Any, Literal

import spacy
from spacy.language import Language

from eligo.schema import Analysis, CueCategory, Document

from .stages import Output, Stage
from .stored import WORK
from .work import Work

__all__ = ["BACKEND", "COMPONENTS", "LABELS", "RECOGNISER", "Mode", "analyse", "default_pipeline", "load"]

Mode = Literal["listing", "note", "plain"]

COMPONENTS = (
    "eligo_statements",
    "eligo_abbreviations",
    "eligo_lexicon",
    "eligo_quantities",
    "eligo_times",
    "eligo_concepts",
    "eligo_context",
    "eligo_output",
)

RECOGNISER = "eligo_recogniser"
"""The component that `load` puts behind the concepts where it is asked for; `eligo.models` has it."""


def load(
    *,
    mode: Mode = "listing",
    config: Mapping[str, Mapping[str, Any]] | None = None,
    recogniser: bool | str | PathLike[str] = False,
    backend: str | None = None,
    labels: str | PathLike[str] | None = None,
) -> Language:
    """The spaCy pipeline: ``nlp(text)._.analyses``, ``nlp.pipe(texts, n_process=2)``.

    Args:
        mode: how to read a text: as a trial's page or record, as a patient's note, or ``plain``, a statement a line.
        config: settings by component name; see `COMPONENTS` and spaCy's ``nlp.config``.
        recogniser: whether the trained recogniser adds what no lexicon holds (``eligo_recogniser``, behind the
            concepts): the shipped one, or that of a folder that ``eligo train`` wrote. See `eligo.models.component`.
        backend: another recogniser in its place: ``transformers:FOLDER_OR_NAME``, ``scispacy:PACKAGE_OR_FOLDER``,
            ``medspacy-quickumls:FOLDER``. See `eligo.models.backend`; its model is read with the first text.
        labels: a file that says what the backend's types mean here.

    Raises:
        ValueError: if `mode` or a component's name is not a known one, or there is no such backend.
    """
    settings = dict(config or {})
    names: tuple[str, ...] = COMPONENTS
    if recogniser is not False or backend is not None:
        import_module("eligo.models.component")  # registers the factory, also where entry points are older
        at = COMPONENTS.index("eligo_concepts") + 1
        names = (*COMPONENTS[:at], RECOGNISER, *COMPONENTS[at:])
        folder = None if isinstance(recogniser, bool) else str(recogniser)
        chosen = {"folder": folder, "backend": backend, "labels": None if labels is None else str(labels)}
        settings[RECOGNISER] = {**chosen, **settings.get(RECOGNISER, {})}
    if unknown := settings.keys() - set(names):
        raise ValueError(f"no component {sorted(unknown)[0]!r}; there are {', '.join(names)}")
    settings["eligo_statements"] = {"mode": mode, **settings.get("eligo_statements", {})}
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name, config=dict(settings.get(name, {})))
    return nlp


def analyse(
    document: Document, nlp: Language | None = None, *, cues: frozenset[CueCategory] | None = None
) -> tuple[Analysis, ...]:
    """All that the pipeline finds in a document that has been read, statement by statement.

    Text outside the statements is not tokenised, unless `nlp` has components of others: these get the whole Doc.

    Args:
        nlp: a pipeline of `load`; None: the default one, made once per process.
        cues: categories of cues that are needed; None: all. Of a statement without words for these the context is not
            read, which saves about a tenth of the time.
    """
    nlp = nlp or default_pipeline()
    work = Work.of(document, cues)
    stages: list[Any] = [pipe for _, pipe in nlp.pipeline]
    if all(isinstance(stage, Stage) for stage in stages):
        for stage in stages:
            stage.run(work)
    else:
        doc = nlp.make_doc(document.text)
        doc.user_data[WORK] = work
        nlp(doc, disable=[name for name, pipe in nlp.pipeline if isinstance(pipe, Output)])
    return work.analyses()


BACKEND, LABELS = "ELIGO_BACKEND", "ELIGO_LABELS"
"""Environment variables: the default pipeline's backend, and what its types mean; worker processes see them too."""

_default: Language | None = None
_default_of: tuple[str | None, str | None] = (None, None)
_MOST_STRINGS = 300_000  # spaCy keeps every word it has seen; past this many the default pipeline is made anew


def default_pipeline() -> Language:
    """The pipeline that `analyse` uses, with the backend that ``$ELIGO_BACKEND`` names.

    Long runs get a fresh one now and then, so that memory stays bounded.
    """
    global _default, _default_of
    wanted = (os.environ.get(BACKEND) or None, os.environ.get(LABELS) or None)
    if _default is None or _default_of != wanted or len(_default.vocab.strings) > _MOST_STRINGS:
        _default, _default_of = load(backend=wanted[0], labels=wanted[1]), wanted
    return _default
