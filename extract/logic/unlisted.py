"""Things that no table has, known by what is said of them: "allergy to grapes", "treatment with AB-1234".

Words that nothing accounts for are a name where they fill a place in which a name stands: behind "allergic to",
"treatment with", "history of", between two commas of a list. What kind of thing it names, its last word says
(``lexicons/heads.tsv``: an ending as in "-itis", or a noun as in "obstruction"), else the words before it, else the
things it is listed with; ``assumed`` then holds ``type``. The name is its own words, and there is no concept. Where
none of these tells, the words stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.entities.lexicon import normal_token
from eligo.logic.lent_nouns import with_lent_nouns
from eligo.logic.no_names import may_name, no_name
from eligo.logic.qualifiers import qualifier_words
from eligo.logic.spanning import running
from eligo.resources import read_table
from eligo.schema import Constraint, ConstraintType, Leaf

if TYPE_CHECKING:
    from eligo.logic.items import Item

__all__ = ["read_heads", "unlisted"]

_DRUG_CUES = re.compile(
    r"(?:.*\b)?(?:(?:treatments?|therap(?:y|ies)|treated|medicated|prophylaxis|supplementation|supplemented|vaccination|vaccinated|"
    r"immuni[sz]ation|infusions?|injections?|pre-?treated)\s+(?:with|of|by)|(?:use|usage|intake|ingestion|administration|receipt|"
    r"consumption|dos(?:e|es|ing|age)|prescription)\s+of|taking|takes?|taken|using|receiv(?:e|es|ed|ing)|currently\s+on|"
    r"maintained\s+on)",
    re.I | re.S,
)
_DONE_CUES = re.compile(
    r"(?:.*\b)?(?:undergon?e?(?:ing|es)?|underwent|status\s+post|s/p|(?:scheduled|candidates?|listed|waiting)\s+for)",
    re.I | re.S,
)
_REACTED = frozenset({"hypersensitivity", "intolerance"})
_HAVING = re.compile(
    r"(?:.*\b)?(?:(?:history|presence|evidence|signs?|symptoms?|diagnosis|diagnoses|suspicion|existence|episodes?|sequelae)\s+of|"
    r"diagnosed\s+(?:with|as)|suffer(?:s|ing)?\s+from|afflicted\s+with|affected\s+by)",
    re.I | re.S,
)
_SEPARATES = frozenset({"stop", "comma", "semi", "colon", "open", "close", "slash", "and", "or", "andor"})
_LINKS = frozenset({"comma", "or", "andor", "and", "slash"})
_ENDS = _SEPARATES | frozenset(
    "time except unless but if with cause define example neg_post judge aside explain modal permit whom".split()  # noqa: SIM905
)
_QUALIFIES = frozenset({"status", "severity", "certainty", "role", "relation", "experiencer", "not", "route"})
_CLOSES = frozenset(
    """
    that which who whom whose where when while for in at on during within by from as are is was were has have had will
    would must should can may after before since until prior per according requiring required occurring under over
    """.split()  # noqa: SIM905
)
_OPENS = frozenset(
    """
    the a an any all other another such some its their his her patient patients subject subjects participant
    participants individual individuals volunteer volunteers person persons with of to for in and having have has had is
    are was were been who current previous prior known following either both suffering presence medical clinical drug
    drugs additional investigational specific various certain total partial regular new more most women men woman man
    adults adult people those
    """.split()  # noqa: SIM905
)
_NOUNS = frozenset(
    """
    disease diseases disorder disorders condition conditions syndrome syndromes symptom symptoms illness illnesses
    therapy therapies treatment treatments drug drugs medication medications medicine medicines product products
    procedure procedures test tests
    """.split()  # noqa: SIM905
)
_INSIDE = frozenset({"of", "the", "a", "an", "in", "to"})
_CODE = re.compile(r"[A-Z]{1,6}[-‐ ]?\d{2,}[\w-]*")
_ADJECTIVE = re.compile(
    r"[\w-]+(?:ic|ical|al|ar|ary|ory|ous|ive|able|ible|ful|less|oid|ed|eal|ent|ish|ly|ing|like|some|free|related|based|"
    r"induced|associated|like|specific|dependent|positive|negative|naive|naïve)",
    re.I,
)
_GERUND = re.compile(r"[a-z]+ing")
_NUMERAL = re.compile(r"[ivxlcm]+[a-c]?|[a-z]|[a-z]?\d+[a-z]?", re.I)
_FORM = re.compile(r"(?:application|administration|formulation|preparation|form|use|usage|route|product)s?", re.I)
_MOST = 6  # words of a name
# A name stands behind these; behind "except if", "not due to" something else may.
_LEAVES_OUT = re.compile(
    r"(?:except(?:ing)?(?:\s+for)?|exceptions?\s+of|excluding|excl\.?|exclusive\s+of|not\s+including|other\s+than|(?:apart|aside)\s+from|"
    r"besides|(?:but|save)\s+for|(?:not|without)\s+counting)\Z",
    re.I,
)


_TYPES: dict[str, ConstraintType] = {"condition": "condition", "drug": "drug", "procedure": "procedure"}


def read_heads(path: Path | str) -> tuple[dict[str, ConstraintType], tuple[tuple[str, ConstraintType], ...]]:
    """The nouns of a table like ``heads.tsv`` with what they name, and the endings, longest first.

    Raises:
        LexiconError: if a type is none of ``condition``, ``drug`` and ``procedure``.
    """
    words: dict[str, ConstraintType] = {}
    endings: list[tuple[str, ConstraintType]] = []
    for row in read_table(path, ("head", "type", "source")):
        head, kind = row["head"], _TYPES.get(row["type"])
        if kind is None:
            raise row.error(f"unknown type {row['type']!r}")
        if head.startswith("-"):
            endings.append((head[1:], kind))
        else:
            words[normal_token(head)] = kind
    return words, tuple(sorted(endings, key=lambda e: -len(e[0])))


@cache
def _heads() -> tuple[dict[str, ConstraintType], tuple[tuple[str, ConstraintType], ...]]:
    return read_heads("heads.tsv")


@lru_cache(maxsize=8_192)
def _of_head(word: str) -> ConstraintType | None:
    """What kind of thing the last word of a name tells, None: none."""
    words, endings = _heads()
    folded = normal_token(word)
    if folded in words:
        return words[folded]
    low = word.casefold()
    for end, kind in endings:
        if (low.endswith(end) or low.endswith(end + "s")) and len(low) > len(end) + 2:
            return kind
    return None


def unlisted(items: Sequence[Item], text: str, offset: int) -> list[Item]:
    """The items, with a leaf in place of the words of each such name.

    Args:
        items: those of a statement in the order of its text; parentheses not yet nested.
        text: the statement, whose first character is at `offset`.
    """
    done: list[Item] = []
    if "word" not in [i.kind for i in items]:
        return [*items]
    items = with_lent_nouns(items, text, offset)
    n = 0
    while n < len(items):
        if items[n].kind == "word" and n and items[n - 1].kind == "route" and _FORM.fullmatch(items[n].text):
            items[n].kind = "filler"  # "other than topical application"
        if items[n].kind != "word" or (n and _inside_name(items[n - 1], items[n], text, offset)):
            done.append(items[n])
            n += 1
            continue
        end = _ends(items, n, text, offset)
        if end is None and len(items[n].text) == 2 and items[n].text.isupper() and _left_out(done) is not None:
            end = n + 1  # "arthritis other than RA"
        kind = _type(items, done, n, end, text, offset) if end is not None else None
        if end is None or kind is None:
            done.append(items[n])
            n += 1
            continue
        done.append(_leaf(items[n], items[end - 1], kind, text, offset))
        n = end
    return done


def _inside_name(before: Item, item: Item, text: str, offset: int) -> bool:
    """Whether a word belongs to the one before it, which was no name."""
    return before.kind == "word" and not text[before.end - offset : item.start - offset].strip(" \n\t-")


def _ends(items: Sequence[Item], n: int, text: str, offset: int) -> int | None:
    """Where the name that begins at `n` ends; None where the words there are none, or something else follows."""
    stop, words = n, 0
    while stop < len(items) and words < _MOST:
        item = items[stop]
        if stop > n and text[items[stop - 1].end - offset : item.start - offset].strip():
            return None
        low = item.text.casefold()
        if item.kind == "word" and may_name(item.text):
            words += 1
        elif not (item.kind == "filler" and stop > n and (low in _NOUNS or low in _INSIDE)):
            break
        stop += 1
    while stop > n and items[stop - 1].kind == "filler" and items[stop - 1].text.casefold() not in _NOUNS:
        stop -= 1
    if stop == n or not any(len(i.text) > 2 for i in items[n:stop]):
        return None
    after = items[stop] if stop < len(items) else None
    if after is not None and text[items[stop - 1].end - offset : after.start - offset].strip(" \n\t-®™"):
        after = None
    if after is None or after.kind in _ENDS:
        return stop
    return stop if after.kind == "filler" and after.text.casefold() in _CLOSES else None


def _type(
    items: Sequence[Item], done: Sequence[Item], n: int, end: int, text: str, offset: int
) -> ConstraintType | None:
    """What kind of thing the words from `n` to `end` name, None where they may be no name."""
    first, head = items[n].text, _head(items[n:end])
    said, near = _said_before(done, text, offset)
    if not said and not near:
        return None
    if _GERUND.fullmatch(first) and _of_head(first) is None:
        return None  # "preventing pregnancy", "awaiting transplantation"
    left_out = _left_out(done)
    if left_out is not None:
        bracketed = end - n == 1 and end < len(items) and items[end].kind == "open"
        return None if bracketed else _of_head(head) or left_out  # "except for brief (< 24 h) episodes"
    if end - n == 1 and no_name(first) in {"alone", "head"}:
        return None
    if items[end - 1].text.casefold() in _NOUNS and all(no_name(i.text) for i in items[n : end - 1]):
        return None  # "bilateral disease"
    told = _of_head(head)
    frame = _frame(said) if said is not None else None
    plain = told is None and no_name(head) is not None and not _is_noun(items, n, end)
    if plain and (frame != "drug" or no_name(head) == "any" or no_name(first) is not None):
        return None  # but "hypersensitivity to a CD99 antibody"
    if said is not None and frame is not None and (said.kind != "status" or told is not None or _named(items[n:end])):
        return frame if told is None or (told == "condition" and said.kind == "relation") else told
    if told is not None and (end - n > 1 or len(head) > 5):
        return told
    if _ADJECTIVE.fullmatch(head) and _CODE.fullmatch(head) is None:
        return None
    return _listed(items, done, n, end)


def _left_out(done: Sequence[Item]) -> ConstraintType | None:
    """The kind of what stands before an exception, where a name stands behind its cue: "arthritis other than RA"."""
    at = next((k for k in range(len(done) - 1, -1, -1) if not _opens(done[k]) and not _goes_on(done[k])), -1)
    if at < 0 or done[at].kind != "except" or _LEAVES_OUT.search(done[at].text) is None:
        return None
    last = next((i for i in reversed(done[:at]) if i.leaf is not None or i.kind in {"semi", "stop"}), None)
    kind = last.leaf.constraint.type if last is not None and last.leaf is not None else None
    return kind if kind in {"condition", "drug", "procedure"} else None


def _opens(item: Item) -> bool:
    return item.kind in {"severity", "route"} or (item.kind == "filler" and item.text.casefold() in _OPENS)


def _goes_on(item: Item) -> bool:
    """Whether an item belongs to a list of names that no table has."""
    return item.kind in _LINKS or (item.leaf is not None and item.leaf.constraint.assumed == ("type",))


def _is_noun(items: Sequence[Item], n: int, end: int) -> bool:
    """Whether more words stand before a noun that says little by itself: "exon skipping therapies"."""
    return end - n > 1 and items[end - 1].text.casefold() in _NOUNS


def _head(run: Sequence[Item]) -> str:
    """The noun that says what is meant: the last one before "of", "in" or "to"."""
    cut = next((k for k, i in enumerate(run) if k and i.kind == "filler" and i.text.casefold() in _INSIDE), len(run))
    return run[cut - 1].text


def _named(run: Sequence[Item]) -> bool:
    return _ADJECTIVE.fullmatch(run[-1].text) is None and _NUMERAL.fullmatch(run[-1].text) is None


def _said_before(done: Sequence[Item], text: str, offset: int) -> tuple[Item | None, bool]:
    """The cue that a name stands behind, None: none; and whether a name may begin here at all."""
    for item in reversed(done):
        if item.kind in _QUALIFIES:
            return item, True
        if item.kind in _ENDS or item.kind == "list_any":
            return None, True
        if item.kind != "filler":
            return None, False
        if item.text.casefold() not in _OPENS:
            return (item, True) if _frame(item) else (None, False)
    return None, True


def _frame(item: Item) -> ConstraintType | None:
    """The kind of thing that stands behind such a cue."""
    if item.kind == "relation":
        return "drug" if item.value in _REACTED else None
    if item.kind == "role" or item.kind == "filler":
        if _DRUG_CUES.fullmatch(item.text):
            return "drug"
        return "procedure" if _DONE_CUES.fullmatch(item.text) else None
    return "condition" if item.kind in {"status", "certainty"} and _HAVING.fullmatch(item.text) else None


def _listed(items: Sequence[Item], done: Sequence[Item], n: int, end: int) -> ConstraintType | None:
    """The kind of the things that the words are listed with."""
    last = items[end - 1].text
    if _NUMERAL.fullmatch(last) or len(last) < 4 or normal_token(last) in qualifier_words():
        return None
    kinds = set()
    if len(done) > 1 and done[-1].kind in _LINKS and done[-2].leaf is not None:
        kinds.add(done[-2].leaf.constraint.type)
    following = items[end + 1].leaf if end + 1 < len(items) and items[end].kind in _LINKS else None
    if following is not None:
        after = items[end + 2] if end + 2 < len(items) else None
        if after is None or after.kind in _ENDS:
            kinds.add(following.constraint.type)
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind != "drug" and end - n == 1 and last.islower():
        return None  # "asthma, airway or …": a single word may be anything
    return kind if kind in {"condition", "drug", "procedure"} else None


def _leaf(first: Item, last: Item, kind: ConstraintType, text: str, offset: int) -> Item:
    from eligo.logic.items import Item

    words = text[first.start - offset : last.end - offset]
    name = running(text, first.start, last.end, offset)
    constraint = Constraint(kind, name, words, first.start, last.end, assumed=("type",))
    leaf = Leaf(constraint, first.start, last.end, ((first.start, last.end),))
    return Item("leaf", first.start, last.end, name, leaf=leaf)
