"""The words of the interface: strings, plural forms, labels of the contract's values, dates in words.

A `Language` is read from `assets/LANG.yaml`. It never touches words of pages: those are shown as they stand.
A key that the catalogue lacks is an error for an interface string, and shows as itself for a value
(a new relation or warning of a stage is then still readable).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from riwaya.errors import UsageError

LANGUAGES = ("ar", "en")
_DURATION = re.compile(r"P(?:(\d+)([YMWD]))?(?:T(\d+)([HM]))?")
_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
_CLOCK_UNITS = {"H": "hours", "M": "minutes"}


@dataclass(frozen=True, slots=True)
class Language:
    """One interface language. `name` is its BCP 47 tag, `direction` is `rtl` or `ltr`."""

    name: str
    direction: str
    words: dict[str, Any]

    def say(self, key: str, **values: object) -> str:
        """The interface string `key`, its `{fields}` filled."""
        text: str = self.words["ui"][key]
        return text.format(**values) if values else text

    def count(self, noun: str, n: int) -> str:
        """`n` of something with the right plural form: «صفحتان», «3 صفحات», «11 صفحة»."""
        forms: dict[str, str] = self.words["plurals"][noun]
        form = forms.get(plural_form(self.name, n)) or forms["other"]
        return form.format(n=n)

    def label(self, group: str, value: str | None) -> str:
        """The label of a value of the contract, or the value itself where none is known."""
        if value is None:
            return ""
        found: str = self.words["labels"][group].get(value, value)
        return found

    def reason(self, text: str) -> str:
        """A stage's reason in this language, clause by clause; what the catalogue does not know stays as it is."""
        return self.say("clause_mark").join(self._reason(clause) for clause in text.split("; ") if clause)

    def _reason(self, text: str) -> str:
        for pattern, template in _reasons(self.name):
            if m := pattern.fullmatch(text):
                return template.format(*(self._reason(g or "") for g in m.groups()))
        parts = text.split(", ")
        said = [self._reason(p) for p in parts] if len(parts) > 1 else parts
        return self.say("list_comma").join(said) if all(a != b for a, b in zip(parts, said, strict=True)) else text

    def date(self, value: str | None) -> str:
        """An ISO 8601 / EDTF value in words, no finer and no surer than it is; an unknown form as it stands."""
        if not value:
            return ""
        words = self.words["dates"]
        if value in words:
            return str(words[value])
        if value.startswith("P"):
            return self._duration(value)
        if "/" in value:
            return self._interval(*value.split("/", 1))
        return self._point(value)

    def _point(self, value: str) -> str:
        words = self.words["dates"]
        if m := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}(?::\d{2})?).*)?", value):
            day = words["day"].format(d=int(m[3]), m=self._month(m[2]), y=m[1])
            return words["time"].format(a=day, t=m[4]) if m[4] else str(day)
        if m := re.fullmatch(r"(\d{4})-W(\d{2})", value):
            first = _monday(int(m[1]), int(m[2]))
            return str(words["week"].format(a=self._point(first))) if first else value
        if m := re.fullmatch(r"(\d{4})-(\d{2})", value):
            if season := words["seasons"].get(m[2]):
                return str(words["season"].format(s=season, y=m[1]))
            return str(words["month"].format(m=self._month(m[2]), y=m[1]))
        if m := re.fullmatch(r"(\d{2,3})(X{1,2})", value):
            return str(words["decade" if len(m[2]) == 1 else "century"].format(y=m[1] + "0" * len(m[2])))
        return str(words["year"].format(y=value)) if re.fullmatch(r"\d{4}", value) else value

    def _month(self, number: str) -> str:
        months: list[str] = self.words["dates"]["months"]
        return months[int(number) - 1] if 1 <= int(number) <= len(months) else number

    def _interval(self, first: str, last: str) -> str:
        words = self.words["dates"]
        if first in {"", ".."}:
            return str(words["until"].format(b=self._point(last)))
        if last in {"", ".."}:
            return str(words["since"].format(a=self._point(first)))
        start = self._point(first)
        a, b = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", first), re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", last)
        if a and b and a[1] == b[1]:  # the year, and the month where it is the same, is said once
            same_month = a[2] == b[2]
            start = str(int(a[3])) if same_month else words["day_month"].format(d=int(a[3]), m=self._month(a[2]))
        return str(words["between"].format(a=start, b=self._point(last)))

    def _duration(self, value: str) -> str:
        m = _DURATION.fullmatch(value)
        if not m or not (m[1] or m[3]):
            return value
        parts = []
        if m[1]:
            parts.append(self.count(_UNITS[m[2]], int(m[1])))
        if m[3]:
            parts.append(self.count(_CLOCK_UNITS[m[4]], int(m[3])))
        return self.say("list_comma").join(parts)


def plural_form(lang: str, n: int) -> str:
    """CLDR's plural category of a whole number: six in Arabic, two in English."""
    if lang != "ar":
        return "one" if n == 1 else "other"
    if n in {0, 1, 2}:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if 11 <= n % 100 <= 99 else "other"


@cache
def language(lang: str) -> Language:
    """The interface language `ar` or `en`. Raises `UsageError` for any other."""
    if lang not in LANGUAGES:
        raise UsageError(f"no interface language {lang!r}; there are: {', '.join(LANGUAGES)}")
    text = resources.files("riwaya.render").joinpath(f"assets/{lang}.yaml").read_text("utf-8")
    words = yaml.safe_load(text)
    return Language(words["lang"], words["dir"], words)


@cache
def _reasons(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), template) for pattern, template in language(lang).words["reasons"])


def _monday(year: int, week: int) -> str | None:
    try:
        return dt.date.fromisocalendar(year, week, 1).isoformat()
    except ValueError:
        return None
