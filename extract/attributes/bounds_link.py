"""Which number belongs to which name: nearest bound without a hard boundary between, shared by the names of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from eligo.entities.analytes import Analyte, Scale
from eligo.schema import Quantity

from .bounds_context import goes_on_by_sex
from .bounds_names import Name, coordinated, tight
from .bounds_outside import excluded
from .bounds_reading import Reading, read_number

__all__ = ["OF_PAIN", "Link", "extreme", "link", "reading_of"]

_LONGEST_GAP = 110
OF_PAIN = ("scale:pain_vas", "scale:pain_nrs")
_LENGTHS = ("mm", "cm")
_PRESSURES = ("vital:sbp", "vital:dbp")
_CHANGE = re.compile(
    r"\b(?:increase|decrease|decline|reduction|change|rise|drop|fall|doubling|improvement|loss|fluctuation|variation|difference)s?\s+(?:in|of|from)\s+"
    r"(?:(?:the|their|his|her|mean|serum|plasma|peripheral|blood|baseline|total)\s+)*\Z",
    re.I,
)
_GAINED = re.compile(r"\b(?:gain|loss|lost|gained|change[ds]?|fluctuat\w+|variation|within)\b[^;]{0,24}\Z", re.I)
_CAME_TO = ("below", "under", "above", "over", "beyond")
_BEHIND_CHANGE = re.compile(
    r"\s+(?:(?:relative|absolute)\s+)?(?:declines?|decreases?|drops?|falls?|rises?|increases?|reductions?|change|worsening)\b"
    r"(?!\s+(?:to|above|over|beyond|below|under)\b)[\s(]*(?:(?:of|by|from|baseline|at\s+least|in|the)\s*)*\Z",
    re.I,
)
_OTHER_SYMPTOM = re.compile(
    r"\b(?:itch\w*|prurit\w*|fatigue|tired\w*|nausea|anxiety|stress|depress\w*|mood|dyspn\w*|breathless\w*|sleep\w*|craving|cough|"
    r"burning|dryness|satisfaction|quality|hunger|appetite|spasticity|stiffness|tinnitus)\b[^.;]{0,40}\Z",
    re.I,
)
_CORRECTED = re.compile(r"\b(?:corrected|adjusted|normali[sz]ed)\s+(?:for|to|by)\s+(?:serum\s+|the\s+)*\Z", re.I)
_TURNED = re.compile(r"[≤≥<>=]\s*\Z")
_FOLLOWING = re.compile(
    r"(?:\s*/\s*\d{1,3}\b)?(?:\s+out\s+of\s+\d{1,3}\b)?(?:\s*points?\b)?[\s,]*(?:\(\s*)?"
    r"(?:(?:(?:\d{1,2}\s*(?:-|–|to)\s*)?\d{1,3}[\s-]*(?:(?:points?|items?|levels?|cm|mm)[\s-]*)?|of|for|in|the|"
    r"serum|total|absolute|plasma|blood|both|urine|corrected|completed|on|with|by|estimated|calculated|daily|"
    r"platelet|peripheral|mean|resting|a|an|to|from|using|their)\s+)*(?:\(\s*)?",
    re.I,
)
_FREE_AFTER = re.compile(
    r"\s*(?:\Z|:\s*1\b|[,.;)\]\n/]|(?:if|for|in|when|with|without|or|and|unless|is|are|at|on|within|males?|females?|men|women|due|because|as|based|"
    r"respectively|by|to|will|allowed|permitted|acceptable|prior|unless|during|upon|ULN|from|while|may|must|should|regardless|but|except|per|"
    r"inclusive|who|where|whichever|documented|measured|confirmed|despite|after|before|using|provided|are|can)\b|\()",
    re.I,
)
_RATIO = re.compile(r"\s*ratio\b", re.I)
_OTHER_SUBJECT = re.compile(
    r"\b(?:lesions?|lines?|regimens?|years?|weeks?|months?|days?|doses?|cycles?|infusions?|units?|transfus\w+|tablets?|episodes?|times)\b",
    re.I,
)


_COUNTED = re.compile(
    r"\s+(?:(?:[a-z-]+\s+){0,2}?(?:occasions?|measurements?|samples?|tests?|times|visits?|readings?|determinations?|arter(?:y|ies)|vessels?|nodes?|"
    r"lesions?|segments?|episodes?|units?|cups?|glasses|specimens?|draws?|ECGs?|eyes?|teeth|patients?|subjects?|criteria|parameters?)|of\s+(?:the|\d))\b",
    re.I,
)


@dataclass(slots=True)
class Link:
    """Names and the quantity that bounds them.

    Attributes:
        kind: ``after``: the quantity follows its names; ``before``: it precedes them; ``again``: a further bound of
            names that have one.
        head: a name before the quantity that the names behind it narrow down (``BP > 160 systolic``).
    """

    names: list[Name]
    quantity: Quantity
    kind: str
    tight: bool = True
    head: Name | None = None


def reading_of(name: Name, quantity: Quantity) -> Reading | None:
    """How the quantity reads for the thing named; None if it cannot be its bound."""
    if isinstance(name.thing, Analyte):
        return read_number(name.thing, quantity)
    if quantity.relative_to in ("ULN", "LLN", "normal"):
        return None
    units = _scale_units(name.thing)
    if quantity.unit not in (None, "1", *units) or (quantity.low is None and quantity.high is None):
        return None
    if quantity.unit in _LENGTHS:
        return Reading(quantity.unit, None, None, quantity.assumed)
    if isinstance(name.thing, Scale) and name.thing.high is not None:
        top = name.thing.high
        if any(v is not None and not (name.thing.low or 0) - 1 <= v <= top for v in (quantity.low, quantity.high)):
            return None
    return Reading(None, quantity.relative_to, None, quantity.assumed)


def _scale_units(thing: Analyte | Scale | None) -> tuple[str, ...]:
    """The units in which points of a scale are told: a share of a hundred, the length of a line without marks."""
    if not isinstance(thing, Scale):
        return ()
    if thing.high == 100:
        return ("%",)
    return _LENGTHS if thing.high is None and not thing.values else ()


def _changed(text: str, name: Name, quantity: Quantity) -> bool:
    """Whether a number behind a name is by how much it changed; a multiple of a limit is not, nor what it came to."""
    if quantity.relative_to in ("ULN", "LLN") or quantity.text.casefold().startswith(_CAME_TO):
        return False
    return _BEHIND_CHANGE.match(text[name.stop : quantity.start]) is not None


def link(text: str, names: Sequence[Name], quantities: Sequence[Quantity], hard: Sequence[int]) -> list[Link]:
    """The links of a statement, in the order of its quantities; all offsets count in `text`."""
    links: list[Link] = []
    chain: list[Name] = []
    bound = ""  # how the chain got its bound: "", "after" or "before"
    last_end = 0
    names_left = list(names)
    n = 0
    edges = list(hard)
    changes: set[int] = set()
    for index, quantity in enumerate(quantities):
        while n < len(names_left) and names_left[n].start < quantity.start:
            name = names_left[n]
            n += 1
            if name.end > quantity.start or last_end > name.start:
                continue
            if _CORRECTED.search(text, max(0, name.start - 40), name.start):
                continue
            if _CHANGE.search(text, max(0, name.start - 60), name.start):
                changes.add(id(name))
            if chain and chain[-1].id == "vital:bp" and name.id in _PRESSURES:
                chain, bound = [name], ""  # "blood pressure (systolic 90–140 mmHg; …)"
            elif (
                chain
                and not bound
                and coordinated(text, chain[-1], name)
                and not _cut(edges, chain[-1].stop, name.start)
            ):
                chain.append(name)
            elif (
                chain
                and bound == "before"
                and coordinated(text, chain[-1], name)
                and not _cut(edges, chain[-1].stop, name.start)
            ):
                if links and links[-1].kind == "before" and reading_of(name, links[-1].quantity):
                    links[-1].names.append(name)
                    chain.append(name)
                else:
                    chain, bound = [name], ""
            else:
                chain, bound = [name], ""
        if any(c.start <= quantity.start < c.stop for c in chain):
            continue
        if chain and chain[-1].id == "vital:weight" and _GAINED.search(text, chain[-1].stop, quantity.start):
            continue  # "stable weight (gain or loss < 4 kg)"
        if chain and not bound and _changed(text, chain[-1], quantity):
            continue  # "LVEF decline ≥ 10 %": how much it changed, not what it is
        if (
            links
            and links[-1].kind == "before"
            and quantity.end <= links[-1].names[0].start
            and not quantity.comparator
        ):
            continue  # "≥ 40 mm on a 100 mm visual analog scale"
        if excluded(text, last_end, quantity, chain):
            last_end = quantity.end  # the range is what is not meant: better unread than turned round
            continue
        if chain and _cut(edges, chain[-1].stop, quantity.start):
            related = bound and links and (quantity.relative_to or _alike(links[-1].quantity, quantity))
            sexed = bool(links) and goes_on_by_sex(text, links[-1].quantity.end, quantity.start)
            if not sexed and (not related or not _CONDITIONAL.search(text[last_end : quantity.start])):
                chain, bound = [], ""
        if chain and id(chain[-1]) in changes and quantity.relative_to not in ("ULN", "LLN"):
            chain, bound = [], ""  # how much it changed, not what it is
        follower = _follower(text, names_left, n, quantity, edges)
        found = None
        if chain and not bound:
            found = _forward(text, chain, quantity)
            if found and follower is not None and chain[-1].id == "vital:bp" and follower.id in _PRESSURES:
                found = None  # "blood pressure > 160 systolic"
            elif (
                found
                and not found.tight
                and follower is not None
                and follower.id != chain[-1].id
                and _alone(text, follower, names_left, quantities, index)
            ):
                found = None
        elif chain and bound and links and not (bound == "before" and follower is not None):
            found = _again(text, links[-1], quantity)
        if found is None and follower is not None and _alone(text, follower, names_left, quantities, index):
            quantity = _shared_comparator(text, quantity, links, follower)
            found = Link([follower], quantity, "before")
            if chain and not bound and chain[-1].id == "vital:bp" and follower.id in _PRESSURES:
                found.head = chain[-1]
        if found is None:
            continue
        if found.kind == "again" and links:
            sexed = goes_on_by_sex(text, links[-1].quantity.end, quantity.start)
            some = _for_some(text, links[-1].quantity.end, quantity)
            found.quantity = _directed(links[-1].quantity, found.quantity, sexed=sexed or some)
        elif not found.quantity.comparator:
            found.quantity = _turned_by_words(text, found, last_end)
        if found.kind == "before" and index and _either(text, quantities[index - 1], quantity, links):
            links.append(Link(found.names, quantities[index - 1], "before"))
        links.append(found)
        if found.kind == "before":
            chain, bound = [follower], "before"  # type: ignore[list-item]
            n = names_left.index(follower) + 1  # type: ignore[arg-type]
        else:
            bound = bound or "after"
        last_end = quantity.end
    _respectively(text, links)
    if links and links[-1].kind == "before":
        for name in names_left[n:]:
            if not coordinated(text, links[-1].names[-1], name) or not reading_of(name, links[-1].quantity):
                break
            links[-1].names.append(name)
    return links


def _either(text: str, first: Quantity, second: Quantity, links: Sequence[Link]) -> bool:
    """``a score > 1 or < -1 on the RASS``: the bound before is of the same name."""
    if not first.comparator or first.unit != second.unit or first.relative_to != second.relative_to:
        return False
    free = all(found.quantity is not first for found in links)
    return free and _JOINED.fullmatch(text, first.end, second.start) is not None


_EARLY = re.compile(r"\b(?:before|prior\s+to|earlier\s+than|until)\s*(?:the\s+)?\Z", re.I)
_AT_OR = re.compile(r"\b(?:at|on)\s+or\s+\w+\s+(?:the\s+)?\Z", re.I)
_LATE = re.compile(r"\b(?:after|beyond|past|later\s+than)\s*(?:the\s+)?\Z", re.I)


def _turned_by_words(text: str, found: Link, floor: int) -> Quantity:
    quantity, name = found.quantity, found.names[0]
    if name.id == "demo:gestational_age" and quantity.low == quantity.high and quantity.low is not None:
        if _EARLY.search(text, max(floor, quantity.start - 24), quantity.start):
            return replace(quantity, low=None, low_inclusive=None, high_inclusive=False, comparator=True)
        if _LATE.search(text, max(floor, quantity.start - 24), quantity.start):
            closed = _AT_OR.search(text, max(floor, quantity.start - 30), quantity.start) is not None
            return replace(quantity, high=None, high_inclusive=None, low_inclusive=closed, comparator=True)
    return quantity


def _shared_comparator(text: str, quantity: Quantity, links: Sequence[Link], name: Name) -> Quantity:
    """``> 180 mmHg systolic and 110 mmHg diastolic``: the second bound is one to the same side."""
    last = links[-1] if links else None
    if quantity.comparator or last is None or last.kind != "before" or not last.quantity.comparator:
        return quantity
    if last.quantity.unit != quantity.unit or not _JOINED.fullmatch(text, last.names[-1].stop, quantity.start):
        return quantity
    low, high = last.quantity.low is not None, last.quantity.high is not None
    if low == high or quantity.low != quantity.high:
        return quantity
    return replace(
        quantity,
        comparator=True,
        low=quantity.low if low else None,
        low_inclusive=last.quantity.low_inclusive,
        high=quantity.high if high else None,
        high_inclusive=last.quantity.high_inclusive,
    )


_JOINED = re.compile(r"\s*,?\s*(?:and/or|and|or|/)\s*", re.I)


def _respectively(text: str, links: list[Link]) -> None:
    """``SBP or DBP > 180 or > 95 mmHg, respectively``: the first bound is the first name's, and so on."""
    if "espectively" not in text:
        return
    for n, first in enumerate(links):
        count = len(first.names)
        group = links[n : n + count]
        if count < 2 or len(group) < count or first.kind != "after" or any(x.kind != "again" for x in group[1:]):
            continue
        if not _RESPECTIVELY.match(text, group[-1].quantity.end):
            continue
        for found, name in zip(group, list(first.names), strict=True):
            found.names, found.kind = [name], "after"
            q = found.quantity
            if not q.comparator and first.quantity.comparator:
                low, high = first.quantity.low is not None, first.quantity.high is not None
                found.quantity = replace(
                    q,
                    low=q.low if low else None,
                    low_inclusive=first.quantity.low_inclusive,
                    high=q.high if high else None,
                    high_inclusive=first.quantity.high_inclusive,
                )


