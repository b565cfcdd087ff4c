# ruff: noqa: E501  (a page's markup is one line)
"""Who and when where the markup parts what belongs together: labels from values, days from clocks, UTC from
the outlet's own time."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.published import read_stamp

TITLE = "بلدية الكرمة ترصف سوق النحاسين بالحجر الأسود"
BODY = (
    "<p>بدأت بلدية الكرمة، الأحد، رصف سوق النحاسين بالحجر الأسود بعد أن تآكلت أرضيته القديمة.</p>"
    "<p>وقال مهندس البلدية إن العمل سيجري ليلا، كي لا تغلق الدكاكين أبوابها في موسم الأعراس.</p>"
    "<p>وأضاف أن الحجر جلب من مقالع قريبة، وأن كلفة المتر الواحد لا تزيد على عشرين دينارا.</p>"
)


def read(between: str = "", below: str = "", head: str = "", url: str | None = None) -> Article:
    page = f"<html><head><title>{TITLE} - نسمة الكرمة</title>{head}</head><body><div><h1>{TITLE}</h1>{between}<div>{BODY}</div>{below}</div></body></html>"
    (reading,) = read_source(Source("p.html", page.encode(), url=url))
    return reading.articles[0]


@pytest.mark.parametrize(
    ("between", "byline"),
    [
        ("<div>بقلم:</div><div>رضوى الحسيني</div>", "رضوى الحسيني"),
        ("<div>حاورته</div><div><a href='/w'>رضوى الحسيني</a></div>", "رضوى الحسيني"),
        ("<div>تقرير: سلمى الحسيني <span>نُشر</span></div><time>3 أيار 2024، 10:20</time>", "سلمى الحسيني"),
        ("<div>3 أيار 2024 - 10:20 كتبت: سلمى الحسيني 1402 مشاهدة</div>", "سلمى الحسيني"),
        ("<div>سلمى الحسيني من الكرمة</div><time>3 أيار 2024، 10:20</time>", "سلمى الحسيني"),
        ("<div>نسمة سبورت - الكرمة</div><div>3 أيار 2024</div>", None),
        ("<div>تقرير</div><div>رصف بالحجر الأسود</div>", None),
    ],
)
def test_a_writer_is_found_where_label_and_name_stand_apart(between: str, byline: str | None) -> None:
    assert read(between).byline == byline


def test_a_writer_may_sign_below_the_text() -> None:
    assert read(below="<div>مرسلة بواسطة رضوى الحسيني في 2:08 م</div>").byline == "رضوى الحسيني"


def test_a_person_beside_the_title_signs_before_the_staff_that_the_markup_names() -> None:
    head = '<meta name="author" content="هيئة التحرير">'
    assert read("<div>بواسطة سلمى الحسيني</div>", head=head).byline == "سلمى الحسيني"
    assert read("", head=head).byline == "هيئة التحرير"


def test_a_source_below_its_label_is_credited() -> None:
    article = read(below="<div>المصدر:</div><div>رويترز</div>")
    assert [c.to for c in article.credits] == ["org:reuters"]


def test_the_source_that_stands_beside_the_date_is_the_outlet_and_another_is_credited() -> None:
    site = '<meta property="og:site_name" content="نبع الأخبار">'
    beside = "<div><span>المرسى</span> <span>2025/01/16 | 21:05</span></div>"
    assert read(beside, "<div>المصدر: صحيفة المرسى</div>", site).outlet == "صحيفة المرسى"
    assert read("<div>2025/01/16 | 21:05</div>", "<div>نقلا عن: صحيفة المرسى</div>", site).outlet == "نبع الأخبار"


def record(published: str) -> str:
    told = {"@type": "NewsArticle", "headline": TITLE, "datePublished": published}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


@pytest.mark.parametrize(
    ("published", "between", "value"),
    [
        ("2024-05-02T22:40:10Z", "<time datetime='2024-05-03T01:40:10+03:00'>3 أيار</time>", "2024-05-03T01:40"),
        ("2024-05-02T22:40:10Z", "<div>3 أيار 2024 - 01:40</div>", "2024-05-03T01:40"),
        ("2024-05-02T22:40:10+03:00", "<div>3 أيار 2024 - 01:40</div>", "2024-05-02T22:40"),
        ("2024-05-02T22:40:10Z", "<div>آخر تحديث: 3 أيار 2024 - 01:40</div>", "2024-05-02T22:40"),
        ("2024-05-02T22:40:10Z", "", "2024-05-02T22:40"),
    ],
)
def test_a_time_in_utc_gives_way_to_the_same_moment_on_local_clocks(published: str, between: str, value: str) -> None:
    found = read(between, head=record(published)).published
    assert found is not None
    assert found.when.value == value


@pytest.mark.parametrize(
    ("between", "below", "value"),
    [
        ("<ul><li>23/10/2025</li><li>4:30 م</li></ul>", "", "2025-10-23T16:30"),
        ("<div>3 أيار 2024</div>", "<div>18:22 ت م</div>", "2024-05-03T18:22"),
        ("<div>3 أيار 2024</div>", "<div>18:22</div>", "2024-05-03"),
        ("", "<div>تاريخ النشر : 12/4/2007 عدد القراءات : 288</div>", "2007-04-12"),
        ("", "<div>آخر تحديث : 12/4/2007</div>", None),
    ],
)
def test_a_day_and_its_time_in_lines_of_their_own(between: str, below: str, value: str | None) -> None:
    found = read(between, below).published
    assert (found.when.value if found else None) == value


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("الخميس، 16 تشرين1/أكتوبر 2014 19:27", "2014-10-16T19:27"),
        ("16 كانون2 2014", "2014-01-16"),
        ("16 تشرين الثاني 2014", "2014-11-16"),
    ],
)
def test_months_that_a_system_numbers(line: str, value: str) -> None:
    stamp = read_stamp(line)
    assert stamp is not None
    assert stamp.when.value == value
