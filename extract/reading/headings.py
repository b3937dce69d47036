"""What a line of eligibility text is: the heading of a list, a subheading, a lead-in, a header, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from eligo.resources import Row, read_table, split_cell

from .lines import Line
from .patterns import union

__all__ = [
    "Heading",
    "governs",
    "has_cue",
    "is_connector",
    "is_empty_list",
    "is_lead_in",
    "is_sentence",
    "is_topic",
    "match_heading",
    "match_subheading",
    "topic_labels",
    "turns_to_exclusion",
]

BlockKind = Literal["inclusion", "exclusion", "neutral"]

_TRIGGERS = (
    "clusion", "ligib", "riteri", "haracteristics", "articipa", "herapy", "take part", "exclude", "enrol", "included",
)  # fmt: skip
_JOIN = re.compile(r"\bjoin\b")
_DECORATION = r"[\s*#_>=~.:•\-–—\[\]]*"
# What may follow the heading's own words: the end of the line, or a colon, a dash or a list number and a criterion.
_TAIL = re.compile(
    r"""\s*(?:
        [*_\s]*[:：.;,\-–—?]*[*_\s:]*$
      | [*_\s]*[:：][*_\s:]*(?P<colon>\S.*)$
      | \s+[-–—•*]\s*(?P<dash>\S.*)$
      | \s*(?P<list>(?:[(\[]?(?:\d{1,2}|[aA])[.)\]]|[•*])\s*\S.*)$
    )""",
    re.VERBOSE | re.DOTALL,
)
_CORE = re.compile(
    r"(?P<prefix>(?:[\w'’()/&,.:+–-]+[^\S\n]+){0,7}?)(?P<non>non-?\s?)?(?P<core>in|ex)clusion(?:s|ary)?[\s_]*"
    r"(?:criteri(?:a|on|um|as|e)|requirements|conditions)\b(?P<rest>.*)$",
    re.I | re.DOTALL,
)
_RUN_ON = re.compile(r"[^\S\n]+[A-Z][a-z]+\s+[a-z]")  # "Inclusion Criteria Adults who …"
_QUALIFIER = re.compile(
    r"""\s*(?:(?P<paren>\([^()]{0,120}\))|(?P<words>
        (?:for|of|in|to|at|are|include[sd]?|specific|related|only|during|prior|before|,|-|–|—)\b[^:\n]{0,100}?
        |[-–—,]\s*[^:\n]{1,80}?(?=\s*[:：])
        |[-–—,]\s*(?:for|all|parts?|cohorts?|groups?|arms?|phases?|steps?|patients|donors?)\b[^:\n]{0,60}?
        |(?:part|cohort|group|arm|phase|step)\s+\w+[^:\n]{0,40}?
        |[\w\ /-]{1,40}(?=:\s*$)
    ))?(?=\s*(?:[:：]|[.\-–—]*$))""",
    re.I | re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*,?")
_BOTH = re.compile(r"(?:/|&|\b(?:and|or))\s*$", re.I)


@cache
def _rows() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in read_table("headings.tsv", ("kind", "pattern", "source")):
        rows.setdefault(row.cells["kind"], []).append(row)
    return rows


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word.lower() for row in _rows().get(kind, ()) for word in split_cell(row.cells["pattern"]))


@cache
def _matcher(kind: str, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(before + union(_rows().get(kind, ())) + after, re.I)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line, or its beginning, that opens a list of criteria.

    Attributes:
        section: whom the list is for, where the heading says it.
        rest: the first criterion, where it stands on the same line.
    """

    kind: BlockKind
    section: str | None = None
    rest: Line | None = None
    sentence: bool = False


def match_heading(line: Line) -> Heading | None:
    """The heading that `line` is or begins with; None where it is none."""
    text = line.text
    beginning = text[:300].lower()
    if not any(map(beginning.__contains__, _TRIGGERS)) and not ("join" in beginning and _JOIN.search(beginning)):
        return None
    begin = _skip_decoration(text)
    return _built_in(line, begin) or _tabled(line, begin)


