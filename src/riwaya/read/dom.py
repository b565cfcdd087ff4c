"""Markup to pieces: the lines of a page's text in document order, with what the markup says of them.

The markup is read without recursion and with bounds, so that neither a deep nor a huge page can
hold up a run. Scripts, styles, buttons and hidden elements are left out. What a page says of itself
for machines (`<meta>`, its own address, JSON-LD) is gathered on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from riwaya.errors import InputError
from riwaya.read.bounds import MOST_LINES, TOO_MANY_LINES
from riwaya.read.hinted import WRITER, captions_apart, leads_to, portrait
from riwaya.read.hints import NO_HINTS
from riwaya.read.plans import BOX, COPY, NOTE, OPEN, SKIP, Plan, jobs, plan_of
from riwaya.read.printed import headlines_in, join_columns, parted
from riwaya.read.state import Scripts
from riwaya.read.tags import attributes, behind, behind_comment, chunks_of, raw, unescape, whole
from riwaya.text import fold_word

_MOST_TAGS = 600_000
_DEEPEST = 200
_EDGES = " \ufeff\u200b\u200c\u200e\u200f\u061c"
_UNSEEN = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad]+")  # marks that nobody sees
# What parts paragraphs in text that is laid out: blank lines, and lines of dashes.
_BLANK = re.compile(r"\n(?:[^\S\n]*(?:[-=_*]{5,}[^\S\n]*)?\n)+")
_HEADINGS = frozenset({"h1", "h2"})
_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption"})
_LOGOS = 20  # names of a page's logos that are looked at: its own stands first
_TOPS = 3  # pictures at a page's top that may be its sign, and pieces above the last of them
_MOST_HOMES = 12  # links to the site's front page, and boxes named for its sign, that are looked at
_SIGN_PIECES = 3  # lines of such a link or box
_MOST_SHOWN = 200  # pictures whose words are kept
_SHOWN = re.compile(r'(?<![\w-])alt="([^"]{12,300})"')
_MOST_MOMENTS = 40  # times in attributes: an article's own stands first
# An address that is a site's front page: none but a host, or what servers and languages call the first page.
_HOME = re.compile(
    r'href="(?P<host>(?:https?:)?//[^/"?#]++)?(?(host)/?|(?:\.{0,2}/)?)(?:(?:index|default|home|main)(?:\.\w+)?|ar)?/?(?:\?lang=\w+)?"'
)
_DATED = re.compile(r'href="([^"]*/20\d\d[/-][^"]*)"')
_MOST_DATED = 200
_NOWHERE = ('href=""', 'href="?lang')
_FEEDS = ("rss+xml", "atom+xml", "opensearch")
_MOMENT = re.compile(
    r"(?<![\w-])(?:data-(?:[a-z]+-)?(?:time|timestamp|date|datetime|published|pubdate|utime|livestamp)|datetime|title)"
    r'="([^"]{8,40})"'
)


@dataclass(slots=True, eq=False)
class Element:
    """An element that holds the pieces `first:last` of a page. `hints` are the words of its tag,
    classes, id and role that mean something; `make` is its first class name."""

    number: int
    tag: str
    parent: Element | None
    hints: frozenset[str] = NO_HINTS
    body_mark: bool = False
    time: str | None = None
    depth: int = 0
    first: int = 0
    last: int = 0
    make: str = ""
    rank: str = ""  # its tag, or the heading that it is by its role: `role="heading" aria-level="1"` is «h1»

    def line(self) -> Iterator[Element]:
        """The element and those around it, innermost first."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent


@dataclass(slots=True, eq=False)
class Piece:
    """A line of text: its words, how many of its characters are links, its element, its number.
    `led`: it begins with a link; `leads`: the links in it."""

    text: str
    linked: int
    element: Element
    number: int
    led: bool = False
    leads: int = 0
    _key: str | None = None
    link_share: float = field(init=False)  # the share of its characters that are links
    worth: float | None = field(init=False, default=None)  # as running text, once `worth` has weighed it

    def __post_init__(self) -> None:
        self.link_share = min(1.0, self.linked / max(1, len(self.text))) if self.linked else 0.0

    @property
    def key(self) -> str:
        """Its words folded, which is done once."""
        if self._key is None:
            self._key = fold_word(self.text)
        return self._key

    def within(self, element: Element) -> bool:
        """Whether it stands in `element`."""
        return element.first <= self.number < element.last

    def near(self, levels: int) -> Iterator[Element]:
        """Its element and those next around it, so many in all."""
        return islice(self.element.line(), levels)


