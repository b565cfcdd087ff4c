"""Whose a page is, who signs it and when it went out, where pages hide it: in signs, scripts, frames and buttons."""

from __future__ import annotations

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.names import is_nobody
from riwaya.read.owners import shortened
from riwaya.read.ownership import Claim, claims_of_titles, owner_among, owners_of_rights
from riwaya.read.published import announces, month_of
from riwaya.read.structure import is_clock

TITLE = "نقابة الصيادين تعلن تأجيل موسم الروبيان عشرة أيام"
TEXT = (
    "أعلنت نقابة الصيادين في مرفأ الزيزفون تأجيل موسم الروبيان عشرة أيام بسبب برودة المياه وتأخر التكاثر.",
    "وقال نقيب الصيادين حاتم الشماع إن القوارب الصغيرة لن تخرج قبل منتصف الشهر، وإن المخالف يدفع غرامة.",
    "وأضاف الشماع أن النقابة ستعوض أصحاب القوارب عن أيام التأجيل من صندوق التكافل الذي أنشئ قبل سنتين.",
)


def page(above: str = "", beside: str = "", below: str = "", head: str = "", title: str = TITLE) -> Article:
    told = "".join(f"<p>{line}</p>" for line in TEXT)
    markup = (
        f"<html dir=rtl><head><title>{title}</title>{head}</head><body>{above}"
        f"<article><h1>{TITLE}</h1>{beside}<div>{told}</div></article>{below}</body></html>"
    )
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    return reading.articles[0]


def published(article: Article) -> str | None:
    return article.published.when.value if article.published else None


LATIN = '<meta property="og:site_name" content="Al Zayzafoun">'


@pytest.mark.parametrize(
    "sign",
    [
        '<a href="/"><img class="logo" src="/x.png" alt="شعار الزيزفون"></a>',
        '<a class="site-logo" href="/" title="الانتقال إلى الزيزفون"><img alt="" src="/x.png"></a>',
        '<div><a class="logo"><svg role="img"><title>الزيزفون</title><path d="M0"/></svg></a></div>',
    ],
)
def test_the_arabic_name_of_a_sign_stands_before_a_latin_one(sign: str) -> None:
    assert page(above=sign, head=LATIN).outlet == "الزيزفون"
    assert page(above=sign).outlet == "الزيزفون"


def test_a_sign_that_names_nobody_or_another_leaves_what_the_markup_says() -> None:
    home = '<a href="/"><img class="logo" src="/x.png" alt="الرئيسية"></a>'
    assert page(above=home, head=LATIN).outlet == "Al Zayzafoun"
    other = '<a href="/"><img class="logo" src="/x.png" alt="شعار فيسبوك"></a>'
    assert page(above=other, head=LATIN).outlet == "Al Zayzafoun"
    arabic = '<meta property="og:site_name" content="جريدة المرسى">'
    assert page(above='<img class="logo" src="/x.png" alt="الزيزفون">', head=arabic).outlet == "جريدة المرسى"


def test_the_line_of_rights_gives_the_arabic_name_too() -> None:
    rights = "<footer><p>جميع الحقوق محفوظة لوكالة الزيزفون للأنباء؛ النقل جائز</p></footer>"
    assert page(below=rights, head=LATIN).outlet == "وكالة الزيزفون للأنباء"


def told_by(title: str, heading: str = TITLE) -> str | None:
    return owner_among(list(claims_of_titles([title], heading)))


def test_names_are_cut_out_of_titles_among_sections() -> None:
    assert told_by(f"رابطة الزيزفون :: اخبار الساحل :: {TITLE}") == "رابطة الزيزفون"
    assert told_by(f"{TITLE} | بحر | الزيزفون") == "الزيزفون"
    assert told_by(f"{TITLE} - الزيزفون - صوت من لا صوت له") == "الزيزفون"
    assert told_by(f"{TITLE} - أخبار - مقالات") is None
    assert told_by(f"فيديو {TITLE}") is None
    assert told_by(TITLE, "") is None
    assert shortened("الزيزفون بالعربية – 13.01.2025") == "الزيزفون بالعربية"


