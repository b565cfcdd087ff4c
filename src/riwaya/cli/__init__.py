"""The command `riwaya`: a thin adapter from arguments to one library call each.

Results go to standard output or `--out`; progress and failures go to standard error. Exit: 0 done,
1 nothing could be read (or a rule file is wrong), 2 the command line makes no sense.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from riwaya.cli.bulk import bulk, load
from riwaya.cli.follow import alerts, follow
from riwaya.cli.judge import judge_app
from riwaya.cli.keep import add, show, stories
from riwaya.cli.output import say
from riwaya.cli.rules import rules_app
from riwaya.cli.search import WordsToo, search
from riwaya.cli.serve import mcp, serve, token_app
from riwaya.cli.tell import render, tell
from riwaya.cli.upkeep import backup, restore, store_app
from riwaya.errors import RiwayaError, UsageError

app = typer.Typer(
    name="riwaya",
    help="Turn many Arabic accounts of an event into one sourced story.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(tell)
app.command()(render)
app.command()(add)
app.command()(stories)
app.command()(show)
app.command(cls=WordsToo)(search)
app.command()(follow)
app.command()(alerts)
app.command()(bulk)
app.command()(load)
app.add_typer(judge_app, name="judge")
app.command()(backup)
app.command()(restore)
app.add_typer(store_app, name="store")
app.command()(serve)
app.command()(mcp)
app.add_typer(token_app, name="token")
app.add_typer(rules_app, name="rules")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"riwaya {version('riwaya')}")  # noqa: T201 - this is the command's output
        raise typer.Exit


@app.callback()
def _options(
    version_: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Turn many Arabic accounts of an event into one sourced story."""


def main() -> None:
    """Run the command; an error raised on purpose is one line and exit 1, or 2 where the command makes no sense."""
    try:
        app()
    except RiwayaError as e:
        say(f"riwaya: {e}")
        sys.exit(2 if isinstance(e, UsageError) else 1)
