"""`riwaya rules`: run the rules' own examples, see which rules fire."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from riwaya.cli.output import day_of, out_line, say

rules_app = typer.Typer(help="Check the rules and see which of them fire.", no_args_is_help=True)


@rules_app.command("check")
def rules_check() -> None:
    """Run every rule's own yes/no examples and print those that do not hold."""
    from riwaya.rooms import check_all  # noqa: PLC0415

    findings, n = check_all()
    for finding in findings:
        say(str(finding))
    out_line(f"{n} examples, {len(findings)} do not hold")
    raise typer.Exit(1 if findings else 0)


@rules_app.command("explain")
def rules_explain(
    text: Annotated[str, typer.Argument(help="A sentence, or - for standard input.")],
    now: Annotated[str | None, typer.Option(help="The day the text is read on (YYYY-MM-DD).", metavar="DATE")] = None,
) -> None:
    """Print which rule of which room fired where in TEXT."""
    from riwaya.rooms import explain_text  # noqa: PLC0415

    source = sys.stdin.read() if text == "-" else text
    found = explain_text(source, day_of(now))
    if not found:
        say("riwaya: no rule fires here")
    for fired in found:
        words = source[fired.start : fired.end].replace("\n", " ").replace("\t", " ")
        out_line(f"{fired.start}-{fired.end}\t{fired.room}\t{fired.rule}\t{words}\t{fired.note}")
