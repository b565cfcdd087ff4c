"""Whole posts below linked headlines, teasers that look like them, and rows of links below a text."""

from __future__ import annotations

import pytest

from riwaya.model import Article, Reading, Source
from riwaya.read import read_source

POSTS = (
    (
        "مزارعو الوادي الأخضر يقطفون أول محصول للزعفران",
        "ميسون القاضي",
        "14 آذار 2015",
        (
            "قطف مزارعو الوادي الأخضر أول محصول للزعفران بعد ثلاث سنوات من زراعة البصيلات على المدرجات.",
            "وقال رئيس الجمعية الزراعية توفيق الحداد إن المحصول بلغ أربعة كيلوغرامات بيعت كلها قبل جفافها.",
            "وتعتزم الجمعية مضاعفة المساحة في الخريف المقبل.",
        ),
    ),
    (
        "إغلاق مكتبة السراج بعد ستين عاما في سوق الوراقين",
        "بشار النجار",
        "12 آذار 2015",
        (
            "أغلقت مكتبة السراج أبوابها مساء الخميس بعد ستين عاما في سوق الوراقين، وعرضت كتبها بنصف أثمانها.",
            "وأوضح صاحبها أنور السراج أن الإيجار تضاعف ثلاث مرات، وأن أبناءه اختاروا مهنا أخرى.",
        ),
    ),
    (
        "عبارة جديدة تربط جزيرة الطيور بالمرفأ مرتين يوميا",
        "رهف العلي",
        "11 آذار 2015",
        (
            "بدأت عبارة جديدة رحلاتها بين جزيرة الطيور والمرفأ مرتين في اليوم، وتتسع لمئتي راكب وعشر سيارات.",
            "وذكرت هيئة النقل البحري أن التذكرة مجانية لطلاب الجزيرة حتى نهاية العام الدراسي.",
        ),
    ),
)
MENU = '<div class=menu><a href="/">الرئيسية</a> <a href="/n">أخبار</a></div>'
RIGHTS = "<div class=footer><small>حقوق النشر © 2015 صدى الوادي. جميع الحقوق محفوظة.</small></div>"
WRAPS = (
    ("leading-0", "item column-1", "item column-2"),
    ("post first", "post second", "post third"),
    ("post-101 sticky", "hentry", "hentry"),
)


def read(inner: str, title: str = "محليات - صدى الوادي") -> Reading:
    markup = f"<html dir=rtl><head><title>{title}</title></head><body>{MENU}<div>{inner}</div>{RIGHTS}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading


def body(article: Article) -> tuple[str, ...]:
    return tuple(article.text[b.start : b.end] for b in article.body)


def blog(wraps: tuple[str, ...], below: str = "", lines: int = 9) -> str:
    posts = "".join(
        f'<div class="{wrap}"><h2><a href="/art-{n}">{head}</a></h2><dl><dt>التفاصيل</dt><dd>نشر بتاريخ {day}</dd>'
        f"<dd>كتب بواسطة: {writer}</dd></dl>{''.join(f'<p>{line}</p>' for line in text[:lines])}{below}</div>"
        for n, (wrap, (head, writer, day, text)) in enumerate(zip(wraps, POSTS, strict=True))
    )
    return f"<div class=blog><h1>محليات</h1>{posts}</div>"


# ---- posts in full


@pytest.mark.parametrize("wraps", WRAPS)
def test_each_post_of_a_blog_is_an_article(wraps: tuple[str, ...]) -> None:
    articles = read(blog(wraps)).articles
    assert [a.title.text if a.title else None for a in articles] == [head for head, *_ in POSTS]
    assert [a.byline for a in articles] == [writer for _, writer, *_ in POSTS]
    days = [a.published.when.value if a.published else None for a in articles]
    assert days == ["2015-03-14", "2015-03-12", "2015-03-11"]
    assert [body(a) for a in articles] == [text for *_, text in POSTS]


