"""One happening told again and again: a fitted judge over two groups of tellings of one type.

The rules of `merge` join what grammar shows to be one. Much retelling shows no name: «ثمانية جرحى في انفجار» in the
headline, «أصيب ثمانية عمال» in the lead, «وكان الانفجار قد ...» below. For two groups of one article `likeness` holds
their words, parts, days, amounts and places against each other; `join_alike` joins those that are likely one, where
something speaks for it (`akin`) and nothing against it (`apart`). Weights are data (`rules/ar/events_same.yaml`),
fitted on annotated news by `training/events_same.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from riwaya.events.again import days_agree, other_kind
from riwaya.events.odds import chance, table
from riwaya.events.telling import Told
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text.stems import stems

_STEPS = (0, 1, 2, 4, 8)  # sentences between two tellings
_FEW = 3  # groups at either end of a happening that another is held against
_BACK = 8  # happenings of its type, the last ones, that a group is held against
_MOST = 5  # groups of a type; more are all alike

Group = Sequence[Told]


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """What `likeness` looks at of a group: its sentences, rules, words, parts, days, amounts, places, first telling."""

    lines: tuple[int, ...]
    rules: frozenset[str]
    words: frozenset[str]
    actor: frozenset[str]
    recipient: frozenset[str]
    dated: tuple[Told, ...]
    amounts: frozenset[tuple[str, float]]
    places: frozenset[str]
    title: bool
    first: Told


class Pair(NamedTuple):
    """How two groups of one type stand to each other; `far` and `parts` are names of steps and of states."""

    type: str
    far: str
    rule: bool
    word: bool
    actor: str
    recipient: str
    shared: int
    days: str
    amounts: str
    titles: tuple[bool, bool]
    kinds: tuple[str, str]
    shape: str
    status: tuple[bool, bool]
    held: tuple[str, str]
    speaker: bool
    places: str
    crowd: int

    def names(self) -> Iterator[str]:
        """The features' names."""
        here = self.far == "0"
        yield f"type:{self.type}"
        yield f"far:{self.far}"
        yield f"far:{self.far}:{self.type}"
        yield f"rule:{self.rule}"
        yield f"rule:{self.rule}:{self.type}"
        yield f"rule:{self.rule}:{self.far}"
        yield f"alike:{self.rule}:{self.word}:{self.actor}:{self.recipient}"
        yield f"word:{self.word}"
        yield f"word:{self.word}:{self.far}"
        yield f"word:{self.word}:{self.type}"
        for part, state in (("actor", self.actor), ("recipient", self.recipient)):
            yield f"{part}:{state}"
            yield f"{part}:{state}:{self.type}"
            yield f"{part}:{state}:{here}"
        yield f"shared:{self.shared}"
        yield f"days:{self.days}"
        yield f"days:{self.days}:{here}"
        yield f"amounts:{self.amounts}"
        yield f"titles:{self.titles[0]}:{self.titles[1]}"
        yield f"shape:{self.kinds[1]}:{self.shape}"
        yield f"kinds:{self.kinds[0]}:{self.kinds[1]}"
        yield f"status:{self.status[0]}:{self.status[1]}"
        yield f"held:{self.held[0]}:{self.held[1]}"
        yield f"speaker:{self.speaker}"
        yield f"places:{self.places}"
        yield f"crowd:{self.crowd}"


def gist_of(group: Group) -> Gist:
    """What a group is held against others by."""
    return Gist(
        tuple(sorted({t.trigger.line.index for t in group})),
        frozenset(t.rule.id for t in group),
        frozenset().union(*(stems(t.trigger.line.words[t.trigger.first]) for t in group)),
        frozenset(a for t in group for a in t.roles.actor),
        frozenset(a for t in group for a in t.roles.recipient),
        tuple(t for t in group if t.when is not None),
        frozenset((q.what, q.value) for t in group for q in t.quantities),
        frozenset(t.place for t in group if t.place),
        any(t.title for t in group),
        group[0],
    )


