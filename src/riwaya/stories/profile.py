"""`Profile`: what the stories room needs to know of one account, worked out once.

Lemmas of title, lead and rest; actors and numbers as features beside them; the day of publication; the
five-word shingles of the body. An account with no words, no date or no mentions gives an empty or None field.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from riwaya.account import Account
from riwaya.likeness import content_lemmas
from riwaya.model import BlockKind
from riwaya.text import Sentence, Token

SHINGLE = 5
LEAD_WORDS = 60
FIRST = 20
"""Lemmas of a lead that are its first sentence, more or less."""
MANY = 4000
"""Articles whose sentences stay in memory between two looks at them."""
_DATELINE = re.compile(r"[^\n(]{0,60}\([^()\n]{2,25}\)\s*[-–—]+\s*")
_TEXT = (BlockKind.BODY, BlockKind.DEK, BlockKind.SUBHEAD)


@dataclass(frozen=True, slots=True)
class Profile:
    """One account in the terms of this room, in as little memory as may be: `shingles` are sorted, each once. `day` is
    an ordinal day, `hour` counts on from the first day of the calendar where a clock time is known;
    `named_first` are the actors of title and lead; `where` sorts deterministically."""

    account: Account
    title: tuple[str, ...]
    lead: tuple[str, ...]
    rest: tuple[str, ...]
    actors: Mapping[str, int]
    named_first: frozenset[str]
    day: int | None
    last_day: int | None
    hour: float | None
    shingles: Sequence[int]
    where: tuple[int, str, str, str]

    @property
    def id(self) -> str:
        return self.account.id

    @property
    def lemmas(self) -> tuple[str, ...]:
        return self.title + self.lead + self.rest

    @property
    def signature(self) -> tuple[str, ...]:
        """Lemmas and, marked by #, actors: all that the article can be met by."""
        return (*self.lemmas, *(f"#{actor}" for actor in self.actors))

    def days_from(self, other: Profile) -> int | None:
        """Days between the two publications, 0 where their intervals touch; None where one is unknown."""
        if self.day is None or other.day is None or self.last_day is None or other.last_day is None:
            return None
        return max(0, self.day - other.last_day, other.day - self.last_day)

    def hours_from(self, other: Profile) -> float | None:
        """Hours between the two publications; whole days where one tells no clock time; None where one is unknown."""
        if self.hour is not None and other.hour is not None:
            return abs(self.hour - other.hour)
        days = self.days_from(other)
        return None if days is None else 24.0 * days


def profiles_of(accounts: Iterable[Account], shingled: bool = True) -> list[Profile]:
    """The profiles in their order. The sentences of very many articles are not kept in mind."""
    found: list[Profile] = []
    for account in accounts:
        found.append(profile(account, shingled))
        if len(found) > MANY:
            account.words.release()
    return sorted(found, key=lambda p: p.where)


def profile(account: Account, shingled: bool = True) -> Profile:
    """The profile of `account`; without its shingles where nobody asks who copied it."""
    words, article = account.words, account.article
    title = tuple(_lemmas(account, _sentences(account, (BlockKind.TITLE,))))
    if not title and article.title:
        title = tuple(article.title.text.split())  # words that the caller gave: rough, better than none
    body = [t for s in _sentences(account, _TEXT) for t in s.tokens]
    news = _without_dateline(account, body)
    lead_end = news[:LEAD_WORDS][-1].end if news else 0
    day, last = _days(account)
    return Profile(
        account=account,
        title=title,
        lead=tuple(content_lemmas(news[:LEAD_WORDS], words.article.text)),
        rest=tuple(content_lemmas(news[LEAD_WORDS:], words.article.text)),
        actors=Counter(m.actor for m in account.mentions if m.actor),
        named_first=frozenset(m.actor for m in account.mentions if m.actor and m.span.start < lead_end),
        day=day,
        last_day=last,
        hour=_hour(account, day),
        shingles=array("Q", sorted(set(_shingles(body)))) if shingled else (),
        where=(day if day is not None else 1 << 30, _moment(account), article.page, article.id),
    )


def _sentences(account: Account, kinds: Sequence[BlockKind]) -> list[Sentence]:
    return [s for s in account.words.sentences if account.words.kind_of(s) in kinds]


def _lemmas(account: Account, sentences: Sequence[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        yield from content_lemmas(sentence.tokens, account.article.text)


def _days(account: Account) -> tuple[int | None, int | None]:
    published = account.article.published
    if published is None or published.when.start is None or published.when.end is None:
        return None, None
    return published.when.start.toordinal(), published.when.end.toordinal() - 1


def _without_dateline(account: Account, body: Sequence[Token]) -> Sequence[Token]:
    """The tokens after «المدينة، البلد (وكالة) --»: an outlet's form, which makes all of its reports look alike."""
    if not body:
        return body
    start = body[0].start
    dateline = _DATELINE.match(account.article.text, start)
    return [t for t in body if t.start >= dateline.end()] if dateline else body


def _hour(account: Account, day: int | None) -> float | None:
    """Hours since the first day of the calendar, where the page tells hour and minute."""
    published = account.article.published
    if published is None or day is None or "T" not in published.when.value:
        return None
    try:
        clock = dt.datetime.fromisoformat(published.when.value)
    except ValueError:
        return None
    if clock.tzinfo is not None:
        clock = clock.astimezone(dt.UTC)
    return 24.0 * clock.toordinal() + clock.hour + clock.minute / 60.0


def _moment(account: Account) -> str:
    """The publication time as written (with its clock time, where it has one), for sorting within a day."""
    published = account.article.published
    return published.when.value if published else ""


def _shingles(tokens: Sequence[Token]) -> Iterator[int]:
    texts = [t.text for t in tokens]
    for i in range(len(texts) - SHINGLE + 1):
        yield stable_hash(" ".join(texts[i : i + SHINGLE]))


def stable_hash(text: str) -> int:
    """A hash that is the same in every run (Python's own is salted)."""
    return int.from_bytes(_digest(text), "big")


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()
