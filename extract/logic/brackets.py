"""What stands in parentheses behind a thing: its definition, its kinds, another name, or one more ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.concepts.generic import generic_concepts
from eligo.entities.analytes import analytes
from eligo.entities.lexicon import default_lexicon
from eligo.logic.items import Item
from eligo.logic.rewrite import map_asked
from eligo.logic.terms import join
from eligo.schema import AllOf, Constraint, IfThen, Node, Range, leaves
from eligo.schema.constraint import with_fields

__all__ = ["alike", "explain", "is_restated", "kinds_named", "lists_kinds", "tells_how", "thing"]

_KINDS = frozenset({"condition", "drug", "procedure"})  # what a list in parentheses may name the kinds of
_LISTING = frozenset({"or", "and", "andor", "slash", "comma", "filler"})
_OF_BOTH = "status", "role", "relation", "certainty", "window"
_UNSAID = None, "any", "exposure"
_ITS_OWN = frozenset({"status", "role", "relation", "certainty", "severity", "time", "modal", "not"})
_SAID = ("status", "severity", "grade", "experiencer", "window")
_NUMBERED = frozenset({"measurement", "score", "age", "life_expectancy"})


def explain(base: Node, inside: Node, *, defines: bool) -> Node:
    """A term and the leaves in the parentheses behind it: its definition, its kinds, another name, or one more ask."""
    told = _explained(base, inside, defines=defines)
    if told is inside and isinstance(base, Constraint) and base.type == "reproductive" and base.sex is not None:
        when = Constraint("sex", "sex", base.text, base.start, base.end, values=(base.sex,))
        return IfThen(when, inside, None, base.text)  # "women of non-childbearing potential (i.e., postmenopausal)"
    return told


def _explained(base: Node, inside: Node, *, defines: bool) -> Node:
    own, others = list(leaves(base)), list(leaves(inside))
    if len(own) == 1 and own[0].type == "attestation" and own[0].name.startswith("contraindication"):
        kinds = inside.args if isinstance(inside, AllOf) else (inside,)
        return join("or", [base, *kinds])  # "contraindication to MRI (pacemaker, claustrophobia)"
    if own and all(c.type == "attestation" for c in own):
        if all(c.type == "attestation" for c in others):
            return base  # "inability to communicate (i.e., a language problem)"
        return inside  # "adequate marrow function (ANC ≥1.5, platelets ≥100)"
    if defines and all(c.type == "score" for c in own) and all(c.type == "attestation" for c in others):
        return base  # "Karnofsky ≥ 60 (i.e., able to care for most needs)"
    if len(own) == 1 and _told(own[0]) and any(c.type in _NUMBERED for c in others):
        return inside  # "laboratory abnormalities: ALT > 3 × ULN, …"
    if len(own) == 1 and _members(own[0]) >= {thing(c) for c in others}:
        return inside  # "transaminases (AST or ALT) ≥ 3 × ULN"
    if defines and len(own) == len(others) == 1 and _itself(own[0], others[0]):
        return base  # "uncontrolled asthma (i.e., features of partially controlled asthma)"
    if len(own) == 1 and _reached(own[0], others):
        return inside  # "toxic effects (recovered to baseline or grade 1)"
    same = {c.type for c in own} >= {c.type for c in others}
    if len(own) == 1 and own[0].type == "condition" and isinstance(inside, Constraint):
        grade = _grade_of(inside)
        if grade is not None:  # "neuropathy (grade 2 or higher)"
            return replace(own[0], grade=grade)
    if defines and same and any(c.type == "drug" for c in own):
        return join("and", [base, inside])
    if defines:
        if len(own) == 1 and own[0].grade is not None and same:  # "fluid retention (i.e., ascites, edema) > grade 2"
            return map_asked(inside, lambda c: replace(c, grade=c.grade or own[0].grade))
        return join("and", [base, inside]) if own and own[0].type == "condition" and not same else inside
    if same and any(c.dose is not None for c in others):
        return join("and", [base, inside])  # "systemic steroids (> 10 mg/day of prednisone or equivalent)"
    if {c.type for c in (*own, *others)} <= _NUMBERED and not {thing(c) for c in own} & {thing(c) for c in others}:
        if all(_worded(c) for c in own) and not any(_worded(c) for c in others):
            return inside  # "normal blood pressure (systolic 90–140, diastolic 50–90 mmHg)"
        scales = {c.type for c in (*own, *others)} == {"score"}  # one state on two scales: "ECOG ≤ 2 (Karnofsky ≥ 60)"
        return join("or" if scales else "and", [base, inside])
    if len(own) == 1 and len(others) > 1 and own[0].type == "condition":
        if not any(c.type == "condition" for c in others):
            return join("and", [base, inside])
        return map_asked(inside, lambda c: _said_of_kind(own[0], c))
    if same:
        return base  # an apposition: "anti-target agent (VEGFR/EGFR TKI)"
    return join("and", [base, inside])


def alike(base: Node, inside: Node, items: Sequence[Item]) -> Node:
    """An alternative in parentheses with what is said of the thing before them: "hypersensitivity to A (or B)"."""
    if not isinstance(base, Constraint) or any(i.kind in _ITS_OWN for i in items):
        return inside
    own = {f: v for f in _OF_BOTH if (v := getattr(base, f, None)) not in _UNSAID}

    def told(c: Constraint) -> Constraint:
        more = {f: v for f, v in own.items() if getattr(c, f, None) in _UNSAID}
        return with_fields(c, **more) if c.type == base.type and more else c

    return map_asked(inside, told)


def is_restated(base: Node, inside: Node) -> bool:
    """Whether an alternative in parentheses is the thing itself once more: "prednisone (or prednisone equivalent)".

    So is who else may consent ("informed consent (or that of a guardian)").
    """
    said = {(c.type, c.name) for c in leaves(base)}
    again = {(c.type, c.name) for c in leaves(inside)}
    return again <= said or {t for t, _ in said | again} == {"attestation"}


def tells_how(base: Node, inside: Node, kind: str) -> bool:
    """Whether an alternative in parentheses is none to the whole: "confirmed by core needle (or incisional biopsy)".

    Likewise a degree ("stage 2 hypertension (or grade 2)").
    """
    types, own = {c.type for c in leaves(inside)}, {c.type for c in leaves(base)}
    return own == {"condition"} and (types == {"score"} or (kind == "inclusion" and types == {"procedure"}))


def _said_of_kind(base: Constraint, kind: Constraint) -> Constraint:
    """What is said of a disease is said of its kinds: "uncontrolled cardiac disease (angina, arrhythmia)"."""
    if kind.type != "condition":
        return kind
    own = {f: v for f in _SAID if (v := getattr(base, f)) is not None and getattr(kind, f) in {None, "any"}}
    return with_fields(kind, **own) if own else kind


def lists_kinds(base: Constraint, inside: AllOf, items: Sequence[Item]) -> bool:
    """ "Anxiety disorder (panic disorder, agoraphobia)": commas alone list its kinds, of which one will do."""
    if any(i.kind in {"and", "with", "stop", "semi", "list_all"} for i in items) or base.type not in _KINDS:
        return False
    return all(isinstance(a, Constraint) and a.type == base.type for a in inside.args)


def kinds_named(base: Constraint, items: Sequence[Item]) -> Node | None:
    """ "Stroke (ischemic or hemorrhagic)": each quality in parentheses names a kind, if the lexicon knows them all."""
    said = [i for i in items if i.kind not in _LISTING]
    if (
        base.type not in _KINDS
        or not said
        or not any(i.kind in {"or", "and", "andor", "slash", "comma"} for i in items)
    ):
        return None
    if any(i.kind not in {"word", "severity", "leaf"} for i in said):
        return None
    words = [i.text if i.leaf is None else i.leaf.constraint.text for i in said]
    head = base.text.partition("(")[0].strip()  # of "neuropathy (sensory or motor) > grade 1"
    named = [default_lexicon().whole(f"{w} {head}") for w in words]
    if any(n is None or n.label != base.type for n in named):
        return None
    for item in said:
        item.kind = "filler" if item.leaf is None else "leaf"
    return join(
        "or",
        [
            with_fields(base, name=n.name, concept=n.concept, text=w, start=i.start, end=i.end)
            for n, i, w in zip(named, said, words, strict=True)
            if n is not None
        ],
    )


def _itself(base: Constraint, inside: Constraint) -> bool:
    """Whether a definition names what it defines, in another state."""
    return base.type == inside.type == "condition" and thing(base) == thing(inside) and base.severity is not None


def _reached(event: Constraint, others: Sequence[Constraint]) -> bool:
    """Whether grades, of which the baseline is one, say what any toxicity has come down to."""
    if event.concept is None or event.concept.id not in generic_concepts("event"):
        return False
    graded = all(c.type == "score" and c.scale is not None for c in others)
    return graded and any(c.relative_to == "baseline" for c in others)


def _told(c: Constraint) -> bool:
    """Whether it is an abnormality of no kind and no degree, which the bounds behind it tell."""
    return c.concept is not None and c.concept.id in generic_concepts("told") and c.severity is None


def _members(group: Constraint) -> frozenset[str]:
    """The ids of what a group measures ("transaminases")."""
    analyte = analytes().get(group.concept.id) if group.concept is not None else None
    return frozenset(analyte.members) if analyte is not None else frozenset()


def thing(constraint: Constraint) -> str:
    """What a constraint is about, by which two are compared."""
    return constraint.concept.id if constraint.concept is not None else constraint.name


def _worded(constraint: Constraint) -> bool:
    """Whether a word alone bounds it: "normal", "elevated"."""
    return constraint.relative_to is not None and (
        (constraint.low is None and constraint.high is None) or "relative_to" in constraint.assumed
    )


def _grade_of(constraint: Constraint) -> Range | None:
    """The grades that a bare grade allows."""
    if constraint.concept is None or constraint.concept.id != "scale:ctcae":
        return None
    numbers = [v for v in constraint.values or () if isinstance(v, (int, float))]
    if constraint.low is None and constraint.high is None and numbers:
        return Range(min(numbers), True, max(numbers), True)
    return Range(constraint.low, constraint.low_inclusive, constraint.high, constraint.high_inclusive)
