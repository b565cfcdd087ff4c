"""When a source tends to have news: learnt from the moments of its entries, hour by hour of the day.

Old days count for less (half after `HALF_LIFE` days), so a changed habit is learnt within weeks. What nothing is known
of is taken to bring an entry an hour, with the weight of a quarter of a day. Pure: moments in, moments out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

HALF_LIFE = 14.0
SHORTEST = dt.timedelta(minutes=5)
LONGEST = dt.timedelta(hours=3)
WANTED = 1.0
"""So many entries are expected to wait when a source is asked again."""
SILENT = 12.0
"""So many entries missed make a silence. Entries come in bursts: far more than chance would ask for."""
QUIETEST = dt.timedelta(hours=6)
_PRIOR_DAYS, _PRIOR_RATE = 0.25, 1.0
_STEP = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Entries counted by hour of the day (UTC) over `days` days, both fading; known until `until`."""

    hours: tuple[float, ...] = (0.0,) * 24
    days: float = 0.0
    until: dt.datetime | None = None

    def learn(self, moments: Iterable[dt.datetime], since: dt.datetime, until: dt.datetime) -> Rhythm:
        """With what came between `since` and `until`. A stretch that is known already is not learnt twice, and a clock
        that was set back teaches nothing."""
        start = since if self.until is None else max(since, self.until)
        if until <= start:
            return self
        days = (until - start) / dt.timedelta(days=1)
        fade = 0.5 ** (days / HALF_LIFE)
        hours = [n * fade for n in self.hours]
        for moment in moments:
            if start < moment <= until:
                hours[moment.astimezone(dt.UTC).hour] += 1.0
        return Rhythm(tuple(hours), self.days * fade + days, until)

    def rate(self, moment: dt.datetime) -> float:
        """Entries expected in the hour around `moment`. A single hour of the day is little to go by: its neighbours
        and the whole day speak with it."""
        hour = moment.astimezone(dt.UTC).hour
        near = sum(self.hours[(hour + k) % 24] for k in (-1, 0, 1)) / 3
        whole = sum(self.hours) / 24
        return (0.8 * near + 0.2 * whole + _PRIOR_RATE * _PRIOR_DAYS) / (self.days + _PRIOR_DAYS)

    def expected(self, start: dt.datetime, stop: dt.datetime) -> float:
        """Entries expected between two moments."""
        total, moment = 0.0, start
        while moment < stop:
            end = min(stop, (moment + dt.timedelta(hours=1)).replace(minute=0, second=0, microsecond=0))
            total += self.rate(moment) * ((end - moment) / dt.timedelta(hours=1))
            moment = end
        return total

    def next_time(self, now: dt.datetime) -> dt.datetime:
        """When to ask again: as soon as `WANTED` entries are expected, within bounds."""
        moment, waiting = now, 0.0
        while moment < now + LONGEST and waiting < WANTED:
            waiting += self.rate(moment) * (_STEP / dt.timedelta(hours=1))
            moment += _STEP
        return max(moment, now + SHORTEST)

    def silent(self, last: dt.datetime, now: dt.datetime) -> bool:
        """Whether nothing since `last` is a silence rather than a quiet hour. A source that was watched for less than
        two days is not judged."""
        return self.days >= 2 and now - last >= QUIETEST and self.expected(last, now) >= SILENT

    def plain(self) -> dict[str, object]:
        """As JSON values."""
        until = self.until.isoformat() if self.until else None
        return {"hours": [round(n, 3) for n in self.hours], "days": round(self.days, 4), "until": until}


def back_off(failures: int) -> dt.timedelta:
    """How long a source that failed so many times in a row is left alone: from ten minutes to a day."""
    return min(dt.timedelta(minutes=5 * (1 << min(failures, 12))), dt.timedelta(days=1))


def rhythm_of(plain: object) -> Rhythm:
    """What `Rhythm.plain` gave; a fresh one for anything else."""
    if not isinstance(plain, dict):
        return Rhythm()
    try:
        until = dt.datetime.fromisoformat(plain["until"]) if plain["until"] else None
        whole = Rhythm(tuple(float(n) for n in plain["hours"]), float(plain["days"]), until)
    except (KeyError, TypeError, ValueError):
        return Rhythm()
    return whole if len(whole.hours) == 24 else Rhythm()
