"""Our spans with neutral names, for corpora that mark entities: mentions, the parts of quantities, times and cues."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from eligo.evaluation.result import Kind, Mistake, mistake
from eligo.evaluation.scores import Counts, Labelled, align
from eligo.evaluation.tally import Tally
from eligo.logic.cues import find_cues
from eligo.schema import Analysis

__all__ = ["EntityScores", "labelled", "our_spans"]

_NUMBER = re.compile(r"(?<![\w.])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])")
_TIME = re.compile(r"\b(?:year|month|week|day|hour|minute|yr|wk|hr|min|mo)s?\b", re.I)
_AGE = re.compile(r"\bage|year|old", re.I)
_JOINS = re.compile(r"\s*(?:-|–|to|and|or)\s*", re.I)
# Our one category for what qualifies a condition, as corpora divide it; the rest ("congenital") they mark otherwise.
_QUALITIES = {
    **dict.fromkeys(("mild", "moderate", "severe", "mild to moderate", "moderate to severe"), "severity"),
    "clinically significant": "severity",
    **dict.fromkeys(("acute", "chronic"), "acuteness"),
    **dict.fromkeys(("stable", "unstable", "controlled", "uncontrolled"), "stability"),
}
_BLANK = " \t\r\n()[],;:"


def our_spans(analyses: Iterable[Analysis], shift: int) -> Iterator[tuple[str, int, int]]:
    """(neutral name, start, end) with offsets as in the text given; spans may overlap.

    The names are those of mentions (``condition``, ``drug``…) and of cues (``severity``, ``status``, ``not``…), and
    ``life_stage`` ("adults"), ``quantity, value, operator, unit, time_unit, time``.

    Args:
        shift: characters before the text given (`Read.shift`).
    """
    for analysis in analyses:
        for name, start, end in _of(analysis):
            if start >= shift and end > start:
                yield name, start - shift, end - shift


def labelled(spans: Iterable[tuple[str, int, int]], table: Mapping[str, str]) -> list[Labelled]:
    """The spans whose name `table` maps to a type of the corpus, each once."""
    return sorted(
        {Labelled(table[name], start, end) for name, start, end in spans if name in table},
        key=lambda s: (s.start, s.end, s.label),
    )


def _of(analysis: Analysis) -> Iterator[tuple[str, int, int]]:
    for m in analysis.mentions:
        stage = m.label == "age" and not _AGE.search(m.text)
        yield "life_stage" if stage else m.label, m.start, m.end
        for cue in m.cues:
            yield cue.category, cue.start, cue.end
    for q in analysis.quantities:
        if not any(t.start < q.end and q.start < t.end for t in analysis.times):
            yield "quantity", q.start, q.end
        yield from _parts(q.text, q.start)
    for t in analysis.times:
        yield "time", t.start, t.end
        yield from ((n, s, e) for n, s, e in _parts(t.text, t.start) if n != "unit")
    for word in find_cues(analysis.statement.text, analysis.statement.start):
        yield (
            _QUALITIES.get(word.value, "quality") if word.category == "severity" else word.category,
            word.start,
            word.end,
        )


def _parts(text: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """The numbers of a quantity, the words before and between them, and the unit behind the last."""
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return
    for number in numbers[:2]:
        yield "value", number.start() + offset, number.end() + offset
    yield from _trimmed("operator", text, 0, numbers[0].start(), offset)
    if len(numbers) > 1 and _JOINS.fullmatch(text[numbers[0].end() : numbers[1].start()]):
        yield from _trimmed("operator", text, numbers[0].end(), numbers[1].start(), offset)
    last = numbers[min(len(numbers), 2) - 1].end()
    if unit := _TIME.search(text, last):
        yield "time_unit", unit.start() + offset, unit.end() + offset
        yield from _trimmed("operator", text, unit.end(), len(text), offset)
    else:
        yield from _trimmed("unit", text, last, len(text), offset)


def _trimmed(name: str, text: str, start: int, end: int, offset: int) -> Iterator[tuple[str, int, int]]:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    if start < end:
        yield name, start + offset, end + offset


class EntityScores:
    """Strict and relaxed counts of labelled spans, and the mistakes of the strict ones."""

    def __init__(self) -> None:
        self.strict, self.relaxed = Tally(), Tally()
        self.mistakes: list[Mistake] = []

    def add(self, document: str, text: str, gold: list[Labelled], given: list[Labelled]) -> None:
        """One document."""
        for tally, relaxed in ((self.strict, False), (self.relaxed, True)):
            tally.add(document)
            pairs = align(gold, given, relaxed=relaxed)
            for label in {s.label for s in (*gold, *given)}:
                tp = sum(gold[i].label == label for i, _ in pairs)
                of_gold, of_given = (sum(s.label == label for s in side) for side in (gold, given))
                tally.add(document, label, Counts(tp, of_given - tp, of_gold - tp))
        exact = align(gold, given)
        self._keep(document, text, "false negative", gold, given, {i for i, _ in exact})
        self._keep(document, text, "false positive", given, gold, {j for _, j in exact})

    def _keep(
        self, document: str, text: str, kind: Kind, side: list[Labelled], other: list[Labelled], hit: set[int]
    ) -> None:
        cause = _causes(other)
        for n, span in enumerate(side):
            if n not in hit:
                gold, ours = (span.label, "") if kind == "false negative" else ("", span.label)
                why, where = f"{kind}: {cause(span)}", (span.start, span.end)
                self.mistakes.append(
                    mistake(document, kind, span.label, why, gold=gold, ours=ours, source=text, span=where)
                )


def _causes(other: list[Labelled]) -> Callable[[Labelled], str]:
    def cause(span: Labelled) -> str:
        near = [o for o in other if o.start < span.end and span.start < o.end]
        if any(o.label == span.label for o in near):
            return "same type, other ends"
        if any((o.start, o.end) == (span.start, span.end) for o in near):
            return "same span, another type"
        return "overlaps another type" if near else "nothing there"

    return cause
