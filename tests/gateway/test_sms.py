"""SMS through the door: signed or refused, once each, numbers never in the clear, answers by the outbox (R4, R7)."""

import asyncio
import hashlib
import hmac
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from bot.channels.gsm import segment_count
from bot.gateway.sms import SmsDesk
from bot.store.handovers import DELIVERED
from bot.store.schema import letter
from tests.gateway.conftest import KEYS

OURS, THEIRS = "+4500000001", "+4520304050"


@pytest.fixture
def house(house):
    from dataclasses import replace

    house.settings = replace(house.settings, gatewayapi_secret="hemmelig", twilio_token="12345", twilio_account="AC1")
    return house


async def text(client, house, words, number=1, *, secret=b"hemmelig", sender=THEIRS, header=None):
    content = {"message": words, "encoding": "UCS2"} | ({"header": header} if header else {})
    event = {"msg_id": f"id-{number}", "sender": int(sender[1:]), "content": content}
    body = json.dumps({"event_id": f"e-{number}", "event_type": "user-message.text.sms", "event": event}).encode()
    signature = "v1=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    answer = await client.post(f"/webhooks/sms/gatewayapi/{OURS[1:]}", content=body, headers={"Signature": signature})
    await house.exchange.finish(5)
    return answer


def sent(house):
    """What waits in the outbox, in order."""
    found = []
    while letter := house.letters.take_due("sms"):
        found.append(letter.content["text"])
        house.letters.sent(letter)
    return found


def test_an_unsigned_message_is_refused_and_heard_by_nobody(at_door, house):
    async def test(client):
        assert (await text(client, house, "hej", secret=b"forkert")).status_code == 403
        form = {"MessageSid": "SM1", "From": THEIRS, "To": OURS, "Body": "hej"}
        assert (await client.post("/webhooks/sms/twilio", data=form)).status_code == 403
        assert (await client.post("/webhooks/sms/twilio", data=form, headers={"X-Twilio-Signature": "x"})).status_code == 403

    at_door(test)
    assert house.engine.heard == []


def test_a_message_is_answered_once_however_often_it_comes(at_door, house):
    async def test(client):
        for _ in range(3):
            assert (await text(client, house, "Jeg har fået afslag")).status_code == 200

    at_door(test)
    assert [words for _, words, _ in house.engine.heard] == ["Jeg har fået afslag"]
    assert sent(house) == ["Du skrev: Jeg har fået afslag\nSvar 1 eller 2:\n1. Ja tak\n2. Nej"]


@pytest.mark.parametrize("answer", ["1", "nummer 1", "svar 1", "et", "1'eren", "1."])
def test_a_number_chooses(at_door, house, answer):
    async def test(client):
        await text(client, house, "hej", 1)
        await text(client, house, answer, 2)

    at_door(test)
    assert house.engine.heard[1][1] == "ja"


def test_every_text_is_at_most_two_segments(at_door, house):
    async def test(client):
        house.engine.custom = None
        await text(client, house, "Jeg har fået afslag på en kørestol, og ingen svarer mig. " * 12)

    at_door(test)
    texts = sent(house)
    assert len(texts) > 1
    assert all(segment_count(one) <= 2 for one in texts)


def test_stop_stops_and_start_starts(at_door, house):
    async def test(client):
        await text(client, house, "STOP", 1)
        await text(client, house, "hallo?", 2)
        await text(client, house, "START", 3)
        await text(client, house, "de skal stoppe min ydelse", 4)

    at_door(test)
    assert [words for _, words, _ in house.engine.heard] == ["de skal stoppe min ydelse"]
    assert [one.split(".")[0] for one in sent(house)][:2] == ["Du får ikke flere beskeder herfra", "Så er vi i gang igen"]


def test_danger_is_heard_before_any_order_even_when_the_model_is_down(at_door, house):
    async def test(client):
        house.engine.down = True
        await text(client, house, "jeg vil ikke leve længere")

    at_door(test)
    first = sent(house)[0]
    assert first.startswith("Ring 112 ved livsfare. Sms til 112 virker ikke.")


def test_a_person_is_called_for_by_one_word_and_only_when_it_was_offered(at_door, house):
    async def test(client):
        await text(client, house, "ring", 1)
        assert house.engine.heard[0][1] == "ring"
        await text(client, house, "MENNESKE", 2)
        await text(client, house, "Ring", 3)

    at_door(test)
    (handover,) = house.handovers.of(house.engine.heard[0][0])
    assert handover.state == DELIVERED
    assert house.handovers.contact(handover.receipt)["reach"] == THEIRS
    assert any(handover.receipt in one for one in sent(house))


def test_the_number_stands_nowhere_in_the_clear(at_door, house, tmp_path):
    async def test(client):
        await text(client, house, "Jeg har fået afslag", 1)
        await text(client, house, "MENNESKE", 2)
        await text(client, house, "RING", 3)

    at_door(test)
    house.database.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert not re.search(rb"20304050|20 30 40 50", kept)


