"""Ids as people read them: names of actors and places, in Arabic and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from riwaya.api.shapes import Name
from riwaya.desk.naming import called
from riwaya.model import Actor, MentionType
from riwaya.present.shown import is_arabic
from riwaya.store import people
from riwaya.store.access import change_mark

_MOST = 50_000  # ids that a book holds


class _Book:
    """Who ids mean and what they are called, as long as the store does not change: lists name the same few again and
    again."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.roots: dict[str, str] = {}
        self.actors: dict[str, Actor] = {}
        self.names: dict[str, Name] = {}


_books: WeakKeyDictionary[Engine, _Book] = WeakKeyDictionary()


def _book(connection: Connection) -> _Book:
    mark, held = change_mark(connection), _books.get(connection.engine)
    if held is None or held.mark != mark or len(held.roots) > _MOST:
        held = _books[connection.engine] = _Book(mark)
    return held


class Names:
    """Who ids mean today, and what they are called. Made for the ids of one answer."""

    def __init__(self, connection: Connection, ids: Iterable[str | None]) -> None:
        book = _book(connection)
        self.roots, self.actors, self._names = book.roots, book.actors, book.names
        wanted = {i for i in ids if i is not None and i not in self.roots}
        if not wanted:
            return
        roots = people.roots_of(connection, wanted)
        rows = people.members(connection, {r for r in roots.values() if r not in self.actors})
        actors = {root: people.whole(of) for root, of in rows.items()}
        self.actors.update(actors)
        self._names.update(_called(actors))
        self.roots.update(roots)  # last: whoever finds an id here finds its name as well

    def of(self, identity: str) -> Name:
        """The name of an id, that of whom it means today."""
        root = self.roots.get(identity, identity)
        return self._names.get(root) or next(iter(_called({root: Actor(root, MentionType.PER)}).values()))

    def maybe(self, identity: str | None) -> Name | None:
        """The same for what may be unknown."""
        return None if identity is None else self.of(identity)

    def every(self, ids: Iterable[str]) -> list[Name]:
        """The names of ids, each actor once."""
        return [self.of(i) for i in dict.fromkeys(self.roots.get(i, i) for i in ids)]


def _called(actors: Mapping[str, Actor]) -> dict[str, Name]:
    """What actors are called."""
    arabic, english = called(actors, "ar"), called(actors, "en")
    return {root: _name(root, arabic[root], english[root]) for root in actors}


def _name(root: str, arabic: str, english: str) -> Name:
    foreign = None if root.startswith("anon:") or is_arabic(english) else english
    return Name(id=root, name=arabic, en=foreign)


def ids_of(connection: Connection, identity: str | None) -> tuple[str, ...]:
    """All ids that mean the same actor as `identity`; itself where nobody is known by it."""
    if identity is None:
        return ()
    root = people.roots_of(connection, [identity]).get(identity)
    if root is None:
        return (identity,)
    return tuple(k.actor.id for k in people.members(connection, [root])[root])
