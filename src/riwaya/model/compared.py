"""What comparison gives: derivations, stories, contrasts, the brief, and the whole telling."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from riwaya.model.actors import Actor, Mention
from riwaya.model.articles import Article, Version
from riwaya.model.pages import Failure, Page, Span
from riwaya.model.time import DateMention
from riwaya.model.told import Claim, Event, Statement


@dataclass(frozen=True, slots=True)
class Change:
    """What a derived sentence did to its source. `source` or `derived` is None where one lacks it."""

    what: str
    kind: str  # omitted | vague | added | contradicted
    source: Span | None
    derived: Span | None


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """A sentence or clause and the words it was taken from."""

    source: Span
    derived: Span
    score: float
    changed: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """One article took its words or its facts from another (`external` names an absent original)."""

    source: str | None
    derived: str
    relation: str  # copy | edited_copy | rewrite | summary | translation
    score: float
    why: str
    external: str | None = None
    pairs: tuple[AlignedPair, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One event with its direct updates: the articles that report it.

    `first` and `last` are the publication times of its earliest and latest article as ISO 8601, None where no page
    tells one; `outlets` those that report it, in time order; `place` and `actors` the ids that most articles name in
    title or lead.
    """

    id: str
    title: str
    articles: tuple[str, ...]
    independent_sources: int
    first: str | None = None
    last: str | None = None
    outlets: tuple[str, ...] = ()
    place: str | None = None
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a contrast: the value, who holds it (actor id or article id) and its words. `as_of`: the time from
    which a value that moved on was told, ISO 8601; None where nothing moved on."""

    value: str
    holder: str | None
    spans: tuple[Span, ...]
    as_of: str | None = None


class ContrastKind(StrEnum):
    """Why two accounts part."""

    DISPUTE = "dispute-between-parties"
    DISCREPANCY = "discrepancy-between-pages"
    PRECISION = "differing-precision"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Where accounts of one thing part: at least two positions, each with its words. Not `sure`: of those found in
    this way fewer than two in three were right on pages that nobody had read, so it is to be checked."""

    topic: str
    kind: ContrastKind
    positions: tuple[Position, ...]
    rule: str = ""
    sure: bool = True

    @property
    def id(self) -> str:
        """Made of what parts and who holds what: the same contrast told again has the same, a changed one another."""
        sides = sorted((p.value, p.holder or "") for p in self.positions)
        whole = "\0".join((self.kind.value, self.topic, *(x for side in sides for x in side)))
        return "c-" + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Relation:
    """Two actors on one date: `score` from -10 (conflict) to +10 (cooperation), PLOVER scale."""

    a: str
    b: str
    date: str | None
    score: float
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A line of the brief. `text` holds no word or number that `spans` do not hold."""

    text: str
    spans: tuple[Span, ...]
    date: str | None = None
    independent_sources: int = 1
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """How an event stands in a timeline. `spans` are the words that tell it, those that say when first. `doubtful`
    names what the words leave open and nobody should assert: `parties`, `recipient` (who did it is plain), `place`,
    `order` (its interval overlaps another's). `background`: it ended long before the first report of the topic."""

    event: str
    spans: tuple[Span, ...]
    background: bool = False
    doubtful: tuple[str, ...] = ()
    independent_sources: int = 1


@dataclass(frozen=True, slots=True)
class Topic:
    """The stories of one affair, compared and told together. `chronicle` says of each id of `timeline`, in the same
    order, what may be shown. `independent_sources` stand behind all its articles: chains of origin, an outlet counted
    once in however many of its stories; 0 while nobody has counted."""

    id: str
    title: str
    stories: tuple[str, ...]
    timeline: tuple[str, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    relations: tuple[Relation, ...] = ()
    brief: tuple[BriefLine, ...] = ()
    chronicle: tuple[TimelineEntry, ...] = ()
    independent_sources: int = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one run has to say. `riwaya.render` turns it into the `riwaya/1` document."""

    pages: tuple[Page, ...] = ()
    articles: tuple[Article, ...] = ()
    dates: tuple[DateMention, ...] = ()
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    stories: tuple[Story, ...] = ()
    topics: tuple[Topic, ...] = ()
    failures: tuple[Failure, ...] = ()
    versions: tuple[Version, ...] = ()
    timings: tuple[tuple[str, float], ...] = field(default=(), compare=False)
