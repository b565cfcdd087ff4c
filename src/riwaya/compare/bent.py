"""What twin sentences tell differently: one of two pages that tell one text has bent it, or knows better.

`bent` looks at the twin sentences of `retold` slot by slot (`slots`). Two values contradict each other where they are
told of the same thing (an anchor in common), exclude each other, and neither sentence has the other's value too. A
number, a day, a site or an office must besides stand nowhere on the other page, and a rank have more words in common
beside it. What moved on from one day's page to the next (a number, a lot, «not yet») is an update. The same two values
on further pages join the contrast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from riwaya.account import Account
from riwaya.compare.amounts import Amount, amounts_in, relotted, replaced, told_in
from riwaya.compare.labels import label, running
from riwaya.compare.ledger import Ledger
from riwaya.compare.retold import Twins, twins
from riwaya.compare.slots import Slot, against, around, moves_on, shown, slots_in, tells_no, weekdays_at
from riwaya.compare.swapped import names_swapped, posts_changed
from riwaya.model import Contrast, ContrastKind, DateMention, Position, Span
from riwaya.text import Sentence

_CLOSE = 0.5  # cosine of twins from which a rank in the one is the other's: tables of a league have many
_A_DAY = 10  # letters of an ISO day
_REACH = 6  # tokens on either side of a verb in which something may deny it: «no comment has been made»
_HEADINGS = {"place": "place", "way": "place", "site": "place", "office": "who", "rank": "rank", "weekday": "date"}


def bent(accounts: Sequence[Account], ledgers: Mapping[str, Ledger]) -> Iterator[Contrast]:
    """One contrast for each two values that twin sentences put in one slot."""
    found: dict[tuple[str, ...], list[tuple[Twins, Slot, Slot]]] = {}
    for pair in twins(accounts):
        for x, y in (*_of_classes(pair, ledgers), *_of_amounts(pair), *names_swapped(pair), *posts_changed(pair)):
            found.setdefault((x.what, *sorted((_name(x), _name(y)))), []).append((pair, x, y))
    for key, tellings in found.items():
        yield _contrast(key[0], tellings)


def _of_classes(pair: Twins, ledgers: Mapping[str, Ledger]) -> Iterator[tuple[Slot, Slot]]:
    """Words, days and ways of which one excludes the other."""
    here, there = slots_in(pair.a, pair.here), slots_in(pair.b, pair.there)
    for what, excludes in _EXCLUDES.items():
        mine, theirs = ([s for s in slots if s.what == what] for slots in (here, there))
        for x, y in product(mine, theirs):
            if (
                x.anchors & y.anchors
                and excludes(x, y)
                and _alone(x, mine, theirs, excludes)
                and _alone(y, theirs, mine, excludes)
                and _LOOKS.get(what, _always)(pair, x, y, ledgers)
            ):
                yield x, y


def _of_amounts(pair: Twins) -> Iterator[tuple[Slot, Slot]]:
    """Amounts of which one was put for the other, and those of another lot; neither page has the other's too."""
    here, there = amounts_in(pair.a, pair.here), amounts_in(pair.b, pair.there)
    for x, y in replaced(here, there):
        if not told_in(pair.b, x) and not told_in(pair.a, y):
            yield _slot("number", x), _slot("number", y)
    for x, y in relotted(here, there):
        if not told_in(pair.b, x, lots=True) and not told_in(pair.a, y, lots=True):
            yield _slot("lot", x), _slot("lot", y)


def _slot(what: str, amount: Amount) -> Slot:
    return Slot(what, amount, amount.nouns | amount.near, amount.first, amount.last)


def _alone(slot: Slot, mine: Sequence[Slot], theirs: Sequence[Slot], excludes: Callable[[Slot, Slot], bool]) -> bool:
    """Whether the other sentence has no value of the same thing that this one may be, and this none that is another."""
    beside = [s for s in theirs if s.anchors & slot.anchors]
    own = [s for s in mine if s is not slot and s.anchors & slot.anchors and s.value != slot.value]
    if slot.what == "negation":
        return True
    return all(excludes(slot, s) for s in beside) and not own


