"""What is remembered changes nothing, is bounded, and can be emptied all at once."""

from __future__ import annotations

from riwaya.model import Source
from riwaya.read import read_source
from riwaya.remembered import forget, forgetting, remembered

PAGE = """
<html><body><h1>افتتاح جسر جديد على نهر الوادي</h1>
<p>افتتح محافظ الوادي صباح الأحد 3 مارس 2024 الجسر الجديد الذي يربط ضفتي النهر، بعد عامين من العمل.</p>
<p>وقال المحافظ إن الجسر سيخدم نحو أربعين ألف نسمة في القرى المجاورة، وإن كلفته بلغت ستة ملايين.</p></body></html>
"""


def test_it_is_worked_out_once_and_anew_after_forgetting() -> None:
    asked: list[str] = []

    @remembered(2)
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    assert [length(w) for w in ("نهر", "نهر", "جسر")] == [3, 3, 3]
    assert asked == ["نهر", "جسر"]
    forget()
    assert length("نهر") == 3
    assert asked == ["نهر", "جسر", "نهر"]
    length("واد"), length("سهل")
    assert length.cache_info().currsize == 2


def test_many_are_gone_through_and_memories_emptied_between_them() -> None:
    asked: list[int] = []

    @remembered(10)
    def same(one: int) -> int:
        asked.append(one)
        return one

    assert [same(n % 2) for n in forgetting(range(6), every=3)] == [0, 1, 0, 1, 0, 1]
    assert asked == [0, 1, 0, 1, 1]  # forgotten before the third and before the sixth


def test_forgetting_changes_no_reading() -> None:
    source = Source("page.html", PAGE.encode())
    before = read_source(source)
    forget()
    assert read_source(source) == before
