"""What a store promises, on both databases."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from riwaya.desk import Desk
from riwaya.errors import InputError, StoreError, UsageError
from riwaya.model import Failure, PageState, Source
from riwaya.render import render_html, render_text, schema
from riwaya.store import Store, open_store, portable, told, upkeep
from riwaya.store import tables as t
from tests.store.pages import PAGES, lines, page

HOSTILE = [
    "'; DROP TABLE pages; --",
    'نص"مقتبس',
    "%_\\",
    "a\x00b",
    "\ud800",
    "' OR 1=1 --",
    "s-x' UNION SELECT 1",
    "\u202eمقلوب",
    "طويل" * 2000,
]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a store that has read the pages of `tests.store.pages`."""
    folder = tmp_path_factory.mktemp("filled")
    with open_store(f"sqlite:///{folder}/store.db") as made:
        added = Desk(made).add([lines(*PAGES)])
        assert (added.kept, added.failures) == (len(PAGES), ())
        portable.backup(made, folder / "all.jsonl.gz")
    return folder / "all.jsonl.gz"


@pytest.fixture
def desk(store: Store, filled: Path) -> Iterator[Desk]:
    """A desk over that store, on each database; whole when the test is done."""
    portable.restore(filled, store)
    yield Desk(store)
    with store.reading() as connection:
        assert upkeep.check(connection) == []


def test_adding_on_each_database_gives_the_same(store: Store, filled: Path, tmp_path: Path) -> None:
    assert Desk(store).add([lines(*PAGES)]).kept == len(PAGES)
    with open_store(f"sqlite:///{tmp_path}/other.db") as other:
        portable.restore(filled, other)
        assert whole(store, tmp_path / "1.gz") == whole(other, tmp_path / "2.gz")


def whole(store: Store, path: Path) -> list[str]:
    """All that a store keeps, without when it was kept."""
    portable.backup(store, path)
    rows = []
    with gzip.open(path, "rt", encoding="ascii") as file:
        for line in file:
            value = json.loads(line)
            for moment in ("at", "added", "changed", "rev"):
                value.get("row", {}).pop(moment, None)
            rows.append(json.dumps(value, sort_keys=True))
    return rows


def test_what_was_read_is_listed_and_told(desk: Desk) -> None:
    stories = desk.stories()
    assert [s.moment for s in stories] == sorted((s.moment for s in stories), reverse=True)
    assert sum(s.size for s in stories) == len(PAGES)
    document = desk.topic(stories[0].topic)
    assert document is not None
    assert set(document) >= set(schema()["required"])
    assert desk.topic(stories[0].story.id) == document  # a story leads to its topic
    assert render_text(document, lang="ar")
    assert "<html" in render_html(document, lang="ar")


def test_the_collision_is_one_story_of_three_pages(desk: Desk) -> None:
    largest = max(desk.stories(), key=lambda s: s.size)
    found = desk.story(largest.story.id)
    assert found is not None
    assert {a.partition("#")[0] for a in found[0].articles} >= {"wire", "copy"}
    document = desk.topic(found[1])
    assert document is not None
    assert any(d["to"].startswith("copy") and d["from"].startswith("wire") for d in document["derivations"])


def test_the_same_again_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    before = whole(desk.store, tmp_path / "1.jsonl.gz")
    again = desk.add([lines(*PAGES)])
    assert (again.kept, again.repeated, again.topics) == (0, len(PAGES), 0)
    assert whole(desk.store, tmp_path / "2.jsonl.gz") == before


def test_page_by_page_keeps_the_same_pages_and_records(desk: Desk, tmp_path: Path) -> None:
    """What was found in an article does not depend on what it came with."""
    with open_store(f"sqlite:///{tmp_path}/other.db") as other:
        for one in PAGES:
            Desk(other).add([lines(one)])
        with desk.store.reading() as a, other.reading() as b:
            for table in (t.mentions, t.statements, t.events, t.claims, t.dates, t.event_actors):
                columns = [c for c in table.c if c.name != "article"]
                query = table.select().with_only_columns(t.articles.c.id, *columns)
                query = query.join(t.articles, t.articles.c.key == table.c.article).order_by(t.articles.c.id, *columns)
                assert a.execute(query).all() == b.execute(query).all()