def _contrast(what: str, tellings: Sequence[tuple[Twins, Slot, Slot]]) -> Contrast:
    first, x, y = tellings[0]
    spans: dict[str, list[Span]] = {_name(x): [], _name(y): []}
    tellers: dict[str, Account] = {}
    for pair, one, other in tellings:
        for account, sentence, slot in ((pair.a, pair.here, one), (pair.b, pair.there, other)):
            span = shown(account, sentence, slot)
            tellers.setdefault(_name(slot), account)
            if span not in spans[_name(slot)]:
                spans[_name(slot)].append(span)
    later = _moved(what, first, x, y)
    kind = ContrastKind.UPDATE if later else ContrastKind.DISCREPANCY
    names = [_name(y), _name(x)] if later < 0 else [_name(x), _name(y)]
    positions = tuple(
        Position(
            _words(tellers[name], spans[name][0]),
            tellers[name].id,
            tuple(spans[name]),
            _published(tellers[name]) if later else None,
        )
        for name in names
    )
    heading = x.value.heading if isinstance(x.value, Amount) and what == "number" else _HEADINGS.get(what, what)
    return Contrast(label(heading), kind, positions, f"bent:{what}")


def _words(account: Account, span: Span) -> str:
    return " ".join(account.article.text[span.start : span.end].split())


def _published(account: Account) -> str | None:
    published = account.article.published
    return published.when.value if published and published.when.bounded else None


_MOVES = frozenset({"number", "state", "negation"})


def _moved(what: str, pair: Twins, x: Slot, y: Slot) -> int:
    """1 where what the second page tells came of what the first tells, -1 the other way round, 0 where neither did:
    lots and «not yet» move on from day to day, a toll by the hour, and only upwards."""
    times = [_published(a) or "" for a in (pair.a, pair.b)]
    tolls = isinstance(x.value, Amount) and isinstance(y.value, Amount)
    known = min(len(times[0]), len(times[1]), 99 if tolls else _A_DAY)
    then, now = (t[:known] for t in times)
    if what not in _MOVES or not known or then == now or (what == "state" and not moves_on(x)):
        return 0
    later = 1 if then < now else -1
    if isinstance(x.value, Amount) and isinstance(y.value, Amount):
        grew = (y.value.value - x.value.value) * later > 0
        return later if grew and (_runs(pair.a, pair.here, x) or _runs(pair.b, pair.there, y)) else 0
    return later


def _runs(account: Account, sentence: Sentence, slot: Slot) -> bool:
    """Whether what a number counts moves on with time: the dead do, wheels do not."""
    return not running().isdisjoint(slot.anchors | around(slot, sentence.tokens, account.article.text))


def _name(slot: Slot) -> str:
    """What a value is called among those of its kind."""
    value = slot.value
    if isinstance(value, Amount):
        return f"{value.value:g} {value.kind} {' '.join(sorted(value.lots))}"
    if isinstance(value, DateMention):
        return value.when.value if value.when else ""
    if isinstance(value, frozenset):
        return " ".join(sorted(value)) + " " + min(slot.anchors, default="")
    if isinstance(value, tuple):
        return " ".join(" ".join(sorted(v)) if isinstance(v, frozenset) else str(v) for v in value)
    return f"{value}"


# ------------------------------------------------------------------ what excludes what


def _compass(x: Slot, y: Slot) -> bool:
    a, b = x.value, y.value
    excluded = against("directions")
    return isinstance(a, frozenset) and isinstance(b, frozenset) and any(not excluded[p].isdisjoint(b) for p in a)


def _hours(x: Slot, y: Slot) -> bool:
    return str(y.value) in against("parts_of_day")[str(x.value)]


def _others(x: Slot, y: Slot) -> bool:
    return x.value != y.value


def _states(x: Slot, y: Slot) -> bool:
    return isinstance(x.value, tuple) and isinstance(y.value, tuple) and x.value[0] == y.value[0] and x.value != y.value


def _days(x: Slot, y: Slot) -> bool:
    a, b = x.value, y.value
    if not isinstance(a, DateMention) or not isinstance(b, DateMention) or a.when is None or b.when is None:
        return False
    return a.kind == b.kind and a.when.precision == b.when.precision and not a.when.overlaps(b.when)


def _weekdays(x: Slot, y: Slot) -> bool:
    """Whether two weekdays differ and not both are known as days: those are `_days`."""
    if not isinstance(x.value, tuple) or not isinstance(y.value, tuple):
        return False
    (a, known), (b, known_too) = x.value, y.value
    return a != b and not (known and known_too)


