"""Trees × facts → verdicts: what is known of a patient against what a trial asks. No spaCy here."""

from eligo.matching.comorbidity import Comorbidity, comorbidity
from eligo.matching.match import judge, match
from eligo.matching.merging import merge
from eligo.matching.policy import Silence, absent_types, read_policy
from eligo.matching.ranking import Ranked, rank, target
from eligo.matching.truth import Truth

__all__ = [
    "Comorbidity",
    "Ranked",
    "Silence",
    "Truth",
    "absent_types",
    "comorbidity",
    "judge",
    "match",
    "merge",
    "rank",
    "read_policy",
    "target",
]
