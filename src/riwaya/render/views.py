"""What each part of the told story shows, before any format: values picked from the document and put in order.

Takes an `Index`; gives small frozen values that the HTML, Markdown and terminal renderers share, so that all
three say the same. Nothing is phrased here beyond labels of the catalogue, and no word of a page is changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from riwaya.present.lines import undated
from riwaya.present.shown import clip
from riwaya.render.differences import Difference, differences
from riwaya.render.happenings import Happening, happenings
from riwaya.render.index import Evidence, Index, Row, blank_controls
from riwaya.render.weighing import ENOUGH, Month, limits, months, threads

_CHANGE_ORDER = ("contradicted", "added", "omitted", "vague")
_TITLE_LENGTH = 90  # of a first line that stands for a missing title
_AS_IS = "as_is"  # a line that the brief did not choose: the page's own opening
_MOST_OPENINGS = 3
_SENTENCE = re.compile(r".+?(?:[.!?؟…]+(?=\s|$)|(?=\n)|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the brief. `verbatim`: the line is, word for word, a stretch of its first page. `reworded`: a language
    model's wordings of it, checked, each with `rephrased` or `translated` and the model's name. `thread`: the story
    that begins with this line, where a topic has several. `apart` marks a line without a day below another day
    (`present.lines`)."""

    text: str
    date: str | None
    evidence: tuple[Evidence, ...]
    independent_sources: int
    warning: str | None
    verbatim: bool
    outlets: tuple[str, ...]
    reworded: tuple[tuple[str, str, str], ...] = ()
    thread: str = ""
    apart: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a derived sentence did to its source; ranges are offsets into the two pages, with their words."""

    what: str
    kind: str
    source: tuple[int, int] | None
    derived: tuple[int, int] | None
    source_words: str = ""
    derived_words: str = ""


@dataclass(frozen=True, slots=True)
class PairView:
    """A sentence and what became of it. `source` is None where the original is not among the pages."""

    source: Evidence | None
    derived: Evidence | None
    changed: tuple[ChangeView, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(e for e in (self.source, self.derived) if e)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change with how often one article made it, and the sentences in which it did."""

    change: ChangeView
    times: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """One article's debt to another. `counts`: how many changes of each kind, the gravest first."""

    source: str
    derived: str
    source_page: str | None
    derived_page: str | None
    external: bool
    relation: str
    why: str
    counts: tuple[tuple[str, int], ...]
    pairs: tuple[PairView, ...]

    @property
    def told(self) -> tuple[ToldChange, ...]:
        """Its changes, each said once however many sentences repeat it, the gravest first."""
        found: dict[tuple[str, ...], list[tuple[ChangeView, PairView]]] = defaultdict(list)
        for pair in self.pairs:
            for c in pair.changed:
                found[c.kind, c.what, c.source_words, c.derived_words].append((c, pair))
        told = [
            ToldChange(same[0][0], len(same), tuple(dict.fromkeys(e for _, p in same for e in p.evidence)))
            for same in found.values()
        ]
        return tuple(sorted(told, key=lambda t: _rank(_CHANGE_ORDER, t.change.kind)))


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: the words claimed, how they are claimed, and through whom. `evidence` is the first of its `places`,
    which all have the same words; `article` names their outlets."""

    id: str
    evidence: Evidence
    places: tuple[Evidence, ...]
    polarity: str
    mode: str
    hedge: str | None
    via: tuple[str, ...]
    cue: str
    article: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker with all that they say in a topic; the name is empty where nobody is named."""

    name: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two parties, all dates together: the mean score of the days, those days, the number of events, the months."""

    a: str
    b: str
    score: float
    days: tuple[tuple[str | None, float], ...]
    evidence: tuple[Evidence, ...]
    n: int = 0
    months: tuple[Month, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether enough events bear it out to draw it, or to give it a figure."""
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class Agreement:
    """Lines of the brief by who tells them, and what retellings left out: (outlet, words) with the words' place."""

    by_all: tuple[Line, ...]
    by_several: tuple[Line, ...]
    by_one: tuple[Line, ...]
    dropped: tuple[tuple[str, ToldChange], ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """All that is shown of one topic."""

    id: str
    title: str
    articles: int
    sources: int
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    lineages: tuple[Lineage, ...]
    happenings: tuple[Happening, ...]
    ties: tuple[Tie, ...]
    speakers: tuple[Speaker, ...]
    limits: tuple[str, ...] = ()

    @property
    def agreement(self) -> Agreement | None:
        """Who tells what; None where there is one source and nothing was retold."""
        dropped = tuple(
            (x.derived, told) for x in self.lineages for told in x.told if told.change.kind == "omitted" and x.pairs
        )
        if self.sources < 2 and not dropped:
            return None
        several = [x for x in self.lines if x.independent_sources > 1]
        by_all = tuple(x for x in several if x.independent_sources >= self.sources)
        by_one = tuple(x for x in self.lines if x.independent_sources == 1) if self.sources > 1 else ()
        return Agreement(by_all, tuple(x for x in several if x not in by_all), by_one, dropped)

    @property
    def compact(self) -> bool:
        """One article and nothing to compare: told in a few lines."""
        return self.articles <= 1 and not self.differences and not self.lineages


def topic_view(index: Index, topic: Row) -> TopicView:
    """All that is shown of one topic. A topic whose brief is empty is told by how its pages open."""
    articles = index.topic_articles(topic)
    ids = {a["id"] for a in articles}
    title = _title(index, topic, articles)
    lines = _threaded(index, topic, title, tuple(_line(index, b) for b in topic["brief"]))
    lines = _days_marked(lines) or _openings(index, title, articles)
    sources = _independent(index, topic)
    return TopicView(
        id=topic["id"],
        title=title or clip(" ".join(lines[0].text.split()) if lines else "", _TITLE_LENGTH),
        articles=len(articles),
        sources=sources,
        lines=lines,
        differences=differences(index, topic["contrasts"]),
        lineages=_lineages(index, ids),
        happenings=happenings(index, topic),
        ties=_ties(index, topic),
        speakers=_speakers(index, ids),
        limits=limits(index, articles, sources),
    )


def _threaded(index: Index, topic: Row, told: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines by the story they tell, where a topic has several of two lines or more; the first of each says which,
    unless it is the one that the topic has its title `told` from and stands right below that.

    Within a story the order stays; stories come in the order of their first lines. Single lines of others stand behind
    them: whoever reads the first line wants the matter itself. A line that pages of one of them tell too is that one's.
    """
    story_of = threads(index, topic)

    def stories(line: Line) -> list[str]:
        articles = (index.article_at(e.page, e.start) for e in line.evidence)
        return [story_of.get(a["id"], "") if a else "" for a in articles]

    own = Counter(next(iter(stories(line)), "") for line in lines)
    several = {title for title, many in own.items() if title and many > 1}
    if len(several) < 2:
        return lines
    others = index.language.say("other_stories")
    by_story: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_story[next((s for s in stories(line) if s in several), others)].append(line)
    behind = by_story.pop(others, [])
    ordered = [*by_story.items(), (others, behind)]
    return tuple(
        replace(line, thread=title if line is found[0] and (n or title != told) else "")
        for n, (title, found) in enumerate(ordered)
        for line in found
    )


def _days_marked(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    days = undated((x.date, x.evidence[0].published if x.evidence else None, bool(x.thread)) for x in lines)
    return tuple(replace(line, apart=apart) for line, apart in zip(lines, days, strict=True))


def _rank(order: tuple[str, ...], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _line(index: Index, row: Row) -> Line:
    evidence = index.cite_all(row["spans"])
    text = blank_controls(row["text"])
    return Line(
        text=text,
        date=row["date"],
        evidence=tuple(evidence),
        independent_sources=row["independent_sources"],
        warning=row["warning"],
        verbatim=any(text.strip(' .«»"“”') in e.words for e in evidence),
        outlets=tuple(dict.fromkeys(e.outlet for e in evidence)),
        reworded=tuple(
            (kind, blank_controls(row[kind]["text"]), blank_controls(row[kind]["by"]))
            for kind in ("rephrased", "translated")
            if row.get(kind)
        ),
    )


def _title(index: Index, topic: Row, articles: list[Row]) -> str:
    """The topic's title, else the first that an article has."""
    titles = (blank_controls(topic["title"]), *(index.title(a) for a in articles))
    return next((t for t in titles if t.strip()), "")


def _openings(index: Index, told: str, articles: list[Row]) -> tuple[Line, ...]:
    """Title and first sentence of the first articles, as they stand; the title `told` above is not said again."""
    lines: list[Line] = []
    for article in articles[:_MOST_OPENINGS]:
        title, text = article["title"], index.pages.get(article["page"], {}).get("text", "")
        spans = []
        borne = bool(title and article["body"]) and index.title(article).strip() == told.strip()
        if title and title["start"] is not None and not borne:
            spans.append((title["start"], title["end"]))
        for start, end in article["body"][:1]:
            blanks = len(text[start:end]) - len(text[start:end].lstrip())
            m = _SENTENCE.match(text, start + blanks, end)
            spans += [m.span()] if m else []
        cited = index.cite_all([{"page": article["page"], "start": s, "end": e} for s, e in spans])
        lines += [Line(" ".join(e.words.split()), None, (e,), 1, _AS_IS, True, (e.outlet,)) for e in cited]
    return tuple(lines)


def _independent(index: Index, topic: Row) -> int:
    """As counted; a document of old did not say, but no topic has fewer than one of its stories."""
    stories = [index.stories[s] for s in topic["stories"] if s in index.stories]
    least = max((int(s["independent_sources"]) for s in stories), default=0)
    return max(least, int(topic.get("independent_sources", 0)))


def _end(index: Index, end: str | Row) -> tuple[str, str | None]:
    """The name of a derivation's end, and its page where it has one."""
    if not isinstance(end, str):
        return blank_controls(end["external"]), None
    article = index.articles.get(end)
    return index.outlet_of(end), article["page"] if article else None


def _lineages(index: Index, ids: set[str]) -> tuple[Lineage, ...]:
    found = []
    for row in index.document["derivations"]:
        if not any(isinstance(e, str) and e in ids for e in (row["from"], row["to"])):
            continue
        (source, source_page), (derived, derived_page) = _end(index, row["from"]), _end(index, row["to"])
        pairs = tuple(_aligned(index, p, source_page, derived_page) for p in row["pairs"])
        counts = Counter(c.kind for p in pairs for c in p.changed)
        ordered = tuple((kind, counts[kind]) for kind in _CHANGE_ORDER if counts[kind])
        external = not isinstance(row["from"], str)
        why = index.language.reason(blank_controls(row["why"]))
        found.append(
            Lineage(source, derived, source_page, derived_page, external, row["relation"], why, ordered, pairs)
        )
    return tuple(sorted(found, key=lambda x: (x.external, -sum(n for _, n in x.counts))))


def _aligned(index: Index, row: Row, source_page: str | None, derived_page: str | None) -> PairView:
    def cite(page: str | None, pair: list[int]) -> Evidence | None:
        return index.cite({"page": page, "start": pair[0], "end": pair[1]}) if page else None

    changed = tuple(_change(index, c, source_page, derived_page) for c in row["changed"])
    return PairView(cite(source_page, row["from"]), cite(derived_page, row["to"]), changed)


def _change(index: Index, row: Row, source_page: str | None, derived_page: str | None) -> ChangeView:
    def words(page: str | None, pair: list[int] | None) -> str:
        return " ".join(index.words(page, *pair).split()) if page and pair else ""

    source = index.with_named(row, source_page)
    return ChangeView(
        what=index.language.label("changed", blank_controls(row["what"])),
        kind=row["kind"],
        source=_two(source),
        derived=_two(row["to"]),
        source_words=words(source_page, source),
        derived_words=words(derived_page, row["to"]),
    )


def _two(pair: list[int] | None) -> tuple[int, int] | None:
    return (pair[0], pair[1]) if pair else None


def _ties(index: Index, topic: Row) -> tuple[Tie, ...]:
    """Relations joined over dates, the strongest and best attested first."""
    days: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in topic["relations"]:
        a, b = sorted((row["a"], row["b"]))
        days[a, b].append(row)
    ties = []
    for (a, b), rows in days.items():
        rows.sort(key=lambda r: r["date"] or "")
        mentions = [m for r in rows for e in r["events"] if e in index.events for m in index.events[e]["mentions"]]
        evidence = tuple(dict.fromkeys(index.cite_all(mentions)))
        score = sum(r["score"] for r in rows) / len(rows)
        n = len({e for r in rows for e in r["events"]})
        days_ = tuple((r["date"], r["score"]) for r in rows)
        ties.append(Tie(index.name(a), index.name(b), score, days_, evidence, n, months(index, rows)))
    return tuple(sorted(ties, key=lambda t: (-t.n, -len(t.days), -abs(t.score))))


def _speakers(index: Index, ids: set[str]) -> tuple[Speaker, ...]:
    """Statements by who says them, the most quoted first; a speaker never resolved goes by the page's words."""
    by_speaker: dict[str, list[Row]] = defaultdict(list)
    for row in index.document["statements"]:
        article = row.get("article") or (index.article_at(row["page"], row["start"]) or {}).get("id")
        if article in ids and index.holds(row):
            by_speaker[_speaker_name(index, row)].append(row)
    found = [Speaker(n, tuple(_said(index, same) for same in index.in_same_words(r))) for n, r in by_speaker.items()]
    return tuple(sorted(found, key=lambda s: (s.name == "", -len(s.said))))


def _said(index: Index, same: list[Row]) -> Said:
    """A statement, with all places that have its words."""
    row, places = same[0], tuple(index.cite_all(same))
    cue = row["cue"]
    return Said(
        id=row["id"],
        evidence=places[0],
        places=places,
        polarity=row["polarity"],
        mode=row["mode"],
        hedge=blank_controls(row["hedge"]) if row["hedge"] else None,
        via=tuple(index.name(v) for v in row["via"]),
        cue=index.words(row["page"], cue[0], cue[1]) if cue else "",
        article=index.language.say("list_comma").join(dict.fromkeys(e.outlet for e in places)),
    )


def _speaker_name(index: Index, row: Row) -> str:
    together = ([row["speaker"]] if row["speaker"] else []) + row.get("jointly", [])
    names = (_called(index, row["page"], speaker) for speaker in together)
    return index.language.say("name_and").join(dict.fromkeys(n for n in names if n))


def _called(index: Index, page: str, speaker: Row) -> str:
    if speaker["actor"]:
        return index.name(speaker["actor"])
    if speaker["start"] is not None:
        return " ".join(index.words(page, speaker["start"], speaker["end"]).split())
    return ""
