"""Whose a page is and who signs it where names contradict each other or one odd place alone holds them: statements with
their house below the text, readers of others' news, companies beside a sign, copied posts, translations."""

# ruff: noqa: E501  (a line of a page is one line)
from __future__ import annotations

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source

TITLE = "إغلاق جسر الوادي الكبير شهرين لترميم أعمدته"
TEXT = (
    "أغلق جسر الوادي الكبير أمام السيارات صباح أمس، وحولت الحركة إلى طريق المزارع الذي يزيد الرحلة أربعين دقيقة.",
    "وقال المهندس المشرف على الأشغال إن ثلاثة أعمدة تآكلت بفعل المياه، وإن ترميمها يستغرق ثمانية أسابيع على الأقل.",
    "وطلب سكان القرى المجاورة تسيير حافلات مجانية للتلاميذ والعمال إلى حين فتح الجسر، فيما حذر أطباء من تأخر وصول المرضى.",
)
CARDS = "".join(
    f"<div class=c><a href='/x/{k}'>{t}</a><small>3 مارس 2022</small></div>"
    for k, t in enumerate(("وفد طبي يزور مخيم التلال", "بدء موسم قطاف اللوز في الجبال", "لجنة تبحث ديون المزارعين"))
)


def told(text: tuple[str, ...] = TEXT, tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in text)


def read(body: str, *, head: str = "", title: str = TITLE, url: str | None = None) -> Article:
    markup = f"<html dir=rtl lang=ar><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html", url))
    return next(a for a in reading.articles if a.role == "main")


PARTY = (
    "تابع الحزب بقلق ما أعلنته الحكومة من نيتها إغلاق جسر الوادي الكبير شهرين كاملين دون طريق بديل للقرى المجاورة.",
    "ويرى الحزب أن ترميم الأعمدة واجب تأخر سنوات، لكنه يرفض أن يدفع أهالي القرى والمزارعون ثمن هذا التأخير وحدهم.",
    "ويدعو الحزب إلى تسيير حافلات مجانية، وإلى نشر جدول الأشغال وكلفتها كاملة أمام الرأي العام خلال هذا الأسبوع.",
)
SIGNED = {
    "a party's office, lines of one paragraph": (
        "<p align=left><b>المكتب السياسي<br>حزب البيت الكبير<br>الوادي في 4 آذار 2022</b></p>",
        "حزب البيت الكبير",
        "الحزب",
    ),
    "a ministry in a line of its own": (
        "<div>وزارة الطرق والجسور</div><div>4 مارس 2022</div>",
        "وزارة الطرق والجسور",
        "الوزارة",
    ),
    "a union with its day": ("<p>نقابة سائقي الحافلات – الوادي في 4/3/2022</p>", "نقابة سائقي الحافلات", "النقابة"),
    "an office and its university": (
        "<div>مكتب الإعلام والتواصل</div><div>جامعة الوادي الكبير</div>",
        "جامعة الوادي الكبير",
        "الجامعة",
    ),
    "a movement behind a word": (
        "<p>صادر عن: حركة أبناء الوادي</p><p>الجمعة 4 مارس 2022</p>",
        "حركة أبناء الوادي",
        "الحركة",
    ),
}


@pytest.mark.parametrize("case", SIGNED)
def test_a_house_that_signs_its_statement_below_the_text(case: str) -> None:
    below, name, called = SIGNED[case]
    text = tuple(line.replace("الحزب", called) for line in PARTY)
    menu = "<div><a href='?p=1'>الصفحة الأولى</a> | <a href='?p=2'>بيانات</a> | <a href='?p=3'>فروع</a></div>"
    assert read(f"{menu}<div><h1>{TITLE}</h1>{told(text)}{below}</div><div>عدد الزوار: 12,553</div>").outlet == name


@pytest.mark.parametrize(
    "below", ["<p>رئيس بلدية الوادي الكبير</p>", "<p>وزارة الطرق والجسور</p>", "<p>حزب البيت الكبير يرد</p>"]
)
def test_whom_a_text_tells_of_signs_nothing(below: str) -> None:
    assert read(f"<div><h1>{TITLE}</h1><div>4 مارس 2022</div>{told()}{below}</div>").outlet is None


