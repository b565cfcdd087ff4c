"""What governs an event from further off: denied light verbs, foiled attacks, what stands behind «أن»."""

import pytest

from tests.events.making import told


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("لم تشن [أنغولا] أي هجوم على الميناء منذ شهر", "denied"),
        ("لم تقع في الميناء أي هجمات", "denied"),
        ("شنت [أنغولا] هجوما على الميناء", "happened"),
        ("أنكرت [أنغولا] أن تكون قواتها قد هاجمت الميناء", "denied"),
        ("أحبطت [أنغولا] هجوما على الميناء", "planned"),
        ("أحبطت [أنغولا] المؤامرة، وهاجمت الميناء", "happened"),
        ("يشتبه في أن الحارس هاجم زميله", "alleged"),
        ("علق الوزير على هجوم الثلاثاء", "happened"),
        ("قد تهاجم [أنغولا] الميناء", "planned"),
        ("كان من المفترض أن تهاجم [أنغولا] الميناء أمس", "planned"),
    ],
)
def test_what_governs_an_attack(text: str, status: str) -> None:
    assert [t.status for t in told(text) if t.rule.id == "attack"] == [status]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ألغى [بافل نوفاك] زيارة إلى [أنغولا]", "denied"),
        ("تراجع الرئيس [بافل نوفاك] عن زيارة [أنغولا]", "denied"),
        ("أرجأ [بافل نوفاك] زيارة رسمية إلى [أنغولا]", "planned"),
        ("تراجع الاهتمام بعد زيارة الرئيس [بافل نوفاك]", "happened"),
    ],
)
def test_a_cancelled_visit_did_not_happen(text: str, status: str) -> None:
    assert [t.status for t in told(text) if t.rule.id == "visit"] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "لو كانت [أنغولا] قد هاجمت الميناء لفر أهله",
        "هل تهاجم [أنغولا] الميناء؟",
        "حذر خبراء من أن تهاجم [أنغولا] الميناء",
        "حذر خبراء من أن تشن [أنغولا] هجوما",
    ],
)
def test_what_nobody_says_to_be_so_is_supposed(text: str) -> None:
    assert [t.supposed for t in told(text) if t.rule.id == "attack"] == [True]
