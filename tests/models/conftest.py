"""A recogniser that is trained for a few steps on a corpus that the tests write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligo.models.features import COLUMNS
from eligo.models.network import Network, Shape
from eligo.models.samples import READERS, Lost, Sample
from eligo.models.training import Plan, train
from eligo.models.vectors import learn_vectors

LINES = (
    ("Known zorblax syndrome", "Condition", "zorblax syndrome"),
    ("History of blunting disease", "Condition", "blunting disease"),
    ("Treatment with foomycin", "Drug", "foomycin"),
    ("Prior use of barcillin", "Drug", "barcillin"),
)


@pytest.fixture(scope="session")
def chia_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two files in Chia's form, with a span within a span."""
    folder = tmp_path_factory.mktemp("chia")
    for kind in ("inc", "exc"):
        text, marks = "", []
        for line, type_, words in LINES * 3:
            start = len(text) + line.index(words)
            marks.append(f"T{len(marks) + 1}\t{type_} {start} {start + len(words)}\t{words}")
            text += f"{line}\n"
        line = "Allergic reaction to foomycin or barcillin tablets"
        for type_, words in (("Condition", line), ("Drug", "foomycin")):
            start = len(text) + line.index(words)
            marks.append(f"T{len(marks) + 1}\t{type_} {start} {start + len(words)}\t{words}")
        text += f"{line}\n"
        (folder / f"NCT00000001_{kind}.txt").write_text(text, "utf-8")
        (folder / f"NCT00000001_{kind}.ann").write_text("\n".join(marks) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def samples(chia_folder: Path) -> list[Sample]:
    """What a network learns from it."""
    return list(READERS["chia"](chia_folder, Lost(), lambda error: None))


@pytest.fixture(scope="session")
def small() -> Shape:
    """The smallest network that learns anything."""
    return Shape(width=16, depth=1, members=2, sizes=dict.fromkeys(COLUMNS, (100, 8)), vector=4)


@pytest.fixture(scope="session")
def network(samples: list[Sample], small: Shape) -> Network:
    """Trained until it knows its own samples."""
    vectors = learn_vectors((s.given.text for s in samples), dimensions=4, least=1)
    found, _ = train(samples, vectors, shape=small, plan=Plan(epochs=40, words=40, rate=0.01, drop=0.0))
    return found


@pytest.fixture(scope="session")
def folder(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is kept."""
    target = tmp_path_factory.mktemp("recogniser")
    network.vectors.write(target / "vectors.npz")
    network.write(target / "chia", {"note": "of the tests"})
    return target


WORDS = ("known", "zorblax", "disease", "no", "foomycin", "or", "(", ")", ",", ".", "asthma", "prior", "and", "of", "x")


@pytest.fixture(scope="session")
def make_transformer() -> Callable[..., Path]:
    """Makes a transformer of a few words and its tokenizer, from nothing; skips where the libraries are absent."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    torch.set_num_threads(1)  # for so small a model more threads only wait for each other
    return tiny_transformer


def tiny_transformer(folder: Path, labels: tuple[str, ...], *, learn: bool = True) -> Path:
    """A model of a few words and its tokenizer, from nothing; taught which word is what."""
    import torch
    import transformers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS, "zor", "##blax", "foo", "##mycin", "lct", "chia"]
    tokens = [t for t in tokens if t not in ("zorblax", "foomycin")]  # two pieces each
    made = Tokenizer(models.WordPiece({t: n for n, t in enumerate(tokens)}, unk_token="[UNK]"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=32,
    )  # fmt: skip
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(tokens), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=32, id2label=dict(enumerate(labels)),
        label2id={label: n for n, label in enumerate(labels)},
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config)
    if learn:
        _teach(torch, tokenizer, model, labels)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _teach(torch: Any, tokenizer: Any, model: Any, labels: tuple[str, ...]) -> None:
    what = {"zor": 1, "disease": 2, "foo": 3, "asthma": 1}
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    lines = [
        "known zorblax disease", "no foomycin", "zorblax disease or foomycin, and asthma .", "prior foomycin ( x )",
        "x x x x zorblax disease x x x x foomycin", "no asthma of x", "foomycin foomycin x zorblax disease",
    ]  # fmt: skip
    encoded = tokenizer(lines, padding=True, return_tensors="pt")
    wanted = [
        [what.get(t, -100 if t.startswith("##") else 0) for t in tokenizer.convert_ids_to_tokens(row)]
        for row in encoded["input_ids"]
    ]
    for _ in range(60):
        loss = model(**encoded, labels=torch.tensor(wanted)).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    assert float(loss.detach()) < 0.05
    model.eval()
