"""Finding and resolving: spans, anchors, memory, bad input, and what must hold for any text."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.dates import calendars as cal
from riwaya.dates import find_dates, find_expressions, parse_date
from riwaya.model import Article, Block, BlockKind, DateKind, DateMention, Origin, Precision, When
from riwaya.text import fold, read_words

WEDNESDAY = dt.date(2019, 5, 15)


def dates(text: str, anchor: When | None = None, *, lines: bool = False) -> tuple[DateMention, ...]:
    parts = [Block(BlockKind.BODY, 0, len(text))]
    if lines:
        cut = text.index("\n")
        parts = [Block(BlockKind.TITLE, 0, cut), Block(BlockKind.BODY, cut + 1, len(text))]
    return find_dates(read_words(Article("p#0", "p", text, parts=tuple(parts))), anchor)


def values(text: str, day: dt.date | None = WEDNESDAY) -> list[str | None]:
    return [m.when.value if m.when else None for m in dates(text, cal.of_day(day) if day else None)]


def test_spans_are_the_words_of_the_page() -> None:
    text = "عنوان بلا تاريخ\nوبالأربعاء الماضي عادَتِ السفينة، ثم أبحرت في ٣ مـايـو."
    found = [text[m.span.start : m.span.end] for m in dates(text, cal.of_day(WEDNESDAY), lines=True)]
    assert found == ["الأربعاء الماضي", "٣ مـايـو"]


def test_the_article_of_a_fused_preposition_stays_inside() -> None:
    text = "أُجّل اللقاء للأحد المقبل"
    (mention,) = dates(text, cal.of_day(WEDNESDAY))
    assert text[mention.span.start : mention.span.end] == "لأحد المقبل"


def test_a_contradictory_weekday_is_noted_and_the_date_kept() -> None:
    (mention,) = dates("نُشر الاثنين 3 يوليو 2025")
    assert mention.when is not None
    assert mention.when.value == "2025-07-03"
    assert "weekday" in mention.note


def test_without_an_anchor_only_the_absolute_is_resolved() -> None:
    assert values("زار المدينة أمس، وكان زارها في مايو 2011", None) == [None, "2011-05"]


@pytest.mark.parametrize("day", [WEDNESDAY, None])
def test_a_tale_goes_on_from_the_day_that_it_gave_with_its_year(day: dt.date | None) -> None:
    text = "أقر النواب الخطة في 27 أبريل 2011 بعد جدل دام شهرا، ثم وقعها الملك في 12 مايو، وطُبقت في 3 يونيو."
    assert values(text, day) == ["2011-04-27", "P1M", "2011-05-12", "2011-06-03"]
    assert values("في 20 ديسمبر 2011 غرقت السفينة. وفي 4 يناير رُفعت.", day) == ["2011-12-20", "2012-01-04"]


@pytest.mark.parametrize(
    "text",
    [
        "ولد الشاعر في 27 أبريل 1950، ورُفع تمثاله في 12 مايو.",
        "بعد حريق 27 أبريل 2011 أُغلق المسرح، وافتُتح في 12 مايو.",
        "أُغلق المسرح منذ 27 أبريل 2011، وافتُتح في 12 مايو.",
        "أُغلق المسرح في 27 أبريل 2011، وزاره الوزير أمس، ويفتتح في 12 مايو.",
        "أُغلق المسرح في 27 أبريل 2011، ومن المقرر أن يفتتح في 12 مايو.",
        "أُغلق المسرح في 27 أبريل 2011، وافتُتح في 12 مايو الجاري.",
        "أُغلق المسرح في 27 سبتمبر 2011، وافتُتح في 12 مايو.",
    ],
)
def test_no_tale_goes_on_from_a_birthday_a_name_or_through_the_present(text: str) -> None:
    assert values(text)[-1] == "2019-05-12"


def test_pointing_back_to_an_unresolved_date_stays_open() -> None:
    found = dates("غادر عام 2003. ثم عاد في ديسمبر، وكان في ذلك الوقت مريضا.")
    assert [m.when.value if m.when else None for m in found] == ["2003", None, "PAST_REF"]


def test_an_anchor_of_several_days_gives_what_they_agree_on() -> None:
    anchor = When("2025-07-03/2025-07-04", dt.date(2025, 7, 3), dt.date(2025, 7, 5), Precision.RANGE)
    found = dates("وقع الحادث الأربعاء، وأُعلن عنه أمس، بعد حادث العام الماضي", anchor)
    got = [(m.when.value, m.when.origin) for m in found if m.when]
    assert got == [
        ("2025-07-02", Origin.PAGE),
        ("2025-07-02/2025-07-03", Origin.INFERRED),
        ("2024", Origin.PAGE),
    ]


def test_a_wide_anchor_resolves_only_what_is_as_coarse() -> None:
    anchor = When("2025", dt.date(2025, 1, 1), dt.date(2026, 1, 1), Precision.YEAR)
    found = dates("وقع الحادث الأربعاء، بعد حادث العام الماضي", anchor)
    assert [m.when.value if m.when else None for m in found] == [None, "2024"]


def test_an_open_anchor_resolves_nothing_relative() -> None:
    anchor = When("2025-07-03/..", dt.date(2025, 7, 3), None, Precision.RANGE)
    assert dates("وقع الحادث أمس", anchor)[0].when is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("نشر في 12 تشرين الأول 2025 15:30", "2025-10-12T15:30"),
        ("2018-05-03 15:41", "2018-05-03T15:41"),
        ("الأربعاء 12 يونيو 2024 03:43 م", "2024-06-12T15:43"),
        ("03:43 مساءً - 9 شتنبر 2023", "2023-09-09T15:43"),
        ("13/10/2025", "2025-10-13"),
        ("15 محرم 1447 هـ", "2025-07-10"),
        ("19.01.2025 16:11", "2025-01-19T16:11"),
        ("27th, November 2024 GMT", "2024-11-27"),
        ("آخر تحديث: الثلاثاء، ١٥ تموز ٢٠٢٥ - ١٢:٣٠", "2025-07-15T12:30"),
        ("2025-07-03T12:30:00", "2025-07-03T12:30"),
        ("31 فبراير 2020", None),
        ("2020-13-45", None),
        ("عدد القراءات 2300", None),
        ("", None),
    ],
)
def test_parse_date_reads_a_dateline(line: str, value: str | None) -> None:
    when = parse_date(line)
    assert (when.value if when else None) == value


def test_parse_date_takes_an_anchor_for_what_is_relative() -> None:
    when = parse_date("منذ يومين", cal.of_day(WEDNESDAY))
    assert when is not None
    assert when.start == dt.date(2019, 5, 13)


def test_a_long_line_of_digits_takes_bounded_time() -> None:
    started = time.process_time()
    find_expressions("1" * 1_000_000)
    find_expressions("12/" * 20_000)
    assert time.process_time() - started < 10


# ------------------------------------------------------------------ for any text

_VOCABULARY = """
في من 3 31 2011 ٧ مايو يوليو/تموز العام الماضي المقبل أمس يوم الأحد قبل بعد منذ شهرين سنوات ثلاثة عشر و ، - / ( )
أواخر منتصف الليلة 17:36 الساعة السابعة صباحا هـ محرم 1440 كل الأسبوع نصف القرن حينها نفسه 12/13/2014 99
"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_TEXTS = st.lists(_WORDS, max_size=14).map(" ".join)
_DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2045, 1, 1))


