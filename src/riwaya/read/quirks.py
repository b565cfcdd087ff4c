"""What a site's entry (`sites`) changes in reading its pages: elements called by what they are, lines
that only this site prints, where its texts begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from riwaya.model import Article, BlockKind, Sign
from riwaya.read.cues import Cue
from riwaya.read.marks import Mark
from riwaya.read.sites import Site
from riwaya.rules import load

_MOST = 200  # elements of a page that one selector may call
_LONGEST = 160  # characters of a line that an entry may name


def call_elements(document: Any, site: Site | None) -> None:
    """Give the elements that the entry selects the words that the reader knows; their own names no
    longer count. `document` is a parsed page, changed in place."""
    if site is None or document.body is None:
        return
    for kind, selectors in site.markup.items():
        for selector in selectors:
            for node in document.body.query_selector_all(selector)[:_MOST]:
                for name in ("class", "id", "role", "itemprop"):
                    if node.hasattr(name):
                        node.delattr(name)
                if kind == "body":
                    node.setattr("itemprop", "articleBody")
                else:
                    node.setattr("class", f"{_word('told')} {_word('furniture' if kind == 'drop' else kind)}")


def call_lines(marks: tuple[Mark, ...], site: Site | None) -> tuple[Mark, ...]:
    """The marks with what the entry says of its site's lines."""
    if site is None or not (site.lines or site.starts or site.ends):
        return marks
    out = [_called(mark, site) for mark in marks]
    start = next((i for i, m in enumerate(marks) if site.starts and _begins(m, site.starts)), None)
    if start is not None:
        out[:start] = [replace(m, prose=False) for m in out[:start]]
        out[start] = _cued(marks[start], "start of the text", BlockKind.UI)
    return tuple(out)


def site_signs(article: Article, site: Site | None) -> Iterator[Sign]:
    """The signs that every article of a site has."""
    if site is not None and article.parts:
        first = article.parts[0]
        yield from (Sign(kind, article.span(first.start, first.end), site.why) for kind in site.signs)


def _called(mark: Mark, site: Site) -> Mark:
    if site.ends and _begins(mark, site.ends):
        return _cued(mark, "end of the text", BlockKind.UI, "footer")
    kind = site.lines.get(mark.line.key) if mark.line.size <= _LONGEST else None
    return mark if kind is None else _cued(mark, "a line of the site's", kind)


def _begins(mark: Mark, beginnings: Sequence[str]) -> bool:
    return mark.line.size <= _LONGEST and mark.line.key.startswith(tuple(beginnings))


def _cued(mark: Mark, why: str, kind: BlockKind, opens: str = "") -> Mark:
    cue = Cue(f"sources: {why}", kind, "any", opens, 99, frozenset(), None, None, None, None, None, False)
    return replace(mark, cue=cue, age=None, stamp=None, prose=False, headline=False, sources=False)


@cache
def _word(kind: str) -> str:
    word: str = load("ar/reading_markup")["hints"].texts(kind)[-1]
    return word
