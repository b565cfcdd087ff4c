"""What our readers ask PostgreSQL for, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, exc, literal, select, text

from riwaya.errors import StoreError
from riwaya.store import Store, open_store
from riwaya.store.access import change_mark, count_change

pytest.importorskip("pg8000")
postgres_module = pytest.importorskip("riwaya.store.postgres")


@pytest.fixture
def team(postgres: Any) -> Iterator[Store]:
    with open_store(postgres.fresh()) as store:
        yield store


def test_places_for_values_are_numbered_and_quoted_ones_are_none() -> None:
    asked = "SELECT '%s', \"a%s\", 'it''s %s', 7 %% 2, %s::VARCHAR FROM x WHERE y IN (%s, %s)"
    wanted = "SELECT '%s', \"a%s\", 'it''s %s', 7 % 2, $1::VARCHAR FROM x WHERE y IN ($2, $3)"
    assert postgres_module._numbered(asked) == wanted


def test_values_come_as_they_are_and_statements_go_when_there_are_many(team: Store) -> None:
    values = ["%s", "it's", "$1", "\\", "نص", ""]
    with team.reading() as connection:
        for _ in range(2):
            assert [connection.scalar(select(literal(v))) for v in values] == values
        for n in range(1, 300):
            keys: Any = bindparam("keys", expanding=True)
            assert connection.scalar(select(literal(n)).where(literal(n).in_(keys)), {"keys": list(range(n + 1))}) == n
        session: Any = connection.connection.driver_connection
        assert 0 < len(session._kept) <= postgres_module._PREPARED
        assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == len(session._kept)


def test_a_reader_sees_what_it_first_saw_and_a_writer_what_the_one_before_it_wrote(team: Store) -> None:
    with team.reading() as reader:
        before = change_mark(reader)
        for _ in range(2):
            with team.writing() as writer:
                count_change(writer)
        assert change_mark(reader) == before
    with team.reading() as reader:
        assert change_mark(reader) == before.split(".")[0] + ".2"


def test_after_an_error_the_connection_is_as_good_as_before(team: Store) -> None:
    with team.reading() as connection:
        with pytest.raises(exc.DBAPIError):
            connection.scalar(select(literal(1) / literal(0)))
        connection.rollback()
        assert connection.scalar(select(literal(1))) == 1


def test_one_question_alone_is_no_transaction(team: Store) -> None:
    def session_of(connection: Connection) -> Any:
        return connection.connection.driver_connection

    with team.asking() as connection:
        before = change_mark(connection)
        assert not session_of(connection)._in_transaction
        with team.writing() as writer:
            count_change(writer)
        assert change_mark(connection) != before  # what it sees is of the moment
    with pytest.raises(StoreError), team.asking() as connection:
        connection.scalar(select(literal(1) / literal(0)))
    with team.reading() as connection:
        change_mark(connection)
        assert session_of(connection)._in_transaction


def test_a_connection_that_the_server_ended_is_made_anew(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def numbers() -> set[int]:
        with team.reading() as one, team.reading() as other:
            return {c.scalar(text("SELECT pg_backend_pid()")) for c in (one, other)}

    before = numbers()
    with team.reading() as connection:
        own = connection.scalar(text("SELECT pg_backend_pid()"))
        (ended,) = before - {own}
        connection.scalar(text("SELECT pg_terminate_backend(:n)"), {"n": ended})
    monkeypatch.setattr(postgres_module, "_IDLE", 0.0)
    assert ended not in numbers()
