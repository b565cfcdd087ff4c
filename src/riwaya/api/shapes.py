"""What the API says and takes, as Pydantic models: at this edge and nowhere else.

Moments are ISO 8601 in UTC; days and dates of events EDTF, as pages tell them. The `riwaya/1` document has its own JSON
Schema (`riwaya.render.schema`), which the description of the API takes in.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Mark = Literal["differs", "rewritten", "moved_on", "denied", "machine_translation"]
MARKS: tuple[Mark, ...] = ("differs", "rewritten", "moved_on", "denied", "machine_translation")
Cursor = Annotated[str | None, Field(description="Ask for what comes after with `before`; null at the end.")]


class Shape(BaseModel):
    """Base: nothing is added unseen."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """An error, as RFC 9457 tells it."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[dict[str, str]] | None = None


class Name(Shape):
    """Somebody or some place: the id, the Arabic name, and the English one where it is known."""

    id: str
    name: str
    en: str | None = None


_STORY: dict[str, Any] = {
    "id": "s-id355gs4w5",
    "topic": "t-nhzq4tqhxy",
    "title": "لشبونة تستدعي السفير المغربي بعد توقيف طاقم سفينة شحن",
    "first": "2025-08-27",
    "last": "2025-08-30",
    "moment": "2025-08-30T00:00:00Z",
    "changed": "2026-11-22T04:03:32Z",
    "outlets": ["وكالة الساحل للأنباء", "أخبار المحيط 24"],
    "articles": 5,
    "independent_sources": 3,
    "place": {"id": "place:lisbon", "name": "لشبونة", "en": "Lisbon"},
    "actors": [{"id": "country:PT", "name": "البرتغال", "en": "Portugal"}],
    "marks": ["differs", "rewritten"],
    "weight": 4.5,
    "events": 29,
}


class StoryLine(Shape):
    """A story in one line. `first` and `last` are publications as pages tell them, `moment` the latest in UTC."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_STORY]})

    id: str
    topic: str
    title: str
    first: str | None
    last: str | None
    moment: str = Field(description="Of the latest article, in UTC; empty where no page tells one.")
    changed: str = Field(description="When the store last changed it, in UTC.")
    outlets: list[str]
    articles: int
    independent_sources: int
    place: Name | None
    actors: list[Name]
    marks: list[Mark]
    weight: float
    events: int


class TopicLine(StoryLine):
    """A topic in one line, and its stories, in time; in a list the weightiest twelve, of which outlets, actors, marks
    and events are then told."""

    stories: list[StoryLine]
    stories_in_all: int


class Stories(Shape):
    """A page of stories."""

    items: list[StoryLine]
    next: Cursor


class Topics(Shape):
    """A page of topics."""

    items: list[TopicLine]
    next: Cursor


class Place(Shape):
    """Where a place lies, in degrees, north and east positive; an `area`'s middle is known only roughly."""

    id: str
    lat: float
    lon: float
    area: bool


class Note(Shape):
    """What somebody wrote about a story, a topic, an actor or an article."""

    n: int
    on: str = Field(examples=["story:s-id355gs4w5"])
    text: str
    who: str
    when: str


class Settled(Shape):
    """A contrast that somebody looked into: its id, and what came of it."""

    contrast: str
    n: int
    who: str
    when: str


class ActorLine(Shape):
    """An actor in one line, with the numbers of articles that name it and of the stories these are in."""

    id: str
    name: str
    en: str | None
    kind: str
    country: str | None
    articles: int
    stories: int


class Actors(Shape):
    """A page of actors."""

    items: list[ActorLine]
    next: Cursor


class Speaker(Shape):
    """Who says something: the id where it is known, and the words that name them."""

    id: str | None
    name: str
    en: str | None
    words: str | None


class Found(Shape):
    """Something found in an article: its words and where they stand. Offsets are code points into the page's text."""

    id: str
    article: str
    page: str
    start: int
    end: int
    words: str
    outlet: str | None
    title: str
    published: str | None
    moment: str
    url: str | None
    story: str | None
    topic: str | None


class StatementRow(Found):
    """A statement: what somebody says, and how; `jointly` those who say it together with the speaker."""

    mode: Literal["direct", "indirect", "mixed"]
    polarity: Literal["asserts", "accuses", "demands", "threatens", "promises", "denies", "doubts"]
    hedge: str | None
    speaker: Speaker | None
    jointly: list[Speaker] = []
    via: list[Name]


