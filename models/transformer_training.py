"""Fine-tune a transformer on the same samples as our own network: ``eligo train --backend transformers``.

The checkpoint is that of a language model (Devlin et al. 2019, doi:10.18653/v1/N19-1423); on top a linear layer marks
each token as beginning a span, within one, or outside. A statement is read behind the name of its scheme, so that one
network learns several ways of marking; the hints of the rules are not shown to it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligo.errors import InputError, MissingExtra

from .samples import Sample
from .transformer import OWN, TransformerMarker, checkpoint, device
from .words import INNER

if TYPE_CHECKING:
    from .words import Mark

__all__ = ["Plan", "train"]

Say = Callable[[str], None]
Measure = Callable[[TransformerMarker], Mapping[str, float]]
_IGNORED = -100


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fine-tune.

    Attributes:
        epochs: times that every sample is seen.
        batch: windows of a step.
        rate: the highest learning rate; it rises over the first tenth of the steps and falls to zero.
        window: tokens of a window.
        steps: stop after so many; None: after the epochs.
        seed: of the new layer's weights, the order, and what is left out.
    """

    epochs: int = 4
    batch: int = 16
    rate: float = 3e-5
    window: int = 256
    steps: int | None = None
    seed: int = 0


def train(
    samples: Sequence[Sample],
    base: str,
    folder: Path,
    *,
    plan: Plan | None = None,
    say: Say = lambda line: None,
    measure: Measure | None = None,
) -> dict[str, Any]:
    """Fine-tune `base` and write it to `folder`, for ``--backend transformers:FOLDER``; gives what is kept of how.

    Spans within spans, which only Chia has, are left out.

    Args:
        base: a folder or a name on the hub.
        say: told of the progress, a line at a time.
        measure: gives F1 by scheme on samples it does not learn; the epoch with the highest mean is kept, and without
            it the last.

    Raises:
        ValueError: if there are no samples.
        MissingExtra: if transformers or torch is not installed.
        InputError: if `base` cannot be read.
    """
    inner = set(INNER.values())
    samples = [sample for sample in samples if sample.scheme not in inner and sample.given.text.strip()]
    if not samples:
        raise ValueError("no samples to train on")
    try:
        import torch
    except ImportError:
        raise MissingExtra("eligo train --backend transformers", "transformers") from None
    plan = plan or Plan()
    begin = time.perf_counter()
    torch.manual_seed(plan.seed)
    schemes = sorted({sample.scheme for sample in samples})
    labels = sorted({label for sample in samples for label, _, _ in sample.spans})
    tags = ["O", *(f"{prefix}-{label}" for label in labels for prefix in "BI")]
    tokenizer, model = _base(base, tags, schemes)
    model = model.to(device())
    windows = list(_windows(tokenizer, samples, {tag: n for n, tag in enumerate(tags)}, plan.window))
    steps = plan.epochs * -(-len(windows) // plan.batch)
    steps = min(steps, plan.steps or steps)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: _rate(n, steps))
    draw = random.Random(plan.seed)
    done, best = 0, -1.0
    say(f"{len(samples)} samples in {len(windows)} windows, {steps} steps on {device()}")
    for epoch in range(plan.epochs):
        model.train()
        total, count = 0.0, 0
        for batch in _batches(windows, plan.batch, draw):
            if done >= steps:
                break
            padded = _padded(tokenizer, batch, device())
            with torch.autocast(device().type, torch.bfloat16, enabled=device().type == "cuda"):
                loss = model(**padded).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total, count, done = total + float(loss.detach()), count + 1, done + 1
        if not count:
            break
        told = f"epoch {epoch + 1} of {plan.epochs}: loss {total / count:.4f}"
        mean = 0.0
        if measure is not None:
            _write(tokenizer, model, folder / "last")
            figures = measure(TransformerMarker(str(folder / "last")))
            checkpoint.cache_clear()
            mean = sum(figures.values()) / max(1, len(figures))
            told += "".join(f", {scheme} F1 {f1:.4f}" for scheme, f1 in figures.items())
        if mean >= best or measure is None:
            best = mean
            _write(tokenizer, model, folder)
        say(told)
    _forget(folder / "last")
    minutes = (time.perf_counter() - begin) / 60
    meta = {"base": base, "schemes": schemes, "labels": labels, "plan": asdict(plan), "samples": len(samples)}
    (folder / "eligo.json").write_text(json.dumps(meta, indent=2) + "\n", "utf-8")
    say(f"trained in {minutes:.1f} minutes")
    return meta


