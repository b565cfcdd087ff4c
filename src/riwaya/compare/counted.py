"""Every counted number of an affair, with what it counts, of what, where, when and in whose mouth.

`counted_figures` finds them. What a number counts is the class of a toll where a governing word says so
(«مقتل 4 أشخاص», «4 قتلى»: killed), else the lemma of its noun. Prices for each of something, units of
time and the running counts of sport are no figures here, nor are words that commit themselves to no number
(«عشرات»). `Scope` is what bounds a count: two counts whose scopes exclude each other are of two things.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from riwaya.account import Account, Affair
from riwaya.compare.credited import credited
from riwaya.compare.kept import numbers_in, once
from riwaya.compare.labels import estimating, money, no_number, not_counted
from riwaya.compare.ledger import noun_after
from riwaya.compare.positions import COPIES
from riwaya.likeness import Vector, Weights, content_lemmas, lemma_of, stopwords
from riwaya.model import BlockKind, MentionType, Span, When
from riwaya.rules import load, rules_in
from riwaya.text import Sentence, Token, fold_word, fold_words, split_clitics
from riwaya.text.numbers import Number

_AROUND = 90  # code points around a counted noun that say what it is about
_CLAIMED = 80  # code points from the beginning of a claim within which its figures are the speaker's
_GOVERNED = 3  # tokens before a number in which the word of a toll may stand
_BESIDE_PARTY = 3  # tokens before a party in which a word of estimating may stand
_LONG_AGO = dt.timedelta(days=8)  # before a page: «since 30 March» sums up, «on Saturday» does not
_FEW_DAYS = dt.timedelta(days=4)  # «Monday and Tuesday»
_SHORT_TIME = 31  # days: a year in the sentence bounds no count
_DASHES = ("-", "–", "—")
_STANDING = dt.timedelta(days=300)  # before a page: what began then is no news of the day


@dataclass(frozen=True, slots=True)
class Scope:
    """The places (with their states), other parties and days that a count is bound to."""

    places: frozenset[str]
    others: frozenset[str]
    days: tuple[When, ...]
    sites: frozenset[str] = frozenset()  # kinds of building or ground that were struck
    since: bool = False  # whether one of the days lies well before the page: a sum since then
    of_late: bool = False  # whether one of the days does not: the toll of that day
    standing: bool = False  # whether it counts for longer than most of a year: «since 2011»
    late: frozenset[dt.date] = frozenset()  # the days that do not: whose toll it is

    def excludes(self, other: Scope) -> bool:
        """Whether two counts can not be of one thing: both name places (or parties, or days), none in common."""
        for mine, theirs in ((self.places, other.places), (self.others, other.others)):
            if mine and theirs and not mine & theirs:
                return True
        here, there = ({w.value.partition("T")[0] for w in days} for days in (self.days, other.days))
        if len(here) > 1 and len(there) > 1 and not here <= there and not there <= here:
            return True  # from Monday to Tuesday, and from Tuesday to Wednesday
        return bool(here and there) and not any(a.overlaps(b) for a in self.days for b in other.days)

    def covers(self, other: Scope) -> bool:
        """Whether it names the days of the other and more: «Monday and Tuesday», «Monday»."""
        return bool(other.late) and other.late < self.late

    def sums(self, other: Scope) -> bool:
        """Whether one of the two counts since a day long ago what the other counts of late."""
        if self.since and other.since:  # «on Monday, in the marches that began on 30 March» is Monday's toll
            return self.of_late is not other.of_late
        return self.since is not other.since and not any(a.overlaps(b) for a in self.days for b in other.days)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts (`what`: a toll's class or a lemma; `of` what, where it is a measure:
    lemma and word) and where. `holder` says it (an actor id), `side` is whose side that is; `event` is
    the joined event it belongs to; each None where there is none. `toll` tells whether `what` is a class."""

    what: str
    toll: bool
    of: tuple[str, str] | None
    shown: str
    noun: str
    number: Number
    span: Span
    sentence: int
    kind: BlockKind
    evidence: Span
    account: Account
    vector: Vector
    event: str | None
    holder: str | None
    side: str | None
    scope: Scope
    rising: bool = False  # whether its sentence says that the number moved on: «ارتفعت الحصيلة»
    several: bool = False  # whether its page counts the same thing with other numbers too
    copied: bool = False  # whether its page is a copy or translation of another of the affair
    source: str | None = None  # whom its page credits with it: an actor id, or `anon:` with his words

    @property
    def value(self) -> float:
        """The number."""
        return self.number.value

    @property
    def given_by(self) -> str:
        """Who stands for it: its source, else its page."""
        return self.source or self.holder or self.account.id

    @property
    def of_people(self) -> str:
        """Which people a toll is of; empty where its noun says only that they are people, or their lot."""
        lemma = lemma_of(self.noun)
        return "" if lemma in lots() or lemma in people() or fold_word(self.noun) in lots() else lemma

    @property
    def told_at(self) -> str | None:
        """When its page was published, as ISO 8601; None where no page says."""
        published = self.account.article.published
        return published.when.value if published and published.when.bounded else None

    @property
    def told_on(self) -> dt.date | None:
        """The day on which its page was published (the first of several possible); None where no page says."""
        published = self.account.article.published
        return published.when.start if published and published.when.bounded else None

    @property
    def teller(self) -> tuple[str, str | None]:
        """Who gives this figure here: the page, and the side it quotes."""
        return self.account.id, self.side


