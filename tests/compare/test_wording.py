from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import AlignedPair, Contrast, Derivation
from tests.making import Maker


def contrasts(*makers: Maker, chosen: bool = False) -> tuple[Contrast, ...]:
    return find_contrasts(Affair(tuple(m.account() for m in makers), chosen=chosen))


def page(name: str, word: str, rest: str = "مزارع من قرية الزيتون قرب الجدار الشمالي صباح الأحد") -> Maker:
    return Maker(name, "خبر", [f"{word} {rest}."], outlet=f"صحيفة {name}")


def test_pages_that_call_one_thing_by_unlike_words_differ_in_wording() -> None:
    (found,) = contrasts(page("a", "استشهاد"), page("b", "مقتل"))
    assert found.rule == "wording"
    assert {p.value for p in found.positions} == {"استشهاد", "مقتل"}


def taken(name: str, word: str, place: str) -> Maker:
    words = f"{word} القوات مواقع جديدة في {place} بعد معارك متواصلة منذ ثلاثة أيام"
    return Maker(name, "معارك", [words + "."]).names(place, f"place:{place}")


def test_two_places_taken_in_like_words_are_two_things() -> None:
    (found,) = contrasts(taken("a", "حررت", "سيردال"), taken("b", "احتلت", "سيردال"))
    assert [p.value for p in found.positions] == ["حررت", "احتلت"]
    assert contrasts(taken("a", "حررت", "سيردال"), taken("b", "احتلت", "نونوار")) == ()


def test_the_words_must_be_of_the_same_thing() -> None:
    assert contrasts(page("a", "استشهاد"), page("b", "مقتل", "سائق شاحنة في حادث سير على الطريق الساحلي")) == ()


def test_a_page_that_uses_both_words_takes_no_side() -> None:
    both = Maker("a", "استشهاد أم مقتل", ["استشهاد مزارع من قرية الزيتون قرب الجدار الشمالي صباح الأحد."], outlet="أ")
    assert contrasts(both, page("b", "مقتل")) == ()


def test_a_page_whose_other_sentence_has_both_words_takes_no_side() -> None:
    words = "{} مزارع من قرية الزيتون قرب الجدار الشمالي صباح الأحد."
    both = Maker("a", "خبر", [words.format("استشهاد"), "وسبقه مقتل عامل واستشهاد آخر في القرية نفسها."], outlet="أ")
    assert contrasts(both, page("b", "مقتل")) == ()
    one = Maker("a", "خبر", [words.format("استشهاد"), "وسبقه استشهاد عامل آخر في القرية نفسها."], outlet="أ")
    assert len(contrasts(one, page("b", "مقتل"))) == 1


def test_a_quoted_word_is_not_the_pages_own() -> None:
    quoted = page("a", "استشهاد")
    words = "استشهاد مزارع من قرية الزيتون قرب الجدار الشمالي صباح الأحد"
    quoted.says("org:village", words)
    quoted.statements[0] = replace(quoted.statements[0], cue=quoted.span("خبر"))
    assert contrasts(quoted, page("b", "مقتل")) == ()


def claimed(name: str, title: str, word: str) -> Maker:
    return Maker(name, title, [f"وأعلن {word} مسؤوليته عن الحادث."], outlet=f"صحيفة {name}")


def test_a_sentence_told_of_many_things_needs_one_title() -> None:
    one = claimed("a", "تفجير في مطحنة الوادي", "ميليشيات الحوثي")
    assert len(contrasts(one, claimed("b", "قتلى في مطحنة الوادي", "أنصار الله"), chosen=True)) == 1
    assert contrasts(one, claimed("b", "طعن قرب البحيرة", "أنصار الله"), chosen=True) == ()


@pytest.mark.parametrize(("names", "told"), [
    (("ميليشيات الحوثي", "أنصار الله"), 0),
    (("قوات الاحتلال", "القوات الإسرائيلية"), 0),
    (("تنظيم داعش", "تنظيم الدولة الإسلامية"), 0),
    (("عشرين إرهابيا", "عشرين مسلحا"), 1),  # no body's name
])  # fmt: skip
def test_a_stream_tells_no_names_of_bodies(names: tuple[str, str], told: int) -> None:
    pages = [
        Maker(n, f"{w} في مطحنة الوادي", [f"دخل {w} مطحنة الوادي صباح الأحد قرب الجدار الشمالي."], outlet=f"صحيفة {n}")
        for n, w in zip("ab", names, strict=True)
    ]
    assert [len(contrasts(*pages, chosen=c)) for c in (False, True)] == [told, 1]


@pytest.mark.parametrize(("later", "told"), [
    ("ونقل الحراس جثث ثلاثة إرهابيين إلى المرفأ.", 1),
    ('ونقل الحراس جثث ثلاثة "إرهابيين" إلى المرفأ.', 0),
    ("ونقل الحراس جثث ثلاثة ممن تسميهم السلطات إرهابيين.", 0),
])  # fmt: skip
def test_a_word_that_a_page_sets_in_quotation_marks_is_not_its_own(later: str, told: int) -> None:
    words = "أوقف حرس الميناء ثلاثة {} في مرفأ الصيادين قرب الجدار الشمالي صباح الأحد."
    one = Maker("a", "توقيف ثلاثة إرهابيين", [words.format("إرهابيين"), later], outlet="أ")
    assert len(contrasts(one, Maker("b", "توقيف", [words.format("مسلحين")], outlet="ب"))) == told


