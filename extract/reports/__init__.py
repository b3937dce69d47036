"""Verdicts, facts and criteria for people and systems. No spaCy here."""

from eligo.reports.explain import explain, trial_explained
from eligo.reports.html import html_page
from eligo.reports.order import RANK_COLUMNS, rank_rows, rank_table
from eligo.reports.rows import FACT_COLUMNS, TRIAL_COLUMNS, as_csv, as_lines, fact_rows, match_rows, trial_rows
from eligo.reports.terminal import match_report, patient_table, trial_tree

__all__ = [
    "FACT_COLUMNS",
    "RANK_COLUMNS",
    "TRIAL_COLUMNS",
    "as_csv",
    "as_lines",
    "explain",
    "fact_rows",
    "html_page",
    "match_report",
    "match_rows",
    "patient_table",
    "rank_rows",
    "rank_table",
    "trial_explained",
    "trial_rows",
    "trial_tree",
]
