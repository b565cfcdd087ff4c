"""`riwaya follow`, `alerts`: sources read again and again, and what happened to what people follow."""

from __future__ import annotations

import datetime as dt
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riwaya.cli.keep import JSON, STORE, desk_of
from riwaya.cli.output import KEEP, PRIVATE, out_line, out_row, say, write_whole
from riwaya.errors import InputError, RiwayaError
from riwaya.model import Source

if TYPE_CHECKING:
    from riwaya.desk import Desk
    from riwaya.follow import Follower, Round
    from riwaya.read.fetch import Fetcher
    from riwaya.store import Store
    from riwaya.store.follows import Alert, Follow

_LONGEST_SLEEP = 60.0
_WEBHOOK = typer.Option("--webhook", help="POST every alert to this address as JSON.", metavar="ADDRESS")


def follow(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Feeds, sitemaps, pages to watch (addresses), OPML files."),
    ] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Tell of new stories about this actor.", metavar="ID")] = None,
    place: Annotated[list[str] | None, typer.Option(help="Tell of new stories about this place.", metavar="ID")] = None,
    query: Annotated[list[str] | None, typer.Option(help="Tell of new stories with all these words.")] = None,
    story: Annotated[list[str] | None, typer.Option(help="Tell what happens to this story.", metavar="ID")] = None,
    stop: Annotated[list[int] | None, typer.Option(help="No longer follow what has this number.", metavar="N")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Print what is followed.")] = False,
    opml: Annotated[Path | None, typer.Option(help="Write the followed feeds to this OPML file.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Ask what is due and leave.")] = False,
    webhook: Annotated[str | None, _WEBHOOK] = None,
    store: Annotated[str | None, STORE] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Leave the trained name reader out.")] = False,
    keep: Annotated[Path | None, KEEP] = None,
    allow_private: Annotated[bool, PRIVATE] = False,
) -> None:
    """Follow feeds, sitemaps and pages: read them again and again, each in its own rhythm, until you press Ctrl-C.

    What was named once is followed from then on: later, `riwaya follow` alone goes on with all of it.
    """
    interests = [
        (k, t) for k, ts in (("actor", actor), ("place", place), ("query", query), ("story", story)) for t in ts or ()
    ]
    asked = bool(interests or stop or list_ or opml)
    with (
        desk_of(store, fast or (asked and not sources and not once), make=True) as desk,
        _fetchers(keep, allow_private) as make,
    ):
        failed = _begin(desk, sources or [], make)
        _interests(desk, interests, stop or [])
        if list_:
            _print_followed(desk)
        if opml is not None:
            _export(desk, opml)
        if asked and not sources and not once:
            return
        if failed and failed == len(sources or []):
            raise typer.Exit(1)
        from riwaya.follow import Follower  # noqa: PLC0415 - keeps --help instant

        with _stopping() as stopped:
            follower = Follower(desk, make)
            try:
                _run(follower, stopped, once, lambda new: _hook(desk.store, new, webhook, allow_private))
            finally:
                follower.close()


