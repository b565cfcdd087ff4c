"""What the judge of parts looks at: signs of one candidate for a part in a happening, and the names of their features.

A sign is a small tuple of all that a group of features depends on, so that the names, and which of them have a weight,
are worked out once for all candidates that show it. `signs_of` gives a candidate's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riwaya.events.company import PARTS, Company, Place, sort_of
from riwaya.events.rules import Rule
from riwaya.events.telling import Told
from riwaya.remembered import remembered


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """A telling: the trigger's construction (a verb's frame, a noun's genitive), its rule, type and kind. One for each
    rule and kind, told from others by what it is and not by what it holds: signs are looked up by the thousand."""

    form: str
    rule: str
    type: str
    trigger: str


class Given(NamedTuple):
    """What the rules give: each part is the candidate's, taken by another, or open; whether he says so himself."""

    act: Act
    kind: str
    sort: str
    parts: tuple[str, ...]
    speaks: str  # empty, or how: quoted, the verb's person
    pronoun: bool
    quoted: bool

    def names(self) -> Iterator[str]:
        """The features' names."""
        act = self.act
        for part, state in zip(PARTS, self.parts, strict=True):
            yield f"{state}:{part}"
            if state != "taken":
                yield f"{state}:{part}:{act.form}"
            if state == "given":
                yield f"given:{part}:{act.type}"
                yield f"given:{part}:{self.kind}"
        if self.speaks:
            yield "speaks"
            yield f"speaks:{act.type}"
            yield f"speaks:{self.quoted}:{act.trigger}"
            yield f"speaks:{self.sort}"
            yield f"speaks:{act.form}:{self.pronoun}"
            yield f"speaks:{self.speaks}:{self.quoted}"


class Away(NamedTuple):
    """A candidate whom the trigger's sentence does not name; `behind`: his rank among those named just before it."""

    act: Act
    kind: str
    behind: int  # -1: not among them
    dropped: bool

    def names(self) -> Iterator[str]:
        """The features' names."""
        yield "away"
        yield f"away:{self.act.form}"
        yield f"away:{self.act.type}"
        if self.behind >= 0:
            yield f"behind:{self.behind}"
            yield f"behind:{self.kind}:{self.act.trigger}"
            if self.dropped:
                yield f"dropped:{self.behind}"


class Spot(NamedTuple):
    """Where the sentence names him: side, what brings the name in, rank, words, bare names and verbs between, whether a
    clause begins between; whether only outside the statement that holds the telling."""

    act: Act
    kind: str
    sort: str
    side: str
    intro: str
    order: int
    bare: int
    far: str
    verbs: int
    broken: bool
    outside: bool

    def names(self) -> Iterator[str]:
        """The features' names."""
        act, side, far = self.act, self.side, self.far
        led = f"{side}:{self.intro}"
        at = f"{side}:{self.order}:{self.intro}"
        yield f"at:{at}"
        yield f"at:{act.form}:{at}"
        yield f"at:{act.form}:{led}:{self.kind}"
        yield f"at:{act.type}:{led}"
        yield f"at:{act.rule}:{led}"
        yield f"side:{act.form}:{side}:{act.type}"
        yield f"sort:{self.sort}:{led}"
        yield f"far:{side}:{far}"
        yield f"far:{act.form}:{side}:{far}"
        yield f"bare:{act.form}:{side}:{self.bare}:{self.intro != '-'}"
        yield f"verbs:{self.verbs}:{side}:{act.trigger}"
        yield f"clean:{self.broken}:{min(self.verbs, 2)}:{min(self.bare, 2)}:{side}:{act.form}"
        if self.broken:
            yield f"broken:{led}"
            yield f"broken:{side}:{act.trigger}"
        if self.outside:
            yield "outside"
            yield f"outside:{act.trigger}"


class Look(NamedTuple):
    """What the name is like there: a name, an office or an adjective; the word before it; whether the verb agrees."""

    act: Act
    side: str
    intro: str
    order: int
    far: str
    prior: str
    via: str
    verb: str
    gender: str
    weak: bool
    plural: bool
    follows: bool

    def names(self) -> Iterator[str]:
        """The features' names."""
        act, side = self.act, self.side
        led = f"{side}:{self.intro}"
        yield f"prior:{side}:{self.prior}"
        yield f"prior:{side}:{self.prior}:{act.type}"
        yield f"via:{self.via}:{led}"
        yield f"via:{self.via}:{act.form}:{side}:{self.order}"
        if self.verb and self.gender:
            yield f"agrees:{led}:{self.verb}{self.gender}"
            yield f"agrees:{self.verb == self.gender}:{act.form}:{side}:{self.far}"
        if self.weak:
            yield f"weak:{side}:{self.far}:{act.trigger}"
            yield f"weak:{act.type}"
            yield f"weak:{self.plural}:{led}:{act.form}"
        if self.follows:
            yield f"follows:{led}"


