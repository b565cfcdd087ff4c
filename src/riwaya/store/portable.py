"""Backup and restore: all rows of a store in one file that either database can take in.

`backup` writes a consistent snapshot while others go on writing. A name that ends in `.db` gives a SQLite file (only
from SQLite, by its own online copy); any other gives JSON Lines, gzipped: a head with the version of the tables, a line
for each row, an end with the number of rows, so that a file cut short is told from a whole one. `restore` takes either
into an empty store.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, MetaData, NullPool, Table, create_engine, exc, func, insert, select

from riwaya.errors import InputError, StoreError
from riwaya.store import Store
from riwaya.store import tables as t
from riwaya.store.connect import HEAD, upgrade, version_of

FORMAT = "riwaya-store/1"
LONGEST = 256 << 20
"""Characters of a row: no more of a file is ever held."""
_HEAD = 4096
_ROWS = 500
_SQLITE = b"SQLite format 3\0"


def backup(store: Store, path: Path) -> int:
    """Write all of `store` to `path`, which must not exist; how many rows. Raises `InputError` where it does, or cannot
    be written."""
    if path.exists():
        raise InputError(f"{path}: exists already")
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        n = _copy(store, part) if path.suffix == ".db" else _dump(store, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as e:
        raise InputError(f"{path}: {e.strerror or e}") from e
    except sqlite3.Error as e:  # of the copy: what goes wrong in the store is a `StoreError`
        raise InputError(f"{path}: {e}") from e
    finally:
        part.unlink(missing_ok=True)
    return n


def _copy(store: Store, path: Path) -> int:
    if store.kind != "sqlite":
        raise InputError(f"{path}: a store in PostgreSQL is written as rows; name the file .jsonl.gz")
    with closing(sqlite3.connect(path)) as target:
        with store.reading() as connection:
            source = connection.connection.driver_connection
            assert source is not None
            source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        return sum(target.execute(f'SELECT count(*) FROM "{x.name}"').fetchone()[0] for x in _kept_tables())


def _dump(store: Store, path: Path) -> int:
    n = 0
    with store.reading() as connection, gzip.open(path, "wt", encoding="ascii", compresslevel=6) as out:
        _line(out, {"format": FORMAT, "version": version_of(connection)})
        for table in _kept_tables():
            for row in connection.execution_options(yield_per=_ROWS).execute(_ordered(table)):
                _line(out, {"table": table.name, "row": {k: _plain(v) for k, v in row._mapping.items()}})
                n += 1
        _line(out, {"rows": n})
    return n


def _kept_tables() -> list[Table]:
    """All but what follows from the others and is made anew."""
    return [x for x in t.metadata.sorted_tables if not x.info.get("derived")]


def _ordered(table: Table) -> Any:
    """All rows in the order of their keys, so that equal stores give equal files."""
    return select(table).order_by(*table.primary_key.columns)


def _line(out: IO[str], value: Any) -> None:
    line = json.dumps(value, separators=(",", ":")) + "\n"
    if len(line) > LONGEST:  # it could not be restored
        raise StoreError(f"a row of {len(line) >> 20} MB: a store in SQLite is backed up to NAME.db")
    out.write(line)


def _plain(value: Any) -> Any:
    return {"b": base64.b64encode(value).decode("ascii")} if isinstance(value, (bytes, memoryview)) else value


# ------------------------------------------------------------------ restore


def restore(path: Path, store: Store) -> int:
    """Take the backup at `path` into `store`, which must be empty; how many rows. All or nothing. Raises `InputError`
    where the file is no backup, is cut short or is of a newer riwaya, `StoreError` where a row of it is damaged or the
    store is not empty."""
    with _opened(path) as (version, rows), store.writing() as connection:
        if connection.scalar(select(func.count()).select_from(t.pages)) or connection.scalar(
            select(func.count()).select_from(t.judgements)
        ):
            raise StoreError(f"{store.name}: not empty; a backup is restored into a new store")
        for table in reversed(t.metadata.sorted_tables):
            connection.execute(table.delete())
        if version == HEAD:
            return _fill(connection, t.metadata, rows)
        return _fill_old(connection, version, rows)


def _fill_old(connection: Connection, version: str, rows: Iterator[tuple[str, dict[str, Any]]]) -> int:
    """Tables as they were, their rows, then the way up to today's."""
    for table in reversed(t.metadata.sorted_tables):
        table.drop(connection)
    connection.exec_driver_sql("DELETE FROM alembic_version")
    upgrade(connection, version)
    old = MetaData()
    old.reflect(connection)
    n = _fill(connection, old, rows)
    upgrade(connection)
    return n


