"""A toll told as risen and what was told before, with pages made by hand."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.risen import check_risen
from riwaya.model import Contrast, ContrastKind, Story
from tests.making import Maker

FIRST = "أسفر انهيار سقف السوق المغطاة عن مقتل ثلاثة نجارين، وفق الحماية المدنية."
LATER = "ارتفعت حصيلة الانهيار في السوق إلى خمسة قتلى، بعدما عثر رجال الإنقاذ على جثتين تحت الأنقاض."
LAST = "وأعلنت البلدية ارتفاع عدد الضحايا إلى ما لا يقل عن ثمانية أشخاص."


def page(name: str, words: str, day: str | None, title: str = "انهيار سقف السوق") -> Maker:
    return Maker(name, title, [words, "وتتواصل أعمال البحث في المكان."], day)


def told(*makers: Maker, stories: tuple[tuple[int, ...], ...] = ((0, 1, 2),)) -> tuple[Contrast, ...]:
    accounts = tuple(m.account() for m in makers)
    made = (
        Story(f"s{n}", "", tuple(accounts[i].id for i in members if i < len(accounts)), 1)
        for n, members in enumerate(stories)
    )
    return find_contrasts(Affair(accounts, stories=tuple(made)))


def test_a_toll_told_as_risen_moves_on_from_the_one_told_before() -> None:
    pages = page("a", FIRST, "2025-03-01"), page("b", LATER, "2025-03-02"), page("c", LAST, "2025-03-03")
    (found,) = told(*pages)
    assert found.kind is ContrastKind.UPDATE
    assert [p.value for p in found.positions] == ["ثلاثة نجارين", "خمسة قتلى", "ما لا يقل عن ثمانية أشخاص"]
    assert [p.as_of for p in found.positions] == ["2025-03-01", "2025-03-02", "2025-03-03"]


def test_without_a_word_of_rising_nothing_is_linked() -> None:
    later = "وقُتل خمسة أشخاص وفق حصيلة وزعتها البلدية على الصحفيين بعد اجتماع طارئ."
    assert told(page("a", FIRST, "2025-03-01"), page("b", later, "2025-03-02")) == ()


@pytest.mark.parametrize(
    ("words", "day", "title", "why"),
    [
        (FIRST, "2025-02-20", "انهيار سقف السوق", "long before"),
        (FIRST, "2025-03-03", "انهيار سقف السوق", "told after"),
        (FIRST, None, "انهيار سقف السوق", "nobody knows when it was told"),
        ("لقي ثلاثة نجارين مصرعهم في حادث سير.", "2025-03-01", "حادث سير على الطريق الساحلي", "another happening"),
        ("أسفر انهيار سقف السوق عن إصابة ثلاثة نجارين.", "2025-03-01", "انهيار سقف السوق", "another lot"),
        ("قُتل في السوق منذ بداية العام ثلاثة نجارين.", "2025-03-01", "انهيار سقف السوق", "a sum"),
        ("أسفر انهيار السوق عن مقتل نجار واحد.", "2025-03-01", "انهيار سقف السوق", "so many times more"),
    ],
)
def test_what_was_no_earlier_value_is_left_alone(words: str, day: str | None, title: str, why: str) -> None:
    assert told(page("a", words, day, title), page("b", LATER, "2025-03-02")) == (), why


def test_of_another_story_a_place_in_common_is_asked_for() -> None:
    pages = page("a", FIRST, "2025-03-01", "انهيار سقف"), page("b", LATER, "2025-03-02", "حصيلة")
    assert told(*pages, stories=((0,), (1,))) == ()
    for maker in pages:
        maker.names("السوق", "place:market")
    (found,) = told(*pages, stories=((0,), (1,)))
    assert found.kind is ContrastKind.UPDATE


def test_what_a_page_says_of_before_is_its_own_old_value() -> None:
    before = "ارتفع عدد قتلى انهيار السوق من ثلاثة قتلى إلى أربعة قتلى."
    found = told(page("a", before, "2025-03-01"), page("b", LATER, "2025-03-02"))
    assert [p.value for c in found for p in c.positions] in ([], ["أربعة قتلى", "خمسة قتلى"])


def test_the_dead_and_the_hurt_of_the_same_sentences_are_two() -> None:
    one = page("a", "أسفر انهيار سقف السوق عن مقتل ثلاثة نجارين وإصابة 11 نجارا.", "2025-03-01")
    two = page("b", "أسفر انهيار سقف السوق عن مقتل أربعة نجارين وإصابة 13 نجارا.", "2025-03-02")
    assert [c.topic for c in told(one, two)] == ["العدد: القتلى", "العدد: الجرحى"]  # the dead come first


def test_the_examples_of_the_rules_hold() -> None:
    assert check_risen() == ()
