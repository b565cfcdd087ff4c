"""Pages that show plans and prices in place of their text, and those that show a text beside such an offer."""

from __future__ import annotations

import pytest

from riwaya.model import Reading, Source
from riwaya.read import read_source

TITLE = "رسائل الوزير المفقودة: من أحرق أرشيف الميناء؟"
TEXT = (
    "احترق أرشيف الميناء القديم ليلة الأحد، وفقدت معه رسائل الوزير السابق إلى شركة الشحن.",
    "وقال مدير الأرشيف نعيم الخطيب إن الحريق بدأ في غرفة مقفلة لا يملك مفتاحها سوى ثلاثة موظفين.",
    "وأمرت النيابة بتوقيف حارسين، وطلبت من شركة الشحن نسخا من الرسائل التي تسلمتها.",
)
NOTICES = (
    "هذا المقال متاح للمشتركين فقط",
    "لمتابعة القراءة اختر اشتراكك",
    "لقراءة المقال كاملا اشترك الآن",
    "هذه المادة متاحة لمشتركي مجلة الأرصفة فقط. افتح لك أرشيفنا كله.",
    "أكمل القراءة باشتراك",
    "بقية التحقيق للمشتركين",
)
PRICES = (("3.50 دولار", "30 دولارا"), ("25 ريالا شهريا", "240 ريالا سنويا"), ("$5", "$48"), ("د.ك 2", "د.ك 20"))
ASKED = (
    "<div><h4>هل أستطيع الدفع من حسابي المصرفي؟</h4>"
    "<p>نعم، نقبل التحويل من كل المصارف، وتفعل الباقة في يوم العمل التالي.</p></div>"
    "<div><h4>متى يجدد الاشتراك؟</h4>"
    "<p>يجدد الاشتراك من تلقاء نفسه في نهاية المدة، ويمكن إيقافه من صفحة الحساب.</p></div>"
)


def read(inner: str) -> Reading:
    head = f"<title>{TITLE} | مجلة الأرصفة</title><meta property=og:site_name content='مجلة الأرصفة'>"
    (reading,) = read_source(
        Source("p.html", f"<html dir=rtl><head>{head}</head><body>{inner}</body></html>".encode(), "text/html")
    )
    return reading


def wall(notice: str, prices: tuple[str, ...]) -> str:
    plans = "".join(
        f"<div class=o><h3>باقة</h3><b>{price}</b><p>قراءة غير محدودة لكل أعداد المجلة وأرشيفها منذ صدورها.</p></div>"
        for price in prices
    )
    return f"<div class=w><h2>{notice}</h2>{plans}{ASKED}</div>"


HEAD = f"<div class=h><h1>{TITLE}</h1><div>9 أيار 2022</div></div>"
SHOWN = f"<div class=t>{''.join(f'<p>{line}</p>' for line in TEXT)}</div>"


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("prices", PRICES)
def test_plans_in_place_of_a_text_are_no_article(notice: str, prices: tuple[str, ...]) -> None:
    assert read(f"{HEAD}{wall(notice, prices)}").articles == ()


@pytest.mark.parametrize("prices", PRICES)
def test_what_is_shown_above_a_wall_is_read_without_it(prices: tuple[str, ...]) -> None:
    (article,) = read(f"{HEAD}{SHOWN}{wall(NOTICES[0], prices)}").articles
    assert tuple(article.text[b.start : b.end] for b in article.body) == TEXT


def test_what_is_shown_above_a_wall_in_one_element_with_it_is_read() -> None:
    plans = "".join(f"<div>باقة</div><div>{price}</div>" for price in PRICES[0])
    inner = f"{SHOWN}<h2>{NOTICES[0]}</h2>{plans}"
    (article,) = read(f"{HEAD}<div>{inner}</div>").articles
    assert tuple(article.text[b.start : b.end] for b in article.body) == TEXT


def test_a_text_with_prices_below_a_notice_is_read() -> None:
    told = "<table><tr><td>القمح</td><td>30 دولارا</td></tr><tr><td>الذرة</td><td>22 دولارا</td></tr></table>"
    (article,) = read(f"{HEAD}<div><div>{NOTICES[0]}</div>{SHOWN}{told}</div>").articles
    assert tuple(article.text[b.start : b.end] for b in article.body)[:3] == TEXT


def test_a_notice_without_plans_takes_no_text() -> None:
    (article,) = read(f"{HEAD}<div><p>{NOTICES[0]}</p>{SHOWN}</div>").articles
    assert tuple(article.text[b.start : b.end] for b in article.body) == TEXT


def test_prices_without_a_notice_take_no_text() -> None:
    told = "<table><tr><td>القمح</td><td>30 دولارا</td></tr><tr><td>الذرة</td><td>22 دولارا</td></tr></table>"
    (article,) = read(f"{HEAD}{SHOWN}{told}").articles
    assert tuple(article.text[b.start : b.end] for b in article.body)[:3] == TEXT


TEASERS = ("في الغرفة التي لا نافذة لها، وجد الحارس مفتاحا لم يره من قبل…", "لم يسأل أحد عن المفتاح الثالث ...")
FREE = "".join(
    f"<article><a href='/{n}'><h4>{head}</h4></a><p>{line}</p></article>"
    for n, (head, line) in enumerate(
        (
            (
                "سوق الزهور يفتح ليلا",
                "بدأ سوق الزهور في الضاحية الشرقية العمل ليلا في الصيف، وقال الباعة إن الزبائن زادوا.",
            ),
            (
                "قطار الجبل يعود الأحد",
                "تعود رحلات قطار الجبل الأحد بعد تبديل القضبان، والتذاكر تباع في المحطة القديمة.",
            ),
            ("مدرسة للعزف في القلعة", "افتتحت البلدية مدرسة للعزف في القلعة، ويدرس فيها ستة من عازفي الفرقة القديمة."),
        )
    )
)


@pytest.mark.parametrize("teaser", TEASERS)
@pytest.mark.parametrize("notice", NOTICES[3:])
def test_a_line_that_breaks_off_above_a_wall_is_no_article(teaser: str, notice: str) -> None:
    inner = f"{HEAD}<div><p>{teaser}</p></div>{wall(notice, PRICES[0])}{ASKED}<section>{FREE}</section>"
    assert read(inner).articles == ()


@pytest.mark.parametrize("teaser", TEASERS)
@pytest.mark.parametrize("notice", NOTICES)
def test_a_line_that_breaks_off_above_a_notice_is_no_article(teaser: str, notice: str) -> None:
    assert read(f"{HEAD}<div><p>{teaser}</p></div><div><p>{notice}</p></div>").articles == ()


@pytest.mark.parametrize("notice", NOTICES)
def test_a_short_story_above_a_notice_is_read(notice: str) -> None:
    (article,) = read(f"{HEAD}<div><p>{TEXT[0]}</p><p>{TEXT[2]}</p></div><div><p>{notice}</p></div>").articles
    assert tuple(article.text[b.start : b.end] for b in article.body)[:2] == (TEXT[0], TEXT[2])