@dataclass(frozen=True, slots=True)
class Raw:
    """A number as read: what it counts, before its page and the others say more of it."""

    account: Account
    sentence: int
    number: Number
    noun: Token
    what: str
    toll: bool
    lemmas: tuple[str, ...]


def counted_figures(
    affair: Affair, sides: Mapping[str, str], read: Callable[[Account], Iterable[Raw]] | None = None
) -> list[Figure]:
    """The figures of all accounts; `sides` maps an actor id to its side. `read` finds them in one account (None: every
    number that stands before what it counts)."""
    event_at: dict[str, list[tuple[Span, str]]] = {}
    for e in affair.events:
        for m in e.mentions:
            event_at.setdefault(m.span.page, []).append((m.span, e.id))
    raw = [found for account in affair.accounts for found in (read or counted_in)(account)]
    weights = Weights(r.lemmas for r in raw)
    values: dict[tuple[str, str], set[float]] = {}
    for r in raw:
        values.setdefault((r.account.id, r.what), set()).add(r.number.value)
    figures = [_figure(r, weights, event_at, sides) for r in raw]
    copies = {d.derived for d in affair.derivations if d.source is not None and d.relation in COPIES}
    return [replace(f, several=len(values[f.account.id, f.what]) > 1, copied=f.account.id in copies) for f in figures]


def _figure(
    raw: Raw, weights: Weights, event_at: Mapping[str, list[tuple[Span, str]]], sides: Mapping[str, str]
) -> Figure:
    account, number = raw.account, raw.number
    sentence = account.words.sentences[raw.sentence]
    span = account.words.span(sentence.tokens[number.first].start, sentence.tokens[number.last - 1].end)
    holder = _holder(account, sentence, number, span)
    return Figure(
        what=raw.what,
        toll=raw.toll,
        of=_measured(sentence.tokens, number.last + 1, account.article.text),
        shown=_unjoined(account.article.words_of(span), sentence.tokens[number.first]),
        noun="" if _joins(raw.noun) else account.article.text[raw.noun.start : raw.noun.end],
        number=number,
        span=span,
        sentence=raw.sentence,
        kind=account.words.kind_of(sentence),
        evidence=account.words.span(sentence.start, sentence.end),
        account=account,
        vector=weights.vector(raw.lemmas),
        event=next((event for place, event in event_at.get(span.page, ()) if place.holds(span)), None),
        holder=holder,
        side=sides.get(holder, holder) if holder else None,
        scope=_scope(account, sentence, span, holder, sides),
        rising=any(t.text.removeprefix("و") in _rising() for t in sentence.tokens),
        source=credited(account, sentence, span),
    )


