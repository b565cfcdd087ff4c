"""The course of a toll over the pages of one affair, with pages made by hand."""

from dataclasses import replace

import pytest

from riwaya.account import Account, Affair
from riwaya.compare.course import courses
from riwaya.model import Contrast, ContrastKind, MentionType, Published
from riwaya.text import read_words
from tests.making import Maker, day

TITLE = "انفجار في مصنع الدهان"


def page(name: str, on: str, *body: str, place: str = "المنارة", outlet: str | None = None) -> Maker:
    maker = Maker(name, TITLE, [*body, f"ويقع المصنع عند مدخل {place}."], on, outlet)
    return maker.names(place, f"place:{place}", MentionType.LOC)


def told(*pages: Maker) -> list[Contrast]:
    return list(courses(Affair(tuple(p.account() for p in pages)), {}))


def at(maker: Maker, time: str) -> Account:
    """The account of a page whose time of publication is known to the minute."""
    account = maker.account()
    when = replace(day(time[:10]), value=time)
    article = replace(account.article, published=Published(when, "test"))
    return replace(account, words=read_words(article))


FIRST = page("a", "2025-03-01", "قتل خمسة عمال في انفجار هز مصنعا للدهان.")
BEHIND = page("b", "2025-03-02", "قال رئيس البلدية إن عدد القتلى بلغ ثمانية، بينهم طفلان.")
LAST = page("c", "2025-03-03", "أعلن المستشفى أن حصيلة الوفيات ارتفعت إلى 11 بعد يومين من الحادث.")


def test_the_pages_in_the_order_of_their_days_tell_how_a_toll_rose() -> None:
    (found,) = told(LAST, FIRST, BEHIND)
    assert found.kind is ContrastKind.UPDATE
    assert [p.value for p in found.positions] == ["خمسة عمال", "ثمانية", "11"]
    assert [p.as_of for p in found.positions] == ["2025-03-01", "2025-03-02", "2025-03-03"]


def test_one_person_is_one() -> None:
    first = page("a", "2025-03-01", "أعلنت البلدية وفاة عامل في انفجار المصنع.")
    (found,) = told(first, page("b", "2025-03-02", "ارتفع عدد القتلى إلى ثلاثة، وفق البلدية."))
    assert [p.value for p in found.positions] == ["عامل", "ثلاثة"]


@pytest.mark.parametrize(
    ("day", "words", "place", "why"),
    [
        ("2025-03-02", "بلغ عدد القتلى خمسة، وفق البلدية.", "المنارة", "the same number"),
        ("2025-03-02", "بلغ عدد القتلى نحو ستة، وفق البلدية.", "المنارة", "rounded"),
        ("2025-03-02", "بلغ عدد القتلى منذ بداية العام تسعة.", "المنارة", "a sum"),
        ("2025-03-02", "قتل في الانفجار بينهم ثمانية أطفال.", "المنارة", "a part"),
        ("2025-03-02", "بلغ عدد القتلى 40، وفق البلدية.", "المنارة", "so many times more"),
        ("2025-03-02", "بلغ عدد القتلى ثمانية، وفق البلدية.", "الزهراء", "no name in common"),
        ("2025-03-20", "بلغ عدد القتلى ثمانية، وفق البلدية.", "المنارة", "weeks later, no day in common"),
        ("2025-03-02", "بلغ عدد القتلى ثمانية، بينهم خمسة عمال، وفق البلدية.", "المنارة", "the first is a part of it"),
        ("2025-03-02", "قتل ثمانية عمال في حريق التهم سفينة.", "المنارة", "died of something else"),
        ("2025-03-02", "أصيب ثمانية عمال بحروق.", "المنارة", "another lot"),
    ],
)
def test_what_is_no_step_of_a_course(day: str, words: str, place: str, why: str) -> None:
    assert told(FIRST, page("b", day, words, place=place)) == [], why