_RESPECTIVELY = re.compile(r"[\s,]*(?:[\w./%]+[\s,]*){0,2}respectively\b", re.I)


def _cut(edges: Sequence[int], start: int, end: int) -> bool:
    return any(start <= e < end for e in edges)


def _forward(text: str, chain: list[Name], quantity: Quantity) -> Link | None:
    glue = text[chain[-1].stop : quantity.start]
    if len(glue) > _LONGEST_GAP or (len(chain) > 1 and _RATIO.match(glue)):
        return None
    close = tight(glue)
    readings = [(name, reading_of(name, quantity)) for name in chain]
    if readings[-1][1] is None:
        return None
    bare = not quantity.comparator and quantity.unit is None and quantity.relative_to is None
    if bare and (
        not close or "," in glue or (quantity.low == quantity.high and not _FREE_AFTER.match(text, quantity.end))
    ):
        return None
    if not close:
        natural = quantity.unit is not None or quantity.relative_to is not None
        if not natural and (not quantity.comparator or len(glue) > 60 or not _FREE_AFTER.match(text, quantity.end)):
            return None
        if "." in glue.strip() and re.search(r"\.\s", glue):
            return None
    elif (
        quantity.unit is None
        and quantity.relative_to is None
        and _OTHER_SUBJECT.match(text[quantity.end : quantity.end + 14].lstrip())
    ):
        return None
    if isinstance(chain[-1].thing, Scale) and _ON_ITEM.match(text, quantity.end):
        return None  # "HAM-D > 1 on item 3"
    if quantity.unit is None and "unit" in readings[-1][1].assumed and _COUNTED.match(text, quantity.end):
        return None  # "red blood cells on more than one occasion"
    kept = [name for name, reading in readings if reading is not None]
    if not _known(kept[-1], readings[-1][1]) and not _FREE_AFTER.match(text, quantity.end):
        return None  # a unit that is none of ours
    return Link(kept, extreme(text, chain[0].start, quantity), "after", close)


