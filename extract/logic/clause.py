"""One clause: terms with the negations, qualifiers and time windows that belong to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.concepts.hierarchy import concept
from eligo.logic.clause_joins import CONJUNCTIONS, ClauseJoins
from eligo.logic.clause_judged import ClauseJudgements
from eligo.logic.clause_leaves import TOXIC
from eligo.logic.clause_parens import ClauseParens
from eligo.logic.coordination import announced, coordinate
from eligo.logic.dating import spread_windows
from eligo.logic.graded import (
    drop_graded,
    fold_apposed,
    fold_definition,
    is_event,
    plain,
    recovered_terms,
    share_grade,
    spare,
)
from eligo.logic.inability import Inability
from eligo.logic.items import Item
from eligo.logic.modifiers import MODIFIERS, apply_modifiers
from eligo.logic.norms import forbids, is_done, is_passive, is_said
from eligo.logic.said import is_bound, is_generic
from eligo.logic.terms import Term, join
from eligo.logic.told_results import share_result
from eligo.schema import AllOf, AnyOf, Constraint, Node, Not, Window, leaves

__all__ = ["Clause"]

_WILLING = re.compile(r"\bwilling\b|\bagrees?\s+to$", re.I)
_JOINS = frozenset({*CONJUNCTIONS, "comma", "slash", "with", "cause"})
_VERBS = frozenset({"has", "have", "had", "is", "are", "was", "were"})
_TURNS = ({"comma", "or", "and", "andor"}, {"or", "and", "andor"})  # what stands before a relative clause of its own
_ABOUT = frozenset({"none", "comma"})
_RELATIVE = frozenset({"who", "whom", "which"})
_SHOWN = frozenset({"attestation", "condition", "lesion", "reproductive"})
_GOES_ON = frozenset({"none", "comma", "and"})
_TREATED = frozenset({"drug", "procedure"})
_DENIERS = frozenset({"no", "not"})
_THERAPY = re.compile(  # "the acute effects of all prior therapy", which name no treatment
    r"(?:\s+(?:the|any|all|acute|toxic|side|adverse|reversible|clinically|significant|effects?|toxicit(?:y|ies)|of|from|to|due|related|prior|"
    r"previous|earlier|therap(?:y|ies)|treatments?|anti-?cancer|regimens?))+[\s.;*]*",
    re.I,
)
_PROOF = frozenset({"by", "on", "via", "through", "using"})
_SAYING = _PROOF | _VERBS | _RELATIVE | {"based", "be", "either"}  # fillers that may change how a clause is read
_LISTS = {"list_any": "or", "list_all": "and", "list_n": "at_least", "list_most": "at_most"}
_READ = frozenset({"leaf", "semi", "paren", *_LISTS, *_JOINS})


class Clause(ClauseJudgements, ClauseParens, ClauseJoins):
    """Reads the items of a clause, left to right."""

    __slots__ = ()

    def read(self, items: Sequence[Item]) -> Node | None:
        """The clause's tree, None where it has no term."""
        node = self._read(items)
        if not self._beside:
            return node
        other = Clause(self.kind, self.criterion, self._paren, self._quote)
        other.denying = self.denying
        return join("or", [n for n in (node, other.read(self._beside)) if n is not None])

    def _read(self, items: Sequence[Item]) -> Node | None:
        self._begins = items[0].start if items else -1
        self._first = next((i.start for i in items if i.kind != "filler"), -1)
        for n, item in enumerate(items):
            if self._judged and self.kind == "exclusion" and item.leaf is not None and is_bound(item.leaf.constraint):
                shown = next((k for k, i in enumerate(self._judged) if i.kind == "example"), len(self._judged))
                shown -= shown > 1 and self._judged[shown - 1].kind == "comma"
                # "that could be a risk, including a prolonged QTcF > 480 ms"
                self._beside, self._judged = [*self._judged[shown + 1 :], *items[n:]], self._judged[:shown]
                break
            self._take(item)
        if self._ahead is not None:  # "myocardial infarction, recent (within 6 months)"
            self._time(self._ahead)
        self._inability()
        self._will()
        self._unrecovered(items)
        self._deny_quality()
        self._alternative()
        self._also_stable(None)
        severe = self._connector == "comma" and self.pending.keys() <= {"severity"}  # "prednisone, stable for 4 weeks"
        if self.terms and self.pending and (severe or self._connector == "none"):
            # "hepatitis B, positive": a qualifier behind the thing it qualifies
            self._qualify_last(self.pending)
            self.pending = {}
        if self.terms:
            self.pending = {}
        if self.terms and self._ends_open(items):  # "active infection, including:", and bullets
            self.pending = {k: v for k, v in self.terms[-1].carried.items() if k == "status"}
        if self.pending_window is None:
            spread_windows(self.terms)
        default = {"or": "or", "and": "and"}.get(self.list_op or "")
        spared: list[Node] = []
        if self._recovering is not None and any(t.types == {"score"} for t in self.terms[self._recovering :]):
            self.terms, spared = recovered_terms(self.terms, self._recovering)
        drop_graded(self.terms)
        share_grade(self.terms)
        share_result(self.terms)
        self._recovered(items[-1].end if items else -1)
        self._drop_generic()
        self._drop_bearers()
        least = self.list_n if self.list_op == "at_least" else 0
        most = self.list_n if self.list_op == "at_most" else None
        judgement = self._judgement(items)
        fold_definition(self.terms, self._defined, self.kind)
        if self.kind != "inclusion":
            fold_apposed(self.terms)
        both = len(self.terms) > 1 and any(i.kind == "filler" and i.text.casefold() == "both" for i in items)
        lead = [t for t in self.terms if any(t is b for b in self._leading)] if self.kind == "inclusion" else []
        listed = [t for t in self.terms if t not in lead]
        node = coordinate(listed, self.kind, default=default, least=least, most=most, together=both)
        if lead:  # "asthma, measurable disease and at least one of A, B"
            node = announced(coordinate(lead, self.kind, together=both), node, self._list_link)
        node = spare(node, spared) if node is not None and spared else node
        if judgement is None:
            return node
        if node is None:
            return judgement
        if self._kinds and isinstance(node, AnyOf) and not self._judged_apart and node.args:
            # "illness including A, B or C that would limit compliance": the last is judged, and what a slash ties to it
            pair = 2 if len(node.args) > 2 and listed[-1].connector == "slash" else 1
            last = node.args[-1] if pair == 1 else AnyOf(node.args[-pair:])
            return AnyOf((*node.args[:-pair], AllOf((last, judgement))))
        return AnyOf((node, judgement)) if self._judged_apart else AllOf((node, judgement))

    def _also_stable(self, window: Window | None) -> bool:
        """ "On metformin for 3 months, and on a stable dose for 8 weeks": of one drug two things are asked."""
        last = self.terms[-1] if self.terms else None
        said = self.pending.get("relation") == "stable_dose" or self.pending.get("severity") == "stable"
        if last is None or not said or self._connector not in {"and", "but"} or self.kind != "inclusion":
            return False
        if not isinstance(last.node, Constraint) or last.types != {"drug"} or last.negation is not None:
            return False
        thing = replace(last.node, window=window, role="any", relation="exposure")
        node = apply_modifiers(thing, {"relation": "stable_dose"})
        self.terms.append(Term(node, last.types, "and", windowed=window is not None, group=last.group))
        self.pending, self._connector = {}, "none"
        return True

    def _unrecovered(self, items: Sequence[Item]) -> None:
        """ "Not recovered from side effects of prior therapy": of no treatment by name, so that the harm is asked."""
        if self.terms or self.pending.get("severity") != "unrecovered" or self._negation is not None:
            return
        harm = concept("cond:adverse_event")
        start, end = items[0].start, items[-1].end
        asked = Constraint("condition", harm.name, self._quote(start, end), start, end, harm)
        node = apply_modifiers(asked, {**self.pending, "severity": "persistent"})
        self.terms.append(Term(node, frozenset({"condition"})))
        self.pending = {}

    def _recovered(self, end: int) -> None:
        """ "Recovered from all toxicities", to no grade: the recovery is what is asked.

        Args:
            end: where the clause ends.
        """
        if self._recovery is None or self._recovering is None:
            return
        kept, rest = self.terms[: self._recovering], self.terms[self._recovering :]
        denied = next((n for n, t in enumerate(rest) if isinstance(t.node, Not) or t.negation is not None), len(rest))
        rest, others = rest[:denied], rest[denied:]
        if others and self._recovery.negation is None and not kept:  # "recovered from surgery and free of infection"
            others[0].connector = "and" if others[0].connector == "none" else others[0].connector
        elif others:
            return
        told = self._recovery.node
        if isinstance(told, Constraint) and told.concept is None:  # only the verb: of what, the treatment says
            named = any(t.types & _TREATED or is_event(t.node) for t in rest)
            unnamed = not rest and _THERAPY.fullmatch(self._quote(told.end, end)) is not None
            if any(not t.types <= TOXIC for t in rest) or not (named or unnamed):
                return
            last = max((c.end for t in rest for c in leaves(t.node)), default=end)
            words = " ".join(self._quote(told.start, last).split())
            asked = concept("att:recovery_from_prior_therapy")
            name = f"recovery from {words.casefold().partition(' from ')[2]}"
            self._recovery.node = replace(told, name=name, text=self._quote(told.start, last), end=last, concept=asked)
        alone = not rest and (others or self._recovery.connector in {"or", "and", "andor", "but"})
        if not self.terms or alone or (rest and rest[0].connector == "none" and all(t.types <= TOXIC for t in rest)):
            self.terms = [*kept, self._recovery, *others]

    @property
    def denies(self) -> bool:
        """Whether a negation has met nothing ("No history of:")."""
        return self._fresh and self._negation is not None and not self.terms

    @staticmethod
    def _ends_open(items: Sequence[Item]) -> bool:
        kinds = [i.kind for i in items if i.kind not in {"filler", "colon"}]
        return kinds[-1:] == ["example"]

    def _take(self, item: Item) -> None:
        kind = item.kind
        if self._harmless:
            return
        word = item.text.casefold() if kind == "filler" else ""
        idle = kind == "filler" and word not in _SAYING and not self._judged and not self._passive
        if idle and self._unable is self._willing is None:
            return
        if word == "who" or kind == "whom" or (kind == "modal" and item.text[:4].casefold() == "who "):
            tied = self._connector == "none" or (self._connector == "comma" and kind != "whom")
            self._of_all = self._end >= 0 and tied and not self._exemplified
            self._others = kind == "whom" and self._connector not in _ABOUT
        if word in _VERBS or word == "be":
            self._verb()
        self._worded = kind == "word" or (self._worded and kind != "leaf")
        self._unread = kind == "word" or (self._unread and kind not in _READ)
        if kind == "judge" and self._fresh and self.terms:
            self._harmless = True  # "…, which do not pose a risk": no more is asked
        elif self._judged and item.leaf is not None and item.leaf.constraint.type == "life_expectancy":
            self._judged = []  # "that would limit life expectancy to less than 6 months"
            self._leaf(item)
        elif (self._judged or kind == "judge") and not (self._judged and self._glosses(item)):
            last = self.terms[-1] if self.terms else None
            if not self._judged and last is not None:  # "myasthenia or any other disease that might interfere"
                named = self._connector == "none" and is_generic(last.node)
                linked = last.connector if named else self._connector
                self._judged_apart = linked in {"or", "andor"} and self._group == last.group and self._apart(named)
            if not self._judged and not self.terms:
                denied = self._unwanted.split()[:1] != ["no"]
                self._judged_denied = self._fresh and self._negation is not None and denied
            self._judged.append(item)
        elif kind == "leaf":
            self._leaf(item)
        elif kind == "with" and not self.terms and item.text.casefold().startswith("requir"):
            self.pending.setdefault("role", "concurrent")  # "requires dialysis"
        elif kind in _JOINS:
            if self._willing is not None and self._willing.words and kind not in {"with", "cause", "slash"}:
                what, at = self._willing.what, self._willing.start  # "willing to travel and undergo MRI"
                self._will()
                self._willing = Inability(at, item.end, what)
            self._join(kind)
        elif kind in MODIFIERS:
            self._opens = (item.kind == "status" and item.text.casefold().endswith(" of")) or (
                self._opens and item.kind == "severity"
            )
            self._modifier(item)
        elif kind == "time":
            self._list_dated = self._list_dated or item.value == "list"
            if self._also_stable(item.window) or self._again_at(item.window):
                return
            if not self._deny_quality(item.window):
                self._time(item.window)
                self._unread_time = item if self._unread and not self.terms else None
        elif kind == "not" and item.value.startswith("exclusion=") and self.criterion == "exclusion":
            return  # "are excluded if …" says what its heading says
        elif kind == "not" and self._part_of_ability(item):
            return  # "willing to abstain from grapefruit", "able to breathe without oxygen"
        elif kind == "not":
            if item.value.startswith("ability="):
                self._unable_too(item)
            self._not(item)
            if item.value:  # "no known allergy to": a negation that qualifies as well
                category, _, value = item.value.partition("=")
                if category == "exclusion":
                    return
                if category == "ability":
                    self._unable = Inability(item.start, item.end, value)
                else:
                    self.pending[category] = value
        elif kind == "able" or (kind == "modal" and _WILLING.search(item.text)):
            self._will()
            self._willing = Inability(item.start, item.end, _asked(item))
            if not self._fresh:
                self._negation = None
        elif kind == "neg_post":
            if item.value:
                self._undone(item)
            elif self.criterion == "inclusion":
                self._deny(item.start, whole=True)
        elif self._passive and kind in {"word", "filler"} and is_done(item.text):
            self._negation, self._fresh, self._passive = None, False, False  # "implants that cannot be removed"
            if is_said(item.text):  # "not relieved by ibuprofen"
                item.kind, self._moot = "word", True
        elif kind == "paren":
            self._parenthesis(item)
        elif kind == "word" and self._unable is not None and self._fresh:
            self._unable.words.append(item)
        elif kind == "filler" and self._unable is not None and self._fresh:
            self._unable.plain.append(item)
        elif self._willing is not None and self._willing.goes_on(item, self._quote):
            self._willing.words.append(item)
        elif kind == "moot":
            self._moot = True
        elif kind == "naive":
            if self.terms and self._connector == "none" and (item.value != "glued" or item.start <= self._end + 1):
                self.terms[-1].node = Not(self.terms[-1].node)
        elif kind == "but":
            self._negation = None
            self._join("and")
        elif word in _PROOF and self._confirmed():
            self._proving = True
        elif word == "based" and self.terms:
            self._based, self._connector = True, "none"  # "healthy, based on history, examination and laboratory tests"
        elif word == "either":
            self._either_ahead = True
        elif kind in _LISTS:
            self.list_op, self.list_n, self._listed = _LISTS[kind], int(item.value or 1), len(self.terms)
            self._leading, self._list_link = list(self.terms), self._connector
        elif kind in {"whom", "if"} and item.value:  # "in patients receiving …"
            self.pending["role"] = item.value
        elif kind == "recover":
            event = next((n for n, t in enumerate(self.terms) if is_event(plain(t.node))), len(self.terms))
            self._recovering = event  # "any toxicity of chemotherapy that has recovered to grade 1"
            if self._recovery is None and item.text.casefold().endswith(" from") and not self._fresh:
                told = Constraint("attestation", "recovery", item.text, item.start, item.end)
                self._recovery = Term(told, frozenset({"attestation"}), self._connector)
        elif word in _VERBS and self._connector != "none" and not self._fresh:
            self._negation = None  # "does not have asthma or has mild asthma"
            if self.terms:  # "signs of lymphoma, or have diabetes"
                self.terms[-1].carried = {}
        elif word in _RELATIVE and self._connector in _TURNS[self._fresh]:
            self._negation, self._fresh = (
                None,
                False,
            )  # "not intubated, who need oxygen"; "cannot quit, or who have gout"
        elif kind == "example" and item.value == "kinds" and self._counts_lines():
            self._join("with")  # "at least two prior lines, including a proteasome inhibitor": one of them was that
            self.pending["role"], self._group = "prior", self._group + 1
        elif kind == "example" and self.terms and self.terms[-1].negation and self.terms[-1].types == {"attestation"}:
            self._exemplified = True  # "unable to comply, including follow-up": what it comprises
        elif kind == "example" and not self.terms and not item.value:
            self._headless = True  # "enzyme-inducing compounds such as A, B and C": the head is not known, the list is
        elif kind == "example":
            self._exemplified, self._kinds = True, item.value == "kinds" and self.kind == "exclusion"
        elif kind == "define":
            self._connector, self._defining = "none", True
            self._group += item.value == "list"
            self._defined = self._defined or len(self.terms)
            by = item.text.casefold().endswith((" by", " on"))
            self._proving = by and bool(self.terms) and self.terms[-1].types <= _SHOWN  # "as determined by CT"
        elif kind == "modal" and not self._fresh:
            self._negation = None

    @staticmethod
    def _glosses(item: Item) -> bool:
        """ "That precludes surgery (ASA 5)": a number in parentheses is not part of what someone must judge."""
        named = (i.leaf.constraint for i in item.inside if i.leaf is not None)
        return item.kind == "paren" and (
            any(is_bound(c) for c in named) or any(Clause._glosses(i) for i in item.inside)
        )

    def _not(self, item: Item) -> None:
        """A negation; what an exclusion says "must not" be is what excludes ("Participants must not be pregnant")."""
        words, after = " ".join(item.text.casefold().split()), self._quote(item.end, item.end + 40)
        self._passive = is_passive(words, after)
        if self.criterion == "exclusion" and self.kind == "exclusion":
            before = self._quote(self._begins, item.start)
            if not item.value and forbids(words, before, after, [t.types for t in self.terms]):
                return
            led = item.start == self._first and words.split()[0] in _DENIERS and not item.value.startswith("ability=")
            self._unwanted = words if led else ""
        lasts = self.pending.keys() == {"severity"} and self.pending["severity"] == "stable"
        if lasts and self.terms and self._connector in _GOES_ON and not self._fresh:
            self._qualify_last(self.pending)  # "eczema stable for 4 weeks without steroids"
            self.pending = {}
        if self._opposed:  # "must not be without", "no patient without": two negations are none
            self._negation, self._fresh, self._unwanted, self._opposed = None, True, "", False
            return
        self._negation, self._fresh, self._opposed = item.start, True, True
        self._non = item.end if item.text.casefold() == "non" else -1
        self._single = item.text.casefold() == "non"


def _asked(item: Item) -> str:
    """The ability that a cue asks for."""
    if item.kind == "able":
        return item.value
    return "willingness to" if item.text.casefold().endswith(" to") else "willingness"
