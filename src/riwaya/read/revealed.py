"""Pages that show the beginning of their text and hold the rest of it, folded away behind «أكمل القراءة».

Hidden parts hold menus, forms and notes far more often than text, so they are left out. Only where a button asks to
read on they are laid out too, and believed where the text goes on in them: all that was shown stays text, and what
comes on is made as it is, or tells of the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from riwaya.read.dom import Contents, Piece, contents_of
from riwaya.read.judge import Verdict
from riwaya.read.topic import known, stems_of, union
from riwaya.rules import load
from riwaya.text import fold_text

_TAGS = "div|section|p|article|span|details"
_OPENING = re.compile(rf"<(?:{_TAGS})\s[^>]*(?:hidden|none)[^>]*>")
_HIDING = re.compile(
    r'\s(?:aria-hidden="true"|hidden(?:="[^"]*")?)|(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:!important)?;?'
)
_PARAGRAPH = 6  # spaces of running text
_LINKED = 0.5
_LEAST = 60  # characters that are worth it
# Stems of what comes on, that the title or what was shown know: less where it is made as that is.
_SAME, _SLIGHT = 0.17, 0.05
_LOOK = 20  # paragraphs that are compared


def revealed(markup: str) -> Contents | None:
    """The contents of a page with its hidden parts, where it asks to read on and has some; else None."""
    if ("hidden" not in markup and "none" not in markup) or not any(words in markup for words in _reads_on()):
        return None
    shown = _OPENING.sub(lambda m: _HIDING.sub("", m[0]), markup)
    return contents_of(shown) if shown != markup else None


def goes_on_in(
    shown: Sequence[Piece], main: Sequence[bool], whole: Sequence[Piece], whole_main: Sequence[bool], title: str
) -> bool:
    """Whether the text of a page, `shown` where `main`, goes on in what was hidden of it."""
    before, after = _text(shown, main), _text(whole, whole_main)
    if not before or len(after) <= len(before) or after[: len(before)] != before:
        return False
    added = after[len(before) :]
    if sum(len(p) for p in added) < _LEAST or not {p.text for p in shown}.isdisjoint(added):
        return False
    kept = [p for p in whole if p.text in set(before[:_LOOK])]
    more = [p for p in whole if p.text in set(added[:_LOOK])]
    vocabulary = union(stems_of(p.key) for p in kept) | stems_of(fold_text(title))
    told = known(union(stems_of(p.key) for p in more), vocabulary)
    made = {(p.element.tag, p.element.make) for p in kept}
    alike = all((p.element.tag, p.element.make) in made for p in more)
    return told >= (_SLIGHT if alike else _SAME)


def unfolded(shown: Sequence[Piece], whole: Sequence[Piece], verdict: Verdict) -> Verdict:
    """The verdict on a page with its hidden parts, whose text takes in what was folded away in the element that holds
    its paragraphs and is made as they are."""
    old = {p.text for p in shown}
    text = [p for p, m in zip(whole, verdict.main, strict=True) if m and p.text in old]
    kept = [p for p in text if p.text.count(" ") >= _PARAGRAPH]
    around = kept[-1].element.parent if kept else None
    if around is None:
        return verdict
    made = {(p.element.tag, p.element.make) for p in kept}
    more = {
        p.number
        for p in whole[kept[-1].number + 1 :]
        if p.text not in old and p.within(around) and (p.element.tag, p.element.make) in made
    }
    main = tuple(m or i in more for i, m in enumerate(verdict.main))
    core = tuple(c or i in more for i, c in enumerate(verdict.core))
    where = tuple("" if i in more else w for i, w in enumerate(verdict.where))
    return replace(verdict, main=main, core=core, where=where)


def _text(pieces: Sequence[Piece], main: Sequence[bool]) -> list[str]:
    able = (p for p, m in zip(pieces, main, strict=True) if m)
    return [p.text for p in able if p.text.count(" ") >= _PARAGRAPH and p.link_share < _LINKED]


@cache
def _reads_on() -> tuple[str, ...]:
    return tuple(load("ar/reading").texts("read_on"))
