"""A tree → plain English: what eligo understood, in words a clinician can check."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from eligo.attributes.scale_values import CHILD_PUGH_POINTS
from eligo.concepts.generic import generic_concepts
from eligo.entities.lexicon import default_lexicon
from eligo.entities.units import display
from eligo.schema import AllOf, AnyOf, AtLeast, AtMost, Constraint, Except, IfThen, Node, Not, Range, Window

__all__ = ["render", "render_bounds", "render_constraint", "render_window"]

_CHOSEN = frozenset({"highest", "lowest", "worst", "best"})
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour"}
_SHORT_UNITS = {"H": "hour", "M": "minute", "S": "second"}


def render(node: Node, leaf: Callable[[Constraint], str] | None = None) -> str:
    """`node` as one line: ``neutrophils ≥ 1.5 ×10⁹/L and (creatinine ≤ 1.5 × ULN or …)``.

    Args:
        leaf: how to write a constraint; None: `render_constraint`.
    """
    return _render(node, leaf or render_constraint, top=True)


_PARTS: dict[str, dict[str, float]] = {
    "a": {"month": 12, "week": 365.25 / 7, "day": 365.25},
    "mo": {"week": 365.25 / 84, "day": 365.25 / 12},
    "wk": {"day": 7},
}
_DECIMALS, _NEAR = 2, 0.02  # more decimals than one writes; how near a whole number is one
_WHICH = ("that ", "which ")
_SAYS_MUST = re.compile(r"^[^“]*\b(?:must|should|shall)\b", re.I)


def _render(node: Node, leaf: Callable[[Constraint], str], *, top: bool = False) -> str:
    match node:
        case AllOf(args=args):
            return _joined(args, leaf, " and ", top)
        case AnyOf(args=args):
            return _joined(args, leaf, " or ", top)
        case AtLeast(n=n, args=args):
            return f"at least {n} of ({'; '.join(_render(a, leaf, top=True) for a in args)})"
        case AtMost(n=n, args=args):
            return f"at most {n} of ({'; '.join(_render(a, leaf, top=True) for a in args)})"
        case Not(arg=Constraint() as arg):
            said = leaf(arg)
            if arg.type == "attestation" and _SAYS_MUST.search(said) is not None:
                return f"not so: “{said}”"
            if said.startswith(_WHICH):
                return f"nothing {said}"
            return f"not {said}" if said.startswith("able to ") or _is_adjective(arg) else f"no {said}"
        case Not(arg=arg):
            return f"none of: {_render(arg, leaf)}" if isinstance(arg, AnyOf) else f"not {_render(arg, leaf)}"
        case Except(arg=arg, exceptions=exceptions):
            text = f"{_render(arg, leaf)}, except {' or '.join(_render(e, leaf) for e in exceptions)}"
            return text if top else f"({text})"
        case IfThen(when=when, then=then, otherwise=otherwise):
            text = f"if {_render(when, leaf)} then {_render(then, leaf)}"
            if otherwise is not None:
                text += f", else {_render(otherwise, leaf)}"
            return text if top else f"({text})"
        case _:
            return leaf(node)


def _is_adjective(c: Constraint) -> bool:
    return c.concept is not None and c.concept.id in generic_concepts("adjective")


def _joined(args: Sequence[Node], leaf: Callable[[Constraint], str], word: str, top: bool) -> str:
    text = word.join(_render(a, leaf) for a in args)
    return text if top else f"({text})"


def render_constraint(c: Constraint) -> str:
    """One leaf: ``hemoglobin ≥ 9 g/dL``, ``severe heart failure (history) within 1 year before enrolment``."""
    words: list[str] = []
    if c.experiencer == "family":
        words.append("family history of")
    if c.status in {"active", "history"} and c.experiencer != "family":
        words.append("active" if c.status == "active" else "history of")
    if c.certainty in {"confirmed", "suspected"}:
        words.append(c.certainty)
    needs = [w for w in (c.severity or "").split(", ") if w.startswith("requiring ")]
    if c.severity:
        words.append(", ".join(w for w in c.severity.split(", ") if w not in needs))
    if c.grade is not None:
        words.append(f"grade {render_bounds(c.grade)}")
    if c.stage:
        words.append(f"stage {'/'.join(c.stage)}")
    if c.role in {"prior", "concurrent", "planned"}:
        words.append(c.role)
    if c.relation == "stable_dose":
        words.append("stable dose of")
    elif c.relation in {"resistance", "intolerance", "hypersensitivity"}:
        words.append(f"{c.relation} to")
    if c.route:
        words.append(c.route)
    if c.type == "allergy" and "allerg" not in c.name.casefold():
        words.append("allergy to")
    if c.which in _CHOSEN:
        words.append(c.which)
    before, _, behind = (c.qualifier or "").partition("…")
    words.append(before.strip())
    words.extend(_moves(c) if c.change is not None else [_name(c)])
    words.append(behind.strip())
    words.append(" and ".join(needs))  # "stroke requiring treatment"
    if c.site:
        words.append(f"({c.site})")
    if c.change is None:
        words.extend(_values(c))
    if c.result:
        words.append(c.result)
    if c.dose is not None:
        words.append(render_bounds(c.dose))
    if c.lines is not None:
        words.append(f"({render_bounds(c.lines)} lines)")
    if c.sex:
        words.append(f"({c.sex})")
    if c.method:
        words.append(f"({c.method})")
    if c.times is not None and c.change is not None:
        words.append(f"{c.times} times in a row")
    elif c.times is not None:
        words.append(f"on {c.times} {'consecutive ' if c.which == 'consecutive' else ''}occasions")
    elif c.which == "any":
        words.append("at any time")
    if c.apart is not None:
        words.append(f"at least {_duration(c.apart)} apart")
    if c.type == "attestation" and _says_more(c):
        words.append(f"(“{' '.join(c.text.split())}”)")
    if c.window is not None:
        words.append(render_window(c.window))
    return " ".join(w for w in words if w)


def _says_more(c: Constraint) -> bool:
    """Whether a name is only the topic of what is asked, so that the text's own words must be shown."""
    if c.concept is None or " ".join(c.text.split()).casefold() == c.name.casefold():
        return False
    if c.concept.id in generic_concepts("topic"):
        return True
    return c.concept.id in generic_concepts("opinion") and default_lexicon().whole(" ".join(c.text.split())) is None


