"""A leaf becomes a term: with the qualifiers, the window and the negation that reach it."""

from __future__ import annotations

import re
from dataclasses import replace

from eligo.concepts.generic import generic_concepts
from eligo.concepts.grading import grades
from eligo.logic.abnormal import is_abnormal
from eligo.logic.clause_abilities import ClauseAbilities
from eligo.logic.exam_results import is_finding
from eligo.logic.items import Item
from eligo.logic.modifiers import apply_modifiers, beside_active, carries, names_reaction, of_degree
from eligo.logic.no_listings import is_unwanted
from eligo.logic.rewrite import map_leaves
from eligo.logic.said import (
    contextual,
    ending_result,
    general,
    head_of,
    headed,
    intended,
    is_ability,
    is_bound,
    is_generic,
    is_inability,
    is_negative,
    is_opinion,
    is_other_person,
    is_outside,
    is_undone,
    lends_head,
    said_within,
    same_concept,
    shortened,
    span,
)
from eligo.logic.terms import Term, family, join
from eligo.schema import Constraint, Except, Node, Not

__all__ = ["NO_AMONG_EXCLUSIONS", "TOXIC", "ClauseLeaves"]

NO_AMONG_EXCLUSIONS = "“No …” among the exclusions is read as what must not be there"
"""What is assumed then."""

_BEHIND = 200  # characters in which it is told how something is denied
_AHEAD = 120  # characters in which it is told of what time something is denied
_NOUNS = frozenset(
    ["condition", "conditions", "disease", "diseases", "disorder", "disorders", "illness", "illnesses", "causes"]
)
_AGAIN = frozenset({"or", "and", "andor", "comma"})
_ON = frozenset({"on", "who are on", "who is on", "while on"})
_TREATED = frozenset({"condition", "measurement", "biomarker"})
_TREATMENT = re.compile(
    r"\b(?:prior|previous|previously|earlier|current|currently|ongoing|concurrent|concomitant|receiving|received|under|any|no)\s+"
    r"(?:[a-z]+\s+)?(?:treatments?|therap(?:y|ies)|medications?)\s+(?:for|of)\s+(?:the\s+|an?\s+|their\s+|any\s+)?(?:[a-z-]+\s+)?$",
    re.I,
)
_OF_ALL = frozenset({"none", "comma", "with"})
_SHOWN_BY = frozenset({"none", "or", "and", "andor", "comma", "slash"})
_GIVEN = frozenset({"drug", "procedure"})
_REACTED = frozenset({"hypersensitivity", "intolerance"})
_STEADY = frozenset({"stable", "stable_dose"})
_WITH = re.compile(r"\bwith\s*\Z")
_STAGES = re.compile(r"\bstage\s+(?P<first>\w+)\s+or\s+stage\b", re.I)
_FOR = re.compile(r"\s+for\s+(?:the\s+|their\s+|any\s+|a\s+|an\s+)?(?:[a-z-]+\s+){0,4}", re.I)

TOXIC = frozenset({"condition", "drug", "procedure"})
"""The types of what one recovers from."""


_WHOSE = frozenset({"age", "sex", "life_expectancy"})


