"""Things of LCT that share what is said of one of them: the corpus repeats a mark on the others, or does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from eligo.corpus.lct import LctDocument

__all__ = ["ALIKE", "SAME", "SAME_TIME", "SHARING", "linked"]

SAME = frozenset({"Abbrev-Of", "Equivalent-To", "Using"})
"""Relations of two names of one thing, or of an act and what it is done with ("treatment with aspirin")."""

ALIKE = frozenset({"Example-Of", "Or"})
"""Relations of things that one mark can govern together."""

SHARING = SAME | ALIKE
"""Both."""

SAME_TIME = SAME | {"Criteria", "Refers-To", "Treatment-For"}
"""Besides SAME, what a name stands for or counts ("these drugs", "two of the following"), and a treatment and what it
is for, where the treatment is named first ("surgery for a fracture")."""


def linked(document: LctDocument, ids: Iterable[str], relations: Collection[str]) -> set[str]:
    """The entities that these relations (or roles) join to `ids`, at one remove or several, `ids` among them."""
    entities = document.by_id()
    neighbours: dict[str, set[str]] = {}
    joined = [r.ids for r in document.relations if r.type in relations]
    if "Treatment-For" in relations:
        turned = {r.ids for r in document.relations if r.type == "Treatment-For"}
        joined = [two for two in joined if two not in turned or entities[two[0]].start < entities[two[1]].start]
    joined += [(r.source, r.target) for r in document.roles if r.name in relations]
    for together in joined:
        for id in together:
            neighbours.setdefault(id, set()).update(together)
    found = set(ids)
    todo = list(found)
    while todo:
        new = neighbours.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found
