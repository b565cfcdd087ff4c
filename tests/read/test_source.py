"""What may come in: charsets, kinds of file, broken files. Nothing raises; every loss has a reason."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Origin, PageState, Reading, Source
from riwaya.read import read_source
from riwaya.read.decode import decode
from riwaya.read.source import kind_of

TITLE = "افتتاح جسر جديد فوق النهر الكبير"
BODY = (
    "افتتح وزير الأشغال، صباح الاثنين، جسرا جديدا فوق النهر الكبير يربط ضفتي المدينة.\n"
    "وقال الوزير إن الجسر سيخفف الزحام، وإن كلفته بلغت أربعين مليون دينار.\n"
    "وعبرت أولى الحافلات الجسر بعد الظهر وسط ترحيب السكان.\n"
)
PAGE = f"{TITLE}\n\n{BODY}"
HTML = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} - الضفة نيوز</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2024-05-06T08:30:00+03:00", "author": {{"name": "ليلى سعد"}}}}</script></head>
<body><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav>
<article><h1>{TITLE}</h1><figure><img src="a.jpg"><figcaption>الجسر عند الفجر</figcaption></figure>
{"".join(f"<p>{p}</p>" for p in BODY.splitlines())}
<script>var x = "وقال الوزير إن هذا ليس نصا من المقال على الإطلاق.";</script>
<div class="share-buttons"><a href="#">فيسبوك</a></div></article>
<aside class="most-read"><h3>الأكثر قراءة</h3>
<ul><li><a href="/1">مباراة القمة تنتهي بالتعادل السلبي</a></li></ul></aside>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def one(data: bytes, name: str = "page.txt") -> Reading:
    (reading,) = read_source(Source(name, data))
    return reading


CHARSETS = ("utf-8", "utf-8-sig", "windows-1256", "iso-8859-6", "utf-16", "utf-16-le", "utf-16-be")
ROWS = (TITLE, *BODY.splitlines(), "", "أخبار ذات صلة", "منذ 3 ساعات", "شارك", "التعليقات", "نص قصير هنا")
PERSIAN = "رئیس جمهور گفت که این پل از آن مردم است و با تلاش آنها ساخته شد."


@pytest.mark.parametrize("charset", CHARSETS)
def test_arabic_is_read_in_any_charset(charset: str) -> None:
    reading = one(PAGE.encode(charset))
    assert reading.page.text == PAGE
    assert reading.articles[0].title is not None
    assert reading.articles[0].title.text == TITLE


@pytest.mark.parametrize("real", ["utf-8", "windows-1256"])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1", "no-such-charset"])
def test_a_wrong_declaration_is_not_believed(real: str, declared: str) -> None:
    data = HTML.replace('charset="utf-8"', f'charset="{declared}"').encode(real)
    assert TITLE in one(data, "page.html").page.text


def test_line_ends_and_offsets_are_those_of_the_file() -> None:
    text = PAGE.replace("\n", "\r\n")
    reading = one(text.encode())
    assert reading.page.text == text
    assert [text[b.start : b.end] for b in reading.articles[0].body] == BODY.splitlines()


def test_html_gives_title_body_caption_author_and_time() -> None:
    reading = one(HTML.encode(), "page.html")
    (article,) = reading.articles
    text = reading.page.text
    assert [text[b.start : b.end] for b in article.body] == BODY.splitlines()
    assert article.title is not None
    assert article.title.span is not None
    assert text[article.title.span.start : article.title.span.end] == TITLE
    assert article.published is not None
    assert (article.published.when.value, article.published.when.origin) == ("2024-05-06T08:30", Origin.PAGE)
    assert (article.byline, article.outlet) == ("ليلى سعد", "الضفة نيوز")
    assert "ليس نصا" not in text
    assert {b.kind.value for b in reading.page.blocks} >= {"title", "body", "caption", "related_item_title", "ui"}


def test_json_lines_keep_what_is_given() -> None:
    record = {"id": "a1", "url": "https://example.org/1", "outlet": "الضفة", "title": TITLE, "published": "2024-05-06",
              "author": "ليلى", "text": BODY}  # fmt: skip
    lines = "\n".join([json.dumps(record), "{broken", json.dumps({"id": "a2"}), json.dumps({"text": BODY}), '"word"'])
    readings = read_source(Source("in.jsonl", lines.encode()))
    first = readings[0]
    assert (first.page.name, first.page.text, first.page.host) == ("a1", f"{TITLE}\n\n{BODY}", "example.org")
    assert first.articles[0].published is not None
    assert first.articles[0].published.when.origin is Origin.GIVEN
    reasons = [f.reason for r in readings[1:] for f in r.failures]
    assert len(reasons) == 4
    assert "line 2: not JSON" in reasons[0]
    assert "neither 'text' nor 'html'" in reasons[1]
    assert "without an 'id'" in reasons[2]


def test_one_object_and_an_array_are_json_too() -> None:
    records = [{"id": str(n), "title": TITLE, "text": BODY} for n in range(2)]
    assert [r.page.name for r in read_source(Source("a.json", json.dumps(records).encode()))] == ["0", "1"]
    assert one(json.dumps(records[0], indent=2).encode(), "a.json").page.name == "0"


def test_html_wins_over_text_and_lone_surrogates_are_replaced() -> None:
    both = one(json.dumps({"id": "h", "html": HTML, "text": "نص آخر"}).encode(), "a.jsonl")
    assert "نص آخر" not in both.page.text
    broken = one(b'{"id": "s", "title": "\\ud800 x", "text": ' + json.dumps(BODY).encode() + b"}", "a.jsonl")
    assert broken.page.text.encode("utf-8")


def test_a_feed_is_one_page_an_entry() -> None:
    paragraphs = "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in BODY.splitlines())
    item = f"<item><title>{TITLE}</title><link>https://example.org/1</link>"
    item += f"<pubDate>Mon, 06 May 2024 05:30:00 GMT</pubDate><description>{paragraphs}</description></item>"
    channel = f"<channel><title>الضفة</title>{item}<item/></channel>"
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}</rss>'
    first, second = read_source(Source("feed.xml", feed.encode()))
    assert first.page.name == "feed.xml#1"
    assert [first.page.text[b.start : b.end] for b in first.articles[0].body] == BODY.splitlines()
    assert first.articles[0].published is not None
    assert first.articles[0].published.when.value == "2024-05-06T05:30"
    assert second.failures


@pytest.mark.parametrize(
    ("data", "state", "reason"),
    [
        (b"", PageState.EMPTY, "empty"),
        (b" \n\r\n\t", PageState.EMPTY, "empty"),
        (b"\x00" * 2000, PageState.EMPTY, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, PageState.BROKEN, "image"),
        (bytes(range(256)) * 40, PageState.BROKEN, "binary"),
        (b"%PDF-1.7 ...", PageState.BROKEN, "PDF"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", PageState.BROKEN, "WARC"),
        (b"<html><body><img src=x><script>1</script></body></html>", PageState.EMPTY, "without text"),
        (b"The minister opened a new bridge over the river on Monday morning.", PageState.WRONG_LANGUAGE, "not Arabic"),
        (PERSIAN.encode() * 4, PageState.WRONG_LANGUAGE, "fa"),
    ],
)
def test_a_bad_page_is_a_failure_with_its_reason(data: bytes, state: PageState, reason: str) -> None:
    reading = one(data)
    assert reading.page.state is state
    assert reading.articles == ()
    assert len(reading.failures) == 1
    assert reason in reading.failures[0].reason


def test_a_huge_line_and_deep_markup_end_in_time() -> None:
    start = time.monotonic()
    huge = one("كلمة ".encode() * 6_000_000)  # 54 MB
    assert "too large" in huge.failures[0].reason
    long = one("قال الوزير إن العمل جار. ".encode() * 40_000)
    assert len(long.articles) == 1
    deep = one(b"<html>" + b"<div>" * 40_000 + PAGE.encode() + b"</html>", "deep.html")
    assert TITLE in deep.page.text
    assert time.monotonic() - start < 20


def test_kinds_are_told_by_bytes_before_names() -> None:
    assert kind_of(Source("page.txt", HTML.encode())) == "html"
    assert kind_of(Source("page.txt", PAGE.encode())) == "plain"
    assert kind_of(Source("x", b'{"id": "1", "text": "a"}')) == "json"
    assert kind_of(Source("x", b'<?xml version="1.0"?>\n<rss version="2.0">')) == "feed"
    assert kind_of(Source("x.txt", "<قال> الوزير <p> في حديثه".encode())) == "plain"


def test_a_few_broken_bytes_do_not_cost_the_page() -> None:
    reading = one(PAGE.encode()[:200] + b"\xff\xfe" + PAGE.encode()[200:])
    assert "\ufffd" in reading.page.text
    assert "الجسر" in reading.page.text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    for reading in read_source(Source("x", data)):
        assert reading.articles or reading.failures
        assert all(0 <= b.start < b.end <= len(reading.page.text) for b in reading.page.blocks)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(ROWS), max_size=25))
def test_blocks_cover_every_line_once(rows: list[str]) -> None:
    text = "\n".join(rows)
    (reading,) = read_source(Source("x.txt", text.encode()))
    if reading.page.state is PageState.KEPT:
        assert [text[b.start : b.end] for b in reading.page.blocks] == [r for r in rows if r]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["windows-1256", "iso-8859-6", "utf-8"]), st.integers(0, 60))
def test_decoding_inverts_encoding(charset: str, skip: int) -> None:
    words = BODY[skip:]
    assert decode(words.encode(charset)).text == words
