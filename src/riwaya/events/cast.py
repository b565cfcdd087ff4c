"""Who plays which part: a fitted judge over the people, bodies and states that may play it.

The rules of `roles` read what grammar shows in one clause. Much is not shown there: the passive of
«قتل ستون», a doer named two sentences before, «الحكومة» for the state that the page is about. For each
happening `cast` holds every actor of its sentence, of the sentences before, of the headline and of
the whole page against plain features (where it stands, what brings it in, what kind it is, what the
rules say), shares the chance of each part out among them and nobody, and gives the two parts to the
likeliest pair. The weights are data (`rules/ar/events_cast.yaml`), fitted on annotated news by
`training/events_cast.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from riwaya.events.company import PARTS, TOP, WIDE, Company, Place, meant, sort_of
from riwaya.events.find import Told
from riwaya.events.odds import table
from riwaya.rules import load

_LIKELY = 6  # candidates for a part that are looked at together with those for the other
_TELLINGS = 4  # tellings of one happening that are looked at
_BREATH = 0.4  # share of the first one's chance at which whoever is named in one breath with him plays his part too


def candidates(group: Sequence[Told], company: Company) -> list[str]:
    """Whoever may play a part in a happening, in no order that matters."""
    found: dict[str, None] = {}
    for one in group[:_TELLINGS]:
        line = one.trigger.line
        for name in line.named:
            if -WIDE < name.first - one.trigger.first < WIDE:
                found.update(dict.fromkeys(meant(name.mention)))
        found.update(dict.fromkeys((*one.roles.actor, *one.roles.recipient, *one.reported_by)))
        found.update(dict.fromkeys(company.before(line)))
    found.update(dict.fromkeys((*company.title, *company.top)))
    return [a for a in found if not a.startswith("anon:")]


def features(group: Sequence[Told], who: str, company: Company) -> set[str]:
    """What the judge looks at for one candidate of a happening, as names."""
    found: set[str] = set()
    for one in group[:_TELLINGS]:
        found.update(_of_rules(one, who))
        found.update(_of_place(one, who, company))
    found.update(_of_page(group[0], who, company))
    return found


@lru_cache(maxsize=65536)
def _kind(who: str) -> str:
    return who.partition(":")[0]


def _form(one: Told) -> str:
    """The trigger's construction: a verb with its frame, a noun with its genitive."""
    kind = one.trigger.kind
    return f"{kind}.{one.rule.frame}.{one.rule.passive}" if kind == "verb" else f"{kind}.{one.rule.of}"


def _of_rules(one: Told, who: str) -> Iterator[str]:
    sides = {"actor": one.roles.actor, "recipient": one.roles.recipient}
    for part, ids in sides.items():
        if who in ids:
            yield f"given:{part}"
            yield f"given:{part}:{_form(one)}"
            yield f"given:{part}:{one.rule.type}"
            yield f"given:{part}:{_kind(who)}"
        elif ids:
            yield f"taken:{part}"
        else:
            yield f"open:{part}"
            yield f"open:{part}:{_form(one)}"
    if who in one.reported_by:
        yield "speaks"
        yield f"speaks:{one.rule.type}"
        yield f"speaks:{one.quoted}:{one.trigger.kind}"
        yield f"speaks:{sort_of(who)}"
        yield f"speaks:{_form(one)}:{bool(one.trigger.pronoun)}"
        yield f"speaks:{_is_first(one)}:{one.quoted}"


def _of_place(one: Told, who: str, company: Company) -> Iterator[str]:
    place = company.places(one).get(who)
    if place is None:
        form = _form(one)
        yield "away"
        yield f"away:{form}"
        yield f"away:{one.rule.type}"
        behind = company.before(one.trigger.line)
        if who in behind:
            yield f"behind:{behind.index(who)}"
            yield f"behind:{_kind(who)}:{one.trigger.kind}"
            if one.roles.dropped:
                yield f"dropped:{behind.index(who)}"
        return
    yield from _of_position(one, who, place)
    yield from _of_name(one, place)
    if one.holds_own(who):
        yield "outside"
        yield f"outside:{one.trigger.kind}"


