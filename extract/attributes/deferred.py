"""Import medspaCy's ConText without what only QuickUMLS needs.

``import medspacy`` loads its QuickUMLS component, that loads nltk, and nltk loads scikit-learn and scipy.stats: over a
second and 100 MB that ConText never uses. While medspaCy is imported, nltk is registered as a module that runs when
something of it is first asked for; whoever uses it later gets the whole, real nltk.
"""

from __future__ import annotations

import sys
import warnings
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


def import_context() -> ModuleType:
    """The module ``medspacy.context``; the warning filters stay as they were (medspaCy switches all warnings off)."""
    if "medspacy" not in sys.modules:
        _defer("nltk")
    with warnings.catch_warnings():
        import medspacy.context  # type: ignore[import-untyped]
        from loguru import logger
    logger.disable("PyRuSH")  # it logs the text of notes
    context: ModuleType = medspacy.context
    return context
