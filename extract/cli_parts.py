"""What the command line has beyond typer: commands of other packages, and options that take several values."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

__all__ = ["Commands", "ManyValues", "spread"]


class Commands(TyperGroup):
    """Our commands, and those that other packages add under the entry-point group ``eligo_commands``."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names of our commands, then those of other packages."""
        added = [e.name for e in entry_points(group="eligo_commands")]
        return [*super().list_commands(ctx), *sorted(n for n in added if n not in self.commands)]

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """A command by its name; of another package only when it is asked for."""
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            return found
        for entry in entry_points(group="eligo_commands"):
            if entry.name == cmd_name:
                try:
                    added = entry.load()
                except Exception as error:  # a broken add-on never costs our own commands
                    print(f"eligo: the command {cmd_name} ({entry.value}) cannot be loaded: {error}", file=sys.stderr)
                    return None
                return typer.main.get_command(added) if isinstance(added, typer.Typer) else added
        return None


class ManyValues(TyperCommand):
    """Takes ``--trial a b --patient c d`` as well as the option repeated."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """The arguments, with each of several values as an option of its own."""
        return super().parse_args(ctx, spread(args, {"--trial", "--patient"}))


def spread(args: Sequence[str], options: set[str]) -> list[str]:
    """``--trial a b`` → ``--trial a --trial b``: values up to the next option belong to the last one of `options`."""
    told: list[str] = []
    option, fresh = "", False  # fresh: the option's own first value comes next
    for n, arg in enumerate(args):
        if arg == "--":
            return [*told, *args[n:]]
        if arg.startswith("-") and arg != "-":
            name, equals, _ = arg.partition("=")
            option, fresh = (name, not equals) if name in options else ("", False)
        elif option and not fresh:
            told.append(option)
        else:
            fresh = False
        told.append(arg)
    return told
