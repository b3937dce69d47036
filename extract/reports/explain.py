"""What was understood of a trial, one plain sentence a criterion: the test of understanding."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from eligo.logic import render
from eligo.schema import Criterion, Trial, leaves

__all__ = ["explain", "trial_explained"]


def explain(criterion: Criterion) -> str:
    """``A patient may join only if …`` or ``A patient is kept out by …``, with what was left out and assumed.

    A heading without a tree of its own, a sentence that asks for nothing, and a criterion that was not understood say
    so.
    """
    if criterion.logic is None:
        if criterion.parsed == "none":
            return "Not understood; a person must judge it."
        return "Asks for nothing by itself."
    lead = "A patient may join only if this holds" if criterion.kind == "inclusion" else "A patient is kept out by this"
    sentences = [f"{lead}: {render(criterion.logic)}."]
    if criterion.unparsed:
        sentences.append(f"Not read: {'; '.join(f'“{words}”' for words in criterion.unparsed)}.")
    sentences += [f"Assumed: {words}." for words in _assumed(criterion)]
    return " ".join(sentences)


def _assumed(criterion: Criterion) -> Iterator[str]:
    seen: set[str] = set()
    for leaf in leaves(criterion.logic) if criterion.logic is not None else ():
        for name in leaf.assumed:
            words = f"{name.replace('_', ' ')} of “{leaf.name}”" if name.isidentifier() else name
            if words not in seen:
                seen.add(words)
                yield words.rstrip(".")


def trial_explained(trial: Trial) -> Text:
    """Every criterion's words with what was understood of them below."""
    parts: list[tuple[str, str] | str] = [(f"{trial.id}\n", "bold")]
    for criterion in trial.criteria:
        parts += [(f"{criterion.id}  ", "bold cyan"), (" ".join(criterion.text.split()), "dim"), "\n"]
        parts += [f"    {explain(criterion)}\n"]
    return Text.assemble(*parts)
