"""Candidates for the brief: every sentence of the body that could stand alone, with what it holds.

A candidate carries all that later judgements need: its weight, its lemmas, its day, the joined
events it tells, its own account's version of who did what to whom, its numbers, whom it names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from riwaya.account import Account, Affair
from riwaya.brief.chronicle import RULE, of_these_days
from riwaya.brief.dated import BACKGROUND, bounds, counted_back, first_report, words
from riwaya.brief.heads import is_future, without_head
from riwaya.brief.kept import Around, around, cast_of
from riwaya.brief.making import by_machine
from riwaya.brief.mending import days_by_name, just_begun
from riwaya.brief.parts import titles
from riwaya.brief.senses import Gist, gist_of, rows_from, without_clause
from riwaya.brief.standing import broken, leans, only_quoted, teases
from riwaya.brief.worth import SEVERAL, Seen, worth
from riwaya.likeness import Vector, Weights, content_lemmas
from riwaya.model import BlockKind, DateKind, DateMention, Event, Polarity, Span, Status, When, overlapping
from riwaya.text import Sentence, Token, fold_word, split_clitics
from riwaya.text.numbers import find_numbers

SHORTEST, LONGEST = 45, 460  # code points of a sentence that reads as one line

_HEAD_TELLS = 12  # words of a head that say what is told
_TOLL = 16  # words of a head in which the dead are counted
_NEAR_HEAD = 14  # words before the date of a sentence that tells no event
_AT_HEAD = 5  # of several dates only one at the very head
_CLAUSE = 12  # words before a date in which a relative clause that holds it begins
_OPENING = 3  # words of a head in which its verb of saying stands
_YESTERDAY = dt.timedelta(days=1)
_FRESH = dt.timedelta(days=2)  # before its page: days of which a page tells one thing
_WEEKS = 27  # days; so long are months
_OWN_DAYS = 31  # a date without an event of its own heads a line only if it is so short

Deed = tuple[str, frozenset[str], frozenset[str]]
"""An event type with the sides of its actors and of its recipients."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A sentence that could be a line, from `start` on. `day` orders it; `when` is what its heading may say; `sides`
    gives each actor's side. What only few candidates are asked for is worked out when they are."""

    account: Account
    sentence: Sentence
    start: int
    sides: Mapping[str, str]
    vector: Vector
    weight: float
    day: dt.date | None
    when: When | None
    background: bool
    events: frozenset[str]
    deeds: tuple[Deed, ...]
    numbers: frozenset[str]
    named: frozenset[str]
    denies: bool
    span: Span
    dead: float = 0.0  # how many dead it begins by telling
    hurt: float = 0.0  # how many hurt

    @cached_property
    def gist(self) -> Gist:
        """What it says."""
        return gist_of(self.account, self.sentence, self.start, self.sides)

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The lemmas of the words with which it begins, its dateline and connective left out."""
        return tuple(content_lemmas(self._tokens[:_HEAD_TELLS], self.account.article.text))

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """What it says of whomever it names: lemmas without names, titles, dates and numbers, each once, in order."""
        return _plain(self.account, self.sentence, self._tokens)

    @property
    def _tokens(self) -> list[Token]:
        return [t for t in self.sentence.tokens if t.end > self.start]

    @property
    def here(self) -> Around:
        """What of its account touches it."""
        return around(self.account, self.sentence)

    def may_have(self, rows: Set[str]) -> bool:
        """Whether its gist may have one of the keys of some rows."""
        return bool(rows) and any(rows & rows_from(t.text) for t in self.sentence.tokens)

    @cached_property
    def leans(self) -> bool:
        """Whether it opens with what another sentence has to bring in."""
        return leans(self.account, self.sentence)

    @property
    def unfit(self) -> bool:
        """Whether it asks, breaks off, points at what stands beside it, or is words of nobody's."""
        said = self.account.article.words_of(self.span)
        return teases(self.account, self.sentence) or broken(said) or only_quoted(self.account, self.span)

    @property
    def by_machine(self) -> bool:
        """Whether its page shows signs of a machine's hand."""
        return by_machine(self.account)


