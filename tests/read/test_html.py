# ruff: noqa: E501  (markup as sites write it)
"""HTML in the shapes that mislead readers: class names that lie, cards inside the text, no text at all."""

from __future__ import annotations

from riwaya.model import BlockKind, Reading, Source
from riwaya.read import read_source

SOUP = """<html dir=rtl><head><title>تعويضات لأصحاب القوارب المتضررة | جريدة الأفق</title><meta property="og:title" content="تعويضات لأصحاب القوارب المتضررة">
<meta property="article:published_time" content="2024-02-10T09:00:00+02:00"></head>
<body class="single has-sidebar comments-open">
<div id="header"><ul class="menu"><li><a href=a>الرئيسية</a><li><a href=b>سياسة</a></ul><div class="breaking-ticker"><a href=x>إغلاق الطريق الساحلي أمام الشاحنات حتى الصباح</a><a href=y>وفاة المخرج المعروف عن سبعين عاما</a></div></div>
<div class="container"><div class="row"><div class="col-8 post-wrap comments-open">
<h2 class="cat">اقتصاد</h2>
<h1 class="entry-title">تعويضات لأصحاب القوارب المتضررة</h1>
<div class="meta"><span class="author">سعيد الراوي</span> <span class=date>10 شباط 2024</span></div>
<div class="entry">أعلنت وزارة الصيد، السبت، صرف تعويضات لأصحاب القوارب التي تضررت في عاصفة كانون الثاني.<br><br>وقال الوزير إن قيمة التعويضات تبلغ ثلاثة ملايين دينار، وإن الصرف يبدأ الأسبوع المقبل.<br><br>
<a href=z>اقرأ أيضا: عاصفة جديدة تضرب الساحل نهاية الأسبوع</a><br><br>وطالب الصيادون بتسريع إصلاح المرفأ، ووصفوا المبلغ بأنه "لا يكفي".<br/>
<b>أضرار المرفأ</b><br/>وتضرر الرصيف الشمالي للمرفأ، وتوقفت رافعتان عن العمل، بحسب إدارة المرفأ.
<div class="related-posts"><h3>مواضيع ذات صلة</h3><div class=card><a href=1><h4>خسائر مزارعي الموز بعد العاصفة</h4></a><p>قدر اتحاد المزارعين خسائر موسم الموز بنحو أربعين في المئة من المحصول، وطالب بتدخل الدولة.</p></div></div>
</div>
<div id="comments"><h3>3 تعليقات</h3><div class=comment><p>المبلغ قليل جدا والصيادون يستحقون أكثر من هذا بكثير بعد كل ما خسروه في العاصفة الأخيرة، والله المستعان.</p></div><div class=comment><p>متى يبدأ الصرف؟ نحن ننتظر منذ شهر كامل ولم يتصل بنا أحد من الوزارة حتى الآن مع الأسف الشديد.</p></div></div>
</div><div class="col-4 sidebar"><h3>الأكثر قراءة</h3><ul><li><a href=q>أسعار السمك ترتفع في الأسواق قبل العيد</a></ul></div></div></div>
<div class=footer>جميع الحقوق محفوظة</div></body></html>
"""

SCRIPTED = r"""<!doctype html><html><head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"headline":"إعادة فتح المدارس بعد العاصفة","datePublished":"2024-02-12","articleBody":"أعلنت وزارة التربية إعادة فتح المدارس في المحافظات الساحلية اعتبارا من صباح غد الثلاثاء.\nوقال الناطق باسم الوزارة إن عشر مدارس ستبقى مغلقة حتى انتهاء أعمال الإصلاح فيها.","publisher":{"name":"المدى"}}]}</script></head><body><div id="__next"><a href="/">المدى</a></div></body></html>
"""


def read(markup: str) -> Reading:
    (reading,) = read_source(Source("page.html", markup.encode()))
    return reading


def words_of(reading: Reading, *kinds: BlockKind) -> list[str]:
    return [reading.page.text[b.start : b.end] for b in reading.page.blocks if b.kind in kinds]


def test_only_the_article_is_body() -> None:
    reading = read(SOUP)
    (article,) = reading.articles
    body = [reading.page.text[b.start : b.end] for b in article.body]
    assert [w.split()[0] for w in body] == ["أعلنت", "وقال", "وطالب", "وتضرر"]
    assert words_of(reading, BlockKind.SUBHEAD) == ["أضرار المرفأ"]
    assert words_of(reading, BlockKind.TITLE) == ["تعويضات لأصحاب القوارب المتضررة"]
    assert words_of(reading, BlockKind.SEE_ALSO) == ["اقرأ أيضا: عاصفة جديدة تضرب الساحل نهاية الأسبوع"]


def test_cards_and_comments_keep_their_lines_outside() -> None:
    reading = read(SOUP)
    assert "خسائر مزارعي الموز بعد العاصفة" in words_of(reading, BlockKind.RELATED_ITEM_TITLE)
    assert any(w.startswith("المبلغ قليل") for w in words_of(reading, BlockKind.UI))
    assert "\n".join(reading.page.text[b.start : b.end] for b in reading.page.blocks) == reading.page.text


def test_outlet_and_publication_come_from_the_markup() -> None:
    (article,) = read(SOUP).articles
    assert article.outlet == "جريدة الأفق"
    assert article.published is not None
    assert article.published.when.value == "2024-02-10T09:00"
    assert "meta" in article.published.why


def test_a_page_filled_in_by_scripts_is_read_from_its_json_ld() -> None:
    reading = read(SCRIPTED)
    (article,) = reading.articles
    assert [reading.page.text[b.start : b.end].split()[0] for b in article.body] == ["أعلنت", "وقال"]
    assert (article.outlet, article.title.text if article.title else None) == ("المدى", "إعادة فتح المدارس بعد العاصفة")
