"""PostgreSQL: an engine whose readers ask as little of the wire as they need.

pg8000 asks three times for every statement with values, reads its text letter by letter to find where they go, and
begins and ends a transaction by a question each. A page is made of dozens of small statements, so here they are
prepared once for a connection and then asked in one go, the first of a transaction together with its beginning.
Every connection sees what it first saw (`REPEATABLE READ`) unless it writes; one that lay idle is tried before it is
used again.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import count
from typing import Any

import pg8000.dbapi
from pg8000.converters import make_params
from pg8000.core import Context
from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url

_WRITER = 0x72697761  # the lock that writers take: any number that others do not use
_IDLE = 5.0  # seconds after which a connection is tried: a server that went down takes longer to come again
_PREPARED = 128  # statements that a connection keeps prepared
_LONGEST = 2000  # characters of one: what is longer is written once, with other values each time
_AGAIN = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_PLACE = re.compile(r"%(?:s|%)|'(?:[^']|'')*'|\"[^\"]*\"")
_BEGIN = "BEGIN"
_SESSION = """SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET plan_cache_mode = force_custom_plan; SET jit = off"""
"""Plans are made for the values that come: how rare a word is decides how it is looked for. Compiling them takes
longer than they do."""


def engine(address: str, patience: float) -> Engine:
    """An engine for a PostgreSQL address; whoever writes waits `patience` seconds for others."""
    url = make_url(address).set(drivername="postgresql+pg8000")
    made = create_engine(url, pool_size=10, max_overflow=20, pool_use_lifo=True)
    made.dialect.use_insertmanyvalues_wo_returning = True  # many rows in one message: a fifth of the work

    @event.listens_for(made, "do_connect")
    def _connect(_: Any, __: Any, given: Any, named: Any) -> Any:
        return _Session(*given, **named)

    @event.listens_for(made, "checkin")
    def _left(_: Any, record: Any) -> None:
        record.info["left"] = time.monotonic()

    @event.listens_for(made, "checkout")
    def _try(session: Any, record: Any, _: Any) -> None:
        if time.monotonic() - record.info.get("left", time.monotonic()) > _IDLE:
            try:
                session.execute_simple("")
            except Exception as e:  # whatever it is, another connection is made
                raise exc.InvalidatePoolError from e

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("riwaya_writes"):
            # it has to see what the writer before it wrote: its first look comes after the lock
            connection.exec_driver_sql(
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;"
                f"SET LOCAL lock_timeout = {int(patience * 1000)};"
                f"SELECT pg_advisory_xact_lock({_WRITER})"
            )

    return made


class _Session(pg8000.dbapi.Connection):  # type: ignore[misc]
    """A connection that keeps its statements prepared."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._kept: OrderedDict[str, tuple[bytes, Any, Any]] = OrderedDict()
        self.execute_simple(_SESSION)

    def cursor(self) -> _Cursor:
        return _Cursor(self)

    def commit(self) -> None:
        self.execute_simple("COMMIT")

    def rollback(self) -> None:
        if self._in_transaction:
            self.execute_simple("ROLLBACK")

    def close(self) -> None:
        with suppress(pg8000.dbapi.InterfaceError):  # whom the server let go need not take leave
            super().close()

    @property
    def to_begin(self) -> bool:
        """Whether what is asked next begins a transaction."""
        return not self.autocommit and not self._in_transaction

    def ask(self, statement: str, values: Sequence[Any]) -> Context:
        """The answer to a statement with values: prepared when it comes for the first time. Begins a transaction where
        there is none."""
        name, columns, readers = self._prepared(statement)
        begins = self.to_begin
        if begins:
            self.send_QUERY(_BEGIN)  # goes out with what follows
        answer = self.execute_named(name, make_params(self.py_types, values), columns, readers, statement)
        if begins:  # so far came what is said to the beginning
            self.handle_messages(answer)
        return answer

    def _prepared(self, statement: str) -> tuple[bytes, Any, Any]:
        known = self._kept.get(statement)
        if known is not None:
            self._kept.move_to_end(statement)
            return known
        while len(self._kept) >= _PREPARED:
            _, (name, *_) = self._kept.popitem(last=False)
            self.close_prepared_statement(name)
        made: tuple[bytes, Any, Any] = self.prepare_statement(_numbered(statement), ())
        self._kept[statement] = made
        return made


class _Cursor(pg8000.dbapi.Cursor):  # type: ignore[misc]
    """A cursor that asks its session for what is worth preparing."""

    def execute(self, operation: str, args: Sequence[Any] = (), stream: Any = None) -> None:
        session = self._c
        if not args and stream is None:
            if session.to_begin:
                operation = f"{_BEGIN};{operation}"
            self._took(session.execute_simple(operation))
        elif stream is None and len(operation) <= _LONGEST and _AGAIN.match(operation):
            self._took(session.ask(operation, args))
        else:
            super().execute(operation, args, stream)

    def _took(self, answer: Context) -> None:
        self._context = answer
        self._row_iter = None if answer.rows is None else iter(answer.rows)
        self._input_oids = ()


@lru_cache(1024)
def _numbered(statement: str) -> str:
    """A statement with its places for values numbered, as PostgreSQL wants them; quoted ones are none."""
    numbers = count(1)

    def place(found: re.Match[str]) -> str:
        if found[0] == "%s":
            return f"${next(numbers)}"
        return "%" if found[0] == "%%" else found[0]

    return _PLACE.sub(place, statement)