DAY = "4 مارس 2022، 18:30"
APPS = {
    "a box above the title, a link below": (
        "<div class=t1><a href='/' class=lg>رفوف</a><a href='/f'>أتابع</a></div><div class=s><i>ق</i><div><b>قافلة</b>"
        f"<small>{DAY}</small></div><button>متابعة</button></div><h1>{TITLE}</h1>{told()}<div><a "
        f"href='https://qafila.example/n/88'>اقرأ من المصدر</a></div>{CARDS}",
        "قافلة",
    ),
    "a line below the title": (
        f"<header><a href='/'>رفوف</a></header><article><h1>{TITLE}</h1><div>سنابل المساء · {DAY}</div>{told()}"
        f"<a href='https://sanabel.example/88'>الخبر الأصلي</a></article>{CARDS}",
        "سنابل المساء",
    ),
    "in its own lines": (
        f"<header><a href='/'>رفوف</a></header><div><h1>{TITLE}</h1><div>مرسى الأخبار</div><div>{DAY}</div>{told(tag='div')}"
        f"</div><div><a href='https://marsa.example/88'>المقال كاملا على موقع المصدر</a></div>{CARDS}",
        "مرسى الأخبار",
    ),
    "whose name leads away": (
        f"<header><a href='/'>رفوف</a></header><div><h1>{TITLE}</h1><div><a href='https://bareed.example/'>بريد القرى</a>"
        f"</div><div>{DAY}</div>{told()}</div><div><a href='https://bareed.example/88'>متابعة القراءة في الموقع الأصلي</a></div>{CARDS}",
        "بريد القرى",
    ),
}


@pytest.mark.parametrize("case", APPS)
def test_a_reader_of_what_others_wrote(case: str) -> None:
    body, name = APPS[case]
    assert read(body, title="رفوف", head='<meta name="application-name" content="رفوف">').outlet == name


@pytest.mark.parametrize(
    "beside", [f"<div>قسم المحليات · {DAY}</div>", f"<div>{DAY}</div>", f"<div>سلمى الراوي · {DAY}</div>"]
)
def test_a_site_that_links_its_source_stays_the_outlet(beside: str) -> None:
    body = (
        f"<header><a href='/'>رفوف</a></header><article><h1>{TITLE}</h1>{beside}{told()}"
        f"<a href='https://sanabel.example/88'>الخبر الأصلي</a></article>{CARDS}"
    )
    assert read(body, head='<meta property="og:site_name" content="رفوف">').outlet == "رفوف"


FIRM = (
    '<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "Organization", "@id": '
    '"#o", "name": "{firm}"}}, {{"@type": "NewsArticle", "headline": "{title}", "publisher": {{"@id": "#o"}}}}]}}</script>'
)
SIGNS = {
    "a mark behind the name": "<a href='/' title='المحراث'>المحراث<sup>®</sup></a>",
    "a mark and no title": "<div class=logo><a href='/'>المحراث™</a></div>",
    "a picture": "<a href='/'><img src=l.png alt='شعار المحراث'></a>",
    "a heading": "<div class='site-logo'>المحراث</div>",
}


@pytest.mark.parametrize("case", SIGNS)
@pytest.mark.parametrize("firm", ["شركة سهول الغد للنشر والإعلام المحدودة", "مؤسسة النجم الذهبي للصحافة والطباعة"])
def test_a_sign_stands_before_the_company_behind_it(case: str, firm: str) -> None:
    body = f"<header>{SIGNS[case]}</header><article><h1>{TITLE}</h1><div>{DAY}</div>{told()}</article><footer>© 2022 {firm}</footer>"
    assert read(body, head=FIRM.format(firm=firm, title=TITLE)).outlet == "المحراث"


POSTS = {
    "its number and day behind the name": "<font color=blue>منقول من صحيفة غصن البادية عدد الجمعة 4 مارس 2022</font>",
    "both calendars": "<i>منقول من جريدة غصن البادية عدد الجمعة 1 شعبان 1443هـ - 4 مارس 2022م</i>",
    "its day behind «الصادرة»": "<b>نقلا عن صحيفة غصن البادية الصادرة يوم الجمعة 4 مارس 2022</b><br>منقول",
    "a day behind «بتاريخ»": "<b>المصدر: صحيفة غصن البادية بتاريخ 4/3/2022</b>",
}


