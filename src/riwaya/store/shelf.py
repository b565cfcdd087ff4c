"""Answers and pages as they are sent, kept on disk: the processes of a server share them, and a restart finds them.

A file of SQLite beside the store (or where `RIWAYA_SHELF` says; of a store in PostgreSQL in the user's data folder).
It may be deleted at any time. What lies there says on what it rests, and whoever takes it out asks the store whether
that still stands; so a shelf can be old, and nobody is ever shown what is. Nothing here waits: what cannot be read is
not there, what cannot be written is made again. Another version of the program, or another store, begins with an empty
one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from riwaya.store import Store
from riwaya.store.access import secret_of
from riwaya.store.connect import address_of

ENVIRONMENT = "RIWAYA_SHELF"
MOST = 1 << 30
"""Bytes that a shelf holds at most; then the oldest go."""
_GATHERING = 0.2  # seconds in which what is to be written comes together: a file is opened for many at once
_WAITING = 500  # things to be written; more are let go
_log = logging.getLogger("riwaya.store")
_TABLE = "CREATE TABLE IF NOT EXISTS kept(name TEXT PRIMARY KEY, topic TEXT, rev TEXT, head TEXT, data BLOB)"
_PRAGMAS = ("journal_mode = WAL", "synchronous = OFF", "secure_delete = ON")
_PATIENCE, _OPENING = 2, 15  # seconds that one waits for others: at work; when it opens, where they may sweep it


class Shelf:
    """Bytes by name, each with a line about it. Threads may share one; `blank` is a word that no page can hold."""

    def __init__(self, path: Path, whose: str, blank: str) -> None:
        self.path, self.blank = path, blank
        self._whose = whose
        self._reading = threading.Lock()
        self._reader: sqlite3.Connection | None = _opened(path, whose)
        self._waiting: OrderedDict[str, tuple[str, str, str, bytes]] = OrderedDict()
        self._more = threading.Condition()
        self._ended = False
        self._writer = threading.Thread(target=self._write, name="shelf", daemon=True)
        self._writer.start()

    def get(self, name: str) -> tuple[str, bytes] | None:
        """The line and the bytes under a name."""
        with self._more:
            waiting = self._waiting.get(name)
        if waiting is not None:
            return waiting[2], waiting[3]
        with self._reading, suppress(sqlite3.Error):
            if self._reader is not None:
                found = self._reader.execute("SELECT head, data FROM kept WHERE name = ?", (name,)).fetchone()
                return None if found is None else (str(found[0]), bytes(found[1]))
        return None

    def put(self, name: str, rests: str, head: str, data: bytes) -> None:
        """Keep bytes with a line about them. `rests`: topics with their revisions (JSON), of which the first is theirs:
        they go with it."""
        topic, rev = next(iter(json.loads(rests).items()))
        with self._more:
            self._waiting[name] = (topic, rev, head, data)
            self._waiting.move_to_end(name)
            while len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)
            self._more.notify()

    def names(self) -> frozenset[tuple[str, str]]:
        """Names with the revision that each rests on."""
        with self._reading, suppress(sqlite3.Error):
            if self._reader is not None:
                return frozenset(self._reader.execute("SELECT name, rev FROM kept"))
        return frozenset()

    def sweep(self, revs: Mapping[str, str]) -> int:
        """Let go of what rests on topics as they are no more; how many there were. The oldest go where it is full."""
        with suppress(sqlite3.Error), _closing(self.path) as file:
            old = [
                (name,)
                for name, topic, rev in file.execute("SELECT name, topic, rev FROM kept WHERE name <> ''")
                if revs.get(topic) != rev
            ]
            with file:
                file.executemany("DELETE FROM kept WHERE name = ?", old)
            _bound(file)
            return len(old)
        return 0

    def settle(self) -> None:
        """Wait until all that was put is written."""
        with self._more:
            self._more.wait_for(lambda: not self._waiting or self._ended, 30)

    def close(self) -> None:
        """Write what waits, and let go."""
        with self._more:
            self._ended = True
            self._more.notify_all()
        self._writer.join(5)
        with self._reading:
            if self._reader is not None:
                self._reader.close()
                self._reader = None

    def _write(self) -> None:
        while True:
            with self._more:
                self._more.wait_for(lambda: bool(self._waiting) or self._ended)
                self._more.wait_for(lambda: self._ended, _GATHERING)
                batch = list(self._waiting.items())
            if batch:
                self._put(batch)
            with self._more:
                for name, row in batch:
                    if self._waiting.get(name) is row:
                        del self._waiting[name]
                self._more.notify_all()
                if self._ended and not self._waiting:
                    return

    def _put(self, batch: Iterable[tuple[str, tuple[str, str, str, bytes]]]) -> None:
        try:
            with _closing(self.path) as file, file:
                whose = file.execute("SELECT head FROM kept WHERE name = ''").fetchone()
                if whose is not None and whose[0] == self._whose:
                    rows = [(name, *row) for name, row in batch]
                    file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", rows)
                    _bound(file)
        except sqlite3.Error as e:
            _log.warning("shelf: %s", e)


def _bound(file: sqlite3.Connection) -> None:
    """Let the oldest go where a shelf is full; what they leave free is filled again."""
    pages, free, size = (
        file.execute(f"PRAGMA {x}").fetchone()[0] for x in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * size > MOST:
        file.execute("DELETE FROM kept WHERE rowid < (SELECT avg(rowid) FROM kept) AND name <> ''")
        file.commit()


class _closing:  # noqa: N801 - reads as a function
    """A connection for one piece of work."""

    def __init__(self, path: Path, patience: float = _PATIENCE) -> None:
        self._file = sqlite3.connect(path, timeout=patience)

    def __enter__(self) -> sqlite3.Connection:
        for pragma in _PRAGMAS:
            self._file.execute(f"PRAGMA {pragma}")
        return self._file

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _opened(path: Path, whose: str) -> sqlite3.Connection | None:
    """The file, empty where it was another's; None, and a word, where there can be none."""
    until = time.monotonic() + _OPENING
    while True:
        try:
            return _ready(path, whose)
        except (OSError, sqlite3.Error) as e:
            # that a file keeps its changes apart is set for all who have it open: SQLite does not wait for them then
            if "locked" not in str(e) or time.monotonic() > until:
                _log.warning("shelf: %s: %s; going on without", path, e)
                return None
        time.sleep(0.05)


