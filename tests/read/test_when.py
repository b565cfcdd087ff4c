"""When a page went out: fields, attributes, boxes, scripts and addresses, and what of them is no publication."""

from __future__ import annotations

import pytest

from riwaya.model import Article, Origin, Source
from riwaya.read import read_source
from riwaya.read.published import day_in_path, issue_in, month_first, other_order, parse_stamp, read_stamp

TITLE = "تعاونية النحالين تفتتح معملا لفرز العسل في وادي الرمان"
TEXT = (
    "افتتحت تعاونية النحالين في وادي الرمان معملا لفرز العسل وتعبئته يعمل فيه عشرون شابا من القرى المجاورة.",
    "وقال رئيس التعاونية مروان الصفدي إن المعمل يتسع لعشرة أطنان في الموسم، وإن آلاته اشتريت بقرض صغير.",
    "وأضاف الصفدي أن النحالين كانوا ينقلون خلاياهم إلى المدينة، ويدفعون أجرة النقل من ثمن العسل.",
)
URL = "https://nahl.example/news/77"


def page(beside: str = "", head: str = "", below: str = "", url: str | None = URL, heading: str = TITLE) -> Article:
    told = "".join(f"<p>{line}</p>" for line in TEXT)
    markup = (
        f"<html dir=rtl><head><title>{TITLE}</title>{head}</head><body><ul><li><a href='/'>الرئيسية</a></li></ul>"
        f"<div class=c><h1>{heading}</h1>{beside}<div class=b>{told}</div></div>{below}</body></html>"
    )
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html", url))
    return reading.articles[0]


def day(beside: str = "", head: str = "", below: str = "", url: str | None = URL) -> str | None:
    published = page(beside, head, below, url).published
    return published.when.value[:10] if published else None


@pytest.mark.parametrize(
    "beside",
    [
        '<span data-timestamp="1715945400">منذ عامين</span>',
        '<span data-time="1715945400000">منذ عامين</span>',
        '<div class="i" data-date="2024-05-17T14:30:00Z"></div>',
        '<abbr class="timeago" title="2024-05-17T14:30:00+03:00">منذ عامين</abbr>',
        '<span title="17 مايو 2024 14:30">منذ عامين</span>',
        "<div class=k><div>17</div><div>مايو</div><div>2024</div></div>",
        "<ul><li>مروان الصفدي</li><li>17</li><li>أيار</li><li>2024</li></ul>",
        "<ul><li>آخر تحديث: 20 مايو 2024</li><li>نُشر: 17 مايو 2024</li></ul>",
        "<div><span>آخر تحديث 19 مايو 2024 - 10:00</span><span>نُشر 17 مايو 2024 - 14:30</span></div>",
        "<div>المصدر: وكالة النحل | 17-05-2024 | 02:30 م</div>",
    ],
)
def test_a_day_beside_the_title_is_read_however_it_stands(beside: str) -> None:
    assert day(beside) == "2024-05-17"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="article_date_original" content="2024-05-17">',
        '<meta property="og:release_date" content="2024-05-17">',
        '<meta name="creation_date" content="17-05-2024 14:30">',
        '<meta name="twitter:label1" content="نُشر في"><meta name="twitter:data1" content="17 مايو 2024">',
        '<meta property="article:published_time" content="1715945400">',
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",'
        '"datePublished":"/Date(1715945400000)/"}</script>',
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",'
        '"dateCreated":"2024-05-17","dateModified":"2024-05-19"}</script>',
        '<script>dataLayer.push({"publishDate":"2024-05-17","author":"m"});</script>',
    ],
)
def test_fields_of_the_head_give_the_day(head: str) -> None:
    assert day(head=head) == "2024-05-17"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://nahl.example/2024/05/17/honey", "2024-05-17"),
        ("https://nahl.example/news/2024/5/7/honey", "2024-05-07"),
        ("https://nahl.example/20240517/a1.html", "2024-05-17"),
        ("https://nahl.example/2024-05-17-honey", "2024-05-17"),
        ("https://nahl.example/2024/05/honey.html", "2024-05"),
        ("https://nahl.example/news/20240599", None),
        ("https://nahl.example/2024/0517/a", None),
        ("https://nahl.example/a/2024/123456", None),
        ("https://nahl.example/2024517/a", None),
    ],
)
def test_an_address_gives_its_day_where_nothing_else_does(url: str, told: str | None) -> None:
    when = day_in_path(url)
    assert (when.value if when else None) == told
    assert day(url=url) == told
    assert day("<p>نشر في 3 حزيران 2023</p>", url=url) == "2023-06-03"


