"""One dispute told on several pages is one contrast, with all the words of those who hold its positions.

Two disputes are one where the same two sides hold them and what the one side claims is told again: most of the shorter
claim's words (keys of `clauses`) stand in the other. The surer of the two gives the heading, the order and the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from riwaya.compare.clauses import Clause
from riwaya.model import Contrast, ContrastKind, Position

_SAID_AGAIN = 0.6  # of the shorter claim's keys
_CLAIM = 2  # keys, names left out, that make a claim


def joined(contrasts: Iterable[Contrast], told: Sequence[Clause], sides: Mapping[str, str]) -> list[Contrast]:
    """`contrasts` with the disputes that are one put together, where the first of them stood; `told` are the topic's
    clauses, `sides` maps an actor id to its side."""
    claims = _Claims(told, sides)
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
        """Whether two contrasts are one dispute of two sides."""
        if not (a.kind is b.kind is ContrastKind.DISPUTE and len(a.positions) == len(b.positions) == 2):
            return False
        mine, theirs = ({self._side(p): p for p in c.positions} for c in (a, b))
        if len(mine) != 2 or mine.keys() != theirs.keys():
            return False
        return any(self._again(mine[side], theirs[side]) for side in mine)

    def both(self, first: Contrast, other: Contrast) -> Contrast:
        """`first` with the words of `other`."""
        more = {self._side(p): p.spans for p in other.positions}
        positions = tuple(
            replace(p, spans=tuple(dict.fromkeys((*p.spans, *more[self._side(p)])))) for p in first.positions
        )
        return replace(first, positions=positions)

    def _side(self, position: Position) -> str:
        return self._sides.get(position.holder or "", position.holder or "")

    def _again(self, a: Position, b: Position) -> bool:
        x, y = self._keys(a), self._keys(b)
        return min(len(x), len(y)) >= _CLAIM and len(x & y) >= _SAID_AGAIN * min(len(x), len(y))

    def _keys(self, position: Position) -> frozenset[str]:
        """The keys of a position's first words, names left out."""
        span = position.spans[0]
        here = (c for c in self._on_page.get(span.page, ()) if c.span.overlaps(span))
        return frozenset(k for c in here for k in c.keys if ":" not in k)
