"""Feeds and lists: every kind gives its entries; hostile XML gives a reason."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.model import Origin, PageState, Reading, Source
from riwaya.read import read_source
from riwaya.read.feed import Listed, addresses_in, form_of, list_in

TITLE = "بلدية الوادي تفتتح مكتبة عامة في الحي القديم"
PARAGRAPHS = (
    "افتتحت بلدية الوادي، أمس الأربعاء، مكتبة عامة في الحي القديم تضم عشرين ألف كتاب.",
    "وقالت مديرة المكتبة نجلاء حداد إن القراءة فيها مجانية لسكان المدينة كلهم.",
)
MARKUP = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
ESCAPED = MARKUP.replace("<", "&lt;").replace(">", "&gt;")
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>صدى الوادي</title>
<item><title>{TITLE}</title><link>/n/1</link><pubDate>Thu, 07 Mar 2024 09:00:00 GMT</pubDate>
<author>سامي رزق</author><description>{ESCAPED}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>صدى الوادي</title><entry><title>{TITLE}</title>
<link href="/n/1"/><published>2024-03-07T09:00:00Z</published><author><name>سامي رزق</name></author>
<content type="html">{ESCAPED}</content></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>صدى الوادي</title></channel><item><title>{TITLE}</title>
<link>/n/1</link><dc:date>2024-03-07T09:00:00Z</dc:date><dc:creator>سامي رزق</dc:creator>
<description>{ESCAPED}</description></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "صدى الوادي",
        "items": [
            {"id": "1", "url": "/n/1", "title": TITLE, "content_html": MARKUP, "authors": [{"name": "سامي رزق"}],
             "date_published": "2024-03-07T09:00:00Z"},
        ],
    },
    ensure_ascii=False,
)  # fmt: skip
SITEMAP = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://wadi.example/n/1</loc><news:news>
<news:publication><news:name>صدى الوادي</news:name></news:publication><news:title>{TITLE}</news:title>
<news:publication_date>2024-03-07</news:publication_date></news:news></url></urlset>"""
OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="أخبار">
<outline type="rss" xmlUrl="https://wadi.example/rss"/><outline type="rss" xmlurl="/atom"/>
<outline text="no address"/><outline xmlUrl="file:///etc/passwd"/></outline></body></opml>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://wadi.example/s1.xml</loc></sitemap></sitemapindex>"""


def read(data: str | bytes, name: str = "f.xml") -> tuple[Reading, ...]:
    data = data.encode() if isinstance(data, str) else data
    return read_source(Source(name, data, url="https://wadi.example/feed"))


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF, JSON_FEED], ids=["rss", "atom", "rdf", "json"])
def test_an_entry_is_a_page_with_all_that_the_feed_says(feed: str) -> None:
    (reading,) = read(feed)
    (article,) = reading.articles
    assert reading.page.name == "f.xml#1"
    assert reading.page.url == "https://wadi.example/n/1"
    assert reading.page.media_type.startswith("application/")
    assert [reading.page.text[b.start : b.end] for b in article.body] == list(PARAGRAPHS)
    assert article.title is not None
    assert (article.title.text, article.outlet, article.byline) == (TITLE, "صدى الوادي", "سامي رزق")
    assert article.published is not None
    assert (article.published.when.value, article.published.when.origin) == ("2024-03-07T09:00", Origin.GIVEN)


def test_plain_text_in_a_json_feed_keeps_its_paragraphs() -> None:
    feed = json.loads(JSON_FEED)
    feed["items"][0] |= {"content_html": None, "content_text": "\n".join(PARAGRAPHS)}
    (reading,) = read(json.dumps(feed))
    assert [reading.page.text[b.start : b.end] for b in reading.articles[0].body] == list(PARAGRAPHS)


def test_a_sitemap_tells_titles_only() -> None:
    (reading,) = read(SITEMAP)
    assert (reading.page.state, reading.page.text) == (PageState.EMPTY, TITLE)
    assert "title" in reading.page.reason


