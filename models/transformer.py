"""A backend: any token-classification checkpoint of Hugging Face's transformers, a local folder or a name on the hub.

Texts longer than the model sees are read in windows that overlap; of a token in two windows the one counts in which it
has more on either side. Windows are run by length, so that little is padded, on a GPU where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, NamedTuple

from eligo.errors import InputError, MissingExtra

from .labels import LabelMap
from .words import Hinted, Mark

__all__ = ["OWN", "Checkpoint", "TransformerMarker", "checkpoint", "device"]

OWN = "eligo"
"""The key of a checkpoint's configuration under which `eligo train` says what it trained: ``{"schemes": […]}``."""

_LONGEST = 512  # tokens of a window, where the model says nothing
_BATCH = 4096  # tokens run at a time
_PUNCTUATION = ".,;:!?\"'"


class Checkpoint(NamedTuple):
    """A checkpoint that has been read.

    Attributes:
        window: tokens that the model sees, with its special ones.
        schemes: whose ways of marking it learnt from `eligo train`; empty: it is somebody else's.
    """

    tokenizer: Any
    model: Any
    device: Any
    window: int
    schemes: tuple[str, ...]


class _Seen(NamedTuple):
    """A token in a window."""

    start: int
    end: int
    word: int
    label: int
    edge: int


