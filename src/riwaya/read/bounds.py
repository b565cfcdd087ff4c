"""How much is a page: what no page of news comes near is refused before it costs anything.

A parser of markup takes the square of the time, or of the memory, for some of what it is given: 26 KB
of emphasis that nobody ends fill 750 MB. `bounded` looks at the markup before it is parsed, in time
that grows with its length alone. The figures beside each bound were measured with the parser that we
use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from riwaya.errors import InputError

# A long page of news has 2,000 tags, a live blog tens of thousands. At this bound the worst
# nesting takes the parser three seconds.
MOST_TAGS = 50_000
# A live blog of a whole day has some thousand lines.
MOST_LINES = 10_000
# A long live blog has half a million characters; the slowest to fold cost two microseconds each.
MOST_CHARACTERS = 3_000_000
TOO_MANY_LINES = f"more than {MOST_LINES:,} lines: not a page of news"
# Emphasis that is not ended is opened again in every block after it: blocks times emphasis are
# elements. At this product the worst page has half a million.
_MOST_EMPHASIS = 2_000_000
_EMPHASIS = re.compile(r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
# The options of one list take the square of their number; nobody reads them.
_MOST_OPTIONS = 2_000
_OPTION = re.compile(r"<(/?)option\b", re.IGNORECASE)
# So do the attributes of one tag: 3 seconds for 40,000. Short pages have no room for as many.
_MOST_ATTRIBUTES = 1_000
_LONG_PAGE, _LONG_TAG = 100_000, 4_000
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+"""
# Comments and what scripts hold are no tags, whatever they look like.
_TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<raw>script|style|textarea|title)(?=[\s/>])(?P<head>(?:ATTR)*+)(?:.*?</(?P=raw)|.*)"
    r"|<[a-z][^\s/>]*+(?P<tag>(?:ATTR)*+)".replace("ATTR", _ATTRIBUTE),
    re.IGNORECASE | re.DOTALL,
)


def bounded(markup: str) -> str:
    """`markup` as it can be parsed in bounded time and memory: without what means nothing to us and
    costs the parser the square. Raises `InputError` where it is more than a page."""
    tags = markup.count("<")
    if tags > MOST_TAGS:
        raise InputError(f"{tags:,} tags: too much markup for a page of news")
    emphasis = sum(1 for _ in _EMPHASIS.finditer(markup)) if tags * tags > _MOST_EMPHASIS else 0
    if emphasis * tags > _MOST_EMPHASIS:
        markup = _EMPHASIS.sub(r"<\1span", markup)
    if tags > _MOST_OPTIONS and sum(1 for _ in _OPTION.finditer(markup)) > _MOST_OPTIONS:
        markup = _OPTION.sub(r"<\1x-option", markup)
    if len(markup) > _LONG_PAGE:
        for attributes in _long_tags(markup):
            if sum(1 for _ in re.finditer(_ATTRIBUTE, attributes)) > _MOST_ATTRIBUTES:
                raise InputError("markup with thousands of attributes in one tag")
    return markup


def check_length(characters: int) -> None:
    """Raise `InputError` where a page's text is longer than any page of news."""
    if characters > MOST_CHARACTERS:
        raise InputError(f"{characters:,} characters: too long for a page of news (at most {MOST_CHARACTERS:,})")


def _long_tags(markup: str) -> Iterator[str]:
    """The attributes of tags in which there is room for thousands."""
    for m in _TAG.finditer(markup):
        attributes = m["tag"] or m["head"] or ""
        if len(attributes) > _LONG_TAG:
            yield attributes
