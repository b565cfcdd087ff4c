"""Opening a store: its address, its engine, its version.

An address is `sqlite:///PATH`, a plain PATH, or `postgresql://USER:PASSWORD@HOST:PORT/NAME` (PostgreSQL 15 or later,
through pg8000). SQLite runs in WAL: one process writes, all read meanwhile. Whoever writes waits for others up to
`PATIENCE` seconds, then a `StoreError` says so; so does a store of a newer riwaya, and a full disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect, text

from riwaya.errors import StoreError, StoreFullError, UsageError

ENVIRONMENT = "RIWAYA_STORE"
HEAD = "0011"
"""The version of the tables that this code knows."""
PATIENCE = 60.0
_FULL = "the disk is full; nothing of this step was kept"
_MAPPED = 1 << 30  # bytes of a file that are read where the system holds them
_MIGRATIONS = Path(__file__).parent / "migrations"


def address_of(store: str | None = None) -> str:
    """The address of the store that is meant: `store`, else $RIWAYA_STORE, else a file in the user's data folder."""
    given = store or os.environ.get(ENVIRONMENT)
    if given:
        return given
    from typer import get_app_dir  # noqa: PLC0415 - only needed where nobody said anything

    return str(Path(get_app_dir("riwaya")) / "riwaya.db")


def engine_of(address: str, patience: float = PATIENCE) -> Engine:
    """An engine for `address`; a SQLite file and its folder are made. Raises `StoreError`, `UsageError`."""
    file = file_of(address)
    if file is not None:
        return _sqlite(file, patience)
    scheme = address.partition("://")[0]
    if scheme.split("+")[0] in ("postgresql", "postgres"):
        return _postgres(address, patience)
    raise UsageError(f"a store is a file, sqlite:///PATH or postgresql://..., not {scheme}://")


def file_of(address: str) -> Path | None:
    """The file of a store in SQLite; None: it is elsewhere. Raises `UsageError` for an address without one."""
    scheme, mark, _ = address.partition("://")
    if mark and scheme != "sqlite":
        return None
    path = address.removeprefix("sqlite://").removeprefix("/") if mark else address
    if not path or path == ":memory:":
        raise UsageError("a store in SQLite is a file: sqlite:///PATH")
    return Path(path).expanduser()


def _sqlite(file: Path, patience: float) -> Engine:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise StoreError(f"{file.parent}: {e.strerror}") from e
    engine = create_engine(
        f"sqlite:///{file}",
        connect_args={"timeout": patience},
        pool_size=20,
        max_overflow=40,
        pool_use_lifo=True,  # the connection used last has the pages at hand that all ask for
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: sqlite3 would wait until the first change
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -16384")
        cursor.execute(f"PRAGMA mmap_size = {_MAPPED}")  # readers share the system's pages: no copy of each for each
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("riwaya_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(address: str, patience: float) -> Engine:
    try:
        import_module("pg8000")
    except ImportError as e:
        raise StoreError("a store in PostgreSQL needs pg8000: pip install 'riwaya[postgres]'") from e
    from riwaya.store import postgres  # noqa: PLC0415 - an extra

    return postgres.engine(address, patience)


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Whatever is asked until the block ends is no transaction (SQLite's begin where SQLAlchemy says so)."""
    session = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" or session is None:
        yield
        return
    session.autocommit = True
    try:
        yield
    finally:
        session.autocommit = False


@contextmanager
def clear_errors(engine: Engine) -> Iterator[None]:
    """What a database says of itself, as one line."""
    try:
        yield
    except exc.DBAPIError as e:
        said = _plainly(e)
        raise (StoreFullError if said == _FULL else StoreError)(f"{name_of(engine)}: {said}") from e


def _plainly(error: exc.DBAPIError) -> str:
    said = str(error.orig)
    if isinstance(error.orig, Exception) and error.orig.args and isinstance(error.orig.args[0], dict):
        said = str(error.orig.args[0].get("M", said))  # pg8000 gives the server's fields
    low = said.lower()
    if "locked" in low or "lock timeout" in low or "busy" in low:
        return "busy: somebody else has been writing for too long; try again"
    if "disk is full" in low or "no space left" in low:
        return _FULL
    if "not a database" in low:
        return "this file is no store"
    if "readonly" in low or "read-only" in low:
        return "may only be read"
    return " ".join(said.split())


def name_of(engine: Engine) -> str:
    """The store for people, without its password."""
    return engine.url.database or "store" if engine.dialect.name == "sqlite" else engine.url.render_as_string()


def migrate(engine: Engine) -> None:
    """Bring the tables to `HEAD`, an empty database too. Raises `StoreError` where they are newer than this code."""
    with clear_errors(engine):
        with engine.connect() as connection:
            known = version_of(connection)
        if known == HEAD:
            return
        if known is not None and known > HEAD:
            raise StoreError(f"{name_of(engine)}: made by a newer riwaya (version {known} of its tables, here {HEAD})")
        with engine.connect().execution_options(riwaya_writes=True) as connection, connection.begin():
            if version_of(connection) != HEAD:  # nobody else did it while we waited
                upgrade(connection)


def version_of(connection: Connection) -> str | None:
    """The version of a database's tables; None where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a version, within the transaction of `connection`."""
    from alembic import command  # noqa: PLC0415 - half a second, and only new or old stores need it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
