"""When things fail: the language model silent, a door that died, the database away."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.knowledge.channels import Channels
from bot.store import DatabaseDownError, turns


def test_without_the_language_model_danger_is_heard_and_a_person_found(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        house.engine.down = True
        await citizen.say("Jeg vil ikke leve længere")
        messages = await citizen.settled()
        assert messages[1]["urgent"]["signal"] == "livsfare"
        assert {"name": "Livslinien", "phone": "70 201 201"} in messages[1]["urgent"]["numbers"]
        assert messages[2]["text"].startswith("Jeg kan ikke svare lige nu")
        assert "99 31 19 67" in messages[3]["text"]
        contact = (await client.get("/api/v1/municipalities/aalborg")).json()
        assert contact["office"]["phone"] == "99 31 19 67"
        body = {"client_id": "person-01", "name": "Mette", "reach": "20304050", "summary": "Ring til mig", "consent": True}
        assert (await citizen.ask("POST", "/handovers", json=body)).status_code == 201

    at_door(test)


def test_the_next_message_goes_on_where_it_stopped(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("først")
        await citizen.settled()
        house.engine.down = True
        await citizen.say("midt i det")
        await citizen.settled()
        house.engine.down = False
        await citizen.say("bagefter")
        assert (await citizen.settled())[-1]["text"] == "Du skrev: bagefter"

    at_door(test)


def test_what_a_door_that_died_left_is_answered_by_the_next(at_door, arrive, house, monkeypatch):
    conversation, _ = house.conversations.start("web", "aalborg", lives=timedelta(days=1))
    house.turns.take(conversation.id, "hej", "hej", {}, client_id="abcdefgh", answered=True, lives=timedelta(days=1))
    assert house.turns.claim(conversation.id)  # and then the power went
    monkeypatch.setattr(turns, "PATIENCE", timedelta(seconds=-1))

    async def test(client):
        await house.exchange.take_up()
        await house.exchange.finish(5)

    at_door(test)
    assert [one.text for one in house.conversations.messages(conversation.id)] == ["hej", "Du skrev: hej"]


def test_a_slow_answer_keeps_nobody_else_waiting(at_door, arrive, house):
    async def test(client):
        slow, quick = await arrive(client), await arrive(client)
        house.engine.slow = 0.5
        await slow.say("langsom")
        await asyncio.sleep(0.05)
        house.engine.slow = 0.0
        await quick.say("hurtig")
        await quick.settled()
        assert len(await slow.messages()) == 1
        assert len(await slow.settled()) == 2

    at_door(test)


def test_without_the_database_a_clear_word_and_nothing_promised(at_door, arrive, house, monkeypatch):
    async def test(client):
        citizen = await arrive(client)

        def away(*whatever, **more):
            raise DatabaseDownError("OperationalError")

        with monkeypatch.context() as broken:
            broken.setattr(house.turns, "take", away)
            answer = await citizen.say("hej")
        assert answer.status_code == 503
        assert answer.json()["error"]["message"] == "Det virker ikke lige nu. Prøv igen om lidt."
        assert (await citizen.say("hej", client_id="besked-0001")).status_code == 202

    at_door(test)


@pytest.mark.parametrize(("engine", "database", "status"), [(True, True, 200), (False, True, 200), (True, False, 503)])
def test_readiness_says_what_is_away(at_door, house, monkeypatch, engine, database, status):
    async def test(client):
        house.engine.down = not engine
        monkeypatch.setattr(house.database, "answers", lambda: database)
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["engine"], answer.json()["database"]) == (status, engine, database)
        assert (await client.get("/healthz")).status_code == 200

    at_door(test)


def test_no_words_of_a_citizens_in_the_log(at_door, arrive, house, caplog):
    async def test(client):
        citizen = await arrive(client)
        house.engine.down = True
        await citizen.say("kanariefugl")
        await citizen.settled()

    at_door(test)
    assert "engine_down" in caplog.text
    assert "kanariefugl" not in caplog.text


@pytest.fixture
def silenced(house, monkeypatch):
    """Aalborg has closed the bot for now."""

    def close(text=""):
        monkeypatch.setitem(house.channels._by_key, "aalborg", replace(house.channels["aalborg"], silent=True, silent_text=text))

    return close


def test_a_municipality_that_is_silent_is_silent_also_in_talks_that_go_on(at_door, arrive, house, silenced):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("først")
        await citizen.settled()
        silenced("Vi er tilbage på mandag.")
        await citizen.say("og så?")
        messages = await citizen.settled()
        assert [one["text"] for one in messages[-2:]][0] == "Vi er tilbage på mandag."
        assert "99 31 19 67" in messages[-1]["text"]
        await citizen.say("Jeg vil ikke leve længere")
        assert (await citizen.settled())[-3]["urgent"]["signal"] == "livsfare"
        shown = await client.get("/api/v1/municipalities/aalborg")
        assert shown.json()["silent"] == "Vi er tilbage på mandag."
        page = await client.get("/samtale/aalborg")
        assert "Vi er tilbage på mandag." in page.text

    at_door(test)
    assert len(house.engine.heard) == 1


def test_closed_in_a_hurry_there_is_still_something_to_say(at_door, arrive, house, silenced):
    silenced()

    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")
        assert (await citizen.settled())[1]["text"] == house.wording.say("doer.tavs")

    at_door(test)


def test_what_editors_have_changed_counts_from_the_next_message(at_door, arrive, house):
    async def test(client):
        citizen = await arrive(client)
        quiet = Channels([replace(one, silent=True, silent_text="Lukket.") for one in house.channels.values()])
        house.edition.become(replace(house.edition, channels=quiet))
        await citizen.say("hej")
        assert (await citizen.settled())[1]["text"] == "Lukket."

    at_door(test)