@pytest.mark.parametrize(
    "below",
    [
        '<div class="latest"><div class="card"><a href="/1">خبر آخر عن سوق الخضار</a>'
        '<span data-time="2024-05-01T10:00">منذ يوم</span></div></div>',
        '<script>var items=[{"publishDate":"2024-05-01"},{"publishDate":"2024-05-02"}]</script>',
        "<div>جميع الحقوق محفوظة 2024/05/20</div>",
        '<meta property="article:modified_time" content="2024-05-17T14:30:00+03:00">',
    ],
)
def test_what_is_no_publication_gives_none(below: str) -> None:
    assert day(below=below) is None
    assert day(head='<meta property="article:published_time" content="1970-01-01T00:00:00+00:00">', below=below) is None


def test_the_month_stands_first_where_the_page_shows_it() -> None:
    cards = "".join(
        f"<div class=card><a href='/{d}'>خبر آخر عن سوق الخضار رقم {d}</a> <span>05/{d}/2024</span></div>"
        for d in (17, 19, 28)
    )
    assert day("<div>05/03/2024</div>") == "2024-03-05"
    assert day("<div>05/03/2024</div>", below=f"<div class=latest>{cards}</div>") == "2024-05-03"
    assert day("<div>3/5/2024 2:30:00 PM</div>", url="https://nahl.example/2024/3/5/x") == "2024-03-05"
    assert month_first(["05/17/2024", "05/19/2024"]) and not month_first(["05/17/2024", "17/05/2024"])
    stamp = read_stamp("5/3/2024 14:30")
    assert stamp is not None and (swapped := other_order(stamp.when)) is not None
    assert swapped.value == "2024-05-03T14:30"


def test_the_issue_that_an_address_names_has_its_day() -> None:
    board = "<div>العدد 4411 - الجمعة 17 مايو 2024 - السنة الثانية عشرة</div>"
    told = "".join(f"<p>{line}</p>" for line in TEXT)
    above = f"{board}<p><a href='/a'>الأولى</a></p>"
    markup = f"<html><title>p3</title><body>{above}<div><h2>{TITLE}</h2>{told}</div></body></html>"

    def at(url: str) -> str | None:
        (reading,) = read_source(Source("page.html", markup.encode(), "text/html", url))
        published = reading.articles[0].published
        return published.when.value if published else None

    assert at("https://nahl.example/4411/p03.html") == "2024-05-17"
    assert issue_in("العدد رقم (٤٤١١) - الجمعة") == "4411" and issue_in("بلغ العدد مئة") is None


def test_seconds_since_1970_are_a_moment_and_other_numbers_are_none() -> None:
    def value(field: object) -> str | None:
        published = parse_stamp(field, Origin.PAGE, "a field")
        return published.when.value if published else None

    assert value(1715945400) == value("1715945400000") == value("/Date(1715945400000+0300)/") == "2024-05-17T11:30"
    assert [value(v) for v in ("123456789", "2024", "0", True, None, "1970-01-01")] == [None] * 6


def test_headings_hold_kickers_and_days_that_are_not_the_title() -> None:
    head = f'<meta property="og:title" content="{TITLE}">'

    def title(heading: str) -> str | None:
        found = page(head=head, heading=heading).title
        return found.text if found else None

    assert title(f"<span>وادي الرمان</span> {TITLE}") == TITLE
    assert title(f"{TITLE} <small>17 مايو 2024</small>") == TITLE
    assert title(f"بالصور.. {TITLE}") == f"بالصور.. {TITLE}"
    assert title(f"{TITLE} بعد عامين من الانتظار") == f"{TITLE} بعد عامين من الانتظار"
