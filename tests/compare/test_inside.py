from dataclasses import replace

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import Contrast
from tests.making import Maker


def contrasts(maker: Maker) -> tuple[Contrast, ...]:
    return find_contrasts(Affair((maker.account(),)))


def told(first: str, second: str, speaker: str = "org:ministry") -> Maker:
    body = ["دعت الوزارة، الأربعاء، الصيادين إلى التهدئة.", "وفي وقت سابق الخميس، قال الناطق إن الحوار مفتوح."]
    return (
        Maker("a", "دعوة", body, "2025-07-04")
        .dates("الأربعاء", first)
        .dates("الخميس", second)
        .says("org:ministry", "التهدئة")
        .says(speaker, "الحوار مفتوح")
    )


def test_an_earlier_that_is_later_than_the_news_is_out_of_order() -> None:
    (found,) = contrasts(told("2025-07-02", "2025-07-03"))
    assert [p.value for p in found.positions] == ["الأربعاء", "الخميس"]


def test_an_earlier_of_somebody_else_is_earlier_than_nothing_known() -> None:
    assert contrasts(told("2025-07-02", "2025-07-03", "org:union")) == ()


def test_an_earlier_day_is_in_order() -> None:
    assert contrasts(told("2025-07-02", "2025-06-26")) == ()


def dated(words: str, note: str) -> Maker:
    maker = Maker("a", "موعد", [f"يفتح المعرض أبوابه {words} في القصر."], "2025-07-04").dates(words, "2025-07-10")
    maker.date_mentions[0] = replace(maker.date_mentions[0], note=note)
    return maker


def test_a_weekday_that_does_not_fit_its_date_is_told() -> None:
    note = "the weekday named is not that of 2025-07-10"
    (found,) = contrasts(dated("الأحد 10 يوليو", note))
    assert [p.value for p in found.positions] == ["الأحد", "10 يوليو"]
    assert contrasts(dated("الخميس 10 يوليو", "")) == ()


def test_a_copied_today_is_no_slip_of_the_pen() -> None:
    assert contrasts(dated("اليوم الأحد", "the weekday named is not that of 2025-07-10")) == ()


def test_a_weekday_read_as_another_weeks_puts_nothing_out_of_order() -> None:
    assert contrasts(told("2025-07-02", "2025-07-08")) == ()
