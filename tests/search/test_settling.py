"""After much was written the index is one piece again, and says what it said."""

from __future__ import annotations

import pytest

from riwaya.desk import Desk
from riwaya.search import search
from riwaya.store import Store, index
from tests.store.pages import PAGES, lines


def _pieces(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(DISTINCT segid) FROM searchable_words_idx").scalar() or 0)


def test_many_pieces_become_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_FEW", 10**9)
    desk = Desk(store)
    for page in PAGES:
        desk.add([lines(page)])
    before = search(store, "العبارة النرويج").hits
    if store.kind == "sqlite":
        assert _pieces(store) > 1
    monkeypatch.setattr(index, "_FEW", 0)
    with store.writing() as connection:
        index.settle(connection)
    if store.kind == "sqlite":
        assert _pieces(store) == 1
    assert [(h.cursor, h.words) for h in search(store, "العبارة النرويج").hits] == [(h.cursor, h.words) for h in before]
