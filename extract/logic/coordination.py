"""Lists and conjunctions: which operator joins the terms of a clause.

Precedence, tightest first: ``with`` (in combination with, requiring) > ``and`` > ``or``. A comma has the operator of
the next written conjunction of its list, else of the previous one, else the clause's own: in an inclusion all must
hold, in an exclusion any excludes. A list in the scope of one negation ("no A, B or C", "without A and B") denies each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.logic.cancers_listed import fold_cancers
from eligo.logic.concessions import granted
from eligo.logic.folding import fold_negation, fold_sexes, fold_shared, fold_with
from eligo.logic.kinds_listed import fold_kinds
from eligo.logic.like_terms import by_weak_commas, fold_like, fold_spent
from eligo.logic.signs import is_signed_pair
from eligo.logic.terms import Kind, Term, args_of, equated, is_one_thing, is_states, is_told, join, share_bound
from eligo.logic.told_results import told_result
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, IfThen, Node, Not, leaves

__all__ = ["announced", "coordinate", "of_fertile_women", "with_list"]

_PAIR = "“and” between two things of a kind among the exclusions is read as either"
_POTENTIAL = "repro:childbearing_potential"
_NO_POTENTIAL = "repro:non_childbearing_potential"
_CONSENT = "att:informed_consent"
_TEST = "repro:pregnancy_test"
_EITHER = frozenset({"or", "andor"})
_OTHERS = frozenset({"or", "andor", "slash"})
_WHOSE = frozenset({frozenset({"sex"}), frozenset({"age"})})
_GIVEN = frozenset({"drug", "procedure"})
_FERTILE = frozenset({"repro:childbearing_potential", "repro:non_childbearing_potential", "repro:postmenopausal"})
_STATES = frozenset({"repro:pregnant", "repro:lactating", "repro:childbearing_potential"})


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
    if len(terms) == 1 and default is None and not least and most is None:
        only = terms[0].node if terms[0].negation is None else Not(terms[0].node)
        return _of_infertile_women(of_fertile_women(only)) if kind == "inclusion" else only
    ages = [t for t in terms[1:] if t.types == {"age"} and t.connector == "none" and t.negation is None]
    if ages and len(terms) > 2:  # "men or postmenopausal women 18 to 75 years of age": the age is everyone's
        rest = coordinate([t for t in terms if t not in ages], kind, default=default, least=least, most=most)
        return AllOf((*args_of(rest), *(t.node for t in ages))) if rest is not None else None
    if kind == "exclusion" and not least and most is None:
        women = _groups_of_women(terms)
        if women is not None:
            return AnyOf(tuple(n for part in women if (n := coordinate(part, kind, default=default)) is not None))
    if not least and most is None and default is None:
        terms = _by_result(terms)
        weak = by_weak_commas(terms) if kind == "inclusion" and not together else None
        apart = weak or _apart(terms, kind) or _said_of_all(terms, kind)
        if apart:
            return join("and", [a for part in apart if (n := coordinate(part, kind)) is not None for a in args_of(n)])
        terms = _fold_either(fold_sexes(terms, kind), kind)
        if kind == "inclusion" and not together and len(terms) > 1:
            terms = fold_cancers(terms)
        if kind == "inclusion" or any(t.connector == "and" for t in terms):
            terms = fold_shared(terms)
        terms = fold_kinds(terms, kind)
        if kind == "inclusion":
            terms = fold_spent(terms)
        elif any(t.connector == "and" for t in terms):
            terms = fold_shared(terms, "slash")  # "ALT/AST > 3 × ULN and bilirubin > 2 × ULN"
    groups = fold_negation(fold_with(list(terms), None if kind == "inclusion" else "or"))
    if least and len(groups) >= max(least, 2):
        return AtLeast(least, tuple(t.node for t in groups))
    if most is not None and len(groups) > most:
        return AtMost(most, tuple(t.node for t in groups))
    both = kind == "inclusion" and {"or", "and"} <= {t.connector for t in groups[1:]}  # "gout and fever, or asthma"
    if default == "or" and len(groups) > 1 and not both:
        return AnyOf(tuple(t.node for t in groups))
    if default == "and" and not any(t.connector in {"or", "andor", "slash"} for t in groups):
        return join("and", [t.node for t in groups])  # "all of the following", also among exclusions
    if kind == "inclusion" and default is None and not together:
        groups = fold_like(groups)
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
    if kind == "inclusion" and len(parts) > 1 and not all(isinstance(p, IfThen) for p in parts):
        # "sepsis (for patients in intensive care) or surgery"; of "a negative test (for women)" men need none
        parts = [p if isinstance(p, IfThen) and _of_sex(p.when) else granted(p) for p in parts]
    if kind == "inclusion":
        parts = _signed([of_fertile_women(p) for p in parts])
        return _of_infertile_women(parts[0]) if len(parts) == 1 else join("or", parts)
    return join("or", parts)


def _signed(parts: list[Node]) -> list[Node]:
    """ "Consent of the parents or of subjects 18 years or older": the age says who signs."""
    consent: list[Node] = [
        p for p in parts if isinstance(p, Constraint) and p.concept is not None and p.concept.id == _CONSENT
    ]
    ages = [p for p in parts if isinstance(p, Constraint) and p.type == "age"]
    return consent if consent and len(consent) + len(ages) == len(parts) else parts


def _of_infertile_women(node: Node) -> Node:
    """ "Women of non-childbearing potential, defined as postmenopausal": it keeps out no men."""
    for arg in args_of(node):
        concept = arg.concept if isinstance(arg, Constraint) and arg.sex is not None else None
        if isinstance(arg, Constraint) and concept is not None and concept.id == _NO_POTENTIAL:
            when = Constraint("sex", "sex", arg.text, arg.start, arg.end, values=(arg.sex or "",))
            return IfThen(when, node, None, arg.text)
    return node


def announced(lead: Node | None, listed: Node | None, link: str) -> Node | None:
    """What stands before "at least one of", and the list behind it.

    Args:
        link: the connector between the two.
    """
    if lead is None or listed is None:
        return lead or listed
    return join("or", [lead, listed]) if link in {"or", "andor"} else with_list(lead, listed)


def with_list(lead: Node, listed: Node) -> Node:
    """Both; of several bounds of one thing only the last needs the list: "BMI ≥ 30, or ≥ 27 with one of A and B"."""
    if isinstance(lead, IfThen) and lead.otherwise is None:  # "if female: not pregnant, and one of …"
        return replace(lead, then=with_list(lead.then, listed))
    if isinstance(lead, AnyOf) and _restate(lead.args):
        *others, last = lead.args
        return AnyOf((*others, AllOf((*args_of(last), *args_of(listed)))))
    return AllOf((*args_of(lead), *args_of(listed)))


def _restate(nodes: Sequence[Node]) -> bool:
    """Whether the alternatives are bounds of one thing."""
    bounds = [n for n in nodes if isinstance(n, Constraint) and n.type in {"age", "measurement"}]
    return len(bounds) == len(nodes) > 1 and len({b.name for b in bounds}) == 1


def of_fertile_women(node: Node) -> Node:
    """ "A negative pregnancy test for women of childbearing potential": who has no potential needs none."""
    args = [inner for arg in args_of(node) for inner in args_of(_unpaired(arg))]
    who = [a for a in args if isinstance(a, Constraint) and a.concept is not None and a.concept.id == _POTENTIAL]
    women = [a for a in args if isinstance(a, Constraint) and a.type == "sex" and a.values == ("female",)]
    asked = [a for a in args if a not in who and a not in women]
    told = [a for a in asked if not (isinstance(a, Constraint) and a.type in _GIVEN)]  # "before chemotherapy"
    if not any(isinstance(a, Constraint) and a.concept is not None and a.concept.id == _TEST for a in told):
        told = asked
    if len(who) != 1 or not told or not all(_is_of_fertility(a) for a in told):
        return node
    when = replace(who[0], sex="female") if women else who[0]
    window = when.window
    if window is not None:  # of the test, not of the potential
        when = replace(when, window=None)
        asked = [replace(a, window=a.window or window) if isinstance(a, Constraint) else a for a in asked]
    return IfThen(when, join("and", asked), None, when.text)


def _unpaired(node: Node) -> Node:
    """ "… before chemotherapy (for women of childbearing potential)": the brackets are about the whole of it."""
    if not isinstance(node, IfThen) or node.otherwise is not None or not isinstance(node.when, Constraint):
        return node
    potential = node.when.concept is not None and node.when.concept.id == _POTENTIAL
    given = all(c.type in _GIVEN for c in leaves(node.then))
    return AllOf((node.then, node.when)) if potential and given else node


def _is_of_fertility(node: Node) -> bool:
    kinds = [(c.type, c.concept.id if c.concept is not None else "") for c in leaves(node)]
    return not isinstance(node, IfThen) and all(t == "reproductive" and id_ not in _FERTILE for t, id_ in kinds)


_OF_SEX = frozenset({"sex", "reproductive"})


def _of_sex(node: Node) -> bool:
    return all(c.type in _OF_SEX for c in leaves(node))


def _together(nodes: Sequence[Node]) -> Node:
    """All of `nodes`; where one is asked of one sex only, so are the others ("women who are fertile and use no …")."""
    first = nodes[0]
    if len(nodes) > 1 and isinstance(first, IfThen) and first.otherwise is None and _of_sex(first.when):
        return replace(first, then=AllOf((*args_of(first.then), *nodes[1:])))
    return join("and", nodes)


def _apart(terms: Sequence[Term], kind: Kind) -> tuple[list[Term], list[Term]] | None:
    """ "A or B, C, and D": the comma makes the "and" the weaker of the two; None where there is no such place."""
    if not any(t.loose and t.connector == "and" for t in terms) or (kind == "exclusion" and is_states(terms)):
        return None
    strict = kind != "inclusion" and any(t.family != "numeric" for t in terms)
    for n, term in enumerate(terms):
        if strict and (term.key == terms[n - 1].key or len({t.key for t in terms[:n]}) > 1 or n + 1 < len(terms)):
            continue  # among exclusions only what is of another kind: "warfarin or aspirin, and bleeding"
        if term.connector == "and" and term.loose and any(t.connector in _EITHER for t in terms[1:n]):
            if term.negation is not None or any(t.negation is not None for t in terms[:n]):
                return None
            after = max(m for m in range(1, n) if terms[m].connector in _EITHER) + 1
            cut = next((m for m in range(after, n) if terms[m].connector == "comma"), n)
            first, *rest = terms[cut:]
            return list(terms[:cut]), [replace(first, connector="none", loose=False), *rest]
    return None


def _by_result(terms: Sequence[Term]) -> Sequence[Term]:
    """ "ER positive or PR positive, HER2 negative": behind the comma another result is asked for as well."""
    if all(t.connector != "comma" or t.types != {"biomarker"} for t in terms[1:]):
        return terms
    done = list(terms)
    for n, (left, right) in enumerate(pairwise(terms), 1):
        told = {told_result(left.node), told_result(right.node)}
        if right.connector == "comma" and told == {"positive", "negative"} and left.types == right.types:
            done[n] = replace(right, connector="and", loose=True)
    return done


def _said_of_all(terms: Sequence[Term], kind: Kind) -> tuple[list[Term], list[Term]] | None:
    """ "Asthma or gout, who use steroids": the people may have either, and all of them must use steroids.

    Likewise "liver cancer, who have cirrhosis or hepatitis": all have the cancer.
    """
    for n, term in enumerate(terms):
        if not term.of_all or not n:
            continue
        before, rest = terms[:n], [replace(term, connector="none", loose=False), *terms[n + 1 :]]
        either = any(t.connector in _OTHERS for t in before[1:])
        if not either and (kind != "inclusion" or not _alternatives(rest)):
            continue
        named = [t for t in before if t.types not in _WHOSE]
        if (
            not named
            or not named[0].types <= {"condition", "biomarker"}
            or any(t.others or t.types == {"sex"} for t in before[1:])
        ):
            return None
        if any(t.negation is not None or t.types != named[0].types for t in named):
            return None
        return list(before), rest
    return None


def _alternatives(terms: Sequence[Term]) -> bool:
    """Whether all terms are alternatives of a kind, none set off by a comma, and no other people's."""
    linked = all(t.connector in _OTHERS and not t.loose and not t.others for t in terms[1:])
    return len(terms) > 1 and linked and len({t.key for t in terms}) == 1


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
    if kind == "exception" and "or" in lists and is_states(terms):
        return ["or"] * len(lists)  # "except cervical cancer in situ and basal or squamous skin cancer"
    if kind == "exclusion" and "or" in lists and terms[-1].loose and terms[-1].connector == "and" and is_states(terms):
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
            if right.connector == "slash" and is_signed_pair(left.node, right.node):
                return "and"
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
    plain = all((is_one_thing(t.node) and t.family == "clinical") or is_told(t.node) for t in terms)
    reproductive = all(t.types == {"reproductive"} for t in terms)
    return plain and (len(terms) > 2 or reproductive or pairs)


def _is_pair(terms: Sequence[Term], operators: Sequence[str]) -> bool:
    """ "Diabetes and hypertension" under exclusions: two things of a kind, each of which is meant to exclude.

    Two of different kinds may mean both, and do ("an infection and antibiotics").
    """
    if len(terms) != 2 or operators != ["and"] or terms[1].connector != "and":
        return False
    if all(is_told(t.node) for t in terms):
        return True
    if terms[0].key != terms[1].key:
        return False
    return all(isinstance(t.node, Constraint) and t.family == "clinical" for t in terms)


def _either(node: Node) -> Node:
    """The node with the assumption that it excludes by itself."""
    return replace(node, assumed=(*node.assumed, _PAIR)) if isinstance(node, Constraint) else node
