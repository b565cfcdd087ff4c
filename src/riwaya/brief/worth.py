"""What a sentence is worth as a line of a brief: the signs that speak for it and against it, with their reasons.

A sentence's worth is the sum of what its signs say, about 0 to 3. Each sign is a row of `SIGNS`: what it adds (below 0,
takes), how far a sentence bears it, and why. What the place on a page is worth was weighed on fourteen topics whose key
facts are known; the rest was set by eye.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from riwaya.account import Account
from riwaya.brief.dated import words
from riwaya.brief.kept import Around
from riwaya.brief.making import by_machine
from riwaya.brief.standing import (
    broken,
    done_by_nobody,
    had_been,
    of_nobody_named,
    only_quoted,
    points_back,
    says_no,
    sets_scene,
    speaks_for_nobody,
    teases,
)
from riwaya.model import Event, Polarity, Span, Status
from riwaya.rules.plover import intensity
from riwaya.text import Sentence

_DEADLY, _UNCODED, _GRAVEST = (
    9.0,
    3.0,
    10.0,
)  # intensities: of an accident that kills, of what no code names, the highest
_LATER = 0.4  # how fast what a place on the page is worth falls
_SHORT, SEVERAL = 80, 3  # code points of a short sentence; sentences of a page that has a last one
_NAMES = 3  # of more nobody is the wiser


@dataclass(frozen=True, eq=False)
class Seen:
    """A sentence as the signs see it: its place among those of its page, what touches it, the events of its own page
    that it tells; whether its page carries another's words, what it tells is long past, it stands in the timeline, or
    the accounts part in it."""

    account: Account
    sentence: Sentence
    span: Span
    here: Around
    place: int
    last: bool
    own: Sequence[Event]
    copied: bool
    background: bool
    chronicled: bool
    parted: bool

    @cached_property
    def named(self) -> int:
        """How many parties it names."""
        return len({m.actor for m in self.here.mentions if self.span.holds(m.span)})

    @property
    def says(self) -> bool:
        """Whether it gives anybody's words."""
        return any(self.span.overlaps(s.span) for s in self.here.statements)

    @property
    def takes_sides(self) -> bool:
        """Whether somebody denies, charges, demands or threatens in it."""
        return any(self.span.overlaps(s.span) and s.polarity is not Polarity.ASSERTS for s in self.here.statements)

    @property
    def dated(self) -> bool:
        """Whether it tells a time that begins and ends."""
        return any(self.span.holds(d.span) and d.when is not None and d.when.bounded for d in self.here.dates)


class Sign(NamedTuple):
    """One thing that speaks for or against a sentence: what it adds, how far a sentence bears it, and why."""

    name: str
    adds: float
    borne: Callable[[Seen], float]
    why: str


def worth(seen: Seen) -> float:
    """What a sentence is worth by itself."""
    return sum(sign.adds * sign.borne(seen) for sign in SIGNS)


def gravity(events: Sequence[Event]) -> float:
    """How grave the gravest of some events that happened is, 0 to 1: by its intensity; an accident with dead as much as
    an attack."""
    return max((_intensity(e) / _GRAVEST for e in events if e.status is Status.HAPPENED), default=0.0)


def _intensity(event: Event) -> float:
    if event.type == "NONE" and any(q.what == "killed" for q in event.quantities):
        return _DEADLY
    return abs(intensity(event.type, event.mode) or _UNCODED)


def _filler(seen: Seen) -> int:
    return len({t.text for t in seen.sentence.tokens} & words("filler"))


def _goes_on(seen: Seen) -> bool:
    return not seen.named and seen.sentence.tokens[0].text in words("leaning")


def _colour(seen: Seen) -> bool:
    return not (seen.own or seen.chronicled or seen.says)


def _stands(seen: Seen) -> bool:
    return _first(seen) in words("standing")


def _aside(seen: Seen) -> bool:
    return _first(seen) in words("aside")


def _first(seen: Seen) -> str:
    return seen.sentence.tokens[0].text.removeprefix("و")


SIGNS: tuple[Sign, ...] = (
    # where it stands
    Sign("lead", 0.55, lambda s: 1 / (1 + s.place * _LATER),
         "news says first what matters; a page's second and third sentence hold a key fact as often as its first"),
    Sign("last", -0.5, lambda s: s.last, "the last sentence of a page hardly ever holds a key fact"),
    Sign("short", -0.5, lambda s: s.span.end - s.span.start < _SHORT, "nor do very short ones"),
    # what it tells
    Sign("gravity", 1.0, lambda s: gravity(s.own), "an attack matters more than a visit"),
    Sign("chronicled", 0.3, lambda s: s.chronicled, "what is sure enough for the timeline is for the brief"),
    Sign("parted", 0.5, lambda s: s.parted, "where the accounts part a reader wants to know it"),
    Sign("dated", 0.35, lambda s: s.dated, "news has a day"),
    Sign("names", 0.1, lambda s: min(s.named, _NAMES), "news is somebody's"),
    Sign("number", 0.1, lambda s: any(t.is_number for t in s.sentence.tokens), "and has figures"),
    Sign("says", 0.2, lambda s: s.says, "what somebody says is said of the matter"),
    Sign("takes sides", 0.2, lambda s: s.takes_sides, "a denial, charge, demand or threat is a deed"),
    Sign("says no", 0.2, lambda s: says_no(s.sentence), "what was refused or never came is an outcome"),
    # what makes it worth little
    Sign("background", -0.15, lambda s: s.background, "long before the news"),
    Sign("colour", -0.4, _colour, "nothing happens and nobody says anything"),
    Sign("stands", -0.4, _stands, "how things are at all times («تضم المجموعة ست دول»)"),
    Sign("aside", -0.3, _aside, "its own writer says that it is told besides («يذكر أن»)"),
    Sign("of nobody", -0.4, lambda s: not s.named, "no party is in it"),
    Sign("scene", -0.6, lambda s: sets_scene(s.account, s.sentence), "a picture that opens with a no of no party"),
    Sign("filler", -0.6, _filler, "for every word of courtesy or of advertisement"),
    # what hinders it from standing alone
    Sign("goes on", -0.6, _goes_on, "goes on with the sentence before, and names nobody"),
    Sign("points back", -1.2, lambda s: points_back(s.sentence), "points at what was told before it"),
    Sign("broken", -0.8, lambda s: broken(s.account.article.words_of(s.span)), "a quotation or bracket is cut"),
    Sign("no speaker", -1.2, lambda s: speaks_for_nobody(s.account, s.sentence) or only_quoted(s.account, s.span),
         "nobody says whose words these are"),
    Sign("no doer", -0.6, lambda s: of_nobody_named(s.account, s.sentence) or had_been(s.sentence),
         "opens with somebody of no name, or with what had been before something"),
    Sign("teases", -1.2, lambda s: teases(s.account, s.sentence) or done_by_nobody(s.account, s.sentence),
         "asks, promises what follows, or tells of whoever was named before"),
    # whose words they are
    Sign("copied", -0.9, lambda s: s.copied, "an original is told before its copy"),
    Sign("by machine", -0.7, lambda s: by_machine(s.account), "and a writer before a machine"),
)  # fmt: skip