def test_lists_are_paged_without_gaps_or_repeats(desk: Desk) -> None:
    everything = [s.story.id for s in desk.stories()]
    paged: list[str] = []
    cursor = None
    while rows := desk.stories(limit=2, before=cursor):
        paged += [r.story.id for r in rows]
        cursor = rows[-1].cursor
    assert paged == everything
    topics = [x.id for x in desk.topics()]
    first = desk.topics(limit=1)
    assert [first[0].id, *(x.id for x in desk.topics(before=(first[0].moment, first[0].id)))] == topics


def test_lists_are_narrowed_by_time_outlet_and_actor(desk: Desk) -> None:
    assert {s.moment[:10] for s in desk.stories(since="2026-03-05")} == {"2026-03-09"}
    of = desk.stories(outlet="بريد الشمال")
    assert of
    assert all("بريد الشمال" in s.story.outlets for s in of)
    assert desk.stories(actor="country:NO")
    assert desk.topics(actor="country:NO")
    assert desk.stories(actor="country:ZZ") == []


def test_stories_are_listed_by_whoever_is_named_in_them(desk: Desk, store: Store) -> None:
    """Not only by the few actors that a story is shown with."""
    m, a = t.mentions.c, t.articles.c
    with store.reading() as connection:
        shown = {(row.story, row.actor) for row in connection.execute(select(t.story_actors))}
        query = select(a.story, m.actor).join(t.mentions, m.article == a.key).where(m.actor.is_not(None))
        named = {tuple(row) for row in connection.execute(query.distinct())}
        topics = {row.id: row.topic for row in connection.execute(select(t.stories.c.id, t.stories.c.topic))}
    assert named - shown
    for story, actor in named:
        assert story in {s.story.id for s in desk.stories(actor=actor)}
        assert topics[story] in {x.id for x in desk.topics(actor=actor)}


def test_an_article_and_an_actor_alone(desk: Desk) -> None:
    document = desk.article("wire#1")
    assert document is not None
    assert [a["id"] for a in document["articles"]] == ["wire#1"]
    assert document["statements"]
    found = desk.actor("country:NO")
    assert found is not None
    assert "النرويج" in found[0].ar
    assert desk.article("nothing#1") is None
    assert desk.actor("person:nobody") is None
    assert desk.topic("t-nothing") is None
    assert desk.story("s-nothing") is None


def test_hostile_names_are_only_names(desk: Desk) -> None:
    for name in HOSTILE:
        _is_only_a_name(desk, name)


def _is_only_a_name(desk: Desk, name: str) -> None:
    added = desk.add(
        [lines(page(f"hostile {name}", name, f"قال {name} إن السفينة غادرت الميناء مساء أمس.", outlet=name))]
    )
    assert added.kept + added.lost == 1
    for found in (
        desk.stories(outlet=name),
        desk.stories(actor=name),
        desk.topics(outlet=name),
        desk.ledger(outlet=name),
    ):
        assert isinstance(found, list)
    assert desk.topic(name) is None
    assert desk.article(name) is None
    assert desk.actor(name) is None
    with pytest.raises(InputError):
        desk.judge("same_actor", name, "country:NO", verdict=True)
    assert desk.delete(f"hostile {name}")


# ------------------------------------------------------------------ versions and pages that end


def test_a_later_version_takes_the_place_of_the_earlier_and_keeps_the_story(desk: Desk) -> None:
    before = {s.story.id for s in desk.stories()}
    changed = page("wire", *PAGES[0]["words"], "وقالت الشرطة إن عدد الجرحى ارتفع إلى تسعة.", **PAGES[0]["more"])
    added = desk.add([lines(changed)])
    assert (added.kept, added.revised) == (1, 1)
    assert {s.story.id for s in desk.stories()} == before
    story = max(desk.stories(), key=lambda s: s.size)
    document = desk.topic(story.topic)
    assert document is not None
    (version,) = document["versions"]
    assert (version["from"], version["to"]) == ("wire", "wire~2")
    assert [c["kind"] for c in version["changed"]] == ["added"]
    assert {p["page"]: p["state"] for p in document["pages"]}["wire"] == PageState.DUPLICATE.value
    assert desk.article("wire#1") is None
    assert desk.add([lines(changed)]).repeated == 1
    assert desk.add([lines(PAGES[0])]).repeated == 1  # the earlier one came before too


