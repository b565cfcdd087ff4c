"""Rhythms: when to ask a source again, and when its silence means something."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.follow.rhythm import LONGEST, SHORTEST, Rhythm, back_off, rhythm_of

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def _daily(hours: range, each: int, days: int = 14) -> Rhythm:
    """A source that has `each` entries in every hour of `hours`, day after day."""
    moments = [
        START + dt.timedelta(days=d, hours=h, minutes=60 * k / each)
        for d in range(days)
        for h in hours
        for k in range(each)
    ]
    return Rhythm().learn(moments, START, START + dt.timedelta(days=days))


def test_a_busy_source_is_asked_more_often_than_a_quiet_one() -> None:
    now = START + dt.timedelta(days=14, hours=12)
    busy, quiet = _daily(range(24), 12), _daily(range(10, 11), 1)
    assert busy.next_time(now) - now < dt.timedelta(minutes=15)
    assert quiet.next_time(now) - now > 2 * HOUR


def test_a_source_that_sleeps_at_night_is_asked_less_at_night() -> None:
    source = _daily(range(6, 20), 4)
    noon, night = START + dt.timedelta(days=14, hours=12), START + dt.timedelta(days=14, hours=1)
    assert source.next_time(noon) - noon < source.next_time(night) - night


def test_a_day_without_news_from_a_daily_flow_is_silence() -> None:
    source = _daily(range(24), 4)
    last = START + dt.timedelta(days=14)
    assert not source.silent(last, last + HOUR)
    assert source.silent(last, last + dt.timedelta(days=1))


def test_a_night_of_a_source_that_sleeps_at_night_is_no_silence() -> None:
    source = _daily(range(6, 20), 4)
    evening = START + dt.timedelta(days=13, hours=21)
    assert not source.silent(evening, evening + 8 * HOUR)


def test_what_was_watched_for_an_hour_is_not_judged() -> None:
    source = Rhythm().learn([START + dt.timedelta(minutes=m) for m in range(60)], START, START + HOUR)
    assert not source.silent(START + HOUR, START + dt.timedelta(days=3))


def test_the_same_stretch_is_not_learnt_twice() -> None:
    once = _daily(range(24), 2)
    assert once.learn([START + HOUR], START, START + 2 * HOUR) == once


@given(st.lists(st.floats(0, 200), max_size=60), st.floats(0.01, 300))
def test_the_next_time_is_always_within_bounds(ages: list[float], hours: float) -> None:
    moments = [START + a * HOUR for a in ages]
    source = Rhythm().learn(moments, START, START + hours * HOUR)
    now = START + dt.timedelta(days=20)
    assert SHORTEST <= source.next_time(now) - now <= LONGEST


@given(st.lists(st.floats(0, 100), max_size=30))
def test_a_rhythm_is_kept_as_plain_values(ages: list[float]) -> None:
    source = Rhythm().learn([START + a * HOUR for a in ages], START, START + 100 * HOUR)
    again = rhythm_of(source.plain())
    assert again.until == source.until
    assert again.hours == pytest.approx(source.hours, abs=1e-3)


@pytest.mark.parametrize(
    "broken", [None, 3, {}, {"hours": [1], "days": "x", "until": None}, {"hours": [1.0], "days": 1, "until": None}]
)
def test_what_is_no_rhythm_is_a_fresh_one(broken: object) -> None:
    assert sum(rhythm_of(broken).hours) == 0


def test_the_longer_a_source_fails_the_longer_it_is_left_alone() -> None:
    waits = [back_off(n) for n in range(20)]
    assert waits == sorted(waits)
    assert waits[-1] == dt.timedelta(days=1)
