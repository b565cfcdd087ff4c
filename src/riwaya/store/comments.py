"""What readers said about a topic or a story, and what editors decided about it.

Records are only added to: a comment is held until somebody lets it through, and what was decided can be decided
otherwise; the latest counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, insert, select

from riwaya.store import tables as t
from riwaya.store.access import count_change
from riwaya.store.pages import next_key, now

State = Literal["held", "shown", "refused"]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said, and how it stands: `decided_by` is empty as long as nobody decided."""

    key: int
    about: str
    text: str
    by: str
    at: str
    state: State
    decided_by: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class Flood:
    """How much was said lately: by one person, and what waits in all."""

    lately: int
    waiting: int


def _latest() -> Any:
    """Of each comment the last decision."""
    a = t.comment_acts.c
    last = select(a.comment, func.max(a.key).label("key")).group_by(a.comment).subquery()
    return select(a.comment, a.state, a.by, a.at).join(last, last.c.key == a.key).subquery()


def put_comment(connection: Connection, about: str, text: str, by: str, proof: str) -> int | None:
    """Hold a comment; its number. None where its `proof` was used before."""
    if connection.scalar(select(t.comments.c.key).where(t.comments.c.proof == proof)) is not None:
        return None
    key = next_key(connection, t.comments)
    row = {"key": key, "at": now(), "about": about, "by": by, "text": text, "proof": proof}
    connection.execute(insert(t.comments).values(row))
    count_change(connection)
    return key


def decide(connection: Connection, comment: int, state: State, by: str) -> bool:
    """Let a comment through, refuse it, or hold it again; whether there is such a comment."""
    if connection.scalar(select(t.comments.c.key).where(t.comments.c.key == comment)) is None:
        return False
    row = {"key": next_key(connection, t.comment_acts), "comment": comment, "at": now(), "by": by, "state": state}
    connection.execute(insert(t.comment_acts).values(row))
    count_change(connection)
    return True


def list_comments(
    connection: Connection,
    state: State | None,
    about: Sequence[str] = (),
    *,
    limit: int = 100,
    before: int | None = None,
) -> list[Comment]:
    """Comments in a state (None: in any), about any of `about` (none: all), the latest first."""
    c, last = t.comments.c, _latest()
    query = select(t.comments, last.c.state, last.c.by.label("decided_by"), last.c.at.label("decided_at")).select_from(
        t.comments.outerjoin(last, last.c.comment == c.key)
    )
    if state is not None:
        query = query.where(_is(last.c.state, state))
    if about:
        query = query.where(c.about.in_(about))
    if before is not None:
        query = query.where(c.key < before)
    rows = connection.execute(query.order_by(c.key.desc()).limit(limit))
    return [
        Comment(r.key, r.about, r.text, r.by, r.at, r.state or "held", r.decided_by or "", r.decided_at or "")
        for r in rows
    ]


def _is(column: Any, state: State) -> ColumnElement[bool]:
    held: ColumnElement[bool] = column.is_(None) | (column == state)
    plain: ColumnElement[bool] = column == state
    return held if state == "held" else plain


def flood(connection: Connection, by: str, within: dt.timedelta) -> Flood:
    """How much somebody said within a time, and how many comments wait."""
    since = (dt.datetime.now(dt.UTC) - within).strftime("%Y-%m-%dT%H:%M:%SZ")
    c, last = t.comments.c, _latest()
    lately = connection.scalar(select(func.count()).where(c.by == by, c.at >= since))
    waiting = connection.scalar(
        select(func.count())
        .select_from(t.comments.outerjoin(last, last.c.comment == c.key))
        .where(_is(last.c.state, "held"))
    )
    return Flood(int(lately or 0), int(waiting or 0))


def subjects(connection: Connection, *about: str) -> tuple[str, ...]:
    """`about` (`topic:ID`, `story:ID`) and the ids that lead there today: what was said of them is said of it."""
    kinds = {identity: kind for kind, _, identity in (a.partition(":") for a in about)}
    rows = connection.execute(select(t.redirects).where(t.redirects.c.new.in_(kinds)).order_by(t.redirects.c.old))
    return (*about, *(f"{kinds[row.new]}:{row.old}" for row in rows))
