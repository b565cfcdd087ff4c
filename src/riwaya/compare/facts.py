"""One event or one standing fact, told with other days, places, parties or figures.

`times_apart` and `roles_apart` look at events that were joined across accounts: each account's own
version keeps its own day, place and roles. `claims_apart` compares standing facts by relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from riwaya.account import Account
from riwaya.compare.labels import label, markets
from riwaya.compare.ledger import Ledger
from riwaya.compare.positions import position
from riwaya.likeness import Weights, content_lemmas, cosine
from riwaya.model import Claim, Contrast, ContrastKind, DateKind, DateMention, Event, Position, Span, When

_LONGEST = 7  # days of a time that may contradict another
_NEAR = 60  # code points around a clock time that say what happened then
_BESIDE = 5  # words on either side of a trigger that say who did it
_SAME_HOUR = 0.4  # cosine of those words; times are few, so this must be sure


def _versions(accounts: Sequence[Account], events: Sequence[Event]) -> Iterator[list[tuple[Account, Event]]]:
    """For each joined event, the accounts' own versions of it, where it has several."""
    own = {m.span: (a, e) for a in accounts for e in a.events for m in e.mentions}
    for event in events:
        found = {own[m.span][1].id: own[m.span] for m in event.mentions if m.span in own}
        if len(found) > 1:
            yield list(found.values())


def times_apart(
    accounts: Sequence[Account], events: Sequence[Event], ledgers: Mapping[str, Ledger]
) -> Iterator[Contrast]:
    """Joined events whose accounts name different days or places, or one day less precisely.

    A page that tells the other's day anywhere contradicts nobody: its date was taken from the wrong words.
    """
    for versions in _versions(accounts, events):
        dated = [(a, e, e.when) for a, e in versions if e.when is not None and e.when.bounded]
        for (a, e, x), (b, f, y) in combinations(dated, 2):
            if a.id == b.id or x.value == y.value or not _alike(a, e, b, f):
                continue
            if not (_beside_trigger(a, e, x) and _beside_trigger(b, f, y)):
                continue
            if ledgers[a.id].tells_day(y) or ledgers[b.id].tells_day(x):
                continue
            kind = ContrastKind.DISCREPANCY if not x.overlaps(y) else _precision(x, y)
            if kind is ContrastKind.DISCREPANCY and not (_short(x) and _short(y)):
                continue  # a year or a month is as often that of something else in the clause
            if kind:
                positions = (_dated(a, e, x), _dated(b, f, y))
                rule = "times" if kind is ContrastKind.DISCREPANCY else "times:precision"
                yield Contrast(label("date", _trigger(a, e)), kind, positions, rule)
                break
        yield from _places_apart(versions)


def _short(when: When) -> bool:
    return when.start is not None and when.end is not None and (when.end - when.start).days <= _LONGEST


def _beside_trigger(account: Account, event: Event, when: When) -> bool:
    """Whether the date that an event was given is the one nearest to its trigger: «قرر الأسبوع الماضي الانسحاب من
    الاتفاق المبرم عام 2015» was not in 2015."""
    clause, trigger = event.mentions[0].span, event.mentions[0].trigger
    dates = [d for d in account.dates if clause.holds(d.span) and d.when is not None]
    if not dates:
        return True
    nearest = min(dates, key=lambda d: (max(d.span.start - trigger.end, trigger.start - d.span.end), d.span))
    return nearest.when == when


def _places_apart(versions: Sequence[tuple[Account, Event]]) -> Iterator[Contrast]:
    """Two places of one event on one day, each in its own telling and never in the other's page."""
    named = {a.id: {m.actor for m in a.mentions} for a, _ in versions}
    placed = {e.place: (a, e) for a, e in versions if e.place and e.when is not None and e.when.bounded}
    for (p, (a, e)), (q, (b, f)) in combinations(placed.items(), 2):
        alike = a.id != b.id and p.split(":")[0] == q.split(":")[0] and e.when == f.when and _alike(a, e, b, f)
        if alike and p not in named[b.id] and q not in named[a.id]:
            positions = (Position(p, a.id, (_words(e),)), Position(q, b.id, (_words(f),)))
            yield Contrast(label("place", _trigger(a, e)), ContrastKind.DISCREPANCY, positions, "places")
            return


