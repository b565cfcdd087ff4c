"""Who plays which part: a fitted judge over the people, bodies and states that may play it.

The rules of `roles` read what grammar shows in one clause. Much is not shown there: the passive of
«قتل ستون», a doer named two sentences before, «الحكومة» for the state that the page is about. For each
happening `cast` holds every actor of its sentence, of the sentences before, of the headline and of
the whole page against plain features (where it stands, what brings it in, what kind it is, what the
rules say), shares the chance of each part out among them and nobody, and gives the two parts to the
likeliest pair. Whoever is not likely enough to be accused, or to be the sufferer, is kept apart as unsure:
often the text names nobody («مقتل ثلاثة في انفجار»). The weights are data (`rules/ar/events_cast.yaml`),
fitted on annotated news by `training/events_cast.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from riwaya.events.bars import barred
from riwaya.events.company import PARTS, WIDE, Company, meant
from riwaya.events.odds import table
from riwaya.events.signs import Sign, View, names_of, signs_of, view_of
from riwaya.events.telling import Told
from riwaya.remembered import remembered
from riwaya.rules import load

_LIKELY = 6  # candidates for a part that are looked at together with those for the other
_TELLINGS = 4  # tellings of one happening that are looked at
_NOBODY = 0.15  # weight of nobody as the sufferer: were it 0, whoever acts would suffer where no other name fits
_NEVER = -30.0  # the score of whoever can not play a part
_BREATH = 0.4  # share of the first one's chance at which whoever is named in one breath with him plays his part too


class Parts(NamedTuple):
    """Who acts and who suffers in a happening, and who may, where nobody surely does."""

    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    maybe_actor: tuple[str, ...] = ()
    maybe_recipient: tuple[str, ...] = ()


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


def views_of(group: Sequence[Told], company: Company) -> list[View]:
    """The tellings of a happening that are looked at, each as its candidates are held against it."""
    return [view_of(one, company) for one in group[:_TELLINGS]]


def features(group: Sequence[Told], who: str, company: Company) -> set[str]:
    """What the judge looks at for one candidate of a happening, as names."""
    return {name for sign in signs_of(views_of(group, company), who, company) for name in names_of(sign)}


# ---------------------------------------------------------------- judging


_UNIT = 1000  # weights are written with three decimals; as whole numbers they sum to the same in any order


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights of each feature for each part, in thousandths (the same features in both), the biases, the
    least probabilities at which parts are given, and for types of events those at which they are sure (`any`: of all
    others)."""

    bias: tuple[int, int]
    acts: Mapping[str, int]
    suffers: Mapping[str, int]
    first: float
    more: float
    sure: tuple[Mapping[str, float], Mapping[str, float]]


@cache
def weights() -> Weights:
    """The weights of `rules/ar/events_cast.yaml`."""
    data = load("ar/events_cast")
    first, second = PARTS
    acts, suffers = ({name: round(_UNIT * value) for name, value in table(data, part).items()} for part in PARTS)
    bias = (acts.pop("bias", 0), suffers.pop("bias", 0))
    names = acts.keys() | suffers.keys()
    acts, suffers = ({name: held.get(name, 0) for name in names} for held in (acts, suffers))
    sure = (table(data, f"sure_{first}"), table(data, f"sure_{second}"))
    return Weights(bias, acts, suffers, float(data["first"]), float(data["more"]), sure)


def _scores(views: Sequence[View], who: str, company: Company) -> tuple[float, float]:
    """How well a candidate suits each part. Signs of one telling share no name, so their sums are added; of several
    tellings each name counts once."""
    acts, suffers = weights().bias
    signs = signs_of(views, who, company)
    sums = map(_summed, signs) if len(views) == 1 else (_sums(frozenset().union(*map(_known, signs))),)
    for act, suffer in sums:
        acts, suffers = acts + act, suffers + suffer
    return acts / _UNIT, suffers / _UNIT


def _sums(names: frozenset[str]) -> tuple[int, int]:
    fitted = weights()
    return sum(map(fitted.acts.__getitem__, names)), sum(map(fitted.suffers.__getitem__, names))


@remembered(1 << 17)
def _summed(sign: Sign) -> tuple[int, int]:
    """What the names of a sign weigh for each part."""
    return _sums(_known(sign))


@remembered(1 << 17)
def _known(sign: Sign) -> frozenset[str]:
    """The names of a sign that have a weight; the same signs come back again and again."""
    return frozenset(weights().acts.keys() & names_of(sign))


def cast(group: Sequence[Told], company: Company) -> Parts:
    """Actor and recipient of a happening: those likely enough to play the part, the likeliest first."""
    fitted = weights()
    who = candidates(group, company)
    views = views_of(group, company)
    idle, safe = barred(group)
    scores = [_scores(views, one, company) for one in who]
    scores = [
        (_NEVER if one in idle else a, _NEVER if one in safe else b) for one, (a, b) in zip(who, scores, strict=True)
    ]
    acts, suffers = (shares([score[n] for score in scores]) for n in range(len(PARTS)))
    scored = list(zip(who, zip(acts, suffers, strict=True), strict=True))
    given = joined(chosen(scored, fitted.first, fitted.more), scored, group, company)
    chances, kind = dict(scored), group[0].rule.type
    sure = [not who or chances[who[0]][n] >= _least(fitted.sure[n], kind) for n, who in enumerate(given)]
    sure[0] = sure[0] and not any(one.stranger for one in group)
    kept = [who if held else () for who, held in zip(given, sure, strict=True)]
    doubted = [() if held else who for who, held in zip(given, sure, strict=True)]
    return Parts(kept[0], kept[1], doubted[0], doubted[1])


def _least(sure: Mapping[str, float], kind: str) -> float:
    """The least chance at which a part in an event of a type is sure."""
    return sure.get(kind, sure["any"])


def shares(scores: Sequence[float]) -> list[float]:
    """The probabilities that each candidate plays a part; what is missing to 1 is that no candidate does."""
    weighed = [math.exp(max(-30.0, min(30.0, score))) for score in scores]
    total = 1.0 + sum(weighed)
    return [w / total for w in weighed]


def chosen(
    scored: Sequence[tuple[str, tuple[float, float]]], first: float, more: float
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of candidates with their chances as actor and as recipient, who gets which part: the likeliest two together, or
    one who acts on nobody, each from the chance `first` on, and others beside them from `more` on who are no likelier
    to play the other part."""
    none = ("", (0.0, 0.0))
    rows = [sorted(scored, key=lambda s: -s[1][n])[:_LIKELY] for n in range(len(PARTS))]
    pairs = [(a[1][0] * b[1][1], a, b) for a in rows[0] for b in rows[1] if a[0] != b[0]]
    if pairs:
        nobody = _NOBODY * (1.0 - sum(chances[1] for _, chances in scored))
        _, *heads = max([*pairs, *((a[1][0] * nobody, a, none) for a in rows[0])], key=lambda p: p[0])
    else:
        heads = [max(scored, key=lambda s: s[1][n], default=none) for n in range(len(PARTS))]
        heads = [h if h[1][n] >= h[1][1 - n] else none for n, h in enumerate(heads)]
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
        beside = company.beside(group[:_TELLINGS], part[0]) - taken if part else frozenset()
        more = [
            who
            for who, chance in sorted((s for s in scored if s[0] in beside), key=lambda s: -s[1][n])
            if chance[n] >= max(_BREATH * chances[part[0]][n], chance[1 - n])
        ]
        taken.update(more)
        full.append((*part, *more))
    return full[0], full[1]