@pytest.mark.parametrize(("listing", "words"), [(OPML, "2 feeds"), (INDEX, "1 sitemaps")])
def test_a_list_of_lists_has_no_text_itself(listing: str, words: str) -> None:
    (reading,) = read(listing)
    assert reading.page.state is PageState.EMPTY
    assert words in reading.page.reason


@pytest.mark.parametrize(
    ("listing", "found"),
    [
        (OPML, [Listed("https://wadi.example/rss", True), Listed("https://wadi.example/atom", True)]),
        (INDEX, [Listed("https://wadi.example/s1.xml", True)]),
        (SITEMAP, [Listed("https://wadi.example/n/1")]),
        (RSS, [Listed("https://wadi.example/n/1")]),
        (JSON_FEED, [Listed("https://wadi.example/n/1")]),
        ("<html><body>صفحة</body></html>", []),
    ],
)
def test_the_addresses_a_list_names(listing: str, found: list[Listed]) -> None:
    assert list(addresses_in(Source("x", listing.encode(), url="https://wadi.example/feed"))) == found


@pytest.mark.parametrize("charset", ["windows-1256", "utf-8-sig"])
def test_a_feed_in_another_charset_than_it_says(charset: str) -> None:
    (reading,) = read(RSS.replace('encoding="utf-8"', 'encoding="iso-8859-1"').encode(charset))
    assert reading.articles[0].title is not None
    assert reading.articles[0].title.text == TITLE


def test_a_feed_that_breaks_off_gives_its_whole_entries() -> None:
    item = RSS[RSS.index("<item>") : RSS.index("</channel>")]
    readings = read(RSS.replace("</channel></rss>", item + item)[: -len(item) // 2])
    assert sum(bool(r.articles) for r in readings) >= 2


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://wadi.example/x.dtd"> %x;]>',
    ],
)
@pytest.mark.parametrize("feed", [RSS, OPML, SITEMAP])
def test_entities_that_attack_are_refused(feed: str, doctype: str) -> None:
    started = time.monotonic()
    start = feed.index("?>") + 2
    (reading,) = read(feed[:start] + doctype + feed[start:].replace(TITLE, "&l11;&x;"))
    assert reading.page.state is PageState.BROKEN
    assert "entities" in reading.page.reason
    assert time.monotonic() - started < 2


def test_harmless_entities_are_read() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>'
    start = RSS.index("?>") + 2
    (reading,) = read(RSS[:start] + doctype + RSS[start:])
    assert reading.articles


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "broken"),
        ('{"version": "https://jsonfeed.org/version/1", "items": "x"}', "without entries"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [1, {"title": "\\ud800"}]}', "only a title"),
        ("<rss></rss>", "without entries"),
        ("<opml>", "0 feeds"),
        ("<urlset>", "without entries"),
        ("<rss>\x00\x00<channel><item><title>\x00</title></item></channel></rss>", ""),
    ],
)
def test_a_broken_feed_has_its_reason(feed: str, reason: str) -> None:
    (reading,) = read(feed)
    assert reading.page.state is not PageState.KEPT
    assert reason in reading.page.reason
    reading.page.text.encode("utf-8")


@pytest.mark.parametrize("link", ["http://[::1", "//[", "javascript:x", "", "\x00"])
def test_a_link_that_is_none_costs_the_link_alone(link: str) -> None:
    (reading,) = read(RSS.replace("/n/1", link))
    assert (reading.page.url or "https://wadi.example/feed").startswith("https://wadi.example/")
    assert reading.articles
    assert len(addresses_in(Source("x", RSS.replace("/n/1", link).encode(), url="https://wadi.example/feed"))) <= 1


