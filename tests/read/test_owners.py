"""Whose a page is, who signs it and when it went out, where pages hide it: in signs, scripts, frames and buttons."""

from __future__ import annotations

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.names import is_nobody
from riwaya.read.owners import logo_name, shortened, site_among, site_in_parts
from riwaya.read.published import announces, month_of
from riwaya.read.structure import is_clock

TITLE = "نقابة الصيادين تعلن تأجيل موسم الروبيان عشرة أيام"
TEXT = (
    "أعلنت نقابة الصيادين في مرفأ الزيزفون تأجيل موسم الروبيان عشرة أيام بسبب برودة المياه وتأخر التكاثر.",
    "وقال نقيب الصيادين حاتم الشماع إن القوارب الصغيرة لن تخرج قبل منتصف الشهر، وإن المخالف يدفع غرامة.",
    "وأضاف الشماع أن النقابة ستعوض أصحاب القوارب عن أيام التأجيل من صندوق التكافل الذي أنشئ قبل سنتين.",
)


def page(above: str = "", beside: str = "", below: str = "", head: str = "", title: str = TITLE) -> Article:
    told = "".join(f"<p>{line}</p>" for line in TEXT)
    markup = (
        f"<html dir=rtl><head><title>{title}</title>{head}</head><body>{above}"
        f"<article><h1>{TITLE}</h1>{beside}<div>{told}</div></article>{below}</body></html>"
    )
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    return reading.articles[0]


def published(article: Article) -> str | None:
    return article.published.when.value if article.published else None


LATIN = '<meta property="og:site_name" content="Al Zayzafoun">'


@pytest.mark.parametrize(
    "sign",
    [
        '<a href="/"><img class="logo" src="/x.png" alt="شعار الزيزفون"></a>',
        '<a class="site-logo" href="/" title="الانتقال إلى الزيزفون"><img alt="" src="/x.png"></a>',
        '<div><a class="logo"><svg role="img"><title>الزيزفون</title><path d="M0"/></svg></a></div>',
    ],
)
def test_the_arabic_name_of_a_sign_stands_before_a_latin_one(sign: str) -> None:
    assert page(above=sign, head=LATIN).outlet == "الزيزفون"
    assert page(above=sign).outlet == "الزيزفون"


def test_a_sign_that_names_nobody_or_another_leaves_what_the_markup_says() -> None:
    home = '<a href="/"><img class="logo" src="/x.png" alt="الرئيسية"></a>'
    assert page(above=home, head=LATIN).outlet == "Al Zayzafoun"
    other = '<a href="/"><img class="logo" src="/x.png" alt="شعار فيسبوك"></a>'
    assert page(above=other, head=LATIN).outlet == "Al Zayzafoun"
    arabic = '<meta property="og:site_name" content="جريدة المرسى">'
    assert page(above='<img class="logo" src="/x.png" alt="الزيزفون">', head=arabic).outlet == "جريدة المرسى"


def test_the_line_of_rights_gives_the_arabic_name_too() -> None:
    rights = "<footer><p>جميع الحقوق محفوظة لوكالة الزيزفون للأنباء؛ النقل جائز</p></footer>"
    assert page(below=rights, head=LATIN).outlet == "وكالة الزيزفون للأنباء"


def test_names_are_cut_out_of_titles_among_sections() -> None:
    assert site_in_parts(f"رابطة الزيزفون :: اخبار الساحل :: {TITLE}", TITLE) == "رابطة الزيزفون"
    assert site_in_parts(f"{TITLE} - أخبار - مقالات", TITLE) is None
    assert site_in_parts(f"فيديو {TITLE}", TITLE) is None
    assert site_in_parts(TITLE, "") is None
    assert shortened("الزيزفون بالعربية – 13.01.2025") == "الزيزفون بالعربية"
    assert site_among(["zayzafoun.example", "My Site", "الزيزفون"]) == "الزيزفون"
    assert site_among(["zayzafoun.example"]) is None
    assert logo_name(["بحث", "Zayzafoun", "شعار جريدة الزيزفون"]) == "جريدة الزيزفون"


