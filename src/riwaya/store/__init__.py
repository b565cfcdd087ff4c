"""The store: pages, what was found in them, what people decided, and the stories that follow from both.

    store = open_store("news.db")                  # or sqlite:///PATH, postgresql://...
    with store.reading() as connection: ...        # a snapshot; never waits for a writer
    with store.asking() as connection: ...         # one question
    with store.writing() as connection: ...        # one transaction, one writer at a time; all of it or nothing

The functions of the modules below take such a connection. `riwaya.desk` is what most callers want.

| module | keeps |
|---|---|
| `connect`, `postgres` | addresses, engines, versions of the tables (`migrations/`) |
| `tables` | the tables |
| `codec` | frozen dataclasses as JSON, without loss |
| `pages` | pages, versions, articles and what was found in them; the ledger |
| `rows` | what was found in an article, as rows |
| `people` | actors and judgements |
| `told` | derivations, stories, topics, redirects |
| `waiting` | which topics are told at once, what lists show of the others |
| `upkeep` | check, retention, deletion |
| `portable` | backup and restore |
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from riwaya.errors import StoreError
from riwaya.store.connect import PATIENCE, address_of, alone, clear_errors, engine_of, file_of, migrate, name_of

__all__ = ["Store", "address_of", "file_of", "open_store"]


class Store:
    """An opened store. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def name(self) -> str:
        """The store for people: its file, or its address without the password."""
        return name_of(self.engine)

    @property
    def kind(self) -> str:
        """sqlite or postgresql."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it was when first asked. Raises `StoreError`."""
        with clear_errors(self.engine), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection for one question, in no transaction: to begin and to end one is as much again where the store
        is a server. Raises `StoreError`."""
        with self.reading() as connection, alone(connection):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer shares: kept whole when the block ends, forgotten whole when it raises.

        Raises `StoreError` where another writer does not end in time, or the disk is full."""
        with clear_errors(self.engine), self.engine.connect() as connection:
            writer = connection.execution_options(riwaya_writes=True)
            with writer.begin():
                yield writer

    def close(self) -> None:
        """Let go of the store's connections."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(store: str | None = None, patience: float = PATIENCE, *, make: bool = True) -> Store:
    """The store at `store` (a path, `sqlite:///PATH`, `postgresql://...`; None: $RIWAYA_STORE, else the user's own),
    made where there is none (if `make`), brought up to date where it is old. Whoever writes waits `patience` seconds
    for others.

    Raises `StoreError` where it cannot be opened or is newer than this code, `UsageError` for an address of no kind.
    """
    address = address_of(store)
    file = file_of(address)
    if file is not None and not make and not file.exists():
        raise StoreError(f"{file}: no such store; riwaya add makes one, or name another with --store")
    engine = engine_of(address, patience)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)
