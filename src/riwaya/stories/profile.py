"""`Profile`: what the stories room needs to know of one account, worked out once.

Lemmas of title, lead and rest; actors and numbers as features beside them; the day of publication; the
five-word shingles of the body. An account with no words, no date or no mentions gives an empty or None field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from riwaya.account import Account
from riwaya.likeness import content_lemmas
from riwaya.model import BlockKind
from riwaya.text import Sentence, Token

SHINGLE = 5
LEAD_WORDS = 60
_TEXT = (BlockKind.BODY, BlockKind.DEK, BlockKind.SUBHEAD)


@dataclass(frozen=True, slots=True)
class Profile:
    """One account in the terms of this room. `day` is an ordinal day; `where` sorts deterministically."""

    account: Account
    title: tuple[str, ...]
    lead: tuple[str, ...]
    rest: tuple[str, ...]
    actors: Mapping[str, int]
    day: int | None
    last_day: int | None
    shingles: frozenset[int]
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


def profile(account: Account) -> Profile:
    """The profile of `account`."""
    words, article = account.words, account.article
    title = tuple(_lemmas(account, _sentences(account, (BlockKind.TITLE,))))
    if not title and article.title:
        title = tuple(article.title.text.split())  # words that the caller gave: rough, better than none
    body = [t for s in _sentences(account, _TEXT) for t in s.tokens]
    day, last = _days(account)
    return Profile(
        account=account,
        title=title,
        lead=tuple(content_lemmas(body[:LEAD_WORDS], words.article.text)),
        rest=tuple(content_lemmas(body[LEAD_WORDS:], words.article.text)),
        actors=Counter(m.actor for m in account.mentions if m.actor),
        day=day,
        last_day=last,
        shingles=frozenset(_shingles(body)),
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
