"""Days that the page bears out against its markup, and the order of numbers that its other dates show."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Source
from riwaya.read import read_source

TITLE = "متحف الملح في السبخة يفتح قاعة لأدوات العمال"
TEXT = (
    "فتح متحف الملح في السبخة قاعة لأدوات العمال جمعت من بيوت القرية على مدى ثلاثة أعوام.",
    "وقالت أمينة المتحف رحاب السالمي إن القاعة تعرض مئة أداة، منها مجارف من خشب السدر.",
    "ويفتح المتحف أبوابه كل صباح عدا الجمعة، ودخول التلاميذ إليه بلا مقابل طوال السنة.",
)


def day(head: str = "", line: str = "", url: str | None = None, end: str = "") -> str | None:
    text = "".join(f"<p>{p}</p>" for p in TEXT)
    markup = (
        f"<html dir=rtl><head><title>{TITLE}</title>{head}</head><body><div><h1>{TITLE}</h1>{line}<div>{text}</div>"
        f"</div>{end}</body></html>"
    )
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html", url))
    published = reading.articles[0].published
    return published.when.value[:10] if published else None


def meta(value: str, name: str = "article:published_time") -> str:
    return f'<meta property="{name}" content="{value}">'


LINE = "<div>نشر في 6 يونيو 2024</div>"


@pytest.mark.parametrize("value", ["2009-01-01T00:00:00Z", "2010-01-01", "2013-08-20T08:00:00+03:00"])
@pytest.mark.parametrize("name", ["article:published_time", "DC.date", "date"])
def test_a_templates_day_gives_way_to_the_line_below_the_title(value: str, name: str) -> None:
    assert day(meta(value, name), LINE) == "2024-06-06"
    assert day(meta(value, name), url="https://salt.example/2024/06/06/hall") == "2024-06-06"
    assert day(meta(value, name), '<div><time datetime="2024-06-06T09:00">اليوم</time></div>') == "2024-06-06"


def test_a_day_that_the_page_was_changed_is_no_contradiction() -> None:
    old = meta("2013-08-20T08:00:00+03:00")
    assert day(old + meta("2024-06-06T10:00:00+03:00", "article:modified_time"), LINE) == "2013-08-20"
    assert day(old, "<div>آخر تحديث: 6 يونيو 2024</div>") == "2013-08-20"
    assert day(meta("2024-06-05T22:30:00Z"), LINE) in ("2024-06-05", "2024-06-06")


def test_a_first_of_january_stands_behind_other_fields() -> None:
    assert day(meta("2009-01-01T00:00:00Z", "DC.date") + meta("2024-06-06T09:00:00+03:00")) == "2024-06-06"
    assert day(meta("2024-01-01T07:30:00+03:00")) == "2024-01-01"


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("<div>06/05/2024</div><div>آخر تحديث: 06/21/2024</div>", ""),
        ("<div>نشر بتاريخ: 06/05/2024 - آخر تحديث 06/21/2024</div>", ""),
        ("<div>06.05.2024</div>", "<ul><li>خبر أول 06.14.2024</li><li>خبر ثان 05.30.2024</li></ul>"),
    ],
)
def test_the_month_stands_first_where_dates_beside_it_show_that(line: str, end: str) -> None:
    assert day("", line, end=end) == "2024-06-05"


def test_the_last_change_shows_the_order_of_day_and_month() -> None:
    assert day(meta("2024-06-05T10:00:00", "article:modified_time"), "<div>06/05/2024</div>") == "2024-06-05"
    assert day("", "<div>06/05/2024</div>") == "2024-05-06"
    assert day(meta("6/5/2024 9:10:00 AM")) == "2024-06-05"


def test_a_change_before_the_publication_in_one_line() -> None:
    assert day("", "<div><span>آخر تحديث: 07-06-2024</span> | <span>06-06-2024</span></div>") == "2024-06-06"


@pytest.mark.parametrize(
    "value", [1717650000000, "1717650000", {"$date": 1717650000000}, {"date": "2024-06-06 08:00:00"}]
)
@pytest.mark.parametrize("key", ["publishedAt", "created", "timestamp", "publication_time"])
def test_times_in_scripts_however_wrapped(key: str, value: object) -> None:
    data = {"props": {"article": {"title": TITLE, "content": "<p>" + "</p><p>".join(TEXT), key: value}}}
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    assert day(script) == "2024-06-06"
