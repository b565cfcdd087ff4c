"""What a server holds in memory finds what the database finds, in its order, and follows what is written."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from riwaya.desk import Desk
from riwaya.errors import StoreError
from riwaya.search import Filters, catch_up, held, search
from riwaya.search.finding import Found
from riwaya.search.keeping import Held, latest_held, postings_of
from riwaya.search.query import Query, parse
from riwaya.store import Store, open_store, postings, ranked, shown
from riwaya.store import tables as t
from riwaya.store.access import change_mark, count_change
from riwaya.store.postings import Postings, renewed
from riwaya.store.ranked import MOST_RANKED, Database, Need
from riwaya.store.upkeep import Retention, set_retention
from tests.search.outlines import words_of
from tests.store.pages import PAGES, lines, page

WORDS = (
    *("ميناء", "سفينة", "وزير", "مدرسة", "نهر", "جسر", "قطار", "مطار", "مصنع", "حريق"),
    *("إضراب", "عمال", "مجلس", "بلدية", "مستشفى", "طبيب", "شرطة", "محكمة", "قاض", "سوق"),
)
QUERIES = (
    *("ميناء", "سفينة وزير", "القطار والمطار", "حريق -شرطة"),
    *("بلدية أو محكمة", "جسر نهر سوق", "سفينة غواصة", "لا شيء"),
)


@pytest.fixture
def town(tmp_path: Path) -> Store:
    """A hundred articles of few words, each otherwise often, some in titles."""
    with open_store(f"sqlite:///{tmp_path}/town.db") as store:
        _write(store, 100, seed=1)
        return store


def _write(store: Store, many: int, seed: int) -> None:
    some = random.Random(seed)

    def said(low: int, high: int) -> str:
        return " ".join(some.choices(WORDS, k=some.randint(low, high)))

    news = [page(f"p{seed}-{n}", said(2, 5), f"قال {said(4, 30)}.\nثم {said(3, 20)}.") for n in range(many)]
    Desk(store).add([lines(*news)])


def _needs(query: Query) -> list[Need]:
    return [query.need(lemma=False), query.need(lemma=True)]


def _same(connection: Connection, there: Postings) -> None:
    for typed in QUERIES:
        needs = _needs(parse(typed))
        assert there.among().ranked(needs, 1000) == Database(connection).ranked(needs, 1000), typed


def test_memory_ranks_as_sqlite_does(town: Store) -> None:
    with town.reading() as connection:
        there = renewed(connection)
        assert there is not None
        assert len(there.keys) == 100
        _same(connection, there)
        (some,) = there.among().ranked([parse("سفينة").need(lemma=True)], 7)
        assert len(some) == 7


def test_of_some_articles_and_of_those_with_most_words(town: Store) -> None:
    with town.reading() as connection:
        there, whole = renewed(connection), Database(connection)
        assert there is not None
        need = parse("سفينة").need(lemma=True)
        (all_of_them,) = whole.ranked([need], 1000)
        few = sorted(all_of_them)[::3]
        assert there.among(few).ranked([need], 1000) == [[key for key in all_of_them if key in few]]
        assert there.among(()).ranked([need], 1000) == [[]]
        three = parse("جسر نهر سوق")
        for least in (1, 2):
            near = three.need(lemma=True, least=least)
            assert set(*there.among().ranked([near], 1000)) == set(*whole.ranked([near], 1000))
        groups = three.need(lemma=True).groups
        for most in (3, 1000):
            assert there.among().how_many(groups, most) == whole.how_many(groups, most)
        one = Need(groups[:1], least=1)
        both = three.need(lemma=True, least=1)
        assert set(*there.among().ranked([both], 1000, one)) == set(*whole.ranked([both], 1000, one))


def test_of_too_many_the_latest_are_ranked(town: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    need = parse("سفينة").need(lemma=True)
    with town.reading() as connection:
        there = renewed(connection)
        assert there is not None
        (best,) = there.among().ranked([need], MOST_RANKED)
        monkeypatch.setattr(postings, "MOST_RANKED", 10)
        (latest,) = there.among().ranked([need], MOST_RANKED)
    assert latest == [key for key in best if key in sorted(best)[-10:]]


def test_what_came_and_went_is_taken_in(town: Store) -> None:
    with town.reading() as connection:
        there = renewed(connection)
    assert there is not None
    desk, parts = Desk(town), []
    for n in range(2, 12):
        _write(town, 3, seed=n)
        with town.reading() as connection:
            there = renewed(connection, there)
            assert there is not None
            _same(connection, there)
        parts.append(len(there.parts))
    assert 1 < max(parts) < 4
    for name in [f"p1-{n}" for n in range(0, 10, 2)] + ["p11-2"]:
        assert desk.delete(name)
    # the last key is given again, to what comes next
    _write(town, 1, seed=20)
    with town.reading() as connection:
        there = renewed(connection, there)
        assert there is not None
        assert not there.there.all()
        _same(connection, there)
    for n in range(10, 40):
        assert desk.delete(f"p1-{n}")
    with town.reading() as connection:
        there = renewed(connection, there)
        assert there is not None
        assert there.there.all()  # so much went that all was made anew
        _same(connection, there)
        assert renewed(connection, there) == there


def _held(store: Store) -> Postings:
    """What is held of a store as it is now, once it is there."""
    last = time.monotonic() + 20
    while time.monotonic() < last:
        with store.reading() as connection:
            there = postings_of(store, change_mark(connection))
        if there is not None:
            return there
        time.sleep(0.01)
    raise AssertionError("nothing is held")


def _shown(store: Store) -> Held:
    """The same with all that is shown."""
    there = _held(store)
    last = time.monotonic() + 20
    while time.monotonic() < last:
        held_now = latest_held(store)
        if held_now is not None and held_now.postings is there and (held_now.pages or not there.stamps):
            return held_now
        time.sleep(0.01)
    raise AssertionError("nothing is shown")


def _found(store: Store, typed: str, **filters: object) -> Found:
    return search(store, typed, Filters(**filters))  # type: ignore[arg-type]


TYPED = ("عبارة", "الشرطة النرويجية", "«الشرطة النرويجية»", "عبارة -المستشفى", "ميناء متحف غواصة", "النرويج أو السويد")


def test_a_search_finds_the_same_in_memory(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    Desk(store).add([lines(*PAGES)])
    asked: list[dict[str, object]] = [{}, {"outlet": "بريد الشمال"}, {"kind": "statement"}, {"since": "2026-03-03"}]
    by_database = {(q, n): _found(store, q, **few) for q in TYPED for n, few in enumerate(asked)}
    with held(store):
        _held(store)
        for (typed, n), before in by_database.items():
            now = _found(store, typed, **asked[n])
            assert {h.cursor[2] for h in now.hits} == {h.cursor[2] for h in before.hits}, typed
            if store.kind == "sqlite" and "متحف" not in typed:  # that ranks otherwise where words are missing
                assert now == before, typed
    with store.reading() as connection:
        assert postings_of(store, change_mark(connection)) is None


def test_a_search_in_memory_asks_the_store_one_thing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    Desk(store).add([lines(*PAGES)])
    before = _found(store, "ميناء متحف غواصة")
    asked, rows = [], ranked._rows

    def counting(connection: Connection, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        asked.append(connection.in_transaction())
        return rows(connection, sql, values)

    with held(store):
        _held(store)
        monkeypatch.setattr(ranked, "_rows", counting)
        now = _found(store, "ميناء متحف غواصة")  # some words are missing everywhere
        assert asked == [False]
        assert {h.where.article for h in now.hits} == {h.where.article for h in before.hits}
        assert _found(store, "عبارة", outlet="بريد الشمال").hits
        assert len(asked) > 2
        with store.reading() as connection:  # the connection is as it was: what it shows next is of one moment
            change_mark(connection)
            if store.kind == "postgresql":
                session: Any = connection.connection.driver_connection
                assert session._in_transaction


def test_where_the_mark_is_known_the_store_is_not_asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    Desk(store).add([lines(*PAGES)])
    before = {typed: _found(store, typed) for typed in TYPED}
    with held(store):
        mark = _shown(store).mark
        _found(store, "ميناء")  # whether all are in the index is known from here on
        with monkeypatch.context() as away:
            away.setattr(Store, "reading", _refused)
            now = search(store, "عبارة", mark=mark)
            with pytest.raises(StoreError):  # only the database knows where words stand
                search(store, "«الشرطة النرويجية»", mark=mark)
            with pytest.raises(StoreError):
                search(store, "عبارة")
            with pytest.raises(StoreError):  # somebody wrote since
                search(store, "عبارة", mark="0.0")
        assert {h.cursor[2] for h in now.hits} == {h.cursor[2] for h in before["عبارة"].hits} != set()
        if store.kind == "sqlite":
            assert now == before["عبارة"]
        for typed in TYPED:
            assert search(store, typed, mark="0.0") == _found(store, typed), typed


def _refused(_: Store) -> Connection:
    raise StoreError("nobody is to be asked")


def test_the_latest_are_held_as_far_as_they_fit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    Desk(store).add([lines(*PAGES)])
    with held(store):
        whole = _shown(store)
        before = {typed: search(store, typed, mark=whole.mark) for typed in TYPED}
    assert sorted(whole.pages) == sorted(whole.postings.stamps)
    sizes = [whole.pages[key].size for key in sorted(whole.pages, reverse=True)]
    monkeypatch.setattr(shown, "MOST", sum(sizes[:2]))
    with held(store):
        there = _shown(store)
        assert sorted(there.pages) == sorted(whole.pages)[-2:]
        for typed, found in before.items():  # what is not held comes from the database
            assert search(store, typed, mark=there.mark) == found, typed


def test_what_is_shown_is_as_it_was_written_last(town: Store) -> None:
    with town.reading() as connection:
        there = renewed(connection)
        assert there is not None
        first = shown.renewed(connection, there.stamps)
        for key, page in ranked.pages(connection, there.stamps).items():
            assert (first.pages[key].where, first.pages[key].text()) == (page.where, page.text())
            assert words_of(first.pages[key].outline()) == words_of(page.outline())
    moved, gone = sorted(first.pages)[:2]
    with town.writing() as connection:
        connection.execute(update(t.articles).where(t.articles.c.key == moved).values(story=None))
        count_change(connection)
    assert Desk(town).delete(first.pages[gone].where.page)
    with town.reading() as connection:
        there = renewed(connection, there)
        assert there is not None
        second = shown.renewed(connection, there.stamps, first)
        assert second.pages.keys() == first.pages.keys() - {gone}
        assert {k: p.where for k, p in second.pages.items()} == ranked.places(connection, first.pages)
    assert first.pages[moved].where.story is not None
    assert second.pages[moved].where.story is None
    assert all(second.pages[k].outline() is first.pages[k].outline() for k in second.pages)  # not opened again


def test_what_was_deleted_leaves_memory_though_nobody_searches(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    monkeypatch.setattr("riwaya.search.keeping._LOOK", 0.05)
    desk = Desk(store)
    desk.add([lines(*PAGES)])
    with held(store):
        there = _shown(store)
        assert any("المطارات" in page.text() for page in there.pages.values())
        assert desk.delete("strike")
        last = time.monotonic() + 20
        while (now := latest_held(store)) is None or now.mark == there.mark or not now.pages:
            assert time.monotonic() < last
            time.sleep(0.01)
        assert len(now.pages) == len(there.pages) - 1
        assert not any("المطارات" in page.text() for page in now.pages.values())


def test_it_follows_what_is_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    desk = Desk(store)
    desk.add([lines(*PAGES[:2])])
    with held(store):
        assert len(_held(store).stamps) == 2
        desk.add([lines(*PAGES[2:])])
        assert [h.where.article for h in _found(store, "إضراب المطارات").hits] == ["strike#1"]  # whether held or not
        assert len(_held(store).stamps) == 5
        assert desk.delete("strike")
        _held(store)
        assert not _found(store, "إضراب المطارات").hits


def test_words_of_texts_that_were_let_go_are_found_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    desk = Desk(store)
    desk.add([lines(*PAGES)])
    with held(store):
        _held(store)
        assert _found(store, "الضباب الكثيف").hits
        with store.writing() as connection:
            set_retention(connection, Retention(None, text_days=1))
        desk.retain(dt.date(2030, 1, 1))
        catch_up(store)
        there = _held(store)
        gone = parse("مدار").need(lemma=False)
        assert there.among().ranked([gone], 10) == [[]]
        assert not _found(store, "مدار").hits
        assert not any("مدار" in page.text() for page in _shown(store).pages.values())


def test_too_many_articles_are_left_to_the_database(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    monkeypatch.setattr(postings, "MOST", 4)
    Desk(store).add([lines(*PAGES)])
    with store.reading() as connection:
        assert renewed(connection) is None
    with held(store):
        assert {h.where.article for h in _found(store, "تصادم عبارتين").hits} == {"wire#1", "copy#1", "own#1"}


def test_a_store_that_is_busy_is_asked_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.search.keeping._PAUSE", 0.01)
    Desk(store).add([lines(*PAGES)])
    tries = []

    def busy(connection: Connection, before: Postings | None) -> Postings | None:
        tries.append(before)
        if len(tries) < 3:
            raise StoreError("the store is busy")
        return renewed(connection, before)

    monkeypatch.setattr("riwaya.search.keeping.renewed", busy)
    with held(store):
        assert len(_held(store).stamps) == 5
    assert len(tries) == 3
