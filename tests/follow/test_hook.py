"""A webhook that was away is told later, not too often, and after a restart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from riwaya.follow import hook
from riwaya.follow.hook import FIRST, LONGEST, hand_over
from riwaya.store import Store, open_store
from riwaya.store.follows import Alert, alert

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
_AT = "https://desk.example/hook"


class _Webhook:
    """Takes what is sent, or not."""

    def __init__(self) -> None:
        self.away = False
        self.asked = 0
        self.got: list[tuple[list[str], int]] = []

    def __call__(self, alerts: list[Alert], webhook: str, allow_private: bool, left_out: int) -> str | None:
        self.asked += 1
        if self.away:
            return "503"
        self.got.append(([a.text for a in alerts], left_out))
        return None


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> _Webhook:
    made = _Webhook()
    monkeypatch.setattr(hook, "send", made)
    return made


def _new(store: Store, *texts: str) -> tuple[Alert, ...]:
    with store.writing() as connection:
        return tuple(alert(connection, [Alert("changed", x, f"digest {x}", "s-1") for x in texts]))


def test_what_was_not_taken_is_brought_again_later_and_after_a_restart(tmp_path: Path, webhook: _Webhook) -> None:
    with open_store(str(tmp_path / "desk.db")) as store:
        _new(store, "قديم")
        assert hand_over(store, _AT, _new(store, "أول"), NOW) is None
        assert webhook.got == [(["أول"], 0)]  # a new address is not told of what was before
        webhook.away = True
        assert hand_over(store, _AT, _new(store, "ثان"), NOW) == "503"
        assert hand_over(store, _AT, _new(store, "ثالث"), NOW) is None
        assert webhook.asked == 2  # it is left alone
    with open_store(str(tmp_path / "desk.db")) as store:
        assert hand_over(store, _AT, (), NOW + FIRST) == "503"
        assert hand_over(store, _AT, (), NOW + FIRST + FIRST) is None  # twice as long now
        webhook.away = False
        assert hand_over(store, _AT, (), NOW + 3 * FIRST) is None
        assert webhook.got[1:] == [(["ثان", "ثالث"], 0)]
        assert hand_over(store, _AT, (), NOW + 4 * FIRST) is None
        assert webhook.asked == 4  # nothing waits


def test_it_is_never_left_alone_for_longer_than_the_longest(tmp_path: Path, webhook: _Webhook) -> None:
    webhook.away = True
    with open_store(str(tmp_path / "desk.db")) as store:
        _new(store, "خبر")
        hand_over(store, _AT, (), NOW)
        new, now = _new(store, "آخر"), NOW
        for _ in range(30):
            hand_over(store, _AT, new, now)
            now += LONGEST
        assert webhook.asked == 30
        hand_over(store, _AT, (), NOW - dt.timedelta(days=900))  # a clock that was wrong
        assert webhook.asked == 31


def test_of_very_many_the_latest_are_told(tmp_path: Path, webhook: _Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "AT_ONCE", 3)
    with open_store(str(tmp_path / "desk.db")) as store:
        assert hand_over(store, _AT, _new(store, *(str(n) for n in range(8))), NOW) is None
        assert webhook.got == [(["5", "6", "7"], 5)]
        assert hand_over(store, _AT, (), NOW) is None
        assert webhook.asked == 1
