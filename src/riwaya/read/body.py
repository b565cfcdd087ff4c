"""The body: the stretch of a zone that is worth most as running text, and the kinds inside it.

`find_body` is a maximum-sum stretch: running text counts its characters, everything else costs a
little, so that a subhead or a see-also line is bridged and a list of headlines is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.model import BlockKind
from riwaya.read.borders import is_strange
from riwaya.read.cues import glances_elsewhere, opens_paragraph
from riwaya.read.marks import Mark
from riwaya.read.topic import NOTHING, Stems, known, stems_of, union

# Costs in characters of running text. A subhead between paragraphs costs less than the shortest
# paragraph is worth; a list of headlines soon costs more than a stray sentence beyond it.
_COST = {"headline": 70, "other": 45, "cue": 25, "meta": 50, "boxed": 10, "question": 10, "clock": 5}
_SUBHEAD_WORDS = 14
# The stems of a list's lines that the text around them must know for the list to be its own.
_OWN = 0.5
_ROW = 20  # lines to either side that are looked at: longer lists need no more evidence
_ROW_OF_FACTS = 6
_LONG = 200  # lines of a text that are compared with what goes on below it
_SPEAKER = re.compile(r"^[^:؟?\s]+(?: [^:؟?\s]+){0,2}\s*:\s*\S")  # «س: ...»، «المذيع: ...»
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?=\s|\s*[-–—|:])")
_BOXES = ("related", "box", "poll")
# A text that stops and goes on: how many lines may stand between, and how much of what goes on must
# be known above it, less where it opens as paragraphs do. Measured as in `borders`: .03 to .15 of
# another article's lead is known, .24 of the same article's next paragraph.
_BETWEEN = 16
_KNOWN, _KNOWN_JOINED = 0.22, 0.12
_OPTION_WORDS = 10  # of an answer in a poll


def find_body(marks: Sequence[Mark], first: int, last: int) -> tuple[int, int]:
    """The lines `first:last` of the best stretch; empty at `last` where nothing is running text."""
    best, best_range = 0.0, (last, last)
    total, start, box = 0.0, first, 0
    for i in range(first, last):
        if total <= 0:
            total, start = 0.0, i
        # headlines below the header of a box, and furniture beyond its second line, say nothing of
        # where the text ends
        boxed = i < box or (i - 2 >= first and all(m.cue for m in marks[i - 2 : i + 1]))
        teaser = marks[i].cut_short and i > first and (marks[i - 1].headline or marks[i - 1].meta)
        total += -_COST["boxed"] if boxed else -_COST["headline"] if teaser else _worth(marks[i])
        box = _box_end(marks, i, last) if marks[i].opens in _BOXES else box
        if total > best:
            best, best_range = total, (start, i + 1)
    if best_range == (last, last):
        # A stub: one sentence without its stop after the headline.
        for i in range(last - 1, first, -1):
            if marks[i].headline and marks[i].line.words >= 12:
                return i, i + 1
    return _stretch(marks, best_range[0], best_range[1], last)


def goes_beyond(marks: Sequence[Mark], first: int, last: int, limit: int) -> int:
    """Where the text ends that seemed to end at `last`: a list, a poll, a box may stand in it, and it
    goes on below them with a paragraph that joins on to it or speaks of the same."""
    while last < limit and first < last:
        k = last
        while k < min(limit, last + _BETWEEN) and not marks[k].prose:
            k += 1
        if k == last or k >= limit or not marks[k].prose or not _resumes(marks, first, last, k):
            break
        while k < limit and marks[k].prose:
            k += 1
        last = k
    return last


def _resumes(marks: Sequence[Mark], first: int, last: int, k: int) -> bool:
    """Whether the text `first:last` goes on with the paragraph on line `k`, and the lines between
    are not the head of another one."""
    between, joined = marks[last:k], opens_paragraph(marks[k].line)
    if joined and k - last <= _ROW_OF_FACTS and all(m.headline for m in between):
        return True
    if any(m.opens in ("comments", "footer", "related") for m in between):
        return False
    linked = all(m.cue is not None or m.line.bullet or m.headline for m in between)
    if joined and linked and k - last <= _ROW_OF_FACTS:
        return True
    if any(m.meta for m in between) or any(m.opens in ("comments", "footer") for m in between):
        return False
    below = stems_of(marks[k].line.key)
    above = union(stems_of(m.line.key) for m in marks[max(first, last - _LONG) : last] if m.prose)
    head = next((m for m in reversed(between) if m.headline), None)
    told = known(stems_of(head.line.key), below) if head is not None and between[-1] is head else 0.0
    return known(below, above) > max(told, _KNOWN_JOINED if joined else _KNOWN)


def _worth(mark: Mark) -> float:
    if mark.prose:
        return float(mark.line.size)
    if mark.cue:
        return -_COST["cue"]
    if mark.meta:
        return -_COST["clock" if mark.clock else "meta"]
    if mark.line.arabic < 0.5:
        return -_COST["boxed"]  # an address, an embedded post: not a sign that the text has ended
    if mark.line.question:
        return -_COST["question"]
    return -_COST["headline" if mark.headline else "other"]


def _stretch(marks: Sequence[Mark], first: int, last: int, limit: int) -> tuple[int, int]:
    """Take in a closing line that is text though it lacks its stop: long, or a short last sentence."""
    while last < limit:
        mark = marks[last]
        line = mark.line
        joined = line.gap == 0 or marks[last - 1].line.gap == line.gap
        unstopped = mark.headline and line.words >= 15 and joined and not _listed(marks, last, limit)
        short = mark.cue is None and not mark.meta and line.arabic >= 0.5 and 3 <= line.words < 6 and _full_stop(mark)
        leads_on = mark.cue is None and not mark.meta and line.colon and line.words >= 5 and opens_paragraph(line)
        if mark.repeats > 1 or not (unstopped or short or leads_on):
            break
        last += 1
    return first, last


def _listed(marks: Sequence[Mark], i: int, limit: int) -> bool:
    """Whether line i stands in a list of headlines: the next one is a headline too."""
    return i + 1 < limit and marks[i + 1].headline


def _timed(marks: Sequence[Mark], i: int) -> bool:
    """Whether a line of running coverage begins with its time, «20:15 - ...», or stands below it."""
    return marks[i - 1].clock or _TIME.match(marks[i].line.text) is not None


def _asked(mark: Mark) -> bool:
    """A question of an interview, with who asks it."""
    return mark.line.question and bool(_SPEAKER.match(mark.line.text))


def _full_stop(mark: Mark) -> bool:
    return mark.line.text.rstrip("\"'»”) ").endswith(".") and not mark.line.text.endswith("..")


def body_kinds(
    marks: Sequence[Mark], first: int, last: int, about: Stems = NOTHING
) -> dict[int, tuple[BlockKind, str]]:
    """The kind of each line inside a body, with the reason. `about`: stems of the title."""
    told: list[Stems] = []

    def text() -> Stems:
        if not told:  # few texts hold a line that has to be compared with it
            told.append(union((about, *(stems_of(m.line.key) for m in marks[first:last] if m.prose))))
        return told[0]

    kinds: dict[int, tuple[BlockKind, str]] = {}
    box = 0  # where a box of related news or a poll ends
    for i in range(first, last):
        mark = marks[i]
        if mark.cue and mark.cue.where not in ("edge", "head"):
            kinds[i] = (mark.cue.kind, mark.cue.id)
            box = _box_end(marks, i, last) if mark.opens in _BOXES else box
        elif mark.cue:
            kinds[i] = (mark.cue.kind, mark.cue.id)
        elif i < box:
            kinds[i] = _boxed(mark)
        elif mark.meta:
            kinds[i] = (BlockKind.DATELINE, "a time inside the text")
        elif mark.prose:
            kinds[i] = (BlockKind.BODY, "running text")
        elif mark.sources:
            kinds[i] = (BlockKind.SOURCE_CREDIT, "a line of agencies and outlets")
        elif mark.headline and glances_elsewhere(mark.line):
            kinds[i] = (BlockKind.SEE_ALSO, "a link to another page")
        elif _in_list(marks, i, first, last):
            kinds[i] = _listed_line(marks, i, first, last, text())
        elif i > first and mark.headline and not _timed(marks, i) and is_strange(mark, text()) and not _asked(mark):
            kinds[i] = (BlockKind.SEE_ALSO, "a headline that has nothing to do with the text around it")
        else:
            kinds[i] = _short(marks, i, first, last)
    return kinds


def _boxed(mark: Mark) -> tuple[BlockKind, str]:
    if mark.headline or mark.line.bullet:
        return BlockKind.SEE_ALSO, "a headline in a box of related news"
    return BlockKind.UI, "a line of a box"


def _box_end(marks: Sequence[Mark], i: int, last: int) -> int:
    """Where the box ends that line i opens: below the headlines that stand together, at once where
    the line names its own headline («اقرأ أيضا: ...»); a poll's below its question and answers."""
    line = marks[i].line
    if marks[i].is_a(BlockKind.SEE_ALSO) and line.words > 4:
        return i + 1
    end, poll = i + 1, marks[i].opens == "poll"
    while end < last and _fits_box(marks[end], poll):
        end += 1
    # The last of several may be the subhead of what follows: it is, where prose follows at once
    # and a blank line parts it from the rest.
    if end > i + 2 and not poll and marks[end - 1].line.gap > marks[end - 2].line.gap:
        end -= 1
    return end


