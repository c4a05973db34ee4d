"""The whole login, as a person does it: a link, a password, a telephone, a code. And all that must not work."""

import re
from datetime import timezone

import pyotp
import pytest
from argon2 import PasswordHasher

from bot.portal import codes
from bot.portal.guard import cookie
from bot.portal.passwords import COMMON, OWN_NAME, SHORT, Passwords
from bot.store.audit import AuditFilter
from tests.portal.conftest import PORTAL, QUICK

PASSWORD = "en sætning om en kop te"
SECRET = re.compile(r'class="code">([A-Z2-7 ]+)</span>')
RECOVERY = re.compile(r'class="code">([0-9A-Z]{5} [0-9A-Z]{5})<')


class Telephone:
    """An app that makes codes, with the right time."""

    def __init__(self, secret, clock):
        self._totp, self._clock = pyotp.TOTP(secret.replace(" ", "")), clock

    def code(self, *, later=0):
        at = self._clock.at.replace(tzinfo=timezone.utc).timestamp()
        return self._totp.at(int(at) + 30 * later)


@pytest.fixture
def anna(office):
    """Anna has chosen a password, and has no telephone yet."""
    account = office.accounts.create("anna", name="Anna Lund", role="bedoemmer", municipalities=["aarhus"])
    office.accounts.set_password(account.id, QUICK.hash(PASSWORD))
    return account


@pytest.fixture
def telephone(office, anna, clock):
    """Anna's telephone, set up."""
    secret = codes.new_secret()
    office.accounts.set_codes(anna.id, secret, recovery=["AAAAA22222", "BBBBB33333"], step=0)
    return Telephone(secret, clock)


async def gives_password(person, username="anna", password=PASSWORD, **more):
    return await person.post("/ind", on="/ind", brugernavn=username, adgangskode=password, **more)


async def gives_code(person, code):
    return await person.post("/ind/kode", on="/ind/kode", kode=code)


def test_from_the_first_link_to_the_front_page(at_portal, office, clock):
    async def story(portal):
        person = await portal.stranger()
        link = (office.settings.state / "portal-foerste-link.txt").read_text().strip()
        path = link.removeprefix(PORTAL)
        made = await person.post(path, on=path, navn="Bo Holm", brugernavn="Bo", adgangskode=PASSWORD, igen=PASSWORD)
        assert made.headers["location"] == "/ind?besked=valgt"

        answer = await gives_password(person, "bo")
        assert answer.headers["location"] == "/ind/opsaetning"
        page = await person.get("/ind/opsaetning")
        assert "<svg" in page.text
        telephone = Telephone(SECRET.search(page.text).group(1), clock)
        shown = await person.post("/ind/opsaetning", on="/ind/opsaetning", kode=telephone.code())

        assert len(RECOVERY.findall(shown.text)) == 8
        front = await person.get("/")
        assert front.status_code == 200
        assert "Bo Holm" in front.text
        assert "/brugere" in front.text

    at_portal(story)


def test_the_first_link_is_for_its_owner_s_eyes_works_once_and_is_gone(at_portal, office):
    async def story(portal):
        file = office.settings.state / "portal-foerste-link.txt"
        person, path = await portal.stranger(), file.read_text().strip().removeprefix(PORTAL)
        assert file.stat().st_mode & 0o777 == 0o600
        assert (await person.get("/foerste/gaet")).status_code == 404

        await person.post(path, on=path, navn="Bo", brugernavn="bo", adgangskode=PASSWORD, igen=PASSWORD)

        assert not file.exists()
        assert (await person.get(path)).status_code == 404

    at_portal(story)


def test_there_is_no_first_link_where_somebody_has_an_account(at_portal, office, anna):
    async def story(portal):
        assert not (office.settings.state / "portal-foerste-link.txt").exists()

    at_portal(story)


def test_after_the_password_one_is_not_in_until_the_code_is_right(at_portal, telephone):
    async def story(portal):
        person = await portal.stranger()
        await gives_password(person)

        assert (await person.get("/")).headers["location"] == "/ind"
        assert (await gives_code(person, "000000")).status_code == 422
        assert (await person.get("/")).headers["location"] == "/ind"
        assert (await gives_code(person, telephone.code())).headers["location"] == "/"
        assert (await person.get("/")).status_code == 200

    at_portal(story)


