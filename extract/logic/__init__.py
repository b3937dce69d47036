"""Analysed statements → trees of constraints, and facts. No spaCy here."""

from eligo.logic.build import build_criteria, build_trial
from eligo.logic.render import render

__all__ = ["build_criteria", "build_trial", "render"]
