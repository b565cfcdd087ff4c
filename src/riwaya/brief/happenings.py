"""Happenings that the words date and no code names: «شيعت المدينة، أمس، ضحايا السيول».

PLOVER codes politics and conflict; a timeline has to tell a sinking, a burial, a verdict or a match as well. Here a
sentence tells a happening where a word of `rules/ar/happenings.yaml` stands in it as done (not wished, denied, charged
or to come) and the sentence itself dates that word (`dated`). Three more are dated by their page:

* a clock time alone («قرابة الرابعة صباحا») has the day that the page's lead names;
* the lead of a report, told as done and without a day, was on the page's day or the one before, where another page says
  so too, or the lead names that day for who told it («وفق ما أعلن الوزير اليوم السبت»);
* a party's own statement, by its title, was made on its day.

Each happening is told once, with the words of all pages that tell it on its day, in words like its own. The event has
no type and asserts nothing but its words and its time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from riwaya.account import Account, Affair, in_own_words
from riwaya.brief.candidates import LONGEST, SHORTEST, of_more_said
from riwaya.brief.chronicle import RULE, asserted, coded_tellings, to_come
from riwaya.brief.dated import BACKGROUND, dates_told, first_report, words
from riwaya.brief.heads import without_head
from riwaya.brief.kept import around
from riwaya.brief.making import by_machine, origins_of
from riwaya.brief.mending import WEEKDAYS
from riwaya.likeness import Vector, Weights, content_lemmas, cosine
from riwaya.model import (
    BlockKind,
    DateKind,
    DateMention,
    Event,
    EventMention,
    Polarity,
    Precision,
    Span,
    When,
)
from riwaya.remembered import remembered
from riwaya.rules import load, rules_in
from riwaya.text import Sentence, Token, conjugate, conjugate_passive, fold_text, fold_word, fold_words, split_clitics

_SURE = 0.8  # of lines drawn from a month of news so many were true
_ALIKE, _ALIKE_BY_WORD = 0.3, 0.15  # cosines from which two tellings of a day are one happening; set by eye
_LEAD = 2  # sentences of the body in which a report names its day
_MOST, _ALONE, _EACH = 14, 2, 2  # happenings of a topic; of none, and for each independent page
_STATED = 5  # sentences of a statement that stand for it
_FRESH = dt.timedelta(days=8)
_DAY = dt.timedelta(days=1)
_OPENING = 3  # words of a sentence's head in which its verb of saying stands


@dataclass(frozen=True, slots=True)
class _Happening:
    """One telling: where it stands, the word that tells it, when it was, its sentence's lemmas."""

    account: Account
    mention: EventMention
    word: str
    when: When
    lemmas: tuple[str, ...]
    lead: bool
    saying: bool = False
    aside: bool = False  # a clause about a thing tells it, or a clock time the day of which the lead names
    clock: bool = False  # the latter
    more: tuple[EventMention, ...] = ()
    alone: bool = True  # whether its time is sure without a second telling


def with_happenings(affair: Affair) -> Affair:
    """The affair with the dated happenings that its events leave out, as events of type `NONE`, the weightiest."""
    found = [h for a in affair.accounts if not by_machine(a) for h in _in(a)]
    if not found:
        return affair
    coded = coded_tellings(affair)
    weights = Weights([*(h.lemmas for h in found), *(c.lemmas for c in coded)])
    vectors = [weights.vector(c.lemmas) for c in coded]
    fresh: list[tuple[_Happening, Vector]] = []
    added: dict[str, list[EventMention]] = {}
    for h in found:
        vector = weights.vector(h.lemmas)
        told = next(
            (
                c.event
                for c, v in zip(coded, vectors, strict=True)
                if _one_time(c.event.when, h.when)
                and (c.mention.span.overlaps(h.mention.span) or cosine(v, vector) >= _ALIKE)
            ),
            None,
        )
        if told is None:
            fresh.append((h, vector))
        else:
            added.setdefault(told.id, []).append(h.mention)
    groups = _groups(fresh)
    events = [
        replace(e, mentions=tuple(dict.fromkeys((*e.mentions, *added.get(e.id, ())))))
        if e.id in added or len(e.mentions) > 1
        else e
        for e in affair.events
    ]
    chosen = _chosen(groups, affair, len(coded))
    return replace(affair, events=(*events, *(_event(n, g) for n, g in enumerate(chosen))))


def _event(n: int, group: Sequence[_Happening]) -> Event:
    first = group[0]
    mentions = dict.fromkeys(m for h in group for m in (h.mention, *h.more))
    return Event(f"{first.account.id}/d{n}", first.account.id, "NONE", tuple(mentions), when=first.when,
                 confidence=_SURE, rule=RULE)  # fmt: skip


