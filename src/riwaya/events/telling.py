"""One telling of one event, as it is read before tellings of one happening are joined and the doubtful left out."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.events.parts import Roles
from riwaya.events.rules import Rule
from riwaya.events.triggers import Trigger
from riwaya.model import DateMention, EventMention, Precision, Quantity, Statement, When

ON_A_DAY = (Precision.DAY, Precision.HOUR, Precision.MINUTE)
"""As finely as a time must be told to name a day."""


AT_PLACES = frozenset(("ASSAULT", "PROTEST", "MOBILIZE"))
"""Types that happen at places, not to them."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One telling of one event, as read: everything that an `Event` needs and the judge looks at."""

    trigger: Trigger
    mention: EventMention
    roles: Roles
    status: str
    supposed: bool
    when: When | None
    date: DateMention | None
    place: str | None
    quantities: tuple[Quantity, ...]
    statement: Statement | None
    quoted: bool
    title: bool
    order: int
    under: str = ""
    paragraph: int = 0  # sentences of the body before it
    age: int | None = None  # days from its date to the article's publication
    again: int | None = None  # the number of the telling that it only recalls («الحادث»)
    stranger: bool = False  # an act in words whose speaker is told, but by no name («طالب محتجون»)

    @property
    def date_near(self) -> bool:
        """Whether its sentence holds a date."""
        return self.date is not None

    @property
    def rule(self) -> Rule:
        return self.trigger.rule

    @property
    def parties(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Actor and recipient without the places at which it happened: «هجوم على عفرين» hits whoever is there."""
        if self.rule.type not in AT_PLACES:
            return self.roles.actor, self.roles.recipient
        return self.roles.actor, tuple(r for r in self.roles.recipient if not r.startswith("place:"))

    def holds_own(self, who: str) -> bool:
        """Whether the telling stands in a statement outside which alone its sentence names `who`."""
        if self.statement is None:
            return False
        low, high = self.statement.span.start, self.statement.span.end
        here = [n.mention.span for n in self.trigger.line.named if n.mention.actor == who]
        return bool(here) and not any(low <= s.start < high for s in here)

    @property
    def reported_by(self) -> tuple[str, ...]:
        actor = self.statement.speaker.actor if self.statement and self.statement.speaker else None
        return (actor,) if actor else ()