def _name(c: Constraint) -> str:
    return {"age": "age", "life_expectancy": "life expectancy"}.get(c.type, c.name)


_RISING = {"increase": "rising", "decrease": "falling", "stable": "stable", "any": "changing"}


def _moves(c: Constraint) -> list[str]:
    """``rising PSA``, ``PSA increase ≥ 25 % since the lowest``, ``body weight stable within < 5 kg``."""
    since = [f"since {'' if c.since == 'baseline' else 'the '}{c.since}"] if c.since else []
    if c.low is None and c.high is None:
        return [_RISING[c.change or ""], c.name, *since]
    how = "change" if c.change == "any" else "stable, change" if c.change == "stable" else str(c.change)
    far = render_bounds(Range(c.low, c.low_inclusive, c.high, c.high_inclusive, c.unit))
    return [c.name, how, far, *since]


def _values(c: Constraint) -> list[str]:
    if c.type == "sex":
        return ["or".join(f" {v} " for v in c.values or ()).strip()]
    if c.type == "reproductive":
        return []
    if c.values is not None:
        listed = ", ".join(f"{v:g}" if isinstance(v, (int, float)) else v for v in c.values)
        return [listed, f"({render_bounds(bound)} points)"] if (bound := _points(c)) is not None else [listed]
    if c.relative_to == "normal":
        return ["within normal limits"]
    if c.low is None and c.high is None:
        return ["at baseline"] if c.relative_to == "baseline" else []
    text = render_bounds(Range(c.low, c.low_inclusive, c.high, c.high_inclusive, c.unit))
    return [f"{text} × {c.relative_to}" if c.relative_to else text]


def _points(c: Constraint) -> Range | None:
    """The points that are asked where they are not those of the classes: "Child-Pugh B7"."""
    classes = [CHILD_PUGH_POINTS[v] for v in c.values or () if isinstance(v, str) and v in CHILD_PUGH_POINTS]
    bound = Range(c.low, c.low_inclusive, c.high, c.high_inclusive)
    if not classes or bound == Range():
        return None
    allowed = {
        p
        for p in range(5, 16)
        if (c.low is None or p > c.low or (p == c.low and c.low_inclusive))
        and (c.high is None or p < c.high or (p == c.high and c.high_inclusive))
    }
    return None if allowed == {p for low, high in classes for p in range(low, high + 1)} else bound


def render_bounds(r: Range) -> str:
    """``≥ 1.5 ×10⁹/L``, ``18 to 75 years``, ``2 months to 5 years``, ``> 10 and < 20``."""
    low, high = (None if v is None else _amount(v, r.unit) for v in (r.low, r.high))
    if low is not None and low == high:
        return "".join(low)
    if low is not None and high is not None and r.low_inclusive and r.high_inclusive:
        return f"{low[0]}{low[1] if low[1] != high[1] else ''} to {''.join(high)}"
    parts = []
    if low is not None:
        parts.append(f"{'≥' if r.low_inclusive else '>'} {''.join(low)}")
    if high is not None:
        parts.append(f"{'≤' if r.high_inclusive else '<'} {''.join(high)}")
    return " and ".join(parts)


def _amount(value: float, unit: str | None) -> tuple[str, str]:
    """A number and its unit with the blank before it; broken years or months as the weeks or days they are."""
    number = f"{value:g}"
    if len(number.partition(".")[2]) > _DECIMALS:
        for name, per in _PARTS.get(unit or "", {}).items():
            count = value * per
            if round(count) and abs(count - round(count)) < _NEAR:
                return f"{count:.0f}", f" {name}{'' if round(count) == 1 else 's'}"
    if unit == "{+}":
        return number, "+"
    return number, f" {display(unit)}" if unit and unit != "1" else ""


def render_window(w: Window) -> str:
    """``within 14 days before enrolment``, ``at least 4 weeks before first dose``; else the text's own words."""
    anchor = (w.anchor or "").replace("_", " ")
    before = f" before {anchor}" if anchor else " before"
    if w.half_lives is not None:
        return f"[{' '.join(w.text.split())}]"
    if w.throughout and w.from_ and w.from_.startswith("-") and w.to is not None:
        return f"for at least {_duration(w.from_)}"
    if w.from_ and w.from_.startswith("-") and w.to == "P0D":
        return f"within {_duration(w.from_)}{before}"
    if w.to and w.to.startswith("-") and w.from_ is None:
        return f"at least {_duration(w.to)}{before}"
    return f"[{' '.join(w.text.split())}]" if w.text else ""


def _duration(iso: str) -> str:
    body = iso.lstrip("-+").removeprefix("P")
    units = _SHORT_UNITS if body.startswith("T") else _UNITS
    body = body.removeprefix("T")
    number, unit = body[:-1], units.get(body[-1:], "")
    return f"{number} {unit}{'' if number == '1' else 's'}" if unit else iso
