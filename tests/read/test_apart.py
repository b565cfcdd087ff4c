"""Several articles on one page that is about none of them: each is read with its own title, writer, day and outlet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from riwaya.model import Article, Reading, Source
from riwaya.read import read_source

NEWS = (
    (
        "بلدية الصفوان تزيل مئة لوحة مخالفة من شارع الكورنيش",
        "نادر الهاشمي",
        (
            "أزالت بلدية الصفوان أمس مئة لوحة إعلانية نصبت على أرصفة شارع الكورنيش من دون ترخيص.",
            "وقال مدير الأسواق في البلدية وليد الجاسر إن أصحاب اللوحات أنذروا ثلاث مرات، وإن الغرامة تصل إلى ألفين.",
            "وتنوي البلدية أن تخصص مواقع جديدة للإعلان عند مداخل المدينة قبل نهاية العام.",
        ),
    ),
    (
        "انقطاع الكهرباء ست ساعات عن أحياء شرق العاصمة بعد احتراق محول",
        "هدى المنصوري",
        (
            "انقطع التيار الكهربائي ست ساعات عن أربعة أحياء في شرق العاصمة إثر احتراق محول رئيسي في محطة الرمال.",
            "وأوضحت شركة الكهرباء أن الحريق نجم عن ارتفاع الأحمال، وأن فرق الصيانة ركبت محولا احتياطيا فجر اليوم.",
        ),
    ),
    (
        "منتخب الناشئين لكرة اليد يبلغ نصف نهائي بطولة آسيا",
        "سامي الدوسري",
        (
            "تأهل منتخب الناشئين لكرة اليد إلى نصف نهائي بطولة آسيا بفوزه على نظيره الياباني بعد شوط إضافي.",
            "وسجل الجناح ريان العتيبي أحد عشر هدفا، وتصدى الحارس ماجد الخالدي لثلاث رميات جزاء.",
            "ويلتقي المنتخب الفائز من مباراة كوريا وإيران يوم الجمعة المقبل.",
        ),
    ),
)
DAY, VALUE = "الثلاثاء 12 أكتوبر 2021", "2021-10-12"
ISSUE = f"<div>العدد 2113 - {DAY}</div>"
MENU = '<div><a href="/">الرئيسية</a> <a href="/l">محليات</a> <a href="/s">رياضة</a></div>'
RIGHTS = "<div><p>جميع الحقوق محفوظة © 2021 صحيفة المنارة</p></div>"
SOURCES = ("جريدة الضفة", "موقع الخبر الأول", "صحيفة الراصد")


def read(inner: str, title: str = "المنارة - نشرة اليوم") -> Reading:
    markup = f"<html dir=rtl><head><title>{title}</title></head><body>{MENU}<div>{inner}</div>{RIGHTS}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def body(article: Article) -> tuple[str, ...]:
    return tuple(article.text[b.start : b.end] for b in article.body)


def told(article: Article) -> tuple[str | None, str | None, str | None]:
    published = article.published.when.value if article.published else None
    return article.title.text if article.title else None, article.byline, published


def joined(make: Callable[[str, str, tuple[str, ...]], str], between: str = "") -> str:
    return between.join(make(*row) for row in NEWS)


SIGNED = {
    "sections": f"{ISSUE}<div>{joined(lambda h, w, t: f'<h2>{h}</h2><p class=w>كتب: {w}</p>{paragraphs(t)}')}</div>",
    "rows": "<table><tr><td><b>العدد 2113 - "
    + f"{DAY} - محليات</b></td></tr>"
    + joined(
        lambda h, w, t: (
            f"<tr><td class=t><font size=5><b>{h}</b></font></td></tr>"
            f"<tr><td><p><b>الصفوان - {w}:</b><br>{'<br><br>'.join(t)}</p></td></tr>"
            "<tr><td><a href=p>طباعة</a> | عدد القراء: 212</td></tr>"
        )
    )
    + "</table>",
    "flow": f"<table><tr><td><b>{DAY}</b>"
    + joined(lambda h, w, t: f"<br><font color=red>{h}</font><br>{w}<br>{'<br><br>'.join(t)}<br>", "<hr>")
    + "</td></tr></table>",
    "boxes": f"<div><span>الصفحة 3</span><span>{DAY} م</span></div>"
    + joined(lambda h, w, t: f"<div class=box><div class=hl>{h}</div><div class=wr>{w}</div>{paragraphs(t)}</div>"),
    "signed below": ISSUE + joined(lambda h, w, t: f"<div class=n><h3>{h}</h3>{paragraphs(t)}<div>{w}</div></div>"),
    "columns": f"<p>{DAY}</p><table><tr>"
    + joined(lambda h, w, t: f"<td><p><b>{h}</b></p><p><i>{w}</i></p>{paragraphs(t)}</td>")
    + "</tr></table>",
    "linked": joined(
        lambda h, w, t: (
            f'<article class=post><h2><a href="/p/1">{h}</a></h2><span class=author>{w}</span>'
            f"<time>12 أكتوبر 2021</time><div>{paragraphs(t)}</div></article>"
        )
    ),
}


@pytest.mark.parametrize("layout", SIGNED)
def test_each_of_several_articles_has_its_own_title_writer_day_and_text(layout: str) -> None:
    articles = read(SIGNED[layout]).articles
    assert [told(a) for a in articles] == [(h, w, VALUE) for h, w, _ in NEWS]
    assert [body(a) for a in articles] == [t for _, _, t in NEWS]
    assert {a.role for a in articles} == {"main"}
    assert all(a.outlet in ("المنارة", "صحيفة المنارة") for a in articles)


@pytest.mark.parametrize("between", ["<hr>", "<p align=center>* * *</p>", ""])
def test_news_in_brief_are_articles_of_one_day(between: str) -> None:
    brief = joined(lambda h, _, t: f"<p><b>{h}</b></p>{paragraphs(t[:2])}", between)
    articles = read(f"<h1>أخبار قصيرة</h1><div>{DAY}</div><div>{brief}</div>").articles
    assert [told(a) for a in articles] == [(h, None, VALUE) for h, _, _ in NEWS]


def test_an_aggregator_s_articles_are_those_of_their_sources() -> None:
    items = "".join(
        f'<div class=item><h3><a href="https://x.example/{n}">{h}</a></h3>'
        f"<div>المصدر: {source} - 1{n} أكتوبر 2021</div>"
        f"<div>{paragraphs(t)}</div></div>"
        for n, ((h, _, t), source) in enumerate(zip(NEWS, SOURCES, strict=True))
    )
    articles = read(f"<h1>كل الأخبار</h1>{items}", "كل الأخبار - مجمع الأخبار").articles
    assert tuple(a.outlet for a in articles) == SOURCES
    assert told(articles[2])[2] == VALUE


def test_every_line_of_the_page_has_a_kind() -> None:
    reading = read(SIGNED["sections"])
    blocks = reading.page.blocks
    assert [reading.page.text[b.start : b.end] for b in blocks] == reading.page.text.split("\n")
    assert [a.id for a in reading.articles] == ["p.html#1", "p.html#2", "p.html#3"]


# ---- one article that has parts

PARTS = joined(lambda h, _, t: f"<h2>{h}</h2>{paragraphs(t)}")


@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_what_one_writer_tells_of_several_matters_is_one_article(heading: str) -> None:
    title, lead = "ثلاث حكايات من المدينة في أسبوع واحد", "مرت على المدينة هذا الأسبوع ثلاث حكايات مختلفة."
    head = f"<{heading}>{title}</{heading}><div>بقلم: نبيل الحداد</div><div>{DAY}</div><p>{lead}</p>"
    (article,) = read(head + PARTS, f"{title} | المنارة").articles
    assert told(article) == (title, "نبيل الحداد", VALUE)
    assert body(article) == (lead, *(line for _, _, t in NEWS for line in t))


def test_questions_and_their_answers_are_one_article() -> None:
    text = NEWS[0][2]
    asked = ("ماذا أزالت بلدية الصفوان من الكورنيش؟", "كم مرة أنذر أصحاب اللوحات؟", "أين تخصص المواقع الجديدة؟")
    parts = "".join(f"<h2>{q}</h2><p>{a}</p>" for q, a in zip(asked, text, strict=True))
    (article,) = read(f"<h1>{NEWS[0][0]}: أسئلة</h1><div>{DAY}</div>{parts}", f"{NEWS[0][0]}: أسئلة").articles
    assert body(article) == text


def test_teasers_are_no_articles() -> None:
    cards = joined(lambda h, _, t: f'<div class=r><h3><a href="/n">{h}</a></h3><p>{t[0]}</p><span>{DAY}</span></div>')
    assert read(f"<h1>محليات</h1>{cards}").articles == ()
    loaded = joined(lambda h, _, t: f"<div class=r><h3>{h}</h3><p>{t[0]}</p><span>{DAY}</span></div>")
    assert read(f"<h1>محليات</h1>{loaded}").articles == ()
