"""The lines above a title: an outlet's name, the day, a writer; or a site's board, which says nothing.

A short head (a name, a date, perhaps a writer, then the title) is the article's own. Where menus,
tickers or counters stand between, the date is that of the reader's visit and is not read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.model import BlockKind
from riwaya.read.marks import Mark
from riwaya.read.names import is_outlet, is_person
from riwaya.read.published import Stamp

_MOST = 6  # lines of a head that belongs to an article; boards have more
_TOP = 25  # lines of a page among which its own name is looked for
_NAME_WORDS, _NAME_SIZE = 6, 48
_PART = re.compile(r".+?(?=\s+[-–—|•]\s)")  # «جريدة كذا - العدد 12»: the name stands first
_HOME = frozenset({"الرييسيه", "الصفحه الرييسيه", "home"})  # folded; the first entry of every menu
_WEEKDAYS = ("اثنين", "ثلاثاء", "اربعاء", "خميس", "جمعه", "سبت", "احد")  # folded, as Python counts them
_TODAY = re.compile(r"(?<!\w)(?:اليوم|يومه)،? (?:ال)?(" + "|".join(_WEEKDAYS) + r")(?!\w)")


@dataclass(slots=True)
class Masthead:
    """What the lines above a title are; `outlet` is a page range."""

    outlet: tuple[int, int] | None = None
    labels: dict[int, tuple[BlockKind, str]] = field(default_factory=dict)


def read_masthead(marks: Sequence[Mark], start: int, title: int, body: int) -> Masthead:
    """Read lines `start:title`, above the title of the text that begins at `body`."""
    head = Masthead()
    above = range(start, title)
    short = len(above) <= _MOST and all(_fits(marks[i]) for i in above)
    stamps = [i for i in above if marks[i].stamp is not None]
    dated = short and len(stamps) == 1 and not any(m.meta for m in marks[title + 1 : body])
    for i in above:
        name = _is_name(marks[i])
        if head.outlet is None and name and _names_outlet(marks, i, start, bool(short and stamps)):
            line = marks[i].line
            first = _PART.match(line.text)
            head.outlet = (line.start, line.start + len(first[0].rstrip()) if first else line.end)
            head.labels[i] = (BlockKind.UI, "the outlet's name above the title")
        elif name and dated and i > stamps[0] and 2 <= marks[i].line.words <= 4 and not marks[i].category:
            head.labels[i] = (BlockKind.BYLINE, "a name below the date")
    stamp = marks[stamps[0]].stamp if dated else None
    own = stamp is not None and (head.outlet is not None or stamp.labelled or len(above) <= 2)
    if stamp is not None and own and _agrees(stamp, marks[body : body + 3]):
        head.labels[stamps[0]] = (BlockKind.DATELINE, "a publication time above the title")
    return head


def _fits(mark: Mark) -> bool:
    """Whether a line may stand in a short head: a name, a date, a writer, a section, a caption."""
    if mark.stamp is not None or mark.category or mark.sources:
        return True
    return mark.is_a(BlockKind.BYLINE) or mark.is_a(BlockKind.CAPTION) or _is_name(mark)


def _is_name(mark: Mark) -> bool:
    line = mark.line
    plain = mark.cue is None and not mark.meta and not mark.prose and not line.stop and not line.bullet
    return plain and 1 <= line.words <= _NAME_WORDS and line.size <= _NAME_SIZE and not line.question


def _names_outlet(marks: Sequence[Mark], i: int, start: int, dated: bool) -> bool:
    """An outlet by its words; or by its place: the first line, above the date or the writer."""
    line = marks[i].line
    if is_outlet(line.text) or _owns_page(marks, i):
        return True
    if not dated or i != start or marks[i].category or line.words > 4 or is_person(line.text):
        return False
    below = marks[i + 1]
    return below.stamp is not None or below.is_a(BlockKind.BYLINE)


def _owns_page(marks: Sequence[Mark], i: int) -> bool:
    """A name above the menu («الرئيسية» follows), or one that the copyright line below repeats."""
    if marks[i].category or marks[i].line.words > 4 or is_person(marks[i].line.text):
        return False
    below = marks[i + 1]
    if below.line.key in _HOME:
        return True
    if i > _TOP:
        return False
    name = marks[i].line.key
    signed = (m.line.key for m in marks if m.cue is not None and m.cue.id == "copyright")
    return len(name) > 3 and any(name in key for key in signed)


def _agrees(stamp: Stamp, lead: Sequence[Mark]) -> bool:
    """Whether «اليوم الأحد» in the lead may have been written on that day: on it, or the day before
    by a text that was taken over the next day, or a day later in another time zone."""
    day = stamp.when.start
    if day is None:
        return False
    return all(_near(day, m.group(1)) for mark in lead for m in _TODAY.finditer(mark.line.key))


def _near(day: dt.date, weekday: str) -> bool:
    return (day.weekday() - _WEEKDAYS.index(weekday)) % 7 in (0, 1, 6)
