"""Pages that are no story, tell two, or say in odd places what is theirs: each with its like that is none."""

from __future__ import annotations

import pytest

from riwaya.model import Article, BlockKind, Reading, Source
from riwaya.read import read_source
from riwaya.read.gone import says_gone
from riwaya.read.slots import slots_of
from riwaya.rules import load

TITLE = "مرصد الوادي يفتح قبته للزوار ليلة الخسوف"
TEXT = (
    "فتح مرصد الوادي قبته للزوار مساء أمس كي يروا خسوف القمر من منظار صنع قبل ستين عاما في ورشة محلية.",
    "وقال أمين المرصد إن ثلاثمئة زائر صعدوا إلى القبة في ساعتين، وإن السماء بقيت صافية حتى الفجر.",
    "وأضاف أن المرصد سينظم ليلة أخرى في الخريف، وأن المدارس ستدعى إليها من دون رسوم.",
)
BODY = "".join(f"<p>{p}</p>" for p in TEXT)


def page(body: str, head: str = f"<title>{TITLE}</title>", url: str | None = None) -> Reading:
    markup = f"<html dir=rtl><head>{head}</head><body>{body}</body></html>"
    (reading,) = read_source(Source("p.html", markup.encode(), "text/html", url))
    return reading


def article(body: str, head: str = f"<title>{TITLE}</title>") -> Article:
    return page(body, head).articles[0]


def told(one: Article, kind: BlockKind = BlockKind.BODY) -> list[str]:
    return [one.text[b.start : b.end] for b in one.body if b.kind is kind]


def title(one: Article) -> str | None:
    return one.title.text if one.title else None


# ---- pages that are gone


def test_what_says_that_a_page_is_gone() -> None:
    rows = load("ar/reading")["gone"]
    assert [w for w in rows.texts("yes") if not says_gone(w)] == []
    assert [w for w in rows.texts("no") if says_gone(w)] == []


NOTICE = "<p>ربما نقل ما تبحث عنه إلى مكان آخر، ويمكنك أن تعود إلى الصفحة الرئيسية أو أن تبحث عنه بكلمات أخرى.</p>"


@pytest.mark.parametrize("words", ["الصفحة غير موجودة", "عذرا، المقال الذي تبحث عنه لم يعد متاحا", "404 Not Found"])
def test_a_page_that_is_gone_tells_no_story(words: str) -> None:
    reading = page(f"<div><h1>{words}</h1>{NOTICE}</div>")
    assert reading.articles == ()
    assert "gone" in reading.failures[0].reason


def test_a_story_may_hold_such_words() -> None:
    film = f"<div><h1>{TITLE}</h1><div>{BODY}<p>الرابط غير متاح</p><p>{TEXT[0]}</p></div></div>"
    assert page(film).articles
    more = "".join(f"<p>{p} {q}</p>" for p in TEXT for q in TEXT)
    assert page(f"<div><h1>الصفحة غير موجودة</h1>{more}</div>", "<title>الصفحة غير موجودة</title>").articles


# ---- several articles between rows of stars

OTHER = (
    "لا يعرف باعة الخضار في ساحتنا متى بدأ الميزان القديم يكذب، لكنهم يعرفون من يشتري منهم بلا سؤال.",
    "ولو سألت البلدية أولئك الباعة لعرفت أن الخسارة لا تقع على المشتري وحده بل على السوق كلها.",
)


def stars(first: str = "<p>24 / 7 / 2015</p>", second: str = "<p>20 / 7 / 2015</p>", row: str = "* * * * *") -> Reading:
    parts = [f"<p><b>{h}</b></p>" for h in ("ليلة في القبة", "ميزان الساحة القديمة")]
    one = parts[0] + BODY.replace("<p>", '<p align="justify">') + first
    two = parts[1] + "".join(f'<p align="justify">{p}</p>' for p in OTHER) + second
    return page(f"<div>{one}<p>{row}</p>{two}</div>", "<title>كلمات</title>")