def _fits_box(mark: Mark, poll: bool) -> bool:
    if poll:
        return not mark.meta and not mark.opens and (mark.line.question or mark.line.words <= _OPTION_WORDS)
    return mark.headline or (mark.line.bullet and not mark.line.stop and mark.cue is None and mark.line.words >= 3)


def _in_list(marks: Sequence[Mark], i: int, first: int, last: int) -> bool:
    """Whether line i is one of several headlines in a row: subheads come one at a time. The last
    of the row may be the subhead of what follows, if it is short."""

    def able(k: int) -> bool:
        return first <= k < last and marks[k].headline and not marks[k].line.stop and marks[k].line.words >= 4

    if not able(i) or not (able(i - 1) or able(i + 1)):
        return False
    return able(i + 1) or marks[i].line.words >= 6


def _listed_line(marks: Sequence[Mark], i: int, first: int, last: int, about: Stems) -> tuple[BlockKind, str]:
    """One of several lines in a row that look like headlines: of other pages, or facts of this one."""
    low = high = i
    while low > max(first, i - _ROW) and marks[low - 1].headline:
        low -= 1
    while high + 1 < min(last, i + _ROW) and marks[high + 1].headline:
        high += 1
    shares = [known(stems_of(m.line.key), about) for m in marks[low : high + 1]]
    if sum(shares) / len(shares) >= _OWN:
        return BlockKind.BODY, "a list of facts of the text"
    return BlockKind.SEE_ALSO, "headlines that stand together inside the text"


