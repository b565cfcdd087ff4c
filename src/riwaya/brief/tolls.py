"""Which of two tolls of one happening is told: the later where it has risen, both where the pages part.

A larger and later toll takes the place of the one before it where a contrast tells it as an update; without one, where
as many independent pages tell it, or none goes on with the smaller and it is no retelling's own. Where the pages part,
each toll is a line, and the best supported is the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache

from riwaya.account import Affair
from riwaya.brief.candidates import Candidate
from riwaya.brief.dated import words
from riwaya.likeness import cosine, lemma_of
from riwaya.model import Contrast, ContrastKind, Span
from riwaya.text import Token
from riwaya.text.numbers import find_numbers

_SHARED, _NEXT_DAY = 3, dt.timedelta(days=1)  # lemmas of lines that open with as many dead
_SHARED_OF_OTHERS, _ALIKE = 4, 0.25  # of lines that open with the dead of one day
_ONE_HAPPENING = 0.2  # cosine of sentences with two tolls of it
_LEAP = 1.6  # a toll so many times the other is another toll
_NEAR = 4  # words between a number and what tells that it counts the dead
_FIGURES, _EXACT = "figures", "exact"
_NAMELESS = "anon:"
_PARTED = (ContrastKind.DISPUTE, ContrastKind.DISCREPANCY)


def told_at(candidate: Candidate) -> str:
    """When the page of a candidate was published, as ISO 8601; empty where no page says."""
    published = candidate.account.article.published
    return published.when.value if published else ""


def one_toll(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences open with the dead, or the hurt, of one day and share much of what they say: a later page
    has more, or other words, and one line tells it («قُتل 11 شخصا», «ارتفع عدد القتلى إلى 12»)."""
    of_dead = bool(one.dead and other.dead)
    if not (of_dead or (one.hurt and other.hurt)) or one.day is None or other.day is None:
        return False
    shared, least = len(set(one.plain) & set(other.plain)), min(len(one.plain), len(other.plain))
    if (one.dead == other.dead) if of_dead else (one.hurt == other.hurt):  # a page of the next day may tell it again
        return shared >= _SHARED and abs(one.day - other.day) <= _NEXT_DAY
    return shared >= max(_SHARED_OF_OTHERS, _ALIKE * least) and one.day == other.day


