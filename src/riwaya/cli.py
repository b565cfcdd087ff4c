"""The command `riwaya`: a thin adapter from arguments to one library call each.

Results go to standard output or `--out`; progress and failures go to standard error. Exit: 0 done,
1 nothing could be read (or a rule file is wrong), 2 the command line makes no sense.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

import riwaya
from riwaya.errors import InputError, RiwayaError
from riwaya.model import PageState

if TYPE_CHECKING:
    from riwaya.inputs import Web

app = typer.Typer(
    name="riwaya",
    help="Turn many Arabic accounts of an event into one sourced story.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(help="Check the rules and see which of them fire.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")
_stderr = Console(stderr=True, highlight=False)


def _say(message: str) -> None:
    """One line for people on standard error, as it is: no markup, no wrapping."""
    _stderr.print(message, markup=False, soft_wrap=True)


class Format(StrEnum):
    """How a telling is written."""

    TEXT = "text"
    HTML = "html"
    MD = "md"
    JSON = "json"


class Language(StrEnum):
    """The language of the interface; the accounts keep their own."""

    AR = "ar"
    EN = "en"


_FORMAT = typer.Option("--format", "-f", help="text for people, html for a page, md, or json (riwaya/1).")
_OUT = typer.Option("--out", "-o", help="Write to this file instead of standard output.")
_LANG = typer.Option("--lang", help="Language of headings and labels.")
_LEDGER = typer.Option("--ledger", help="Print on standard error how every page ended, and why.")
_KEEP = typer.Option("--keep", help="Keep every answer of a host in this web archive.", metavar="FILE.warc.gz")
_PRIVATE = typer.Option("--allow-private", help="Fetch from this machine and private networks too.")
_OPEN = typer.Option("--open", help="Open the written page in a browser.")


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


@app.command()
def tell(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, directories, patterns, addresses, or - for standard input."),
    ],
    format_: Annotated[Format, _FORMAT] = Format.TEXT,
    out: Annotated[Path | None, _OUT] = None,
    lang: Annotated[Language, _LANG] = Language.AR,
    now: Annotated[
        str | None, typer.Option(help="Publication day (YYYY-MM-DD) of pages that show none.", metavar="DATE")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Leave the trained name reader out.")] = False,
    open_: Annotated[bool, _OPEN] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Print seconds per stage on standard error.")] = False,
    ledger: Annotated[bool, _LEDGER] = False,
    keep: Annotated[Path | None, _KEEP] = None,
    allow_private: Annotated[bool, _PRIVATE] = False,
) -> None:
    """Read Arabic pages and tell the story or stories in them, each line with its words."""
    from riwaya.render import document  # noqa: PLC0415 - keeps --help instant

    anchor = _day(now)
    with _web(keep, allow_private) as web, _progress() as progress:
        telling = riwaya.tell(inputs, now=anchor, fast=fast, progress=progress, web=web)
    for failure in telling.failures:
        _say(f"riwaya: {failure.page}: {failure.stage}: {failure.reason}")
    if timings:
        for stage, seconds in telling.timings:
            _say(f"{stage:12} {seconds:8.3f} s")
    doc = document(telling)
    if ledger:
        _print_ledger(doc)
    if not telling.articles:
        _say("riwaya: nothing could be read")
        raise typer.Exit(1)
    _write(doc, format_, out, lang, open_)


@app.command()
def render(
    story: Annotated[Path, typer.Argument(metavar="STORY.json", help="What `tell --format json` wrote.")],
    format_: Annotated[Format, _FORMAT] = Format.HTML,
    out: Annotated[Path | None, _OUT] = None,
    lang: Annotated[Language, _LANG] = Language.AR,
    open_: Annotated[bool, _OPEN] = False,
) -> None:
    """Write a told story again in another format, without telling it anew."""
    try:
        doc = json.loads(story.read_text(encoding="utf-8"))
    except FileNotFoundError as e:
        _say(f"riwaya: {story}: no such file")
        raise typer.Exit(1) from e
    except OSError as e:
        _say(f"riwaya: {story}: {e.strerror}")
        raise typer.Exit(1) from e
    except ValueError as e:
        _say(f"riwaya: {story}: no JSON ({e})")
        raise typer.Exit(1) from e
    if not isinstance(doc, dict) or doc.get("format") != "riwaya/1":
        _say(f"riwaya: {story}: not a riwaya/1 document")
        raise typer.Exit(1)
    _write(doc, format_, out, lang, open_)


@rules_app.command("check")
def rules_check() -> None:
    """Run every rule's own yes/no examples and print those that do not hold."""
    from riwaya.rooms import check_all  # noqa: PLC0415

    findings, n = check_all()
    for finding in findings:
        _say(str(finding))
    print(f"{n} examples, {len(findings)} do not hold")  # noqa: T201 - this is the command's output
    raise typer.Exit(1 if findings else 0)


