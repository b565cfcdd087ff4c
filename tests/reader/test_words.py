"""Dates and numbers in words; text made harmless."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.present.shown import clip
from riwaya.reader.text import harmless, local_path, with_digits
from riwaya.reader.words import words_in

NOW = dt.datetime(2026, 5, 12, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (5, "الآن"),
        (60, "منذ دقيقة"),
        (125, "منذ دقيقتين"),
        (180, "منذ 3 دقائق"),
        (10 * 60, "منذ 10 دقائق"),
        (11 * 60, "منذ 11 دقيقة"),
        (59 * 60, "منذ 59 دقيقة"),
        (3600, "منذ ساعة"),
        (2 * 3600, "منذ ساعتين"),
        (5 * 3600, "منذ 5 ساعات"),
        (23 * 3600, "منذ 23 ساعة"),
        (86400, "أمس"),
        (2 * 86400, "منذ يومين"),
        (6 * 86400, "منذ 6 أيام"),
        (8 * 86400, "4 مايو 2026"),
        (-3600, "12 مايو 2026"),
    ],
)
def test_how_long_ago_in_good_arabic(seconds: int, told: str) -> None:
    moment = (NOW - dt.timedelta(seconds=seconds)).isoformat()
    assert words_in("ar").ago(moment, NOW) == told


def test_a_day_without_an_hour_is_told_by_days() -> None:
    words = words_in("ar")
    assert words.ago("2026-05-12T00:00:00Z", NOW, by_day=True) == "اليوم"
    assert words.ago("2026-05-11T00:00:00Z", NOW, by_day=True) == "أمس"
    assert words.ago("2026-05-10T00:00:00Z", NOW, by_day=True) == "منذ يومين"
    assert words_in("en").ago("2026-05-10T00:00:00Z", NOW, by_day=True) == "2 days ago"


def test_both_calendars() -> None:
    assert words_in("ar", "hijri").date("2025-08-27") == "4 ربيع الأول 1447 هـ"
    assert words_in("ar", "both").date("2025-08-27") == "27 أغسطس 2025 (4 ربيع الأول 1447 هـ)"
    assert words_in("ar", "hijri").date("2025-08") == "أغسطس 2025", "months of the two do not coincide"
    assert words_in("ar", "hijri").date("1600-01-01") == "1 يناير 1600", "beyond the tables"


def test_the_two_languages_say_the_same_things() -> None:
    ar, en = words_in("ar").words, words_in("en").words
    for part in ("ui", "plurals", "ago", "hijri", "labels"):
        assert ar[part].keys() == en[part].keys(), part


@given(st.text())
def test_harmless_text_keeps_its_length_and_turns_nothing(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in shown)
    assert harmless(shown) == shown


@given(st.text(alphabet="/\\:.?#@&=%ab \t\r\n٣", max_size=12))
def test_redirects_lead_to_us_or_nowhere(path: str) -> None:
    to = local_path(path)
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    assert not any(c in to for c in "\\\t\r\n ")


def test_numerals_change_in_what_is_shown_only() -> None:
    html = '<a href="/topic/12" title="12">12 &#39;٣&#39; &amp;</a>'
    assert with_digits(html, "arabic") == '<a href="/topic/12" title="12">١٢ &#39;٣&#39; &amp;</a>'
    assert with_digits(html, "latin") == '<a href="/topic/12" title="12">12 &#39;3&#39; &amp;</a>'
    assert with_digits(html, "source") == html


@given(st.text(alphabet="اب جد", min_size=1, max_size=80), st.integers(5, 40))
def test_what_is_clipped_is_cut_between_words(text: str, length: int) -> None:
    cut = clip(text, length)
    assert len(cut) <= max(length, 1) + 4
    if "…" not in cut:
        assert cut == text.rstrip()
