"""The tables of the store. What each holds stands beside it; how old stores become new ones, in `migrations/`.

Integer keys (`pages.key`, `articles.key`) never leave the store; everybody else knows pages by name, articles, stories,
topics and actors by id. `start`/`stop` are code points into the page's text, as everywhere. Days are `YYYY-MM-DD`,
moments `YYYY-MM-DDTHH:MM:SSZ` (UTC), so that both sort as text. Bytes are compressed JSON or text (`codec`).
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> str:
    """`text` as a column keeps it: what PostgreSQL refuses becomes U+FFFD."""
    return text if text.isascii() and "\x00" not in text else _UNKEEPABLE.sub("\ufffd", text)


class Words(TypeDecorator[str]):
    """Text as both databases keep and sort it: by code point, without NUL and half characters."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TEXT(collation="C"))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        return None if value is None else keepable(value)


LONGEST = 500
"""Characters of a text that is looked up by: PostgreSQL's indexes take 2,700 bytes."""


class Short(Words):
    """Text that is looked up by: cut where it is longer than any name, when it is kept and when it is asked for."""

    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        return None if value is None else keepable(value)[:LONGEST]


metadata = MetaData()


def _table(name: str, *parts: Any, **options: Any) -> Table:
    return Table(name, metadata, *parts, **options)


def _int(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, nullable=options.pop("nullable", False), **options)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Words, nullable=options.pop("nullable", False), **options)


def _short(name: str, **options: Any) -> Column[str]:
    return Column(name, Short, nullable=options.pop("nullable", False), **options)


def _maybe(name: str, kind: Any = Words) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _number(name: str) -> Column[float]:
    return Column(name, Float, nullable=False, server_default="0")


def _of(name: str, target: str, **options: Any) -> Column[int]:
    return Column(name, Integer, ForeignKey(target, ondelete="CASCADE"), nullable=False, **options)


meta = _table("meta", _text("name", primary_key=True), _text("value"))
"""Settings, and small facts about the store itself."""

states = _table("states", _text("name", primary_key=True), Column("data", LargeBinary, nullable=False))
"""What a part of the program remembers between runs (the grouper), as it likes."""

pages = _table(
    "pages",
    _int("key", primary_key=True, autoincrement=False),
    _text("name", unique=True),
    _short("given"),  # the name it came by, before it was told apart from others
    _text("digest", unique=True),  # of name as given, address and text: what came already
    _maybe("address", Short),  # canonical: one for all forms of an address
    _maybe("url"),
    _maybe("host", Short),
    _maybe("outlet", Short),
    _text("media_type"),
    _text("state"),
    _text("reason"),
    _maybe("retrieved"),
    _text("added"),
    _int("characters"),
    _int("masked"),  # 1: only the words under spans are left of the text
    Column("text", LargeBinary, nullable=False),
    Column("blocks", LargeBinary, nullable=False),
    Index("pages_address", "address"),
    Index("pages_given", "given"),
    Index("pages_outlet", "outlet", "added"),
    Index("pages_host", "host"),
)
"""Every page that came, as it was read."""

versions = _table(
    "versions",
    _text("later", primary_key=True),
    _text("earlier"),
    _text("address"),
    Column("data", LargeBinary, nullable=False),
    Index("versions_earlier", "earlier"),
)
"""Which page is a later version of which, and the words that changed."""

articles = _table(
    "articles",
    _int("key", primary_key=True, autoincrement=False),
    _text("id", unique=True),
    _of("page", "pages.key"),
    _text("role"),
    _maybe("outlet", Short),
    _text("title"),
    _maybe("url"),
    _text("language"),
    _maybe("published"),  # as told
    _maybe("day_from"),
    _maybe("day_to"),  # the first day after
    _text("moment"),  # publication, else retrieval, for sorting; empty where neither is known
    _maybe("story"),
    Column("data", LargeBinary, nullable=False),
    Index("articles_page", "page"),
    Index("articles_story", "story"),
    Index("articles_moment", "moment", "id"),
    Index("articles_day", "day_from"),
    Index("articles_outlet", "outlet", "moment"),
)
"""Articles that are told: those of pages that were kept. Their text is the page's."""

