"""A backup as a SQLite file: read as it lies there, of any version, and never written to."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, insert, select

from riwaya.desk import Desk
from riwaya.errors import InputError
from riwaya.store import open_store, portable
from riwaya.store import tables as t
from riwaya.store.connect import engine_of, upgrade
from tests.store.pages import PAGES, lines


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of a store with all pages."""
    with open_store(str(tmp_path / "desk.db")) as store:
        Desk(store).add([lines(*PAGES)])
        portable.backup(store, tmp_path / "copy.db")
    return tmp_path / "copy.db"


def test_a_restore_leaves_the_file_as_it_was(copy: Path, tmp_path: Path) -> None:
    before = copy.read_bytes()
    copy.chmod(0o444)
    with open_store(str(tmp_path / "new.db")) as store:
        assert portable.restore(copy, store) > len(PAGES)
        assert Desk(store).add([lines(*PAGES)]).repeated == len(PAGES)
    assert copy.read_bytes() == before
    assert not list(tmp_path.glob("copy.db-*"))


def test_a_file_of_the_first_version_is_taken_in_and_stays_of_the_first(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    engine = engine_of(str(old))
    with engine.connect() as connection, connection.begin():
        upgrade(connection, "0001")
        first = MetaData()
        first.reflect(connection)
        note = {"key": 1, "at": "", "about": "story:s-new", "by": "ليلى", "text": "ن", "state": "shown"}
        connection.execute(insert(first.tables["notes"]).values(**note))
    engine.dispose()
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    before = old.read_bytes()
    with open_store(str(tmp_path / "new.db")) as store:
        portable.restore(old, store)
        with store.reading() as connection:
            assert connection.scalar(select(t.notes.c.by)) == "ليلى"
        assert Desk(store).add([lines(*PAGES)]).kept == len(PAGES)
    assert old.read_bytes() == before


def test_what_is_no_backup_or_damaged_or_newer_is_named(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as raw:
        raw.execute("CREATE TABLE notes (key INTEGER)")
    newer = tmp_path / "newer.db"
    shutil.copy(copy, newer)
    with closing(sqlite3.connect(newer)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    damaged = tmp_path / "damaged.db"
    data = copy.read_bytes()
    damaged.write_bytes(data[: len(data) // 2])
    scribbled = tmp_path / "scribbled.db"
    scribbled.write_bytes(data[: len(data) // 2] + b"\xff" * (len(data) - len(data) // 2))
    used = tmp_path / "desk.db"
    Path(f"{used}-wal").touch()
    reasons = {other: "no backup", newer: "made by a newer riwaya", used: "in use"}
    reasons |= {damaged: "damaged", scribbled: "damaged"}
    for n, (file, reason) in enumerate(reasons.items()):
        with open_store(str(tmp_path / f"new{n}.db")) as store:
            with pytest.raises(InputError, match=reason):
                portable.restore(file, store)
            assert Desk(store).stories() == []


def test_a_disk_without_room_for_the_copy_is_named(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def _small(path: Path) -> sqlite3.Connection:
        connection = sqlite3.Connection(path)
        connection.execute("PRAGMA max_page_count = 4")
        return connection

    with open_store(str(tmp_path / "desk.db")) as store:
        monkeypatch.setattr("riwaya.store.portable.sqlite3.connect", _small)
        with pytest.raises(InputError, match="full"):
            portable.backup(store, tmp_path / "second.db")
    assert not list(tmp_path.glob("second*"))
