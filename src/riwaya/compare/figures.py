"""The number of one thing, told differently.

Two figures are about one thing when they count the same noun (or are one toll) and their sentences, or
the events they belong to, are the same happening: an event joined across accounts, or sentences whose
other words are alike. They are not where their scopes exclude each other, where a page counts the
thing several times, or where a page tells both figures itself. On one page only what two sides say in
so many words, side by side, is compared, and a title with the one figure below it. Then:

* same value: agreement, no contrast;
* one only rounds the other («نحو», «أكثر من»): differing precision;
* the counted thing moves on with time (a toll) and each later page tells a larger value: an update;
* else: a discrepancy, or a dispute where two different sides say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from riwaya.account import Affair
from riwaya.compare.connectives import opposed_in
from riwaya.compare.counted import Figure, counted_figures, of_old_times
from riwaya.compare.differing import as_good, hardly, kind_of, rises, rounds, vaguely
from riwaya.compare.happened import one_happening
from riwaya.compare.headcounts import dead_in, of_part
from riwaya.compare.kept import numbers_in
from riwaya.compare.labels import label, money, pronouns
from riwaya.compare.risen import series
from riwaya.likeness import Index, content_lemmas, lemma_of
from riwaya.model import BlockKind, Contrast, ContrastKind, Position, Span
from riwaya.text import Token

# How alike the other words of two sentences must be for their figures to be about one thing. Raised from .34
# on reading what 612 articles gave: between, most pairs counted different things. Not fitted.
_SAME_SENTENCE = 0.5
_SAME_TOLL = 0.3  # of tolls, where both clauses also name a place in common
_SAME_DAY = 0.25  # of tolls that name one day, place, site and kind of happening
_SAME_TITLE = 0.3  # a title's words with those of a sentence below it
_APART = 3  # a figure so many times the other counts something else
_SLIP = 10  # but for a slip of the pen, which makes ten of one
_VERBATIM = 0.75  # sentences that are copies but for the number
_LEAP = 1.6  # a toll so many times the other is another toll, unless its page says that it rose
_LEAST = 0.2  # less alike is never asked
_GOVERNING = 6  # tokens before a figure that say what of
_ACCUSATIVE = ("اً", "ًا")  # «150 طناً»: a heading has «طن» where another position has it
_STEM = 5  # letters: «مليونا» and «مليوني» are one number in two cases
_HEAD = 24  # code points that open a sentence
_SOME_DAYS = dt.timedelta(days=10)  # «in the middle of May»
_TOGETHER = dt.timedelta(days=3)  # between two tellings of one toll that name no day


def figures(affair: Affair, sides: Mapping[str, str], *, titles: bool = True) -> Iterator[Contrast]:
    """Contrasts between figures of one thing; each group of figures gives at most one. `titles`: also of those of a
    title and of its own text."""
    everything = counted_figures(affair, sides)
    # A title rounds and shortens; it is compared with its own text alone. Of a sentence with two tolls of one kind
    # one is part of the other.
    found = [
        f for f in everything if f.kind is not BlockKind.TITLE and not _in_parts(f, everything) and not of_old_times(f)
    ]
    groups = _Groups(len(found))
    by_what: dict[str, list[int]] = {}
    for i, figure in enumerate(found):
        by_what.setdefault(figure.what, []).append(i)
    for members in by_what.values():
        index = Index([found[i].vector for i in members])
        for n, i in enumerate(members):
            for m, likeness in index.near(found[i].vector, _LEAST):
                if m != n and _one_thing(found[i], found[members[m]], likeness):
                    groups.join(i, members[m])
    merged = _merged([[found[i] for i in group] for group in groups.sets()])
    told = [(group, _contrast(group, found)) for group in _one_series(merged, found)]
    yield from _with_rises(told, series([f for f in everything if not of_old_times(f)], affair.stories))
    if titles:
        yield from _titles(everything)


def _with_rises(told: list[tuple[list[Figure], Contrast | None]], rises: Iterable[list[Figure]]) -> Iterator[Contrast]:
    """The contrasts of the groups; a toll told as risen takes up those of its happening where together they rise."""
    for rise in rises:
        own = {id(f) for f in rise}
        met = [n for n, (group, c) in enumerate(told) if c is not None and any(id(f) in own for f in group)]
        both = _unrounded([*rise, *(f for n in met for f in told[n][0] if id(f) not in own)])
        fuller = len(_by_value(both)) >= max((len(_by_value(told[n][0])) for n in met), default=0)
        if fuller and _moved_on(both):
            place = met[0] if met else len(told)
            told[place : place + 1] = [(both, _told(_by_value(both), ContrastKind.UPDATE))]
            told = [t for n, t in enumerate(told) if n not in met[1:]]
    return (c for _, c in told if c is not None)


def _unrounded(group: list[Figure]) -> list[Figure]:
    """Figures without those that only round another: «about 200» beside 199."""
    return [f for f in group if not (vaguely(f) and any(f.value != g.value and rounds(f, g) for g in group))]


def _moved_on(group: list[Figure]) -> bool:
    """Whether figures of one toll rise from page to page, and each page gives one of them."""
    values = _by_value(group)
    tellers = [f.teller for same in values for f in {g.teller: g for g in same}.values()]
    return len(values) > 1 and len(tellers) == len(set(tellers)) and rises(values)


def _in_parts(figure: Figure, found: list[Figure]) -> bool:
    """Whether a sentence tells several tolls of a kind with `figure`, which is not the whole whose parts it says the
    others to be («مقتل 40 عاملا بينهم 6 نساء»)."""
    others = [f for f in found if f.what == figure.what and f.evidence == figure.evidence and f.value != figure.value]
    whole = not _part(figure) and all(f.value < figure.value and _part(f) for f in others)
    return figure.toll and bool(others) and not whole


def _part(figure: Figure) -> bool:
    return of_part(figure.account.words.sentences[figure.sentence].tokens, figure.number.first)


def _merged(groups: list[list[Figure]]) -> list[list[Figure]]:
    """Two groups with the same figures of the same noun and one time are one story told in unlike sentences."""
    merged: list[list[Figure]] = []
    for group in groups:
        values = {f.value for f in group}
        for other in merged:
            same = other[0].what == group[0].what and _one_kind(other[0], group[0])
            if same and {f.value for f in other} == values and _meet(group, other):
                other.extend(group)
                break
        else:
            merged.append(list(group))
    return merged


def _meet(group: list[Figure], other: list[Figure]) -> bool:
    """Whether two groups are of one time, as far as that is asked of what they count."""
    return not group[0].toll or any(_of_one_time(a, b) for a in group for b in other)


def _one_series(groups: list[list[Figure]], found: list[Figure]) -> list[list[Figure]]:
    """Groups of one toll that share a value and a place are steps of one series, told in unlike sentences."""
    series: list[list[Figure]] = []
    for group in groups:
        for n, other in enumerate(series):
            both = other + group
            linked = group[0].what == other[0].what and _linked(group, other)
            one_period = len({f.scope.since for f in both}) == 1  # a sum since March is not the day's
            if group[0].toll and linked and one_period and _contrast(both, found):
                series[n] = both
                break
        else:
            series.append(group)
    return series


def _linked(group: list[Figure], other: list[Figure]) -> bool:
    """Whether two groups of one toll share a value; or each is a toll that rises, in one place on one day, and
    together they still rise."""
    if not _meet(group, other):
        return False
    if {f.value for f in group} & {f.value for f in other}:
        return True
    sites = [set().union(*(f.scope.sites for f in g)) for g in (group, other)]
    if not _one_kind(group[0], other[0]) or (any(sites) and not sites[0] & sites[1]):
        return False  # children in a school and people in a market: two tolls, however near
    here, there = (set().union(*(f.scope.places for f in g)) for g in (group, other))
    days = [{(f.told_at or "")[:10] for f in g} for g in (group, other)]
    values = [f.value for f in (*group, *other)]
    if not (here & there and days[0] & days[1]) or max(values) > _APART * min(values):
        return False
    return all(rises(_by_value(g)) for g in (group, other, group + other))


def _by_value(group: list[Figure]) -> list[list[Figure]]:
    """The figures of each value, the earliest told first."""
    values: dict[float, list[Figure]] = {}
    for figure in sorted(group, key=lambda f: (f.told_at or "", f.account.id, f.span)):
        values.setdefault(figure.value, []).append(figure)
    return list(values.values())


def _one_thing(a: Figure, b: Figure, likeness: float) -> bool:
    """Whether two figures of one noun are about the same thing."""
    if (a.of and b.of and a.of[0] != b.of[0]) or not _one_kind(a, b):
        return False
    low, high = sorted((a.value, b.value))
    if a.account.id == b.account.id:  # one page: only as what two sides say, side by side
        if a.rising or b.rising:
            return False  # «the first toll», and «it rose since»: who told it later contradicts nobody
        return a.side != b.side and None not in (a.side, b.side) and high <= _APART * low and _set_against(a, b)
    if a.toll:
        return one_toll(a, b, likeness)
    slip = high == _SLIP * low
    if (high > _APART * low and not slip) or a.scope.excludes(b.scope):
        return False
    return likeness >= _SAME_SENTENCE or (a.event is not None and a.event == b.event and not (a.several or b.several))


def one_toll(a: Figure, b: Figure, likeness: float) -> bool:
    """Whether two tolls of one lot, in sentences so much alike, are of one happening and the same people: its site is
    the same, its scope, and it did not leap."""
    if not _one_kind(a, b):
        return False
    if a.scope.sites != b.scope.sites or a.scope.sums(b.scope):
        return False
    moved_on = a.rising or b.rising
    if not _of_one_time(a, b) or (not moved_on and (a.scope.covers(b.scope) or b.scope.covers(a.scope))):
        return False
    if a.scope.excludes(b.scope) and not (moved_on and a.scope.places & b.scope.places):
        return False
    low, high = sorted((a.value, b.value))
    if high > _LEAP * low and not moved_on and likeness < _VERBATIM:
        return False
    if likeness >= _SAME_SENTENCE or a.several or b.several:
        return likeness >= _SAME_SENTENCE
    same_event = a.event is not None and a.event == b.event
    if same_event or (likeness >= _SAME_TOLL and bool(a.scope.places & b.scope.places)):
        return True
    return likeness >= _SAME_DAY and one_happening(a, b)


def _of_one_time(a: Figure, b: Figure) -> bool:
    """Whether two tolls are shown to be of one time: told within days of each other, or both of a day that they name. A
    war, or the winds of a summer, have a toll like another every week."""
    sums = a.scope.since and b.scope.since  # «since the middle of February»; in a month a day has many like it
    named = [[d for d in f.scope.days if d.start and d.end and (sums or d.end - d.start <= _SOME_DAYS)] for f in (a, b)]
    if a.told_on is None or b.told_on is None or any(x.overlaps(y) for x in named[0] for y in named[1]):
        return True
    return abs(a.told_on - b.told_on) <= _TOGETHER


def _one_kind(a: Figure, b: Figure) -> bool:
    """Whether tolls are of the same people: soldiers and gunmen killed are two tolls, «persons» and «killed» one."""
    return not a.toll or a.of_people == b.of_people


def _set_against(a: Figure, b: Figure) -> bool:
    """Whether a word between two figures of a page sets the second against the first."""
    first, second = sorted((a, b), key=lambda f: f.span)
    if second.sentence - first.sentence > 1:
        return False
    if not first.toll and any(lemma_of(f.noun) in money() for f in (first, second)):
        return False  # what two pledge, in the currency of each: two sums
    start, end = first.span.end, second.span.start
    if second.sentence > first.sentence:  # only what opens the second sentence sets it against the first
        start, end = second.evidence.start, min(end, second.evidence.start + _HEAD)
    return opposed_in(first.account, start, end) and _same_count(first, second)


def _same_count(first: Figure, second: Figure) -> bool:
    """Whether the words before two figures of a page say that they count the same: a word in common, or a pronoun."""
    a, b = ({t.text for t in _before(f)} for f in (first, second))
    lemmas = [set(content_lemmas(_before(f), f.account.article.text)) for f in (first, second)]
    return first.toll or bool(first.of and second.of) or bool(lemmas[0] & lemmas[1]) or bool(b & pronouns()) or not a


def _before(figure: Figure) -> list[Token]:
    tokens = figure.account.words.sentences[figure.sentence].tokens
    return [t for t in tokens if t.end <= figure.span.start][-_GOVERNING:]


class _Groups:
    """Disjoint sets by union."""

    def __init__(self, n: int) -> None:
        self._of = list(range(n))

    def find(self, i: int) -> int:
        while self._of[i] != i:
            self._of[i] = self._of[self._of[i]]
            i = self._of[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = sorted((self.find(i), self.find(j)))
        self._of[b] = a

    def sets(self) -> list[list[int]]:
        sets: dict[int, list[int]] = {}
        for i in range(len(self._of)):
            sets.setdefault(self.find(i), []).append(i)
        return [s for s in sets.values() if len(s) > 1]


def _contrast(group: list[Figure], found: list[Figure]) -> Contrast | None:
    values = _by_value(group)
    if len(values) < 2 or not _one_each(group, found):
        return None
    kind = kind_of(values)
    if kind is ContrastKind.DISCREPANCY and group[0].toll and _days_apart(values):
        return None  # no rise: tolls that two days' pages give are as a rule those of two happenings
    if group[0].toll and group[0].what != "killed" and not rises(values) and _dead_rose(values):
        return None  # who was hurt has died since: one toll that rises, which the dead tell
    bounds = sum(all(f.number.bound == "at_least" for f in same) for same in values)
    if kind is ContrastKind.PRECISION and (bounds > 1 or as_good(values)):
        return None  # «171» and «more than 170», «40 at least» and «48 at least»: nobody need be told
    if kind is ContrastKind.UPDATE and group[0].what != "killed" and hardly(values):
        return None  # 3,500 hurt, and 3,600 two days on: the dead tell that it goes on
    return _told(values, kind)


def _told(values: list[list[Figure]], kind: ContrastKind) -> Contrast:
    leading = [sorted(same, key=lambda f: f.copied) for same in values]  # an original's words before a copy's
    positions = tuple(
        Position(
            f"{same[0].shown} {same[0].noun}".rstrip(),
            same[0].given_by,
            tuple(map(_clause, same)),
            earliest[0].told_at if kind is ContrastKind.UPDATE else None,
        )
        for same, earliest in zip(leading, values, strict=True)
    )
    group = [f for same in leading for f in same]
    return Contrast(_heading(group), kind, positions, "figures" if group[0].toll else "figures:count")


def _dead_rose(values: list[list[Figure]]) -> bool:
    """Whether the pages that tell two of the values tell other dead too."""
    told = [frozenset[float]().union(*(dead_in(f.account) for f in same)) for same in values]
    return any(a and b and max(a) != max(b) for a, b in combinations(told, 2))


def _days_apart(values: list[list[Figure]]) -> bool:
    """Whether two values are told by pages of different days only."""
    days = [{(f.told_at or "")[:10] for f in same} for same in values]
    return any(not (a & b) for a, b in combinations(days, 2))


def _one_each(group: list[Figure], found: list[Figure]) -> bool:
    """Whether every teller gives one figure of the thing. A page that gives two counts parts, or tells what was
    told before; a later page may do that («ارتفعت من 4 إلى 6»), if the other figure is older and smaller."""
    tellers: dict[tuple[str, str | None], set[float]] = {}
    for figure in group:
        tellers.setdefault(figure.teller, set()).add(figure.value)
    if len(tellers) < 2 or any(len(v) > 1 for v in tellers.values()):
        return False
    sides = {f.side for f in group}
    if len({f.account.id for f in group}) == 1 and len(sides) > 1:
        return True
    all_values = {f.value for f in group}
    for figure in group:
        here = {f.value for f in found if f.account.id == figure.account.id and f.what == figure.what}
        others = here - {figure.value}
        if others & all_values and None in sides:
            return False
        if others and not figure.toll:
            return False
    return True


def _heading(group: list[Figure]) -> str:
    if group[0].toll:
        return label("number", label(group[0].what))
    of = next((f.of[1] for f in group if f.of), None)
    noun = next((f.noun for f in group if not f.noun.endswith(_ACCUSATIVE)), group[0].noun)
    return label("number", f"{noun} من {of}" if of else noun)


def _titles(found: list[Figure]) -> Iterator[Contrast]:
    """A title with another figure than the one its text gives for the same."""
    pages: dict[tuple[str, str], list[Figure]] = {}
    for figure in found:
        pages.setdefault((figure.account.id, figure.what), []).append(figure)
    for (article, _), here in sorted(pages.items()):
        above = [f for f in here if f.kind is BlockKind.TITLE]
        below = [f for f in here if f.kind is not BlockKind.TITLE]
        if len({f.value for f in above}) != 1 or len({f.value for f in below}) != 1:
            continue
        a, b = above[0], below[0]
        alike = len(a.vector.keys() & b.vector.keys()) >= max(2, _SAME_TITLE * len(a.vector))
        again = any(f.value == a.value and f.kind is not BlockKind.TITLE for f in found if f.account.id == article)
        exact = a.number.bound == b.number.bound == "exact" and _one_kind(a, b) and a.shown[:_STEM] != b.shown[:_STEM]
        beside = numbers_in(b.account, b.account.words.sentences[b.sentence])
        alone = len(beside) == 1  # else it may be one of the parts
        if a.value != b.value and exact and alike and alone and not again and not a.scope.excludes(b.scope):
            positions = tuple(Position(f"{f.shown} {f.noun}", article, (_clause(f),)) for f in (a, b))
            yield Contrast(_heading([a]), ContrastKind.DISCREPANCY, positions, "title")


def _clause(figure: Figure) -> Span:
    """The figure's clause: its sentence where that is short, else the words around it."""
    sentence = figure.evidence
    if sentence.end - sentence.start <= 320:
        return sentence
    text = figure.account.article.text
    start = max(text.rfind("،", sentence.start, figure.span.start) + 1, sentence.start)
    end = text.find("،", figure.span.start, sentence.end)
    return Span(sentence.page, start, end if end > figure.span.start else sentence.end)
