"""An index of the articles' words. Articles kept before come into it when somebody searches or adds.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from riwaya.errors import StoreError

revision = "0003"
down_revision = "0002"

_FTS = """CREATE VIRTUAL TABLE searchable_words USING fts5(
title, body, title_lemmas, body_lemmas, tokenize = "unicode61 remove_diacritics 0 tokenchars '.,/:''-'")"""
_WITH_IT = """CREATE TRIGGER searchable_goes AFTER DELETE ON searchable
BEGIN DELETE FROM searchable_words WHERE rowid = old.article; END"""


def upgrade() -> None:
    """Add it."""
    words = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
    op.create_table(
        "searchable",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("words", words, nullable=True),
        sa.Column("lemmas", words, nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article"),
    )
    if op.get_context().dialect.name == "postgresql":
        for column in ("words", "lemmas"):
            op.create_index(f"searchable_{column}", "searchable", [column], postgresql_using="gin")
        return
    if not op.get_bind().exec_driver_sql("SELECT sqlite_compileoption_used('ENABLE_FTS5')").scalar():
        raise StoreError("this Python's SQLite has no FTS5, which searching needs")
    op.execute("DROP TABLE IF EXISTS searchable_words")  # of a store that a backup is being restored into
    op.execute(_FTS)
    op.execute(_WITH_IT)
