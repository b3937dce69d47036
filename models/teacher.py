"""A teacher of the networks: a language model that learns the samples and marks unlabelled lines for them.

``eligo train --teacher CHECKPOINT`` fine-tunes one (Devlin et al. 2019, doi:10.18653/v1/N19-1423), and the networks
learn from what it says of unlabelled lines (Hinton et al. 2015, doi:10.48550/arXiv.1503.02531): it knows words that no
sample names. It is not kept, and nothing of it is needed to run what it taught. A word is the mean of its pieces, with
its shape, the rules' finds and its word vector; above it is the chain that the networks have.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eligo.errors import InputError, MissingExtra

from .examples import Example, gradient
from .features import COLUMNS

if TYPE_CHECKING:
    from .network import Network

__all__ = ["Teacher", "TeacherPlan"]

_SIZES = {"shape": 24, "term": 32, "number": 24, "scheme": 16}  # numbers that a feature is embedded in
_ENTRIES = 1021  # of each feature's table; its names are shared out over them
_VECTOR, _WIDTH = 64, 320  # numbers that a word's vector is reduced to, and that a word is made of
_PIECES = 8  # of a word that are looked at
_LONGEST = 512  # pieces of a statement that are looked at, where the model says nothing
_LATER, _EVERY = 0.6, 5  # the weights are averaged from this share of the run on, at each such step
_LAYER = re.compile(r"\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class TeacherPlan:
    """How a teacher learns.

    Attributes:
        epochs: times that every sample is seen.
        pieces: of words, in a step.
        rate: the highest learning rate of the uppermost layer; it rises over a tenth of the run and falls to zero.
        fading: of the rate, from a layer to the one below it.
        top_rate: of what is not of the language model.
        hidden: share of the words that are hidden.
        drop: share of the values left out.
        seed: of everything that is drawn.
    """

    epochs: int = 6
    pieces: int = 600
    rate: float = 3e-4
    fading: float = 0.9
    top_rate: float = 2e-3
    hidden: float = 0.1
    drop: float = 0.3
    seed: int = 0


class Teacher:
    """A checkpoint under a chain of labels.

    Args:
        base: a folder, or a name on the hub.
        network: whose features, labels and schemes it shares.

    Raises:
        MissingExtra: if torch or transformers is not installed.
        InputError: if `base` is no language model.
    """

    def __init__(self, base: str, network: Network, plan: TeacherPlan | None = None) -> None:
        try:
            import torch
            from transformers import AutoModel, AutoTokenizer, logging
        except ImportError:
            raise MissingExtra("eligo train --teacher", "transformers") from None
        from .crf import illegal

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        self.plan = plan or TeacherPlan()
        torch.manual_seed(self.plan.seed)
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(base)
            self._model: Any = AutoModel.from_pretrained(base).float()
        except Exception as error:  # whatever the library, its files or the network say
            why = " ".join(str(error).split())[:160]
            cure = "name a folder or a name on the hub"
            raise InputError(base, f"cannot be read as a checkpoint ({why})", cure) from None
        self._torch: Any = torch
        self._model.get_input_embeddings().weight.requires_grad = False
        self._closed = {scheme: network.closed(scheme) for scheme in network.schemes}
        self._schemes = {scheme: number for number, scheme in enumerate(network.schemes)}
        labels = 2 * len(network.labels) + 1
        table = torch.from_numpy(network.vectors.table.astype("f"))
        self._table = torch.cat([torch.zeros(1, table.shape[1]), table])
        wide = self._model.config.hidden_size + _VECTOR + sum(_SIZES.values())
        nn = torch.nn
        self._top: Any = nn.ModuleDict(
            {
                **{name: nn.Embedding(_ENTRIES, size) for name, size in _SIZES.items()},
                "vector": nn.Linear(table.shape[1], _VECTOR),
                "word": nn.Sequential(
                    nn.Dropout(self.plan.drop), nn.Linear(wide, _WIDTH), nn.GELU(), nn.LayerNorm(_WIDTH),
                    nn.Dropout(self.plan.drop), nn.Linear(_WIDTH, labels),
                ),
            }
        )  # fmt: skip
        self._top.pairs = nn.Parameter(torch.zeros(labels, labels))
        self._top.first = nn.Parameter(torch.zeros(labels))
        self._illegal_pairs, self._illegal_first = illegal(labels)
        self._ids: dict[str, list[int]] = {}
        self._half = bool(getattr(torch.cpu, "_is_avx512_bf16_supported", bool)())

    def chain(self) -> tuple[Any, Any]:
        """The scores of a label after another, and of a first word's label."""
        pairs, first = (array.detach().numpy() for array in (self._top.pairs, self._top.first))
        return pairs + self._illegal_pairs, first + self._illegal_first

    def scores(self, batch: Sequence[Example]) -> Any:
        """The scores of the labels of some statements' words, one after another; those of other schemes are shut."""
        import numpy

        self._model.eval(), self._top.eval()
        with self._torch.inference_mode():
            found = self._scores(batch, frozenset()).numpy()
        shut = [numpy.broadcast_to(self._closed[one.scheme], (len(one.rows), found.shape[1])) for one in batch]
        return found + numpy.concatenate(shut)

    def learn(self, examples: Sequence[Example], say: Callable[[str], None] = lambda line: None) -> None:
        """Learn some examples.

        Args:
            say: told of the progress, a line at a time.
        """
        plan, torch = self.plan, self._torch
        draw = random.Random(plan.seed)
        groups = list(self._groups())
        optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
        weights = [weight for group in groups for weight in group["params"]]
        steps = plan.epochs * len(self._batches(examples, draw))
        average: list[Any] = []
        step = seen = 0
        for epoch in range(plan.epochs):
            self._model.train(), self._top.train()
            amiss = 0.0
            for batch in self._batches(examples, draw):
                share = max(0.01, min((step + 1) / (0.1 * steps), 1 - step / steps))
                for group in groups:
                    group["lr"] = group["base"] * share
                optimizer.zero_grad()
                amiss += self._step(batch, draw)
                torch.nn.utils.clip_grad_norm_(weights, 1.0)
                optimizer.step()
                step += 1
                if step > _LATER * steps and (step % _EVERY == 0 or step >= steps):
                    seen += 1
                    average = average or [weight.detach().clone() for weight in weights]
                    for mean, weight in zip(average, weights, strict=True):
                        mean += (weight.detach() - mean) / seen
            say(f"teacher, epoch {epoch + 1} of {plan.epochs}: {amiss / len(examples):.3f} words amiss a sample")
        with torch.no_grad():
            for weight, mean in zip(weights, average or weights, strict=True):
                weight.copy_(mean)

    def _step(self, batch: Sequence[Example], draw: random.Random) -> float:
        torch, plan = self._torch, self.plan
        count = sum(len(one.rows) for one in batch)
        scores = self._scores(batch, frozenset(n for n in range(count) if draw.random() < plan.hidden))
        found = gradient(scores.detach().numpy(), *self.chain(), batch, self._closed)
        share = 1 / len(batch)
        scores.backward(torch.from_numpy(found.scores * share))
        self._top.pairs.grad = torch.from_numpy(found.pairs * share)
        self._top.first.grad = torch.from_numpy(found.first * share)
        return found.amiss

    def _scores(self, batch: Sequence[Example], hidden: frozenset[int]) -> Any:
        """The scores of the words.

        Args:
            hidden: by their place in the batch.
        """
        import numpy

        torch = self._torch
        ids, owners, places = self._read(batch, hidden)
        rows = numpy.concatenate([one.rows for one in batch])
        kept = torch.tensor([n not in hidden for n in range(len(rows))])
        with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
            deep = self._model(input_ids=ids, attention_mask=(places >= 0).long()).last_hidden_state
        deep = deep.reshape(-1, deep.shape[-1])[places.reshape(-1) > 0].float()
        owner = torch.tensor(owners)
        counts = torch.bincount(owner, minlength=len(rows)).clamp(min=1)[:, None]
        words = torch.zeros(len(rows), deep.shape[1]).index_add(0, owner, deep) / counts
        parts = [words]
        for name in _SIZES:
            if name == "scheme":
                numbers = torch.tensor([self._schemes[one.scheme] for one in batch for _ in one.rows])
            else:
                numbers = torch.from_numpy((rows[:, COLUMNS.index(name)] % _ENTRIES).astype("int64"))
            parts.append(self._top[name](numbers * kept if name == "shape" else numbers))
        known = torch.from_numpy(rows[:, -1].astype("int64"))
        parts.append(self._top["vector"](self._table[known * kept]))
        with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
            return self._top["word"](torch.cat(parts, 1)).float()

    def _read(self, batch: Sequence[Example], hidden: frozenset[int]) -> tuple[Any, list[int], Any]:
        """Pieces of the statements; the word that each is of; 1 where a piece is of a word, -1 where none is."""
        torch, tokenizer = self._torch, self._tokenizer
        front, back = ([sign] if sign is not None else [] for sign in (tokenizer.cls_token_id, tokenizer.sep_token_id))
        hide = next(sign for sign in (tokenizer.mask_token_id, tokenizer.unk_token_id, 0) if sign is not None)
        most = min(_LONGEST, int(tokenizer.model_max_length)) - 2
        ids, marks, owners, at = [], [], [], 0
        for one in batch:
            some: list[int] = []
            for place, word in enumerate(one.words, at):
                for piece in self._pieces(word)[: max(0, most - len(some))]:
                    some.append(hide if place in hidden else piece)
                    owners.append(place)
            ids.append([*front, *some, *back])
            marks.append([*[0] * len(front), *[1] * len(some), *[0] * len(back)])
            at += len(one.words)
        width = max(map(len, ids))
        padded = [[*some, *[tokenizer.pad_token_id or 0] * (width - len(some))] for some in ids]
        where = [[*some, *[-1] * (width - len(some))] for some in marks]
        return torch.tensor(padded), owners, torch.tensor(where)

    def _pieces(self, word: str) -> list[int]:
        found = self._ids.get(word)
        if found is None:
            found = self._tokenizer.encode(word, add_special_tokens=False)[:_PIECES]
            self._ids[word] = found = found or [self._tokenizer.unk_token_id or 0]
        return found

    def _batches(self, examples: Sequence[Example], draw: random.Random) -> list[list[Example]]:
        """Statements of similar length together, in an order that is drawn."""
        sizes = [sum(len(self._pieces(word)) for word in one.words) + 2 for one in examples]
        order = sorted(range(len(examples)), key=lambda n: sizes[n] + 6 * draw.random())
        found: list[list[Example]] = [[]]
        longest = 0
        for n in order:
            longest = max(longest, sizes[n])
            if found[-1] and longest * (len(found[-1]) + 1) > self.plan.pieces:
                found.append([])
                longest = sizes[n]
            found[-1].append(examples[n])
        draw.shuffle(found)
        return found

    def _groups(self) -> list[dict[str, Any]]:
        """What is learnt, each with its rate."""
        plan = self.plan
        layers = int(self._model.config.num_hidden_layers)
        found = []
        for name, weight in self._model.named_parameters():
            if weight.requires_grad and "pooler" not in name:
                layer = _LAYER.search(name)
                below = layers if layer is None else layers - 1 - int(layer.group(1))
                found.append(_group(weight, plan.rate * plan.fading**below))
        return [*found, *(_group(weight, plan.top_rate) for weight in self._top.parameters())]


def _group(weight: Any, rate: float) -> dict[str, Any]:
    return {"params": [weight], "lr": rate, "base": rate, "weight_decay": 0.01 if weight.ndim > 1 else 0.0}
