"""Where a text stands: in tables, folded away, parted by a table, beside its lead, above what readers wrote."""

from __future__ import annotations

import json

from riwaya.model import PageState, Reading, Source
from riwaya.read import read_source

TITLE = "مخبز نسائي في السهلة يعيد تشغيل مطحنة حجرية مهجورة"
TEXT = (
    "تفوح رائحة الخبز منذ الفجر من مبنى طيني عند طرف السهلة، حيث أعادت نساء تشغيل مطحنة حجرية مهجورة.",
    "وتقول صاحبة الفكرة أم حازم إن المطحنة بدأت بثلاثة أكياس من القمح استدانتها النساء من الجيران.",
    "ويغطي المخبز أجور العاملات وثمن الوقود، لكن الأرباح لا تكفي لشراء قطعة للرحى الثانية.",
    "ووعد المجلس البلدي بمد خط كهرباء إلى المطحنة قبل الربيع من دون أن يحدد موعدا لذلك.",
)
PARAGRAPHS = [f"<p class=tx>{p}</p>" for p in TEXT]
HEADLINES = (
    "خطة لتوسعة الطريق الساحلي على مراحل", "نادي الميناء يتعاقد مع حارس شاب", "أمسية شعرية في دار الثقافة القديمة",
    "إطلاق أول مكتبة متنقلة للأطفال", "مزارعو الحمضيات يشكون ضعف التصدير", "بعثة أثرية تعثر على نقوش قديمة",
    "تأجيل محاكمة المتهمين في قضية المستودع", "سباق الدراجات ينطلق فجر الجمعة",
)  # fmt: skip


def page(inner: str, title: str = TITLE) -> Reading:
    markup = f"<html dir=rtl><head><meta charset=utf-8><title>{title}</title></head><body>{inner}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html"))
    return reading


def body(reading: Reading) -> list[str]:
    article = reading.articles[0]
    return [article.text[b.start : b.end] for b in article.body]


def test_rows_of_a_table_that_holds_the_page_are_no_letters() -> None:
    links = "".join(f"<tr><td><a href=/{i}>{h}</a></td></tr>" for i, h in enumerate(HEADLINES))
    text = "".join(f"&nbsp;{p}<br><br>" for p in TEXT)
    table = (
        "<table><tr><td>الاثنين 17 شباط 2025</td><td>السهلة 9° | الوادي 6° صباح هذا اليوم</td></tr><tr><td><table>"
        f"<tr><td>{TITLE}</td></tr><tr><td>كتب: سالم الراوي | 9 كانون الأول 2024</td></tr>"
        f"<tr><td>{text}</td></tr></table></td>"
        f"<td><table>{links}</table></td></tr>"
        "<tr><td>© 2009 - 2025<br>المواد المنشورة هنا تعبر عن رأي أصحابها</td></tr></table>"
    )
    assert body(page(table)) == list(TEXT)


def test_lines_that_differ_in_their_day_alone_are_no_text() -> None:
    days = "".join(f"<div class=ep>نشرة الظهيرة من الاستوديو - {d} أكتوبر 2024</div>" for d in range(1, 17))
    found = page(f"<h1>نشرة الظهيرة من الاستوديو - 18 أكتوبر 2024</h1><section>{days}</section>", "إذاعة السهلة")
    assert found.articles == ()


FOLDED = f"<div class=fold style='max-height:0' aria-hidden=true>{''.join(PARAGRAPHS[2:])}</div>"


def test_what_is_folded_away_behind_a_button_is_read() -> None:
    inner = f"<h1>{TITLE}</h1><div>{''.join(PARAGRAPHS[:2])}{FOLDED}<button>أكمل القراءة</button></div>"
    assert body(page(inner)) == list(TEXT)


def test_nothing_hidden_is_read_without_one() -> None:
    assert body(page(f"<h1>{TITLE}</h1><div>{''.join(PARAGRAPHS[:2])}{FOLDED}</div>")) == list(TEXT[:2])


def test_hidden_words_about_something_else_stay_hidden() -> None:
    menu = "".join(f"<p>{h}، وهو خبر آخر في الموقع لا صلة له بما فوقه.</p>" for h in HEADLINES[:2])
    hidden = f"<div style='display:none'>{menu}</div><button>أكمل القراءة</button>"
    inner = f"<h1>{TITLE}</h1><div>{''.join(PARAGRAPHS)}</div>{hidden}"
    assert body(page(inner)) == list(TEXT)


def test_a_table_of_figures_does_not_end_a_text_of_lines() -> None:
    cells = "".join(f"<tr><td>{n}</td><td>فريق السهلة</td><td>{n + 20}</td></tr>" for n in range(1, 6))
    text = f"{TEXT[0]}<br><br>{TEXT[1]}<br><br><table>{cells}</table><br>{TEXT[2]}<br><br>{TEXT[3]}<br><br>"
    assert body(page(f"<h1>{TITLE}</h1><div>{text}</div>")) == list(TEXT)


def test_running_coverage_beside_its_lead_is_text() -> None:
    title = "تغطية مباشرة: العاصفة تضرب السهلة وإغلاق المدارس"
    told = ("أعلنت الأرصاد أن ذروة العاصفة انتهت في السهلة.", "أجلى الدفاع المدني ستين عائلة من مجرى النهر في السهلة.",
            "علقت الوزارة الدراسة يومين بعد أن ضربت العاصفة المدارس.")  # fmt: skip
    clocks = ("19:05", "17:42", "09:00")
    entries = "".join(
        f"<div class=en><div class=ti>{c} بتوقيت السهلة</div><div class=ca><p>{t}</p></div></div>"
        for c, t in zip(clocks, told, strict=True)
    )
    lead = "تتعرض السهلة منذ ليل أمس لعاصفة قوية، ونتابع معكم التطورات أولا بأول."
    markup = f"<div class=hd><h1>{title}</h1><div class=su>{lead}</div></div><div class=li>{entries}</div>"
    (article,) = page(markup, title).articles
    found = [article.text[b.start : b.end] for b in article.parts]
    assert [t for t in found if t in (lead, *told)] == [lead, *told]


