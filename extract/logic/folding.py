"""Terms that are one: what is said of a term is tied to it, bounds of one list or of the two sexes are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.concepts.hierarchy import is_a
from eligo.logic.causes import caused
from eligo.logic.said import has_lent
from eligo.logic.signs import is_signed_pair
from eligo.logic.terms import Kind, Term, args_of, equated, join, one_bound
from eligo.schema import AllOf, AnyOf, Constraint, IfThen, Node, Not, leaves

__all__ = ["fold_negation", "fold_sexes", "fold_shared", "fold_with"]


def fold_sexes(terms: Sequence[Term], kind: Kind) -> list[Term]:
    """ "Hb ≥ 12 g/dL (men) or ≥ 11 g/dL (women), and …": the bounds of the two sexes are one term.

    Among exclusions each keeps out its sex, also behind "and": nobody is both.
    """
    folded: list[Term] = []
    for term in terms:
        last = folded[-1] if folded else None
        if last is not None and last.negation is term.negation is None and _two_sexes(last.node, term.node):
            op = "or" if kind == "exclusion" or term.connector in {"or", "slash"} else "and"
            folded[-1] = replace(last, node=join(op, [last.node, term.node]))
        else:
            folded.append(term)
    return folded


def _two_sexes(left: Node, right: Node) -> bool:
    if not isinstance(left, Constraint) or not isinstance(right, Constraint) or left.name != right.name:
        return False
    return {left.sex, right.sex} == {"male", "female"}


_HINDERING = frozenset({"condition", "device", "procedure", "allergy", "attestation"})


def fold_shared(terms: Sequence[Term], link: str = "or") -> list[Term]:
    """ "Bilirubin < 1.8 mg/dL, AST or ALT < 2.5 × ULN": the things that share a bound are one term beside others."""
    runs: list[list[Term]] = []
    for term in terms:
        plain = runs and term.connector == link and not term.loose and runs[-1][-1].negation is term.negation is None
        if plain and one_bound([*runs[-1], term]):
            runs[-1].append(term)
        else:
            runs.append([term])
    if len(runs) < 2:
        return list(terms)
    return [
        run[0] if len(run) == 1 else replace(run[0], node=AnyOf(tuple(t.node for t in run)))
        for run in runs
    ]  # fmt: skip


def fold_with(terms: list[Term], op: str | None = None) -> list[Term]:
    """Tie what is said *of* a term to it: "infection requiring antibiotics or antivirals", "NPC, non-keratinizing".

    The right side takes the list it begins while its members are of its own kind and not of the left's, so that
    "pneumonitis that required steroids or current pneumonitis" stays two alternatives.
    """
    folded = [terms[0]]
    i = 1
    while i < len(terms):
        term, last = terms[i], folded[-1]
        if _is_its_cause(term, folded):  # "unable to undergo MRI because of a pacemaker or claustrophobia"
            last.node, last.negation = Not(last.node), None
        apart = term.negation != last.negation or equated(last.node, term.node)
        if apart or term.connector not in {"with", "cause", "none"}:
            folded.append(term)
            i += 1
            continue
        j = i + 1
        # "caused by cancer or infection"; but "NYHA III heart failure or angina"
        announced = term.group != last.group
        apart = term.key != last.key or term.connector == "cause" or _is_class_of(last, term)
        if announced or (apart and (last.family != "numeric" or last.types == {"lesion"})):
            while j < len(terms) and not (term.types == terms[j].types == {"sex"}) and _continues(terms, j, term, last):
                j += 1
        right = _plain_list(terms[i:j])
        joint = term.connector == "with" or (
            term.connector == "none" and (term.family == "numeric" or term.types == {"biomarker"})
        )
        if joint and len(folded) > 1 and _shares_head(folded[-2].node, last.node):
            last = _gather(folded)  # "hepatitis B or C with ALT > 5 × ULN"
        elif last.types == {"biomarker"} and term.types == {"condition"} and term.connector == "none":
            last = _gather(folded)  # "ER or PR positive breast cancer"
        elif last.types == {"drug"} and term.types == {"condition"}:
            last = _gather(folded)  # "lithium or valproate for bipolar disorder"
        elif last.types == {"lesion"} and term.types == {"procedure"}:
            last = _gather(folded)  # "measurable or non-measurable disease on CT"
        elif last.types == {"procedure"} and term.types == {"condition"} and term.connector == "none" and op is None:
            last = _gather(folded)  # "MRI or CT findings of stroke"
        elif last.types == {"reproductive"} and term.types == {"sex"}:
            last = _gather(folded, op)  # "pregnant or breastfeeding women, and …"
        conditional = _of_one_sex(last, term, right) if op is not None and last.negation is None else None
        because = caused(last, right, term.by) if term.by else None
        last.node = because or conditional or AllOf((*args_of(last.node), right))
        last.types = last.types if because else last.types | term.types
        last.windowed = last.windowed or term.windowed
        i = j
    return folded


def _is_its_cause(term: Term, before: Sequence[Term]) -> bool:
    """Whether a term says why the single ability before it is denied."""
    denied = before[-1]
    if term.connector != "cause" or term.negation is not None or denied.negation is None:
        return False
    return denied.types == {"attestation"} and not any(t.negation == denied.negation for t in before[:-1])


def _is_class_of(left: Term, term: Term) -> bool:
    """Whether a term names a class, and the other a drug of it: "anticoagulation with apixaban or edoxaban"."""
    if left.types != {"drug"} or term.types != {"drug"}:
        return False
    one, other = left.node, term.node
    if not isinstance(one, Constraint) or not isinstance(other, Constraint) or one.concept is None:
        return False
    return other.concept is not None and other.concept != one.concept and is_a(other.concept, one.concept)


def _of_one_sex(last: Term, term: Term, right: Node) -> Node | None:
    """ "Pregnant women", "women who are breastfeeding": what excludes concerns one sex only."""
    if {*last.types, *term.types} != {"reproductive", "sex"} or last.types & term.types:
        return None
    sex, state = (last.node, right) if last.types == {"sex"} else (right, last.node)
    if not isinstance(sex, Constraint) or len(sex.values or ()) != 1 or any(c.name == "partner" for c in leaves(state)):
        return None
    return IfThen(sex, state, None, sex.text)


def _gather(folded: list[Term], op: str | None = None) -> Term:
    """The list that ends with the last term, as one term, under `op` or what its words say."""
    first = len(folded) - 1
    while first and folded[first].connector in {"or", "and", "andor", "slash", "comma"} and _alike(folded, first):
        first -= 1
    if first < len(folded) - 1:
        members = folded[first:]
        node = _plain_list(members) if op is None else join(op, [m.node for m in members])
        whole = Term(node, members[0].types, members[0].connector, members[0].negation)
        whole.windowed = members[-1].windowed
        folded[first:] = [whole]
    return folded[-1]


def _shares_head(before: Node, last: Node) -> bool:
    """Whether two things are named with one head: "hepatitis B or C", "hepatic or renal disease"."""
    if not isinstance(before, Constraint) or not isinstance(last, Constraint) or before.type != last.type:
        return False
    head, said = last.name.split()[0].casefold(), last.text.casefold().split()
    behind = head == before.name.split()[0].casefold() and head not in said and len(last.name.split()) > len(said)
    return behind or has_lent(before, last)


def _alike(folded: list[Term], n: int) -> bool:
    return folded[n - 1].key == folded[n].key and folded[n - 1].negation == folded[n].negation


def _continues(terms: list[Term], j: int, first: Term, left: Term) -> bool:
    term = terms[j]
    if isinstance(first.node, Not) and term.connector == "comma":
        return False  # "male non-smoking volunteers, with gout"
    if first.by and j + 1 < len(terms) and terms[j + 1].connector == "cause":
        return False  # "edema due to gout or fever due to sepsis"
    apart = first.key != left.key or first.connector == "cause" or first.group != left.group
    apart = apart or (_is_class_of(left, first) and _is_class_of(left, term))
    same = term.key == first.key or (first.connector == "cause" and left.types == {"attestation"} and _hinders(term))
    same = (same or _both_given(term, first, left)) and apart and term.group == first.group
    return same and term.connector not in {"with", "cause", "none"} and term.negation == first.negation


def _hinders(term: Term) -> bool:
    """Whether a term may be one more reason why someone is not able to do something."""
    return bool(term.types) and term.types <= _HINDERING


def _both_given(term: Term, first: Term, left: Term) -> bool:
    """ "Asthma requiring steroids or admission": a drug and a procedure that one thing was treated with."""
    if left.types != {"condition"} or first.connector != "with" or {*term.types, *first.types} != {"drug", "procedure"}:
        return False
    given = [*leaves(term.node), *leaves(first.node)]
    return len({c.window for c in given}) == 1 and all(c.relation in {None, "exposure"} for c in given)


def _plain_list(terms: list[Term]) -> Node:
    words = {t.connector for t in terms[1:]}
    upper = all(isinstance(t.node, Constraint) and t.node.low is None for t in terms)
    if words == {"slash"} and upper and {t.family for t in terms} == {"numeric"}:
        return join("and", [t.node for t in terms])  # "blood pressure < 140/90 mmHg"
    if words and words <= {"slash", "comma"} and all(is_signed_pair(a.node, b.node) for a, b in pairwise(terms)):
        return join("and", [t.node for t in terms])  # "ER-positive, HER2-negative breast cancer"
    return join("or" if words & {"or", "andor", "slash"} or not words & {"and"} else "and", [t.node for t in terms])


def fold_negation(terms: list[Term]) -> list[Term]:
    """The terms with each run of denied ones of one kind folded into one denial."""
    folded: list[Term] = []
    run: list[Term] = []

    def close() -> None:
        if run:
            first = run[0]
            types = frozenset().union(*(t.types for t in run))
            folded.append(Term(Not(join("or", [t.node for t in run])), types, first.connector))
            run.clear()

    for term in terms:
        if run and term.negation != run[0].negation:
            close()
        if term.negation is None:
            folded.append(term)
        else:
            run.append(term)
    close()
    return folded
