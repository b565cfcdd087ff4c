"""Who is counted: people of any name, by what was done to them, and never a part for the whole."""

import pytest

from tests.events.making import told


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("استشهد أربعة قرويين برصاص الجنود", {("killed", 4)}),
        ("خطف مسلحون 17 تلميذة من المدرسة", {("abducted", 17)}),
        ("قتل بلغاريان برصاص مجهولين في الميناء", {("killed", 2)}),
        ("رحلت [أنغولا] 63 بلغاريا إلى بلدهم", {("deported", 63)}),
        ("مقتل سبعة نازحين في قصف المخيم", {("killed", 7)}),
        ("لقي 42 مهاجرا مصرعهم في غارة على مركز احتجاز", {("killed", 42)}),
        ("أوقف الحرس ثمانية أشخاص في الميناء", {("detained", 8)}),
        ("طعن رجل أربعة أشخاص في المحطة", {("injured", 4)}),
        ("اغتيال القاضي واثنين من حراسه", {("killed", 2)}),
        ("أسفر القصف عن مقتل عشرة بينهم طفلان، وإصابة 15 آخرين", {("killed", 10), ("injured", 15)}),
        ("اعتقلت الشرطة 22 بلغاريا، بينهم ثلاث نساء وأربعة أطفال، في الميناء", {("detained", 22)}),
        ("أفرجت [حركة السهل] عن رهينتين في الوادي", {("released", 2)}),
        ("مقتل حارس وإصابة العشرات في تفجير السوق", {("injured", 20)}),
    ],
)
def test_people_count_as_what_was_done_to_them(text: str, counted: set[tuple[str, float]]) -> None:
    found = {(q.what, q.value) for t in told(text) for q in t.quantities if q.what not in ("persons", "displaced")}
    assert found == counted


def test_families_are_counted_as_such() -> None:
    (quantity,) = (q for t in told("نزحت نحو ألف عائلة من بلدة الوادي") for q in t.quantities)
    assert (quantity.what, quantity.value, quantity.bound, quantity.unit) == ("displaced", 1000, "about", "عائلة")


@pytest.mark.parametrize(
    "text",
    [
        "قتل الحارس في 3 مايو برصاص مجهول",
        "قتل 12% من الماشية في غارة",
        "مقتل ثلاثة من أصل خمسين في المئة برصاص مجهول",
        "اعتقل الحارس الذي قال مسؤولان إنه فر",
    ],
)
def test_other_numbers_count_nobody(text: str) -> None:
    assert not {(q.what, q.value) for t in told(text) for q in t.quantities if q.value in (12, 50, 2)}


def test_a_counted_noun_tells_nothing() -> None:
    assert "accuse" not in {t.rule.id for t in told("استمعت المحكمة إلى 27 متهما في القضية")}
    assert "accuse" in {t.rule.id for t in told("قال [سالم العامري]، متهما الحكومة بالتقصير")}