@pytest.mark.parametrize("case", POSTS)
def test_a_copied_post(case: str) -> None:
    lines = "<br><br>".join(TEXT)
    body = (
        f"<table><tr><td><a href='index.php'>منتديات سهل الرمان</a> &gt; <a>أخبار المنطقة</a></td><td>اسم العضو <input> كلمة "
        f"المرور <input></td></tr></table><table><tr><td>05-03-2022, 02:40 AM</td></tr><tr><td><a>صقر التلال</a><div>عضو مميز</div>"
        f"</td><td><strong>{TITLE}</strong><hr><div><b>غصن البادية - الوادي - ياسر الهلالي:</b><br><br>{lines}<br><br>{POSTS[case]}"
        "</div></td></tr></table><table><tr><td>05-03-2022, 09:12 AM</td></tr><tr><td><a>أم رنا</a></td><td>شكرا على النقل</td></tr></table>"
    )
    article = read(body, title=f"{TITLE} - منتديات سهل الرمان")
    assert article.outlet is not None and article.outlet.endswith("غصن البادية")
    assert article.published is not None and article.published.when.value == "2022-03-04"
    assert article.byline == "ياسر الهلالي"


TRANSLATED = {
    "two links": (
        "<div><a>يوهان ستراندبرغ</a> و<a>إلسا مورينو</a></div><div>ترجمة: رامي الحلاق</div>",
        "يوهان ستراندبرغ، إلسا مورينو",
    ),
    "two in one line": ("<p>يوهان ستراندبرغ وإلسا مورينو</p><p>ترجمة: رامي الحلاق</p>", "يوهان ستراندبرغ، إلسا مورينو"),
    "a comma": (
        "<div>يوهان ستراندبرغ، إلسا مورينو</div><div>ترجمها: رامي الحلاق</div>",
        "يوهان ستراندبرغ، إلسا مورينو",
    ),
    "one of us and one of others": (
        "<div><a>سالم ولد حمادي</a> و<a>إلسا مورينو</a></div><div>ترجمة: رامي الحلاق</div>",
        "سالم ولد حمادي، إلسا مورينو",
    ),
}


@pytest.mark.parametrize("case", TRANSLATED)
def test_several_writers_above_who_translated(case: str) -> None:
    who, names = TRANSLATED[case]
    assert read(f"<article><h1>{TITLE}</h1>{who}<div>4 مارس 2022</div>{told()}</article>").byline == names


@pytest.mark.parametrize(
    "top",
    [
        "<div class=bar><i></i><a href='/m'>سيرة الوادي</a><i></i></div><div class=ch><a href='/m/1'>بيئة</a><a href='/m/2'>بلدات</a></div>",
        "<div><a href='index.php?lang=ar'>سيرة الوادي</a></div><ul><li><a href='?c=1'>بيئة</a></li><li><a href='?c=2'>بلدات</a></li></ul>",
        "<header><div><a href='/ar/home.aspx'>سيرة الوادي</a></div><nav><a href='/1'>بيئة</a><a href='/2'>بلدات</a></nav></header>",
    ],
)
def test_the_titles_end_in_a_link_above_the_menu(top: str) -> None:
    body = f"{top}<article><h1>{TITLE}</h1><div>4 مارس 2022</div>{told()}</article>{CARDS}"
    assert read(body, title=f"{TITLE} - سيرة الوادي").outlet == "سيرة الوادي"


def test_an_entry_of_the_menu_at_the_titles_end_is_a_section() -> None:
    top = "<ul><li><a href='?c=1'>حكايات البلدات</a></li><li><a href='?c=2'>بيئة</a></li><li><a href='?c=3'>ناس</a></li></ul>"
    body = f"{top}<article><h1>{TITLE}</h1><div>4 مارس 2022</div>{told()}</article>{CARDS}"
    assert read(body, title=f"{TITLE} - حكايات البلدات").outlet is None


@pytest.mark.parametrize("below", ["<p>أ.ف.ب</p>", "<p>(أ ف ب)</p>", "<p>و.أ.ج</p>", "<p>ص.ب 1420</p>"])
def test_letters_that_are_no_writers(below: str) -> None:
    sign = "<a href='/'><img src=l.png alt='و.أ.ج'></a>"
    body = f"{sign}<div><h1>{TITLE}</h1><div>نشر في 4 مارس 2022 10:15</div>{told()}{below}</div>"
    assert read(body, title=f"و.أ.ج : {TITLE}").byline is None
