"""The grouper of a store: fed each article once, kept between runs, brought into step where it missed something.

The store decides which ids stories bear; the grouper's own names are only its own (`names`: its name -> the store's).
What the grouper missed (other processes wrote, its saved state is older than the store) it is given before anything
new, and what it says of that is not written again. Articles that were taken from the store stay in its memory, where a
later version of their page finds their story; what it says of them is left out.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, func, select

from riwaya.account import Account
from riwaya.desk.grouping import Grouped
from riwaya.model import Derivation, Judgement, Story
from riwaya.store import pages, people, told
from riwaya.store import tables as t
from riwaya.store.codec import squeeze, swell
from riwaya.store.rows import in_parts
from riwaya.stories import Changes, Grouper

STATE, NAMES, PORTIONS = "grouper", "grouper-names", "grouper-portions"
SAVE_EVERY = 1000
"""Articles after which the state is saved."""
SAVE_AT_END = 100
"""Articles from which on it is saved at the end of what was added; fewer are sooner given again than saved."""
MISSED = 1000
"""Articles, the latest, that a grouper without a saved state is given again: not fewer than `SAVE_EVERY`."""
_MOST_NAMES = 100_000

Load = Callable[[Iterable[str]], dict[str, Account]]


@dataclass(slots=True)
class _Names:
    """The store's names for the grouper's stories and topics; the last article and judgement that it knows."""

    stories: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    upto: int = 0
    said: int = 0


class Stream:
    """One grouper between transactions. `forget` it where a transaction failed: it is ahead of the store then."""

    def __init__(self) -> None:
        self._grouper: Grouper | None = None
        self._names = _Names()
        self._unsaved = 0
        self._load: Load = lambda _: {}

    def forget(self) -> None:
        """Go on from the saved state when next asked."""
        self._grouper = None

    def add(self, connection: Connection, load: Load, new: Sequence[Account]) -> Grouped:
        """Take in the accounts of articles that stand in the store since this transaction; what that changes."""
        self._load = load
        first = _keys(connection, [a.id for a in new])
        grouper = self._ready(connection, min(first, default=None))
        changes = grouper.add(new)
        for account in new:
            account.words.release()
        if first:
            self._names.upto = first[-1]
            _note_portion(connection, first[0])
        self._unsaved += len(new)
        return self._grouped(connection, changes)

    def name(self, grouped: Grouped) -> None:
        """The ids that the store gave to what was grouped."""
        self._names.stories |= grouped.named_stories
        self._names.topics |= grouped.named_topics
        for names in (self._names.stories, self._names.topics):
            for old in list(names)[: max(0, len(names) - _MOST_NAMES)]:
                del names[old]

    def save(self, connection: Connection, at_end: bool = False) -> None:
        """Keep the state, where enough is new in it."""
        if self._grouper is None or self._unsaved < (SAVE_AT_END if at_end else SAVE_EVERY):
            return
        names = self._names
        known = {"stories": names.stories, "topics": names.topics, "upto": names.upto, "said": names.said}
        pages.set_state(connection, STATE, self._grouper.save())
        pages.set_state(connection, NAMES, squeeze(json.dumps(known)))
        pages.set_state(connection, PORTIONS, b"[]")
        self._unsaved = 0

    # ------------------------------------------------------------------ in step with the store

    def _ready(self, connection: Connection, before: int | None) -> Grouper:
        """The grouper, knowing all that the store knew before the article with the key `before`."""
        held = self._grouper
        made = self._restored(connection) if held is None or _undone(connection, self._names.said) else held
        if made is None:
            made = Grouper(people.standing(connection), recall=self._recall)
            last = connection.scalar(select(func.max(t.articles.c.key)).where(*_under(before))) or 0
            said = connection.scalar(select(func.max(t.judgements.c.key))) or 0
            self._names = _Names(upto=max(0, last - MISSED), said=said)
        self._grouper = made
        self._hear(connection, made)
        for portion in _missed(connection, self._names.upto, before):
            self._follow(connection, made.add(self._load([name for _, name in portion]).values()))
            self._names.upto = portion[-1][0]
        return made

    def _recall(self, name: str) -> Account | None:
        """An article of the window, where its words are asked for."""
        return self._load([name]).get(name)

    def _restored(self, connection: Connection) -> Grouper | None:
        state, names = pages.get_state(connection, STATE), pages.get_state(connection, NAMES)
        if state is None or names is None:
            return None
        try:
            known = json.loads(swell(names))
            self._names = _Names(known["stories"], known["topics"], known["upto"], known["said"])
        except (zlib.error, ValueError, KeyError):
            return None
        if _undone(connection, self._names.said):  # no grouper can unlearn
            return None
        try:
            return Grouper.restore(state, self._recall)
        except ValueError:  # of another version: it is made anew
            return None

    def _hear(self, connection: Connection, grouper: Grouper) -> None:
        """Tell it what was judged since; the store itself was changed then."""
        j = t.judgements.c
        for row in connection.execute(select(t.judgements).where(j.key > self._names.said).order_by(j.key)):
            self._names.said = row.key
            if row.kind != "same_actor":
                self._follow(connection, grouper.judge(Judgement(row.kind, row.a, row.b, bool(row.verdict), row.by)))

    def _follow(self, connection: Connection, changes: Changes) -> None:
        """Learn under which ids the store has what the grouper says again."""
        stood = told.stories_of(connection, (a for s in changes.stories for a in s.articles))
        for story in changes.stories:
            found = [stood[a] for a in story.articles if a in stood]
            if found:
                self._names.stories[story.id] = max(set(found), key=lambda x: (found.count(x), x))
        topics = told.topics_of(connection, {*self._names.stories.values()} if changes.topics else ())
        for topic in changes.topics:
            inside = [topics[s] for x in topic.stories if (s := self._names.stories.get(x)) in topics]
            if inside:
                self._names.topics[topic.id] = max(set(inside), key=lambda x: (inside.count(x), x))

    def _grouped(self, connection: Connection, changes: Changes) -> Grouped:
        """What the grouper says, of articles that are in the store."""
        there = told.existing(connection, (a for s in changes.stories for a in s.articles))
        whole = [left for s in changes.stories if (left := _left(connection, s, there)) is not None]
        mine = {s.id for s in whole}
        known = self._names.stories
        topics = [
            (topic.id, [x if x in mine else known[x] for x in topic.stories if x in mine or x in known])
            for topic in changes.topics
        ]
        return Grouped(whole, topics, changes.derivations, changes.withdrawn)


def _left(connection: Connection, story: Story, there: Container[str]) -> Story | None:
    """The story without the articles that are no more; None where none is left. A title that only one of those bore
    gives way to that of the latest article there is."""
    ids = tuple(a for a in story.articles if a in there)
    if len(ids) == len(story.articles):
        return story
    if not ids:
        return None
    titles = [title for part in in_parts(ids) for title in _titles(connection, part)]
    title = story.title if story.title in (known for _, known in titles) else max(titles, key=lambda x: x[0])[1]
    return replace(story, articles=ids, title=title or story.title)


def _titles(connection: Connection, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Moments and titles of articles."""
    a = t.articles.c
    return [(row.moment, row.title) for row in connection.execute(select(a.moment, a.title).where(a.id.in_(ids)))]


