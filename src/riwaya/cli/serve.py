"""`riwaya serve` and `riwaya token`: a store for browsers and programs, and who may ask it."""

from __future__ import annotations

import ipaddress
import os
import webbrowser
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riwaya.cli.keep import STORE
from riwaya.cli.output import out_line, out_row, progress_bar, say
from riwaya.errors import UsageError

if TYPE_CHECKING:
    from riwaya.api import Settings

token_app = typer.Typer(help="Say who may ask a server for this store.", no_args_is_help=True)


def serve(
    store: Annotated[str | None, STORE] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen at. Another than this machine's own needs tokens in the store.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = 8000,
    fast: Annotated[bool, typer.Option("--fast", help="Read posted pages without the trained name reader.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the reader in a browser.")] = False,
    comments: Annotated[
        bool, typer.Option("--comments", help="Let readers comment on stories; editors let comments through.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, max=16, help="Processes that answer. As many as there are cores, if not given.")
    ] = None,
) -> None:
    """Serve the store: the reader at `/`, the API under `/api/v1`.

    Without tokens in the store only this machine is answered. With tokens (`riwaya token add`) everybody needs one.
    """
    say("riwaya: loading ...")
    try:
        from riwaya.api import Settings  # noqa: PLC0415 - an extra, and slow to import
        from riwaya.api.server import Plan, possible, run, run_several  # noqa: PLC0415
    except ImportError as e:
        raise UsageError(f"serving needs more: pip install 'riwaya[serve]' ({e.name} is missing)") from e
    from riwaya.search import catch_up, settle  # noqa: PLC0415
    from riwaya.store import open_store  # noqa: PLC0415
    from riwaya.store.access import has_tokens  # noqa: PLC0415

    with open_store(store) as opened:
        with opened.reading() as connection:
            known = has_tokens(connection)
        if not known and not is_loopback(host):
            raise UsageError(f"--host {host} would let everybody in: make a token first (riwaya token add NAME)")
        with progress_bar() as progress:
            catch_up(opened, progress=progress)  # of a store that is older than the index of words
        settle(opened)
        name = opened.name

    def ready(address: str) -> None:
        say(f"riwaya: {name} at {address} (end with Ctrl+C)")
        if open_:
            webbrowser.open(address)

    settings = Settings(comments=comments)
    processes = workers or (_cores() if possible() else 1)
    if processes > 1:
        begun = run_several(Plan(_served, (store, fast), settings, host, port, _prepared), processes, ready)
    else:
        app, close = _served((store, fast), settings)
        begun = run(app, host, port, ready)
        close()
    if not begun:
        raise typer.Exit(1)


def _cores() -> int:
    """As many as we may use; of very many a few do."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)


def _served(given: tuple[str | None, bool], settings: Settings) -> tuple[Any, Callable[[], None]]:
    """The app of one process, and what to close in the end."""
    from riwaya.api import make_app  # noqa: PLC0415
    from riwaya.desk import Desk  # noqa: PLC0415
    from riwaya.search import search  # noqa: PLC0415
    from riwaya.store import open_store  # noqa: PLC0415
    from riwaya.store.shelf import shelf_of  # noqa: PLC0415

    store, fast = given
    opened = open_store(store)
    search(opened, "خبر", limit=1)  # the dictionary is read now, not by all of the first who search at once
    shelf = shelf_of(opened)
    make_reader = _reader()
    desk = Desk(opened, None if fast else _LateNames())
    reader = None if make_reader is None else lambda api: make_reader(api, shelf=shelf)

    def close() -> None:
        shelf.close()
        opened.close()

    return make_app(desk, settings, reader, shelf), close


def _prepared(given: tuple[str | None, bool]) -> None:
    """Make pages before anybody asks for them."""
    from riwaya.api import Settings, make_app  # noqa: PLC0415
    from riwaya.api.preparing import Preparer  # noqa: PLC0415
    from riwaya.desk import Desk  # noqa: PLC0415
    from riwaya.store import open_store  # noqa: PLC0415
    from riwaya.store.shelf import shelf_of  # noqa: PLC0415

    make_reader = _reader()
    if make_reader is None:
        return
    with open_store(given[0]) as opened:
        shelf = shelf_of(opened)
        few = Settings(kept_bodies=1 << 20)
        app = make_app(Desk(opened), few, lambda api: make_reader(api, shelf=shelf), shelf)
        Preparer(app, opened, shelf).run()


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _reader() -> Callable[..., Any] | None:
    """What makes the reader's pages, where it is installed."""
    if find_spec("riwaya.reader") is None:
        return None
    made: Callable[..., Any] | None = getattr(import_module("riwaya.reader"), "make_reader", None)
    return made


def mcp(store: Annotated[str | None, STORE] = None) -> None:
    """Let language models read the store: the Model Context Protocol over standard input and output."""
    try:
        from riwaya.mcp import run  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as e:
        raise UsageError(f"this needs more: pip install 'riwaya[mcp]' ({e.name} is missing)") from e
    from riwaya.desk import Desk  # noqa: PLC0415
    from riwaya.store import open_store  # noqa: PLC0415

    with open_store(store, make=False) as opened:
        run(Desk(opened))


class _LateNames:
    """The trained name reader, loaded when the first page comes: most servers read far more than they are told."""

    def __init__(self) -> None:
        self._reader: Any = None
        self._lock = Lock()

    def names(self, texts: Any) -> Any:
        """See `riwaya.actors.NameReader`."""
        with self._lock:
            if self._reader is None:
                from riwaya.models import encoder  # noqa: PLC0415

                self._reader = encoder()
        return self._reader.names(texts)


# ------------------------------------------------------------------ tokens


class Right(StrEnum):
    """What a token allows."""

    READ = "read"
    EDIT = "edit"


@token_app.command("add")
def add_token(
    name: Annotated[str, typer.Argument(help="Whose it is: a person or a program.")],
    right: Annotated[Right, typer.Option(help="read, or edit: to add pages, judge and note as well.")] = Right.READ,
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Make a token and print it: this once, for the store keeps only its hash."""
    from riwaya.store import open_store  # noqa: PLC0415
    from riwaya.store.access import make_token  # noqa: PLC0415

    with open_store(store) as opened, opened.writing() as connection:
        token = make_token(connection, name, right.value)
    out_line(token)
    say(f"riwaya: {name} may {right.value}; this token is not shown again")


@token_app.command("list")
def list_tokens(
    store: Annotated[str | None, STORE] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")] = False,
) -> None:
    """List the tokens of the store, without their secrets."""
    from riwaya.store import open_store  # noqa: PLC0415
    from riwaya.store.access import list_tokens as listed  # noqa: PLC0415

    with open_store(store, make=False) as opened, opened.reading() as connection:
        tokens = listed(connection)
    for one in tokens:
        row = {k: getattr(one, k) for k in ("name", "right", "made", "used", "revoked")}
        line = f"{one.name}  {one.right}  made {one.made}  {f'last used {one.used}' if one.used else 'never used'}"
        line += f"  revoked {one.revoked}" if one.revoked else ""
        if json_:
            out_row(row)
        else:
            out_line(line)
    if not tokens:
        say("riwaya: no tokens: only this machine is answered")


@token_app.command("revoke")
def revoke_token(
    name: Annotated[str, typer.Argument(help="Whose token is to be good for nothing.")],
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Take a token back, at once: servers that run see it with the next request."""
    from riwaya.store import open_store  # noqa: PLC0415
    from riwaya.store.access import revoke_token as revoke  # noqa: PLC0415

    with open_store(store, make=False) as opened, opened.writing() as connection:
        found = revoke(connection, name)
    if not found:
        say(f"riwaya: {name} has no token")
        raise typer.Exit(1)
    say(f"riwaya: the token of {name} is good for nothing now")
