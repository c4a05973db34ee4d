"""A message to a person, by a real mail server: it arrives, or the citizen is told that it did not."""

import asyncio
import socket
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller

from bot.gateway.handover import reachable
from bot.gateway.post import Post
from bot.store import letters

BODY = {
    "client_id": "person-01",
    "name": "Mette Prøvesen",
    "reach": "20 30 40 50",
    "best_time": "formiddag",
    "summary": "Afslag på kørestol. Mit cpr er 010180-1234.",
    "consent": True,
}


class Mailbox:
    """Takes what comes, or says no."""

    def __init__(self):
        self.came = []
        self.says = "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.came.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return self.says


@pytest.fixture
def mailbox(house, monkeypatch):
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    house.settings = replace(house.settings, mail_host="127.0.0.1", mail_port=port, mail_from="bot@example.dk")
    chosen = house.channels["aalborg"]
    monkeypatch.setitem(
        house.channels._by_key, "aalborg", replace(chosen, handovers=replace(chosen.handovers, mail="post@example.dk"))
    )
    yield box
    server.stop()


async def posted(house):
    postman = Post(house)
    await postman.empty()
    await postman.close()


def test_it_arrives_with_what_the_citizen_approved(at_door, arrive, house, mailbox):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")
        await citizen.settled()
        answer = (await citizen.ask("POST", "/handovers", json=BODY)).json()
        assert answer["state"] == "sent"
        await posted(house)
        messages = await citizen.messages()
        assert [one["handover"]["state"] for one in messages if "handover" in one] == ["sent", "delivered"]
        assert answer["receipt"] in messages[-1]["text"]

    at_door(test)
    ((to, mail),) = mailbox.came
    text = mail.get_content()
    assert to == ["post@example.dk"]
    assert all(part in text for part in ("Mette Prøvesen", "+4520304050", "formiddag", "Afslag på kørestol"))
    assert "010180" not in text


def test_sent_twice_it_is_one_mail(at_door, arrive, house, mailbox):
    async def test(client):
        citizen = await arrive(client)
        first, second = [(await citizen.ask("POST", "/handovers", json=BODY)).json() for _ in range(2)]
        assert first["receipt"] == second["receipt"]
        await posted(house)

    at_door(test)
    assert len(mailbox.came) == 1


def test_refused_for_good_the_citizen_is_told(at_door, arrive, house, mailbox):
    mailbox.says = "554 nej"

    async def test(client):
        citizen = await arrive(client)
        await citizen.ask("POST", "/handovers", json=BODY)
        await posted(house)
        last = (await citizen.messages())[-1]
        assert last["handover"]["state"] == "failed"
        assert "nåede ikke frem" in last["text"]

    at_door(test)


def test_a_server_that_is_away_is_tried_again(at_door, arrive, house, mailbox, monkeypatch):
    monkeypatch.setattr(letters, "DELAYS", (timedelta(seconds=-1),) * 3)
    mailbox.says = "451 senere"

    async def test(client):
        citizen = await arrive(client)
        await citizen.ask("POST", "/handovers", json=BODY)
        await posted(house)
        assert (await citizen.messages())[-1]["handover"]["state"] == "failed"

    at_door(test)
    assert len(mailbox.came) == 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"consent": False}, "consent"),
        ({"consent": "ja"}, "consent"),
        ({"name": " "}, "name"),
        ({"reach": "hos mor"}, "reach"),
        ({"summary": ""}, "summary"),
    ],
)
def test_what_is_missing_is_said_by_name(at_door, arrive, change, code):
    async def test(client):
        citizen = await arrive(client)
        answer = await citizen.ask("POST", "/handovers", json={**BODY, **change})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)

    at_door(test)


def test_a_person_takes_over_and_hands_back(at_door, arrive, house, live):
    async def test(client):
        citizen = await arrive(client)
        await citizen.say("hej")
        await citizen.settled()
        sender = house.engine.heard[0][0]
        assert live.take_over(sender, "Nu er det mig.")
        assert not live.take_over(sender, "Nu er det mig.")  # somebody has it
        await citizen.say("er du der?")
        assert live.writes(sender, "Ja, det er jeg.")
        await asyncio.sleep(0.05)
        assert len(house.engine.heard) == 1
        assert live.hand_back(sender, "Nu er det robotten.")
        assert not live.writes(sender, "for sent")
        await citizen.say("tak")
        messages = await citizen.settled()
        assert [one["author"] for one in messages] == [
            "citizen",
            "bot",
            "system",
            "citizen",
            "person",
            "system",
            "citizen",
            "bot",
        ]

    at_door(test)


def test_when_it_is_open_is_said_in_danish(house):
    zone = ZoneInfo("Europe/Copenhagen")
    at = {"open": datetime(2026, 11, 23, 10, tzinfo=zone), "closed": datetime(2026, 11, 22, 10, tzinfo=zone)}
    hours = {name: house.desk.contact("aarhus", at=moment)["hours"] for name, moment in at.items()}
    assert (hours["open"]["open_now"], hours["open"]["text"]) == (True, "Åbent nu til kl. 12")
    assert (hours["closed"]["open_now"], hours["closed"]["text"]) == (False, "Åbner i morgen kl. 9")
    assert house.desk.contact("aalborg")["hours"]["open_now"] is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20 30 40 50", "+4520304050"),
        ("+45 20304050", "+4520304050"),
        ("a@b.dk", "a@b.dk"),
        ("ring", None),
        ("123", None),
        ("", None),
    ],
)
def test_where_one_can_be_reached(written, read):
    assert reachable(written) == read
