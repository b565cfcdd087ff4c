from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import Actor, Contrast, ContrastKind, MentionType, Polarity
from tests.making import Maker

ACTORS = (
    Actor("country:TN", MentionType.GPE, ar=("تونس",), country="country:TN"),
    Actor("country:MT", MentionType.GPE, ar=("مالطا",), country="country:MT"),
)


def contrasts(*makers: Maker) -> tuple[Contrast, ...]:
    return find_contrasts(Affair(tuple(m.account() for m in makers), actors=ACTORS))


def quarrel() -> Maker:
    page = Maker("a", "خلاف", ["وتتبادل تونس ومالطا الاتهامات بإتلاف شباك الصيد، وسط توتر في المضيق."])
    return page.names("تونس", "country:TN").names("مالطا", "country:MT")


def test_a_page_that_says_two_sides_accuse_each_other_tells_a_dispute() -> None:
    (found,) = contrasts(quarrel())
    assert found.kind is ContrastKind.DISPUTE
    assert [p.holder for p in found.positions] == ["country:TN", "country:MT"]


def test_what_one_side_charges_on_the_same_matter_joins_its_position() -> None:
    other = Maker("b", "اتهام", ["اتهمت تونس خفر السواحل في مالطا بقطع شباك الصيد ليلا."])
    other.names("تونس", "country:TN").names("مالطا", "country:MT")
    other.says("country:TN", "بقطع شباك الصيد ليلا", Polarity.ACCUSES)
    (found,) = contrasts(quarrel(), other)
    assert {s.page for s in found.positions[0].spans} == {"a", "b"}
    assert {s.page for s in found.positions[1].spans} == {"a"}


def test_charges_that_are_told_of_nothing_are_no_dispute() -> None:
    page = Maker("a", "خلاف", ["وتتبادل تونس ومالطا الاتهامات بعد اللقاء الأخير، وسط توتر في المضيق."])
    assert contrasts(page.names("تونس", "country:TN").names("مالطا", "country:MT")) == ()


def test_other_things_are_exchanged_without_dispute() -> None:
    page = Maker("a", "لقاء", ["وتتبادل تونس ومالطا الخبرات في الصيد."])
    assert contrasts(page.names("تونس", "country:TN").names("مالطا", "country:MT")) == ()
