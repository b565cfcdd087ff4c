"""Numbers in digits and words, with the words that bound them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.text import fold, tokenise
from riwaya.text.numbers import find_numbers, is_dual


def read(text: str) -> list[tuple[float, str]]:
    return [(n.value, n.bound) for n in find_numbers(list(tokenise(fold(text))))]


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("نحو 1,500 صندوق", 1500.0, "about"),
        ("خمسة وعشرين ألفاً", 25000.0, "exact"),
        ("٤٫١ مليار دولار", 4.1e9, "exact"),
        ("عشرات الآلاف من الطيور", 20000.0, "at_least"),
        ("أكثر من مليوني نسمة", 2e6, "over"),
        ("ثلاثة عشر قارباً", 13.0, "exact"),
        ("مئة وعشرين ألف طن", 120000.0, "exact"),
        ("ما لا يقل عن 12 بئراً", 12.0, "at_least"),
        ("ثلاث مئة", 300.0, "exact"),
        ("7 أبقار على الأقل", 7.0, "at_least"),
        ("6 ملايين و500 ألف شجرة", 6.5e6, "exact"),
        ("ألف و200 شجرة", 1200.0, "exact"),
        ("15 ألفا و320 مقعدا", 15320.0, "exact"),
        ("2 مليون و410 آلاف و75 صوتا", 2410075.0, "exact"),
        ("دور الستة عشر للبطولة", 16.0, "exact"),
        ("من التهم الاثنتي عشرة", 12.0, "exact"),
        ("1.250.000 نخلة", 1250000.0, "exact"),
        ("نحو مليون ونصف المليون نخلة", 1.5e6, "about"),
        ("مليونين وربع مليون نخلة", 2.25e6, "exact"),
        ("ثلاثة ملايين ونصف نخلة", 3.5e6, "exact"),
        ("1,5 مليون نخلة", 1.5e6, "exact"),
    ],
)
def test_a_number_is_read_with_its_bound(text: str, value: float, bound: str) -> None:
    assert read(text) == [(value, bound)]


def test_one_of_many_is_no_count() -> None:
    assert read("أحد البحارة") == []


def test_an_ordinal_counts_nothing() -> None:
    assert read("في المركز الخامس عشر") == []
    assert read("الهزيمة الحادية عشرة للفريق") == []


def test_a_lesser_number_after_whole_millions_stands_alone() -> None:
    assert read("3 ملايين و200 حقيبة") == [(3e6, "exact"), (200.0, "exact")]


def test_clock_times_are_no_numbers() -> None:
    assert read("عند 17:36") == []


def test_duals() -> None:
    assert is_dual("سفينتين", "سفينه")
    assert not is_dual("سفينه", "سفينه")


@given(st.integers(min_value=0, max_value=10**9))
def test_plain_digits_are_read_as_they_stand(n: int) -> None:
    assert read(f"بلغ {n} قطعة") == [(float(n), "exact")]
    assert read(f"بلغ {n:,} قطعة") == [(float(n), "exact")]


@given(st.text(alphabet="ثلاثةوعشرينمئألفمليون 0123456789,.", max_size=60))
def test_numbers_never_overlap_or_leave_the_text(text: str) -> None:
    tokens = list(tokenise(fold(text)))
    last = 0
    for number in find_numbers(tokens):
        assert number.first < number.last <= len(tokens)
        assert number.last > last
        last = number.last


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("بعشرين ألف دينار", [(20000.0, "exact")]),
        ("خمسة قتلى وثلاثة جرحى", [(5.0, "exact"), (3.0, "exact")]),
        ("منحة العشرين ألفا", [(20000.0, "exact")]),
        ("عدد الركاب فاق الستين", [(60.0, "over")]),
        ("لم تتعد ثلاثين طنا", [(30.0, "at_most")]),
        ("وواحد وأربعون صيادا", [(41.0, "exact")]),
        ("لست صيادا", []),  # «I am not» is no six
        ("مجموعة العشرين", []),
        ("مئة وعشرين ألف طن", [(120000.0, "exact")]),
    ],
)
def test_a_particle_may_be_attached_to_a_number(text: str, found: list[tuple[float, str]]) -> None:
    tokens = list(tokenise(fold(text)))
    assert [(n.value, n.bound) for n in find_numbers(tokens, attached=True)] == found