class Statements(Shape):
    """A page of statements."""

    items: list[StatementRow]
    next: Cursor


class QuantityRow(Shape):
    """A number of something, as an event's words give it."""

    what: str
    value: float
    bound: str
    unit: str | None


class EventRow(Found):
    """An event as one article tells it. `type` is PLOVER's; `intensity` goes from -10 (conflict) to +10."""

    type: str
    mode: str | None
    quad: str | None
    intensity: float | None
    status: Literal["happened", "denied", "planned", "alleged"]
    confidence: float
    actor: list[Name]
    recipient: list[Name]
    date: str | None
    place: Name | None
    quantities: list[QuantityRow]
    reported_by: list[Name]
    trigger: list[int]


class Events(Shape):
    """A page of events."""

    items: list[EventRow]
    next: Cursor


class Spelling(Shape):
    """How pages write a name, and how often."""

    text: str
    n: int


class Dealing(Shape):
    """With whom an actor has dealings: events told as having happened, their mean intensity, the latest date."""

    other: Name
    n: int
    score: float
    date: str | None
    types: dict[str, int]


class Names(Shape):
    """Forms of a name by language."""

    ar: list[str]
    en: list[str]


class ActorPage(Shape):
    """An actor: who it is, how it is written, what it says and does. The lists are the latest few of each."""

    id: str
    kind: str
    name: str
    en: str | None
    names: Names
    country: str | None
    wikidata: str | None
    ids: list[str] = Field(description="All ids that mean it, its own first.")
    spellings: list[Spelling]
    statements: list[StatementRow]
    events: list[EventRow]
    relations: list[Dealing]
    stories: list[StoryLine]
    notes: list[Note]


class OutletLine(Shape):
    """An outlet (null: pages that tell none). `usual_gap` are the median minutes between its latest articles; silent
    is it when far more have gone by since `last_published`."""

    outlet: str | None
    pages: dict[str, int]
    articles: int
    languages: dict[str, int]
    share_of_copies: float
    last_came: str
    last_published: str
    usual_gap: int | None


class Outlets(Shape):
    """All outlets."""

    items: list[OutletLine]


class LedgerRow(Shape):
    """How a page ended, or what failed on the way."""

    at: str
    page: str
    outlet: str | None
    state: str
    stage: str
    reason: str


class Ledger(Shape):
    """A page of the ledger, the latest first."""

    items: list[LedgerRow]
    next: Cursor


Kind = Literal["same_actor", "same_story", "copy_of", "settled"]


class JudgementRow(Shape):
    """What somebody decided. `stands`: nobody decided otherwise about this pair later, or undid it."""

    n: int
    kind: Kind
    a: str
    b: str
    verdict: bool | None = Field(description="null: an earlier decision was undone.")
    who: str
    when: str
    stands: bool


class Judgements(Shape):
    """A page of judgements, the latest first."""

    items: list[JudgementRow]
    next: Cursor


Identity = Annotated[str, Field(min_length=1, max_length=2000)]


class NewJudgement(Shape):
    """A decision about two ids: actors, stories or articles; of `settled` a topic and the id of its contrast."""

    kind: Kind
    a: Identity
    b: Identity
    verdict: bool = True


class NewNote(Shape):
    """A note to be kept."""

    on: str = Field(pattern=r"^(story|topic|actor|article):.{1,2000}$", examples=["story:s-id355gs4w5"])
    text: str = Field(min_length=1, max_length=4000)


class Notes(Shape):
    """Notes, the latest first."""

    items: list[Note]
    next: Cursor


class Numbered(Shape):
    """The number under which something was kept."""

    n: int


class Added(Shape):
    """What posting pages gave, and the stories that it touched."""

    kept: int
    repeated: int
    duplicate: int
    revised: int
    lost: int
    failures: list[dict[str, str]]
    stories: list[StoryLine]


class Session(Shape):
    """Who asks, and what they may do."""

    who: str | None
    right: Literal["read", "edit"] | None
    form_token: str = Field(description="For X-Form-Token, with what a browser sent from a form.")


class SignIn(Shape):
    """A token to sign in with."""

    token: str = Field(min_length=1, max_length=200)


class Health(Shape):
    """That the server is there. The counts are for those who may read."""

    version: str
    schema_: str = Field(alias="schema")
    articles: int | None = None
    stories: int | None = None