def test_twilio_signs_with_the_public_address(at_door, house):
    form = {"MessageSid": "SM7", "From": THEIRS, "To": OURS, "NumMedia": "1"}  # a picture, no Body
    signature = RequestValidator("12345").compute_signature("http://door.test/webhooks/sms/twilio", form)

    async def test(client):
        answer = await client.post("/webhooks/sms/twilio", data=form, headers={"X-Twilio-Signature": signature})
        assert (answer.status_code, answer.text) == (200, '<?xml version="1.0" encoding="UTF-8"?><Response/>')

    at_door(test)
    assert sent(house) == ["Jeg kan kun læse tekst. Skriv kort, hvad der er galt."]


def test_while_a_person_writes_the_bot_is_silent_both_ways(at_door, house, live):
    async def test(client):
        await text(client, house, "hej", 1)
        sender = house.engine.heard[0][0]
        assert live.take_over(sender, "Nu er det et menneske.")
        await text(client, house, "er du der?", 2)
        assert live.writes(sender, "Ja, jeg er Anne fra kommunen.")
        assert live.hand_back(sender, "Nu er det robotten.")
        while house.letters.waits("deliver"):
            await asyncio.sleep(0.05)
        await text(client, house, "tak", 3)

    at_door(test)
    assert [words for _, words, _ in house.engine.heard] == ["hej", "tak"]
    with house.database.begin() as connection:
        letters = connection.execute(select(letter).where(letter.c.kind == "sms").order_by(letter.c.id)).all()
    words = [KEYS.open(one.sealed)["text"] for one in letters]
    place = words.index("Nu er det et menneske.")
    assert words[place : place + 3] == ["Nu er det et menneske.", "Ja, jeg er Anne fra kommunen.", "Nu er det robotten."]


def test_a_number_that_is_nobodys_is_not_answered(at_door, house, monkeypatch):
    async def test(client):
        monkeypatch.setattr(house.channels, "_by_number", {})
        assert (await text(client, house, "hej")).status_code == 200

    at_door(test)
    assert house.engine.heard == []


def test_the_parts_of_a_long_text_may_come_to_two_doors(at_door, house):
    first, second = "0500037B0201", "0500037B0202"  # reference 123, two parts

    async def one_door(client):
        await text(client, house, "af min kørestol", 2, header=second)

    async def another_door(client):
        assert house.engine.heard == []
        await text(client, house, "Jeg fik afslag på udskiftning ", 1, header=first)

    at_door(one_door)
    kept = b"".join(file.read_bytes() for file in house.settings.state.glob("samtaler.db*"))
    assert "kørestol".encode() not in kept
    at_door(another_door)

    assert [words for _, words, _ in house.engine.heard] == ["Jeg fik afslag på udskiftning af min kørestol"]


def test_a_part_that_never_comes_is_not_waited_for_for_ever(at_door, house, monkeypatch):
    monkeypatch.setattr("bot.gateway.sms.PATIENCE", timedelta(seconds=-1))
    monkeypatch.setattr("bot.channels.sms_parts.PATIENCE", timedelta(seconds=-1))

    async def test(client):
        await text(client, house, "og de svarer ikke", 2, header="0500037B0202")
        await SmsDesk(house).let_go()  # or the door's own chore, if it is quicker
        while not house.engine.heard:
            await asyncio.sleep(0.02)

    at_door(test)

    assert [words for _, words, _ in house.engine.heard] == ["... og de svarer ikke"]


def test_a_text_that_did_not_reach_its_telephone_is_told_to_those_who_look_after_it(at_door, house):
    def status(reference, state):
        return {
            "msg_id": "x1",
            "recipient": int(THEIRS[1:]),
            "status": state,
            "reference": reference,
        }

    async def tell(client, event):
        body = json.dumps({"event_id": "e", "event_type": "message.status.sms", "event": event}).encode()
        signature = "v1=" + hmac.new(b"hemmelig", body, hashlib.sha256).hexdigest()
        answer = await client.post(f"/webhooks/sms/gatewayapi/{OURS[1:]}", content=body, headers={"Signature": signature})
        assert answer.status_code == 200

    async def by_twilio(client, number):
        path, form = (
            f"/webhooks/sms/twilio/status?brev={number}",
            {"MessageSid": "SM1", "To": THEIRS, "MessageStatus": "undelivered"},
        )
        for token, code in (("forkert", 403), ("12345", 200)):
            signature = RequestValidator(token).compute_signature(f"http://door.test{path}", form)
            assert (await client.post(path, data=form, headers={"X-Twilio-Signature": signature})).status_code == code

    def letters():
        with house.database.read() as connection:
            return connection.execute(select(letter.c.state, letter.c.problem).order_by(letter.c.id)).all()

    async def test(client):
        for _ in range(3):
            house.letters.write("sms", {"text": "hej"})
            house.letters.sent(house.letters.take_due("sms"))
        await tell(client, status("1", "UNDELIVERABLE"))
        await tell(client, status("2", "DELIVERED"))
        await by_twilio(client, 3)

    at_door(test)
    assert letters() == [("failed", "sms UNDELIVERABLE"), ("sent", None), ("failed", "sms undelivered")]
