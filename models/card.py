"""The model card of a trained recogniser: from what the run kept of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["write_card"]

_SOURCES = {
    "lct": "Leaf Clinical Trials (LCT): Dobbins et al., *Scientific Data* 2022, doi:10.1038/s41597-022-01521-0.\n"
    "  CC BY 4.0.",
    "chia": "Chia: Kury et al., *Scientific Data* 2020, doi:10.1038/s41597-020-00620-0. CC BY 4.0. Eleven types;\n"
    "  what the annotators wrote on whole lines is left out.",
    "fb": "Slots of Facebook's clinical-trial parser: Copyright Facebook, Inc. and its affiliates. Apache License 2.0.",
    "mac": "MACCROBAT: Caufield et al., doi:10.6084/m9.figshare.9764942. CC BY 4.0.",
}
_FLAGS = {"lct": "--lct DIR", "chia": "--chia DIR", "fb": "--fb FILE", "mac": "--maccrobat DIR"}

_CARD = """# A recogniser of eligo

Networks over one table of word vectors. They mark the words of eligibility criteria and case reports that name a
condition, a drug, a procedure, a measurement, a number, a unit, a time… each in the way of the corpus it learnt
from.

| folder | schemes | samples | voices | spans are at least so likely |
|---|---|---|---|---|
{networks}

## How it is made

    eligo train {flags} -o FOLDER

with a fixed seed, on one core. Each voice is hash embeddings, word vectors and {depth} convolutions of {width}
numbers, which first learn to name hidden words of {lines} unlabelled lines, and a linear chain over the labels; the
weights are the average over the later steps, stored in half precision. What is marked is what is likely enough over
all that the chain allows. The finds of eligo's lexicons, numbers and times are features, so a change of these
shifts it a little: train it anew when they have changed much. Development parts choose nothing in the run; they
chose the sizes, the rates and the epochs. What was tried, and with what result, is in eligo's design notes (08, the
recogniser and the rules).

{taught}## Data and attribution

What is in this folder are weights and word statistics; no text of the corpora is.

{sources}
- Word vectors and hidden words: {unlabelled} unlabelled statements, for the recogniser that ships with eligo those
  of 14,779 trials of ClinicalTrials.gov, public registry text.
{teacher}
Changes: types were mapped to labels (`eligo.models.samples.SCHEMES`), texts cut into eligo's statements, spans that
are not whole words or overlap a longer one left out (0.2 % of LCT's, 1.3 % of Chia's).

## How good it is

On the corpora's development parts, exact spans of all types that were learnt, as the run measured them (of Chia,
spans within spans with the right outer ones given):

{figures}

`eligo evaluate lct-entities` and `chia-entities` measure it on whole documents, strictly and relaxed, beside the
rules.

## Limits

- English; eligibility criteria as ClinicalTrials.gov has them. Notes (`mac`) are a by-product of 125 case reports.
- It knows kinds, not things: no concept, no code, no negation.
- The corpora's annotators agree with each other at 0.76 to 0.82 exact F1 (LCT), and two of Chia's on the same line
  at 0.83: much of what counts as wrong is a matter of taste, where a span ends, whether "kidney" is a condition or
  an observation.
- Rare types (allergies, organisms, insurance, codes) are mostly missed.
- The development parts were looked at: expect less on unseen text. It is an aid, and no medical advice.
"""

_TAUGHT = """The voices of {names} learnt, beside their samples, {lines:,} unlabelled lines in which a word stands that
no sample has, as their teachers mark them: voices that nobody taught ({voices}) and a language model,
first fine-tuned on the same samples. That step alone needs torch (`--teacher CHECKPOINT`), and with a model of six
layers of 384 numbers half an hour of a core for `lct` and an hour and more for `chia`; two runs, one for each, can
go on side by side.

"""
_TEACHER = """- What marked lines for {names}: a language model, for the recogniser that ships with eligo
  all-MiniLM-L6-v2 (Reimers and Gurevych 2019, doi:10.48550/arXiv.1908.10084; Wang et al. 2020,
  doi:10.48550/arXiv.2002.10957). Apache License 2.0. None of its weights is in this folder.
"""


def write_card(folder: Path) -> None:
    """Write ``README.md`` into a folder that ``eligo train`` has filled: the networks, their data, their figures."""
    metas = {path.parent.name: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/meta.json"))}
    schemes = sorted({scheme for meta in metas.values() for scheme in meta["schemes"]})
    shape: dict[str, Any] = next(iter(metas.values()))["shape"]
    taught = {name: meta["plan"] for name, meta in metas.items() if meta["plan"]["teachers"]}
    names = ", ".join(f"`{name}`" for name in taught)
    most = max((plan["taught"] for plan in taught.values()), default=0)
    voices = ", ".join(f"{plan['teachers']} for `{name}`" for name, plan in taught.items())
    text = _CARD.format(
        taught=_TAUGHT.format(names=names, lines=most, voices=voices) if taught else "",
        teacher=_TEACHER.format(names=names) if taught else "",
        networks="\n".join(
            f"| `{name}` | {', '.join(f'`{s}`' for s in sorted(meta['schemes']))} | {meta['samples']:,} | "
            f"{meta['shape']['members']} | {meta['shape']['least']} |"
            for name, meta in metas.items()
        ),
        flags=" ".join(
            [flag for scheme, flag in _FLAGS.items() if scheme in schemes]
            + ["--unlabelled TRIALS"]
            + ["--teacher CHECKPOINT"] * bool(taught)
        ),
        depth=shape["depth"],
        width=shape["width"],
        lines=f"{max(meta['plan']['lines'] for meta in metas.values()):,}",
        sources="\n".join(f"- {source}" for scheme, source in _SOURCES.items() if scheme in schemes),
        unlabelled=f"{max(meta['lines'] for meta in metas.values()):,}",
        figures="\n".join(_figures(metas)) or "None were given.",
    )
    (folder / "README.md").write_text(text, "utf-8")


def _figures(metas: dict[str, dict[str, Any]]) -> list[str]:
    rows = [
        f"| `{scheme}` | {found['f1']} | {found['precision']} | {found['recall']} "
        f"| {found['tp']:,} | {found['fp']:,} | {found['fn']:,} |"
        for meta in metas.values()
        for scheme, found in sorted(meta.get("dev", {}).items())
    ]
    head = "| scheme | F1 | precision | recall | right | too many | missed |"
    return [head, "|---|---|---|---|---|---|---|", *rows] if rows else []
