"""When it happened: a fitted judge over the dates that may tell it.

The dates of the trigger's own sentence come first, but «أعلنت الشرطة، الجمعة، أن ...» dates the announcement and
perhaps not what it tells, and a headline or a second paragraph means the day that the lead names. Each
date of the sentence, of the one before and of the article's lead is held against plain features (where it
stands, what lies between, whether it is the announcement's) and the likeliest is given, if it is likely at all.
Weights are data (`rules/ar/events_dating.yaml`), fitted by `training/events_dating.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.events.again import own_day
from riwaya.events.line import Line
from riwaya.events.odds import chance, table
from riwaya.events.rules import book
from riwaya.events.telling import ON_A_DAY, Told
from riwaya.model import BlockKind, DateKind, DateMention, Precision, When
from riwaya.rules import load
from riwaya.text import Sentence, Words

_DATED = (DateKind.DATE, DateKind.TIME, DateKind.INTERVAL)
_LEAD = 3  # sentences of the body in which the lead names its day
_FRESH = 8  # days before publication that count as news
_TELLINGS = 4
_SINCE = "منذ"
_NEAR = 7  # words before «منذ»
_UNITS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}  # letters of an ISO date that are as fine


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date and where it comes from: `own` sentence, the one `before`, the `lead`."""

    date: DateMention
    source: str


class Calendar:
    """The dates of an article, its lead's day, and how each stands to the day of publication."""

    def __init__(self, words: Words, dates: Sequence[DateMention]) -> None:
        published = words.article.published
        self.today = published.when.start if published is not None else None
        self.dates = tuple(d for d in dates if d.kind in _DATED and d.when is not None and (d.when.start or d.when.end))
        self._sentences = words.sentences
        body = [s for s in words.sentences if words.kind_of(s) is BlockKind.BODY][:_LEAD]
        self.lead = next((d for s in body for d in self.within(s) if self._fresh(d)), None)

    def within(self, sentence: Sentence) -> list[DateMention]:
        """The dates of a sentence."""
        return [d for d in self.dates if sentence.start <= d.span.start < sentence.end]

    def _fresh(self, date: DateMention) -> bool:
        when = date.when
        if when is None or when.start is None or when.precision not in ON_A_DAY or date.kind is DateKind.INTERVAL:
            return False
        return self.today is None or 0 <= (self.today - when.start).days <= _FRESH

    def age(self, when: When) -> str:
        """How long before publication a date lies, in rough steps."""
        if self.today is None or when.start is None:
            return "?"
        days = (self.today - when.start).days
        steps = ((-1, "ahead"), (0, "today"), (1, "yesterday"), (8, "week"), (62, "months"), (800, "years"))
        return next((name for most, name in steps if days <= most), "old")

    def candidates(self, one: Told) -> Iterator[Candidate]:
        """The dates that may tell when a telling happened; none twice."""
        line = one.trigger.line
        seen: set[tuple[object, object]] = set()
        before = self._sentences[line.index - 1] if line.index else None
        rows = (("own", self.within(line.sentence)), ("before", self.within(before)[-1:] if before else []),
                ("lead", [self.lead] if self.lead else []))  # fmt: skip
        for source, found in rows:
            for date in found:
                if source == "own" and _first_since(line, date):
                    continue
                key = (date.when.start, date.when.end) if date.when else (None, None)
                if source == "own" or key not in seen:
                    yield Candidate(date, source)
                seen.add(key)


def features(one: Told, candidate: Candidate, calendar: Calendar) -> Iterator[str]:
    """What the judge looks at for one date of one telling, as names."""
    source, when = candidate.source, candidate.date.when
    assert when is not None  # a candidate has days
    age = calendar.age(when)
    yield f"from:{source}"
    yield f"from:{source}:{one.title}"
    yield f"from:{source}:{one.trigger.kind}:{one.trigger.tense}"
    yield f"from:{source}:{one.rule.type}"
    yield f"from:{source}:{one.status}"
    yield f"age:{source}:{age}"
    yield f"age:{age}:{one.status}"
    yield f"fine:{source}:{when.precision}:{candidate.date.kind}"
    yield f"line:{source}:{min(one.trigger.line.index, 5)}"
    own = len(calendar.within(one.trigger.line.sentence))
    yield f"rivals:{source}:{min(own, 2)}"
    held = "none" if one.statement is None else "quoted" if one.quoted else "said"
    yield f"held:{source}:{held}"
    if one.statement is not None and one.statement.cue is not None:
        yield f"cue:{source}:{one.statement.speaker is None or one.statement.speaker.span is None}"
    if source == "own":
        yield from _standing(one, candidate.date, calendar)