@rules_app.command("explain")
def rules_explain(
    text: Annotated[str, typer.Argument(help="A sentence, or - for standard input.")],
    now: Annotated[str | None, typer.Option(help="The day the text is read on (YYYY-MM-DD).", metavar="DATE")] = None,
) -> None:
    """Print which rule of which room fired where in TEXT."""
    from riwaya.rooms import explain_text  # noqa: PLC0415

    source = sys.stdin.read() if text == "-" else text
    found = explain_text(source, _day(now))
    if not found:
        _say("riwaya: no rule fires here")
    for fired in found:
        words = source[fired.start : fired.end].replace("\n", " ")
        print(f"{fired.start}-{fired.end}\t{fired.room}\t{fired.rule}\t{words}\t{fired.note}")  # noqa: T201


def main() -> None:
    """Run the command; an error raised on purpose is one line and exit 1."""
    try:
        app()
    except RiwayaError as e:
        _say(f"riwaya: {e}")
        sys.exit(1)


def _day(value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as e:
        raise typer.BadParameter(f"{value!r} is not a day; write YYYY-MM-DD", param_hint="--now") from e


@contextmanager
def _web(keep: Path | None, allow_private: bool) -> Iterator[Web | None]:
    """A fetcher with the command's options; None where the defaults will do."""
    if keep is None and not allow_private:
        yield None
        return
    from riwaya.read.fetch import AGENT, Fetcher, Policy  # noqa: PLC0415 - slow to import
    from riwaya.read.keep import WarcKeeper  # noqa: PLC0415

    with ExitStack() as opened:
        fetcher = Fetcher(Policy(allow_private=allow_private))
        opened.callback(fetcher.close)
        if keep is not None:
            try:
                file = opened.enter_context(keep.open("ab"))  # archives are made to be appended to
            except OSError as e:
                raise InputError(f"{keep}: {e.strerror}") from e
            fetcher.keep = WarcKeeper(file, AGENT)
        yield fetcher


def _print_ledger(doc: dict[str, Any]) -> None:
    """How every page ended, and how many of each outlet."""
    pages = Table("page", "outlet", "ended", "why", box=None, pad_edge=False)
    for row in doc["ledger"]:
        pages.add_row(*(Text(str(row[k] or "")) for k in ("page", "outlet", "state", "reason")))
    states = [s.value for s in PageState]
    outlets = Table("outlet", *states, box=None, pad_edge=False)
    for row in doc["outlets"]:
        outlets.add_row(Text(row["outlet"] or "?"), *(str(row[s] or "·") for s in states))
    outlets.add_row("all", *(str(sum(r[s] for r in doc["outlets"])) for s in states))
    _stderr.print(pages)
    _stderr.print()
    _stderr.print(outlets)


def _write(doc: dict[str, Any], format_: Format, out: Path | None, lang: Language, open_: bool) -> None:
    from riwaya.render import render_html, render_markdown, render_text  # noqa: PLC0415

    if format_ is Format.JSON:
        written = json.dumps(doc, ensure_ascii=False, indent=1) + "\n"
    elif format_ is Format.HTML:
        written = render_html(doc, lang=lang.value)
    elif format_ is Format.MD:
        written = render_markdown(doc, lang=lang.value)
    else:
        written = render_text(doc, lang=lang.value)
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(written)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(written, encoding="utf-8")
    except OSError as e:
        _say(f"riwaya: {out}: {e.strerror}")
        raise typer.Exit(1) from e
    _say(f"riwaya: wrote {out}")
    if open_ and not webbrowser.open(out.resolve().as_uri()):
        _say(f"riwaya: open {out} in a browser")


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on standard error for people; nothing when piped."""
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), console=_stderr, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, of: bar.update(task, description=stage, completed=done, total=of)
