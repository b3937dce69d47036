"""The README is true: its Python runs, and what it shows of the command line is what the commands print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text("utf-8")
SHOWN = re.findall(r"^```text\n\$ eligo (.*?)\n(.*?)^```", TEXT, re.S | re.M)
ARROW = re.compile(r"^(?P<expr>.+?)  # -> (?P<value>.+)$", re.M)


def test_python_blocks() -> None:
    scope: dict[str, object] = {}
    asserted = 0
    for block in re.findall(r"^```python\n(.*?)^```", TEXT, re.S | re.M):
        lines = []
        for line in block.splitlines():
            if m := ARROW.match(line):
                asserted += 1
                lines.append(f"assert repr({m['expr']}) == {m['value']!r}, repr({m['expr']})")
            else:
                lines.append(line)
        exec(compile("\n".join(lines), "README.md", "exec"), scope)
    assert asserted >= 5


@pytest.mark.parametrize(("arguments", "expected"), SHOWN, ids=[s[0] for s in SHOWN])
def test_shown_output(arguments: str, expected: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eligo", *shlex.split(arguments)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    printed = done.stdout.splitlines()
    at = 0
    for line in expected.splitlines():
        if line.strip() == "…":
            continue
        assert line in printed[at:], line
        at = printed.index(line, at) + 1


def test_commands_are_listed() -> None:
    done = subprocess.run([sys.executable, "-m", "eligo", "--help"], capture_output=True, text=True, check=True)
    for name in re.findall(r"^    eligo (\w+)", TEXT, re.M):
        assert re.search(rf"^  {name}\b", done.stdout, re.M), name


def test_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_two_commands_exist() -> None:
    rules = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert {"demo", "test"} <= set(rules)