def test_a_film_with_what_its_viewers_wrote_tells_no_story() -> None:
    cards = "".join(f"<div class=vc><a href=/{i}><h3>{h}</h3></a></div>" for i, h in enumerate(HEADLINES))
    wrote = "".join(
        f"<div class=co><b>{n}</b><span>منذ {i + 2} ساعات</span>"
        "<p>كلام جميل لكن أين التنفيذ؟ نسمع الوعود منذ سنوات ولا نرى شيئا.</p></div>"
        for i, n in enumerate(("ابن البلد", "ليلى", "مواطن", "أبو خالد"))
    )
    found = page(
        f"<div><h1>شاهد لحظة وصول الكتب إلى مكتبة السهلة</h1></div><div>{cards}</div><div>{wrote}</div>",
        "شاهد لحظة وصول الكتب إلى مكتبة السهلة",
    )
    assert (found.page.state, found.articles) == (PageState.EMPTY, ())


def test_the_next_story_has_a_heading_of_another_rank() -> None:
    other = (
        "توفي أمس في الوادي الحاج سيف الكندي عن تسعين عاما، وهو آخر "
        "من عرفهم الناس من قائسي ماء الأفلاج بظل العصا المغروسة.",
        "بدأ الراحل عمله صبيا مع والده، وكان يحفظ حصص ثلاثمئة مزرعة ويفصل في خلافات أصحابها كلهم.",
        "وستنشر الجمعية التاريخية تسجيلات أجرتها معه قبل أعوام، وتسلم نسخة منها إلى دار الوثائق هناك ليسمعها الدارسون.",
    )
    one = f"<article class=sc><h1 class=he>{TITLE}</h1><div>{''.join(PARAGRAPHS)}</div></article>"
    two = "<article class=sc><h2 class=he>رحيل قائس الأفلاج بعد ستة عقود من الظل</h2><div>" + "".join(
        f"<p>{p}</p>" for p in other
    )
    articles = page(f"{one}<div>الخبر التالي</div>{two}</div></article>").articles
    assert [(a.role, len(a.body)) for a in articles] == [("main", 4), ("main", 3)]


def test_the_day_of_an_issue_beside_its_number() -> None:
    told = (
        (TITLE, TEXT[0], TEXT[1]),
        (
            "ألف شتلة مانجو لمزارعي الوادي",
            "وزعت وزارة الزراعة ألف شتلة مانجو على مزارعي الوادي الذين تضررت بساتينهم.",
            "وقال مدير الزراعة إن توزيع شتلات المانجو سيستمر أسبوعين في قرى الوادي، وإن كل مزارع سينال عشرين شتلة.",
        ),
        (
            "إعادة تشغيل قطار الركاب إلى الميناء",
            "استأنفت هيئة السكة رحلات قطار الركاب إلى الميناء بعد توقف دام سبعة أشهر.",
            "وقالت هيئة السكة إن تذكرة القطار تباع في شبابيك المحطات، وإن الأطفال يسافرون إلى الميناء مجانا.",
        ),
    )
    briefs = "".join(f"<div class=ni><h3 class=nt>{h}</h3><p>{a}</p><p>{b}</p></div>" for h, a, b in told)
    menu = "<nav>" + "".join(f"<a href=/{i}>{h}</a>" for i, h in enumerate(HEADLINES)) + "</nav>"
    board = "<header><div>الأحد ٨ ديسمبر ٢٠٢٤م</div><div>٦ جمادى الآخرة ١٤٤٦هـ</div><div>العدد ٥١٢٧</div></header>"
    found = page(f"{board}{menu}<main>{briefs}</main>", "أخبار القرى - العدد 5127")
    assert {a.published.when.value for a in found.articles if a.published} == {"2024-12-08"}
    assert len(found.articles) == 3


def test_what_is_counted_beside_a_day_does_not_hide_it() -> None:
    line = "<p>هيئة التحرير <span>26 مارس، 2023</span> حوارات 4 تعليقات 977 زيارة</p>"
    (article,) = page(f"<h1>{TITLE}</h1>{line}<div>{''.join(PARAGRAPHS)}</div>").articles
    assert article.published is not None
    assert article.published.when.value == "2023-03-26"


def test_a_link_to_a_writers_page_without_a_path_signs() -> None:
    link = '<div><a href="Writer.aspx?w=55">نبيل أبو عرقوب</a></div>'
    (article,) = page(f"{link}<h1>{TITLE}</h1><div>{''.join(PARAGRAPHS)}</div>").articles
    assert article.byline == "نبيل أبو عرقوب"


def test_outlets_that_one_place_gives() -> None:
    text = f"<h1>{TITLE}</h1><div>{''.join(PARAGRAPHS)}</div>"
    printed = page(f"{text}<div>طُبع هذا المقال من موقع الواحة اليوم</div>")
    assert printed.articles[0].outlet == "الواحة اليوم"
    headline = page(f"{text}<ul><li><a href=/1>إطلاق منصة رقمية لحجز مواعيد الأحوال المدنية</a></li></ul>")
    assert headline.articles[0].outlet is None
    story = {"story": {"title": TITLE, "body": " ".join(TEXT)}, "brand": {"nameAr": "مدار السهلة"}}
    state = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(story)}</script>'
    carried = page(text + state)
    assert carried.articles[0].outlet == "مدار السهلة"
