"""What the attributes of a link or a picture tell of who wrote: to whose page it leads, whom it shows.

Data: `writer_paths`, `source_paths`, `portraits` of `rules/ar/reading_markup.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from riwaya.read.tags import attributes
from riwaya.rules import load

WRITER, SOURCE = "writer", "source"
_CUT = re.compile('[".?]')  # what stands beside a part of an address, but for the slash
_CAPTION_NAMES = ("aption", "-desc", "_desc", "Desc")
_CAPTIONED = re.compile(
    r"<(span|small|em|i|b|strong|font)\b"
    r'([^<>]*class="(?:[^"]*[^"a-z])?(?:[a-z]*[cC]aption|(?:img|image|photo|pic)[-_]?[dD]esc)[^"]*"[^<>]*)>'
    r"((?:(?!<\1\b)[^<]|<(?!/?\1\b))*)</\1>"
)


@cache
def portrait() -> re.Pattern[str]:
    """The description of a picture that shows a writer."""
    leads = "|".join(re.escape(w) for w in load("ar/reading_markup").texts("portraits"))
    return re.compile(rf'(?:^|\s)alt="(?:{leads})\s*[:：]\s*([^"<>]{{3,60}})"', re.IGNORECASE)


def captions_apart(markup: str) -> str:
    """Markup in which captions that stand in a line beside their pictures, `<span class="caption">`, have their own."""
    if not any(name in markup for name in _CAPTION_NAMES):
        return markup
    return _CAPTIONED.sub(r"<div\2>\3</div>", markup)


def leads_to(attrs: str) -> str | None:
    """Whether a link leads to a page about a writer or a source: by its address, or by its own word."""
    if "author" in attrs and "author" in attributes(attrs).get("rel", ""):
        return WRITER
    # hardly any link does: whether one of the words stands between such signs at all is told much faster
    if _paths().isdisjoint(_CUT.sub("/", attrs.lower()).split("/")):
        return None
    found = _to_whom().search(attrs)
    return None if found is None else SOURCE if found["source"] else WRITER


@cache
def _paths() -> frozenset[str]:
    """The parts of addresses by which such links are known."""
    data = load("ar/reading_markup")
    return frozenset(word for name in ("writer_paths", "source_paths") for word in data.texts(name))


@cache
def _to_whom() -> re.Pattern[str]:
    data = load("ar/reading_markup")
    writers, sources = ("|".join(map(re.escape, data.texts(k))) for k in ("writer_paths", "source_paths"))
    return re.compile(rf'(?:/|href=")(?:(?P<source>{sources})|{writers})(?:/[^"]|\.\w+\?|\?)', re.IGNORECASE)
