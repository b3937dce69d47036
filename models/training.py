"""Train the recogniser: word vectors from unlabelled trials, masked words where asked for, then the corpora.

Masked words: of 15 % of the words of unlabelled criteria the network has to tell the vector from what stands around
them, so that its convolutions know criteria before they see a span (as spaCy's ``pretrain`` does). The weights that are
kept are the average over the steps (Polyak and Juditsky 1992).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from .network import Network, Shape
from .samples import Sample, with_hints
from .vectors import WordVectors
from .words import Hinted, Mark, cut, make_doc, normal

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.training import Example

__all__ = ["GROUPS", "Plan", "pretrain", "train"]

GROUPS = {"lct": (("lct",), 10), "chia": (("chia", "fb", "mac"), 7)}
"""The networks by name: the schemes that each learns together, and the times that it sees their samples.

LCT has one of its own: the other corpora gave it nothing (dev F1 0.796 with them, 0.797 without), and a network of
fewer labels is a quarter faster.
"""

Say = Callable[[str], None]
Measure = Callable[[Network], Mapping[str, float]]
_MASK = "☐"
_LONGEST = 600  # characters of an unlabelled line that are looked at


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        epochs: times that every sample is seen.
        words: words of a step; the first steps have fewer.
        rate: the highest learning rate; it falls to zero over the run.
        drop: share of the values left out.
        lines: unlabelled lines that are looked at for masked words; 0: no masked words.
        seed: of the weights, the order and what is masked.
    """

    epochs: int = 10
    words: int = 1000
    rate: float = 0.001
    drop: float = 0.25
    lines: int = 0
    seed: int = 0


def train(
    samples: Sequence[Sample],
    vectors: WordVectors,
    lines: Sequence[str] = (),
    *,
    shape: Shape | None = None,
    plan: Plan | None = None,
    say: Say = lambda line: None,
    measure: Measure | None = None,
) -> tuple[Network, dict[str, Any]]:
    """A trained network, and what `Network.write` keeps of how it came about.

    Args:
        samples: of every scheme.
        lines: unlabelled criteria, for masked words.
        say: told of the progress, a line at a time.
        measure: gives the network's F1 by scheme on samples it does not learn; the epoch with the highest mean is
            kept, and without it the last.

    Raises:
        ValueError: if there are no samples.
    """
    from thinc.api import fix_random_seed

    if not samples:
        raise ValueError("no samples to train on")
    shape, plan = shape or Shape(), plan or Plan()
    begin = time.process_time()
    fix_random_seed(plan.seed)
    schemes: dict[str, set[str]] = {sample.scheme: set() for sample in samples}
    for sample in samples:
        schemes[sample.scheme].update(label for label, _, _ in sample.spans)
    network = Network(shape, vectors, schemes)
    network.start()
    if plan.lines and lines:
        pretrain(network, lines, plan, say)
    _fit(network, samples, plan, say, measure)
    meta = {"plan": asdict(plan), "samples": len(samples), "lines": len(lines)}
    say(f"trained in {(time.process_time() - begin) / 60:.0f} minutes of processor time")
    return network, meta


def _fit(network: Network, samples: Sequence[Sample], plan: Plan, say: Say, measure: Measure | None) -> None:
    from thinc.api import Adam

    examples = [example for sample in samples for example in _example(network, sample)]
    optimizer = Adam(
        plan.rate, L2=0.01, beta1=0.9, beta2=0.999, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True
    )
    draw = random.Random(plan.seed)
    step, size = 0, min(300.0, plan.words)
    model: Any = network.ner.model
    best, kept = 0.0, b""
    for epoch in range(plan.epochs):
        draw.shuffle(examples)
        at, losses = 0, dict[str, float]()
        while at < len(examples):
            batch, words = [], 0
            while at < len(examples) and words < size:
                batch.append(examples[at])
                words += len(examples[at].reference)
                at += 1
            done = (epoch + at / len(examples)) / plan.epochs
            optimizer.learn_rate = plan.rate * max(0.02, min((step + 1) / 100, 1 - done))
            network.ner.update(batch, drop=plan.drop, sgd=optimizer, losses=losses)
            step, size = step + 1, min(size * 1.002, plan.words)
        told = f"epoch {epoch + 1} of {plan.epochs}: loss {losses['ner']:.0f}"
        if measure is not None:
            with model.use_params(optimizer.averages):
                figures = measure(network)
                if (mean := sum(figures.values()) / max(1, len(figures))) > best:
                    best, kept = mean, model.to_bytes()
            told += "".join(f", {scheme} F1 {f1:.4f}" for scheme, f1 in figures.items())
        say(told)
    if kept:
        model.from_bytes(kept)
    else:
        _keep_average(model, optimizer)


