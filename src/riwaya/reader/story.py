"""What a story's page shows, picked from the document and put in order: lines, differences, lineages, events,
relations, who said what, the accounts. No word of a page is changed and nothing is phrased but by the catalogue.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from riwaya.present.document import in_order, parties
from riwaya.present.lines import undated
from riwaya.reader.document import Index, Place, Row
from riwaya.reader.text import one_line

CHANGE_ORDER = ("contradicted", "added", "omitted", "vague")
SPEAKERS, SAID = 40, 15
"""Speakers that a page shows, and statements of each."""
_ID = re.compile(r"(?:country|person|org|place|group|anon):\S")
_EDTF = re.compile(r"\d{4}-\S+|\.\./\d\S+|\d{4}(?:-\d{2})?/\S+|\d{2,3}X{1,2}|P\d+[YMWD]")
_LONGEST_VALUE = 60  # code points: a longer value is a sentence, and the quotation says it
_SENTENCE = re.compile(r".+?(?:[.!?؟…]+(?=\s|$)|(?=\n)|$)")

Name = tuple[str, str]
"""An id (empty where no page is about it) and a name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the brief. `reworded`: a model's wordings of it: kind, text, whose. `apart` marks a line without a day
    below another day (`present.lines`)."""

    text: str
    date: str | None
    places: tuple[Place, ...]
    sources: int
    warning: str | None
    outlets: tuple[str, ...]
    reworded: tuple[tuple[str, str, str], ...] = ()
    apart: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One position of a contrast with its words; `value` is empty where the words say it already."""

    value: str
    holder: Name
    places: tuple[Place, ...]

    @property
    def fullest(self) -> Place | None:
        return max(self.places, key=lambda p: p.end - p.start, default=None)

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.outlet for p in self.places if p.outlet != self.holder[1]))


@dataclass(frozen=True, slots=True)
class Difference:
    """A question on which accounts part: what it is (`heading`), what about, and what each side says."""

    id: str
    heading: str
    about: tuple[str, ...]
    kind: str
    sides: tuple[Side, ...]
    told_kind: str = ""  # in the interface's words, and whether it is to be checked