def _under(before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [t.articles.c.key < before]


def _keys(connection: Connection, ids: Sequence[str]) -> list[int]:
    return sorted(told.existing(connection, ids).values())


def _missed(connection: Connection, after: int, before: int | None) -> list[list[tuple[int, str]]]:
    """The articles of the store between two keys, in the portions in which they came: a grouper puts each in order."""
    starts = set(_portions(connection))
    a = t.articles.c
    wanted = select(a.key, a.id).where(a.key > after, *_under(before)).order_by(a.key)
    portions: list[list[tuple[int, str]]] = []
    for row in connection.execute(wanted):
        if not portions or row.key in starts:
            portions.append([])
        portions[-1].append((row.key, row.id))
    return portions


def _portions(connection: Connection) -> list[int]:
    """The first keys of the portions since the state was saved."""
    noted = pages.get_state(connection, PORTIONS)
    return json.loads(noted) if noted else []


def _note_portion(connection: Connection, first: int) -> None:
    pages.set_state(connection, PORTIONS, json.dumps([*_portions(connection), first]).encode())


def _undone(connection: Connection, said: int) -> bool:
    """Whether a judgement about stories was taken back after the record `said`."""
    j = t.judgements.c
    return bool(connection.scalar(select(func.count()).where(j.key > said, j.verdict < 0, j.kind != "same_actor")))


def there_now(connection: Connection, derivations: Iterable[Derivation]) -> list[Derivation]:
    """Derivations of articles that are in the store, from articles that are: in the place of a source that was taken
    from it stands the later version of its page, without the pairs of words, which speak of the earlier one."""
    every = list(derivations)
    there = told.existing(connection, (x for d in every for x in (d.source, d.derived) if x))
    kept: list[Derivation] = []
    for one in every:
        if one.derived not in there:
            continue
        if one.source is None or one.source in there:
            kept.append(one)
        elif (heir := told.heir_of(connection, one.source)) is not None and heir != one.derived:
            kept.append(replace(one, source=heir, pairs=()))
    return kept
