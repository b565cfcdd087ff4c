"""The index of words is emptied, and made anew as in 0006: lemmas of nouns before a pronoun are others now.

Revision ID: 0008
"""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Empty it; what hangs on its rows goes with them."""
    op.execute("DELETE FROM searchable")