def test_names_in_arabic_letters_stand_before_others() -> None:
    def among(*names: str) -> str | None:
        return owner_among([Claim("site", name) for name in names])

    assert among("zayzafoun.example", "My Site", "الزيزفون") == "الزيزفون"
    assert among("zayzafoun.example") is None
    assert among("Al Zayzafoun", "الزيزفون") == "الزيزفون"
    assert among("Al Zayzafoun") == "Al Zayzafoun"


def test_what_most_places_bear_out_is_the_name() -> None:
    holding = Claim("publisher", "شركة الرصيف للطباعة والنشر")
    assert owner_among([holding, Claim("site", "الزيزفون"), Claim("title", "الزيزفون")]) == "الزيزفون"
    assert owner_among([Claim("sign", "بحث"), Claim("sign", "جريدة الزيزفون")]) == "جريدة الزيزفون"
    assert (
        owner_among([Claim("title", "صوت البحر"), Claim("home", "الزيزفون"), Claim("feed", "الزيزفون")]) == "الزيزفون"
    )
    assert owner_among([Claim("sign", "حاتم الشماع")]) is None  # a writer's picture
    assert owner_among([Claim("rights", "زيز")]) is None  # a short word that stands nowhere else


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ('<a href="/">مرايا الساحل</a>', "مرايا الساحل"),
        ('<a href="index.php"><img src="/b.jpg" alt="مرايا الساحل"></a>', "مرايا الساحل"),
        ('<a href="/" aria-label="الصفحة الرئيسية - مرايا الساحل"><i></i></a>', "مرايا الساحل"),
        ('<div class="site-title"><b>مرايا الساحل</b></div>', "مرايا الساحل"),
        ('<a href="https://other.example/"><img src="/b.jpg" alt="مرايا الساحل"></a>', "مرايا الساحل"),
        ('<a href="/sahel">مرايا الساحل</a>', None),
        ('<a href="/">الرئيسية</a>', None),
        ('<a href="/ar">العربية</a><a href="/?lang=en">English</a>', None),
        ('<a href="/"><img class="logo" alt="إعلان"></a><img class="app-logo" alt="غوغل بلاي">', None),
        ('<a href="/" title="العودة إلى الصفحة الرئيسية"><img alt="الرئيسية"></a>', None),
    ],
)
def test_the_link_to_the_front_page_bears_the_name(sign: str, name: str | None) -> None:
    assert page(above=sign).outlet == name


def test_a_page_that_bears_but_its_sites_name_has_its_headline_below() -> None:
    told = "".join(f"<p>{line}</p>" for line in TEXT)
    body = f"<h1>جمعية الصيادين</h1><p>معا نبني الساحل</p><div><h2>{TITLE}</h2>{told}</div>"
    markup = f"<html dir=rtl><head><title>جمعية الصيادين</title></head><body>{body}</body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    (article,) = reading.articles
    assert article.title is not None and article.title.text == TITLE
    assert article.outlet == "جمعية الصيادين"


def test_names_that_people_bear_too_are_an_outlets_where_they_wear_its_words() -> None:
    rights = "<footer><p>© 2024 روضة اليوم. All rights reserved.</p></footer>"
    assert page(below=rights, head=LATIN).outlet == "روضة اليوم"
    assert page(above='<a href="/"><amp-img src="l.png" alt="روضة نت"></amp-img></a>', head=LATIN).outlet == "روضة نت"


