"""What a qualifying word does to a constraint: one table from (category of the cue, type of the leaf) to a field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from eligo.schema import Constraint
from eligo.schema.constraint import with_fields

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = [
    "MODIFIERS",
    "RISKS",
    "and_said",
    "apply_modifiers",
    "beside_active",
    "carries",
    "either_said",
    "names_reaction",
    "of_degree",
    "reaction_degree",
    "throughout",
]

MODIFIERS = frozenset({"status", "certainty", "severity", "role", "relation", "experiencer", "route", "result"})

# A word said of one thing in the terms of another: "prior" of a disease is its history, "active" of a drug its use now.
_AS_STATUS = {"prior": "history", "concurrent": "active"}
_AS_ROLE = {"history": "prior", "active": "concurrent", "any": "any"}

RISKS = frozenset({"risk", "low risk"})
"""What makes of a thing the danger that it comes about, which a person must judge."""

# Modifiers that reach over the commas of a list ("history of A, B or C"); the others reach over "and", "or", "/" only.
_LIST_WIDE = frozenset({"status", "relation", "role", "experiencer"})


def carries(category: str, connector: str, value: str = "") -> bool:
    """Whether a modifier before one list item still qualifies the next, across `connector`."""
    if category == "result" or (value in RISKS and connector == "comma"):
        return False
    return category in _LIST_WIDE if connector == "comma" else connector in {"and", "or", "andor", "slash"}


def and_said(constraint: Constraint, modifiers: dict[str, str]) -> dict[str, str]:
    """The modifiers, with the severity that the constraint has: "treated metastases, stable for 4 weeks"."""
    first, said = constraint.severity, modifiers.get("severity")
    if not first or not said or said in first.split(", "):
        return modifiers
    return {**modifiers, "severity": f"{first}, {said}"}


_OR_ACTIVE = re.compile(r"(?P<how>[a-z]+)(?:\s*,)?\s*(?:\bor\b|\band/or\b|/)\s*(?:current(?:ly)?\s+)?active\s+\Z", re.I)


def beside_active(words: Sequence[str], before: str, modifiers: dict[str, str]) -> list[dict[str, str]] | None:
    """ "Latent or active tuberculosis": how a disease is, and that it is active, are two things; None: it is not so.

    Args:
        words: the qualities of which one must fit.
        before: the text right before the disease.
        modifiers: all that is said of it.
    """
    told = _OR_ACTIVE.search(before)
    if told is None or told["how"].casefold() not in words:
        return None
    plain = {k: v for k, v in modifiers.items() if k not in {"severity", "status"}}
    return [*({**plain, "severity": w} for w in dict.fromkeys(words)), {**plain, "status": "active"}]


def either_said(inside: Sequence[Item]) -> list[dict[str, str]] | None:
    """The qualities of which brackets say that one will do: "tuberculosis (active or latent)"; None: they say more."""
    told = [i for i in inside if i.kind not in {"or", "andor", "slash", "comma", "filler"}]
    if len(told) < 2 or any(i.kind not in {"status", "severity"} for i in told) or all(i.kind != "or" for i in inside):
        return None
    return [{i.kind: i.value} for i in told]


_REACTION = re.compile(r"allerg|hypersensitiv|anaphyla|intoleran|reaction", re.I)
_REACTIONS = frozenset({"hypersensitivity", "intolerance"})
_DEGREE = re.compile(r"(?:known\s+|history\s+of\s+)*(?P<first>severe|serious|life-threatening)\b", re.I)


def reaction_degree(cue: str) -> str | None:
    """How bad a reaction is by the words that name it: ``severe`` of "severe allergic reactions to"."""
    found = _DEGREE.match(cue)
    return found["first"].casefold() if found is not None else None


def names_reaction(constraint: Constraint) -> bool:
    """Whether the words of an allergy name the reaction themselves: "food allergy", not "latex"."""
    return constraint.type == "allergy" and _REACTION.search(constraint.text) is not None


def of_degree(constraint: Constraint, degree: str) -> Constraint:
    """A reaction to a drug, of that degree; what is no reaction is left as it is."""
    reacts = constraint.type == "allergy" or (constraint.type == "drug" and constraint.relation in _REACTIONS)
    return with_fields(constraint, severity=degree) if reacts and constraint.severity is None else constraint


def _whole_name(constraint: Constraint, modifiers: dict[str, str]) -> str:
    """A name with the words that narrow it, which the name of a judgement may not lose: "oral anticoagulants"."""
    before, _, behind = (constraint.qualifier or "").partition("…")
    route = constraint.route or modifiers.get("route", "")
    return " ".join(" ".join((route, before, constraint.name, behind)).split())


def apply_modifiers(constraint: Constraint, modifiers: dict[str, str]) -> Constraint:
    """`constraint` as qualified; what has no meaning for its type leaves it as it is."""
    if not modifiers:
        return constraint
    if modifiers.get("relation") == "contraindication" and constraint.type in {"drug", "procedure", "reproductive"}:
        # not the thing itself, but whether it may be given: someone must judge that
        name = f"contraindication to {_whole_name(constraint, modifiers)}"
        return Constraint(
            "attestation", name, constraint.text, constraint.start, constraint.end, window=constraint.window
        )
    reaction = modifiers.get("relation")
    if reaction in {"resistance", "intolerance"} and constraint.type == "procedure":  # "resistant to psychotherapy"
        name = f"{reaction} to {_whole_name(constraint, modifiers)}"
        return Constraint("attestation", name, constraint.text, constraint.start, constraint.end)
    if modifiers.get("relation") in RISKS and constraint.type in {"condition", "reproductive"}:
        name = f"{modifiers['relation']} of {constraint.name}"
        return Constraint("attestation", name, constraint.text, constraint.start, constraint.end)
    lasting = modifiers.get("severity")
    if (lasting, constraint.type) in {
        ("persistent", "procedure"),
        ("unrecovered", "procedure"),
        ("unrecovered", "drug"),
    }:  # "has not recovered from surgery"
        name = f"incomplete recovery from {_whole_name(constraint, modifiers)}"
        return Constraint("attestation", name, constraint.text, constraint.start, constraint.end)
    changes: dict[str, Any] = {}
    for category, value in modifiers.items():
        match category, constraint.type:
            case "status", "condition":
                changes["status"] = value
            case "role", "condition" if value in _AS_STATUS:
                changes.setdefault("status", _AS_STATUS[value])
            case "status", "drug" | "procedure" | "participation" if value in _AS_ROLE:
                changes.setdefault("role", _AS_ROLE[value])
            case "role", "drug" | "procedure" | "participation":
                changes["role"] = value
            case (("certainty" | "severity" | "experiencer"), "condition"):
                changes[category] = "persistent" if value == "unrecovered" else value
            case "severity", "allergy":
                changes[category] = value
            case "severity", "drug" if value == "stable":
                changes["relation"] = "stable_dose"
            case (("relation" | "route"), "drug") if value not in {"contraindication", *RISKS}:
                changes[category] = value
            case "result", "biomarker" | "procedure" | "reproductive":
                if constraint.type == "reproductive" and "test" not in constraint.name:
                    continue  # "positive for pregnancy" is pregnancy
                changes["result"] = value
    if changes.get("relation") in {"hypersensitivity", "intolerance"} and changes.get("role") == "prior":
        changes["role"] = "any"  # "history of hypersensitivity to": the reaction is past, the drug need not be
    return throughout(with_fields(constraint, **changes)) if changes else constraint


def throughout(constraint: Constraint) -> Constraint:
    """A dose that is stable is so over all of its window."""
    window = constraint.window
    if constraint.relation != "stable_dose" or window is None or window.to != "P0D" or window.from_ is None:
        return constraint
    return with_fields(constraint, window=replace(window, throughout=True))
