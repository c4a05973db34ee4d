"""Every page is guarded: all of the application's routes are walked, whoever has added them."""

import re

import pytest
from starlette.routing import Mount, Route

from bot.portal.app import portal
from bot.portal.guard import Visitor
from bot.settings import Settings
from bot.store.reach import EVERYWHERE
from tests.portal.conftest import PORTAL

OPEN = re.compile(r"/(ind|ud|invitation|foerste|oidc|healthz|static)(/|$)")
PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")
READS = {"GET", "HEAD"}
KEYS = {"id": "1", "key": "x", "kommune": "aarhus", "kvittering": "ABCD2345"}


def every_route():
    """(method, path) for each; a path's parameters are filled in with something of the right kind."""
    for route in portal(Settings()).routes:
        if isinstance(route, Mount):
            assert OPEN.match(route.path), f"{route.path} er åben for alle"
        elif isinstance(route, Route):
            path = re.sub(
                r"\{(\w+)(?::(\w+))?\}", lambda m: "1" if m.group(2) == "int" else KEYS.get(m.group(1), "x"), route.path
            )
            for method in route.methods or ():
                yield method, path


WAYS = sorted(set(every_route()))
GUARDED = [(method, path) for method, path in WAYS if not OPEN.match(path)]
FORMS = [(method, path) for method, path in WAYS if method not in READS]


def test_the_walk_finds_the_portal():
    assert {("GET", "/"), ("POST", "/brugere"), ("GET", "/log")} <= set(GUARDED)
    assert ("POST", "/ind") in FORMS


def test_only_the_ways_in_are_open():
    """Should this list grow, it is to be seen."""
    opened = {path for _, path in WAYS if OPEN.match(path)}

    assert opened == {
        *("/healthz", "/ind", "/ind/kode", "/ind/opsaetning", "/ud"),
        *("/invitation/x", "/foerste/x", "/oidc/start", "/oidc/svar"),
    }


def test_no_page_is_shown_to_whoever_is_not_in(at_portal):
    async def story(portal):
        stranger = await portal.stranger()
        for method, path in GUARDED:
            answer = await stranger.client.request(method, path, headers={"Origin": PORTAL})

            shown_out = answer.status_code == 303 and answer.headers["location"].split("?")[0] == "/ind"
            assert shown_out or answer.status_code in (401, 403), f"{method} {path}: {answer.status_code}"

    at_portal(story)


@pytest.mark.parametrize("stage", ["begun", "password"])
def test_no_page_is_shown_halfway_in(at_portal, office, stage):
    async def story(portal):
        person = await portal.signed_in("administrator")
        token = office.sessions.begin(account=person.account.id, stage=stage)
        person.client.cookies.clear()
        person.client.cookies.set("portal", token)
        for method, path in GUARDED:
            answer = await person.client.request(method, path, headers={"Origin": PORTAL})

            assert answer.status_code == 303, f"{method} {path}: {answer.status_code}"
            assert answer.headers["location"].split("?")[0] == "/ind"

    at_portal(story)


def test_no_form_works_without_the_session_s_mark(at_portal):
    async def story(portal):
        person = await portal.signed_in("administrator")
        for method, path in FORMS:
            for data in ({}, {"csrf": "gaet"}):
                answer = await person.client.request(method, path, data=data, headers={"Origin": PORTAL})

                refused = answer.status_code == 403 or answer.headers.get("location") == "/ind"
                assert refused, f"{method} {path}: {answer.status_code}"
                assert path.startswith("/ind/") or answer.status_code == 403, f"{method} {path}: {answer.status_code}"

    at_portal(story)


def test_no_form_works_from_another_place(at_portal):
    async def story(portal):
        person = await portal.signed_in("administrator")
        csrf = await person.csrf("/")
        for method, path in FORMS:
            for origin in ("https://ond.test", "null", f"{PORTAL}.ond.test", PORTAL.replace("http:", "https:")):
                answer = await person.client.request(method, path, data={"csrf": csrf}, headers={"Origin": origin})

                assert path.startswith("/ind/") or answer.status_code == 403, f"{method} {path} fra {origin}"

    at_portal(story)


def test_a_closed_account_is_out_at_once(at_portal, office):
    async def story(portal):
        await portal.signed_in("administrator")
        person = await portal.signed_in()

        office.accounts.set_active(person.account.id, False)

        assert (await person.get("/")).status_code == 303

    at_portal(story)


def test_a_role_that_is_taken_away_is_gone_at_once(at_portal, office):
    async def story(portal):
        await portal.signed_in("administrator")
        person = await portal.signed_in("administrator")
        assert (await person.get("/log")).status_code == 200

        office.accounts.set_role(person.account.id, "laeser")

        assert (await person.get("/log")).status_code == 403

    at_portal(story)


@pytest.mark.parametrize("role", ["laeser", "bedoemmer", "redaktoer"])
def test_only_an_administrator_sees_the_users_and_the_log(at_portal, role):
    async def story(portal):
        person = await portal.signed_in(role)

        for path in ("/brugere", "/brugere/1", "/log"):
            assert (await person.get(path)).status_code == 403

    at_portal(story)


def test_each_role_may_what_the_one_before_may():
    def visitor(role, *municipalities):
        return Visitor(1, "kim", "Kim", role, frozenset(municipalities), "x")

    assert visitor("redaktoer").may("bedoemmer")
    assert not visitor("bedoemmer").may("redaktoer")
    assert visitor("laeser", "aarhus").sees("aarhus")
    assert not visitor("laeser", "aarhus").sees("aalborg")
    assert not visitor("laeser", "aarhus").sees(None)
    assert visitor("laeser", EVERYWHERE).sees(None)
