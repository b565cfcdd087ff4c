from dataclasses import replace

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import Contrast
from tests.making import Maker


def arrest(page: str, reason: str, more: str = "", when: str | None = "2025-03-02") -> Maker:
    words = f"أوقفت الشرطة محاسب المصنع القديم في حي القصبة {reason}"
    return Maker(page, "توقيف", [words + ".", more or "انتهى الخبر."]).happens(
        "COERCE", words, actor="org:police", recipient="person:accountant", when=when
    )


def joined(*makers: Maker) -> tuple[Contrast, ...]:
    accounts = tuple(m.account() for m in makers)
    events = [a.events[0] for a in accounts]
    one = replace(events[0], mentions=tuple(m for e in events for m in e.mentions))
    return find_contrasts(Affair(accounts, (one,)))


def test_other_charges_in_one_event_differ() -> None:
    (found,) = joined(arrest("a", "بتهمة التزوير"), arrest("b", "بتهمة التهريب"))
    assert found.rule == "reason:charge"
    assert [p.value for p in found.positions] == ["بتهمة التزوير", "بتهمة التهريب"]


def test_other_charges_on_a_day_not_told_may_be_of_another_arrest() -> None:
    assert joined(arrest("a", "بتهمة التزوير", when=None), arrest("b", "بتهمة التهريب", when=None)) == ()


def test_a_page_that_tells_both_reasons_contradicts_nobody() -> None:
    assert joined(arrest("a", "بتهمة التزوير", "ويشتبه في التهريب أيضا."), arrest("b", "بتهمة التهريب")) == ()


def test_one_reason_in_other_words_is_no_difference() -> None:
    assert joined(arrest("a", "بتهمة تزوير السجلات"), arrest("b", "بتهمة التزوير")) == ()
