"""One happening, one event: within an article, and across the articles of one topic.

Conservative: two tellings are one only where nothing speaks against it (dates, statuses, roles)
and something speaks for it (the same rule or word with a shared actor, or a headline retold).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from riwaya.events.find import Told
from riwaya.model import Event, When
from riwaya.text.stems import stems

_MANY = 300  # groups of one type that a telling is held against; the nearest ones


def group_tellings(told: Sequence[Told]) -> list[list[Told]]:
    """The tellings of an article, grouped by happening, in order of their first telling."""
    groups: list[list[Told]] = []
    by_type: dict[tuple[str, bool], list[list[Told]]] = defaultdict(list)
    for one in told:
        # A telling without names can only repeat a headline.
        kind, open_ = one.rule.type, _named(one) or one.title
        near = by_type[kind, False][-_MANY:] if open_ else by_type[kind, True]
        home = next((g for g in near if any(_same(other, one) for other in g) and _fits(g, one)), None)
        if home is not None:
            home.append(one)
            continue
        groups.append([one])
        by_type[kind, False].append(groups[-1])
        if one.title:
            by_type[kind, True].append(groups[-1])
    return groups


def _fits(group: Sequence[Told], one: Told) -> bool:
    return all(_dates_agree(o.when, one.when) and _roles_agree(o, one) for o in group)


def _dates_agree(a: When | None, b: When | None) -> bool:
    return a is None or b is None or a.overlaps(b)


def _roles_agree(a: Told, b: Told) -> bool:
    for x, y in ((a.roles.actor, b.roles.actor), (a.roles.recipient, b.roles.recipient)):
        if x and y and not set(x) & set(y):
            return False
    return True


def _same(a: Told, b: Told) -> bool:
    if a.rule.type != b.rule.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.trigger.line is b.trigger.line:
        return a.rule.id == b.rule.id and _shared(a, b) > 0 and _word(a) & _word(b) != frozenset()
    shared = _shared(a, b)
    if a.rule.id == b.rule.id:
        if a.title or b.title:
            return shared > 0 or not (_named(a) and _named(b))
        return shared > 1 or (shared == 1 and (not _named(a) or not _named(b) or bool(_word(a) & _word(b))))
    if a.title and b.trigger.line.index <= a.trigger.line.index + 2:
        return shared > 1
    return False


def _shared(a: Told, b: Told) -> int:
    return len({*a.roles.actor} & {*b.roles.actor}) + len({*a.roles.recipient} & {*b.roles.recipient})


def _named(one: Told) -> bool:
    return bool(one.roles.actor or one.roles.recipient)


def _word(one: Told) -> frozenset[str]:
    return stems(one.trigger.line.tokens[one.trigger.first].text)


def join_events(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events of the articles of one topic, with the same happening told by several as one event:
    all its mentions, all who report it, the id and place in the order of its first telling."""
    joined: list[Event] = []
    for event in events:
        for n, other in enumerate(joined):
            if _one_happening(other, event):
                joined[n] = _together(other, event)
                break
        else:
            joined.append(event)
    return tuple(joined)


def _one_happening(a: Event, b: Event) -> bool:
    if a.type != b.type or a.article == b.article or (a.status == "denied") != (b.status == "denied"):
        return False
    if a.when is not None and b.when is not None and not a.when.overlaps(b.when):
        return False
    actors, recipients = {*a.actor} & {*b.actor}, {*a.recipient} & {*b.recipient}
    if (a.actor and b.actor and not actors) or (a.recipient and b.recipient and not recipients):
        return False
    if any(p.what == q.what and p.what in ("killed", "detained") and _apart(p.value, q.value)
           for p in a.quantities for q in b.quantities):  # fmt: skip
        return False
    shared = len(actors) + len(recipients) + bool(a.place and a.place == b.place)
    dated = a.when is not None and b.when is not None
    return shared >= 2 or (shared == 1 and a.rule == b.rule and (dated or bool(actors and recipients)))


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
    )


def _finer(a: When | None, b: When | None) -> When | None:
    if a is None or b is None:
        return a or b
    if not a.bounded or not b.bounded:
        return a if a.bounded else b
    assert a.start and a.end and b.start and b.end  # bounded
    return b if b.end - b.start < a.end - a.start else a
