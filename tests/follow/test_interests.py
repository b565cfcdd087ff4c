"""Whom and what people follow, and what is told of it: each kind of news by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from riwaya.desk import Desk
from riwaya.errors import InputError, UsageError
from riwaya.follow.alerts import first_looks, tell_people
from riwaya.follow.begin import begin_interest
from riwaya.store import open_store
from riwaya.store.follows import Alert
from tests.store.pages import PAGES, lines, page

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
_COLLISION, _STRIKE, _MUSEUM = PAGES[0], PAGES[3], PAGES[4]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(str(tmp_path / "desk.db")) as store:
        yield Desk(store)


def _told(desk: Desk, *pages: Any) -> tuple[Alert, ...]:
    desk.add([lines(*pages)])
    return tell_people(desk, NOW)


def _later(name: str, *body: str) -> Any:
    """A further page of the collision: the same affair with more of it told."""
    title, *first = _COLLISION["words"]
    return page(name, title, *first[:3], *body, outlet="مرصد الساحل", published="2026-03-02T15:00:00+00:00")


@pytest.mark.parametrize(
    ("kind", "named", "target", "title"),
    [
        ("actor", "country:SE", "country:SE", "السويد"),
        ("actor", "السويد", "country:SE", "السويد"),
        ("place", "country:SE", "country:SE", "السويد"),
        ("actor", "Sweden", "country:SE", "السويد"),
        ("actor", "org:un", "org:un", "الأمم المتحدة"),
    ],
)
def test_whom_the_rules_know_can_be_followed_before_a_page_names_them(
    desk: Desk, kind: str, named: str, target: str, title: str
) -> None:
    begun = begin_interest(desk.store, kind, named)
    assert (begun.target, begun.title) == (target, title)


def test_whom_nobody_knows_is_not_followed(desk: Desk) -> None:
    for named in ("person:nobody", "country:XX", "سعيد الذي لا يعرفه أحد"):
        with pytest.raises(InputError, match="nobody of this name"):
            begin_interest(desk.store, "actor", named)
    with pytest.raises(UsageError, match="say which"):
        begin_interest(desk.store, "actor", "عمان")


@pytest.mark.parametrize("kind", ["actor", "place"])
def test_a_new_story_about_whom_or_where_one_follows_is_told_once(desk: Desk, kind: str) -> None:
    _told(desk, _COLLISION)
    kept = begin_interest(desk.store, kind, "country:SE")
    assert _told(desk, _MUSEUM) == ()
    (alert,) = _told(desk, _STRIKE)
    assert alert.kind == "story"
    assert alert.data == {"follow": kept.key, "target": "country:SE", "kind": kind}
    assert _STRIKE["words"][0] in alert.text
    assert "السويد" in alert.text
    assert alert.story in {row.story.id for row in desk.stories(actor="country:SE")}
    assert tell_people(desk, NOW) == ()


def _followed(desk: Desk) -> str:
    """The story of the collision, followed from now on."""
    desk.add([lines(_COLLISION)])
    (row,) = desk.stories()
    begin_interest(desk.store, "story", row.story.id)
    first_looks(desk)
    return row.story.id


def test_a_new_event_in_a_followed_story_is_told(desk: Desk) -> None:
    story = _followed(desk)
    (alert,) = _told(desk, _later("arrest", "واعتقلت الشرطة النرويجية مساء الاثنين قبطان إحدى العبارتين."))
    assert (alert.kind, alert.story) == ("changed", story)
    assert alert.data["counts"].get("events", 0) >= 1
    assert "denials" not in alert.data["counts"]
    assert tell_people(desk, NOW) == ()


def test_a_denial_in_a_followed_story_is_told(desk: Desk) -> None:
    story = _followed(desk)
    (alert,) = _told(desk, _later("denial", "ونفى المتحدث باسم الشرطة النرويجية كريم الحداد وجود قتلى في الحادث."))
    assert (alert.kind, alert.story) == ("changed", story)
    assert alert.data["counts"]["denials"] == 1
