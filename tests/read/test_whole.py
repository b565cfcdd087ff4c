"""Texts that a page shows in part and its scripts carry whole, and several articles without a day beside them."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Reading, Source
from riwaya.read import read_source

TITLE = "مدرسة الجبل تزرع حديقة من نباتات الوادي البرية"
TEXT = (
    "زرع تلاميذ مدرسة الجبل حديقة من نباتات الوادي البرية في ساحة كانت موقفا للحافلات القديمة.",
    "وقالت معلمة العلوم سحر الدباغ إن الحديقة تضم ثلاثين نوعا، بعضها لم يعد ينبت قرب القرية.",
    "ويسقي التلاميذ النباتات بماء المطر الذي يجمع من سطح المدرسة في خزانين من الفخار.",
    "وتبيع المدرسة بذور الحديقة في سوق القرية كل ربيع، وتشتري بثمنها كتبا لمكتبة الصفوف الصغيرة.",
    "ويزور الحديقة كل أسبوع نحالون من القرى المجاورة وضعوا ست خلايا عند سورها الغربي.",
)
SIDE = "".join(
    f"<div><a href=/n/{i}><h4>{words}</h4></a><span>0{i}/03/2024</span></div>"
    for i, words in enumerate(
        ("فريق الهضبة يفوز بالكأس مرة ثالثة", "طريق الغابة يفتح بعد الثلوج", "سوق جديد للحرف اليدوية"), 1
    )
)


def read(inner: str, title: str = TITLE) -> Reading:
    markup = f"<html dir=rtl><head><title>{title}</title></head><body>{inner}<aside>{SIDE}</aside></body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html", "https://jabal.example/n/9"))
    return reading


def body(reading: Reading, n: int = 0) -> list[str]:
    article = reading.articles[n]
    return [article.text[b.start : b.end] for b in article.body]


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def carried(lines: tuple[str, ...], kind: str) -> str:
    article = {"title": TITLE, "content": paragraphs(lines), "publishedAt": 1717650000000}
    if kind == "record":
        data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(lines)}
        return f'<script type="application/ld+json">{json.dumps(data)}</script>'
    if kind == "next":
        return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"post": article}})}</script>'
    return f"<script>window.__NUXT__={json.dumps({'data': [article]})};</script>"


@pytest.mark.parametrize("kind", ["next", "nuxt", "record"])
def test_a_text_shown_in_part_is_read_whole_from_the_scripts(kind: str) -> None:
    shown = f"<article><h1>{TITLE}</h1>{paragraphs(TEXT[:2])}<p>{TEXT[2][:40]}…</p><button>أكمل</button></article>"
    assert body(read(shown + carried(TEXT, kind))) == list(TEXT)


@pytest.mark.parametrize("kind", ["next", "nuxt", "record"])
def test_a_text_that_is_not_the_one_shown_stays_out(kind: str) -> None:
    others = tuple(f"{line[:-1]}، كما جاء في كتاب عن مدارس الجبال وحدائقها." for line in TEXT[2:])
    reading = read(f"<article><h1>{TITLE}</h1>{paragraphs(TEXT[:2])}</article>" + carried((*others, *others), kind))
    assert body(reading) == list(TEXT[:2])


def test_a_card_beside_an_empty_page_dates_nothing() -> None:
    (article,) = read('<div id="__next"></div>' + carried(TEXT, "record")).articles
    assert article.published is None
    (article,) = read('<div id="__next"></div>' + carried(TEXT, "next")).articles
    assert article.published is not None
    assert article.published.when.value.startswith("2024-06-06")


SECOND = "رعاة الهضبة يحفرون بئرا بعد جفاف العين"
SECOND_TEXT = (
    "حفر رعاة الهضبة بئرا عمقها ستون مترا بعد أن جفت العين التي كانت تسقي قطعانهم منذ قرون.",
    "وقال كبير الرعاة مسفر القحطاني إن الحفر استغرق أربعين يوما، وإن الماء ظهر في طبقة من الرمل.",
    "وتتناوب العائلات على البئر وفق جدول كتبته النساء، ولكل قطيع ساعتان قبل الغروب.",
)


def test_several_texts_whose_days_stand_in_their_datelines() -> None:
    first = (
        f"<section class=n><h2>{TITLE}</h2><p>الجبل 5-6-2024 السفح نيوز - {TEXT[0]}</p>{paragraphs(TEXT[1:])}</section>"
    )
    other = (
        f"<section class=n><h2>{SECOND}</h2><p>الهضبة 4-6-2024 السفح نيوز - {SECOND_TEXT[0]}</p>"
        f"{paragraphs(SECOND_TEXT[1:])}</section>"
    )
    reading = read(f"<h1>موجز اليوم</h1><p>ما جاءنا من القرى</p>{first}{other}", "موجز اليوم - السفح نيوز")
    told = [(a.title.text, a.published.when.value) for a in reading.articles if a.title and a.published]
    assert told == [(TITLE, "2024-06-05"), (SECOND, "2024-06-04")]
    assert len(body(reading)) == len(TEXT)
    assert len(body(reading, 1)) == len(SECOND_TEXT)