def find_candidates(affair: Affair, copied: frozenset[str]) -> list[Candidate]:
    """The candidates of a topic; `copied` are the ids of articles whose words are another's."""
    sides = cast_of(affair).sides
    told: dict[str, list[tuple[Span, Event]]] = {}
    for event in affair.events:
        for m in event.mentions:
            told.setdefault(m.span.page, []).append((m.span, event))
    parted: dict[str, list[Span]] = {}
    for place in (s for c in affair.contrasts for p in c.positions for s in p.spans):
        parted.setdefault(place.page, []).append(place)
    boilerplate = _boilerplate(affair.accounts)
    pieces = [
        (account, n, sentence, list(content_lemmas(sentence.tokens, account.article.text)))
        for account in affair.accounts
        for n, sentence in enumerate(_body(account, boilerplate))
    ]
    weights = Weights(lemmas for *_, lemmas in pieces)
    published = {account.id: _published(account) for account in affair.accounts}
    ends = {account.id: n for account, n, *_ in pieces}
    first = first_report(affair.accounts)
    found: list[Candidate] = []
    for account, n, sentence, lemmas in pieces:
        span, here = account.words.span(sentence.start, sentence.end), around(account, sentence)
        start = without_head(account, sentence).start
        tokens = [t for t in sentence.tokens if t.end > start]
        tokens = [tokens[n] for n in without_clause(tokens, account.article.text)][:_TOLL]
        joined = [e for place, e in told.get(span.page, ()) if place.overlaps(span)]
        own = [e for e in here.events if any(m.span.overlaps(span) for m in e.mentions)]
        when = _when(account, sentence, own)
        day = when.start if when else published[account.id]
        background = bool(first and day and day <= first - BACKGROUND)
        seen = Seen(
            account=account,
            sentence=sentence,
            span=span,
            here=here,
            place=n,
            last=n == ends[account.id] and n >= SEVERAL,
            own=own,
            copied=account.id in copied,
            background=background,
            chronicled=any(e.rule == RULE for e in joined),
            parted=any(place.overlaps(span) for place in parted.get(span.page, ())),
        )
        found.append(
            Candidate(
                account=account,
                sentence=sentence,
                start=start,
                sides=sides,
                vector=weights.vector(lemmas),
                weight=worth(seen),
                day=day,
                when=when,
                background=background,
                events=frozenset(e.id for e in joined),
                deeds=tuple((e.type, _sides(e.actor, sides), _sides(e.recipient, sides)) for e in own),
                numbers=frozenset(t.text for t in sentence.tokens if t.is_number),
                named=_sides((m.actor for m in here.mentions if m.actor and span.holds(m.span)), sides),
                denies=any(s.polarity is Polarity.DENIES and span.overlaps(s.span) for s in here.statements),
                span=span,
                dead=_toll(tokens, "dead"),
                hurt=_toll(tokens, "hurt"),
            )
        )
    return found


def _toll(tokens: Sequence[Token], of: str) -> float:
    """How many dead or hurt a sentence begins by telling: the number nearest to a word for them; 0 where there is
    none."""
    at = [n for n, t in enumerate(tokens) if t.text.removeprefix("و") in words(of)]
    counts = (
        n for n in find_numbers(tokens) if n.last >= len(tokens) or tokens[n.last].text not in words("units_of_time")
    )
    away = [(min(abs(n.first - k) for k in at), n.value) for n in counts] if at else []
    return min(away)[1] if away else 0.0


def _plain(account: Account, sentence: Sentence, tokens: Sequence[Token]) -> tuple[str, ...]:
    here = around(account, sentence)
    out = [m.span for m in here.mentions if sentence.start <= m.span.start < sentence.end]
    out += [d.span for d in here.dates if sentence.start <= d.span.start < sentence.end]
    plain = [
        t
        for t in tokens
        if not t.is_number and t.text not in titles() and not any(s.start < t.end and t.start < s.end for s in out)
    ]
    return tuple(dict.fromkeys(content_lemmas(plain, account.article.text)))


def _sides(actors: Iterator[str] | Sequence[str], sides: Mapping[str, str]) -> frozenset[str]:
    return frozenset(sides.get(a, a) for a in actors)


def _body(account: Account, boilerplate: frozenset[str]) -> Iterator[Sentence]:
    for sentence in account.words.sentences:
        length = sentence.end - sentence.start
        fits = SHORTEST <= length <= LONGEST and bool(sentence.tokens)
        if account.words.kind_of(sentence) is not BlockKind.BODY or not fits:
            continue
        if account.words.folded(sentence) not in boilerplate:
            yield sentence


def _boilerplate(accounts: Sequence[Account]) -> frozenset[str]:
    """Sentences that an outlet prints word for word under several pages and that name nobody: a house rule, no news."""
    pages: dict[tuple[str, str], dict[str, list[tuple[Account, Sentence]]]] = {}
    for account in accounts if len(accounts) > 1 else ():
        for sentence in account.words.sentences:
            key = account.article.outlet or "", account.words.folded(sentence)
            pages.setdefault(key, {}).setdefault(account.article.page, []).append((account, sentence))
    often = ((words, found.values()) for (_, words), found in pages.items() if len(found) > 1)
    return frozenset(w for w, found in often if sum(any(_of_nobody(*one) for one in page) for page in found) > 1)


