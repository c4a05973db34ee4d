"""A fresh database for each test: SQLite always, PostgreSQL where there is one."""

import os

import pytest
from sqlalchemy import create_engine, text

from bot.store import Conversations, Database, Handovers, Keys, Letters, Peers, Pending, Tallies, Turns
from bot.store.retention import Retention
from tests.conftest import without

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")


def open_at(municipality, moment):
    """Aalborg's office is open before noon; of others it is not known."""
    return moment.hour < 12 if municipality == "aalborg" else None


class Store:
    """All of the store on one database."""

    def __init__(self, database):
        self.database = database
        self.keys = Keys(b"only for tests, and long enough for one")
        self.conversations = Conversations(database, self.keys)
        self.turns = Turns(database)
        self.handovers = Handovers(database, self.keys)
        self.letters = Letters(database, self.keys)
        self.peers = Peers(database, self.keys)
        self.pending = Pending(database, self.keys)
        self.tallies = Tallies(database, open_at)
        self.retention = Retention(database, self.tallies)

    def everything(self):
        """All that stands in all tables, as text."""
        from bot.store.schema import metadata

        with self.database.engine.connect() as connection:
            return " ".join(str(row) for table in metadata.sorted_tables for row in connection.execute(table.select()))


def _postgres():
    if not POSTGRES:
        without("postgresql", "TEST_POSTGRES_URL er ikke sat: lageret er ikke prøvet på PostgreSQL her")
    admin = create_engine(POSTGRES, future=True, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    admin.dispose()
    return POSTGRES


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'samtaler.db'}" if request.param == "sqlite" else _postgres())
    database.upgrade()
    yield Store(database)
    database.close()
