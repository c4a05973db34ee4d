"""The door with everything real but the language model, which is scripted: its answers, its silences."""

import asyncio
import contextlib
from dataclasses import replace

import httpx
import pytest

from bot.danger import Alarm
from bot.dialogue.edition import Edition
from bot.gateway.app import door
from bot.gateway.engine import EngineDownError, Reply
from bot.gateway.house import House
from bot.knowledge.names import lexicon
from bot.privacy import Masker
from bot.settings import Settings
from bot.store import Keys, Live

ORIGIN = "https://www.aalborg.dk"
QUESTION = {"question": {"fact": "afgoerelse", "options": [{"value": "ja", "title": "Ja tak"}, {"value": "nej", "title": "Nej"}]}}


class ScriptedEngine:
    """Repeats what it is told with a question; `down`, `slow` and `closed` make it fail."""

    def __init__(self):
        self.heard = []
        self.forgot = []
        self.down = False
        self.slow = 0.0
        self.custom = QUESTION

    async def turn(self, sender, text, told):
        self.heard.append((sender, text, dict(told)))
        await asyncio.sleep(self.slow)
        if self.down:
            raise EngineDownError("ConnectError")
        return Reply([{"text": f"Du skrev: {text}", "custom": self.custom}], {"facts": {"kommune": "aalborg"}})

    async def forget(self, sender):
        if self.down:
            raise EngineDownError("ConnectError")
        self.forgot.append(sender)

    async def answers(self):
        return not self.down

    async def close(self):
        pass


KEYS = Keys(b"only for tests, and long enough for one")


@pytest.fixture(scope="session")
def parts():
    """What takes a moment to read, once."""
    edition = Edition.read()
    return edition, Alarm(edition.base.danger_signals), Masker(lexicon(), ())


@pytest.fixture
def house(parts, tmp_path):
    edition, alarm, masker = parts
    chosen = Settings(state=tmp_path, demo=False, public_url="http://door.test")
    return House.of_parts(chosen, KEYS, ScriptedEngine(), replace(edition), alarm, masker)


@pytest.fixture
def live(house):
    """A person at the office, at another program on the same store."""
    return Live(house.database, KEYS)


@pytest.fixture
def at_door(house):
    """`at_door(test)`: run a coroutine function with a client at the open door."""

    def run(test):
        async def opened():
            app = door(house.settings, house)
            async with contextlib.AsyncExitStack() as stack:
                await stack.enter_async_context(app.router.lifespan_context(app))
                transport = httpx.ASGITransport(app=app)
                client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://door.test"))
                await test(client)

        asyncio.run(opened())

    return run


class Citizen:
    """A client of the web chat API."""

    def __init__(self, client, token):
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}", "Origin": ORIGIN}
        self.sent = 0

    @classmethod
    async def arrive(cls, client, municipality="aalborg"):
        answer = await client.post("/api/v1/conversations", json={"municipality": municipality}, headers={"Origin": ORIGIN})
        assert answer.status_code == 201, answer.text
        return cls(client, answer.json()["token"])

    async def say(self, text=None, *, option=None, client_id=None):
        self.sent += 1
        body = {"client_id": client_id or f"besked-{self.sent:04}"} | ({"option": option} if option else {"text": text})
        return await self.client.post("/api/v1/messages", json=body, headers=self.headers)

    async def messages(self, after=0, wait=0):
        answer = await self.client.get("/api/v1/messages", params={"after": after, "wait": wait}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"]

    async def settled(self):
        """All messages, once nothing more is on its way."""
        for _ in range(300):
            answer = await self.client.get("/api/v1/messages", params={"after": 0}, headers=self.headers)
            if not answer.json()["typing"]:
                return answer.json()["messages"]
            await asyncio.sleep(0.01)
        raise AssertionError("svaret kom aldrig")

    async def ask(self, method, path, **more):
        return await self.client.request(method, f"/api/v1{path}", headers=self.headers, **more)


@pytest.fixture
def arrive():
    return Citizen.arrive
