"""How commands speak: one line for people on standard error, results on standard output or in a file."""

from __future__ import annotations

import datetime as dt
import json
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from riwaya.errors import InputError
from riwaya.model import PageState

if TYPE_CHECKING:
    from riwaya.inputs import Web

stderr = Console(stderr=True, highlight=False)


def say(message: str) -> None:
    """One line for people on standard error, as it is: no markup, no wrapping."""
    stderr.print(message, markup=False, soft_wrap=True)


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


FORMAT = typer.Option("--format", "-f", help="text for people, html for a page, md, or json (riwaya/1).")
OUT = typer.Option("--out", "-o", help="Write to this file instead of standard output.")
LANG = typer.Option("--lang", help="Language of headings and labels.")
LEDGER = typer.Option("--ledger", help="Print on standard error how every page ended, and why.")
KEEP = typer.Option("--keep", help="Keep every answer of a host in this web archive.", metavar="FILE.warc.gz")
PRIVATE = typer.Option("--allow-private", help="Fetch from this machine and private networks too.")
OPEN = typer.Option("--open", help="Open the written page in a browser.")


def day_of(value: str | None) -> dt.date | None:
    """The day that `--now` gives. Raises `typer.BadParameter` for anything else."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as e:
        raise typer.BadParameter(f"{value!r} is not a day; write YYYY-MM-DD", param_hint="--now") from e


@contextmanager
def web_of(keep: Path | None, allow_private: bool) -> Iterator[Web | None]:
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


def print_ledger(doc: dict[str, Any]) -> None:
    """How every page ended, and how many of each outlet."""
    pages = Table("page", "outlet", "ended", "why", box=None, pad_edge=False)
    for row in doc["ledger"]:
        pages.add_row(*(Text(str(row[k] or "")) for k in ("page", "outlet", "state", "reason")))
    states = [s.value for s in PageState]
    outlets = Table("outlet", *states, box=None, pad_edge=False)
    for row in doc["outlets"]:
        outlets.add_row(Text(row["outlet"] or "?"), *(str(row[s] or "·") for s in states))
    outlets.add_row("all", *(str(sum(r[s] for r in doc["outlets"])) for s in states))
    stderr.print(pages)
    stderr.print()
    stderr.print(outlets)


def write(doc: dict[str, Any], format_: Format, out: Path | None, lang: Language, open_: bool) -> None:
    """Write a `riwaya/1` document in a format, to `out` or to standard output."""
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
        say(f"riwaya: {out}: {e.strerror}")
        raise typer.Exit(1) from e
    say(f"riwaya: wrote {out}")
    if open_ and not webbrowser.open(out.resolve().as_uri()):
        say(f"riwaya: open {out} in a browser")


@contextmanager
def progress_bar() -> Iterator[Any]:
    """A bar on standard error for people; nothing when piped."""
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), console=stderr, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, of: bar.update(task, description=stage, completed=done, total=of)
