"""A patient's facts against the things that a corpus states of the patient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eligo.evaluation.case_gold import GoldFact, ItemType
from eligo.evaluation.result import Mistake, mistake
from eligo.evaluation.scores import Counts, most_pairs
from eligo.evaluation.tally import Tally
from eligo.schema import Fact, Mention

__all__ = ["FactScores", "Given", "given_facts"]

_CONDITIONS = frozenset({"condition", "allergy", "lesion", "reproductive"})
_RESULTS = frozenset({"measurement", "score", "biomarker"})
_YEARS = {"a": 1.0, "mo": 1 / 12, "wk": 7 / 365.25, "d": 1 / 365.25}
_TIMES_A_DAY = (1, 2, 3, 4, 6)  # ours is per day where the note says how often


@dataclass(frozen=True, slots=True)
class Given:
    """A fact of ours, as the thing that it claims.

    Attributes:
        again: where else we read the same name, which the fact stands for too.
        assumed: no word names it.
    """

    type: ItemType
    name: str
    start: int
    end: int
    value: tuple[float, ...] | str | None = None
    assumed: bool = False
    again: tuple[tuple[int, int], ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The fact's own span, and the others."""
        return ((self.start, self.end), *self.again)

    def shown(self) -> str:
        """For people."""
        if isinstance(self.value, tuple):
            return f"{self.name} {'–'.join(f'{v:g}' for v in self.value)}"
        return f"{self.name} {self.value or ''}".strip()


def given_facts(facts: Sequence[Fact], mentions: Sequence[Mention] = ()) -> list[Given]:
    """What the facts claim; a drug with a dose claims two things, a procedure or a test without result none.

    Args:
        mentions: all that was found in the text: of those with one name a single fact may be left.
    """
    free: dict[str, list[tuple[int, int]]] = {}
    for m in mentions:
        if not any(f.start < m.end and m.start < f.end for f in facts):
            free.setdefault(m.name, []).append((m.start, m.end))
    claims = (claim for fact in facts for claim in _claims(fact, tuple(free.get(fact.name, ()))))
    return list(dict.fromkeys(claims))


def _claims(fact: Fact, again: tuple[tuple[int, int], ...]) -> Iterable[Given]:
    at = fact.name, fact.start, fact.end
    figure = fact.value if isinstance(fact.value, float) else None
    if fact.type == "age" and figure is not None:
        yield Given("age", *at, (round(figure * _YEARS.get(fact.unit or "a", 1.0), 2),))
    elif fact.type == "sex":
        yield Given("sex", *at, str(fact.value), "sex" in fact.assumed)
    elif fact.type == "drug":
        yield Given("medication", *at, again=again)
        if fact.dose is not None:
            ends = (fact.dose.low, fact.dose.high)
            yield Given("dose", *at, tuple(sorted({v for v in ends if v is not None})))
    elif fact.type in _RESULTS and fact.value is not None:
        both = () if figure is None else (figure,) if fact.value_high is None else (figure, fact.value_high)
        yield Given("lab", *at, both) if both else Given("result in words", *at)
    elif fact.type in _CONDITIONS:
        codes = fact.concept.codes.get("ICD-10-CM", ()) if fact.concept is not None else ()
        symptom = bool(codes) and all(c.startswith("R") for c in codes)
        yield Given("symptom" if symptom else "disease", *at, again=again)


