"""Topics (patient descriptions) and judgements of the TREC and SIGIR clinical-trial collections."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from .errors import CorpusError, OnError, WrongCorpus, report
from .files import read_exactly, read_rows

__all__ = ["Judgement", "Topic", "read_qrels", "read_topics", "write_qrels"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A patient, described in prose."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a trial suits a topic: 0 not relevant, 1 excluded or partly, 2 eligible (the collection's own scale)."""

    topic: str
    trial: str
    score: int


def read_topics(path: Path | str, *, on_error: OnError | None = None) -> Iterator[Topic]:
    """The topics of a file: JSON Lines (``_id`` or ``id``, ``text``) or TREC's XML (``<topic number="…">``).

    Raises:
        WrongCorpus: if it is missing, empty or holds no topic.
        CorpusError: without `on_error`, for the first topic that cannot be used.
    """
    file = Path(path)
    if not file.is_file():
        raise WrongCorpus(str(file), 0, "no such file")
    text = read_exactly(file)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        yield from _xml_topics(file, text, on_error)
        return
    for number, line in read_rows(file):
        try:
            item = json.loads(line)
            topic = Topic(str(item["_id"] if "_id" in item else item["id"]), str(item["text"]))
        except json.JSONDecodeError as error:
            report(CorpusError(str(file), number, f"not JSON: {error.msg}"), on_error)
            continue
        except (KeyError, TypeError):
            report(CorpusError(str(file), number, "a topic needs _id and text"), on_error)
            continue
        yield topic


def _xml_topics(file: Path, text: str, on_error: OnError | None) -> Iterator[Topic]:
    try:
        root = ElementTree.fromstring(text.lstrip("\ufeff").encode("utf-8"))
    except ElementTree.ParseError as error:
        raise WrongCorpus(str(file), error.position[0], f"not XML: {error}", "was it downloaded whole?") from None
    topics = list(root.iter("topic"))
    if not topics:
        raise WrongCorpus(str(file), 0, "no <topic> in it")
    for place, topic in enumerate(topics, 1):
        number = topic.get("number") or topic.findtext("num") or ""
        description = topic.find("description")
        words = "".join((topic if description is None else description).itertext()).strip()
        if not number.strip() or not words:
            report(CorpusError(str(file), 0, f"topic {place} has no number or no text"), on_error)
            continue
        yield Topic(number.strip(), words)


def read_qrels(path: Path | str, *, on_error: OnError | None = None) -> Iterator[Judgement]:
    """The judgements of a file: TREC's ``topic iteration trial score``, or ``topic trial score`` with a header.

    Raises:
        WrongCorpus: if it is missing, empty, or its first line is of another form.
        CorpusError: without `on_error`, for the first line that cannot be used.
    """
    file = Path(path)
    if not file.is_file():
        raise WrongCorpus(str(file), 0, "no such file")
    some = False
    for place, (number, line) in enumerate(read_rows(file)):
        words = line.split()
        if place == 0 and words[-1] == "score":
            some = True
            continue
        if len(words) in (3, 4) and re.fullmatch(r"-?\d+", words[-1], re.ASCII):
            some = True
            yield Judgement(words[0], words[-2], int(words[-1]))
            continue
        problem = "a judgement is topic, (iteration,) trial and score"
        if not some:
            raise WrongCorpus(str(file), number, problem, "is this a file of judgements?")
        report(CorpusError(str(file), number, problem), on_error)


def write_qrels(judgements: Iterable[Judgement], path: Path | str) -> None:
    """Write judgements as TREC's tools read them: ``topic 0 trial score``."""
    with Path(path).open("w", encoding="utf-8", newline="\n") as out:
        for judgement in judgements:
            out.write(f"{judgement.topic} 0 {judgement.trial} {judgement.score}\n")
