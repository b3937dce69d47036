"""Sentences about a disease or about patients at large, as case reports have them: they say nothing of the patient."""

from __future__ import annotations

import re

__all__ = ["is_general"]

_GENERAL = re.compile(
    r"\b(?:most|many|some|several|few|majority\s+of|number\s+of)\s+(?:\w+\s+){0,2}?(?:patients|cases|reports|studies|authors)\b"
    r"|\b(?:is|are)\s+(?:most\s+|more\s+)?(?:commonly|usually|often|typically|rarely|frequently|generally)\s+"
    r"(?:caused|associated|seen|diagnosed|found|observed|asymptomatic|due|reported|located|treated)\b"
    r"|\b(?:has|have)\s+been\s+(?:\w+\s+)?(?:reported|described)\s+(?:in\s+(?:the\s+literature|patients|\w+\s+cases)|previously)\b"
    r"|\bin\s+the\s+literature\b|\b(?:incidence|prevalence|pathogenesis)\s+of\b|\bcauses\s+include\b"
    r"|\b(?:primary|main|common|newer)\s+indications?\s+for\b|\ban?\s+\w+\s+patient\s+with\s+any\s+of\s+the\s+following\b",
    re.I,
)
_WORDS = (
    "patients", "cases", "reports", "studies", "authors", "commonly", "usually", "often", "typically", "rarely",
    "frequently", "generally", "literature", "reported", "described", "ncidence", "revalence", "athogenesis", "include",
    "indication", "following",
)  # fmt: skip
_OF_THE_PATIENT = re.compile(
    r"\b(?:the|this|our)\s+(?:present\s+)?(?:patient|case)\b|\b(?:he|she|his|her|pt|we|our)\b", re.I
)


def is_general(text: str) -> bool:
    """Whether a statement speaks of patients at large and of nobody in particular."""
    if len(text) <= 30 or not any(word in text for word in _WORDS):
        return False
    return _GENERAL.search(text) is not None and _OF_THE_PATIENT.search(text) is None
