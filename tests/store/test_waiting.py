"""A topic that has grown little waits until somebody asks; lists show it as it is, and what is told stays the same."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from riwaya.desk import Desk, writing
from riwaya.desk import desk as module
from riwaya.desk.telling import Shelf, TopicTold, tell_topic
from riwaya.store import Store, lists, open_store, told, upkeep, waiting
from riwaya.store import tables as t
from tests.store.pages import PAGES, Row, lines, page
from tests.store.test_contract import whole

_MORE = (
    "وأعلنت بلدية بيرغن مساء الاثنين أن سبعة من الجرحى غادروا المستشفى.",
    "وقال حاكم بيرغن يونس الراوي إن العبارتين ستبقيان في الحوض حتى نهاية الشهر.",
    "وذكرت شركة الملاحة أن الرحلات بين المدينة والجزر ستعود صباح الثلاثاء.",
)


def _late(n: int) -> Row:
    """The wire's page as another outlet prints it, hours later, with a sentence of its own."""
    more = {"outlet": f"صحيفة الساحل {n}", "published": f"2026-03-02T{14 + n}:00:00+00:00"}
    return page(f"late{n}", *PAGES[0]["words"], _MORE[n], **more)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SMALL", 2)


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    """A desk that knows the pages of the room; whole when the test is done."""
    made = Desk(store)
    made.add([lines(*PAGES)])
    yield made
    with store.reading() as connection:
        assert upkeep.check(connection) == []


def _topic(desk: Desk) -> str:
    """The topic of the collision."""
    return max(desk.topics(), key=lambda x: x.size).id


