"""A criterion's tree, evaluated: Kleene's logic, provisos, and exceptions."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.concepts.generic import generic_concepts
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, Except, IfThen, Node, Not, leaves

from .case import Case
from .index import related
from .leaf import BOUNDS, judge_leaf
from .permitted import permits
from .truth import Finding, all_of, any_of, at_least, at_most, negate
from .waived import is_circumstance, permits_another
from .wording import no_other

__all__ = ["evaluate"]


def evaluate(node: Node, case: Case) -> Finding:
    """What the patient's facts make of `node`."""
    match node:
        case Constraint():
            return judge_leaf(node, case)
        case AllOf(args=args):
            inner = case._replace(alone=False) if case.alone and len(args) > 1 else case
            return all_of([evaluate(a, inner) for a in args])
        case AnyOf(args=args):
            return any_of([evaluate(a, case) for a in args])
        case AtLeast(n=n, args=args):
            return at_least(n, [evaluate(a, case) for a in args])
        case AtMost(n=n, args=args):
            inner = case._replace(wanted=not case.wanted)
            return at_most(n, [evaluate(a, inner) for a in args])
        case Not(arg=arg):
            return negate(evaluate(arg, case._replace(wanted=not case.wanted, denied=not case.denied)))
        case Except(arg=arg, exceptions=exceptions):
            return _except(arg, exceptions, case)
        case IfThen():
            return _if_then(node, case)


def _relaxed(arg: Node, exceptions: Sequence[Node], case: Case) -> Finding:
    """A bound that is wanted: an exception excuses what speaks against it ("grade ≤1 except alopecia").

    `arg` is asked again without the offending facts that an exception explains. One about something else is the
    circumstance in which `arg` is not asked for ("bilirubin ≤1.5 × ULN except in Gilbert's syndrome").
    """
    plain = evaluate(arg, case)
    if plain.truth is True or not plain.applies:
        return plain
    against = frozenset(id(e.fact) for e in plain.evidence if e.fact is not None and e.truth is False)
    excused: frozenset[int] = frozenset()
    waived: list[Finding] = []
    doubtful: list[Finding] = []
    kinds = {leaf.type for leaf in leaves(arg)}
    for exception in exceptions:
        found = evaluate(exception, case._replace(denied=False, alone=False))
        about = bool(found.support & against)
        circumstance = "measurement" in kinds and not kinds & {leaf.type for leaf in leaves(exception)}
        if not found.applies or found.truth is False:
            continue
        if found.truth is None:
            doubtful += [found] if about or circumstance else []
        elif about and _rebounds(arg, exception):
            return Finding(True, f"an exception holds: {found.reason}", (*found.evidence, *plain.evidence),
                           assumed=(*plain.assumed, *found.assumed), support=found.support)  # fmt: skip
        elif about:
            excused |= found.support & against
            waived.append(found)
        elif circumstance:
            return Finding(True, f"an exception holds: {found.reason}", (*found.evidence, *plain.evidence),
                           assumed=(*plain.assumed, *found.assumed), support=found.support)  # fmt: skip
    if excused:
        rest = evaluate(arg, case._replace(hidden=case.hidden | excused))
        if rest.truth is None and not rest.support and kinds == {"measurement"} and isinstance(arg, Constraint):
            # the one value there is may be what it is: "amylase > 5 × ULN is acceptable if lipase is ≤ 5 × ULN"
            held = [found for found in waived if found.support & excused]
            evidence = (*(e for found in held for e in found.evidence), *plain.evidence)
            assumed = tuple(dict.fromkeys(a for found in (plain, *held) for a in found.assumed))
            return Finding(True, f"an exception holds: {held[0].reason}", evidence, assumed=assumed, support=excused)
        return rest
    if plain.truth is False and doubtful:
        missing = tuple(dict.fromkeys(m for f in doubtful for m in f.missing))
        reason = f"{plain.reason}; whether an exception holds is not known: {doubtful[0].reason}"
        return Finding(None, reason, plain.evidence, missing, plain.assumed)
    return plain


def _rebounds(arg: Node, exception: Node) -> bool:
    """Whether an exception bounds the very thing anew: "ECOG 0 or 1, ECOG 2 if due to pain"."""
    if not isinstance(arg, Constraint) or arg.type != "score":
        return False
    return any(c.type == "score" and c.concept == arg.concept and (c.values or c.low is not None or c.high is not None)
               for c in leaves(exception))  # fmt: skip


