"""Borders: where, inside a run of text, another article begins that no header announces.

A headline opens another article when the text below it is about the headline and not about what
stood above: a subhead's text goes on about the same matter. Measured on 300 pairs of articles: the
lead of another article shares a weighted .03 (median; .15 at the ninth decile) of its stems with
the text above, the next paragraph of the same one .24.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from riwaya.read.cues import opens_paragraph
from riwaya.read.marks import Mark
from riwaya.read.topic import Stems, known, stems_of, union

_WORDS = 5  # a headline of another article; shorter lines are subheads
_OLD, _NEW, _GOES_ON = 0.35, 0.25, 0.17
_SLIGHT = 0.05
_STAMPED = 2  # lines below a headline one of which gives its day: then
_TOLD_AND_DATED = 0.1  # of its stems are enough in the text below
_TOLD = 250  # stems of this much text above must be known before a border is drawn
_TAIL = 60  # lines at the end of a text in which such teasers are looked for
_ABOVE = 200  # lines above a header that are compared with the text below it
_LOOK = 2  # paragraphs below the headline that are compared
_REACH = 8  # lines between a headline and its text: who, when, the headline again
# A line inside a text that knows nothing of it: the longer, the surer it is another headline.
_STRANGE = ((9, 0.5), (6, 0.4), (5, 0.25))


def first_border(marks: Sequence[Mark], first: int, last: int, title: Sequence[int] = ()) -> int:
    """The line in `first:last` at which another article begins; `last` where none does."""
    above = set(union(stems_of(marks[i].line.key) for i in title))
    size = 0
    for i in range(first, last):
        if size >= _TOLD and opens_story(marks, i, last, above):
            return i
        if marks[i].prose:
            above |= stems_of(marks[i].line.key)
            size += marks[i].line.size
    return last


def foreign_tail(marks: Sequence[Mark], first: int, last: int) -> int:
    """Where teasers without a header begin at the end of a text: headlines with a paragraph each,
    none of which knows what stood above. `last` where the text goes on to its end."""
    start = max(first + 2, last - _TAIL)
    text = [i for i in range(max(first, start - _TAIL), last) if marks[i].prose]
    for i in range(start, last):
        head = marks[i]
        inside = [k for k in text if k > i]
        if not head.headline or not inside or sum(marks[k].line.size for k in text if k < i) < _TOLD:
            continue
        above = union(stems_of(marks[k].line.key) for k in text if k < i)
        sure = head.line.words >= _WORDS and not head.line.question and known(stems_of(head.line.key), above) < _NEW
        heads = [marks[k - 1] for k in inside if marks[k - 1].headline]
        # questions, and lines of a few words, are subheads: an explainer's answers know little of each other
        subheads = sum(h.line.question or h.line.words < _WORDS for h in heads)
        if len(heads) < len(inside) or not (sure or (len(heads) >= 2 and 2 * subheads < len(heads))):
            continue
        if all(_foreign(marks[k], above) for k in inside):
            return i
    return last


def _foreign(mark: Mark, above: Stems) -> bool:
    return not opens_paragraph(mark.line) and known(stems_of(mark.line.key), above) <= _GOES_ON


def opens_story(marks: Sequence[Mark], i: int, last: int, above: AbstractSet[str]) -> bool:
    """Whether headline i opens an article of its own, beside a text whose stems are `above`."""
    mark = marks[i]
    if not mark.headline or mark.line.words < _WORDS or mark.line.question:
        return False
    below = _below(marks, i, last)
    if not below:
        return False
    words = stems_of(mark.line.key)
    told = known(words, union(below))
    dated = any(m.stamp is not None for m in marks[i + 1 : i + 1 + _STAMPED])
    if known(words, above) > _OLD or told < (_TOLD_AND_DATED if dated else _NEW) or _opens_with_and(marks, i + 1, last):
        return False
    return all(known(b, above) <= _GOES_ON for b in below[:1]) and known(union(below), above) <= _GOES_ON


def goes_on(marks: Sequence[Mark], header: int, below: int) -> bool:
    """Whether the text from line `below` on goes on with what stood above a header of related news:
    it is about that, and not about the headline just above it."""
    if opens_paragraph(marks[below].line) and marks[below].line.key.startswith("و"):
        return True
    above = union(stems_of(m.line.key) for m in marks[max(0, header - _ABOVE) : header] if m.prose)
    text = union(stems_of(m.line.key) for m in marks[below : below + _LOOK])
    told = known(stems_of(marks[below - 1].line.key), text) if marks[below - 1].headline else 0.0
    return known(text, above) > max(told, _SLIGHT)


def is_strange(mark: Mark, text: Stems) -> bool:
    """Whether a headline between paragraphs has nothing to do with the text around it."""
    words = mark.line.words
    least = next((share for n, share in _STRANGE if words >= n), 0.0)
    return mark.headline and not opens_paragraph(mark.line) and known(stems_of(mark.line.key), text) < least


def _opens_with_and(marks: Sequence[Mark], first: int, last: int) -> bool:
    """Whether the next running text goes on («وأضاف ...»): no article begins so."""
    return next((opens_paragraph(m.line) for m in marks[first:last] if m.prose), False)


def _below(marks: Sequence[Mark], i: int, last: int) -> list[Stems]:
    """The stems of the paragraphs below headline i, as far as the next headline."""
    found: list[Stems] = []
    for k in range(i + 1, min(i + 1 + _REACH, last)):
        mark = marks[k]
        if mark.prose:
            found.append(stems_of(mark.line.key))
        elif (found and (mark.headline or mark.opens)) or (mark.headline and mark.line.key != marks[i].line.key):
            break
        if len(found) == _LOOK:
            break
    return found