def _fill(connection: Connection, metadata: MetaData, rows: Iterator[tuple[str, dict[str, Any]]]) -> int:
    n, name = 0, ""
    held: list[dict[str, Any]] = []
    for table, row in rows:
        if held and (table != name or len(held) >= _ROWS):
            _insert(connection, metadata.tables[name], held)
            held = []
        if table not in metadata.tables:
            raise InputError(f"a backup with a table that is not known here: {table}")
        name = table
        held.append(row)
        n += 1
    if held:
        _insert(connection, metadata.tables[name], held)
    return n


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    strange = {str(k) for row in rows for k in row if k not in table.c}
    if strange:
        raise StoreError(f"a damaged backup: {table.name} has no {', '.join(sorted(strange))}")
    try:
        connection.execute(insert(table), rows)
    except exc.DBAPIError:  # the database says what is wrong
        raise
    except (exc.SQLAlchemyError, TypeError, ValueError, AttributeError, OverflowError) as e:
        raise StoreError(f"a damaged backup: a row of {table.name} that is none") from e


@contextmanager
def _opened(path: Path) -> Iterator[tuple[str, Iterator[tuple[str, dict[str, Any]]]]]:
    """The version of a backup's tables, and its rows."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_SQLITE))
    except OSError as e:
        raise InputError(f"{path}: {e.strerror}") from e
    if head == _SQLITE:
        with _untouched(path) as connection:
            version = _version_in(path, connection)
            yield version, _rows_of(path, connection, version)
        return
    try:
        with gzip.open(path, "rt", encoding="ascii") as file:
            first = json.loads(file.readline(_HEAD))
            if not isinstance(first, dict) or first.get("format") != FORMAT:
                raise InputError(f"{path}: no backup of a store")
            yield _known(path, str(first.get("version"))), _rows_in(file, path)
    except (EOFError, zlib.error, gzip.BadGzipFile, ValueError) as e:
        raise InputError(f"{path}: no backup of a store, or a damaged one") from e


def _known(path: Path, version: str) -> str:
    if version > HEAD:
        raise InputError(f"{path}: made by a newer riwaya (version {version} of its tables, here {HEAD})")
    return version


@contextmanager
def _untouched(path: Path) -> Iterator[Connection]:
    """A SQLite file as it lies there, also on a disk that may only be read: opening it as a store would write to it."""
    if Path(f"{path}-wal").exists():
        raise InputError(f"{path}: a store in use, no backup; write one with `riwaya backup`")
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _version_in(path: Path, connection: Connection) -> str:
    try:
        version = version_of(connection)
    except exc.DBAPIError as e:
        raise InputError(f"{path}: no backup of a store, or a damaged one") from e
    if version is None:
        raise InputError(f"{path}: no backup of a store")
    return _known(path, version)


def _rows_of(path: Path, connection: Connection, version: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        for table in _kept_tables() if version == HEAD else _kept_then(connection):
            for row in connection.execution_options(yield_per=_ROWS).execute(_ordered(table)):
                yield table.name, dict(row._mapping)
    except exc.DBAPIError as e:  # of this file: what goes wrong where the rows go is not seen here
        raise InputError(f"{path}: a damaged backup") from e


def _kept_then(connection: Connection) -> list[Table]:
    """The same of an older version: the index of words was always made anew."""
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name != "alembic_version" and not name.startswith("searchable"))
    return there.sorted_tables


def _rows_in(file: IO[str], path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    n = 0
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise StoreError(f"{path}: row {n + 1} has more than {LONGEST >> 20} MB: a damaged backup")
        table, row = _row_in(line, path, n + 1)
        if table is None:
            if row["rows"] != n:
                raise InputError(f"{path}: {n} rows, not {row['rows']}")
            return
        yield table, row
        n += 1
    raise InputError(f"{path}: cut short after {n} rows")


def _row_in(line: str, path: Path, n: int) -> tuple[str | None, dict[str, Any]]:
    """The table and the values of a row; without a table the line that ends a backup."""
    try:
        value = json.loads(line)
        if "rows" in value:
            return None, {"rows": int(value["rows"])}
        return str(value["table"]), {k: _bytes(v) for k, v in value["row"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as e:
        raise StoreError(f"{path}: row {n} is none: a damaged backup") from e


def _bytes(value: Any) -> Any:
    return base64.b64decode(value["b"], validate=True) if isinstance(value, dict) else value
