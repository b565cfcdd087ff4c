"""Who wrote, for which outlet, when, and what kind of page it is: in every form that pages have."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Article, BlockKind, Reading, Source
from riwaya.read import read_source

TITLE = "بلدية الصخور تعيد فتح سوق السمك بعد ترميمه"
TEXT = (
    "أعادت بلدية الصخور فتح سوق السمك القديم بعد ترميم استغرق ثمانية أشهر وكلف مليون دينار.",
    "وقال رئيس البلدية فادي العلمي إن السوق يضم ستين محلا وغرفتي تبريد وساحة للمزاد.",
    "وأضاف العلمي أن الباعة القدامى عادوا إلى محالهم بالإيجار نفسه، وأن التنظيف يجري كل ليلة.",
)
OTHER = "فريق المرفأ يفوز ببطولة القوارب الشراعية"
OTHER_TEXT = (
    "فاز فريق المرفأ ببطولة القوارب الشراعية التي أقيمت في خليج النوارس بمشاركة تسعة فرق من أربع مدن ساحلية.",
    "وأنهى القارب الفائز السباق قبل أقرب منافسيه بأربع دقائق، رغم رياح معاكسة في الشوط الأخير من السباق الطويل.",
    "ويمثل الفريق المدينة في البطولة الوطنية التي تقام في الصيف، ويضم طاقمه ثلاثة بحارة لم يبلغوا العشرين بعد.",
    "وكرمت البلدية أعضاء الفريق في حفل حضره مئات الأهالي، وأعلنت بناء مرسى جديد للقوارب قرب سوق السمك القديم.",
)


def text(*lines: str) -> Article:
    (reading,) = read_source(Source("page.txt", "\n".join(lines).encode()))
    return reading.articles[0]


def html(inner: str, head: str = "", title: str = TITLE, url: str | None = None) -> Reading:
    markup = f"<html dir=rtl><head><title>{title}</title>{head}</head><body>{inner}</body></html>"
    (reading,) = read_source(Source("page.html", markup.encode(), "text/html", url))
    return reading


def paragraphs(lines: tuple[str, ...] = TEXT) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def when(article: Article) -> str | None:
    return article.published.when.value if article.published else None


@pytest.mark.parametrize(
    ("lines", "byline", "outlet", "published"),
    [
        (("كتب: سالم الراوي - نشر في 9 مارس 2023 - 09:14 م",), "سالم الراوي", None, "2023-03-09T21:14"),
        (("نشر من طرف سالم الراوي في 09 شتنبر 2023",), "سالم الراوي", None, "2023-09-09"),
        (("كتبته هدى النجار بتاريخ 3 نوفمبر 2023",), "هدى النجار", None, "2023-11-03"),
        (("كتبت – هدى النجار", "9 مارس 2023"), "هدى النجار", None, "2023-03-09"),
        (("هدى النجار - الصخور", "9 آذار 2023"), "هدى النجار", None, "2023-03-09"),
        (("الصخور – سالم الراوي:",), "سالم الراوي", None, None),
        (("الصخور - سالم الراوي ووكالات", "9-3-2023"), "سالم الراوي", None, "2023-03-09"),
        (("X - فريق التحرير", "9 mars 2023"), "فريق التحرير", None, "2023-03-09"),
        (("هيئة التحرير", "السبت 9 شتنبر 2023 - 14:22"), "هيئة التحرير", None, "2023-09-09T14:22"),
        (("by Salem Al Rawi", "March 9, 2023"), "Salem Al Rawi", None, "2023-03-09"),
        (("الضفة نيوز (أ ف ب)", "9 مارس 2023"), None, "الضفة نيوز", "2023-03-09"),
        (("سعاد الهادي", "نشر في بريد الصخور يوم 17 - 03 - 2022"), "سعاد الهادي", "بريد الصخور", "2022-03-17"),
        (("27th, November 2024",), None, None, "2024-11-27"),
        (("٢٧ تشرين الثاني ٢٠٢٤ - ١٠:٣٠",), None, None, "2024-11-27T10:30"),
        (("03:43 م الأربعاء 12 يونيو 2024",), None, None, "2024-06-12T15:43"),
        (("الأربعاء 25 جمادى الأولى 1446 هـ - 27 نوفمبر 2024 مـ",), None, None, "2024-11-27"),
    ],
)
def test_the_lines_below_a_title(
    lines: tuple[str, ...], byline: str | None, outlet: str | None, published: str | None
) -> None:
    article = text(TITLE, *lines, *TEXT)
    assert (article.byline, article.outlet, when(article)) == (byline, outlet, published)
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)


def test_the_name_that_signs_and_is_the_source_is_the_outlets() -> None:
    article = text(TITLE, "By مرافئ الجنوب", "", *TEXT, "المصدر : مرافئ الجنوب", "أضف تعليق")
    assert (article.outlet, article.byline) == ("مرافئ الجنوب", None)


def test_an_agency_and_a_place_in_a_dateline_of_pieces() -> None:
    article = text(
        f"مرافئ - {TITLE}", f"مرافئ - سالم الراوي - الصخور في الخميس 9 مارس 2023 03:33 مساءً - {TEXT[0]}", *TEXT[1:]
    )
    assert (article.outlet, article.byline, when(article)) == ("مرافئ", "سالم الراوي", "2023-03-09T15:33")


def test_who_and_when_above_the_title_in_its_element() -> None:
    menu = "<a href=/>مرافئ</a><ul><li><a href=/1>سياسة</a></li></ul>"
    mast = f"<div class=x><span>الأربعاء 5 نوفمبر 2025</span>{menu}</div>"
    meta = "<div class=y><span>كتب: سالم الراوي</span> <span>9 أيلول 2023</span></div>"
    (article,) = html(f"{mast}<div class=z>{meta}<h1>{TITLE}</h1><div>{paragraphs()}</div></div>").articles
    assert (article.byline, when(article)) == ("سالم الراوي", "2023-09-09")
    (article,) = html(f"{mast}<div class=z><h1>{TITLE}</h1><div>{paragraphs()}</div></div>").articles
    assert when(article) is None


def test_times_in_a_header_and_beside_the_text_are_not_its_own() -> None:
    mast = '<header><time datetime="2025-12-01T10:00">1 ديسمبر</time></header>'
    side = "".join(f'<li><a href=/{i}>{OTHER} {i}</a><time datetime="2025-11-30">أمس</time></li>' for i in range(4))
    (article,) = html(f"{mast}<article><h1>{TITLE}</h1>{paragraphs()}</article><aside><ul>{side}</ul></aside>").articles
    assert article.published is None


@pytest.mark.parametrize("title", [f"{TITLE} - مرافئ", f"مرافئ | {TITLE}", f"{TITLE} • مرافئ"])
def test_the_site_beside_the_heading_in_the_pages_title(title: str) -> None:
    (article,) = html(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", title=title).articles
    assert article.outlet == "مرافئ"


def test_a_source_row_names_the_outlet_and_the_site_does_not() -> None:
    head = '<meta property="og:site_name" content="رف الصحف">'
    row = "<div class=source-row><span>بريد الصخور</span> <span>منذ 3 ساعات</span></div>"
    (article,) = html(f"<div><h1>{TITLE}</h1>{row}<div>{paragraphs()}</div></div>", head).articles
    assert article.outlet == "بريد الصخور"


def test_other_articles_with_their_texts_are_articles() -> None:
    card = f"<div class=card><h3>{OTHER}</h3><div><span>بريد الساحل</span> <span>منذ 4 ساعات</span></div>"
    more = f"<h2>أخبار ذات صلة</h2>{card}{paragraphs(OTHER_TEXT)}</div>"
    main, other = html(f"<div><h1>{TITLE}</h1><div class=text>{paragraphs()}</div>{more}</div>").articles
    assert [main.text[b.start : b.end] for b in main.body] == list(TEXT)
    assert other.title is not None
    assert (other.role, other.title.text) == ("related", OTHER)
    assert [other.text[b.start : b.end] for b in other.body] == list(OTHER_TEXT)


@pytest.mark.parametrize(
    ("head", "above", "url", "sign"),
    [
        ('<script type="application/ld+json">{"@type":["NewsArticle","OpinionNewsArticle"],"headline":"%s"}</script>',
         "", None, "opinion"),
        ('<meta property="article:section" content="آراء">', "", None, "opinion"),
        ('<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"%s"}</script>',
         "", None, "live_blog"),
        ("", "تغطية مباشرة", None, "live_blog"),
        ("", "أسئلة وأجوبة", None, "explainer"),
        ("", "ترجمة آلية من الإنجليزية", None, "machine_translation"),
        ("", "من ويكيبيديا، الموسوعة الحرة", None, "wiki_mirror"),
        ("", "", "https://sahil.example/opinion/12/x", "opinion"),
        ("", "", "https://sahil.example/%D9%85%D9%82%D8%A7%D9%84%D8%A7%D8%AA/12", "opinion"),
        ("", "", "https://sahil.example/liveblog/2023/x", "live_blog"),
        ("", "", "https://sahil.example/opinion-polls/12", None),
        ("", "", "https://sahil.example/news/12", None),
    ],
)  # fmt: skip
def test_the_kind_of_page_is_a_sign_with_its_reason(head: str, above: str, url: str | None, sign: str | None) -> None:
    head = head % TITLE if "%s" in head else head
    label = f"<div>{above}</div>" if above else ""
    (article,) = html(f"<div>{label}<h1>{TITLE}</h1><div>{paragraphs()}</div></div>", head, url=url).articles
    assert {s.kind for s in article.signs} == ({sign} if sign else set())
    assert all(s.why for s in article.signs)


def test_all_writers_are_named() -> None:
    writers = [{"name": "سالم الراوي"}, {"name": "هدى النجار"}]
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": writers}, ensure_ascii=False)
    head = f'<script type="application/ld+json">{data}</script>'
    (article,) = html(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", head).articles
    assert article.byline == "سالم الراوي، هدى النجار"


@pytest.mark.parametrize("label", ["التعليقات", "آراء القراء (4)", "ردود القراء"])
def test_readers_may_write_more_than_the_writer(label: str) -> None:
    letters = "".join(
        f"<div class=z><b>{name}</b><p>{words}</p></div>"
        for name, words in [
            ("سمير", "السوق كان أجمل قبل الترميم، فقد ذهبت رائحة البحر مع الحجارة، ومن يدخله اليوم يظنه متجرا."),
            ("أم خالد", "شكرا لمن أعاد الباعة إلى محالهم، فقد خفنا أن تأخذها الشركات الكبيرة كما أخذت غيرها."),
            ("ليث", "متى يأتي دور المدرسة القديمة؟ سقفها يقطر كل شتاء، والبلدية تقول كل عام إن المال في الطريق."),
        ]
    )  # fmt: skip
    (article,) = html(
        f"<div><h1>{TITLE}</h1><div>{paragraphs()}</div><div><h3>{label}</h3>{letters}</div></div>"
    ).articles
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)


def test_a_post_in_a_text_page_is_no_text_and_its_date_is_its_own() -> None:
    post = ("السوق مفتوح منذ الفجر، أهلا بكم 🐟 https://t.co/a1", "— بلدية الصخور (@sukhur_example) 3 مارس 2023")
    article = text(TITLE, TEXT[0], *post, *TEXT[1:])
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)
    assert article.published is None
    kinds = {b.kind for b in article.parts}
    assert BlockKind.DATELINE not in kinds


@pytest.mark.parametrize(
    ("lead", "credited", "published"),
    [
        ("الصخور 16 أغسطس 2022 (شينخوا) -- ", ["org:xinhua"], "2022-08-16"),
        ("الصخور 9-9-2023 وفا- ", ["org:wafa"], "2023-09-09"),
        ("الصخور في 11 ديسمبر /أ ش أ/ ", ["org:mena"], None),
        ("الصخور – 26 – 10 (كونا) — ", ["org:kuna"], None),
        ("دبي ـ ا.ف.ب: ", ["org:afp"], None),
        ("باكو، 9 أكتوبر، أذرتاج ", ["org:azertac"], None),
        ("يريفان /أرمنبريس: ", ["org:armenpress"], None),
        ("(رويترز) – ", ["org:reuters"], None),
        ("واس - الصخور: ", ["org:spa"], None),
        ("دمشق-سانا ", ["org:sana"], None),
        ("إسطنبول/ الأناضول ", ["org:anadolu-agency"], None),
        ("موسكو 14 يونيو 2025 (تاس). ", ["org:tass"], "2025-06-14"),
        ("مسقط في 14 يونيو 2025 /العُمانية/ ", ["org:ona"], "2025-06-14"),
        ("وقالت وكالة رويترز أمس: ", [], None),
        ("بنا الصيادون رصيفا (قرب السوق) ثم ", [], None),
    ],
)
def test_agencies_and_days_in_datelines(lead: str, credited: list[str], published: str | None) -> None:
    article = text(TITLE, lead + TEXT[0], *TEXT[1:])
    assert [c.to for c in article.credits if c.kind == "agency"] == credited
    assert when(article) == published
    assert ("wire_copy" in {s.kind for s in article.signs}) == bool(credited)


@pytest.mark.parametrize(
    ("end", "credited"),
    [
        ("س ب/ر ح (أ ف ب)", ["org:afp"]),
        ("(أ ف ب، رويترز)", ["org:afp", "org:reuters"]),
        ("المصدر/ شينخوا", ["org:xinhua"]),
        ("المصدر: الضفة نيوز + رويترز", ["org:الضفه-نيوز", "org:reuters"]),
        ("انتهى 25", []),
        ("(إعداد سمر نجم للنشرة العربية - تحرير رامي عون)", []),
    ],
)
def test_sources_below_a_text(end: str, credited: list[str]) -> None:
    article = text(TITLE, *TEXT, end)
    assert [c.to for c in article.credits] == credited
    assert [article.text[b.start : b.end] for b in article.body] == list(TEXT)


def test_a_sentence_with_its_source_in_brackets_is_no_caption() -> None:
    article = text(TITLE, *TEXT[:2], f"{TEXT[2]} (أ ف ب)")
    assert len(article.body) == 3
    assert [c.to for c in article.credits] == ["org:afp"]
