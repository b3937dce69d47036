"""Train the recogniser: word vectors from unlabelled trials, masked words, then the corpora.

A network's members share their start (see `pretraining`) and differ in the order of the samples and in what is left
out. The weights that are kept are the average over the later steps (Polyak and Juditsky 1992).

A network may be taught: several teachers learn the samples, and say of unlabelled lines how likely each label of each
word is; the one that is kept learns the samples and these lines (Hinton et al. 2015, doi:10.48550/arXiv.1503.02531).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from .examples import Example, example, gradient
from .network import Member, Network, Shape, packed
from .pretraining import pretrain
from .samples import Sample
from .teaching import main_scheme, taught
from .vectors import WordVectors

__all__ = ["GROUPS", "Group", "Plan", "train"]


@dataclass(frozen=True, slots=True)
class Group:
    """A network.

    Attributes:
        schemes: that it learns together.
        epochs: times that it sees their samples.
        members, least: see `Shape`.
        drop: see `Plan`.
        teachers: see `Plan`; only beside a language model that teaches.
    """

    schemes: tuple[str, ...]
    epochs: int
    members: int
    teachers: int
    drop: float
    least: float = 0.5


GROUPS = {
    "lct": Group(("lct",), 10, 2, 2, 0.5),
    "chia": Group(("chia", "fb", "mac"), 6, 3, 3, 0.4, least=0.25),
}
"""The networks by name.

LCT, which criteria are read with, has one of its own, of two members for its speed: the other corpora gave it nothing.
"""

Say = Callable[[str], None]
Measure = Callable[[Network], Mapping[str, float]]
_LATER = 0.4  # of the run: from here the weights are averaged,
_EVERY = 5  # at each such step
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        epochs: times that every sample is seen.
        words: words of a step; the first steps have fewer.
        rate: the highest learning rate; it falls to zero over the run.
        drop: share of the values left out.
        lines: unlabelled lines that are looked at for masked words; 0: no masked words.
        teachers: networks that teach the one that is kept; 0: it learns from the samples alone.
        taught: unlabelled lines that they label,
        taught_epochs: and times that these are seen, each beside `_TWICE` times the samples.
        taught_drop: share of the values left out of one that is taught.
        seed: of the weights, the order and what is masked.
    """

    epochs: int = 8
    words: int = 800
    rate: float = 0.002
    drop: float = 0.45
    lines: int = 0
    teachers: int = 0
    taught: int = 55_000
    taught_epochs: int = 4
    taught_drop: float = 0.3
    seed: int = 0


def train(
    samples: Sequence[Sample],
    vectors: WordVectors,
    lines: Sequence[str] = (),
    *,
    shape: Shape | None = None,
    plan: Plan | None = None,
    start: Sequence[Any] | None = None,
    base: str | None = None,
    new: Sequence[str] | None = None,
    say: Say = lambda line: None,
    measure: Measure | None = None,
) -> tuple[Network, dict[str, Any]]:
    """A trained network, and what `Network.write` keeps of how it came about.

    Args:
        samples: of every scheme.
        lines: unlabelled criteria, for masked words.
        start: what `pretrain` gave for a network of this shape, where it is there already.
        base: with teachers, a language model that teaches beside them; see `Teacher`.
        new: with teachers, the lines of which some are marked; None: `lines`.
        say: told of the progress, a line at a time.
        measure: gives the network's F1 by scheme on samples it does not learn; it is told, and chooses nothing.

    Raises:
        ValueError: if there are no samples.
        MissingExtra: if there is a `base` but not torch or transformers.
        InputError: if `base` is no language model.
    """
    if not samples:
        raise ValueError("no samples to train on")
    shape, plan = shape or Shape(), plan or Plan()
    begin = time.process_time()
    schemes: dict[str, set[str]] = {sample.scheme: set() for sample in samples}
    for sample in samples:
        schemes[sample.scheme].update(label for label, _, _ in sample.spans)
    network = Network(shape, vectors, schemes)
    if start is None and plan.lines and lines:
        start = pretrain(shape, vectors, lines, plan.lines, plan.seed, say)
    examples = [found for sample in samples if (found := example(network, sample)) is not None]
    closed = {scheme: network.closed(scheme) for scheme in network.schemes}
    if plan.teachers and lines:
        say(f"{plan.teachers} teachers")
        voices = Network(replace(shape, members=plan.teachers), vectors, schemes)
        _learn(voices, examples, closed, plan, start, say)
        model = None
        if base is not None:
            from .teacher import Teacher, TeacherPlan

            model = Teacher(base, network, TeacherPlan(seed=plan.seed))
            way = main_scheme(examples)
            model.learn([one for one in examples if one.scheme == way], say)
        marked = taught(voices, model, examples, lines if new is None else new, plan.taught, plan.seed, say)
        examples = [*examples * _TWICE, *marked]
        say(f"{len(examples)} examples")
        plan = replace(plan, epochs=plan.taught_epochs, drop=plan.taught_drop, seed=plan.seed + plan.teachers)
    _learn(network, examples, closed, plan, start, say)
    if measure is not None:
        say(", ".join(f"{scheme} F1 {f1:.4f}" for scheme, f1 in measure(network).items()))
    say(f"trained in {(time.process_time() - begin) / 60:.0f} minutes of processor time")
    return network, {"plan": asdict(plan), "samples": len(samples), "lines": len(lines)}


