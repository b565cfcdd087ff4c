"""Pages and answers that are kept: shared by processes, and gone the moment that what they show changes."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from riwaya.api import make_app, searching
from riwaya.api import told as api_told
from riwaya.api.looks import Looks
from riwaya.api.preparing import Preparer
from riwaya.api.shared import SharedBuckets
from riwaya.desk import Desk
from riwaya.reader import make_reader
from riwaya.reader.keeping import until_of
from riwaya.reader.words import words_in
from riwaya.search import search
from riwaya.store import Store, lists, open_store
from riwaya.store import tables as t
from riwaya.store.access import change_mark, count_change, make_token, put_note
from riwaya.store.marks import Marks
from riwaya.store.shelf import Shelf, shelf_of
from tests.api.asking import Client
from tests.reader.conftest import PLENTY

PACKED = {"accept-encoding": "gzip"}


@pytest.fixture
def process(store: Store) -> Iterator[Callable[[], Client]]:
    """Makes servers as processes of their own have them: the same file, nothing else in common."""
    closing_: list[Any] = []

    def make() -> Client:
        opened = open_store(str(store.engine.url.database))
        shelf = shelf_of(opened)
        client = Client(make_app(Desk(opened), PLENTY, lambda api: make_reader(api, shelf=shelf), shelf))
        closing_.extend((client, shelf, opened))
        client.shelf = shelf  # type: ignore[attr-defined]
        return client

    yield make
    for one in closing_:
        one.close()


def _topic(client: Client) -> str:
    return str(client.json("/topics", sort="weight")["items"][0]["id"])


def _settle(client: Client) -> None:
    client.shelf.settle()  # type: ignore[attr-defined]


def rows(store: Store) -> dict[str, bytes]:
    """What lies on the shelf."""
    with closing(sqlite3.connect(f"{store.engine.url.database}.shelf")) as file:
        return {name: bytes(data) for name, data in file.execute("SELECT name, data FROM kept WHERE name <> ''")}


def test_what_one_process_made_another_finds(process: Callable[[], Client], store: Store) -> None:
    one, other = process(), process()
    topic = _topic(one)
    page = one("GET", f"/topic/{topic}", bare=True, headers=PACKED)
    _settle(one)
    kept = rows(store)
    assert {n.split()[0] for n in kept} == {"api", "page"}
    assert not any(data for n, data in kept.items() if n.startswith("api"))  # of what it was made of only the tag
    one.get(f"/topics/{topic}")
    _settle(one)
    assert all(rows(store).values())
    with closing(sqlite3.connect(f"{store.engine.url.database}.shelf")) as file, file:  # nobody else made it
        file.execute("UPDATE kept SET data = ? WHERE name LIKE 'page %'", (gzip.compress(b"<p>from the shelf</p>"),))
    assert other("GET", f"/topic/{topic}", bare=True, headers=PACKED).text == "<p>from the shelf</p>"
    assert one("GET", f"/topic/{topic}", bare=True, headers=PACKED).content == page.content


def test_what_is_decided_shows_at_once_everywhere(process: Callable[[], Client]) -> None:
    one, other = process(), process()
    topics = one.json("/topics", sort="weight")["items"]
    topic = next(x["id"] for x in topics if len(x["actors"]) > 1)
    before = {c: (c.json(f"/topics/{topic}"), c("GET", f"/topic/{topic}", bare=True).text) for c in (one, other)}
    _settle(one)
    line = before[one][0]["line"]
    a, b = (x["id"] for x in line["actors"][:2])
    for act in (
        {"on": f"topic:{topic}", "text": "ملاحظة عن الموضوع كله"},
        {"on": f"story:{line['stories'][0]['id']}", "text": "ملاحظة عن رواية منه"},
    ):
        assert one("POST", "/notes", json=act).status_code == 201
        for client in (other, one):
            assert act["text"] in {n["text"] for n in client.json(f"/topics/{topic}")["notes"]}
            assert act["text"] in client("GET", f"/topic/{topic}", bare=True).text
    made = one("POST", "/judgements", json={"kind": "same_actor", "a": a, "b": b, "verdict": True})
    assert made.status_code == 201
    for client in (other, one):
        shown = {x["id"] for x in client.json(f"/topics/{topic}")["line"]["actors"]}
        assert len(shown & {a, b}) == 1
    assert other("DELETE", f"/judgements/{made.json()['n']}").status_code == 200
    for client in (one, other):
        assert {a, b} <= {x["id"] for x in client.json(f"/topics/{topic}")["line"]["actors"]}


def test_what_changes_elsewhere_leaves_an_answer_as_it_is(process: Callable[[], Client], store: Store) -> None:
    client = process()
    first, *_, last = (x["id"] for x in client.json("/topics", sort="weight")["items"])
    tags = {t: client.get(f"/topics/{t}").headers["etag"] for t in (first, last)}
    everything = client.get("/stories").headers["etag"]
    with store.writing() as connection:
        put_note(connection, f"topic:{last}", "ملاحظة", "ليلى")
    known = {t: client.get(f"/topics/{t}", headers={"if-none-match": tags[t]}).status_code for t in tags}
    assert known == {first: 304, last: 200}
    assert client.get("/stories", headers={"if-none-match": everything}).status_code == 200


def test_nobodys_proof_lies_on_the_shelf(process: Callable[[], Client], store: Store) -> None:
    with store.writing() as connection:
        tokens = [make_token(connection, name, "edit") for name in ("layla", "omar")]
    one, other = process(), process()
    mine = [{"authorization": f"Bearer {t}"} for t in tokens]
    proofs = [one("GET", "/session", headers=h).json()["form_token"] for h in mine]
    topic = one("GET", "/topics", headers=mine[0], params={"sort": "weight"}).json()["items"][0]["id"]
    assert proofs[0] in one("GET", f"/topic/{topic}", bare=True, headers=mine[0]).text
    _settle(one)
    theirs = other("GET", f"/topic/{topic}", bare=True, headers=mine[1]).text
    assert proofs[1] in theirs
    assert proofs[0] not in theirs
    blank = one.shelf.blank  # type: ignore[attr-defined]
    assert blank not in theirs
    pages = [gzip.decompress(data).decode() for name, data in rows(store).items() if name.startswith("page ")]
    assert len(pages) == 1
    assert not any(p in page for p in proofs for page in pages)
    assert other("GET", f"/topic/{topic}", bare=True).status_code == 401


def test_a_page_that_is_deleted_leaves_the_shelf(process: Callable[[], Client], store: Store) -> None:
    client = process()
    topic = _topic(client)
    page = client.json(f"/topics/{topic}")["pages"][0]["page"]
    client("GET", f"/topic/{topic}", bare=True)
    _settle(client)
    assert rows(store)
    assert Desk(store).delete(page)
    assert not rows(store)


def test_pages_are_prepared_and_only_what_changed_again(store: Store) -> None:
    with open_store(str(store.engine.url.database)) as opened:
        shelf = shelf_of(opened)
        app = make_app(Desk(opened), PLENTY, lambda api: make_reader(api, shelf=shelf), shelf)
        preparer = Preparer(app, opened, shelf)
        client = Client(app)
        topics = len(client.json("/topics", limit=200)["items"])
        assert asyncio.run(preparer.once()) == topics
        assert sum(name.startswith("page /topic/") for name in rows(store)) == topics
        assert asyncio.run(preparer.once()) == 0
        with store.writing() as connection:
            put_note(connection, f"topic:{_topic(client)}", "ملاحظة", "ليلى")
        assert asyncio.run(preparer.once()) == 1
        client.close()
        shelf.close()


def test_a_shelf_of_another_store_or_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    one = Shelf(tmp_path / "shelf", "one", "blank")
    one.put("name", '{"t-1": "a"}', "head", b"data")
    one.close()
    again = Shelf(tmp_path / "shelf", "one", "blank")
    assert again.get("name") == ("head", b"data")
    assert again.sweep({"t-1": "a"}) == 0
    assert again.sweep({"t-1": "b"}) == 1
    assert again.get("name") is None
    again.put("name", '{"t-1": "a"}', "head", b"data")
    again.close()
    other = Shelf(tmp_path / "shelf", "other", "blank")
    assert other.get("name") is None
    other.close()
    (tmp_path / "bad").write_bytes(b"no database" * 100)
    bad = Shelf(tmp_path / "bad", "one", "blank")
    bad.put("name", '{"t-1": "a"}', "head", b"data")
    bad.settle()
    assert bad.get("name") is None
    bad.close()


def test_a_shelf_waits_for_whoever_is_at_it_when_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "shelf"
    with closing(sqlite3.connect(path, check_same_thread=False)) as another:
        another.executescript("CREATE TABLE t (x); INSERT INTO t VALUES (1); BEGIN")
        another.execute("SELECT * FROM t").fetchone()  # nobody can say now that changes are kept apart
        later = Timer(0.3, another.rollback)
        later.start()
        shelf = Shelf(path, "one", "blank")
        later.join()
        shelf.put("name", '{"t-1": "a"}', "head", b"data")
        shelf.close()
        again = Shelf(path, "one", "blank")
        assert again.get("name") == ("head", b"data")
        again.close()


def test_that_somebody_wrote_is_seen(store: Store) -> None:
    marks = Marks(store)
    before = marks.read()
    assert marks.at_hand() == before
    with store.writing() as connection:
        count_change(connection)
    assert marks.at_hand() is None
    assert marks.read() != before


def test_processes_count_together(tmp_path: Path) -> None:
    file, now = tmp_path / "limits", [100.0]
    SharedBuckets.make(file)
    one, other = (SharedBuckets(3, file, 0, lambda: now[0]) for _ in range(2))
    assert [b.take("layla") for b in (one, other, one)] == [0.0] * 3
    assert other.take("layla") > 0
    assert one.wait("layla") > 0
    assert other.take("omar") == 0.0
    assert SharedBuckets(3, file, 1, lambda: now[0]).take("layla") == 0.0
    now[0] += 21
    assert other.take("layla") == 0.0
    assert one.take("layla") > 0


@settings(deadline=None)  # the first asks for the words of a language
@given(st.integers(-5 * 86_400, 9 * 86_400), st.integers(0, 86_399), st.booleans(), st.floats(0, 0.999))
def test_a_page_stands_as_long_as_its_times_do(gone: int, second: int, by_day: bool, part: float) -> None:
    now = dt.datetime(2026, 3, 10, tzinfo=dt.UTC) + dt.timedelta(seconds=second)
    moment = (now - dt.timedelta(seconds=gone)).strftime("%Y-%m-%dT%H:%M:%SZ")
    until = until_of(f'<time datetime="{moment}"{" data-day" if by_day else ""}>', now)
    later = now + dt.timedelta(seconds=int(part * (until - now.timestamp())))
    words = words_in("ar")
    assert words.ago(moment, now, by_day) == words.ago(moment, later, by_day)
    assert until - now.timestamp() >= 1
    assert re.search(r"\S", words.ago(moment, now, by_day))


def test_a_page_from_the_shelf_stands_without_its_document_being_made(
    process: Callable[[], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, third = process(), process(), process()
    topic = _topic(one)
    page = one("GET", f"/topic/{topic}", bare=True, headers=PACKED)
    _settle(one)
    with monkeypatch.context() as patch:
        patch.setattr(api_told, "_document", lambda *_: pytest.fail("made again"))
        assert other("GET", f"/topic/{topic}", bare=True, headers=PACKED).content == page.content
    whole = one.json(f"/topics/{topic}")
    assert other.json(f"/topics/{topic}") == whole  # of which the other knew no more than that it stands
    assert third.json(f"/topics/{topic}") == whole


def test_what_was_looked_for_in_one_process_another_does_not_look_for(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [tmp_path / "run", tmp_path / "later"]
    for run in runs:
        SharedBuckets.make(run)
    shelf = shelf_of(store)
    one, other, later = (
        Client(make_app(Desk(store), replace(PLENTY, shared=str(run)), None, shelf)) for run in (runs[0], *runs)
    )
    asked: list[str] = []

    def counting(of: Store, typed: str, *more: Any, **known: Any) -> Any:
        asked.append(typed)
        return search(of, typed, *more, **known)

    monkeypatch.setattr(searching, "search", counting)
    word = one.json("/topics")["items"][0]["title"].split()[0]
    first = one.get("/search", params={"q": word}, headers=PACKED)
    assert first.json()["items"]
    shelf.settle()
    assert not [n for n in rows(store) if word in n]  # what people look for is nobody's business
    for client, many in ((other, 1), (later, 2), (other, 2)):  # of another run of a server nothing is taken
        again = client.get("/search", params={"q": word})
        assert (again.json(), again.headers["etag"]) == (first.json(), first.headers["etag"])
        assert len(asked) == many
    with store.writing() as connection:
        count_change(connection)
    assert other.get("/search", params={"q": word}).headers["etag"] != first.headers["etag"]
    assert len(asked) == 3
    for client in (one, other, later):
        client.close()
    shelf.close()


def test_a_shelf_that_is_full_lets_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.store.shelf.MOST", 100_000)
    shelf = Shelf(tmp_path / "s.shelf", "x", "blank")
    for n in range(40):
        shelf.put(f"n{n}", '{"": "m"}', "{}", b"x" * 10_000)
        shelf.settle()
    assert shelf.get("n39") is not None
    assert shelf.get("n0") is None
    shelf.close()


def test_many_who_come_at_once_share_a_look_and_none_sees_what_was_before(store: Store) -> None:
    looked: list[str] = []

    class Slow(Marks):
        def at_hand(self) -> str | None:
            return None

        def read(self) -> str:
            mark = self._ask()
            time.sleep(0.03)
            looked.append(mark)
            return mark

    def write() -> str:
        with store.writing() as connection:
            count_change(connection)
            return change_mark(connection)

    async def ask() -> None:
        looks = Looks(Slow(store))
        early = [asyncio.create_task(looks.mark()) for _ in range(20)]
        await asyncio.sleep(0.01)  # a look is on its way
        written = await asyncio.to_thread(write)
        late = [asyncio.create_task(looks.mark()) for _ in range(20)]
        late[0].cancel()  # who goes away takes it from nobody
        await asyncio.gather(*early)
        assert set(await asyncio.gather(*late[1:])) == {written}

    asyncio.run(ask())
    assert len(looked) == 2
    asyncio.run(ask())  # of another loop nothing is waited for


def test_a_topic_that_is_told_no_more_keeps_no_page_from_the_shelf(
    process: Callable[[], Client], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = process()
    topic, gone = (line["id"] for line in one.json("/topics", limit=2)["items"])
    with store.reading() as connection:
        near = lists.story_lines(connection, lists.Choice(topic=gone))
    monkeypatch.setattr(lists, "related", lambda *_: near)
    assert {r["topic"] for r in one.json(f"/topics/{topic}")["related"]} == {gone}
    with store.writing() as connection:
        connection.execute(delete(t.topics).where(t.topics.c.id == gone))
        count_change(connection)
    other = process()
    other("GET", f"/topic/{topic}", bare=True, headers=PACKED)
    _settle(other)
    assert any(name.startswith(f"page /topic/{topic}?") for name in rows(store))
    assert other.json(f"/topics/{topic}")["related"] == []
