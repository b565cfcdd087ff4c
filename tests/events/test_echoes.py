"""Bodies that are called again by the head of their name."""

import pytest

from riwaya.events.echoes import with_echoes
from tests.events.making import paragraphs


def again(*texts: str) -> list[tuple[str, str | None]]:
    words, mentions = paragraphs(*texts)
    found = [m for m in with_echoes(words, mentions) if m.why == "again"]
    return [(words.text(m.span.start, m.span.end), m.actor) for m in found]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("زارت [حركة الكفاح] الميناء. ثم غادرت الحركة.", "الحركة"),
        ("زارت [حركة الكفاح] الميناء. وتحدث زعيم للحركة.", "لحركة"),
        ("زارت [حركة الكفاح] الميناء. وحضرت والحركة معها.", "الحركة"),
    ],
)
def test_the_head_of_a_name_means_the_body_named_last(text: str, called: str) -> None:
    assert again("عنوان", text) == [(called, "حركة الكفاح")]


def test_the_nearest_body_is_meant() -> None:
    text = "التقت [حركة الكفاح] و[حركة النهر] في الميناء. وقالت الحركة إنها راضية."
    assert again("عنوان", text) == [("الحركة", "حركة النهر")]


@pytest.mark.parametrize(
    "text",
    [
        "غادرت الحركة الميناء. ثم عادت [حركة الكفاح].",  # not named before
        "زارت [حركة الكفاح] الميناء. ثم جاءت الحركة الوطنية.",  # another name
        "زارت [حركة الكفاح] الميناء. ثم جاءت حركة أخرى.",  # no article
        "زارت [حركة الكفاح] الميناء. ثم غادر الحزب.",  # another head
    ],
)
def test_what_is_not_called_again(text: str) -> None:
    assert again("عنوان", text) == []


def test_the_body_that_the_page_speaks_of_most_is_meant() -> None:
    text = "رحبت [حركة الكفاح] بالاتفاق. وزارت [حركة الكفاح] الميناء مع [حركة النهر]. وقالت الحركة إنها راضية."
    assert again("عنوان", text) == [("الحركة", "حركة الكفاح")]


def test_whom_the_page_names_in_passing_is_not_meant() -> None:
    often = " ".join("باعت [حزب السهل] حصتها." for _ in range(5))
    assert again("عنوان", f"{often} كما زار الميناء [حركة النهر]. وقالت الحركة إنها راضية.") == []


def test_whom_it_is_with_makes_a_verbal_noun_of_it() -> None:
    assert again("عنوان", "زارت [حركة الكفاح] الميناء. وقررت الحركة مع حلفائها البقاء.") == []


def test_not_over_half_the_page() -> None:
    between = " ".join("هطل المطر على المدينة." for _ in range(15))
    assert again("عنوان", f"زارت [حركة الكفاح] الميناء. {between} ثم غادرت الحركة.") == []


def test_nothing_named_nothing_called_again() -> None:
    words, mentions = paragraphs("عنوان", "قالت المنظمة إن المطر هطل.")
    assert with_echoes(words, mentions) == mentions
