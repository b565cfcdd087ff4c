"""The reader's words: strings, plural forms, labels of the contract's values, dates and moments in words.

A `Words` joins the catalogue of the one-page report (read as data: both say the same things the same way) with the
reader's own. Dates are told no finer and no surer than they are, in the calendar that somebody chose.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml
from hijridate import Gregorian

from riwaya.present.catalogue import Catalogue, plural_form

LANGUAGES = ("ar", "en")
CALENDARS = ("gregorian", "hijri", "both")
_STEPS = (("day", 86_400), ("hour", 3_600), ("minute", 60))
RECENT = 7 * 86_400
"""Seconds: what is older is told by its date."""


@dataclass(frozen=True)
class Words(Catalogue):
    """One interface language in one calendar."""

    calendar: str = "gregorian"

    @property
    def shortens(self) -> bool:
        """Only of one calendar: the other's months and years end elsewhere."""
        return self.calendar == "gregorian"

    def day(self, year: int, month: int, day: int) -> str:
        """A day; only days are told in the other calendar too: its months and years begin elsewhere."""
        common = super().day(year, month, day)
        if self.calendar == "gregorian":
            return common
        try:
            other = Gregorian(year, month, day).to_hijri()
        except (ValueError, OverflowError):  # before 1343 or after 1500 of that calendar, or no such day
            return common
        months: list[str] = self.words["hijri"]["months"]
        told = str(self.words["hijri"]["day"].format(d=other.day, m=months[other.month - 1], y=other.year))
        return told if self.calendar == "hijri" else str(self.words["hijri"]["both"].format(a=common, b=told))

    def who(self, name: str) -> str:
        """Whoever acts, by name; in words whoever acts at the machine itself, whom the API calls `local`."""
        return self.say("who_local") if name == "local" else name

    # ------------------------------------------------------------------ moments

    def ago(self, moment: str | None, now: dt.datetime, by_day: bool = False) -> str:
        """How long ago a moment (ISO 8601, UTC) was: «منذ دقيقتين»; its date where that is a week or more, or is to
        come. `by_day`: the hour is not known."""
        at = parse_moment(moment)
        if at is None:
            return ""
        gone = int((now - at).total_seconds())
        days = (now.date() - at.date()).days
        if not -60 <= gone < RECENT and not (by_day and days == 0):
            return self.date(at.date().isoformat())
        if by_day:
            return self.say("today_day") if days == 0 else self.gone("day", days)
        for unit, size in _STEPS:
            if gone >= size:
                return self.gone(unit, gone // size)
        return self.say("just_now")

    def gone(self, unit: str, n: int) -> str:
        """«منذ 3 دقائق»: `n` whole units ago."""
        forms: dict[str, str] = self.words["ago"][unit]
        return str(forms.get(plural_form(self.name, n), forms["other"])).format(n=n)

    def span(self, minutes: int) -> str:
        """A length of time in its largest unit."""
        if minutes < 90:
            return self.count("minutes", minutes)
        hours = round(minutes / 60)
        return self.count("hours", hours) if hours < 48 else self.count("days", round(hours / 24))


def parse_moment(moment: str | None) -> dt.datetime | None:
    """A moment of the API as UTC; None where there is none."""
    try:
        at = dt.datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None
    return at.replace(tzinfo=dt.UTC) if at and at.tzinfo is None else at


@cache
def words_in(lang: str, calendar: str = "gregorian") -> Words:
    """The words of `ar` or `en`; of Arabic where the language is neither."""
    lang = lang if lang in LANGUAGES else "ar"
    shared, own = _catalogue(f"render/assets/{lang}.yaml"), _catalogue(f"reader/assets/{lang}.yaml")
    joined = {**shared, **own}
    for part in ("ui", "plurals", "labels"):
        joined[part] = {**shared[part], **own.get(part, {})}
    return Words(shared["lang"], shared["dir"], joined, calendar if calendar in CALENDARS else CALENDARS[0])


def _catalogue(path: str) -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(resources.files("riwaya").joinpath(path).read_text("utf-8"))
    return words
