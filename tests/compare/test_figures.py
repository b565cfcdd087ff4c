from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.figures import figures
from riwaya.model import Contrast, ContrastKind
from tests.making import Maker


def contrasts(*makers: Maker) -> tuple[Contrast, ...]:
    return find_contrasts(Affair(tuple(m.account() for m in makers)))


def toll(page: str, words: str, published: str | None) -> Maker:
    return Maker(
        page, "انهيار مبنى", [f"أسفر انهيار المبنى السكني في حي القصبة عن مقتل {words} وفق الحماية المدنية."], published
    )


def test_a_rising_toll_is_an_update() -> None:
    (found,) = contrasts(toll("a", "4 أشخاص", "2025-03-01"), toll("b", "6 أشخاص", "2025-03-02"))
    assert found.kind is ContrastKind.UPDATE
    assert [p.value for p in found.positions] == ["4 أشخاص", "6 أشخاص"]


def test_a_toll_of_the_dead_moves_on() -> None:
    body = "ارتفعت حصيلة انهيار المبنى السكني في حي القصبة إلى {} قتلى."
    one = Maker("a", "انهيار", [body.format(4)], "2025-03-01")
    two = Maker("b", "انهيار", [body.format(6)], "2025-03-02")
    assert [c.kind for c in contrasts(one, two)] == [ContrastKind.UPDATE]


@pytest.mark.parametrize(
    ("words", "given"),
    [("تسعة عمال قضوا", 1), ("تسعة عمال لقوا حتفهم", 1), ("تسعة عمال قتلوا حارسا", 0), ("تسعة عمال عادوا", 0)],
)
def test_what_became_of_people_may_stand_behind_their_number(words: str, given: int) -> None:
    one = Maker("a", "انهيار", ["قتل ستة عمال في انهيار المبنى السكني في حي القصبة، وأصيب عشرة."], "2025-03-01")
    two = Maker("b", "انهيار", [f"قال الجيران إن {words} في انهيار المبنى السكني في حي القصبة."], "2025-03-01")
    assert sum("قتلى" in c.topic for c in contrasts(one, two)) == given


@pytest.mark.parametrize(
    "words", ["8 إلى 10 أشخاص", "بين 8 و10 أشخاص", "ما بين ثمانية وعشرة أشخاص", "8-10 أشخاص", "تسعة أو عشرة أشخاص"]
)
def test_no_end_of_a_range_is_a_toll(words: str) -> None:
    assert not contrasts(toll("a", words, "2025-03-01"), toll("b", "15 شخصا", "2025-03-01"))


def test_a_number_is_shown_without_the_word_that_joins_it() -> None:
    def hurt(page: str, number: str, published: str) -> Maker:
        body = f"أسفر انهيار المبنى السكني في حي القصبة عن هلع كبير وأكثر من {number} جريح."
        return Maker(page, "انهيار مبنى", [body], published, outlet=page)

    (found,) = contrasts(hurt("a", "50", "2025-03-01"), hurt("b", "90", "2025-03-02"))
    assert [p.value for p in found.positions] == ["أكثر من 50 جريح", "أكثر من 90 جريح"]


def test_money_that_somebody_lost_is_not_missing() -> None:
    def lost(page: str, sum_of: str, day: str) -> Maker:
        return Maker(page, "خسائر المصرف", [f"فقد مصرف النخيل {sum_of} من قيمته في البورصة بعد الفضيحة."], day)

    found = contrasts(lost("a", "58 مليار دولار", "2025-03-01"), lost("b", "80 مليار دولار", "2025-03-04"))
    assert not [c for c in found if "المفقودون" in c.topic]


def test_two_bounds_from_below_are_no_two_precisions() -> None:
    for words, told in (("ما لا يقل عن 40 شخصا", 0), ("40 شخصا", 1)):
        one, two = toll("a", "ما لا يقل عن 48 شخصا", "2025-03-01"), toll("b", words, "2025-03-01")
        assert len(contrasts(one, two)) == told


def test_figures_of_one_day_differ() -> None:
    body = "قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو {} طن."
    one, two = (Maker(p, "تسرب", [body.format(n)], "2025-03-01") for p, n in (("a", 400), ("b", 150)))
    (found,) = contrasts(one, two)
    assert found.kind is ContrastKind.DISCREPANCY


