"""The layers as they are run give what the layers that learn give."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy
import pytest

from eligo.models import frozen
from eligo.models.features import Features
from eligo.models.network import Member, Shape, packed
from eligo.models.vectors import WordVectors
from eligo.models.words import Hinted, cut

TEXTS = ("Known zorblax syndrome at 12 mg of foomycin", "No", "barcillin or foomycin", "zorblax zorblax syndrome 3 mg")


def batch(features: Features, texts: tuple[str, ...], scheme: str) -> object:
    given = [Hinted(text, (("drug", 0, 5),), (("quantity", 3, 9),)) for text in texts]
    return packed([features.of(one, cut(one.text), scheme) for one in given])


@pytest.mark.parametrize("pieces", [1, 2, 3])
@pytest.mark.parametrize("apart", [(), (1,), (1, 2, 5)])
def test_frozen_says_the_same(
    small: Shape, pieces: int, apart: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "_MOST", 12)  # so few words that what is kept is thrown away in between
    vectors = WordVectors(("zorblax", "no"), numpy.random.RandomState(1).randn(2, 3).astype("float16"))
    member = Member(replace(small, pieces=pieces, depth=len(apart), apart=apart), vectors, 5)
    member.start()
    draw = numpy.random.RandomState(2)
    member.take([draw.randn(*one.shape).astype("f") for one in member.weights()])
    features = Features(vectors)
    asked = [(TEXTS, "lct"), (TEXTS[1:], "lct"), (TEXTS, "chia"), (TEXTS[1:2], "chia"), (TEXTS, "lct")]
    given = [batch(features, texts, scheme) for texts, scheme in asked]
    plain = [member.scores(rows) for rows in given]
    member.freeze()
    for rows, before in zip(given, plain, strict=True):
        assert member.scores(rows) == pytest.approx(before, abs=1e-4)
    assert any(len(a) != len(b) or not numpy.allclose(a, b) for a, b in pairwise(plain))


def test_new_weights_are_used(small: Shape) -> None:
    vectors = WordVectors(("no",), numpy.ones((1, 3), "float16"))
    member = Member(small, vectors, 5)
    member.start()
    rows = batch(Features(vectors), TEXTS, "lct")
    member.freeze()
    before = member.scores(rows)
    draw = numpy.random.RandomState(2)
    member.take([draw.randn(*one.shape).astype("f") for one in member.weights()])
    assert not numpy.allclose(member.scores(rows), before)
