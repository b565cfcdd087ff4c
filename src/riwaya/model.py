"""Every type that crosses from one room to another: frozen, slotted, made of tuples.

Values only. Nothing here reads a file, a clock or a network, and nothing here decides.

*Offsets* are half-open code points into `Page.text`, everywhere. *Evidence* is a `Span` and
nothing else. *Dates* are `When`: half-open intervals of days that never pretend to a precision
they lack. Identity (which actors are one, which reports are one story) is derived from records
and from `Judgement`s, so that a correction made by a user is kept for ever.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

# ------------------------------------------------------------------ places in a page


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words in a page: `page.text[start:end]`. The only currency of evidence."""

    page: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span out of order: {self.page}[{self.start}:{self.end}]")

    def overlaps(self, other: Span) -> bool:
        return self.page == other.page and self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.page == other.page and self.start <= other.start and other.end <= self.end


class BlockKind(StrEnum):
    """What a block of a page is. Only `BODY` and `SUBHEAD` belong to an article's text."""

    TITLE = "title"
    DEK = "dek"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    SEE_ALSO = "see_also"
    RELATED_HEADER = "related_header"
    RELATED_ITEM_TITLE = "related_item_title"
    RELATED_ITEM_META = "related_item_meta"
    RELATED_ITEM_BODY = "related_item_body"
    SOURCE_CREDIT = "source_credit"
    UI = "ui"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page with one job; `why` names the rule or feature that decided."""

    kind: BlockKind
    start: int
    end: int
    why: str = ""


class PageState(StrEnum):
    """How a page ended. Every page ends in exactly one of these."""

    KEPT = "kept"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    BLOCKED = "blocked"
    WRONG_LANGUAGE = "wrong_language"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Page:
    """One document as read. `text` is what every offset counts into.

    `reason` says why it ended as `state` says, where that is not plainly kept. `retrieved` is when
    it was fetched or archived (UTC), where that is known.
    """

    name: str
    text: str
    media_type: str = "text/plain"
    url: str | None = None
    host: str | None = None
    blocks: tuple[Block, ...] = ()
    state: PageState = PageState.KEPT
    reason: str = ""
    retrieved: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was lost: which page, at which stage, and why. Counted, never silent."""

    page: str
    stage: str
    reason: str


# ------------------------------------------------------------------ time


class Precision(StrEnum):
    """The finest unit a text commits itself to."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    RANGE = "range"


class Origin(StrEnum):
    """Where a date comes from: the caller, the page's own words, or inference from them."""

    GIVEN = "given"
    PAGE = "page"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class When:
    """A half-open interval of days, `start <= day < end`; `None` is an open side.

    `value` is the ISO 8601 / EDTF form (`2025-06-30`, `2025-06`, `2024-12-20/2024-12-31`,
    `2018-22`, `197X`, `P12D`, `PAST_REF`). A duration or a vague expression has a `value`
    and no days at all: `start` and `end` are then both `None`.
    """

    value: str
    start: dt.date | None
    end: dt.date | None
    precision: Precision
    calendar: str = "gregorian"
    origin: Origin = Origin.PAGE

    def __post_init__(self) -> None:
        if self.start and self.end and not self.start < self.end:
            raise ValueError(f"interval out of order: {self.value}")

    @property
    def bounded(self) -> bool:
        return self.start is not None and self.end is not None

    def overlaps(self, other: When) -> bool:
        """True when some day may belong to both; open sides count as endless."""
        if (self.start is None and self.end is None) or (other.start is None and other.end is None):
            return False
        return (self.start is None or other.end is None or self.start < other.end) and (
            other.start is None or self.end is None or other.start < self.end
        )

    def ended_before(self, other: When) -> bool:
        return self.end is not None and other.start is not None and self.end <= other.start