def likeness(a: Gist, b: Gist, crowd: int) -> Pair:
    """How group `b` stands to `a`, told before it; `crowd` groups of their type are in the article."""
    away = min(abs(x - y) for x in a.lines for y in b.lines)
    one, other = a.first, b.first
    trigger = other.trigger
    return Pair(
        one.rule.type,
        next((str(n) for n in _STEPS if away <= n), "+"),
        bool(a.rules & b.rules),
        bool(a.words & b.words),
        _state(a.actor, b.actor),
        _state(a.recipient, b.recipient),
        min(len((a.actor | a.recipient) & (b.actor | b.recipient)), 2),
        _days(a.dated, b.dated),
        _amounts(a.amounts, b.amounts),
        (a.title, b.title),
        (one.trigger.kind, trigger.kind),
        "definite" if trigger.article else "pronoun" if trigger.pronoun else "plain",
        (one.status == other.status, (one.status == "denied") != (other.status == "denied")),
        (_held(one), _held(other)),
        bool(one.reported_by) and one.reported_by == other.reported_by,
        "none" if not a.places or not b.places else "same" if a.places & b.places else "differ",
        min(crowd, _MOST),
    )


def _state(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "one" if a or b else "none"
    return "same" if a == b else "share" if a & b else "differ"


def _days(a: Sequence[Told], b: Sequence[Told]) -> str:
    if not a or not b:
        return "one" if a or b else "none"
    return "agree" if all(days_agree(x, y) for x in a for y in b) else "differ"


def _amounts(a: frozenset[tuple[str, float]], b: frozenset[tuple[str, float]]) -> str:
    if not a or not b:
        return "one" if a or b else "none"
    if a & b:
        return "same"
    return "differ" if {what for what, _ in a} & {what for what, _ in b} else "other"


def _held(one: Told) -> str:
    return "quoted" if one.quoted else "said" if one.statement is not None else "-"


@cache
def _fitted() -> tuple[float, dict[str, float]]:
    data = load("ar/events_same")
    return float(data["least"]), dict(table(data, "weights"))


def akin(pair: Pair) -> bool:
    """Whether anything speaks for one happening: that a type is seldom recorded twice is no evidence by itself."""
    near = pair.far in ("0", "1") or pair.titles[0]
    return near or pair.rule or pair.word or pair.shared > 0 or pair.amounts == "same"


def apart(pair: Pair) -> bool:
    """Whether anything speaks against it: other parties, other days, one told and one denied."""
    return "differ" in (pair.actor, pair.recipient, pair.days) or pair.status[1]


@remembered(1 << 16)
def _chance(pair: Pair) -> float:
    if apart(pair) or not akin(pair):
        return 0.0
    return chance(pair.names(), _fitted()[1])


def join_alike(groups: Sequence[list[Told]]) -> list[list[Told]]:
    """The groups of an article with those joined that are likely one happening, in order of their first telling."""
    by_type: dict[str, list[list[Told]]] = defaultdict(list)
    for group in groups:
        by_type[group[0].rule.type].append(group)
    joined = [one for some in by_type.values() for one in _joined(some)]
    return sorted(joined, key=lambda g: g[0].order)


def _joined(groups: Sequence[list[Told]]) -> list[list[Told]]:
    """The happenings that the groups of one type, in reading order, tell."""
    if len(groups) == 1:
        return [groups[0]]
    least, crowd = _fitted()[0], len(groups)
    found: list[list[tuple[Gist, list[Told]]]] = []
    for group in groups:
        gist = gist_of(group)
        rated = [(_one(home, gist, crowd), n) for n, home in enumerate(found[-_BACK:], max(0, len(found) - _BACK))]
        best = max(rated, key=lambda r: (r[0], -r[1]), default=(0.0, 0))
        if rated and best[0] >= least:
            found[best[1]].append((gist, group))
        else:
            found.append([(gist, group)])
    return [sorted((t for _, g in home for t in g), key=lambda t: t.order) for home in found]


def _one(home: Sequence[tuple[Gist, list[Told]]], gist: Gist, crowd: int) -> float:
    """How likely a group belongs to a happening: as the least like of its groups says, so that no chain of retellings
    leads from one happening to another."""
    some = home if len(home) <= 2 * _FEW else (*home[:_FEW], *home[-_FEW:])
    if any(other_kind(other.first, gist.first) for other, _ in some):
        return 0.0
    return min(_chance(likeness(other, gist, crowd)) for other, _ in some)
