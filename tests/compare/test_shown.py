"""The words that are shown for a position."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.shown import as_shown
from riwaya.model import Contrast, ContrastKind, Derivation, MentionType, Position
from tests.making import Maker

MILL, UNION = "org:mill", "org:union"


def shown(*positions: tuple[Maker, str, tuple[str, ...]], derivations: tuple[Derivation, ...] = ()) -> list[Contrast]:
    """A dispute of positions, each of a page, a holder and its words, as it is shown."""
    made = [Position(words[0], holder, tuple(page.span(w) for w in words)) for page, holder, words in positions]
    contrast = Contrast("إثبات ونفي", ContrastKind.DISPUTE, tuple(made), "dispute:at-once")
    pages = {page.id: page.account() for page, _, _ in positions}
    return list(as_shown([contrast], list(pages.values()), derivations, {}))


def page(sentence: str, name: str = "a") -> Maker:
    maker = Maker(name, "خلاف", [sentence])
    for words, actor in (("المطحنة", MILL), ("النقابة", UNION)):
        if words in sentence:
            maker.names(words, actor, MentionType.ORG)
    return maker


@pytest.mark.parametrize(("words", "left"), [
    ("تتهم النقابة الشركة بصب نفاياتها في النهر والمطحنة تنفي", "تتهم النقابة الشركة بصب نفاياتها في النهر"),
    ("تتهم النقابة الشركة بصب نفاياتها لكن المطحنة تنفي", "تتهم النقابة الشركة بصب نفاياتها"),
    ("تتهم النقابة الشركة بصب نفاياتها ونفت المطحنة", "تتهم النقابة الشركة بصب نفاياتها"),
    ("تتهم النقابة الشركة بأنها تنفي الحادث", "تتهم النقابة الشركة بأنها تنفي الحادث"),
    ("القصبة (وكالة نون) -- تتهم النقابة الشركة بصب نفاياتها", "تتهم النقابة الشركة بصب نفاياتها"),
    ("تتهم النقابة الشركة (مصنع الورق) بصب نفاياتها", "تتهم النقابة الشركة (مصنع الورق) بصب نفاياتها"),
])  # fmt: skip
def test_a_position_ends_before_the_answer_and_begins_behind_the_dateline(words: str, left: str) -> None:
    maker = page(f"{words}. وقال الحارس إنه نام.")
    (found,) = shown((maker, UNION, (words,)), (maker, MILL, ("وقال الحارس إنه نام",)))
    assert found.positions[0].value == left
    assert maker.account().words.text(*_ends(found.positions[0])) == left


def _ends(position: Position) -> tuple[int, int]:
    return position.spans[0].start, position.spans[0].end


def test_a_position_that_is_only_the_answer_of_the_other_side_is_none() -> None:
    maker = page("والمطحنة تنفي. وقالت النقابة إنها نامت.")
    assert shown((maker, UNION, ("والمطحنة تنفي",)), (maker, MILL, ("وقالت النقابة",))) == []


@pytest.mark.parametrize(("sentence", "left"), [
    ("ويفتشها مسؤولو النقابة، الذين يقولون إنها تصب نفاياتها", "مسؤولو النقابة، الذين يقولون إنها تصب نفاياتها"),
    ("وتحدث الحارس مع النقابة التي تقول إنها تصب نفاياتها", "النقابة التي تقول إنها تصب نفاياتها"),
    ("وتحدث الحارس مع صيادين قالوا، والذين يقولون إنها تصب نفاياتها", "والذين يقولون إنها تصب نفاياتها"),  # no name
])  # fmt: skip
def test_a_relative_clause_is_shown_with_its_name(sentence: str, left: str) -> None:
    maker = page(f"{sentence}، وهو ما تنفيه المطحنة.")
    relative = next(w for w in ("والذين", "الذين", "التي") if w in sentence)
    words = sentence[sentence.index(relative) :]
    (found,) = shown((maker, UNION, (words,)), (maker, MILL, ("وهو ما تنفيه المطحنة",)))
    assert found.positions[0].value == left


def test_who_denies_with_another_keeps_his_words() -> None:
    maker = page("اتهمت القرية الشركة بالإهمال. لكن المطحنة والنقابة تنفيان ذلك.")
    claim, denial = "اتهمت القرية الشركة بالإهمال", "لكن المطحنة والنقابة تنفيان ذلك"
    (found,) = shown((maker, "org:village", (claim,)), (maker, MILL, (denial,)), (maker, UNION, (denial,)))
    assert [p.value for p in found.positions] == [claim, denial, denial]


def test_a_place_is_not_taken_for_what_a_relative_pronoun_stands_for() -> None:
    maker = page("وعاد الحارس المقيم في القصبة، الذي تتهمه النقابة بالسرقة، وهو ما تنفيه المطحنة.")
    maker.names("القصبة", "place:qasaba")
    claim = "الذي تتهمه النقابة بالسرقة"
    (found,) = shown((maker, UNION, (claim,)), (maker, MILL, ("وهو ما تنفيه المطحنة",)))
    assert found.positions[0].value == claim


def test_a_second_place_that_is_a_relative_clause_shows_nothing() -> None:
    maker = page("تتهم النقابة المطحنة بصب نفاياتها في النهر، التي شهدت حريقا. ونفت ذلك.")
    claim, aside = "تتهم النقابة المطحنة بصب نفاياتها في النهر", "التي شهدت حريقا"
    (found,) = shown((maker, UNION, (claim, aside)), (maker, MILL, ("ونفت ذلك",)))
    assert [len(p.spans) for p in found.positions] == [1, 1]


def test_the_words_of_an_original_come_before_those_of_its_copy() -> None:
    copy, first = page("تتهم النقابة المطحنة بتلويث النهر.", "a"), page("تتهم النقابة المطحنة بتلويث الوادي.", "b")
    position = Position("تتهم النقابة المطحنة بتلويث النهر", copy.id, (copy.span("تتهم النقابة المطحنة بتلويث النهر"),
                        first.span("تتهم النقابة المطحنة بتلويث الوادي")))  # fmt: skip
    contrast = Contrast("تلوث", ContrastKind.DISCREPANCY, (position, position))
    for derivations, words, holder in (
        ((Derivation(first.id, copy.id, "copy", 0.9, "test"),), "الوادي", first.id),
        ((), "النهر", copy.id),
    ):
        (found,) = as_shown([contrast], [copy.account(), first.account()], derivations, {})
        assert found.positions[0].value.endswith(words)
        assert (found.positions[0].holder, found.positions[0].spans[0].page) == (holder, holder.partition("#")[0])


def test_of_one_toll_the_original_is_shown_though_its_copy_has_no_later_time() -> None:
    def toll(name: str, words: str) -> Maker:
        return Maker(name, "انهيار", [f"أسفر انهيار المبنى السكني في حي القصبة عن مقتل {words}."], "2025-03-01", name)

    copy, first, other = toll("a", "أربعة اشخاص"), toll("b", "أربعة أشخاص"), toll("c", "6 أشخاص")
    accounts = tuple(m.account() for m in (copy, first, other))
    derivations = (Derivation(first.id, copy.id, "copy", 0.9, "test"),)
    (found,) = find_contrasts(Affair(accounts, (), derivations))
    assert found.positions[0].value == "أربعة أشخاص"
