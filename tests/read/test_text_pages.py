"""Text pages where no cue helps: borders by what is told, wrapped lines, heads, notes, lists."""

from __future__ import annotations

import random
import textwrap
import time

import pytest

from riwaya.model import Article, BlockKind, PageState, Reading, Source
from riwaya.read import read_source
from riwaya.read.borders import opens_story
from riwaya.read.lines import split_lines
from riwaya.read.marks import mark_lines
from riwaya.read.topic import stems_of
from riwaya.text import read_words

PORT = (
    "أعلنت هيئة الموانئ، صباح الاثنين، إغلاق الرصيف الثالث في ميناء الصخور بعد ظهور تصدعات في أساساته.",
    "وقال مدير الميناء فادي العلمي إن السفن ستحوّل إلى الرصيف الشرقي إلى أن تنتهي أعمال التدعيم.",
    "وأضاف العلمي أن كلفة الإصلاح تقدّر بأربعة ملايين دينار، وأن الأعمال تستغرق ستة أسابيع.",
    "ويستقبل ميناء الصخور نحو ثلث واردات البلاد من الحبوب، بحسب أرقام الهيئة.",
)
TITLE = "إغلاق رصيف في ميناء الصخور بعد تصدعات في أساساته"
FILM = (
    "تبدأ المخرجة سهام الريس تصوير فيلمها الجديد عن حياة الرعاة في الجبال الشهر المقبل.",
    "وقالت الريس إن معظم الممثلين رعاة حقيقيون اختارتهم بعد رحلة طويلة بين القرى.",
    "ويشارك في إنتاج الفيلم صندوق السينما ومحطتان أوروبيتان.",
)
FILM_TITLE = "سهام الريس تصور فيلما عن حياة الرعاة في الجبال"
CHESS = "بطلة الشطرنج الصغيرة تتأهل إلى النهائي"
CHESS_TEASER = "تأهلت لاعبة الشطرنج نور الهادي، وعمرها عشر سنوات، إلى نهائي بطولة الناشئين."


def read(*lines: str) -> Reading:
    (reading,) = read_source(Source("page.txt", "\n".join(lines).encode()))
    return reading


def body(article: Article) -> list[str]:
    return [article.text[b.start : b.end] for b in article.body]


def test_another_article_below_needs_no_header() -> None:
    main, related = read(TITLE, *PORT, "", FILM_TITLE, *FILM).articles
    assert body(main) == list(PORT)
    assert (related.role, body(related)) == ("related", list(FILM))


@pytest.mark.parametrize(("dated", "opens"), [(("السينما اليوم / الأحد 18 ماي 2025",), True), ((), False)])
def test_a_dated_headline_below_need_tell_little_of_its_text(dated: tuple[str, ...], opens: bool) -> None:
    loose = "مهنة قديمة على الشاشة.. الرعاة أبطال حكاية جديدة"
    marks = mark_lines(split_lines("\n".join((loose, *dated, *FILM))))
    above = set().union(*(stems_of(m.line.key) for m in mark_lines(split_lines("\n".join(PORT)))))
    assert opens_story(marks, 0, len(marks), above) is opens


def test_a_header_of_related_news_over_full_texts_ends_the_article() -> None:
    main, related = read(TITLE, *PORT, "مواضيع ذات صلة", FILM_TITLE, *FILM).articles
    assert body(main) == list(PORT)
    assert related.title is not None
    assert related.title.text == FILM_TITLE


def test_teasers_with_stops_and_no_header_stay_out() -> None:
    teaser = "تبدأ المخرجة سهام الريس تصوير فيلمها الجديد عن الرعاة قريبا."
    (main,) = read(TITLE, *PORT, FILM_TITLE, teaser, CHESS, CHESS_TEASER).articles
    assert body(main) == list(PORT)


