"""Things of LCT that share what is said of one of them: the corpus repeats a mark on the others, or does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from eligo.corpus.lct import LctDocument

__all__ = ["SAME", "SHARING", "linked"]

SAME = frozenset({"Abbrev-Of", "Equivalent-To", "Using"})
"""Relations of two names of one thing, or of an act and what it is done with ("treatment with aspirin")."""

SHARING = SAME | {"Example-Of", "Or"}
"""Those, and relations of things that one mark can govern together."""


def linked(document: LctDocument, ids: Iterable[str], relations: Collection[str]) -> set[str]:
    """The entities that these relations join to `ids`, at one remove or several, `ids` among them."""
    neighbours: dict[str, set[str]] = {}
    for relation in document.relations:
        if relation.type in relations:
            for id in relation.ids:
                neighbours.setdefault(id, set()).update(relation.ids)
    found = set(ids)
    todo = list(found)
    while todo:
        new = neighbours.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
