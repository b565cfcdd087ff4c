"""Whether two amounts on two pages are told of one thing: a fitted judge that never sees the amounts themselves.

Newsrooms that report one happening mostly give the same figures. So what a figure is *told of* can be learnt without
anybody's labels: two pages of a topic that give the same amount of a kind speak, as a rule, of one thing; two that
give different ones mostly do not. The judge weighs the words around both (`Likeness`), with the values hidden; where
it is sure and the values exclude each other, the pages differ. Weights are data (`rules/ar/amounts.yaml`), fitted on
unlabelled news by `training/compare_amounts.py`.

Pairs are only tried where both amounts are of one kind and count one noun or lot, and each is the other's likest
among those that the other page does not tell as well (`pairs`): what both pages tell is no difference, whatever else is
alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from itertools import combinations

from riwaya.account import Account
from riwaya.compare.amounts import Amount, amounts_in, excludes
from riwaya.compare.counted import no_thing, people
from riwaya.compare.kept import numbers_in
from riwaya.compare.ledger import Ledger
from riwaya.compare.slots import keys_of
from riwaya.likeness import Vector, Weights, content_lemmas, cosine
from riwaya.model import BlockKind, MentionType, Span
from riwaya.rules import Entry, load
from riwaya.text import Sentence, Token, fold_words

_COUNT, _TIME, _SHARE = "count", "time", "%"
_LEFT = 3  # tokens before an amount that say of what
_WIDE = 9  # tokens on either side of it that do
_AGE = 4  # tokens before a time in which a word may say that it is an age
_ASKED = 9  # tokens before an amount in which a word may say that somebody asks for it
_LASTING = 3  # tokens before a time in which a word may say that something lasted it
_BEHIND = 2  # code points between a name and an age
_JOINED = ("-", "–", "/", ":")  # of a result, a type of aircraft, a clock
_APART = 3  # an amount so many times the other is of something else
_TIMES_APART = 8  # of a time: a quarter of an hour, and an hour and a half
_OPENING = 3  # sentences that say what a page is about
_LEAD = 1 / 3  # of a page's sentences
_MOST_DAYS = 5  # further apart is no matter
_DAY = 3  # days that a date may be long that bounds an amount
_SOME_DAYS = 10  # between two pages that may speak of one thing


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """An amount as a page tells it: where, in which words, beside which names and days."""

    account: Account
    amount: Amount
    sentence: Sentence
    at: float
    lemmas: tuple[str, ...]
    context: tuple[str, ...]
    left: frozenset[str]
    wide: frozenset[str]
    places: frozenset[str]
    parties: frozenset[str]
    days: frozenset[str]
    beside: int

    @property
    def span(self) -> Span:
        """The amount's words with what it counts."""
        tokens = self.sentence.tokens
        return Span(
            self.account.article.page,
            tokens[self.amount.first].start,
            tokens[min(self.amount.last, len(tokens)) - 1].end,
        )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two amounts are told, each between 0 and 1 but for `rivals` and `numbers` (logarithms).

    `leads`: cosine of the pages' titles and first sentences; `sentence`, `context`: of the two sentences, and of these
    with their neighbours; `left`, `near`, `wide`: weighed share of the words around in common; `noun`, `lot`: whether
    they count one; `ahead`, `ahead_too`: by how much they are liker than the next of either page; `rivals`: how many
    there are; `place`, `party`, `day`: one in common, or (`other_...`) both named and none; `gap`: days between the
    pages; `lead`: both high on their pages; `far`: how unlike in height; `share`, `time`: the kind; `numbers`: how many
    amounts the sentences name.
    """

    leads: float
    sentence: float
    context: float
    left: float
    near: float
    wide: float
    noun: float
    lot: float
    ahead: float
    ahead_too: float
    rivals: float
    place: float
    other_place: float
    party: float
    other_party: float
    day: float
    other_day: float
    gap: float
    lead: float
    far: float
    share: float
    time: float
    numbers: float


def pairs(accounts: Sequence[Account], ledgers: Mapping[str, Ledger]) -> Iterator[tuple[Told, Told, Likeness]]:
    """The amounts of any two accounts that may be told of one thing: of one value, or such that neither page tells
    the other's. `ledgers`: what each account tells, by its id."""
    pages = [_Page(ledgers[a.id], tuple(_told(a))) for a in accounts]
    weighing = _Weighing(accounts, [t for page in pages for t in page.told])
    for here, there in combinations((p for p in pages if p.told), 2):
        if _comparable(here.ledger.account, there.ledger.account):
            yield from _between(here, there, weighing)


