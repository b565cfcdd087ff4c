"""What the judge of parts looks at: signs of one candidate for a part in a happening, and the names of their features.

A sign is a small tuple of all that a group of features depends on, so that the names, and which of them have a weight,
are worked out once for all candidates that show it. `signs_of` gives a candidate's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riwaya.events.company import PARTS, TOP, Company, Place, sort_of
from riwaya.events.find import Told
from riwaya.events.rules import Rule
from riwaya.remembered import remembered


class Act(NamedTuple):
    """A telling: the trigger's construction (a verb's frame, a noun's genitive), its rule, type and kind."""

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


def signs_of(group: Sequence[Told], who: str, company: Company) -> Iterator[Sign]:
    """The signs of a candidate in the tellings of a happening."""
    kind, sort = _kind(who), sort_of(who)
    for one in group:
        act = _act(one.rule, one.trigger.kind)
        speaks = who in one.reported_by
        parts = tuple("given" if who in ids else "taken" if ids else "open" for ids in _parts(one))
        yield Given(act, kind, sort, parts, _person(one) if speaks else "", bool(one.trigger.pronoun), one.quoted)
        place = company.places(one).get(who)
        if place is None:
            behind = company.before(one.trigger.line)
            yield Away(act, kind, behind.index(who) if who in behind else -1, one.roles.dropped)
        else:
            yield from _placed(act, one, who, place)
    yield _standing(group[0], who, company)


def _placed(act: Act, one: Told, who: str, place: Place) -> Iterator[Sign]:
    intro, far, order = place.intro or "-", _bucket(place.away), min(place.order, 3)
    yield Spot(
        act, _kind(who), sort_of(who), place.side, intro, order, min(place.bare, 3), far, min(place.verbs, 3),
        place.broken, one.holds_own(who),
    )  # fmt: skip
    yield Look(
        act, place.side, intro, order, far, place.prior, place.via, verb_gender(one), place.gender,
        place.weak, place.plural, place.follows,
    )  # fmt: skip


def _standing(one: Told, who: str, company: Company) -> Standing:
    sides, type_, act = _parts(one), one.rule.type, _act(one.rule, one.trigger.kind)
    own = [who in ids for ids in sides]
    headline = "" if who not in company.title else str(company.title[0] == who)
    return Standing(
        act, _kind(who), sort_of(who), who in company.by_name, min(company.sources[who], 3),
        company.top.index(who) if who in company.top else TOP, headline,
        tuple(min(company.played(type_, part, who) - mine, 2) for part, mine in zip(PARTS, own, strict=True)),
        tuple(company.ever(part, who) > mine for part, mine in zip(PARTS, own, strict=True)),
        tuple(_kind(ids[0]) if ids and not mine else "" for ids, mine in zip(sides, own, strict=True)),
    )  # fmt: skip


def _parts(one: Told) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return one.roles.actor, one.roles.recipient


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