def hours_apart(accounts: Sequence[Account], ledgers: Mapping[str, Ledger]) -> Iterator[Contrast]:
    """Clock times of one day that unlike accounts give for what they tell in like words; a page that gives
    several hours of that day counts in two time zones, or tells a course of events."""
    found = [
        (account, date, date.when.value, list(_around(account, date.span)))
        for account in accounts
        for date in account.dates
        if date.kind is DateKind.TIME and date.when is not None and "T" in date.when.value
    ]
    weights = Weights(lemmas for *_, lemmas in found)
    several = {a.id for a in accounts if len(ledgers[a.id].hours) > 1}
    for (a, x, v, p), (b, y, w, q) in combinations(found, 2):
        same_day = v.split("T")[0] == w.split("T")[0]
        one_each = a.id not in several and b.id not in several
        if a.id == b.id or v == w or not one_each or not same_day or _of_a_market(a, x) or _of_a_market(b, y):
            continue
        if cosine(weights.vector(p), weights.vector(q)) >= _SAME_HOUR:
            positions = tuple(
                Position(value, account.id, (date.span, _sentence(account, date.span)))
                for account, date, value in ((a, x, v), (b, y, w))
            )
            yield Contrast(label("hour"), ContrastKind.DISCREPANCY, positions, "hours")


def _of_a_market(account: Account, date: DateMention) -> bool:
    """Whether a clock time is that of a price: every hour has its own."""
    sentence = account.words.sentence_at(date.span.start)
    return sentence is not None and any(t.text in markets() for t in sentence.tokens)


def _around(account: Account, span: Span) -> Iterator[str]:
    """Lemmas of the clause before and around a time; the time's own words and the names apart."""
    sentence = account.words.sentence_at(span.start)
    if sentence is None:
        return iter(())
    out = [m.span for m in account.mentions if m.span.start < sentence.end and sentence.start < m.span.end]
    out += [d.span for d in account.dates if d.span.start < sentence.end and sentence.start < d.span.end]
    tokens = (
        t
        for t in sentence.tokens
        if abs(t.start - span.start) <= _NEAR and not any(s.start <= t.start < s.end for s in out)
    )
    return content_lemmas(tokens, account.article.text)


def _sentence(account: Account, span: Span) -> Span:
    sentence = account.words.sentence_at(span.start)
    return (
        account.words.span(sentence.start, sentence.end) if sentence and sentence.end - sentence.start <= 600 else span
    )


def _precision(x: When, y: When) -> ContrastKind | None:
    """One interval inside the other, and clearly wider: less precise. Half overlaps are left alone."""
    if x.start is None or x.end is None or y.start is None or y.end is None:
        return None
    inside = (x.start <= y.start and y.end <= x.end) or (y.start <= x.start and x.end <= y.end)
    a, b = sorted(((x.end - x.start).days, (y.end - y.start).days))
    return ContrastKind.PRECISION if inside and b >= 4 * a else None


def _dated(account: Account, event: Event, when: When) -> Position:
    """The date's own words where the sentence holds them, with the telling."""
    for date in account.dates:
        if date.when == when and any(m.span.holds(date.span) for m in event.mentions):
            return Position(when.value, account.id, (date.span, _words(event)))
    return Position(when.value, account.id, (_words(event),))


