"""The latest conversations, for those who look after what the bot knows."""

from datetime import datetime, timedelta

from sqlalchemy import update

from bot.store import Latest, schema
from bot.store.conversations import Said

LIVES = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1)


def talked(store, municipality, *texts):
    conversation, _ = store.conversations.start("web", municipality, lives=LIVES)
    for number, text in enumerate(texts):
        store.turns.take(conversation.id, text, text, {}, client_id=f"besked-{number}", answered=True, lives=LIVES)
        turn = store.turns.claim(conversation.id)
        store.turns.answer(turn, [Said("bot", "svar")], understood={"asked": text})
    return conversation.id


def test_turns_come_conversation_by_conversation_in_order(store):
    talked(store, "aalborg", "a", "b")
    talked(store, "aarhus", "c")

    found = Latest(store.database).understood(LONG_AGO, None)

    assert sorted([turn["asked"] for turn in turns] for turns in found) == [["a", "b"], ["c"]]


def test_only_what_the_citizen_wrote_is_read(store):
    conversation = talked(store, "aalborg", "hej", "farvel")

    assert sorted(Latest(store.database).written(LONG_AGO, None)) == [(conversation, "farvel"), (conversation, "hej")]


def test_other_municipalities_and_older_times_are_left_out(store):
    old, new = talked(store, "aalborg", "gammel"), talked(store, "aalborg", "ny")
    talked(store, "aarhus", "anden")
    with store.database.begin() as connection:
        connection.execute(update(schema.conversation).where(schema.conversation.c.id == old).values(started_at=LONG_AGO))

    found = Latest(store.database).written(LONG_AGO + LIVES, {"aalborg"})

    assert found == [(new, "ny")]


def test_no_more_is_read_than_somebody_can_wait_for(store, monkeypatch):
    monkeypatch.setattr("bot.store.latest.MOST", 2)
    for _ in range(3):
        talked(store, "aalborg", "hej")

    assert len(Latest(store.database).understood(LONG_AGO, None)) == 2