def test_a_partners_link_at_the_end_is_not_the_pages() -> None:
    own = '<a href="/"><img src="/b.jpg" alt="مرايا الساحل"></a>'
    partner = '<footer><a href="https://other.example/"><img class="logo" alt="وكالة الشريك"></a></footer>'
    assert page(above=own, below=partner).outlet == "مرايا الساحل"


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="alternate" type="application/rss+xml" title="مرايا الساحل &raquo; الخلاصة" href="/feed">',
        '<link rel="search" type="application/opensearchdescription+xml" title="مرايا الساحل" href="/os.xml">',
        '<meta name="apple-mobile-web-app-title" content="مرايا الساحل">',
        '<script type="application/ld+json">{"@type": "WebSite", "name": "مرايا الساحل"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "publisher": {"@id": "#o"}}, '
        '{"@type": "Organization", "@id": "#o", "name": "مرايا الساحل"}]}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "isPartOf": {"name": "مرايا الساحل"}}</script>',
    ],
)
def test_heads_name_their_site_in_many_places(head: str) -> None:
    assert page(head=head).outlet == "مرايا الساحل"
    assert page(head=head + LATIN).outlet == "مرايا الساحل"
    assert page(head='<meta name="copyright" content="© مرايا الساحل 2019">').outlet == "مرايا الساحل"


def test_lines_of_rights_name_whose_they_are_and_nobody_else() -> None:
    def rights(words: str) -> list[str]:
        return list(owners_of_rights(words))

    assert rights("جميع الحقوق محفوظة © 2019 مرايا الساحل") == ["مرايا الساحل"]
    assert rights("كافة الحقوق محفوظة لموقع المرايا ٢٠٠٩ - ٢٠١٢م") == ["المرايا"]
    assert rights("© 2020 – جريدة المرايا – كل الحقوق محفوظة. يمنع النقل. دار الزاوية، القصبة") == ["جريدة المرايا"]
    assert rights("© 2014 المرايا | تصميم شركة الأفق") == ["المرايا"]
    assert rights("جوائز حقوق النشر خريطة الموقع") == []
    assert rights("©2000 - 2013, Jelsoft Enterprises Ltd.") == []
    assert page(below="<footer><p>© 2014</p><p>تصميم شركة الأفق</p></footer>").outlet is None


def test_sections_and_notes_are_told_from_names() -> None:
    menu = "<ul><li><a href='/b'>بحر وصيد</a></li></ul>"
    assert page(above=menu, title=f"{TITLE} | بحر وصيد").outlet is None
    assert page(title=f"{TITLE} | بحر وصيد").outlet == "بحر وصيد"
    about = "<footer><p>«المرايا» صحيفة إلكترونية مستقلة تصدر عن دار الزاوية منذ عام 2011.</p></footer>"
    assert page(below=about).outlet == "المرايا"


@pytest.mark.parametrize("name", ["almarsa", "user_77", "إضافة رد", "كلية الزراعة", "خاص بالموقع", "admin"])
def test_accounts_buttons_and_houses_sign_nothing(name: str) -> None:
    assert is_nobody(name)


@pytest.mark.parametrize("name", ["حاتم الشماع", "Hatim", "afp", "هيئة التحرير", "ع. بوشارب"])
def test_people_agencies_and_desks_do(name: str) -> None:
    assert not is_nobody(name)


def test_the_writer_above_the_title_is_named_by_the_title_or_the_day() -> None:
    above = "<div class='site'><span>هاني الشماع</span></div>"
    assert page(above=above, title=f"{TITLE} - هاني الشماع - جريدة المرسى").byline == "هاني الشماع"
    assert page(above=above, title=f"{TITLE} - جريدة المرسى").byline is None


def test_a_time_announced_in_the_frame_is_the_articles_and_a_board_is_not() -> None:
    told = "<div class='toolbar'><p>تاريخ النشر: 4 شباط 2022 - 13:20</p></div>"
    board = "<div class='toolbar'><p>الجمعة 4 شباط 2022 - 13:20</p></div>"
    assert published(page(above=told)) == "2022-02-04T13:20"
    assert published(page(above=board)) is None
    assert announces("نُشر في 4 شباط 2022") and not announces("الساعة 10:20 يوم 4 شباط 2022")