_EXTREME = re.compile(
    r"\b(?:(?P<high>maxim(?:um|al)|max\.?)|(?P<low>minim(?:um|al)|min\.?))\s*"
    r"(?:(?:total|mean|overall|baseline|screening|score|of|the|a)\s+)*\Z",
    re.I,
)


def extreme(text: str, start: int, quantity: Quantity) -> Quantity:
    """``Maximum BMI of 35``: the word before the name (which starts at `start`) says which bound the number is."""
    if quantity.comparator or quantity.low is None or quantity.low != quantity.high:
        return quantity
    found = _EXTREME.search(text, max(0, start - 32), start)
    if found is None:
        return quantity
    if found["high"]:
        return replace(quantity, low=None, low_inclusive=None, comparator=True)
    return replace(quantity, high=None, high_inclusive=None, comparator=True)


def _directed(first: Quantity, again: Quantity, *, sexed: bool = False) -> Quantity:
    """``≤ 2.5 × ULN (5 × ULN if …)``, ``< 13 g/dL in men, 12 g/dL in women``: what restates a bound is on its side."""
    if again.comparator or again.relative_to != first.relative_to or not first.comparator:
        return again
    other_unit = again.unit is not None and again.unit != first.unit  # "< 1.5 mg/dL or 25 µmol/L"
    if again.relative_to is None and not other_unit and not (sexed and again.unit == first.unit):
        return again
    if again.low is None or again.low != again.high or (first.low is None) == (first.high is None):
        return again
    if first.low is None:
        return replace(again, low=None, low_inclusive=None, high_inclusive=first.high_inclusive, comparator=True)
    return replace(again, high=None, high_inclusive=None, low_inclusive=first.low_inclusive, comparator=True)


