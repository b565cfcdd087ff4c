"""Whether the words themselves say when something happened: a date that stands with the word that tells it.

`when_told` looks at one telling of an event. The stage that finds events gives each the likeliest day, often one that
only the neighbourhood names; a line of a chronicle has to be surer than likely. So the date must stand in the
sentence of the trigger, mean the event's own interval, and belong to it: no other happening, clause or rival date lies
between the two, the date does not bound («منذ», «حتى») or name something («كأس العالم 2030»), and it is not that of an
announcement («أعلنت الشرطة أمس توقيف ...» dates what was announced by nothing).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import simplemma

from riwaya.account import Account
from riwaya.brief.kept import around
from riwaya.model import DateKind, DateMention, Event, EventMention, Precision, Span, When
from riwaya.rules import load, rules_in
from riwaya.rules.plover import scale
from riwaya.text import Sentence, Token, fold_word, split_clitics

BACKGROUND = dt.timedelta(days=14)
_KINDS = (DateKind.DATE, DateKind.TIME, DateKind.INTERVAL)
_LONGEST = 366  # days: a wider interval is no place in a chronicle
_A_DAY_OR_TWO = 2
_NEAR = 12  # words between a date and what it dates
_SOON = 24  # code points after a day within which its year may stand
_WEEKEND = (5, 6)  # Saturday and Sunday
_CLAUSE_OF_DAY = 5  # words of «الذي وقع فجر», between a noun and its day
_BEFORE = 3  # words before a date in which one that bounds it may stand
_QUOTED = re.compile(r"«[^«»]*»|\"[^\"]*\"|“[^“”]*”")
_AGE = re.compile(r"\s*[،,(]\s*(?:يبلغ\s+)?\d{1,3}\s+(?:سنة|عاما|عامًا|عام|سنوات|أعوام)(?:\s+من العمر)?\s*[،,)]")
_STOPS_OF_CLAUSE = frozenset("،,؛:.!؟?»")
_STOPS = frozenset(':؛.!؟?…"«»“”-–—()')


def first_report(accounts: Sequence[Account]) -> dt.date | None:
    """The day of a topic's first page; None where no page has one. What ended `BACKGROUND` before it is no news."""
    days = (a.article.published.when.start for a in accounts if a.article.published)
    return min((d for d in days if d), default=None)


def when_told(account: Account, mention: EventMention, event: Event) -> DateMention | None:
    """The date in the sentence of `mention` that says of it when `event` was, or None.

    `event` is the account's own: its rule tells what the trigger is, its type whether what follows may lie ahead.
    """
    when = event.when
    sentence = account.words.sentence_at(mention.trigger.start)
    if sentence is None or when is None or not _short(when):
        return None
    place = _Place(account, sentence, mention.trigger, event)
    dates = [d for d in around(account, sentence).dates if d.when is not None and place.holds(d.span)]
    fitting = [d for d in dates if _tells_time(account, d) and d.when == when and place.dates(d)]
    for date in fitting:
        rivals = [d for d in dates if d is not date and d.kind in _KINDS and d.when != when]
        if all(place.away(date) < place.away(r) for r in rivals) and not place.has_earlier(date, dates):
            return date
    return None


def dates_told(account: Account, sentence: Sentence, trigger: Span, *, noun: bool, speaks: bool) -> list[DateMention]:
    """The dates in a sentence that say when what `trigger` tells was: a day, month, year or clock time beside it,
    and no other date nearer; in reading order."""
    place = _Place(account, sentence, trigger, _Shape(noun, speaks))
    here = around(account, sentence).dates
    dates = [d for d in here if d.when is not None and d.when.start and d.when.end and place.holds(d.span)]
    fitting = [d for d in dates if _tells_time(account, d) and d.when and _short(d.when) and place.dates(d)]
    return [
        d
        for d in fitting
        if all(place.away(d) < place.away(r) for r in dates if r is not d and r.kind in _KINDS and r.when != d.when)
        and not place.has_earlier(d, dates)
    ]


