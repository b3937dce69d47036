"""What the tests share: the repository's root, and the data folder that only developers have."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data (``$ELIGO_SHARED``, else beside the repository); who asks for it skips without it."""
    path = Path(os.environ.get("ELIGO_SHARED", ROOT.parent / "shared"))
    if not path.is_dir():
        pytest.skip("needs the data folder: set ELIGO_SHARED")
    return path