def test_a_count_in_unlike_words_is_of_another_thing() -> None:
    one = Maker("a", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو 400 طن."])
    more = "قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو 150 طن جمعت الزوارق معظمها قرب المرفأ القديم خلال الليل."
    two = Maker("b", "تسرب", [more])
    assert [c.rule for c in figures(Affair((one.account(), two.account())), {})] == ["figures:count"]
    assert not [c for c in contrasts(one, two) if c.rule == "figures:count"]


def test_rounding_is_less_precise_not_different() -> None:
    one = Maker("a", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو 400 طن."])
    two = Maker("b", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بـ 350 طنا."])
    assert [c.kind for c in contrasts(one, two)] == [ContrastKind.PRECISION]
    near = Maker("b", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بـ 390 طنا."])
    assert contrasts(one, near) == ()  # nobody need be told


def test_numbers_of_different_things_are_left_alone() -> None:
    one = Maker("a", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو 400 طن."])
    two = Maker("b", "قمح", ["استوردت المطاحن 900 طن من القمح اللين خلال الموسم."])
    three = Maker("c", "زوارق", ["شاركت في البحث 3 زوارق."])
    assert contrasts(one, two, three) == ()


@pytest.mark.parametrize("noun", ["آخرون", "هما ممثلا البحارة"])
def test_what_is_no_word_for_a_thing_counts_nothing(noun: str) -> None:
    first, second = (
        Maker(page, "اجتماع", [f"حضر اجتماع مجلس الصيادين في المدينة القديمة {n} {noun} بعد الظهر."])
        for page, n in (("a", 12), ("b", 15))
    )
    assert contrasts(first, second) == ()
    assert len(contrasts(*(replace(m, body=[m.body[0].replace(noun, "مندوبا")]) for m in (first, second)))) == 1


def test_equal_figures_agree() -> None:
    assert contrasts(toll("a", "4 أشخاص", None), toll("b", "4 أشخاص", None)) == ()


def test_a_falling_toll_is_no_update() -> None:
    (found,) = contrasts(toll("a", "6 أشخاص", "2025-03-01"), toll("b", "4 أشخاص", "2025-03-01"))
    assert found.kind is ContrastKind.DISCREPANCY
    assert {p.as_of for p in found.positions} == {None}


def test_a_lower_toll_of_another_day_is_another_toll() -> None:
    assert contrasts(toll("a", "6 أشخاص", "2025-03-01"), toll("b", "4 أشخاص", "2025-03-02")) == ()


def test_a_rising_toll_says_as_of_when() -> None:
    (found,) = contrasts(toll("a", "4 أشخاص", "2025-03-01"), toll("b", "6 أشخاص", "2025-03-02"))
    assert [(p.value, p.as_of) for p in found.positions] == [("4 أشخاص", "2025-03-01"), ("6 أشخاص", "2025-03-02")]


def test_tolls_told_a_week_apart_are_one_only_where_both_name_their_day() -> None:
    one, two = toll("a", "20 شخصا", "2025-03-01"), toll("b", "26 شخصا", "2025-03-09")
    assert contrasts(one, two) == ()
    one.body[0] = one.body[0].replace("القصبة", "القصبة منذ 25 فبراير")
    two.body[0] = two.body[0].replace("القصبة", "القصبة منذ 25 فبراير")
    for maker in (one, two):
        maker.dates("25 فبراير", "2025-02-25")
    assert [c.kind for c in contrasts(one, two)] == [ContrastKind.UPDATE]


def test_a_toll_of_two_days_is_no_news_of_the_first() -> None:
    body = "قتل {} شخصا {} في الفيضان الذي غمر أحياء المدينة القديمة."
    one = Maker("a", "فيضان", [body.format(20, "الاثنين")], "2025-03-03").dates("الاثنين", "2025-03-03")
    two = Maker("b", "فيضان", [body.format(26, "الاثنين والثلاثاء")], "2025-03-04")
    two.dates("الاثنين", "2025-03-03").dates("الثلاثاء", "2025-03-04")
    assert contrasts(one, two) == ()
    later = Maker("c", "فيضان", [body.format(26, "الاثنين")], "2025-03-04").dates("الاثنين", "2025-03-03")
    assert [c.kind for c in contrasts(one, later)] == [ContrastKind.UPDATE]


def test_another_newsroom_s_more_than_thirty_was_thirty_nine_all_along() -> None:
    one, two = toll("a", "أكثر من 30 شخصا", "2025-03-01"), toll("b", "39 شخصا", "2025-03-02")
    assert contrasts(one, two) == ()
    one.outlet = two.outlet = "الميناء"
    assert [c.kind for c in contrasts(one, two)] == [ContrastKind.UPDATE]


def test_tolls_of_other_people_are_two_tolls() -> None:
    assert contrasts(toll("a", "4 جنود", "2025-03-01"), toll("b", "6 مسلحين", "2025-03-02")) == ()


def test_a_toll_that_leaps_is_another_toll_unless_it_is_said_to_rise() -> None:
    told = "أدى انهيار المبنى السكني القديم في حي القصبة إلى مقتل 30 شخصا كما ذكرت إذاعة البلدية."
    assert contrasts(toll("a", "4 أشخاص", "2025-03-01"), Maker("b", "انهيار", [told], "2025-03-02")) == ()
    body = "ارتفعت حصيلة انهيار المبنى السكني في حي القصبة إلى {} قتلى."
    one, two = (Maker(p, "انهيار", [body.format(n)], d) for p, n, d in (("a", 4, "2025-03-01"), ("b", 9, "2025-03-02")))
    assert [c.kind for c in contrasts(one, two)] == [ContrastKind.UPDATE]


def test_a_hospital_and_its_town_have_two_tolls() -> None:
    two = toll("b", "6 أشخاص", "2025-03-02")
    two.body[0] = two.body[0].replace("المبنى السكني", "مستشفى المبنى السكني")
    assert contrasts(toll("a", "4 أشخاص", "2025-03-01"), two) == ()


def test_a_page_that_tells_both_figures_contradicts_nobody() -> None:
    body = "قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو {} طن."
    one = Maker("a", "تسرب", [body.format(400), "وكان تقدير سابق 250 طن."], "2025-03-01")
    assert contrasts(one, Maker("b", "تسرب", [body.format(250)], "2025-03-01")) == ()


def test_a_price_for_each_of_something_is_of_its_hour() -> None:
    body = "أغلق عقد الزيت في السوق المحلية عند {} دينارا للبرميل مساء."
    assert contrasts(*(Maker(p, "سوق", [body.format(n)], "2025-03-01") for p, n in (("a", 66), ("b", 67)))) == ()


def test_two_sides_give_two_figures_side_by_side() -> None:
    words = "قالت الشرطة إن عدد المشاركين بلغ 1000 شخص، في حين أكدت النقابة أنهم 2000 شخص."
    page = Maker("a", "مسيرة", [words])
    page.says("org:police", "عدد المشاركين بلغ 1000 شخص").says("org:union", "أنهم 2000 شخص")
    assert [c.kind for c in contrasts(page)] == [ContrastKind.DISPUTE]


def test_a_title_with_another_figure_than_its_text_is_found_and_not_shown() -> None:
    page = Maker("a", "مقتل 5 عمال في انهيار منجم الفوسفات", ["قتل 7 عمال في انهيار منجم الفوسفات فجر الأحد."])
    (found,) = figures(Affair((page.account(),)), {})
    assert (found.rule, [p.value for p in found.positions]) == ("title", ["5 عمال", "7 عمال"])
    assert contrasts(page) == ()


def test_a_newsroom_brings_its_own_figure_up_to_date() -> None:
    makers = [
        toll(name, f"عطل الإعصار {n} قاربا في مرفأ الصيادين بالمدينة القديمة", "2025-03-02")
        for name, n in (("a", 40), ("b", 55))
    ]
    assert len(contrasts(*makers)) == 1
    for maker in makers:
        maker.outlet = "الميناء"
    assert contrasts(*makers) == ()


@pytest.mark.parametrize(("first", "second", "kind"), [
    ("29 شخصا على الأقل", "31 شخصا على الأقل", ContrastKind.UPDATE),
    ("628 مدنيا", "أكثر من 650 مدنيا", ContrastKind.UPDATE),
    ("37 شخصا", "نحو 44 شخصا", ContrastKind.PRECISION),
])  # fmt: skip
def test_a_toll_that_rose_is_an_update_unless_it_is_only_rounded(first: str, second: str, kind: ContrastKind) -> None:
    one, two = toll("a", first, "2025-03-01"), toll("b", second, "2025-03-02")
    assert [c.kind for c in contrasts(one, two)] == [kind]


def test_more_than_a_million_does_not_contradict_a_million_and_a_half() -> None:
    body = "تستضيف البلاد {} مليون عامل موسمي في حقول القطن الشرقية."
    one, two = (Maker(p, "موسم", [body.format(n)]) for p, n in (("a", "1.5"), ("b", "ما يزيد عن")))
    assert all(c.kind is not ContrastKind.DISCREPANCY for c in contrasts(one, two))


@pytest.mark.parametrize(
    ("first", "second"), [("171 قاربا", "أكثر من 170 قاربا"), ("أكثر من 9000 قارب", "أكثر من 9200 قارب")]
)
def test_what_is_almost_one_figure_is_not_told(first: str, second: str) -> None:
    body = "عطل الإعصار {} في مرفأ الصيادين بالمدينة القديمة."
    assert contrasts(*(Maker(p, "إعصار", [body.format(n)]) for p, n in (("a", first), ("b", second)))) == ()


def test_the_dead_of_a_war_of_years_do_not_move_on_by_the_hour() -> None:
    body = "أوقعت حرب الجزيرة منذ بدايتها عام 2014 أكثر من {} ألف قتيل وشردت الملايين."
    makers = [Maker(p, "حرب", [body.format(n)], d) for p, n, d in (("a", 350, "2025-03-01"), ("b", 400, "2025-03-02"))]
    assert [c.kind for c in contrasts(*makers)] == [ContrastKind.UPDATE]
    for maker in makers:
        maker.dates("عام 2014", "2014-01-01")
    assert contrasts(*makers) == ()


@pytest.mark.parametrize("people", ["طفلا", "شخصا"])
def test_tolls_of_other_people_in_one_town_are_no_series(people: str) -> None:
    told = [
        ("a", "قتل 25 {} في غارة أصابت حي المدرسة قرب القصبة", "2025-03-01"),
        ("b", "قتل 25 {} في غارة أصابت حي المدرسة القديمة قرب القصبة", "2025-03-01"),
        ("c", "أسفر هجوم بالقذائف على تجار الخضار في القصبة عن مقتل 35 شخصا", "2025-03-02"),
        ("d", "أسفر هجوم بالقذائف على تجار الخضار الثلاثاء في القصبة عن مقتل 35 شخصا", "2025-03-01"),
    ]
    makers = [Maker(p, "هجوم", [w.format(people) + "."], d).names("القصبة", "place:kasba") for p, w, d in told]
    makers[2].published = makers[3].published = "2025-03-02"
    makers[1].published = "2025-03-02"
    assert bool(contrasts(*makers)) is (people == "شخصا")


def test_what_each_side_pledges_is_two_sums() -> None:
    words = "أعلنت البلدية تقديم 500 مليون دينار، في حين قالت الوزارة إنها ستقدم 900 مليون دينار."
    page = Maker("a", "تعهدات", [words])
    page.says("org:town", "تقديم 500 مليون دينار").says("org:ministry", "إنها ستقدم 900 مليون دينار")
    assert contrasts(page) == ()


def test_two_counts_of_the_dead_at_least_differ() -> None:
    (found,) = contrasts(toll("a", "ما لا يقل عن 40 شخصا", "2025-03-01"), toll("b", "60 شخصا", "2025-03-01"))
    assert found.kind is ContrastKind.DISCREPANCY


@pytest.mark.parametrize(("first", "given"), [("عدد الجرحى بلغ", 1), ("الحصيلة الأولى للجرحى", 0)])
def test_a_page_that_tells_the_first_toll_and_a_later_one_tells_no_dispute(first: str, given: int) -> None:
    words = f"قالت الشرطة إن {first} 53 جريحا. لكن النقابة أكدت أنهم 40 جريحا."
    page = Maker("a", "انهيار", [words])
    page.says("org:police", f"{first} 53 جريحا").says("org:union", "أنهم 40 جريحا")
    assert len(contrasts(page)) == given


def hurt(page: str, dead: str, hurt: str, published: str) -> Maker:
    words = f"أسفر انهيار السقف في حي القصبة عن مقتل {dead} وإصابة {hurt} آخرين وفق الحماية المدنية."
    return Maker(page, "انهيار سقف", [words], published)


@pytest.mark.parametrize(("first", "then", "told"), [("350", "360", 1), ("350", "480", 2), ("35", "37", 2)])
def test_many_hurt_who_are_hardly_more_are_no_news_beside_the_dead(first: str, then: str, told: int) -> None:
    found = contrasts(hurt("a", "40 عاملا", first, "2025-03-01"), hurt("b", "44 عاملا", then, "2025-03-02"))
    assert [c.kind for c in found] == [ContrastKind.UPDATE] * told
    assert [p.value for p in found[0].positions] == ["40 عاملا", "44 عاملا"]


@pytest.mark.parametrize(("part", "told"), [("بينهم 6 نساء", True), ("ومصرع 6 نساء", False)])
def test_the_whole_of_a_toll_is_told_beside_its_parts(part: str, told: bool) -> None:
    one = hurt("a", f"40 شخصا {part}", "9", "2025-03-01")
    two = hurt("b", f"44 شخصا {part}", "9", "2025-03-02")
    found = figures(Affair((one.account(), two.account())), {})
    assert [[p.value for p in c.positions] for c in found] == [["40 شخصا", "44 شخصا"]] * told