def bounds(account: Account, date: DateMention) -> bool:
    """Whether a date says since when, until when, or names a thing, and not when it happened."""
    sentence = account.words.sentence_at(date.span.start)
    before = [t.text.removeprefix("و") for t in sentence.tokens if t.end <= date.span.start] if sentence else []
    if sentence is not None and _of_since(account, sentence, date):
        return True
    inside = account.article.words_of(date.span).split()
    stems = {cut.stem for t in before[-_BEFORE:] for cut in split_clitics(t)}
    return bool((stems | set(before[-_BEFORE:])) & words("bounding")) or bool(
        inside and fold_word(inside[0]) in words("bounding")
    )


def _of_since(account: Account, sentence: Sentence, date: DateMention) -> bool:
    """Whether a date is that of what «since» names in its clause («منذ انقلابهم على السلطة أواخر 2014»)."""
    since = [t.end for t in sentence.tokens if t.end <= date.span.start and t.text.removeprefix("و") in words("since")]
    return bool(since) and not _STOPS_OF_CLAUSE & set(account.words.text(since[-1], date.span.start))


def _tells_time(account: Account, date: DateMention) -> bool:
    """Whether a date is one beyond doubt: a bare number of four digits is as often a count of people."""
    said = account.article.words_of(date.span).strip()
    if date.kind not in _KINDS or _among_demonstratives(said) or (said.isdigit() and not _called_year(account, date)):
        return False
    if counted_back(account, date) or _of_last_week(account, date) or _of_another_year(account, date):
        return False
    published, when = account.article.published, date.when
    if when is None or when.start is None or published is None or published.when.start is None:
        return True
    today = published.when.start  # «أبريل الماضي», written in April, is as often this month's
    return not (
        when.precision is Precision.MONTH and (when.start.year, when.start.month) == (today.year - 1, today.month)
    )


def _among_demonstratives(said: str) -> bool:
    """Whether a date only points at one told before («حينها», «في ذلك اليوم»)."""
    return any(fold_word(w) in words("demonstratives") for w in said.split())


def counted_back(account: Account, date: DateMention) -> bool:
    """Whether a day is only counted back in weeks or longer («قبل أسبوعين»): that is no day."""
    inside = [fold_word(w) for w in account.article.words_of(date.span).split()]
    return bool(inside) and inside[0] in words("counting_back") and any(w in words("long_units") for w in inside)


def _of_last_week(account: Account, date: DateMention) -> bool:
    """Whether «last week» or «next week» is told at a week's end: whose week begins on a Sunday means another."""
    published = account.article.published
    today = published.when.start if published else None
    return bool(date.when and date.when.precision is Precision.WEEK and today and today.weekday() in _WEEKEND)


def _of_another_year(account: Account, date: DateMention) -> bool:
    """Whether a year stands soon after a day or a month that was taken to be of another («في يوليو بتونس عام 2011»)."""
    when = date.when
    if when is None or when.start is None or when.precision is Precision.YEAR:
        return False
    years = [d for d in account.dates if d.when and d.when.start and d.when.precision is Precision.YEAR]
    return any(0 <= y.span.start - date.span.end <= _SOON and y.when and not y.when.overlaps(when) for y in years)


def _called_year(account: Account, date: DateMention) -> bool:
    before = account.words.text(max(0, date.span.start - 12), date.span.start).split()
    return bool(before) and fold_word(before[-1]) in words("years")


@cache
def words(section: str) -> frozenset[str]:
    """A list of `rules/ar/brief.yaml`, folded."""
    return frozenset(fold_word(w) for w in load("ar/brief").texts(section))


@dataclass(frozen=True, slots=True)
class Needing:
    """Words that tell a deed only in the company of one of others, all folded."""

    words: frozenset[str]
    needs: frozenset[str]


@cache
def needing() -> tuple[Needing, ...]:
    """The rules of `needing` in `rules/ar/brief.yaml`."""
    rules = [r.only("id", "words", "needs") for r in rules_in(load("ar/brief"), "needing")]
    return tuple(Needing(*(frozenset(fold_word(w) for w in r.texts(key)) for key in ("words", "needs"))) for r in rules)


