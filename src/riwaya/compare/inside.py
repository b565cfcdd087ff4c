"""What one page tells against itself, as far as its days go: no other page is needed to see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

from riwaya.account import Account
from riwaya.compare.labels import label
from riwaya.model import BlockKind, Contrast, ContrastKind, DateKind, DateMention, Position
from riwaya.rules import load
from riwaya.text import Lexicon, Sentence

_YEAR_IS_SURE = 60  # days before or after publication
_LEAD = 2  # sentences of the body that tell what is new
_HEAD = 9  # tokens before the day of the news
_NONE, _CLOSE = dt.timedelta(), dt.timedelta(days=3)  # further apart one weekday was read as another week's
_BESIDE = 3  # tokens between «earlier» and its day


def weekdays_apart(accounts: Sequence[Account]) -> Iterator[Contrast]:
    """A page whose weekday does not fit the date beside it; only near its publication, where the year is sure."""
    for account in accounts:
        published = account.article.published
        for date in account.dates:
            start = date.when.start if date.when else None
            if not date.note.startswith("the weekday") or published is None or start is None:
                continue
            day = published.when.start
            sentence = account.words.sentence_at(date.span.start)
            if day is None or sentence is None or abs((start - day).days) > _YEAR_IS_SURE:
                continue
            tokens = [t for t in sentence.tokens if date.span.start <= t.start < date.span.end]
            number = next((t for t in tokens if t.is_number), None)
            if number is None or number is tokens[0]:  # «today, Wednesday» of a copied page is no slip of the pen
                continue
            parts = account.words.span(tokens[0].start, number.start), account.words.span(number.start, date.span.end)
            whole = account.words.span(sentence.start, sentence.end)
            positions = tuple(
                Position(account.article.words_of(part).strip(" ،,("), account.id, (part, whole)) for part in parts
            )
            yield Contrast(label("weekday"), ContrastKind.DISCREPANCY, positions, "weekday")


def order_apart(accounts: Sequence[Account]) -> Iterator[Contrast]:
    """A page that tells as «earlier» what its own days put after the news it leads with.

    «حثت الوزارة الأربعاء ... وفي وقت سابق الخميس صرحت الناطقة»: one of the two days is wrong.
    """
    for account in accounts:
        body = [s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.BODY]
        new = next((d for s in body[:_LEAD] for d in _days(account, s) if _dates_the_news(s, d)), None)
        if new is None or new.when is None or new.when.start is None:
            continue
        for sentence in body:
            for earlier in _earlier(account, sentence):
                start = earlier.when.start if earlier.when else None
                if earlier.span > new.span and start is not None and _NONE < start - new.when.start <= _CLOSE:
                    yield _out_of_order(account, new, earlier)
                    break
            else:
                continue
            break


def _dates_the_news(sentence: Sentence, date: DateMention) -> bool:
    """Whether a date stands near its sentence's head, with the verb; further on it may be that of anything told."""
    return sum(t.end <= date.span.start for t in sentence.tokens) <= _HEAD


def _out_of_order(account: Account, new: DateMention, earlier: DateMention) -> Contrast:
    positions = []
    for date in (new, earlier):
        sentence = account.words.sentence_at(date.span.start)
        whole = account.words.span(sentence.start, sentence.end) if sentence else date.span
        words = " ".join(account.article.words_of(date.span).split())
        positions.append(
            Position(words, account.id, (date.span, whole) if whole.end - whole.start <= 600 else (date.span,))
        )
    return Contrast(label("order"), ContrastKind.DISCREPANCY, tuple(positions), "order")


def _days(account: Account, sentence: Sentence) -> list[DateMention]:
    """The single days that a sentence names."""
    return [
        d
        for d in account.dates
        if sentence.start <= d.span.start < sentence.end
        and d.kind in (DateKind.DATE, DateKind.TIME)
        and d.when is not None
        and d.when.start is not None
        and d.when.end is not None
        and (d.when.end - d.when.start).days == 1
    ]


def _earlier(account: Account, sentence: Sentence) -> Iterator[DateMention]:
    """The days right after «earlier» at the head of a sentence."""
    head = (
        _words().match(account.words.passages[sentence.passage].folded, sentence.tokens, 0) if sentence.tokens else None
    )
    if head is None:
        return
    last = sentence.tokens[min(len(sentence.tokens), head.last + _BESIDE) - 1]
    yield from (d for d in _days(account, sentence) if d.span.end > sentence.start and d.span.start <= last.start)


@cache
def _words() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for phrase in load("ar/contrasts").texts("earlier"):
        lexicon.add(phrase, "earlier", particles="و")
    return lexicon
