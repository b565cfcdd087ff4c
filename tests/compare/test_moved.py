"""What moved on between the pages of two days, with pages made by hand."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.moved import check_moved
from riwaya.model import Contrast, ContrastKind
from tests.making import Maker

FIRST = "أعلنت بلدية الرملة مشروع ترميم سوق الحرير القديم بتمويل من صندوق التراث."


def told(earlier: str, later: str, days: tuple[str, str] = ("2025-03-01", "2025-03-20")) -> tuple[Contrast, ...]:
    pages = (
        Maker(
            "a", "سوق الحرير", [FIRST, "وحضر اللقاء عدد من التجار والحرفيين من أحياء البلدة القديمة.", earlier], days[0]
        ),
        Maker("b", "السوق من جديد", [later, "ولم يصدر تعليق عن جمعية التجار حتى المساء."], days[1]),
    )
    found = find_contrasts(Affair(tuple(m.account() for m in pages), chosen=True))
    return tuple(c for c in found if c.rule.startswith("moved"))


@pytest.mark.parametrize(
    ("earlier", "later", "rule"),
    [
        (
            "وقال المدير إن مهلة إخلاء دكاكين سوق الحرير تنتهي في آخر الشهر.",
            "مددت البلدية مهلة إخلاء دكاكين سوق الحرير شهرا آخر.",
            "moved:deadline",
        ),
        (
            "وأوقفت الشرطة حارس المخزن عماد الصالح بعد بلاغ من التجار.",
            "قرر القاضي الإفراج عن حارس المخزن عماد الصالح لعدم كفاية الأدلة.",
            "moved:custody",
        ),
        (
            "وأغلقت البلدية شارع النحاسين المؤدي إلى ساحة البركة أمام الشاحنات.",
            "أعيد فتح شارع النحاسين المؤدي إلى ساحة البركة أمام الشاحنات.",
            "moved:ban",
        ),
        (
            "ونفت البلدية وجود تشققات في قبة خان الزيت.",
            "أقرت البلدية بوجود تشققات في قبة خان الزيت تهدد السقف.",
            "moved:admitted",
        ),
    ],
)
def test_a_later_phase_of_one_thing_is_an_update(earlier: str, later: str, rule: str) -> None:
    (found,) = told(earlier, later)
    assert (found.rule, found.kind, found.sure) == (rule, ContrastKind.UPDATE, False)
    assert [p.as_of for p in found.positions] == ["2025-03-01", "2025-03-20"]
    assert told(earlier, later, ("2025-03-20", "2025-03-20")) == ()
    assert told(earlier, later, ("2025-03-20", "2025-03-01")) == ()
    assert told(earlier, later, ("2025-03-01", "2025-07-01")) == (), "too long after"


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        (
            "وأوقفت الشرطة حارس المخزن عماد الصالح بعد بلاغ من التجار.",
            "قرر القاضي الإفراج عن سائق الحافلة منير العلي في قضية حادث الجسر.",
            "somebody else",
        ),
        (
            "وأوقفت الشرطة حارس المخزن عماد الصالح بعد بلاغ من التجار.",
            "طالبت الجمعية بالإفراج عن حارس المخزن عماد الصالح.",
            "only asked for",
        ),
        (
            "وكانت الشرطة قد أوقفت حارس المخزن عماد الصالح ثم قررت الإفراج عن حارس المخزن عماد الصالح.",
            "قرر القاضي الإفراج عن حارس المخزن عماد الصالح لعدم كفاية الأدلة.",
            "the earlier page knew",
        ),
        (
            "وقال المدير إن مهلة إخلاء دكاكين سوق الحرير تنتهي في آخر الشهر.",
            "قال المدير في حديث طويل عن تاريخ المدينة وأسواقها وأبوابها السبعة وعن الحرفيين إن البلدية مددت المهلة.",
            "no news, far on in its sentence",
        ),
    ],
)
def test_what_is_no_next_phase_is_left_alone(earlier: str, later: str, why: str) -> None:
    assert told(earlier, later) == (), why


def test_the_examples_of_the_rules_hold() -> None:
    assert check_moved() == ()


def test_in_chosen_pages_news_may_stand_further_down() -> None:
    pages = (
        Maker("a", "سوق الحرير", [FIRST, "ودعا اتحاد الحرفيين إلى إضراب في سوق الحرير يوم الأحد."], "2025-03-01"),
        Maker(
            "b",
            "السوق من جديد",
            [
                "لم يصدر تعليق عن جمعية التجار حتى المساء.",
                "وحضر اللقاء عدد من سكان البلدة القديمة.",
                "وأرجئ إضراب اتحاد الحرفيين في سوق الحرير إلى آخر الشهر.",
            ],
            "2025-03-20",
        ),
    )
    for chosen, rules in ((True, ["moved:strike"]), (False, [])):
        found = find_contrasts(Affair(tuple(m.account() for m in pages), chosen=chosen))
        assert [c.rule for c in found if c.rule.startswith("moved")] == rules
