"""Whether a cancer is metastatic, where the source says so of its metastases and not of the cancer itself."""

from __future__ import annotations

from eligo.schema import Concept, Constraint, Fact

from .aspects import HOLDS, Check
from .case import Case
from .index import related
from .wording import quote

__all__ = ["spread_check"]

_CANCER = Concept("cond:malignancy", "malignancy")
_SPREAD = Concept("cond:metastatic_disease", "metastatic disease")
_NODES = Concept("cond:lymph_node_metastases", "lymph node metastases")


def spread_check(constraint: Constraint, fact: Fact, case: Case) -> Check | None:
    """Answers "metastatic" from metastases, or stage IV, that are stated; None where something else is asked for."""
    asked = (constraint.severity or "").casefold()
    if asked != "metastatic" or fact.concept is None or not related(fact.concept, _CANCER):
        return None
    if fact.severity is not None and "metastatic" in fact.severity.casefold():
        return HOLDS
    if (fact.stage or "").upper().startswith("IV"):
        return Check(True, assumed=(f"stage {fact.stage} of {fact.name} is taken as metastatic",))
    spread = [f for f, _ in case.facts.of_type("condition") if f.concept is not None and related(f.concept, _SPREAD)]
    for other in spread:
        distant = other.concept is not None and not related(other.concept, _NODES)
        if distant and other.assertion in ("present", "historical") and not _another_cancer(fact, case):
            return Check(True, assumed=(f"{quote(other)} is taken as metastases of {fact.name}",))
    for other in spread:
        if other.assertion == "absent" and other.concept is not None and other.concept.id == _SPREAD.id:
            return Check(False, f"{quote(other)} denies that {fact.name} is metastatic")
    return None


def _another_cancer(fact: Fact, case: Case) -> bool:
    """Whether the metastases may be of another cancer that is stated."""
    for other, _ in case.facts.of_type("condition"):
        if other.concept is None or fact.concept is None or other.assertion not in ("present", "historical"):
            continue
        if not related(other.concept, _CANCER) or related(other.concept, _SPREAD) or other.concept.id == _CANCER.id:
            continue
        if not related(other.concept, fact.concept) and not related(fact.concept, other.concept):
            return True
    return False
