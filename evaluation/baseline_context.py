"""A baseline: medspaCy's ConText with its own default rules, tokeniser and sentence splitter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from eligo.attributes.deferred import import_context

__all__ = ["default_context"]

_FLAGS = {
    "is_negated": "negated",
    "is_uncertain": "possible",
    "is_hypothetical": "hypothetical",
    "is_historical": "historical",
    "is_family": "family",
}


def default_context(text: str, spans: Sequence[tuple[int, int]]) -> list[set[str]]:
    """What medspaCy's defaults say of each span: of ``negated, possible, hypothetical, historical, family``.

    Each span is asked for alone, so that spans may overlap.
    """
    from spacy.util import filter_spans

    nlp = _pipeline()
    found = []
    whole = nlp.make_doc(text)
    nlp.get_pipe("medspacy_pyrush")(whole)
    context = nlp.get_pipe("medspacy_context")
    for start, end in spans:
        span = whole.char_span(start, end, label="TARGET", alignment_mode="expand")
        whole.ents = tuple(filter_spans([span])) if span is not None else ()
        context(whole)
        found.append({name for flag, name in _FLAGS.items() if span is not None and getattr(whole.ents[0]._, flag)})
        for flag in _FLAGS if span is not None else ():
            setattr(whole.ents[0]._, flag, False)
    return found


@cache
def _pipeline() -> Any:
    import_context()
    import medspacy  # type: ignore[import-untyped]

    return medspacy.load(medspacy_enable={"medspacy_tokenizer", "medspacy_pyrush", "medspacy_context"})
