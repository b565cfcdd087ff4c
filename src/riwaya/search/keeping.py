"""What a server holds in memory of the stores it searches: their postings, made anew whenever somebody wrote.

A thread of its own makes them; whoever searches never waits for it. Until they are there, and while they are behind the
store, the database is asked, which finds the same.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from riwaya.errors import RiwayaError
from riwaya.store import Store
from riwaya.store.postings import MOST, Postings, renewed

_PAUSE = 1.0  # seconds between two makings, however often somebody writes
_log = logging.getLogger("riwaya.search")
_keepers: WeakKeyDictionary[Engine, _Keeper] = WeakKeyDictionary()


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


def latest_postings(store: Store) -> Postings | None:
    """The postings of a store that were made last, whatever was written since; None where nobody holds any."""
    keeper = _keepers.get(store.engine)
    return None if keeper is None else keeper.latest


class _Keeper:
    """Holds the postings of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._postings: Postings | None = None
        self._asked, self._ended = threading.Event(), threading.Event()
        self._asked.set()
        self._thread = threading.Thread(target=self._keep, name="postings", daemon=True)
        self._thread.start()

    @property
    def latest(self) -> Postings | None:
        """Those that were made last."""
        return self._postings

    def under(self, mark: str) -> Postings | None:
        """The postings, if they are of this mark; else they are made."""
        found = self._postings
        if found is not None and found.mark == mark:
            return found
        self._asked.set()
        return None

    def end(self) -> None:
        """Hold none, and make none again."""
        self._ended.set()
        self._asked.set()
        self._thread.join(_PAUSE)

    def _keep(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            if self._ended.is_set():
                return
            try:
                with self._store.reading() as connection:
                    self._postings = renewed(connection, self._postings)
                if self._postings is None:
                    _log.warning("postings: more than %d articles; the database ranks", MOST)
                    return
            except RiwayaError as e:  # the store is busy, or away: the next search asks again
                _log.warning("postings: %s", e)
            self._ended.wait(_PAUSE)
