"""Writers: the note about one below an opinion, what one is beside the name, sections of opinion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from riwaya.model import Article, Block, Page, Sign
from riwaya.read.marks import Mark
from riwaya.rules import load
from riwaya.text import fold_word

_NOTE_WORDS = 60
_SECTION = 60  # characters of a section's name
_STAR = re.compile(r"^\s*[*✱★☆]\s*")
_FRAME = "in the page's furniture"  # a menu names all sections
_DISCLAIMER = "disclaimer"  # the cue that names such lines


def notes_below(marks: Sequence[Mark], head: range, first: int, last: int) -> int:
    """Where the notes about the writer begin at the end of a text `first:last`; `last` where it has
    none. A note says what somebody is, and opens with a star or with a name that the head gives."""
    names = [marks[i] for i in head]
    while last - 1 > first:
        if _is_note(marks[last - 1], names):
            last -= 1
        elif last - 2 > first and _is_signed_note(marks[last - 2], marks[last - 1], names):
            last -= 2
        else:
            break
    return last


def _is_signed_note(name: Mark, note: Mark, head: Sequence[Mark]) -> bool:
    """A note below the writer's name, alone in its line as it stands in the head."""
    line = note.line
    told = (note.prose or line.stop) and line.words <= _NOTE_WORDS and bool(_roles().match(line.key))
    key = name.line.key
    return told and 2 <= name.line.words <= 5 and any(key in h.line.key for h in head if h.line.words <= 12)


def is_occupation(mark: Mark) -> bool:
    """«كاتب وباحث»: a short line that says what the writer beside it is."""
    line = mark.line
    return mark.cue is None and not line.stop and line.words <= 5 and bool(_roles().match(line.key))


def tells_role(words: str) -> bool:
    """Whether words begin with what a writer is: «كاتب وباحث في شؤون ...»."""
    return _roles().match(fold_word(words)) is not None


def is_opinion_section(name: str) -> bool:
    """Whether a section of that name holds opinions."""
    return fold_word(name).strip(" :|-/") in _sections()


def opinion_signs(page: Page, article: Article) -> Iterator[Sign]:
    """That the page itself calls the text an opinion: by its section, or by a note below it."""
    if not article.parts:
        return
    first, last = article.parts[0].start, max(b.end for b in article.parts)
    for block in page.blocks:
        if block.why == _DISCLAIMER and block.start >= first:
            yield Sign("opinion", article.span(block.start, block.end), "a note says that it is its writer's opinion")
        elif block.why != _FRAME and _near(block, first, last) and _names_section(page.text[block.start : block.end]):
            yield Sign("opinion", article.span(block.start, block.end), "it stands in a section of opinion")


def _names_section(words: str) -> bool:
    return len(words) <= _SECTION and fold_word(words).strip(" :|-/") in _sections()


def _near(block: Block, first: int, last: int) -> bool:
    """Just above the title or just below it, not in a menu far above."""
    return first - 120 <= block.start < first + 300 and block.start < last


def _is_note(mark: Mark, head: Sequence[Mark]) -> bool:
    line = mark.line
    if not (mark.prose or mark.headline or line.stop) or line.words > _NOTE_WORDS:
        return False
    m = _note().match(line.key)
    if m is None:
        return False
    if _STAR.match(line.text):
        return True
    name = " ".join(m["name"].split()[:2])
    return len(name.split()) == 2 and any(name in h.line.key for h in head if h.line.words <= 12)


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"^(?P<name>(?:\S+ ){{1,5}}?)(?:هو |هي |[-–،:] ?)?(?:{_jobs()})(?!\w)")


@cache
def _roles() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_jobs()})(?!\w)")


def _jobs() -> str:
    return "|".join(map(fold_word, load("ar/reading").texts("writers")))


@cache
def _sections() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading").texts("opinion_sections")))
