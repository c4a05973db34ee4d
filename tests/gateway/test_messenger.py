"""Messenger through the door: Meta's signature or nothing, every message of a batch, once; a way on by default (R5-R8)."""

import hashlib
import hmac
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.database import now

PAGE, PSID = "000000000000001", "4711"


@pytest.fixture
def house(house):
    house.settings = replace(house.settings, messenger_app_secret="hemmelig", messenger_verify_token="vores")
    return house


@pytest.fixture
def opened(house, monkeypatch):
    """The municipality has said that questions may be asked there."""
    chosen = house.channels["aalborg"]
    wide = replace(chosen, messenger=replace(chosen.messenger, open=True))
    monkeypatch.setitem(house.channels._by_page, PAGE, wide)
    monkeypatch.setitem(house.channels._by_key, "aalborg", wide)
    return house


def event(words, mid, **more):
    return {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": 1, "message": {"mid": mid, "text": words, **more}}


async def post(client, house, *events, header="X-Hub-Signature-256", scheme="sha256", secret=b"hemmelig"):
    body = json.dumps({"object": "page", "entry": [{"id": PAGE, "time": 1, "messaging": list(events)}]}).encode()
    signature = f"{scheme}={hmac.new(secret, body, scheme).hexdigest()}"
    answer = await client.post("/webhooks/messenger", content=body, headers={header: signature})
    await house.exchange.finish(5)
    return answer


def sent(house):
    found = []
    while letter := house.letters.take_due("messenger"):
        found.append(letter.content["body"]["message"])
        house.letters.sent(letter)
    return found


def test_only_meta_is_believed(at_door, house):
    async def test(client):
        for wrong in (
            {"scheme": "md5"},
            {"scheme": "sha1", "header": "X-Hub-Signature"},
            {"secret": b"andet"},
            {"scheme": "sha1"},
        ):
            assert (await post(client, house, event("hej", "m1"), **wrong)).status_code == 403, wrong
        assert (await client.post("/webhooks/messenger", json={"object": "page"})).status_code == 403

    at_door(test)
    assert house.engine.heard == []


def test_the_address_is_verified(at_door, house):
    async def test(client):
        asks = {"hub.mode": "subscribe", "hub.verify_token": "vores", "hub.challenge": "1158201444"}
        answer = await client.get("/webhooks/messenger", params=asks)
        assert (answer.status_code, answer.text) == (200, "1158201444")
        assert (await client.get("/webhooks/messenger", params={**asks, "hub.verify_token": "x"})).status_code == 403

    at_door(test)


def test_every_message_of_a_batch_once(at_door, opened):
    async def test(client):
        batch = (event("en", "m1"), event("to", "m2"), event("ekko", "m3", is_echo=True))
        for _ in range(2):
            assert (await post(client, opened, *batch)).status_code == 200

    at_door(test)
    assert [words for _, words, _ in opened.engine.heard] == ["en", "to"]


def test_opened_it_asks_with_buttons(at_door, opened):
    async def test(client):
        await post(client, opened, event("hej", "m1"))
        await post(client, opened, event("Ja tak", "m2", quick_reply={"payload": "2.1"}))

    at_door(test)
    first = sent(opened)[0]
    assert [one["title"] for one in first["quick_replies"]] == ["Ja tak", "Nej"]
    assert opened.engine.heard[1][1] == "ja"


def test_by_default_it_only_shows_the_way_and_what_was_written_goes_along(at_door, house):
    async def test(client):
        await post(client, house, event("Jeg har fået afslag på en kørestol", "m1"))
        (message,) = sent(house)
        assert "quick_replies" not in message
        path = re.search(r"http://door\.test(/fortsaet/\S+)", message["text"])[1]
        for _ in range(2):  # a preview fetches it, and spends nothing
            assert (await client.get(path)).status_code == 200
        moved = await client.post(path)
        assert (moved.status_code, moved.headers["location"]) == (303, "/samtale/aalborg#nyt")
        page = await client.get("/samtale/aalborg")
        assert "Jeg har fået afslag på en kørestol" in page.text
        client.cookies.clear()
        assert (await client.post(path)).status_code == 410

    at_door(test)


def test_danger_is_answered_there_too(at_door, house):
    async def test(client):
        house.engine.down = True
        await post(client, house, event("jeg vil ikke leve længere", "m1"))

    at_door(test)
    assert "70 201 201" in sent(house)[0]["text"]


def test_a_picture_is_met_with_a_word(at_door, house):
    async def test(client):
        picture = {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": 1}
        await post(client, house, {**picture, "message": {"mid": "m1", "attachments": [{"type": "image", "payload": {}}]}})

    at_door(test)
    assert "kun læse tekst" in sent(house)[0]["text"]


def test_after_24_hours_nothing_is_sent(at_door, opened, monkeypatch):
    async def test(client):
        await post(client, opened, event("hej", "m1"))
        from bot.gateway import post as postman

        monkeypatch.setattr(postman, "now", lambda: now() + timedelta(hours=25))
        letters = postman.Post(opened)
        await letters.empty()
        await letters.close()

    at_door(test)
    assert sent(opened) == []


def test_the_visitor_stands_nowhere_in_the_clear(at_door, house, tmp_path):
    visitor = "99887766554433"

    async def test(client):
        await post(client, house, {**event("hej", "m1"), "sender": {"id": visitor}})

    at_door(test)
    house.database.close()
    assert visitor.encode() not in b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert hashlib.sha256(visitor.encode()).hexdigest().encode() not in (tmp_path / "samtaler.db").read_bytes()
