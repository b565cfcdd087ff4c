"""Who may ask: tokens, kept hashed; notes that people leave; and what tells that something changed.

A token is 256 random bits in URL-safe letters. Only its SHA-256 is kept: with that many bits nothing is to be guessed,
and a slow hash would only slow down every request.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from riwaya.errors import UsageError
from riwaya.store import tables as t
from riwaya.store import told
from riwaya.store.pages import get_meta, next_key, now, set_meta

READ, EDIT = "read", "edit"
RIGHTS = (READ, EDIT)
"""What a token allows: to read; to read and edit."""
_PREFIX = "riwaya_"  # so that a token found in a log is known for what it is


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. Moments are UTC; `revoked` is None while it is good. `used` is the day on which a
    server last let somebody in by it; None: never."""

    name: str
    right: str
    made: str
    revoked: str | None = None
    used: str | None = None


def make_token(connection: Connection, name: str, right: str = READ) -> str:
    """A new token for `name`: the only time that it is told. Raises `UsageError` where the name has one already, or
    for a right that is none."""
    if right not in RIGHTS:
        raise UsageError(f"a token's right is {' or '.join(RIGHTS)}, not {right}")
    if not name.strip() or len(name) > 100 or not name.isprintable():
        raise UsageError("a token's name is one line of at most 100 letters")
    good = select(t.tokens.c.hash).where(t.tokens.c.name == name, t.tokens.c.revoked.is_(None))
    if connection.scalar(good) is not None:
        raise UsageError(f"{name} has a token; revoke it first")
    token = _PREFIX + secrets.token_urlsafe(32)
    row = {"hash": _hash(token), "name": name, "scope": right, "made": now(), "used": None, "revoked": None}
    connection.execute(insert(t.tokens).values(row))
    count_change(connection)
    return token


def revoke_token(connection: Connection, name: str) -> bool:
    """Make the token of `name` good for nothing; whether there was a good one."""
    mine = (t.tokens.c.name == name) & t.tokens.c.revoked.is_(None)
    found = bool(connection.execute(update(t.tokens).where(mine).values(revoked=now())).rowcount)
    count_change(connection)
    return found


def list_tokens(connection: Connection) -> list[Token]:
    """All tokens that ever were, by name and age."""
    rows = connection.execute(select(t.tokens).order_by(t.tokens.c.name, t.tokens.c.made))
    return [_token(row) for row in rows]


def find_token(connection: Connection, token: str) -> Token | None:
    """Whose `token` this is; None where it is nobody's, or revoked."""
    if not token.startswith(_PREFIX) or len(token) > 100:
        return None
    mine = _hash(token)
    row = connection.execute(select(t.tokens).where(t.tokens.c.hash == mine, t.tokens.c.revoked.is_(None))).first()
    return _token(row) if row is not None and hmac.compare_digest(row.hash, mine) else None


def use_token(connection: Connection, token: str) -> None:
    """Note that `token` was used today. Nothing that is shown changes by it: no change is counted."""
    connection.execute(update(t.tokens).where(t.tokens.c.hash == _hash(token)).values(used=today()))


def today() -> str:
    """The day it is, in UTC."""
    return now()[:10]


def has_tokens(connection: Connection) -> bool:
    """Whether anybody has a token that is good: then nobody gets in without one."""
    return connection.scalar(select(t.tokens.c.hash).where(t.tokens.c.revoked.is_(None)).limit(1)) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: Any) -> Token:
    return Token(row.name, row.scope, row.made, row.revoked, row.used)


def secret_of(connection: Connection) -> str:
    """What tokens for forms are made with; made when first asked for, by a writer."""
    found = get_meta(connection, "secret")
    if found is None:
        found = secrets.token_hex(32)
        set_meta(connection, "secret", found)
    return found


# ------------------------------------------------------------------ notes


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about a story, a topic, an actor or an article (`about`: `story:ID` ...)."""

    key: int
    about: str
    text: str
    by: str
    at: str


def put_note(connection: Connection, about: str, text: str, by: str) -> int:
    """Keep a note; its number."""
    key = next_key(connection, t.notes)
    row = {"key": key, "at": now(), "about": about, "by": by, "text": text, "state": "shown"}
    connection.execute(insert(t.notes).values(row))
    _touch(connection, about)
    count_change(connection)
    return key


def _touch(connection: Connection, about: str) -> None:
    """A topic is shown with the notes about it and its stories."""
    kind, _, identity = about.partition(":")
    if kind in ("story", "topic"):
        topics = {identity} if kind == "topic" else set(told.topics_of(connection, [identity]).values())
        told.touch_topics(connection, topics)


def remove_note(connection: Connection, key: int) -> bool:
    """Show a note no more; whether it was shown."""
    return _turn_note(connection, key, "shown", "removed")


def restore_note(connection: Connection, key: int) -> bool:
    """Show a note again that was removed; whether it was."""
    return _turn_note(connection, key, "removed", "shown")


def _turn_note(connection: Connection, key: int, state: str, to: str) -> bool:
    mine = (t.notes.c.key == key) & (t.notes.c.state == state)
    about = connection.scalar(select(t.notes.c.about).where(mine))
    if about is None:
        return False
    connection.execute(update(t.notes).where(mine).values(state=to))
    _touch(connection, about)
    count_change(connection)
    return True


def list_notes(
    connection: Connection, about: tuple[str, ...] = (), *, limit: int = 100, before: int | None = None
) -> list[Note]:
    """Notes about any of `about` (none: all), the latest first."""
    n = t.notes.c
    query = select(t.notes).where(n.state == "shown")
    if about:
        query = query.where(n.about.in_(about))
    if before is not None:
        query = query.where(n.key < before)
    rows = connection.execute(query.order_by(n.key.desc()).limit(limit))
    return [Note(row.key, row.about, row.text, row.by, row.at) for row in rows]


# ------------------------------------------------------------------ what changed


_COUNTERS = "SELECT name, value FROM meta WHERE name IN ('generation', 'changes')"


def change_mark(connection: Connection, settings: str = "") -> str:
    """Changes whenever anything in the store does that a reader could see. `settings` of a transaction that begins with
    it go along in one question (PostgreSQL)."""
    found = {row[0]: row[1] for row in connection.exec_driver_sql(settings + _COUNTERS)}
    return mark_of(found.get("generation"), found.get("changes"))


def mark_of(generation: str | None, changes: str | None) -> str:
    """The change mark that the store's two counters make, as `meta` has them."""
    return f"{generation or 0}.{changes or 0}"


def count_change(connection: Connection) -> None:
    """Say that something small changed, that touches no story: whoever is adding pages need not begin again."""
    set_meta(connection, "changes", str(int(get_meta(connection, "changes") or 0) + 1))


def counts(connection: Connection) -> dict[str, int]:
    """How many articles and stories there are."""
    tables = {"articles": t.articles, "stories": t.stories}
    return {
        name: int(connection.scalar(select(func.count()).select_from(table)) or 0) for name, table in tables.items()
    }
