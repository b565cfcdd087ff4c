"""How commands speak: one line for people on standard error, results on standard output or in a file."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from riwaya.errors import InputError, UsageError
from riwaya.model import PageState

if TYPE_CHECKING:
    from riwaya.inputs import Web

stderr = Console(stderr=True, highlight=False, emoji=False)


# What a terminal obeys, or turns round: pages and file names are full of it, and nobody meant it for this terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def shown(words: str) -> str:
    """`words` as one line that a terminal only shows: blanks for controls, tabs aside; none that turn its direction."""
    return _TURNING.sub("", _CONTROL.sub(" ", words))


def escaped(plain: str) -> str:
    """JSON in which the same is escaped: to programs nothing is lost."""
    return _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", plain)


def say(message: str) -> None:
    """One line for people on standard error: no markup, no wrapping, nothing that a terminal would obey."""
    stderr.print(shown(message), markup=False, soft_wrap=True)


def out_line(line: str) -> None:
    """A line of the command's result, for people."""
    _out(shown(line) + "\n")


def out_row(row: Any) -> None:
    """A line of the command's result, for programs: one JSON object."""
    _out(escaped(json.dumps(row, ensure_ascii=False)) + "\n")


def _out(text: str) -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(text)


class Format(StrEnum):
    """How a telling is written."""

    TEXT = "text"
    HTML = "html"
    MD = "md"
    JSON = "json"
    DOCX = "docx"
    CSV = "csv"
    POLECAT = "polecat"
    FTM = "ftm"
    ANNOTATIONS = "annotations"
    ATOM = "atom"


class Language(StrEnum):
    """The language of the interface; the accounts keep their own."""

    AR = "ar"
    EN = "en"


FORMAT = typer.Option(
    "--format",
    "-f",
    help="For people: text, html, md, docx. For programs: json (riwaya/1) and the exports. "
    "Not given, the ending of --out tells.",
    show_default=False,
)
_BY_ENDING = {
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".md": Format.MD,
    ".json": Format.JSON,
    ".docx": Format.DOCX,
    ".txt": Format.TEXT,
}
OUT = typer.Option(
    "--out", "-o", help="Write to this file (a folder, where there are several) instead of to the screen."
)
TABLE = typer.Option("--table", help="Of --format csv only this table.", metavar="NAME")
TOPIC = typer.Option("--topic", help="Of --format atom only this topic's feed.", metavar="ID")
LANG = typer.Option("--lang", help="Language of headings and labels.")
LEDGER = typer.Option("--ledger", help="Print on standard error how every page ended, and why.")
KEEP = typer.Option("--keep", help="Keep every answer of a host in this web archive.", metavar="FILE.warc.gz")
PRIVATE = typer.Option("--allow-private", help="Fetch from this machine and private networks too.")
OPEN = typer.Option("--open", help="Open the written page in a browser.")


def format_of(given: Format | None, out: Path | None) -> Format:
    """How to write: as was asked for, else as the file is called («story.html»), else as text. Raises
    `typer.BadParameter` for an ending that tells no format."""
    ending = out.suffix.lower() if out else ""
    if given is None and ending and ending not in _BY_ENDING:
        known = ", ".join(_BY_ENDING)
        raise typer.BadParameter(f"{ending} tells no format: end it in {known}, or add --format", param_hint="--out")
    return given or _BY_ENDING.get(ending, Format.TEXT)


def say_lost(page: str, stage: str, reason: str) -> None:
    """What was lost on the way. That a page is opened and read before all else needs no word."""
    say(f"riwaya: {page}: {reason}" if stage in ("open", "fetch", "read") else f"riwaya: {page}: {stage}: {reason}")


