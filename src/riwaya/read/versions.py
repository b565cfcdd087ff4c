"""Pages read more than once: duplicates, other forms of an address, later versions of a text.

`settle` sees all readings of a run. Readings of one address (`addresses.canonical_address`) give one
article, or it would be told twice:

* the same words again are a duplicate, as is a page given twice by the same name;
* a feed's own text gives way to the page, where that came and tells as much;
* an AMP, mobile or print form gives way to the longest;
* words that changed are a later version: the latest gives the article, `Version` tells the changes.

Texts that have little in common are left as they are, whatever their addresses say: sites put the
address of their front page on all pages. Articles given by different names and addresses are never
joined here: who copied whom is the business of the stories.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from urllib.parse import urlsplit

from riwaya.model import Edit, Page, PageState, Reading, Span, Version
from riwaya.read.addresses import canonical_address, form_of_address
from riwaya.read.feed import MEDIA
from riwaya.read.renamed import renamed
from riwaya.text import fold, tokenise

# Two reports of different things share a fifth to a third of their words, two versions of one text
# nearly all.
_ALIKE = 0.5
# Words on both sides of a changed stretch, multiplied, beyond which it is told as a whole.
_MOST_COMPARED = 1_000_000
# More readings of one address than this: a site that puts one address on all its pages.
_MOST_READINGS = 300
_FEEDS = frozenset(MEDIA.values())
RECORD = "application/json"  # the media type of a page that is a record of JSON Lines


@dataclass
class _Read:
    """A reading with what settling asks of it."""

    reading: Reading
    order: int

    @property
    def page(self) -> Page:
        return self.reading.page

    @cached_property
    def blocks(self) -> list[list[tuple[str, int, int]]]:
        """The words of its articles, block by block: folded, with their places."""
        text = self.page.text
        parts = (p for a in self.reading.articles for p in a.parts)
        return [[(t.text, t.start, t.end) for t in tokenise(fold(text[p.start : p.end], base=p.start))] for p in parts]

    @cached_property
    def words(self) -> list[str]:
        return [w for block in self.blocks for w, _, _ in block]

    @cached_property
    def bag(self) -> Counter[str]:
        return Counter(self.words)

    @property
    def time(self) -> tuple[dt.datetime, int]:
        """When it was retrieved; readings that do not know come in their order, before all others."""
        return self.page.retrieved or dt.datetime.min.replace(tzinfo=dt.UTC), self.order

    @property
    def form(self) -> tuple[str, bool]:
        """What only its own later versions have in common with it."""
        return form_of_address(self.page.url or ""), self.from_feed

    @property
    def from_feed(self) -> bool:
        return self.page.media_type in _FEEDS

    def alike(self, other: _Read) -> bool:
        """Whether both are readings of one text."""
        common = (self.bag & other.bag).total()
        return 2 * common >= _ALIKE * (len(self.words) + len(other.words))

    def within(self, other: _Read) -> bool:
        """Whether most of its words are the other's."""
        return (self.bag & other.bag).total() >= 0.8 * len(self.words)

    def forget(self) -> None:
        """Let go of its words, many times larger than its text: its address is settled."""
        for name in ("blocks", "words", "bag"):
            self.__dict__.pop(name, None)

    def end(self, reason: str) -> None:
        """It gives no article of its own."""
        page = replace(self.page, state=PageState.DUPLICATE, reason=reason)
        self.reading = Reading(page)


def settle(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], tuple[Version, ...]]:
    """The readings, one article for each text of an address, and the versions found among them."""
    reads = [_Read(r, n) for n, r in enumerate(readings)]
    _same_names(reads)
    groups: dict[str, list[_Read]] = defaultdict(list)
    for read in reads:
        key = _key(read.page)
        if key is not None:
            groups[key].append(read)
    versions: list[Version] = []
    taken = {r.page.name for r in reads}
    for address, group in groups.items():
        if 1 < len(group) <= _MOST_READINGS:
            versions += _settle_address(address, group, taken)
        for read in group:
            read.forget()
    return tuple(r.reading for r in reads), tuple(versions)


def revised(earlier: Reading, later: Reading) -> Version | None:
    """The later of two readings as a version of the earlier: where their caller says that they are one document, which
    no address tells. None where their texts have little in common."""
    before, after = _Read(earlier, 0), _Read(later, 1)
    if not before.alike(after):
        return None
    address = earlier.page.url or earlier.page.name
    return Version(address, earlier.page.name, later.page.name, _edits(before, after))


