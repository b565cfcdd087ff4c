"""`riwaya tell` and `riwaya render`: pages in, their story out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from stat import S_ISBLK, S_ISCHR
from typing import Annotated, Any, NoReturn

import typer

import riwaya
from riwaya.cli.model import MODEL, MODEL_NAME, MODEL_TASK, Task, reworded
from riwaya.cli.output import (
    FORMAT,
    KEEP,
    LANG,
    LEDGER,
    OPEN,
    OUT,
    PRIVATE,
    TABLE,
    TOPIC,
    Format,
    Language,
    Wanted,
    day_of,
    format_of,
    print_ledger,
    progress_bar,
    say,
    say_lost,
    web_of,
    write,
)


def tell(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, directories, patterns, addresses, or - for standard input."),
    ],
    format_: Annotated[Format | None, FORMAT] = None,
    out: Annotated[Path | None, OUT] = None,
    lang: Annotated[Language, LANG] = Language.AR,
    now: Annotated[
        str | None, typer.Option(help="Publication day (YYYY-MM-DD) of pages that show none.", metavar="DATE")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Leave the trained name reader out.")] = False,
    open_: Annotated[bool, OPEN] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Print seconds per stage on standard error.")] = False,
    ledger: Annotated[bool, LEDGER] = False,
    keep: Annotated[Path | None, KEEP] = None,
    allow_private: Annotated[bool, PRIVATE] = False,
    table: Annotated[str | None, TABLE] = None,
    topic: Annotated[str | None, TOPIC] = None,
    model: Annotated[str | None, MODEL] = None,
    model_name: Annotated[str, MODEL_NAME] = "default",
    model_task: Annotated[Task, MODEL_TASK] = Task.REPHRASE,
) -> None:
    """Read Arabic pages and tell the story or stories in them, each line with its words."""
    from riwaya.render import document  # noqa: PLC0415 - keeps --help instant

    anchor = day_of(now)
    wanted = Wanted(format_of(format_, out), out, lang, open_, table, topic)
    with web_of(keep, allow_private) as web, progress_bar() as progress:
        telling = riwaya.tell(inputs, now=anchor, fast=fast, progress=progress, web=web)
    for failure in telling.failures:
        say_lost(failure.page, failure.stage, failure.reason)
    if timings:
        for stage, seconds in telling.timings:
            say(f"{stage:12} {seconds:8.3f} s")
    doc = document(telling)
    if ledger:
        print_ledger(doc)
    if not telling.articles:
        say("riwaya: nothing could be read")
        raise typer.Exit(1)
    doc = reworded(doc, model, model_name, model_task)
    write(doc, wanted)


def render(
    story: Annotated[
        Path, typer.Argument(metavar="STORY.json", help="What `tell --format json` wrote, or - for standard input.")
    ],
    format_: Annotated[Format | None, FORMAT] = None,
    out: Annotated[Path | None, OUT] = None,
    lang: Annotated[Language, LANG] = Language.AR,
    open_: Annotated[bool, OPEN] = False,
    table: Annotated[str | None, TABLE] = None,
    topic: Annotated[str | None, TOPIC] = None,
    model: Annotated[str | None, MODEL] = None,
    model_name: Annotated[str, MODEL_NAME] = "default",
    model_task: Annotated[Task, MODEL_TASK] = Task.REPHRASE,
) -> None:
    """Write a told story again in another format, without telling it anew."""
    wanted = Wanted(format_of(format_, out), out, lang, open_, table, topic)
    doc = _story(story)
    doc = reworded(doc, model, model_name, model_task)
    try:
        write(doc, wanted)
    except (AttributeError, LookupError, TypeError, ValueError) as e:  # it lacks something, or has it otherwise
        _end(story, f"not a whole riwaya/1 document ({type(e).__name__}: {e})", e)


def _story(path: Path) -> dict[str, Any]:
    """What a file, or standard input, holds."""
    try:
        if str(path) == "-":
            text = sys.stdin.buffer.read().decode("utf-8")
        else:
            mode = path.stat().st_mode
            if S_ISCHR(mode) or S_ISBLK(mode):  # a pipe ends, a device may not
                _end(path, "a device, not a file")
            text = path.read_text(encoding="utf-8")
        doc = json.loads(text)
    except FileNotFoundError as e:
        _end(path, "no such file", e)
    except OSError as e:
        _end(path, e.strerror or type(e).__name__, e)
    except (ValueError, RecursionError) as e:
        _end(path, f"not JSON ({e})", e)
    if not isinstance(doc, dict) or doc.get("format") != "riwaya/1":
        _end(path, "not a riwaya/1 document")
    return doc


def _end(path: Path, why: str, error: Exception | None = None) -> NoReturn:
    say(f"riwaya: {path}: {why}")
    raise typer.Exit(1) from error
