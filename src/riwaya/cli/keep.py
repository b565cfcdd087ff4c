"""`riwaya add`, `stories`, `show`: the desk's daily work on a store."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riwaya import fetching
from riwaya.cli.output import (
    FORMAT,
    KEEP,
    LANG,
    OPEN,
    OUT,
    PRIVATE,
    TABLE,
    Format,
    Language,
    Wanted,
    day_of,
    format_of,
    out_line,
    out_row,
    progress_bar,
    say,
    say_lost,
    web_of,
    write,
)
from riwaya.errors import InputError, UsageError

if TYPE_CHECKING:
    from riwaya.desk import Added, Desk, StoryRow

STORE = typer.Option("--store", help="A file, sqlite:///PATH or postgresql://...; else $RIWAYA_STORE, else your own.")
JSON = typer.Option("--json", help="One JSON object a line, for programs.")
_CURSOR = re.compile(r"([0-9TZ:.-]*)/([a-z0-9-]+)")


@contextmanager
def desk_of(store: str | None, fast: bool = True, now: str | None = None, *, make: bool = False) -> Iterator[Desk]:
    """The desk on a store, which has to be there unless this is to `make` one; with the trained name reader unless
    `fast`."""
    from riwaya.desk import Desk  # noqa: PLC0415 - keeps --help instant
    from riwaya.store import open_store  # noqa: PLC0415

    names = None
    if not fast:
        from riwaya.models import encoder  # noqa: PLC0415

        names = encoder()
    with open_store(store, make=make) as opened:
        yield Desk(opened, names, now=_anchor(now))


def _anchor(now: str | None) -> Any:
    import datetime as dt  # noqa: PLC0415

    from riwaya.model import Origin, Precision, When  # noqa: PLC0415

    day = day_of(now)
    return day and When(day.isoformat(), day, day + dt.timedelta(days=1), Precision.DAY, origin=Origin.GIVEN)


def add(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, directories, patterns, addresses, or - for standard input."),
    ],
    store: Annotated[str | None, STORE] = None,
    now: Annotated[
        str | None, typer.Option(help="Publication day (YYYY-MM-DD) of pages that show none.", metavar="DATE")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Leave the trained name reader out.")] = False,
    json_: Annotated[bool, JSON] = False,
    keep: Annotated[Path | None, KEEP] = None,
    allow_private: Annotated[bool, PRIVATE] = False,
    again: Annotated[bool, typer.Option("--again", help="Take in pages too that were deleted from the store.")] = False,
) -> None:
    """Keep Arabic pages in the store and tell anew the stories that they change.

    Pages that came before are not kept twice: after a crash, give the same inputs again.
    """
    from riwaya.inputs import open_inputs  # noqa: PLC0415

    stdin = getattr(sys.stdin, "buffer", None)
    with (
        desk_of(store, fast, now, make=True) as desk,
        web_of(keep, allow_private) as web,
        fetching(web) as fetcher,
        progress_bar() as progress,
    ):
        added = desk.add(open_inputs(inputs, stdin, fetcher), progress, again=again)
    for failure in added.failures:
        say_lost(failure.page, failure.stage, failure.reason)
    if json_:
        counts = ("kept", "articles", "repeated", "duplicate", "revised", "lost", "topics")
        out_row({**{k: getattr(added, k) for k in counts}, "failures": len(added.failures)})
    else:
        out_line(counts_of(added))
    if not (added.kept or added.repeated or added.duplicate):
        say("riwaya: nothing could be read")
        raise typer.Exit(1)


def counts_of(added: Added) -> str:
    """What adding pages gave, in one line."""
    held = f" ({_several(added.articles, 'article')})" if added.articles != added.kept else ""
    parts = [f"{_several(added.kept, 'page')} kept{held}"]
    parts += [what for n, what in (
        (added.repeated, f"{added.repeated} kept before"),
        (added.duplicate, f"{added.duplicate} told by another page"),
        (added.revised, _several(added.revised, "later version")),
        (added.lost, f"{added.lost} without an article"),
        (len(added.failures), _several(len(added.failures), "failure")),
    ) if n]  # fmt: skip
    return f"{', '.join(parts)}; {_several(added.topics, 'topic')} told anew"


def stories(
    store: Annotated[str | None, STORE] = None,
    since: Annotated[str | None, typer.Option(help="Only with an article from this day on.", metavar="DATE")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only those that this outlet tells.")] = None,
    actor: Annotated[str | None, typer.Option(help="Only those about this actor (an id, as `show` prints it).")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 30,
    before: Annotated[
        str | None, typer.Option(help="The page after: MOMENT/ID, as the last line says.", metavar="CURSOR")
    ] = None,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """List the stories of the store, the latest first, one line each."""
    cursor = _cursor(before)
    with desk_of(store) as desk:
        rows = desk.stories(since=since, outlet=outlet, actor=actor, limit=limit, before=cursor)
    for row in rows:
        if json_:
            out_row(_plain(row))
        else:
            out_line(_line(row))
    if not rows:
        say("riwaya: no stories here")
    elif len(rows) == limit and not json_:
        say(f"riwaya: more with --before {'/'.join(rows[-1].cursor)}")


def _cursor(before: str | None) -> tuple[str, str] | None:
    if before is None:
        return None
    found = _CURSOR.fullmatch(before)
    if found is None:
        raise UsageError(f"--before {before}: not a place in the list; write MOMENT/ID")
    return found[1], found[2]


def _line(row: StoryRow) -> str:
    story = row.story
    articles, outlets = _several(row.size, "article"), _several(len(story.outlets), "outlet")
    told = f"{articles}, {outlets}, {story.independent_sources} independent"
    hour = story.last is not None and "T" in story.last  # of a page that tells its day alone the moment is midnight
    moment = row.moment[: 16 if hour else 10].replace("T", " ")
    return f"{story.id}  {moment:16}  {' '.join(story.title.split())}  ({told})"


def _several(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _plain(row: StoryRow) -> dict[str, Any]:
    story = row.story
    return {
        "id": story.id,
        "topic": row.topic,
        "title": story.title,
        "moment": row.moment,
        "articles": row.size,
        "outlets": list(story.outlets),
        "independent_sources": story.independent_sources,
        "place": story.place,
        "actors": list(story.actors),
        "cursor": "/".join(row.cursor),
    }


_LEAST = 3  # letters of an id that may stand for it: «s-» alone begins every one
_LISTED = 10


def _begins(desk: Desk, begun: str) -> str:
    """The only id that begins so. Raises `InputError` where there is none, `UsageError` where there are several."""
    ids = desk.beginning(begun, _LISTED + 1) if len(begun) >= _LEAST else []
    if not ids:
        raise InputError(f"{begun}: no such story in {desk.store.name}")
    if len(ids) > 1:
        more = ", ..." if len(ids) > _LISTED else ""
        raise UsageError(f"{begun}: may be {', '.join(ids[:_LISTED])}{more}; say which")
    return ids[0]


def show(
    story: Annotated[
        str,
        typer.Argument(metavar="STORY", help="The id of a story or a topic, as `stories` prints it, or its beginning."),
    ],
    store: Annotated[str | None, STORE] = None,
    format_: Annotated[Format | None, FORMAT] = None,
    out: Annotated[Path | None, OUT] = None,
    lang: Annotated[Language, LANG] = Language.AR,
    open_: Annotated[bool, OPEN] = False,
    table: Annotated[str | None, TABLE] = None,
) -> None:
    """Show a story of the store, with the stories of its topic: what `tell` prints, in any of its formats."""
    wanted = Wanted(format_of(format_, out), out, lang, open_, table)
    with desk_of(store) as desk:
        doc = desk.topic(story)
        if doc is None:
            doc = desk.topic(_begins(desk, story))
    assert doc is not None
    write(doc, wanted)