def _ready(path: Path, whose: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(0o600)
    with _closing(path, _OPENING) as file, file:
        file.execute(_TABLE)
        known = file.execute("SELECT head FROM kept WHERE name = ''").fetchone()
        if known is None or known[0] != whose:
            file.execute("DELETE FROM kept")
            file.execute("INSERT INTO kept VALUES ('', '', '', ?, x'')", (whose,))
    found = sqlite3.connect(path, check_same_thread=False, timeout=0.2)
    found.execute("PRAGMA query_only = ON")
    return found


def shelf_of(store: Store) -> Shelf:
    """The shelf of a store."""
    with store.writing() as connection:
        secret = secret_of(connection)
    whose = hmac.new(secret.encode(), f"shelf {_code()}".encode(), hashlib.sha256).hexdigest()
    word = hmac.new(secret.encode(), b"blank", hashlib.sha256).hexdigest()
    blank = "".join(chr(ord("a") + int(c, 16)) for c in word)  # letters alone: figures may be written in others
    return Shelf(_place(store), whose, f"blank{blank}")


def _place(store: Store) -> Path:
    given = os.environ.get(ENVIRONMENT)
    if given:
        return Path(given)
    if store.kind == "sqlite":
        return Path(f"{store.engine.url.database}.shelf")
    name = hashlib.sha256(str(store.engine.url).encode()).hexdigest()[:12]
    return Path(address_of("")).parent / f"{name}.shelf"


def forget(store: Store) -> None:
    """Throw away all that lies on a store's shelf: pages were deleted, and no copy of them is to stay."""
    path = _place(store)
    if path.exists():
        with suppress(sqlite3.Error), _closing(path) as file:
            file.execute("DELETE FROM kept WHERE name <> ''")
            file.commit()
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@cache
def _code() -> str:
    """Changes with every file of ours."""
    root = Path(__file__).parent.parent
    told = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            told.update(f"{file.relative_to(root)} {file.stat().st_mtime_ns} {file.stat().st_size}\n".encode())
    return told.hexdigest()