def test_an_address_read_again_is_a_version_and_another_form_of_it_a_duplicate(store: Store) -> None:
    desk = Desk(store)
    body = "".join(
        f"<p>أعلنت إدارة الميناء في بيان رقم {n} أن الرافعة الجديدة دخلت الخدمة بعد تجارب.</p>" for n in range(6)
    )

    def html(url: str, extra: str, hour: int) -> Source:
        markup = (
            f"<html lang=ar><title>رافعة جديدة في الميناء</title><h1>رافعة جديدة في الميناء</h1>{body}{extra}</html>"
        )
        when = dt.datetime(2026, 3, 2, hour, tzinfo=dt.UTC)
        return Source(url, markup.encode(), "text/html", url, when)

    url = "https://akhbar.example/port/crane-77"
    assert desk.add([html(url, "", 8)]).kept == 1
    assert desk.add([html(url, "<p>وأضاف البيان أن الكلفة بلغت ستة ملايين.</p>", 9)]).revised == 1
    form = desk.add([html("https://m.akhbar.example/port/crane-77", "", 10)])
    assert (form.kept, form.duplicate) == (0, 1)
    assert sum(s.size for s in desk.stories()) == 1
    with store.reading() as connection:
        assert upkeep.check(connection) == []


def test_a_page_that_failed_gives_way_to_itself(store: Store) -> None:
    desk = Desk(store)
    url = "https://akhbar.example/a"
    assert desk.add([Source(url, b"", url=url, lost=(PageState.BLOCKED, "403"))]).lost == 1
    assert desk.add([Source(url, b"", url=url, lost=(PageState.BLOCKED, "403"))]).repeated == 1
    text = "\n\n".join(PAGES[0]["words"]).encode()
    assert desk.add([Source(url, text, "text/plain", url)]).kept == 1
    states = [row["state"] for row in desk.ledger() if not row["stage"]]
    assert states == ["kept", "blocked"]
    assert [row["outlet"] for row in desk.outlets()]


def test_two_files_of_one_name_are_two_pages(store: Store) -> None:
    desk = Desk(store)
    first, second = ("\n\n".join(p["words"]).encode() for p in (PAGES[0], PAGES[3]))
    assert desk.add([Source("a.txt", first)]).kept == 1
    added = desk.add([Source("a.txt", second)])
    assert (added.kept, added.revised) == (1, 0)
    assert desk.add([Source("a.txt", second), Source("a.txt", first)]).repeated == 2
    assert {r["page"] for r in desk.ledger() if r["state"] == "kept"} == {"a.txt", "a.txt~2"}


def test_failures_are_kept_in_the_ledger(store: Store) -> None:
    desk = Desk(store)
    added = desk.add([Failure("gone.txt", "open", "no such file"), Source("empty.txt", b""), lines(PAGES[0])])
    assert (added.kept, added.lost) == (1, 1)
    assert [f.page for f in added.failures] == ["gone.txt", "empty.txt"]
    assert {(r["page"], r["stage"]) for r in desk.ledger()} >= {("gone.txt", "open"), ("wire", "")}
    assert [r["key"] for r in desk.ledger(limit=1)] > [r["key"] for r in desk.ledger(before=3)]


def test_deleting_a_page_takes_all_that_hangs_on_it(desk: Desk) -> None:
    assert desk.delete("wire")
    assert not desk.delete("wire")
    assert desk.article("wire#1") is None
    for row in desk.topics():
        assert "wire" not in json.dumps(desk.topic(row.id))
    assert "wire" not in {r["page"] for r in desk.ledger()}
    for one in PAGES[1:]:
        desk.delete(one["id"])
    assert desk.stories() == []
    assert desk.topics() == []


# ------------------------------------------------------------------ judgements