def _skip_decoration(text: str) -> int:
    found = re.match(_DECORATION, text)
    return found.end() if found else 0


def _rest(line: Line, tail: re.Match[str]) -> Line | None:
    for name in ("colon", "dash", "list"):
        if tail[name] is not None:
            rest = line.cut(line.start + tail.start(name))
            return rest if rest.text else None
    return None


def _built_in(line: Line, begin: int) -> Heading | None:
    """``[whom] inclusion criteria [for whom]``."""
    head = line.text[begin : begin + 400]
    found = _CORE.match(head)
    if found is None:
        return None
    prefix = found["prefix"].strip()
    if prefix and _BOTH.search(prefix):
        return None  # "inclusion and exclusion criteria": in the table
    words = [w.strip(",").lower() for w in _WORD.findall(prefix)]
    if any(w in _words("stop") for w in words):
        return None
    odd = [w for w in _WORD.findall(prefix) if w.strip(",").lower() not in _words("generic")]
    qualifier = _QUALIFIER.match(found["rest"])
    if qualifier is None:
        after = begin + found.start("rest")
        qualified = None
    else:
        after = begin + found.start("rest") + qualifier.end()
        qualified = qualifier["words"] or qualifier["paren"]
    kind: BlockKind = "exclusion" if found["core"].lower() == "ex" or found["non"] else "inclusion"
    tail = _TAIL.match(line.text, after)
    if tail is None:
        end = found.start("rest")
        if (prefix or not head[:end].istitle()) and not head[:end].isupper():
            return None
        return Heading(kind, None, line.cut(line.start + begin + end)) if _RUN_ON.match(head, end) else None
    if prefix[:1].islower() and found["core"][0].isupper():
        return None  # "… before entry Exclusion Criteria: …": the line is cut before the heading
    colon = line.text[after:].lstrip(" \t*_)")[:1] in {":", "："}
    if not colon and ((any(w[0].islower() for w in odd) and not prefix.islower()) or len(words) > 5):
        return None  # "Violation of the exclusion criteria"
    if qualified and not colon and len(qualified.split()) > 10:
        return None
    return Heading(kind, _section(prefix, odd, qualified), _rest(line, tail))


def _section(prefix: str, odd: list[str], qualified: str | None) -> str | None:
    """Whom the list is for; words that hold of any list say nothing."""
    parts = []
    if odd or re.search(r"\d", prefix):
        parts.append(prefix.strip(" :,-–()"))
    if qualified:
        told = re.match(r"[\W_]*(?:for|of|in|to|at|are|included?|includes|only)?\b\s*", qualified, re.I)
        words = qualified[told.end() if told else 0 :].strip(" ()-–,.")
        said = "for" in (told[0].lower() if told else "") or _matcher("part", after=r"$").match(words)
        plain = all(w.lower() in _words("generic") or w.lower() in _words("lead-in") for w in _WORD.findall(words))
        if said and not plain:
            parts.append(words)
    return re.sub(r"\s+", " ", " ".join(parts)).strip() or None


def _tabled(line: Line, begin: int) -> Heading | None:
    text = line.text
    kinds: tuple[BlockKind, ...] = ("neutral", "exclusion", "inclusion")
    for kind in kinds:
        found = _matcher(kind).match(text, begin)
        if found:
            tail = _longest(kind, text, begin)
            if tail is None:
                continue
            section = None
            rest = _rest(line, tail)
            if kind == "inclusion" and re.search(r"characteristics|therapy", found[0], re.I):
                section = re.sub(r"\s+", " ", found[0])
            return Heading(kind, section, rest)
    if line.marker is not None or len(text) > 400:
        return None
    for kind in ("exclusion", "inclusion"):
        found = _matcher(f"{kind} sentence", after=r"\s*[:：]\s*$").match(text, begin)
        if found:
            return Heading(kind, sentence=True)
    return None


