"""Import medspaCy's ConText without what only QuickUMLS needs.

``import medspacy`` loads its QuickUMLS component, that loads nltk, and nltk loads scikit-learn and scipy.stats: over a
second and 100 MB that ConText never uses. While medspaCy is imported, nltk is registered as a module that runs when
something of it is first asked for; whoever uses it later gets the whole, real nltk.

medspaCy's attributes on Doc and Span are lambdas in part, and spaCy sends all attributes to the workers of
``nlp.pipe(n_process=2)``, where lambdas cannot go under spawn. They get a stand-in here that does the same and can.
"""

from __future__ import annotations

import sys
import warnings
from functools import cache
from importlib.util import find_spec, module_from_spec
from threading import RLock
from types import ModuleType
from typing import Any

__all__ = ["import_context"]

_LOCK = RLock()
_KNOWN_BEFORE = frozenset({"__class__", "__file__", "__loader__", "__name__", "__package__", "__spec__"})


class _Deferred(ModuleType):
    """A module that has not run yet. (That of `importlib.util.LazyLoader` runs at the mere ``import`` statement.)"""

    def __getattribute__(self, name: str) -> Any:
        if name not in _KNOWN_BEFORE:
            with _LOCK:
                if type(self) is _Deferred:
                    self.__class__ = ModuleType  # type: ignore[assignment]
                    spec = self.__spec__
                    assert spec is not None
                    assert spec.loader is not None
                    try:
                        spec.loader.exec_module(self)
                    except BaseException:
                        sys.modules.pop(spec.name, None)
                        raise
        return ModuleType.__getattribute__(self, name)


def _defer(name: str) -> None:
    spec = None if name in sys.modules else find_spec(name)
    if spec is not None and spec.loader is not None:
        module = module_from_spec(spec)
        module.__class__ = _Deferred
        sys.modules[name] = module


class _Getter:
    """The getter of one of medspaCy's attributes, found by name."""

    def __init__(self, table: str, name: str) -> None:
        self.table, self.name = table, name

    def __call__(self, obj: Any) -> Any:
        import_context()
        from medspacy import _extensions  # type: ignore[import-untyped]

        return getattr(_extensions, self.table)[self.name]["getter"](obj)


def _make_getters_picklable() -> None:
    from medspacy import _extensions
    from spacy.tokens import Doc, Span

    for owner, table in ((Doc, "_doc_extensions"), (Span, "_span_extensions")):
        for name, how in getattr(_extensions, table, {}).items():
            getter = how.get("getter")
            if getattr(getter, "__name__", "") != "<lambda>" or not owner.has_extension(name):
                continue
            if owner.get_extension(name)[2] is getter:  # still medspaCy's, nobody else's
                owner.set_extension(name, getter=_Getter(table, name), force=True)


@cache
def import_context() -> ModuleType:
    """The module ``medspacy.context``; the warning filters stay as they were (medspaCy switches all warnings off)."""
    if "medspacy" not in sys.modules:
        _defer("nltk")
    with warnings.catch_warnings():
        import medspacy.context  # type: ignore[import-untyped]
        from loguru import logger
    logger.disable("PyRuSH")  # it logs the text of notes
    _make_getters_picklable()
    context: ModuleType = medspacy.context
    return context
