"""Every character is accounted for: spans that are no statement get a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eligo.schema import Skipped, Statement

from .lines import is_blank

__all__ = ["account"]


def account(
    text: str, statements: Sequence[Statement], labelled: Iterable[tuple[int, int, str]]
) -> tuple[Skipped, ...]:
    """The spans of `text` outside `statements`, in order, each with its reason.

    Args:
        statements: in order, without overlap.
        labelled: spans (start, end, reason); what they leave out is ``blank``, or ``bullet`` where it is visible.
    """
    spans = sorted((s for s in labelled if s[1] > s[0]), key=lambda s: s[0])
    result: list[Skipped] = []
    position = 0
    edges = [(s.start, s.end) for s in statements] + [(len(text), len(text))]
    k = 0
    for start, end in edges:
        while k < len(spans) and spans[k][0] < start:
            left, right, reason = spans[k]
            left, right = max(left, position), min(right, start)
            if right > left:
                _add(result, text, position, left, "")
                _add(result, text, left, right, reason)
                position = right
            if spans[k][1] > start:
                break
            k += 1
        _add(result, text, position, start, "")
        position = max(position, end)
    return tuple(result)


def _add(result: list[Skipped], text: str, start: int, end: int, reason: str) -> None:
    if end <= start:
        return
    if not reason:
        reason = "blank" if is_blank(text[start:end]) else "bullet"
    # a blank between two spans of one reason belongs to them
    if (
        len(result) > 1
        and result[-1].end == start
        and result[-1].reason == "blank"
        and reason not in {"blank", "bullet"}
    ):
        before = result[-2]
        if before.reason == reason and before.end == result[-1].start:
            result[-2:] = [Skipped(before.start, end, reason)]
            return
    if result and result[-1].end == start and result[-1].reason == reason:
        result[-1] = Skipped(result[-1].start, end, reason)
        return
    result.append(Skipped(start, end, reason))
