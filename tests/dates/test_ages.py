"""Ages beside articles: whose they are, what they mean, and when they stay open."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from riwaya.dates import add_age, calendars, find_ages, find_dates
from riwaya.model import Block, Published
from riwaya.text import Words
from tests.dates.test_infer import page

NOON = Published(calendars.of_day(dt.date(2014, 9, 4)))


def told(words: Words, blocks: list[Block]) -> list[tuple[str, str | None]]:
    published = words.article.published
    dates = find_dates(words, published.when if published else None)
    dates = add_age(dates, words, find_ages([words], blocks).get(words.article.id))
    return [(words.text(d.span.start, d.span.end), d.when.value if d.when else None) for d in dates]


def test_an_age_names_the_publication_of_its_article() -> None:
    (words,), blocks = page(
        ("title", "مطر في السهل", 0), ("related_item_meta", "موقع السهلمنذ 21 ساعات", -1), ("body", "هطل المطر أمس.", 0)
    )
    known = replace(words, article=replace(words.article, published=NOON))
    assert told(known, blocks) == [("منذ 21 ساعات", "2014-09-04"), ("أمس", "2014-09-03")]
    assert told(words, blocks) == [("منذ 21 ساعات", None), ("أمس", None)]


def test_each_article_has_its_own_age() -> None:
    words, blocks = page(
        ("title", "مطر في السهل", 0),
        ("byline", "منذ ساعة واحدة", -1),
        ("body", "هطل المطر على السهل.", 0),
        ("related_item_title", "ثلج في الجبل", 1),
        ("related_item_meta", "منذ 3 ساعات", -1),
        ("related_item_body", "سقط الثلج على الجبل.", 1),
    )
    assert {a: age.hours for a, age in find_ages(words, blocks).items()} == {"p#0": 1, "p#1": 3}


def test_an_amount_that_is_no_age_and_an_age_in_the_text_stay_out() -> None:
    (words,), blocks = page(("byline", "قراءة 3 دقائق", -1), ("body", "ينتظر منذ ساعة واحدة.", 0))
    assert find_ages([words], blocks) == {}
