"""Rows of the store as the API's objects, with the names of those whom they mention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from riwaya.api import shapes
from riwaya.api.naming import Names
from riwaya.model import Event
from riwaya.rules.plover import scale
from riwaya.store.access import Note
from riwaya.store.findings import EventRow, SaidRow, Where
from riwaya.store.lists import Line, TopicLine

_ACTORS = 8  # named in a line; a list need not tell all


def story_lines(connection: Connection, lines: Sequence[Line]) -> list[shapes.StoryLine]:
    """Stories in one line each."""
    names = Names(connection, _mentioned(lines))
    return [_story(line, names) for line in lines]


def topic_lines(connection: Connection, topics: Sequence[TopicLine]) -> list[shapes.TopicLine]:
    """Topics in one line each, with their stories'."""
    names = Names(connection, _mentioned([s for t in topics for s in t.stories]))
    return [_topic(topic, names) for topic in topics]


def _mentioned(lines: Iterable[Line]) -> set[str | None]:
    return {i for line in lines for i in (line.place, *line.actors[:_ACTORS])}


def _story(line: Line, names: Names) -> shapes.StoryLine:
    return shapes.StoryLine(
        id=line.id,
        topic=line.topic,
        title=line.title,
        first=line.first,
        last=line.last,
        moment=line.moment,
        changed=line.changed,
        outlets=list(line.outlets),
        articles=line.size,
        independent_sources=line.independent,
        place=names.maybe(line.place),
        actors=names.every(line.actors[:_ACTORS]),
        marks=[m for m in shapes.MARKS if m in line.marks],
        weight=line.weight,
        events=line.events,
    )


def _topic(topic: TopicLine, names: Names) -> shapes.TopicLine:
    """The topic's line: the place is that of its weightiest story, the actors come in the order of weight."""
    by_weight = sorted(topic.stories, key=lambda s: (-s.weight, s.id))
    actors = dict.fromkeys(a for s in by_weight for a in s.actors[:_ACTORS])
    marks = {m for s in topic.stories for m in s.marks}
    return shapes.TopicLine(
        id=topic.id,
        topic=topic.id,
        title=topic.title,
        first=min((s.first for s in topic.stories if s.first), default=None),
        last=max((s.last for s in topic.stories if s.last), default=None),
        moment=topic.moment,
        changed=topic.changed,
        outlets=list(dict.fromkeys(o for s in topic.stories for o in s.outlets)),
        articles=topic.size,
        independent_sources=topic.independent,
        place=names.maybe(next((s.place for s in by_weight if s.place), None)),
        actors=names.every(list(actors)[:_ACTORS]),
        marks=[m for m in shapes.MARKS if m in marks],
        weight=topic.weight,
        events=sum(s.events for s in topic.stories),
        stories=[_story(s, names) for s in topic.stories],
        stories_in_all=topic.count,
    )


# ------------------------------------------------------------------ what was found


def _where(where: Where) -> dict[str, str | None]:
    return {k: getattr(where, k) for k in ("article", "page", "outlet", "title", *_WHEN)}


_WHEN = ("published", "moment", "url", "story", "topic")


def statement_rows(connection: Connection, rows: Sequence[SaidRow]) -> list[shapes.StatementRow]:
    """Statements with their words and speakers."""
    names = Names(connection, {i for row in rows for i in (row.speaker, *row.via, *(who for who, _ in row.jointly))})
    return [_statement(row, names) for row in rows]


def _statement(row: SaidRow, names: Names) -> shapes.StatementRow:
    together = [s for who in row.jointly if (s := _speaker(*who, names)) is not None]
    found = {k: getattr(row, k) for k in ("id", "start", "end", "words", "mode", "polarity", "hedge")}
    return shapes.StatementRow.model_validate(
        {
            **_where(row.where),
            **found,
            "speaker": _speaker(row.speaker, row.name, names),
            "jointly": together,
            "via": names.every(row.via),
        }
    )


def _speaker(actor: str | None, words: str | None, names: Names) -> shapes.Speaker | None:
    if actor is not None:
        known = names.of(actor)
        return shapes.Speaker(id=known.id, name=known.name, en=known.en, words=words)
    return None if words is None else shapes.Speaker(id=None, name=words, en=None, words=words)


def event_rows(connection: Connection, rows: Sequence[EventRow]) -> list[shapes.EventRow]:
    """Events with their words and those who take part."""
    mentioned = {i for row in rows for i in _people(row.event)}
    names = Names(connection, mentioned)
    return [_event(row, names) for row in rows]


def _people(event: Event) -> tuple[str | None, ...]:
    return (*event.actor, *event.recipient, event.place, *event.reported_by)


def _event(row: EventRow, names: Names) -> shapes.EventRow:
    event, first = row.event, row.event.mentions[0]
    quad, intensity = scale(event.type, event.mode)
    known = {k: getattr(event, k) for k in ("id", "type", "mode", "confidence")}
    numbers = [{k: getattr(q, k) for k in ("what", "value", "bound", "unit")} for q in event.quantities]
    return shapes.EventRow.model_validate(
        {
            **_where(row.where),
            **known,
            "start": first.span.start,
            "end": first.span.end,
            "words": row.words,
            "trigger": [first.trigger.start, first.trigger.end],
            "quad": quad,
            "intensity": intensity,
            "status": event.status.value,
            "actor": names.every(event.actor),
            "recipient": names.every(event.recipient),
            "date": event.when.value if event.when else None,
            "place": names.maybe(event.place),
            "quantities": numbers,
            "reported_by": names.every(event.reported_by),
        }
    )


def note(one: Note) -> shapes.Note:
    """A note as the API tells it."""
    return shapes.Note(n=one.key, on=one.about, text=one.text, who=one.by, when=one.at)
