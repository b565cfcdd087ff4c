"""Marks, weight and rank of stories, for lists. Topics told before are told again when somebody asks for them.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from riwaya.store.tables import Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add them."""
    for table in ("stories", "topics"):
        op.add_column(table, sa.Column("weight", sa.Float(), nullable=False, server_default="0"))
        op.add_column(table, sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
        op.create_index(f"{table}_rank", table, ["rank", "id"], unique=False)
    op.add_column("stories", sa.Column("events", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "story_marks",
        sa.Column("story", Words(), nullable=False),
        sa.Column("mark", Words(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story", "mark"),
    )
    op.create_index("story_marks_mark", "story_marks", ["mark"], unique=False)
    op.execute("UPDATE topics SET document = NULL")
