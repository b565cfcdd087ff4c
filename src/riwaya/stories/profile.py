"""`Profile`: what the stories room needs to know of one account, worked out once.

Lemmas of title, lead and rest; actors and numbers as features beside them; the day of publication; the
five-word shingles of the body. An account with no words, no date or no mentions gives an empty or None field.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from base64 import b64decode, b64encode
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from riwaya.account import Account
from riwaya.likeness import content_lemmas
from riwaya.model import BlockKind, Precision
from riwaya.stories.origins import keys_of
from riwaya.text import Sentence, Token

SHINGLE = 5
LEAD_WORDS = 60
FIRST = 20
"""Lemmas of a lead that are its first sentence, more or less."""
WINDOW = 4000
"""Articles, the latest, that a new one is compared with; so many also keep their sentences in memory."""
TWINS = 500
"""Articles, the latest, whose forms are known again when they are printed once more."""
_DATELINE = re.compile(r"[^\n(]{0,60}\([^()\n]{2,25}\)\s*[-–—]+\s*")
_TEXT = (BlockKind.BODY, BlockKind.DEK, BlockKind.SUBHEAD)


@dataclass(frozen=True, slots=True)
class Profile:
    """One account in the terms of this room, in as little memory as may be: `shingles` are sorted, each once. `day` is
    an ordinal day, `hour` counts on from the first day of the calendar where a clock time is known;
    `named_first` are the actors of title and lead, `headed` the types of the events that the title tells, `opened`
    those of title and first sentence; `heading` is the title as printed, `moment` the publication time as written,
    `exact` where it tells the minute; `wide`: its days are also those of copies that it speaks for; `keys`
    name the sources that the page itself shows; `where` sorts deterministically. The words themselves are behind
    `account`, asked for only where they must be compared."""

    id: str
    outlet: str | None
    heading: str
    moment: str | None
    exact: bool
    keys: tuple[str, ...]
    title: tuple[str, ...]
    lead: tuple[str, ...]
    rest: tuple[str, ...]
    actors: Mapping[str, int]
    named_first: frozenset[str]
    headed: frozenset[str]
    opened: frozenset[str]
    day: int | None
    last_day: int | None
    hour: float | None
    shingles: Sequence[int]
    where: tuple[int, str, str, str]
    recall: Callable[[], Account] = field(compare=False, repr=False)
    wide: bool = False
    print: int = 0
    """Two articles with the same one, other than 0, say the same in the same words, from end to end."""
    known: dict[str, float] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out of the words when it was first asked for."""

    @property
    def account(self) -> Account:
        """The account itself. Raises `LookupError` where whoever keeps it has it no more."""
        return self.recall()

    @property
    def page(self) -> str:
        """The page that it stands on."""
        return self.where[2]

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


class Held:
    """An account that is held until it is let go, and then asked for by its id."""

    def __init__(
        self, name: str, recall: Callable[[str], Account | None] | None, account: Account | None = None
    ) -> None:
        self._name, self._recall, self.account = name, recall, account

    def __call__(self) -> Account:
        found = self.account or (self._recall(self._name) if self._recall else None)
        if found is None:
            raise LookupError(f"nobody keeps the article {self._name!r}")
        return found


def profiles_of(accounts: Iterable[Account], shingled: bool = True) -> list[Profile]:
    """The profiles in their order. The sentences of very many articles are not kept in mind."""
    found: list[Profile] = []
    forms = Forms(shingled)
    for account in accounts:
        found.append(forms.profile(account))
        if len(found) > WINDOW:
            account.words.release()
    return sorted(found, key=lambda p: p.where)


class Forms:
    """The latest profiles by what their articles say, so that one printed ten thousand times is worked out once, and
    held once."""

    def __init__(self, shingled: bool = True) -> None:
        self._shingled = shingled
        self._latest: OrderedDict[int, Profile] = OrderedDict()

    def profile(self, account: Account, held: Held | None = None) -> Profile:
        """The profile of `account`."""
        key = fingerprint(account)
        twin = self._latest.get(key)
        made = twin_of(twin, account, held) if twin else replace(profile(account, self._shingled, held), print=key)
        self._latest[key] = replace(made, recall=_nobody)
        self._latest.move_to_end(key)
        if len(self._latest) > TWINS:
            self._latest.popitem(last=False)
        return made


