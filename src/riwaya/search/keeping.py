"""What a server holds in memory of the stores it searches: their postings, and what is shown of what they find; made
anew whenever somebody wrote.

A thread of its own makes them; whoever searches never waits for it. Until they are there, and while they are behind the
store, the database is asked, which finds the same. The thread looks by itself now and then whether anything was
written: what was deleted does not stay in memory because nobody searches.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from riwaya.errors import RiwayaError
from riwaya.store import Store, shown
from riwaya.store.access import change_mark
from riwaya.store.postings import MOST, Postings, renewed
from riwaya.store.ranked import Page
from riwaya.store.shown import NOTHING

_PAUSE = 1.0  # seconds between two makings, however often somebody writes
_REST = 5  # how often as long as a making took there is none after it: to follow a store must not be what a server does
_LOOK = 30.0  # seconds after which is looked whether anything was written, where nobody searches
_log = logging.getLogger("riwaya.search")
_keepers: WeakKeyDictionary[Engine, _Keeper] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a store under one change mark. Of `pages` there is nothing yet where postings were just made."""

    postings: Postings
    pages: Mapping[int, Page]

    @property
    def mark(self) -> str:
        """The mark under which it is good."""
        return self.postings.mark


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Searches of `store` find its postings in memory until the block ends, from soon after it begins."""
    keeper = _Keeper(store)
    _keepers[store.engine] = keeper
    try:
        yield
    finally:
        _keepers.pop(store.engine, None)
        keeper.end()


def postings_of(store: Store, mark: str) -> Postings | None:
    """The postings of a store under its change mark; None where nobody holds any such."""
    keeper = _keepers.get(store.engine)
    return None if keeper is None else keeper.under(mark)


def latest_held(store: Store) -> Held | None:
    """What of a store was made last, whatever was written since; None where nobody holds anything."""
    keeper = _keepers.get(store.engine)
    return None if keeper is None else keeper.latest


class _Keeper:
    """Holds what is to be held of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.latest: Held | None = None
        self._shown, self._shown_under = NOTHING, ""
        self._asked, self._ended = threading.Event(), threading.Event()
        self._asked.set()
        self._thread = threading.Thread(target=self._keep, name="postings", daemon=True)
        self._thread.start()

    def under(self, mark: str) -> Postings | None:
        """The postings, if they are of this mark; else they are made."""
        found = self.latest
        if found is not None and found.mark == mark:
            return found.postings
        self._asked.set()
        return None

    def end(self) -> None:
        """Hold none, and make none again."""
        self._ended.set()
        self._asked.set()
        self._thread.join(_PAUSE)

    def _keep(self) -> None:
        while not self._ended.is_set():
            self._asked.wait(_LOOK)
            self._asked.clear()
            if self._ended.is_set():
                return
            first, began = self.latest is None, time.monotonic()
            try:
                with self._store.reading() as connection:
                    if not self._renew(connection):
                        return
            except RiwayaError as e:  # the store is busy, or away: the next search asks again
                _log.warning("postings: %s", e)
            took = time.monotonic() - began
            self._ended.wait(_PAUSE if first else max(_PAUSE, min(_REST * took, _LOOK)))

    def _renew(self, connection: Connection) -> bool:
        """Take in what was written; False where it is too much to be held."""
        mark, old = change_mark(connection), self.latest
        if old is None or old.mark != mark:
            made = renewed(connection, None if old is None else old.postings)
            if made is None:
                self.latest = None
                _log.warning("postings: more than %d articles; the database ranks", MOST)
                return False
            self.latest = Held(made, {})
        if self.latest is not None and self._shown_under != mark:
            self._shown = shown.renewed(connection, self.latest.postings.stamps, self._shown)
            self._shown_under = mark
            self.latest = Held(self.latest.postings, self._shown.pages)
        return True
