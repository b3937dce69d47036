"""TREC's clinical-trial topics: does our order of the trials put the eligible ones before the excluded ones?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import ndcg_score

import eligo
from eligo.corpus.errors import WrongCorpus
from eligo.corpus.trec import Judgement, Topic, read_qrels, read_topics
from eligo.corpus.trials import read_trials
from eligo.errors import EligoError
from eligo.evaluation.bootstrap import interval
from eligo.evaluation.inputs import Troubles, first
from eligo.evaluation.result import Progress, Result
from eligo.evaluation.tally import STATISTICS
from eligo.matching import match, rank
from eligo.schema import Document, Patient, Trial

__all__ = ["run"]

_DEPTH = 10
_MILLION = 1_000_000  # NDCG is summed in millionths, so that counts of documents stay whole numbers
_NOT_TRIALS = ("qrels", "topics")

Order = Mapping[str, float]  # of one topic's trials: higher comes first


def run(data: Path, *, limit: int | None, seed: int, progress: Progress) -> Result:
    """See `eligo.evaluation.registry.Run`. A document is a topic; `data` holds topics, judgements and trials, at any
    depth: files with ``topics`` and with ``qrels`` in their names, and files or folders whose names begin with
    ``trial`` or ``ClinicalTrials``."""
    troubles = Troubles()
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    judgements: list[Judgement] = []
    for file in _named(data, "qrels"):
        judgements += read_qrels(file, on_error=troubles)
    topics = {t.id: t for file in _named(data, "topics") for t in read_topics(file, on_error=troubles)}
    wanted = {j.trial for j in judgements if j.topic in topics}
    trials = {d.id: d for d in _documents(data, troubles) if d.id in wanted}
    for j in judgements:
        if j.topic in topics and j.trial in trials:
            judged[j.topic][j.trial] = j.score
    chosen = first([topics[id] for id in judged], limit, troubles)
    texts = {id: trials[id].text for topic in chosen for id in judged[topic.id]}
    read = {id: trial for id in texts if (trial := _read(trials[id])) is not None}
    systems: dict[str, Callable[[Topic, Sequence[str]], Order]] = {"eligo": lambda t, ids: _ours(t, ids, read)}
    systems |= _bm25(texts)
    rows: dict[str, dict[str, list[int]]] = {name: {} for name in systems}
    for n, topic in enumerate(chosen, 1):
        scores = {id: score for id, score in judged[topic.id].items() if id in read}
        for name, order in systems.items():
            rows[name][topic.id] = _row(scores, order(topic, list(scores)))
        progress(n, len(chosen))
    return Result(
        benchmark="trec-ranking",
        documents=len(chosen),
        headline="auc",
        metrics=_figures(rows["eligo"], seed),
        by_type={},
        by_document=rows["eligo"],
        baselines={name: _figures(row, seed) for name, row in rows.items() if name != "eligo"},
        conventions=(
            f"{sum(map(len, judged.values()))} judged pairs of which both texts are there, of {len(judgements)}; "
            f"{len(texts) - len(read)} trials without criteria left out.",
            "AUC: of all pairs of an eligible and an excluded trial of one topic, the share in the right order; a tie "
            f"is half right. NDCG@{_DEPTH}: gain 2 for eligible, 1 for excluded, 0 for not relevant.",
            *troubles.told(),
        ),
    )


def _named(data: Path, part: str) -> list[Path]:
    found = sorted(p for p in (data.rglob("*") if data.is_dir() else ()) if p.is_file() and part in p.name.casefold())
    if not found:
        raise WrongCorpus(
            str(data), 0, f"holds no file with {part!r} in its name", "give the folder of topics, qrels, trials"
        )
    return found


def _documents(data: Path, troubles: Troubles) -> Iterator[Document]:
    found = False
    for path in sorted(data.rglob("*")):
        name = path.name.casefold()
        if name.startswith(("trials", "clinicaltrials")) and not any(part in name for part in _NOT_TRIALS):
            if not path.is_file():
                continue
            found = True
            yield from read_trials(path, on_error=troubles)
    if not found:
        raise WrongCorpus(str(data), 0, "holds no file of trials", "its name begins with trials or ClinicalTrials")


def _read(document: Document) -> Trial | None:
    try:
        return eligo.parse(document)
    except EligoError:  # no criteria in it
        return None


def _ours(topic: Topic, ids: Sequence[str], read: Mapping[str, Trial]) -> Order:
    try:
        patient = eligo.annotate(topic.text, source=topic.id)
    except EligoError:  # nothing to read in it
        patient = Patient(topic.id, ())
    reports = [(read[trial], patient, match(read[trial], patient)) for trial in ids]
    places: dict[int, str] = {id(report): trial for trial, (_, _, report) in zip(ids, reports, strict=True)}
    return {places[id(ranked.report)]: -float(n) for n, ranked in enumerate(rank(reports))}


def _bm25(texts: Mapping[str, str]) -> dict[str, Callable[[Topic, Sequence[str]], Order]]:
    """Words in common, weighed (Robertson et al., TREC-3, 1994; bm25s' Lucene variant); {} without that library."""
    try:
        import bm25s
    except ImportError:
        return {}
    ids = list(texts)
    options: dict[str, Any] = {"stopwords": "en", "show_progress": False}
    index = bm25s.BM25()
    index.index(bm25s.tokenize([texts[id] for id in ids], **options), show_progress=False)

    def order(topic: Topic, wanted: Sequence[str]) -> Order:
        words = bm25s.tokenize(topic.text, return_ids=False, **options)[0]
        found = dict(zip(ids, index.get_scores(words), strict=True))
        return {id: float(found[id]) for id in wanted}

    return {"BM25 (bm25s)": order}


def _row(scores: Mapping[str, int], order: Order) -> list[int]:
    """``[halves of pairs in the right order, halves of pairs, NDCG in millionths, topics with an NDCG]``."""
    eligible = [order[id] for id, score in scores.items() if score == 2]
    excluded = [order[id] for id, score in scores.items() if score == 1]
    right = sum(2 * (e > x) + (e == x) for e in eligible for x in excluded)
    row = [right, 2 * len(eligible) * len(excluded), 0, 0]
    if len(scores) > 1 and any(score > 0 for score in scores.values()):
        gains = np.array([list(scores.values())])
        given = np.array([[order[id] for id in scores]])
        row[2:] = [round(_MILLION * float(ndcg_score(gains, given, k=_DEPTH))), 1]
    return row


def _figures(rows: Mapping[str, list[int]], seed: int) -> dict[str, Any]:
    matrix = np.array(list(rows.values()), dtype=np.int64)
    whole = matrix.sum(axis=0)
    figures: dict[str, Any] = {"pairs": int(whole[1]) // 2, "topics": int(whole[3])}
    for name in ("auc", "ndcg"):
        value = STATISTICS[name](whole)
        figures[name] = None if value is None else round(value, 4)
        figures[f"{name}_interval"] = interval(matrix, STATISTICS[name], seed=seed)
    return figures