def test_one_comes_back_to_the_page_one_wanted(at_portal, telephone):
    async def story(portal):
        person = await portal.stranger()
        shown = await person.get("/mig?a=1")
        assert shown.headers["location"] == "/ind?til=%2Fmig%3Fa%3D1"

        await gives_password(person, til="/mig?a=1")

        assert (await gives_code(person, telephone.code())).headers["location"] == "/mig?a=1"

    at_portal(story)


@pytest.mark.parametrize("elsewhere", ["//ond.test", "https://ond.test", "/\\ond.test", "ond.test", "/\nond"])
def test_nobody_is_sent_elsewhere_after_the_login(at_portal, telephone, elsewhere):
    async def story(portal):
        person = await portal.stranger()

        await gives_password(person, til=elsewhere)

        assert (await gives_code(person, telephone.code())).headers["location"] == "/"

    at_portal(story)


def test_a_code_works_once(at_portal, telephone, clock):
    async def story(portal):
        first, second = await portal.stranger(), await portal.stranger()
        code = telephone.code()
        await gives_password(first)
        await gives_code(first, code)

        await gives_password(second)

        assert (await gives_code(second, code)).status_code == 422
        clock.passes(seconds=30)
        assert (await gives_code(second, telephone.code())).status_code == 303

    at_portal(story)


@pytest.mark.parametrize(("later", "status"), [(-2, 422), (-1, 303), (1, 303), (2, 422)])
def test_a_telephone_may_be_half_a_minute_off_and_no_more(at_portal, telephone, later, status):
    async def story(portal):
        person = await portal.stranger()
        await gives_password(person)

        assert (await gives_code(person, telephone.code(later=later))).status_code == status

    at_portal(story)


def test_a_paper_code_gets_one_in_once(at_portal, telephone):
    async def story(portal):
        first, second = await portal.stranger(), await portal.stranger()
        await gives_password(first)
        assert (await gives_code(first, "aaaaa 22222")).status_code == 303

        await gives_password(second)

        assert (await gives_code(second, "AAAAA22222")).status_code == 422

    at_portal(story)


def test_an_unknown_name_a_wrong_password_a_closed_and_a_locked_account_look_the_same(at_portal, office, anna, clock):
    async def story(portal):
        closed = office.accounts.create("eva", name="Eva", role="laeser", municipalities=[])
        office.accounts.set_password(closed.id, QUICK.hash(PASSWORD))
        office.accounts.set_active(closed.id, False)
        person = await portal.stranger()

        pages = [await gives_password(person, *what) for what in (("ukendt",), ("anna", "forkert"), ("eva",))]
        for _ in range(4):
            await gives_password(person, "anna", "forkert")
        pages.append(await gives_password(person))

        assert {page.status_code for page in pages} == {422}
        plain = {page.text.replace(name, "") for page, name in zip(pages, ("ukendt", "anna", "eva", "anna"), strict=True)}
        assert len({re.sub(r'value="[^"]*"', "", text) for text in plain}) == 1
        clock.passes(minutes=16)
        assert (await gives_password(person)).status_code == 303

    at_portal(story)


def test_as_much_work_is_done_for_a_name_that_nobody_has(office, anna):
    """The time must not tell who has an account: a password is checked each time."""
    import asyncio

    class Counting(PasswordHasher):
        checked = 0

        def verify(self, hash, password):
            Counting.checked += 1
            return QUICK.verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))

    assert not asyncio.run(passwords.right(None, PASSWORD))
    assert Counting.checked == 1


def test_wrong_codes_lock_too_also_with_the_right_password_in_between(at_portal, telephone):
    async def story(portal):
        person = await portal.stranger()
        for _ in range(5):
            await gives_password(person)
            await gives_code(person, "000000")

        assert (await gives_password(person)).status_code == 422

    at_portal(story)


def test_a_password_hashed_with_weaker_settings_is_hashed_anew(at_portal, office, anna, telephone):
    async def story(portal):
        office.passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
        person = await portal.stranger()

        assert (await gives_password(person)).status_code == 303

        assert "m=16,t=2,p=1" in office.accounts.get(anna.id).password

    at_portal(story)


