"""What readers said, and what editors decided about it.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

from riwaya.store.tables import Short, Words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "comments",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.Column("about", Short(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("proof", Words(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("proof"),
    )
    op.create_index("comments_about", "comments", ["about"], unique=False)
    op.create_index("comments_by", "comments", ["by", "at"], unique=False)
    op.create_table(
        "comment_acts",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("comment", sa.Integer(), nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.ForeignKeyConstraint(["comment"], ["comments.key"]),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("comment_acts_comment", "comment_acts", ["comment", "key"], unique=False)
