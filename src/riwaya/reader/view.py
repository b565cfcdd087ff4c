"""How somebody wants to see pages (kept in a cookie), who it is, and pages made of templates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from riwaya.present.lines import told_on
from riwaya.present.shown import balanced, clip, is_arabic
from riwaya.reader.text import harmless, one_line, with_digits
from riwaya.reader.words import CALENDARS, LANGUAGES, Words, words_in

COOKIE = "riwaya-view"
CHOICES: dict[str, tuple[str, ...]] = {
    "lang": LANGUAGES,
    "digits": ("source", "arabic", "latin"),
    "calendar": CALENDARS,
    "theme": ("auto", "light", "dark"),
}
_RTL = ("ar", "fa", "ur", "he", "ckb", "ps")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reader chose; the first choice of each where nothing was chosen."""

    lang: str = "ar"
    digits: str = "source"
    calendar: str = "gregorian"
    theme: str = "auto"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Settings:
        """Settings of whatever was given: what is no choice is not taken."""
        known = {f.name for f in fields(cls)}
        return cls(**{k: v for k, v in given.items() if k in known and v in CHOICES[k]})

    @classmethod
    def of_cookie(cls, cookie: str | None) -> Settings:
        return cls.of(dict(parse_qsl((cookie or "")[:200], max_num_fields=10)))

    def cookie(self) -> str:
        return urlencode(asdict(self))

    def with_(self, **changes: str) -> Settings:
        return replace(self, **changes)

    @property
    def words(self) -> Words:
        return words_in(self.lang, self.calendar)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who reads, what they may do, and what their forms carry."""

    who: str | None
    right: str | None
    form_token: str

    @property
    def may_edit(self) -> bool:
        return self.right == "edit"


def isolate(text: object) -> Markup:
    """A name, number or address of unknown direction, isolated from the words round it."""
    return Markup("<bdi>{}</bdi>").format(one_line(str(text)))


def render(template: str, settings: Settings, **values: Any) -> str:
    """A page, its words and numerals as `settings` wants them."""
    html = _environment().get_template(template).render(L=settings.words, settings=settings, **values)
    # a lone surrogate in a page cannot be written as UTF-8
    return with_digits(html, settings.digits).encode("utf-8", "replace").decode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("riwaya.reader", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["arabic"] = is_arabic
    environment.globals.update(iso=isolate, asset=asset_path, choices=CHOICES, told_on=told_on)
    environment.filters.update(
        safe_line=one_line,
        harmless=harmless,
        in_path=lambda text: quote(str(text).encode("utf-8", "replace").decode(), safe=":@~"),
        query=lambda given: urlencode({k: v for k, v in given.items() if v}, doseq=True),
        quoted=lambda text, length=260, value="": balanced(clip(" ".join(harmless(text).split()), length, value)),
        signed=lambda figure: f"{figure:+.1f}".replace("-", "\u2212"),
        direction=lambda lang: "rtl" if lang.split("-")[0] in _RTL else "auto",
    )
    return environment


@cache
def asset_path(name: str) -> str:
    """Where a file of ours is served, with a mark of what is in it: so it may be kept for ever."""
    data = asset_bytes(name)
    return f"/static/{name}?{hashlib.sha256(data).hexdigest()[:10]}"


@cache
def asset_bytes(name: str) -> bytes:
    """A file that is served: the reader's own, or the report's style and fonts, which both share."""
    for folder in ("reader/assets", "render/assets"):
        file = resources.files("riwaya").joinpath(f"{folder}/{name}")
        if file.is_file():
            return file.read_bytes()
    raise FileNotFoundError(name)