# ------------------------------------------------------------------ what is told once, and what is told at all


def _one_time(a: When | None, b: When | None) -> bool:
    """Whether two times are one: the same days, or one of a day or two that holds the other."""
    if a is None or b is None or not (a.start and a.end and b.start and b.end):
        return False
    short, long = sorted((a, b), key=_length)
    if not (short.start and short.end and long.start and long.end):
        return False
    same = (a.start, a.end) == (b.start, b.end)
    return same or (_length(long) <= 2 and long.start <= short.start and short.end <= long.end)


def _length(when: When) -> int:
    return (when.end - when.start).days if when.start and when.end else 0


def _groups(found: Iterable[tuple[_Happening, Vector]]) -> list[list[_Happening]]:
    """Tellings of one happening, those with the finest time first."""
    groups: list[list[tuple[_Happening, Vector]]] = []
    for one in sorted(
        found, key=lambda f: (f[0].aside, _length(f[0].when), f[0].saying, not f[0].lead, f[0].mention.span)
    ):
        home = next((g for g in groups if any(_same(o, one) for o in g)), None)
        if home is None and one[0].aside:  # it only recalls what the day's others tell
            home = max(
                (g for g in groups if _one_time(g[0][0].when, one[0].when) and not g[0][0].saying),
                key=lambda g: max(cosine(v, one[1]) for _, v in g),
                default=None,
            )
            if one[0].clock and (home is None or all(cosine(v, one[1]) < _ALIKE_BY_WORD for _, v in home)):
                continue  # the day that the lead names is that of something else
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [told for g in groups if _sure(told := [h for h, _ in g])]


def _sure(group: Sequence[_Happening]) -> bool:
    """Whether the time of a happening is sure: told by a day, or by the leads of two pages."""
    return any(h.alone for h in group) or len({h.account.article.page for h in group}) > 1


def _same(a: tuple[_Happening, Vector], b: tuple[_Happening, Vector]) -> bool:
    one, other = a[0], b[0]
    if not _one_time(one.when, other.when):
        return False
    if one.mention.span.overlaps(other.mention.span):
        return True
    return cosine(a[1], b[1]) >= (_ALIKE_BY_WORD if one.word == other.word else _ALIKE)