def _of_nobody(account: Account, sentence: Sentence) -> bool:
    span = account.words.span(sentence.start, sentence.end)
    return not any(span.holds(m.span) for m in overlapping(account.mentions, span))


def _published(account: Account) -> dt.date | None:
    return account.article.published.when.start if account.article.published else None


def _when(account: Account, sentence: Sentence, own: list[Event]) -> When | None:
    """The time of what the sentence tells as done, else of its first date, a day or so long. What is only announced
    keeps the day of its announcement, which is the page's; so does what is dated after it.

    «منذ 2008» and «حدود 1967» date nothing that the sentence tells.
    """
    if any(e.status is Status.PLANNED for e in own):
        return None
    published, span = _published(account), account.words.span(sentence.start, sentence.end)
    times = [e.when for e in own if e.when is not None and e.status is Status.HAPPENED]
    if not times and (only := _only_date(account, sentence, span)):
        times.append(only)
    for when in times:
        if when.start is None or _days(when) > 366 or (published and when.start > published):
            continue
        told = [d for d in around(account, sentence).dates if d.when == when and span.holds(d.span)]
        if not told or any(_dates_no_line(account, d) for d in told):
            continue  # a day that only the neighbourhood tells heads no line, nor one counted back in weeks
        if published and when.end and when.end < published and of_these_days(account, span, told):
            continue
        if _ahead(account, sentence) and not any(t.isdigit() for d in told for t in account.article.words_of(d.span)):
            continue  # «سيواجه جلسات الثلاثاء»: the next one
        if _days(when) > _OWN_DAYS and (len(own) > 1 or all(_far_on(account, d) for d in told)):
            # «اعترف بقتل حمالين عام 2017»: which of the two was in it? «دعا إلى محاسبة ... بعد حملة العام الماضي»
            continue
        return when
    return None


def _dates_no_line(account: Account, date: DateMention) -> bool:
    """Whether a date bounds, is counted back, is a clause's, or that of what was not («لم تحضر احتجاج 4 مايو»)."""
    if bounds(account, date) or counted_back(account, date) or _of_a_clause(account, date):
        return True
    if _hour_alone(account, date) or _names_a_thing(account, date) or just_begun(account, date):
        return True
    sentence = account.words.sentence_at(date.span.start)
    before = [t for t in sentence.tokens if t.end <= date.span.start] if sentence else []
    no = [t.end for t in before if t.text.removeprefix("و") in words("unverbs")]
    return bool(no) and "،" not in account.words.text(no[-1], date.span.start)


def _hour_alone(account: Account, date: DateMention) -> bool:
    """Whether a date tells an hour and no day («في الساعة العاشرة»), in a sentence that tells none: the page's own was
    only supposed."""
    if date.kind is not DateKind.TIME or date.when is None:
        return False
    said = {fold_word(w).removeprefix("ال") for w in account.article.words_of(date.span).split()}
    sentence = account.words.sentence_at(date.span.start)
    if sentence is None or said & days_by_name() or any(c in account.article.words_of(date.span) for c in "/-"):
        return False
    others = (d for d in around(account, sentence).dates if d.kind is DateKind.DATE and d.when is not None)
    return not any(d.when and date.when.overlaps(d.when) for d in others)


def _names_a_thing(account: Account, date: DateMention) -> bool:
    """Whether a date is part of what a thing is called: «مستوى إغلاق الخميس»; of a month or a year also «احتجاجات
    2011»."""
    sentence = account.words.sentence_at(date.span.start)
    before = [t.text for t in sentence.tokens if t.end <= date.span.start][-1:] if sentence else []
    stems = {cut.stem for word in before for cut in split_clitics(word) if not cut.article} | {*before}
    long = date.when is not None and _days(date.when) > _WEEKS
    return bool(stems & words("closings")) or (long and bool(stems & words("occasions")))


def _far_on(account: Account, date: DateMention) -> bool:
    """Whether a date stands far from the head of its sentence."""
    sentence = account.words.sentence_at(date.span.start)
    return sentence is not None and sum(t.end <= date.span.start for t in sentence.tokens) > _NEAR_HEAD


