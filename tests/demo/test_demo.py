"""The demo as a whole, at a real door with a scripted language model: it fills, and it takes away just what it made."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from bot.demo.app import Demo, NotHereError, run
from bot.demo.cast import cast
from bot.demo.citizens import load_citizens
from bot.demo.lines import Backstage
from bot.demo.player import Player, objection
from bot.demo.staff import USERNAMES, Staff
from bot.gateway.engine import Reply
from bot.knowledge.channels import load_channels
from bot.settings import Settings
from bot.store import Accounts
from bot.store.database import now
from bot.store.inbox import Inbox
from bot.store.queue import Queue
from bot.store.remarks import Remarks
from bot.store.schema import metadata
from bot.store.staging import Staging
from tests.gateway.conftest import KEYS, ScriptedEngine, parts  # noqa: F401 (a fixture)
from tests.gateway.served import guided_house, served

TODAY = date(2026, 11, 22)
LONG = timedelta(hours=24)
ANSWERED = {
    "text": "Sidste dag er fredag den 4. december 2026.",
    "custom": {
        "outcome": {
            "route": "klageorgan",
            "body": "ankestyrelsen",
            "case_type": "afgoerelse",
            "area": "hjaelpemidler",
            "row": "klageorgan",
            "facts": {"emne": "afgoerelse", "omraade": "hjaelpemidler"},
            "confidence": 0.9,
            "deadline": {"date": "2026-12-04", "passed": False, "days_left": 12},
        }
    },
}
QUESTION = {"fact": "oensker", "options": [{"value": "aendre", "title": "Lavet om"}, {"value": "klage", "title": "Klage"}]}


class Triage(ScriptedEngine):
    """Asks what they hope for, then has an answer."""

    async def turn(self, sender, text, told):
        await super().turn(sender, text, told)
        asked = [who for who, *_ in self.heard].count(sender) > 1
        says = ANSWERED if asked else {"text": "Hvad håber du at opnå?", "custom": {"question": QUESTION}}
        return Reply([says], {"facts": {"emne": "afgoerelse"}, "asked": None if asked else "oensker"})


@pytest.fixture
def house(tmp_path, parts):  # noqa: F811
    house = guided_house(tmp_path, parts)
    house.engine = Triage()
    house.exchange._engine = house.engine
    return house


@pytest.fixture
def played(house, base):
    """`played(number)`: so many parts played at the open door."""

    def played(number=24):
        channels = load_channels()
        chosen = cast(load_citizens(base), channels, number=number, today=TODAY, chance=Random(1))
        backstage = Backstage.of(house.database, KEYS)
        with served(house) as door:
            player = Player(door, backstage, Staging(house.database), channels, TODAY)
            return asyncio.run(player.play_all(chosen, lambda done: None))

    return played


@pytest.fixture
def worked(played, house, base):
    """`worked()`: played, and worked on by the staff."""

    def worked(number=24):
        found = played(number)
        staff = Staff.hired(house.database, KEYS, now())
        staff.work(found, base, load_channels(), now=now(), chance=Random(1))
        with house.database.begin() as connection:
            house.tallies.count_these(connection, [one.conversation for one in found], now())
        return found

    return worked


def rows(database):
    """How many rows each table has."""
    with database.engine.connect() as connection:
        return {table.name: len(connection.execute(table.select()).all()) for table in metadata.sorted_tables}


def a_real_citizen(house):
    """Somebody who has nothing to do with the demo, and a person who has judged and tagged it `demo`."""
    conversations, accounts = house.conversations, Accounts(house.database, KEYS)
    key = conversations.start("web", "aarhus", lives=LONG)[0].id
    house.turns.take(key, "Ingen svarer mig", "x", {}, client_id="12345678", answered=False, lives=LONG)
    who = accounts.create("kim", name="Kim", role="bedoemmer", municipalities=["*"])
    Remarks(house.database).tag(key, "demo")
    Remarks(house.database).say(key, who.id, "Hun har ret")
    house.handovers.leave(
        key, client_id="12345678", municipality="aarhus", channel="web", summary="Ring", contact={"name": "A"}, mail_to=""
    )
    return key


def test_each_part_becomes_a_conversation_on_its_own_day(played, house):
    found = played()

    for one in found:
        messages = house.conversations.messages(one.conversation)
        assert messages[0].author == "citizen"
        assert messages[0].at == one.part.begins
        assert [message.at for message in messages] == sorted(message.at for message in messages)
    assert {one.part.channel for one in found} >= {"web", "side", "sms"}


def test_the_deadline_moves_with_the_conversation(played, house):
    found = played()

    outcomes = 0
    for one in found:
        for message in house.conversations.messages(one.conversation):
            if outcome := (message.custom or {}).get("outcome"):
                outcomes += 1
                days = date.fromisoformat(outcome["deadline"]["date"]) - one.part.begins.date()
                assert days == date(2026, 12, 4) - TODAY
                assert "december 2026" not in message.text or one.part.begins.date() > TODAY - timedelta(days=12)
    assert outcomes > len(found) / 2


def test_who_reads_the_summary_carefully_says_what_is_wrong_with_it(base):
    citizen = next(one for one in load_citizens(base) if one.key == "gulvet")

    assert citizen.truth.afgoerelse == "ja"
    assert objection(citizen, {"afgoerelse": "nej", "oensker": "aendre"}) == "Nej, jeg har fået en afgørelse"
    assert objection(citizen, {"afgoerelse": "ja"}) is None


def test_a_conversation_of_the_demo_can_no_longer_be_written_to(house):
    started, token = house.conversations.start("web", "aarhus", lives=LONG)

    Staging(house.database).mark(started.id)

    assert house.conversations.opened_by(token, channel="web", municipality="aarhus") is None
    assert Remarks(house.database).tags(started.id) == ["demo"]


def test_the_staff_judge_differ_settle_and_propose(worked, house):
    worked(120)

    counted = rows(house.database)
    assert counted["review"] > 20
    assert counted["queued"] == 120 == counted["tally"]
    assert counted["comment"] > 0
    assert counted["correction"] > 1
    assert counted["change"] == 2
    states = {state: Queue(house.database).count({"*"}, state) for state in ("open", "done")}
    assert min(states.values()) > 0
    assert sum(Inbox(house.database).counts({"*"}).values()) == counted["handover"] > 0
    assert any(tally.verdict for tally in house.tallies.between("2025-01", "2026-12"))


def test_nobody_can_come_in_as_the_invented_staff(worked, house):
    worked(12)

    accounts = Accounts(house.database, KEYS)
    assert [accounts.named(username).active for username in USERNAMES] == [False] * len(USERNAMES)
    assert [accounts.named(username).password for username in USERNAMES] == [None] * len(USERNAMES)
    assert not accounts.exist()  # so the portal still makes the link for the first administrator


def test_removing_takes_just_what_the_demo_made(worked, house):
    real = a_real_citizen(house)
    before = rows(house.database)
    worked(60)

    gone = Staging(house.database).remove(USERNAMES)

    after = rows(house.database)
    assert gone == 60
    assert house.conversations.get(real) is not None
    ours = set(before) - {"forgotten", "received"}  # what the language model is still to forget, and what platforms may repeat
    assert {name: after[name] for name in ours} == {name: before[name] for name in ours}


def test_it_is_not_made_twice(worked, house, tmp_path, capsys):
    worked(12)
    before = rows(house.database)

    status = run(Settings(state=tmp_path), remove=False, now=now(), today=TODAY)

    assert status == 0
    assert "Demoen er her allerede (12 samtaler). Fjern den med: make demo SLET=ja" in capsys.readouterr().out
    assert rows(house.database) == before


@pytest.mark.parametrize("real", ["gatewayapi_secret", "twilio_token", "messenger_app_secret", "mail_host"])
def test_it_is_not_made_where_there_are_real_citizens(tmp_path, real):
    chosen = replace(Settings(state=tmp_path / "var"), **{real: "noget"})

    with pytest.raises(NotHereError, match=f"BOT_{real.upper()}"):
        Demo.build(chosen)

    assert not chosen.state.exists()


def test_it_is_not_made_where_the_demo_pages_are_off(tmp_path):
    with pytest.raises(NotHereError, match="BOT_DEMO"):
        Demo.build(Settings(state=tmp_path / "var", demo=False))
