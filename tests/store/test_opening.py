"""Addresses, versions of the tables, and stores that cannot be used: one clear line each, and nothing lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, event, insert, select

from riwaya.desk import Desk
from riwaya.errors import StoreError, UsageError
from riwaya.search import search
from riwaya.store import Store, address_of, open_store, upkeep
from riwaya.store import tables as t
from riwaya.store.connect import HEAD, engine_of, migrate, upgrade, version_of
from tests.store.pages import PAGES, lines, page


def test_the_address_is_what_was_said_else_the_environment_else_the_users_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RIWAYA_STORE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert address_of().endswith("riwaya.db")
    monkeypatch.setenv("RIWAYA_STORE", "env.db")
    assert address_of() == "env.db"
    assert address_of("said.db") == "said.db"


@pytest.mark.parametrize("address", ["mysql://x/y", "http://x/y", "sqlite://", "sqlite:///:memory:"])
def test_an_address_of_no_kind_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        open_store(address)


def test_a_plain_path_is_made_with_its_folders(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "deep" / "er" / "مخزن.db")) as store:
        assert store.kind == "sqlite"
    with sqlite3.connect(tmp_path / "deep" / "er" / "مخزن.db") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_password_is_never_shown() -> None:
    engine = engine_of("postgresql://desk:geheim@127.0.0.1:1/news")
    with pytest.raises(StoreError) as raised:
        migrate(engine)
    assert "geheim" not in str(raised.value)
    assert "geheim" not in Store(engine).name


def test_the_tables_are_what_the_migrations_make(store: Store) -> None:
    with store.reading() as connection:
        opts = {"compare_type": False, "include_name": lambda name, kind, _: not _of_the_index_of_words(name, kind)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, t.metadata) == []
        assert version_of(connection) == HEAD


def _of_the_index_of_words(name: str | None, kind: str) -> bool:
    """What one of the two databases alone has."""
    return kind in ("table", "index") and (name or "").startswith("searchable_")


def test_a_store_of_the_first_version_becomes_one_of_today(address: str) -> None:
    engine = engine_of(address)
    with engine.connect().execution_options(riwaya_writes=True) as connection, connection.begin():
        upgrade(connection, "0001")
        first = MetaData()
        first.reflect(connection)
        connection.execute(insert(first.tables["redirects"]).values(old="s-old", new="s-new"))
        connection.execute(
            insert(first.tables["notes"]).values(key=1, at="", about="story:s-new", by="ليلى", text="ن", state="shown")
        )
    engine.dispose()
    with open_store(address) as store:
        with store.reading() as connection:
            assert version_of(connection) == HEAD
            assert connection.scalar(select(t.redirects.c.new)) == "s-new"
            assert connection.scalar(select(t.notes.c.by)) == "ليلى"
        assert Desk(store).add([lines(*PAGES)]).kept == len(PAGES)


def test_the_pages_of_a_store_of_the_first_version_are_told_and_found_as_ever(address: str, tmp_path: Path) -> None:
    """What the first version kept of pages, rows as they are today without the columns that came later."""
    engine = engine_of(address)
    with open_store(str(tmp_path / "today.db")) as today, engine.connect() as old, old.begin():
        desk = Desk(today)
        desk.add([lines(*PAGES)])
        before = _seen(desk)
        upgrade(old, "0001")
        first = MetaData()
        first.reflect(old)
        with today.reading() as connection:
            for table in first.sorted_tables:
                if table.name == "alembic_version":
                    continue
                columns = [t.metadata.tables[table.name].c[c.name] for c in table.columns]
                rows = [dict(row._mapping) for row in connection.execute(select(*columns))]
                if rows:
                    old.execute(insert(table), rows)
    engine.dispose()
    with open_store(address) as store:
        with store.reading() as connection:
            assert version_of(connection) == HEAD
            assert upkeep.count(connection)["pages"] == len(PAGES)
            assert upkeep.check(connection) == []
        desk = Desk(store)
        assert _seen(desk) == before
        assert desk.add([lines(*PAGES)]).repeated == len(PAGES)
        with store.reading() as connection:
            assert upkeep.check(connection) == []


def _seen(desk: Desk) -> list[Any]:
    """What people get to see of a store."""
    rows = desk.stories()
    found = [[h.where.article for h in search(desk.store, q).hits] for q in ("عبارة", "«الشرطة النرويجية»", "متحف")]
    return [rows, [desk.topic(row.topic) for row in rows], found]


def test_a_newer_store_is_named_and_left_alone(address: str) -> None:
    open_store(address).close()
    engine = engine_of(address)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="made by a newer riwaya"):
        open_store(address)
    with engine.connect() as connection:
        assert version_of(connection) == "9999"
    engine.dispose()


def test_what_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "story.db").write_text("رواية " * 500, encoding="utf-8")
    with pytest.raises(StoreError, match="no store"):
        open_store(str(tmp_path / "story.db"))
    with pytest.raises(StoreError):
        open_store(str(tmp_path))  # a folder
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        open_store(str(tmp_path / "file" / "store.db"))


def test_a_full_disk_is_named_and_nothing_of_the_step_is_kept(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        Desk(store).add([lines(PAGES[0])])
        with store.reading() as connection:
            before = upkeep.count(connection)
        room = [True]

        @event.listens_for(store.engine, "begin")
        def _no_room(connection: Any) -> None:
            pages = 1_000_000 if room[0] else connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        room[0] = False
        large = [page(f"p{n}", *PAGES[0]["words"], "وقال الوزير إن العمل مستمر. " * 40 + str(n)) for n in range(40)]
        with pytest.raises(StoreError, match="the disk is full"):
            Desk(store).add([lines(*large)])
        room[0] = True
        with store.reading() as connection:
            assert upkeep.count(connection) == before
            assert upkeep.check(connection) == []
        assert Desk(store).add([lines(*large)]).kept == len(large)


def test_a_store_that_may_only_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    open_store(str(path)).close()
    with open_store(str(path)) as store:

        @event.listens_for(store.engine, "connect")
        def _only_read(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA query_only = ON")

        store.engine.dispose()
        with pytest.raises(StoreError, match="only be read"):
            Desk(store).add([lines(PAGES[0])])