def roles_apart(accounts: Sequence[Account], events: Sequence[Event], sides: Mapping[str, str]) -> Iterator[Contrast]:
    """Joined events of which one account makes the doer what the other makes the sufferer, and the reverse."""

    def of(actors: Sequence[str]) -> set[str]:
        return {sides.get(a, a) for a in actors}

    for versions in _versions(accounts, events):
        for (a, e), (b, f) in combinations(versions, 2):
            doers, others = of(e.actor), of(e.recipient)
            mirrored = doers and others and not doers & others and (doers, others) == (of(f.recipient), of(f.actor))
            # In the same words with the names in the same order, the swap is ours and not the page's.
            order = _named(a, e, sides), _named(b, f, sides)
            turned = set(order[0]) == set(order[1]) == doers | others and order[0] != order[1]
            if a.id != b.id and mirrored and turned and _alike(a, e, b, f) and _heard(a, e) != _heard(b, f):
                positions = (
                    Position(" ".join(e.actor), a.id, (_words(e),)),
                    Position(" ".join(f.actor), b.id, (_words(f),)),
                )
                yield Contrast(label("role", _trigger(a, e)), ContrastKind.DISCREPANCY, positions, "roles")
                break


def _heard(account: Account, event: Event) -> tuple[str, ...]:
    """The words on either side of an event's trigger: where these are the same, so is who did it."""
    trigger = event.mentions[0].trigger
    sentence = account.words.sentence_at(trigger.start)
    tokens = sentence.tokens if sentence else ()
    at = next((i for i, t in enumerate(tokens) if t.end > trigger.start), 0)
    return tuple(t.text for t in tokens[max(0, at - _BESIDE) : at + _BESIDE + 1])


def _named(account: Account, event: Event, sides: Mapping[str, str]) -> tuple[str, ...]:
    """The sides that the words of a telling name, each once, in order."""
    span = event.mentions[0].span
    return tuple(dict.fromkeys(sides.get(m.actor, m.actor) for m in account.mentions if m.actor and span.holds(m.span)))


def _alike(a: Account, e: Event, b: Account, f: Event) -> bool:
    """Whether two tellings share most of their words: else a swap is more likely another event."""
    x, y = (set(_lemmas(account, event)) for account, event in ((a, e), (b, f)))
    return len(x & y) >= 4 and 5 * len(x & y) >= 4 * min(len(x), len(y))


def _lemmas(account: Account, event: Event) -> Iterator[str]:
    span = event.mentions[0].span
    tokens = (t for s in account.words.sentences for t in s.tokens if span.start <= t.start < span.end)
    return content_lemmas(tokens, account.article.text)


def claims_apart(accounts: Sequence[Account]) -> Iterator[Contrast]:
    """Standing facts of one relation whose parties are swapped or whose figure differs."""
    by_relation: dict[str, list[tuple[Account, Claim]]] = {}
    for account in accounts:
        for claim in account.claims:
            by_relation.setdefault(claim.relation, []).append((account, claim))
    for found in by_relation.values():
        for (a, x), (b, y) in combinations(found, 2):
            swapped = _swapped(x, y)
            if a.id != b.id and (swapped or _figures_differ(x, y)):
                positions = (_claimed(a, x), _claimed(b, y))
                rule = "claims" if swapped else "claims:figure"
                yield Contrast(label(x.relation), ContrastKind.DISCREPANCY, positions, rule)


def _swapped(x: Claim, y: Claim) -> bool:
    return bool(x.subject and x.object and x.subject == y.object and x.object == y.subject and x.subject != x.object)


def _figures_differ(x: Claim, y: Claim) -> bool:
    if not x.quantity or not y.quantity or {x.subject, x.object} != {y.subject, y.object} or not x.subject:
        return False
    if x.quantity.unit != y.quantity.unit or (x.as_of and y.as_of and not x.as_of.overlaps(y.as_of)):
        return False
    low, high = sorted((x.quantity.value, y.quantity.value))
    close = high > 0 and (high - low) / high < 0.1
    rounded = close and {x.quantity.bound, y.quantity.bound} != {"exact"}  # «about a quarter of a million» is 252,000
    return low != high and not rounded


def _claimed(account: Account, claim: Claim) -> Position:
    return position(account, claim.said_by, claim.span)


def _words(event: Event) -> Span:
    return event.mentions[0].span


def _trigger(account: Account, event: Event) -> str:
    return account.article.words_of(event.mentions[0].trigger)
