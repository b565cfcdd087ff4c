"""Times in words: both languages, both calendars, both digit sets, and what is no style at all."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.dates import Style, find_dates, say_when
from riwaya.dates import calendars as cal
from riwaya.errors import UsageError
from riwaya.model import Article, Block, BlockKind, Precision, When
from riwaya.text import read_words


def meant(text: str) -> When:
    article = Article("p#0", "p", text, parts=(Block(BlockKind.BODY, 0, len(text)),))
    (mention,) = find_dates(read_words(article), cal.of_day(dt.date(2019, 5, 15)))
    assert mention.when is not None
    return mention.when


@pytest.mark.parametrize(
    ("text", "arabic", "english", "hijri"),
    [
        ("أمس", "14 مايو 2019", "May 14, 2019", "9 رمضان 1440 هـ"),
        ("في مايو 2011", "مايو 2011", "May 2011", "من جمادى الأولى 1432 إلى جمادى الآخرة 1432 هـ"),
        ("عام 2003", "2003", "2003", "من 1423 إلى 1424 هـ"),
        ("في رمضان 1440 هـ", "من 6 مايو 2019 إلى 3 يونيو 2019", "May 6, 2019 to June 3, 2019", "رمضان 1440 هـ"),
        ("هذا الأسبوع", "الأسبوع 20 من عام 2019", "week 20 of 2019", "من 8 رمضان 1440 إلى 14 رمضان 1440 هـ"),
        ("في صيف 2010", "صيف 2010", "summer 2010", "من جمادى الآخرة 1431 إلى رمضان 1431 هـ"),
        ("في القرن الحادي والعشرين", "القرن 21", "the 21st century", "القرن 21"),
        ("12 يوما", "12 يوما", "12 days", "12 يوما"),
        ("ثلاثة أعوام ونصف", "3 سنوات و6 أشهر", "3 years, 6 months", "3 سنوات و6 أشهر"),
        ("كل جمعة", "كل جمعة", "every Friday", "كل جمعة"),
        ("بضع سنوات", "سنوات", "years", "سنوات"),
        (
            "من الساعة 9 صباحا حتى 5 مساء",
            "15 مايو 2019، من الساعة 09:00 إلى 17:00",
            "May 15, 2019, 09:00 to 17:00",
            "10 رمضان 1440 هـ، من الساعة 09:00 إلى 17:00",
        ),
        (
            "من العاشرة مساء حتى الثانية صباحا",
            "من 15 مايو 2019، الساعة 22:00 إلى 16 مايو 2019، الساعة 02:00",
            "May 15, 2019, 22:00 to May 16, 2019, 02:00",
            "من 10 رمضان 1440 هـ، الساعة 22:00 إلى 11 رمضان 1440 هـ، الساعة 02:00",
        ),
        ("سنة 70 بعد الميلاد", "عام 70 م", "AD 70", "عام 70 م"),
    ],
)
def test_a_time_is_said_as_fine_as_it_is(text: str, arabic: str, english: str, hijri: str) -> None:
    when = meant(text)
    assert say_when(when) == arabic
    assert say_when(when, Style("en")) == english
    assert say_when(when, Style(calendar="hijri")) == hijri


def test_regions_name_their_months_and_digits_are_a_choice() -> None:
    day = cal.of_day(dt.date(2019, 7, 3))
    assert say_when(day, Style("ar_LB", digits="arab")) == "٣ تموز ٢٠١٩"
    assert say_when(meant("3.5 سنوات"), Style(digits="arab")) == "٣٫٥ سنة"
    assert say_when(meant("الساعة 17:36")) == "15 مايو 2019، الساعة 17:36"


def test_open_ends_and_what_lies_outside_the_tables() -> None:
    since = When("2019-05-15/..", dt.date(2019, 5, 15), None, Precision.RANGE)
    until = When("../2019-05", None, dt.date(2019, 6, 1), Precision.RANGE)
    assert say_when(since) == "منذ 15 مايو 2019"
    assert say_when(until, Style("en")) == "until May 2019"
    assert say_when(since, Style(calendar="hijri")) == "منذ 10 رمضان 1440 هـ"
    assert say_when(cal.of_day(dt.date(1789, 7, 14)), Style(calendar="hijri")) == "14 يوليو 1789"


@pytest.mark.parametrize("style", [Style("fr"), Style("xx_nowhere"), Style("en", "julian"), Style(digits="roman")])
def test_a_style_that_does_not_exist_is_an_error(style: Style) -> None:
    with pytest.raises(UsageError):
        say_when(cal.of_day(dt.date(2019, 5, 15)), style)


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(1925, 1, 1), dt.date(2076, 1, 1)))
def test_a_hijri_day_in_words_is_read_back_as_the_same_day(day: dt.date) -> None:
    assert meant(say_when(cal.of_day(day), Style(calendar="hijri"))).start == day


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(1700, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(["ar", "ar_LB", "ar_MA", "ar_TN", "en"]))
def test_a_day_in_words_is_read_back_as_the_same_day(day: dt.date, locale: str) -> None:
    assert meant(say_when(cal.of_day(day), Style(locale, digits="arab"))).start == day