def _alike(first: Quantity, second: Quantity) -> bool:
    """Whether both are bounds in the same unit."""
    return first.comparator and second.comparator and first.unit is not None and first.unit == second.unit


def _known(name: Name, reading: Reading | None) -> bool:
    if reading is None or not isinstance(name.thing, Analyte):
        return reading is not None
    return reading.canonical is not None or reading.relative_to is not None or reading.unit is not None


def _again(text: str, last: Link, quantity: Quantity) -> Link | None:
    """A further bound of the names that `last` bounds: ``(≤ 5 × ULN if liver metastases)``, ``female ≥ 470 ms``."""
    paired = last.names[-1].id == "vital:bp" and text[last.quantity.end : quantity.start].strip() == "/"
    if paired:
        return Link(last.names, quantity, "again")
    start = max(last.quantity.end, last.names[-1].stop)
    if not quantity.comparator and quantity.relative_to is None and quantity.unit is None:
        if not _for_some(text, start, quantity):
            return None
        quantity = replace(quantity, unit=last.quantity.unit, relative_to=last.quantity.relative_to)
    glue = text[start : quantity.start]
    if len(glue) > 160 or (_UNKNOWN_NAME.search(glue) and not _NO_NAME.search(glue)):
        return None  # the bound of something else, whose short name is not known
    if isinstance(last.names[-1].thing, Scale) and _OTHER_SCORE.search(_SCORE_OF.sub("", glue)):
        return None
    if _ON_ITEM.match(text, quantity.end):
        return None
    names = [name for name in _own_names(text, last.names) if _fits_again(name, quantity)]
    if not names:
        return None
    if (
        quantity.unit is None
        and quantity.relative_to is None
        and (not _FREE_AFTER.match(text, quantity.end) or last.quantity.relative_to is not None)
    ):
        return None
    near = _EQUAL_GLUE.fullmatch(glue) is not None or goes_on_by_sex(text, start, quantity.start)
    if quantity.unit is not None and not quantity.comparator and not near:
        return None
    return Link(names, quantity, "again")


