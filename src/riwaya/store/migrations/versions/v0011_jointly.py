"""Those who say a statement together with its speaker (`statements.jointly`).

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

from riwaya.store.tables import Words

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add them: of statements kept before only the first speaker is known."""
    op.add_column("statements", sa.Column("jointly", Words(), nullable=False, server_default="[]"))