derivations = _table(
    "derivations",
    _text("derived", primary_key=True),
    _maybe("source"),
    _maybe("external"),
    _text("relation"),
    Column("score", Float, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("derivations_source", "source"),
)
"""Who took it from whom, at most one source for each article."""


def _annotation(name: str, *parts: Any) -> Table:
    """Found in an article: `n` counts in reading order."""
    head = (_of("article", "articles.key", primary_key=True), _int("n", primary_key=True, autoincrement=False))
    return _table(name, *head, _int("start"), _int("stop"), *parts)


dates = _annotation(
    "dates",
    _text("kind"),
    _maybe("value"),  # None: found, but nothing resolves it
    _maybe("day_from"),
    _maybe("day_to"),
    _maybe("precision"),
    _maybe("calendar"),
    _maybe("origin"),
    _text("rule"),
    _text("note"),
    Index("dates_day", "day_from"),
)

mentions = _annotation(
    "mentions",
    _text("type"),
    _maybe("actor", Short),  # whom its page says it means; `actors` tells who that is
    _text("rule"),
    _text("why"),
    Index("mentions_actor", "actor", "article"),
)

statements = _annotation(
    "statements",
    _text("tag"),  # its id after the article's
    _text("mode"),
    _text("polarity"),
    _maybe("cue_start", Integer),
    _maybe("cue_stop", Integer),
    _int("spoken"),  # 1: somebody speaks, though perhaps unnamed
    _maybe("speaker", Short),
    _maybe("speaker_start", Integer),
    _maybe("speaker_stop", Integer),
    _maybe("hedge"),
    _text("via"),  # JSON list
    _text("rule"),
    _maybe("same_as"),
    _text("jointly", server_default="[]"),  # JSON list of [actor, start, stop]
    Index("statements_speaker", "speaker", "article"),
    Index("statements_polarity", "polarity"),
)

events = _annotation(
    "events",  # start/stop: of the first mention
    _text("tag"),
    _text("type"),
    _maybe("mode"),
    _text("status"),
    _maybe("day_from"),
    _maybe("day_to"),
    _maybe("place"),
    Column("confidence", Float, nullable=False),
    _text("rule"),
    _text("data"),  # the whole event as JSON
    Index("events_type", "type", "day_from"),
    Index("events_day", "day_from"),
)

event_actors = _table(
    "event_actors",
    _of("article", "articles.key", primary_key=True),
    _int("n", primary_key=True, autoincrement=False),
    _text("role", primary_key=True),  # actor | recipient
    _short("actor", primary_key=True),
    Index("event_actors_actor", "actor", "role", "article"),
)

claims = _annotation(
    "claims",
    _text("relation"),
    _maybe("subject", Short),
    _maybe("object"),
    _maybe("said_by"),
    _text("data"),  # the whole claim as JSON
    Index("claims_subject", "subject"),
)

actors = _table(
    "actors",
    _text("id", primary_key=True),
    _text("root"),  # the id of the actor that it is; its own where nobody joined it to another
    _text("kind"),
    _text("ar"),  # JSON list
    _text("en"),  # JSON list
    _maybe("wikidata"),
    _maybe("country"),
    _text("why"),  # what joined it to its root
    Index("actors_root", "root"),
)
"""Every id that a page gave somebody, and who that is. Records keep the page's id; this says whom it means today."""

actor_keys = _table(
    "actor_keys",
    _short("key", primary_key=True),
    _short("actor", primary_key=True),
    Index("actor_keys_actor", "actor"),
)
"""Keys under which people of one name meet."""

actor_names = _table(
    "actor_names",
    _short("name", primary_key=True),  # folded
    _short("actor", primary_key=True),
    Index("actor_names_actor", "actor"),
)
"""Forms of names, folded, for looking an actor up."""

judgements = _table(
    "judgements",
    _int("key", primary_key=True, autoincrement=False),
    _int("act"),  # the key of the first record that the same decision made
    _text("at"),
    _text("kind"),
    _short("a"),
    _short("b"),
    _int("verdict"),  # 1, 0; -1: nobody judges any more (undone)
    _text("by"),
    Index("judgements_pair", "kind", "a", "b"),
    Index("judgements_act", "act"),
)
"""What people decided, only ever added to; the latest of a pair counts."""

stories = _table(
    "stories",
    _text("id", primary_key=True),
    _text("topic"),
    _text("title"),
    _maybe("first"),
    _maybe("last"),
    _text("moment"),  # of its latest article
    _text("outlets"),  # JSON list
    _maybe("place"),
    _text("actors"),  # JSON list
    _int("independent"),
    _int("size"),  # articles
    _text("changed"),
    _number("weight"),
    _int("rank", server_default="0"),  # weight and newness in one, for sorting
    _int("events", server_default="0"),
    Index("stories_moment", "moment", "id"),
    Index("stories_rank", "rank", "id"),
    Index("stories_topic", "topic"),
)

story_actors = _table(
    "story_actors",
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    _short("actor", primary_key=True),
    Index("story_actors_actor", "actor"),
)
story_outlets = _table(
    "story_outlets",
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    _short("outlet", primary_key=True),
    Index("story_outlets_outlet", "outlet"),
)

story_marks = _table(
    "story_marks",
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    _text("mark", primary_key=True),  # differs | rewritten | moved_on | denied | machine_translation
    Index("story_marks_mark", "mark"),
)
"""What a list shows beside a story; worked out, like its weight and events, when its topic is told."""

topics = _table(
    "topics",
    _text("id", primary_key=True),
    _text("title"),
    _text("moment"),
    _int("stories"),
    _int("size"),  # articles
    _int("outlets"),
    _int("independent"),
    _int("contrasts"),
    _int("copies"),  # articles of it that took their words from another
    _text("changed"),
    _maybe("document", LargeBinary),  # the topic told, riwaya/1; None: to be told again
    _number("weight"),
    _int("rank", server_default="0"),
    _text("rev", server_default=""),  # another whenever anything that is shown of it changes
    _int("told", server_default="0"),  # articles that it was last told from
    Index("topics_moment", "moment", "id"),
    Index("topics_rank", "rank", "id"),
)

redirects = _table("redirects", _text("old", primary_key=True), _text("new"), Index("redirects_new", "new"))
"""Ids of stories and topics that went into others."""

ledger = _table(
    "ledger",
    _int("key", primary_key=True, autoincrement=False),
    _text("at"),
    _short("page"),
    _maybe("outlet", Short),
    _text("state"),
    _text("stage"),
    _text("reason"),
    Index("ledger_page", "page"),
    Index("ledger_at", "at"),
    Index("ledger_outlet", "outlet", "at"),
)
"""How every page ended each time it came and ended otherwise than before, and what failed on the way."""

gone = _table("gone", _short("mark", primary_key=True), _text("at"))
"""Pages that were deleted, by digest and by address: they come back only when somebody asks for them."""

follows = _table(
    "follows",
    _int("key", primary_key=True, autoincrement=False),
    _text("kind"),  # feed | sitemap | page | actor | place | query | story
    _short("target"),
    _text("title"),
    _maybe("outlet", Short),
    _text("by"),
    _text("at"),
    _int("active"),
    _text("settings"),  # JSON
    _text("state"),  # JSON: what the follower remembers
    Index("follows_target", "kind", "target", unique=True),
)

alerts = _table(
    "alerts",
    _int("key", primary_key=True, autoincrement=False),
    _text("at"),
    _text("kind"),
    _maybe("story"),
    _text("text"),
    _text("data"),  # JSON
    _text("digest", unique=True),  # the same alert twice is one
    Index("alerts_at", "at"),
    Index("alerts_story", "story"),
)

notes = _table(
    "notes",
    _int("key", primary_key=True, autoincrement=False),
    _text("at"),
    _short("about"),  # story:ID, actor:ID, article:ID
    _text("by"),
    _text("text"),
    _text("state"),  # shown | held | removed
    Index("notes_about", "about", "at"),
)

comments = _table(
    "comments",  # what readers said; held until an editor decides
    _int("key", primary_key=True, autoincrement=False),
    _text("at"),
    _short("about"),  # story:ID, topic:ID
    _text("by"),
    _text("text"),
    _text("proof", unique=True),  # the challenge that was solved for it: good for one comment
    Index("comments_about", "about"),
    Index("comments_by", "by", "at"),
)

comment_acts = _table(
    "comment_acts",  # who decided what about a comment; the latest counts
    _int("key", primary_key=True, autoincrement=False),
    Column("comment", Integer, ForeignKey("comments.key"), nullable=False),
    _text("at"),
    _text("by"),
    _text("state"),  # held | shown | refused
    Index("comment_acts_comment", "comment", "key"),
)

tokens = _table(
    "tokens",
    _text("hash", primary_key=True),  # SHA-256, never the token itself
    _text("name"),
    _text("scope"),  # read | edit
    _text("made"),
    _maybe("used"),
    _maybe("revoked"),
)

searchable = _table(
    "searchable",
    _of("article", "articles.key", primary_key=True),
    Column("words", Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
    Column("lemmas", Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
    Column("outline", LargeBinary, nullable=False),  # `outline.pack`
    info={"derived": True},
)
"""Articles whose words are in the index of words, with their outlines. PostgreSQL keeps the words here; SQLite in the
virtual table `searchable_words`, whose rows go with the rows here. Derived: backups leave it out, whoever searches
makes it anew."""