def test_stories_joined_stay_joined_and_come_apart_when_it_is_undone(desk: Desk) -> None:
    rows = desk.stories()
    a = max(rows, key=lambda s: s.size)
    b = next(s for s in rows if s.topic != a.topic)
    act = desk.judge("same_story", a.story.id, b.story.id, verdict=True, who="ليلى")
    joined = desk.story(b.story.id)
    assert joined is not None
    assert len(joined[0].articles) == a.size + b.size
    assert desk.story(a.story.id) == joined  # both ids lead to it
    desk.add(
        [lines(page("later", "الشرطة النرويجية تنهي التحقيق", "أنهت الشرطة التحقيق في التصادم.", **PAGES[0]["more"]))]
    )
    still = desk.story(a.story.id)
    assert still is not None
    assert set(joined[0].articles) <= set(still[0].articles)
    desk.undo(act, who="سامر")
    apart = desk.story(a.story.id), desk.story(b.story.id)
    assert apart[0] is not None
    assert apart[1] is not None
    assert apart[0][0].id != apart[1][0].id
    records = desk.judgements()
    assert {(r["by"], r["verdict"]) for r in records} == {("ليلى", 1), ("سامر", -1)}  # nothing was taken away


def test_an_article_split_off_stays_off(desk: Desk) -> None:
    story = desk.story(max(desk.stories(), key=lambda s: s.size).story.id)
    assert story is not None
    desk.judge("same_story", "copy#1", story[0].id, verdict=False)
    desk.add(
        [lines(page("later", "الشرطة تنهي التحقيق", "أنهت الشرطة النرويجية التحقيق في التصادم.", **PAGES[0]["more"]))]
    )
    after = desk.story(story[0].id)
    assert after is not None
    assert not {"wire#1", "copy#1"} <= set(after[0].articles)


def test_actors_joined_are_one_everywhere_and_two_again(desk: Desk) -> None:
    ids = sorted(i for i in _actors(desk) if i.startswith("person:"))
    a, b = ids[:2]
    act = desk.judge("same_actor", a, b, verdict=True)
    assert len(desk.actor(a)[1]) == 2  # type: ignore[index]
    assert desk.actor(a) == desk.actor(b)
    assert len({a, b} & _actors(desk)) == 1
    root = desk.actor(a)[0].id  # type: ignore[index]
    other = b if root == a else a
    desk.add([lines(page("later", "تصريح جديد", *PAGES[0]["words"][1:]))])
    assert other not in _actors(desk)  # new pages too
    desk.undo(act)
    assert {a, b} <= _actors(desk)
    desk.judge("same_actor", a, b, verdict=False)
    assert desk.actor(a) != desk.actor(b)


def _actors(desk: Desk) -> set[str]:
    return {a["id"] for row in desk.topics() for a in (desk.topic(row.id) or {"actors": []})["actors"]}


def test_a_copy_is_one_when_people_say_so(desk: Desk) -> None:
    desk.judge("copy_of", "copy#1", "wire#1", verdict=False)
    story = desk.story(max(desk.stories(), key=lambda s: s.size).story.id)
    assert story is not None
    document = desk.topic(story[1])
    assert document is not None
    assert not any(d["to"] == "copy#1" and d["from"] == "wire#1" for d in document["derivations"])


