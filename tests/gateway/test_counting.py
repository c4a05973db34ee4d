"""The door counts what is over, by itself, with the opening hours it knows."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import update

from bot.store import schema

MONDAY_AT_TEN = datetime(2020, 7, 6, 8, 0)  # ten on Danish clocks


def over(house, municipality):
    """A conversation that has long been quiet."""
    begun, _ = house.conversations.start("web", municipality, lives=timedelta(days=1))
    house.turns.take(begun.id, "hej", "hej", {}, client_id="besked-1", answered=False, lives=timedelta(days=1))
    with house.database.begin() as connection:
        mine = schema.conversation.c.id == begun.id
        connection.execute(update(schema.conversation).where(mine).values(started_at=MONDAY_AT_TEN, last_at=MONDAY_AT_TEN))
    return begun.id


def test_what_is_over_is_counted_when_the_door_is_open(house, at_door):
    over(house, "aarhus")

    async def story(client):
        for _ in range(300):
            counted = house.tallies.between("2020-07", "2020-07")
            if counted:
                break
            await asyncio.sleep(0.01)
        (one,) = counted
        assert (one.municipality, one.hour, one.open, one.messages) == ("aarhus", 10, True, 1)

    at_door(story)


def test_where_a_citizen_deletes_their_conversation_only_the_bare_count_is_left(house, at_door):
    conversation = over(house, "aarhus")
    house.tallies.count(MONDAY_AT_TEN + timedelta(hours=1))

    async def story(client):
        await house.forget(house.conversations.get(conversation))

        (one,) = house.tallies.between("2020-07", "2020-07")
        assert (one.municipality, one.channel, one.month, one.deleted) == ("aarhus", "web", "2020-07", True)
        assert (one.hour, one.messages, one.open) == (None, None, None)

    at_door(story)
