"""Causes of the main happening, given differently by pages that somebody chose."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.causes import check_causes
from riwaya.model import Contrast, ContrastKind
from tests.making import Maker

OPENING = "سقطت رافعة المرسى القديم صباح الأحد على رصيف الصيادين."
WIND = "وعزا المدير سقوط الرافعة إلى رياح مفاجئة."


def told(one: str, other: str, *, chosen: bool = True) -> list[Contrast]:
    makers = (
        Maker("a", "سقوط رافعة المرسى", [OPENING, one], "2025-03-02", "الوادي"),
        Maker("b", "رافعة تسقط على الرصيف", [OPENING, other], "2025-03-02", "الساحل"),
    )
    found = find_contrasts(Affair(tuple(m.account() for m in makers), chosen=chosen))
    return [c for c in found if c.rule == "cause"]


@pytest.mark.parametrize(
    "other",
    [
        "وقال عمال إن ما أسقط الرافعة هو الإهمال.",
        "وألقت النقابة باللوم على حبل مهترئ.",
        "وقال خبير إن السبب الأكثر احتمالا كان حبلا مهترئا.",
        "وقال خبير إن سقوط الرافعة كان سببه، على الأرجح، حبل مهترئ.",
        "ويحمل العمال مقاول المرسى مسؤولية ما حدث.",
    ],
)
def test_two_causes_of_what_happened_are_a_dispute(other: str) -> None:
    (found,) = told(WIND, other)
    assert (found.kind, found.sure) == (ContrastKind.DISPUTE, False)
    assert [{s.page for s in p.spans} for p in found.positions] == [{"a"}, {"b"}]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("وألقت النقابة باللوم على عاصفة لم تتوقعها.", "one kind"),
        ("وعزا تجار غلاء السردين إلى قلة المطر.", "of something else"),
        ("وفتحت الشرطة تحقيقا لمعرفة ما الذي أدى إلى سقوط الرافعة.", "asked for"),
        ("واستبعد خبير أن يكون حبل مهترئ وراء سقوط الرافعة.", "ruled out"),
        ("وبقي الحادث الذي أدى إلى سقوط الرافعة حديث المدينة.", "told elsewhere"),
        ("ونقل عاملان بجراح ناجمة عن سقوط حديد.", "of the wounds"),
        ("وألقت النقابة الضوء على حبل مهترئ.", "no blame"),
    ],
)
def test_what_gives_no_other_cause_is_left_alone(other: str, why: str) -> None:
    assert told(WIND, other) == [], why


def test_a_stream_is_not_asked() -> None:
    assert told(WIND, "وألقت النقابة باللوم على حبل مهترئ.", chosen=False) == []


def test_every_example_of_the_data_holds() -> None:
    assert check_causes() == ()