def test_of_the_hurt_the_course_is_told_and_nothing_contradicted() -> None:
    first = page("a", "2025-03-01", "أصيب 12 عاملا في انفجار هز مصنعا للدهان.")
    later = page("b", "2025-03-02", "أصيب 30 عاملا في انفجار المصنع، وفق البلدية.")
    (found,) = told(first, later)
    assert (found.kind, [p.value for p in found.positions]) == (ContrastKind.UPDATE, ["12 عاملا", "30 عاملا"])
    assert told(first, page("b", "2025-03-01", "أصيب 30 عاملا في انفجار المصنع، وفق البلدية.")) == []


def test_two_counts_of_one_day_contradict_each_other() -> None:
    pages = FIRST, BEHIND, LAST, page("d", "2025-03-02", "قتل 19 عاملا في انفجار المصنع.")
    update, discrepancy = told(*pages)
    assert (update.kind, discrepancy.kind) == (ContrastKind.UPDATE, ContrastKind.DISCREPANCY)
    assert [p.value for p in discrepancy.positions] == ["ثمانية", "19 عاملا"]


@pytest.mark.parametrize(
    ("outlet", "time", "given"),
    [("الميناء", "T10:10", 0), ("المرفأ", "T10:10", 1), ("الميناء", "T12:00", 1)],
)
def test_two_newsrooms_at_one_time_have_their_own_sources(outlet: str, time: str, given: int) -> None:
    first = page("a", "2025-03-01", "قتل خمسة عمال في انفجار هز مصنعا للدهان.", outlet="المرفأ")
    later = page("b", "2025-03-01", "قتل ثمانية عمال في انفجار المصنع.", outlet=outlet)
    pages = at(first, "2025-03-01T10:00"), at(later, f"2025-03-01{time}")
    assert [c.kind for c in courses(Affair(pages), {})].count(ContrastKind.UPDATE) == given


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("أسفر انفجار المصنع عن ثمانية قتلى وجرحى.", "the dead and the hurt together"),
        ("قتل ثلاثة حراس في انفجار المصنع، وقتل ثمانية آخرون عند الباب.", "others than those before"),
        ("قتل ثمانية عمال إضافيين في انفجار المصنع.", "more, besides those before"),
        ("أدى انفجار المصنع إلى مقتل شخص ومتدرب.", "a person and somebody else"),
    ],
)
def test_what_is_no_toll_of_the_dead(words: str, why: str) -> None:
    first = page("a", "2025-03-01", "قتل خمسة عمال في انفجار هز مصنعا للدهان.")
    assert told(first, page("b", "2025-03-02", words)) == [], why


def test_a_lower_bound_contradicts_nothing_that_it_includes() -> None:
    bound = page("d", "2025-03-02", "قتل ما لا يقل عن أربعة عمال في انفجار المصنع.")
    assert [c.kind for c in told(FIRST, bound)] == []


def test_an_affair_of_many_pages_has_many_happenings() -> None:
    more = [page(f"p{n}", "2025-03-01", "تجمع الأهالي أمام المصنع.") for n in range(12)]
    assert told(FIRST, BEHIND, LAST, *more) == []


@pytest.mark.parametrize(("words", "value"), [
    ("قال رئيس البلدية إن ثمانية عمال على الأقل قد لقوا حتفهم.", None),  # who they were is not said by «عمال» alone
    ("قال رئيس البلدية إن ثمانية أشخاص على الأقل قد لقوا حتفهم.", "ثمانية أشخاص"),
    ("قتل ثمانية أشخاص في الانفجار الذي هز المدينة، وهو الأسوأ خلال عشر سنوات.", "ثمانية أشخاص"),  # sums nothing up
    ("عثر على غالبية القتلى الثمانية فإننا نطرح أسئلة.", None),
    ("بلغ عدد القتلى 8 فإننا نطرح أسئلة.", "8"),
    ("قتل في الانفجار ثمانية تونسيين و 12 هنديا.", None),  # each kind is a part
])  # fmt: skip
def test_what_a_page_tells_of_the_dead(words: str, value: str | None) -> None:
    first = page("a", "2025-03-01", "قتل خمسة أشخاص في انفجار هز مصنعا للدهان.")
    found = told(first, page("b", "2025-03-02", words))
    assert [p.value for c in found for p in c.positions[1:]] == ([value] if value else [])
