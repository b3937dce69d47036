"""What is asked of one group of people: of an age, by a circumstance, who have two things."""

from __future__ import annotations

from dataclasses import replace

from eligo.logic.age_bands import age_bands
from eligo.logic.circumstances import circumstance_lead
from eligo.logic.grammar_base import GrammarBase
from eligo.logic.groups import group_lead, names_people
from eligo.logic.items import Item
from eligo.logic.slicing import (
    colon_lists,
    has_leaf,
    split,
)
from eligo.logic.terms import Kind, join
from eligo.schema import IfThen, Node, Not, leaves

__all__ = ["GroupGrammar"]


class GroupGrammar(GrammarBase):
    """Sentences that are about some of the people."""

    def _of_ages(self, items: list[Item]) -> tuple[Node, bool] | None:
        """ "Karnofsky ≥ 60 for patients > 16 years, Lansky ≥ 60 for patients ≤ 16 years": each for its age only."""
        bands, rest = age_bands(items), None
        note = next((n for n in range(len(items) - 1, 0, -1) if items[n].kind == "semi"), None)
        if bands is None and note is not None and (bands := age_bands(items[:note])) is not None:
            rest = self.parts(items[note + 1 :], self.kind)  # "…; Note: …"
        parts: list[Node] = []
        for age, scores in bands or ():
            then = self.part(scores, self.kind)
            if then is None or age.leaf is None:
                return None
            parts.append(IfThen(age.leaf.constraint, then, None, self._quote([age])))
        if not parts:
            return None
        parts += [rest] if rest is not None else []
        return join("and" if self.kind == "inclusion" else "or", parts), False

    def _of_group(self, items: list[Item]) -> tuple[Node, bool] | None:
        """ "Healthy volunteers: BMI < 30 kg/m²": what is asked of one group of people."""
        cut = group_lead(items)
        if cut is None:
            return None
        when = self.clause(items[:cut], "inclusion")
        then, exception = self.sentence(colon_lists(items[cut + 1 :]))
        if when is None or then is None or exception:
            return None
        if any(c.type == "sex" and len(c.values or ()) > 1 for c in leaves(when)):
            return then, False  # "men and women: …" is asked of everyone
        return IfThen(when, then, None, self._quote(items[:cut])), False

    def _by_circumstance(self, items: list[Item]) -> tuple[Node, bool] | None:
        """ "On warfarin: INR ≤ 3; not on warfarin: INR ≤ 1.5"."""
        parts: list[Node] = []
        for part in split(items, "semi"):
            cut = circumstance_lead(part)
            when = self.clause(part[:cut], "inclusion") if cut is not None else None
            then = self.parts(part[cut + 1 :], self.kind) if cut is not None else None
            if when is None or then is None or cut is None:
                return None
            parts.append(IfThen(when, then, None, self._quote(part[:cut])))
        return join("or" if self.kind == "exclusion" else "and", parts), False

    def _kept_out(self, items: list[Item], kind: Kind) -> Node | None:
        """ "Patients with A on B are not eligible": those who have both are meant, as among the exclusions."""
        if kind != "inclusion":
            return None
        at = next((n for n, i in enumerate(items) if i.kind == "neg_post" and not i.value), None)
        if not at or has_leaf(items[at + 1 :]):
            return None
        named = [n for n, i in enumerate(items[:at]) if i.leaf is not None]
        people = next((n for n, i in enumerate(items[:at]) if i.kind in {"whom", "if"} or names_people(i)), at)
        if (
            len(named) < 2
            or people > named[0]
            or any(i.kind in {"except", "unless"} or (i.kind == "modal" and i.value) for i in items[:at])
        ):
            return None
        head = [i for i in items[:at] if i.kind != "whom" or i.value]
        node = self.part([replace(i, kind="filler") if i.kind == "if" else i for i in head], "exclusion")
        return None if node is None else Not(node)
