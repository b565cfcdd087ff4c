"""What a page leads to: its feeds and the pages behind its headlines."""

from __future__ import annotations

from riwaya.model import Source
from riwaya.read.links import links_in

PAGE = """<html><head><title>أخبار الساحل</title>
<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="alternate" hreflang="en" href="/en/">
</head><body><nav><a href="/economy">اقتصاد</a><a href="/sport/local">رياضة محلية</a></nav>
<h2><a href="/2026/03/port#top">ميناء الساحل يستأنف استقبال السفن التجارية</a></h2>
<h2><a href="https://www.sahel.example/2026/03/port">الصورة: ميناء الساحل يستأنف استقبال السفن</a></h2>
<h2><a href="/2026/03/budget?a=1">المجلس البلدي يقر موازنة العام المقبل بالإجماع</a></h2>
<a href="https://partner.example/x">إعلان عن دورة تدريبية في اللغات الأجنبية</a>
<a href="javascript:alert(1)">افتح هذا الرابط كي ترى كل شيء</a>
<a href="http://[bad">رابط معطوب فيه كلمات عربية كثيرة</a>
<a href="/">العودة إلى الصفحة الرئيسية لموقع أخبار الساحل</a></body></html>"""


def _links(page: str, url: str | None = "https://sahel.example/") -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = links_in(Source("sahel", page.encode(), "text/html", url))
    return found.feeds, found.pages


def test_feeds_and_headlines_are_found_menus_and_strangers_are_not() -> None:
    feeds, pages = _links(PAGE)
    assert feeds == ("https://sahel.example/feed.xml",)
    assert pages == (
        "https://sahel.example/2026/03/port",
        "https://www.sahel.example/2026/03/port",
        "https://sahel.example/2026/03/budget?a=1",
    )


def test_a_page_without_an_address_or_without_markup_leads_nowhere() -> None:
    assert _links(PAGE, None) == ((), ())
    assert _links("") == ((), ())
    assert _links("\x00\x01\x02") == ((), ())
