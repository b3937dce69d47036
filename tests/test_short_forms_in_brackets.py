"""A short form in brackets amid a term does not hide it: "gastrointestinal (GI) bleeding"."""

from __future__ import annotations

import pytest

from eligo.entities.lexicon import default_lexicon


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gastrointestinal (GI) bleeding", ["gastrointestinal bleeding"]),
        ("a Janus kinase (JAK) inhibitor", ["JAK inhibitors"]),
        ("central nervous system (CNS) metastases", ["CNS metastases"]),  # as a table writes it
        ("deep venous (DVT) thrombosis or pneumonia", ["deep vein thrombosis", "pneumonia"]),
        ("hepatitis B virus (HBV) infection", ["hepatitis B"]),
        # no short form alone
        ("gastrointestinal (and other) bleeding", ["bleeding"]),
        ("gastrointestinal (GI tract) bleeding", ["bleeding"]),
        ("gastrointestinal (GI, bleeding", ["bleeding"]),
        ("gastrointestinal (GI", []),
    ],
)
def test_find(text: str, found: list[str]) -> None:
    assert [m.name for m in default_lexicon().find(text)] == found


def test_spans_hold_the_brackets() -> None:
    (mention,) = default_lexicon().find("no deep venous (DVT) thrombosis", 100)
    assert (mention.text, mention.start, mention.end) == ("deep venous (DVT) thrombosis", 103, 131)
