"""Articles as read: their parts, their credits and signs, their sources, readings and versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO

from riwaya.model.pages import Block, BlockKind, Failure, Page, PageState, Span
from riwaya.model.time import When


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
    (UTC). `lost` says of a page that did not come how it ended, and why.

    What is too large to be held is read from `file`, an open file that can be sought in; `data` is
    then its beginning. Whoever opened it closes it."""

    name: str
    data: bytes
    media_type: str | None = None
    url: str | None = None
    retrieved: dt.datetime | None = None
    lost: tuple[PageState, str] | None = None
    file: BinaryIO | None = None


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