def test_judgements_that_make_no_sense_are_refused(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.judge("same_moon", "a", "b", verdict=True)
    with pytest.raises(InputError, match="no such article or story"):
        desk.judge("same_story", "wire#1", "s-nothing", verdict=True)
    with pytest.raises(InputError, match="the same already"):
        desk.judge("same_story", "wire#1", "wire#1", verdict=True)
    with pytest.raises(InputError, match="nothing was decided"):
        desk.undo(99)


# ------------------------------------------------------------------ upkeep


def test_old_pages_go_by_the_rule_of_their_outlet(desk: Desk) -> None:
    with desk.store.writing() as connection:
        upkeep.set_retention(connection, upkeep.Retention("بريد الشمال", days=1))
        upkeep.set_retention(connection, upkeep.Retention(None, days=10_000))
    gone, bare = desk.retain(dt.date(2026, 3, 20))
    assert (gone, bare) == (sum(p["more"].get("outlet") == "بريد الشمال" for p in PAGES), 0)
    assert desk.stories(outlet="بريد الشمال") == []
    with pytest.raises(UsageError):
        upkeep.set_retention(connection, upkeep.Retention(None, days=-1))


def test_of_a_text_that_goes_the_words_stay_that_something_rests_on(desk: Desk) -> None:
    topic = max(desk.topics(), key=lambda x: x.size).id
    before = desk.topic(topic)
    with desk.store.writing() as connection:
        upkeep.set_retention(connection, upkeep.Retention(None, text_days=0))
    assert desk.retain(dt.date(2026, 6, 1)) == (0, len(PAGES))
    assert desk.retain(dt.date(2026, 6, 1)) == (0, 0)
    after = desk.topic(topic)
    assert before is not None
    assert after is not None
    texts = {p["page"]: p["text"] for p in before["pages"]}
    for row in after["pages"]:
        old = texts[row["page"]]
        assert len(row["text"]) == len(old)
    assert sum(p["text"].count(" ") for p in after["pages"]) > sum(text.count(" ") for text in texts.values())
    spans = [(s["page"], s["start"], s["end"]) for line in after["topics"][0]["brief"] for s in line["spans"]]
    kept = {p["page"]: p["text"] for p in after["pages"]}
    assert spans
    assert all(kept[name][start:end] == texts[name][start:end] for name, start, end in spans)
    assert render_text(after, lang="ar") == render_text(before, lang="ar")
    desk.retell()
    desk.add([lines(page("later", "الشرطة تنهي التحقيق", "أنهت الشرطة النرويجية التحقيق.", **PAGES[0]["more"]))])


def test_a_backup_restored_is_the_same_store_on_either_database(desk: Desk, tmp_path: Path) -> None:
    one, other = sorted(i for i in _actors(desk) if i.startswith("person:"))[:2]
    desk.judge("same_actor", one, other, verdict=True)
    file = tmp_path / "all.jsonl.gz"
    rows = portable.backup(desk.store, file)
    with open_store(f"sqlite:///{tmp_path}/back.db") as back:
        assert portable.restore(file, back) == rows
        assert whole(back, tmp_path / "1.gz") == whole(desk.store, tmp_path / "2.gz")
        with back.reading() as connection:
            assert upkeep.check(connection) == []
        with pytest.raises(StoreError, match="not empty"):
            portable.restore(file, back)
        assert Desk(back).topics() == desk.topics()
        assert Desk(back).add([lines(*PAGES)]).repeated == len(PAGES)
    with pytest.raises(InputError, match="exists already"):
        portable.backup(desk.store, file)


def test_a_damaged_backup_leaves_the_new_store_empty(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl.gz"
    portable.backup(desk.store, file)
    text = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    damaged = {
        "cut": b"".join(text[:-2]),
        "changed": b"".join([*text[:-3], *text[-2:]]),
        "newer": b'{"format":"riwaya-store/1","version":"9999"}\n',
        "other": b'{"format":"else"}\n',
        "words": b"no json\n",
    }
    for name, data in damaged.items():
        bad = tmp_path / f"{name}.gz"
        bad.write_bytes(gzip.compress(data))
        with open_store(f"sqlite:///{tmp_path}/{name}.db") as empty:
            with pytest.raises(InputError):
                portable.restore(bad, empty)
            assert Desk(empty).stories() == []
    short = tmp_path / "short.gz"
    short.write_bytes(file.read_bytes()[:-40])
    with open_store(f"sqlite:///{tmp_path}/short.db") as empty, pytest.raises(InputError):
        portable.restore(short, empty)


@pytest.mark.parametrize(
    "row",
    [
        b"[1]",
        b"7",
        b"{}",
        b'{"table":"notes"}',
        b'{"table":"notes","row":[1]}',
        b'{"table":"notes","row":{"key":1,"nosuch":2}}',
        b'{"table":"notes","row":{"key":1}}',
        b'{"table":"states","row":{"name":"x","data":{"b":"***"}}}',
        b'{"table":"states","row":{"name":"x","data":{"c":1}}}',
        b'{"table":"notes","row":{"key":[1],"at":"","about":"","by":"","text":"","state":""}}',
        b'{"table":"redirects","row":{"old":"' + b"x" * 5000 + b'","new":"y"}}',
        b"{" * 100_000,
    ],
)
def test_a_damaged_row_is_named_and_nothing_is_kept(
    desk: Desk, tmp_path: Path, row: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more of a row than may be one is ever held."""
    file, bad = tmp_path / "all.jsonl.gz", tmp_path / "bad.gz"
    portable.backup(desk.store, file)
    monkeypatch.setattr(portable, "LONGEST", 4000 if len(row) > 4000 and row[1:2] == b'"' else portable.LONGEST)
    text = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    bad.write_bytes(gzip.compress(b"".join([text[0], row + b"\n", *text[1:]])))
    with open_store(f"sqlite:///{tmp_path}/new.db") as empty:
        with pytest.raises(StoreError):
            portable.restore(bad, empty)
        with empty.reading() as connection:
            assert not any(upkeep.count(connection).values())


def test_check_finds_a_column_and_a_table_that_are_missing(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        Desk(store).add([lines(PAGES[0])])
        with store.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE stories DROP COLUMN weight")
            connection.exec_driver_sql("DROP TABLE gone")
        with store.reading() as connection:
            assert set(upkeep.check(connection)) == {"table stories: no column weight", "table gone: is missing"}


def test_check_finds_what_is_wrong(desk: Desk) -> None:
    with desk.store.writing() as connection:
        connection.execute(t.stories.update().values(size=77))
        connection.execute(t.redirects.insert().values(old="s-a", new="s-nowhere"))
        connection.execute(t.mentions.update().where(t.mentions.c.n == 0).values(stop=10**6))
        findings = upkeep.check(connection)
        assert {f.partition(" ")[0] for f in findings} == {"story", "redirect", "article"}
        connection.rollback()


# ------------------------------------------------------------------ several at once


def test_two_writers_take_turns(address: str) -> None:
    """Two processes that read the same pages keep each once."""
    with open_store(address) as first, open_store(address) as second:
        errors: list[BaseException] = []

        def work(store: Store, order: int) -> None:
            try:
                for one in PAGES[::order]:
                    Desk(store).add([lines(one)])
            except BaseException as e:  # noqa: BLE001 - told by the test
                errors.append(e)

        threads = [threading.Thread(target=work, args=x) for x in ((first, 1), (second, -1))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        with first.reading() as connection:
            assert upkeep.check(connection) == []
            assert upkeep.count(connection)["pages"] == len(PAGES)


def test_readers_see_the_store_as_it_was_and_do_not_wait(desk: Desk) -> None:
    with desk.store.writing() as writer:
        writer.execute(t.topics.update().values(title="x"))
        with desk.store.reading() as reader:
            assert "x" not in set(reader.scalars(t.topics.select().with_only_columns(t.topics.c.title)))
        writer.rollback()


def test_a_busy_store_is_waited_for_and_then_named(desk: Desk, address: str) -> None:
    with open_store(address, patience=0.2) as hurried, desk.store.writing(), pytest.raises(StoreError, match="busy"):
        Desk(hurried).judge("same_actor", "country:NO", "country:SE", verdict=False)


def test_what_fails_in_a_transaction_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = whole(desk.store, tmp_path / "1.gz")
    monkeypatch.setattr(told, "put_topics", lambda *_: (_ for _ in ()).throw(RuntimeError("struck")))
    with pytest.raises(RuntimeError, match="struck"):
        desk.add([lines(page("later", "خبر جديد", "أعلنت الحكومة النرويجية خطة جديدة للموانئ."))])
    monkeypatch.undo()
    assert whole(desk.store, tmp_path / "2.gz") == before
    assert desk.add([lines(page("later", "خبر جديد", "أعلنت الحكومة النرويجية خطة جديدة للموانئ."))]).kept == 1


def test_a_deleted_page_comes_back_only_when_it_is_asked_for(store: Store) -> None:
    desk = Desk(store)
    address = {**PAGES[0]["more"], "url": "https://press.example/news/1"}
    one = page("one", *PAGES[0]["words"], **address)
    assert desk.add([lines(one)]).kept == 1
    name = _only_page(desk)
    assert desk.delete(name)
    assert (desk.add([lines(one)]).kept, desk.add([lines(one)]).repeated) == (0, 1)
    other = page("one", *PAGES[0]["words"], **{**address, "url": "https://www.press.example/news/1?utm_source=feed"})
    assert desk.add([lines(other)]).kept == 0  # the same address in another form
    assert desk.add([lines(one)], again=True).kept == 1
    assert desk.add([lines(one)]).repeated == 1
    assert _only_page(desk) == name


def _only_page(desk: Desk) -> str:
    with desk.store.reading() as connection:
        return str(connection.execute(select(t.pages.c.name)).scalar_one())
