"""What joins the terms of a clause, and the qualifiers that stand around the connectors."""

from __future__ import annotations

import re

from eligo.logic.clause_terms import ClauseTerms
from eligo.logic.items import Item
from eligo.logic.modifiers import reaction_degree

__all__ = ["CONJUNCTIONS", "ClauseJoins"]

CONJUNCTIONS = frozenset({"and", "or", "andor"})
"""The items that join terms of one rank."""

_ARTICLE = re.compile(r"\b(?:an?|two|2|three|3)\s+\Z", re.I)
_RANK = {"none": 0, "comma": 1, "slash": 2, "and": 3, "or": 4, "andor": 5, "with": 6, "cause": 6}
_ALTERNATIVES = frozenset({"or", "andor", "slash"})
_EITHER = frozenset({"severity", "relation", "status", "certainty", "role"})
_REFUSED = frozenset({"refractory", "resistant"})
_DANGLING = (" to", " of", " with", " for")
_ADDED = {"severity": ", ", "route": " or "}
_OF_TREATMENT = frozenset({"stable", "persistent", "requiring treatment", "requiring hospitalization"})


class ClauseJoins(ClauseTerms):
    """Reads a clause's connectors, and the qualifiers that wait for what they are of."""

    __slots__ = ()

    def _join(self, connector: str) -> None:
        if self._defining and connector == "comma":
            return
        self._opposed, self._over = False, None
        if self._dangling and connector in _ALTERNATIVES and "relation" in self.pending:
            self._either.setdefault("relation", []).append(self.pending.pop("relation"))
            return  # "asthma refractory to or intolerant of steroids"
        bearer = self._tells_of_a_person()
        ahead = bearer or not self.terms or self._connector != "none"  # what is pending qualifies the next thing
        qualities = "severity" in self.pending or "severity" in self._either
        if self._opens and connector in {"comma", *_ALTERNATIVES} and "status" in self.pending and qualities:
            if "severity" in self.pending:
                self._either.setdefault("severity", []).extend(self.pending.pop("severity").split(", "))
            return  # "cancer with evidence of unresectable, recurrent or metastatic disease"
        if connector in {"or", "andor"} and not ahead and self._inert():
            self._either.setdefault("severity", []).extend(self.pending.pop("severity").split(", "))
            return  # "chemotherapy for advanced or metastatic melanoma"
        if ahead and connector in {"or", "andor", "slash"}:
            said = [category for category in self.pending if category in _EITHER]
            if len(said) > 1:
                said = [c for c in said if c not in {"status", "certainty"}]  # "untreated or symptomatic metastases"
            for category in said:
                self._either.setdefault(category, []).extend(self.pending.pop(category).split(", "))
            if said and self._connector in {"comma", "and"}:
                self._over = self._connector, self._loose
        if connector in {"cause", "with", "comma"}:  # "inability to climb stairs due to stroke"
            self._inability()
            self._moot = False
        if not self.terms:
            if self._unread_time is not None and connector not in {"with", "cause"}:  # "a meal within 4 hours, asthma"
                self._unread_time.kind, self.pending_window, self._unread_time = "word", None, None
            if connector == "cause" and self._unable is not None:
                self._negation = self._unable = None
            return
        if bearer and connector not in {"with", "cause"}:
            return
        self._deny_quality()
        enclosed = connector == self._connector == "comma"  # "hypertension, uncontrolled, or …"
        self._alternative()
        if self.pending and (enclosed or self._connector == "none"):  # "arrhythmia requiring treatment, or …"
            self._qualify_last(self.pending)
            self.pending = {}
        if connector in CONJUNCTIONS and self._connector in {"with", "cause"} and self._either.get("severity"):
            return  # "with unresectable or metastatic disease": the alternatives are of what is with it
        if connector in CONJUNCTIONS:
            self._loose = self._connector == "comma"
            self._connector = connector
        elif self._connector not in CONJUNCTIONS and _RANK[connector] > _RANK[self._connector]:
            self._connector = connector  # "or combined with" stays "or"
        if connector in {"with", "cause"}:
            self._exemplified = False

    def _verb(self) -> None:
        """ "Asthma or gout and have a fever": a verb of its own makes the "and" the weaker of the two."""
        if self._connector in {"or", "andor"}:
            self._verbed = True  # "have asthma or have gout and fever"
        elif self._connector == "and" and self.kind == "inclusion" and not self._verbed:
            self._loose = True

    def _inert(self) -> bool:
        """Whether what is pending means nothing of the last term, so that it is said of the next."""
        given = bool(self.terms) and self.terms[-1].types <= {"drug", "procedure"} and bool(self.terms[-1].types)
        return given and self.pending.keys() == {"severity"} and self.pending["severity"] not in _OF_TREATMENT

    def _modifier(self, item: Item) -> None:
        if self._over is not None and item.kind in self._either:  # "gout, and recurrent or chronic asthma"
            (self._connector, self._loose), self._over = self._over, None
        glued = item.start == self._end + 1 and self.terms and self.terms[-1].types == {"drug"}
        if glued and item.value in {"refractory", "resistance"}:  # "platinum-refractory"
            self._qualify_glued({"relation": "resistance"})
            return
        if glued and item.kind in {"role", "relation"}:  # "trastuzumab-pretreated"
            self._qualify_glued({item.kind: item.value})
            return
        self._dangling = item.kind == "relation" and item.text.casefold().endswith(_DANGLING)
        if item.kind == "relation":
            self._degree = reaction_degree(item.text)
        refused = [w for w in self._either.get("severity", ()) if w in _REFUSED] if item.kind == "relation" else []
        if refused:  # "refractory or intolerant to methotrexate"
            self._either.setdefault("relation", []).append("resistance")
            rest = [w for w in self._either.pop("severity") if w not in _REFUSED]
            self._either |= {"severity": rest} if rest else {}
        ahead = item.kind == "result" and item.text.casefold().endswith(" for")  # "positive for hepatitis C"
        behind = self.terms and self._connector == "none" and self.terms[-1].types != {"sex"}
        if behind and item.kind == "result" and _ARTICLE.search(self._quote(self._end, item.start)):
            behind = False  # "women must have a negative test"
        if item.kind == "result" and behind and not ahead:
            self._qualify_last({item.kind: item.value})
        elif item.value == "patient or family":  # "personal or family history of"
            self._either["experiencer"] = ["patient"]
            self.pending |= {"experiencer": "family", "status": "history"}
        elif item.kind in _ADDED and self.pending.get(item.kind, item.value) != item.value:
            self.pending[item.kind] += _ADDED[item.kind] + item.value  # "severe, uncontrolled", "oral or intravenous"
        else:
            self.pending[item.kind] = item.value
            if ahead:
                self.pending.setdefault("certainty", "confirmed")
