"""Where the words of articles stand, beside the index of words. The index is made anew: by `serve` when it begins, by
who searches or adds.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

_FTS = """CREATE VIRTUAL TABLE searchable_words USING fts5(
title, body, title_lemmas, body_lemmas, tokenize = "unicode61 remove_diacritics 0 tokenchars '.,/:''-'")"""
_WITH_IT = """CREATE TRIGGER searchable_goes AFTER DELETE ON searchable
BEGIN DELETE FROM searchable_words WHERE rowid = old.article; END"""


def upgrade() -> None:
    """Add them."""
    op.drop_table("searchable")
    words = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
    op.create_table(
        "searchable",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("words", words, nullable=True),
        sa.Column("lemmas", words, nullable=True),
        sa.Column("outline", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article"),
    )
    if op.get_context().dialect.name == "postgresql":
        for column in ("words", "lemmas"):
            op.create_index(f"searchable_{column}", "searchable", [column], postgresql_using="gin")
        return
    op.execute("DROP TABLE searchable_words")
    op.execute(_FTS)
    op.execute(_WITH_IT)
