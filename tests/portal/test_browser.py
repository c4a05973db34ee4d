"""Login and administration in a real browser, at a desk and on a telephone. Pictures are left in `tests/portal/out/`.

A page that a script or a style from outside the policy had a part in would show in the console: that is a failure too.
"""

import re
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pyotp
import pytest

from bot.portal.guard import cookie
from bot.portal.office import Office
from bot.portal.passwords import Passwords
from bot.settings import Settings
from bot.store.sessions import WHOLE
from tests.hooks.test_server import free_port
from tests.portal.conftest import KEYS, QUICK
from tests.portal.served import served

OUT = Path(__file__).parent / "out"
SIZES = {"telefon": {"width": 360, "height": 740}, "skaerm": {"width": 1280, "height": 800}}
PASSWORD = "en sætning om en kop te"

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright mangler: portalen er ikke prøvet i en browser")
axe_core = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe mangler: tilgængeligheden er ikke prøvet")
expect = sync_api.expect


@pytest.fixture
def office(parts, tmp_path, clock):
    office = Office.of_parts(Settings(state=tmp_path, portal_port=free_port()), KEYS, replace(parts), clock)
    office.passwords = Passwords(QUICK)
    return office


@pytest.fixture
def arrives(browser, office):
    """Gives pages of people with a browser of their own; nothing may have been refused or failed in silence."""
    contexts, faults = [], []

    def arrive(size="skaerm", path="/", **more):
        context = browser.new_context(viewport=SIZES[size], locale="da-DK", **more)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(url + path)
        return page

    with served(office) as url:
        yield arrive
        for context in contexts:
            context.close()
    assert faults == []


def looked_at(page, name, size):
    """A picture, no findings by axe, and nothing wider than the window."""
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"{name}-{size}.png", full_page=True)
    found = axe_core.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0, f"{name} er {wide} punkter for bred"


@pytest.mark.parametrize("size", SIZES)
def test_from_the_first_link_to_a_colleague_and_out_again(arrives, office, clock, size):
    first = (office.settings.state / "portal-foerste-link.txt").read_text().strip()
    page = arrives(size, first.removeprefix(office.settings.portal))
    looked_at(page, "foerste", size)
    page.get_by_label("Dit navn").fill("Bo Holm")
    page.get_by_label("Brugernavn").fill("bo")
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_label("Den samme igen").fill(PASSWORD)
    page.get_by_role("button", name="Opret").click()
    looked_at(page, "ind", size)

    page.get_by_label("Brugernavn").fill("bo")
    page.get_by_label("Adgangskode").fill("forkert adgangskode")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("alert")).to_contain_text("passer ikke sammen")
    looked_at(page, "ind-forkert", size)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    looked_at(page, "telefon", size)

    secret = re.sub(r"\s", "", page.locator(".code").inner_text())
    at = clock.at.replace(tzinfo=timezone.utc)
    page.get_by_label("Skriv de seks tal").fill(pyotp.TOTP(secret).at(at))
    page.get_by_role("button", name="Videre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gem dine nødkoder")
    looked_at(page, "noedkoder", size)
    page.get_by_role("link", name="Jeg har gemt dem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad venter")
    looked_at(page, "forside-tom", size)

    page.get_by_role("navigation").get_by_role("link", name="Brugere").click()
    page.get_by_label("Navn", exact=True).fill("Ida Vang")
    page.get_by_label("Brugernavn", exact=True).fill("ida.vang@aalborg.test")
    page.get_by_label("Rolle").select_option(label="Bedømmer")
    page.get_by_label("Aalborg").check()
    page.get_by_role("button", name="Opret").click()
    looked_at(page, "link", size)
    page.get_by_role("link", name="Til brugerne").click()
    looked_at(page, "brugere", size)
    page.get_by_role("link", name="Ida Vang").click()
    looked_at(page, "bruger", size)
    page.get_by_role("navigation").get_by_role("link", name="Log", exact=True).click()
    looked_at(page, "log", size)
    page.get_by_role("link", name="Bo Holm").click()
    looked_at(page, "mig", size)
    page.goto(office.settings.portal + "/findes-ikke")
    looked_at(page, "fejl", size)

    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("status")).to_have_text("Du er logget ud.")
    page.goto(office.settings.portal + "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")


def test_one_logs_in_with_the_keyboard_alone_and_without_script(arrives, office, clock):
    account = office.accounts.create("ida", name="Ida Vang", role="laeser", municipalities=["aalborg"])
    office.accounts.set_password(account.id, QUICK.hash(PASSWORD))
    secret = pyotp.random_base32()
    office.accounts.set_codes(account.id, secret, recovery=[], step=0)
    page = arrives(java_script_enabled=False)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("ida")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode fra telefonen")
    page.get_by_label("De seks tal").focus()
    page.keyboard.type(pyotp.TOTP(secret).at(clock.at.replace(tzinfo=timezone.utc)))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad venter")


def test_the_code_page_has_no_faults(arrives, office):
    account = office.accounts.create("ida", name="Ida Vang", role="laeser", municipalities=["aalborg"])
    office.accounts.set_password(account.id, QUICK.hash(PASSWORD))
    office.accounts.set_codes(account.id, pyotp.random_base32(), recovery=[], step=0)
    for size in SIZES:
        page = arrives(size)
        page.get_by_label("Brugernavn").fill("ida")
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        looked_at(page, "kode", size)
        page.get_by_label("De seks tal").fill("000000")
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("alert")).to_contain_text("Koden passer ikke")
        looked_at(page, "kode-forkert", size)


@pytest.mark.parametrize("size", SIZES)
def test_the_front_page_shows_what_waits(arrives, office, size):
    account = office.accounts.create("ida", name="Ida Vang", role="redaktoer", municipalities=["aalborg"])
    for number in range(3):
        talk, _ = office.conversations.start("web", "aalborg", lives=timedelta(days=1))
        given = {"municipality": "aalborg", "channel": "web", "summary": "", "contact": {}, "mail_to": ""}
        left = office.handovers.leave(talk.id, client_id=f"besked-{number}", **given)
    office.handovers.become(left.receipt, "failed")
    page = arrives(size)
    token = office.sessions.begin(account=account.id, stage=WHOLE)
    page.context.add_cookies([{"name": cookie(office), "value": token, "url": office.settings.portal}])
    page.goto(office.settings.portal)

    expect(page.get_by_role("listitem").filter(has_text="2 beskeder venter på et svar")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="1 besked til et menneske er ikke nået frem")).to_be_visible()
    looked_at(page, "forside", size)
    page.emulate_media(media="print")
    page.screenshot(path=OUT / f"forside-print-{size}.png", full_page=True)
    expect(page.get_by_role("navigation")).to_be_hidden()
