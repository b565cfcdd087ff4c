"""Marks: one pass that gives every line of a page what its own words tell.

A `Mark` joins a line with its cue, its relative age, its date stamp, and two judgements: is it
prose (running text), could it be a headline. Nothing here looks at neighbours; `layout` does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.model import BlockKind
from riwaya.read.cues import Age, Cue, age_of, byline_lead, cue_named, cue_of, is_category, opens_paragraph
from riwaya.read.lines import SHORT, Line, make_line
from riwaya.read.names import agency_id, agency_words, is_outlet, is_person, name_size, outlet_id
from riwaya.read.published import Stamp, has_year, opens_with_day, read_stamp
from riwaya.remembered import remembered

# Running text: a sentence of at least this many words with its stop, or a line so long that a
# missing stop does not matter. Headlines of Arabic sites run to about 20 words, 150 characters.
_SENTENCE_WORDS = 6
_NAME = 5  # words of a name beside a date
_LONG_WORDS = 26
_LONGEST_HEADLINE = 220
_UNSTOPPED_WORDS = 10
_TRUSTED_WORDS = 5
_TICKER = re.compile(r"(?: (?:\||•|●|\*\*\*|★|»|—|::) [^|•●*★»—:]{8,160}){3}")
_SEPARATOR = re.compile(r" [|•●*★»—:]")
_BOXES = re.compile(r"\s*[·•|]\s*")
_DASHED = re.compile(r"\s+[-–—]\s+")
_SIGNED = re.compile(r"\(@\w{2,30}\)")
_LONGEST_POST = 500
_MOST_VERSES = 12
_QUOTED_END = re.compile(r"[.؟?!…؛:][\"'»”’)\]]*$")


@dataclass(slots=True)
class Mark:
    """A line and what it says by itself. `repeats`: how often the same words stand on the page;
    `sources`: it names agencies and outlets and nothing else."""

    line: Line
    cue: Cue | None
    age: Age | None
    stamp: Stamp | None
    category: bool
    prose: bool
    headline: bool
    repeats: int
    sources: bool = False

    @property
    def meta(self) -> bool:
        """A line of metadata: an age or a date stamp with few words beside it."""
        return self.age is not None or self.stamp is not None

    @property
    def clock(self) -> bool:
        """A time of day alone in its line."""
        return self.age is not None and self.age.clock

    @property
    def opens(self) -> str:
        """What the line's cue opens: related, comments, footer, box, or nothing."""
        return self.cue.opens if self.cue else ""

    @property
    def cut_short(self) -> bool:
        """Running text that breaks off, as teasers do."""
        return self.prose and self.line.text.rstrip("\"'»”)] ").endswith(("...", "…"))

    def is_a(self, kind: BlockKind) -> bool:
        """Whether the line's own words say it is a `kind`."""
        return self.cue is not None and self.cue.kind is kind


def mark_lines(lines: Sequence[Line]) -> tuple[Mark, ...]:
    """The marks of all lines of a page."""
    counts = Counter(line.key for line in lines)
    return _with_posts(_with_lists(_without_stops([_mark(line, counts[line.key]) for line in lines])))


