"""Whether anything was written, asked so often that it has to cost next to nothing.

Every request asks. SQLite tells by a number in the memory that its connections share (`PRAGMA data_version`) that
another connection wrote, in microseconds; only then is the store itself asked. PostgreSQL is asked each time.
"""

from __future__ import annotations

import sqlite3
from threading import Lock

from riwaya.store import Store
from riwaya.store.access import change_mark


class Marks:
    """The store's change mark (`access.change_mark`), at hand. Threads may share one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._peek = _Peek(str(store.engine.url.database)) if store.kind == "sqlite" else None
        self._seen: tuple[int, str] | None = None

    @property
    def quick(self) -> bool:
        """Whether `at_hand` may know an answer without asking the store."""
        return self._peek is not None

    def at_hand(self) -> str | None:
        """The mark where nothing was written since it was read; None: it has to be read. Never waits for others."""
        if self._peek is None:
            return None
        with self._lock:
            seen = self._seen
            return seen[1] if seen is not None and self._peek.version() == seen[0] else None

    def read(self) -> str:
        """The mark as it is now. Raises `StoreError`."""
        known = self.at_hand()
        if known is not None:
            return known
        if self._peek is None:
            return self._ask()
        with self._lock:
            version = self._peek.version()  # before the mark is read: what is written meanwhile is seen next time
        mark = self._ask()
        if version is not None:
            with self._lock:
                self._seen = (version, mark)
        return mark

    def _ask(self) -> str:
        with self._store.asking() as connection:
            return change_mark(connection)


class _Peek:
    """A connection that only looks whether others wrote."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def version(self) -> int | None:
        """A number that changes when another connection writes; None where it cannot be told."""
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(self._path, check_same_thread=False, timeout=1)
            found = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error:
            self._connection = None
            return None
        return int(found[0])