@pytest.mark.parametrize("name", ["almarsa", "user_77", "إضافة رد", "كلية الزراعة", "خاص بالموقع", "admin"])
def test_accounts_buttons_and_houses_sign_nothing(name: str) -> None:
    assert is_nobody(name)


@pytest.mark.parametrize("name", ["حاتم الشماع", "Hatim", "afp", "هيئة التحرير", "ع. بوشارب"])
def test_people_agencies_and_desks_do(name: str) -> None:
    assert not is_nobody(name)


def test_the_writer_above_the_title_is_named_by_the_title_or_the_day() -> None:
    above = "<div class='site'><span>هاني الشماع</span></div>"
    assert page(above=above, title=f"{TITLE} - هاني الشماع - جريدة المرسى").byline == "هاني الشماع"
    assert page(above=above, title=f"{TITLE} - جريدة المرسى").byline is None


def test_a_time_announced_in_the_frame_is_the_articles_and_a_board_is_not() -> None:
    told = "<div class='toolbar'><p>تاريخ النشر: 4 شباط 2022 - 13:20</p></div>"
    board = "<div class='toolbar'><p>الجمعة 4 شباط 2022 - 13:20</p></div>"
    assert published(page(above=told)) == "2022-02-04T13:20"
    assert published(page(above=board)) is None
    assert announces("نُشر في 4 شباط 2022") and not announces("الساعة 10:20 يوم 4 شباط 2022")


def test_the_first_publication_stands_before_the_last_change() -> None:
    head = '<meta property="article:published_time" content="2023-05-09T10:15:00+03:00">'
    line = "<p>نشر بتاريخ: 8 مايو 2023 09:40</p>"
    changed = "<p>آخر تعديل على 9 مايو 2023 10:15</p>"
    assert published(page(beside=line, below=changed, head=head)) == "2023-05-08T09:40"
    assert published(page(beside=line, head=head)) == "2023-05-09T10:15"


def test_the_month_of_an_issue_is_a_month() -> None:
    assert published(page(beside="<p>العدد 12 – نيسان/ أبريل 2019</p>")) == "2019-04"
    assert published(page(beside="<p>العدد 12 – الأربعاء 3 نيسان 2019</p>")) == "2019-04-03"
    assert month_of("ارتفع عدد الزوار في أبريل 2019") is None


def test_a_time_in_scripts_serves_where_the_page_gives_none() -> None:
    body = " ".join(TEXT)
    state = f'{{"article": {{"headline": "{TITLE}", "publishedAt": "2024-03-02T08:05:00+03:00", "body": "{body}"}}}}'
    script = f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    assert published(page(below=script)) == "2024-03-02T08:05"
    assert published(page(below=script, beside="<p>نشر في 1 مارس 2024 07:00</p>")) == "2024-03-01T07:00"


def test_the_signature_below_gives_the_hour_of_the_day_above() -> None:
    day = "<p>نشر في 5 آذار 2019</p>"
    told = "".join(f"<p>{line}</p>" for line in (*TEXT, "مرسلة بواسطة حاتم الشماع في 4:22 م"))
    markup = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{day}<div>{told}</div></body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    assert published(reading.articles[0]) == "2019-03-05T16:22"


def test_times_of_day_may_name_their_clocks() -> None:
    assert is_clock("16:05 بتوقيت غرينتش") and is_clock("16:05 GMT") and is_clock("16:05")
    assert not is_clock("16:05 بدأ العمال اعتصامهم")


def test_lines_set_as_print_had_them_are_one_paragraph() -> None:
    style = 'style="position:absolute;top:10px;left:40px;white-space:nowrap"'
    halves = (f"{' '.join(t.split()[:8])}<br/>{' '.join(t.split()[8:])}" for t in TEXT)
    laid = "".join(f"<p {style}>{h}</p>" for h in halves)
    markup = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{laid}</div></body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    (article,) = reading.articles
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)
