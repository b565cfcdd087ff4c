"""Which piece of a page is its article's title: what the page's own titles repeat, or what the text below tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from riwaya.read.beside import HEAD_LINES
from riwaya.read.dom import Piece
from riwaya.read.judge import Verdict
from riwaya.read.lines import content_words
from riwaya.read.owners import names_section
from riwaya.read.pictured import is_captioned
from riwaya.read.published import read_stamp
from riwaya.read.topic import known, stems_of, union
from riwaya.read.worth import worth
from riwaya.text import fold_word

_HEADINGS = ("h1", "h2", "h3")
_HEADLINE_WORDS = 4
_SURELY = 60.0  # worth of a piece that is running text without doubt
_LEAST_SHARED = 0.35  # of the words of a title and a line: with what a heading adds, half
TOLD_TITLE, _TOLD_LINE = 0.2, 0.5  # of a title's stems that the text holds: the page's own, a line's
_DAY = 120  # characters of a line with a day
_SIGNS = frozenset(":|-–—•»")  # between the parts of a page's title
_ARABIC = re.compile("[\u0621-\u064a]")


def title_piece(pieces: Sequence[Piece], verdict: Verdict, titles: Sequence[str]) -> int | None:
    """The heading that the page's own titles repeat; the nearest heading above the text otherwise."""
    first = next((i for i, m in enumerate(verdict.main) if m), None)
    if first is None:
        return None
    last = len(pieces) - next(k for k, m in enumerate(reversed(verdict.main)) if m)
    # boxes without names may begin far above the text: a title in no heading stands above its first words
    told = next((i for i, m in enumerate(verdict.main) if m and worth(pieces[i]) > _SURELY), first)
    wanted = [content_words(fold_word(t)) for t in titles]
    # what shares less than half of its words with every title is none, and need not be looked at
    least = _LEAST_SHARED * min((len(w) for w in wanted if w), default=0) - 1
    headings = [
        i
        for i, p in enumerate(pieces[:last])
        if (p.element.rank in _HEADINGS or (i <= told and p.text.count(" ") >= least)) and not names_section(p.text)
    ]
    # beside an Arabic headline the same in English, which the page's own titles may repeat
    arabic = any(
        pieces[i].element.rank == "h1"
        and pieces[i].text.count(" ") >= _HEADLINE_WORDS
        and _ARABIC.search(pieces[i].text)
        for i in headings
    )
    best: tuple[float, int] | None = None
    for i in headings:
        piece = pieces[i]
        if piece.text.count(" ") < least or len(piece.text) > 300 or verdict.where[i] in ("comments", "related"):
            continue
        own = content_words(piece.key)
        if len(own) < 2 or (arabic and not _ARABIC.search(piece.text)):
            continue
        share = max((len(own & w) / len(own | w) for w in wanted if w), default=0.0)
        share += {"h1": 0.15, "h2": 0.05}.get(piece.element.rank, 0.0)
        if share >= 0.5 and (best is None or share > best[0]):
            best = (share, i)
    if best is not None and (named := _behind_site(pieces, best[1], titles)) is not None:
        return named
    if best is not None:
        return _below_name(pieces, verdict, best[1], [i for i in headings if i <= first])
    h1 = [i for i in headings if pieces[i].element.rank == "h1" and i <= first and pieces[i].text.count(" ") >= 2]
    if h1:
        return h1[-1]
    above = _only_heading(pieces, verdict, first)
    above = _told_above(pieces, verdict, first) if above is None else above
    return _ends_title(pieces, verdict, first, titles) if above is None else above


def _behind_site(pieces: Sequence[Piece], title: int, titles: Sequence[str]) -> int | None:
    """The heading that a page's title gives behind its site's name, «المدونة: العنوان», where a linked heading at
    its top is that name."""
    name = pieces[title].text
    told = {t[len(name) + 1 :].strip() for t in titles if t.startswith(f"{name}:")}
    if not told or (pieces[title].link_share < 0.5 and name not in titles):
        return None
    return next((p.number for p in pieces[title + 1 :] if p.element.rank in _HEADINGS and p.text in told), None)