class ClauseLeaves(ClauseAbilities):
    """Reads a clause's leaves."""

    __slots__ = ()

    def _leaf(self, item: Item) -> None:
        assert item.leaf is not None
        constraint = item.leaf.constraint
        if self._moot and constraint.type not in _WHOSE and (constraint.type, self._connector) != ("score", "and"):
            return
        self._moot = False  # "with or without gout, aged 18 to 60": the age is asked for
        constraint = self._able(constraint, item)
        if self.pending.get("role") == "planned":
            constraint = intended(constraint)
        if self._willing is not None:
            if self._goes_on_willing(constraint, item):
                return
            constraint = self._willed(constraint, item)
        connector, self._connector = self._connector, "none"
        self._defining = self._opposed = self._opens = False
        last = self.terms[-1] if self.terms else None
        if connector == "none" and last is not None and constraint.type == "condition" and last.types <= _GIVEN:
            given_for = _FOR.fullmatch(
                self._quote(self._end, item.start).rpartition(")")[2]
            )  # "chemotherapy for metastatic disease"
            connector = "cause" if given_for else connector
        graded = last is not None and constraint.type == "score" and _graded(last.node, constraint)
        its_own = False  # "symptomatic NYHA III heart failure": what stands before the class is said of the disease
        if last is not None and constraint.type == "condition" and last.types == {"score"} and connector == "none":
            its_own = graded = isinstance(last.node, Constraint) and _graded(constraint, last.node)
        if graded and connector == "comma":
            connector = "none"  # "heart failure, NYHA class III"
        if connector == "comma" and constraint.type == "score" and _WITH.search(self._quote(self._end, item.start)):
            connector = "with"  # "heart disease, with NYHA class II or greater"
        self._absorbing = self._absorbed(constraint, last, connector)
        if self._absorbing:
            self.pending = {}
            return
        written = connector
        if self._exemplified and self.kind == "exclusion" and not graded and connector in {"none", "and", "comma"}:
            connector = "or"  # "abnormalities including A, B and C": each excludes
        if self._headless and connector in {"and", "comma"} and last is not None and last.types == {constraint.type}:
            connector = "or"
        carried = {
            k: v
            for k, v in (last.carried if last else {}).items()
            if carries(k, "comma" if written == "comma" else connector, v) and not self._single
        }
        if last is not None and not self._single and last.types == {"condition"}:
            if written == "comma" and lends_head(last.node, constraint):
                self._shared_head = True  # "severe renal, hepatic disease"
                if "severity" not in self._shared:
                    carried |= {k: v for k, v in last.carried.items() if k == "severity"}
            elif "severity" in carried and self._shared_head and headed(self.terms[-2:][0].node, last.node):
                del carried["severity"]  # "unstable renal, hepatic or heart disease or gout"
        if "role" in self.pending and carried.get("relation") in _REACTED:
            del carried["relation"]  # "allergy to lidocaine, patients taking opioids"
            self._shared.pop("relation", None)
        if its_own:
            carried |= self._class_said
        if self._fresh and last is not None and last.negation not in {None, self._negation}:
            carried = {}  # "no active infection and no severe one"
        if "severity" in carried and (self.pending or ")" in self._quote(self._end, item.start)):
            del carried["severity"]  # "symptomatic heart failure (NYHA II) or a history of asthma"
        if constraint.type == "drug" and self._fresh and self._negation is not None:  # "stable tumors and off steroids"
            carried = {k: v for k, v in carried.items() if v not in _STEADY}
        if constraint.type == "condition" and last is not None and last.types <= _GIVEN:
            carried.pop("role", None)  # "prior dialysis or unstable kidney disease"
        if constraint.type in _GIVEN and carried.get("status") == "active" and last and last.types == {"condition"}:
            del carried["status"]  # "evidence of refractory disease and two prior therapies"
        ahead = self.pending.get("result")
        modifiers = {**carried, **said_within(item, self._quote(item.end, item.end + 24)), **self.pending}
        given = constraint.type == "drug" and connector == "none" and last is not None and last.types <= _TREATED
        if given and self._quote(self._end, item.start).strip().casefold() in _ON:
            modifiers.setdefault("role", "concurrent")  # "HIV infection on antiretroviral therapy"
        if constraint.type == "condition" and connector in {"none", "or", "and", "comma"} and self._for_it(item):
            self._treated_for(modifiers)
        own, self.pending = self.pending, {}
        its_own_time = {"severity", "status", "role"} if written != "comma" else {"status", "role"}
        if self._adjectival and self.terms and not own.keys().isdisjoint(its_own_time):
            self._adjectival, self.pending_window = False, None  # "recent (within a month) stroke or a history of gout"
        self._class_said = own if constraint.type == "score" else {}
        named = constraint
        constraint = self._windowed(contextual(apply_modifiers(named, modifiers), item, modifiers))
        if self._degree is not None and (connector == "none" or not names_reaction(named)):
            constraint = of_degree(constraint, self._degree)
        if last is not None and not self._fresh and not self._same_scope(last, constraint, connector):
            self._negation = None
        if self._instead(item, connector):
            self._negation = None
        if self._fresh and self._negation is not None and self._spent(constraint, item):
            self._negation = None
        self._fresh = False
        negative = is_negative(constraint, modifiers) or is_outside(constraint)
        node: Node = Not(constraint) if negative else constraint
        fresh = self._either.keys() - own.keys()
        for category, words in self._either_of(connector, own).items():
            whole = shortened(named) if category == "severity" and category in fresh else None
            if whole is not None:  # "ischemic or hemorrhagic stroke"
                first = [apply_modifiers(whole, {**modifiers, category: w}) for w in words]
                pair = [*first, apply_modifiers(named, modifiers)]
                node = join("or", [self._windowed(contextual(c, item, modifiers)) for c in pair])
                continue
            quality = category == "severity" and category in fresh and named.type == "condition"
            said_before = self._quote(max(self._begins, item.start - 40), item.start) if quality else ""
            states = beside_active(words, said_before, modifiers)
            if states is not None:
                node = join("or", [self._windowed(contextual(apply_modifiers(named, m), item, m)) for m in states])
                modifiers = {k: v for k, v in modifiers.items() if k not in {"severity", "status"}}
                continue
            last_word, *shared = modifiers.get(category, "").split(", ")  # "advanced or metastatic, unresectable …"
            either = [", ".join((w, *shared)) for w in dict.fromkeys((*words, last_word)) if w]
            said = [{**modifiers, category: w} for w in either]
            if category == "status":  # "active or latent tuberculosis"
                plain = {k: v for k, v in modifiers.items() if k != "status"}
                disease = general(named) or (named if own else None)
                common = {k: v for k, v in plain.items() if k not in own}
                active = apply_modifiers(disease or named, {**common, "status": words[0]})
                pair = [active, apply_modifiers(named, modifiers)] if disease is not None else [active]
                node = join("or", [self._windowed(contextual(c, item, modifiers)) for c in pair])
                continue
            if category == "certainty" and category not in own:  # "suspected or active tuberculosis"
                plain = {k: v for k, v in modifiers.items() if k not in own}
                doubted = [apply_modifiers(named, {**plain, category: w}) for w in words]
                sure = contextual(apply_modifiers(named, modifiers), item, {**modifiers, category: "any"})
                node = join("or", [self._windowed(c) for c in (*doubted, sure)])
                continue
            if category == "experiencer":  # "personal or family history of": history is the patient's
                said = [{k: v for k, v in m.items() if k != "status" or m[category] == "patient"} for m in said]
            node = join("or", [self._windowed(contextual(apply_modifiers(named, m), item, m)) for m in said])
            self._shared = {category: either}
        self._ahead = None
        if "severity" in own and node is constraint:
            node = _apart_by_stage(constraint, named.severity)
        negation = self._negation
        if negation is not None and self._unwanted and self._is_unwanted(constraint, item, negation):
            negation = None
            node = map_leaves(node, lambda c: replace(c, assumed=(*c.assumed, NO_AMONG_EXCLUSIONS)))
        if negation is not None and self._non == item.start - 1 and isinstance(node, Constraint):
            head = head_of(constraint)
            if head is not None:  # "non-pancreatic cancer": any cancer but that
                node, negation = Except(replace(constraint, name=head.name, concept=head), (node,)), None
                self._negation = None
        denied = self._denied_by_non(last, constraint) if connector == "none" and last is not None else None
        if denied is not None and last is not None:  # "non-renal conditions"
            last.node, last.negation, self._negation = Except(constraint, (denied,)), None, None
            return
        if is_inability(constraint) or is_undone(constraint):
            twice = negation is not None and (self._unable is None or self._unable.start != negation)
            negation = None if twice else item.start  # "unwilling to or unable to comply" denies once
        elif negation is None and last is not None and self._also_unable(last, constraint, item, connector):
            negation = last.negation if same_concept(last.node, constraint) else item.start
            connector = "or" if connector == "and" and self.kind == "exclusion" else connector  # unable to do both
        if connector == "none" and last is not None and _one_expression(last.node, constraint):
            connector = "slash"  # "blood pressure > 160/100"
        if last is not None and self._said_again(last, node, connector, negation):
            return
        term = Term(node, frozenset({constraint.type}), connector, negation, carried=modifiers, group=self._group)
        term.ahead, term.of_all, term.others = ahead, self._of_all and connector in _OF_ALL, self._others
        self._of_all = self._others = False
        if connector == "cause":
            term.by = self._quote(self._end, item.start)
        term.either, term.loose, self._either_ahead, self._loose = self._either_ahead, self._loose, False, False
        apart = len(self.terms) > 1 and connector in _AGAIN and self._other_people(constraint)
        if last is not None and constraint.type == "sex" and last.types == {"sex"} and not apart:
            merged = {v for n in (last.node, constraint) if isinstance(n, Constraint) for v in n.values or ()}
            last.node = span(last.node, replace(constraint, values=tuple(sorted(merged, reverse=True))))
            return
        if constraint.type == "sex" and apart and connector == "and" and self.kind == "exclusion":
            term.connector = "or"  # "pregnant women and women with diabetes"
        self.terms.append(term)
        if self._single and negation is not None:  # "non-smokers or ex-smokers"
            term.node, term.negation, self._negation, self._single = Not(node), None, None, False
            if connector == "comma" and last is not None and isinstance(last.node, Not):
                term.connector = "and"  # "male or non-pregnant, non-lactating female"
        self._bare, self._end = None, item.end
        result = ending_result(item)
        if result is not None:
            self._share_result(result)

    def _is_unwanted(self, constraint: Constraint, item: Item, negation: int) -> bool:
        before = self._quote(max(negation, item.start - _BEHIND), item.start)
        after = self._quote(item.end, item.end + _AHEAD).partition(".")[0].partition(";")[0]
        return is_unwanted(constraint, self._unwanted, before, after, self.denying)

    def _other_people(self, sex: Constraint) -> bool:
        """ "Pregnant women, or women with diabetes": the second sex begins a group of its own."""
        before, last = self.terms[-2], self.terms[-1].node
        if self._exemplified:
            return False
        return before.types == {"reproductive"} or (isinstance(last, Constraint) and last.values == sex.values)

    def _for_it(self, item: Item) -> bool:
        """Whether a treatment of no name was given for what follows: "prior treatment for asthma"."""
        start = max(self._end, self._begins, item.start - 40)
        return start >= 0 and _TREATMENT.search(self._quote(start, item.start)) is not None

    @staticmethod
    def _treated_for(modifiers: dict[str, str]) -> None:
        """What is said of the treatment says whether the disease was, or is, treated."""
        said = modifiers.get("severity")
        role = modifiers.pop("role", None)
        treated = "requiring treatment" if role == "concurrent" else "treated"
        modifiers["severity"] = f"{said}, {treated}" if said else treated
        if role == "concurrent":
            modifiers.setdefault("status", "active")

    def _spent(self, constraint: Constraint, item: Item) -> bool:
        """ "No pupillary reaction, age > 45 years": words that are not known are denied, and not the number behind."""
        consent = self.criterion == "inclusion" and constraint.name == "informed consent"
        if not consent and (constraint.type not in {"measurement", "score", "age"} or is_abnormal(constraint)):
            return False
        words, comma, _ = self._quote(self._negation or 0, item.start).rpartition(",")
        return bool(comma) and len(words.split()) > 1

    def _denied_by_non(self, last: Term, constraint: Constraint) -> Constraint | None:
        """The thing that "non-" denies, where a general noun follows it."""
        thing = last.node.arg if isinstance(last.node, Not) else last.node
        if constraint.type != "condition" or constraint.text.casefold() not in _NOUNS:
            return None
        return thing if isinstance(thing, Constraint) and thing.start == self._non + 1 else None

    def _either_of(self, connector: str, own: dict[str, str]) -> dict[str, list[str]]:
        """Qualifiers of which one must fit; a first item's are the next's ("allergy or intolerance to A or B")."""
        found, self._either = self._either, {}
        kept, self._shared = self._shared, {}
        if not found:
            wide = {"severity"} if connector == "comma" and self._shared_head else set()
            found = {c: words for c, words in kept.items() if (c in wide or carries(c, connector)) and c not in own}
        return found

    def _absorbed(self, constraint: Constraint, last: Term | None, connector: str) -> bool:
        """Examples do not restrict; the toxicities one has recovered from are part of the grade that says so."""
        if self._exemplified and not self._kinds and last is not None:
            comprised = last.types == {"attestation"} and last.negation is not None
            if comprised or constraint.type in last.types:
                return True
        if last is not None and last.types == {"drug"} == {constraint.type} and connector in {"none", "or"}:
            dosed = isinstance(last.node, Constraint) and last.node.dose is not None
            if dosed and "equivalent" in self._quote(self._end, constraint.start).casefold():
                return True  # "10 mg of prednisone or an equivalent corticosteroid"
        if last is not None and connector in {"none", "with"} and is_other_person(last.node):
            if isinstance(last.node, Constraint):  # "household contact with active tuberculosis"
                words = self._quote(last.node.start, constraint.end)
                last.node = replace(last.node, text=words, end=constraint.end)
            return True
        if last is not None and self._also_shunned(last, constraint, connector):
            return True
        if last is not None and self._also_unfit(last, constraint, connector):
            return True
        if connector == "none" and constraint.type == "attestation" and last is not None and not self._fresh:
            if is_inability(constraint):
                return False  # "a caregiver unable to consent"
            spoken = last.types == {"attestation"} and not is_opinion(constraint) and not is_opinion(last.node)
            if spoken and not is_generic(last.node):
                return True  # "refusal to give consent" is one thing to ask
        if constraint.concept is not None and constraint.concept.id in generic_concepts("recovery"):
            self._recovering = len(self.terms)
            reached = self._negation if self._fresh else None
            self._recovery = Term(constraint, frozenset({"attestation"}), connector, reached)
            return True
        if self._based:
            self._based = constraint.type in {"procedure", "measurement", "attestation"} and not is_bound(constraint)
            return self._based
        if self._proving:
            self._proving = constraint.type == "procedure" and connector in _SHOWN_BY
            self._proof = [*self._proof, constraint] if self._proving else []
            return self._proving
        if self._recovering is None or constraint.type not in TOXIC:
            return False
        return any(t.types == {"score"} for t in self.terms[self._recovering :])

    def _same_scope(self, last: Term, constraint: Constraint, connector: str) -> bool:
        """Whether one negation reaches from a term to the next."""
        if self._negation is None or (connector == "cause" and last.types <= {"drug", "procedure"}):
            return True
        if (
            last.types == {"score"}
            and connector == "none"
            and constraint.relation in {"hypersensitivity", "intolerance"}
        ):
            return True  # "no grade 3 allergic reaction to paclitaxel"
        if self.kind == "inclusion" == self.criterion and self._names_wrong(last, constraint, connector):
            return True
        if connector != "none" and is_finding(constraint) and is_finding(last.node):
            return True  # "no abnormalities in vital signs or ECG"
        alike = last.family == family(constraint.type)
        named = last.family == "clinical" or is_ability(constraint) or last.types == {constraint.type} == {"lesion"}
        return connector != "none" and alike and named

    @staticmethod
    def _names_wrong(last: Term, constraint: Constraint, connector: str) -> bool:
        """ "No angina or NYHA III heart failure, or QTc > 500 ms": what nobody healthy has is denied with the rest."""
        if last.negation is None or connector in {"and", "with", "cause"}:
            return False
        if is_abnormal(constraint):
            return last.family == "clinical" or is_abnormal(last.node)
        return connector != "comma" and constraint.type == "condition" and is_abnormal(last.node)


def _graded(node: Node, score: Constraint) -> bool:
    return isinstance(node, Constraint) and node.type == "condition" and grades(score.concept, node.concept)


def _apart_by_stage(constraint: Constraint, severity: str | None) -> Node:
    """ "Unresectable stage III or stage IV melanoma": what stands before the first stage is said of that one only."""
    stages = constraint.stage or ()
    match = _STAGES.search(constraint.text) if len(stages) > 1 else None
    if match is None or match["first"].upper() not in stages[:-1]:
        return constraint
    cut = stages.index(match["first"].upper()) + 1
    return join(
        "or", [replace(constraint, stage=stages[:cut]), replace(constraint, stage=stages[cut:], severity=severity)]
    )


def _one_expression(last: Node, constraint: Constraint) -> bool:
    """Whether two leaves were written as one ("blood pressure > 160/100 mmHg")."""
    if not isinstance(last, Constraint) or not last.type == constraint.type == "measurement":
        return False
    return last.start < constraint.end and constraint.start < last.end and last.name != constraint.name