def test_a_row_of_stars_parts_articles_with_a_heading_and_a_day_each() -> None:
    first, second = stars().articles
    assert (title(first), title(second)) == ("ليلة في القبة", "ميزان الساحة القديمة")
    assert told(first) == list(TEXT)
    assert told(second) == list(OTHER)


@pytest.mark.parametrize("days", [("", ""), ("<p>24 / 7 / 2015</p>", "")])
def test_parts_of_one_text_have_no_days_of_their_own(days: tuple[str, str]) -> None:
    assert len(stars(*days).articles) == 1


# ---- titles


def test_when_a_page_was_printed_is_no_title() -> None:
    heading = "قبة قديمة أعارت أهل المدينة سماء كاملة بلا تذكرة واحدة ليراها الزوار"
    body = f"<div>طبعت بتاريخ: 4/9/2017 - 11:20</div><hr><h3>{heading}</h3><div>3 أيار 2016</div>{BODY}"
    assert title(article(body, "<title>نسخة للطباعة</title>")) == heading


def test_a_title_behind_a_site_and_a_column_is_the_line_that_ends_it() -> None:
    body = (
        '<div class="top"><div>السبت 9 أيلول 2017</div><div>المرفأ</div></div><div><div>على مهل</div>'
        f"<div>قبة مفتوحة</div><div>نشر في: 2 أيلول 2017</div><div>{BODY}</div></div>"
    )
    one = article(body, "<title>جريدة المرفأ | على مهل: قبة مفتوحة</title>")
    assert title(one) == "قبة مفتوحة"
    assert one.published is not None
    assert one.published.when.value == "2017-09-02"


# ---- texts


def test_entries_that_a_paragraph_announces_are_text() -> None:
    boxes = [f"<div id=v{n}><span>{p}</span></div>" for n, p in enumerate((*TEXT, f"{TEXT[0][:-1]} وفق شروط ثلاثة:"))]
    entries = ("حجز المقاعد قبل يومين من الموعد.", "إطفاء الهواتف عند باب القبة.")
    items = "".join(f"<li><p>{e}</p></li>" for e in entries)
    after = f"<div id=v9><span>{TEXT[1]}</span></div>"
    one = article(f"<h1>{TITLE}</h1><section>{''.join(boxes)}<ol>{items}</ol>{after}</section>")
    assert set(entries) <= set(told(one))
    links = "".join(f"<li><p><a href=/x>{e}</a></p></li>" for e in entries)
    one = article(f"<h1>{TITLE}</h1><section>{''.join(boxes)}<ol>{links}</ol>{after}</section>")
    assert not set(entries) & set(told(one))


def test_what_stands_below_the_last_word_is_no_text() -> None:
    about = "مرصد الوادي مؤسسة عامة أنشئت لرصد السماء، ولمزيد من المعلومات يرجى الاتصال بمكتب الإعلام."
    body = f"<h1>{TITLE}</h1><div class=c>{BODY}<p>- انتهى -</p><p><b>عن المرصد:</b></p><p>{about}</p></div>"
    assert told(article(body)) == list(TEXT)
    for last in ("<p>النهاية</p>", "<h3>انتهى</h3>"):  # the heading of a last part
        body = f"<h1>{TITLE}</h1><div class=c>{BODY}{last}<p>{TEXT[0]} {OTHER[0]}</p></div>"
        assert len(told(article(body))) == len(TEXT) + 1
    early = f"<h1>{TITLE}</h1><div class=c><p>{TEXT[0]}</p><p>انتهى</p>{BODY}<p>{OTHER[0]}</p></div>"
    assert TEXT[2] in told(article(early))


# ---- days, writers, whose


def head(*metas: tuple[str, str]) -> str:
    return f"<title>{TITLE}</title>" + "".join(f'<meta name="{k}" content="{v}">' for k, v in metas)


