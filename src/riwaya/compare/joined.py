"""One dispute told on several pages is one contrast, with all the words of those who hold its positions.

Two disputes are one where the same two sides hold them and what the one side claims is told again: most of the shorter
claim's words (keys of `clauses`) stand in the other. A charge and its denial by the same two are one dispute with two
words in common, one of what they are read to say, or with two names besides their own: each page tells the charge in
its own words. The surer of the two, then a denial, then what is told on more pages gives the heading, the order and the
rule. What a page tells as nobody's claim is left to the row that names who makes it. Amounts of which one is told in
the same words are of one thing. Tolls of one lot that rise in two rows, and rise still when put together, or go on the
next day in like words, or run between the same bounds, are one row; what a copy only brought up to date is left to the
row that tells it too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from riwaya.compare.clauses import Clause
from riwaya.model import Contrast, ContrastKind, Position
from riwaya.text import fold, tokenise
from riwaya.text.numbers import find_numbers

_DENIALS = frozenset(f"dispute:{rule}" for rule in ("so", "these", "at-once", "denied", "denial", "contradicted"))
_SET_APART = _DENIALS | {"dispute:beside", "dispute:joined"}
_AMOUNTS = frozenset({"figures:count", "amount"})
_SAID_AGAIN = 0.6  # of the shorter claim's keys
_LEAP = 2  # a toll so many times the other is another, though both rise
_CLAIM = 2  # keys, names left out, that make a claim
_ALIKE = 4  # keys in common of two steps of one toll
_A_DAY = dt.timedelta(days=1)
_KNOWN = ("country:", "org:", "group:", "person:")
_NAMED = 2  # names in common, states and the two sides left out, by which two charges between them are one


def joined(contrasts: Iterable[Contrast], told: Sequence[Clause], sides: Mapping[str, str]) -> list[Contrast]:
    """`contrasts` with the disputes that are one put together, where the first of them stood; `told` are the topic's
    clauses, `sides` maps an actor id to its side."""
    claims = _Claims(told, sides)
    kept = _once(contrasts, claims)
    while len(again := _once(kept, claims)) < len(kept):
        kept = again
    return kept


def _once(contrasts: Iterable[Contrast], claims: _Claims) -> list[Contrast]:
    kept: list[Contrast] = []
    told = list(contrasts)
    for contrast in (c for c in told if not _told_as_toll(c, told) and not claims.held_by_one_named(c, told)):
        at = next((i for i, k in enumerate(kept) if claims.one(k, contrast)), None)
        if at is None:
            kept.append(contrast)
        else:
            first, other = sorted((kept[at], contrast), key=_fuller, reverse=True)
            kept[at] = claims.both(first, other)
    return kept


def _fuller(contrast: Contrast) -> tuple[bool, bool, int]:
    """What is surer comes first; of disputes, a denial, and what is told on more pages."""
    pages = {s.page for p in contrast.positions for s in p.spans} if contrast.kind is ContrastKind.DISPUTE else ()
    return contrast.sure, contrast.rule in _DENIALS, len(pages)


def _told_as_toll(contrast: Contrast, told: Sequence[Contrast]) -> bool:
    """Whether what a copy brought up to date is told as a toll that moved on from page to page too."""
    if not contrast.rule.startswith("altered:") or contrast.kind is not ContrastKind.UPDATE:
        return False
    pages = [{s.page for s in p.spans} for p in contrast.positions]
    return any(
        c.kind is ContrastKind.UPDATE
        and c.rule == "figures"
        and any(
            pages[0] & {s.page for s in p.spans} and pages[1] & {s.page for s in q.spans}
            for p, q in combinations(c.positions, 2)
        )
        for c in told
    )


class _Claims:
    """What positions claim, and for whom."""

    def __init__(self, told: Sequence[Clause], sides: Mapping[str, str]) -> None:
        self._sides = sides
        self._on_page: dict[str, list[Clause]] = {}
        for clause in told:
            self._on_page.setdefault(clause.span.page, []).append(clause)

    def one(self, a: Contrast, b: Contrast) -> bool:
        """Whether two contrasts are one dispute of two sides, or one toll."""
        if a.rule == b.rule == "figures" and a.kind is b.kind is ContrastKind.UPDATE:
            return a.topic == b.topic and (_still_rises(a, b) or self._goes_on(a, b) or self._crosses(a, b))
        if {a.rule, b.rule} <= _AMOUNTS:
            return _told_in_common(a, b)
        if not (a.kind is b.kind is ContrastKind.DISPUTE and len(a.positions) == len(b.positions) == 2):
            return False
        mine, theirs = ({self._side(p): p for p in c.positions} for c in (a, b))
        if len(mine) != 2 or mine.keys() != theirs.keys():
            return {a.rule, b.rule} <= _DENIALS and self._told_by_pages(a, b)
        if any(self._again(mine[side], theirs[side]) for side in mine):
            return True
        one_way = self._side(a.positions[0]) == self._side(b.positions[0]) and {a.rule, b.rule} <= _SET_APART
        if not one_way:
            return False
        named = self._names(a.positions[0]) & self._names(b.positions[0])
        if sum(not n.startswith("country:") and self._sides.get(n, n) not in mine for n in named) >= _NAMED:
            return True
        if len(self._all_keys(a.positions[0]) & self._all_keys(b.positions[0])) >= _CLAIM:
            return True
        return not self._said_keys(a.positions[0]).isdisjoint(self._said_keys(b.positions[0]))

    def held_by_one_named(self, contrast: Contrast, told: Sequence[Contrast]) -> bool:
        """Whether a claim that its page holds is told in another row with who makes it, denied by the same side."""
        if contrast.rule not in _DENIALS or len(contrast.positions) != len(("claim", "denial")):
            return False
        claim, denial = contrast.positions
        if not (claim.holder or "").startswith(claim.spans[0].page):
            return False
        words, denier = self._all_keys(claim), self._side(denial)
        for other in told:
            known = all((p.holder or "").startswith(_KNOWN) for p in other.positions)
            if other.kind is ContrastKind.DISPUTE and known and denier in {self._side(p) for p in other.positions}:
                keys = frozenset[str]().union(*map(self._all_keys, other.positions))
                if len(words & keys) >= _CLAIM:
                    return True
        return False

    def _goes_on(self, a: Contrast, b: Contrast) -> bool:
        """Whether one toll rises on from where another stopped, a day later at most, in the same words of the same
        place: a course that each day's pages tell in their own row."""
        earlier, later = sorted((a, b), key=lambda c: min(p.as_of or "" for p in c.positions))
        last, first = _in_time(earlier.positions)[-1], _in_time(later.positions)[0]
        values, days = (_number(last), _number(first)), [(p.as_of or "")[:10] for p in (last, first)]
        if None in values or "" in days or not (last.as_of or "") < (first.as_of or ""):
            return False
        apart = dt.date.fromisoformat(days[1]) - dt.date.fromisoformat(days[0])
        if apart > _A_DAY or not (values[0] or 0) < (values[1] or 0) <= _LEAP * (values[0] or 0):
            return False
        alike = self._all_keys(last) & self._all_keys(first)
        return len(alike) >= _ALIKE and bool(self._names(last) & self._names(first))

    def _crosses(self, a: Contrast, b: Contrast) -> bool:
        """Whether two rows tell of tolls between the same bounds, on one day, of the same place: one toll, of which
        each newsroom hears at its own time."""
        values = [[v for p in c.positions if (v := _number(p)) is not None] for c in (a, b)]
        days = [{(p.as_of or "")[:10] for p in c.positions} for c in (a, b)]
        if not all(values) or not (days[0] & days[1]) - {""}:
            return False
        apart = min(values[0]) > max(values[1]) or min(values[1]) > max(values[0])
        named = [frozenset[str]().union(*map(self._names, c.positions)) for c in (a, b)]
        return not apart and bool(named[0] & named[1])

    def both(self, first: Contrast, other: Contrast) -> Contrast:
        """`first` with the words of `other`."""
        if first.rule in _AMOUNTS:
            told = {_number(p) for p in first.positions}
            return replace(first, positions=(*first.positions, *(p for p in other.positions if _number(p) not in told)))
        if first.kind is ContrastKind.UPDATE:
            return replace(first, positions=_rising(first, other))
        if self._told_by_pages(first, other):
            claim, denial = first.positions
            more_claim, more_denial = other.positions
            spans = ((*claim.spans, *more_claim.spans), (*denial.spans, *more_denial.spans))
            both = (
                replace(claim, spans=tuple(dict.fromkeys(spans[0]))),
                replace(denial, spans=tuple(dict.fromkeys(spans[1]))),
            )
            return replace(first, positions=both)
        more = {self._side(p): p.spans for p in other.positions}
        positions = tuple(
            replace(p, spans=tuple(dict.fromkeys((*p.spans, *more[self._side(p)])))) for p in first.positions
        )
        return replace(first, positions=positions)

    def _told_by_pages(self, a: Contrast, b: Contrast) -> bool:
        """Whether two pages tell one claim, nobody named for it, that the same side denies."""
        if len(a.positions) != len(b.positions) or len(a.positions) != 2:
            return False
        pages = all((c.positions[0].holder or "").startswith(c.positions[0].spans[0].page) for c in (a, b))
        denier = self._side(a.positions[1]) == self._side(b.positions[1])
        return pages and denier and self._again(a.positions[0], b.positions[0])

    def _side(self, position: Position) -> str:
        return self._sides.get(position.holder or "", position.holder or "")

    def _again(self, a: Position, b: Position) -> bool:
        x, y = self._keys(a), self._keys(b)
        return min(len(x), len(y)) >= _CLAIM and len(x & y) >= _SAID_AGAIN * min(len(x), len(y))

    def _all_keys(self, position: Position) -> frozenset[str]:
        """The keys of all that a position cites, names left out."""
        here = (c for s in position.spans for c in self._on_page.get(s.page, ()) if c.span.overlaps(s))
        return frozenset(k for c in here for k in c.keys if ":" not in k)

    def _said_keys(self, position: Position) -> frozenset[str]:
        """The same of what somebody is read to say there: neither who says it nor the verb for it is of the matter."""
        here = (c for s in position.spans for c in self._on_page.get(s.page, ()) if c.span.overlaps(s))
        return frozenset(k for c in here if c.statement is not None for k in c.keys if ":" not in k)

    def _names(self, position: Position) -> frozenset[str]:
        """The ids of all whom, and of the places that, the words of a position name."""
        here = (c for s in position.spans for c in self._on_page.get(s.page, ()) if c.span.overlaps(s))
        return frozenset(k for c in here for k in c.keys if ":" in k)

    def _keys(self, position: Position) -> frozenset[str]:
        """The keys of a position's first words, names left out."""
        span = position.spans[0]
        here = (c for c in self._on_page.get(span.page, ()) if c.span.overlaps(span))
        return frozenset(k for c in here for k in c.keys if ":" not in k)