@dataclass(frozen=True, slots=True)
class Happening:
    """Events of one day and type that the same words tell."""

    id: str
    type: str
    status: str
    date: str | None
    actors: tuple[Name, ...]
    recipients: tuple[Name, ...]
    place: Name
    places: tuple[Place, ...]
    confidence: float
    background: bool = False
    unordered: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """Two parties, all dates together: the mean score of the days, and the days that are known."""

    a: Name
    b: Name
    score: float
    days: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def kind(self) -> str:
        return "conflict" if self.score < -0.5 else "cooperation" if self.score > 0.5 else "neutral"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: the words claimed, how they are claimed, and through whom. `place` is the first of its `places`,
    which all have the same words."""

    id: str
    place: Place
    places: tuple[Place, ...]
    polarity: str
    mode: str
    hedge: str
    via: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker; the name is empty where nobody is named. Of `many` statements the first `SAID`."""

    name: Name
    many: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An article of the topic: who, when, and what there is to know about its text."""

    id: str
    outlet: str
    title: str
    published: str | None
    origin: str
    language: str
    url: str | None
    href: str
    signs: tuple[Row, ...]
    story: str


# ------------------------------------------------------------------ the brief


def lines(index: Index) -> tuple[Line, ...]:
    """The lines of the brief; of a topic without any, how its pages open."""
    told = [_line(index, b) for b in index.row()["brief"]]
    days = undated((x.date, x.places[0].published if x.places else None, False) for x in told)
    return tuple(replace(x, apart=apart) for x, apart in zip(told, days, strict=True)) or _openings(index)


def _line(index: Index, row: Row) -> Line:
    places = tuple(index.cite_all(row["spans"]))
    return Line(
        text=one_line(row["text"]),
        date=row["date"],
        places=places,
        sources=row["independent_sources"],
        warning=row["warning"],
        outlets=tuple(dict.fromkeys(p.outlet for p in places)),
        reworded=tuple(
            (kind, one_line(row[kind]["text"]), one_line(row[kind]["by"]))
            for kind in ("rephrased", "translated")
            if row.get(kind)
        ),
    )


def _openings(index: Index) -> tuple[Line, ...]:
    """The first sentence of the first articles, as it stands."""
    found = []
    for article in index.told_articles()[:3]:
        text = index.pages.get(article["page"], {}).get("text", "")
        for start, end in article["body"][:1]:
            blanks = len(text[start:end]) - len(text[start:end].lstrip())
            m = _SENTENCE.match(text, start + blanks, end)
            place = index.cite({"page": article["page"], "start": m.start(), "end": m.end()}) if m else None
            if place:
                found.append(Line(one_line(place.words), None, (place,), 1, "as_is", (place.outlet,)))
    return tuple(found)


# ------------------------------------------------------------------ differences


def differences(index: Index) -> tuple[Difference, ...]:
    """The contrasts of the topic, what parties dispute first, then what is to be checked, then small things."""
    return tuple(_difference(index, c) for c in sorted(index.row()["contrasts"], key=in_order))


def _difference(index: Index, row: Row) -> Difference:
    sides = tuple(_side(index, p) for p in row["positions"])
    heading, about = index.heading(row)
    if not about and (row.get("rule") or "").startswith("dispute:") and all(s.holder[1] for s in sides):
        about = tuple(dict.fromkeys(s.holder[1] for s in sides))
    return Difference(row["id"], heading, about, row["kind"], sides, index.kind_of(row))


def _side(index: Index, row: Row) -> Side:
    places = tuple(index.cite_all(row["spans"]))
    value = _value(index, row["value"])
    said = {" ".join(p.words.split()) for p in places}
    long = bool(places) and len(value) > _LONGEST_VALUE
    shown = "" if long or " ".join(value.split()) in said else value
    if row.get("as_of"):  # of a value that moved on the time belongs to it
        told = index.say.say("as_of", when=index.say.date(row["as_of"]))
        shown = told if long else f"{value} ({told})"
    return Side(shown, (index.link_id(row["holder"]), index.name(row["holder"])), places)


def _value(index: Index, value: str) -> str:
    """A position's value as people read it: ids become names and EDTF becomes a date; words stay words."""
    parts = value.split()
    if parts and all(_ID.match(p) for p in parts):
        return index.say.say("list_comma").join(index.name(p) for p in parts)
    return index.say.date(value) if _EDTF.fullmatch(value) else one_line(value)


# ------------------------------------------------------------------ events and relations


def happenings(index: Index) -> tuple[Happening, ...]:
    """The rows of the timeline in time, those without a date last; events that the same words tell are one row."""
    rows: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    entries = {e["event"]: e for e in index.row().get("chronicle", ())}
    for event in (index.events[i] for i in dict.fromkeys(index.row()["timeline"]) if i in index.events):
        m = event["mentions"][0]
        told = " ".join(index.words(m["page"], m["start"], m["end"]).split())
        rows[event["date"], event["type"], event["status"], told].append(event)
    found = [_happening(index, events, entries) for events in rows.values()]
    return tuple(sorted(found, key=lambda h: (h.date is None, (h.date or "").replace("..", "0"))))


def _happening(index: Index, events: Sequence[Row], entries: Mapping[str, Row]) -> Happening:
    """One row. What the topic's chronicle calls doubtful of an event is not named; its words always are."""
    first = max(events, key=lambda e: e.get("confidence", 1.0))
    known = {e["id"]: entries.get(e["id"], {}) for e in events}
    named, placed = (
        [e for e in events if what not in known[e["id"]].get("doubtful", ())] for what in ("parties", "place")
    )
    where = Counter(e["place"] for e in placed if e["place"]).most_common(1)
    actors = list(dict.fromkeys(a for e in named for a in parties(e, "actor")))
    whole = [e for e in named if "recipient" not in known[e["id"]].get("doubtful", ())]
    recipients = [r for r in dict.fromkeys(r for e in whole for r in parties(e, "recipient")) if r not in actors]
    return Happening(
        id=first["id"],
        type=first["type"],
        status=first["status"],
        date=first["date"],
        actors=index.names(actors),
        recipients=index.names(recipients),
        place=(index.link_id(where[0][0]), index.name(where[0][0])) if where else ("", ""),
        places=_apart(
            index.cite_all(m for e in (first, *events) for m in known[e["id"]].get("spans") or e["mentions"])
        ),
        confidence=first.get("confidence", 1.0),
        background=all(n.get("background", False) for n in known.values()),
        unordered=any("order" in n.get("doubtful", ()) for n in known.values()),
    )


