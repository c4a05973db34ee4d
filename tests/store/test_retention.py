"""What is too old goes, what is kept for a case stays, and the schema is what the migrations make."""

from datetime import timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update

from bot.store import schema
from bot.store.database import now
from bot.store.retention import Keeping

DAY = timedelta(days=1)


def aged(store, channel, municipality, days, *, kept=False):
    conversation, _ = store.conversations.start(channel, municipality, lives=DAY)
    with store.database.begin() as connection:
        connection.execute(
            update(schema.conversation)
            .where(schema.conversation.c.id == conversation.id)
            .values(last_at=now() - timedelta(days=days), kept=kept)
        )
    return conversation.id


def test_each_channel_and_municipality_has_its_own_time(store):
    old, young = aged(store, "web", "aalborg", 31), aged(store, "web", "aalborg", 29)
    elsewhere, texted = aged(store, "web", "aarhus", 31), aged(store, "sms", "aalborg", 31)
    nowhere = aged(store, "web", None, 31)
    assert store.retention.purge([Keeping("aalborg", "web", timedelta(days=30))]) == 1
    assert store.conversations.get(old) is None
    assert all(store.conversations.get(one) for one in (young, elsewhere, texted, nowhere))
    assert store.retention.purge([Keeping(None, "web", timedelta(days=7))]) == 1
    assert store.retention.to_forget() == [old, nowhere]


def test_what_is_kept_for_a_case_stays(store):
    kept = aged(store, "web", "aalborg", 400, kept=True)
    assert store.retention.purge([Keeping("aalborg", "web", DAY)]) == 0
    assert store.conversations.get(kept)


def test_more_than_one_batch_goes(store, monkeypatch):
    monkeypatch.setattr("bot.store.retention.AT_ONCE", 3)
    for _ in range(7):
        aged(store, "web", "aalborg", 2)
    assert store.retention.purge([Keeping("aalborg", "web", DAY)]) == 7


def test_a_platform_delivers_once(store):
    assert store.peers.first_time("messenger", "mid.1")
    assert not store.peers.first_time("messenger", "mid.1")
    assert store.peers.first_time("sms", "mid.1")


def test_a_number_is_known_again_and_stands_nowhere(store):
    met = store.peers.meet("sms", "+4500000001", "+4520304050")
    assert store.peers.meet("sms", "+4500000001", "+4520304050").key == met.key
    assert store.peers.meet("sms", "+4500000002", "+4520304050").key != met.key
    assert "20304050" not in store.everything()
    assert store.peers.addresses(met) == ["+4500000001", "+4520304050"]


def test_the_migrations_make_the_schema(store):
    with store.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
