"""Who took their words from whom, and what became of the words: each debt of an article, sentence by sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from riwaya.present.marks import Mark, differing, mark_ranges
from riwaya.reader.document import Index, Place, Row
from riwaya.reader.story import CHANGE_ORDER
from riwaya.reader.text import one_line


@dataclass(frozen=True, slots=True)
class Change:
    """What a derived sentence did to its source; the words before and after, where there are any."""

    what: str
    kind: str
    before: str = ""
    after: str = ""
    source: tuple[int, int] | None = None
    derived: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and what became of it. `source` is None where the original is not among the pages."""

    source: Place | None
    derived: Place | None
    changed: tuple[Change, ...]

    def marked(self, relation: str) -> tuple[list[Mark], list[Mark]]:
        """Both sentences with what was changed marked; where nothing is told and the texts are near copies, the words
        that differ: in a rewrite nearly all do, and such marks would say nothing."""
        a, b = self.source, self.derived
        if a is None or b is None:
            return ([Mark(a.words)] if a else []), ([Mark(b.words)] if b else [])
        if not self.changed and relation in {"copy", "edited_copy"}:
            return differing(a.words, b.words)
        left = [(c.source[0] - a.start, c.source[1] - a.start, c.kind, c.what) for c in self.changed if c.source]
        right = [(c.derived[0] - b.start, c.derived[1] - b.start, c.kind, c.what) for c in self.changed if c.derived]
        return mark_ranges(a.words, left), mark_ranges(b.words, right)


@dataclass(frozen=True, slots=True)
class Lineage:
    """One article's debt to another. `counts`: how many changes of each kind, the gravest first; `told`: each change
    once, with how often it was made."""

    source: str
    derived: str
    external: bool
    relation: str
    why: str
    href: str
    derived_id: str
    source_id: str
    counts: tuple[tuple[str, int], ...]
    told: tuple[tuple[Change, int], ...]
    pairs: tuple[Pair, ...]


def lineages(index: Index) -> tuple[Lineage, ...]:
    """All debts of the topic's articles, those that changed most first."""
    told = {a["id"] for a in index.told_articles()}
    rows = [
        row
        for row in index.document["derivations"]
        if any(isinstance(e, str) and e in told for e in (row["from"], row["to"]))
    ]
    found = [_lineage(index, row) for row in rows]
    return tuple(sorted(found, key=lambda x: (-sum(n for _, n in x.counts), x.external)))


def _lineage(index: Index, row: Row) -> Lineage:
    (source, source_page, source_id), (derived, derived_page, derived_id) = (
        _end(index, row["from"]),
        _end(index, row["to"]),
    )
    pairs = tuple(_pair(index, p, source_page, derived_page) for p in row["pairs"])
    counts = Counter(c.kind for p in pairs for c in p.changed)
    href = f"/topic/{index.topic}/copy?" + urlencode(
        {k: v.encode("utf-8", "replace").decode() for k, v in (("source", source_id), ("derived", derived_id))}
    )
    return Lineage(
        source=source,
        derived=derived,
        external=not isinstance(row["from"], str),
        relation=row["relation"],
        why=one_line(row["why"]),
        href=href if pairs else "",
        derived_id=derived_id,
        source_id=source_id,
        counts=tuple((kind, counts[kind]) for kind in CHANGE_ORDER if counts[kind]),
        told=_told(pairs),
        pairs=pairs,
    )


def _end(index: Index, end: str | Row) -> tuple[str, str | None, str]:
    if not isinstance(end, str):
        return one_line(end["external"]), None, ""
    article = index.articles.get(end)
    return index.outlet_of(end), article["page"] if article else None, end


def _pair(index: Index, row: Row, source_page: str | None, derived_page: str | None) -> Pair:
    def place(page: str | None, pair: list[int] | None) -> Place | None:
        return index.cite({"page": page, "start": pair[0], "end": pair[1]}) if page and pair else None

    def words(page: str | None, pair: list[int] | None) -> str:
        return one_line(index.words(page, *pair)) if page and pair else ""

    changed = tuple(
        Change(
            what=index.say.label("changed", one_line(c["what"])),
            kind=c["kind"],
            before=words(source_page, source),
            after=words(derived_page, c["to"]),
            source=(source[0], source[1]) if source else None,
            derived=(c["to"][0], c["to"][1]) if c["to"] else None,
        )
        for c, source in ((c, index.with_named(c, source_page)) for c in row["changed"])
    )
    return Pair(place(source_page, row["from"]), place(derived_page, row["to"]), changed)


def _told(pairs: Iterable[Pair]) -> tuple[tuple[Change, int], ...]:
    found: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for pair in pairs:
        for c in pair.changed:
            found[c.kind, c.what, c.before, c.after].append(c)
    told = [(same[0], len(same)) for same in found.values()]
    return tuple(sorted(told, key=lambda t: CHANGE_ORDER.index(t[0].kind) if t[0].kind in CHANGE_ORDER else 9))
