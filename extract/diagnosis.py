"""``eligo doctor``: what is installed, what is optional and missing, and how to get it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import NamedTuple

__all__ = ["report"]


class _Optional(NamedTuple):
    module: str
    what: str
    how: str


_REQUIRED = ("spacy", "medspacy", "scispacy", "pydantic", "typer", "rich", "jinja2", "numpy")
_OPTIONAL = (
    _Optional("transformers", "to find entities with a transformer checkpoint", "pip install 'eligo[transformers]'"),
    _Optional("torch", "which transformers runs on; the CPU build is enough", "pip install 'eligo[transformers]'"),
    _Optional(
        "en_core_sci_sm", "scispaCy's small model of biomedical text", "install its wheel from scispaCy's release page"
    ),
    _Optional("quickumls", "to find UMLS terms with your own QuickUMLS index", "pip install quickumls"),
    _Optional("simple_icd_10_cm", "to check ICD-10-CM codes", "pip install simple-icd-10-cm"),
)


def report() -> int:
    """Print the state of this installation; exit code 0 if the core is complete, 1 if not."""
    from eligo import __version__

    print(f"eligo {__version__} on Python {platform.python_version()} ({platform.system()} {platform.machine()})")
    missing = 0
    print("\nneeded")
    for name in _REQUIRED:
        try:
            print(f"  {name:<18} {version(name)}")
        except PackageNotFoundError:
            missing += 1
            print(f"  {name:<18} MISSING: pip install --upgrade eligo")
    print("\nlexicons")
    for table, rows in _tables():
        print(f"  {table:<18} {rows:>6} rows")
    _terminologies()
    print("\noptional (eligo works without them)")
    for part in _OPTIONAL:
        there = find_spec(part.module) is not None
        print(f"  {part.module:<18} {'installed' if there else f'not installed; {part.what}: {part.how}'}")
    return 1 if missing else 0


def _terminologies() -> None:
    from eligo.concepts.terminology.installed import VARIABLE, home
    from eligo.concepts.terminology.inventory import inventory

    folder = home()
    print(f"\nyour terminologies ({folder or f'switched off: {VARIABLE} is empty'})")
    for one in inventory(folder):
        print(f"  {one.name:<18} {int(one.meta.get('terms', 0)):>6} terms  {one.told()}")
    if folder is not None and not inventory(folder):
        print("  none; eligo terminology add makes eligo know UMLS, RxNorm, an ontology or a table of yours")


def _tables() -> list[tuple[str, int]]:
    from eligo.entities.lexicon import TERM_TABLES, read_terms

    return [(name, sum(1 for _ in read_terms(name))) for name in TERM_TABLES]