def _chosen(groups: Sequence[list[_Happening]], affair: Affair, coded: int) -> list[list[_Happening]]:
    """The happenings that a timeline has room for: those told most independently, by leads, and as deeds."""
    origins = origins_of(affair.accounts, affair.derivations)
    room = min(_MOST - min(coded, _MOST // 2), _ALONE + _EACH * len(set(origins.values())))

    first = first_report(affair.accounts)

    def told(group: Sequence[_Happening]) -> bool:
        """News; background only where more than one page recalls it."""
        end = group[0].when.end
        old = first is not None and end is not None and end <= first - BACKGROUND
        return not old or len({h.account.id for h in group}) > 1

    def weight(group: Sequence[_Happening]) -> tuple[float, Span]:
        outlets = {(origins[h.account.id], h.account.article.outlet) for h in group}
        best = 0.8 * (len({o for o, _ in outlets}) - 1) + 0.5 * any(h.lead for h in group)
        best += 0.3 * (_length(group[0].when) == 1) - 0.4 * all(h.saying for h in group)
        return -best, group[0].mention.span

    return sorted((g for g in groups if told(g)), key=weight)[:room]


# ------------------------------------------------------------------ what an account tells


def _in(account: Account) -> Iterator[_Happening]:
    """The happenings of one account."""
    body = [s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.BODY]
    lead = _lead_day(account, body)
    taken: set[tuple[dt.date | None, int]] = set()
    if in_own_words(account):
        yield from _statement(account, body)
    for n, sentence in enumerate(body):
        if not SHORTEST <= sentence.end - sentence.start <= LONGEST:
            continue
        any_dated = False
        for trigger, kind in _triggers(account, sentence):
            span = Span(account.article.page, trigger.start, trigger.end)
            told = Span(account.article.page, sentence.start, sentence.end)
            mention = EventMention(told, span)
            if kind == "saying" and n > 0:
                continue
            if not asserted(account, sentence, mention, past=kind != "noun") or to_come(account, sentence, mention):
                continue
            if _disputed(account, sentence, span):
                continue
            for date in dates_told(account, sentence, span, noun=kind == "noun", speaks=kind == "act"):
                when = _time(account, date, lead)
                before = [t for t in sentence.tokens if t.end <= date.span.start]
                if when is None or not _past(account, when) or of_more_said(before):
                    continue  # «قالت إن بحارين أصيبا، وإن السفينة غادرت يوم 22» tells of the hurt
                any_dated = True
                if (when.start, sentence.start) in taken:
                    continue
                taken.add((when.start, sentence.start))
                made = _made(account, sentence, mention, when, n == 0)
                clock = date.kind is DateKind.TIME and not _names_day(account, date)
                aside = clock or _in_clause(sentence, trigger)
                yield replace(made, saying=kind == "saying", aside=aside, clock=clock)
        if n == 0 and not any_dated and (one := _undated_lead(account, sentence)) is not None:
            yield one


def _made(account: Account, sentence: Sentence, mention: EventMention, when: When, lead: bool) -> _Happening:
    word = account.words.text(mention.trigger.start, mention.trigger.end)
    lemmas = tuple(content_lemmas(sentence.tokens, account.article.text))
    return _Happening(account, mention, fold_word(word), when, lemmas, lead)


def _in_clause(sentence: Sentence, trigger: Token) -> bool:
    """Whether a clause about a thing named before it tells it: «الحادث الذي وقع»."""
    before = [t.text.removeprefix("و") for t in sentence.tokens if t.end <= trigger.start][-1:]
    after = [t.text for t in sentence.tokens if t.start >= trigger.end][:1]
    return any(w in words("relatives") for w in (*before, *after))


def _past(account: Account, when: When) -> bool:
    today = account.article.published
    return (
        when.start is not None
        and when.end is not None
        and (today is None or today.when.start is None or when.end <= today.when.start + 2 * _DAY)
        and (today is None or today.when.start is None or when.start <= today.when.start)
    )


def _time(account: Account, date: DateMention, lead: When | None) -> When | None:
    """When a date is; of a clock time alone the lead's day."""
    if date.kind is not DateKind.TIME or _names_day(account, date):
        return date.when
    return lead


def _names_day(account: Account, date: DateMention) -> bool:
    """Whether the words of a clock time name a day too."""
    said = {fold_word(w).removeprefix("ال") for w in account.article.words_of(date.span).split()}
    days = {w.removeprefix("ال") for w in (*words("relative_days"), *fold_words(WEEKDAYS))}
    return bool(said & days)


def _lead_day(account: Account, body: Sequence[Sentence]) -> When | None:
    """The fresh day or night that the head of a report names first; None where none does."""
    published = account.article.published
    today = published.when.start if published else None
    for sentence in body[:_LEAD]:
        for date in account.dates:
            when = date.when
            if not sentence.start <= date.span.start < sentence.end or when is None or when.start is None:
                continue
            told = date.kind in (DateKind.DATE, DateKind.INTERVAL) and 0 < _length(when) <= 2
            if told and (today is None or dt.timedelta() <= today - when.start <= _FRESH):
                return when
    return None


def _disputed(account: Account, sentence: Sentence, trigger: Span) -> bool:
    """Whether a word stands in what somebody denies, demands, threatens or charges."""
    holding = [s for s in around(account, sentence).statements if s.span.holds(trigger)]
    return any(s.polarity is not Polarity.ASSERTS for s in holding)


def _undated_lead(account: Account, sentence: Sentence) -> _Happening | None:
    """What a report's first words tell as done without a day: of the page's day or the one before."""
    published = account.article.published
    day = published.when.start if published and published.when.end else None
    start = without_head(account, sentence).start
    head = next((t for t in sentence.tokens if t.end > start), None)
    if day is None or head is None or published is None or _length(published.when) != 1:
        return None
    if not any(c in _verbs() for c in _bare(head.text)) or any(c in _sayings() for c in _bare(head.text)):
        return None
    breaking = [t.start for t in sentence.tokens if t.text in words("attributing") or t.text in words("announcing")]
    breaking += [t.start for t in sentence.tokens if t.text in words("relatives")]
    till = min((b for b in breaking if b > head.start), default=sentence.end)
    if any(d.when is not None and d.when.start and head.start < d.span.start < till for d in account.dates):
        return None
    first = day - _DAY
    when = When(f"{first}/{day}", first, day + _DAY, Precision.RANGE)
    fresh = any(
        d.when is not None and d.when.start in (first, day) and _length(d.when) == 1
        for d in account.dates
        if head.start < d.span.start < sentence.end
    )
    mention = EventMention(Span(account.article.page, sentence.start, sentence.end),
                           Span(account.article.page, head.start, head.end))  # fmt: skip
    if not asserted(account, sentence, mention):
        return None
    return replace(_made(account, sentence, mention, when, True), alone=fresh)


def _statement(account: Account, body: Sequence[Sentence]) -> Iterator[_Happening]:
    """A statement as the happening of its day, with the sentences that say something."""
    published = account.article.published
    if published is None or _length(published.when) != 1 or not body:
        return
    page = account.article.page
    saying = []
    for sentence in body:
        if not sentence.tokens or sentence.end - sentence.start > LONGEST:
            continue
        head = [t.start for t in sentence.tokens[:_OPENING]]
        cues = [s.cue for s in account.statements if s.cue is not None and head[0] <= s.cue.start <= head[-1]]
        told = (t for t, kind in _triggers(account, sentence) if t.start in head and kind == "verb")
        at = min((*cues, *(Span(page, t.start, t.end) for t in told)), default=None)
        if at is not None:
            saying.append(EventMention(Span(page, sentence.start, sentence.end), at))
    if saying:
        lemmas = tuple(content_lemmas(body[0].tokens, account.article.text))
        yield _Happening(account, saying[0], "", published.when, lemmas, lead=True, saying=True,
                         more=tuple(saying[1:_STATED]))  # fmt: skip


# ------------------------------------------------------------------ the words that tell


def _triggers(account: Account, sentence: Sentence) -> Iterator[tuple[Token, str]]:
    """The words of a sentence that may tell a happening: `verb`, `saying` or `noun`."""
    start, here = without_head(account, sentence).start, around(account, sentence)
    cues = [s.cue for s in here.statements if s.cue is not None]
    named = [m.span for m in here.mentions]
    word = ""
    for token, after in pairwise((*sentence.tokens, None)):
        if token is None or token.end <= start:
            continue
        before, word = word, token.text
        if not _may_tell(word):  # nearly no word does
            continue
        opens = token.start <= start + 1 or word.startswith("و") or before in _before_verbs()
        kind = _kind(word, opens)
        if not kind or token.is_number or before.lstrip("ول") in _what():
            continue
        if after is not None and f"{word.removeprefix('و')} {after.text}" in _idioms():
            continue
        if any(span.start <= token.start < span.end for span in named):
            continue
        said = kind == "verb" and any(c.start < token.end and token.start < c.end for c in cues)
        yield token, "saying" if said else kind


@remembered(65536)
def _may_tell(word: str) -> bool:
    """Whether a folded word tells a happening somewhere."""
    return any(cut.stem in _telling() for cut in split_clitics(word))


@remembered(65536)
def _kind(word: str, opens: bool) -> str:
    """What a folded word tells where it stands at the head of its clause or not: `verb`, `act`, `saying`, `noun`; or
    "" for nothing."""
    forms = [f for f in _bare(word) if opens or f not in _nouns_too()]
    for kind, listed in (("verb", _verbs()), ("act", _acts()), ("saying", _sayings())):
        if any(f in listed for f in forms):
            return kind
    return "noun" if any(cut.stem in _nouns() for cut in split_clitics(word)) else ""


@remembered(65536)
def _bare(word: str) -> tuple[str, ...]:
    """A folded word as it stands, and without a joining «و» or «ف» and a pronoun."""
    cuts = (c for c in split_clitics(word) if not c.article and set(c.proclitics) <= {"و", "ف"})
    return tuple(dict.fromkeys(c.stem for c in cuts))


def _past_forms(verbs: Iterable[str]) -> frozenset[str]:
    return frozenset(f for v in verbs for f in (*(f for f, _ in conjugate(v)), *conjugate_passive(v)))


@cache
def _verbs() -> frozenset[str]:
    return _past_forms(v for r in rules_in(load("ar/happenings"), "kinds") for v in r.texts("verbs"))


@cache
def _nouns() -> frozenset[str]:
    rules = rules_in(load("ar/happenings"), "kinds")
    return frozenset(fold_word(n) for r in rules for n in r.texts("nouns"))


@cache
def _sayings() -> frozenset[str]:
    return _past_forms(load("ar/happenings").texts("sayings"))


@cache
def _acts() -> frozenset[str]:
    return _past_forms(load("ar/happenings").texts("acts"))


@cache
def _telling() -> frozenset[str]:
    return _verbs() | _acts() | _sayings() | _nouns()


@cache
def _what() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/happenings").texts("what"))


@cache
def _idioms() -> frozenset[str]:
    return frozenset(fold_text(p) for p in load("ar/happenings").texts("idioms"))


@cache
def _nouns_too() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/happenings").texts("nouns_too"))


@cache
def _before_verbs() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/happenings").texts("before_verb"))