def _only_date(account: Account, sentence: Sentence, span: Span) -> When | None:
    """The time of the one date of a sentence that tells no event of its own, where it stands near the sentence's head;
    further on, or beside others, it may be that of anything."""
    dates = [d for d in around(account, sentence).dates if span.holds(d.span) and d.when is not None]
    if not dates:
        return None
    before = [t.text for t in sentence.tokens if t.end <= dates[0].span.start]
    occasion = bool(before) and before[-1] in words("occasions")  # «يفكر في مباراة الأحد»
    occasion |= any(w in words("preparing") for w in before)  # «يتدرب استعدادا لمباراته، الأحد»
    alone = all(d.when == dates[0].when for d in dates)
    fits = (
        len(before) <= (_NEAR_HEAD if alone else _AT_HEAD)
        and not occasion
        and not bounds(account, dates[0])
        and dates[0].when is not None
    )
    return dates[0].when if fits and dates[0].when and _days(dates[0].when) <= _OWN_DAYS else None


def _ahead(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence tells of what is to come: its weekdays may be the next ones."""
    return any(is_future(account.words.text(t.start, t.end)) for t in sentence.tokens)


def _of_a_clause(account: Account, date: DateMention) -> bool:
    """Whether a date stands in a clause that hangs on its sentence («اللاعب الذي انضم في يناير»), in what somebody
    denies or is charged with, in old matters that somebody speaks of, or only points at one told before («في
    حينها»): it dates no more than that. What is told of yesterday is of one day, whatever hangs on what."""
    said = (fold_word(w) for w in account.article.words_of(date.span).split())
    sentence = account.words.sentence_at(date.span.start)
    before = [t for t in sentence.tokens if t.end <= date.span.start] if sentence else []
    if any(w in words("demonstratives") for w in (*said, *(t.text for t in before[-1:]))):  # «تلك الليلة»
        return True
    if of_more_said(before):
        return True
    joined = [(t, t.text.removeprefix("و")) for t in before]
    follows = [*(t.text for t in before[1:]), ""]
    # «التصادم، الذي وقع فجر الثلاثاء»: its own day; «أكد أن القمة التي عقدت الأحد ...»: that of what is spoken of
    said_before = any(text in words("said_that") for _, text in joined)
    own = words("befalling") if said_before else words("befalling") | words("meeting")
    opening = [t for (t, text), after in [*zip(joined, follows, strict=False)][-_CLAUSE:]
               if text in words("relatives") and after not in own]  # fmt: skip
    opening += [t for t in before[-_CLAUSE:] if t.text in words("apposed")]  # «، وهي بطولة انطلقت عام 1993»
    if not _within(account, date, _FRESH):
        if any(s.polarity is not Polarity.ASSERTS and s.span.holds(date.span) for s in account.statements):
            return True
        opening += [t for t, text in joined if text in words("subordinating") and not _in_a_date(account, t)]
    if not _within(account, date, BACKGROUND):
        opening += [t for t, text in joined if text in words("said_that")]
        if any(text in words("announcing") for _, text in joined[:_OPENING]):  # «كشف عن تقرير لانهيار الشهر الماضي»
            opening += [t for t in before[_OPENING:] if t.text in words("bringing_in")]
    if not _within(account, date, _YESTERDAY) and any(text in words("announcing") for _, text in joined[:_OPENING]):
        opening += [t for t in before if t.text in words("adding")]  # who spoke on Monday goes on to Saturday
    # «بعد أن غادر، الخميس، بلده»: an aside may still be of the clause
    return bool(opening) and "،" not in account.words.text(max(t.end for t in opening), date.span.start).rstrip(" ،")


def of_more_said(before: Sequence[Token]) -> bool:
    """Whether a date stands in what somebody says besides («قالت إن بحارين أصيبا، وإن السفينة غادرت يوم 22»): the line
    is about what he says first."""
    said = [n for n, t in enumerate(before) if t.text in words("said_that")]
    further = words("said_that") | words("had")
    joined = (n for n, t in enumerate(before) if t.text[:1] == "و" and t.text[1:] in further)
    return bool(said) and any(n > said[0] for n in joined)


def _in_a_date(account: Account, token: Token) -> bool:
    return any(d.span.start <= token.start < d.span.end for d in account.dates)


def _within(account: Account, date: DateMention, span: dt.timedelta) -> bool:
    """Whether a date begins no longer than `span` before its page, as far as that is known."""
    published, day = _published(account), date.when.start if date.when else None
    return published is None or day is None or day >= published - span


def _days(when: When) -> int:
    return (when.end - when.start).days if when.start and when.end else 9999
