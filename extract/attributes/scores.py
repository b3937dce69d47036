"""Scales with few values in criteria: ECOG, NYHA, Child-Pugh and the like; grades and stages are next door."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eligo.entities.analytes import Scale, scales
from eligo.entities.comparators import comparator_before
from eligo.schema import Constraint, Leaf, Mention, Quantity

from .bounds_names import Name, boundaries, coordinated, find_names, without_ages
from .grades import grade_leaves, read_grades
from .scale_values import Allowed, is_small, parse_values
from .scores_implied import implied_scores
from .stages import read_stages, stage_leaves

__all__ = ["read_grades", "read_scores", "read_stages"]

_SCORE = frozenset(("score",))
_APART = frozenset(("scale:ctcae", "scale:stage", "scale:tumor_grade"))
_TRIGGER = re.compile(
    r"\b(?:functional\s+class|class(?:es)?|grade|score|status|stage|scale|symptoms)\b(?:\s+of)?", re.I
)
_ELEMENT = re.compile(r"(?<![\w.])(?:\d{1,2}|IV|III|II|I|[ABC])(?![\w])")
_RUNS_ON = re.compile(r"(?:[-–—−‑~～－]|\b(?:to|through))\s*\Z")  # "ASA I to ASA III"
_BACK = re.compile(
    r"[\s,()\[\]-]*(?:(?:heart|failure|cardiovascular|diseases|insufficiency|severity|impairment|conditions?|angina|congestive|chronic|on|by|of|per|the|according|to|as|defined|in|using|based|HF|CHF|criteria|for|scale|score|cardiac|"
    r"disease|measured|assessed|determined|performance|status|class|classification|functional|symptoms?|pectoris|cirrhosis|liver|dysfunction|under|or)\b[\s,()]*)*\Z",
    re.I,
)


def read_scores(
    text: str, offset: int, mentions: Sequence[Mention], quantities: Sequence[Quantity] = ()
) -> tuple[list[Leaf], list[Name]]:
    """Leaves of the scales, and the names of scores that need a plain bound (long scales, unknown ones)."""
    text = text.replace("\\", " ")  # "\\[NYHA\\] class III"
    names = find_names(
        without_ages(text), offset, [m for m in mentions if m.concept is None or m.concept.id not in _APART], _SCORE
    )
    names = _own(text, names)
    if len(names) > 1 or any(m.concept is not None and m.concept.id == _ARTHRITIS for m in mentions):
        names = _functional(names, mentions)
    bounds = {q.start - offset: q for q in quantities if q.unit is None and q.relative_to is None}
    held = [(m.start - offset, m.end - offset) for m in mentions if m.label == "condition"] if names else []
    leaves: list[Leaf] = []
    plain: list[Name] = []
    hard = boundaries(text) if names else []
    pending: list[Name] = []
    stop = 0  # where the values of the last name end
    for n, name in enumerate(names):
        if name.start < stop:
            continue  # "ASA I to ASA III"
        if not isinstance(name.thing, Scale) or not is_small(name.thing):
            plain.append(name)
            continue
        floor = names[n - 1].stop if n else 0
        following = n + 1
        if following < len(names) and names[following].id == name.id:
            following += _RUNS_ON.search(text, name.stop, names[following].start) is not None
        ceiling = min(
            [h for h in hard if h >= name.stop] + [names[following].start if following < len(names) else len(text)]
        )
        allowed = _behind(text, name, floor, ceiling) or _ahead(
            text, name, max([0, floor] + [h for h in hard if h < name.start])
        )
        if allowed is None:
            if n + 1 < len(names) and coordinated(text, name, names[n + 1]):
                pending.append(name)
            continue
        if _spans_scale(name.thing, allowed):
            continue
        stop = allowed.end
        _widen(name.thing, allowed, bounds.get(allowed.start), offset)
        for other in (*pending, name):
            again = allowed
            if other is not name and isinstance(other.thing, Scale):
                again = parse_values(text, name.stop, other.thing) or allowed
            leaves.append(_leaf(text, offset, other, again, held))
        pending = []
    leaves = _once(leaves)
    taken = [span for leaf in leaves for span in leaf.covers]
    implied = implied_scores(text, offset, mentions)
    for leaf in (*grade_leaves(text, offset, mentions), *stage_leaves(text, offset, mentions), *implied):
        if not any(s < leaf.end and leaf.start < e for s, e in taken):
            leaves.append(leaf)
    return leaves, plain


def _spans_scale(scale: Scale, allowed: Allowed) -> bool:
    """ "On the 0 to 4 scale" asks nothing; "NYHA I–IV" asks for a class."""
    whole = allowed.low is None and allowed.high is None and len(allowed.values) == len(scale.values) > 2
    return whole and not (scale.roman or isinstance(scale.values[0], str))


_GENERIC = re.compile(
    r"(?:functional|performance|class|status|stage|grade|score|scale|classification|level|category|ps|\s)+", re.I
)


def _own(text: str, names: list[Name]) -> list[Name]:
    """``NYHA (New York Heart Association) functional class``: words any scale has belong to the scale named before."""
    out: list[Name] = []
    for name in names:
        last = out[-1] if out else None
        glue = text[last.stop : name.start] if last else "."
        if last and _GENERIC.fullmatch(name.mention.text) and not glue.strip(" ()[]:,-\n\t"):
            last.stop = name.stop
            last.covers += name.covers
        else:
            out.append(name)
    return out


_ARTHRITIS = "cond:rheumatoid_arthritis"
_FUNCTIONAL = "scale:who_fc"


def _functional(names: list[Name], mentions: Sequence[Mention]) -> list[Name]:
    """ "Functional class III (NYHA)", "functional class IV of rheumatoid arthritis": another name tells whose it is."""
    bare = [n for n in names if n.id == _FUNCTIONAL and n.mention.text.casefold().startswith("functional")]
    heart = next((n for n in names if n.id == "scale:nyha"), None)
    joints = any(m.concept is not None and m.concept.id == _ARTHRITIS for m in mentions)
    if not bare or (heart is None and not joints):
        return names
    scale = scales()["scale:nyha" if heart is not None else "scale:acr_class"]
    for name in bare:
        name.thing, name.mention = scale, replace(name.mention, name=scale.name, concept=scale.concept)
        if heart is not None and heart in names:
            name.covers = [*name.covers, *heart.covers]
            names = [n for n in names if n is not heart]
    return names


def _widen(scale: Scale, allowed: Allowed, quantity: Quantity | None, offset: int) -> None:
    """Where the number that was read is a part of a longer quantity (``> 2 but less than 7``), take all of it."""
    if quantity is None or quantity.end - offset <= allowed.end or not quantity.comparator:
        return
    if any(isinstance(v, str) for v in scale.values):
        return
    low, high = quantity.low, quantity.high
    values = [
        v for v in scale.values
        if (low is None or float(v) > low or (quantity.low_inclusive and v == low))
        and (high is None or float(v) < high or (quantity.high_inclusive and v == high))
    ]  # fmt: skip
    if not values:
        return
    allowed.values, allowed.end = tuple(values), quantity.end - offset
    allowed.low, allowed.low_inclusive = low, quantity.low_inclusive
    allowed.high, allowed.high_inclusive = high, quantity.high_inclusive


def _once(leaves: list[Leaf]) -> list[Leaf]:
    """One leaf where one value is named twice: ``performance status ≤ 2 on the ECOG scale``."""
    out: list[Leaf] = []
    for leaf in leaves:
        last = out[-1] if out else None
        shared = set(last.covers) & set(leaf.covers) if last else None
        if last and shared and last.constraint.concept == leaf.constraint.concept:
            out[-1] = replace(last, covers=tuple(sorted({*last.covers, *leaf.covers})))
        else:
            out.append(leaf)
    return out


def _behind(text: str, name: Name, floor: int, ceiling: int) -> Allowed | None:
    assert isinstance(name.thing, Scale)
    allowed = parse_values(text, name.stop, name.thing, before=name.start, floor=floor)
    return allowed if allowed is not None and allowed.end <= ceiling + 1 else None


def _ahead(text: str, name: Name, floor: int) -> Allowed | None:
    """Values before the name: ``class III or IV (NYHA)``, ``heart failure > class II NYHA``."""
    assert isinstance(name.thing, Scale)
    window = max(floor, name.start - 90)
    spots = [(m.start(), m.end()) for m in _TRIGGER.finditer(text, window, name.start)]
    spots += [(m.start(), m.start()) for m in _ELEMENT.finditer(text, window, name.start)]
    for start, pos in spots:
        allowed = parse_values(text, pos, name.thing)
        if allowed is None or allowed.end > name.start or not _BACK.match(text[allowed.end : name.start]):
            continue
        if allowed.low is None and allowed.high is None:
            comparator = comparator_before(text, start, window)
            if comparator is not None and comparator.bound != "equal":
                again = parse_values(text, pos, name.thing, before=start, floor=window)
                if again is not None:
                    allowed = again
        allowed.start = min(allowed.start, start)
        return allowed
    return None


def _leaf(text: str, offset: int, name: Name, a: Allowed, held: Sequence[tuple[int, int]]) -> Leaf:
    assert isinstance(name.thing, Scale)
    start, end = min(name.start, a.start), max(name.stop, a.end)
    constraint = Constraint(
        "score", name.thing.name, text[start:end], start + offset, end + offset, name.mention.concept, a.low,
        a.low_inclusive, a.high, a.high_inclusive, scale=name.thing.name, values=a.values or None,
    )  # fmt: skip
    covers = [*name.covers, (a.start, a.end)]
    low, high = (name.stop, a.start) if a.start >= name.stop else (a.end, name.start)
    if low < high:
        between = _words(text, low, high)  # but not those of "class III congestive heart failure (NYHA)"
        covers += [w for w in between if not any(start <= w[0] and w[1] <= end for start, end in held)]
    return Leaf(
        constraint, name.start + offset, name.end + offset, tuple((s + offset, e + offset) for s, e in sorted(covers))
    )


_WORD = re.compile(r"[^\W_][\w'’.-]*|[:=]")
_KEEP = frozenset(("or", "and", "with", "but", "heart", "failure", "angina", "cirrhosis", "disease"))


def _words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [m.span() for m in _WORD.finditer(text, start, end) if m.group().casefold() not in _KEEP]
