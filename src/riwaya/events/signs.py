"""What the judge of parts looks at: signs of one candidate for a part in a happening, and the names of their features.

A sign is a group of features with a small tuple of all that these depend on, so that their names, and which of them
have a weight, are worked out once for all candidates that show it. `signs_of` gives those of a candidate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from riwaya.events.company import PARTS, Company, Place, sort_of
from riwaya.events.rules import Rule
from riwaya.events.telling import Told
from riwaya.remembered import remembered


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """A telling: the trigger's construction (a verb's frame, a noun's genitive), its type and kind. One for each of
    these, told from others by what it is and not by what it holds: signs are looked up by the thousand."""

    form: str
    type: str
    trigger: str


Sign = tuple[Callable[[Any], Iterator[str]], tuple[Any, ...]]
"""A group of features and what it depends on."""


def names_of(sign: Sign) -> Iterator[str]:
    """The names of a sign's features."""
    group, of = sign
    return group(of)


# ---------------------------------------------------------------- groups of features


def _given(of: tuple[Act, str, tuple[str, ...]]) -> Iterator[str]:
    """What the rules give: each part is the candidate's, taken by another, or open."""
    act, kind, parts = of
    for part, state in zip(PARTS, parts, strict=True):
        yield f"{state}:{part}"
        if state != "taken":
            yield f"{state}:{part}:{act.form}"
        if state == "given":
            yield f"given:{part}:{act.type}"
            yield f"given:{part}:{kind}"


def _speaks(of: tuple[Act, str, str, bool, bool]) -> Iterator[str]:
    """A candidate who says so himself: the verb's person, whether its object is a pronoun, whether he is quoted."""
    act, sort, person, pronoun, quoted = of
    yield "speaks"
    yield f"speaks:{act.type}"
    yield f"speaks:{quoted}:{act.trigger}"
    yield f"speaks:{sort}"
    yield f"speaks:{act.form}:{pronoun}"
    yield f"speaks:{person}:{quoted}"


def _away(of: tuple[Act, str, int, bool]) -> Iterator[str]:
    """A candidate whom the trigger's sentence does not name; `behind`: his rank among those named just before it."""
    act, kind, behind, dropped = of
    yield "away"
    yield f"away:{act.form}"
    yield f"away:{act.type}"
    if behind >= 0:
        yield f"behind:{behind}"
        yield f"behind:{kind}:{act.trigger}"
        if dropped:
            yield f"dropped:{behind}"


def _spot(of: tuple[Act, str, str, str, str, str, int]) -> Iterator[str]:
    """Where the sentence names him: the side, what brings the name in, its rank."""
    act, rule, kind, sort, side, intro, order = of
    led = f"{side}:{intro}"
    at = f"{side}:{order}:{intro}"
    yield f"at:{at}"
    yield f"at:{act.form}:{at}"
    yield f"at:{act.form}:{led}:{kind}"
    yield f"at:{act.type}:{led}"
    yield f"at:{rule}:{led}"
    yield f"side:{act.form}:{side}:{act.type}"
    yield f"sort:{sort}:{led}"


def _between(of: tuple[Act, str, bool, str, int, int, bool, bool]) -> Iterator[str]:
    """What stands between him and the trigger: words, bare names and verbs, whether a clause begins; whether a particle
    brings him in; whether he is named only outside the statement that holds the telling."""
    act, side, brought, far, bare, verbs, broken, outside = of
    yield f"far:{side}:{far}"
    yield f"far:{act.form}:{side}:{far}"
    yield f"bare:{act.form}:{side}:{bare}:{brought}"
    yield f"verbs:{verbs}:{side}:{act.trigger}"
    yield f"clean:{broken}:{min(verbs, 2)}:{min(bare, 2)}:{side}:{act.form}"
    if broken:
        yield f"broken:{side}:{act.trigger}"
    if outside:
        yield "outside"
        yield f"outside:{act.trigger}"


def _look(of: tuple[Act, str, str, int, str, bool, str, str, str, bool, bool, bool]) -> Iterator[str]:
    """What the name is like there: a name, an office or an adjective; whether the verb agrees."""
    act, side, intro, order, far, broken, via, verb, gender, weak, plural, follows = of
    led = f"{side}:{intro}"
    if broken:
        yield f"broken:{led}"
    yield f"via:{via}:{led}"
    yield f"via:{via}:{act.form}:{side}:{order}"
    if verb and gender:
        yield f"agrees:{led}:{verb}{gender}"
        yield f"agrees:{verb == gender}:{act.form}:{side}:{far}"
    if weak:
        yield f"weak:{side}:{far}:{act.trigger}"
        yield f"weak:{act.type}"
        yield f"weak:{plural}:{led}:{act.form}"
    if follows:
        yield f"follows:{led}"


def _prior(of: tuple[str, str, str]) -> Iterator[str]:
    """The word before the name."""
    type_, side, word = of
    yield f"prior:{side}:{word}"
    yield f"prior:{side}:{word}:{type_}"


def _sort(of: tuple[Act, str, str, str]) -> Iterator[str]:
    """What sort of actor he is."""
    act, rule, kind, sort = of
    yield f"sort:{sort}"
    yield f"sort:{sort}:{act.type}"
    yield f"sort:{sort}:{rule}"
    yield f"is:{kind}"
    yield f"is:{kind}:{act.type}"
    yield f"is:{kind}:{rule}"
    yield f"is:{kind}:{act.form}"