class Standing(NamedTuple):
    """Who he is on the page: sort, whether named or only meant, how often a source, rank, headline, the parts that the
    rules give him in other tellings of the type (`plays`) and of any (`ever`), who has a part beside him."""

    act: Act
    kind: str
    sort: str
    named: bool
    source: int
    rank: int
    headline: str
    plays: tuple[int, ...]
    ever: tuple[bool, ...]
    beside: tuple[str, ...]

    def names(self) -> Iterator[str]:
        """The features' names."""
        act, kind, sort = self.act, self.kind, self.sort
        yield f"sort:{sort}"
        yield f"sort:{sort}:{act.type}"
        yield f"sort:{sort}:{act.rule}"
        yield f"named:{self.named}:{kind}"
        yield f"named:{self.named}:{sort}"
        if self.source:
            yield f"source:{self.source}"
            yield f"source:{sort}"
            yield f"source:{act.type}"
        yield f"is:{kind}"
        yield f"is:{kind}:{act.type}"
        yield f"is:{kind}:{act.rule}"
        yield f"is:{kind}:{act.form}"
        yield f"rank:{self.rank}"
        yield f"rank:{self.rank}:{kind}"
        if self.headline:
            yield f"headline:{self.headline}"
            yield f"headline:{self.headline}:{act.type}"
        yield from self._elsewhere()

    def _elsewhere(self) -> Iterator[str]:
        act, kind = self.act, self.kind
        for part, times, ever, other in zip(PARTS, self.plays, self.ever, self.beside, strict=True):
            if times:
                yield f"plays:{part}:{times}"
                yield f"plays:{part}:{act.type}"
            if ever:
                yield f"ever:{part}"
            if other:
                yield f"beside:{part}:{self.rank}:{self.headline != ''}"
                yield f"beside:{part}:{other}:{kind}"
                yield f"beside:{part}:{act.type}:{kind}"


Sign = Given | Away | Spot | Look | Standing


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A telling as its candidates are held against it: all that is the same for each of them."""

    one: Told
    act: Act
    parts: tuple[tuple[str, ...], tuple[str, ...]]
    reported_by: tuple[str, ...]
    person: str
    gender: str
    places: Mapping[str, Place]
    behind: Sequence[str]


def view_of(one: Told, company: Company) -> View:
    """A telling made ready for its candidates."""
    return View(
        one, _act(one.rule, one.trigger.kind), one.parties, one.reported_by, _person(one),
        verb_gender(one), company.places(one), company.before(one.trigger.line),
    )  # fmt: skip


def signs_of(views: Sequence[View], who: str, company: Company) -> Iterator[Sign]:
    """The signs of a candidate in the tellings of a happening."""
    kind, sort = _kind(who), sort_of(who)
    for view in views:
        one, act = view.one, view.act
        actor, recipient = view.parts
        parts = (
            "given" if who in actor else "taken" if actor else "open",
            "given" if who in recipient else "taken" if recipient else "open",
        )
        speaks = view.person if who in view.reported_by else ""
        yield Given(act, kind, sort, parts, speaks, bool(one.trigger.pronoun), one.quoted)
        place = view.places.get(who)
        if place is None:
            behind = view.behind.index(who) if who in view.behind else -1
            yield Away(act, kind, behind, one.roles.dropped)
        else:
            yield from _placed(view, who, place)
    yield _standing(views[0], who, company)


def _placed(view: View, who: str, place: Place) -> Iterator[Sign]:
    intro, far, order = place.intro or "-", _bucket(place.away), min(place.order, 3)
    yield Spot(
        view.act, _kind(who), sort_of(who), place.side, intro, order, min(place.bare, 3), far, min(place.verbs, 3),
        place.broken, view.one.holds_own(who),
    )  # fmt: skip
    yield Look(
        view.act, place.side, intro, order, far, place.prior, place.via, view.gender, place.gender,
        place.weak, place.plural, place.follows,
    )  # fmt: skip


def _standing(view: View, who: str, company: Company) -> Standing:
    (actor, recipient), act = view.parts, view.act
    acts, suffers = who in actor, who in recipient
    first, second = PARTS
    return Standing(
        act, _kind(who), sort_of(who), *company.standing(who),
        (min(company.played(act.type, first, who) - acts, 2), min(company.played(act.type, second, who) - suffers, 2)),
        (company.ever(first, who) > acts, company.ever(second, who) > suffers),
        (_kind(actor[0]) if actor and not acts else "", _kind(recipient[0]) if recipient and not suffers else ""),
    )  # fmt: skip


@remembered(65536)
def _kind(who: str) -> str:
    return who.partition(":")[0]


@remembered(4096)
def _act(rule: Rule, kind: str) -> Act:
    form = f"{kind}.{rule.frame}.{rule.passive}" if kind == "verb" else f"{kind}.{rule.of}"
    return Act(form, rule.id, rule.type, kind)


def _bucket(n: int) -> str:
    return str(n) if n < 3 else "5" if n < 6 else "9" if n < 10 else "16" if n < 17 else "+"


def _person(one: Told) -> str:
    """Whether a finite verb may be in the first person («نطالب», «أدنا»)."""
    trigger = one.trigger
    if trigger.kind != "verb" or trigger.tense == "participle":
        return "-"
    word = trigger.line.tokens[trigger.first].text.removeprefix("و").removeprefix("س")
    return "first" if (trigger.tense == "present" and word[:1] in "ان") or word.endswith("نا") else "third"


def verb_gender(one: Told) -> str:
    """Of a finite verb: f («اتهمت», «تتهم»), m, or p (plural); empty for anything else."""
    trigger = one.trigger
    if trigger.kind != "verb" or trigger.tense == "participle":
        return ""
    token = trigger.line.tokens[trigger.first].text
    word = token[max(0, trigger.start - trigger.line.tokens[trigger.first].start) :].removesuffix(trigger.pronoun)
    if word.endswith(("وا", "ون")):
        return "p"
    if trigger.tense == "past":
        return "f" if word.endswith("ت") else "m"
    return {"ت": "f", "ي": "m"}.get(word.removeprefix("س")[:1], "")
