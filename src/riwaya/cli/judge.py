"""`riwaya judge`: what people decide about names and stories, kept for ever."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from riwaya.cli.keep import JSON, STORE, desk_of
from riwaya.cli.output import out_line, out_row

judge_app = typer.Typer(
    help="Decide who is who and what is one story; decisions overrule the rules for ever.", no_args_is_help=True
)

_A = typer.Argument(metavar="A", help="An id.")
_B = typer.Argument(metavar="B", help="Another id.")
_WHO = typer.Option("--by", help="Who decides; else the name you are logged in under.", metavar="NAME")


def _decide(kind: str, pair: tuple[str, str], verdict: bool, store: str | None, who: str | None) -> None:
    with desk_of(store) as desk:
        act = desk.judge(kind, *pair, verdict=verdict, who=who or _me())
    out_line(f"kept as decision {act}; riwaya judge undo {act} takes it back")


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for its user
        return "user"


@judge_app.command("same")
def same(
    a: Annotated[str, _A],
    b: Annotated[str, _B],
    store: Annotated[str | None, STORE] = None,
    by: Annotated[str | None, _WHO] = None,
) -> None:
    """Actors A and B are one."""
    _decide("same_actor", (a, b), True, store, by)


@judge_app.command("different")
def different(
    a: Annotated[str, _A],
    b: Annotated[str, _B],
    store: Annotated[str | None, STORE] = None,
    by: Annotated[str | None, _WHO] = None,
) -> None:
    """Actors A and B are two."""
    _decide("same_actor", (a, b), False, store, by)


@judge_app.command("join")
def join(
    a: Annotated[str, _A],
    b: Annotated[str, _B],
    store: Annotated[str | None, STORE] = None,
    by: Annotated[str | None, _WHO] = None,
) -> None:
    """Stories (or articles) A and B are one story."""
    _decide("same_story", (a, b), True, store, by)


@judge_app.command("split")
def split(
    a: Annotated[str, _A],
    b: Annotated[str, _B],
    store: Annotated[str | None, STORE] = None,
    by: Annotated[str | None, _WHO] = None,
) -> None:
    """Articles (or stories) A and B are never one story."""
    _decide("same_story", (a, b), False, store, by)


@judge_app.command("copy")
def copy(
    a: Annotated[str, _A],
    b: Annotated[str, _B],
    not_: Annotated[bool, typer.Option("--not", help="It did not.")] = False,
    store: Annotated[str | None, STORE] = None,
    by: Annotated[str | None, _WHO] = None,
) -> None:
    """Article A took its words from article B."""
    _decide("copy_of", (a, b), not not_, store, by)


@judge_app.command("undo")
def undo(
    decision: Annotated[int, typer.Argument(metavar="DECISION", help="Its number, as `judge list` prints it.")],
    store: Annotated[str | None, STORE] = None,
    by: Annotated[str | None, _WHO] = None,
) -> None:
    """Take a decision back. Its record stays, and counts no longer."""
    with desk_of(store) as desk:
        act = desk.undo(decision, who=by or _me())
    out_line(f"taken back with decision {act}")


@judge_app.command("list")
def list_(
    store: Annotated[str | None, STORE] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 50,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """List what was decided, by whom and when, the latest first."""
    words = {1: "yes", 0: "no", -1: "taken back"}
    with desk_of(store) as desk:
        rows = desk.judgements(limit=limit)
    for row in rows:
        if json_:
            out_row(row)
            continue
        about = "  ".join((row["kind"], *row["members"]))
        out_line(f"{row['act']:>5}  {row['at']}  {row['by']}  {about}  {words[row['verdict']]}")