def test_one_headline_amid_the_text_is_told_from_a_subhead() -> None:
    reading = read(TITLE, *PORT[:2], FILM_TITLE, PORT[2], "واردات الحبوب", PORT[3])
    kinds = {reading.page.text[b.start : b.end]: b.kind for b in reading.page.blocks}
    assert kinds[FILM_TITLE] is BlockKind.SEE_ALSO
    assert kinds["واردات الحبوب"] is BlockKind.SUBHEAD


def test_facts_in_a_row_are_text() -> None:
    facts = ("كلفة إصلاح الرصيف الثالث أربعة ملايين دينار", "أعمال التدعيم تستغرق ستة أسابيع في الميناء")
    (main,) = read(TITLE, *PORT[:3], *facts, PORT[3]).articles
    assert body(main) == [*PORT[:3], *facts, PORT[3]]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_wrapped_text_is_joined_and_its_sentences_are_whole(width: int) -> None:
    wrapped = [line for p in (*PORT, *FILM) for line in [*textwrap.wrap(p * 2, width), ""]]
    (main, *_) = read(TITLE, "", *wrapped).articles
    assert " ".join(body(main)[0].split()) == " ".join((PORT[0] * 2).split())
    words = read_words(main)
    first = words.sentences[1]  # the title comes first
    assert " ".join(words.text(first.start, first.end).split()).startswith(PORT[0][:60])


def test_headlines_of_one_length_are_not_wrapped_text() -> None:
    lines = [
        f"{a} يفتتح معرض {b} في مدينة {c}"
        for a, b, c in zip(
            ["سعيد", "نبيل", "كريم", "أمين", "عادل", "وسيم", "زاهر", "رشيد"],
            ["الكتب", "الزهور", "الصور", "العطور", "السيوف", "الخيول", "الطيور", "القوارب"],
            ["الصخور", "النخيل", "البحار", "الرمال", "الجبال", "السهول", "الوديان", "الأنهار"],
            strict=True,
        )
    ]
    assert len(read(*lines, TITLE, *PORT).page.blocks) == len(lines) + 1 + len(PORT)


@pytest.mark.parametrize(
    ("head", "outlet", "published", "byline"),
    [
        (("صحيفة المنحدر", "الثلاثاء 4 شباط 2025", "", TITLE), "صحيفة المنحدر", "2025-02-04", None),
        (("بريد الساحل", "4 فيفري 2025", "فادية الأمين", "", TITLE), "بريد الساحل", "2025-02-04", "فادية الأمين"),
        (("منحدرات نيوز", "الرئيسية", "سياسة", TITLE), "منحدرات نيوز", None, None),
        (("جريدة المنحدر - العدد 311", TITLE), "جريدة المنحدر", None, None),
        ((TITLE, "الضفة - 2025-02-04 10:20"), "الضفة", "2025-02-04T10:20", None),
        ((TITLE, "سالم الراوي - 4 فبراير 2025"), None, "2025-02-04", "سالم الراوي"),
        ((TITLE, "تغطية مباشرة | آخر تحديث: 9 أكتوبر 2025، 23:10"), None, "2025-10-09T23:10", None),
        (("الأحد 9 مارس 2025", "الرئيسية", "رياضة", "اتصل بنا", TITLE), None, None, None),
        # the masthead's day is not the text's: the lead says «اليوم» of another weekday
        (("صحيفة المنحدر", "السبت 8 شباط 2025", "", TITLE), "صحيفة المنحدر", None, None),
    ],
)  # fmt: skip
def test_who_and_when_above_the_text(head: tuple[str, ...], outlet: str, published: str, byline: str) -> None:
    lead = PORT[0].replace("صباح الاثنين", "اليوم الثلاثاء")
    (main,) = read(*head, "", lead, *PORT[1:]).articles
    when = main.published.when.value if main.published else None
    assert (main.outlet, when, main.byline) == (outlet, published, byline)