def _base(base: str, tags: Sequence[str], schemes: Sequence[str]) -> tuple[Any, Any]:
    try:
        from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer, logging
    except ImportError:
        raise MissingExtra("eligo train --backend transformers", "transformers") from None
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        config = AutoConfig.from_pretrained(base)
        config.id2label = dict(enumerate(tags))
        config.label2id = {tag: n for n, tag in enumerate(tags)}
        setattr(config, OWN, {"schemes": list(schemes)})
        tokenizer = AutoTokenizer.from_pretrained(base)
        model = AutoModelForTokenClassification.from_pretrained(base, config=config, ignore_mismatched_sizes=True)
    except Exception as error:  # whatever the library, its files or the network say
        why = " ".join(str(error).split())[:160]
        raise InputError(
            base, f"cannot be read as a checkpoint ({why})", "name a folder or a name on the hub"
        ) from None
    if not tokenizer.is_fast:
        raise InputError(base, "has a tokenizer that knows no offsets", "use a checkpoint with a fast tokenizer")
    return tokenizer, model


def _windows(
    tokenizer: Any, samples: Sequence[Sample], tags: Mapping[str, int], size: int
) -> Iterator[dict[str, list[int]]]:
    """The model's input, with the label of every token; those of the scheme's name and of the signs have none."""
    size = min(size, int(tokenizer.model_max_length))
    encoded = tokenizer(
        [sample.scheme for sample in samples],
        [sample.given.text for sample in samples],
        truncation="only_second",
        max_length=size,
        stride=size // 4,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in encoded]
    for row, number in enumerate(encoded["overflow_to_sample_mapping"]):
        parts, places = encoded.sequence_ids(row), encoded["offset_mapping"][row]
        tokens = [(start, end) if part == 1 else None for part, (start, end) in zip(parts, places, strict=True)]
        labels = list(_labels(tokens, samples[number].spans, tags))
        yield {**{name: encoded[name][row] for name in names}, "labels": labels}


def _labels(tokens: Sequence[tuple[int, int] | None], spans: Sequence[Mark], tags: Mapping[str, int]) -> Iterator[int]:
    known = [span for span in spans if f"B-{span[0]}" in tags]
    inside: Mark | None = None
    for token in tokens:
        if token is None:
            yield _IGNORED
            continue
        over = next((s for s in known if s[1] < token[1] and token[0] < s[2]), None)
        yield tags["O"] if over is None else tags[f"{'I' if over is inside else 'B'}-{over[0]}"]
        inside = over


def _batches(
    windows: Sequence[dict[str, list[int]]], size: int, draw: random.Random
) -> Iterator[list[dict[str, list[int]]]]:
    """Windows of similar length together, in an order that is drawn."""
    order = sorted(range(len(windows)), key=lambda n: (len(windows[n]["input_ids"]) + draw.randrange(8), draw.random()))
    groups = [order[at : at + size] for at in range(0, len(order), size)]
    draw.shuffle(groups)
    for group in groups:
        yield [windows[n] for n in group]


def _padded(tokenizer: Any, batch: Sequence[dict[str, list[int]]], where: Any) -> dict[str, Any]:
    import torch

    fields = {name: [window[name] for window in batch] for name in batch[0] if name != "labels"}
    padded = tokenizer.pad(fields, return_tensors="pt")
    width = padded["input_ids"].shape[1]
    left = tokenizer.padding_side == "left"
    rows = []
    for window in batch:
        rest = [_IGNORED] * (width - len(window["labels"]))
        rows.append([*rest, *window["labels"]] if left else [*window["labels"], *rest])
    return {**{name: value.to(where) for name, value in padded.items()}, "labels": torch.tensor(rows).to(where)}


def _rate(step: int, steps: int) -> float:
    rise = max(1, steps // 10)
    return (step + 1) / rise if step < rise else max(0.0, (steps - step) / max(1, steps - rise))


def _write(tokenizer: Any, model: Any, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _forget(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