def fingerprint(account: Account) -> int:
    """A number for all that an article says and shows, but for where and when."""
    article = account.article
    shown = (
        article.title.text if article.title else "",
        [(p.kind.value, p.start, p.end) for p in article.parts],
        [s.kind for s in article.signs],
        [(m.actor, m.span.start) for m in account.mentions],
    )
    return stable_hash(f"{article.text}\0{shown}") or 1


def twin_of(one: Profile, account: Account, held: Held | None) -> Profile:
    """The profile of an article that says what another says, whose profile is `one`."""
    return replace(one, **_printed(account), recall=held or Held(account.id, None, account))


def profile(account: Account, shingled: bool = True, held: Held | None = None) -> Profile:
    """The profile of `account`; without its shingles where nobody asks who copied it. `held` keeps the account."""
    words, article = account.words, account.article
    titles = _sentences(account, (BlockKind.TITLE,))
    title = tuple(_lemmas(account, titles))
    if not title and article.title:
        title = tuple(article.title.text.split())  # words that the caller gave: rough, better than none
    body = [t for s in _sentences(account, _TEXT) for t in s.tokens]
    news = _without_dateline(account, body)
    lead_end = news[:LEAD_WORDS][-1].end if news else 0
    return Profile(
        **_printed(account),
        heading=article.title.text if article.title else "",
        title=title,
        lead=tuple(content_lemmas(news[:LEAD_WORDS], words.article.text)),
        rest=tuple(content_lemmas(news[LEAD_WORDS:], words.article.text)),
        actors=Counter(m.actor for m in account.mentions if m.actor),
        named_first=frozenset(m.actor for m in account.mentions if m.actor and m.span.start < lead_end),
        headed=_types(account, titles),
        opened=_types(account, [*titles, *_sentences(account, _TEXT)[:1]]),
        shingles=array("Q", sorted(set(_shingles(body)))) if shingled else (),
        recall=held or Held(account.id, None, account),
    )


def _printed(account: Account) -> dict[str, Any]:
    """What a profile says of where and when its article was printed."""
    article, published = account.article, account.article.published
    day, last = _days(account)
    return {
        "id": article.id,
        "outlet": article.outlet,
        "moment": published.when.value if published else None,
        "exact": published is not None and published.when.precision is Precision.MINUTE,
        "keys": keys_of(account),
        "day": day,
        "last_day": last,
        "hour": _hour(account, day),
        "where": (day if day is not None else 1 << 30, _moment(account), article.page, article.id),
    }


def _nobody() -> Account:
    raise LookupError("only the form of the article is kept")


def to_plain(one: Profile) -> list[Any]:
    """The profile as lists, numbers and strings."""
    texts = [" ".join(part) for part in (one.title, one.lead, one.rest)]
    times = [one.moment, one.exact, one.day, one.last_day, one.hour]
    shingles = b64encode(bytes(array("Q", one.shingles))).decode()
    actors = [list(one.actors.items()), sorted(one.named_first)]
    types = [sorted(one.headed), sorted(one.opened)]
    return [one.id, one.outlet, one.heading, list(one.keys), texts, times, shingles, actors, types, list(one.where)]


def from_plain(plain: Sequence[Any], recall: Callable[[str], Account | None]) -> Profile:
    """What `to_plain` gave; `recall` is asked for the account where words must be compared."""
    name, outlet, heading, keys, texts, times, shingles, (actors, first), (headed, opened), where = plain
    moment, exact, day, last_day, hour = times
    title, lead, rest = (tuple(text.split()) for text in texts)
    return Profile(
        id=name,
        outlet=outlet,
        heading=heading,
        moment=moment,
        exact=exact,
        keys=tuple(keys),
        title=title,
        lead=lead,
        rest=rest,
        actors=dict(actors),
        named_first=frozenset(first),
        headed=frozenset(headed),
        opened=frozenset(opened),
        day=day,
        last_day=last_day,
        hour=hour,
        shingles=array("Q", b64decode(shingles)),
        where=tuple(where),
        recall=Held(name, recall),
    )


def _sentences(account: Account, kinds: Sequence[BlockKind]) -> list[Sentence]:
    return [s for s in account.words.sentences if account.words.kind_of(s) in kinds]


def _types(account: Account, sentences: Sequence[Sentence]) -> frozenset[str]:
    """Types of the events that `sentences` tell."""
    starts = [(m.span.start, e.type) for e in account.events for m in e.mentions]
    return frozenset(kind for at, kind in starts if any(s.start <= at < s.end for s in sentences))


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
