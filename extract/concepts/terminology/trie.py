"""Whether words begin a term, or are one: a trie kept as sorted checksums of its nodes.

A node is the CRC-32 of the words down to it, so that the next word's follows from it. 100,000 terms take two megabytes
and no time to read. Two nodes may share a checksum: what is found has to be looked up by its words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from zlib import crc32

__all__ = ["Trie", "packed", "step"]

_MOST_WORDS = 100_000


def step(word: str, node: int = 0) -> int:
    """The node that a word leads to."""
    return crc32(f"{word} ".encode(), node)


def packed(forms: Iterable[str]) -> dict[str, bytes]:
    """The trie of some forms (words parted by a blank), as `Trie` reads it: sorted 32-bit numbers, little-endian."""
    import numpy

    found = {"first": bytearray(), "node": bytearray(), "end": bytearray()}
    for form in forms:
        node = 0
        for n, word in enumerate(form.split()):
            node = step(word, node)
            found["node" if n else "first"] += node.to_bytes(4, "little")
        found["end"] += node.to_bytes(4, "little")
    return {name: numpy.unique(numpy.frombuffer(data, "<u4")).tobytes() for name, data in found.items()}


class Trie:
    """Walks the forms that `packed` was given."""

    def __init__(self, first: bytes, node: bytes, end: bytes) -> None:
        self._node, self._end = _numbers(node), _numbers(end)
        self._begin = _FirstWords(_numbers(first)).__getitem__

    def starts(self, words: Sequence[str]) -> list[int]:
        """Where terms may begin."""
        begin = self._begin
        return [at for at, word in enumerate(words) if begin(word) is not None]

    def longest(self, words: Sequence[str], at: int) -> list[int]:
        """Where the terms that begin at `at` end, the longest first; some may be none."""
        node = self._begin(words[at])
        if node is None:
            return []
        found = []
        last = len(words)
        at += 1
        while True:
            if _has(self._end, node):
                found.append(at)
            if at == last:
                break
            node = step(words[at], node)
            if not _has(self._node, node):
                break
            at += 1
        return found[::-1]


class _FirstWords(dict[str, "int | None"]):
    """Of words met before: the node that a term begins with, None where none does."""

    def __init__(self, nodes: Sequence[int]) -> None:
        self._nodes = nodes

    def __missing__(self, word: str) -> int | None:
        node = step(word)
        found = node if _has(self._nodes, node) else None
        if len(self) < _MOST_WORDS:
            self[word] = found
        return found


def _numbers(data: bytes) -> Sequence[int]:
    import sys
    from array import array

    numbers = array("I", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _has(numbers: Sequence[int], number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number
