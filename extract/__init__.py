"""eligo: clinical-trial eligibility criteria and patient notes, structured and matched, with evidence.

    trial = eligo.parse("listing.txt")          # Trial
    patient = eligo.annotate("note.txt")        # Patient
    report = eligo.match(trial, patient)        # MatchReport: verdicts, overall, missing
    nlp = eligo.load()                          # the spaCy pipeline

Names are imported when they are first used: ``import eligo`` loads no model and none of the heavy libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eligo.errors import EligoError
    from eligo.flow import annotate, annotate_many, match, parse, parse_many
    from eligo.matching import merge
    from eligo.pipeline import analyse, load
    from eligo.schema import Criterion, Fact, MatchReport, Patient, Trial, Verdict

__version__ = "0.1.0"

__all__ = [
    "Criterion",
    "EligoError",
    "Fact",
    "MatchReport",
    "Patient",
    "Trial",
    "Verdict",
    "__version__",
    "analyse",
    "annotate",
    "annotate_many",
    "load",
    "match",
    "merge",
    "parse",
    "parse_many",
]

_HOMES = {
    "EligoError": "eligo.errors",
    "analyse": "eligo.pipeline",
    "annotate": "eligo.flow",
    "annotate_many": "eligo.flow",
    "load": "eligo.pipeline",
    "match": "eligo.flow",
    "merge": "eligo.matching",
    "parse": "eligo.flow",
    "parse_many": "eligo.flow",
} | dict.fromkeys(("Criterion", "Fact", "MatchReport", "Patient", "Trial", "Verdict"), "eligo.schema")


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
