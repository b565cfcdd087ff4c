"""Who signs under a name that no lexicon holds, by what stands around it; and names there that sign nothing."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.names import is_given, is_person
from riwaya.read.slots import LABEL, NAME, OTHERS, OUTLET, PLACE, TIME, slots_of

TITLE = "تعاونية الزيتون تفتح معصرة ثانية في سهل الرمان"
TEXT = (
    "افتتحت تعاونية الزيتون، اليوم، معصرة ثانية في سهل الرمان يستفيد منها أربعمئة مزارع في قرى السهل كلها، بعد سنتين "
    "من العمل فيها.",
    "وقال رئيس التعاونية مازن الحوراني إن المعصرة ستوفر على المزارعين أجور النقل إلى العاصمة، وإن كلفتها بلغت مليوني "
    "دينار، نصفها قرض.",
    "وأضاف أن التعاونية ستبيع الزيت معبأ بعلامتها، وأنها تبحث عن أسواق خارج البلاد قبل موسم القطاف المقبل بأشهر قليلة.",
)
BODY = "".join(f"<p>{p}</p>" for p in TEXT)
WRITER = "مرهج زنيبر"  # people are called so, and no list of given names holds it


def read(beside: str = "", above: str = "", below: str = "", head: str = "") -> Article:
    page = (
        f"<html lang=ar><head><title>{TITLE} | مرآة السهل</title>{head}</head><body>"
        '<header><a href="/"><img src="/l.png" alt="مرآة السهل"></a><nav><a href="/a">سياسة</a></nav></header>'
        f"<main><div class=post>{above}<h1>{TITLE}</h1>{beside}<div class=txt>{BODY}</div>{below}</div></main>"
        "</body></html>"
    )
    (reading,) = read_source(Source("p.html", page.encode(), "text/html", "https://www.s78.example/news/552"))
    return reading.articles[0]


def test_the_name_is_one_that_the_lexicon_does_not_know() -> None:
    assert not is_person(WRITER)
    assert not is_given(WRITER.partition(" ")[0])


@pytest.mark.parametrize(
    "line",
    [
        f"<div>كتب: {WRITER}</div>",
        f"<div>بيروت - {WRITER}</div><div>9 مارس 2024</div>",
        f"<div>سهل الرمان: {WRITER}</div>",
        f"<div>مرآة السهل - {WRITER} الثلاثاء 12 مارس 2024 - 18:03</div>",
        f"<div>تقرير: {WRITER} | تصوير: هيثم عبود | مونتاج: سامي قباني</div>",
        f"<div>القاهرة ((مرآة السهل)) خاص – تقرير / {WRITER} :</div>",
        f"<div class=author>{WRITER}</div><div>9 مارس 2024</div>",
    ],
)
def test_what_stands_around_a_name_shows_that_it_signs(line: str) -> None:
    assert read(line).byline == WRITER


@pytest.mark.parametrize(
    "parts",
    [
        {"beside": f"<div>الحكم: {WRITER}</div>"},
        {"beside": f"<div>تصوير: {WRITER}</div>"},
        {"beside": f"<figure><img src=x><figcaption>{WRITER}</figcaption></figure>"},
        {"beside": "<div>ترتيب الفرق</div>"},
        {"beside": "<div>سوق القرية - مهرجان الزيتون</div>"},
        {"beside": "<div>مازن الحوراني</div>"},  # of whom the text tells
        {"below": f"<p>للتواصل الإعلامي: {WRITER}، هاتف 0790000000</p>"},
        {"below": f"<ul><li><a href=/t>{WRITER}</a></li><li><a href=/u>زيت الزيتون</a></li></ul>"},
    ],
)
def test_names_in_such_places_that_sign_nothing(parts: dict[str, str]) -> None:
    assert read(**parts).byline is None


def test_who_is_shown_goes_before_whom_only_a_field_for_machines_names() -> None:
    field = '<meta name="author" content="أحمد سوفت">'
    assert read(f"<div>القاهرة - تقرير / {WRITER} :</div>", head=field).byline == WRITER
    assert read(head='<meta name="author" content="أحمد الخطيب">').byline == "أحمد الخطيب"


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("عمان 14 آذار (بترا)- من مرهج زنيبر- قال", [PLACE, TIME, TIME, OUTLET, LABEL, NAME]),
        ("كتبت مرهج زنيبر الثلاثاء", [LABEL, NAME, TIME]),
        ("مرهج زنيبر من دمشق", [NAME, PLACE]),
        ("دمشق مرهج زنيبر", [PLACE, NAME]),
        ("إعداد: مرهج زنيبر هندسة الصوت: سامي قباني", [LABEL, NAME, OTHERS, NAME]),
        ("مرهج زنيبر وطلاس الدرعمي", [NAME, NAME]),
    ],
)
def test_a_line_is_cut_into_what_it_says(line: str, kinds: list[str]) -> None:
    assert [s.kind for s in slots_of(line)][: len(kinds)] == kinds


def test_a_site_that_is_called_as_a_person_is_still_the_outlet() -> None:
    page = (
        f"<html lang=ar><head><title>{TITLE} - صباح الرمان</title></head><body>"
        f"<a href=/><img class=logo alt='صباح الرمان'></a><main><h1>{TITLE}</h1><div>{BODY}</div></main>"
        "<footer>جميع الحقوق محفوظة © صباح الرمان 2025 — الموقع يستضيفه مركز البيانات</footer></body></html>"
    )
    (reading,) = read_source(Source("p.html", page.encode(), "text/html", "https://www.s79.example/1"))
    assert reading.articles[0].outlet == "صباح الرمان"


def test_a_short_name_in_brackets_is_no_part_of_a_name_that_stands_without_it_too() -> None:
    agency = "وكالة أنباء السهل"
    page = (
        f"<html lang=ar><head><title>{TITLE}</title></head><body><img class=logo alt='{agency} (وأس)'>"
        f"<main><h1>{TITLE}</h1><div>{BODY}</div></main><footer>{{}}</footer></body></html>"
    )
    wanted = {f"© {agency} 2025": agency, f"© {agency} (وأس) 2025": f"{agency} (وأس)"}
    for rights, name in wanted.items():
        (reading,) = read_source(Source("p.html", page.replace("{}", rights).encode(), "text/html"))
        assert reading.articles[0].outlet == name


def test_a_text_in_a_pages_scripts_is_found_whatever_its_field_is_called() -> None:
    blocks = [{"kind-parts": [{"k": "t", "words": f"<p>{p}</p>"}]} for p in TEXT]
    others = [{"headline": "خبر آخر في الموقع نفسه عن السوق والأسعار هذا الأسبوع كله", "lead": " ".join(TEXT[::-1])}]
    state = {"article": {"headline": TITLE, "first-published-at": 1709985600000, "pages": blocks, "rest": others}}
    page = (
        f"<html lang=ar><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>قبل يومين</div>"
        f"<script type='application/json'>{json.dumps(state, ensure_ascii=False)}</script></body></html>"
    )
    (reading,) = read_source(Source("p.html", page.encode(), "text/html"))
    article = reading.articles[0]
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)
    assert article.published is not None
    assert article.published.when.value[:10] == "2024-03-09"
