"""The first tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from riwaya.store.tables import Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "actor_keys",
        sa.Column("key", Words(), nullable=False),
        sa.Column("actor", Words(), nullable=False),
        sa.PrimaryKeyConstraint("key", "actor"),
    )
    op.create_index("actor_keys_actor", "actor_keys", ["actor"], unique=False)
    op.create_table(
        "actor_names",
        sa.Column("name", Words(), nullable=False),
        sa.Column("actor", Words(), nullable=False),
        sa.PrimaryKeyConstraint("name", "actor"),
    )
    op.create_index("actor_names_actor", "actor_names", ["actor"], unique=False)
    op.create_table(
        "actors",
        sa.Column("id", Words(), nullable=False),
        sa.Column("root", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("ar", Words(), nullable=False),
        sa.Column("en", Words(), nullable=False),
        sa.Column("wikidata", Words(), nullable=True),
        sa.Column("country", Words(), nullable=True),
        sa.Column("why", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("actors_root", "actors", ["root"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("story", Words(), nullable=True),
        sa.Column("text", Words(), nullable=False),
        sa.Column("data", Words(), nullable=False),
        sa.Column("digest", Words(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("alerts_at", "alerts", ["at"], unique=False)
    op.create_index("alerts_story", "alerts", ["story"], unique=False)
    op.create_table(
        "derivations",
        sa.Column("derived", Words(), nullable=False),
        sa.Column("source", Words(), nullable=True),
        sa.Column("external", Words(), nullable=True),
        sa.Column("relation", Words(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("derived"),
    )
    op.create_index("derivations_source", "derivations", ["source"], unique=False)
    op.create_table(
        "follows",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("target", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("outlet", Words(), nullable=True),
        sa.Column("by", Words(), nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("settings", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("follows_target", "follows", ["kind", "target"], unique=True)
    op.create_table(
        "judgements",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("a", Words(), nullable=False),
        sa.Column("b", Words(), nullable=False),
        sa.Column("verdict", sa.Integer(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("judgements_act", "judgements", ["act"], unique=False)
    op.create_index("judgements_pair", "judgements", ["kind", "a", "b"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.Column("page", Words(), nullable=False),
        sa.Column("outlet", Words(), nullable=True),
        sa.Column("state", Words(), nullable=False),
        sa.Column("stage", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ledger_at", "ledger", ["at"], unique=False)
    op.create_index("ledger_outlet", "ledger", ["outlet", "at"], unique=False)
    op.create_index("ledger_page", "ledger", ["page"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "notes",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.Column("about", Words(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("notes_about", "notes", ["about", "at"], unique=False)
    op.create_table(
        "pages",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("given", Words(), nullable=False),
        sa.Column("digest", Words(), nullable=False),
        sa.Column("address", Words(), nullable=True),
        sa.Column("url", Words(), nullable=True),
        sa.Column("host", Words(), nullable=True),
        sa.Column("outlet", Words(), nullable=True),
        sa.Column("media_type", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("retrieved", Words(), nullable=True),
        sa.Column("added", Words(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("masked", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("blocks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("digest"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("pages_address", "pages", ["address"], unique=False)
    op.create_index("pages_given", "pages", ["given"], unique=False)
    op.create_index("pages_host", "pages", ["host"], unique=False)
    op.create_index("pages_outlet", "pages", ["outlet", "added"], unique=False)
    op.create_table(
        "redirects",
        sa.Column("old", Words(), nullable=False),
        sa.Column("new", Words(), nullable=False),
        sa.PrimaryKeyConstraint("old"),
    )
    op.create_index("redirects_new", "redirects", ["new"], unique=False)
    op.create_table(
        "states",
        sa.Column("name", Words(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "stories",
        sa.Column("id", Words(), nullable=False),
        sa.Column("topic", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("first", Words(), nullable=True),
        sa.Column("last", Words(), nullable=True),
        sa.Column("moment", Words(), nullable=False),
        sa.Column("outlets", Words(), nullable=False),
        sa.Column("place", Words(), nullable=True),
        sa.Column("actors", Words(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("changed", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("stories_moment", "stories", ["moment", "id"], unique=False)
    op.create_index("stories_topic", "stories", ["topic"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("hash", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("scope", Words(), nullable=False),
        sa.Column("made", Words(), nullable=False),
        sa.Column("used", Words(), nullable=True),
        sa.Column("revoked", Words(), nullable=True),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "topics",
        sa.Column("id", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("moment", Words(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("contrasts", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("changed", Words(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("topics_moment", "topics", ["moment", "id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("later", Words(), nullable=False),
        sa.Column("earlier", Words(), nullable=False),
        sa.Column("address", Words(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("later"),
    )
    op.create_index("versions_earlier", "versions", ["earlier"], unique=False)
    op.create_table(
        "articles",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Words(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("role", Words(), nullable=False),
        sa.Column("outlet", Words(), nullable=True),
        sa.Column("title", Words(), nullable=False),
        sa.Column("url", Words(), nullable=True),
        sa.Column("language", Words(), nullable=False),
        sa.Column("published", Words(), nullable=True),
        sa.Column("day_from", Words(), nullable=True),
        sa.Column("day_to", Words(), nullable=True),
        sa.Column("moment", Words(), nullable=False),
        sa.Column("story", Words(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["pages.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("articles_day", "articles", ["day_from"], unique=False)
    op.create_index("articles_moment", "articles", ["moment", "id"], unique=False)
    op.create_index("articles_outlet", "articles", ["outlet", "moment"], unique=False)
    op.create_index("articles_page", "articles", ["page"], unique=False)
    op.create_index("articles_story", "articles", ["story"], unique=False)
    op.create_table(
        "story_actors",
        sa.Column("story", Words(), nullable=False),
        sa.Column("actor", Words(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", "actor"),
    )
    op.create_index("story_actors_actor", "story_actors", ["actor"], unique=False)
    op.create_table(
        "story_outlets",
        sa.Column("story", Words(), nullable=False),
        sa.Column("outlet", Words(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", "outlet"),
    )
    op.create_index("story_outlets_outlet", "story_outlets", ["outlet"], unique=False)
    op.create_table(
        "claims",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("relation", Words(), nullable=False),
        sa.Column("subject", Words(), nullable=True),
        sa.Column("object", Words(), nullable=True),
        sa.Column("said_by", Words(), nullable=True),
        sa.Column("data", Words(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n"),
    )
    op.create_index("claims_subject", "claims", ["subject"], unique=False)
    op.create_table(
        "dates",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("value", Words(), nullable=True),
        sa.Column("day_from", Words(), nullable=True),
        sa.Column("day_to", Words(), nullable=True),
        sa.Column("precision", Words(), nullable=True),
        sa.Column("calendar", Words(), nullable=True),
        sa.Column("origin", Words(), nullable=True),
        sa.Column("rule", Words(), nullable=False),
        sa.Column("note", Words(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n"),
    )
    op.create_index("dates_day", "dates", ["day_from"], unique=False)
    op.create_table(
        "event_actors",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", Words(), nullable=False),
        sa.Column("actor", Words(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n", "role", "actor"),
    )
    op.create_index("event_actors_actor", "event_actors", ["actor", "role", "article"], unique=False)
    op.create_table(
        "events",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("tag", Words(), nullable=False),
        sa.Column("type", Words(), nullable=False),
        sa.Column("mode", Words(), nullable=True),
        sa.Column("status", Words(), nullable=False),
        sa.Column("day_from", Words(), nullable=True),
        sa.Column("day_to", Words(), nullable=True),
        sa.Column("place", Words(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("rule", Words(), nullable=False),
        sa.Column("data", Words(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n"),
    )
    op.create_index("events_day", "events", ["day_from"], unique=False)
    op.create_index("events_type", "events", ["type", "day_from"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("type", Words(), nullable=False),
        sa.Column("actor", Words(), nullable=True),
        sa.Column("rule", Words(), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n"),
    )
    op.create_index("mentions_actor", "mentions", ["actor", "article"], unique=False)
    op.create_table(
        "statements",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("tag", Words(), nullable=False),
        sa.Column("mode", Words(), nullable=False),
        sa.Column("polarity", Words(), nullable=False),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_stop", sa.Integer(), nullable=True),
        sa.Column("spoken", sa.Integer(), nullable=False),
        sa.Column("speaker", Words(), nullable=True),
        sa.Column("speaker_start", sa.Integer(), nullable=True),
        sa.Column("speaker_stop", sa.Integer(), nullable=True),
        sa.Column("hedge", Words(), nullable=True),
        sa.Column("via", Words(), nullable=False),
        sa.Column("rule", Words(), nullable=False),
        sa.Column("same_as", Words(), nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n"),
    )
    op.create_index("statements_polarity", "statements", ["polarity"], unique=False)
    op.create_index("statements_speaker", "statements", ["speaker", "article"], unique=False)
