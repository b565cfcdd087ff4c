"""One desk that runs on, and one that starts anew for each batch, come to the same stories."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from riwaya.desk import Desk, adding, stream
from riwaya.desk import desk as module
from riwaya.model import Source
from riwaya.store import Store, open_store, pages, portable, told, upkeep, waiting
from tests.store.pages import lines, page

PLACES = ("بيرغن", "تالين", "غدانسك", "روستوك", "أوديسا", "فارنا", "بيرايوس", "مرسين")
THINGS = (
    ("حريق في مستودع", "اندلع حريق كبير في مستودع للأخشاب قرب ميناء {0} وسيطر عليه رجال الإطفاء بعد ساعات.", "النيران"),
    ("إضراب عمال الرصيف", "أضرب عمال الأرصفة في ميناء {0} عن العمل ليوم واحد احتجاجا على خفض الأجور.", "الإضراب"),
    ("افتتاح محطة للحاويات", "افتتحت إدارة ميناء {0} محطة جديدة للحاويات تتسع لست سفن في وقت واحد.", "المحطة"),
)


def _rows() -> list[Source]:
    """Sixty reports of twenty-four events, told by three outlets, some word for word."""
    made = []
    for n in range(60):
        place, (title, body, word) = PLACES[n % 8], THINGS[n % 3]
        own = "" if n % 4 == 0 else f"وقال شهود في {place} إن {word} كانت حديث المدينة في اليوم رقم {n // 5 + 1}."
        more = {"outlet": f"صحيفة {n // 24}", "published": f"2026-03-{1 + n // 6:02}T{5 + n % 6:02}:30:00+00:00"}
        parts = [body.format(place), "وأوضحت السلطات المحلية أن تفاصيل أخرى ستعلن لاحقا في مؤتمر صحفي.", own]
        made.append(page(f"p{n}", f"{title} في {place}", *(p for p in parts if p), **more))
    return [lines(*made[i : i + 6]) for i in range(0, 60, 6)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 6)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the store that one desk made, in batches of six."""
    folder = tmp_path_factory.mktemp("stream")
    with pytest.MonkeyPatch.context() as patched, open_store(str(folder / "whole.db")) as store:
        patched.setattr(adding, "BATCH", 6)
        Desk(store).add(_rows())
        portable.backup(store, folder / "whole.jsonl.gz")
    return folder / "whole.jsonl.gz"


@pytest.fixture
def whole(tmp_path: Path, filled: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "whole.db")) as store:
        portable.restore(filled, store)
        yield store


def _stories(store: Store) -> list[object]:
    rows = Desk(store).stories(limit=1000)
    with store.reading() as connection:
        assert upkeep.check(connection) == []
        held = told.articles_of(connection, [r.story.id for r in rows])
        derivations = told.get_derivations(connection, sorted(a for ids in held.values() for a in ids))
    return [[(r.story, r.topic, held[r.story.id]) for r in rows], derivations]


@pytest.mark.parametrize("at_end", [1, 10**6])
def test_a_desk_that_starts_anew_for_each_batch_comes_to_the_same(
    whole: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_end: int
) -> None:
    monkeypatch.setattr(stream, "SAVE_AT_END", at_end)  # with its state saved each time, and never
    with open_store(str(tmp_path / "parts.db")) as store:
        for source in _rows():
            Desk(store).add([source])
        assert _stories(store) == _stories(whole)


def test_a_long_run_tells_ever_more_seldom_and_at_the_end(
    whole: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TELL_EVERY", 6)
    monkeypatch.setattr(waiting, "SMALL", 1000)  # whatever changed is due
    said: list[tuple[str, int]] = []
    with open_store(str(tmp_path / "seldom.db")) as store:
        Desk(store).add(_rows(), lambda what, done, _: said.append((what, done)))
        assert _stories(store) == _stories(whole)
        with store.reading() as connection:
            assert told.stale_topics(connection) == []
    last = [before for before, after in pairwise(said) if before[0] == "add" and after[0] == "tell"]
    assert last == [("add", n) for n in (6, 12, 24, 48, 60)]


def test_two_desks_in_turn_come_to_the_same(whole: Store, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "parts.db")) as store:
        desks = Desk(store), Desk(store)
        for n, source in enumerate(_rows()):
            desks[n % 2].add([source])
        assert _stories(store) == _stories(whole)


def test_a_state_of_another_version_is_made_anew(whole: Store) -> None:
    with whole.writing() as connection:
        pages.set_state(connection, stream.STATE, b"rust")
        pages.set_state(connection, stream.NAMES, b"rust")
    desk = Desk(whole)
    before = {r.story.id for r in desk.stories(limit=1000)}
    late = page("late", "حريق في مستودع في مرسين", THINGS[0][1].format("مرسين"), published="2026-03-10T12:00:00+00:00")
    assert desk.add([lines(late)]).kept == 1
    assert len({r.story.id for r in desk.stories(limit=1000)} - before) <= 1
    with whole.reading() as connection:
        assert upkeep.check(connection) == []


def test_what_is_judged_holds_in_the_stream_too(whole: Store) -> None:
    desk = Desk(whole)
    a, b = (r.story.id for r in desk.stories(limit=2))
    act = desk.judge("same_story", a, b, verdict=True)
    joined = desk.story(a)
    assert joined is not None
    late = page("late", THINGS[1][0], THINGS[1][1].format("فارنا"), published="2026-03-10T12:00:00+00:00")
    for one in (desk, Desk(whole)):
        one.add([lines(late)])
        story = one.story(a)
        assert story is not None
        assert set(joined[0].articles) <= set(story[0].articles)
    desk.undo(act)
    assert desk.story(a) != desk.story(b)
    later = page("later", THINGS[2][0], THINGS[2][1].format("فارنا"), published="2026-03-10T13:00:00+00:00")
    assert Desk(whole).add([lines(later)]).kept == 1
    assert desk.story(a) != desk.story(b)


def test_the_copies_of_a_page_that_is_replaced_are_copies_of_the_later_one(tmp_path: Path) -> None:
    words = [
        "أعلنت بلدية أوديسا بدء ترميم السلالم المطلة على الميناء بعد أعوام من التأجيل بسبب نقص المال.",
        "وقالت البلدية إن الأعمال تستمر ثمانية أشهر، وإن السلالم ستغلق أمام الزوار طوال هذه المدة.",
        "وسيعاد بناء مئة درجة بالحجر الرملي الذي استعمل أول مرة، وتضاف مصابيح على الجانبين.",
    ]
    with open_store(str(tmp_path / "s.db")) as store:
        desk = Desk(store)
        first = page("first", "ترميم سلالم أوديسا", *words, outlet="أ", published="2026-03-01T08:00:00+00:00")
        copy = page("copy", "ترميم سلالم أوديسا", *words, outlet="ب", published="2026-03-01T10:00:00+00:00")
        desk.add([lines(first, copy)])
        story = desk.stories()[0].story.id
        more = [*first["words"], "وتبلغ الكلفة ستة ملايين."]
        assert desk.add([lines(page("first", *more, **first["more"]))]).revised == 1
        found = desk.story(story)
        assert found is not None
        assert set(found[0].articles) == {"first~2#1", "copy#1"}
        document = desk.topic(story)
        assert document is not None
        sources = {d["from"] for d in document["derivations"] if d["to"] == "copy#1"}
        assert sources <= {"first~2#1"}
        assert document["stories"][0]["independent_sources"] == 1
