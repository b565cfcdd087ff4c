"""Whether a page bears out a day: in the lines below its title, right below its text, in its address, beside what its
markup says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from riwaya.model import Origin, Precision, Published
from riwaya.read.dom import Piece
from riwaya.read.markup import Facts
from riwaya.read.published import Stamp, day_in_path, is_numeric, parse_stamp, read_stamp

_APART = 2  # days between the markup's time and the page's line: fewer are a matter of time zones
_LONG = 30  # days by which the markup's time is that of another page
_AFTER, _ROW = 3, 12  # pieces below a text that may tell its day; in which others of its make show a list
_BESIDE = 2  # words beside such a day
_CREATED = "created"  # in what is said of a time: when the page was made, perhaps before it went out
_DAY_IN_PATH = re.compile(r"(?<!\d)(20\d\d)[/-]?(\d{1,2})[/-]?(\d{1,2})(?!\d)")


def shown_later(facts: Facts, near: Sequence[Piece], top: int) -> Published | None:
    """The publication time that stands below the title or in the address, where the markup's is that of a template or
    of another page: long before, and not because the page shows when it was last changed."""
    given = facts.published.when.start if facts.published else None
    if facts.published is None or given is None:
        return None
    made = _CREATED in facts.published.why
    shown = _line_below(near, top, made)
    if shown is None and (day := day_in_path(facts.url)) is not None and day.precision is Precision.DAY:
        shown = Published(day, "the page's address")
    later = shown.when.start if shown else None
    if shown is None or later is None or (later - given).days <= (0 if made else _LONG) or later == facts.changed:
        return None
    if made:
        return Published(shown.when, f"{shown.why}; its markup tells when it was created")
    same = (p for p in facts.told if p.when.start and abs((p.when.start - later).days) < _APART)
    return next(same, None) or Published(shown.when, f"{shown.why}; its markup gives a day long before")


def _line_below(near: Sequence[Piece], top: int, made: bool) -> Published | None:
    """The first publication line below a title, or the first time element there. `made`: the markup tells no more than
    when the page was created, and a line with a time of day among other words is better than that."""
    for piece in near:
        stamp = read_stamp(piece.text) if piece.number > top else None
        plain = stamp is not None and (not stamp.hijri or stamp.when.calendar == "gregorian") and not stamp.updated
        if stamp is not None and plain and (stamp.labelled or not stamp.left or (made and stamp.timed)):
            return Published(stamp.when, "a publication line of the page")
        time = next((e.time for e in piece.element.line() if e.time), None) if piece.number > top else None
        if stamp is None and time and (told := parse_stamp(time, Origin.PAGE, "a time element beside the title")):
            return told
    return None


def shows_day(near: Sequence[Piece], top: int, day: dt.date | None) -> bool:
    """Whether a line below the title gives a day, its month in words."""
    told = (read_stamp(p.text) for p in near if p.number > top and not is_numeric(p.text))
    return any(s is not None and s.when.start == day for s in told)


def names_day(url: str | None, day: dt.date | None) -> bool:
    """Whether an address holds a day: `/2025/3/18/`."""
    if day is None:
        return False
    told = (tuple(map(int, m.groups())) for m in _DAY_IN_PATH.finditer(url or ""))
    return (day.year, day.month, day.day) in told


def stamp_after(pieces: Sequence[Piece], main: Sequence[bool]) -> Stamp | None:
    """The day that stands alone right below a text, nearer to it than to what follows: the days of cards come in rows,
    and stand with their headlines."""
    last = next((i for i in range(len(main) - 1, -1, -1) if main[i]), None)
    if last is None:
        return None
    for i in range(last + 1, min(len(pieces), last + 1 + _AFTER)):
        piece = pieces[i]
        stamp = read_stamp(piece.text)
        if stamp is None:
            continue
        other = stamp.updated or stamp.when.calendar != "gregorian"
        if other or len(stamp.left.split()) > _BESIDE or _apart(piece):
            return None
        made = (piece.element.tag, piece.element.make)
        row = (p for p in pieces[i + 1 : i + _ROW] if (p.element.tag, p.element.make) == made)
        if any(p.element.depth == piece.element.depth and read_stamp(p.text) is not None for p in row):
            return None
        below = pieces[i + 1] if i + 1 < len(pieces) else None
        near = below is None or _shared(piece, pieces[last]) >= _shared(piece, below)
        return stamp if near else None
    return None


def _apart(piece: Piece) -> bool:
    """Whether a piece stands in the page's frame, among cards or comments, or is a link."""
    hints, tags = {"furniture", "related", "comments"}, ("nav", "footer", "aside", "form")
    away = (not hints.isdisjoint(e.hints) or e.tag in tags for e in piece.element.line())
    return piece.link_share > 0.5 or any(away)


def _shared(one: Piece, other: Piece) -> int:
    """How deep in the page the innermost element lies that holds both pieces."""
    around = {e.number for e in other.element.line()}
    return next((e.depth for e in one.element.line() if e.number in around), 0)
