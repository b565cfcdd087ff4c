"""When it happened: what is counted since a day, and what a «منذ» does not date."""

from __future__ import annotations

import datetime as dt

import pytest

from riwaya.events.dating import Calendar, options
from riwaya.events.find import tell
from riwaya.model import Article, Block, BlockKind, DateKind, DateMention, Precision, Published, Span, When
from riwaya.text import read_words

PUBLISHED = dt.date(2019, 3, 12)


def when(value: str) -> When:
    year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
    start = dt.date(year, month, day)
    if value.count("-") == 2:
        return When(value, start, start + dt.timedelta(1), Precision.DAY)
    if "-" in value:
        return When(value, start, dt.date(year + month // 12, month % 12 + 1, 1), Precision.MONTH)
    return When(value, start, dt.date(year + 1, 1, 1), Precision.YEAR)


def values(text: str, words: str, value: str) -> set[str]:
    """The times that may date the first telling of a text in which `words` are a date."""
    article = Article(
        "p#0", "p", text, published=Published(when("2019-03-12")), parts=(Block(BlockKind.BODY, 0, len(text)),)
    )
    at = text.index(words)
    date = DateMention(Span("p", at, at + len(words)), DateKind.DATE, when(value), "made")
    read = read_words(article)
    told = tell(read, (), (date,), ())
    assert told
    return {w.value for w, _ in options(told[:1], Calendar(read, (date,)))}


@pytest.mark.parametrize(
    ("text", "words", "value", "expected"),
    [
        ("اعتقلت السلطات ثلاثين شخصا منذ عام 2017 في الجزيرة.", "عام 2017", "2017", "2017/2019"),
        ("قتل أربعون شخصا في الاشتباكات منذ مايو 2018 في الجزيرة.", "مايو 2018", "2018-05", "2018-05/2019-03"),
        ("اعتقلت الشرطة تسعة رجال منذ 9 مارس في الميناء.", "9 مارس", "2019-03-09", "2019-03-09/2019-03-12"),
        ("اعتقلت السلطات ثلاثين شخصا في عام 2017 في الجزيرة.", "عام 2017", "2017", "2017"),  # no «منذ»
        ("اعتقلت السلطات خصومها منذ عام 2017 في الجزيرة.", "عام 2017", "2017", "2017"),  # nobody is counted
        ("اعتقلت السلطات ثلاثين شخصا منذ 12 مارس في الميناء.", "12 مارس", "2019-03-12", "2019-03-12"),  # today
    ],
)
def test_what_is_counted_since_a_day_went_on_until_the_report(text: str, words: str, value: str, expected: str) -> None:
    assert values(text, words, value) == {expected}


@pytest.mark.parametrize("text", ["شن الجيش أكبر هجوم منذ 2014 على البلدة.", "قصف الجيش البلدة للمرة الأولى منذ 2014."])
def test_the_greatest_since_a_year_was_not_then(text: str) -> None:
    assert values(text, "2014", "2014") == set()
