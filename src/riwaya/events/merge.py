"""One happening, one event: within an article, and across the articles of one topic.

Conservative: two tellings are one only where nothing speaks against it (dates, statuses, roles)
and something speaks for it (the same rule or word with a shared actor, or a headline retold).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from riwaya.events.again import BACK, days_agree, may_be_called, other_kind, same_day
from riwaya.events.rules import book
from riwaya.events.spheres import united
from riwaya.events.telling import ON_A_DAY, Told
from riwaya.events.triggers import is_definite
from riwaya.model import Event, When
from riwaya.text.stems import stems

_EACH = frozenset(("SANCTION",))  # types whose several acts in a sentence are several events
_WIDE = 16  # words between two verbs
_FEW = 6  # tellings at either end of a group, and groups of a sentence, that a telling is held against
_MANY = 300  # groups of one type that a telling is held against; the nearest ones


def group_tellings(told: Sequence[Told]) -> list[list[Told]]:
    """The tellings of an article, grouped by happening, in order of their first telling."""
    groups: list[list[Told]] = []
    by_type: dict[tuple[str, bool], list[list[Told]]] = defaultdict(list)
    by_line: dict[tuple[str, int], list[list[Told]]] = defaultdict(list)
    homes: dict[int, list[Told]] = {}
    for one in told:
        if one.again is not None:
            if one.again in homes and _fits(homes[one.again], one):
                homes[one.again].append(one)
            continue
        kind, open_, line = one.rule.type, _named(one) or one.title, one.trigger.line.index
        here = by_line[kind, line]
        # A telling without names can only repeat a headline, or a sentence or two before it.
        near = by_type[kind, not (open_ or is_definite(one.trigger))][-_MANY:]
        home = next((g for g in (*here[-_FEW:], *near) if _belongs(g, one)), None)
        if home is None:
            home = []
            groups.append(home)
            by_type[kind, False].append(home)
            if one.title:
                by_type[kind, True].append(home)
        home.append(one)
        homes[one.order] = home
        if not any(g is home for g in here):
            here.append(home)
    return groups


def _belongs(group: Sequence[Told], one: Told) -> bool:
    some = group if len(group) <= 2 * _FEW else (*group[:_FEW], *group[-_FEW:])
    return any(_same(other, one) for other in some) and _fits(some, one)


def _fits(group: Sequence[Told], one: Told) -> bool:
    return all(
        days_agree(o, one) and not other_kind(o, one) and (o.trigger.line is one.trigger.line or _roles_agree(o, one))
        for o in group
    )


def _roles_agree(a: Told, b: Told) -> bool:
    for x, y in ((a.roles.actor, b.roles.actor), (a.roles.recipient, b.roles.recipient)):
        if x and y and not set(x) & set(y):
            return False
    return True


def _same(a: Told, b: Told) -> bool:
    if a.rule.type != b.rule.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.trigger.line is b.trigger.line:
        return _one_clause(a, b)
    shared = _shared(a, b)
    if _refers_back(b, a):
        return True
    if a.rule.id == b.rule.id:
        if a.title or b.title:
            return shared > 0 or not (_named(a) and _named(b))
        return shared > 1 or (shared == 1 and (not _named(a) or not _named(b) or bool(_word(a) & _word(b))))
    if a.title and b.trigger.line.index <= a.trigger.line.index + 2:
        return shared > 1
    return False


def _one_clause(a: Told, b: Told) -> bool:
    """A sentence tells a happening by its parts («أسفر الهجوم عن مقتل حارس وإصابة آخر»): two tellings of one type are
    one, unless others act in them or verbs of other words stand far apart. Of the same words («اعتقلت ... واعتقلت ...»)
    other recipients are enough to part them, and each sort of measure is its own («استدعت سفيرها وطردت ...»)."""
    alike = a.rule.id == b.rule.id
    if alike and _word(a) & _word(b):
        return not _apart_by(a, b, "recipient")
    if not alike and a.rule.type in _EACH:
        return False
    if _apart_by(a, b, "actor") and not {*a.roles.recipient} & {*b.roles.recipient}:
        return False
    verbs = a.trigger.kind == b.trigger.kind == "verb"
    return alike or not verbs or abs(b.trigger.first - a.trigger.first) < _WIDE


def _apart_by(a: Told, b: Told, part: str) -> bool:
    mine, other = getattr(a.roles, part), getattr(b.roles, part)
    return bool(mine and other and not {*mine} & {*other})


def _refers_back(later: Told, earlier: Told) -> bool:
    """«الهجوم» is the attack told before it."""
    trigger = later.trigger
    if (
        trigger.kind != "noun"
        or not is_definite(trigger)
        or not (later.rule is earlier.rule or may_be_called(later, earlier))
    ):
        return False
    away = trigger.line.index - earlier.trigger.line.index
    return 0 < away <= BACK or (away > 0 and same_day(later, earlier))


def _shared(a: Told, b: Told) -> int:
    return len({*a.roles.actor} & {*b.roles.actor}) + len({*a.roles.recipient} & {*b.roles.recipient})


def _named(one: Told) -> bool:
    return bool(one.roles.actor or one.roles.recipient)


def _word(one: Told) -> frozenset[str]:
    return stems(one.trigger.line.words[one.trigger.first])


def join_events(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events of the articles of one topic, with the same happening told by several as one event:
    all its mentions, all who report it, the id and place in the order of its first telling."""
    joined: list[Event] = []
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)  # one happening shares somebody, or the place
    for event in events:
        near = sorted(set().union(*(holders[key] for key in _keys(event) if key in holders)))
        at = next((n for n in near if _one_happening(joined[n], event)), None)
        if at is None:
            at = len(joined)
            joined.append(event)
        else:
            joined[at] = _together(joined[at], event)
        for key in _keys(joined[at]):
            holders[key].add(at)
    return tuple(joined)