def _of_position(one: Told, who: str, place: Place) -> Iterator[str]:
    """Where the name stands: side, rank, what brings it in, what lies between."""
    form, kind, side = _form(one), one.rule.type, place.side
    led = f"{side}:{place.intro or '-'}"
    at = f"{side}:{min(place.order, 3)}:{place.intro or '-'}"
    far, verbs = _bucket(place.away), min(place.verbs, 3)
    yield f"at:{at}"
    yield f"at:{form}:{at}"
    yield f"at:{form}:{led}:{_kind(who)}"
    yield f"at:{kind}:{led}"
    yield f"at:{one.rule.id}:{led}"
    yield f"side:{form}:{side}:{kind}"
    yield f"sort:{sort_of(who)}:{led}"
    yield f"far:{side}:{far}"
    yield f"far:{form}:{side}:{far}"
    yield f"bare:{form}:{side}:{min(place.bare, 3)}:{place.intro != ''}"
    yield f"verbs:{verbs}:{side}:{one.trigger.kind}"
    yield f"clean:{place.broken}:{min(verbs, 2)}:{min(place.bare, 2)}:{side}:{form}"
    if place.broken:
        yield f"broken:{led}"
        yield f"broken:{side}:{one.trigger.kind}"


def _of_name(one: Told, place: Place) -> Iterator[str]:
    """What the name is like there: name, office or adjective; the word before it; whether the verb agrees with it."""
    form, kind, side = _form(one), one.rule.type, place.side
    led = f"{side}:{place.intro or '-'}"
    yield f"prior:{side}:{place.prior}"
    yield f"prior:{side}:{place.prior}:{kind}"
    yield f"via:{place.via}:{led}"
    yield f"via:{place.via}:{form}:{side}:{min(place.order, 3)}"
    verb = verb_gender(one)
    if verb and place.gender:
        yield f"agrees:{led}:{verb}{place.gender}"
        yield f"agrees:{verb == place.gender}:{form}:{side}:{_bucket(place.away)}"
    if place.weak:
        yield f"weak:{side}:{_bucket(place.away)}:{one.trigger.kind}"
        yield f"weak:{kind}"
        yield f"weak:{place.plural}:{led}:{form}"
    if place.follows:
        yield f"follows:{led}"


def _bucket(n: int) -> str:
    return str(n) if n < 3 else "5" if n < 6 else "9" if n < 10 else "16" if n < 17 else "+"


def _of_page(one: Told, who: str, company: Company) -> Iterator[str]:
    kind, sort, named = one.rule.type, sort_of(who), who in company.by_name
    yield f"sort:{sort}"
    yield f"sort:{sort}:{kind}"
    yield f"sort:{sort}:{one.rule.id}"
    yield f"named:{named}:{_kind(who)}"
    yield f"named:{named}:{sort}"
    if company.sources[who]:
        yield f"source:{min(company.sources[who], 3)}"
        yield f"source:{sort}"
        yield f"source:{kind}"
    yield f"is:{_kind(who)}"
    yield f"is:{_kind(who)}:{kind}"
    yield f"is:{_kind(who)}:{one.rule.id}"
    yield f"is:{_kind(who)}:{_form(one)}"
    rank = company.top.index(who) if who in company.top else TOP
    yield f"rank:{rank}"
    yield f"rank:{rank}:{_kind(who)}"
    if who in company.title:
        first = company.title[0] == who
        yield f"headline:{first}"
        yield f"headline:{first}:{kind}"
    for part in PARTS:
        times = company.played(kind, part, who) - (who in getattr(one.roles, part))
        if times > 0:
            yield f"plays:{part}:{min(times, 2)}"
            yield f"plays:{part}:{kind}"
        if company.ever(part, who) > (who in getattr(one.roles, part)):
            yield f"ever:{part}"
    for part, ids in zip(PARTS, (one.roles.actor, one.roles.recipient), strict=True):
        if ids and who not in ids:
            yield f"beside:{part}:{rank}:{who in company.title}"
            yield f"beside:{part}:{_kind(ids[0])}:{_kind(who)}"
            yield f"beside:{part}:{kind}:{_kind(who)}"