def _unjoined(words: str, first: Token) -> str:
    """The words of a number without the «و» that joins them to what goes before («وأكثر من 2400»)."""
    return words[1:] if first.text[0] == "و" and first.text[1:] in _bounds() else words


@cache
def _bounds() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("bounds"))


def _joins(token: Token) -> bool:
    """Whether what stands behind a number goes on with the sentence and is nothing counted: «القتلى الـ82 فإننا نسأل»,
    «أصيب نحو 300 بنيران الحرس»."""
    cuts = split_clitics(token.text)
    joined = any(c.proclitics[:1] in (("و",), ("ف",)) and c.stem in stopwords() for c in cuts)
    return joined or any(c.proclitics == ("ب",) and c.stem in _blows() for c in cuts)


@cache
def _blows() -> frozenset[str]:
    """What people die of or are hurt by."""
    return frozenset(fold_word(w) for line in load("ar/contrasts")["causes"] for w in line)


def counted_in(account: Account) -> Sequence[Raw]:
    """The numbers of an account that count a noun: no dates, no units of time, no prices, no bare numbers."""
    return once(account, "counted", lambda a: tuple(_counted_in(a)))


def _counted_in(account: Account) -> Iterator[Raw]:
    dates = [d.span for d in account.dates]
    text = account.article.text
    for at, sentence in enumerate(account.words.sentences):
        tokens = sentence.tokens
        numbers = numbers_in(account, sentence)
        for number in numbers:
            noun = noun_after(tokens, number)
            if noun is None or _priced(tokens, number) or tokens[number.first].text in no_number():
                continue
            if ends_range(text, tokens, number, numbers):
                continue  # «8 إلى 10 إصابات»: neither end alone is what is told
            span = account.words.span(tokens[number.first].start, tokens[number.last - 1].end)
            lemma = lemma_of(text[noun.start : noun.end])
            if lemma in not_counted() or noun.text in not_counted() or any(map(span.overlaps, dates)):
                continue
            toll = _toll(tokens, number, noun, lemma)
            if not toll and (noun.text in no_thing() or not any(content_lemmas([noun], text))):
                continue  # «two, who are», «80 others»: what is counted stands elsewhere
            around = (
                t
                for k, t in enumerate(tokens)
                if not number.first <= k < number.last and not t.is_number and abs(t.start - noun.start) <= _AROUND
            )
            lemmas = tuple(content_lemmas(around, text))
            yield Raw(account, at, number, noun, toll or lemma, bool(toll), lemmas)


def _priced(tokens: Sequence[Token], number: Number) -> bool:
    """Whether the counted thing is a price for each of something («دولارا للبرميل»), or a quotation of a market
    («2.50 دولار»): both are of an hour, and another page's is of another."""
    after = tokens[number.last + 1].text if number.last + 1 < len(tokens) else ""
    return after.startswith("لل") or number.value != int(number.value)


def ends_range(text: str, tokens: Sequence[Token], number: Number, others: Iterable[Number]) -> bool:
    """Whether a number is the upper end of a range, or both ends read as one: «8 إلى 10», «بين 90 و125 ألف», «5-7», «ما
    بين ألف وألفي شخص». `others` are the numbers of its sentence."""
    first = number.first
    opens = first > 0 and tokens[first - 1].text in _between()
    if opens and any(t.text[0] == "و" for t in tokens[first + 1 : number.last]):
        return True
    word = first > 0 and (tokens[first - 1].text in _up_to() or tokens[first - 1].text == "و")
    low = next((n for n in others if n.last == first - word), None)
    if low is None:
        return False
    if word and tokens[first - 1].text in _up_to():
        return True
    if not word and text[tokens[first - 1].end : tokens[first].start].strip() in _DASHES:
        return True
    joined = word or tokens[first].text[0] == "و"
    return joined and low.first > 0 and tokens[low.first - 1].text in _between()


