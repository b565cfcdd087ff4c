"""The way from pages to a told story: one straight function, the only place where rooms meet.

Takes `Source`s (bytes that somebody else opened) and gives a `Telling`. No file, no network, no
clock but the one that times the stages. In order:

    read -> publication times -> dates -> names -> linked actors -> statements -> events, claims
         -> derivations -> stories, topics -> per topic: one event from many tellings, contrasts, brief

The first half works article by article and never lets one article's trouble reach another: what
fails becomes a `Failure` that names the page, the stage and the reason; whoever looks for the cause finds
the traceback in the log `riwaya.pipeline` (level DEBUG). The second half sees all accounts together.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import ParamSpec, TypeVar

from riwaya.account import Account, Affair
from riwaya.actors import NameReader, find_mentions, find_roles, link_mentions, name_mentions
from riwaya.actors.likeness import skeleton
from riwaya.brief import tell_topic, with_happenings
from riwaya.claims import find_claims
from riwaya.compare import find_contrasts
from riwaya.dates import Age, add_age, find_ages, find_dates, infer_published
from riwaya.events import find_events, join_events
from riwaya.model import (
    Actor,
    Article,
    Derivation,
    Event,
    Failure,
    Judgement,
    Mention,
    Published,
    Reading,
    Source,
    Story,
    Telling,
    Topic,
    Version,
    When,
)
from riwaya.read import read_source, settle
from riwaya.statements import find_statements, join_statements, mark
from riwaya.stories import ENOUGH, count_independent, find_derivations, find_translations, group_stories
from riwaya.text import Words, read_words

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")

Progress = Callable[[str, int, int], None]
"""Told as work goes on: the stage's name, how much is done, how much there is."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to tell. `now` anchors pages that carry no date; `names` is the trained name reader
    (None: the fast way, by knowledge alone); `judgements` are people's corrections."""

    now: When | None = None
    names: NameReader | None = None
    judgements: tuple[Judgement, ...] = ()
    progress: Progress | None = None


@dataclass(slots=True)
class _Run:
    """What one run gathers besides its results: failures, seconds per stage, progress."""

    options: Options
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def each(self, name: str, accounts: Sequence[Account], work: Callable[[Account], Account]) -> tuple[Account, ...]:
        """`work` on every account; where it fails the account stays as it was."""
        done: list[Account] = []
        with self.stage(name):
            for i, account in enumerate(accounts):
                if self.options.progress:
                    self.options.progress(name, i, len(accounts))
                done.append(self.tried(name, account.article.page, account, work, account))
        return tuple(done)

    def tried(
        self, name: str, page: str, otherwise: _T, work: Callable[_P, _T], *args: _P.args, **more: _P.kwargs
    ) -> _T:
        """What `work` gives; where it fails, a failure of that page and `otherwise`: one page's trouble is its own."""
        try:
            return work(*args, **more)
        except Exception as e:  # noqa: BLE001 - the boundary
            _log.debug("%s: %s", page, name, exc_info=True)
            self.failures.append(Failure(page, name, f"{type(e).__name__}: {e}"))
            return otherwise


def tell_sources(sources: Iterable[Source], options: Options | None = None) -> Telling:
    """Tell the story or stories in `sources`. What a page's content breaks where pages are read one by one, or topics
    told, is a failure of that page; what joins all pages (linking, derivations, grouping) has no such boundary."""
    run = _Run(options or Options())
    readings = _read(sources, run)
    accounts = _date(readings, run)
    actors, roles, accounts = _name(accounts, run)
    accounts = _listen(accounts, roles, run)
    return _compare(readings, accounts, actors, run)


# ------------------------------------------------------------------ the two halves, for collections that grow


@dataclass(frozen=True, slots=True)
class Found:
    """The first half's result: accounts whose actors are the ids that their own page gives (`actors.name_mentions`);
    beside them the mentions as found, for `actors.meet`; what failed; seconds per stage."""

    accounts: tuple[Account, ...]
    named: tuple[tuple[Mention, ...], ...]
    failures: tuple[Failure, ...] = ()
    timings: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The second half's result for one topic: the topic told, its events with those of several accounts joined, the
    first rendering of each statement that is another's (`same`: id -> id), what failed."""

    topic: Topic
    events: tuple[Event, ...]
    same: dict[str, str]
    failures: tuple[Failure, ...] = ()


