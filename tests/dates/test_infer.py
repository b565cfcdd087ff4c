"""Publication inferred from a page's own words: intervals with their reasons, or nothing."""

from __future__ import annotations

import datetime as dt

from riwaya.dates import infer_published
from riwaya.model import Article, Block, BlockKind, Origin, Precision, Published, When
from riwaya.text import Words, read_words


def page(*parts: tuple[str, str, int]) -> tuple[list[Words], list[Block]]:
    """(kind, text, article number; -1 for furniture) in order -> the articles' words and all blocks."""
    text = ""
    blocks: list[Block] = []
    owned: dict[int, list[Block]] = {}
    for kind, words, number in parts:
        block = Block(BlockKind(kind), len(text), len(text) + len(words))
        text += words + "\n"
        blocks.append(block)
        if number >= 0:
            owned.setdefault(number, []).append(block)
    articles = [Article(f"p#{n}", "p", text, parts=tuple(own)) for n, own in owned.items()]
    return [read_words(a) for a in articles], blocks


def value(found: dict[str, Published], article: str = "p#0") -> str | None:
    return found[article].when.value if article in found else None


def test_ages_tie_the_articles_of_a_page_together() -> None:
    words, blocks = page(
        ("title", "جفاف في الوادي", 0),
        ("byline", "صحيفة النهرمنذ 21 ساعات", -1),
        ("body", "حذرت الهيئة، الثلاثاء، من جفاف بدأ في 2 سبتمبر.", 0),
        ("related_item_title", "مطر في السهل", 1),
        ("related_item_meta", "منذ ساعة واحدة", -1),
        ("related_item_body", "هطل المطر اليوم الخميس على السهل، وكان آخر مطر في مطلع سبتمبر 2014.", 1),
    )
    found = infer_published(words, blocks)
    assert value(found, "p#1") == "2014-09-04"
    assert value(found) == "2014-09-03/2014-09-04"
    assert found["p#0"].when.origin is Origin.INFERRED
    assert "منذ 21 ساعات" in found["p#0"].why


def test_weekdays_after_the_newest_day_bound_the_publication() -> None:
    words, _ = page(
        ("body", "انهار السد في 12 ديسمبر، 2015. وفي 27 يونيو انهار الجسر. يوم الاثنين أُقيل المدير.", 0),
        ("body", "يوم الأربعاء عُين مدير جديد.", 0),
    )
    assert value(infer_published(words)) == "2016-06-29/2016-07-03"


def test_a_caption_dates_a_page_to_its_week() -> None:
    words, _ = page(("caption", "the bridge is seen in oslo, norway august 19, 2014.", 0), ("body", "انهار الجسر.", 0))
    found = infer_published(words)
    assert value(found) == "2014-08-19/2014-08-25"
    assert "caption" in found["p#0"].why


def test_a_day_alone_is_only_a_lower_bound() -> None:
    words, _ = page(("body", "وُقّع الاتفاق في 3 مارس 2011 ثم نُسي.", 0))
    when = infer_published(words)["p#0"].when
    assert (when.value, when.start, when.end) == ("2011-03-03/..", dt.date(2011, 3, 3), None)


def test_background_older_than_a_year_it_names_bounds_nothing() -> None:
    words, _ = page(("body", "وُقّع الاتفاق في 3 مارس 2011، وعُدّل في عام 2014، وقال الوزير الأربعاء إنه باق.", 0))
    assert infer_published(words) == {}


def test_no_evidence_gives_nothing() -> None:
    words, _ = page(("body", "قال الوزير أمس إن السد آمن.", 0))
    assert infer_published(words) == {}


def test_a_day_still_to_come_is_no_lower_bound() -> None:
    words, _ = page(("body", "من المقرر أن يُفتتح الجسر في 3 مارس 2031.", 0))
    assert infer_published(words) == {}


def test_what_is_known_is_not_inferred() -> None:
    words, _ = page(("body", "وُقّع الاتفاق في 3 مارس 2011.", 0))
    given = Published(When("2012", dt.date(2012, 1, 1), dt.date(2013, 1, 1), Precision.YEAR, "gregorian", Origin.GIVEN))
    a = words[0].article
    known = Article(a.id, a.page, a.text, parts=a.parts, published=given)
    assert infer_published([read_words(known)]) == {}
