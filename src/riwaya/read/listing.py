"""Pages that list: headline, age and teaser, again and again, and no article's text.

A teaser is one paragraph of at most a few hundred characters; the teasers of a list speak of
different matters, or each has its age or date. Subheads with a paragraph each, and the questions of
an explainer, go on about one matter and are dated once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from riwaya.read.cues import opens_paragraph
from riwaya.read.marks import Mark
from riwaya.read.topic import known, stems_of

_LEAST = 3  # cards that make a list
_TEASER = 420  # characters of the longest teaser
_SHARE = 0.6  # of the cards that are dated or strange; nearly all running text stands in them
_LONGER = 2.2  # times the middle one: a text among teasers
_BESIDE = 200  # characters of running text beside the cards: a motto, a notice
_STRANGE = 0.17


def find_cards(marks: Sequence[Mark]) -> tuple[int, ...]:
    """The headlines of a list's cards; empty where the page is no list."""
    cards = [(i, body) for i in range(len(marks)) if (body := _teaser(marks, i)) is not None]
    if len(cards) < _LEAST:
        return ()
    inside = {body for _, body in cards}
    sizes = sorted(marks[k].line.size for k in inside)
    if sizes[-1] > _LONGER * sizes[len(sizes) // 2] and sizes[-1] > _BESIDE:
        return ()  # an article of one paragraph, with teasers of others
    outside = sum(m.line.size for k, m in enumerate(marks) if m.prose and k not in inside)
    told = sum(marks[k].line.size for k in inside)
    if outside > max(_BESIDE, (1 - _SHARE) / 2 * told):
        return ()
    dated = sum(any(m.meta for m in marks[i:body]) for i, body in cards)
    if dated < _SHARE * len(cards) and _strangers(marks, [b for _, b in cards]) < _SHARE * len(cards):
        return ()
    return tuple(i for i, _ in cards)


def lists(marks: Sequence[Mark], where: Sequence[str]) -> bool:
    """Whether the lines of a page's markup are a list of cards; comments and menus aside."""
    return bool(find_cards([m for m, w in zip(marks, where, strict=True) if w not in ("comments", "furniture")]))


def _teaser(marks: Sequence[Mark], i: int) -> int | None:
    """The line of the one-paragraph text below headline i, if that is all there is."""
    if not marks[i].headline or marks[i].line.question or marks[i].line.words < 4:
        return None
    k = i + 1
    while k < len(marks) and k <= i + 4 and (marks[k].meta or marks[k].line.words <= 3 or marks[k].category):
        k += 1
    if k >= len(marks) or not (marks[k].prose or _breaks_off(marks[k])) or marks[k].line.size > _TEASER:
        return None
    if opens_paragraph(marks[k].line):
        return None  # «وقال ...» goes on with a text that a linked headline broke
    below = next((m for m in marks[k + 1 : k + 4] if not (m.meta or m.cue or m.line.words <= 3)), None)
    return k if below is None or below.headline else None


def _breaks_off(mark: Mark) -> bool:
    return mark.headline and mark.line.words >= 8 and mark.line.text.rstrip("\"'»”)] ").endswith(("...", "…"))


def _strangers(marks: Sequence[Mark], bodies: Sequence[int]) -> int:
    """How many of the teasers know next to nothing of the others."""
    stems = [stems_of(marks[k].line.key) for k in bodies]
    counts = Counter(word for own in stems for word in own)
    shared = frozenset(word for word, n in counts.items() if n > 1)
    return sum(known(own, shared) <= _STRANGE for own in stems)
