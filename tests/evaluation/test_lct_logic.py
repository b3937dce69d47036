"""The gold operators of LCT, our tree's, and the benchmark that compares them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.corpus.lct import LctDocument, read_lct
from eligo.evaluation.baseline_logic import plain_operator
from eligo.evaluation.benchmarks.lct_logic import run
from eligo.evaluation.logic_gold import read_links
from eligo.evaluation.logic_tree import Joined, Tree

LISTING = (
    "Inclusion Criteria:\n"
    "  -  Asthma or eczema or rhinitis\n"
    "  -  If diabetes, use of metformin is required\n"
    "  -  ECOG 0 or 1\n"
    "Exclusion Criteria:\n"
    "  -  Cancer except melanoma\n"
    "  -  Mild or severe zorblaxia\n"
)


@pytest.fixture
def folder(tmp_path: Path, brat: Callable[..., Any]) -> Path:
    """A chain, a star over the same words, a condition, an exception, and two modifiers."""
    chain = brat(tmp_path, "NCT00000001", LISTING)
    things = [_thing(chain, "Condition", words) for words in ("Asthma", "eczema", "rhinitis")]
    chain.relate("Or", things[0], things[1])
    chain.relate("Or", things[1], things[2])
    chain.relate("If-Then", _thing(chain, "Condition", "diabetes"), _thing(chain, "Drug", "metformin"))
    rule, exception = _thing(chain, "Condition", "Cancer"), _thing(chain, "Condition", "melanoma")
    chain.event("Exception", "except", From=rule, Except=exception)
    disease = _thing(chain, "Condition", "zorblaxia")
    chain.relate(
        "Or", chain.event("Modifier", "Mild", Modifies=disease), chain.event("Modifier", "severe", Modifies=disease)
    )
    chain.save()
    star = brat(tmp_path, "NCT00000002", LISTING)
    things = [_thing(star, "Condition", words) for words in ("Asthma", "eczema", "rhinitis")]
    star.relate("Or", things[0], things[1])
    star.relate("Or", things[0], things[2])
    star.save()
    return tmp_path


def _thing(doc: Any, type_: str, words: str) -> str:
    name = doc.mark(f"{type_}-Name", words)
    event: str = doc.event(type_, words, Name=name)
    return event


def _words(document: LctDocument) -> list[tuple[str, str, str]]:
    return [
        (link.operator, document.text[slice(*link.first[0])], document.text[slice(*link.second[0])])
        for link in read_links(document).links
    ]


def test_chain_and_star_are_the_same_group(folder: Path) -> None:
    chain, star = read_lct(folder)
    group = [("Or", "Asthma", "eczema"), ("Or", "eczema", "rhinitis")]
    assert _words(chain)[:2] == _words(star) == group


def test_directed_links_and_what_is_left_out(folder: Path) -> None:
    chain, _ = read_lct(folder)
    assert _words(chain)[2:] == [("If-Then", "diabetes", "metformin"), ("Except", "Cancer", "melanoma")]
    assert read_links(chain).left_out == 1  # the modifiers


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Asthma", "rhinitis", Joined("Or")),
        ("diabetes", "metformin", Joined("If-Then")),
        ("metformin", "diabetes", Joined("If-Then", swapped=True)),
        ("Cancer", "melanoma", Joined("Except")),
        ("0", "1", Joined("Or")),
        ("Asthma", "melanoma", Joined(None, "in different criteria")),
        ("Asthma", "zorblaxia", Joined(None, "no leaf for the mention")),
    ],
)
def test_operator_where_two_leaves_part(first: str, second: str, joined: Joined) -> None:
    trial = eligo.parse(LISTING)
    tree = Tree(trial)
    spans = [(at, at + len(words)) for words in (first, second) for at in [LISTING.index(words)]]
    assert tree.joined(spans[:1], spans[1:]) == joined


def test_bound_for_one_sex_is_a_condition() -> None:
    text = "Inclusion Criteria:\n  -  Hemoglobin > 12 g/dL in women\n"
    tree = Tree(eligo.parse(text))
    women, bound = ((text.index(w), text.index(w) + len(w)) for w in ("women", "> 12 g/dL"))
    assert tree.joined([women], [bound], (True, False)) == Joined("If-Then")
    assert tree.joined([bound], [women], (False, True)) == Joined("If-Then", swapped=True)


@pytest.mark.parametrize(
    ("text", "operator", "swapped"),
    [
        ("A and B", "And", False),
        ("A, and/or B", "Or", False),
        ("A, B and C", "And", False),
        ("A, B or C", "Or", False),
        ("A, B", "Or", False),
        ("A with no B", "And", False),
        ("A other than B", "Except", False),
        ("A if B", "If-Then", True),
        ("A B", "And", False),
    ],
)
def test_plain_operator(text: str, operator: str, swapped: bool) -> None:
    a, b = text.index("A"), text.index("B")
    assert plain_operator(text, (a, a + 1), (b, b + 1)) == (operator, swapped)


def test_benchmark(folder: Path) -> None:
    result = run(folder, limit=None, seed=0, progress=lambda n, of: None)
    assert (result.metrics["tp"], result.metrics["fp"], result.metrics["fn"]) == (6, 0, 0)
    assert {name: figures["tp"] for name, figures in result.by_type.items()} == {"Or": 4, "Except": 1, "If-Then": 1}
    assert result.baselines["always Or"]["tp"] == 4
    assert {p.what.split(",")[0]: p.value for p in result.published} == {"And": 0.539, "If-Then": 0.6, "Except": 0.842}
    assert not result.errors


def test_mistakes_say_why(tmp_path: Path, brat: Callable[..., Any]) -> None:
    doc = brat(tmp_path, "NCT00000003", "Exclusion Criteria:\n  -  Allergic disease such as blorbia or zorbia\n")
    disease, *kinds = (_thing(doc, "Condition", words) for words in ("Allergic disease", "blorbia", "zorbia"))
    doc.relate("Or", *kinds)
    doc.relate("Example-Of", kinds[0], disease)
    result = run(doc.save(), limit=None, seed=0, progress=lambda n, of: None)
    assert result.causes() == {"Or: no leaf for the mention, an example": 1}
    assert result.more["other ways"]["eligo, without examples"]["recall"] is None


@pytest.mark.parametrize(
    ("group", "state", "operator"),
    [("women", "pregnant", "If-Then"), ("Men", "asthma", "And"), ("Girls", "eczema", "If-Then")],
)
def test_what_is_said_of_a_group(
    tmp_path: Path, brat: Callable[..., Any], group: str, state: str, operator: str
) -> None:
    text = "Inclusion Criteria:\n  -  Healthy pregnant women\n  -  Men who have asthma\n  -  Girls must have eczema\n"
    doc = brat(tmp_path, "NCT00000004", text)
    who = doc.event("Life-Stage-And-Gender", group)
    doc.value("Life-Stage-And-Gender-Value", who, "male" if group == "Men" else "female")
    doc.relate(operator, who, _thing(doc, "Condition", state))
    result = run(doc.save(), limit=None, seed=0, progress=lambda n, of: None)
    assert (result.metrics["tp"], result.metrics["fp"]) == (1, 0)