def find_accounts(readings: Sequence[Reading], options: Options | None = None) -> Found:
    """The half that works article by article: what it gives for an article does not depend on the others."""
    run = _Run(options or Options())
    found = _find_names(_date(readings, run), run)
    own = run.each("link", found, lambda a: replace(a, mentions=name_mentions(a.words, a.mentions)))
    roles = _roles(own, run)
    accounts = _listen(own, roles, run)
    return Found(accounts, tuple(a.mentions for a in found), tuple(run.failures), tuple(run.seconds.items()))


def tell_affair(
    topic: Topic,
    accounts: Sequence[Account],
    derivations: tuple[Derivation, ...],
    actors: tuple[Actor, ...],
    stories: Sequence[Story] = (),
) -> Told:
    """The half that looks across: `topic` told from its accounts, whose mentions are linked to `actors`, and which
    stand in `stories`."""
    run = _Run(Options())
    same = join_statements([(a.words, a.statements) for a in accounts])
    bare = Affair(tuple(accounts), (), derivations, actors, stories=tuple(stories))
    told, events = _tell(topic, bare, run)
    return Told(told, events, same, tuple(run.failures))


# ------------------------------------------------------------------ stages


def _read(sources: Iterable[Source], run: _Run) -> tuple[Reading, ...]:
    readings: list[Reading] = []
    for source in sources:  # they are opened, or fetched, as we ask for them
        with run.stage("read"):
            readings += run.tried("read", source.name, (), read_source, source)
    with run.stage("read"):
        settled, run.versions = settle(readings)
    for reading in settled:
        run.failures += reading.failures
    return settled


def _date(readings: Sequence[Reading], run: _Run) -> tuple[Account, ...]:
    """Words of every article, its publication time where its page allows one, its dates."""
    accounts: list[Account] = []
    ages: dict[str, Age] = {}
    with run.stage("words"):
        for reading in readings:
            page, blocks = reading.page.name, reading.page.blocks
            words = run.tried("words", page, [], _words, reading)
            ages |= run.tried("dates", page, {}, find_ages, words, blocks)
            published = run.tried("dates", page, {}, infer_published, words, blocks) if words else {}
            accounts += (Account(_publish(w, published.get(w.article.id), run.options.now)) for w in words)

    def work(account: Account) -> Account:
        when = account.article.published.when if account.article.published else None
        dates = find_dates(account.words, when)
        return replace(account, dates=add_age(dates, account.words, ages.get(account.article.id)))

    return run.each("dates", accounts, work)


def _words(reading: Reading) -> list[Words]:
    return [read_words(a) for a in reading.articles]


def _publish(words: Words, inferred: Published | None, now: When | None) -> Words:
    """The words with the article's publication time filled in; what the page says wins."""
    article: Article = words.article
    if article.published is None and inferred is not None:
        return replace(words, article=replace(article, published=inferred))
    if article.published is None and now is not None:
        return replace(words, article=replace(article, published=Published(now, "given by the caller")))
    return words


def _name(
    accounts: Sequence[Account], run: _Run
) -> tuple[tuple[Actor, ...], dict[str, tuple[Mention, ...]], tuple[Account, ...]]:
    """Names found, linked across all articles; roles («الرئيس الروسي») found beside them."""
    found = _find_names(accounts, run)
    with run.stage("link"):
        actors, linked = link_mentions([(a.words, a.mentions) for a in found], run.options.judgements)
        named = tuple(replace(a, mentions=m) for a, m in zip(found, linked, strict=True))
        roles = _roles(named, run)
    return actors, roles, named


def _roles(accounts: Sequence[Account], run: _Run) -> dict[str, tuple[Mention, ...]]:
    return {a.id: run.tried("link", a.article.page, (), find_roles, a.words, a.mentions) for a in accounts}


