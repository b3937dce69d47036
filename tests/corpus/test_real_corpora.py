"""The loaders on the real development folders: everything is read, and every misfit is one that is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eligo.corpus.brat import BratDocument, format_ann, parse_brat, read_brat
from eligo.corpus.errors import CorpusError
from eligo.corpus.lct import NAMED_TYPES, read_lct
from eligo.corpus.summary import summarise

pytestmark = pytest.mark.shared

_FOLDERS = {
    "chia": ("chia/dev", {"documents": 178}),
    "lct": ("lct/dev", {"documents": 112}),
    "covid-omop": ("covid_omop/dev", {"documents": 91}),
    "maccrobat": ("maccrobat/dev", {"documents": 22}),
    "negex": ("negex", {"negation": 647}),
    "fb-ner": ("fb_ner", {"lines": 2303, "cases": 39}),
    "trialgpt": ("trialgpt", {"pairs": 440}),
    "trec2021": ("trialgpt", {"topics": 95}),
}
_KNOWN = {"negex": [642]}  # the concept runs on into the next sentence, which the table lacks


@pytest.mark.parametrize("name", _FOLDERS)
def test_a_real_folder_loads(shared: Path, name: str) -> None:
    folder, expected = _FOLDERS[name]
    errors: list[CorpusError] = []
    counts = summarise(name, shared / "data" / folder, errors.append)
    assert {what: counts[what].total() for what in expected} == expected
    assert all(counter.total() > 0 for counter in counts.values())
    assert [error.line for error in errors] == _KNOWN.get(name, [])


@pytest.mark.parametrize("name", ["chia", "lct", "covid_omop", "maccrobat"])
def test_real_documents_write_and_read_back(shared: Path, name: str) -> None:
    documents: Iterator[BratDocument] = read_brat(shared / "data" / name / "dev")
    for document in documents:
        assert parse_brat(document.id, document.text, format_ann(document)) == document


def test_lct_names_mark_the_span_of_what_they_name(shared: Path) -> None:
    named = same = 0
    for document in read_lct(shared / "data" / "lct" / "dev"):
        entities = document.by_id()
        for (source, role), targets in document.arguments().items():
            if role == "Name" and entities[source].type in NAMED_TYPES:
                named += 1
                same += any((t.start, t.end) == (entities[source].start, entities[source].end) for t in targets)
    assert named > 1000
    assert same > 0.9 * named
