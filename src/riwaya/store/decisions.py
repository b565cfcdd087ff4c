"""What people decided, as a list; and which contrasts of a topic are settled.

That a contrast is settled changes no story: it is a judgement like others, kept beside the topic that shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from riwaya.model import Judgement
from riwaya.store import people, told
from riwaya.store import tables as t
from riwaya.store.access import count_change
from riwaya.store.rows import in_parts

SETTLED = "settled"
_CONTRAST = "c-"


@dataclass(frozen=True, slots=True)
class Decision:
    """One act: what somebody decided about two ids. A decision about stories stands for several pairs of articles, of
    which `a` and `b` are the first; `verdict` None undoes an earlier one. `stands`: nothing later speaks against it."""

    n: int
    kind: str
    a: str
    b: str
    verdict: bool | None
    who: str
    when: str
    stands: bool


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A contrast that somebody looked into."""

    contrast: str
    n: int
    who: str
    when: str


def decisions(connection: Connection, *, limit: int, before: int | None = None) -> list[Decision]:
    """Acts, the latest first; after the one whose number is `before`."""
    j = t.judgements.c
    query = select(t.judgements).where(j.key == j.act)
    if before is not None:
        query = query.where(j.key < before)
    rows = connection.execute(query.order_by(j.key.desc()).limit(limit)).all()
    latest = _latest(connection, rows)
    return [_decision(row, latest[row.kind, row.a, row.b] == row.act) for row in rows]


def _latest(connection: Connection, rows: Sequence[Any]) -> dict[tuple[str, str, str], int]:
    """For each pair the act that spoke of it last."""
    j = t.judgements.c
    found: dict[tuple[str, str, str], int] = {}
    for part in in_parts(sorted({row.a for row in rows})):
        for row in connection.execute(select(j.kind, j.a, j.b, j.act).where(j.a.in_(part)).order_by(j.key)):
            found[row.kind, row.a, row.b] = row.act
    return found


def _decision(row: Any, last: bool) -> Decision:
    a, b = (row.b, row.a) if row.kind == SETTLED and row.a.startswith(_CONTRAST) else (row.a, row.b)
    verdict = None if row.verdict < 0 else bool(row.verdict)
    return Decision(row.key, row.kind, a, b, verdict, row.by, row.at, last and verdict is not None)


def settle(connection: Connection, topic: str, contrast: str, verdict: bool, who: str) -> int:
    """Keep that a contrast of a topic is settled, or is not; the number of the act."""
    act = people.judge(connection, [Judgement(SETTLED, topic, contrast, verdict, who)])
    _touch(connection, [topic])
    count_change(connection)
    return act


def unsettle(connection: Connection, act: int, who: str) -> int | None:
    """Undo that a contrast was settled; the number of this act, None where `act` was none of that kind."""
    before = people.judged(connection, act)
    if not before or before[0].kind != SETTLED:
        return None
    new = people.judge(connection, [Judgement(SETTLED, j.a, j.b, j.verdict, who) for j in before], undone=True)
    _touch(connection, [i for j in before for i in (j.a, j.b) if not i.startswith(_CONTRAST)])
    count_change(connection)
    return new


def _touch(connection: Connection, topics: Sequence[str]) -> None:
    today = (told.resolve(connection, t.topics, topic) for topic in topics)
    told.touch_topics(connection, [x for x in today if x is not None])


def settled_of(connection: Connection, topic: str) -> list[SettledRow]:
    """The contrasts of a topic that are settled, those too that were settled under ids that went into it."""
    ids = {topic, *connection.scalars(select(t.redirects.c.old).where(t.redirects.c.new == topic))}
    j = t.judgements.c
    query = select(t.judgements).where(j.kind == SETTLED, (j.a.in_(ids)) | (j.b.in_(ids))).order_by(j.key)
    latest: dict[str, SettledRow | None] = {}
    for row in connection.execute(query):
        contrast = row.a if row.a.startswith(_CONTRAST) else row.b
        latest[contrast] = SettledRow(contrast, row.act, row.by, row.at) if row.verdict > 0 else None
    return [row for row in latest.values() if row is not None]


def known_today(connection: Connection, kind: str, identity: str) -> str | None:
    """The id under which a story, a topic, an actor or an article is known today; None where there is none."""
    if kind == "actor":
        return people.roots_of(connection, [identity]).get(identity)
    if kind == "article":
        return connection.scalar(select(t.articles.c.id).where(t.articles.c.id == identity))
    return told.resolve(connection, {"topic": t.topics, "story": t.stories}[kind], identity)