class Tolls:
    """The tolls of a topic, to be asked which of two is told."""

    def __init__(self, candidates: Sequence[Candidate], affair: Affair, origins: Mapping[str, str]) -> None:
        self._origins = origins
        self._source = {d.derived: d.source for d in affair.derivations}
        self._contrasts = [c for c in affair.contrasts if c.rule.startswith(_FIGURES)]
        dead = words("dead")
        counting = (c for c in candidates if any(t.text.removeprefix("و") in dead for t in c.sentence.tokens))
        self._counts = {c.span: (c, counts) for c in counting if (counts := _counts(c))}
        self._known: dict[tuple[Span, Span], bool] = {}

    def moved_on(self, new: Candidate, old: Candidate) -> bool:
        """Whether two sentences open with the dead of one day, and the first is the later and has more; or with the
        hurt, and it is not the earlier. Who tells more than others go on telling has not moved on."""
        if new.day != old.day:
            return False
        if old.dead and new.dead > old.dead:
            return told_at(new) > told_at(old) and self._risen(new, old)
        hurt = bool(old.hurt) and new.hurt > old.hurt and told_at(new) >= told_at(old) and new.dead >= old.dead
        return hurt and self._told_as(new, old, _PARTED) is None

    def parted(self, one: Candidate, other: Candidate) -> bool:
        """Whether two sentences open with other numbers of the dead of one happening, and neither is the later state of
        the other: as a contrast has it, or as one counts no part of what the other does."""
        if not one.dead or not other.dead or one.dead == other.dead or one.account.id == other.account.id:
            return False
        key = min(one.span, other.span), max(one.span, other.span)
        if key not in self._known:
            self._known[key] = self._part(one, other)
        return self._known[key]

    def best_first(self, lines: Sequence[Candidate]) -> list[int]:
        """The places of lines; tolls that the pages dispute stand together where the first of them stood, the best
        supported first."""
        found: list[int] = []
        for n, line in enumerate(lines):
            if n in found:
                continue
            lot = [n, *(m for m in range(n + 1, len(lines)) if m not in found and self.parted(line, lines[m]))]
            found += sorted(lot, key=lambda m: (-self._support(lines[m]), m))
        return found

    def _part(self, one: Candidate, other: Candidate) -> bool:
        if self._told_as(one, other, _PARTED) is not None:
            return True
        if self._told_as(one, other, (ContrastKind.UPDATE,)) is not None or not one_toll(one, other):
            return False
        if self.moved_on(one, other) or self.moved_on(other, one) or self._tells_both(one, other):
            return False
        less, more = sorted((one, other), key=lambda c: c.dead)
        if more.dead > _LEAP * less.dead or not _whole(less, more) or not self._exactly(less, more):
            return False
        return bool(one.events & other.events) or cosine(one.vector, other.vector) >= _ONE_HAPPENING

    def _exactly(self, *lines: Candidate) -> bool:
        """Whether the tolls of lines are told as they are: «at least three» may be four."""
        told = (self._counts[c.span][1] if c.span in self._counts else {} for c in lines)
        return all(counts.get(c.dead) == _EXACT for c, counts in zip(lines, told, strict=True))

    def _risen(self, new: Candidate, old: Candidate) -> bool:
        if self._told_as(new, old, (ContrastKind.UPDATE,)) is not None or self._tells_both(new, old):
            return True
        if self._told_as(new, old, _PARTED) is not None:
            return False
        if _anonymous(new) and not _anonymous(old):
            return False
        if self._support(new) >= self._support(old):
            return True
        still = any(told_at(c) >= told_at(new) for c in self._tellers(old))
        source = self._source.get(new.account.id)
        return not still and all(c.account.id != source for c in self._tellers(old))

    def _told_as(self, one: Candidate, other: Candidate, kinds: Sequence[ContrastKind]) -> Contrast | None:
        """The contrast of some kinds of which two sentences hold two positions."""
        return next((c for c in self._contrasts if c.kind in kinds and _opposes(c, one.span, other.span)), None)

    def _tells_both(self, one: Candidate, other: Candidate) -> bool:
        """Whether one page tells both («ارتفع من 6 إلى 9»)."""
        pages = {one.account.id: other.dead, other.account.id: one.dead}
        return any(c.account.id in pages and pages[c.account.id] in counts for c, counts in self._counts.values())

    def _support(self, line: Candidate) -> int:
        """How many independent pages tell the toll of a line."""
        tellers = self._tellers(line)
        outlets = {c.account.article.outlet or c.account.id for c in tellers}
        return min(len({self._origins.get(c.account.id, c.account.id) for c in tellers}), len(outlets))

    def _tellers(self, line: Candidate) -> list[Candidate]:
        """The sentences that count as many dead of what a line tells, in their head or further on."""
        own = set(line.plain)

        def fits(c: Candidate) -> bool:
            near = c.day is None or line.day is None or abs(c.day - line.day) <= _NEXT_DAY
            return c is line or (near and len(own & set(c.plain)) >= _SHARED)

        return [c for c, counts in self._counts.values() if line.dead in counts and fits(c)] or [line]


def _anonymous(line: Candidate) -> bool:
    """Whether what a line tells is the word of nobody who is named («أفادت مصادر»)."""
    said = (s.speaker for s in line.here.statements if s.speaker and line.span.overlaps(s.span))
    return any(s.actor is not None and s.actor.startswith(_NAMELESS) for s in said)


def _opposes(contrast: Contrast, one: Span, other: Span) -> bool:
    """Whether two sentences hold two positions of a contrast."""
    at_one = {n for n, p in enumerate(contrast.positions) if any(s.overlaps(one) for s in p.spans)}
    at_other = {n for n, p in enumerate(contrast.positions) if any(s.overlaps(other) for s in p.spans)}
    return bool(at_one and at_other) and not at_one & at_other


def _counts(line: Candidate) -> dict[float, str]:
    """All numbers of dead that a sentence tells, with the bound of each."""
    tokens = line.sentence.tokens
    at = [n for n, t in enumerate(tokens) if t.text.removeprefix("و") in words("dead")]
    return {
        n.value: n.bound
        for n in find_numbers(tokens)
        if _of_people(tokens, n.last) and any(-_NEAR <= k - n.first <= _NEAR for k in at)
    }


def _of_people(tokens: Sequence[Token], last: int) -> bool:
    """Whether a number counts no time: «توفي عن 83 عاما», «قضوا 12 يوما»."""
    return last >= len(tokens) or tokens[last].text not in words("units_of_time")


def _whole(less: Candidate, more: Candidate) -> bool:
    """Whether the smaller toll can not be a part of the larger («11 قتيلا», of them 9 children): both count the same,
    or the smaller whoever died."""
    small, large = _counted(less), _counted(more)
    return small == large or small in _anybody()


def _counted(line: Candidate) -> str:
    """The key of what a line's toll counts; empty where nothing stands behind it."""
    return next((a.of for a in line.gist.amounts if a.value == line.dead), "")


@cache
def _anybody() -> frozenset[str]:
    """The keys of words for whoever died, and of nothing."""
    return frozenset({"", *(lemma_of(w) for w in words("anybody"))})
