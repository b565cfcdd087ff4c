"""The course of a toll: what the pages of one affair tell of its dead, in the order in which they tell it.

Of a few pages that tell one affair each has one toll of a lot: the largest that it tells of the affair itself (no sum
of a long time, nothing of days long before, of a side where a state gives it). Two pages tell of one happening where
they share a name and are of days close together, or name a day in common. Their tolls in the order of the pages then
rise (the longest such run, the one that ends latest among equals): an update. A toll outside the run that a page of
the same day, or the last one, contradicts is a discrepancy. Rounded numbers and lower bounds contradict nothing that
they include, nor does a part of the whole. Of the hurt only the course is told, by what the pages' leads tell: every
hospital has its count, and contradicts none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from riwaya.account import Account, Affair
from riwaya.compare.counted import Figure, of_old_times
from riwaya.compare.happened import causes_of
from riwaya.compare.headcounts import headcounts, parts_in
from riwaya.compare.kept import numbers_in, once
from riwaya.compare.labels import label
from riwaya.compare.risen import in_lead, says_sum
from riwaya.compare.slots import keys_of
from riwaya.model import Contrast, ContrastKind, Position
from riwaya.text import Token

_PAGES = 12  # an affair of more has, as a rule, more than one happening of a kind
_BEFORE = dt.timedelta(days=4)  # before the first page: what is of older days is of something else
_CLOSE = dt.timedelta(days=2)  # between pages that need no day in common
_LATER = dt.timedelta(days=31)  # between pages of one cause that name several in common
_SEVERAL = 3  # words of names in common
_LONG = 31  # days: a longer time is no day in common
_AT_ONCE = dt.timedelta(minutes=30)  # in which no newsroom has its toll from another
_LEAP = 3  # a toll so many times the last is another
_APART = 1.1  # two tolls that near are one, counted an hour apart
_VAGUE = 1.25  # a vague number must be so many times the last to be news
_NEAR = 6  # tokens on either side of a toll that say what it sums up, whatever stands between
_MARKS = "،؛:"
_LOTS = ("killed", "missing", "injured")


def courses(affair: Affair, sides: Mapping[str, str]) -> Iterator[Contrast]:
    """The updates and discrepancies of the tolls of an affair of a few pages."""
    if not 1 < len(affair.accounts) <= _PAGES:
        return
    days = [a.article.published.when.start for a in affair.accounts if a.article.published]
    first = min((d for d in days if d is not None), default=None)
    if first is None:
        return
    told = [f for f in headcounts(affair, sides) if f.what in _LOTS and f.told_on and not _of_old(f, first)]
    told = [f for f in told if f.what != "injured" or in_lead(f)]
    for lot in _LOTS:
        for group in _happenings(_heads(f for f in told if f.what == lot)):
            yield from _told(lot, group)


def _of_old(figure: Figure, first: dt.date) -> bool:
    """Whether a toll is that of a long time, or of days well before the first page."""
    days = [d.end for d in figure.scope.days if d.end]
    return (
        says_sum(_beside(figure))
        or of_old_times(figure)
        or figure.scope.standing
        or (bool(days) and max(days) < first - _BEFORE)
    )


def _beside(figure: Figure) -> list[Token]:
    """The words of a toll's own clause, and those near it: «أسوأ حرائق منذ سنين» after a comma sums nothing up."""
    text, tokens = figure.account.article.text, figure.account.words.sentences[figure.sentence].tokens
    at = figure.number.first
    return [
        t
        for k, t in enumerate(tokens)
        if abs(k - at) <= _NEAR
        or not set(_MARKS) & set(text[min(t.end, figure.span.end) : max(t.start, figure.span.start)])
    ]


def _heads(figures: Iterable[Figure]) -> list[Figure]:
    """The toll of each page: the largest it tells, by the side whose it is where a state tells it."""
    heads: dict[tuple[str, str | None], Figure] = {}
    for figure in figures:
        key = (figure.account.id, figure.side if (figure.side or "").startswith("country:") else None)
        if key not in heads or figure.value > heads[key].value:
            heads[key] = figure
    return list(heads.values())


