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


def test_a_text_told_in_order_is_dated_by_the_weekdays_at_its_end() -> None:
    words, _ = page(
        ("body", "انهار السد في 12 ديسمبر، 2015. وفي 27 يونيو انهار الجسر. يوم الاثنين أُقيل المدير.", 0),
        ("body", "يوم الأربعاء عُين مدير جديد.", 0),
    )
    found = infer_published(words)
    assert value(found) == "2016-06-29/2016-07-03"
    assert "27 يونيو" in found["p#0"].why


def test_weekdays_in_the_lead_make_the_dates_after_it_background() -> None:
    words, _ = page(
        ("body", "أُقيل المدير الاثنين وعُين خلفه الأربعاء. وكان السد قد انهار في 12 ديسمبر، 2015.", 0),
        ("body", "وفي 27 يونيو انهار الجسر.", 0),
    )
    assert infer_published(words) == {}


def test_captions_that_agree_date_a_page_to_their_week() -> None:
    caption = "the bridge is seen in oslo, norway august 19, 2014."
    words, _ = page(("caption", caption, 0), ("body", "انهار الجسر.", 0), ("caption", caption, 0))
    found = infer_published(words)
    assert value(found) == "2014-08-19/2014-08-25"
    assert "captions" in found["p#0"].why


def test_one_caption_or_a_later_year_is_not_enough() -> None:
    caption = "the bridge is seen in oslo, norway august 19, 2014."
    one, _ = page(("caption", caption, 0), ("body", "انهار الجسر.", 0))
    later, _ = page(("caption", caption, 0), ("body", "أُعيد بناؤه في عام 2017.", 0), ("caption", caption, 0))
    assert infer_published(one) == {}
    assert infer_published(later) == {}


def test_a_text_that_names_its_own_day_is_believed() -> None:
    words, _ = page(("body", "وصل الوفد اليوم الأربعاء 15 مايو 2019 إلى الميناء.", 0))
    assert value(infer_published(words)) == "2019-05-15"


def test_a_dated_event_alone_says_nothing_about_the_day_of_writing() -> None:
    words, _ = page(("body", "قال الوزير الأربعاء إن الاتفاق الموقع في 3 مارس 2011 باق.", 0))
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