class TransformerMarker:
    """Marks spans with a checkpoint; it is read with the first statement.

    Args:
        name: a folder, or a name on the hub (which is asked only if the name is not in the local cache).
        labels: what its types mean here.
        stride: tokens that two windows of a text have in common.
        window: tokens of a window; None: as many as the model sees.
    """

    def __init__(
        self, name: str, labels: LabelMap | None = None, *, stride: int = 96, window: int | None = None
    ) -> None:
        self.name, self.labels, self.stride, self.window = name, labels or LabelMap(), stride, window

    def check(self) -> None:
        """Read the checkpoint.

        Raises:
            MissingExtra: if transformers or torch is not installed.
            InputError: if there is no such checkpoint, or none of its types means anything here.
        """
        self._types()

    def _types(self) -> tuple[Checkpoint, dict[int, tuple[str, str | None]]]:
        """The checkpoint; by number, each of its labels as a prefix (``B``, ``I``…, or empty) and ours, if any."""
        found = checkpoint(self.name)
        named = {int(n): _split(str(label)) for n, label in found.model.config.id2label.items()}
        if found.schemes:  # `eligo train` wrote our own labels
            return found, {n: (prefix, type_ if type_ != "O" else None) for n, (prefix, type_) in named.items()}
        ours = self.labels.of_any((type_ for _, type_ in named.values() if type_ != "O"), self.name)
        return found, {n: (prefix, ours.get(type_)) for n, (prefix, type_) in named.items()}

    def find(self, given: Sequence[Hinted], scheme: str) -> list[list[Mark]]:
        """The spans of each statement by our labels, in their order; they do not overlap.

        Raises:
            EligoError: as `check`.
        """
        model, types = self._types()
        if model.schemes and scheme not in model.schemes:
            scheme = model.schemes[0]
        texts = [one.text for one in given]
        tokens = self._tokens(model, texts, scheme)
        return [
            list(_spans(text, seen, types, whole=not model.schemes)) for text, seen in zip(texts, tokens, strict=True)
        ]

    def _tokens(self, model: Checkpoint, texts: Sequence[str], scheme: str) -> list[list[_Seen]]:
        """The tokens of each text with the labels that they get where they have most around them."""
        import torch

        found: list[dict[tuple[int, int], _Seen]] = [{} for _ in texts]
        windows = list(self._windows(model, texts, scheme))
        windows.sort(key=lambda w: len(w.ids))
        at = 0
        while at < len(windows):
            stop = at + 1
            while stop < len(windows) and len(windows[stop].ids) * (stop + 1 - at) <= _BATCH:
                stop += 1
            batch = windows[at:stop]
            fields = {name: [window.fields[name] for window in batch] for name in batch[0].fields}
            padded = model.tokenizer.pad({**fields, "input_ids": [w.ids for w in batch]}, return_tensors="pt")
            with torch.inference_mode():
                best = model.model(**padded.to(model.device)).logits.argmax(-1).cpu().tolist()
            left = model.tokenizer.padding_side == "left"
            for window, labels in zip(batch, best, strict=True):
                shift = len(labels) - len(window.ids) if left else 0
                for n, start, end, word in window.tokens:
                    seen = _Seen(start, end, word, labels[n + shift], min(n, len(window.ids) - 1 - n))
                    old = found[window.text].get((start, end))
                    if old is None or old.edge < seen.edge:
                        found[window.text][start, end] = seen
            at = stop
        return [sorted(one.values()) for one in found]

    def _windows(self, model: Checkpoint, texts: Sequence[str], scheme: str) -> Iterator[_Window]:
        filled = [n for n, text in enumerate(texts) if text.strip()]
        if not filled:
            return
        mine = [texts[n] for n in filled]
        size = min(self.window or model.window, model.window)
        encoded = model.tokenizer(
            *([[scheme] * len(mine), mine] if model.schemes else [mine]),
            truncation="only_second" if model.schemes else True,
            max_length=size,
            stride=min(self.stride, size // 4),
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        names = [name for name in ("attention_mask", "token_type_ids") if name in encoded]
        for row, ids in enumerate(encoded["input_ids"]):
            yield _Window(
                filled[encoded["overflow_to_sample_mapping"][row]],
                ids,
                {name: encoded[name][row] for name in names},
                list(_places(encoded, row, second=bool(model.schemes))),
            )


class _Window(NamedTuple):
    """A part of a text: number of the text, the model's input, and of each real token its place, offsets and word."""

    text: int
    ids: list[int]
    fields: dict[str, list[int]]
    tokens: list[tuple[int, int, int, int]]


def _places(encoded: Any, row: int, *, second: bool) -> Iterator[tuple[int, int, int, int]]:
    words = encoded.word_ids(row)
    parts = encoded.sequence_ids(row)
    for n, (start, end) in enumerate(encoded["offset_mapping"][row]):
        if parts[n] == int(second) and words[n] is not None and start < end:
            yield n, start, end, words[n]


def _split(label: str) -> tuple[str, str]:
    """``B-Disease`` → prefix and type; a type alone has the prefix ``""``."""
    prefix, dash, type_ = label.partition("-")
    return (prefix, type_) if dash and prefix in {"B", "I", "E", "S", "L", "U", "M"} else ("", label)


def _spans(
    text: str, tokens: Iterable[_Seen], types: dict[int, tuple[str, str | None]], *, whole: bool
) -> Iterator[Mark]:
    """The spans of a text.

    Args:
        whole: the label of a word's first token is that of all of it (as checkpoints are usually trained).
    """
    now: tuple[str, int, int] | None = None
    word, prefix, label = -1, "", None
    for token in tokens:
        if whole and token.word == word:
            if now is not None and label is not None:
                now = (now[0], now[1], token.end)
            continue
        word = token.word
        prefix, label = types.get(token.label, ("", None))
        if now is not None and label == now[0] and prefix not in {"B", "S", "U"}:
            now = (now[0], now[1], token.end)
            continue
        if now is not None:
            yield from _trimmed(text, now)
        now = None if label is None else (label, token.start, token.end)
    if now is not None:
        yield from _trimmed(text, now)


def _trimmed(text: str, span: Mark) -> Iterator[Mark]:
    """A span without white space and punctuation at its ends, or a bracket that nothing closes."""
    label, start, end = span
    while start < end and (text[start].isspace() or text[start] in _PUNCTUATION):
        start += 1
    while start < end:
        last = text[end - 1]
        opening = {")": "(", "]": "["}.get(last)
        alone = opening is not None and text.count(opening, start, end) < text.count(last, start, end)
        if not (last.isspace() or last in _PUNCTUATION or alone):
            break
        end -= 1
    if start < end:
        yield label, start, end


def device() -> Any:
    """The GPU where there is one, else the processor."""
    import torch

    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@lru_cache(maxsize=2)
def checkpoint(name: str) -> Checkpoint:
    """A checkpoint, read once per process.

    Raises:
        MissingExtra: if transformers or torch is not installed.
        InputError: if there is no token-classification checkpoint of this name, or no tokenizer that knows offsets.
    """
    try:
        import torch
        from transformers import AutoModelForTokenClassification, AutoTokenizer, logging
    except ImportError:
        raise MissingExtra(f"transformers:{name}", "transformers") from None
    if parent_process() is not None:  # one of several workers: they share the cores
        torch.set_num_threads(1)
    folder = Path(name)
    if folder.is_dir() and not (folder / "config.json").is_file():
        cure = "name a folder that save_pretrained or eligo train wrote"
        raise InputError(name, "holds no checkpoint (it has no config.json)", cure)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
        model = AutoModelForTokenClassification.from_pretrained(name)
    except Exception as error:  # whatever the library, its files or the network say
        why = " ".join(str(error).split())[:160]
        cure = "name a local folder, or a token-classification checkpoint of the hub (which needs the network once)"
        raise InputError(name, f"cannot be read as a checkpoint ({why})", cure) from None
    if not tokenizer.is_fast:
        raise InputError(name, "has a tokenizer that knows no offsets", "use a checkpoint with a fast tokenizer")
    own = getattr(model.config, OWN, None) or {}
    model = model.to(device()).eval()
    return Checkpoint(tokenizer, model, device(), _window(tokenizer, model.config), tuple(own.get("schemes", ())))


def _window(tokenizer: Any, config: Any) -> int:
    """Tokens that a model sees; RoBERTa and its kin use up some positions before the first."""
    sizes = [int(tokenizer.model_max_length)]
    positions = getattr(config, "max_position_embeddings", None)
    if isinstance(positions, int) and positions > 0:
        padded = config.model_type in {"roberta", "xlm-roberta", "camembert", "longformer", "mpnet"}
        sizes.append(positions - (int(config.pad_token_id or 0) + 1 if padded else 0))
    return min(_LONGEST, *sizes)
