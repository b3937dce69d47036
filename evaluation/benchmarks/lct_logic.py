"""LCT: the operator (Or, And, If-Then, Except) that joins two things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eligo.corpus.lct import read_lct
from eligo.evaluation.baseline_logic import plain_operator
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.logic_given import trial_of_given
from eligo.evaluation.logic_gold import Link, read_links
from eligo.evaluation.logic_tree import APART, Joined, Tree
from eligo.evaluation.machine import read_criteria
from eligo.evaluation.result import Mistake, Progress, Published, Result, mistake
from eligo.evaluation.scores import Counts
from eligo.evaluation.tally import Tally

__all__ = ["run"]

_GIVEN, _OWN, _SURFACE, _MAJORITY = "eligo", "eligo, its own mentions", "the nearest conjunction word", "always Or"
_MEANING, _ASKED = "eligo, compared by meaning", "eligo, without examples"
_SOURCE = "Dobbins et al. 2022 (LCT), Scientific Data, doi:10.1038/s41597-022-01521-0"
_NOTE = "all relations to be found between gold entities, modifiers and places among them; another part of the corpus"


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`."""
    troubles = Troubles()
    tallies = {name: Tally() for name in (_GIVEN, _MEANING, _ASKED, _OWN, _SURFACE, _MAJORITY)}
    errors: list[Mistake] = []
    left_out = 0
    documents = first(read_lct(data, on_error=troubles), limit, troubles)
    for n, document in enumerate(documents, 1):
        gold = read_links(document)
        left_out += gold.left_out
        read = read_criteria(document.text, source=document.id)
        given, own = Tree(trial_of_given(read, document), read.shift), Tree(read.trial, read.shift)
        for tally in tallies.values():
            tally.add(document.id)
        for link in gold.links:
            answer = _as_drawn(link, given.joined(link.first, link.second, link.groups))
            operator, swapped = plain_operator(document.text, link.first[0], link.second[0])
            answers = {
                _GIVEN: answer,
                _MEANING: _as_meant(link, answer, document.kind_at(link.span[0])),
                _OWN: own.joined(link.first, link.second, link.groups),
                _SURFACE: Joined(operator, swapped=swapped),
                _MAJORITY: Joined("Or"),
            }
            answers = {name: _as_drawn(link, one) for name, one in answers.items()}
            if not link.examples:
                answers[_ASKED] = answer
            _count(tallies, document.id, link, answers)
            if not _right(link, answer):
                ours = f"{answer.operator}{' reversed' if answer.swapped else ''}" if answer.operator else ""
                errors.append(
                    mistake(
                        document.id,
                        "wrong" if answer.operator else "false negative",
                        link.operator,
                        f"{link.operator}: {_cause(answer, link)}",
                        gold=link.operator,
                        ours=ours,
                        source=document.text,
                        span=link.span,
                    )
                )
        progress(n, len(documents))
    figures = {name: tally.figures(seed=seed) for name, tally in tallies.items()}
    by_type = {name: tally.by_type(seed=seed) for name, tally in tallies.items()}
    return Result(
        benchmark="lct-logic",
        documents=len(documents),
        headline="f1",
        metrics=figures[_GIVEN],
        by_type=by_type[_GIVEN],
        by_document=tallies[_GIVEN].by_document(),
        more={
            "other ways": {name: figures[name] for name in (_OWN, _MEANING, _ASKED)},
            **{f"{name}, by type": by_type[name] for name in (_OWN, _MEANING, _ASKED, _SURFACE)},
        },
        baselines={name: figures[name] for name in (_SURFACE, _MAJORITY)},
        published=tuple(
            Published(f"{operator}, gold entities given", "F1", value, _SOURCE, _NOTE)
            for operator, value in (("And", 0.539), ("If-Then", 0.600), ("Except", 0.842))
        ),
        errors=tuple(errors),
        conventions=(
            "Asked of pairs that the gold relates: the operator where the two leaves part in our tree. What the gold "
            "does not relate is not asked, so precision is of the operator, not of finding pairs.",
            "Or and And are scored as groups: a link between each two neighbours in the text, however they were drawn.",
            "If-Then and Except have a direction. Any of an Except's exceptions are joined by Or.",
            "Headline: gold mentions handed to the logic stage; ages, numbers and windows as our stages read them.",
            "By meaning: under a Negation Or and And both deny each; among exclusions If-Then is And; criteria of "
            "their own are joined by And if they include, by Or if they exclude.",
            "Without examples: not asked of what the gold gives as an Example-Of something; our tree asks for "
            "the thing, and not for its examples ('such as').",
            f"{left_out} relations left out: between modifiers, places, times… that are no constraint of their own.",
            *troubles.told(),
        ),
    )


def _right(link: Link, answer: Joined) -> bool:
    return answer.operator == link.operator and not answer.swapped


def _as_drawn(link: Link, answer: Joined) -> Joined:
    """What is said of a group is And where the group's word stands first, else If-Then, as it is annotated."""
    if link.groups[0] == link.groups[1] or answer.operator not in {"And", "If-Then"}:
        return answer
    if link.described:
        return Joined("And")
    group, thing = (link.first[0], link.second[0]) if link.groups[0] else (link.second[0], link.first[0])
    return Joined("If-Then", swapped=link.groups[1]) if thing < group else answer


def _as_meant(link: Link, answer: Joined, kind: str | None) -> Joined:
    """The gold's operator, where ours says the same."""
    pair = {link.operator, answer.operator}
    if (link.negated and pair == {"Or", "And"}) or (kind == "exclusion" and pair <= {"If-Then", "And"}):
        return Joined(link.operator)
    apart = {"inclusion": "And", "exclusion": "Or"}.get(kind or "")
    return Joined(apart) if answer.why == APART else answer


def _count(tallies: Mapping[str, Tally], document: str, link: Link, answers: Mapping[str, Joined]) -> None:
    for name, answer in answers.items():
        if _right(link, answer):
            tallies[name].add(document, link.operator, Counts(tp=1))
            continue
        tallies[name].add(document, link.operator, Counts(fn=1))
        if answer.operator is not None:
            tallies[name].add(document, answer.operator, Counts(fp=1))


def _cause(answer: Joined, link: Link) -> str:
    if answer.operator is None:
        return f"{answer.why}, an example" if link.examples else answer.why
    if answer.operator == link.operator:
        return "the other way round"
    return f"other operator, {answer.operator}"
