"""Names freed of what is glued to them, and words that name nobody who writes."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.people import may_be_name, signed_by, writers_named

TITLE = "نادي المشاة في الكثبان يرسم خريطة لدروب الرعاة القديمة"
TEXT = (
    "رسم نادي المشاة في الكثبان خريطة لدروب الرعاة القديمة بعد عامين من المشي في واديين وثلاث هضاب.",
    "وقال منسق النادي وسام الجبلي إن الخريطة تضم أربعين دربا، نصفها لم يسلكه أحد منذ جيلين.",
    "وتوزع الخريطة مجانا على المدارس والفنادق الصغيرة، وتجدد مرة كل سنة بعد موسم الأمطار.",
)
LINE = "<div>الخميس 6 يونيو 2024 - 09:15</div>"


def read(head: str = "", below: str = LINE, end: str = "") -> Article:
    text = "".join(f"<p>{p}</p>" for p in TEXT)
    top = '<header><a href="/"><img src="/l.png" alt="الكثبان"></a></header>'
    markup = (
        f"<html dir=rtl><head><title>{TITLE} - الكثبان</title>{head}</head><body>{top}<div><h1>{TITLE}</h1>{below}"
        f"<div>{text}{end}</div></div><footer>جميع الحقوق محفوظة © 2024 الكثبان</footer></body></html>"
    )
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html", "https://kuthban.example/n/7"))
    return reading.articles[0]


def record(name: str) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": name}}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("صنعاء - هناء المقطري", "هناء المقطري"),
        ("هناء المقطري، صنعاء", "هناء المقطري"),
        ("هناء المقطري صنعاء", "هناء المقطري"),
        ("(صنعاء) هناء المقطري", "هناء المقطري"),
        ("صنعاء/هناء المقطري", "هناء المقطري"),
        ("هناء المقطري | رياضة", "هناء المقطري"),
        ("كتبت هناء المقطري", "هناء المقطري"),
        ("هناء المقطري - صحافية", "هناء المقطري"),
        ("هناء المقطري Hanaa Almaqtari", "هناء المقطري"),
        ("هناء المقطري (صنعاء) وخالد بن ناصر (عدن)", "هناء المقطري، خالد بن ناصر"),
        ("هناء المقطري & خالد بن ناصر", "هناء المقطري، خالد بن ناصر"),
        ("د. خالد بن ناصر", "د. خالد بن ناصر"),
        ("ر. الهمداني", "ر. الهمداني"),
        ("Hanaa Almaqtari", "Hanaa Almaqtari"),
        ("قسم المتابعة", "قسم المتابعة"),
        ("رويترز", "رويترز"),
    ],
)
def test_a_name_is_freed_of_what_is_glued_to_it(words: str, names: str) -> None:
    assert writers_named(words) == names
    assert writers_named(names) == names


@pytest.mark.parametrize(
    "words",
    [
        "تصميم وبرمجة خالد بن ناصر",
        "الموقع يستضيفه مركز الأثير",
        "برمجة خالد بن ناصر",
        "Designed by Khaled Naser",
        "محرر 7",
        "محررو الكثبان",
        "مدخل بيانات",
        "سوشيال",
        "المحرر الثقافي",
        "تم النشر",
    ],
)
def test_who_made_the_site_or_runs_it_is_no_writer(words: str) -> None:
    assert writers_named(words) is None
    assert read(f'<meta name="author" content="{words}">').byline is None
    assert read(record(words)).byline is None
    line = f"<div>صنعاء: هناء المقطري</div>{LINE}"
    assert read(f'<meta name="author" content="{words}">', line).byline == "هناء المقطري"


@pytest.mark.parametrize("words", ["هناء المقطري - صنعاء", "صنعاء: هناء المقطري", "هناء المقطري | الكثبان"])
def test_the_markups_writer_is_the_name_alone(words: str) -> None:
    assert read(record(words)).byline == "هناء المقطري"
    assert read(f'<meta name="author" content="{words}">').byline == "هناء المقطري"


@pytest.mark.parametrize(
    "words",
    ["صنعاء هناء المقطري", "هناء المقطري من صنعاء", "صنعاء ـ خاص ـ هناء المقطري", "هناء المقطري ووكالات"],
)
def test_a_line_of_a_name_and_its_place_signs_above_and_below(words: str) -> None:
    for article in (read(below=f"{LINE}<div>{words}</div>"), read(end=f"<p>{words}</p>")):
        assert article.byline == "هناء المقطري"
        assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)


@pytest.mark.parametrize(
    "words",
    ["وسام الجبلي من صنعاء", "برمجة: خالد بن ناصر", "إشراف خالد بن ناصر", "هناء المقطري تفتتح معرضا في صنعاء"],
)
def test_of_whom_a_text_tells_or_who_made_the_page_does_not_sign_below(words: str) -> None:
    assert read(end=f"<p>{words}</p>").byline is None


def test_what_may_be_a_name() -> None:
    assert may_be_name("نيلوفر شاهوردي")
    assert not may_be_name("الديسك المركزي")
    assert not may_be_name("مرفأ")
    assert signed_by("هناء المقطري") is None  # a name alone is read elsewhere
