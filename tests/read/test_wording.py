"""Who, when and whose in further wordings and places: other times, labels of any kind, outlets' names in two forms."""

from __future__ import annotations

import json

import pytest

from riwaya.model import Article, Source
from riwaya.read import read_source
from riwaya.read.names import is_person

TITLE = "جمعية النحالين تفتتح معصرة للعسل في وادي الخزامى"
TEXT = (
    "افتتحت جمعية النحالين، اليوم، معصرة للعسل في وادي الخزامى يستفيد منها مئتا نحال في القرى المجاورة للوادي.",
    "وقالت رئيسة الجمعية إن المعصرة ستوفر على النحالين أجور النقل إلى العاصمة، وإن كلفتها بلغت مليون دينار.",
    "وأضافت أن الجمعية ستنظم دورات للنحالين الجدد كل ربيع، وأنها تبحث عن أسواق خارج البلاد لعسل الخزامى.",
)
BODY = "".join(f"<p>{p}</p>" for p in TEXT)
WRITER = "كريم جبار"
FRAME = '<header><a href="/"><img src="/l.png" alt="الخزامى"></a><nav><a href="/a">سياسة</a></nav></header>'


def read(line: str = "", **parts: str) -> Article:
    title, frame = parts.get("title", f"{TITLE} | الخزامى"), parts.get("frame", FRAME)
    head, above, end = (parts.get(place, "") for place in ("head", "above", "end"))
    below = line or parts.get("below", "")
    page = (
        f"<html lang=ar><head><title>{title}</title>{head}</head><body>{frame}<main><div class=post>{above}"
        f"<h1>{TITLE}</h1>{below}<div class=txt>{BODY}</div>{end}</div></main></body></html>"
    )
    (reading,) = read_source(Source("p.html", page.encode(), "text/html", "https://www.s77.example/news/551"))
    return reading.articles[0]


def day(article: Article) -> str | None:
    return article.published.when.value[:10] if article.published else None


OTHER_TIMES = [
    "تاريخ الطباعة: 2021-03-13 18:44",
    "تمت الطباعة بتاريخ 13/03/2021",
    "طُبعت هذه الصفحة في 13-03-2021",
    "آخر دخول: 13 مارس 2021",
    "موعد الفعالية: 20 مارس 2021 - 18:00",
    "يبدأ التقديم: 20/03/2021",
    "تنتهي المهلة في 30 مارس 2021",
    "عضو منذ 9 مارس 2012",
    "السبت 2021/3/13 - 20:45 | ملعب المدينة | الحكم: رائد شقير",
    "أسعار الصرف ليوم 13 مارس 2021",
]
DAYS = {
    "خميس, 03/11/2021 - 12:25": "2021-03-11",  # the day of the week tells which number is the month
    "ثلاثاء, 09/03/2021 - 12:25": "2021-03-09",
    "2021/03/09 3490 0 حجم الخط A- A A+": "2021-03-09",
    "2021:03:09.08:42 حجم الخط": "2021-03-09",
    "نُشر بتاريخ 09/03/2021 بواسطة كريم جبار — طُبع بتاريخ 13/03/2021": "2021-03-09",
    "كريم جبار 9 مارس، 2021 آخر تحديث: مارس 10, 2021 0 1204 دقيقة واحدة": "2021-03-09",
    "المشاهدات: 2204 | نشر: الثلاثاء 09-03-2021 12:30 ص": "2021-03-09",
    "تاريخ آخر تحديث : 10/03/2021</div><div>تاريخ النشر : 09/03/2021": "2021-03-09",
    "<b>09</b></div><div>مارس 2021": "2021-03-09",
    "09 / 03</div><div>2021": "2021-03-09",
    "المجلس أقر الخطة في 5 يناير 2019</div><div>9 مارس 2021": "2021-03-09",
    '<time datetime="2021-03-09T23:30:00Z">10 مارس 2021 - 02:30</time>': "2021-03-10",
}
DAYS_ABOVE = {
    '<div class="h"><span>25 رجب 1442 هـ</span> <span>الموافق</span> <span>9 مارس 2021 م</span></div>': "2021-03-09",
    '<div class="i"><a href="/i/214">العدد 214</a> <span>آذار / مارس 2021</span></div>': "2021-03",
    '<div class="c">محليات &rsaquo; <span>09/03/2021</span></div><div><a>طباعة</a> <a>إرسال</a></div>': "2021-03-09",
    "<div>سعر الدولار في 13 مارس 2021</div>": None,
}