def _below_name(pieces: Sequence[Piece], verdict: Verdict, title: int, headings: Sequence[int]) -> int:
    """The title; where that is but a name, by which the page goes too, the headline below it that the text tells."""
    if pieces[title].text.count(" ") >= _HEADLINE_WORDS:
        return title
    able = [i for i in headings if i > title and pieces[i].element.rank in _HEADINGS]
    able = [i for i in able if pieces[i].text.count(" ") >= _HEADLINE_WORDS and pieces[i].link_share < 0.5]
    told = {i: told_of(pieces[i].text, pieces, verdict) for i in able}
    best = max(able, key=lambda i: (told[i], -i), default=title)
    return best if told.get(best, 0.0) >= max(TOLD_TITLE, told_of(pieces[title].text, pieces, verdict)) else title


def _only_heading(pieces: Sequence[Piece], verdict: Verdict, first: int) -> int | None:
    """The heading above the text, of whatever rank, where the page has no other and the text tells it."""
    heads = [i for i, p in enumerate(pieces) if p.element.rank in _HEADINGS and not verdict.cards[i]]
    if len(heads) != 1 or not max(0, first - HEAD_LINES) <= heads[0] < first or verdict.where[heads[0]]:
        return None
    words = pieces[heads[0]].text
    able = words.count(" ") + 1 >= _HEADLINE_WORDS and pieces[heads[0]].link_share < 0.5
    return heads[0] if able and told_of(words, pieces, verdict) >= TOLD_TITLE else None


def _ends_title(pieces: Sequence[Piece], verdict: Verdict, first: int, titles: Sequence[str]) -> int | None:
    """The line above the text with which a page's title ends, behind the site's name and a column's: «الموقع | العمود:
    العنوان». Only one such line may stand there."""
    able = [
        i
        for i in range(max(0, first - HEAD_LINES), first)
        if " " in pieces[i].text
        and verdict.where[i] in ("", "header")
        and any(_behind_sign(t, pieces[i].text) for t in titles)
    ]
    return able[0] if len(able) == 1 else None


def _behind_sign(title: str, words: str) -> bool:
    return title.endswith(words) and title[: -len(words)].rstrip()[-1:] in _SIGNS


def _told_above(pieces: Sequence[Piece], verdict: Verdict, first: int) -> int | None:
    """The line above the text that the text tells, where no heading and no title of the page's does."""
    able = [
        i
        for i in range(max(0, first - HEAD_LINES), first)
        if _HEADLINE_WORDS <= pieces[i].text.count(" ") + 1 <= 26
        and pieces[i].link_share < 0.5
        and verdict.where[i] == ""
        and read_stamp(pieces[i].text) is None
        and not is_captioned(pieces[i])
    ]
    told = {i: share for i in able if (share := told_of(pieces[i].text, pieces, verdict)) >= _TOLD_LINE}
    # a headline stands above its day, and what a picture shows below that
    days = [i for i in range(max(0, first - HEAD_LINES), first) if _may_be_day(pieces[i])]
    above = [i for i in told if days and i < days[-1]] or list(told)
    return max(above, key=lambda i: (told[i], -i), default=None)


def _may_be_day(piece: Piece) -> bool:
    stamp = read_stamp(piece.text) if len(piece.text) < _DAY else None
    return stamp is not None and not stamp.hijri


def told_of(words: str, pieces: Sequence[Piece], verdict: Verdict) -> float:
    """The share of a title's stems that the first paragraphs hold."""
    text = [
        p.key for p in islice((p for p, m in zip(pieces, verdict.main, strict=True) if m and p.text.count(" ") >= 6), 8)
    ]
    return known(stems_of(fold_word(words)), union(stems_of(k) for k in text))
