"""Analysed statements → trees of constraints, and facts. No spaCy here."""

from eligo.logic.build import build_criteria, build_trial
from eligo.logic.render import render
from eligo.logic.said import CRITERION_CUES

__all__ = ["CRITERION_CUES", "build_criteria", "build_trial", "render"]
