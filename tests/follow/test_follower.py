"""Following a real host on this machine: feeds that grow, fail, refuse and lead elsewhere; pages that are watched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest

from riwaya.desk import Desk
from riwaya.errors import InputError, UsageError
from riwaya.follow import Follower, Round, begin, begin_interest
from riwaya.follow.begin import begin_source
from riwaya.follow.opml import outlines_in, write_opml
from riwaya.follow.sources import MOST_TRIES, memory_of
from riwaya.model import Source
from riwaya.read.fetch import Fetcher, Policy
from riwaya.store import open_store
from riwaya.store.follows import SOURCES, alerts, followed, unfollow
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
    host.routes["/feed"] = tagged(feed((host.url("/dam"), "سد", ""), (host.url("/port"), "ميناء", "")), '"2"')
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