def day(line: str, *metas: tuple[str, str]) -> str | None:
    published = article(f"<div><h1>{TITLE}</h1><div>{line}</div>{BODY}</div>", head(*metas)).published
    return published.when.value[:10] if published else None


def test_a_page_went_out_when_it_says_and_not_when_it_was_made() -> None:
    line = "برنامج السماء 21/10/2020 05:45 م 1204 مشاهدة"
    assert day(line, ("dateCreated", "2020-10-19")) == "2020-10-21"
    assert day(line, ("article:published_time", "2020-10-20T23:00:00+03:00")) == "2020-10-20"
    assert day("آخر تحديث: 21/10/2020 05:45 م", ("dateCreated", "2020-10-19")) == "2020-10-19"


def test_a_day_in_two_calendars_is_a_day() -> None:
    assert day("15 رجب 1446هـ 15 يناير 2025م", ("DC.date", "2019-02-06")) == "2025-01-15"
    assert day("15 رجب 1446هـ", ("DC.date", "2019-02-06")) == "2019-02-06"


def writer(line: str, *metas: tuple[str, str]) -> str | None:
    return article(f"<div><h1>{TITLE}</h1><div>{line}</div>{BODY}</div>", head(*metas)).byline


def test_a_program_or_an_account_wrote_nothing() -> None:
    made = ("generator", "PageForge 4.1")
    assert writer("3 مارس 2020", made, ("author", "PageForge Arabic")) is None
    assert writer("3 مارس 2020", ("author", "System Account")) is None
    assert writer("3 مارس 2020", made, ("author", "سامر خليل")) == "سامر خليل"


@pytest.mark.parametrize("other", ["ترجمة", "مراجعة", "تصوير"])
def test_others_who_are_named_behind_the_writer_are_no_writers(other: str) -> None:
    line = f"<div class=byline-row><span>نص: سامر خليل</span> <span>{other}: هدى النجار</span></div>"
    assert writer(line) == "سامر خليل"


def test_a_firm_in_a_register_is_no_outlets_name() -> None:
    def outlet(name: str) -> str | None:
        logo = '<div class="top"><img src="l.png" alt="بريد الوادي"></div>'
        return article(
            f"{logo}<h1>{TITLE}</h1>{BODY}<footer>بريد الوادي © 2024</footer>",
            f'<title>{TITLE}</title><meta property="og:site_name" content="{name}">',
        ).outlet

    assert outlet("Wadi Post Sverige AB") == "بريد الوادي"
    assert outlet("Wadi Post Sverige") != "بريد الوادي"


def test_whose_a_page_is_by_the_footer_of_a_maker_of_sites() -> None:
    def outlet(footer: str) -> str | None:
        return article(f"<h1>{TITLE}</h1>{BODY}<footer><p>{footer}</p></footer>").outlet

    assert outlet("©2023 by حزب الوادي والسلام - المكتب الإعلامي. Proudly created with Wix.com") == "حزب الوادي والسلام"
    assert outlet("©2023 جميع الحقوق محفوظة - المكتب الإعلامي") is None
    assert outlet("تصميم by دار الوادي للبرمجة © 2023") is None


def test_who_signs_below_a_text_stands_above_the_call_to_log_in() -> None:
    after = '<div class=f>{}</div><div class="x">{}</div>'
    body = f"<h1>{TITLE}</h1><div class=c>{BODY}</div>"
    assert article(body + after.format("سامر خليل", "تسجيل الدخول لإضافة تعليق")).byline == "سامر خليل"
    assert article(body + after.format("سامر خليل", "خسوف القمر")).byline is None


def test_a_post_behind_a_name_signs() -> None:
    assert writer("هدى النجار مراسلة المرفأ 24 في الجنوب") == "هدى النجار"


@pytest.mark.parametrize("name", ["د. سامر خليل", "س. خليل", "سامر خليل"])
def test_the_dot_of_a_single_letter_stays_in_a_name(name: str) -> None:
    assert [slot.words for slot in slots_of(f"{name}.")] == [name]
