"""What the context says of a mention: absent, uncertain, conditional, past, or somebody else's, and in which words.

medspaCy's ConText does the work, on one statement at a time (its time grows faster than the text), with the rules of
``lexicons/cues.tsv``. A cheap look for the rules' words decides whether it has to run at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from eligo.resources import read_table, split_cell
from eligo.schema import Cue, CueCategory, Mention, StatementKind

from .deferred import import_context

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["CUE_COLUMNS", "ContextCues", "CueRule", "read_cues"]

CUE_COLUMNS = ("cue", "category", "direction", "pattern", "max_scope", "labels", "where", "source")

_CATEGORIES = (*get_args(CueCategory), "pseudo", "terminate")
_DIRECTIONS = ("forward", "backward", "bidirectional", "terminate")
_PLACES = ("all", "note", "criteria")
_COMMON = frozenset(
    re.findall(r"\S+", "a an as at be by can for from has have if in is it of on or the to was were with / - : = #")
)
_SENTENCE_END = frozenset(".!?")
_OPENS_LIST = frozenset(  # before a colon: what was said before it is said of the list behind it
    re.findall(
        r"\w+",
        "following of any with to for have has had no not none without include includes including history conditions "
        "condition diseases disorders criteria either below both denies these those",
    )
)
_MOST_PHRASES = 500
_CHUNK, _LONGEST = 120, 400  # tokens ConText sees at a time: cut at a sentence's end after, or anywhere at


@dataclass(frozen=True, slots=True)
class CueRule:
    """A row of ``cues.tsv``.

    Attributes:
        category: a `CueCategory`, or ``pseudo`` (hides a shorter cue), ``terminate`` (ends the others' scope).
        pattern: alternatives and whether they may be missing, word by word; empty: the words of `cue`.
        max_scope: tokens it reaches, None: to the sentence's end.
        labels: labels of mentions it speaks of (or, with `but`, of all but these); empty: all.
        where: ``all``, ``note`` or ``criteria``.
    """

    cue: str
    category: str
    direction: str
    pattern: tuple[tuple[frozenset[str], bool], ...] = ()
    max_scope: int | None = None
    labels: frozenset[str] = frozenset()
    but: bool = False
    where: str = "all"

    def trigger(self) -> frozenset[str]:
        """Words of which at least one stands wherever this rule matches: the rarest-looking required ones."""
        required = [words for words, optional in self.pattern if not optional] or [frozenset(self.cue.split()[:1])]
        return next((w for w in required if not w & _COMMON), required[0])


def read_cues(path: Path | str = "cues.tsv") -> Iterator[CueRule]:
    """The rules of a cue table.

    Raises:
        LexiconError: if a category, direction, place or scope is not a known one; names file and line.
    """
    for row in read_table(path, CUE_COLUMNS):
        for column, known in (("category", _CATEGORIES), ("direction", _DIRECTIONS), ("where", _PLACES)):
            if row[column] not in known:
                raise row.error(f"{column} is {row[column]!r}, expected one of {', '.join(known)}")
        if row["max_scope"] and not row["max_scope"].isdigit():
            raise row.error(f"max_scope counts tokens, got {row['max_scope']!r}")
        items = [(frozenset(i.rstrip("?").split("|")), i.endswith("?")) for i in row["pattern"].split()]
        if items and all(optional for _, optional in items):
            raise row.error("every word of the pattern may be missing")
        yield CueRule(
            row["cue"].casefold(),
            row["category"],
            row["direction"],
            tuple(items),
            int(row["max_scope"]) if row["max_scope"] else None,
            frozenset(split_cell(row["labels"].lstrip("!"))),
            row["labels"].startswith("!"),
            row["where"],
        )


class ContextCues:
    """Add to each mention the cues that speak of it (ConText, Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002).

    medspaCy is imported when the first statement needs it.

    Args:
        nlp: whose tokenizer and vocabulary to use.
        rules: where from; None: the packaged table.
    """

    def __init__(self, nlp: Language, rules: Iterable[CueRule] | None = None) -> None:
        self._nlp = nlp
        self._rules = tuple(_packaged() if rules is None else rules)

    def __getstate__(self) -> dict[str, Any]:
        return {"_nlp": self._nlp, "_rules": self._rules}  # matchers are rebuilt: they do not survive every pickle

    def decide(
        self, text: str, mentions: Sequence[Mention], *, offset: int, kind: StatementKind
    ) -> tuple[Mention, ...]:
        """The mentions, each with its cues. Pure.

        Args:
            text: one statement.
            mentions: in `text`; their offsets count the document's characters.
            offset: where `text` starts in the document.
            kind: criteria have rules of their own: "must" and "if" do not make them hypothetical.
        """
        note = kind == "note"
        if not mentions or not (self._note_trigger if note else self._criteria_trigger).search(text):
            return tuple(mentions)
        run = self._note_context if note else self._criteria_context
        found: dict[int, set[Cue]] = {}
        for doc, spots, here in self._pieces(text, mentions, offset, kind):
            doc._.eligo_targets = [span for span, _ in here]
            index = {id(span): i for span, i in here}
            brackets = _Brackets(doc)
            for target, modifier in run(doc, targets="eligo_targets")._.context_graph.edges:
                first, last = modifier.modifier_span
                if not brackets.reaches(first, target.start, backward=modifier.direction == "BACKWARD"):
                    continue
                start, end = spots[first][0], spots[last - 1][1]
                cue = Cue(modifier.category.lower(), text[start:end], start + offset, end + offset)
                found.setdefault(index[id(target)], set()).add(cue)
        return tuple(
            replace(m, cues=(*m.cues, *sorted(found[i], key=lambda c: (c.start, c.end, c.category))))
            if i in found
            else m
            for i, m in enumerate(mentions)
        )

    def _pieces(
        self, text: str, mentions: Sequence[Mention], offset: int, kind: StatementKind
    ) -> Iterator[tuple[Doc, list[tuple[int, int]], list[tuple[Any, int]]]]:
        """Short Docs without white-space tokens, where their tokens stand in `text`, and the targets in them."""
        from spacy.tokens import Doc

        tokens = [t for t in self._nlp.tokenizer(text) if not t.is_space]
        spots = [(t.idx, t.idx + len(t)) for t in tokens] + [(len(text), len(text))]
        words = [*(t.text for t in tokens), "."]  # so that a rule can ask for "at the end"
        sentences = _sentences(words, criteria=kind != "note")
        starts, ends = [s for s, _ in spots], [e for _, e in spots]
        where = [(bisect_right(ends, m.start - offset), bisect_left(starts, m.end - offset), m.label) for m in mentions]
        for first, last in _cuts(sentences):
            here = [(i, a, b, label) for i, (a, b, label) in enumerate(where) if first <= a < b <= last]
            if not here:
                continue
            doc = Doc(self._nlp.vocab, words=words[first:last], sent_starts=[True, *sentences[first + 1 : last]])
            targets = []
            for i, a, b, label in here:
                span = doc[a - first : b - first]
                span.label_ = label
                targets.append((span, i))
            yield doc, spots[first:last], targets

    @cached_property
    def _note_trigger(self) -> re.Pattern[str]:
        return _trigger(r for r in self._rules if r.where != "criteria")

    @cached_property
    def _criteria_trigger(self) -> re.Pattern[str]:
        return _trigger(r for r in self._rules if r.where != "note")

    @cached_property
    def _note_context(self) -> Any:
        return self._build(r for r in self._rules if r.where != "criteria")

    @cached_property
    def _criteria_context(self) -> Any:
        return self._build(r for r in self._rules if r.where != "note")

    def _build(self, rules: Iterable[CueRule]) -> Any:
        from spacy.tokens import Doc

        medspacy = import_context()
        if not Doc.has_extension("eligo_targets"):
            Doc.set_extension("eligo_targets", default=())
        context = medspacy.ConText(self._nlp, rules=None, span_attrs=None, prune_on_target_overlap=True)
        for rule in rules:
            common = {
                "direction": "PSEUDO" if rule.category == "pseudo" else rule.direction.upper(),
                "max_scope": rule.max_scope,
                "allowed_types": None if rule.but or not rule.labels else set(rule.labels),
                "excluded_types": set(rule.labels) if rule.but else None,
            }
            phrases, pattern = self._spelled_out(rule)
            if pattern:
                context.add(medspacy.ConTextRule(rule.cue, rule.category.upper(), pattern=pattern, **common))
            for phrase in phrases:
                context.add(medspacy.ConTextRule(phrase, rule.category.upper(), **common))
        return context

    def _spelled_out(self, rule: CueRule) -> tuple[list[str], list[dict[str, Any]]]:
        """The rule as phrases, which cost next to nothing to look for; where that does not work, as a token pattern."""
        if not rule.pattern:
            return [rule.cue], []
        choices = [sorted(words) + [""] * optional for words, optional in rule.pattern]
        sure = all(len(self._nlp.tokenizer(w)) == 1 and w != "#" for words in choices for w in words if w)
        if not sure or prod(map(len, choices)) > _MOST_PHRASES:
            return [], [_spacy_pattern(words, optional) for words, optional in rule.pattern]
        return sorted({" ".join(w for w in words if w) for words in product(*choices)}), []


@cache
def _packaged() -> tuple[CueRule, ...]:
    return tuple(read_cues())


def _trigger(rules: Iterable[CueRule]) -> re.Pattern[str]:
    words = {w for r in rules if r.category not in ("pseudo", "terminate") for w in r.trigger()}
    tails = "|".join(re.escape(w) for w in sorted(words) if "'" in w)
    whole = "|".join(re.escape(w) for w in sorted(words) if "'" not in w)
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)|(?:{tails or '(?!)'})(?!\w)", re.I)


def _spacy_pattern(words: frozenset[str], optional: bool) -> dict[str, Any]:
    if "#" in words:
        others = "|".join(re.escape(w) for w in sorted(words - {"#"}))
        match: Any = {"REGEX": rf"^(?:\d+|{others})$" if others else r"^\d+$"}
    else:
        match = {"IN": sorted(words)} if len(words) > 1 else next(iter(words))
    return {"LOWER": match, "OP": "?"} if optional else {"LOWER": match}


class _Brackets:
    """Which brackets a token stands in. What is said inside brackets is not said of what is outside."""

    def __init__(self, doc: Doc) -> None:
        self._inside: list[tuple[int, ...]] | None = None
        if any(t.text == "(" for t in doc):
            now: tuple[int, ...] = ()
            self._inside = []
            for t in doc:
                if t.text == ")":
                    now = now[:-1]
                self._inside.append(now)
                if t.text == "(":
                    now = (*now, t.i)

    def reaches(self, cue: int, target: int, *, backward: bool) -> bool:
        """Whether a cue can speak of a target; the first word in brackets can speak of what stands before them."""
        if self._inside is None:
            return True
        around, where = self._inside[cue], self._inside[target]
        if backward and around and around[-1] == cue - 1:
            around = around[:-1]
        return where[: len(around)] == around


def _sentences(words: Sequence[str], *, criteria: bool) -> list[bool]:
    """Whether a sentence starts at each word.

    For ConText a semicolon ends one too, and in criteria a colon, unless the list it opens is what the words before it
    speak of ("none of the following: …; …").
    """
    starts = [True]
    in_list = False
    for i in range(1, len(words)):
        last = words[i - 1]
        new = False
        if last in _SENTENCE_END:
            new = words[i][0].isupper() or words[i][0].isdigit()
            in_list = in_list and not new
        elif last == ":":
            if i > 1 and words[i - 2].lower() in _OPENS_LIST:
                in_list = True
            else:
                new = criteria and not in_list
        elif last == ";":
            new = not in_list
        starts.append(new)
    return starts


def _cuts(sentences: Sequence[bool]) -> Iterator[tuple[int, int]]:
    first, n = 0, len(sentences)
    for i in range(1, n):
        size = i - first
        if (size >= _CHUNK and sentences[i]) or size >= _LONGEST:
            yield first, i
            first = i
    if n:
        yield first, n