def _keys(event: Event) -> Iterator[tuple[str, str]]:
    acts, suffers = _parties(event)
    return ((event.type, one) for one in (*acts, *suffers, event.place) if one)


def _parties(event: Event) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acted and who suffered, or may have: to tell two happenings apart a doubtful party is better than none."""
    return event.actor or event.maybe_actor, event.recipient or event.maybe_recipient


def _one_happening(a: Event, b: Event) -> bool:
    if a.type != b.type or a.article == b.article or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.when is not None and b.when is not None and not a.when.overlaps(b.when):
        return False
    (acts, suffers), (acts_too, suffers_too) = _parties(a), _parties(b)
    actors, recipients = {*acts} & {*acts_too}, {*suffers} & {*suffers_too}
    if suffers and suffers_too and not recipients:
        return False
    if _undone(a) or _undone(b):
        return _one_accident(a, b)
    once = a.rule == b.rule and a.rule in _once() and any(r.startswith("person:") for r in recipients)
    if acts and acts_too and not actors and not once:
        return False
    if _other_toll(a, b):
        return False
    shared = len(actors) + len(recipients) + bool(a.place and a.place == b.place)
    dated = a.when is not None and b.when is not None
    return once or shared >= 2 or (shared == 1 and a.rule == b.rule and (dated or bool(actors and recipients)))


def _one_accident(a: Event, b: Event) -> bool:
    """What nobody does is one where kind, place or victim and the very day are the same, or, of a day that only one
    report tells, kind, town and a count; tolls rise from report to report."""
    tolls = {(q.what, q.value) for q in a.quantities} & {(q.what, q.value) for q in b.quantities}
    near = a.place is not None and a.place == b.place
    if a.rule != b.rule or (not tolls and _other_toll(a, b)):
        return False
    victims = {*_parties(a)[1]} & {*_parties(b)[1]}
    if any(v.startswith("person:") for v in victims):
        return True
    if a.when is None or b.when is None:
        return near and str(a.place).startswith("place:") and bool(tolls)
    return a.when.precision in ON_A_DAY and b.when.precision in ON_A_DAY and (near or bool(victims))


def _other_toll(a: Event, b: Event) -> bool:
    return any(
        p.what == q.what and p.what in ("killed", "detained") and _apart(p.value, q.value)
        for p in a.quantities
        for q in b.quantities
    )


def _undone(event: Event) -> bool:
    """Whether it is what nobody does."""
    rule = book().rules.get(event.rule or "")
    return rule is not None and rule.happens


@cache
def _once() -> frozenset[str]:
    """The rules of what a person suffers once: whom the reports take for the doer does not part them."""
    return frozenset(name for name, rule in book().rules.items() if rule.once)


def _apart(a: float, b: float) -> bool:
    """Tolls rise from report to report; one many times the other is another happening."""
    return max(a, b) > 4 * min(a, b) + 3


def _together(a: Event, b: Event) -> Event:
    quantities = a.quantities + tuple(q for q in b.quantities if q.span not in {p.span for p in a.quantities})
    return replace(
        a,
        mentions=tuple(dict.fromkeys(a.mentions + b.mentions)),
        actor=a.actor or b.actor,
        recipient=a.recipient or b.recipient,
        mode=a.mode or b.mode,
        when=_finer(a.when, b.when),
        place=a.place or b.place,
        quantities=quantities,
        reported_by=tuple(dict.fromkeys(a.reported_by + b.reported_by)),
        confidence=max(a.confidence, b.confidence),
        maybe_actor=() if a.actor or b.actor else a.maybe_actor or b.maybe_actor,
        maybe_recipient=() if a.recipient or b.recipient else a.maybe_recipient or b.maybe_recipient,
        contexts=united(a.contexts, b.contexts),
    )


def _finer(a: When | None, b: When | None) -> When | None:
    if a is None or b is None:
        return a or b
    if not a.bounded or not b.bounded:
        return a if a.bounded else b
    assert a.start and a.end and b.start and b.end  # bounded
    return b if b.end - b.start < a.end - a.start else a