def test_the_first_publication_stands_before_the_last_change() -> None:
    head = '<meta property="article:published_time" content="2023-05-09T10:15:00+03:00">'
    line = "<p>نشر بتاريخ: 8 مايو 2023 09:40</p>"
    changed = "<p>آخر تعديل على 9 مايو 2023 10:15</p>"
    assert published(page(beside=line, below=changed, head=head)) == "2023-05-08T09:40"
    assert published(page(beside=line, head=head)) == "2023-05-09T10:15"


def test_the_month_of_an_issue_is_a_month() -> None:
    assert published(page(beside="<p>العدد 12 – نيسان/ أبريل 2019</p>")) == "2019-04"
    assert published(page(beside="<p>العدد 12 – الأربعاء 3 نيسان 2019</p>")) == "2019-04-03"
    assert month_of("ارتفع عدد الزوار في أبريل 2019") is None


def test_a_time_in_scripts_serves_where_the_page_gives_none() -> None:
    body = " ".join(TEXT)
    state = f'{{"article": {{"headline": "{TITLE}", "publishedAt": "2024-03-02T08:05:00+03:00", "body": "{body}"}}}}'
    script = f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    assert published(page(below=script)) == "2024-03-02T08:05"
    assert published(page(below=script, beside="<p>نشر في 1 مارس 2024 07:00</p>")) == "2024-03-01T07:00"


def test_the_signature_below_gives_the_hour_of_the_day_above() -> None:
    day = "<p>نشر في 5 آذار 2019</p>"
    told = "".join(f"<p>{line}</p>" for line in (*TEXT, "مرسلة بواسطة حاتم الشماع في 4:22 م"))
    markup = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{day}<div>{told}</div></body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    assert published(reading.articles[0]) == "2019-03-05T16:22"


def test_times_of_day_may_name_their_clocks() -> None:
    assert is_clock("16:05 بتوقيت غرينتش") and is_clock("16:05 GMT") and is_clock("16:05")
    assert not is_clock("16:05 بدأ العمال اعتصامهم")


def test_lines_set_as_print_had_them_are_one_paragraph() -> None:
    style = 'style="position:absolute;top:10px;left:40px;white-space:nowrap"'
    halves = (f"{' '.join(t.split()[:8])}<br/>{' '.join(t.split()[8:])}" for t in TEXT)
    laid = "".join(f"<p {style}>{h}</p>" for h in halves)
    markup = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{laid}</div></body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    (article,) = reading.articles
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)


def test_the_kind_is_left_away_where_the_page_calls_itself_without_it() -> None:
    sign = '<a class="logo" href="/"><img alt="جريدة الزيزفون" src="/l.png"></a>'
    rights = "<footer><p>جميع الحقوق محفوظة © جريدة الزيزفون 2024</p></footer>"
    assert page(above=sign, below=rights, title=f"{TITLE} | الزيزفون").outlet == "الزيزفون"
    assert page(above=sign, below=rights, title=f"{TITLE} | جريدة الزيزفون").outlet == "جريدة الزيزفون"
    assert page(above=sign, below=rights).outlet == "جريدة الزيزفون"


def test_the_board_of_an_issue_is_no_source() -> None:
    board = "<p>صحيفة محلية مستقلة — العدد 612 — الأحد 15 كانون الأول 2024</p>"
    assert page(above=board, title=f"{TITLE} | دفاتر الزيزفون").outlet == "دفاتر الزيزفون"


def test_a_title_behind_the_sites_name_is_the_posts() -> None:
    text = "".join(f"<p>{line}</p>" for line in TEXT)
    markup = (
        "<html><head><title>نافذة على المرفأ: موسم مؤجل</title></head><body>"
        '<h1><a href="/">نافذة على المرفأ</a></h1><p>أخبار البحر وأهله</p>'
        f"<div><h2>الثلاثاء، 7 يناير 2014</h2><h3>موسم مؤجل</h3><div>{text}</div></div></body></html>"
    )
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html"))
    (article,) = reading.articles
    assert (article.title and article.title.text, article.outlet) == ("موسم مؤجل", "نافذة على المرفأ")