def _waiting(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return told.stale_topics(connection)


@pytest.fixture
def tellings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The topics that are told, one after the other."""
    seen: list[str] = []

    def telling(connection: Connection, shelf: Shelf, topic: str) -> TopicTold | None:
        seen.append(topic)
        return tell_topic(connection, shelf, topic)

    for room in (writing, module):
        monkeypatch.setattr(room, "tell_topic", telling)
    return seen


def test_a_topic_that_grows_little_is_told_when_somebody_asks(desk: Desk, tellings: list[str]) -> None:
    topic = _topic(desk)
    desk.add([lines(_late(0))])
    assert (tellings, _waiting(desk)) == ([], [topic])
    first = desk.topic(topic)
    assert first is not None
    assert sum(a["id"].startswith("late") for a in first["articles"]) == 1
    assert desk.topic(topic) == first
    assert (tellings, _waiting(desk)) == ([topic], [])


def test_the_foremost_of_those_that_wait_can_be_told_before_anybody_asks(desk: Desk, tellings: list[str]) -> None:
    topic = _topic(desk)
    desk.add([lines(_late(0))])
    with desk.store.writing() as connection:  # another waits, further down
        other = next(x.id for x in desk.topics() if x.id != topic)
        connection.execute(update(t.topics).where(t.topics.c.id == topic).values(rank=2_000_000_000))
        waiting.let_wait(connection, [other])
        connection.execute(update(t.topics).where(t.topics.c.id == other).values(rank=1))
    assert [desk.tell_foremost(), desk.tell_foremost(), desk.tell_foremost()] == [topic, other, None]
    assert (tellings, _waiting(desk)) == ([topic, other], [])


def test_a_topic_that_grew_much_since_it_was_told_is_told_at_once(desk: Desk, tellings: list[str]) -> None:
    topic = _topic(desk)
    desk.add([lines(_late(0))])
    desk.add([lines(_late(1))])  # five articles, told from three
    assert (tellings, _waiting(desk)) == ([topic], [])
    desk.add([lines(_late(2))])
    assert (tellings, _waiting(desk)) == ([topic], [topic])


def test_what_is_small_or_new_is_told_at_once(desk: Desk, tellings: list[str]) -> None:
    new = page(
        "new", "حريق في ميناء فارنا", "اندلع حريق في مستودع بميناء فارنا.", published="2026-05-03T07:00:00+00:00"
    )
    desk.add([lines(new)])
    assert len(tellings) == 1
    assert _waiting(desk) == []


def test_batches_with_waiting_topics_give_in_the_end_the_same_store(desk: Desk, tmp_path: Path) -> None:
    for n in range(len(_MORE)):
        desk.add([lines(_late(n))])
    assert _waiting(desk)
    desk.retell()
    with (
        open_store(str(tmp_path / "one.db")) as one,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(waiting, "SMALL", 1000)  # nothing ever waits
        eager = Desk(one)
        eager.add([lines(*PAGES)])
        for n in range(len(_MORE)):
            eager.add([lines(_late(n))])
            assert _waiting(eager) == []
        assert whole(desk.store, tmp_path / "1.gz") == whole(one, tmp_path / "2.gz")


def _line(desk: Desk, topic: str) -> lists.TopicLine:
    with desk.store.reading() as connection:
        return lists.topic_lines(connection, lists.Choice(topic=topic))[0]


def test_lists_show_a_waiting_topic_as_it_is(desk: Desk) -> None:
    topic = _topic(desk)
    before, line = next(x for x in desk.topics() if x.id == topic), _line(desk, topic)
    assert line.stories[0].marks
    desk.add([lines(_late(0))])
    row, now = next(x for x in desk.topics() if x.id == topic), _line(desk, topic)
    assert (row.size, row.outlets) == (before.size + 1, before.outlets + 1)
    assert (row.contrasts, row.copies) == (before.contrasts, before.copies)
    assert row.moment > before.moment
    assert now.weight > line.weight
    assert {m for s in line.stories for m in s.marks} <= {m for s in now.stories for m in s.marks}
    assert max(s.events for s in now.stories) == max(s.events for s in line.stories) > 0
    shown = (row.title, row.moment, row.stories, row.size, row.outlets)
    desk.topic(topic)
    after = next(x for x in desk.topics() if x.id == topic)
    assert (after.title, after.moment, after.stories, after.size, after.outlets) == shown


def _with(work: Callable[[], Any]) -> Callable[..., TopicTold | None]:
    """Telling, in the middle of which `work` is done."""
    done: list[Any] = []

    def telling(connection: Connection, shelf: Shelf, topic: str) -> TopicTold | None:
        result = tell_topic(connection, shelf, topic)
        if not done:
            done.append(work())
        return result

    return telling


def test_who_adds_does_not_wait_for_a_topic_that_is_told_for_a_reader(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the reader is told what came meanwhile."""
    topic = _topic(desk)
    desk.add([lines(_late(0))])
    finished = threading.Event()

    def add() -> None:
        def work() -> None:
            desk.add([lines(_late(1))])
            finished.set()

        threading.Thread(target=work, daemon=True).start()
        assert finished.wait(60)

    monkeypatch.setattr(waiting, "GROWN", 10)
    monkeypatch.setattr(module, "tell_topic", _with(add))
    document = desk.topic(topic)
    assert document is not None
    assert sum(a["id"].startswith("late") for a in document["articles"]) == 2


def test_of_a_page_that_is_deleted_while_it_is_told_nothing_is_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = _topic(desk)
    desk.add([lines(_late(0))])
    monkeypatch.setattr(module, "tell_topic", _with(lambda: desk.delete("late0")))
    document = desk.topic(topic)
    assert document is not None
    assert not any(a["id"].startswith("late") for a in document["articles"])


def test_of_a_text_that_goes_stays_what_a_waiting_topic_would_tell(desk: Desk) -> None:
    topic = _topic(desk)
    desk.add([lines(_late(1))])
    assert _waiting(desk) == [topic]
    with desk.store.writing() as connection:
        upkeep.set_retention(connection, upkeep.Retention(None, text_days=0))
    desk.retain(dt.date(2026, 6, 1))
    with desk.store.reading() as connection:
        assert connection.scalar(select(t.topics.c.document).where(t.topics.c.id == topic)) is not None
    document = desk.topic(topic)
    assert document is not None
    texts = {p["page"]: p["text"] for p in document["pages"]}
    spans = [s for line in document["topics"][0]["brief"] for s in line["spans"]]
    assert spans
    assert not any("…" in texts[s["page"]][s["start"] : s["end"]] for s in spans)
