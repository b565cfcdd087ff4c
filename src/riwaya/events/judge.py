"""How sure are we that a telling is an event worth a record?

A logistic judge over plain features of a telling: its rule, the shape of its trigger, where it
stands, what it names. Its weights are data (`rules/ar/events_judge.yaml`), fitted on annotated news
by `training/events_judge.py`; the confidence is therefore calibrated on news of that kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from riwaya.events.ground import asks, carried, clause_start, contexts_of, depth_of, kind_of
from riwaya.events.odds import weighed
from riwaya.events.rules import book
from riwaya.events.telling import Told
from riwaya.rules import Entry, load

_AGES = (3, 10, 60, 400)  # days
_PLACES = (0, 3, 8, 16, 30)  # words before the trigger in its sentence
FLOOR = -1.2  # weight of a rule that no annotated page has seen


@cache
def _weights() -> tuple[Mapping[str, float], float]:
    data = load("ar/events_judge")
    weights = data.get("weights")
    if not isinstance(weights, Entry):
        raise data.fail("'weights' must be a mapping")
    return {str(k): float(v) for k, v in weights.items()}, float(data["threshold"])


def threshold() -> float:
    """The least confidence at which a coded event is given."""
    return _weights()[1]


def confidence(telling: Sequence[Told]) -> float:
    """The probability that these tellings of one happening are an event that a reader would record."""
    weights = _weights()[0]
    total = weights.get("bias", FLOOR) + math.fsum(weighed(features(telling), weights))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def features(telling: Sequence[Told]) -> Iterator[str]:
    """What the judge looks at, as names."""
    best = min(telling, key=lambda t: (t.title, t.order))
    yield from _shape(best)
    yield from _setting(best)
    yield from _ground(best)
    for one in telling:
        yield f"rule:{one.rule.id}"
        yield f"rule:{one.rule.id}:{one.trigger.kind}"
        yield f"word:{_word(one)}"
        if one.title:
            yield "told:title"
            yield f"told:title:{one.trigger.kind}"
    if len(telling) > 1:
        yield "told:again"
    if len(telling) > 2:
        yield "told:often"
    if any(t.roles.actor for t in telling):
        yield "has:actor"
    if any(t.roles.recipient for t in telling):
        yield "has:recipient"
    if any(t.roles.actor for t in telling) and any(t.roles.recipient for t in telling):
        yield "has:both"
    if any(t.quantities for t in telling):
        yield "has:amount"
    if any(t.date_near for t in telling):
        yield "has:date"
        yield f"dated:{_scale(best)}"
        yield f"age:{_age(telling)}"
    yield f"under:{best.under}"
    yield f"under:{best.under}:{best.rule.type}"
    if any(t.place for t in telling):
        yield "has:place"


def _scale(one: Told) -> str:
    """How finely the telling is dated: a year or a range is a sign of background."""
    return str(one.when.precision) if one.when is not None else "-"


def _age(telling: Sequence[Told]) -> str:
    """How long before its publication an article dates a telling, the freshest one counting."""
    days = [one.age for one in telling if one.age is not None]
    if not days:
        return "-"
    least = min(days, key=abs)
    return "to come" if least < 0 else next((str(n) for n in _AGES if least <= n), "old")


def _word(one: Told) -> str:
    line, i = one.trigger.line, one.trigger.first
    return line.words[i].removeprefix("و").removeprefix("ال") if one.trigger.kind != "statement" else "-"


def _shape(one: Told) -> Iterator[str]:
    trigger = one.trigger
    yield f"type:{one.rule.type}"
    yield f"kind:{trigger.kind}:{trigger.tense}"
    yield f"kind:{trigger.kind}:{'definite' if trigger.article else 'pronoun' if trigger.pronoun else 'plain'}"
    yield f"status:{one.status}"
    if one.supposed:
        yield "supposed"
    if one.quoted:
        yield "quoted"
    elif one.statement is not None:
        yield "reported"
    if one.statement is not None:
        yield f"held:{one.statement.polarity}"
        yield f"held:{one.statement.polarity}:{trigger.kind}"
    if one.statement is None and trigger.kind == "noun":
        yield "noun:unreported"


def _ground(one: Told) -> Iterator[str]:
    """Whether the words around the trigger tell it or take it as known."""
    trigger, line = one.trigger, one.trigger.line
    kind, i = kind_of(trigger), trigger.first
    found = [context.id for context in contexts_of(trigger)]
    for context in found:
        yield f"ground:{context}"
        yield f"ground:{context}:{kind}"
    yield f"near:{found[0] if found else '-'}:{kind}"
    yield f"depth:{depth_of(line, clause_start(one), i)}:{kind}"
    yield f"carried:{carried(trigger) or '-'}"
    yield f"place:{next((n for n in _PLACES if i <= n), '+')}:{kind}"
    if asks(line):
        yield "asked"


def _setting(one: Told) -> Iterator[str]:
    line, i = one.trigger.line, one.trigger.first
    yield f"line:{'title' if one.title else min(one.paragraph, 6)}"
    if i == 0:
        yield "first-word"
    cues = book().cues
    if line.any(i - 2, i, cues["since"]):
        yield f"since:{one.trigger.kind}"
    if line.any(i - 3, i, cues["told"]):
        yield f"light:{one.trigger.kind}"
    if i and line.any(i - 1, i, book().prepositions):
        yield f"brought:{one.trigger.kind}"
    elif i and one.trigger.kind == "noun" and not line.any(i - 1, i, cues["told"]):
        yield "noun:after-word"
    if line.any(i - 2, i, cues["topic"]):
        yield f"topic:{one.trigger.kind}"
    yield f"before:{line.words[i - 1] if i else '-'}"
    after = one.trigger.last
    yield f"after:{line.words[after] if after < len(line.tokens) else '-'}"
    near = range(max(0, i - 3), min(len(line.tokens), after + 6))
    anchored = any(line.at[j] is not None or line.tokens[j].is_number for j in near)
    yield f"anchored:{anchored}:{one.trigger.kind}"
    if one.trigger.kind == "verb" and line.words[i].startswith("و"):
        yield "verb:and"
    if i and line.words[i - 1] in ("الذي", "التي", "الذين"):
        yield "relative"
    if i and line.words[i - 1] in ("ان", "بان"):
        yield "that"