def _standing(of: tuple[str, str, str, bool, int, int, str]) -> Iterator[str]:
    """Who he is on the page: whether named or only meant, how often a source, his rank, whether in the headline."""
    type_, kind, sort, named, source, rank, headline = of
    yield f"named:{named}:{kind}"
    yield f"named:{named}:{sort}"
    if source:
        yield f"source:{source}"
        yield f"source:{sort}"
        yield f"source:{type_}"
    yield f"rank:{rank}"
    yield f"rank:{rank}:{kind}"
    if headline:
        yield f"headline:{headline}"
        yield f"headline:{headline}:{type_}"


def _elsewhere(of: tuple[str, tuple[int, ...], tuple[bool, ...]]) -> Iterator[str]:
    """How often the rules give him each part in other tellings of the type (`plays`), and whether in any (`ever`)."""
    type_, plays, ever = of
    for part, times, at_all in zip(PARTS, plays, ever, strict=True):
        if times:
            yield f"plays:{part}:{times}"
            yield f"plays:{part}:{type_}"
        if at_all:
            yield f"ever:{part}"


def _beside(of: tuple[str, str, int, bool, tuple[str, ...]]) -> Iterator[str]:
    """The kinds of those who have a part beside him (empty: nobody), and how he stands on the page."""
    type_, kind, rank, headline, others = of
    for part, other in zip(PARTS, others, strict=True):
        if other:
            yield f"beside:{part}:{rank}:{headline}"
            yield f"beside:{part}:{other}:{kind}"
            yield f"beside:{part}:{type_}:{kind}"


# ---------------------------------------------------------------- the signs of a candidate


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
        yield _given, (act, kind, parts)
        if view.person and who in view.reported_by:
            yield _speaks, (act, sort, view.person, bool(one.trigger.pronoun), one.quoted)
        place = view.places.get(who)
        if place is None:
            yield _away, (act, kind, view.behind.index(who) if who in view.behind else -1, one.roles.dropped)
        else:
            yield from _placed(view, place, (who, kind, sort))
    yield from _on_page(views[0], company, (who, kind, sort))


def _placed(view: View, place: Place, candidate: tuple[str, str, str]) -> Iterator[Sign]:
    act, side, intro, far = view.act, place.side, place.intro or "-", _bucket(place.away)
    (who, kind, sort), order = candidate, min(place.order, 3)
    yield _spot, (act, view.one.rule.id, kind, sort, side, intro, order)
    verbs, outside = min(place.verbs, 3), view.one.holds_own(who)
    yield _between, (act, side, intro != "-", far, min(place.bare, 3), verbs, place.broken, outside)
    yield _look, (
        act, side, intro, order, far, place.broken, place.via, view.gender, place.gender,
        place.weak, place.plural, place.follows,
    )  # fmt: skip
    yield _prior, (act.type, side, place.prior)


def _on_page(view: View, company: Company, candidate: tuple[str, str, str]) -> Iterator[Sign]:
    (actor, recipient), act, (who, kind, sort) = view.parts, view.act, candidate
    acts, suffers = who in actor, who in recipient
    first, second = PARTS
    named, source, rank, headline = company.standing(who)
    yield _sort, (act, view.one.rule.id, kind, sort)
    yield _standing, (act.type, kind, sort, named, source, rank, headline)
    yield (
        _elsewhere,
        (
            act.type,
            (
                min(company.played(act.type, first, who) - acts, 2),
                min(company.played(act.type, second, who) - suffers, 2),
            ),
            (company.ever(first, who) > acts, company.ever(second, who) > suffers),
        ),
    )
    others = (_kind(actor[0]) if actor and not acts else "", _kind(recipient[0]) if recipient and not suffers else "")
    if any(others):
        yield _beside, (act.type, kind, rank, headline != "", others)


@remembered(65536)
def _kind(who: str) -> str:
    return who.partition(":")[0]


@remembered(4096)
def _act(rule: Rule, kind: str) -> Act:
    form = f"{kind}.{rule.frame}.{rule.passive}" if kind == "verb" else f"{kind}.{rule.of}"
    return _construction(form, rule.type, kind)


@remembered(4096)
def _construction(form: str, type_: str, kind: str) -> Act:
    return Act(form, type_, kind)


def _bucket(n: int) -> str:
    return str(n) if n < 3 else "5" if n < 6 else "9" if n < 10 else "16" if n < 17 else "+"


def _person(one: Told) -> str:
    """Whether a finite verb may be in the first person («نطالب», «أدنا»)."""
    trigger = one.trigger
    if trigger.kind != "verb" or trigger.tense == "participle":
        return "-"
    word = trigger.line.words[trigger.first].removeprefix("و").removeprefix("س")
    return "first" if (trigger.tense == "present" and word[:1] in "ان") or word.endswith("نا") else "third"


def verb_gender(one: Told) -> str:
    """Of a finite verb: f («اتهمت», «تتهم»), m, or p (plural); empty for anything else."""
    trigger = one.trigger
    if trigger.kind != "verb" or trigger.tense == "participle":
        return ""
    token = trigger.line.words[trigger.first]
    word = token[max(0, trigger.start - trigger.line.tokens[trigger.first].start) :].removesuffix(trigger.pronoun)
    if word.endswith(("وا", "ون")):
        return "p"
    if trigger.tense == "past":
        return "f" if word.endswith("ت") else "m"
    return {"ت": "f", "ي": "m"}.get(word.removeprefix("س")[:1], "")