def _key(page: Page) -> str | None:
    """What the addresses of one document have in common. A front page is no document.

    A JSON record has none: its caller named it, counts on finding it again by that id, and said that it
    is an article. Where two records carry one text, the stories say so.
    """
    if page.url is None or page.media_type == RECORD:
        return None
    address = canonical_address(page.url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme and (parts.path.strip("/") or parts.query or parts.fragment) else None


def _same_names(reads: Sequence[_Read]) -> None:
    """A page given twice is a duplicate; two pages of one name are told apart."""
    known: dict[str, _Read] = {}
    names = {r.page.name for r in reads}
    for read in reads:
        name = read.page.name
        first = known.setdefault(name, read)
        if first is read:
            continue
        if first.page.text == read.page.text and first.page.text:
            read.end("the same page was given twice")
        new = next(f"{name}~{n}" for n in range(2, len(reads) + 2) if f"{name}~{n}" not in names)
        names.add(new)
        read.reading = renamed(read.reading, new)


def _settle_address(address: str, group: list[_Read], taken: set[str]) -> list[Version]:
    told = [r for r in group if r.reading.articles]
    pages = [r for r in told if not r.from_feed]
    for entry in (r for r in group if r.from_feed):
        page = max((p for p in pages if _covers(p, entry)), key=lambda p: len(p.words), default=None)
        if page is not None:
            entry.end(f"the page itself was read: {page.page.name}")
        for teaser in (p for p in pages if page is None and p.within(entry) and p.reading.articles):
            teaser.end(f"the feed tells more of it: {entry.page.name}")
    forms: dict[tuple[str, bool], list[_Read]] = defaultdict(list)
    for read in sorted((r for r in told if r.reading.articles), key=lambda r: r.time):
        forms[read.form].append(read)
    versions: list[Version] = []
    latest: list[_Read] = []
    for form in forms.values():
        found, kept = _settle_form(address, form, taken)
        versions += found
        latest += kept
    latest.sort(key=lambda r: (-len(r.words), r.form[0] != address, r.order))
    for n, read in enumerate(latest):
        longer = next((o for o in latest[:n] if o.reading.articles and read.within(o)), None)
        if longer is not None:
            read.end(f"another form of the address of {longer.page.name}")
    return versions


def _covers(page: _Read, entry: _Read) -> bool:
    """Whether a page makes a feed's entry needless: it tells as much of the same, or the entry nothing."""
    if not entry.reading.articles:
        return True
    return 2 * len(page.words) >= len(entry.words) and (page.alike(entry) or entry.within(page))


def _settle_form(address: str, form: Sequence[_Read], taken: set[str]) -> tuple[list[Version], list[_Read]]:
    """Readings of one form of an address, the earliest first: what changed, and those still told."""
    versions: list[Version] = []
    kept: list[_Read] = []
    for read in form:
        last = next((k for k in reversed(kept) if k.alike(read)), None)
        if last is None:
            kept.append(read)
        elif last.words == read.words:
            read.end(f"the same text as {last.page.name}")
        else:
            _name_by_time(read, taken)
            versions.append(Version(address, last.page.name, read.page.name, _edits(last, read)))
            last.end(f"an earlier version of {read.page.name}")
            kept[kept.index(last)] = read
    return versions, kept


def _name_by_time(read: _Read, taken: set[str]) -> None:
    """A later version is named by its address and time, where its time is known."""
    page = read.page
    if page.retrieved is None or page.url is None:
        return
    name = f"{page.url}@{page.retrieved.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    if name not in taken:
        taken.add(name)
        read.reading = renamed(read.reading, name)


# ------------------------------------------------------------------ what changed


def _edits(before: _Read, after: _Read) -> tuple[Edit, ...]:
    """The words that changed, block by block first, so that long pages are compared in little time."""
    old = [[w for w, _, _ in block] for block in before.blocks]
    new = [[w for w, _, _ in block] for block in after.blocks]
    matcher = SequenceMatcher(None, list(map(tuple, old)), list(map(tuple, new)), autojunk=False)
    edits: list[Edit] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            edits += _words_changed(before, after, (i1, i2), (j1, j2))
    return tuple(edits)


def _words_changed(before: _Read, after: _Read, old: tuple[int, int], new: tuple[int, int]) -> Iterable[Edit]:
    left = [(n, *word) for n in range(*old) for word in before.blocks[n]]
    right = [(n, *word) for n in range(*new) for word in after.blocks[n]]
    if len(left) * len(right) > _MOST_COMPARED:
        yield from _edit(before, after, left, right)
        return
    matcher = SequenceMatcher(None, [w[1] for w in left], [w[1] for w in right], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield from _edit(before, after, left[i1:i2], right[j1:j2])


_Placed = Sequence[tuple[int, str, int, int]]
"""Words with their block and their place."""


def _edit(before: _Read, after: _Read, left: _Placed, right: _Placed) -> Iterable[Edit]:
    """One changed stretch, cut where it runs from one block into the next."""
    gone, come = _spans(before, left), _spans(after, right)
    if len(gone) == 1 and len(come) == 1:
        yield Edit("changed", gone[0], come[0])
        return
    yield from (Edit("omitted", span, None) for span in gone)
    yield from (Edit("added", None, span) for span in come)


def _spans(read: _Read, words: _Placed) -> list[Span]:
    blocks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for n, _, start, end in words:
        blocks[n].append((start, end))
    return [Span(read.page.name, places[0][0], places[-1][1]) for places in blocks.values()]
