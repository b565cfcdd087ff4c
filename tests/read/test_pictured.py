"""Words that a page shows with a picture, in whatever markup; headlines in no heading; badges in headings."""

# ruff: noqa: E501  markup and sentences of one line each
from __future__ import annotations

import pytest

from riwaya.model import Article, BlockKind, Source
from riwaya.read import read_source

TITLE = "صيادو خليج الدلافين يعودون إلى شباكهم القديمة"
TEXT = (
    "عاد صيادو خليج الدلافين هذا الموسم إلى شباكهم القديمة التي تنسجها النساء من خيوط القطن، بعد أن أفسدت الشباك الحديثة قاعه.",
    "ويقول شيخ الصيادين عمران الدوسري إن الشبكة القطنية أثقل على اليد لكنها تترك صغار السمك تفلت إلى البحر.",
    "وفي الورشة الصغيرة خلف المرفأ تجلس ست نساء حول الإطار الخشبي، وتنسج كل واحدة ذراعين في اليوم.",
    "وتدفع الجمعية أجرة النسج كاملة هذا العام، على أن يتقاسمها الصيادون معها في العام المقبل.",
)
SHOWN = (
    "شيخ الصيادين عمران الدوسري يصلح شبكة قطنية على المرفأ",
    "نساء ينسجن الشباك حول الإطار الخشبي في الورشة الصغيرة",
    "قارب يعود إلى خليج الدلافين بصيد الفجر",
)


def read(inner: str, title: str = f"{TITLE} - مرفأ الأخبار", head: str = "") -> Article:
    menu = "<div class=m><a href=/>الرئيسية</a> <a href=/n>أخبار</a> <a href=/o>آراء</a></div>"
    foot = "<div class=f>© 2024 مرفأ الأخبار. جميع الحقوق محفوظة</div>"
    markup = f"<html dir=rtl><head><title>{title}</title>{head}</head><body>{menu}{inner}{foot}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    (article,) = reading.articles
    return article


def body(article: Article) -> list[str]:
    return [article.text[b.start : b.end] for b in article.body]


PICTURES = (
    '<x-slide><picture><img src="{n}.jpg" alt="{alt}"></picture><small>{n}/3 — {alt}. (مرفأ الأخبار/سالم العلي)</small></x-slide>',
    '<div class="ph"><img src="{n}.jpg" alt="{alt}"><div class="tx">{alt}</div></div>',
    '<table class="pic"><tr><td><img alt="{alt}" src="{n}.jpg"></td></tr><tr><td>{alt} (عدسة: سالم العلي)</td></tr></table>',
    '<div class="frame"><a href="{n}.jpg"><img src="{n}s.jpg"></a><span class="img-desc">{alt}.</span></div>',
    '<section class="g"><img src="{n}.jpg"><p class="no">{n} / 3: {alt}.</p></section>',
)


@pytest.mark.parametrize("picture", PICTURES)
def test_what_a_picture_shows_is_no_text(picture: str) -> None:
    shown = [picture.format(n=n, alt=alt) for n, alt in enumerate(SHOWN, start=1)]
    inner = "".join(f"{s}<p>{t}</p>" for s, t in zip(shown, TEXT, strict=False)) + f"<p>{TEXT[3]}</p>"
    article = read(f"<main><h1>{TITLE}</h1>{inner}</main>")
    assert body(article) == list(TEXT)
    captions = [p for p in article.parts if p.kind is BlockKind.CAPTION]
    assert len(captions) == 3


def test_a_paragraph_that_a_picture_s_words_repeat_is_text() -> None:
    inner = f'<p><img src="a.jpg" alt="{TEXT[1]}"></p>' + "".join(f"<p>{t}</p>" for t in TEXT)
    assert body(read(f"<main><h1>{TITLE}</h1>{inner}</main>")) == list(TEXT)


HEADS = (
    '<div class="nd-title">{title}</div><div class="nd-meta"><span>التاريخ :</span> <span>28/08/2024</span></div>'
    '<div class="nd-img"><img src="a.jpg" alt=""><div class="nd-cap">{shown}</div></div>',
    '<span class="hd">{title}</span><br><div class="d">28 أغسطس 2024</div>'
    '<div class="ph"><img src="a.jpg" alt="{shown}"><div>{shown}</div></div>',
    '<table><tr><td class="subject"><b>{title}</b></td></tr><tr><td>28-08-2024</td></tr><tr><td>{shown}</td></tr></table>',
    '<div><font size="5"><b>{title}</b></font></div><div>نشر بتاريخ: 28/8/2024</div><div><img src=a.jpg></div><div>{shown}</div>',
)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("named", ["تفاصيل الخبر", "مرفأ الأخبار"])
def test_a_headline_in_no_heading_stands_above_the_day_and_the_picture(head: str, named: str) -> None:
    inner = "".join(f"<div>{t}</div>" for t in TEXT)
    article = read(f"<div class=w>{head.format(title=TITLE, shown=SHOWN[0])}<div class=b>{inner}</div></div>", named)
    assert article.title is not None
    assert article.title.text == TITLE
    assert body(article) == list(TEXT)


@pytest.mark.parametrize(
    "heading",
    [
        "{title} <span><sup>مميز</sup></span>",
        '<a href="/n/9">{title}</a> <em class="new">حصري</em>',
        "{title}<small> للمشتركين فقط</small>",
        '{title} <span class="upd">محدّث</span>',
    ],
)
def test_a_badge_in_a_heading_is_no_part_of_the_headline(heading: str) -> None:
    inner = "".join(f"<p>{t}</p>" for t in TEXT)
    article = read(f"<div class=w><h2>{heading.format(title=TITLE)}</h2><div>{inner}</div></div>")
    assert article.title is not None
    assert article.title.text == TITLE


def test_words_that_a_heading_has_beyond_the_page_s_title_stay() -> None:
    inner = "".join(f"<p>{t}</p>" for t in TEXT)
    article = read(f"<div class=w><h1>{TITLE} القطنية</h1><div>{inner}</div></div>")
    assert article.title is not None
    assert article.title.text == f"{TITLE} القطنية"