@dataclass(frozen=True, slots=True)
class Home:
    """A link to a front page: to `host` (None: that of the page), what it is called, the pieces above it."""

    host: str | None
    names: tuple[str, ...]
    above: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in an attribute: its value, the element in which it stands, the pieces above it."""

    value: str
    element: Element
    above: int


@dataclass(slots=True)
class Contents:
    """What a page's markup holds: its pieces, and what it says for machines."""

    pieces: list[Piece] = field(default_factory=list)
    metas: list[dict[str, str]] = field(default_factory=list)
    canonical: str | None = None
    data: list[str] = field(default_factory=list)  # scripts of JSON-LD
    scripts: Scripts = field(default_factory=Scripts)  # the others
    microdata: bool = False
    portraits: list[str] = field(default_factory=list)  # of whom the page says that a picture shows its writer
    logos: list[tuple[str, int]] = field(default_factory=list)  # of its logos: what they are called, the pieces above
    homes: list[Home] = field(default_factory=list)  # its links to a front page
    brands: list[Element] = field(default_factory=list)  # its boxes that are named for its sign
    feeds: list[str] = field(default_factory=list)  # what it calls its feeds, and the search in it
    tops: list[tuple[str, int]] = field(default_factory=list)  # what pictures at its very top show, the pieces above
    shown: list[str] = field(default_factory=list)  # what its pictures say of themselves
    moments: list[Moment] = field(default_factory=list)  # times in attributes
    writers: list[tuple[str, int]] = field(default_factory=list)  # links to pages about writers: words, pieces above
    sources: list[tuple[str, int]] = field(default_factory=list)  # links to pages about sources
    dated: list[tuple[str, int]] = field(default_factory=list)  # links to addresses with a year in them, pieces above


def contents_of(markup: str) -> Contents:
    """What well-formed `markup`, as the parser writes it, holds. Raises `InputError` where it is too much."""
    if markup.count("<") > 2 * _MOST_TAGS:
        raise InputError(f"more than {_MOST_TAGS:,} elements of markup: not a page of news")
    contents = _Walk().read(captions_apart(markup))
    join_columns(contents)
    contents.microdata = "itemprop=" in markup
    return contents


@dataclass(slots=True)
class _Opened:
    """A link to a front page that has not ended: its host, names in its attributes, the pieces above it, the
    words of its line before it."""

    host: str | None
    names: list[str]
    above: int
    words: int


