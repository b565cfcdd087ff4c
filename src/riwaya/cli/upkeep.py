"""`riwaya backup`, `restore`, `store`: looking after what is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from riwaya.cli.keep import STORE, desk_of
from riwaya.cli.output import out_line, say
from riwaya.errors import InputError

store_app = typer.Typer(help="Look after a store: check it, let go of old pages.", no_args_is_help=True)


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="NAME.jsonl.gz, or NAME.db from SQLite. Must not exist.")
    ],
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Write all that the store keeps to FILE, while others go on working."""
    from riwaya.store import open_store, portable  # noqa: PLC0415

    with open_store(store, make=False) as opened:
        n = portable.backup(opened, file)
    say(f"riwaya: wrote {file}: {n} rows, {file.stat().st_size / 1e6:.1f} MB")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Take a backup into a new, empty store of either kind."""
    from riwaya.inputs import no_file  # noqa: PLC0415
    from riwaya.store import address_of, file_of, open_store, portable  # noqa: PLC0415

    try:
        if refused := no_file(file.stat()):
            raise InputError(f"{file}: {refused}")
    except OSError as e:
        raise InputError(f"{file}: {e.strerror}") from e
    new = file_of(address_of(store))
    there = new is None or new.exists()
    try:
        with open_store(store) as opened:
            n = portable.restore(file, opened)
            say(f"riwaya: {opened.name}: {n} rows")
    except BaseException:
        if new is not None and not there:  # nobody asked for an empty store
            for end in ("", "-wal", "-shm"):
                new.with_name(new.name + end).unlink(missing_ok=True)
        raise


@store_app.command("check")
def check(store: Annotated[str | None, STORE] = None) -> None:
    """Say what is wrong with the store, one line each; nothing is changed."""
    from riwaya.store import open_store, upkeep  # noqa: PLC0415

    with open_store(store, make=False) as opened, opened.reading() as connection:
        findings = upkeep.check(connection)
        for finding in findings:
            say(f"riwaya: {finding}")
        size = upkeep.count(connection)
    counts = ", ".join(f"{n} {what}" for what, n in size.items())
    out_line(f"{counts}; {len(findings) or 'nothing'} wrong")
    raise typer.Exit(1 if findings else 0)


@store_app.command("retain")
def retain(
    store: Annotated[str | None, STORE] = None,
    outlet: Annotated[str | None, typer.Option(help="The rule of this outlet; else of all that have none.")] = None,
    days: Annotated[int | None, typer.Option(min=0, help="Pages are kept so many days.")] = None,
    text_days: Annotated[int | None, typer.Option(min=0, help="Their whole text is kept so many days.")] = None,
    forever: Annotated[bool, typer.Option("--forever", help="The outlet's rule goes: all is kept.")] = False,
) -> None:
    """Let go of what is older than the rules allow; with options, set a rule first: what is not given stays.

    Of a text that goes the words stay that something rests on: titles, names, statements, what was told of it.
    """
    from riwaya.store.upkeep import Retention, retention, set_retention  # noqa: PLC0415

    with desk_of(store) as desk:
        if forever or days is not None or text_days is not None:
            with desk.store.writing() as connection:
                old = next((r for r in retention(connection) if r.outlet == outlet), Retention(outlet))
                both = (old.days if days is None else days, old.text_days if text_days is None else text_days)
                set_retention(connection, Retention(outlet) if forever else Retention(outlet, *both))
        gone, bare = desk.retain(dt.datetime.now(dt.UTC).date())
        with desk.store.reading() as connection:
            rules = retention(connection)
    for rule in rules:
        kept = "for ever" if rule.days is None else f"{rule.days} days"
        text = "for ever" if rule.text_days is None else f"{rule.text_days} days"
        out_line(f"{rule.outlet or 'all others'}: pages {kept}, texts {text}")
    out_line(f"{gone} pages deleted, {bare} texts let go")


@store_app.command("delete")
def delete(
    pages: Annotated[list[str], typer.Argument(metavar="PAGE...", help="Names of pages.")],
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Delete pages with all that hangs on them."""
    with desk_of(store) as desk:
        missing = [page for page in pages if not desk.delete(page)]
    out_line(f"{len(pages) - len(missing)} pages deleted")
    if missing:
        raise InputError(f"no such page in {desk.store.name}: {', '.join(missing)}")