class DateKind(StrEnum):
    """What sort of time expression it is, in the words of TIMEX3."""

    DATE = "date"
    TIME = "time"
    INTERVAL = "interval"
    DURATION = "duration"
    SET = "set"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression and what it means. `when is None`: found, but no anchor resolves it."""

    span: Span
    kind: DateKind
    when: When | None
    rule: str
    note: str = ""


# ------------------------------------------------------------------ articles


@dataclass(frozen=True, slots=True)
class Text:
    """Words that a field of an article was taken from. `span` is None where the caller gave them."""

    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Published:
    """When an article says (or shows) it was published, and how we know (`why`)."""

    when: When
    why: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """A source an article names for its own text or picture: an agency, a «المصدر» line, a link."""

    to: str
    kind: str  # agency | source_line | link | photo
    span: Span


@dataclass(frozen=True, slots=True)
class Sign:
    """Something telling about how a text was made. A reason to look, never a verdict."""

    kind: str  # machine_translation | generated | wire_copy | opinion | live_blog | listing ...
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article found on a page.

    `id` is `PAGE#n`, unique in a run. `text` is the whole page's text (shared, not copied), so
    that every span of the article indexes it. `parts` are the blocks that carry its words in
    reading order (title, dek, body, subhead, caption); `body` is the body blocks alone.
    """

    id: str
    page: str
    text: str
    role: str = "main"  # main | related
    title: Text | None = None
    outlet: str | None = None
    byline: str | None = None
    published: Published | None = None
    language: str = "ar"
    parts: tuple[Block, ...] = ()
    credits: tuple[Credit, ...] = ()
    signs: tuple[Sign, ...] = ()
    url: str | None = None

    @property
    def body(self) -> tuple[Block, ...]:
        return tuple(p for p in self.parts if p.kind is BlockKind.BODY)

    def span(self, start: int, end: int) -> Span:
        return Span(self.page, start, end)

    def words_of(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to be read, already fetched: a file, standard input, a response. `name` becomes the
    page's name (or the stem of the names of its records). `retrieved` is when they were fetched
    (UTC). `lost` says of a page that did not come how it ended, and why."""

    name: str
    data: bytes
    media_type: str | None = None
    url: str | None = None
    retrieved: dt.datetime | None = None
    lost: tuple[PageState, str] | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What a later version of a page did to an earlier one's words: `added` (no `before`),
    `omitted` (no `after`) or `changed`."""

    kind: str  # added | omitted | changed
    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Version:
    """Two readings of one address: the pages' names, and the words that changed between them."""

    address: str
    earlier: str
    later: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one page gave: the page with its blocks, its articles, and what was lost."""

    page: Page
    articles: tuple[Article, ...] = ()
    failures: tuple[Failure, ...] = ()


# ------------------------------------------------------------------ actors


class MentionType(StrEnum):
    """The four kinds of named thing."""

    PER = "PER"
    ORG = "ORG"
    GPE = "GPE"
    LOC = "LOC"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in its page, without title or attached «و ف ب ل ك».

    `actor` is the id of whom it means: `country:XX`, `person:`, `org:`, `place:`, `group:` or
    `anon:` plus a slug; None until linked. `rule` says what found it, `why` what linked it.
    """

    span: Span
    type: MentionType
    actor: str | None = None
    rule: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An identity: every Arabic and Latin form it was met under or is known by.

    `country` is the `country:XX` it acts for, where that is known (a ministry, its minister); a
    state's own is itself.
    """

    id: str
    kind: MentionType
    ar: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    wikidata: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about two ids (articles, actors), append-only. People overrule rules for ever."""

    kind: str  # same_actor | same_story | copy_of
    a: str
    b: str
    verdict: bool
    by: str = "user"


# ------------------------------------------------------------------ statements, events, claims


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
    """Words attributed to somebody. `span` is what is claimed, without cue and speaker."""

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


# ------------------------------------------------------------------ accounts compared


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
    """One event with its direct updates: the articles that report it."""

    id: str
    title: str
    articles: tuple[str, ...]
    independent_sources: int


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a contrast: the value, who holds it (actor id or article id) and its words."""

    value: str
    holder: str | None
    spans: tuple[Span, ...]


class ContrastKind(StrEnum):
    """Why two accounts part."""

    DISPUTE = "dispute-between-parties"
    DISCREPANCY = "discrepancy-between-pages"
    PRECISION = "differing-precision"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Where accounts of one thing part: at least two positions, each with its words."""

    topic: str
    kind: ContrastKind
    positions: tuple[Position, ...]
    rule: str = ""


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
class Topic:
    """The stories of one affair, compared and told together."""

    id: str
    title: str
    stories: tuple[str, ...]
    timeline: tuple[str, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    relations: tuple[Relation, ...] = ()
    brief: tuple[BriefLine, ...] = ()


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
