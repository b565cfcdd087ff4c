"""How many articles a topic was last told from (`topics.told`).

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add it: so far a topic's number of articles was that of what was told."""
    op.add_column("topics", sa.Column("told", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE topics SET told = size")