class FactScores:
    """What the benchmark fills while it runs; one for each way to count.

    Args:
        headline: the types that the figure at the top sums up; the others are counted apart.
        strict: the ends of the spans must agree, not only overlap.
    """

    def __init__(self, headline: Sequence[ItemType], *, strict: bool = False) -> None:
        self.headline, self.strict = frozenset(headline), strict
        self.whole, self.apart = Tally(), Tally()
        self.mistakes: list[Mistake] = []
        self.neither = 0

    def add(
        self,
        document: str,
        text: str,
        gold: Sequence[GoldFact],
        given: Sequence[Given],
        *,
        excused: Callable[[Given], bool] = lambda given: False,
        why_missed: Callable[[GoldFact], str] = lambda gold: "nothing found",
        why_in_vain: Callable[[Given], str] = lambda given: "nothing is marked there",
    ) -> None:
        """One document.

        Args:
            excused: whether one of ours that meets no gold is neither right nor wrong.
        """
        self.whole.add(document)
        self.apart.add(document)
        pairs = self._pairs(gold, given)
        for i, g in enumerate(gold):
            if i in pairs:
                self._count(document, g.type, Counts(1, 0, 0))
                continue
            self._count(document, g.type, Counts(0, 0, 1))
            span = g.places[0].parts[0][0], max(e for _, e in g.places[0].parts)
            near = [p for p in given if _kin(g, p) and _met(g, p)]
            cause = f"{g.type}: " + ("another value" if near else why_missed(g))
            ours = "; ".join(p.shown() for p in near)
            self.mistakes.append(
                mistake(document, "false negative", g.type, cause, gold=g.text, ours=ours, source=text, span=span)
            )
        taken = {j: i for i, j in pairs.items()}
        for j, p in enumerate(given):
            if j in taken:
                continue
            if excused(p) or any(_again(gold[i], p, given[k]) for i, k in pairs.items()):
                self.neither += 1
                continue
            self._count(document, p.type, Counts(0, 1, 0))
            cause = f"{p.type}: " + why_in_vain(p)
            span = (p.start, p.end)
            self.mistakes.append(
                mistake(document, "false positive", p.type, cause, ours=p.shown(), source=text, span=span)
            )

    def _pairs(self, gold: Sequence[GoldFact], given: Sequence[Given]) -> dict[int, int]:
        exact = {i: [j for j, p in enumerate(given) if _right(g, p, strict=True)] for i, g in enumerate(gold)}
        pairs = dict(most_pairs(exact))
        if self.strict:
            return pairs
        taken = set(pairs.values())
        near = {
            i: sorted(
                (j for j, p in enumerate(given) if j not in taken and _right(g, p, strict=False)),
                key=lambda j: given[j].type != gold[i].type,
            )
            for i, g in enumerate(gold)
            if i not in pairs
        }
        return pairs | dict(most_pairs(near))

    def _count(self, document: str, type_: ItemType, counts: Counts) -> None:
        (self.whole if type_ in self.headline else self.apart).add(document, type_, counts)


def _kin(gold: GoldFact, given: Given) -> bool:
    """The corpus and our tables may draw the line between diseases and symptoms each where it likes."""
    both = {"disease", "symptom"}
    return gold.type == given.type or (gold.type in both and given.type in both)


def _met(gold: GoldFact, given: Given) -> bool:
    return gold.type in ("age", "sex") or any(place.meets(*span) for place in gold.places for span in given.spans)


def _right(gold: GoldFact, given: Given, *, strict: bool) -> bool:
    if not _kin(gold, given) or not _met(gold, given) or not _agree(gold, given):
        return False
    return not strict or any(place.same(*span) for place in gold.places for span in given.spans)


def _agree(gold: GoldFact, given: Given) -> bool:
    """Whether the values agree: a number of the gold's, or for a dose also a whole multiple of it."""
    if not isinstance(gold.value, tuple) or not isinstance(given.value, tuple):
        return gold.value is None or gold.value == given.value
    factors = _TIMES_A_DAY if gold.type == "dose" else (1,)
    wanted = [v * k for v in gold.value for k in factors]
    return all(any(abs(v - w) <= 1e-6 * max(1.0, abs(w)) for w in wanted) for v in given.value)


def _again(gold: GoldFact, given: Given, found: Given) -> bool:
    """Whether one of ours says again, elsewhere, what was found (or says the other number of a gold that has two)."""
    if not _kin(gold, given) or not _met(gold, given) or not _agree(gold, given):
        return False
    apart = given.end <= found.start or found.end <= given.start
    return apart or (gold.type == "lab" and given.value != found.value)
