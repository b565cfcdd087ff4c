"""How figures of one thing differ: it moved on, one of them rounds the other, or those who tell it part.

* every later page tells a larger number of what moves on with time (a toll), and none only rounds the last: an update;
* each pair has one that rounds the other («نحو», «أكثر من»): differing precision;
* sides that all are known, and all apart, tell them: a dispute;
* pages relay one source at different hours: it moved on, whichever way;
* else the pages part.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations, pairwise

from riwaya.compare.counted import Figure
from riwaya.compare.labels import running
from riwaya.model import ContrastKind

_LEAP = 1.6  # a toll so many times the other is another toll, unless its page says that it rose
_OF_A_PAGE = re.compile(r"-\d{3,}-\d{6,}")
_PARTIES = ("country:", "org:", "group:")
_OTHERS = 2  # newsrooms that go on telling a smaller toll, against one that told a larger
_STALE = dt.timedelta(days=1)  # for which a page may go on telling a toll that has risen
_LEAST_OF = 2  # «more than 20» may be 31, and hardly 60
_ROUNDING = 0.17  # «نحو 400» and 380 are one figure
_NO_NEWS = 0.1  # a rounding by so little is no news
_MANY = 100  # of fewer each counts
_ALMOST = 0.025  # so near they are one figure to any reader: «171» and «more than 170», 9,000 and 9,200


def kind_of(values: list[list[Figure]]) -> ContrastKind:
    """Why figures of one thing differ, given by value, the earliest told first."""
    firsts = [same[0] for same in values]
    if rises(values):
        return ContrastKind.UPDATE
    if all(rounds(a, b) for a, b in combinations(firsts, 2)):
        return ContrastKind.PRECISION
    held = [{f.side for f in same} for same in values]
    # A person whose side is not known is no party to a dispute: two pages quote him differently.
    # Nor is a body whose name is known on one page only («وزارة الصحة»): it may be the other's.
    parties = all(s is not None and s.startswith(_PARTIES) and not _OF_A_PAGE.search(s) for h in held for s in h)
    one_page = len({f.account.id for same in values for f in same}) == 1
    apart = (
        not any(None in sides for sides in held)
        and (parties or one_page)
        and all(not (a & b) for a, b in combinations(held, 2))
    )
    if apart:
        return ContrastKind.DISPUTE
    return ContrastKind.UPDATE if firsts[0].toll and _told_by_one(values) else ContrastKind.DISCREPANCY


def _told_by_one(values: list[list[Figure]]) -> bool:
    """Whether pages relay what one source said at one hour and another."""
    for a, b in combinations(values, 2):
        sources = [{f.source.partition("@")[0] for f in same if f.source} for same in (a, b)]
        if not sources[0] & sources[1]:
            return False
    times = [same[0].told_at for same in values]
    return all(a is not None and b is not None and _hours_apart(a, b) for a, b in pairwise(times))


def _hours_apart(a: str, b: str) -> bool:
    """Whether one time, as ISO 8601, is before another as far as both are told."""
    shorter = min(len(a), len(b))
    return a[:shorter] < b[:shorter]


def rises(values: list[list[Figure]]) -> bool:
    """Whether the counted thing moves on with time and each later value is larger, none only a rounding of the last."""
    firsts = [same[0] for same in values]
    if all(f.scope.standing and not f.rising for same in values for f in same):
        return False  # the dead of a war of years: two newsrooms' estimates, and no news of the hour
    runs = all(f.toll for f in firsts) or firsts[0].what in running()
    if not runs and not all(running().intersection(f.vector) for f in firsts):
        return False
    if not all(a[0].value < b[0].value and _after(a, b) and not _holds_still(a, b) for a, b in pairwise(values)):
        return False
    return not (firsts[0].toll and _taken_back(values))


def _taken_back(values: list[list[Figure]]) -> bool:
    """Whether the last and largest toll was told by one newsroom only, and two others or more told the one before it
    afterwards: it did not rise, they part."""
    if len(values) < 2:
        return False
    low, high = values[-2:]
    newsrooms = {f.account.article.outlet or f.account.id for f in high}
    last = max((f.told_at or "" for f in high), default="")
    later = {f.account.article.outlet or f.account.id for f in low if (f.told_at or "") > last} - newsrooms
    return len(newsrooms) == 1 and len(later) >= _OTHERS


def _holds_still(a: list[Figure], b: list[Figure]) -> bool:
    """Whether the larger of two figures may be the smaller: it rounds it, the smaller was rounded to it, or another
    newsroom's «more than 30» was 39 all along."""
    low, high = a[0], b[0]
    if vaguely(high) and rounds(low, high):
        return True
    if low.number.bound != "exact" and _almost(low.value, high.value):
        return True
    newsrooms = [{f.account.article.outlet or f.account.id for f in same} for same in (a, b)]
    return low.number.bound == "over" and not newsrooms[0] & newsrooms[1] and high.value < low.value + _step(low.value)


def _step(value: float) -> int:
    """The power of ten that a round number counts in: 10 of 30, 100 of 1,100."""
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def vaguely(figure: Figure) -> bool:
    """Whether a figure is «about» so many: then it may round the one before. «At least» and «more than» do not."""
    return figure.number.bound not in ("exact", "at_least", "over")


def _after(a: list[Figure], b: list[Figure]) -> bool:
    """Whether `b` was first told after `a`, and `a` not much longer: tolls told side by side for days differ."""
    times = [[f.told_at for f in same if f.told_at] for same in (a, b)]
    if any(len(t) < len(same) for t, same in zip(times, (a, b), strict=True)):
        return False
    first, last, new = min(times[0]), max(times[0]), min(times[1])
    shorter = min(len(first), len(new))
    if not first[:shorter] < new[:shorter]:
        return False
    if b[0].value > _LEAP * a[0].value:
        return last[:shorter] <= new[:shorter]  # so far apart and told at one time, they are two counts
    days = [[f.told_on for f in same if f.told_on] for same in (a, b)]
    return max(days[0]) - min(days[1]) <= _STALE


def rounds(a: Figure, b: Figure) -> bool:
    """Whether one of two figures only rounds the other."""
    if a.number.bound == b.number.bound == "exact":
        return False
    low, high = sorted((a, b), key=lambda f: f.value)
    if low.number.bound == high.number.bound == "over":  # «more than 350 thousand», «more than 400 thousand»
        return _almost(low.value, high.value)
    if low.number.bound == "at_least" and low.toll and high.toll:
        return _near(low, high)  # 40 and 60 «at least» are two counts of the dead, neither rounded
    if low.number.bound in ("at_least", "over") and high.value <= _LEAST_OF * low.value:
        return True  # «more than a million» does not contradict a million and a half
    return _near(low, high)


def _near(low: Figure, high: Figure) -> bool:
    return high.value > 0 and (high.value - low.value) / high.value <= _ROUNDING


def as_good(values: list[list[Figure]]) -> bool:
    """Whether figures that differ in precision tell a reader the same."""
    low, *_, high = sorted((same[0] for same in values), key=lambda f: f.value)
    if high.value - low.value <= _NO_NEWS * high.value:
        return True
    return low.number.bound == "over" and high.value < low.value + _step(low.value)


def hardly(values: list[list[Figure]]) -> bool:
    """Whether figures that moved on did so by too little to be news."""
    amounts = [same[0].value for same in values]
    return max(amounts) - min(amounts) < _NO_NEWS * max(amounts) and min(amounts) >= _MANY


def _almost(low: float, high: float) -> bool:
    return high - low < _ALMOST * high
