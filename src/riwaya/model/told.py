"""What is told: statements, events and standing facts, each with its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from riwaya.model.pages import Span
from riwaya.model.time import When


class Mode(StrEnum):
    """Whether the words are the speaker's own, reported, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Polarity(StrEnum):
    """The speech act as a whole."""

    ASSERTS = "asserts"
    ACCUSES = "accuses"
    DEMANDS = "demands"
    THREATENS = "threatens"
    PROMISES = "promises"
    DENIES = "denies"
    DOUBTS = "doubts"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it. `span` is None where the subject is dropped; `actor` None where unknown."""

    span: Span | None
    actor: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Words attributed to somebody. `span` is what is claimed, without cue and speaker. `same_as` is
    the id of the first telling of the same statement in the topic, where this is another rendering of it.
    `jointly` are those who say it together with `speaker`, the first of them («قالت موسكو وبكين»)."""

    id: str
    article: str
    span: Span
    mode: Mode
    polarity: Polarity
    cue: Span | None
    speaker: Speaker | None
    hedge: str | None = None
    via: tuple[str, ...] = ()
    rule: str = ""
    same_as: str | None = None
    jointly: tuple[Speaker, ...] = ()


class Status(StrEnum):
    """Whether an event is told as done, denied, planned or only alleged."""

    HAPPENED = "happened"
    DENIED = "denied"
    PLANNED = "planned"
    ALLEGED = "alleged"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something, with its words: `what` is killed, injured, detained, money ..."""

    what: str
    value: float
    bound: str  # exact | about | at_least | at_most | over | under
    span: Span
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """The clause or sentence that tells an event, and the word that triggers it."""

    span: Span
    trigger: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, coded by PLOVER (16 types; NONE for other happenings)."""

    id: str
    article: str
    type: str
    mentions: tuple[EventMention, ...]
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    mode: str | None = None
    status: Status = Status.HAPPENED
    when: When | None = None
    place: str | None = None
    quantities: tuple[Quantity, ...] = ()
    reported_by: tuple[str, ...] = ()
    confidence: float = 0.5
    rule: str = ""
    maybe_actor: tuple[str, ...] = ()  # who may have acted, too doubtfully to build on; `actor` is empty then
    maybe_recipient: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()  # PLOVER's, in its order: the spheres of life that its words show it to touch


@dataclass(frozen=True, slots=True)
class Claim:
    """A standing fact or figure that is no event: a rank, a volume, a membership, a population."""

    article: str
    span: Span
    relation: str
    subject: str | None = None
    object: str | None = None
    quantity: Quantity | None = None
    as_of: When | None = None
    said_by: str | None = None
