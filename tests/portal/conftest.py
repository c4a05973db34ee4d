"""The portal with everything real, its clock in the test's hand, and a database of its own for each test."""

import asyncio
import contextlib
import re
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest
from argon2 import PasswordHasher

from bot.dialogue.edition import Edition
from bot.portal.app import portal
from bot.portal.guard import cookie
from bot.portal.office import Office
from bot.portal.passwords import Passwords
from bot.settings import Settings
from bot.store import Keys
from bot.store.sessions import WHOLE

PORTAL = "http://portal.test"
KEYS = Keys(b"only for tests, and long enough for one")
NOON = datetime(2026, 11, 23, 11, 0)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class TestClock:
    """Stands still until it is told otherwise."""

    __test__ = False

    def __init__(self, at=NOON):
        self.at = at

    def __call__(self):
        return self.at

    def passes(self, **time):
        self.at += timedelta(**time)


class Person:
    """A client of the portal with a cookie jar: sees pages, and sends the forms on them."""

    def __init__(self, client, account=None):
        self.client = client
        self.account = account

    async def get(self, path, **more):
        return await self.client.get(path, **more)

    async def csrf(self, path):
        return CSRF.search((await self.client.get(path, follow_redirects=True)).text).group(1)

    async def post(self, path, *, on="/", **values):
        """Send a form that stands on the page `on` (any page of the portal has a form: the way out)."""
        data = {"csrf": await self.csrf(on)} | values
        return await self.client.post(path, data=data, headers={"Origin": PORTAL})


@pytest.fixture(scope="session")
def parts():
    """What takes a moment to read, once."""
    return Edition.read()


@pytest.fixture
def clock():
    return TestClock()


@pytest.fixture
def office(parts, tmp_path, clock):
    chosen = Settings(state=tmp_path, portal_url=PORTAL)
    office = Office.of_parts(chosen, KEYS, replace(parts), clock)
    office.passwords = Passwords(QUICK)
    return office


class AtPortal:
    """`at_portal(test)`: run a coroutine function with the open portal.

    It is given itself: `await portal.signed_in(role, municipalities)` is a Person who is logged in,
    `portal.stranger()` one who is not.
    """

    def __init__(self, office):
        self.office = office
        self.app = portal(office.settings, office)
        self._people = 0

    def __call__(self, test):
        async def opened():
            async with contextlib.AsyncExitStack() as self._stack:
                await self._stack.enter_async_context(self.app.router.lifespan_context(self.app))
                await test(self)

        asyncio.run(opened())

    async def stranger(self):
        transport = httpx.ASGITransport(app=self.app)
        client = await self._stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=PORTAL))
        return Person(client)

    async def signed_in(self, role="laeser", municipalities=("*",), name="Kim Prøve"):
        """Straight through the store: the login itself is tested where it belongs."""
        self._people += 1
        accounts = self.office.accounts
        account = accounts.create(f"person{self._people}", name=name, role=role, municipalities=municipalities)
        person = await self.stranger()
        token = self.office.sessions.begin(account=account.id, stage=WHOLE)
        person.client.cookies.set(cookie(self.office), token)
        person.account = account
        return person


@pytest.fixture
def at_portal(office):
    return AtPortal(office)