@pytest.mark.parametrize(
    ("dateline", "outlet", "published", "credited"),
    [
        ("الصخور، 3 فبراير 2025 (وكالة المنحدر للأنباء) - ", "وكالة المنحدر للأنباء", "2025-02-03", []),
        ("الصخور/الرمال في 3 فيفري 2025 (رويترز) - ", None, "2025-02-03", ["org:reuters"]),
        ("الصخور - المدى نت: ", "المدى نت", None, []),
        ("الصخور (د ب أ) - ", None, None, ["org:dpa"]),
    ],
)
def test_the_dateline_tells_day_and_source(dateline: str, outlet: str, published: str, credited: list[str]) -> None:
    (main,) = read(TITLE, "", dateline + PORT[0], *PORT[1:]).articles
    assert main.outlet == outlet
    assert (main.published.when.value if main.published else None) == published
    assert [c.to for c in main.credits if c.kind == "agency"] == credited


def test_an_unknown_agency_in_another_outlets_dateline_is_credited() -> None:
    (main,) = read("صحيفة المنحدر", TITLE, "", "الصخور (وكالة الرمال للأنباء) - " + PORT[0], *PORT[1:]).articles
    assert main.outlet == "صحيفة المنحدر"
    assert [c.kind for c in main.credits] == ["agency"]


@pytest.mark.parametrize(
    "note",
    [
        "فادية الأمين كاتبة وباحثة في شؤون الموانئ، صدر لها كتابان.",
        "* كاتب صحافي من مدينة الصخور",
        "المقال يعبر عن رأي كاتبته ولا يعكس بالضرورة موقف الصحيفة.",
    ],
)
def test_notes_about_the_writer_are_no_text_and_say_opinion(note: str) -> None:
    (main,) = read("آراء", "حين تتعب الموانئ", "فادية الأمين", "كاتبة", "5 مارس 2024", "", *PORT, note).articles
    assert body(main) == list(PORT)
    assert main.byline == "فادية الأمين"
    assert "opinion" in {s.kind for s in main.signs}


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("نشر في 04 يوم 05 مايو 2021", None),
        ("نشر في 04-05 يوم 04 - 05 - 2021", None),
        ("نشر في المساء يوم 04 - 05 - 2021", "المساء"),
    ],
)  # fmt: skip
def test_a_number_is_no_outlet(line: str, outlet: str | None) -> None:
    assert read(TITLE, line, *PORT).articles[0].outlet == outlet


def test_a_list_of_teasers_is_no_article() -> None:
    rows = [TITLE, "منذ ساعة", PORT[0], FILM_TITLE, "منذ ساعتين", FILM[0], CHESS, "منذ يوم", CHESS_TEASER]
    reading = read("صدى الصخور", "وسم: أخبار اليوم", *rows)
    assert reading.articles == ()
    assert reading.page.state is PageState.EMPTY
    assert "a list of" in reading.failures[0].reason


def test_a_headline_may_be_the_last_line() -> None:  # found by fuzzing
    assert read(CHESS, FILM_TITLE, TITLE).page.blocks


def test_pages_made_to_break_readers_end_in_time() -> None:
    rnd = random.Random(7)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    words = ["".join(rnd.choices(letters, k=rnd.randint(3, 7))) for _ in range(2000)]
    rows = [" ".join(rnd.choices(words, k=rnd.choice((8, 20)))) + rnd.choice(("", ".")) for _ in range(6000)]
    rows = [rnd.choice((row, row, row, "أخبار ذات صلة", "منذ 3 ساعات")) for row in rows]
    boxes = "".join(f"<p>{r}</p><div><h3>أخبار ذات صلة</h3><a href=x>{r}</a></div>" for r in rows[:2000])
    start = time.process_time()
    assert read(*rows).page.blocks
    for markup in (boxes, "<div>" * 10_000 + boxes[:5000], "\x00".join(rows[:50]), "<p>" + "كلمة " * 12_000_000):
        (reading,) = read_source(Source("page.html", b"<html><body>" + markup.encode()))
        assert reading.articles or reading.failures
    assert time.process_time() - start < 15