@pytest.mark.parametrize("line", OTHER_TIMES)
def test_a_day_of_something_else_is_no_publication(line: str) -> None:
    assert day(read(f"<div>{line}</div>")) is None
    assert day(read(f"<div>{line}</div><div>نشر في: 09-03-2021</div>")) == "2021-03-09"


@pytest.mark.parametrize("line", DAYS)
def test_a_day_among_other_words(line: str) -> None:
    assert day(read(f"<div>{line}</div>")) == DAYS[line]


@pytest.mark.parametrize("above", DAYS_ABOVE)
def test_a_day_above_the_title(above: str) -> None:
    assert day(read(above=above)) == DAYS_ABOVE[above]


def test_a_day_in_the_title_of_the_page() -> None:
    assert day(read(title=f"الخزامى :: {TITLE} :: 09/03/2021")) == "2021-03-09"


NAMES = {
    "كتب التقرير: كريم جبار": WRITER,
    "شارك في إعداد التقرير: كريم جبار": WRITER,
    "تتابع التغطية معكم: أروى سمارة": "أروى سمارة",
    "تقرير: كريم جبار | تصوير: هيثم عبود | مونتاج: لين الصفدي": WRITER,
    "تصوير وتقرير: كريم جبار": WRITER,
    "بقلم رئيس التحرير: كريم جبار": WRITER,
    "بقلم الكاتب/ كريم جبار": WRITER,
    "كتب: محمود عبد الباسط - سارة حلمي الثلاثاء، 09 مارس 2021": "محمود عبد الباسط، سارة حلمي",
    "9 مارس 2021 بواسطة كريم جبار في محليات": WRITER,
    "المصدر: كريم جبار - وادي الخزامى": WRITER,
    "كريم جبار (وادي الخزامى) @alkhuzama": WRITER,
    "كريم جبار يكتب:": WRITER,
    "المصدر:</div><div>كريم جبار - وادي الخزامى": WRITER,
    "المصدر: الخزامى | كريم جبار": WRITER,
    "إعداد: إدارة العلاقات العامة": None,
    "كريم جبار، ترجمة: ليلى نصار": WRITER,
    "إشراف: ليلى نصار إعداد: كريم جبار": WRITER,
    "ك. جبار": "ك. جبار",
    "الشيخ ولد المختار": "الشيخ ولد المختار",
    "عدسة: كريم جبار": None,
    "مونتاج: كريم جبار": None,
    "رئيس التحرير: كريم جبار": None,
    "تحرير: ل.ن": None,
    "كتب: وكالات": None,
    "بقلم: الخزامى مع أ ف ب": None,
    "ناشر: الخزامى": None,
    "تقرير أممي: خالد بن الوليد مدرسة للسلام في المدينة": None,
    "محمد صلاح وفرحة أهل الوادي": None,
    "فرحة النحالين بالموسم الجديد": None,
}
CREDITS = '<div class="credits"><span>تقرير: <b>كريم جبار</b></span> | تصوير: هيثم عبود</div>'
NOTE = f"<div><h4>عن الكاتب</h4><h5>{WRITER}</h5><p>كاتب مقيم في الوادي.</p></div>"
SIGNED = {
    "with initials below the text": ({"end": '<p class="l"><strong>ع. بوزيدة</strong></p>'}, "ع. بوزيدة"),
    "in a row of credits": (
        {"end": '<div class="credits"><span>تقرير: <b>كريم جبار</b></span> | تصوير: هيثم عبود</div>'},
        WRITER,
    ),
    "in a note about him": (
        {"end": f"<div><h4>عن الكاتب</h4><h5>{WRITER}</h5><p>كاتب مقيم في الوادي.</p></div>"},
        WRITER,
    ),
    "above what he is": ({"above": f"<aside><h4>{WRITER}</h4><p>كاتب وأكاديمي من الوادي</p></aside>"}, WRITER),
    "above the address of his mail": ({"above": "<div>بدرية المطوع</div><div>b@s77.example</div>"}, "بدرية المطوع"),
    "before his account": ({"below": f"<div><a href='/w/2'>{WRITER}</a><span>@karimj</span></div>"}, WRITER),
    "in a note with a star": ({"end": f"<p>* {WRITER}: كاتب وباحث في العمران</p>"}, WRITER),
    "a link to a page of his": ({"below": '<p><a href="/author/8">خاطر القصعة</a></p>'}, "خاطر القصعة"),
    "behind a section": ({"below": f"<p><a>محليات</a> <a>{WRITER}</a> <span>9 مارس 2021</span></p>"}, WRITER),
    "a firm in the record": ({"head": '<meta name="author" content="Khuzama Media Group">'}, None),
    "a headline below the text": ({"end": '<div><a href="/n/1">سامي يوسف في حفل خيري</a></div>'}, None),
    "another writer below the text": ({"end": f"<h3>كتاب الرأي</h3><div><b>{WRITER}</b><p>كاتب وباحث</p></div>"}, None),
}