class _Walk:
    """A walk along the tags of a page."""

    def __init__(self) -> None:
        self.contents = Contents()
        self.pieces = self.contents.pieces
        self.words: list[str] = []  # of the line that is being read
        self.linked = 0
        self.links = 0
        self.opened, self.counted = 0, 0  # links so far; the one whose words were counted last
        self.leads = 0
        self.element = Element(0, "body", None)
        self.number = 0
        self.led = False
        self.laid = -1  # the last element whose lines are set as print had them: they end where a column does
        self.logo = -1  # pieces above the last thing that is named for a logo
        self.titles: tuple[str, ...] = ()  # what the page's head calls it
        self.home: _Opened | None = None  # the link to a front page that is open
        self.writer: _Opened | None = None  # the link to a writer's page that is open
        self.beyond = 0  # open elements deeper than any page made by people: taken for the one around them

    def read(self, markup: str) -> Contents:
        """Walk to the end."""
        root, chunks, line, begins_or_ends = self.element, chunks_of(markup), self.words, jobs()
        beside = False  # an element stands just before, at the same level
        for chunk in chunks:
            first = chunk[:1]
            if first == "/":
                tag, closed, words = chunk.partition(">")
                if not closed:
                    tag, _, words = whole(chunk, chunks).partition(">")
                if tag in begins_or_ends or "-" in tag:
                    self._end(tag[1:])
                beside = True
            elif first in ("!", "?"):
                words = behind_comment(chunk, chunks)
                beside = False
            else:
                words, beside = self._begin(chunk, chunks, beside)
            if words:
                beside = False
                if not words.isspace():
                    self._add(words)
                elif line:
                    line.append(" ")
        self._flush()
        root.last = len(self.pieces)
        return self.contents

    def _begin(self, chunk: str, chunks: Iterator[str], beside: bool) -> tuple[str, bool]:
        """An element begins: the words behind its tag (behind its end, if it is left out), and
        whether it stands beside them."""
        head, closed, words = chunk.partition(">")
        if not closed:
            head, _, words = whole(chunk, chunks).partition(">")
        plan = plan_of(head)
        tag, attrs, job = plan.tag, plan.attrs, plan.job
        if job is OPEN or (job is BOX and not self.words and self.element.tag not in _LINES):
            if tag == "br" and self.element.number == self.laid:
                self.words.append(" ")
                return words, True
            if self.words:
                self._flush()
            if plan.void:
                return words, True
            self._open(plan)
            return words, False
        if job is SKIP:
            return self._skip(tag, attrs, words, chunks), True
        if plan.plain:
            if beside and self.words:
                self.words.append(" ")
            return words, plan.void
        if job is COPY:
            content, words = raw(tag, words, chunks)
            self._add(" " if beside else "")
            self._add(content.replace("&", "&amp;"))
            return words, True
        if beside and self.words:
            self.words.append(" ")  # boxes in a row: only their style parts their words
        if "logo" in attrs or "Logo" in attrs or "LOGO" in attrs:
            self._logo(attributes(attrs))
        if tag in ("img", "amp-img") and "alt=" in attrs:
            self._picture(attrs)
        if tag == "a":
            self.links += 1
            self.opened += 1
            if "/20" in attrs and len(self.contents.dated) < _MOST_DATED and (m := _DATED.search(attrs)) is not None:
                self.contents.dated.append((unescape(m[1]), len(self.pieces)))
            if len(self.contents.homes) < _MOST_HOMES and (m := _HOME.search(attrs)) is not None:
                self._home(m, attrs)
            elif len(self.contents.writers) < _MOST_HOMES and (whom := leads_to(attrs)):
                self.writer = _Opened(whom, [], len(self.pieces), len(self.words))
        elif job is NOTE:
            self._note(tag, attrs, "")
        elif "data-" in attrs or "title=" in attrs:
            self._moment(attrs)
        return words, plan.void

    def _picture(self, attrs: str) -> None:
        """A picture that is described."""
        if (m := portrait().search(attrs)) is not None:
            self.contents.portraits.append(unescape(m[1]).strip())
        if self.home is not None:
            self.home.names.append(attributes(attrs).get("alt", ""))
            return
        if len(self.contents.shown) < _MOST_SHOWN and (m := _SHOWN.search(attrs)) is not None:
            self.contents.shown.append(" ".join(unescape(m[1]).split()).rstrip(". "))
        if len(self.contents.tops) < _TOPS and len(self.pieces) < _TOPS:
            sign = bool(self.contents.brands) and self.contents.brands[-1] is self.element
            found = self.contents.logos if sign else self.contents.tops
            found.append((attributes(attrs).get("alt", "").strip(), len(self.pieces)))

    def _home(self, found: re.Match[str], attrs: str) -> None:
        """A link to a front page begins."""
        if not found[0].startswith(_NOWHERE):
            named = attributes(attrs)
            names = [w for key in ("title", "aria-label") if (w := named.get(key, ""))]
            self.home = _Opened(found["host"], names, len(self.pieces), len(self.words))

    def _leave_home(self, home: _Opened) -> None:
        """The link to a front page ends."""
        pieces = self.pieces[home.above :]
        words = "".join(self.words[home.words :] if not pieces else self.words)
        names = [*(p.text for p in pieces), " ".join(unescape(words).split()), *home.names]
        if len(pieces) <= _SIGN_PIECES and any(names):
            host = home.host.rpartition("/")[2] if home.host else None
            self.contents.homes.append(Home(host, tuple(filter(None, names)), home.above))
        self.home = None

    def _leave_writer(self, link: _Opened) -> None:
        """The link to a writer's or a source's page ends."""
        pieces = self.pieces[link.above :]
        words = "".join(self.words[link.words :] if not pieces else self.words)
        names = [p.text for p in pieces] + [w for w in [" ".join(unescape(words).split())] if w]
        if len(names) == 1:
            found = self.contents.writers if link.host == WRITER else self.contents.sources
            found.append((names[0], link.above))
        self.writer = None

    def _moment(self, attrs: str) -> None:
        """A tag whose attributes may hold a time."""
        found = _MOMENT.search(attrs) if len(self.contents.moments) < _MOST_MOMENTS else None
        if found is not None and any(c.isdigit() for c in found[1]):
            self.contents.moments.append(Moment(unescape(found[1]), self.element, len(self.pieces)))

    def _logo(self, named: dict[str, str]) -> None:
        """A picture or a link that is named for the site's sign."""
        self.logo = len(self.pieces)
        if len(self.contents.logos) < _LOGOS:
            told = (named.get(key, "").strip() for key in ("alt", "title", "aria-label"))
            self.contents.logos += [(name, self.logo) for name in told if name]

    def _end(self, tag: str) -> None:
        """An element ends that began a line, or a link, or the page's head."""
        if tag == "a":
            self.links = max(0, self.links - 1)
            if self.home is not None:
                self._leave_home(self.home)
            if self.writer is not None:
                self._leave_writer(self.writer)
        elif tag == "head":
            self.titles = headlines_in("".join(self.words), self.contents.metas)
            self.words.clear()
        elif self.beyond:
            self._flush()
            self.beyond -= 1
        elif tag == self.element.tag:
            element = self.element
            if element.parent is not None:
                if self.words:
                    self._flush()
                element.last = len(self.pieces)
                self.element = element.parent

    def _open(self, plan: Plan) -> None:
        around = self.element
        if around.depth >= _DEEPEST:
            self.beyond += 1
            return
        self.number += 1
        if plan.laid:
            self.laid = self.number
        first = len(self.pieces)
        self.element = Element(
            self.number,
            plan.tag,
            around,
            plan.hints,
            plan.mark,
            plan.time,
            around.depth + 1,
            first,
            first,
            plan.make,
            plan.rank,
        )
        if plan.timed:
            self._moment(plan.attrs)
        if plan.brand and len(self.contents.brands) < _MOST_HOMES:
            self.contents.brands.append(self.element)

    def _skip(self, tag: str, attrs: str, words: str, chunks: Iterator[str]) -> str:
        if tag == "script":
            content, words = raw(tag, words, chunks)
            self._note(tag, attrs, content)
            return words
        told: list[tuple[str, str]] = []
        words = behind(tag, words, chunks, told)
        for head, content in told if tag != "template" else ():
            name, _, written = head.partition(" ")
            if name == "title":  # of a drawing: the site's name, where that is its sign
                self.contents.logos += [(content.strip(), self.logo)] if self.logo == len(self.pieces) else []
                self.home.names.append(content.strip()) if self.home is not None else None
                continue
            self._note(name, written, content)
        return words

    def _note(self, tag: str, attrs: str, content: str) -> None:
        """What the page says for machines."""
        if tag == "meta":
            self.contents.metas.append(attributes(attrs))
        elif tag == "link":
            self._link(attrs)
        elif tag == "script":
            kind = attributes(attrs).get("type", "") if "type=" in attrs else ""
            if kind == "application/ld+json":
                self.contents.data.append(content)
            elif content and "ld+json" not in kind.lower():
                self.contents.scripts.add(kind.lower(), content)

    def _link(self, attrs: str) -> None:
        if self.contents.canonical is None and "canonical" in attrs:
            link = attributes(attrs)
            self.contents.canonical = link.get("href") if link.get("rel") == "canonical" else None
        elif "title=" in attrs and any(kind in attrs for kind in _FEEDS):
            self.contents.feeds.append(attributes(attrs).get("title", ""))

    def _add(self, words: str) -> None:
        if self.links:
            self.led = self.led or (not self.linked and not "".join(self.words).strip())
            self.linked += len(" ".join(unescape(words).split()))
            if self.opened != self.counted and not words.isspace():
                self.counted = self.opened
                self.leads += 1
        self.words.append(words)

    def _flush(self) -> None:
        """The line ends."""
        if self.words:
            words = self.words[0] if len(self.words) == 1 else "".join(self.words)
            if self.element.tag == "pre":
                for part in _BLANK.split(words):
                    self._put(part)
            else:
                self._put(words)
            self.words.clear()
            self.linked, self.led, self.leads = 0, False, 0

    def _put(self, words: str) -> None:
        """A line of the text, if it holds a word."""
        text = " ".join(unescape(words).split())
        if not text.isprintable():
            text = _UNSEEN.sub("", text)
        text = text.strip(_EDGES)
        if text:
            pieces = self.pieces
            if len(pieces) >= MOST_LINES:
                raise InputError(TOO_MANY_LINES)
            parts = parted(text, self.titles) if self.titles and self.element.tag in _HEADINGS else (text,)
            for part in parts:
                pieces.append(Piece(part, self.linked, self.element, len(pieces), self.led, self.leads))
