"""How well a network marks samples it has not seen: exact spans, of all that the corpus marks there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .backend import Marker
from .network import Network
from .samples import Sample

__all__ = ["figures"]


def figures(network: Network | Marker, samples: Sequence[Sample]) -> dict[str, Any]:
    """Counts and rates of the samples' spans; a rate of nothing is None.

    Args:
        samples: their scheme is the one asked for; inner spans are asked for with the right outer ones as hints.
    """
    right = given = wanted = 0
    for scheme in sorted({sample.scheme for sample in samples}):
        some = [sample for sample in samples if sample.scheme == scheme]
        for sample, found in zip(some, network.find([s.given for s in some], scheme), strict=True):
            right += len(set(sample.spans) & {span[:3] for span in found})
            given += len(found)
            wanted += len(sample.spans)
    return {
        "f1": round(2 * right / (given + wanted), 4) if given + wanted else None,
        "precision": round(right / given, 4) if given else None,
        "recall": round(right / wanted, 4) if wanted else None,
        "tp": right,
        "fp": given - right,
        "fn": wanted - right,
    }
