"""One dispute told on several pages is one contrast, with all the words of those who hold its positions.

Two disputes are one where the same two sides hold them and what the one side claims is told again: most of the shorter
claim's words (keys of `clauses`) stand in the other. A charge and its denial by the same two are one dispute with two
words in common: each page tells the charge in its own words. The surer of the two gives the heading, the order and the
rule. Amounts of which one is told in the same words are of one thing. Tolls of one lot that rise in two rows, and rise
still when put together, are one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from riwaya.compare.clauses import Clause
from riwaya.model import Contrast, ContrastKind, Position
from riwaya.text import fold, tokenise
from riwaya.text.numbers import find_numbers

_DENIALS = frozenset(f"dispute:{rule}" for rule in ("so", "these", "at-once", "denied", "denial", "contradicted"))
_AMOUNTS = frozenset({"figures:count", "amount"})
_SAID_AGAIN = 0.6  # of the shorter claim's keys
_LEAP = 2  # a toll so many times the other is another, though both rise
_CLAIM = 2  # keys, names left out, that make a claim


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
    for contrast in contrasts:
        at = next((i for i, k in enumerate(kept) if claims.one(k, contrast)), None)
        if at is None:
            kept.append(contrast)
        else:
            first, other = (kept[at], contrast) if kept[at].sure >= contrast.sure else (contrast, kept[at])
            kept[at] = claims.both(first, other)
    return kept


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
            return a.topic == b.topic and _still_rises(a, b)
        if {a.rule, b.rule} <= _AMOUNTS:
            return _told_in_common(a, b)
        if not (a.kind is b.kind is ContrastKind.DISPUTE and len(a.positions) == len(b.positions) == 2):
            return False
        mine, theirs = ({self._side(p): p for p in c.positions} for c in (a, b))
        if len(mine) != 2 or mine.keys() != theirs.keys():
            return {a.rule, b.rule} <= _DENIALS and self._told_by_pages(a, b)
        if any(self._again(mine[side], theirs[side]) for side in mine):
            return True
        one_way = self._side(a.positions[0]) == self._side(b.positions[0]) and {a.rule, b.rule} <= _DENIALS
        return one_way and len(self._all_keys(a.positions[0]) & self._all_keys(b.positions[0])) >= _CLAIM

    def both(self, first: Contrast, other: Contrast) -> Contrast:
        """`first` with the words of `other`."""
        if first.rule in _AMOUNTS:
            told = {_number(p) for p in first.positions}
            return replace(first, positions=(*first.positions, *(p for p in other.positions if _number(p) not in told)))
        if first.kind is ContrastKind.UPDATE:
            return replace(first, positions=_in_time((*first.positions, *other.positions)))
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


def _still_rises(a: Contrast, b: Contrast) -> bool:
    """Whether the steps of two tolls, in the order of their times, rise as one toll of one day or two would."""
    steps = _in_time((*a.positions, *b.positions))
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