def _short(marks: Sequence[Mark], i: int, first: int, last: int) -> tuple[BlockKind, str]:
    """A line inside the body that is not running text by itself: subhead, text, or furniture."""
    mark = marks[i]
    line = mark.line
    if line.arabic < 0.5:
        return BlockKind.UI, "no Arabic words inside the text"
    if line.words <= 1 and not line.stop and line.size < 3:
        return BlockKind.UI, "a stray mark"
    after = next((marks[k] for k in range(i + 1, last) if marks[k].cue is None), None)
    if _full_stop(mark) and line.words >= 2:
        return BlockKind.BODY, "a short sentence with its stop"
    if after is None:
        return BlockKind.BODY, "the last line of the text"
    if line.bullet and line.words >= 4:
        return BlockKind.BODY, "an item of a list in the text"
    if line.colon and line.words >= 5:
        return BlockKind.BODY, "a lead-in that ends in a colon"
    if _asked(mark):
        return BlockKind.BODY, "a question with its speaker"
    quoted = line.text[:1] in "\"«“'‘"
    if line.question and quoted and line.key.strip('"?؟! ')[:12] not in after.line.key[:20]:
        return BlockKind.BODY, "a quoted sentence"
    if line.words > _SUBHEAD_WORDS:
        return BlockKind.BODY, "too long for a subhead"
    if line.words <= 2 and not after.prose and not after.headline:
        return BlockKind.UI, "a short line among furniture"
    return BlockKind.SUBHEAD, "a short line without a stop between paragraphs"
