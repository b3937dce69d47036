"""Trees as one line that a reader can write and check, and when two of them say the same.

    any(condition:stroke[@-P6M..P0D screening]; except(condition:malignancy[history]; condition:melanoma in situ))

* Operators: ``all``, ``any``, ``atleast2`` (any number), ``atmost1``, ``not``, ``except(what; exceptions…)``,
  ``if(when; then)`` or ``if(when; then; otherwise)``. ``-`` is no tree: the text asks nothing by itself.
* A leaf is ``type:name[fields]``, its fields divided by commas: a bound (``>=1.5 10*9/L``, ``18..75 a``, ``<=3 ULN``),
  ``normal``, ``values=0|1``, ``stage=III|IV``, ``grade>=2``, ``dose<=10 mg/d``, ``lines 1..3``, ``severity=severe``
  (quoted where it holds a comma), ``result=``, ``method=``, ``route=``, ``site=``, ``certainty=any``, and the plain
  words ``active, history, confirmed, suspected, prior, concurrent, planned, resistance, intolerance, hypersensitivity,
  stable_dose, family, male, female``. ``age``, ``life_expectancy`` and ``sex:male`` need no name of their own.
* A window is ``@from..to anchor``, each part as in `eligo.schema.Window`, then ``throughout`` and
  ``5 half-lives longer`` where they apply.

Two trees say the same where they agree after: nesting of one operator in itself undone, negations carried down to the
leaves, order left aside. Of a leaf all is compared but where the text says it, concept, canonical bounds, specimen and
assumptions; ``any`` of a status, a certainty or a role asks nothing and is not written, nor is a value that repeats the
name or a bound that repeats the values; lines of a treatment are prior by themselves, a stable dose is concurrent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from eligo.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Constraint,
    ConstraintType,
    Except,
    IfThen,
    Node,
    Not,
    Range,
    Window,
)  # fmt: skip

__all__ = ["Form", "form_of", "leaf_forms", "read_form", "written"]

_HEAD = re.compile(r"(all|any|atleast\d+|atmost\d+|not|except|if)\(")
_WORDS = {
    "active", "history", "confirmed", "suspected", "prior", "concurrent", "planned", "resistance", "intolerance",
    "hypersensitivity", "stable_dose", "family", "male", "female", "normal",
}  # fmt: skip
_KEYS = {"values", "stage", "severity", "result", "method", "route", "site", "certainty", "role", "status"}
_NUMBER = r"\d+(?:\.\d+)?"
_BOUND = re.compile(rf"(?:grade|dose|lines)? ?(?:(?:[<>]=?|=){_NUMBER}|{_NUMBER}\.\.<?{_NUMBER})(?: \S+)?")
_DURATION = r"(?:-?P(?:\d+(?:\.\d+)?[YMWD]|T\d+H))?"
_WINDOW = re.compile(
    rf"@{_DURATION}\.\.{_DURATION}(?: [a-z_]+?)?(?: throughout)?(?: \d+ half-lives(?: longer| shorter)?)?"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A tree in normal form: an operator over forms, or a leaf (`op` empty, `text` the leaf as written)."""

    op: str
    args: tuple[Form, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        return f"{self.op}({'; '.join(map(str, self.args))})" if self.op else self.text


def read_form(text: str) -> Form | None:
    """The form that a line of the notation states; None for ``-``.

    Raises:
        ValueError: if the line is not in the notation; says where.
    """
    text = text.strip()
    if text == "-":
        return None
    form, end = _read(text, 0)
    if end < len(text):
        raise ValueError(f"left over: {text[end:]!r}")
    return form


def _read(text: str, at: int) -> tuple[Form, int]:
    while text[at : at + 1] == " ":
        at += 1
    head = _HEAD.match(text, at)
    if head is None:
        end = _leaf_end(text, at)
        return Form("", text=_leaf(text[at:end].strip())), end
    args: list[Form] = []
    at = head.end()
    while True:
        form, at = _read(text, at)
        args.append(form)
        if text[at : at + 1] == ")":
            return _normal(head[1], args), at + 1
        if text[at : at + 1] != ";":
            raise ValueError(f"expected ; or ) at {text[at:]!r}")
        at += 1


def _leaf_end(text: str, at: int) -> int:
    """Where a leaf ends: its name may hold parentheses (``PD-(L)1 inhibitor``)."""
    depth = 0
    for n in range(at, len(text)):
        if text[n] in "([":
            depth += 1
        elif text[n] in ")]" and depth:
            depth -= 1
        elif text[n] == ")" or (text[n] == ";" and not depth):
            return n
    return len(text)


def _leaf(text: str) -> str:
    name, bracket, inside = text.partition("[")
    type_ = name.partition(":")[0]
    if type_ not in get_args(ConstraintType):
        raise ValueError(f"no such type: {text!r}")
    if bracket and not inside.endswith("]"):
        raise ValueError(f"no closing bracket: {text!r}")
    fields = re.findall(r'[^,"]*"[^"]*"|[^,]+', inside[:-1])
    return _written(name.strip(), [_field(f.strip()) for f in fields])


def _field(field: str) -> str:
    key = field.partition("=")[0]
    if field in _WORDS or (key in _KEYS and "=" in field) or _BOUND.fullmatch(field) or _WINDOW.fullmatch(field):
        return "" if field in {"role=any", "status=any", "certainty=any"} else field.replace('"', "")
    raise ValueError(f"no such field: {field!r}")


def _written(name: str, fields: Sequence[str]) -> str:
    kept = {f for f in fields if f}
    if any(f.startswith("lines") for f in kept):
        kept.discard("prior")
    if "stable_dose" in kept:
        kept -= {"concurrent", "prior"}
    if any(f.startswith("values") for f in kept):
        kept = {f for f in kept if f[0] not in "<>="}
    return f"{name}[{', '.join(sorted(kept))}]" if kept else name


def _normal(op: str, args: Sequence[Form]) -> Form:
    """One form, normal if its arguments are."""
    if op == "not":
        (arg,) = args
        if arg.op in {"all", "any"}:
            return _normal("any" if arg.op == "all" else "all", [_normal("not", [a]) for a in arg.args])
        return arg.args[0] if arg.op == "not" else Form("not", (arg,))
    if op == "except":
        what, *exceptions = args
        flat = [f for e in exceptions for f in (e.args if e.op == "any" else (e,))]
        return Form(op, (what, *sorted(flat, key=str)))
    if op == "if":
        return Form(op, tuple(args))
    if op in {"all", "any"}:
        args = [f for a in args for f in (a.args if a.op == op else (a,))]
        if len(args) == 1:
            return args[0]
    return Form(op, tuple(sorted(args, key=str)))


def form_of(node: Node | None) -> Form | None:
    """The form of a tree."""
    if node is None:
        return None
    match node:
        case AllOf(args=args):
            return _normal("all", _forms(args))
        case AnyOf(args=args):
            return _normal("any", _forms(args))
        case AtLeast(n=n, args=args):
            return _normal(f"atleast{n}", _forms(args))
        case AtMost(n=n, args=args):
            return _normal(f"atmost{n}", _forms(args))
        case Not(arg=arg):
            return _normal("not", _forms([arg]))
        case Except(arg=arg, exceptions=exceptions):
            return _normal("except", _forms([arg, *exceptions]))
        case IfThen(when=when, then=then, otherwise=otherwise):
            return _normal("if", _forms([when, then] if otherwise is None else [when, then, otherwise]))
        case _:
            return Form("", text=_constraint(node))


def _forms(nodes: Sequence[Node]) -> list[Form]:
    return [f for n in nodes if (f := form_of(n)) is not None]


def written(node: Node | None) -> str:
    """A tree in the notation, in normal form; ``-`` for none."""
    return str(form_of(node) or "-")


def leaf_forms(form: Form | None) -> list[str]:
    """The leaves of a form as written, each as often as it stands there."""
    if form is None:
        return []
    return [form.text] if not form.op else [leaf for a in form.args for leaf in leaf_forms(a)]


def _constraint(c: Constraint) -> str:
    if c.type == "sex":
        return f"sex:{'|'.join(map(str, c.values or ()))}"
    name = c.type if c.type in {"age", "life_expectancy"} else f"{c.type}:{c.name}"
    fields = [_bound(Range(c.low, c.low_inclusive, c.high, c.high_inclusive, c.relative_to or c.unit))]
    if c.relative_to == "normal" and not fields[0]:
        fields.append("normal")
    for key, range_ in (("grade", c.grade), ("dose", c.dose), ("lines", c.lines)):
        if range_ is not None and (bound := _bound(range_)):
            fields.append(f"{key}{'' if bound[0] in '<>=' else ' '}{bound}")
    words = (c.status, c.certainty, c.role, c.relation, c.experiencer, c.sex)
    fields += [w for w in words if w not in {None, "any", "exposure", "patient"}]
    fields += [f"values={_listed(c.values)}"] if c.values is not None and c.values != (c.name,) else []
    fields += [f"stage={_listed(c.stage)}"] if c.stage else []
    for key in ("severity", "result", "method", "route", "site"):
        value = getattr(c, key)
        fields += [f"{key}={value}"] if value else []
    fields += [_window(c.window)] if c.window is not None else []
    return _written(name, fields)


def _listed(values: Sequence[int | float | str]) -> str:
    return "|".join(f"{v:g}" if isinstance(v, (int, float)) else v for v in values)


def _bound(r: Range) -> str:
    unit = f" {r.unit}" if r.unit and r.unit not in {"1", "normal"} else ""
    if r.low is not None and r.low == r.high:
        return f"={r.low:g}{unit}"
    if r.low is not None and r.high is not None:
        low = f"{r.low:g}" if r.low_inclusive else f">{r.low:g}"
        return f"{low}..{'' if r.high_inclusive else '<'}{r.high:g}{unit}"
    if r.low is not None:
        return f"{'>=' if r.low_inclusive else '>'}{r.low:g}{unit}"
    if r.high is not None:
        return f"{'<=' if r.high_inclusive else '<'}{r.high:g}{unit}"
    return ""


def _window(w: Window) -> str:
    text = f"@{w.from_ or ''}..{w.to or ''}"
    text += f" {w.anchor}" if w.anchor else ""
    text += " throughout" if w.throughout else ""
    if w.half_lives is not None:
        text += f" {w.half_lives:g} half-lives" + (f" {w.whichever}" if w.whichever else "")
    return text