_IN_BRACKETS = re.compile(r"\s*[(\[]\s*(?:or\s+)?", re.I)
_SOME = re.compile(r"\s+(?:only\s+)?(?:if|for|in|when|with)\b", re.I)


def _for_some(text: str, start: int, quantity: Quantity) -> bool:
    """``INR ≤ 1.5 (3 if on warfarin)``: in brackets, the number of some people only."""
    return (
        _IN_BRACKETS.fullmatch(text, start, quantity.start) is not None and _SOME.match(text, quantity.end) is not None
    )


def _own_names(text: str, names: Sequence[Name]) -> list[Name]:
    """Without a name that those in brackets behind it spell out: ``transaminases (AST, ALT)``."""
    kept = [a for a, b in pairwise(names) if text[a.stop : b.start].strip() not in ("(", "[")]
    return [*kept, *names[-1:]]


_UNKNOWN_NAME = re.compile(
    r"\b(?:and|or)\s+[A-Z][A-Za-z-]*[A-Z][\w-]*(?:\s+(?:score|index|level))?\s*(?:of\s*)?\Z|,\s*[A-Z]{2,}\s*\Z"
)
_OTHER_SCORE = re.compile(r"\b(?:scores?|scales?|index|assessment|questionnaire|inventory|sub-?scales?|items?)\b", re.I)
_SCORE_OF = re.compile(r"(?:,|\b(?:and|or|with|a))\s+(?:an?\s+)?(?:total\s+)?scores?\s*(?:of|is|was)?\s*\Z", re.I)
_ON_ITEM = re.compile(
    r"\s*(?:points?\s+)?(?:on|for|in)\s+(?:the\s+|any\s+)?(?:(?:suicid\w+|individual|single|core)\s+)?(?:items?|questions?|sub-?scales?)\b",
    re.I,
)
_NO_NAME = re.compile(r"\b(?:ULN|UNL|IULN|LLN|OR|AND|IF|FOR)\s*\Z")
_OTHERS = (  # whom, or when: "; patients with liver metastases may have", ". If liver metastases are present,"
    r"(?:unless|except|exceptions?|if|when|or|however|in|for|with|(?:patients?|subjects?|participants?|individuals?|those|people)\s+"
    r"(?:with|who|whose|having|on|receiving|taking|known))\b"
)
_CONDITIONAL = re.compile(rf";\s*\Z|\A\s*[;.]?\s*\(?{_OTHERS}[^;.]*\Z|;\s*(?:\(|{_OTHERS})[^;.]*\Z", re.I)
_EQUAL_GLUE = re.compile(
    r"\s*[,;(\[/]*\s*(?:(?:or|i\.?e\.?,?|=|and|SI(?:\s+units?)?\s*:?)\s*)*[(\[]?\s*(?:(?:for|in)\s+)?(?:(?:wo)?men|(?:fe)?males?)?[\s:,]*",
    re.I,
)