@cache
def _up_to() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("up_to"))


@cache
def _between() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("range_opens"))


def _toll(tokens: Sequence[Token], number: Number, noun: Token, lemma: str) -> str | None:
    """The class of a toll: the counted noun says it, a word shortly before the number with none between, or a verb
    right behind people told by number («تسعة عمال قضوا»)."""
    for name, (nouns, _) in tolls().items():
        if noun.text in nouns or lemma in nouns:
            return name
    if lemma in money():
        return None  # «فقدت الشركة 58 مليار دولار»
    return _governed(tokens, number) or _fate(tokens, number, noun)


def _governed(tokens: Sequence[Token], number: Number) -> str | None:
    for k in range(number.first - 1, max(-1, number.first - 1 - _GOVERNED), -1):
        if tokens[k].is_number:
            return None
        word = tokens[k].text.removeprefix("و") if tokens[k].text not in _governing() else tokens[k].text
        for name, (nouns, before) in tolls().items():
            if word in before or (word.startswith("ال") and word[2:] in nouns):
                return name
    return None


def _fate(tokens: Sequence[Token], number: Number, noun: Token) -> str | None:
    first = number.last + (number.last < len(tokens) and tokens[number.last] is noun)
    after = [t.text for t in tokens[first : first + 2]]
    if not after or after[0] in _also_active():
        return None
    return next((name for name, said in fates().items() if {after[0], " ".join(after)} & said), None)


@cache
def fates() -> dict[str, frozenset[str]]:
    """Class of a toll -> verbs that say it of people named or numbered before."""
    return {r.text("id"): fold_words(r.texts("behind")) for r in rules_in(load("ar/contrasts"), "tolls")}


@cache
def _also_active() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("also_active"))