def _standing(one: Told, date: DateMention, calendar: Calendar) -> Iterator[str]:
    """Where a date of the trigger's own sentence stands."""
    trigger, line = one.trigger, one.trigger.line
    first = _start(line, date)
    last = next((i for i, t in enumerate(line.tokens) if t.start >= date.span.end), len(line.tokens))
    side = "after" if date.span.start >= trigger.end else "before"
    low, high = (trigger.last, first) if side == "after" else (last, trigger.first)
    away = max(0, high - low)
    step = "0" if away == 0 else "3" if away < 4 else "7" if away < 8 else "14" if away < 15 else "+"
    yield f"at:{side}:{step}"
    yield f"at:{side}:{step}:{trigger.kind}"
    rivals = [d for d in calendar.within(line.sentence) if d is not date]
    nearer = sum(abs(d.span.start - trigger.start) < abs(date.span.start - trigger.start) for d in rivals)
    yield f"nearer:{side}:{min(nearer, 2)}"
    if _clause(line, low, high):
        yield f"clause:{side}"
        yield f"clause:{side}:{trigger.kind}"
    if any(line.stems[i] & book().cues["told"] for i in range(max(0, low), min(high, len(line.tokens)))):
        yield f"told:{side}"
    before = line.words[first - 1] if first else "-"
    yield f"brought:{before}"
    if one.statement is not None:
        inside = one.statement.span.holds(date.span)
        yield f"inside:{inside}:{side}"
        yield f"inside:{inside}:{calendar.age(date.when) if date.when else '?'}"


def _clause(line: Line, low: int, high: int) -> bool:
    return any(line.words[i] in book().clause or any(c in line.gaps[i] for c in ":؛") for i in range(low, high))


def _start(line: Line, date: DateMention) -> int:
    """The first token of a date in its sentence."""
    return next((i for i, t in enumerate(line.tokens) if t.end > date.span.start), 0)


def _since(line: Line, date: DateMention) -> int:
    """The token of «منذ» right before a date; 0 where there is none."""
    before = _start(line, date) - 1
    return before if before > 0 and line.words[before].removeprefix("و") == _SINCE else 0


def _first_since(line: Line, date: DateMention) -> bool:
    """Whether a date says only since when something is the first or greatest: «أكبر هجوم منذ 2014»."""
    at = _since(line, date)
    return bool(at) and line.any(at - _NEAR, at, book().greatest)


def _told(one: Told, candidate: Candidate, calendar: Calendar) -> When:
    """The time that a date gives a telling. What is counted since a day went on until the report: «اعتقلت 30 شخصا منذ
    مارس»."""
    when = candidate.date.when
    assert when is not None
    line, today = one.trigger.line, calendar.today
    if candidate.source != "own" or today is None or when.start is None or when.end is None or when.end > today:
        return when
    counted = any(q.span.start < candidate.date.span.start for q in one.quantities)
    length = _UNITS.get(when.precision)
    if not counted or length is None or not _since(line, candidate.date) or one.trigger.article:
        return when
    end = today + dt.timedelta(1)
    return When(f"{when.value}/{today.isoformat()[:length]}", when.start, end, Precision.RANGE)


@cache
def _fitted() -> tuple[float, dict[str, float]]:
    data = load("ar/events_dating")
    return float(data["least"]), dict(table(data, "weights"))


def options(group: Sequence[Told], calendar: Calendar) -> list[tuple[When, frozenset[str]]]:
    """The dates that may tell when a happening was, each with the features of the telling it fits."""
    return [
        (_told(one, c, calendar), frozenset(features(one, c, calendar)))
        for one in group[:_TELLINGS]
        for c in calendar.candidates(one)
        if c.date.when is not None
    ]


def date_of(group: Sequence[Told], calendar: Calendar) -> When | None:
    """When a happening was: the likeliest date of its tellings, None where none is likely; of what nobody does, which
    the judge has not seen, first a day that surely is its own."""
    if group[0].rule.happens:
        own = next((t.when for t in sorted(group, key=lambda t: (t.again is None, t.order)) if own_day(t)), None)
        if own is not None:
            return own
    least, weights = _fitted()
    rated = [(chance(names, weights), n, when) for n, (when, names) in enumerate(options(group, calendar))]
    best = max(rated, key=lambda r: (r[0], -r[1]), default=None)
    return best[2] if best is not None and best[0] >= least else None