def _except(arg: Node, exceptions: Sequence[Node], case: Case) -> Finding:
    """`arg`, unless all the facts that make it so are explained by an exception that holds.

    `arg` is asked again without the facts that an exception explains. An exception that is about other kinds of things
    than `arg` explains no fact; it is the circumstance in which `arg` does not count.
    """
    if case.wanted and {leaf.type for leaf in leaves(arg)} <= BOUNDS:
        return _relaxed(arg, exceptions, case)
    plain = evaluate(arg, case)
    if case.wanted:  # what is allowed beside it takes nothing from what is asked for
        exceptions = [e for e in exceptions if not permits(e, case)]
        if not exceptions:
            return plain
    if plain.truth is False or not plain.applies:
        return plain
    kinds = {leaf.type for leaf in leaves(arg)}
    if plain.truth is None and kinds == {"attestation"}:
        return plain  # "healthy but for their diabetes": what a person has to judge is asked all the same
    inner = case._replace(wanted=not case.wanted, denied=False, alone=False)
    covered: frozenset[int] = frozenset()
    perhaps: frozenset[int] = frozenset()
    waived: list[Finding] = []
    doubtful: list[Finding] = []
    silent = plain.truth is None and not plain.support and isinstance(arg, Constraint) and not case.wanted
    for exception in exceptions:
        found = evaluate(exception, inner)
        if not found.applies or found.truth is False:
            continue
        if kinds & {leaf.type for leaf in leaves(exception)}:
            if found.truth is True:
                covered |= (found.support | _wider(plain, found)) & plain.support
                if silent and isinstance(arg, Constraint) and _told(arg, exception, found, case):
                    # all that is stated is what the text itself excepts
                    evidence = (*found.evidence, *plain.evidence)
                    assumed = (*plain.assumed, *found.assumed, no_other(arg.name))
                    return Finding(False, f"only an exception is met: {found.reason}", evidence, assumed=assumed)
                waived += [found] if covered & plain.support else []
            elif found.support & plain.support:
                perhaps |= found.support & plain.support
                doubtful.append(found)
        elif permits_another(arg, exception, case):
            continue
        elif found.truth is True and is_circumstance(arg, exception, case):
            return Finding(False, f"an exception holds: {found.reason}", (*found.evidence, *plain.evidence),
                           assumed=(*plain.assumed, *found.assumed))  # fmt: skip
        else:
            doubtful.append(found)
    if not covered and not doubtful:
        return plain
    rest = evaluate(arg, case._replace(hidden=case.hidden | covered)) if covered else plain
    evidence = (*(e for f in waived for e in f.evidence), *plain.evidence)
    assumed = tuple(dict.fromkeys(a for f in (plain, *waived) for a in f.assumed))
    if rest.truth is True and doubtful:
        left = evaluate(arg, case._replace(hidden=case.hidden | covered | perhaps))
        settled = left.truth is True and all(f.support & plain.support for f in doubtful)
        if not settled:
            missing = tuple(dict.fromkeys(m for f in doubtful for m in f.missing))
            reason = f"{rest.reason}; whether an exception holds is not known: {doubtful[0].reason}"
            return Finding(None, reason, (*plain.evidence, *(e for f in doubtful for e in f.evidence)), missing,
                           assumed, plain.support)  # fmt: skip
    if rest.truth is False and plain.truth is True:
        assumed = tuple(dict.fromkeys((*assumed, *rest.assumed)))
        return Finding(False, f"only an exception is met: {waived[0].reason}", evidence, assumed=assumed)
    return rest


