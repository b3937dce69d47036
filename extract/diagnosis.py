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
_SPACY_MODELS = (
    "en_ner_bc5cdr_md", "en_ner_bionlp13cg_md", "en_ner_jnlpba_md", "en_ner_craft_md", "en_core_sci_sm",
    "en_core_sci_md", "en_core_sci_lg", "en_core_sci_scibert",
)  # fmt: skip
_OPTIONAL = (
    _Optional("transformers", "to find entities with a transformer checkpoint", "pip install 'eligo[transformers]'"),
    _Optional("torch", "which transformers runs on; the CPU build is enough", "pip install 'eligo[transformers]'"),
    _Optional("quickumls", "for --backend medspacy-quickumls and your own index", "pip install medspacy-quickumls"),
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
    _backends()
    print("\noptional (eligo works without them)")
    for part in _OPTIONAL:
        there = find_spec(part.module) is not None
        print(f"  {part.module:<18} {'installed' if there else f'not installed; {part.what}: {part.how}'}")
    return 1 if missing else 0


def _backends() -> None:
    print("\nbackends (--backend NAME; eligo works without them)")
    there = [name for name in ("torch", "transformers") if find_spec(name) is None]
    need = f"not installed: {', '.join(there)}; pip install 'eligo[transformers]'" if there else _graphics()
    models = [name for name in _SPACY_MODELS if find_spec(name) is not None]
    how = "no model installed; wheels at https://allenai.github.io/scispacy, or name a folder"
    umls = "ready, for an index of yours" if find_spec("quickumls") else "not installed; pip install medspacy-quickumls"
    rows = {
        "eligo": "ready",
        "transformers:MODEL": need,
        "scispacy:MODEL": f"ready: {', '.join(models)}" if models else how,
        "medspacy-quickumls:FOLDER": umls,
    }
    for name, state in rows.items():
        print(f"  {name:<26} {state}")


def _graphics() -> str:
    import torch

    return f"ready, on {torch.cuda.get_device_name() if torch.cuda.is_available() else 'the processor'}"


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