def _find_names(accounts: Sequence[Account], run: _Run) -> tuple[Account, ...]:
    """Names found, nobody linked."""
    return run.each("names", accounts, lambda a: replace(a, mentions=find_mentions(a.words, run.options.names)))


def _listen(accounts: Sequence[Account], roles: dict[str, tuple[Mention, ...]], run: _Run) -> tuple[Account, ...]:
    """Who says what, who did what to whom, what stands as a fact."""

    def people(account: Account) -> tuple[Mention, ...]:
        return tuple(sorted((*account.mentions, *roles.get(account.id, ())), key=lambda m: m.span))

    said = run.each("statements", accounts, lambda a: replace(a, statements=find_statements(a.words, people(a))))
    done = run.each("events", said, lambda a: replace(a, events=find_events(a.words, people(a), a.dates, a.statements)))
    return run.each(
        "claims", done, lambda a: replace(a, claims=find_claims(a.words, a.mentions, a.dates, a.statements))
    )


def _compare(readings: Sequence[Reading], accounts: Sequence[Account], actors: tuple[Actor, ...], run: _Run) -> Telling:
    """Who copied whom, which reports are one story, where accounts part, what is told."""
    with run.stage("derivations"):
        derivations = find_derivations(accounts, run.options.judgements)
        translated = find_translations((r.page for r in readings), accounts, derivations, skeleton)
        derivations = (*_without(derivations, {d.derived for d in translated}), *translated)
    with run.stage("stories"):
        stories, topics = group_stories(accounts, derivations, run.options.judgements)
    by_id = {a.id: a for a in accounts}
    story_of = {s.id: s for s in stories}
    told: list[Topic] = []
    events: list[Event] = []
    same: dict[str, str] = {}
    for i, topic in enumerate(topics):
        if run.options.progress:
            run.options.progress("tell", i, len(topics))
        mine = [by_id[a] for s in topic.stories for a in story_of[s].articles]
        with run.stage("join"):
            same |= join_statements([(a.words, a.statements) for a in mine])
        its_stories = tuple(story_of[s] for s in topic.stories)
        bare = Affair(tuple(mine), (), derivations, actors, stories=its_stories, chosen=len(accounts) < ENOUGH)
        new_topic, its_events = _tell(topic, bare, run)
        told.append(new_topic)
        events += its_events
    return Telling(
        pages=tuple(r.page for r in readings),
        articles=tuple(a.article for a in accounts),
        dates=tuple(d for a in accounts for d in a.dates),
        actors=actors,
        mentions=tuple(m for a in accounts for m in a.mentions),
        statements=tuple(mark(s, same) for a in accounts for s in a.statements),
        claims=tuple(c for a in accounts for c in a.claims),
        events=tuple(events),
        derivations=derivations,
        stories=stories,
        topics=tuple(told),
        failures=tuple(run.failures),
        versions=run.versions,
        timings=tuple(run.seconds.items()),
    )


def _without(derivations: Sequence[Derivation], articles: Set[str]) -> tuple[Derivation, ...]:
    return tuple(d for d in derivations if d.derived not in articles)


def _tell(topic: Topic, bare: Affair, run: _Run) -> tuple[Topic, tuple[Event, ...]]:
    """Tell a topic of which the accounts, who took from whom in the whole run, the actors and the stories are known."""
    accounts = bare.accounts
    ids = {a.id for a in accounts}
    inside = tuple(d for d in bare.derivations if d.derived in ids)
    topic = replace(topic, independent_sources=count_independent(ids, inside, accounts))
    events = tuple(e for a in accounts for e in a.events)

    def work() -> tuple[Topic, tuple[Event, ...]]:
        with run.stage("join"):
            joined = join_events(events)
        with run.stage("contrasts"):
            affair = replace(bare, events=joined, derivations=inside)
            affair = replace(affair, contrasts=find_contrasts(affair))
        with run.stage("brief"):
            affair = with_happenings(affair)
            return tell_topic(topic, affair), affair.events

    return run.tried("topic", accounts[0].article.page, (topic, events), work)
