"""The head: title, dek, byline, dateline and captions above a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.likeness import stopwords
from riwaya.model import BlockKind
from riwaya.read.bylines import may_sign, name_alone, outlet_range, signs_text
from riwaya.read.called import names_post
from riwaya.read.lines import Line
from riwaya.read.marks import Mark
from riwaya.read.masthead import Masthead, read_masthead
from riwaya.read.names import BROUGHT_IN, agency_id, is_outlet, is_person, is_place
from riwaya.read.people import signed_by
from riwaya.read.topic import Stems, known, stems_of, union
from riwaya.read.writers import is_occupation

# How far into the body we look for the words of its headline.
_LEAD = 1800
# Share of a headline's words that the lead must hold where the page gives many headlines to
# choose from (tickers): below it, none of them is the title.
_LEAST_OVERLAP = 0.25
_MANY = 5
_KNOWN = 0.1
_NEARLY = 0.75  # of what the text knows of the headline below
_LIKE = 0.35  # of a headline's stems that the text knows: headlines of a ticker are strange to it
SOURCES = "a line of agencies and outlets"


@dataclass(slots=True)
class Head:
    """What stands above the body. `body`: where the body really begins, deks taken off."""

    title: int | None
    body: int
    labels: dict[int, tuple[BlockKind, str]] = field(default_factory=dict)
    meta: tuple[int, ...] = ()
    outlet: tuple[int, int] | None = None


def read_head(marks: Sequence[Mark], start: int, body: int, end: int, known_title: bool = False) -> Head:
    """Read lines `start:body`, the head of the text in `body:end`."""
    below = _skip_deks(marks, start, body, end)
    body = below if below != body else _first_text(marks, start, body)
    title = start if known_title else _find_title(marks, start, body, end)
    if title is None and not known_title:
        title, body = _first_line_title(marks, start, body, end)
    head = Head(title, body)
    above = read_masthead(marks, start, title, body) if title is not None else Masthead()
    head.outlet = above.outlet
    for i in range(start, body):
        head.labels[i] = above.labels.get(i) or _kind(marks, i, title, head)
    head.meta = tuple(i for i in range(start, body) if head.labels[i][0] in (BlockKind.DATELINE, BlockKind.BYLINE))
    return head


def _skip_deks(marks: Sequence[Mark], start: int, body: int, end: int) -> int:
    """Move `body` below the lines that only introduce it.

    A dek ends where the layout says so: a byline, date or picture line follows the first lines of
    running text; or the headline and one paragraph stand together above a blank line while the
    paragraphs below are not parted by blank lines; or a summary's list stands below its header.
    """
    if any(m.opens == "summary" for m in marks[max(start, body - 2) : body]):
        below = next((i for i in range(body, end) if not marks[i].line.bullet and _is_text(marks[i])), body)
        body = below if all(m.line.bullet for m in marks[body:below]) else body
    signed = any(m.meta or m.is_a(BlockKind.BYLINE) for m in marks[start:body])
    for i in range(body + 1, min(body + 4, end - 1)):
        if not signed and (marks[i].meta or marks[i].is_a(BlockKind.BYLINE)):
            return i + 1
    if start < body < end - 3 and marks[body].line.gap == 0 and marks[body - 1].headline:
        gaps = [m.line.gap for m in marks[body + 2 : end] if m.prose]
        parted = sum(g > 0 for g in gaps)
        if marks[body + 1].line.gap > 0 and marks[body + 1].prose and gaps and parted <= len(gaps) * 0.2:
            return body + 1
    return body


def _is_text(mark: Mark) -> bool:
    return mark.prose or (mark.cue is None and not mark.meta and mark.line.words >= 8)


def _first_text(marks: Sequence[Mark], start: int, body: int) -> int:
    """Move `body` up to running text that only furniture parts from it."""
    above = body - 1
    while above >= start and (marks[above].cue is not None or not (marks[above].headline or marks[above].meta)):
        if marks[above].prose:
            body = above
        above -= 1
    return body


def _find_title(marks: Sequence[Mark], start: int, body: int, end: int) -> int | None:
    able = [i for i in range(start, body) if marks[i].headline and not marks[i].category]
    if not able:
        loose = [i for i in range(start, body) if _loose_title(marks[i])]
        # «مصدر: ...»، «تقرير: ...»: what looks like a credit is the title where nothing else can be
        loose = loose or [i for i in range(start, body) if marks[i].cue is not None and _credit_title(marks[i])]
        return loose[0] if loose else None
    others = [i for i in able if not is_outlet(marks[i].line.text)] or able
    printed, able = len(others) < len(able), others  # a page from print opens with its paper
    lead = _lead_words(marks, body, end)
    scored = [(_score(marks, i, able, body, lead), -i) for i in able]
    best, place = max(scored)
    if len(able) >= _MANY and best < 0.5 and marks[-place].repeats < 2:
        return None
    title = -place
    above = title - 1  # of a headline and a second one below it, the first is the title
    if above in able and (printed or len(able) >= _MANY):
        told = known(stems_of(marks[above].line.key), lead)
        beside = _NEARLY * known(stems_of(marks[title].line.key), lead)
        title = above if told >= (beside * _NEARLY if printed else max(_LIKE, beside)) else title
    # The first of the lines that repeat the same words is the title.
    return next(i for i in able if marks[i].line.key == marks[title].line.key)


def _score(marks: Sequence[Mark], i: int, able: Sequence[int], body: int, lead: Stems) -> float:
    """How well headline i fits the body below: shared words first, then repetition and place."""
    mark = marks[i]
    overlap = known(stems_of(mark.line.key), lead)
    signed = any(m.meta or m.is_a(BlockKind.BYLINE) for m in marks[i + 1 : i + 2])
    least = 0.0 if signed else _LEAST_OVERLAP / 2 if i == able[-1] else _LEAST_OVERLAP
    if len(able) >= _MANY and overlap < least and mark.repeats < 2:
        return 0.0
    many = len(able) >= _MANY  # a ticker stands above the title, which is the last of them or signed
    score = (2.0 if many else 1.2) * overlap
    # the headlines of a ticker stand in the page's lists again: only one that the text knows is the title's
    score += 0.6 * min(mark.repeats - 1, 2) if not many or overlap > _KNOWN else 0.0
    score += (0.2 if many else 0.8) if i == able[0] else 0.0
    score += (0.5 if many else 0.2) if i == able[-1] else 0.0
    score += 0.3 if many and signed else 0.0
    score -= 0.4 if mark.line.words < 4 else 0.0
    return score - (0.3 if mark.line.size > 160 else 0.0)


def _lead_words(marks: Sequence[Mark], body: int, end: int) -> Stems:
    text, size = [], 0
    for mark in marks[body:end]:
        if mark.prose:
            text.append(mark.line.key)
            size += mark.line.size
        if size > _LEAD:
            break
    return union(map(stems_of, text))


def _loose_title(mark: Mark) -> bool:
    """A title that is no headline by form: it ends in a stop or is very short."""
    line = mark.line
    return mark.cue is None and not mark.meta and not mark.category and line.arabic >= 0.5 and 2 <= line.words <= 26


def _credit_title(mark: Mark) -> bool:
    credit = mark.is_a(BlockKind.SOURCE_CREDIT) or mark.is_a(BlockKind.BYLINE)
    return credit and mark.line.arabic >= 0.5 and 5 <= mark.line.words <= 26


def _first_line_title(marks: Sequence[Mark], start: int, body: int, end: int) -> tuple[int | None, int]:
    """A title that was taken for text because it ends in a stop: short, alone above a blank line,
    with its words told again below."""
    if body >= end - 1 or body > start + 3:
        return None, body
    line = marks[body].line
    below = marks[body + 1]
    unstopped = not line.stop and line.words <= 26 and below.prose
    alone = line.words <= 16 and (below.line.gap > 0 or below.meta) and below.line.size >= 2 * line.size
    opening = line.words <= 14 and body == start and below.line.size >= 1.5 * line.size
    if line.bullet or not (unstopped or alone or opening):
        return None, body
    shared = known(stems_of(line.key), _lead_words(marks, body + 1, end))
    return (body, body + 1) if shared >= (0.5 if unstopped or alone else 0.7) else (None, body)


_FUNCTION = re.compile(
    r"^لل|(?<!\w)(?:في|من|علي|الي|عن|مع|بعد|قبل|كل|هذا|هذه|ابرز|اهم|اخر|احدث|ارشيف\w*)(?!\w)"
)  # no name holds one
_UNKNOWN = 4  # words of a name that begins with no given name that we know
_DEFINITE = ("ال", "لل", "بال", "وال")
_DIGIT = re.compile(r"\d")
_DESCRIBED = re.compile(r" ال\w{3,}(?<!ي)ه$")  # «بيوت المدينة المزخرفة»: what a picture shows
_DESCRIBES = re.compile(r"ال\w+ ال\w+$")  # «المتهم المضبوط»: what somebody is, below his picture


def _kind(marks: Sequence[Mark], i: int, title: int | None, head: Head) -> tuple[BlockKind, str]:
    mark = marks[i]
    line = mark.line
    if i == title:
        return BlockKind.TITLE, "the headline the text is about"
    below = title is None or i > title
    if title is not None and line.key == marks[title].line.key:
        return BlockKind.TITLE, "the title again"
    if mark.age is not None:
        if mark.age.outlet and below:
            head.outlet = mark.age.outlet
        return BlockKind.DATELINE, "a relative age" + (" with the outlet's name" if mark.age.outlet else "")
    if mark.is_a(BlockKind.CAPTION) and below and agency_id(line.text):
        return BlockKind.BYLINE, SOURCES
    if mark.cue is not None and mark.cue.where != "tail":
        return mark.cue.kind, mark.cue.id
    if mark.stamp is not None:
        if _publication(marks, i, title):
            return BlockKind.DATELINE, "a publication time"
        return BlockKind.UI, "a date in the page's masthead"
    if mark.sources:
        return BlockKind.BYLINE, SOURCES
    if mark.category:
        return BlockKind.UI, "the name of a section"
    if not below:
        if mark.headline:
            return BlockKind.RELATED_ITEM_TITLE, "a headline above the title"
        return BlockKind.UI, "above the title"
    if line.arabic < 0.5 and not signs_text(mark):
        return BlockKind.UI, "no Arabic words above the text"
    return _below_title(marks, i, head)


def _below_title(marks: Sequence[Mark], i: int, head: Head) -> tuple[BlockKind, str]:
    mark = marks[i]
    line = mark.line
    if line.words <= 5 and (named := outlet_range(line)):
        head.outlet = head.outlet or named
        return BlockKind.BYLINE, "an outlet's name"
    if signs_text(mark) or (mark.cue is None and signed_by(line.text)):
        return BlockKind.BYLINE, "a name and a place"
    if is_occupation(mark):
        return BlockKind.UI, "what the writer is"
    beside = (*marks[i + 1 : i + 2], *marks[max(0, i - 1) : i])
    name = 2 <= line.words <= 4 and not line.stop and not _DIGIT.search(line.text) and not _FUNCTION.search(line.key)
    if name and any(m.stamp for m in beside) and (is_person(line.text) or _may_be_name(line)):
        return BlockKind.BYLINE, "a name beside the date"
    if line.words <= 6 and any(m.stamp for m in beside) and may_sign(name_alone(line.text)):
        return BlockKind.BYLINE, "a name and a place beside the date"
    if name and (is_person(line.text) or any(is_occupation(m) for m in marks[i + 1 : i + 2])):
        return BlockKind.BYLINE, "a person's name"
    if mark.prose or line.words >= 15:
        return BlockKind.DEK, "text between title and body"
    if not mark.headline:
        return BlockKind.UI, "a short line between title and body"
    body = marks[head.body] if head.body < len(marks) else None
    if body and i + 1 == head.body and line.words <= 14 and body.line.gap == 0 and line.gap > 0:
        return BlockKind.SUBHEAD, "a short line at the head of the text"
    return BlockKind.DEK, "a second headline"


def _may_be_name(line: Line) -> bool:
    """Whether a few words may be a name that we do not know, or two writers': no place, no headline."""
    words = line.key.split()
    apart = len(words) > _UNKNOWN or _DESCRIBES.match(line.key) is not None or is_place(line.text)
    apart = apart or ":" in line.text or any(w.startswith(BROUGHT_IN) for w in words[1:])
    apart = apart or (words[0].startswith("و") and is_person(line.text[1:]))  # the second of two
    apart = apart or _DESCRIBED.search(line.key) is not None
    if apart or any(w in stopwords() for w in words):
        return False
    return names_post(line.text) or not words[0].startswith(_DEFINITE)


def _publication(marks: Sequence[Mark], i: int, title: int | None) -> bool:
    """Whether the stamp on line i is this article's: below its title, or labelled, or (just above
    the title) with a clock time. Today's date beside the site's name is not."""
    stamp = marks[i].stamp
    if stamp is None:
        return False
    if title is None:
        return stamp.labelled or not stamp.weekday
    if i > title:
        return True
    if stamp.labelled and not stamp.weekday:
        return True
    return title - i <= 2 and not stamp.hijri and (stamp.timed or not stamp.weekday) and i > 0