def _with_posts(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The words of an embedded post stand above the line that says whose they are."""
    out = list(marks)
    for i in range(2, len(marks)):
        above = marks[i - 1]
        signed = marks[i].cue is not None and _SIGNED.search(marks[i].line.text)
        if signed and above.cue is None and not above.meta and above.line.size <= _LONGEST_POST:
            out[i - 1] = replace(above, cue=marks[i].cue, prose=False, headline=False)
    return tuple(out)


def _with_lists(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """A list of short items below a line that announces it with a colon is running text; so are
    verses, where the text goes on below them."""
    out = list(marks)
    done = 0  # a list is looked through once, even where each of its items announces the rest
    for i, mark in enumerate(marks):
        if i + 1 < done or not mark.line.text.endswith(":"):
            continue
        if not (mark.line.words >= 4 and mark.cue is None and not mark.meta):
            continue
        end = i + 1
        while end < len(marks) and marks[end].line.bullet and marks[end].cue is None and not marks[end].meta:
            end += 1
        done = end
        if end == i + 1 and opens_paragraph(mark.line):
            end = _verses(marks, end)
        if end - i > 2:
            out[i:end] = [replace(m, prose=m.line.arabic >= 0.5, headline=False) for m in marks[i:end]]
    return tuple(out)


def _verses(marks: tuple[Mark, ...], first: int) -> int:
    """Where lines of verse from `first` on end, above a paragraph that goes on; `first` if they do not."""
    end = first
    while end < min(len(marks), first + _MOST_VERSES) and marks[end].headline and marks[end].repeats == 1:
        end += 1
    goes_on = end < len(marks) and marks[end].prose and opens_paragraph(marks[end].line)
    return end if goes_on and end - first >= 2 else first


def trusted(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of a text that its giver calls the article's: lines of some length are running
    text even where nothing but their place says so."""
    return tuple(
        replace(m, prose=True, headline=False)
        if m.cue is None and not m.meta and not m.sources and m.line.words >= _TRUSTED_WORDS and m.line.arabic >= 0.5
        else m
        for m in marks
    )


def _without_stops(marks: list[Mark]) -> tuple[Mark, ...]:
    """Some sites end no paragraph with a stop. Where most running text of a page lacks it, a line
    of some length counts as running text too, from the first that does on."""
    prose = [i for i, m in enumerate(marks) if m.prose]
    if len(prose) < 2 or sum(marks[i].line.stop for i in prose) > 0.3 * len(prose):
        return tuple(marks)
    for i in range(max(0, prose[0] - 1), min(len(marks), prose[-1] + 2)):
        mark = marks[i]
        if mark.headline and mark.line.words >= _UNSTOPPED_WORDS and mark.repeats == 1 and not mark.line.stop:
            marks[i] = replace(mark, prose=True, headline=False)
    return tuple(marks)


def _mark(line: Line, repeats: int) -> Mark:
    if not line.key:  # decoration, or far from any article
        return Mark(line, None, None, None, False, False, False, 1)
    if line.size > SHORT:
        return _judged(line, repeats)
    told = _remembered(line.text)
    age = told.age
    if age is not None and age.outlet is not None:
        age = Age((line.start + age.outlet[0], line.start + age.outlet[1]))
    return Mark(line, told.cue, age, told.stamp, told.category, told.prose, told.headline, repeats, told.sources)


@remembered(2048)
def _remembered(text: str) -> Mark:
    """The mark of a line of these words at the beginning of a page."""
    return _judged(make_line(text, 0, len(text)), 1)


def _judged(line: Line, repeats: int) -> Mark:
    cue, age, stamp = cue_of(line), age_of(line), _stamp_line(line)
    if cue is not None and cue.id == "caption-credit-end" and not agency_id(line.text) and _only_sources(line):
        cue = None  # «صحيفة كذا (أ ف ب)» says who sent the text, and of no picture
    if cue is not None and cue.id == "caption-label" and byline_lead().match(line.text):
        cue = cue_named("byline")  # «تصوير وتقرير: ...»
    if cue is not None and cue.id == "embedded-post":
        age = stamp = None  # its date is the post's
    plain = cue is None and age is None and stamp is None
    sources = plain and _only_sources(line)
    plain = plain and not sources
    prose = plain and _is_prose(line)
    headline = (
        plain
        and not line.bullet
        and line.arabic >= 0.5
        and 3 <= line.words <= _LONG_WORDS
        and line.size <= _LONGEST_HEADLINE
        and not (line.stop and line.text.rstrip("\"'»”) ")[-1:] in ".:؛،" and not line.text.endswith(".."))
    )
    return Mark(line, cue, age, stamp, is_category(line), prose, headline, repeats, sources)


def _stamp_line(line: Line) -> Stamp | None:
    """A line is a stamp when little stands in it beside the date: prose that names a date is not."""
    if line.words > 22 or line.size > 160 or not has_year(line.key):
        return None
    stamp = read_stamp(line.text)
    if stamp is None:
        return None
    both = stamp.hijri and opens_with_day(line.key)  # the day in two calendars, as agencies and ministries give it
    first = line.key[:1].isdigit()  # «2021/03/09 حجم الخط A- A+»
    most = 9 if stamp.labelled or stamp.updated or stamp.timed or both or first else 5
    beside = len(stamp.left.split()) > most and not _dated_apart(line.text) and not _only_signs(stamp.left)
    if beside or (line.stop and not stamp.timed and line.words > 8):
        return None
    return stamp


def _only_signs(left: str) -> bool:
    """Whether what stands beside a date is who wrote, however long the name is: «بقلم فلان ولد فلان الفلاني»."""
    lead = byline_lead().match(left)
    return lead is not None and is_person(name := left[lead.end() :].strip(" :.،")) and name_size(name) <= _NAME


def _dated_apart(words: str) -> bool:
    """Whether a row of boxes in one line holds the date in a box of its own: «فلان · 3 مارس 2024 · 4 دقائق»."""
    boxes = _BOXES.split(words)
    boxes = boxes if len(boxes) > 1 else _DASHED.split(words)  # «المرفأ - سوسة - الخميس 9 مايو 2024 - إعداد: فلان»
    return len(boxes) > 1 and any((s := read_stamp(b)) is not None and not s.left for b in boxes if b)


def _only_sources(line: Line) -> bool:
    """«الأفق/ أ ف ب»: names of agencies and outlets, at least one of them an agency."""
    if line.words > 14 or line.size > 90 or agency_words().isdisjoint(line.tokens):
        return False
    cut = re.split(r"\s*[/+،,|()\[\]–—-]\s*|\s+و(?=\S)|\s{2,}", line.text.strip("()[] ."))
    names = [n for n in cut if n.strip(" .")]
    known = all(outlet_id(n) or is_outlet(n) for n in names)
    return 0 < len(names) <= 5 and known and any(agency_id(n) for n in names)


def _is_prose(line: Line) -> bool:
    if line.words < _SENTENCE_WORDS or line.arabic < 0.5:
        return False
    if _SEPARATOR.search(line.text) and _TICKER.search(line.text):
        return False
    if line.words >= _LONG_WORDS or (line.words >= 8 and not line.colon and opens_paragraph(line)):
        return True
    ended = bool(_QUOTED_END.search(line.text)) and not line.text.endswith("..")
    if line.bullet and line.words >= _SENTENCE_WORDS and (ended or line.words >= 12):
        return True
    if line.question and line.words < 14 and line.sentences == 1:
        return False  # a question of a few words may be a headline or a subhead
    if ended and line.words >= _SENTENCE_WORDS and not line.text.rstrip("\"'»”").endswith((":", "؛", "…")):
        return True
    return line.sentences > 1 and line.words >= 14
