"""A line of a brief without a day does not stand below another line's day as if it were told of it."""

import pytest

from riwaya.present.lines import told_on, undated
from riwaya.render.catalogue import language

HEADED = ("2025-05-04", "2025-05-05", False)


@pytest.mark.parametrize(
    ("published", "heads", "marked"),
    [
        ("2025-05-06T10:30", False, "2025-05-06"),
        ("2025-05-04T10:30", False, None),  # its page is of the day above
        (None, False, ""),  # nobody knows of which day it is
        ("2025-05-06", True, None),  # below a heading of its own
    ],
)
def test_a_line_without_a_day_is_marked_below_another_day(
    published: str | None, heads: bool, marked: str | None
) -> None:
    assert list(undated([HEADED, (None, published, heads)])) == [None, marked]


def test_a_mark_holds_for_the_lines_of_its_page_that_follow() -> None:
    rows = [(None, "2025-05-06", False), HEADED, (None, "2025-05-06", False), (None, "2025-05-06", False)]
    assert list(undated(rows)) == [None, None, "2025-05-06", None]


def test_the_mark_in_words() -> None:
    words = language("ar")
    assert told_on(words, "2025-05-04", None) == "4 مايو 2025"
    assert told_on(words, None, "2025-05-06") == "نُشر 6 مايو 2025"
    assert told_on(words, None, "") == words.say("undated")
    assert told_on(words, None, None) == ""
