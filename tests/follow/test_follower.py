"""Following a real host on this machine: feeds that grow, fail, refuse and lead elsewhere; pages that are watched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from pathlib import Path
from threading import Event

import pytest

from riwaya.desk import Desk
from riwaya.errors import InputError, UsageError
from riwaya.follow import Follower, Round, begin, begin_interest
from riwaya.follow.begin import begin_source
from riwaya.follow.opml import outlines_in, write_opml
from riwaya.follow.sources import MOST_AGAIN, MOST_TIMES, MOST_TRIES, memory_of
from riwaya.model import Source
from riwaya.read.fetch import Fetcher, Policy
from riwaya.store import open_store
from riwaya.store.follows import SOURCES, alerts, followed, unfollow
from riwaya.store.told import stale_topics
from riwaya.store.waiting import let_wait
from tests.read.host import Asked, Host, Play, Send, answer, hosting, redirect

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
PORT = (
    "أعلنت سلطة ميناء النخيل صباح الثلاثاء استئناف استقبال السفن التجارية بعد توقف دام أسبوعين بسبب عاصفة رملية.",
    "وقال مدير الميناء حسان القصري إن ثلاث سفن رست منذ الفجر، وإن العمل سيستمر طوال الليل لتفريغ شحنات القمح.",
    "وأضاف القصري أن الأضرار اقتصرت على رافعتين، وأن إصلاحهما يحتاج إلى شهر على الأقل بحسب تقدير المهندسين.",
)
DAM = (
    "قتل أربعة أشخاص وأصيب تسعة آخرون، الاثنين، في انهيار جزء من سد وادي الزيتون شمالي البلاد، وفق الدفاع المدني.",
    "وذكر الدفاع المدني في بيان أن فرق الإنقاذ أجلت سكان ثلاث قرى قريبة من السد خوفا من انهيارات أخرى.",
    "ونفى وزير الري سامر العبادي أن تكون الوزارة قد تلقت تحذيرات سابقة من تشققات في جسم السد.",
)


def page(title: str, paragraphs: tuple[str, ...], day: str = "2026-03-10") -> str:
    """A plain news page."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="نخيل برس">'
        f'<meta property="article:published_time" content="{day}T09:00:00Z">'
        f"</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def feed(*entries: tuple[str, str, str], hours: int = 1) -> str:
    """An RSS feed of (address, title, words)."""
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link><description>{words}</description>"
        f"<pubDate>{format_datetime(NOW - dt.timedelta(hours=hours * (n + 1)))}</pubDate></item>"
        for n, (url, title, words) in enumerate(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>نخيل برس</title>{items}</channel></rss>'


def tagged(body: str, tag: str) -> Play:
    """An answer with an ETag, and 304 for whoever has it."""

    def play(asked: Asked, send: Send) -> None:
        if asked.headers.get("if-none-match") == tag:
            answer(status="304 Not Modified", headers={"ETag": tag})(asked, send)
        else:
            answer(body, headers={"ETag": tag, "Content-Type": "application/rss+xml"})(asked, send)

    return play


def sitemap(*urls: str) -> str:
    """A sitemap of pages."""
    listed = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


def fetcher() -> Fetcher:
    return Fetcher(Policy(allow_private=True, gap=0.0, seconds=5.0))


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting() as playing:
        playing.routes["/port"] = answer(page("ميناء النخيل يستأنف استقبال السفن", PORT))
        playing.routes["/dam"] = answer(page("أربعة قتلى في انهيار جزء من سد وادي الزيتون", DAM, "2026-03-09"))
        yield playing


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(str(tmp_path / "desk.db")) as store:
        yield Desk(store)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def follower(desk: Desk, clock: Clock) -> Iterator[Follower]:
    made = Follower(desk, fetcher, clock)
    yield made
    made.close()


def start(desk: Desk, host: Host, path: str = "/feed") -> None:
    web = fetcher()
    begin(desk.store, host.url(path), web)
    web.close()


def names(desk: Desk) -> set[str]:
    return {s.story.title for s in desk.stories()}


def test_a_feed_is_asked_and_its_pages_are_kept_once(host: Host, desk: Desk, follower: Follower, clock: Clock) -> None:
    host.routes["/feed"] = tagged(feed((host.url("/port"), "ميناء", "")), '"1"')
    start(desk, host)
    first = follower.round()
    assert (first.asked, first.pages, first.added.kept) == (1, 1, 1)
    assert follower.round() == Round()  # nothing is due
    clock.later(hours=4)
    assert follower.round().unchanged == 1
    host.routes["/feed"] = tagged(feed((host.url("/port"), "ميناء", ""), (host.url("/dam"), "سد", "")), '"2"')
    clock.later(hours=4)
    third = follower.round()
    assert (third.pages, third.added.kept) == (1, 1)
    assert host.paths.count("/port") == 1
    assert names(desk) == {"ميناء النخيل يستأنف استقبال السفن", "أربعة قتلى في انهيار جزء من سد وادي الزيتون"}


def test_a_page_that_two_sources_name_is_fetched_and_kept_once_in_a_round(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/shut"] = answer("oh no", "500 Internal Server Error")
    listed = [host.url("/port"), host.url("/shut")]
    host.routes["/feed"] = answer(feed((listed[0] + "#top", "ميناء", ""), (listed[1], "مغلق", "")))
    host.routes["/map"] = answer(sitemap(*listed))
    start(desk, host)
    start(desk, host, "/map")
    done = follower.round()
    assert (done.asked, done.pages, done.added.kept) == (2, 2, 1)
    assert host.paths.count("/port") == 1
    assert host.paths.count("/shut") == 1
    with desk.store.reading() as connection:
        assert [len(memory_of(f.state).tries) for f in followed(connection, SOURCES)] == [1, 1]
    clock.later(hours=4)
    assert follower.round().pages == 1  # what broke, once


def test_the_feeds_words_stand_in_for_a_page_that_is_refused(host: Host, desk: Desk, follower: Follower) -> None:
    words = "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in PORT)
    host.routes["/shut"] = answer("no", "403 Forbidden")
    host.routes["/feed"] = answer(feed((host.url("/shut"), "ميناء النخيل يعود إلى العمل", words)))
    start(desk, host)
    done = follower.round()
    assert (done.added.kept, done.added.lost) == (1, 1)
    assert names(desk) == {"ميناء النخيل يعود إلى العمل"}


def test_a_listed_address_that_leads_elsewhere_is_fetched_once(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/go/1"] = redirect("/port")
    host.routes["/feed"] = answer(feed((host.url("/go/1"), "ميناء", "")))
    start(desk, host)
    assert follower.round().added.kept == 1
    clock.later(hours=4)
    assert follower.round().pages == 0
    assert host.paths.count("/go/1") == 1


def test_a_page_that_breaks_is_tried_a_few_times(host: Host, desk: Desk, follower: Follower, clock: Clock) -> None:
    host.routes["/port"] = answer("oh no", "500 Internal Server Error")
    host.routes["/feed"] = tagged(feed((host.url("/port"), "ميناء", "")), '"1"')
    start(desk, host)
    for _ in range(MOST_TRIES + 2):
        follower.round()
        clock.later(hours=4)
    assert host.paths.count("/port") == MOST_TRIES


def test_a_failing_source_is_left_alone_longer_and_told_of(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/feed"] = answer(feed((host.url("/port"), "ميناء", "")))
    start(desk, host)
    follower.round()
    host.routes["/feed"] = answer("down", "500 Internal Server Error")
    told = []
    for _ in range(30):
        clock.later(hours=2)
        told += list(follower.round().alerts)
    assert [a.kind for a in told] == ["failing"]  # said once
    assert 4 <= host.paths.count("/feed") - 2 <= 14
    host.routes["/feed"] = answer(feed((host.url("/dam"), "سد", "")))
    clock.later(days=1)
    assert follower.round().added.kept == 1


def test_a_page_names_its_feed_and_a_page_without_one_is_watched(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/"] = answer(
        '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    )
    host.routes["/feed"] = answer(feed((host.url("/port"), "ميناء", "")))
    links = '<h2><a href="/{0}">{1}</a></h2>'
    host.routes["/section"] = answer(
        f"<html><body>{links.format('port', 'ميناء النخيل يستأنف استقبال السفن')}</body></html>"
    )
    start(desk, host, "/")
    start(desk, host, "/section")
    with desk.store.reading() as connection:
        assert [(f.kind, f.target) for f in followed(connection)] == [
            ("feed", host.url("/feed")),
            ("page", host.url("/section")),
        ]
    follower.round()
    more = links.format("dam", "أربعة قتلى في انهيار جزء من سد وادي الزيتون")
    host.routes["/section"] = answer(f"<html><body>{more}</body></html>")
    clock.later(hours=4)
    follower.round()
    assert len(names(desk)) == 2


def test_a_watched_article_that_changes_is_a_later_version(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    start(desk, host, "/dam")
    follower.round()
    host.routes["/dam"] = answer(
        page("ستة قتلى في انهيار جزء من سد وادي الزيتون", (DAM[0].replace("أربعة", "ستة"), *DAM[1:]), "2026-03-09")
    )
    clock.later(hours=4)
    assert follower.round().added.revised == 1
    assert names(desk) == {"ستة قتلى في انهيار جزء من سد وادي الزيتون"}


def atom(url: str, updated: str, title: str = "سد", words: str = "") -> str:
    """An Atom feed of one entry, published once and updated later."""
    entry = f"<title>{title}</title><link href='{url}'/><id>{url}</id><summary>{words}</summary>"
    days = f"<published>2026-03-09T09:00:00Z</published><updated>{updated}</updated>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>نخيل برس</title><entry>{entry}{days}</entry></feed>"


def dated_map(urls: list[str], day: str) -> str:
    """A sitemap that tells when its pages were changed."""
    return sitemap(*urls).replace("</loc>", f"</loc><lastmod>{day}</lastmod>")


SIX = page("ستة قتلى في انهيار جزء من سد وادي الزيتون", (DAM[0].replace("أربعة", "ستة"), *DAM[1:]), "2026-03-09")


@pytest.mark.parametrize(
    "lists",
    [
        lambda u: (atom(u, "2026-03-09T09:00:00Z"), atom(u, "2026-03-10T10:00:00Z")),
        lambda u: (atom(u, "x", "أربعة قتلى"), atom(u, "x", "ستة قتلى")),
        lambda u: (atom(u, "x", words="قتل أربعة"), atom(u, "x", words="قتل ستة")),
        lambda u: (feed((u, "سد", ""), hours=9), feed((u, "سد", ""))),
        lambda u: (dated_map([u], "2026-03-09"), dated_map([u], "2026-03-10T10:00:00Z")),
    ],
    ids=["updated", "title", "words", "pubDate", "lastmod"],
)
def test_a_page_that_its_list_tells_of_otherwise_is_read_again_and_corrected(
    host: Host, desk: Desk, follower: Follower, clock: Clock, lists: Callable[[str], tuple[str, str]]
) -> None:
    before, since = lists(host.url("/dam"))
    host.routes["/list"] = answer(before)
    start(desk, host, "/list")
    follower.round()
    (row,) = desk.stories()
    begin_interest(desk.store, "story", row.story.id)
    begin_interest(desk.store, "query", "سد الزيتون")
    host.routes["/dam"] = answer(SIX)
    clock.later(hours=4)
    assert follower.round().pages == 0  # the list tells of nothing
    host.routes["/list"] = answer(since)
    clock.later(hours=4)
    done = follower.round()
    assert (done.pages, done.added.revised) == (1, 1)
    assert [a.kind for a in done.alerts] == ["changed"]
    assert "تصحيح صفحة" in done.alerts[0].text
    for _ in range(3):
        clock.later(hours=4)
        assert follower.round().pages == 0
    assert host.paths.count("/dam") == 2


def test_a_page_is_read_again_only_if_its_host_says_that_it_changed(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    first, given = tagged(page("أربعة قتلى في انهيار سد", DAM), '"p1"'), list[str | None]()

    def play(asked: Asked, send: Send) -> None:
        given.append(asked.headers.get("if-none-match"))
        first(asked, send)

    host.routes["/dam"] = play
    for hour in range(9):  # a list that tells another time of everything whenever it is asked
        host.routes["/list"] = answer(atom(host.url("/dam"), f"2026-03-10T1{hour}:00:00Z"))
        if not hour:
            start(desk, host, "/list")
        done = follower.round()
        assert done.added.kept == (not hour)
        assert (done.added.lost, done.added.repeated) == (0, 0)
        clock.later(hours=4)
    assert given == [None, *['"p1"'] * MOST_TIMES]


def test_of_many_that_are_told_of_otherwise_some_are_read_again_in_a_round(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    many = MOST_AGAIN + 5
    for n in range(many):
        words = f"عقد مجلس بلدة الساقية رقم {n} جلسته العادية وأقر بند الصيانة رقم {n * 7} بالإجماع مساء أمس."
        host.routes[f"/{n}"] = answer(page(f"مجلس البلدة رقم {n}", (words,)))
    urls = [host.url(f"/{n}") for n in range(many)]
    host.routes["/map"] = tagged(dated_map(urls, "2026-03-09"), '"1"')
    start(desk, host, "/map")
    assert follower.round().pages == many
    host.routes["/map"] = tagged(dated_map(urls, "2026-03-10"), '"2"')
    asked = []
    for _ in range(3):
        clock.later(hours=4)
        asked.append(follower.round().pages)
    assert asked == [MOST_AGAIN, 5, 0]


def test_a_page_that_came_once_is_not_corrected_by_the_words_of_its_list(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/list"] = answer(atom(host.url("/dam"), "x", words=DAM[0]))
    start(desk, host, "/list")
    follower.round()
    host.routes["/dam"] = answer("no", "403 Forbidden")
    host.routes["/list"] = answer(atom(host.url("/dam"), "y", words=DAM[0] + DAM[1]))
    clock.later(hours=4)
    done = follower.round()
    assert (done.pages, done.added.lost, done.added.kept, done.added.revised) == (1, 1, 0, 0)
    assert names(desk) == {"أربعة قتلى في انهيار جزء من سد وادي الزيتون"}


def test_people_are_told_of_new_stories_once_and_of_changes_in_one_line(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    start(desk, host, "/dam")
    follower.round()
    (row,) = desk.stories()
    begin_interest(desk.store, "query", "سد الزيتون")
    begin_interest(desk.store, "story", row.story.id)
    host.routes["/dam"] = answer(
        page(
            "انهيار جزء من سد وادي الزيتون",
            (DAM[0].replace("قتل أربعة أشخاص", "قتل سبعة أشخاص"), *DAM[1:]),
            "2026-03-09",
        )
    )
    clock.later(hours=4)
    told = follower.round().alerts
    assert [a.kind for a in told] == ["changed"]  # an old story under a new title is no new story
    assert told[0].data["tolls"] == {"killed": [4, 7]}
    assert "تصحيح صفحة" in told[0].text
    assert "نفي" not in told[0].text  # the denial was there before
    clock.later(hours=4)
    assert follower.round().alerts == ()
    with desk.store.reading() as connection:
        assert len(alerts(connection)) == 1


def test_a_story_whose_first_page_is_corrected_is_not_new(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    """Where a later page of it stays as it was, too."""
    start(desk, host, "/dam")
    follower.round()
    begin_interest(desk.store, "query", "سد الزيتون")
    host.routes["/copy"] = answer(page("قتلى في انهيار سد وادي الزيتون", (*DAM, "وتستمر عمليات البحث."), "2026-03-09"))
    start(desk, host, "/copy")
    clock.later(hours=4)
    assert follower.round().alerts == ()
    (row,) = desk.stories()
    assert row.size == 2
    host.routes["/dam"] = answer(SIX)
    clock.later(hours=4)
    done = follower.round()
    assert done.added.revised == 1
    assert done.alerts == ()


def test_a_new_story_that_a_query_finds_is_told_once(host: Host, desk: Desk, follower: Follower, clock: Clock) -> None:
    begin_interest(desk.store, "query", "السفن والقمح")
    host.routes["/feed"] = answer(feed((host.url("/port"), "ميناء", ""), (host.url("/dam"), "سد", "")))
    start(desk, host)
    told = follower.round().alerts
    assert [(a.kind, a.story) for a in told] == [
        ("story", next(s.story.id for s in desk.stories() if "ميناء" in s.story.title))
    ]
    host.routes["/port2"] = answer(
        page("ميناء النخيل يستأنف استقبال السفن", (*PORT, "وتصل سفينة رابعة مساء اليوم نفسه."))
    )
    host.routes["/feed"] = answer(feed((host.url("/port2"), "ميناء", "")))
    clock.later(hours=4)
    assert follower.round().alerts == ()


@pytest.mark.parametrize("days", [2, 40, 4000])
def test_a_clock_that_jumps_far_ahead_and_back_neither_floods_nor_silences(
    host: Host, desk: Desk, follower: Follower, clock: Clock, days: int
) -> None:
    entries = [(host.url("/port"), "ميناء", "")]
    host.routes["/feed"] = answer(feed(*entries))
    start(desk, host)
    begin_interest(desk.store, "query", "سد الزيتون")
    follower.round()
    for _ in range(3):
        clock.later(days=days)
        done = follower.round()
        assert (done.asked, done.pages, done.alerts) == (1, 0, ())  # once a round, however many were missed
    clock.later(days=-3 * days, hours=4)
    assert follower.round().asked == 1  # it does not wait for the day that the clock had shown
    due = follower.next_due()
    assert due is not None
    assert due - clock.now <= dt.timedelta(hours=4)
    host.routes["/feed"] = answer(feed(*entries, (host.url("/dam"), "سد", "")))
    clock.later(hours=4)
    done = follower.round()
    assert (done.pages, done.added.kept, [a.kind for a in done.alerts]) == (1, 1, ["story"])


def test_who_rests_tells_what_waits_and_stops_between_two(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/feed"] = answer(feed((host.url("/port"), "ميناء", ""), (host.url("/dam"), "سد", "")))
    start(desk, host)
    follower.round()
    topics = sorted(x.id for x in desk.topics())
    assert len(topics) == 2

    def left() -> int:
        with desk.store.reading() as connection:
            return len(stale_topics(connection))

    with desk.store.writing() as connection:
        let_wait(connection, topics)
    stopped = Event()
    stopped.set()
    assert follower.rest(stopped, 600)
    assert left() == 2  # nobody rests who is stopped

    class Once(Event):
        """Is set as soon as it was looked at once."""

        def is_set(self) -> bool:
            was = super().is_set()
            self.set()
            return was

    assert follower.rest(Once(), 600)
    assert left() == 1
    assert not follower.rest(Event(), 0)
    assert left() == 1  # a source is due
    assert not follower.rest(Event(), 0.01)
    assert left() == 0


def test_two_followers_of_one_store_do_not_ask_the_same_source_twice(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/feed"] = answer(feed((host.url("/port"), "ميناء", "")))
    start(desk, host)
    taken = follower._take(clock())
    assert [f.target for f in taken] == [host.url("/feed")]
    other = Follower(desk, fetcher, clock)
    assert other.round().asked == 0
    clock.later(minutes=31)  # whoever took it died
    assert other.round().asked == 1
    other.close()


def test_a_clock_that_was_set_back_silences_nobody(host: Host, desk: Desk, follower: Follower, clock: Clock) -> None:
    host.routes["/feed"] = answer(feed((host.url("/port"), "ميناء", "")))
    start(desk, host)
    follower.round()
    clock.later(days=-400)
    assert follower.round().asked == 1


def test_a_thousand_new_pages_do_not_come_at_once_and_are_not_lost_in_silence(
    host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/feed"] = answer(feed(*((host.url(f"/none/{n}"), "خبر", "") for n in range(150)), hours=0))
    start(desk, host)
    done = follower.round()
    assert done.pages == 100
    assert any("50 older pages" in f.reason for f in done.added.failures)


@pytest.mark.parametrize("body", ["", "<rss", "<html><body>لا شيء</body></html>", "{", "\x00" * 50])
def test_a_feed_that_becomes_something_else_fails_by_name(
    body: str, host: Host, desk: Desk, follower: Follower, clock: Clock
) -> None:
    host.routes["/feed"] = answer(feed((host.url("/port"), "ميناء", "")))
    start(desk, host)
    follower.round()
    host.routes["/feed"] = answer(body)
    clock.later(hours=4)
    done = follower.round()
    assert done.failed == 1 or done.pages == 0
    with desk.store.reading() as connection:
        (row,) = followed(connection, SOURCES)
    assert memory_of(row.state).next is not None


def test_what_is_no_source_is_not_followed(host: Host, desk: Desk) -> None:
    web = fetcher()
    with pytest.raises(InputError, match="404"):
        begin(desk.store, host.url("/nowhere"), web)
    web.close()
    with pytest.raises(InputError):
        begin_source(desk.store, Source("list.txt", b"hello"))
    with pytest.raises(InputError, match="nobody"):
        begin_interest(desk.store, "actor", "person:nobody")
    with pytest.raises(InputError, match="no such story"):
        begin_interest(desk.store, "story", "s-none")
    with pytest.raises(UsageError, match="empty"):
        begin_interest(desk.store, "query", " ")
    guarded = Fetcher(Policy(gap=0.0))
    with pytest.raises(InputError, match="not fetched"):
        begin(desk.store, host.url("/port"), guarded)
    guarded.close()


def test_lists_of_feeds_come_in_and_go_out(desk: Desk) -> None:
    opml = (
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="مغرب"><outline text="نخيل &amp; برس" '
        'xmlUrl="https://nakhil.example/feed"/><outline xmlUrl="https://b.example/rss?a=1&amp;b=2"/></outline></body></opml>'
    )
    begun = begin_source(desk.store, Source("feeds.opml", opml.encode()))
    assert [f.title for f in begun.follows] == ["نخيل & برس", ""]
    with desk.store.reading() as connection:
        written = write_opml(followed(connection), NOW)
    again = outlines_in(Source("out.opml", written))
    assert [o.url for o in again] == ["https://nakhil.example/feed", "https://b.example/rss?a=1&b=2"]
    with desk.store.writing() as connection:
        assert unfollow(connection, begun.follows[0].key)
        assert not unfollow(connection, begun.follows[0].key)
        assert len(followed(connection)) == 1