def _told(arg: Constraint, exception: Node, found: Finding, case: Case) -> bool:
    """Whether silence on what an exception is made to means that there is nothing but the exception.

    Not where what is planned is asked for and nothing planned is stated, where what is stated is no kind of it
    ("immunodeficiency other than by corticosteroids"), nor where anything else that is stated may be one of it
    ("comorbidities other than atrial fibrillation").
    """
    facts = [e.fact for e in found.evidence if e.fact is not None and id(e.fact) in found.support]
    ahead = arg.window is not None and arg.window.from_ is not None and not arg.window.from_.startswith("-")
    if (ahead or arg.role == "planned") and all(f.status != "planned" for f in facts):
        return False
    wide = arg.concept
    if wide is None or wide.id not in generic_concepts("broad"):
        # of a single thing the text itself says that it is one: "malignancy except carcinoma in situ"
        single = wide is None or not isinstance(exception, AllOf)
        return single or any(f.concept is None or related(f.concept, wide) for f in facts if wide is not None)
    others = (fact for fact, _ in case.facts.of_type(arg.type) if fact.assertion in ("present", "possible"))
    return all(id(fact) in found.support for fact in others)


def _wider(plain: Finding, found: Finding) -> frozenset[int]:
    """Facts in wider words than what an exception rests on: "viral hepatitis" beside the hepatitis C that is excepted.

    They say nothing new of the patient, so they are no reason of their own.
    """
    named = [e.fact.concept for e in found.evidence if e.fact is not None and id(e.fact) in found.support]
    wide = [e.fact for e in plain.evidence if e.fact is not None and id(e.fact) in plain.support - found.support]
    return frozenset(
        id(fact)
        for fact in wide
        if fact.concept is not None
        and any(c is not None and c.id != fact.concept.id and related(c, fact.concept) for c in named)
    )


def _if_then(node: IfThen, case: Case) -> Finding:
    when = evaluate(node.when, case._replace(denied=False, alone=False))
    inner = case._replace(alone=False)
    if when.truth is True:
        then = evaluate(node.then, inner)
        return _joined(then, when)
    if when.truth is False or not when.applies:
        if node.otherwise is None:
            words = " ".join(node.text.split()) or "the condition"
            reason = f"does not apply (“{words}”): {when.reason}"
            return Finding(None, reason, when.evidence, (), when.assumed, applies=False)
        return _joined(evaluate(node.otherwise, inner), when)
    then = evaluate(node.then, inner)
    if node.otherwise is None:
        if then.applies and then.truth is case.wanted:
            return _joined(then, when)
        return _open(node, when, [then])
    otherwise = evaluate(node.otherwise, inner)
    if not then.applies and not otherwise.applies:
        return _joined(then, when)  # whatever the condition, it is not asked of this patient
    if then.applies and otherwise.applies and then.truth is not None and then.truth is otherwise.truth:
        return Finding(
            then.truth,
            f"{then.reason}; {otherwise.reason}" if then.reason != otherwise.reason else then.reason,
            (*then.evidence, *otherwise.evidence, *when.evidence),
            (),
            tuple(dict.fromkeys((*then.assumed, *otherwise.assumed))),
            then.support | otherwise.support,
        )
    return _open(node, when, [then, otherwise])


def _joined(branch: Finding, when: Finding) -> Finding:
    """The branch that counts, with what the condition rests on."""
    reason = f"{branch.reason} ({when.reason})" if when.reason and when.truth is not None else branch.reason
    return Finding(
        branch.truth,
        reason,
        (*branch.evidence, *when.evidence),
        branch.missing,
        tuple(dict.fromkeys((*branch.assumed, *(when.assumed if when.truth is not None else ())))),
        branch.support,
        branch.applies,
    )


def _open(node: IfThen, when: Finding, branches: list[Finding]) -> Finding:
    """It depends on a condition that is not known."""
    unknown = [b for b in branches if b.applies and b.truth is None]
    missing = tuple(dict.fromkeys((*when.missing, *(m for b in unknown for m in b.missing))))
    said = [b.reason if b.applies else "" for b in branches]
    if len(said) > 1 and len(set(said)) == 1:
        reason = said[0]  # whatever the condition
    else:
        words = " ".join(node.text.split())
        led = f"if “{words}” applies" if words else "if so"
        reason = f"{when.reason}; {led}: {said[0]}" if said[0] else when.reason
        reason += f"; if not: {said[1]}" if said[1:] and said[1] else ""
    support = frozenset().union(*(b.support for b in branches))
    evidence = (*when.evidence, *(e for b in branches for e in b.evidence))
    assumed = tuple(dict.fromkeys((*when.assumed, *(a for b in branches for a in b.assumed))))
    return Finding(None, reason, evidence, missing, assumed, support)