def _longest(kind: str, text: str, begin: int) -> re.Match[str] | None:
    """The tail after the row that leaves a proper one (an alternation stops at the first row that fits)."""
    for pattern in _each(kind):
        found = pattern.match(text, begin)
        if found:
            tail = _TAIL.match(text, found.end())
            if tail:
                return tail
    return None


@cache
def _each(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(union([row]), re.I) for row in _rows().get(kind, ()))


def match_subheading(text: str) -> tuple[str, int] | None:
    """The label of a subheading (``Cohort B:``, ``Age:``) and where the words after it start."""
    if ":" not in text[:100]:
        return None
    for kind in ("part", "topic"):
        found = _matcher(kind, before=r"[\s*#_]*", after=r"[*_\s]*:[*_\s]*").match(text)
        if found and (found.end() == len(text) or (kind == "part" and text[found.end()].isupper())):
            return re.sub(r"\s+", " ", found[0]).strip(" *#_:"), found.end()
    return None


def is_topic(text: str) -> bool:
    """Whether `text` is the whole of a subheading that says what the following lines are about, colon or none."""
    return len(text) < 60 and _matcher("topic", after=r"\s*:?$").match(text) is not None


def topic_labels(text: str) -> list[int]:
    """Where subheadings with a colon stand within `text` ("… Renal: Creatinine … Pulmonary: FEV1 …")."""
    found = _matcher("topic", before=r"(?<![\w-])", after=r":(?=\s)").finditer(text)
    return [m.start() for m in found if m[0][0].isupper()]


def turns_to_exclusion(text: str) -> bool:
    """Whether `text` says that what follows excludes, and nothing else."""
    if not text.endswith(":") or not is_lead_in(text, "exclusion"):
        return False
    words = set(re.findall(r"[a-z]+", text.lower()))
    refused = "not" in words and bool(
        words & {"eligible", "enrolled", "enrol", "enroll", "participate", "enter", "included", "join"}
    )
    return bool(words & {"exclude", "excluded", "excludes", "ineligible", "exclusion"}) or refused


def is_lead_in(text: str, kind: str) -> bool:
    """Whether `text` only says that a list follows ("Patients must meet all of the following criteria:")."""
    if len(text) > 250 or not (
        text.endswith((":", "…", "...", "-")) or re.search(r"\b(?:following|below)\b", text, re.I)
    ):
        return False
    words = [w.lower().strip(",") for w in re.findall(r"[^\W_][\w'’-]*", text)]
    if not words or any(w not in _words("lead-in") for w in words):
        return False
    return kind == "exclusion" or not {
        "any",
        "one",
        "not",
        "or",
        "exclude",
        "excluded",
        "ineligible",
        "exclusion",
    } & set(words)


def governs(text: str) -> bool:
    """Whether `text` ends as a header does that governs the lines after it."""
    end = text[-160:].rstrip(" *_")
    if end.endswith((":", "：")):
        return True
    if end.endswith((".", ";", ",", "?", "!", ")")):
        return False
    return _matcher("governs", before=r"(?:^|[\s(,])", after=r"$").search(end) is not None


def is_sentence(text: str) -> bool:
    """Whether `text` begins as a full sentence, not as an item of a list."""
    return _matcher("sentence").match(text[:120]) is not None


def is_empty_list(text: str) -> bool:
    """Whether `text` says that the list is empty ("None")."""
    return len(text) < 80 and _matcher("none", after=r"[\s.;:]*$").match(text) is not None


def has_cue(text: str) -> bool:
    """Whether `text` has words that criteria are made of."""
    return _matcher("cue").search(text) is not None


def is_connector(text: str) -> bool:
    """Whether `text` cannot end a sentence: its last word asks for another."""
    return _matcher_connector().search(text[-40:]) is not None


@cache
def _matcher_connector() -> re.Pattern[str]:
    words = [w for w in _words("connector") if w[-1].isalpha()]
    signs = [w for w in _words("connector") if not w[-1].isalpha()]
    longest = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:(?<![\w-])(?:{longest})|[{re.escape(''.join(signs))}])\s*$", re.I)