@cache
def tolls() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Class -> the nouns that are counted, and the words that make a count of people one."""
    return {
        r.text("id"): (
            frozenset(x for w in r.texts("nouns") for x in (fold_word(w), lemma_of(w))),
            frozenset(fold_word(w) for w in r.texts("before")),
        )
        for r in rules_in(load("ar/contrasts"), "tolls")
    }


@cache
def _governing() -> frozenset[str]:
    """Every word that governs a toll."""
    return frozenset(w for _, before in tolls().values() for w in before)


@cache
def lots() -> frozenset[str]:
    """Every noun that a toll counts, folded and as a lemma."""
    return frozenset(w for nouns, _ in tolls().values() for w in nouns)


@cache
def people() -> frozenset[str]:
    """Nouns that say only that people are counted, folded and as lemmas."""
    return frozenset(x for w in load("ar/contrasts").texts("people") for x in (lemma_of(w), fold_word(w)))


@cache
def _sites() -> frozenset[str]:
    return frozenset(x for w in load("ar/contrasts").texts("sites") for x in (lemma_of(w), fold_word(w)))


@cache
def _rising() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/contrasts").texts("rising"))


@cache
def no_thing() -> frozenset[str]:
    """Folded words that stand for what is counted and do not name it: «آخرون», «هم»."""
    return frozenset(fold_word(w) for key in ("others", "pronouns") for w in load("ar/contrasts").texts(key))


def _measured(tokens: Sequence[Token], i: int, text: str) -> tuple[str, str] | None:
    """The lemma and the word after «من» at token `i`: what a measure is a measure of."""
    if i + 1 < len(tokens) and tokens[i].text == "من":
        word = text[tokens[i + 1].start : tokens[i + 1].end]
        return lemma_of(word), word
    return None


def _holder(account: Account, sentence: Sentence, number: Number, span: Span) -> str | None:
    """Who gives the figure at `span`: the speaker of the shortest statement that holds it; else the last
    party named before it, where a word of estimating stands beside that party or between the two."""
    holding = [s for s in account.statements if s.span.holds(span) and s.speaker and s.speaker.actor]
    best = min(holding, key=lambda s: s.span.end - s.span.start, default=None)
    if best and best.speaker:
        # Far on in a long clause it is more often the page's own background: «أمر بضربات بعد هجوم قتل نحو 60».
        actor = best.speaker.actor or ""
        return actor if span.start - best.span.start <= _CLAIMED and not actor.startswith("place:") else None
    parties = [
        m
        for m in account.mentions
        if sentence.start <= m.span.start
        and m.span.end <= span.start
        and m.type in (MentionType.ORG, MentionType.PER)
        and m.actor
    ]
    if not parties:
        return None
    party = max(parties, key=lambda m: m.span.start)
    first = next((k for k, t in enumerate(sentence.tokens) if t.end > party.span.start), 0)
    if span.start - party.span.end > _CLAIMED:
        return None
    near = sentence.tokens[max(0, first - _BESIDE_PARTY) : number.first]
    text = account.article.text
    return party.actor if any(lemma_of(text[t.start : t.end]) in estimating() for t in near) else None


def _scope(account: Account, sentence: Sentence, span: Span, holder: str | None, sides: Mapping[str, str]) -> Scope:
    """What the claim (or, outside any, the sentence) that holds a figure names besides who says it."""
    whole = account.words.span(sentence.start, sentence.end)
    claims = [s.span for s in account.statements if s.span.holds(span)]
    claim = min(claims, key=lambda s: s.end - s.start, default=whole)
    places: set[str] = set()
    others: set[str] = set()
    for m in account.mentions:
        if m.actor and m.actor != holder and claim.holds(m.span):
            bound = places if m.type in (MentionType.GPE, MentionType.LOC) else others
            bound.update((m.actor, sides.get(m.actor, m.actor)))
    days = tuple(
        d.when
        for d in account.dates
        if claim.holds(d.span) and d.when and d.when.start and d.when.end
        and (d.when.end - d.when.start).days <= _SHORT_TIME
    )  # fmt: skip
    published = account.article.published
    new = published.when.start - _LONG_AGO if published and published.when.start else None
    since = new is not None and any(w.start is not None and w.start < new for w in days)
    late = [w for w in days if new is not None and w.start is not None and w.start >= new]
    began = [d.when.start for d in account.dates if claim.holds(d.span) and d.when and d.when.start]
    standing = new is not None and any(d < new - _STANDING for d in began)
    text = account.article.text
    sites = frozenset(x for t in sentence.tokens if (x := lemma_of(text[t.start : t.end])) in _sites())
    return Scope(frozenset(places), frozenset(others), days, sites, since, bool(late), standing, _each_day(late))


def _each_day(times: Iterable[When]) -> frozenset[dt.date]:
    """The days of times that are a few days long."""
    short = [w for w in times if w.start and w.end and w.end - w.start <= _FEW_DAYS]
    return frozenset(
        w.start + dt.timedelta(days=n) for w in short if w.start and w.end for n in range((w.end - w.start).days)
    )


def of_old_times(figure: Figure) -> bool:
    """Whether a toll is told of a time long before its page: its own sentence names only such days, or, naming none,
    goes on from one whose last day is such («تعود الذكرى إلى آذار 1976. وقتل يومها ستة»)."""
    if not figure.toll or figure.told_on is None:
        return False
    account, told_on = figure.account, figure.told_on
    sentences = account.words.sentences
    for n in (figure.sentence, figure.sentence - 1):
        if n < 0 or account.words.kind_of(sentences[n]) is not BlockKind.BODY:
            return False
        start, end = sentences[n].start, sentences[n].end
        ends = [d.when.end for d in account.dates if d.when and d.when.end and start <= d.span.start < end]
        if ends:
            own = n == figure.sentence
            return max(ends) < told_on - _STANDING if own else ends[-1] < told_on - _STANDING
    return False
