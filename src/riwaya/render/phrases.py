"""Short phrases that text, Markdown and document of a story share: who tells it, quotations, turns from old to new.

Words of pages come through `plain`, which a format gives to make them safe for itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from riwaya.present.shown import balanced, clip, is_arabic
from riwaya.render.catalogue import Language
from riwaya.render.happenings import Happening
from riwaya.render.index import Evidence
from riwaya.render.views import Line, ToldChange

CALIBRATED = 0.5  # the events judge was calibrated when fitted: so sure means more often right than wrong
_MOST_CODED = 12
_TURN = 60  # code points of each side of a change


def _same(text: str) -> str:
    return text


def quotation(words: Language, text: str, length: int, plain: Callable[[str], str] = _same, around: str = "") -> str:
    """Words of a page in quotation marks, shortened to about `length`; every mark opened inside is closed.

    Words that themselves quote stand in the other kind of marks. `around` stays in view where the words hold it.
    """
    said = balanced(clip(" ".join(text.split()), length, around))
    opening, closing = ("inner_open", "inner_close") if "«" in said else ("open_quote", "close_quote")
    return words.say(opening) + plain(said) + words.say(closing)


def vouched_by(words: Language, line: Line, plain: Callable[[str], str] = _same) -> str:
    """Who tells a line of the brief: outlets, how many independent sources they are where there are several,
    and why to take care."""
    told = [words.say("list_comma").join(plain(o) for o in line.outlets)]
    if line.independent_sources > 1:
        told.append(words.count("sources", line.independent_sources))
    elif len(line.outlets) > 1:
        told.append(words.say("one_source_behind"))
    if line.warning and line.warning != "single_source":  # that is what most lines rest on
        told.append(plain(words.label("warning", line.warning)))
    return words.say("clause_mark").join(t for t in told if t)


def turn(words: Language, before: str, after: str, length: int = _TURN, plain: Callable[[str], str] = _same) -> str:
    """The words before and after a change, with an arrow from the old to the new in the order of reading."""
    return words.say("arrow").join(quotation(words, w, length, plain) for w in (before, after) if w)


def told_change(words: Language, told: ToldChange, plain: Callable[[str], str] = _same) -> str:
    """A change with its kind, its words, and how often it was made where that is more than once."""
    change = told.change
    said = turn(words, change.source_words, change.derived_words, plain=plain)
    times = f" (×{told.times})" if told.times > 1 else ""
    return f"{words.label('change', change.kind)}: {plain(change.what)} {said}".rstrip() + times


def told_together(rows: Sequence[Happening]) -> list[tuple[Happening, ...]]:
    """Neighbours of one day that the same words tell: those words are then quoted once."""
    groups = itertools.groupby(rows, key=lambda h: (h.date, h.evidence[:1] or h.id))
    return [tuple(same) for _, same in groups]


def parts(words: Language, rows: Sequence[Happening]) -> list[tuple[str, list[Happening]]]:
    """A timeline's background apart from what is new, each with its heading; one part without one where all is new."""
    old, new = [h for h in rows if h.background], [h for h in rows if not h.background]
    if not old:
        return [("", new)] if new else []
    return [(words.say(key), part) for key, part in (("background", old), ("news", new)) if part]


def told_when(words: Language, happening: Happening) -> str:
    """The date in words; of an interval that overlaps another's, that nobody knows which came first."""
    date = words.date(happening.date) or words.say("undated")
    return f"{date} ({words.say('order_open')})" if happening.unordered else date


def told_by(words: Language, rows: Sequence[Happening]) -> str:
    """How many independent sources date what one line tells, where there are several."""
    most = max((h.sources for h in rows), default=1)
    return words.count("sources", most) if most > 1 else ""


def what_happened(words: Language, rows: Sequence[Happening], plain: Callable[[str], str] = _same) -> str:
    """Type, status and parties of rows that one sentence tells."""
    told = []
    for h in rows:
        status = f" ({words.label('status', h.status)})" if h.status != "happened" else ""
        who = _parties(words, h, plain)
        told.append(f"{words.label('event', h.type)}{status}" + (f"{words.say('list_comma')}{who}" if who else ""))
    return words.say("clause_mark").join(told)


def outline(words: Language, rows: Sequence[Happening]) -> tuple[tuple[str, tuple[Evidence, ...]], ...]:
    """What happened by its codes alone, for who does not read the pages: date, deed, status, parties or place of the
    events above the calibrated confidence, the news before what lies long behind, in order. A name in the pages'
    letters is left out, and a line of which then nobody and no place is left. Only for an interface in another language
    than the pages'; marked as such wherever it is shown."""
    if words.name == "ar":
        return ()
    sure = sorted((h for h in rows if h.confidence >= CALIBRATED and h.date), key=lambda h: (h.date or "", h.at))
    told: dict[str, tuple[Evidence, ...]] = {}
    for background in (False, True):
        for h in sure:
            deeds = _deeds(words, h) if h.background is background else ""
            if deeds and (len(told) < _MOST_CODED):
                status = f" ({words.label('status', h.status)})" if h.status != "happened" else ""
                line = f"{words.date(h.date)}: {deeds}{status}"
                told[line] = (*told.get(line, ()), *h.evidence)
    return tuple(told.items())


def _deeds(words: Language, happening: Happening) -> str:
    """Who did what to whom, or at least what happened where (of the news only); empty where neither can be said in the
    interface's letters."""
    comma = words.say("list_comma")
    told: list[str] = []
    for names, others in happening.sides or happening.parties:
        a, b = (comma.join(words.in_sentence(n) for n in side if not is_arabic(n)) for side in (names, others))
        if a:
            told.append(words.label("deed" if b else "deed_by", happening.type).format(a=a, b=b))
    place = happening.place if not is_arabic(happening.place) else ""
    if not told and (not place or happening.type == "NONE" or happening.background):
        return ""
    where = f" ({place})" if place else ""
    return (words.say("clause_mark").join(told) or words.label("event", happening.type)) + where


def _parties(words: Language, happening: Happening, plain: Callable[[str], str] = _same) -> str:
    """Who acts on whom, by name."""
    comma = words.say("list_comma")
    pairs = (words.say("arrow").join(plain(comma.join(names)) for names in pair if names) for pair in happening.parties)
    return words.say("clause_mark").join(pairs)