@settings(max_examples=120, deadline=None)
@given(_TEXTS, _DAYS)
def test_spans_are_in_order_and_intervals_too(text: str, day: dt.date) -> None:
    end = 0
    for mention in dates(text, cal.of_day(day)):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        when = mention.when
        if when is not None and when.start is not None and when.end is not None:
            assert when.start < when.end


@settings(max_examples=80, deadline=None)
@given(_TEXTS, _DAYS)
def test_tashkeel_tatweel_and_digit_sets_change_nothing(text: str, day: dt.date) -> None:
    dressed = "".join(c + ("\u064e\u0640" if c.isalpha() and c != "ل" else "") for c in text)
    dressed = dressed.translate({ord(str(d)): chr(0x660 + d) for d in range(10)})
    plain, other = dates(text, cal.of_day(day)), dates(dressed, cal.of_day(day))
    assert [(m.when, m.kind, m.rule) for m in plain] == [(m.when, m.kind, m.rule) for m in other]
    assert [fold(text[m.span.start : m.span.end]).text for m in plain] == [
        fold(dressed[m.span.start : m.span.end]).text for m in other
    ]


@settings(max_examples=80, deadline=None)
@given(_TEXTS, _DAYS)
def test_a_folded_text_says_the_same(text: str, day: dt.date) -> None:
    plain = fold(text).text
    here, there = dates(text, cal.of_day(day)), dates(plain, cal.of_day(day))
    assert [(m.when, m.kind, m.rule) for m in here] == [(m.when, m.kind, m.rule) for m in there]
    assert fold(plain).text == plain


@settings(max_examples=80, deadline=None)
@given(_TEXTS, st.integers(0, 40))
def test_spans_go_to_the_page_and_back(text: str, base: int) -> None:
    folded = fold(text, base)
    for found in find_expressions(folded.text):
        start, end = folded.span(found.low, found.high)
        assert fold(text[start - base : end - base]).text == folded.text[found.low : found.high]
        assert (folded.at(start), folded.at(end - 1) + 1) == (found.low, found.high)


