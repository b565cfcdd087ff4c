"""How the tables of old stores become those of today (Alembic). A version that was once published never changes."""
