"""Unread words of a sentence in which only a person can say whether it holds join the attestation's text."""

import pytest

import eligo
from eligo.logic import render
from eligo.schema import leaves


def criterion(text: str, kind: str = "Inclusion"):
    return eligo.parse(f"{kind} Criteria:\n\n- {text}\n", source="x").criteria[0]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Signed consent document that lists the pertinent quenories", "informed consent"),
        ("Speaks and understands Esperanto", "language and literacy (“Speaks and understands Esperanto”)"),
    ],
)
def test_words_join_the_attestation(text: str, rendered: str) -> None:
    read = criterion(text)
    assert render(read.logic) == rendered
    assert read.parsed == "full"
    (leaf,) = leaves(read.logic)
    assert leaf.type == "attestation"
    assert leaf.text == read.text[leaf.start - read.start : leaf.end - read.start]


@pytest.mark.parametrize(
    "text",
    [
        "Informed consent, asthma and access to the quenory",  # something else is asked as well
        "Informed consent at 17",  # a number
        "Informed consent. Owns a quenory",  # another sentence
        "Informed consent, subjects who own a quenory",
    ],
)
def test_words_of_something_else_stay_unread(text: str) -> None:
    assert criterion(text).unparsed
