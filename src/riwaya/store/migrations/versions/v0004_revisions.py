"""What tells whether a topic is shown as it was (`topics.rev`), and pages that were deleted and are not to come back.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from riwaya.store.tables import Short, Words

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add them."""
    op.add_column("topics", sa.Column("rev", Words(), nullable=False, server_default=""))
    made = "md5(random()::text)" if op.get_context().dialect.name == "postgresql" else "lower(hex(randomblob(8)))"
    op.execute(f"UPDATE topics SET rev = {made}")
    op.create_table(
        "gone",
        sa.Column("mark", Short(), nullable=False),
        sa.Column("at", Words(), nullable=False),
        sa.PrimaryKeyConstraint("mark"),
    )
