"""Whether something is so, in clauses; and what to ask for where it is not known."""

from __future__ import annotations

from eligo.schema import Constraint, Fact

from .case import Case
from .doses import dose_words
from .wording import label, noun, quote, related_label

__all__ = ["asked_for", "denied_clause", "stated_clause"]

_SHORT = 60  # characters of a time that a question repeats


def asked_for(constraint: Constraint) -> str:
    """What is asked for by name, and when, if that is short: ``live vaccine within 30 days before the first dose``."""
    name = noun(label(constraint)) + dose_words(constraint)
    when = " ".join(constraint.window.text.split()) if constraint.window is not None else ""
    if when and len(when) <= _SHORT:
        return f"{name} {when}"
    return f"prior {name}" if constraint.role == "prior" and not name.startswith("prior") else name


def stated_clause(constraint: Constraint, fact: Fact) -> str:
    """Why what is asked for holds."""
    name = label(constraint)
    if constraint.relation == fact.relation and name != constraint.name:  # resistance, intolerance…
        said = related_label(fact)
        return f"{said} is stated" + ("" if said == name else f", which counts as {name}")
    same = constraint.name.casefold() in (fact.name.casefold(), fact.text.casefold())
    return f"{quote(fact)} is stated" + ("" if same and name == constraint.name else f", which counts as {noun(name)}")


def denied_clause(constraint: Constraint, fact: Fact, case: Case) -> str:
    """Why what is asked for is denied."""
    words, name = quote(fact), label(constraint)
    if case.facts.is_inferred(fact):
        return f"{words} speaks against {noun(name)}"
    if name.casefold() in words.casefold():  # "no heart failure" needs no explaining
        return f"{words} is stated"
    return f"{words} denies {noun(name)}"