def test_the_cookie_is_renewed_at_each_step(at_portal, office, telephone):
    async def story(portal):
        person, seen = await portal.stranger(), []
        await person.get("/ind")
        seen.append(person.client.cookies[cookie(office)])
        await gives_password(person)
        seen.append(person.client.cookies[cookie(office)])
        await gives_code(person, telephone.code())
        seen.append(person.client.cookies[cookie(office)])

        assert len(set(seen)) == 3

    at_portal(story)


def test_whoever_is_idle_for_half_an_hour_is_out(at_portal, clock):
    async def story(portal):
        person = await portal.signed_in()
        for _ in range(3):
            clock.passes(minutes=29)
            assert (await person.get("/")).status_code == 200

        clock.passes(minutes=30)

        assert (await person.get("/")).status_code == 303

    at_portal(story)


def test_whoever_leaves_is_out_and_so_is_a_copy_of_the_cookie(at_portal, office):
    async def story(portal):
        person, copy = await portal.signed_in(), await portal.stranger()
        copy.client.cookies.set(cookie(office), person.client.cookies[cookie(office)])

        await person.post("/ud")

        assert (await person.get("/")).status_code == 303
        assert (await copy.get("/")).status_code == 303

    at_portal(story)


@pytest.mark.parametrize(
    ("password", "why"),
    [("for kort", SHORT), ("anna.birgitte", OWN_NAME), ("Adgangskode123", COMMON), ("aaaaaaaaaaaaaa", COMMON)],
)
def test_a_poor_password_is_refused_with_a_reason(at_portal, office, password, why):
    async def story(portal):
        account = office.accounts.create("anna.birgitte", name="Anna", role="laeser", municipalities=[])
        path = f"/invitation/{office.invitations.make(account.id)}"
        person = await portal.stranger()

        page = await person.post(path, on=path, adgangskode=password, igen=password)

        assert page.status_code == 422
        assert why in page.text
        assert (await person.post(path, on=path, adgangskode=PASSWORD, igen=PASSWORD)).status_code == 303
        assert (await person.get(path)).status_code == 410

    at_portal(story)


def test_another_password_ends_the_other_sessions(at_portal, office, anna, telephone):
    async def story(portal):
        here, there = await portal.stranger(), await portal.stranger()
        for person in (here, there):
            await gives_password(person)
            await gives_code(person, telephone.code(later=1 if person is there else 0))
        new = "en anden sætning om kaffe"

        page = await here.post("/mig/adgangskode", on="/mig", adgangskode=PASSWORD, ny=new, igen=new)

        assert "Adgangskoden er skiftet" in page.text
        assert (await here.get("/")).status_code == 200
        assert (await there.get("/")).status_code == 303
        assert (await gives_password(there, password=new)).status_code == 303

    at_portal(story)


def test_a_new_telephone_asks_for_the_password_and_then_the_old_one_is_out(at_portal, office, anna, telephone, clock):
    async def story(portal):
        person = await portal.stranger()
        await gives_password(person)
        await gives_code(person, telephone.code())
        assert (await person.post("/mig/telefon", adgangskode="forkert")).status_code == 422
        assert (await person.post("/mig/telefon/kode", kode="000000")).headers["location"] == "/mig"

        page = await person.post("/mig/telefon", adgangskode=PASSWORD)
        new = Telephone(SECRET.search(page.text).group(1), clock)
        shown = await person.post("/mig/telefon/kode", kode=new.code())

        assert len(RECOVERY.findall(shown.text)) == 8
        clock.passes(minutes=1)
        again = await portal.stranger()
        await gives_password(again)
        assert (await gives_code(again, telephone.code())).status_code == 422
        assert (await gives_code(again, new.code())).status_code == 303

    at_portal(story)


def test_the_log_says_who_came_in_and_who_was_refused(at_portal, office, telephone):
    async def story(portal):
        person = await portal.stranger()
        await gives_password(person, "anna", "forkert")
        await gives_password(person)
        await gives_code(person, telephone.code())

        entries = [(entry.username, entry.act, dict(entry.detail)) for entry in office.audit.read(AuditFilter())]

        assert entries == [("anna", "ind", {"ved": "kode"}), ("anna", "afvist", {"trin": "adgangskode"})]

    at_portal(story)