def _keep_average(model: Any, optimizer: Any) -> None:
    """Make the averages over the steps the model's weights for good."""
    for node in model.walk():
        for name in node.param_names:
            average = optimizer.averages.get((node.id, name))
            if average is not None:
                node.set_param(name, average)


def _example(network: Network, sample: Sample) -> Iterator[Example]:
    from spacy.tokens import Span
    from spacy.training import Example

    words = cut(sample.given.text)
    if not words:
        return
    doc = make_doc(network.vocab, words, sample.given, sample.scheme)
    starts = {start: n for n, (start, _) in enumerate(words)}
    ends = {end: n + 1 for n, (_, end) in enumerate(words)}
    right = doc.copy()
    right.set_ents([Span(right, starts[s], ends[e], label=n) for n, s, e in sample.spans])
    yield Example(doc, right)


def pretrain(network: Network, lines: Iterable[str], plan: Plan, say: Say = lambda line: None) -> None:
    """Teach the convolutions to tell the vector of a masked word from its neighbours."""
    import numpy
    from thinc.api import Adam, Linear, Maxout, chain, list2array

    body: Any = network.ner.model.get_ref("tok2vec").layers[0]
    table = network.vectors.table.astype("float32")
    rows = {word: n for n, word in enumerate(network.vectors.words)}
    schemes = sorted(network.schemes)
    draw = random.Random(plan.seed)
    chosen = [line[:_LONGEST] for line in dict.fromkeys(lines)]
    draw.shuffle(chosen)
    chosen = chosen[: plan.lines]
    head: Any = chain(list2array(), Maxout(nO=128, nP=3, normalize=True), Linear(nO=table.shape[1]))
    head.initialize(X=body.predict([_masked(network, line, rows, schemes, draw)[0] for line in chosen[:20]]))
    model: Any = chain(body, head)
    optimizer = Adam(0.002, L2=0.001, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    at = step = 0
    likeness: list[float] = []
    while at < len(chosen):
        docs, places, wanted, words = list[Any](), list[int](), list[int](), 0
        while at < len(chosen) and words < 1500:
            doc, masks = _masked(network, chosen[at], rows, schemes, draw)
            docs.append(doc)
            places += [words + place for place, _ in masks]
            wanted += [row for _, row in masks]
            words += len(doc)
            at += 1
        if not wanted:
            continue
        guess, backprop = model.begin_update(docs)
        size = numpy.linalg.norm(guess[places], axis=1, keepdims=True) + 1e-8
        unit, target = guess[places] / size, table[wanted]
        cosine = (unit * target).sum(axis=1, keepdims=True)
        gradient = numpy.zeros_like(guess)
        gradient[places] = (cosine * unit - target) / size * (20 / len(wanted))
        backprop(gradient)
        optimizer.learn_rate = 0.002 * min((step + 1) / 100, max(0.05, 1 - at / len(chosen)))
        model.finish_update(optimizer)
        likeness.append(float(cosine.mean()))
        step += 1
        if step % 500 == 0:
            say(f"masked words: {at} of {len(chosen)} lines, cosine {sum(likeness[-500:]) / 500:.3f}")
    _keep_average(body, optimizer)


def _masked(
    network: Network, line: str, rows: Mapping[str, int], schemes: Sequence[str], draw: random.Random
) -> tuple[Doc, list[tuple[int, int]]]:
    """A line with some words hidden, also from the hints; where they are, and the rows of their vectors."""
    from spacy.tokens import Doc

    given = with_hints(line)
    words = cut(line)
    masks = []
    for place, (start, end) in enumerate(words):
        row = rows.get(normal(line[start:end]))
        if row is not None and draw.random() < 0.15:
            masks.append((place, row))

    def open_(marks: Iterable[Mark]) -> tuple[Mark, ...]:
        return tuple(m for m in marks if not any(words[n][0] < m[2] and m[1] < words[n][1] for n, _ in masks))

    doc = make_doc(network.vocab, words, Hinted(line, open_(given.terms), open_(given.numbers)), draw.choice(schemes))
    if not masks:
        return doc, masks
    shown = [token.text for token in doc]
    for place, _ in masks:
        shown[place] = _MASK if draw.random() < 0.85 else shown[draw.randrange(len(shown))]
    spaces = [bool(token.whitespace_) for token in doc]
    tags, lemmas = [token.tag_ for token in doc], [token.lemma_ for token in doc]
    return Doc(network.vocab, words=shown, spaces=spaces, tags=tags, lemmas=lemmas), masks