def _fits_again(name: Name, quantity: Quantity) -> bool:
    reading = reading_of(name, quantity)
    if reading is None:
        return False
    known = reading.canonical is not None or reading.relative_to is not None or not isinstance(name.thing, Analyte)
    return known and (reading.natural or quantity.comparator)


_SOME_OF = re.compile(r"\s+of\s+(?:the|these|those|all|our)\b", re.I)


def _follower(text: str, names: Sequence[Name], n: int, quantity: Quantity, edges: Sequence[int]) -> Name | None:
    """The name that stands right behind the quantity and can take it."""
    if n >= len(names):
        return None
    name = names[n]
    if name.start < quantity.end or name.start - quantity.end > 60 or _cut(edges, quantity.end, name.start):
        return None
    if name.id in OF_PAIN and _OTHER_SYMPTOM.search(text, max(0, quantity.start - 60), quantity.start):
        return None  # "itch intensity > 4 on a visual analog scale"
    glue = text[quantity.end : name.start]
    turned = _TURNED.search(quantity.text)
    if not _FOLLOWING.fullmatch(glue) or ("," in glue and not turned):
        return None
    if quantity.unit is None and isinstance(name.thing, Analyte) and _SOME_OF.match(glue):
        return None  # "one or more of the laboratory tests": so many of them
    bare = not quantity.comparator and quantity.relative_to is None
    bare = bare and (quantity.unit is None or isinstance(name.thing, Scale))  # "a 100 mm visual analog scale"
    weeks = name.id == "demo:gestational_age" and "week" in name.mention.text  # "37 completed gestational weeks"
    if (bare and not weeks) or reading_of(name, quantity) is None:
        return None
    return name


def _alone(text: str, name: Name, names: Sequence[Name], quantities: Sequence[Quantity], index: int) -> bool:
    """Whether no bound of its own follows the name; ``18 ≤ BMI ≤ 30`` is one thing with two."""
    if _TURNED.search(quantities[index].text):
        return True
    for later in quantities[index + 1 :]:
        if later.start < name.stop:
            continue
        glue = text[name.stop : later.start]
        behind = names[names.index(name) + 1 :]
        if (
            behind
            and 0 <= behind[0].start - later.end < 12
            and _FOLLOWING.fullmatch(text, later.end, behind[0].start)
            and later.start - quantities[index].end < 60
        ):
            return True  # "180 mmHg systolic and 110 mmHg diastolic"
        return not (len(glue) < 40 and tight(glue) and "," not in glue and reading_of(name, later) is not None)
    return True
