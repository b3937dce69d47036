"""What a folder of a corpus holds: counts by kind and type, every misfit on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from .chia import read_chia
from .covid_omop import read_covid_omop
from .errors import OnError, UnknownCorpus, WrongCorpus
from .fb import read_fb_cases, read_fb_slots
from .lct import read_lct
from .maccrobat import read_maccrobat
from .negex import read_negex
from .trec import read_qrels, read_topics
from .trial_documents import TrialDocument
from .trialgpt import read_trialgpt

__all__ = ["READABLE", "Counts", "summarise"]

Counts = dict[str, Counter[str]]
"""What is counted (``documents``, ``entities``…) → type → how many."""


def summarise(name: str, path: Path | str, on_error: OnError | None = None) -> Counts:
    """Load the corpus `name` from its folder or file, and count.

    Raises:
        UnknownCorpus: if there is no such corpus.
        WrongCorpus: if the folder is empty or of another corpus.
        CorpusError: without `on_error`, for the first annotation that does not fit.
    """
    reader = READABLE.get(name.casefold().replace("_", "-"))
    if reader is None:
        raise UnknownCorpus(name, READABLE)
    return reader(Path(path), on_error)


def _of_trials(documents: Iterable[TrialDocument]) -> Counts:
    counts: Counts = {k: Counter() for k in ("documents", "entities", "relations", "groups")}
    for document in documents:
        kinds = {section.kind or "no heading" for section in document.sections}
        counts["documents"][" and ".join(sorted(kinds, reverse=True)) or "empty"] += 1
        counts["entities"].update(entity.type for entity in document.entities)
        counts["relations"].update(relation.type for relation in document.relations)
        counts["groups"].update(group.type for group in document.groups)
    return counts


def _chia(path: Path, on_error: OnError | None) -> Counts:
    return _of_trials(read_chia(path, on_error=on_error))


def _covid_omop(path: Path, on_error: OnError | None) -> Counts:
    return _of_trials(read_covid_omop(path, on_error=on_error))


def _lct(path: Path, on_error: OnError | None) -> Counts:
    counts: Counts = {k: Counter() for k in ("documents", "entities", "roles", "relations")}
    for document in read_lct(path, on_error=on_error):
        kinds = {section.kind or "no heading" for section in document.sections}
        counts["documents"][" and ".join(sorted(kinds, reverse=True)) or "empty"] += 1
        counts["entities"].update(entity.type for entity in document.entities)
        counts["roles"].update(role.name for role in document.roles)
        counts["relations"].update(relation.type for relation in document.relations)
    return counts


def _maccrobat(path: Path, on_error: OnError | None) -> Counts:
    counts: Counts = {k: Counter() for k in ("documents", "mentions", "polarity", "relations", "groups")}
    for case in read_maccrobat(path, on_error=on_error):
        counts["documents"]["case report"] += 1
        counts["mentions"].update(mention.type for mention in case.mentions)
        counts["polarity"].update(mention.polarity for mention in case.mentions if mention.polarity)
        counts["relations"].update(relation.type for relation in case.relations)
        counts["groups"].update(group.type for group in case.groups)
    return counts


def _negex(path: Path, on_error: OnError | None) -> Counts:
    counts: Counts = {k: Counter() for k in ("negation", "temporality", "experiencer")}
    for row in read_negex(path, on_error=on_error):
        for column, counter in counts.items():
            counter[getattr(row, column)] += 1
    return counts


def _fb_ner(path: Path, on_error: OnError | None) -> Counts:
    counts: Counts = {k: Counter() for k in ("lines", "slots", "cases", "relations")}
    for file in _files(path, ("*.tsv", "*.jsonl"), "slot file or file of cases"):
        if file.suffix == ".jsonl":
            for case in read_fb_cases(file, on_error=on_error):
                counts["cases"][file.name] += 1
                counts["relations"].update(relation.type for relation in case.relations)
        else:
            for line in read_fb_slots(file, on_error=on_error):
                counts["lines"][file.name] += 1
                counts["slots"].update(slot.type for slot in line.slots)
    return counts


def _trialgpt(path: Path, on_error: OnError | None) -> Counts:
    counts: Counts = {k: Counter() for k in ("pairs", "evidence")}
    for pair in read_trialgpt(path, on_error=on_error):
        counts["pairs"][f"{pair.kind}: {pair.label}"] += 1
        counts["evidence"]["some sentence" if pair.evidence else "none"] += 1
    return counts


def _collection(path: Path, on_error: OnError | None) -> Counts:
    counts: Counts = {k: Counter() for k in ("topics", "judgements")}
    for file in _files(path, ("*topics*.jsonl", "*topics*.xml", "*qrels*"), "topics or judgements"):
        if "qrels" in file.name:
            counts["judgements"].update(str(j.score) for j in read_qrels(file, on_error=on_error))
        else:
            counts["topics"][file.name] += sum(1 for _ in read_topics(file, on_error=on_error))
    return counts


def _files(path: Path, patterns: Iterable[str], what: str) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted({file for pattern in patterns for file in path.glob(pattern)})
    if not found:
        raise WrongCorpus(str(path), 0, f"holds no {what}" if path.is_dir() else "no such file or folder")
    return found


READABLE: dict[str, Callable[[Path, OnError | None], Counts]] = {
    "chia": _chia,
    "lct": _lct,
    "covid-omop": _covid_omop,
    "maccrobat": _maccrobat,
    "negex": _negex,
    "fb-ner": _fb_ner,
    "trialgpt": _trialgpt,
    "trec2021": _collection,
    "sigir": _collection,
}
"""The corpora that can be loaded."""