@pytest.mark.parametrize("line", NAMES)
def test_a_label_before_a_name(line: str) -> None:
    assert read(f"<div>{line}</div><div>9 مارس 2021</div>").byline == NAMES[line]


@pytest.mark.parametrize("place", SIGNED)
def test_a_name_in_its_place(place: str) -> None:
    parts, name = SIGNED[place]
    assert read(**parts).byline == name


def test_names_of_people_by_their_build() -> None:
    people = ["د.كريم جبار", "اللواء ركن كريم جبار", "عبد الصمد الوريكي", "سيف الدين القواسمة", "أمل محمد"]
    assert all(map(is_person, people))
    assert not any(map(is_person, ["أمل جديد", "فرحة كنعان بالهدف القاتل", "أ ف ب", "ع.ب", "محمد"]))


SIGN = '<header><a href="/"><img src="/l.png" alt="{}"></a></header>'
RIGHTS = "<footer>© مؤسسة الخزامى للصحافة والنشر 2021</footer>"
OWNERS = {
    "قناة الخزامى": {"title": f"{TITLE} | قناة الخزامى الفضائية", "frame": SIGN.format("قناة الخزامى")},
    "الخزامى 24": {"title": f"{TITLE} - الخزامى 24 عربي", "frame": SIGN.format("الخزامى 24")},
    "الخزامى": {"title": f"{TITLE} | الخزامى - Khuzama News", "frame": ""},
    "الخزامى بالعربية": {
        "title": f"{TITLE} | الخزامى بالعربية",
        "head": '<meta property="og:site_name" content="الخزامى بالعربية">',
    },
    "خزامى": {"title": f"{TITLE} | موقع خزامى", "frame": SIGN.format("خزامى")},
    "النحلة": {"title": f"{TITLE} | النحلة", "frame": "", "end": "<footer>© مؤسسة النحلة للصحافة والنشر 2021</footer>"},
    "شذا": {"title": TITLE, "frame": "", "end": '<p>جميع الحقوق محفوظة لموقع "شذا" ويمنع النسخ دون إذن</p>'},
    "وكالة الوادي للأنباء": {"title": f"الوادي :: {TITLE}", "frame": SIGN.format("وكالة الوادي للأنباء")},
    "مركز الوادي للدراسات": {
        "title": f"{TITLE} | Alwadi",
        "frame": "",
        "end": "<div>مركز الوادي للدراسات منظمة غير ربحية مسجلة.</div>",
    },
    "منارة السهل": {
        "title": f"{TITLE} - سراج",
        "frame": "",
        "below": '<div>المصدر: <a href="/source/8">منارة السهل</a> <span>2021/03/09 الساعة 09:05 مساءً</span></div>',
    },
}


@pytest.mark.parametrize("name", OWNERS)
def test_whose_a_page_is(name: str) -> None:
    assert read(**OWNERS[name]).outlet == name


def test_a_page_that_scripts_fill_names_its_site_and_its_writers() -> None:
    writers = [{"name": WRITER, "role": "writer"}, {"name": "ليلى نصار", "role": "editor"}]
    post = {"headline": TITLE, "publish_date": "2021-03-09 10:00:00", "writers": writers, "body": BODY}
    state = json.dumps({"state": {"settings": {"site_name": "الخزامى"}}, "data": [{"post": post}]})
    page = f"<html><head><title>{TITLE}</title></head><body><div></div><script>window.__NUXT__={state}</script></body>"
    (reading,) = read_source(Source("p.html", page.encode(), "text/html"))
    (article,) = reading.articles
    assert (article.outlet, article.byline, day(article)) == ("الخزامى", WRITER, "2021-03-09")