def alerts(
    store: Annotated[str | None, STORE] = None,
    after: Annotated[int, typer.Option(help="Only those with a higher number.", metavar="N")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 50,
    atom: Annotated[Path | None, typer.Option(help="Write them to this file as an Atom feed.")] = None,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """Print what happened to what is followed, the latest first, one line a story."""
    from riwaya.follow.deliver import atom_of, latest, pages_of, plain  # noqa: PLC0415
    from riwaya.store.follows import alerts as stored  # noqa: PLC0415

    with desk_of(store) as desk, desk.store.reading() as connection:
        rows = stored(connection, after=after, limit=limit)
        pages = pages_of(connection, rows)
    if atom is not None:
        try:
            write_whole(atom, atom_of(rows, pages=pages))
        except OSError as e:
            raise InputError(f"{atom}: {e.strerror}") from e
        say(f"riwaya: wrote {atom}")
        return
    for row in rows if json_ else latest(rows):
        if json_:
            out_row(plain(row))
        else:
            out_line(_line(row))
    if not rows:
        say("riwaya: no alerts")


def _line(row: Alert) -> str:
    where = f"  ({row.story})" if row.story else ""
    return f"{row.key:5}  {row.at[:16].replace('T', ' ')}  {' '.join(row.text.split())}{where}"


def _begin(desk: Desk, sources: list[str], make: Callable[[], Fetcher]) -> int:
    """Follow what was named; how many of them can not be followed."""
    from riwaya.follow import begin  # noqa: PLC0415
    from riwaya.follow.begin import begin_source  # noqa: PLC0415
    from riwaya.inputs import is_address  # noqa: PLC0415

    failed = 0
    with ExitStack() as opened:
        fetcher: Fetcher | None = None
        for named in sources:
            try:
                if is_address(named):
                    if fetcher is None:
                        fetcher = make()
                        opened.callback(fetcher.close)
                    begun = begin(desk.store, named, fetcher)
                else:
                    begun = begin_source(desk.store, Source(Path(named).name, _bytes(Path(named))))
            except InputError as e:
                say(f"riwaya: not followed: {e}")
                failed += 1
                continue
            if begun.note:
                say(f"riwaya: following {begun.note}")
    return failed


def _bytes(path: Path) -> bytes:
    from riwaya.inputs import HELD, no_file  # noqa: PLC0415

    try:
        refused = no_file(path.stat())
        if refused is None:
            with path.open("rb") as file:
                data = file.read(HELD + 1)
    except OSError as e:
        raise InputError(f"{path}: {e.strerror}") from e
    if refused is None and len(data) > HELD:
        refused = f"more than {HELD >> 20} MB: no list of feeds"
    if refused:
        raise InputError(f"{path}: {refused}")
    return data


def _interests(desk: Desk, interests: list[tuple[str, str]], stop: list[int]) -> None:
    from riwaya.follow import begin_interest  # noqa: PLC0415
    from riwaya.store.follows import unfollow  # noqa: PLC0415

    for kind, target in interests:
        begun = begin_interest(desk.store, kind, target)
        say(f"riwaya: following {kind} {begun.target} ({begun.title})")
    with desk.store.writing() as connection:
        for key in stop:
            if not unfollow(connection, key):
                raise InputError(f"nothing that is followed has the number {key}")


def _print_followed(desk: Desk) -> None:
    from riwaya.follow.sources import memory_of  # noqa: PLC0415
    from riwaya.store.follows import SOURCES, followed  # noqa: PLC0415

    with desk.store.reading() as connection:
        rows = followed(connection)
    for row in rows:
        told = ""
        if row.kind in SOURCES:
            memory = memory_of(row.state)
            told = f"  failing: {memory.why}" if memory.failing else _due(memory.next)
        out_line(f"{row.key:4}  {row.kind:8}{_title(row)}{told}")
    if not rows:
        say("riwaya: nothing is followed")


def _title(row: Follow) -> str:
    return f"{row.target}  {row.title}" if row.title and row.title != row.target else row.target


def _due(moment: dt.datetime | None) -> str:
    return f"  next {moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if moment else ""


def _export(desk: Desk, path: Path) -> None:
    from riwaya.follow.opml import write_opml  # noqa: PLC0415
    from riwaya.store.follows import SOURCES, followed  # noqa: PLC0415

    with desk.store.reading() as connection:
        rows = followed(connection, SOURCES)
    try:
        write_whole(path, write_opml(rows, dt.datetime.now(dt.UTC)))
    except OSError as e:
        raise InputError(f"{path}: {e.strerror}") from e
    say(f"riwaya: wrote {path}")


def _run(follower: Follower, stopped: threading.Event, once: bool, tell: Callable[[tuple[Alert, ...]], None]) -> None:
    """Rounds until somebody stops them. Trouble with the store ends one round, not the following of years."""
    while True:
        try:
            done = follower.round()
            if done.asked:
                out_line(_told(done))
            for new in done.alerts:
                out_line(_line(new))
            tell(done.alerts)
            if once or follower.rest(stopped, _pause(follower)):
                return
        except RiwayaError as e:
            if once:
                raise
            say(f"riwaya: {e}")
            if stopped.wait(_pause(follower)):
                return


def _pause(follower: Follower) -> float:
    try:
        due = follower.next_due()
    except RiwayaError:
        due = None
    wait = (due - dt.datetime.now(dt.UTC)).total_seconds() if due else _LONGEST_SLEEP
    return min(_LONGEST_SLEEP, max(1.0, wait))


def _told(done: Round) -> str:
    parts = [f"{done.asked} sources asked"]
    parts += [f"{n} {what}" for n, what in ((done.unchanged, "unchanged"), (done.failed, "failed")) if n]
    return f"{', '.join(parts)}; {done.pages} new pages, {done.added.kept} kept; {done.added.topics} topics told anew"


def _hook(store: Store, new: tuple[Alert, ...], webhook: str | None, allow_private: bool) -> None:
    if webhook is None:
        return
    from riwaya.follow.hook import hand_over  # noqa: PLC0415

    trouble = hand_over(store, webhook, new, dt.datetime.now(dt.UTC), allow_private)
    if trouble:
        say(f"riwaya: {webhook}: {trouble}; it is tried again later")


@contextmanager
def _fetchers(keep: Path | None, allow_private: bool) -> Iterator[Callable[[], Fetcher]]:
    """Makes fetchers with the command's options; one archive takes what all of them get."""
    from riwaya.read.fetch import AGENT, Fetcher, Policy  # noqa: PLC0415 - slow to import
    from riwaya.read.keep import Exchange, WarcKeeper  # noqa: PLC0415

    with ExitStack() as opened:
        kept: Callable[[Exchange], None] | None = None
        if keep is not None:
            try:
                keeper = WarcKeeper(opened.enter_context(keep.open("ab")), AGENT)
            except OSError as e:
                raise InputError(f"{keep}: {e.strerror}") from e
            turn = threading.Lock()

            def kept(exchange: Exchange) -> None:
                with turn:
                    keeper(exchange)

        yield lambda: Fetcher(Policy(allow_private=allow_private), kept)


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C or a service manager sets: the round that runs is ended first."""
    stopped = threading.Event()
    before = {s: signal.signal(s, lambda *_: stopped.set()) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