def _ways(x: Slot, y: Slot) -> bool:
    """Whether the one way is the other's way back."""
    if not isinstance(x.value, tuple) or not isinstance(y.value, tuple):
        return False
    (a, b), (c, d) = x.value, y.value
    common = (a & b) | (c & d)  # «from the port of … to the port of …»
    a, b, c, d = (s - common for s in (a, b, c, d))
    return bool(a & d and b & c) and not a & c and not b & d


def _verbs(x: Slot, y: Slot) -> bool:
    if not isinstance(x.value, tuple) or not isinstance(y.value, tuple):
        return False
    (a, yes), (b, no) = x.value, y.value
    return yes is not no and bool(a & b)


_EXCLUDES: dict[str, Callable[[Slot, Slot], bool]] = {
    "place": _compass,
    "way": _ways,
    "rank": _others,
    "date": _days,
    "weekday": _weekdays,
    "state": _states,
    "negation": _verbs,
    "hour": _hours,
    "site": _others,
    "office": _others,
}


# ------------------------------------------------------------------ the second look


def _always(pair: Twins, x: Slot, y: Slot, ledgers: Mapping[str, Ledger]) -> bool:
    return True


def _day_alone(pair: Twins, x: Slot, y: Slot, ledgers: Mapping[str, Ledger]) -> bool:
    a, b = x.value, y.value
    if not isinstance(a, DateMention) or not isinstance(b, DateMention) or a.when is None or b.when is None:
        return False
    if _same_words(pair.a, a, pair.b, b):
        return False  # «Tuesday» was resolved from two days of publication
    return not ledgers[pair.a.id].tells_day(b.when) and not ledgers[pair.b.id].tells_day(a.when)


def _weekday_alone(pair: Twins, x: Slot, y: Slot, ledgers: Mapping[str, Ledger]) -> bool:
    """Whether either sentence names no other weekday and the two are all but one: one page says no date at all."""
    named = [
        sum(s.what == "weekday" for s in slots_in(account, sentence))
        for account, sentence in ((pair.a, pair.here), (pair.b, pair.there))
    ]
    return named == [1, 1] and pair.like >= _CLOSE


def _same_words(a: Account, x: DateMention, b: Account, y: DateMention) -> bool:
    """Whether two dates are told in one word or name one weekday: «Friday the eighth» is the other's «Friday, 8»."""
    named = weekdays_at(a, x.span) & weekdays_at(b, y.span)
    return bool(named) or _words(a, x.span) == _words(b, y.span)


def _word_alone(pair: Twins, x: Slot, y: Slot, ledgers: Mapping[str, Ledger]) -> bool:
    """Whether neither page has the other's class of words anywhere."""
    return not _has(pair.a, y) and not _has(pair.b, x)


def _has(account: Account, slot: Slot) -> bool:
    return any(
        s.what == slot.what and s.value == slot.value
        for sentence in account.words.sentences
        for s in slots_in(account, sentence)
    )


def _rank_alike(pair: Twins, x: Slot, y: Slot, ledgers: Mapping[str, Ledger]) -> bool:
    """Whether more than the noun is common, or no other rank is told: «the second place» of one list is another's than
    «the third place»."""
    ranks = [
        sum(s.what == "rank" for s in slots_in(account, sentence))
        for account, sentence in ((pair.a, pair.here), (pair.b, pair.there))
    ]
    if ranks == [1, 1] and not _has(pair.a, y) and not _has(pair.b, x):
        return True
    a = around(x, pair.here.tokens, pair.a.article.text)
    return pair.like >= _CLOSE and bool(a & around(y, pair.there.tokens, pair.b.article.text))


def _verb_alone(pair: Twins, x: Slot, y: Slot, ledgers: Mapping[str, Ledger]) -> bool:
    """Whether nothing beside the verb that is not denied says no after all: «was unable to»."""
    sentence, slot = (pair.there, y) if isinstance(x.value, tuple) and x.value[1] else (pair.here, x)
    return not tells_no(sentence.tokens[max(0, slot.first - _REACH) : slot.last + _REACH])


_LOOKS: dict[str, Callable[[Twins, Slot, Slot, Mapping[str, Ledger]], bool]] = {
    "date": _day_alone,
    "weekday": _weekday_alone,
    "site": _word_alone,
    "office": _word_alone,
    "negation": _verb_alone,
    "rank": _rank_alike,
}