_RELATIVE = """
أمس|غدا|اليوم|بعد غد|أول أمس|البارحة|الليلة الماضية|صباح أمس|مساء اليوم|قبل ثلاثة أيام|قبل أسبوعين
قبل 48 ساعة|منذ خمسة أيام
سيعود بعد أسبوعين|بعد ثلاثة أيام من الآن|آخر 48 ساعة|اليومين الماضيين|الأيام الثلاثة المقبلة|الساعة 9:30 مساء أمس
"""


@settings(max_examples=100, deadline=None)
@given(_DAYS, st.integers(-400, 400), st.sampled_from(_RELATIVE.strip().replace("\n", "|").split("|")))
def test_shifting_the_anchor_shifts_what_is_relative(day: dt.date, n: int, words: str) -> None:
    shift = dt.timedelta(days=n)
    (here,), (there,) = (dates(words, cal.of_day(d)) for d in (day, day + shift))
    assert here.when is not None and there.when is not None
    assert here.when.start is not None and here.when.end is not None
    assert (there.when.start, there.when.end) == (here.when.start + shift, here.when.end + shift)


@settings(max_examples=60, deadline=None)
@given(_DAYS, st.sampled_from(["الاثنين", "الخميس الماضي", "الأحد المقبل"]))
def test_a_weekday_is_within_a_week_of_its_anchor(day: dt.date, words: str) -> None:
    (found,) = dates(f"أُعلن القرار {words}", cal.of_day(day))
    assert found.when is not None and found.when.start is not None
    assert found.kind is DateKind.DATE
    assert abs((found.when.start - day).days) <= 7


# ------------------------------------------------------------------ quoted words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('وكتب القبطان الأحد على صفحته: "نصل غدا"', "2019-05-13"),
        ("وقال القبطان في رسالة يوم 3 مايو: «رسونا أمس»", "2019-05-02"),
        ('وجاء في بيان للشركة الأحد: "تبحر السفينة الخميس"', "2019-05-09"),
        ('وغرق القارب الأحد، وقال القبطان: "نصل غدا"', "2019-05-16"),  # the day of what happened
        ('وقال القبطان بعد حادث الأحد: "نصل غدا"', "2019-05-16"),
        ('وقال القبطان الأحد: "نصل قريبا". ويصل القارب غدا', "2019-05-16"),  # outside the marks
    ],
)
def test_quoted_words_are_counted_from_the_day_they_were_said(text: str, value: str) -> None:
    assert values(text)[-1] == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('وقال القبطان في بيان عام 2011: "نصل غدا"', ["2011", None]),  # of a year: no day to count from
        ('وكتب القبطان في أبريل: "نصل هذا العام"', ["2019-04", "2019"]),
        ("نصل غدا إلى الميناء — القبطان (@qubtan) 3 مايو 2018", ["2018-05-04", "2018-05-03"]),
        ("نصل غدا إلى الميناء، كما كتب (@qubtan) في 3 مايو 2018 للميناء", ["2019-05-16", "2018-05-03"]),
    ],
)
def test_older_words_and_embedded_posts_keep_their_own_anchor(text: str, found: list[str | None]) -> None:
    assert values(text) == found


def test_a_signed_post_needs_no_publication() -> None:
    assert values("نصل غدا إلى الميناء — القبطان (@qubtan) 3 مايو 2018", None) == ["2018-05-04", "2018-05-03"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("من المقرر أن تعود السفينة، السبت، إلى الميناء", "2019-05-18"),
        ("يُغلق الميناء حتى السبت", "2019-05-18"),
        ("واستمر إغلاق الميناء حتى السبت", "2019-05-11"),
        ("وقال القبطان، السبت، إن السفينة ستعود", "2019-05-11"),
        ("سيصل القبطان السبت", "2019-05-18"),
    ],
)
def test_the_words_before_a_weekday_tell_which_one(text: str, value: str) -> None:
    assert values(text) == [value]


def test_a_quotation_with_its_own_day_says_so() -> None:
    mention = dates('وكتب القبطان الأحد على صفحته: "نصل غدا"', cal.of_day(WEDNESDAY))[-1]
    assert mention.note == "said on 2019-05-12"


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    "piece", ["12/", "12 ", "5 / 5 / 2018-", "و ", "حينها ", "2014 و", "قبل ", "يوم", "خمسة و", '"أمس" ', "حتى السبت "]
)
def test_long_lines_of_anything_take_time_in_proportion(piece: str) -> None:
    text = piece * (120_000 // len(piece))
    started = time.process_time()
    dates(text, cal.of_day(WEDNESDAY))
    assert time.process_time() - started < 6


@pytest.mark.parametrize(
    "line", ["31 فبراير 2013", "5/13/2013 و13/13/2013", "0000-01-01", "عام 0000", "10 محرم 1700 هـ", "29 فبراير 2019"]
)
def test_days_that_do_not_exist_are_found_and_stay_open(line: str) -> None:
    for mention in dates(line, cal.of_day(WEDNESDAY)):
        assert mention.when is None or mention.when.start is None or mention.when.start.year > 1