def _among(token: Token, *sections: str) -> bool:
    """Whether a word, with or without «و», stands in one of the lists."""
    return any(w in words(s) for s in sections for w in (token.text, token.text.removeprefix("و")))


def _tells_of_force(token: Token) -> bool:
    return any(cut.stem in words("force") for cut in split_clitics(token.text))


def _brings_in(token: Token) -> bool:
    """Whether a word begins what is said, asked for or charged: a preposition, or a word with one attached."""
    return token.text in words("bringing_in") or any(
        cut.proclitics[-1:] in (("ل",), ("ب",)) and is_known(cut.stem) for cut in split_clitics(token.text)
    )


def is_known(stem: str) -> bool:
    """Whether a dictionary has the word."""
    return len(stem) > 2 and simplemma.is_known(stem, lang="ar")


def _short(when: When) -> bool:
    return when.start is not None and when.end is not None and (when.end - when.start).days <= _LONGEST


def _of_a_day(when: When) -> bool:
    return when.start is not None and when.end is not None and (when.end - when.start).days <= _A_DAY_OR_TWO


def _meet(a: When, b: When | None) -> bool:
    return b is not None and a.overlaps(b)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What sort of word tells something: whether it is a noun, whether what follows may lie ahead."""

    noun: bool
    speaks: bool


def _shape(event: Event, word: str) -> _Shape:
    verbal = (scale(event.type, event.mode)[0] or "").startswith("verbal")
    return _Shape(nominal(word, event.rule), verbal and event.type != "CONSULT")


class _Place:
    """A trigger in its sentence."""

    def __init__(self, account: Account, sentence: Sentence, trigger: Span, told: Event | _Shape) -> None:
        self._account, self._sentence, self._trigger = account, sentence, trigger
        self._here = around(account, sentence)
        shape = told if isinstance(told, _Shape) else _shape(told, self._word())
        self._noun, self._speaks = shape.noun, shape.speaks
        self._others = [
            m.trigger
            for e in self._here.events
            for m in e.mentions
            if m.trigger.start != trigger.start and sentence.start <= m.trigger.start < sentence.end
        ]

    def _word(self) -> str:
        return self._account.words.text(self._trigger.start, self._trigger.end)

    def holds(self, span: Span) -> bool:
        return self._sentence.start <= span.start and span.end <= self._sentence.end

    def away(self, date: DateMention) -> int:
        """How many words lie between the trigger and a date."""
        return len(self._between(date))

    def has_earlier(self, date: DateMention, dates: Sequence[DateMention]) -> bool:
        """Whether the sentence gives another day before it comes to the trigger («عوموا، السبت، سفينة جنحت يوم 28»):
        that is the day of what it tells first, and the trigger's only that of a clause."""
        first = min(date.span.start, self._trigger.start)
        return any(
            d.span.start < first and d.kind in _KINDS and d.when and _of_a_day(d.when) and not _meet(d.when, date.when)
            for d in dates
        )

    def dates(self, date: DateMention) -> bool:
        """Whether a date of the sentence says when the trigger's happening was."""
        between = self._between(date)
        if len(between) > _NEAR or bounds(self._account, date) or not self._together(date):
            return False
        if self._noun and date.span.start > self._trigger.start and _takes_place(between):
            return True
        if any(_among(t, "breaks", "announcing") for t in between):
            return False
        asked = (t for t in between if not self._of_a_name(t))
        if self._speaks and date.span.start > self._trigger.start and any(_brings_in(t) for t in asked):
            return False  # «دعت إلى وقفة الجمعة»: what is asked for, charged or threatened has a day of its own
        low, high = sorted((date.span, self._trigger))
        if any(low.end <= o.start < high.start for o in self._others) or self._parted(low.end, high.start):
            return False
        if any(_tells_of_force(t) for t in between):  # «الهجوم أثناء تشييع قائد قتل في غارة أمس»: the raid's day
            return False
        if any(d.span.overlaps(self._trigger) for d in self._here.dates):
            return False
        return date.span.start > self._trigger.start or self._leads(date)

    def _of_a_name(self, token: Token) -> bool:
        """Whether a word belongs to a name, or says right behind one what the named is for («شركة «الريان» للنسيج»)."""
        names = [m.span for m in self._here.mentions]
        if any(s.start <= token.start < s.end for s in names):
            return True
        before = self._account.words.text(max(0, token.start - 2), token.start).rstrip()
        behind = before.endswith(("»", "”")) or any(s.end == token.start - 1 for s in names)
        return behind and token.text.startswith("لل")

    def _between(self, date: DateMention) -> list[Token]:
        low, high = sorted((date.span, self._trigger))
        return [t for t in self._sentence.tokens if low.end <= t.start and t.end <= high.start]

    def _together(self, date: DateMention) -> bool:
        """Whether what is said holds both or neither: «قالت أمس إن ...» dates the saying."""
        return all(s.span.holds(date.span) == s.span.holds(self._trigger) for s in self._here.statements)

    def _parted(self, low: int, high: int) -> bool:
        """Whether a stop, or a comma that does not set off the date itself, lies between. After a verb that opens
        its sentence commas set off names («حذر الوزير، سالم العامري، أمس»)."""
        gap = _AGE.sub(" ", _QUOTED.sub("", self._account.words.text(low, high)))
        if any(c in _STOPS for c in gap):
            return True
        if any(_among(t, "relatives") for t in self._heads(3)):  # «الذي توسطت فيه بلاده، صباح اليوم»: the main clause's
            return "،" in gap or "," in gap
        return not self._opens() and ("،" in gap.strip(" ،") or "," in gap.strip(" ,"))

    def _heads(self, n: int) -> list[Token]:
        return [t for t in self._sentence.tokens if t.end <= self._trigger.start][-n:]

    def _opens(self) -> bool:
        before = sum(t.end <= self._trigger.start for t in self._sentence.tokens)
        return not self._noun and before < _BEFORE

    def _leads(self, date: DateMention) -> bool:
        """Whether a date before the trigger is the trigger's: at the head of the sentence or clause before a verb, or
        right after a word that only says that it took place («شهدت المدينة أمس تظاهرة»)."""
        before = [t for t in self._sentence.tokens if t.end <= date.span.start]
        if any(_among(t, "announcing") for t in before) or self._word().startswith("و"):
            return False  # «قتل الأحد حمالان واتهمت الشركة ...»: the first verb's day
        place = next(
            (n for n in range(len(before) - 1, max(-1, len(before) - 7), -1) if _among(before[n], "taking_place")), None
        )
        if place is not None:  # «الهجوم الذي وقع في مايو، متهمة ...» tells no more than the attack's day
            return place == 0 or not _among(before[place - 1], "relatives")
        if any(_among(t, "before_and_after") for t in before[:2]):
            return False
        at_head = len(before) <= _BEFORE
        return at_head and (not self._noun or not (self._between(date) or self._word().startswith("ال")))


def _takes_place(between: Sequence[Token]) -> bool:
    """Whether all that stands between a noun and a date is «الذي وقع» and a word or two: the clause tells its day."""
    if not 2 <= len(between) <= _CLAUSE_OF_DAY or not _among(between[0], "relatives"):
        return False
    return _among(between[1], "taking_place") and not any(_among(t, "breaks", "announcing") for t in between[2:])


@cache
def _nouns() -> dict[str, frozenset[str]]:
    """The nouns by which each rule of events is told."""
    rules = rules_in(load("ar/events"), "triggers")
    return {r.text("id"): frozenset(fold_word(n) for n in r.texts("nouns")) for r in rules}


def nominal(trigger: str, rule: str) -> bool:
    """Whether the word that tells an event may be a noun."""
    nouns = _nouns().get(rule, frozenset())
    parts = trigger.split()
    return len(parts) > 1 or any(cut.stem in nouns for p in parts for cut in split_clitics(fold_word(p)))


def nominal_anywhere(trigger: str) -> bool:
    """Whether the word that tells an event is a noun by any rule: of tellings joined, each may have its own rule."""
    return any(nominal(trigger, rule) for rule in _nouns())
