"""Which number belongs to which name: nearest bound without a hard boundary between, shared by the names of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligo.attributes.bounds_linked import Link, reading_of
from eligo.attributes.bounds_near import (
    announces_list,
    bound_again,
    bound_behind,
    for_some,
    is_cut,
    is_unbound,
    name_behind,
)
from eligo.attributes.bounds_side import (
    are_alike,
    directed,
    either_side,
    respectively,
    shared_comparator,
    turned_by_words,
)
from eligo.schema import Quantity

from .bounds_context import goes_on_by_sex
from .bounds_names import Name, coordinated
from .bounds_outside import excluded

__all__ = ["link"]

_PRESSURES = ("vital:sbp", "vital:dbp")
_CHANGE = re.compile(
    r"\b(?:increase|decrease|decline|reduction|change|rise|drop|fall|doubling|improvement|loss|fluctuation|variation|difference)s?\s+(?:in|of|from)\s+"
    r"(?:(?:the|their|his|her|mean|serum|plasma|peripheral|blood|baseline|total)\s+)*\Z",
    re.I,
)
_GAINED = re.compile(r"\b(?:gain|loss|lost|gained|change[ds]?|fluctuat\w+|variation|within)\b[^;]{0,24}\Z", re.I)
_CAME_TO = ("below", "under", "above", "over", "beyond")
_BEHIND_CHANGE = re.compile(
    r"\s+(?:(?:relative|absolute)\s+)?(?:declines?|decreases?|drops?|falls?|rises?|increases?|reductions?|change|worsening)\b"
    r"(?!\s+(?:to|above|over|beyond|below|under)\b)[\s(]*(?:(?:of|by|from|baseline|at\s+least|in|the)\s*)*\Z",
    re.I,
)
_CORRECTED = re.compile(r"\b(?:corrected|adjusted|normali[sz]ed)\s+(?:for|to|by)\s+(?:serum\s+|the\s+)*\Z", re.I)


def _changed(text: str, name: Name, quantity: Quantity) -> bool:
    """Whether a number behind a name is by how much it changed; a multiple of a limit is not, nor what it came to."""
    if quantity.relative_to in ("ULN", "LLN") or quantity.text.casefold().startswith(_CAME_TO):
        return False
    return _BEHIND_CHANGE.match(text[name.stop : quantity.start]) is not None


def link(text: str, names: Sequence[Name], quantities: Sequence[Quantity], hard: Sequence[int]) -> list[Link]:
    """The links of a statement, in the order of its quantities; all offsets count in `text`."""
    links: list[Link] = []
    chain: list[Name] = []
    bound = ""  # how the chain got its bound: "", "after" or "before"
    last_end = 0
    names_left = list(names)
    n = 0
    edges = list(hard)
    changes: set[int] = set()
    for index, quantity in enumerate(quantities):
        while n < len(names_left) and names_left[n].start < quantity.start:
            name = names_left[n]
            n += 1
            if name.end > quantity.start or last_end > name.start:
                continue
            if _CORRECTED.search(text, max(0, name.start - 40), name.start):
                continue
            if _CHANGE.search(text, max(0, name.start - 60), name.start):
                changes.add(id(name))
            if chain and chain[-1].id == "vital:bp" and name.id in _PRESSURES:
                chain, bound = [name], ""  # "blood pressure (systolic 90–140 mmHg; …)"
            elif (
                chain
                and not bound
                and coordinated(text, chain[-1], name)
                and not is_cut(edges, chain[-1].stop, name.start)
            ):
                chain.append(name)
            elif (
                chain
                and bound == "before"
                and coordinated(text, chain[-1], name)
                and not is_cut(edges, chain[-1].stop, name.start)
            ):
                if links and links[-1].kind == "before" and reading_of(name, links[-1].quantity):
                    links[-1].names.append(name)
                    chain.append(name)
                else:
                    chain, bound = [name], ""
            else:
                chain, bound = [name], ""
        if any(c.start <= quantity.start < c.stop for c in chain):
            continue
        if chain and chain[-1].id == "vital:weight" and _GAINED.search(text, chain[-1].stop, quantity.start):
            continue  # "stable weight (gain or loss < 4 kg)"
        if chain and not bound and _changed(text, chain[-1], quantity):
            continue  # "LVEF decline ≥ 10 %": how much it changed, not what it is
        if (
            links
            and links[-1].kind == "before"
            and quantity.end <= links[-1].names[0].start
            and not quantity.comparator
        ):
            continue  # "≥ 40 mm on a 100 mm visual analog scale"
        if excluded(text, last_end, quantity, chain):
            last_end = quantity.end  # the range is what is not meant: better unread than turned round
            continue
        if chain and is_cut(edges, chain[-1].stop, quantity.start):
            related = bound and links and (quantity.relative_to or are_alike(links[-1].quantity, quantity))
            sexed = bool(links) and goes_on_by_sex(text, links[-1].quantity.end, quantity.start)
            if not sexed and (not related or not _CONDITIONAL.search(text[last_end : quantity.start])):
                chain, bound = [], ""
        if chain and id(chain[-1]) in changes and quantity.relative_to not in ("ULN", "LLN"):
            chain, bound = [], ""  # how much it changed, not what it is
        follower = name_behind(text, names_left, n, quantity, edges)
        found = None
        if chain and not bound:
            found = bound_behind(text, chain, quantity)
            if found and follower is not None and chain[-1].id == "vital:bp" and follower.id in _PRESSURES:
                found = None  # "blood pressure > 160 systolic"
            elif (
                found
                and not found.tight
                and follower is not None
                and follower.id != chain[-1].id
                and is_unbound(text, follower, names_left, quantities, index, edges)
            ):
                found = None
        elif chain and bound and links and not (bound == "before" and follower is not None):
            found = bound_again(text, links[-1], quantity)
        if found is None and follower is not None and is_unbound(text, follower, names_left, quantities, index, edges):
            quantity = shared_comparator(text, quantity, links, follower)
            glue = text[quantity.end : follower.start]
            found = Link([follower], quantity, "before", not announces_list(text, quantity, glue))
            if chain and not bound and chain[-1].id == "vital:bp" and follower.id in _PRESSURES:
                found.head = chain[-1]
        if found is None:
            continue
        if found.kind == "again" and links:
            sexed = goes_on_by_sex(text, links[-1].quantity.end, quantity.start)
            some = for_some(text, links[-1].quantity.end, quantity)
            found.quantity = directed(links[-1].quantity, found.quantity, sexed=sexed or some)
        elif not found.quantity.comparator:
            found.quantity = turned_by_words(text, found, last_end)
        if found.kind == "before" and index and either_side(text, quantities[index - 1], quantity, links):
            links.append(Link(found.names, quantities[index - 1], "before"))
        links.append(found)
        if found.kind == "before":
            chain, bound = [follower], "before"  # type: ignore[list-item]
            n = names_left.index(follower) + 1  # type: ignore[arg-type]
        else:
            bound = bound or "after"
        last_end = quantity.end
    respectively(text, links)
    if links and links[-1].kind == "before":
        for name in names_left[n:]:
            if not coordinated(text, links[-1].names[-1], name) or not reading_of(name, links[-1].quantity):
                break
            links[-1].names.append(name)
    return links


_OTHERS = (  # whom, or when: "; patients with liver metastases may have", ". If liver metastases are present,"
    r"(?:unless|except|exceptions?|if|when|or|however|in|for|with|(?:patients?|subjects?|participants?|individuals?|those|people)\s+"
    r"(?:with|who|whose|having|on|receiving|taking|known))\b"
)
_CONDITIONAL = re.compile(rf";\s*\Z|\A\s*[;.]?\s*\(?{_OTHERS}[^;.]*\Z|;\s*(?:\(|{_OTHERS})[^;.]*\Z", re.I)
