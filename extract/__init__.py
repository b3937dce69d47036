"""eligo: clinical-trial eligibility criteria and patient notes, structured and matched, with evidence."""

__version__ = "0.1.0"