def _apart(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each sentence once: of words that overlap on a page the first cited stand for all."""
    kept: list[Place] = []
    for p in places:
        if not any(k.page == p.page and k.start < p.end and p.start < k.end for k in kept):
            kept.append(p)
    return tuple(kept)


def ties(index: Index) -> tuple[Tie, ...]:
    """Relations joined over dates, the best attested and strongest first."""
    days: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in index.row()["relations"]:
        a, b = sorted((row["a"], row["b"]))
        days[a, b].append(row)
    found = []
    for (a, b), rows in days.items():
        mentions = [m for r in rows for e in r["events"] if e in index.events for m in index.events[e]["mentions"]]
        score = sum(r["score"] for r in rows) / len(rows)
        known = tuple(sorted({r["date"] for r in rows if r["date"]}))
        ends = ((index.link_id(a), index.name(a)), (index.link_id(b), index.name(b)))
        found.append((len(rows), Tie(*ends, score, known, _apart(index.cite_all(mentions)))))
    return tuple(t for _, t in sorted(found, key=lambda x: (-x[0], -abs(x[1].score))))


# ------------------------------------------------------------------ who said what, and the accounts


def speakers(index: Index) -> tuple[Speaker, ...]:
    """Statements by who says them, the most quoted first; nobody's last. Of a topic of hundreds of articles only those
    are made ready that a page shows."""
    told = {a["id"] for a in index.told_articles()}
    by_speaker: dict[Name, list[Row]] = defaultdict(list)
    for row in index.document["statements"]:
        article = row.get("article") or (index.article_at(row["page"], row["start"]) or {}).get("id")
        if article in told and index.holds(row):
            by_speaker[_speaker(index, row)].append(row)
    each = [(name, index.in_same_words(rows)) for name, rows in by_speaker.items()]
    order = sorted(each, key=lambda kv: (kv[0][1] == "", -len(kv[1])))
    shown = (groups[:SAID] if n < SPEAKERS else [] for n, (_, groups) in enumerate(order))
    return tuple(
        Speaker(name, len(groups), tuple(_said(index, same) for same in some))
        for (name, groups), some in zip(order, shown, strict=True)
    )


def _said(index: Index, same: list[Row]) -> Said:
    row, places = same[0], tuple(index.cite_all(same))
    return Said(
        id=row["id"],
        place=places[0],
        places=places,
        polarity=row["polarity"],
        mode=row["mode"],
        hedge=one_line(row["hedge"] or ""),
        via=index.names(row["via"]),
    )


def _speaker(index: Index, row: Row) -> Name:
    speaker = row["speaker"]
    first = _called(index, row["page"], speaker) if speaker else ("", "")
    others = [_called(index, row["page"], one)[1] for one in row.get("jointly", [])]
    names = dict.fromkeys(n for n in (first[1], *others) if n)
    return first if len(names) < 2 else ("", index.say.say("name_and").join(names))  # one link cannot lead to two


def _called(index: Index, page: str, speaker: Row) -> Name:
    if speaker["actor"]:
        return index.named(speaker["actor"])
    if speaker["start"] is not None:
        return "", one_line(index.words(page, speaker["start"], speaker["end"]))
    return "", ""


def accounts(index: Index) -> tuple[Account, ...]:
    """The articles of the topic, the earliest first."""
    story_of = {a: s for s, row in index.stories.items() for a in row["articles"]}
    return tuple(_account(index, a, story_of.get(a["id"], "")) for a in index.told_articles())


def _account(index: Index, article: Row, story: str) -> Account:
    published = article["published"]
    return Account(
        id=article["id"],
        outlet=index.outlet(article),
        title=index.title(article),
        published=published["value"] if published else None,
        origin=published["from"] if published else "",
        language=article["language"],
        url=index.url(article, article["page"]),
        href=index.words_href(article["page"]),
        signs=tuple(article["signs"]),
        story=story,
    )