def _learn(
    network: Network,
    examples: Sequence[Example],
    closed: Mapping[str, Any],
    plan: Plan,
    start: Sequence[Any] | None,
    say: Say,
) -> None:
    from thinc.api import fix_random_seed

    for number, member in enumerate(network.members):
        fix_random_seed(plan.seed + number)
        member.start()
        if start is not None:
            member.take([array.copy() for array in [*start, *list(member.weights())[len(start) :]]])  # learnt in place
        say(f"member {number + 1} of {len(network.members)}")
        _fit(member, examples, closed, plan, plan.seed + number, say)


def _fit(
    member: Member, examples: Sequence[Example], closed: Mapping[str, Any], plan: Plan, seed: int, say: Say
) -> None:
    from thinc.api import Adam

    from .layers import set_drop

    optimizer: Any = Adam(plan.rate, L2=0.01, grad_clip=1.0, L2_is_weight_decay=True, use_averages=False)
    draw = random.Random(seed)
    set_drop(member.body, plan.drop)
    order = list(examples)
    step, size = 0, min(300.0, plan.words)
    average: list[Any] = []
    seen = 0
    for epoch in range(plan.epochs):
        draw.shuffle(order)
        at, miss = 0, 0.0
        while at < len(order):
            batch, words = [], 0
            while at < len(order) and words < size:
                batch.append(order[at])
                words += len(batch[-1].rows)
                at += 1
            done = (epoch + at / len(order)) / plan.epochs
            optimizer.learn_rate = plan.rate * max(0.02, min((step + 1) / 100, 1 - done))
            miss += _step(member, batch, closed, optimizer)
            step, size = step + 1, min(size * 1.002, plan.words)
            if done > _LATER and (step % _EVERY == 0 or done == 1):
                seen += 1
                now = list(member.weights())
                average = average or [array.copy() for array in now]
                for mean, array in zip(average, now, strict=True):
                    mean += (array - mean) / seen
        say(f"epoch {epoch + 1} of {plan.epochs}: {miss / len(order):.3f} words amiss a sample")
    set_drop(member.body, 0.0)
    if average:
        member.take(average)


def _step(member: Member, batch: Sequence[Example], closed: Mapping[str, Any], optimizer: Any) -> float:
    """Learn from some examples; how many words are amiss, by their probability."""
    from thinc.types import Ragged

    rows = packed([one.rows for one in batch])
    deep, back_deep = member.body.begin_update(rows)
    scores, back_scores = member.head.begin_update(deep)
    pairs, first = member.pairs + member.illegal_pairs, member.first + member.illegal_first
    found = gradient(scores.data, pairs, first, batch, closed)
    share = 3.0 / len(batch)  # of a statement in the step; the size of the gradient matters only to its clipping
    back_deep(back_scores(Ragged(found.scores * share, rows.lengths)))
    member.body.finish_update(optimizer)
    member.head.finish_update(optimizer)
    member.pairs, _ = optimizer((0, "pairs"), member.pairs, found.pairs * share)
    member.first, _ = optimizer((0, "first"), member.first, found.first * share)
    return found.amiss
