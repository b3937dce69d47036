"""Analysed statements → a trial: one tree a criterion, headers handed down to the bullets they govern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligo.attributes.topics import topic_of
from eligo.logic.age_tables import AgeTable, age_row, age_table, with_rows
from eligo.logic.age_words import with_age_words
from eligo.logic.attested import attest_words
from eligo.logic.bullets import Parsed
from eligo.logic.counted_off import without_labels
from eligo.logic.demands import lets_in
from eligo.logic.earlier_studies import earlier_study
from eligo.logic.graded import up_to_grade
from eligo.logic.grammar import Parse, parse_items
from eligo.logic.headers import hand_down
from eligo.logic.items import Item, read_items
from eligo.logic.no_listings import denials
from eligo.logic.pieces import pieces
from eligo.logic.promised import promised
from eligo.logic.rewrite import map_leaves, simplify
from eligo.logic.scope import flat_groups, part_of_trial, subgroups
from eligo.logic.two_ended import both_ends, has_two_ends
from eligo.logic.unplaced import unplaced_times
from eligo.schema import (
    AllOf,
    Analysis,
    AnyOf,
    Constraint,
    Criterion,
    Document,
    IfThen,
    Node,
    Statement,
    Trial,
    leaves,
)  # fmt: skip

__all__ = ["build_criteria", "build_trial"]


def build_trial(document: Document, analyses: Sequence[Analysis]) -> Trial:
    """The trial of a listing.

    Args:
        analyses: one for each of the document's criterion statements.
    """
    return Trial(
        id=document.id,
        criteria=build_criteria(analyses, document.text),
        skipped=document.skipped,
        title=document.title,
        sponsor=document.sponsor,
        conditions=document.conditions,
        interventions=document.interventions,
        minimum_age=document.minimum_age,
        maximum_age=document.maximum_age,
        sex=document.sex,
        dates=document.dates,
        source=document.text,
    )


def build_criteria(analyses: Sequence[Analysis], source: str = "") -> tuple[Criterion, ...]:
    """The criteria of one document, in its order.

    Args:
        source: the document's text.
    """
    parses: dict[str, Parse] = {}
    criteria: dict[str, Criterion] = {}
    below: dict[str, list[str]] = {}
    groups = subgroups([a.statement for a in analyses])
    bare, whose = flat_groups([a.statement for a in analyses])
    several = any(a.statement.id == "I2" for a in analyses)
    denying = denials([a.statement for a in analyses])
    table: AgeTable | None = None
    rows: dict[str, tuple[AgeTable, list[str]]] = {}
    left: tuple[str, ...]
    for analysis in analyses:
        statement = analysis.statement
        if statement.kind == "note":
            continue
        row = age_row(analysis, table)
        if row is None:
            table = age_table(analysis, table)
        elif table is not None:
            rows.setdefault(table.id, (table, []))[1].append(statement.id)
        if statement.id in whose:
            analysis = replace(analysis, statement=replace(statement, section=whose[statement.id]))
        if row is not None or statement.id in bare or (table is not None and table.columns == statement.id):
            parse, left = Parse(row, permits=row is None), ()
        else:
            parse, left = _read(
                _under_topic(analysis, criteria),
                source,
                grouped=statement.id in groups or statement.parent in groups,
                leads=several and statement.id == "I1",
                denying=denying,
                asks=not lets_in(criteria[statement.parent].text) if statement.parent in criteria else True,
            )
        if statement.id in groups:
            parse.condition = parse.condition or parse.node or groups[statement.id]
            parse.condition_text = parse.condition_text or groups[statement.id].name
        parses[statement.id] = parse
        criteria[statement.id] = Criterion(
            statement.id,
            statement.kind,
            statement.text,
            statement.start,
            statement.end,
            statement.parent,
            parse.node,
            _grade(parse, left),
            left,
        )
        if statement.parent is not None:
            below.setdefault(statement.parent, []).append(statement.id)
    hand_down(criteria, parses, below)
    for id_, (announced, members) in rows.items():
        found = [node for i in members if (node := criteria[i].logic) is not None]
        if found and announced.instead and criteria[id_].logic is not None:
            criteria |= {i: replace(criteria[i], logic=None) for i in members}
        if found:
            criteria[id_] = with_rows(criteria[id_], announced, found)
    with_age_words(criteria)
    without_labels(criteria)
    for id_, criterion in criteria.items():
        if criterion.kind == "inclusion" and criterion.logic is not None and "rade" in criterion.text:
            criteria[id_] = criterion = replace(criterion, logic=up_to_grade(criterion.logic, criterion.text))
        if criterion.parsed == "none" and not criterion.unparsed:  # only words that say little by themselves
            criteria[id_] = replace(criterion, unparsed=(" ".join(criterion.text.split()),))
    return tuple(criteria.values())


def _under_topic(analysis: Analysis, criteria: dict[str, Criterion]) -> Analysis:
    """A bullet under a header that only names something ("Platelets:"): the header is its subheading."""
    statement = analysis.statement
    header = criteria.get(statement.parent or "")
    topic = header.text.strip(" :\n") if header is not None and analysis.quantities else ""
    if topic_of(topic) is None:
        return analysis
    return replace(analysis, statement=replace(statement, section=topic))


def _read(
    analysis: Analysis, source: str, *, grouped: bool, leads: bool = False, denying: int = 0, asks: bool = True
) -> tuple[Parse, tuple[str, ...]]:
    """What a statement says, and the words left over.

    Args:
        leads: it is the first of several inclusion criteria.
        denying, asks: see `Parse`.
        grouped: it is, or stands under, a header that names whom it is for; so its subheading does not.
    """
    whole: Parse | None = None
    nodes: list[Node] = []
    left: list[str] = []
    scope = None if grouped else part_of_trial(analysis.statement, source)
    for piece in pieces(analysis):
        statement = piece.statement
        assert statement.kind != "note"
        items = read_items(piece)
        if scope is not None:
            items = [i for i in items if i.start >= scope[1]]
        parse = parse_items(
            items, statement.kind, statement.text, statement.start, leads=leads, denying=denying, asks=asks
        )
        if statement.kind == "inclusion" and not parse.permits:
            parse.node = promised(parse.node, items, statement.text, statement.start)
            parse.node = earlier_study(parse.node, items, statement.text, statement.start)
        if parse.node is not None:
            unplaced_times(items, parse.node)
            parse.node = attest_words(parse.node, items, statement.text, statement.start)
        left += _leftover(items, statement)
        nodes += [parse.node] if parse.node is not None else []
        whole = whole or parse
    assert whole is not None
    if len(nodes) > 1:
        together = AllOf(tuple(nodes)) if analysis.statement.kind == "inclusion" else AnyOf(tuple(nodes))
        whole.node = simplify(together)
    elif nodes:
        whole.node = nodes[0]
    if whole.node is not None and any(_looks_back(c) for c in leaves(whole.node)):
        whole.node = map_leaves(whole.node, _ahead)
    if whole.node is not None and any(has_two_ends(c) for c in leaves(whole.node)):
        whole.node = both_ends(whole.node)
    if scope is not None and whole.node is not None:
        whole.node = IfThen(scope[0], whole.node, None, scope[0].name)
    return whole, tuple(left)


_BLANKS = re.compile(r"\s+")
_BACK = re.compile(r"\b(?:before|prior|preceding|past|last|previous|earlier|ago)\b", re.I)


def _looks_back(c: Constraint) -> bool:
    """Whether the window of what is planned lies in the past, and no word says so."""
    window = c.window
    if c.role != "planned" or window is None or window.from_ is None or window.throughout:
        return False
    return window.from_.startswith("-P") and window.to == "P0D" and _BACK.search(window.text) is None


def _ahead(c: Constraint) -> Constraint:
    """ "Surgery scheduled within 30 days of enrolment": what is planned lies ahead."""
    if not _looks_back(c) or c.window is None or c.window.from_ is None:
        return c
    return replace(c, window=replace(c.window, from_="P0D", to=c.window.from_[1:]))


def _grade(parse: Parse, left: tuple[str, ...]) -> Parsed:
    if parse.node is None and not parse.permits:
        return "none"
    return "partial" if left else "full"


def _leftover(items: Sequence[Item], statement: Statement) -> tuple[str, ...]:
    """Runs of words that nothing accounts for, as they stand in the text."""
    runs: list[tuple[int, int]] = []
    for item in _without_definiendum(_flat(items)):
        if item.kind == "word":
            gap = statement.text[runs[-1][1] - statement.start : item.start - statement.start] if runs else "."
            if runs and not gap.strip(" \n\r\t-"):
                runs[-1] = (runs[-1][0], item.end)
            else:
                runs.append((item.start, item.end))
    return tuple(_BLANKS.sub(" ", statement.text[s - statement.start : e - statement.start]) for s, e in runs)


def _flat(items: Sequence[Item]) -> list[Item]:
    flat: list[Item] = []
    for item in items:
        if item.kind == "paren":
            if not _is_example(item.inside) and not _is_label(item.inside):
                flat.extend(_flat(item.inside))
        else:
            flat.append(item)
    return flat


def _is_label(inside: Sequence[Item]) -> bool:
    """ "(WHO-II/III)", "(AR)", the "(s)" of "drug(s)": another name for what stands before it."""
    return [i.kind for i in inside] == ["word"] and any(c.isalpha() for c in inside[0].text)


def _without_definiendum(items: list[Item]) -> list[Item]:
    """Without the words that a definition explains: "AR" of "(AR defined as …)"."""
    named = {id(before) for before, item in pairwise(items) if item.kind == "define"}
    return [i for i in items if id(i) not in named]


def _is_example(inside: Sequence[Item]) -> bool:
    head = next((i for i in inside if i.kind not in {"filler", "comma"}), None)
    return head is not None and head.kind == "example"
