"""Alembic's way in: run on the connection the database hands over."""

from alembic import context

from bot.store import staff_schema  # noqa: F401  (its tables are in the same metadata)
from bot.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
