"""What two pages that tell one text tell differently, with pages made by hand."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.retold import twins
from riwaya.compare.slots import check_retold
from riwaya.model import Contrast, ContrastKind
from tests.making import Maker

SOURCE = (
    "أنقذ رجال الإطفاء 23 عاملا من منجم قديم في بلدة السدر شرقي العاصمة بعد انهيار جزء من سقفه.",
    "وقال مدير المنجم كمال الراوي إن حارس البوابة بين الناجين وإن فرق البحث غادرت المكان.",
    "وكانت الشاحنة في طريقها من محطة الرمل إلى محطة الوادي عندما سقطت الصخور على العمال.",
    "ولم تتبن أي نقابة الدعوى المرفوعة ضد الشركة المالكة منذ سنوات طويلة بسبب الإهمال.",
    "وهذه المرة الثانية في تاريخ المنجم التي يتوقف فيها العمل أسبوعا كاملا.",
)
TOLD_ANEW = (
    "تمكن رجال الإطفاء من إنقاذ 23 عاملا من منجم قديم ببلدة السدر شرقي العاصمة إثر انهيار جزء من السقف.",
    "وذكر مدير المنجم كمال الراوي أن حارس البوابة بين الناجين وأن فرق البحث غادرت.",
    "وكانت الشاحنة متجهة من محطة الرمل إلى محطة الوادي حين سقطت الصخور على العمال.",
    "ولم تتبن أي نقابة الدعوى المرفوعة على الشركة المالكة بسبب الإهمال منذ سنوات.",
    "وتلك هي المرة الثانية في تاريخ المنجم التي يتوقف العمل فيها أسبوعا.",
)


def told(other: tuple[str, ...], later: str = "2025-03-01", source: tuple[str, ...] = SOURCE) -> tuple[Contrast, ...]:
    pages = Maker("a", "انهيار في منجم", list(source), "2025-03-01"), Maker("b", "حادث منجم", list(other), later)
    return find_contrasts(Affair(tuple(m.account() for m in pages), chosen=True))


def bend(old: str, new: str) -> tuple[str, ...]:
    assert sum(old in s for s in TOLD_ANEW) == 1
    return tuple(s.replace(old, new) for s in TOLD_ANEW)


def test_what_is_only_told_anew_is_no_contrast() -> None:
    assert told(TOLD_ANEW) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("23 عاملا", "32 عاملا", "bent:number"),
        ("شرقي العاصمة", "غربي العاصمة", "bent:place"),
        ("بين الناجين", "بين القتلى", "bent:state"),
        ("من محطة الرمل إلى محطة الوادي", "من الوادي إلى محطة الرمل", "bent:way"),
        ("المرة الثانية", "المرة الثالثة", "bent:rank"),
        ("ولم تتبن أي نقابة الدعوى", "وتبنت نقابة العمال الدعوى", "bent:negation"),
    ],
)
def test_a_value_that_excludes_its_twin_is_shown(old: str, new: str, rule: str) -> None:
    (found,) = told(bend(old, new))
    assert (found.rule, found.kind) == (rule, ContrastKind.DISCREPANCY)
    assert [{s.page for s in p.spans} for p in found.positions] == [{"a"}, {"b"}]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("23 عاملا", "نحو 25 عاملا", "rounded"),
        ("23 عاملا", "أكثر من 20 عاملا", "a lower bound"),
        ("شرقي العاصمة", "شمال شرقي العاصمة", "more precise"),
        ("بين الناجين", "بين الأحياء", "the same in other words"),
        ("المرة الثانية", "الحادثة الثالثة", "counts something else"),
        ("ولم تتبن أي نقابة الدعوى", "ولم يصدر عن أي نقابة أنها تتبنى الدعوى", "denied before the verb"),
    ],
)
def test_what_does_not_exclude_its_twin_is_left_alone(old: str, new: str, why: str) -> None:
    assert told(bend(old, new)) == (), why


def test_a_page_that_tells_both_numbers_contradicts_nobody() -> None:
    assert told((*bend("23 عاملا", "32 عاملا"), "وكان قد أعلن إنقاذ 23 عاملا في البداية.")) == ()


def test_what_moved_on_by_another_day_is_an_update() -> None:
    (found,) = told(bend("بين الناجين", "بين القتلى"), "2025-03-03")
    assert found.kind is ContrastKind.UPDATE
    assert [p.as_of for p in found.positions] == ["2025-03-01", "2025-03-03"]


def test_pages_that_share_a_sentence_tell_no_one_text() -> None:
    own = (
        "زار الوزير البلدة والتقى عائلات العمال في قاعة المدرسة.",
        "وطالب الأهالي بإغلاق المنجم وتعويض المتضررين من الحادث.",
        SOURCE[2].replace("الرمل إلى محطة الوادي", "الوادي إلى محطة الرمل"),
        "ويعمل في المنجم مئات الشبان من القرى المجاورة بأجور زهيدة.",
        "وتنتج المنطقة الفوسفات الذي يصدر عبر الميناء الشمالي.",
    )
    assert told(own) == ()
    pages = [Maker(n, "", list(b), "2025-03-01").account() for n, b in (("a", SOURCE), ("b", own))]
    assert list(twins(pages)) == []


def test_the_examples_of_the_rules_hold() -> None:
    assert check_retold() == ()


def test_a_newsroom_s_own_next_report_is_no_twin() -> None:
    pages = (
        Maker("a", "منجم", list(SOURCE), "2025-03-01", "الساحل"),
        Maker("b", "منجم", list(bend("23 عاملا", "32 عاملا")), "2025-03-01", "الساحل"),
    )
    assert find_contrasts(Affair(tuple(m.account() for m in pages), chosen=True)) == ()


def test_two_bounds_of_one_kind_exclude_each_other_where_the_words_are_one() -> None:
    source, other = (tuple(s.replace("23 عاملا", f"{n} عاملا على الأقل") for s in SOURCE) for n in (23, 32))
    (found,) = told(other, source=source)
    assert found.rule == "bent:number"


@pytest.mark.parametrize(
    ("day", "other", "rules"),
    [
        ("فجر الجمعة", "فجر الخميس", ["bent:weekday"]),
        ("فجر الجمعة", "فجر الجمعة", []),
        ("فجر الجمعة 28 فبراير", "ليل الجمعة", []),  # one weekday
        ("فجر الجمعة", "ليل الخميس والجمعة", []),  # names both
    ],
)
def test_a_page_without_a_date_is_held_to_the_weekday_of_its_twin(day: str, other: str, rules: list[str]) -> None:
    pages = [
        Maker(page, "منجم", [SOURCE[0].replace("شرقي العاصمة", f"شرقي العاصمة {d}"), *SOURCE[1:]], published)
        for page, d, published in (("a", day, "2025-03-01"), ("b", other, None))
    ]
    pages[0].dates(day, "2025-02-28")
    pages[1].dates(other, None)
    found = find_contrasts(Affair(tuple(m.account() for m in pages), chosen=True))
    assert [c.rule for c in found] == rules
