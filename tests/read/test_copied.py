"""Posts of a forum that copy what a paper wrote, and posts and papers that do not."""

# ruff: noqa: E501  markup and sentences of one line each
from __future__ import annotations

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.copied import says_copied
from riwaya.rules import load

TITLE = "افتتاح سوق السمك الجديد في ميناء الفنار بعد ترميم دام عامين"
TEXT = (
    "افتتح صباح أمس سوق السمك الجديد في ميناء الفنار بعد ترميم دام عامين، وعاد إليه ستون بائعا كانوا يبيعون على الرصيف.",
    "وقال رئيس جمعية الصيادين خلدون البحري إن السوق يتسع لمئة بسطة، وإن غرف التبريد فيه تعمل بالطاقة الشمسية.",
    "وطالب الباعة بخفض الإيجار في السنة الأولى حتى يعود الزبائن إلى المكان.",
)
BOARD = "منتديات أهل الساحل"
POSTED, PRINTED = "2016-03-09", "2016-03-08"


def post(above: str = "", below: str = "", board: str = BOARD) -> Article:
    told = "<br><br>".join(TEXT)
    markup = f"""<html dir=rtl><head><title>{TITLE} - {board}</title></head><body>
<table><tr><td><a href="index.php">{board}</a> &gt; <a href="f.php?f=3">أخبار البلد</a></td></tr></table>
<table><tr><td><a href="r.php">التسجيل</a></td><td><a href="t.php">مشاركات اليوم</a></td></tr></table>
<table id="post1" class="tborder"><tr><td class="thead">09-03-2016, 07:20 PM</td></tr>
<tr><td class="alt2"><a class="bigusername" href="m.php?u=4">بحار قديم</a><div>عضو نشيط</div></td></tr>
<tr><td class="alt1"><div><strong>{TITLE}</strong></div><hr><div id="post_message_1">{above}{told}<br><br>{below}</div></td></tr></table>
<table id="post2" class="tborder"><tr><td class="thead">09-03-2016, 09:02 PM</td></tr>
<tr><td class="alt2"><a class="bigusername" href="m.php?u=9">موجة</a><div>عضو جديد</div></td></tr>
<tr><td class="alt1"><div id="post_message_2">مشكور أخي على النقل</div></td></tr></table></body></html>"""
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading.articles[0]


def day(article: Article) -> str | None:
    return article.published.when.value[:10] if article.published else None


COPIES = {
    "above, in one line": (
        "السلام عليكم<br>قرأته اليوم ونقلته لكم للفائدة<br><br>جريدة الفنار - الثلاثاء 8 آذار 2016<br><br>",
        "",
        PRINTED,
    ),
    "above, in two lines": ("منقول للأمانة<br><br>جريدة الفنار<br>الثلاثاء 8 آذار 2016<br><br>", "", PRINTED),
    "below": ("", "منقول من جريدة الفنار - الثلاثاء 8 آذار 2016", PRINTED),
    "below, without a day": ("", "المصدر: جريدة الفنار", POSTED),
}


@pytest.mark.parametrize("way", COPIES)
def test_what_a_post_copies_is_the_papers(way: str) -> None:
    above, below, printed = COPIES[way]
    found = post(above, below)
    assert found.outlet == "جريدة الفنار"
    assert day(found) == printed


@pytest.mark.parametrize("below", ["", "منقول للأمانة", "المصدر: منتديات أهل الساحل", "مع تحيات أخوكم بحار قديم"])
def test_a_post_that_names_no_paper_is_the_forums(below: str) -> None:
    found = post(below=below)
    assert found.outlet == BOARD
    assert day(found) == POSTED


def test_whom_a_paper_credits_is_not_its_outlet() -> None:
    assert post(below="المصدر: وكالة الفنار للأنباء", board="صحيفة الموانئ").outlet == "صحيفة الموانئ"


def test_what_says_that_a_post_copies() -> None:
    rows = load("ar/reading")["copied"]
    assert [words for words in rows.texts("yes") if not says_copied(words)] == []
    assert [words for words in rows.texts("no") if says_copied(words)] == []