@pytest.mark.parametrize("field", ["<content:encoded/>", "<summary/>", "<content/>", "<content type='xhtml'/>"])
def test_fields_that_hold_nothing(field: str) -> None:
    for feed in (RSS.replace("<author>", field + "<author>"), ATOM.replace("<author>", field + "<author>")):
        (reading,) = read(feed.replace(ESCAPED, ""))
        assert reading.page.reason == "only a title"


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([RSS, ATOM, SITEMAP, OPML, JSON_FEED]),
    st.integers(0, 900),
    st.integers(0, 40),
    st.binary(max_size=6),
)
def test_no_damage_raises(feed: str, at: int, gone: int, junk: bytes) -> None:
    data = feed.encode()
    source = Source("x", data[:at] + junk + data[at + gone :], url="https://wadi.example/feed")
    for reading in read_source(source):
        assert reading.articles or reading.failures
        assert "could not be read (" not in reading.page.reason
    try:
        addresses_in(source)
    except InputError:
        return


def test_a_publication_date_that_is_empty() -> None:
    (reading,) = read(RSS.replace("Thu, 07 Mar 2024 09:00:00 GMT", "").replace("</item>", "<updated/></item>"))
    assert reading.articles
    (reading,) = read(RSS.replace("<pubDate>", "<pubDate>\x00"))  # found by hypothesis
    assert "could not be read" not in reading.page.reason


@pytest.mark.parametrize("sign", ["<a>", "&", "&lt;", "<item/>"])
def test_a_feed_of_nothing_but_signs_is_refused(sign: str) -> None:
    started = time.process_time()
    (reading,) = read("<rss><channel>" + sign * 260_000)
    assert "too much markup" in reading.page.reason
    assert time.process_time() - started < 2


def test_of_endless_entries_the_first_are_read_and_the_others_counted() -> None:
    readings = read("<rss><channel>" + "<item><title>خبر</title></item>" * 3_010 + "</channel></rss>")
    assert len(readings) == 3_000
    assert readings[-1].failures[-1].reason.startswith("10 more entries")


def test_a_packed_list_names_its_addresses() -> None:
    for data in (SITEMAP, INDEX, RSS, OPML):
        listing = list_in(Source("x", gzip.compress(data.encode())))
        assert listing is not None
        assert addresses_in(listing) == addresses_in(Source("x", data.encode()))
    assert list_in(Source("x", gzip.compress(b"<html><p>x"))) is None
    assert list_in(Source("x", b"\x1f\x8b broken")) is None
    with pytest.raises(InputError):
        list_in(Source("x", gzip.compress(b"<urlset>" + bytes(40 << 20))))


def test_forms_are_told_by_their_root() -> None:
    assert form_of(b'\xef\xbb\xbf<?xml version="1.0"?><!-- x --><rss>') == "rss"
    assert form_of(b"<!doctype html><p>&lt;rss>") is None
    assert form_of(b'{"id": "1", "text": "x"}') is None
    assert form_of(b"") is None


@pytest.mark.parametrize(
    "feed",
    [
        RSS.replace("<item>", "<a>" * 20_000 + "<item>"),
        RSS.replace(ESCAPED, "&lt;div&gt;" * 20_000 + ESCAPED),
        RSS.replace("<item>", "<item " + " ".join(f'a{n}="x"' for n in range(20_000)) + ">"),
        RSS.replace(ESCAPED, "&" * 100_000),
        RSS.replace(ESCAPED, "<" * 50_000),
        RSS.replace(ESCAPED, "<![CDATA[" * 20_000),
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
        "<opml><body>" + "<outline>" * 50_000,
    ],
    ids=["deep", "deep text", "attributes", "ampersands", "brackets", "cdata", "json", "opml"],
)
def test_a_hostile_feed_ends_in_time(feed: str) -> None:
    started = time.process_time()
    assert len(read(feed)) == 1
    assert time.process_time() - started < 5


def test_a_huge_feed_is_refused_and_a_long_one_ends_in_time() -> None:
    started = time.monotonic()
    (reading,) = read(b"<rss>" + b" " * (33 << 20))
    assert "too large" in reading.page.reason
    item = f"<item><title>{TITLE}</title></item>"
    assert len(read(RSS.replace("</channel>", item * 500 + "</channel>"))) == 501
    assert time.monotonic() - started < 8