def chance(likeness: Likeness) -> float:
    """How likely two amounts are told of one thing."""
    bias, weights = _fitted()
    total = bias + math.fsum(w * x for w, x in zip(weights, astuple(likeness), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def least(*, chosen: bool) -> float:
    """The chance from which two amounts are told of one thing: in pages that somebody chose, or in a stream's."""
    return float(load("ar/amounts")["least"]["chosen" if chosen else "stream"])


@cache
def _fitted() -> tuple[float, tuple[float, ...]]:
    data = load("ar/amounts")
    weights = data["weights"]
    if not isinstance(weights, Entry):
        raise data.fail("'weights' must be a mapping")
    weights.only("bias", *(f.name for f in fields(Likeness)))
    return float(weights["bias"]), tuple(float(weights[f.name]) for f in fields(Likeness))


# ------------------------------------------------------------------ what a page tells


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's amounts, and all that it tells."""

    ledger: Ledger
    told: tuple[Told, ...]


def _told(account: Account) -> Iterator[Told]:
    text = account.article.text
    body = [s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.BODY]

    @cache
    def lemmas(i: int) -> tuple[str, ...]:
        return tuple(_lemmas(account, body[i]))

    for i, sentence in enumerate(body):
        amounts = [a for a in amounts_in(account, sentence) if _counts(account, a, sentence)]
        if not amounts:
            continue
        whole = account.words.span(sentence.start, sentence.end)
        named = [m for m in account.mentions if m.actor and whole.holds(m.span)]
        where = (MentionType.GPE, MentionType.LOC)
        places = frozenset(m.actor for m in named if m.actor and m.type in where)
        parties = frozenset(m.actor for m in named if m.actor and m.type not in where)
        context = tuple(x for n in range(max(0, i - 1), min(len(body), i + 2)) for x in lemmas(n))
        for amount in amounts:
            first, last = amount.first, amount.last
            left = sentence.tokens[max(0, first - _LEFT) : first]
            wide = [*sentence.tokens[max(0, first - _WIDE) : first], *sentence.tokens[last : last + _WIDE]]
            yield Told(
                account, amount, sentence, i / len(body), lemmas(i), context, _keys(left, text), _keys(wide, text),
                places, parties, _days(account, whole), len(amounts),
            )  # fmt: skip


def _counts(account: Account, amount: Amount, sentence: Sentence) -> bool:
    """Whether an amount says how much of something there is: no rank, result or name in figures, nobody's age, no
    most that is allowed, and no time between two things."""
    tokens, text = sentence.tokens, account.article.text
    if any(
        t.is_number and (text[t.start - 1 : t.start] in _JOINED or text[t.end : t.end + 1] in _JOINED)
        for t in tokens[amount.first : amount.last]
    ):
        return False
    before = [t.text for t in tokens[max(0, amount.first - _AGE) : amount.first]]
    if before and _bare(before[-1]) & _words("labels"):
        return False
    if any(_bare(w) & _words("capacities") for w in before):
        return False
    if amount.kind == _COUNT:
        if not amount.lots and _bare(tokens[amount.last - 1].text) & no_thing():
            return False
        return not any(_bare(t.text) & _words("scores") for t in tokens[amount.last - 1 : amount.last + 1])
    start = tokens[amount.first].start
    aged = (
        any(_bare(w) & _words("ages") for w in before) or text[:start].rstrip().endswith("(") or _named(account, start)
    )
    return not (amount.kind == _TIME and aged)


def _off(told: Told) -> bool:
    """Whether a time of days lies between two things («بعد ثلاثة أيام»), of which mostly only one is told."""
    if told.amount.kind != _TIME or told.amount.value < 1:
        return False
    tokens, first = told.sentence.tokens, told.amount.first
    return any(_bare(t.text) & _words("offsets") for t in tokens[max(0, first - 1) : first + 1])


def _asked(told: Told) -> bool:
    """Whether somebody asks for an amount («طلبت النيابة سجنه سبع سنوات»), who may be given another."""
    first = told.amount.first
    return any(_bare(t.text) & _words("asked") for t in told.sentence.tokens[max(0, first - _ASKED) : first])


def _lasted(told: Told) -> frozenset[str]:
    """What lasted the amount right behind a word that says so («جولة استمرت يومين»); nothing where none does."""
    tokens, first = told.sentence.tokens, told.amount.first
    for at in range(first - 1, max(0, first - 1 - _LASTING), -1):
        if _bare(tokens[at].text) & _words("lasting"):
            text = told.account.article.text
            before = (_keys([t], text) for t in reversed(tokens[max(0, at - _LEFT) : at]))
            return next(filter(None, before), frozenset()) | _keys(tokens[at + 1 : first], text)
    return frozenset()


def _named(account: Account, at: int) -> bool:
    """Whether a person's name ends right before `at`: «سعيد، 40 عاما»."""
    return any(m.type is MentionType.PER and 0 <= at - m.span.end <= _BEHIND for m in account.mentions)


def _bare(word: str) -> set[str]:
    return {word, word.removeprefix("و"), word[1:] if word[:1] in "وفبل" else word}


@cache
def _words(section: str) -> frozenset[str]:
    return fold_words(load("ar/amounts").texts(section))


def _keys(tokens: Sequence[Token], text: str) -> frozenset[str]:
    return frozenset(k for t in tokens if not t.is_number for k in keys_of(t, text))


def _days(account: Account, whole: Span) -> frozenset[str]:
    return frozenset(
        d.when.value.partition("T")[0]
        for d in account.dates
        if d.when and d.when.start and d.when.end and (d.when.end - d.when.start).days <= _DAY and whole.holds(d.span)
    )


def _opening(account: Account) -> Iterator[str]:
    """The lemmas of a page's title and first sentences."""
    words = account.words
    title = [s for s in words.sentences if words.kind_of(s) is BlockKind.TITLE]
    body = [s for s in words.sentences if words.kind_of(s) is BlockKind.BODY]
    for sentence in (*title[:1], *body[:_OPENING]):
        yield from _lemmas(account, sentence)


def _lemmas(account: Account, sentence: Sentence) -> Iterator[str]:
    """The lemmas of a sentence without its numbers, which the judge must not see."""
    numbers = {n for number in numbers_in(account, sentence, attached=True) for n in range(number.first, number.last)}
    return content_lemmas((t for n, t in enumerate(sentence.tokens) if n not in numbers), account.article.text)


def _comparable(a: Account, b: Account) -> bool:
    """Whether two pages are of about one time and two newsrooms: one's next report mends its last."""
    outlets = (a.article.outlet, b.article.outlet)
    return (outlets[0] is None or outlets[0] != outlets[1]) and _gap(a, b) <= _SOME_DAYS


def _gap(a: Account, b: Account) -> int:
    days = [x.article.published.when.start if x.article.published else None for x in (a, b)]
    return abs((days[0] - days[1]).days) if days[0] and days[1] else 0


# ------------------------------------------------------------------ two pages


class _Weighing:
    """How rare the words around amounts are in a topic."""

    def __init__(self, accounts: Sequence[Account], told: Sequence[Told]) -> None:
        opening = {a.id: tuple(_opening(a)) for a in accounts}
        openings = Weights(opening.values())
        self._leads = {name: openings.vector(lemmas) for name, lemmas in opening.items()}
        sentences = Weights(t.lemmas for t in told)
        self._keys = Weights(t.wide | t.amount.nouns for t in told)
        self._vectors: Mapping[Told, tuple[Vector, Vector]] = {
            t: (sentences.vector(t.lemmas), sentences.vector(t.context)) for t in told
        }

    def leads(self, a: Account, b: Account) -> float:
        """Cosine of how two pages open."""
        return cosine(self._leads[a.id], self._leads[b.id])

    def sentences(self, a: Told, b: Told) -> float:
        """Cosine of two sentences."""
        return cosine(self._vectors[a][0], self._vectors[b][0])

    def contexts(self, a: Told, b: Told) -> float:
        """Cosine of two sentences with those beside them."""
        return cosine(self._vectors[a][1], self._vectors[b][1])

    def share(self, a: frozenset[str], b: frozenset[str]) -> float:
        """The weight of what two sets have in common, of all that they have."""
        both = a | b
        if not both:
            return 0.0
        return math.fsum(map(self._keys.weight, a & b)) / math.fsum(map(self._keys.weight, both))


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    a: Told
    b: Told
    sentence: float
    near: float
    wide: float

    @property
    def score(self) -> float:
        """How alike they are before rivals are looked at."""
        noun, lot = _one_noun(self.a.amount, self.b.amount), _one_lot(self.a.amount, self.b.amount)
        return self.sentence + self.near + self.wide + 0.5 * noun + 0.3 * lot


def _between(here: _Page, there: _Page, weighing: _Weighing) -> Iterator[tuple[Told, Told, Likeness]]:
    tried = [
        _Pair(
            a, b, weighing.sentences(a, b), weighing.share(a.amount.near, b.amount.near), weighing.share(a.wide, b.wide)
        )
        for a in here.told
        for b in there.told
        if _may_be_one(a.amount, b.amount) and _from_one(a, b)
    ]
    tried = [p for p in tried if p.wide or p.a.amount.lots]
    if not tried:
        return
    mine, theirs = _untold(here, there), _untold(there, here)
    by_a: dict[Told, list[_Pair]] = {}
    by_b: dict[Told, list[_Pair]] = {}
    for pair in tried:
        by_a.setdefault(pair.a, []).append(pair)
        by_b.setdefault(pair.b, []).append(pair)
    for pair in tried:
        if pair.a.amount.value != pair.b.amount.value and not (
            pair.a in mine and pair.b in theirs and excludes(pair.a.amount, pair.b.amount)
        ):
            continue
        rivals = [p.score for p in by_a[pair.a] if p is not pair and p.b in theirs]
        rivals_too = [p.score for p in by_b[pair.b] if p is not pair and p.a in mine]
        ahead, ahead_too = (min(1.0, pair.score - max(r, default=0.0)) for r in (rivals, rivals_too))
        if min(ahead, ahead_too) >= 0:
            crowd = math.log((1 + len(rivals)) * (1 + len(rivals_too)))
            yield pair.a, pair.b, _likeness(pair, weighing, ahead, ahead_too, crowd)


def _may_be_one(a: Amount, b: Amount) -> bool:
    apart = _TIMES_APART if a.kind == _TIME else _APART
    if a.kind != b.kind or max(a.value, b.value) > apart * min(a.value, b.value):
        return False
    if a.lots and b.lots and not _one_lot(a, b):
        return False
    return a.kind != _COUNT or _one_noun(a, b) or _one_lot(a, b)


def _from_one(a: Told, b: Told) -> bool:
    """Whether two times that lie behind something lie behind one thing by the words before them («عاد الضخ بعد …»),
    what two others lasted is one, and neither alone is what somebody asks for."""
    if _asked(a) != _asked(b):
        return False
    lasted = (_lasted(a), _lasted(b))
    if all(lasted) and lasted[0].isdisjoint(lasted[1]):
        return False
    off = (_off(a), _off(b))
    return not any(off) or (all(off) and bool(a.left & b.left))


def _one_noun(a: Amount, b: Amount) -> bool:
    """Whether two amounts count one noun, or people under any name («فردا», «شخصا»)."""
    return bool(a.nouns & b.nouns) or not (a.nouns.isdisjoint(people()) or b.nouns.isdisjoint(people()))


def _one_lot(a: Amount, b: Amount) -> bool:
    return bool(a.lots & b.lots)


def _untold(here: _Page, there: _Page) -> set[Told]:
    """Those of a page's amounts that the other page does not tell, in any sense or within its rounding."""
    amounts = [t.amount for t in there.told]
    return {
        t
        for t in here.told
        if not there.ledger.tells_number(t.amount.value) and not any(_told_by(a, t.amount) for a in amounts)
    }


def _told_by(a: Amount, b: Amount) -> bool:
    return a.kind == b.kind and (a.value == b.value or (_may_be_one(a, b) and not excludes(a, b)))


def _likeness(pair: _Pair, weighing: _Weighing, ahead: float, ahead_too: float, rivals: float) -> Likeness:
    a, b = pair.a, pair.b
    return Likeness(
        leads=weighing.leads(a.account, b.account),
        sentence=pair.sentence,
        context=weighing.contexts(a, b),
        left=weighing.share(a.left, b.left),
        near=pair.near,
        wide=pair.wide,
        noun=float(_one_noun(a.amount, b.amount)),
        lot=float(_one_lot(a.amount, b.amount)),
        ahead=ahead,
        ahead_too=ahead_too,
        rivals=rivals,
        place=float(bool(a.places & b.places)),
        other_place=float(bool(a.places and b.places and not a.places & b.places)),
        party=float(bool(a.parties & b.parties)),
        other_party=float(bool(a.parties and b.parties and not a.parties & b.parties)),
        day=float(bool(a.days & b.days)),
        other_day=float(bool(a.days and b.days and not a.days & b.days)),
        gap=min(_gap(a.account, b.account), _MOST_DAYS) / _MOST_DAYS,
        lead=float(max(a.at, b.at) < _LEAD),
        far=abs(a.at - b.at),
        share=float(a.amount.kind == _SHARE),
        time=float(a.amount.kind == _TIME),
        numbers=math.log(a.beside * b.beside),
    )
