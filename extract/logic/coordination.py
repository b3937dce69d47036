"""Lists and conjunctions: which operator joins the terms of a clause.

Precedence, tightest first: ``with`` (in combination with, requiring) > ``and`` > ``or``. A comma has the operator of
the next written conjunction of its list, else of the previous one, else the clause's own: in an inclusion all must
hold, in an exclusion any excludes. A list in the scope of one negation ("no A, B or C", "without A and B") denies each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from eligo.concepts.generic import generic_concepts
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, IfThen, Node, Not, leaves

__all__ = ["Kind", "Term", "coordinate", "counted_list", "equated", "family", "join", "share_bound"]

Kind = Literal["inclusion", "exclusion", "exception"]
_PAIR = "“and” between two things of a kind among the exclusions is read as either"
_POTENTIAL = "repro:childbearing_potential"
_FERTILE = frozenset({"repro:childbearing_potential", "repro:non_childbearing_potential", "repro:postmenopausal"})
_STATES = frozenset({"repro:pregnant", "repro:lactating", "repro:childbearing_potential"})
_NUMERIC = frozenset({"measurement", "score", "age", "life_expectancy", "lesion"})


def family(type_: str) -> str:
    """``numeric`` for what has bounds, ``demographic``, ``attestation``, else ``clinical``: lists rarely mix them."""
    if type_ in _NUMERIC:
        return "numeric"
    return {"sex": "demographic", "attestation": "attestation"}.get(type_, "clinical")


@dataclass(slots=True)
class Term:
    """One element of a list.

    Attributes:
        connector: what joins it to the term before: ``comma, and, or, andor, slash, with, cause, none``.
        negation: the position of the negation it stands under, None: affirmed.
        group: counts the lists within the clause that were announced ("with either A or B").
        windowed: it has a time window of its own, which later windows do not touch.
        either: "either" stands before it: it begins a group of alternatives.
        loose: a comma stands before its conjunction, which therefore joins more than its neighbours.
    """

    node: Node
    types: frozenset[str]
    connector: str = "none"
    negation: int | None = None
    windowed: bool = False
    carried: dict[str, str] = field(default_factory=dict)
    either: bool = False
    loose: bool = False
    group: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """What it is, and in what respect: a drug taken is not a drug one is resistant to."""
        relation = self.node.relation if isinstance(self.node, Constraint) else None
        return (self.types, relation)

    @property
    def family(self) -> str:
        """The family of its first type (a term made of several is ``mixed``)."""
        families = {family(t) for t in self.types}
        return families.pop() if len(families) == 1 else "mixed"


def join(op: str, nodes: Sequence[Node]) -> Node:
    """`nodes` under one operator; a single one stays itself.

    Raises:
        ValueError: if there is none.
    """
    if not nodes:
        raise ValueError("nothing to join")
    if len(nodes) == 1:
        return nodes[0]
    return AnyOf(tuple(nodes)) if op == "or" else AllOf(tuple(nodes))


def counted_list(cue: str, number: int, nodes: Sequence[Node]) -> Node:
    """`nodes` under what a cue announces: ``list_any``, ``list_all``, ``list_n`` or ``list_most``."""
    match cue:
        case "list_n":
            return AtLeast(number, tuple(nodes))
        case "list_most":
            return AtMost(number, tuple(nodes))
        case _:
            return join("or" if cue == "list_any" else "and", nodes)


def coordinate(
    terms: Sequence[Term],
    kind: Kind,
    *,
    default: str | None = None,
    least: int = 0,
    most: int | None = None,
    together: bool = False,
) -> Node | None:
    """One tree for the terms of a clause; None where there are none.

    Args:
        default: the operator that the clause announces for all its list ("any of the following"); None: by `kind`.
        least: how many must hold ("two or more of"); 0: not said.
        most: how many may hold ("no more than one of"); None: not said.
        together: "both" was said.
    """
    if not terms:
        return None
    own = default or ("and" if kind == "inclusion" else "or")
    ages = [t for t in terms[1:] if t.types == {"age"} and t.connector == "none" and t.negation is None]
    if ages and len(terms) > 2:  # "men or postmenopausal women 18 to 75 years of age": the age is everyone's
        rest = coordinate([t for t in terms if t not in ages], kind, default=default, least=least, most=most)
        return AllOf((*_args(rest), *(t.node for t in ages))) if rest is not None else None
    if kind == "exclusion" and not least and most is None:
        women = _groups_of_women(terms)
        if women is not None:
            return AnyOf(tuple(n for part in women if (n := coordinate(part, kind, default=default)) is not None))
    if not least and most is None and default is None:
        apart = _apart(terms, kind)
        if apart:
            return AllOf(tuple(n for part in apart if (n := coordinate(part, kind)) is not None))
        terms = _fold_either(_fold_sexes(terms), kind)
        terms = _fold_shared(terms) if kind == "inclusion" else terms
    groups = _fold_negation(_fold_with(list(terms), None if kind == "inclusion" else "or"))
    if least and len(groups) > least:
        return AtLeast(least, tuple(t.node for t in groups))
    if most is not None and len(groups) > most:
        return AtMost(most, tuple(t.node for t in groups))
    if default == "or" and len(groups) > 1:
        return AnyOf(tuple(t.node for t in groups))
    operators = _operators(groups, kind, own)
    if kind == "exclusion" and not together and _is_pair(groups, operators):
        return AnyOf(tuple(_either(t.node) for t in groups))
    alternatives: list[list[Node]] = [[groups[0].node]]
    for term, operator in zip(groups[1:], operators, strict=True):
        if operator == "or":
            alternatives.append([term.node])
        else:
            alternatives[-1].append(term.node)
    parts = [_together(part) for part in alternatives]
    return join("or", [of_fertile_women(p) for p in parts] if kind == "inclusion" else parts)


def of_fertile_women(node: Node) -> Node:
    """ "A negative pregnancy test for women of childbearing potential": who has no potential needs none."""
    args = [inner for arg in _args(node) for inner in _args(arg)]
    who = [a for a in args if isinstance(a, Constraint) and a.concept is not None and a.concept.id == _POTENTIAL]
    women = [a for a in args if isinstance(a, Constraint) and a.type == "sex" and a.values == ("female",)]
    asked = [a for a in args if a not in who and a not in women]
    if len(who) != 1 or not asked or not all(_is_of_fertility(a) for a in asked):
        return node
    when = replace(who[0], sex="female") if women else who[0]
    window = when.window
    if window is not None:  # of the test, not of the potential
        when = replace(when, window=None)
        asked = [replace(a, window=a.window or window) if isinstance(a, Constraint) else a for a in asked]
    return IfThen(when, join("and", asked), None, when.text)


def _is_of_fertility(node: Node) -> bool:
    kinds = [(c.type, c.concept.id if c.concept is not None else "") for c in leaves(node)]
    return not isinstance(node, IfThen) and all(t == "reproductive" and id_ not in _FERTILE for t, id_ in kinds)


def _together(nodes: Sequence[Node]) -> Node:
    """All of `nodes`; where one is asked of one sex only, so are the others ("women who are fertile and use no …")."""
    first = nodes[0]
    if len(nodes) > 1 and isinstance(first, IfThen) and first.otherwise is None:
        return replace(first, then=AllOf((*_args(first.then), *nodes[1:])))
    return join("and", nodes)


def _apart(terms: Sequence[Term], kind: Kind) -> tuple[list[Term], list[Term]] | None:
    """ "A or B, C, and D": the comma makes the "and" the weaker of the two; None where there is no such place."""
    if not any(t.loose and t.connector == "and" for t in terms) or (kind == "exclusion" and _states(terms)):
        return None
    strict = kind != "inclusion" and any(t.family != "numeric" for t in terms)
    for n, term in enumerate(terms):
        if strict and (term.key == terms[n - 1].key or len({t.key for t in terms[:n]}) > 1 or n + 1 < len(terms)):
            continue  # among exclusions only what is of another kind: "warfarin or aspirin, and bleeding"
        if term.connector == "and" and term.loose and any(t.connector == "or" for t in terms[1:n]):
            if term.negation is not None or any(t.negation is not None for t in terms[:n]):
                return None
            after = max(m for m in range(1, n) if terms[m].connector == "or") + 1
            cut = next((m for m in range(after, n) if terms[m].connector == "comma"), n)
            first, *rest = terms[cut:]
            return list(terms[:cut]), [replace(first, connector="none", loose=False), *rest]
    return None


def _groups_of_women(terms: Sequence[Term]) -> tuple[list[Term], list[Term]] | None:
    """ "Pregnant women and women who are lactating": two groups, of which either is kept out."""
    for n in range(1, len(terms)):
        sex = terms[n - 1] if terms[n - 1].types == {"sex"} and n > 1 else None
        before, after = terms[n - 2] if sex is not None else terms[n - 1], terms[n]
        states = (before.node, after.node)
        if after.connector not in ("and", "none") or before.negation is not None or after.negation is not None:
            continue
        if not all(isinstance(s, Constraint) and s.concept is not None and s.concept.id in _STATES for s in states):
            continue
        again = isinstance(after.node, Constraint) and after.node.sex is not None  # "women of childbearing potential"
        if sex is None and not (again and after.connector == "and"):
            continue
        rest = [replace(after, connector="none", loose=False), *terms[n + 1 :]]
        return list(terms[:n]), rest if again or sex is None else [*rest, replace(sex, connector="none")]
    return None


def _fold_sexes(terms: Sequence[Term]) -> list[Term]:
    """ "Hb ≥ 12 g/dL (men) or ≥ 11 g/dL (women), and …": the bounds of the two sexes are one term."""
    folded: list[Term] = []
    for term in terms:
        last = folded[-1] if folded else None
        if last is not None and last.negation is term.negation is None and _two_sexes(last.node, term.node):
            op = "or" if term.connector in {"or", "slash"} else "and"
            folded[-1] = replace(last, node=join(op, [last.node, term.node]))
        else:
            folded.append(term)
    return folded


def _states(terms: Sequence[Term]) -> bool:
    """Whether all are states of a patient, listed with commas and conjunctions only, of which each keeps out."""
    if any(t.connector in {"none", "with", "cause"} for t in terms[1:]) or any(t.negation is not None for t in terms):
        return False
    return all(t.types <= {"condition", "reproductive", "allergy"} and _is_one_thing(t.node) for t in terms)


def _two_sexes(left: Node, right: Node) -> bool:
    if not isinstance(left, Constraint) or not isinstance(right, Constraint) or left.name != right.name:
        return False
    return {left.sex, right.sex} == {"male", "female"}


def _fold_either(terms: Sequence[Term], kind: Kind) -> list[Term]:
    """ "A and either B or C": the alternatives as one term."""
    start = next((n for n, t in enumerate(terms) if t.either and n), None)
    if start is None or any(t.negation is not None for t in terms[start:]):
        return list(terms)
    end = next((n for n in range(start + 1, len(terms)) if terms[n].loose and terms[n].connector == "and"), len(terms))
    group = [replace(terms[start], connector="none", either=False), *terms[start + 1 : end]]
    node = coordinate(group, kind) if any(t.connector == "or" for t in group) else None
    if node is None:
        return list(terms)
    types = frozenset().union(*(t.types for t in group))
    return [*terms[:start], Term(node, types, terms[start].connector), *terms[end:]]


def _fold_shared(terms: Sequence[Term]) -> list[Term]:
    """ "Bilirubin < 1.8 mg/dL, AST or ALT < 2.5 × ULN": the things that share a bound are one term beside others."""
    runs: list[list[Term]] = []
    for term in terms:
        if runs and term.connector == "or" and not term.loose and _one_bound([*runs[-1], term]):
            runs[-1].append(term)
        else:
            runs.append([term])
    if len(runs) < 2 or any(t.negation is not None for t in terms):
        return list(terms)
    return [
        run[0] if len(run) == 1 else replace(run[0], node=AnyOf(tuple(t.node for t in run)))
        for run in runs
    ]  # fmt: skip


def equated(left: Node, right: Node) -> bool:
    """Whether two nodes bound scales that measure the same, so that either will do (ECOG and Karnofsky)."""
    ids = [{c.concept.id if c.concept else "" for c in leaves(n)} for n in (left, right)]
    return all(found and found <= generic_concepts("performance") for found in ids) and not ids[0] & ids[1]


def _fold_with(terms: list[Term], op: str | None = None) -> list[Term]:
    """Tie what is said *of* a term to it: "infection requiring antibiotics or antivirals", "NPC, non-keratinizing".

    The right side takes the list it begins while its members are of its own kind and not of the left's, so that
    "pneumonitis that required steroids or current pneumonitis" stays two alternatives.
    """
    folded = [terms[0]]
    i = 1
    while i < len(terms):
        term, last = terms[i], folded[-1]
        apart = term.negation != last.negation or equated(last.node, term.node)
        if apart or term.connector not in {"with", "cause", "none"}:
            folded.append(term)
            i += 1
            continue
        j = i + 1
        # "caused by cancer or infection"; but "NYHA III heart failure or angina"
        announced = term.group != last.group
        apart = term.key != last.key or term.connector == "cause"
        if announced or (apart and (last.family != "numeric" or last.types == {"lesion"})):
            while j < len(terms) and _continues(terms, j, term, last):
                j += 1
        right = _plain_list(terms[i:j])
        if last.types == {"drug"} and term.types == {"condition"}:
            last = _gather(folded)  # "lithium or valproate for bipolar disorder"
        elif last.types == {"lesion"} and term.types == {"procedure"}:
            last = _gather(folded)  # "measurable or non-measurable disease on CT"
        elif last.types == {"procedure"} and term.types == {"condition"} and term.connector == "none" and op is None:
            last = _gather(folded)  # "MRI or CT findings of stroke"
        elif last.types == {"reproductive"} and term.types == {"sex"}:
            last = _gather(folded, op)  # "pregnant or breastfeeding women, and …"
        conditional = _of_one_sex(last, term, right) if op is not None and last.negation is None else None
        last.node = conditional or AllOf((*_args(last.node), right))
        last.types |= term.types
        last.windowed = last.windowed or term.windowed
        i = j
    return folded


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


def _alike(folded: list[Term], n: int) -> bool:
    return folded[n - 1].key == folded[n].key and folded[n - 1].negation == folded[n].negation


def _continues(terms: list[Term], j: int, first: Term, left: Term) -> bool:
    term = terms[j]
    apart = first.key != left.key or first.connector == "cause" or first.group != left.group
    same = term.key == first.key and apart and term.group == first.group
    return same and term.connector not in {"with", "cause", "none"} and term.negation == first.negation


def _plain_list(terms: list[Term]) -> Node:
    words = {t.connector for t in terms[1:]}
    upper = all(isinstance(t.node, Constraint) and t.node.low is None for t in terms)
    if words == {"slash"} and upper and {t.family for t in terms} == {"numeric"}:
        return join("and", [t.node for t in terms])  # "blood pressure < 140/90 mmHg"
    return join("or" if words & {"or", "andor", "slash"} or not words & {"and"} else "and", [t.node for t in terms])


def _args(node: Node) -> tuple[Node, ...]:
    return node.args if isinstance(node, AllOf) else (node,)


def _fold_negation(terms: list[Term]) -> list[Term]:
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


def _operators(terms: list[Term], kind: Kind, own: str) -> list[str]:
    """The operator between each two neighbours."""
    written = [_written(a, b, kind) for a, b in pairwise(terms)]
    result = list(written)
    following: str | None = None
    for i in range(len(result) - 1, -1, -1):  # a comma looks right …
        if result[i] is None:
            result[i] = following
        elif terms[i + 1].connector != "none":
            following = written[i]
    previous: str | None = None
    for i, operator in enumerate(result):  # … then left, then to the clause
        if operator is None:
            result[i] = previous or own
        else:
            previous = operator
    lists = [o or own for o in result]
    if kind == "exception" and "or" in lists and _states(terms):
        return ["or"] * len(lists)  # "except cervical cancer in situ and basal or squamous skin cancer"
    if kind == "exclusion" and "or" in lists and terms[-1].loose and terms[-1].connector == "and" and _states(terms):
        return ["or"] * len(lists)  # "abuse of alcohol or drugs, and pregnancy": each excludes
    if kind != "inclusion" and _enumerates(terms, lists, pairs=kind == "exception"):
        return ["or"] * len(lists)
    return lists


def _written(left: Term, right: Term, kind: Kind) -> str | None:
    if right.connector in {"none", "comma", "slash", "with"} and equated(left.node, right.node):
        return "or"
    match right.connector:
        case "or":
            return "or"
        case "and" | "with" | "cause":
            return "and"
        case "andor" | "slash":
            numeric = left.types == right.types == {"measurement"}  # "AST and/or ALT ≤2.5 × ULN"
            return "and" if numeric and kind == "inclusion" else "or"
        case "none":  # bare adjacency: one thing said of another
            return "and"
        case _:
            return None


def _enumerates(terms: Sequence[Term], operators: Sequence[str], *, pairs: bool) -> bool:
    """In an exclusion "A, B and C" lists what excludes.

    Args:
        pairs: two things are a list as well ("except alopecia and fatigue").
    """
    if "or" in operators or {"none", "with", "cause"} & {t.connector for t in terms[1:]}:
        return False
    if share_bound(terms):
        return True  # "AST and ALT > 3 × ULN": either
    plain = all(_is_one_thing(t.node) and t.family == "clinical" for t in terms)
    reproductive = all(t.types == {"reproductive"} for t in terms)
    return plain and (len(terms) > 2 or reproductive or pairs)


def _is_one_thing(node: Node) -> bool:
    """A constraint, or one with alternative qualifiers ("mild or severe neuropathy")."""
    if isinstance(node, AnyOf):
        return all(isinstance(a, Constraint) for a in node.args) and len({c.name for c in leaves(node)}) == 1
    return isinstance(node, Constraint)


def share_bound(terms: Sequence[Term]) -> bool:
    """Whether all are measurements under one bound that is written once."""
    nodes = _bounds(terms)
    return _one_bound(terms) and all(b.start < a.end for a, b in pairwise(nodes))


def _bounds(terms: Sequence[Term]) -> list[Constraint]:
    """The measurements of terms that are one each, affirmed or denied."""
    asked = [t.node.arg if isinstance(t.node, Not) else t.node for t in terms]
    return [c for c in asked if isinstance(c, Constraint) and c.type == "measurement"]


def _one_bound(terms: Sequence[Term]) -> bool:
    """Whether all are measurements with the same bound."""
    nodes = _bounds(terms)
    if len(nodes) < max(2, len(terms)) or len({isinstance(t.node, Not) for t in terms}) > 1:
        return False
    return len({(c.low, c.high, c.unit, c.relative_to) for c in nodes}) == 1


def _is_pair(terms: Sequence[Term], operators: Sequence[str]) -> bool:
    """ "Diabetes and hypertension" under exclusions: two things of a kind, each of which is meant to exclude.

    Two of different kinds may mean both, and do ("an infection and antibiotics").
    """
    if len(terms) != 2 or operators != ["and"] or terms[1].connector != "and" or terms[0].key != terms[1].key:
        return False
    return all(isinstance(t.node, Constraint) and t.family == "clinical" for t in terms)


def _either(node: Node) -> Node:
    """The node with the assumption that it excludes by itself."""
    return replace(node, assumed=(*node.assumed, _PAIR)) if isinstance(node, Constraint) else node