def _is_first(one: Told) -> str:
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


# ---------------------------------------------------------------- judging


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights of each feature, one for each part, and the least probabilities at which parts are given."""

    bias: tuple[float, float]
    table: Mapping[str, tuple[float, float]]
    first: float
    more: float


@cache
def weights() -> Weights:
    """The weights of `rules/ar/events_cast.yaml`."""
    data = load("ar/events_cast")
    first, second = (table(data, part) for part in PARTS)
    both = {name: (first.get(name, 0.0), second.get(name, 0.0)) for name in first.keys() | second.keys()}
    return Weights(both.pop("bias", (0.0, 0.0)), both, float(data["first"]), float(data["more"]))


def _scores(names: set[str], fitted: Weights) -> tuple[float, float]:
    """How well a candidate with these features suits each part; summed exactly, whatever order the set has."""
    known = [fitted.bias, *(fitted.table[name] for name in names if name in fitted.table)]
    return math.fsum(acts for acts, _ in known), math.fsum(suffers for _, suffers in known)


def cast(group: Sequence[Told], company: Company) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actor and recipient of a happening: those likely enough to play the part, the likeliest first."""
    fitted = weights()
    who = candidates(group, company)
    scores = [_scores(features(group, one, company), fitted) for one in who]
    acts, suffers = (shares([score[n] for score in scores]) for n in range(len(PARTS)))
    scored = list(zip(who, zip(acts, suffers, strict=True), strict=True))
    return joined(chosen(scored, fitted.first, fitted.more), scored, group, company)


def shares(scores: Sequence[float]) -> list[float]:
    """The probabilities that each candidate plays a part; what is missing to 1 is that no candidate does."""
    weighed = [math.exp(max(-30.0, min(30.0, score))) for score in scores]
    total = 1.0 + sum(weighed)
    return [w / total for w in weighed]


def chosen(
    scored: Sequence[tuple[str, tuple[float, float]]], first: float, more: float
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of candidates with their chances as actor and as recipient, who gets which part: the likeliest two together, each
    from the chance `first` on, and others beside them from `more` on who are no likelier to play the other part."""
    rows = [sorted(scored, key=lambda s: -s[1][n])[:_LIKELY] for n in range(len(PARTS))]
    pairs = [(a[1][0] * b[1][1], a, b) for a in rows[0] for b in rows[1] if a[0] != b[0]]
    if pairs:
        _, *heads = max(pairs, key=lambda p: p[0])
    else:
        heads = [max(scored, key=lambda s: s[1][n], default=("", (0.0, 0.0))) for n in range(len(PARTS))]
        heads = [h if h[1][n] >= h[1][1 - n] else ("", (0.0, 0.0)) for n, h in enumerate(heads)]
    given = [[who] if who and chance[n] >= first else [] for n, (who, chance) in enumerate(heads)]
    taken = {who for part in given for who in part}
    for n, part in enumerate(given):
        for who, chance in rows[n]:
            if part and who not in taken and chance[n] >= max(more, chance[1 - n]):
                part.append(who)
    return tuple(given[0]), tuple(given[1])


def joined(
    given: tuple[tuple[str, ...], tuple[str, ...]],
    scored: Sequence[tuple[str, tuple[float, float]]],
    group: Sequence[Told],
    company: Company,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """With those whom the text names in one breath with the first of a part, where they are not much less likely:
    they share the chance of the part with him, so that none of three states that act together reaches the measure."""
    chances, taken = dict(scored), {*given[0], *given[1]}
    full: list[tuple[str, ...]] = []
    for n, part in enumerate(given):
        beside = company.beside(group[:_TELLINGS], part[0]) if part else frozenset()
        more = [
            who
            for who, chance in sorted(scored, key=lambda s: -s[1][n])
            if who in beside - taken and chance[n] >= max(_BREATH * chances[part[0]][n], chance[1 - n])
        ]
        taken.update(more)
        full.append((*part, *more))
    return full[0], full[1]