def day_of(value: str | None, option: str = "--now") -> dt.date | None:
    """The day that an option gives. Raises `typer.BadParameter` for anything else."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as e:
        raise typer.BadParameter(f"{value!r} is not a day; write YYYY-MM-DD", param_hint=option) from e


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
        pages.add_row(*(Text(shown(str(row[k] or ""))) for k in ("page", "outlet", "state", "reason")))
    states = [s.value for s in PageState]
    outlets = Table("outlet", *states, box=None, pad_edge=False)
    for row in doc["outlets"]:
        outlets.add_row(Text(shown(row["outlet"] or "?")), *(str(row[s] or "·") for s in states))
    outlets.add_row("all", *(str(sum(r[s] for r in doc["outlets"])) for s in states))
    stderr.print(pages)
    stderr.print()
    stderr.print(outlets)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the command line wants a document written."""

    format: Format
    out: Path | None
    lang: Language
    open: bool = False
    table: str | None = None
    topic: str | None = None


def write(doc: dict[str, Any], wanted: Wanted) -> None:
    """Write a `riwaya/1` document as wanted, to a file, a folder of files or standard output."""
    if wanted.table and wanted.format is not Format.CSV:
        raise typer.BadParameter("is for --format csv", param_hint="--table")
    if wanted.topic and wanted.format is not Format.ATOM:
        raise typer.BadParameter("is for --format atom", param_hint="--topic")
    text = _rendered(doc, wanted)
    if text is None:
        _export(doc, wanted)
    elif wanted.out is None:
        _out(text)
    else:
        _save(wanted.out, text.encode(), wanted.open)


def _rendered(doc: dict[str, Any], wanted: Wanted) -> str | None:
    """The document as one text; None where its format is an export."""
    from riwaya.render import render_html, render_markdown, render_text  # noqa: PLC0415

    if wanted.format is Format.JSON:
        return escaped(json.dumps(doc, ensure_ascii=False, indent=1)) + "\n"
    renders = {Format.HTML: render_html, Format.MD: render_markdown, Format.TEXT: render_text}
    render = renders.get(wanted.format)
    return render(doc, lang=wanted.lang.value) if render else None


def _export(doc: dict[str, Any], wanted: Wanted) -> None:
    """Write an export: the only file to `--out`, several into the folder that it names."""
    from riwaya.export import export_files, left_out, one_file  # noqa: PLC0415

    name, out = wanted.format.value, wanted.out
    try:
        files = export_files(doc, name, lang=wanted.lang.value, table=wanted.table, topic=wanted.topic)
        folder = out is not None and (out.is_dir() or (len(files) > 1 and not out.suffix))
        if folder and out is not None:
            for file, data in files.items():
                _save(out / file, data)
        else:
            data = one_file(files, name)
            if out is not None:
                _save(out, data, wanted.open)
            elif wanted.format is Format.DOCX:
                raise UsageError("a Word document cannot be printed: name a file with --out")  # noqa: TRY301
            else:
                sys.stdout.buffer.write(data)
    except UsageError as e:
        raise typer.BadParameter(str(e), param_hint="--format") from e
    if wanted.format is Format.POLECAT and (n := left_out(doc)):
        say(f"riwaya: {n} of {len(doc['events'])} events have no row: no PLOVER type, or not told as having happened")


def _save(path: Path, data: bytes, open_: bool = False) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as e:
        say(f"riwaya: {path}: {e.strerror}")
        raise typer.Exit(1) from e
    say(f"riwaya: wrote {path}")
    if open_ and not webbrowser.open(path.resolve().as_uri()):
        say(f"riwaya: open {path} in a browser")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that others read meanwhile: it is whole or as it was, on a full disk too. Raises `OSError`."""
    if path.exists() and not path.is_file():  # a pipe, a terminal
        path.write_bytes(data)
        return
    path = path.resolve()  # behind a link
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def progress_bar() -> Iterator[Any]:
    """A bar on standard error for people; nothing when piped."""
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), console=stderr, transient=True) as bar:
        task = bar.add_task("loading", total=None)  # until something is under way, what that needs is loaded
        yield lambda stage, done, of: bar.update(task, description=stage, completed=done, total=of)
