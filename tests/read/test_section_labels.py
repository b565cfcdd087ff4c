"""What a frame, a heading over cards or a player says of a page is no title, no outlet, no writer and no article."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.owners import bare_sign, names_no_site, names_section
from riwaya.rules import load

TITLE = "هيئة المراعي تفتح أربع محميات أمام النحالين مع بداية الربيع"
TEXT = (
    "فتحت هيئة المراعي أربع محميات في السهل الشمالي أمام النحالين مع بداية الربيع، بعد إغلاق دام موسمين متتاليين.",
    "وقال مدير المحميات ناصر الحمداوي إن كل نحال يستطيع أن ينزل ستين خلية على الأكثر، وإن التصريح مجاني للجميع.",
    "وأضاف الحمداوي أن الهيئة ستراقب الغطاء النباتي كل أسبوعين، وأنها ستغلق أي محمية تتضرر من كثرة الخلايا.",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT)


def articles(markup: str) -> tuple[Article, ...]:
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    return reading.articles


def page(title: str, above: str, below: str = "", head: str = "") -> Article:
    markup = (
        f"<html dir=rtl><head><title>{title}</title>{head}</head><body>{above}<div>{PARAGRAPHS}</div>{below}"
        "</body></html>"
    )
    return articles(markup)[0]


@pytest.mark.parametrize("words", ["تفاصيل الخبر", "المركز الصحفي", "عرض المقال", "أخبار الصفحة الرابعة", "نص البيان"])
def test_a_label_of_a_frame_is_told_by_its_form(words: str) -> None:
    assert names_section(words)


def test_forms_of_sections_have_examples_that_hold() -> None:
    forms = load("ar/reading_names")["owners"]["section_forms"]
    assert [w for w in forms.texts("yes") if not names_section(w)] == []
    assert [w for w in forms.texts("no") if names_section(w)] == []


@pytest.mark.parametrize("words", ["مواد متصلة", "أخبار ذات صلة", "الأكثر قراءة"])
def test_what_heads_a_row_of_other_articles_names_no_site(words: str) -> None:
    assert names_no_site(words)


def test_a_page_called_by_its_section_is_titled_by_its_heading_of_the_first_rank() -> None:
    banner = "<p>موقع رسمي</p><div class=inner><h2>المركز الصحفي</h2></div>"
    heading = f'<div class="t" role="heading" aria-level="1">{TITLE}</div>'
    got = page("المركز الصحفي - تفاصيل الخبر", f"{banner}<div>{heading}</div>")
    assert got.title is not None and got.title.text == TITLE
    assert got.outlet is None


def test_a_label_of_links_below_the_text_names_no_outlet() -> None:
    links = "، ".join(
        f'<a href="/r/{k}">{w}</a>' for k, w in enumerate(("عسل الجبل يعود", "خلايا من طين", "موسم قصير"))
    )
    got = page(TITLE, f"<h1>{TITLE}</h1>", f"<p>نصوص مجاورة: {links}</p><p>نسخة للطباعة</p>")
    assert got.outlet is None


def test_a_long_sign_in_two_alphabets_names_the_outlet_in_arabic() -> None:
    assert bare_sign("الهيئة العامة لحفظ المراعيGeneral Authority for Rangelands") == "الهيئة العامة لحفظ المراعي"
    assert bare_sign("المرعى Rangeland") == "المرعى Rangeland"


def test_who_stands_right_above_the_translator_wrote() -> None:
    got = page(TITLE, f"<h1>{TITLE}</h1><p>فاسيلي أوروخوف<br>ترجمة: هدى النجار</p>")
    assert got.byline == "فاسيلي أوروخوف"


def test_a_translator_alone_keeps_his_place() -> None:
    got = page(TITLE, f"<h1>{TITLE}</h1><p>مجلة المراعي الدولية، العدد السابع</p><p>ترجمة: هدى النجار</p>")
    assert got.byline == "هدى النجار"


def test_a_blog_s_note_of_its_entry_is_no_text_and_does_not_hide_who_signs() -> None:
    note = (
        "<p><small>هذه التدوينة كُتبت يوم الثلاثاء 7 مارس 2017 وهي في تصنيف <a href='/c/3'>زراعة</a>. تستطيع متابعة "
        "الردود عبر <a href='/rss'>RSS 2.0</a>. بإمكانك <a href='#r'>ترك رد</a>.</small></p>"
    )
    got = page(TITLE, f"<h1>{TITLE}</h1>", f"<p><b>تقرير: سمير الحلبي</b></p>{note}")
    assert got.byline == "سمير الحلبي"
    assert not any("هذه التدوينة" in got.text[b.start : b.end] for b in got.body)


FILM = '<meta property="og:type" content="video.other"><link rel="canonical" href="https://film.example/v/7">'


def test_a_page_of_a_film_with_a_line_about_it_is_no_article() -> None:
    markup = (
        f"<html dir=rtl><head><title>{TITLE}</title>{FILM}</head><body><h1>{TITLE}</h1>"
        "<p>افتتحت الهيئة المحميات أمام عشرات النحالين صباح أمس بحضور أهل السهل.</p></body></html>"
    )
    assert articles(markup) == ()
    assert page(TITLE, f"<h1>{TITLE}</h1>", head=FILM).body  # what it tells with a whole text is one


def carried(origin: str, source: str = "صحيفة السهل") -> Article:
    told = {
        "id": "n-1",
        "headline": TITLE,
        "source": {"id": 4, "name": source},
        "originUrl": origin,
        "issued": "2023-03-04 08:15",
        "content": PARAGRAPHS,
    }
    state = json.dumps({"reader": {"item": told}}, ensure_ascii=False)
    markup = (
        f'<html dir=rtl><head><title>جعبة - {TITLE}</title><meta property="og:site_name" content="جعبة">'
        '<link rel="canonical" href="https://jaaba.example/n/1"></head><body><div id=root></div>'
        f"<script>window.__APP_STATE__={state}</script></body></html>"
    )
    return articles(markup)[0]


def test_an_aggregator_s_scripts_name_the_outlet_that_it_took_a_text_from() -> None:
    got = carried("https://alsahl.example/r/9")
    assert got.outlet == "صحيفة السهل"
    assert got.published is not None and got.published.when.value == "2023-03-04T08:15"


@pytest.mark.parametrize(
    ("origin", "source"), [("https://jaaba.example/r/9", "صحيفة السهل"), ("https://reuters.example/r/9", "رويترز")]
)
def test_a_source_on_the_site_s_own_host_or_an_agency_is_a_credit(origin: str, source: str) -> None:
    assert carried(origin, source).outlet == "جعبة"