def _happenings(heads: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Tolls of one happening each."""
    groups: list[list[Figure]] = [[h] for h in heads]
    for a, b in combinations(heads, 2):
        here, there = (next(g for g in groups if any(f is x for f in g)) for x in (a, b))
        if here is not there and _one_happening(a, b):
            here += there
            groups = [g for g in groups if g is not there]
    yield from (g for g in groups if len(g) > 1)


def _one_happening(a: Figure, b: Figure) -> bool:
    if a.account.id == b.account.id or a.told_on is None or b.told_on is None:
        return False
    if (a.of_people and b.of_people and a.of_people != b.of_people) or _excluded(a, b):
        return False
    if a.scope.sites and b.scope.sites and not a.scope.sites & b.scope.sites:
        return False
    if not _names(a.account) & _names(b.account):
        return False
    causes = causes_of(a), causes_of(b)
    apart = abs(a.told_on - b.told_on)
    one_cause = bool(causes[0] & causes[1]) and apart <= _LATER and _named_alike(a.account, b.account)
    return apart <= _CLOSE or one_cause or _day_in_common(a.account, b.account)


def _excluded(a: Figure, b: Figure) -> bool:
    """Whether two tolls are of two happenings: of two states, causes, places or days."""
    states = [f.side for f in (a, b) if (f.side or "").startswith("country:")]
    news = a.rising or b.rising  # the day beside «rose» is that of the news
    told = [(causes_of(a), causes_of(b)), (_places(a), _places(b))]
    days = [] if news else [(a.scope.late, b.scope.late)]
    return len(set(states)) > 1 or any(x and y and not x & y for x, y in (*told, *days))


def _named_alike(a: Account, b: Account) -> bool:
    """Whether two pages name several in common, states apart."""
    return len([k for k in _names(a) & _names(b) if not k.startswith("~")]) >= _SEVERAL


def _names(account: Account) -> frozenset[str]:
    """The keys of all that an account names, states apart."""
    return once(account, "course.names", _all_names)


def _all_names(account: Account) -> frozenset[str]:
    return _keys(account, [(m.span.start, m.span.end) for m in account.mentions if not _state(m.actor)])


def _places(figure: Figure) -> frozenset[str]:
    """The keys of the places, states apart, that a toll's own sentence names."""
    within = figure.evidence
    spans = [
        (m.span.start, m.span.end)
        for m in figure.account.mentions
        if within.holds(m.span) and m.actor in figure.scope.places and not _state(m.actor)
    ]
    return _keys(figure.account, spans)


def _state(actor: str | None) -> bool:
    return actor is not None and actor.startswith("country:")


def _keys(account: Account, spans: Sequence[tuple[int, int]]) -> frozenset[str]:
    text = account.article.text
    return frozenset(
        key
        for sentence in account.words.sentences
        for t in sentence.tokens
        if any(start <= t.start and t.end <= end for start, end in spans)
        for key in keys_of(t, text)
    )


def _day_in_common(a: Account, b: Account) -> bool:
    days = [
        {
            d.when.value[:10]
            for d in x.dates
            if d.when and d.when.start and d.when.end and _short(d.when.end - d.when.start)
        }
        for x in (a, b)
    ]
    return bool(days[0] & days[1])


def _short(time: dt.timedelta) -> bool:
    return time.days <= 1


# ------------------------------------------------------------------ the course


def _told(lot: str, group: Sequence[Figure]) -> Iterator[Contrast]:
    run = _run(sorted(group, key=lambda f: (f.told_at or "", f.value, f.account.id)))
    steps = _steps(run)
    if len(steps) > 1:
        yield _contrast(lot, ContrastKind.UPDATE, steps)
    for other in group if lot != "injured" else ():  # every hospital has its count
        against = next((f for f in _likeliest(run, other) if _contradicts(f, other)), None)
        if against is not None and not any(f is other for f in run):
            yield _contrast(lot, ContrastKind.DISCREPANCY, [[against], [other]])


def _run(told: Sequence[Figure]) -> list[Figure]:
    """The longest run of tolls that stay or rise from page to page; of equals the one that ends latest."""
    runs: list[list[Figure]] = []
    for figure in told:
        before = [r for r in runs if r[-1].value == figure.value or _grows(r[-1], figure)]
        runs.append([*max(before, key=lambda r: (len(r), r[-1].told_at or ""), default=[]), figure])
    return max(runs, key=lambda r: (len(r), r[-1].told_at or "", -r[-1].value))


def _grows(a: Figure, b: Figure) -> bool:
    """Whether the second toll is what became of the first: told later, larger, and no rounding of it."""
    if not _earlier(a, b) or not a.value < b.value <= _LEAP * a.value or _at_once(a, b):
        return False
    if a.value in parts_in(b.account) or _part_of(a, b):
        return False
    return b.number.bound in ("exact", "at_least") or b.value >= _VAGUE * a.value


def _at_once(a: Figure, b: Figure) -> bool:
    """Whether two newsrooms tell two tolls at about one time: each has its own source."""
    if (
        a.account.article.outlet == b.account.article.outlet
        or "T" not in (a.told_at or "")
        or "T" not in (b.told_at or "")
    ):
        return False
    then, now = (dt.datetime.fromisoformat(f.told_at or "") for f in (a, b))
    return then.tzinfo is now.tzinfo is None and abs(now - then) <= _AT_ONCE


def _part_of(a: Figure, b: Figure) -> bool:
    """Whether the sentence of the second toll, told of no lot of people, tells the first one of some people besides:
    «مقتل 11 صيادا مما يرفع الحصيلة إلى 27»."""
    also = any(n.value == a.value for n in numbers_in(b.account, b.account.words.sentences[b.sentence]))
    return also and bool(a.of_people) and a.of_people != b.of_people


def _earlier(a: Figure, b: Figure) -> bool:
    """Whether the first toll was told before the second, as far as both times are known."""
    then, now = a.told_at or "", b.told_at or ""
    known = min(len(then), len(now))
    return then[:known] < now[:known]


def _steps(run: Sequence[Figure]) -> list[list[Figure]]:
    """The figures of a run by value."""
    steps: list[list[Figure]] = []
    for figure in run:
        if steps and steps[-1][0].value == figure.value:
            steps[-1].append(figure)
        else:
            steps.append([figure])
    return steps


def _likeliest(run: Sequence[Figure], other: Figure) -> list[Figure]:
    """Those of a run that may contradict another toll: of its own day first, else the latest."""
    latest = list(run)[::-1]
    return [f for f in latest if f.told_on == other.told_on] + [f for f in latest if f.told_on != other.told_on]


def _contradicts(known: Figure, other: Figure) -> bool:
    """Whether two tolls cannot both be right: of one day, or the later page, which comes last, tells fewer."""
    if known.told_on is None or other.told_on is None or known.account.id == other.account.id:
        return False
    low, high = sorted((known, other), key=lambda f: f.value)
    if low.number.bound != "exact" or high.number.bound not in ("exact", "at_least", "over"):
        return False
    if high.value > _LEAP * low.value or high.value <= _APART * low.value or low.value in parts_in(high.account):
        return False
    if _earlier(low, high):
        return False  # it may have risen since
    return known.told_on == other.told_on or (low is known and known.told_on > other.told_on)


def _contrast(lot: str, kind: ContrastKind, steps: Sequence[Sequence[Figure]]) -> Contrast:
    positions = tuple(
        Position(
            _shown(same[0]),
            same[0].given_by,
            tuple(f.evidence for f in same),
            same[0].told_at if kind is ContrastKind.UPDATE else None,
        )
        for same in steps
    )
    return Contrast(label("number", label(lot)), kind, positions, "figures:course")


def _shown(figure: Figure) -> str:
    """The number with what it counts, where that stands right behind it."""
    text, end = figure.account.article.text, figure.span.end
    behind = figure.noun and text[end : end + 1 + len(figure.noun)].strip() == figure.noun
    return f"{figure.shown} {figure.noun}" if behind else figure.shown
