"""Changing a store within one transaction: what came, was judged, or goes; and telling anew what that touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from riwaya.account import Account
from riwaya.actors import Met, meet
from riwaya.desk.grouping import Grouped, keep
from riwaya.desk.intake import Sorted
from riwaya.desk.people import join, link, split
from riwaya.desk.stream import Stream, there_now
from riwaya.desk.telling import Shelf, TopicTold, tell_topic
from riwaya.model import Failure, Judgement
from riwaya.pipeline import Found
from riwaya.search import put_words
from riwaya.store import index, lists, pages, people, told, upkeep, waiting
from riwaya.store.rows import Kept
from riwaya.stories import find_derivations, group_stories

SOON = 50
"""Topics told at once after a judgement that touches many; the others are told when they are asked for."""


class Writer:
    """One writing transaction with the accounts at hand. What `shelf` and `stream` hold of it
    must be forgotten where it fails."""

    def __init__(self, connection: Connection, shelf: Shelf, stream: Stream) -> None:
        self._connection = connection
        self._shelf = shelf
        self._stream = stream
        self._judgements = people.standing(connection)
        shelf.of_generation(generation(connection))

    # ------------------------------------------------------------------ pages

    def keep(self, ours: Sorted, found: Found, failures: Sequence[Failure], *, later: bool = False) -> frozenset[str]:
        """Write a batch; the topics that it touched. Those that are due are told at once, unless `later`: where batch
        follows batch, a topic would be told again and again. The others wait until somebody asks for them."""
        if not (ours.came or failures):
            return frozenset()
        before = self._end([p.name for p in ours.ended])
        for page in ours.ended:
            pages.end_page(self._connection, page)
        self._put(ours, found, failures)
        told.inherit(self._connection, _heirs(ours, before))
        self._shelf.put(found.accounts)
        linked = link(self._connection, _meet(found, self._judgements), self._judgements)
        topics = self._group([a.id for a in found.accounts]) | told.topics_naming(self._connection, linked.moved)
        told.touch_topics(self._connection, told.topics_naming(self._connection, linked.renamed) - topics)
        changed = topics | self._left(before)
        due = set() if later else waiting.due(self._connection, changed)
        self.tell(due)
        waiting.let_wait(self._connection, changed - due)
        self._count_up()
        return frozenset(topics)

    def _end(self, names: Sequence[str]) -> dict[str, str]:
        """The articles on pages that are told no more, with their stories; they are at hand no more."""
        keys = pages.page_keys(self._connection, names).values()
        ids = [a.id for r in pages.readings(self._connection, sorted(keys)) for a in r.articles]
        self._shelf.drop(ids)
        return told.stories_of(self._connection, ids)

    def _put(self, ours: Sorted, found: Found, failures: Sequence[Failure]) -> None:
        pages.put_pages(self._connection, ours.came)
        read = {c.page.name: c.page for c in ours.came}
        keys = pages.put_articles(self._connection, [_kept(a) for a in found.accounts], read)
        put_words(self._connection, [(keys[a.id], a.words) for a in found.accounts])
        pages.put_versions(self._connection, ours.versions)
        lost = (*failures, *(f for r in ours.readings for f in r.failures), *found.failures)
        ended = [(c.page, c.outlet) for c in ours.came] + [(p, None) for p in ours.ended]
        pages.put_ledger(self._connection, ended, lost)

    def _group(self, new: Sequence[str]) -> set[str]:
        """Group new articles; the topics to be told."""
        if not new:
            return set()
        grouped = self._stream.add(self._connection, self._load, list(self._load(new).values()))
        told.put_derivations(
            self._connection,
            {*new, *grouped.withdrawn, *(d.derived for d in grouped.derivations)},
            there_now(self._connection, grouped.derivations),
        )
        topics = set(keep(self._connection, grouped))
        self._stream.name(grouped)
        self._stream.save(self._connection)
        return topics

    def _load(self, ids: Iterable[str]) -> dict[str, Account]:
        return self._shelf.take(self._connection, ids)

    def _left(self, before: Mapping[str, str]) -> set[str]:
        """The topics of stories that lost articles (`before`: lost article -> story); these tell what is left."""
        return told.refresh(self._connection, set(before.values()))

    def save(self) -> None:
        """Keep what the grouper remembers."""
        self._stream.save(self._connection, at_end=True)

    def delete(self, names: Sequence[str]) -> int:
        """Delete pages with all that hangs on them; how many there were."""
        before = self._end(names)
        n = upkeep.delete_pages(self._connection, names)
        self.tell(self._left(before))
        self._count_up()
        return n

    def mask(self, names: Sequence[str]) -> int:
        """Keep of the texts of pages only the words that something rests on; how many there were."""
        self.tell(waiting.waiting_on(self._connection, names))  # what is told rests on words too
        self._end(names)
        n = upkeep.mask_pages(self._connection, names)
        index.drop_pages(self._connection, names)  # the words that went must not be found; those left come back
        self._count_up()
        return n

    def _count_up(self) -> None:
        """Say that something was written, so that others who work on the same see it."""
        new = str(int(generation(self._connection) or 0) + 1)
        pages.set_meta(self._connection, "generation", new)
        self._shelf.generation = new

    # ------------------------------------------------------------------ telling

    def tell(self, topics: Iterable[str], most: int | None = None) -> None:
        """Tell topics anew; those beyond `most` when somebody asks for them. Topics without articles go."""
        ordered = sorted(topics)
        for topic in ordered[:most]:
            self.put(topic, tell_topic(self._connection, self._shelf, topic))
        if most is not None:
            waiting.let_wait(self._connection, ordered[most:])

    def put(self, topic: str, result: TopicTold | None) -> None:
        """Keep a topic as it was told; None: it has no articles any more, and goes."""
        if result is None:
            told.drop_topics(self._connection, {topic: None})
        else:
            told.put_topics(self._connection, [(result.row, result.document)])
            lists.put_facts(self._connection, topic, result.facts, result.stories)

    # ------------------------------------------------------------------ judgements

    def judge(self, judgements: Sequence[Judgement], undone: bool = False) -> int:
        """Keep what somebody decided with one act, and tell anew what it touches; the number of the act."""
        act = people.judge(self._connection, judgements, undone)
        self._judgements = people.standing(self._connection)
        actors = [j for j in judgements if j.kind == "same_actor"]
        articles = [i for j in judgements if j.kind != "same_actor" for i in (j.a, j.b)]
        topics: set[str] = set()
        for one in actors:
            change = join if one.verdict and not undone else split
            changed = change(self._connection, self._judgements, (one.a, one.b))
            topics |= told.topics_naming(self._connection, changed)
        if articles:
            stories = told.stories_of(self._connection, articles)
            whole = told.articles_of(self._connection, stories.values())
            topics |= self._regroup([a for ids in whole.values() for a in ids], judgements)
            stories = told.stories_of(self._connection, articles)  # who copied whom may have changed, and no story
            topics |= set(told.topics_of(self._connection, stories.values()).values())
        self.tell(topics, SOON)
        self._count_up()
        return act

    def _regroup(self, articles: Sequence[str], judgements: Sequence[Judgement]) -> set[str]:
        """Group the articles of the stories that were judged anew, by all that stands; the topics to be told."""
        accounts = list(self._load(articles).values())
        copies = {j.a for j in judgements if j.kind == "copy_of"}
        found = find_derivations(accounts, self._judgements) if copies else ()
        told.put_derivations(self._connection, copies, [d for d in found if d.derived in copies])
        known = told.get_derivations(self._connection, articles)
        stories, topics = group_stories(accounts, known, self._judgements)
        return set(keep(self._connection, Grouped(stories, [(x.id, x.stories) for x in topics])))


def _kept(account: Account) -> Kept:
    return Kept(account.article, account.dates, account.mentions, account.statements, account.events, account.claims)


def _meet(found: Found, judgements: Sequence[Judgement]) -> tuple[Met, ...]:
    return meet([(a.words, m) for a, m in zip(found.accounts, found.named, strict=True)], judgements)


def _heirs(ours: Sorted, before: dict[str, str]) -> dict[str, str]:
    """Articles of later versions, and the story that the earlier version's article stood in."""
    first = {r.page.name: r.articles[0].id for r in ours.readings}
    stories = {article.rpartition("#")[0]: story for article, story in reversed(before.items())}
    return {first[v.later]: stories[v.earlier] for v in ours.versions if v.later in first and v.earlier in stories}


def generation(connection: Connection) -> str | None:
    """Changes whenever somebody writes."""
    return pages.get_meta(connection, "generation")