@pytest.mark.parametrize(("titles", "told"), [
    (('"داعش" يتبنى تفجير مطحنة الوادي', "تنظيم الدولة الإسلامية يتبنى تفجير مطحنة الوادي"), 1),
    (("تفجير في مطحنة الوادي", "تنظيم الدولة الإسلامية يتبنى تفجير مطحنة الوادي"), 0),
    (("تفجير في مطحنة الوادي", "قتلى في مطحنة الوادي"), 0),
])  # fmt: skip
def test_what_a_house_calls_somebody_in_passing_is_its_style(titles: tuple[str, str], told: int) -> None:
    one, two = claimed("a", titles[0], "تنظيم داعش"), claimed("b", titles[1], "تنظيم الدولة الإسلامية")
    assert len(contrasts(one, two, chosen=True)) == told


def test_a_newsroom_that_has_both_words_on_two_pages_takes_no_side() -> None:
    other = Maker("c", "حادث", ["استشهاد صياد آخر قبالة الساحل."], outlet="صحيفة b")
    assert len(contrasts(page("a", "استشهاد"), page("b", "مقتل"))) == 1
    assert contrasts(page("a", "استشهاد"), page("b", "مقتل"), other) == ()
    assert len(contrasts(page("a", "استشهاد"), page("b", "مقتل"), replace(other, outlet="صحيفة c"))) == 1


@pytest.mark.parametrize(("more", "found"), [("وقالت البلدية شيئا.", 1), ("وقالت القوات الإسرائيلية شيئا.", 0)])
def test_a_copy_that_puts_its_own_word_is_found_unless_its_newsroom_has_both(more: str, found: int) -> None:
    told = "{} تغلق الطريق الساحلي أمام الصيادين حتى إشعار آخر"
    one = Maker("a", "إغلاق", [told.format("القوات الإسرائيلية") + "."], outlet="أ")
    two = Maker("b", "منع", [told.format("قوات الاحتلال") + ".", more], outlet="ب")
    spans = one.span(told.format("القوات الإسرائيلية")), two.span(told.format("قوات الاحتلال"))
    assert contrasts(one, two) == ()
    copy = Derivation(one.id, two.id, "edited_copy", 0.9, "test", pairs=(AlignedPair(*spans, 0.9),))
    given = find_contrasts(Affair((one.account(), two.account()), derivations=(copy,), chosen=True))
    assert [[p.value for p in c.positions] for c in given] == [["القوات الإسرائيلية", "قوات الاحتلال"]] * found


@pytest.mark.parametrize("counted", [True, False])
def test_an_armed_conflict_is_no_gunman(counted: bool) -> None:
    one, two = ("20 مسلحا", "20 إرهابيا") if counted else ("نزاعا مسلحا", "حزبا إرهابيا")
    rest = "قرب الجدار الشمالي لقرية الزيتون صباح الأحد"
    assert len(contrasts(page("a", f"أوقف الحرس {one}", rest), page("b", f"أوقف الحرس {two}", rest))) == counted


@pytest.mark.parametrize("called", ["ما يسميهم", 'من وصفهم بـ"', 'من قال عنهم إنهم " '])
def test_what_somebody_calls_another_is_not_the_pages_own_word(called: str) -> None:
    told = "أوقف حرس الميناء ثلاثة {} في مرفأ الصيادين قرب الجدار الشمالي صباح الأحد."
    own = Maker("b", "توقيف", [told.format("مسلحين")], outlet="ب")
    assert len(contrasts(Maker("a", "توقيف", [told.format("إرهابيين")], outlet="أ"), own)) == 1
    words = told.format(f"{called} إرهابيين").replace('" ', '"')
    assert contrasts(Maker("a", "توقيف", [words], outlet="أ"), own) == ()


def test_a_word_inside_a_name_is_no_deed() -> None:
    rest = "بلدة سيردال بعد معارك متواصلة مع حرس الميناء منذ ثلاثة أيام."
    front = Maker("a", "معارك", ["دخلت جبهة تحرير المرافئ " + rest], outlet="أ").names("سيردال", "place:سيردال")
    other = Maker("b", "معارك", ["احتلت القوات " + rest], outlet="ب").names("سيردال", "place:سيردال")
    assert len(contrasts(front, other)) == 1
    assert contrasts(front.names("جبهة تحرير المرافئ", "org:front"), other) == ()


def test_what_is_only_aimed_at_was_not_done() -> None:
    rest = "المرفأ القديم في سيردال بعد معارك متواصلة منذ ثلاثة أيام"
    done = Maker("a", "معارك", [f"أعلنت القوات السيطرة على {rest}."], outlet="أ").names("سيردال", "place:سيردال")
    aim = Maker("b", "معارك", [f"أعلنت القوات عملية لاجتياح {rest}."], outlet="ب").names("سيردال", "place:سيردال")
    was = Maker("b", "معارك", [f"أعلنت القوات اجتياح {rest}."], outlet="ب").names("سيردال", "place:سيردال")
    assert [len(contrasts(done, m)) for m in (aim, was)] == [0, 1]
