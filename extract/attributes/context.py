"""What the context says of a mention: absent, uncertain, conditional, past, or somebody else's, and in which words.

medspaCy's ConText does the work, on one statement at a time (its time grows faster than the text), with the rules of
``lexicons/cues.tsv``. A cheap look for the rules' words decides whether it has to run at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from math import prod
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, get_args

from eligo.entities.hints import WholeWords
from eligo.resources import read_table, split_cell
from eligo.schema import Cue, CueCategory, Mention, StatementKind

from .context_reach import Brackets, is_outside, nearest
from .deferred import import_context

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["CUE_COLUMNS", "ContextCues", "CueRule", "read_cues"]

CUE_COLUMNS = ("cue", "category", "direction", "pattern", "max_scope", "labels", "where", "source")

_SILENT = ("pseudo", "present", "terminate")  # say nothing of a mention
_CATEGORIES = (*get_args(CueCategory), *_SILENT)
_DIRECTIONS = ("forward", "backward", "bidirectional", "terminate")
_PLACES = ("all", "note", "criteria")
_COMMON = frozenset(
    re.findall(r"\S+", "a an as at be by can for from has have if in is it of on or the to was were with / - : = #")
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|n['’]t\b|can(?=not\b)|\w+?(?=n['’]t\b)|\w+|[^\w\s]", re.I)
_OF_HISTORY = re.compile(r"\b(?:history|hx)\b", re.I)
_SENTENCE_END = frozenset(".!?")
_OPENS_LIST = frozenset(  # before a colon: what was said before it is said of the list behind it
    re.findall(
        r"\w+",
        "following of any with to for have has had no not none without include includes including history conditions "
        "condition diseases disorders criteria either below both denies these those",
    )
)
_MIXED = re.compile(
    r"[a-z]{1,2}[A-Z]|s/p\b|h/o\b|no\s|hx\s|denie[sd]\s"
)  # "tPA", "no fever": so begins a note's sentence
_MOST_PHRASES = 500
_CHUNK, _LONGEST = 120, 400  # tokens ConText sees at a time: cut at a sentence's end after, or anywhere at


@dataclass(frozen=True, slots=True)
class CueRule:
    """A row of ``cues.tsv``.

    Attributes:
        category: a `CueCategory`, or ``pseudo`` (hides a shorter cue), ``terminate`` (ends the others' scope),
            ``present`` (ends that of history).
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

    def phrases(self) -> list[str]:
        """Every wording of the rule; a number is ``0``."""
        choices = [[*sorted(words - {"#"}), *["0"] * ("#" in words), *[""] * gap] for words, gap in self.pattern]
        return sorted({" ".join(filter(None, words)) for words in product(*choices)}) if choices else [self.cue]


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
        if prod(len(words) + optional for words, optional in items) > _MOST_PHRASES:
            raise row.error(f"the pattern has more than {_MOST_PHRASES} wordings")
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
        nlp: whose vocabulary to use.
        rules: where from; None: the packaged table.
    """

    def __init__(self, nlp: Language, rules: Iterable[CueRule] | None = None) -> None:
        self._nlp = nlp
        self._rules = tuple(_packaged() if rules is None else rules)

    def __getstate__(self) -> dict[str, Any]:
        return {"_nlp": self._nlp, "_rules": self._rules}  # matchers are rebuilt: they do not survive every pickle

    def decide(
        self,
        text: str,
        mentions: Sequence[Mention],
        *,
        offset: int,
        kind: StatementKind,
        needed: frozenset[CueCategory] | None = None,
    ) -> tuple[Mention, ...]:
        """The mentions, each with its cues. Pure.

        Args:
            text: one statement.
            mentions: in `text`; their offsets count the document's characters.
            offset: where `text` starts in the document.
            kind: criteria have rules of their own: "must" and "if" do not make them hypothetical.
            needed: categories of which a text must be able to hold a cue for ConText to run; None: all.
        """
        note = kind == "note"
        if not mentions or not self._trigger(note, needed)(text):
            return tuple(mentions)
        run = self._note_context if note else self._criteria_context
        found: dict[int, set[Cue]] = {}
        for doc, spots, here in self._pieces(text, mentions, offset, kind):
            # "willing to have an MRI" is known as a whole: it takes the cue that it is made of from no other thing
            asked = [] if note else [span for span, _ in here if span.label_ == "attestation"]
            doc._.eligo_targets = [span for span, _ in here if span not in asked]
            index = {id(span): i for span, i in here}
            brackets = Brackets([t.text for t in doc])
            graph = run(doc, targets="eligo_targets")._.context_graph
            edges = [*graph.edges, *((span, cue) for cue in graph.modifiers for span in asked if is_outside(span, cue))]
            for target, modifier in edges if note else nearest(edges, [t.text for t in doc], asked):
                first, last = modifier.modifier_span
                if not brackets.reaches(first, target.start, backward=modifier.direction == "BACKWARD"):
                    continue
                start, end = spots[first][0], spots[last - 1][1]
                cue = Cue(modifier.category.lower(), text[start:end], start + offset, end + offset)
                found.setdefault(index[id(target)], set()).add(cue)
                if cue.category == "negated" and _OF_HISTORY.search(cue.text):
                    found[index[id(target)]].add(replace(cue, category="historical"))
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
        from spacy.tokens import Doc, Span

        found = list(_TOKEN.finditer(text))
        spots = [(m.start(), m.end()) for m in found] + [(len(text), len(text))]
        words = [self._known(m.group()) for m in found] + ["."]  # so that a rule can ask for "at the end"
        sentences = _sentences(words, text, spots, criteria=kind != "note")
        starts, ends = [s for s, _ in spots], [e for _, e in spots]
        where = [(bisect_right(ends, m.start - offset), bisect_left(starts, m.end - offset), m.label) for m in mentions]
        for first, last in _cuts(sentences):
            here = [(i, a, b, label) for i, (a, b, label) in enumerate(where) if first <= a < b <= last]
            if not here:
                continue
            doc = Doc(self._nlp.vocab, words=words[first:last])
            doc[len(doc) - 1].is_sent_start = False  # one is enough to tell spaCy that sentences are known
            for i in range(first + 1, last):
                if sentences[i]:
                    doc[i - first].is_sent_start = True
            targets = [(Span(doc, a - first, b - first, label), i) for i, a, b, label in here]
            yield doc, spots[first:last], targets

    def _known(self, word: str) -> str:
        """Words of the rules and signs as they are; of others whether they are numbers: spaCy keeps all it has seen."""
        word = word.lower().replace("’", "'")
        if word in self._vocabulary:
            return word
        return "0" if word[0].isdigit() else "_"

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        spelled = (w for rule in self._rules for words, _ in rule.pattern for w in words)
        return _OPENS_LIST.union(".!?:;()", *(_words(w) for w in (*spelled, *(rule.cue for rule in self._rules))))

    def _tokenize(self, text: str) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._nlp.vocab, words=_words(text))

    def _trigger(self, note: bool, needed: frozenset[CueCategory] | None) -> Callable[[str], bool]:
        found = self._triggers.get((note, needed))
        if found is None:
            rules = (r for r in self._rules if r.where != ("criteria" if note else "note"))
            found = _trigger(r for r in rules if needed is None or r.category in needed)
            self._triggers[note, needed] = found
        return found

    @cached_property
    def _triggers(self) -> dict[tuple[bool, frozenset[CueCategory] | None], Callable[[str], bool]]:
        return {}

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
        ours = SimpleNamespace(vocab=self._nlp.vocab, tokenizer=self._tokenize)
        context = medspacy.ConText(ours, rules=None, span_attrs=None, prune_on_target_overlap=True)
        for rule in rules:
            common = {
                "direction": "PSEUDO" if rule.category in ("pseudo", "present") else rule.direction.upper(),
                "terminated_by": {"PRESENT", "NEGATED"} if rule.category == "historical" else None,
                "max_scope": rule.max_scope,
                "allowed_types": None if rule.but or not rule.labels else set(rule.labels),
                "excluded_types": set(rule.labels) if rule.but else None,
            }
            for phrase in rule.phrases():
                context.add(medspacy.ConTextRule(phrase, rule.category.upper(), **common))
        # Without any token pattern spaCy would warn at every call.
        context.add(medspacy.ConTextRule("never", "PSEUDO", pattern=[{"ORTH": "\ue000"}], direction="PSEUDO"))
        return context


def _words(text: str) -> list[str]:
    return [w.lower() for w in _TOKEN.findall(text)]


@cache
def _packaged() -> tuple[CueRule, ...]:
    return tuple(read_cues())


def _trigger(rules: Iterable[CueRule]) -> Callable[[str], bool]:
    words = {w for r in rules if r.category not in _SILENT for w in r.trigger()}
    plain = WholeWords({w for w in words if w[:1].isalnum()} | {"cannot", "t"})  # "isn't" ends with the word "t"
    signs = tuple(w for w in words if not w[:1].isalnum())
    return lambda text: plain(text) or any(sign in text for sign in signs)


def _sentences(words: Sequence[str], text: str, spots: Sequence[tuple[int, int]], *, criteria: bool) -> list[bool]:
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
            at, before = spots[i][0], spots[i - 1][1]
            letters = spots[i - 2][1] - spots[i - 2][0] if i > 1 else 0  # "e.g. Crohn" goes on
            new = before < at < len(text) and letters > 1 and words[i - 2] != "vs"
            new = new and (not text[at].islower() or (not criteria and _MIXED.match(text, at) is not None))
            in_list = in_list and not new
        elif last == ":":
            if i > 1 and words[i - 2] in _OPENS_LIST:
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
