"""A toll of which a page says in words that it rose, and what its story told of it before.

«ارتفعت حصيلة انهيار السقف إلى ثمانية قتلى»: a word of rising, a word for the toll, «إلى» and the number (`risen` in
`contrasts.yaml`). Such a page says itself that the number was smaller, so no joined event is asked for: a smaller
toll of the same lot and the same people is the earlier one if an earlier page of the same story told it as news, within
days, of a happening that both name. Of another story of the topic more is asked: a place in common, and that the
happening is named twice. What sums up («منذ بداية العام») is nobody's earlier value.

`series` gives the tolls that belong together so; whether they make an update is asked of them as of any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.compare.counted import Figure, lots, people
from riwaya.compare.positions import checked
from riwaya.likeness import content_lemmas
from riwaya.model import BlockKind, Story
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Token, fold, tokenise
from riwaya.text.numbers import Number, find_numbers

_REACH = 3  # tokens between the word of rising and the word for the toll
_LONGEST = 14  # tokens between the word for the toll and its number
_BOUND = 3  # tokens between «إلى» and the number: «ما لا يقل عن»
_DAYS = dt.timedelta(days=3)  # between two tellings
_LEAP = 3  # a toll so many times the other is another
_LEAD = 4  # sentences of a body that tell its news
_TO, _FROM = frozenset({"الي"}), frozenset({"من"})


@dataclass(frozen=True, slots=True)
class _Rise:
    """A figure told as risen, and the lemmas that say what its toll is of."""

    figure: Figure
    of: frozenset[str]


def series(found: Sequence[Figure], stories: Sequence[Story]) -> Iterator[list[Figure]]:
    """The tolls of one happening each, those told as risen with those told before."""
    story = {a: s.id for s in stories for a in s.articles}
    of_one: dict[str, list[Figure]] = {}
    most: dict[tuple[str, str], float] = {}
    for figure in found:
        if figure.toll and figure.kind is BlockKind.BODY:
            of_one.setdefault(figure.what, []).append(figure)
            key = (figure.account.id, figure.what)
            most[key] = max(most.get(key, 0.0), figure.value)
    for figures in of_one.values():
        rises = [_Rise(f, of) for f in figures if (of := _told_as_risen(f)) is not None]
        if rises:
            told = {id(r.figure) for r in rises}
            news = [f for f in figures if id(f) in told or _news(f, most[f.account.id, f.what])]
            yield from _joined(rises, news, story)


def _joined(rises: Sequence[_Rise], news: Sequence[Figure], story: Mapping[str, str]) -> Iterator[list[Figure]]:
    """Rises with their earlier values; two that share a figure are one series."""
    groups: list[list[Figure]] = []
    for rise in rises:
        earlier = [f for f in news if _earlier(f, rise) and _one_happening(f, rise, story)]
        if not earlier:
            continue
        group = [rise.figure, *earlier]
        for other in [g for g in groups if any(f is x for f in g for x in group)]:
            groups.remove(other)
            group += [f for f in other if not any(f is x for x in group)]
        groups.append(group)
    yield from groups


def _news(figure: Figure, most: float) -> bool:
    """Whether a toll is what its page tells as news: where its news stands, the largest there, no sum, and not what it
    was before («من 4 إلى 6»)."""
    tokens = figure.account.words.sentences[figure.sentence].tokens
    before = tokens[figure.number.first - 1].text if figure.number.first else ""
    return figure.value == most and in_lead(figure) and before not in _FROM and not _sums(figure)


def _earlier(figure: Figure, rise: _Rise) -> bool:
    """Whether `figure` can be what the toll of `rise` was before: told within days before, smaller, of such people."""
    new = rise.figure
    if figure.account.id == new.account.id or not figure.value < new.value <= _LEAP * figure.value:
        return False
    if figure.told_on is None or new.told_on is None or not (figure.told_at or "") < (new.told_at or ""):
        return False
    if new.told_on - figure.told_on > _DAYS or not _one_lot(figure, new):
        return False
    places = figure.scope.places, new.scope.places
    return not (all(places) and not places[0] & places[1])


def _one_lot(a: Figure, b: Figure) -> bool:
    """Whether two tolls may be of the same people: of one kind, or one says only that they are dead."""
    return a.of_people == b.of_people or not a.of_people or not b.of_people


def _one_happening(figure: Figure, rise: _Rise, story: Mapping[str, str]) -> bool:
    """Whether the page that told the earlier value names what the rise is of: in its sentence or its title, where both
    pages are of one story; else twice in its sentence, with a place in common."""
    account, new = figure.account, rise.figure
    text = account.article.text
    here = account.words.sentences[figure.sentence]
    said = set(content_lemmas(here.tokens, text))
    if story.get(account.id) is not None and story[account.id] == story.get(new.account.id):
        titles = (s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.TITLE)
        return bool(rise.of & said) or any(not rise.of.isdisjoint(content_lemmas(s.tokens, text)) for s in titles)
    return len(rise.of & said) > 1 and bool(figure.scope.places & new.scope.places)


def in_lead(figure: Figure) -> bool:
    """Whether a figure stands where a page tells its news."""
    words = figure.account.words
    body = [n for n, s in enumerate(words.sentences) if words.kind_of(s) is BlockKind.BODY]
    return figure.sentence in body[:_LEAD]


def _sums(figure: Figure) -> bool:
    """Whether a toll is that of a long time, or of many happenings."""
    sentence = figure.account.words.sentences[figure.sentence]
    return figure.scope.since or figure.scope.standing or says_sum(sentence.tokens)


def says_sum(tokens: Sequence[Token]) -> bool:
    """Whether a word says that what is counted is that of a long time."""
    return any(t.text in _words("summing") for t in tokens)


def _told_as_risen(figure: Figure) -> frozenset[str] | None:
    """What a toll is of that its sentence tells as risen, as lemmas (those of its title where the sentence says only
    «الحصيلة»); None where it does not."""
    account = figure.account
    sentence = account.words.sentences[figure.sentence]
    place = _rise(sentence.tokens, figure.number)
    if place is None or _sums(figure):
        return None
    text = account.article.text
    of = _things(sentence.tokens[place[0] : place[1]], text)
    if not of:
        titles = (s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.TITLE)
        of = _things([t for s in titles for t in s.tokens], text)
    return of


def _things(tokens: Sequence[Token], text: str) -> frozenset[str]:
    plain = [t for t in tokens if not t.is_number and t.text not in lots() and t.text not in _words("any")]
    return frozenset(x for x in content_lemmas(plain, text) if x not in people() and x not in lots())


def _rise(tokens: Sequence[Token], number: Number) -> tuple[int, int] | None:
    """The tokens between the word for a toll and «إلى» before its number, where a word of rising governs them."""
    before = range(number.first - 1, max(0, number.first - 2 - _BOUND), -1)
    to = next((k for k in before if tokens[k].text in _TO), None)
    if to is None:
        return None
    for at in range(to - 1, max(-1, to - 2 - _LONGEST), -1):
        if tokens[at].is_number or tokens[at].text in _TO:
            return None
        if tokens[at].text in _words("of") and any(_rising(t) for t in tokens[max(0, at - 1 - _REACH) : at]):
            return at + 1, to
    return None


def _rising(token: Token) -> bool:
    return token.text.removeprefix("و").removeprefix("ف") in _words("words")


# ------------------------------------------------------------------ rules


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(w for rule in _rules() for p in rule.texts(part) for w in fold(p).text.split())


def _rules() -> tuple[Entry, ...]:
    keys = ("id", "words", "of", "any", "summing", "yes", "no")
    return tuple(r.only(*keys) for r in rules_in(load("ar/contrasts"), "risen"))


def check_risen() -> tuple[Finding, ...]:
    """A number of every `yes` is told as a toll that rose, none of a `no`."""

    def fires(rule: Entry, text: str) -> bool:
        tokens = list(tokenise(fold(text)))
        return any(_rise(tokens, n) for n in find_numbers(tokens))

    return checked(_rules(), fires, "no toll that rose")
