"""One article for each text of an address; what changed is told, and nothing else is joined."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Page, PageState, Reading, Source, Version
from riwaya.read import read_source, settle

TITLE = "حافلات كهربائية جديدة في شوارع العاصمة"
FIRST = "دخلت عشر حافلات كهربائية الخدمة في شوارع العاصمة، صباح الثلاثاء، بحسب هيئة النقل."
SECOND = "وقال مدير الهيئة عادل رمزي إن كل حافلة تنقل سبعين راكبا في الرحلة الواحدة."
THIRD = "وأضاف أن الهيئة ستشتري خمسين حافلة أخرى قبل نهاية العام الجاري."
ADDRESS = "https://sada.example/news/7"
OTHER = (
    "فاز نادي الساحل على ضيفه نادي الجبل بهدفين في افتتاح دوري كرة السلة للناشئين.",
    "وأحرز اللاعب سمير عوض أربعة عشر نقطة في الشوط الثاني من المباراة.",
    "ويلتقي الساحل الأسبوع المقبل مع نادي الواحة على أرضه وبين جمهوره.",
)


def html(*paragraphs: str, title: str = TITLE) -> bytes:
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    page = f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
    return f"{page}</article></body></html>".encode()


def page(name: str, data: bytes, url: str | None = ADDRESS, hour: int | None = None) -> Reading:
    at = None if hour is None else dt.datetime(2024, 5, 1, hour, tzinfo=dt.UTC)
    (reading,) = read_source(Source(name, data, "text/html", url, at))
    return reading


def feed(name: str, text: str, url: str = ADDRESS) -> Reading:
    item = f"<item><title>{TITLE}</title><link>{url}</link><description>{text}</description></item>"
    (reading,) = read_source(Source(name, f"<rss><channel><title>صدى</title>{item}</channel></rss>".encode()))
    return reading


def told(readings: tuple[Reading, ...]) -> dict[str, tuple[str, int]]:
    return {r.page.name: (r.page.state.value, len(r.articles)) for r in readings}


def changes(version: Version, readings: tuple[Reading, ...]) -> list[tuple[str, str, str]]:
    text = {r.page.name: r.page.text for r in readings}
    return [
        (
            e.kind,
            text[e.before.page][e.before.start : e.before.end] if e.before else "",
            text[e.after.page][e.after.start : e.after.end] if e.after else "",
        )
        for e in version.edits
    ]


def test_a_changed_text_is_a_version_with_its_changed_words() -> None:
    old = page("a#1", html(FIRST, SECOND, THIRD), hour=8)
    new = page("a#2", html(FIRST, SECOND.replace("سبعين", "تسعين"), "واعتذرت الهيئة عن تأخر المشروع."), hour=9)
    readings, (version,) = settle([new, old])
    later = f"{ADDRESS}@2024-05-01T09:00:00Z"
    assert told(readings) == {later: ("kept", 1), "a#1": ("duplicate", 0)}
    assert (version.address, version.earlier, version.later) == (ADDRESS, "a#1", later)
    assert readings[0].articles[0].id == f"{later}#1"
    assert readings[0].articles[0].page == later
    assert readings[1].page.reason == f"an earlier version of {later}"
    found = changes(version, readings)
    assert ("changed", "سبعين", "تسعين") in found
    assert [(kind, new) for kind, old, new in found if "تأخر" in new]
    assert not any("دخلت" in old + new for _, old, new in found)


def test_three_versions_are_a_chain() -> None:
    texts = [SECOND.replace("سبعين", n) for n in ("سبعين", "ثمانين", "تسعين")]
    readings, versions = settle([page(f"a#{n}", html(FIRST, t, THIRD), hour=n) for n, t in enumerate(texts, 1)])
    names = [r.page.name for r in readings]
    assert [(v.earlier, v.later) for v in versions] == [(names[0], names[1]), (names[1], names[2])]
    assert [len(r.articles) for r in readings] == [0, 0, 1]


def test_a_version_without_a_time_keeps_its_name() -> None:
    readings, (version,) = settle([page("a", html(FIRST, SECOND)), page("b", html(FIRST, SECOND, THIRD))])
    assert told(readings) == {"a": ("duplicate", 0), "b": ("kept", 1)}
    assert [kind for kind, _, _ in changes(version, readings)] == ["added"]


def test_the_same_text_again_is_a_duplicate() -> None:
    spelt = FIRST.replace("إ", "ا").replace("الثلاثاء", "الثّلاثاء")
    readings, versions = settle([page("a", html(FIRST, SECOND), hour=1), page("b", html(spelt, SECOND), hour=2)])
    assert told(readings) == {"a": ("kept", 1), "b": ("duplicate", 0)}
    assert readings[1].page.reason == "the same text as a"
    assert versions == ()


@pytest.mark.parametrize(
    "form", ["https://m.sada.example/news/7", f"{ADDRESS}/amp", f"{ADDRESS}?outputType=amp", f"{ADDRESS}/print/"]
)
def test_other_forms_of_an_address_are_one_document(form: str) -> None:
    full, short = page("a", html(FIRST, SECOND, THIRD), hour=1), page("b", html(FIRST, SECOND), form, 1)
    for pair in ([full, short], [short, full]):
        readings, _ = settle(pair)
        assert told(readings) == {"a": ("kept", 1), "b": ("duplicate", 0)}
        assert "another form" in next(r.page.reason for r in readings if not r.articles)


def test_a_feed_gives_way_to_its_page() -> None:
    readings, _ = settle([feed("f.xml", FIRST), page("p", html(FIRST, SECOND, THIRD))])
    assert told(readings) == {"f.xml#1": ("duplicate", 0), "p": ("kept", 1)}
    assert readings[0].page.reason == "the page itself was read: p"


def test_a_feeds_own_text_stays_where_the_page_does_not_come() -> None:
    blocked = read_source(Source("p", b"", url=ADDRESS, lost=(PageState.BLOCKED, "the host answered 403")))
    readings, _ = settle([feed("f.xml", f"{FIRST} {SECOND}"), *blocked])
    assert told(readings) == {"f.xml#1": ("kept", 1), "p": ("blocked", 0)}


def test_a_feed_that_tells_more_than_its_page_stays() -> None:
    teaser = page("p", html(FIRST))
    readings, _ = settle(
        [feed("f.xml", f"&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;&lt;p&gt;{THIRD} {THIRD}"), teaser]
    )
    assert sum(len(r.articles) for r in readings) == 1
    assert readings[0].articles


def test_different_texts_at_one_address_are_left_alone() -> None:
    mine, other = page("a", html(FIRST, SECOND), hour=1), page("b", html(*OTHER, title="سلة"), hour=2)
    readings, versions = settle([mine, other])
    assert (readings, versions) == ((mine, other), ())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["http://[::1", "//", "http://x:y/", "\x00", "http://\ud800/", ADDRESS]) | st.text(max_size=9)
    )
)
def test_no_address_raises(urls: list[str]) -> None:
    pages = [Reading(Page(f"p{n}", "نص", url=url)) for n, url in enumerate(urls)]
    assert settle(pages) == (tuple(pages), ())


@pytest.mark.parametrize("url", [None, "https://sada.example/", "https://www.sada.example"])
def test_copies_without_an_address_of_their_own_are_not_joined(url: str | None) -> None:
    pair = (page("a", html(FIRST, SECOND), url), page("b", html(FIRST, SECOND), url))
    assert settle(pair) == (pair, ())


def test_a_page_given_twice_and_two_pages_of_one_name() -> None:
    one, two = page("a", html(FIRST, SECOND), None), page("a", html(*OTHER), None)
    readings, _ = settle([one, one, two])
    assert told(readings) == {"a": ("kept", 1), "a~2": ("duplicate", 0), "a~3": ("kept", 1)}
    assert readings[2].articles[0].id == "a~3#1"


PARAGRAPHS = st.lists(st.sampled_from((FIRST, SECOND, THIRD, *OTHER)), min_size=1, max_size=5, unique=True)


URLS = st.sampled_from([ADDRESS, f"{ADDRESS}/amp", None])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PARAGRAPHS, URLS, st.sampled_from([None, 1, 2])), min_size=1, max_size=4))
def test_nothing_is_lost_and_names_stay_apart(pages: list[tuple[list[str], str | None, int | None]]) -> None:
    given_pages = [page(f"p{n}", html(*text), url, hour) for n, (text, url, hour) in enumerate(pages)]
    readings, versions = settle(given_pages)
    names = [r.page.name for r in readings]
    assert len(set(names)) == len(names) == len(given_pages)
    assert any(r.articles for r in readings)
    texts = {r.page.name: r.page.text for r in readings}
    for before, after in zip(given_pages, readings, strict=True):
        assert after.page.text == before.page.text
        assert bool(after.articles) is (after.page.state is PageState.KEPT)
        assert all(a.page == after.page.name and a.id.startswith(a.page) for a in after.articles)
    for version in versions:
        for edit in version.edits:
            for span in filter(None, (edit.before, edit.after)):
                assert texts[span.page][span.start : span.end].strip()
