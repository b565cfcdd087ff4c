"""Alembic's way in: it works on the connection, inside the transaction, that `riwaya.store.connect` gives it."""

from alembic import context

from riwaya.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
