"""Ids as people read them: names of actors and places, in Arabic and in English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from riwaya.api.shapes import Name
from riwaya.model import Actor
from riwaya.render.catalogue import language
from riwaya.render.index import Index
from riwaya.store import people

_EMPTY = ("pages", "articles", "events", "stories", "statements", "mentions")


class Names:
    """Who ids mean today, and what they are called. Made for the ids of one answer."""

    def __init__(self, connection: Connection, ids: Iterable[str | None]) -> None:
        wanted = {i for i in ids if i is not None}
        self.roots = people.roots_of(connection, wanted)
        rows = people.members(connection, set(self.roots.values()))
        self.actors: dict[str, Actor] = {root: people.whole(of) for root, of in rows.items()}
        document = {**{k: [] for k in _EMPTY}, "actors": [_row(a) for a in self.actors.values()]}
        self._ar, self._en = Index(document, language("ar")), Index(document, language("en"))

    def of(self, identity: str) -> Name:
        """The name of an id, that of whom it means today."""
        root = self.roots.get(identity, identity)
        if root.startswith("anon:"):
            forms = self.actors[root].ar if root in self.actors else ()
            return Name(id=root, name=next(iter(forms), "") or _slug(root))
        return Name(id=root, name=self._ar.name(root), en=self._english(root))

    def _english(self, root: str) -> str | None:
        name = self._en.name(root)
        return name if name.isascii() or not any("\u0621" <= c <= "\u064a" for c in name) else None

    def maybe(self, identity: str | None) -> Name | None:
        """The same for what may be unknown."""
        return None if identity is None else self.of(identity)

    def every(self, ids: Iterable[str]) -> list[Name]:
        """The names of ids, each actor once."""
        return [self.of(i) for i in dict.fromkeys(self.roots.get(i, i) for i in ids)]


def _slug(identity: str) -> str:
    """The words in the id of an unnamed source."""
    return identity.removeprefix("anon:").partition("@")[0].replace("-", " ")


def _row(actor: Actor) -> dict[str, Any]:
    return {"id": actor.id, "names": {"ar": list(actor.ar), "en": list(actor.en)}}


def ids_of(connection: Connection, identity: str | None) -> tuple[str, ...]:
    """All ids that mean the same actor as `identity`; itself where nobody is known by it."""
    if identity is None:
        return ()
    root = people.roots_of(connection, [identity]).get(identity)
    if root is None:
        return (identity,)
    return tuple(k.actor.id for k in people.members(connection, [root])[root])
