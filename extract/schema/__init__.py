"""The nouns: what goes in and out of eligo, as immutable data and as JSON. No spaCy here."""

from eligo.schema.codec import SCHEMAS, from_dict, from_json, json_schema, to_dict, to_json
from eligo.schema.concept import Concept
from eligo.schema.constraint import RECENTLY, TYPE_FIELDS, Constraint, ConstraintType, Range, Window
from eligo.schema.document import Document, Skipped, Statement, StatementKind
from eligo.schema.mention import Analysis, Cue, CueCategory, Leaf, Mention, Quantity, TimeExpression
from eligo.schema.node import AllOf, AnyOf, AtLeast, AtMost, Except, IfThen, Node, Not, children, leaves, subtrees
from eligo.schema.patient import Assertion, Fact, Patient, Period
from eligo.schema.trial import Criterion, Trial
from eligo.schema.verdict import Evidence, MatchReport, Question, Verdict

__all__ = [
    "RECENTLY",
    "SCHEMAS",
    "TYPE_FIELDS",
    "AllOf",
    "Analysis",
    "AnyOf",
    "Assertion",
    "AtLeast",
    "AtMost",
    "Concept",
    "Constraint",
    "ConstraintType",
    "Criterion",
    "Cue",
    "CueCategory",
    "Document",
    "Evidence",
    "Except",
    "Fact",
    "IfThen",
    "Leaf",
    "MatchReport",
    "Mention",
    "Node",
    "Not",
    "Patient",
    "Period",
    "Quantity",
    "Question",
    "Range",
    "Skipped",
    "Statement",
    "StatementKind",
    "TimeExpression",
    "Trial",
    "Verdict",
    "Window",
    "children",
    "from_dict",
    "from_json",
    "json_schema",
    "leaves",
    "subtrees",
    "to_dict",
    "to_json",
]
