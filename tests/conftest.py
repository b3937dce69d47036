"""What the tests share: the repository's root, the data folder that only developers have, and the command line."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

# The same examples in every run, so that a red run is about the change; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Whatever terminologies and backend the user has are no part of what is tested.
os.environ["ELIGO_TERMINOLOGIES"] = ""
os.environ.pop("ELIGO_BACKEND", None)
os.environ["HF_HUB_OFFLINE"] = "1"  # no test asks the network

ROOT = Path(__file__).parents[1]


class Run(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data: ``$ELIGO_SHARED``, else beside the repository; tests skip where it is absent."""
    path = Path(os.environ.get("ELIGO_SHARED", ROOT.parent / "shared"))
    if not path.is_dir():
        pytest.skip("needs the data folder: set ELIGO_SHARED")
    return path


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """``command("parse", path, "--format", "json", stdin=b"…")``: eligo in this process; never with a traceback."""
    from eligo.cli import app

    def run(*args: object, stdin: bytes = b"") -> Run:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
            app(args=[str(a) for a in args], prog_name="eligo")
        assert "Traceback" not in err.getvalue()
        code = end.value.code
        return Run(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the bundled examples."""
    from importlib.resources import files

    return Path(str(files("eligo.examples")))
