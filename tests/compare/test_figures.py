from riwaya.account import Affair
from riwaya.compare import find_contrasts
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


def test_figures_of_one_day_differ() -> None:
    body = "قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو {} طن."
    one, two = (Maker(p, "تسرب", [body.format(n)], "2025-03-01") for p, n in (("a", 400), ("b", 150)))
    (found,) = contrasts(one, two)
    assert found.kind is ContrastKind.DISCREPANCY


def test_rounding_is_less_precise_not_different() -> None:
    one = Maker("a", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو 400 طن."])
    two = Maker("b", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بـ 390 طنا."])
    assert [c.kind for c in contrasts(one, two)] == [ContrastKind.PRECISION]


def test_numbers_of_different_things_are_left_alone() -> None:
    one = Maker("a", "تسرب", ["قدرت الوزارة كمية الزيت المتسربة من الخزان بنحو 400 طن."])
    two = Maker("b", "قمح", ["استوردت المطاحن 900 طن من القمح اللين خلال الموسم."])
    three = Maker("c", "زوارق", ["شاركت في البحث 3 زوارق."])
    assert contrasts(one, two, three) == ()


def test_equal_figures_agree() -> None:
    assert contrasts(toll("a", "4 أشخاص", None), toll("b", "4 أشخاص", None)) == ()