@pytest.mark.parametrize("count", [2, 3])
def test_two_posts_are_enough(count: int) -> None:
    inner = "".join(
        f'<div class="w{"abc"[n]}"><h3><a href="/{n}">{head}</a></h3><div>{writer} - {day}</div>'
        f"{''.join(f'<p>{line}</p>' for line in text)}</div>"
        for n, (head, writer, day, text) in enumerate(POSTS[:count])
    )
    assert [body(a) for a in read(inner).articles] == [text for *_, text in POSTS[:count]]


def test_linked_subheads_of_one_text_open_no_others() -> None:
    title, lead = "ثلاثة مشاريع تغير وجه الوادي الأخضر", "تغير ثلاثة مشاريع وجه الوادي الأخضر هذا الربيع."
    parts = "".join(
        f'<div class="w{"abc"[n]}"><h2><a href="#{n}">{head}</a></h2>{"".join(f"<p>{line}</p>" for line in text)}</div>'
        for n, (head, _, _, text) in enumerate(POSTS)
    )
    (article,) = read(f"<h1>{title}</h1><div>14 آذار 2015</div><p>{lead}</p>{parts}", title).articles
    assert article.title is not None
    assert article.title.text == title


# ---- teasers


@pytest.mark.parametrize("wraps", WRAPS)
@pytest.mark.parametrize("more", ["المزيد", "اقرأ المزيد...", "التفاصيل »", "أكمل القراءة"])
@pytest.mark.parametrize("lines", [1, 2])
def test_teasers_with_a_way_to_the_rest_are_no_articles(wraps: tuple[str, ...], more: str, lines: int) -> None:
    assert read(blog(wraps, f'<p class=go><a href="/art">{more}</a></p>', lines)).articles == ()


@pytest.mark.parametrize("wraps", WRAPS)
def test_teasers_that_break_off_are_no_articles(wraps: tuple[str, ...]) -> None:
    inner = blog(wraps, lines=1).replace("المدرجات.", "المدرجات ...").replace("أثمانها.", "أثمانها…")
    assert read(inner.replace("سيارات.", "سيارات [...]")).articles == ()


# ---- rows of links

OTHERS = (
    "افتتاح معرض الخزف في قاعة البلدية",
    "سباق الدراجات ينطلق من ساحة النبع",
    "ما الذي أخر ترميم السد القديم؟",
    "لجنة المياه تزور قرى الجنوب",
    "عودة القطار السياحي في عطلة الربيع",
    "حملة لتلقيح الماشية في المراعي العليا",
)
ROW = " ".join(f'<a href="?a={n}">{head}</a>' for n, head in enumerate(OTHERS))


@pytest.mark.parametrize("make", ["ep-list", "x9"])
def test_a_row_of_links_below_the_last_of_several_articles_is_none_of_it(make: str) -> None:
    inner = "".join(
        f"<div class=a><div class=t>{head}</div><div class=w>{writer}</div>"
        f"{''.join(f'<div class=p>{line}</div>' for line in text)}<div class=bar>نسخ النص قص استماع</div></div>"
        for head, writer, _, text in POSTS
    )
    articles = read(f"{inner}<div class={make}><h3>عناوين هذا العدد</h3>{ROW}</div>").articles
    assert [body(a) for a in articles] == [text for *_, text in POSTS]
    last = [articles[-1].text[p.start : p.end] for p in articles[-1].parts]
    assert not any("نسخ النص" in words or "الخزف" in words for words in last)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_row_of_links_in_a_text_is_none_of_it(at: int) -> None:
    head, writer, day, text = POSTS[0]
    lines = [f"<p>{line}</p>" for line in text]
    lines.insert(at, f"<p>{ROW}</p>")
    (article,) = read(f"<h1>{head}</h1><div>{writer} - {day}</div><div>{''.join(lines)}</div>", head).articles
    assert body(article) == text


def test_a_long_sentence_in_one_link_stays() -> None:
    head, writer, day, text = POSTS[0]
    linked = f'<a href="/old">{" ".join(text[:2])}</a>'
    (article,) = read(f"<h1>{head}</h1><div>{writer} - {day}</div><p>{linked}</p><p>{text[2]}</p>", head).articles
    assert body(article)[0] == " ".join(text[:2])
