"""What people follow (sources to be read again and again, actors, places, queries and stories to be told of), and the
alerts that came of it.

A source's `state` is what the follower remembers of it, an interest's is what was told of it; both are plain JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from riwaya.store import tables as t
from riwaya.store.pages import next_key, now
from riwaya.store.rows import in_parts

SOURCES = ("feed", "sitemap", "page")
"""What is read again and again."""
INTERESTS = ("actor", "place", "query", "story")
"""What people want to be told of."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Something followed. `target` is an address, an id or a query; `at` is since when (UTC), `after` the last page
    that the store had then."""

    key: int
    kind: str
    target: str
    title: str
    outlet: str | None
    by: str
    at: str
    after: int = 0
    state: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alert:
    """One line about one story (None: about a source). The same `digest` twice is one alert."""

    kind: str
    text: str
    digest: str
    story: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    key: int = 0


def follow(connection: Connection, kind: str, target: str, *, title: str = "", by: str = "") -> Follow:
    """Follow `target` from now on; what is followed already stays as it is, what once was begins again."""
    mine = (t.follows.c.kind == kind) & (t.follows.c.target == target)
    old = connection.execute(select(t.follows).where(mine)).first()
    begun = {"at": now(), "by": by, "settings": _plain({"after": next_key(connection, t.pages) - 1}), "state": "{}"}
    if old is None:
        row = {"kind": kind, "target": target, "title": title, "outlet": None, "active": 1}
        connection.execute(insert(t.follows).values(key=next_key(connection, t.follows), **row, **begun))
    elif not old.active:
        connection.execute(update(t.follows).where(mine).values(active=1, **begun))
    return _follow(connection.execute(select(t.follows).where(mine)).one())


def unfollow(connection: Connection, key: int) -> bool:
    """Stop following; whether it was followed."""
    mine = (t.follows.c.key == key) & (t.follows.c.active == 1)
    return bool(connection.execute(update(t.follows).where(mine).values(active=0)).rowcount)


def followed(connection: Connection, kinds: Sequence[str] = SOURCES + INTERESTS) -> list[Follow]:
    """All that is followed of `kinds`, as it was begun."""
    mine = (t.follows.c.active == 1) & t.follows.c.kind.in_(kinds)
    return [_follow(row) for row in connection.execute(select(t.follows).where(mine).order_by(t.follows.c.key))]


def known_addresses(connection: Connection, addresses: Iterable[str]) -> dict[str, frozenset[str]]:
    """Those of `addresses` (canonical) from which pages came, and how these ended."""
    states: dict[str, set[str]] = {}
    for part in in_parts(dict.fromkeys(addresses)):
        query = select(t.pages.c.address, t.pages.c.state).where(t.pages.c.address.in_(part))
        for address, state in connection.execute(query):
            states.setdefault(address, set()).add(state)
    return {address: frozenset(found) for address, found in states.items()}


def remember(connection: Connection, key: int, state: dict[str, Any]) -> None:
    """Keep what is to be remembered of something followed."""
    connection.execute(update(t.follows).where(t.follows.c.key == key).values(state=_plain(state)))


def entitle(connection: Connection, key: int, title: str, outlet: str | None) -> None:
    """Name a source by what it calls itself."""
    connection.execute(update(t.follows).where(t.follows.c.key == key).values(title=title, outlet=outlet))


def alert(connection: Connection, alerts: Iterable[Alert]) -> list[Alert]:
    """Keep those of `alerts` that were not given before; gives them with their keys, oldest first."""
    new: list[Alert] = []
    for a in alerts:
        if connection.scalar(select(t.alerts.c.key).where(t.alerts.c.digest == a.digest)) is not None:
            continue
        kept = Alert(a.kind, a.text, a.digest, a.story, a.data, now(), next_key(connection, t.alerts))
        row = {"key": kept.key, "at": kept.at, "kind": a.kind, "story": a.story, "text": a.text}
        connection.execute(insert(t.alerts).values(**row, data=_plain(a.data), digest=a.digest))
        new.append(kept)
    return new


def alerts(
    connection: Connection, *, after: int = 0, before: int | None = None, limit: int = 100, story: str | None = None
) -> list[Alert]:
    """Alerts, the latest first: with keys above `after` and below `before`."""
    query = select(t.alerts).where(t.alerts.c.key > after)
    if before is not None:
        query = query.where(t.alerts.c.key < before)
    if story is not None:
        query = query.where(t.alerts.c.story == story)
    rows = connection.execute(query.order_by(t.alerts.c.key.desc()).limit(limit))
    return [Alert(r.kind, r.text, r.digest, r.story, json.loads(r.data), r.at, r.key) for r in rows]


def last_alert(connection: Connection) -> int:
    """The key of the latest alert; 0 where there is none."""
    return connection.scalar(select(func.max(t.alerts.c.key))) or 0


def _follow(row: Any) -> Follow:
    after = json.loads(row.settings).get("after", 0)
    return Follow(row.key, row.kind, row.target, row.title, row.outlet, row.by, row.at, after, json.loads(row.state))


def _plain(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