def _told_in_common(a: Contrast, b: Contrast) -> bool:
    """Whether two contrasts of amounts give one of their values in the same words: they are of one thing."""
    return any(
        _number(p) == _number(q) is not None and any(x.overlaps(y) for x in p.spans for y in q.spans)
        for p in a.positions
        for q in b.positions
    )


def _in_time(positions: Sequence[Position]) -> tuple[Position, ...]:
    return tuple(sorted(positions, key=lambda p: (p.as_of or "", p.value)))


def _steps(positions: Iterable[Position]) -> tuple[Position, ...]:
    """Steps of one toll in the order of their times, those of one number put together."""
    steps: dict[float | None, Position] = {}
    for p in _in_time(tuple(positions)):
        same = steps.get(_number(p)) if _number(p) is not None else None
        if same is None:
            steps[_number(p)] = p
        else:
            steps[_number(p)] = replace(same, spans=tuple(dict.fromkeys((*same.spans, *p.spans))))
    return tuple(steps.values())


def _rising(a: Contrast, b: Contrast) -> tuple[Position, ...]:
    """The steps of one toll that two rows tell, but for what was told after a larger."""
    kept: list[Position] = []
    for p in _steps((*a.positions, *b.positions)):
        if not kept or (_number(kept[-1]) or 0) < (_number(p) or 0):
            kept.append(p)
    return tuple(kept)


def _still_rises(a: Contrast, b: Contrast) -> bool:
    """Whether the steps of two tolls, in the order of their times, rise as one toll of one day or two would."""
    steps = _steps((*a.positions, *b.positions))
    values = [_number(p) for p in steps]
    days = {(p.as_of or "")[:10] for p in a.positions} & {(p.as_of or "")[:10] for p in b.positions}
    if not days or "" in days or any(v is None for v in values):
        return False
    told = [v for v in values if v is not None]
    return all(x < y for x, y in pairwise(told)) and max(told) <= _LEAP * min(told)


def _number(position: Position) -> float | None:
    """The first number in a position's value."""
    found = list(find_numbers(list(tokenise(fold(position.value)))))
    return found[0].value if found else None
