"""One conversation's way through the portal, in the hands of four people, each in a browser of their own.

Found, read and judged by one, judged otherwise by another, settled by a third; learned from, taken to the journal,
counted in the yearly report, and all of it in the log. Pictures are left in `tests/portal/out/`.
"""

import io
import re
import zipfile
from datetime import timezone

import openpyxl
import pyotp
import pypdf
import pytest

from bot.portal.guard import cookie
from bot.review.reasons import raters
from bot.store.conversations import Said
from bot.store.queue import DISAGREED, DONE
from bot.store.sessions import WHOLE
from tests.portal.conftest import QUICK
from tests.portal.talks import OUTCOME, Talks
from tests.portal.test_browser import PASSWORD, SIZES, arrives, expect, looked_at, office
from tests.portal.test_numbers import counted

__all__ = ["arrives", "office"]  # fixtures

MOST_STOPS = 150


@pytest.fixture
def telephones(office):
    """The staff, by username: the telephone each gets codes from."""
    roles = {"mette": "bedoemmer", "jens": "bedoemmer", "lone": "redaktoer", "bo": "administrator"}
    found = {}
    for username, role in roles.items():
        account = office.accounts.create(username, name=f"{username.title()} Prøve", role=role, municipalities=["*"])
        office.accounts.set_password(account.id, QUICK.hash(PASSWORD))
        secret = pyotp.random_base32()
        office.accounts.set_codes(account.id, secret, recovery=[], step=0)
        found[username] = pyotp.TOTP(secret)
    return found


@pytest.fixture
def enters(arrives, office, clock, telephones):
    """`enters("jens")`: the front page, after a login in two steps."""

    def enters(username):
        page = arrives(path="/ind")
        page.get_by_label("Brugernavn").fill(username)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        page.get_by_label("De seks tal").fill(telephones[username].at(clock.at.replace(tzinfo=timezone.utc)))
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hvad venter")
        return page

    return enters


@pytest.fixture
def wheelchair(office, clock):
    """A conversation that two are to judge, since the citizen was not helped; others lie around it. Its key."""
    talks = Talks(office)
    for text in ("Min nabo larmer hver nat", "Ingen ringer tilbage til mig", "Min søns skole svarer ikke"):
        other = talks.start()
        talks.citizen(other, text, Said("bot", "Du kan klage.", {"outcome": OUTCOME}))
        clock.passes(minutes=5)
    key = talks.start()
    while raters(key) != 2:
        office.conversations.forget(key)
        key = talks.start()
    talks.story(key)
    office.conversations.rate(key, "nej", "Jeg ville bare have, at nogen hørte på mig.")
    counted(office, 40, "aarhus", month="2026-10")
    clock.passes(hours=1)
    office.queue.fill()
    return key


def tabs_to(page, wanted):
    """With Tab alone, from wherever one is."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{wanted} nås ikke med Tab")


def goes(page, where):
    page.get_by_role("navigation", name="Hovedmenu").get_by_role("link", name=where, exact=True).click()
    expect(page.get_by_role("navigation", name="Hovedmenu").locator("[aria-current=page]")).to_have_text(where)


def fetched(page, button, folder):
    """The file that a press of a link or a button gives, saved; its name and what is in it."""
    with page.expect_download() as coming:
        button.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path.name, path.read_bytes()


def test_from_what_a_citizen_said_to_the_yearly_report(arrives, enters, office, clock, telephones, wheelchair, tmp_path):
    mette = arrives(path="/ind")
    looked_at(mette, "rejse-01-ind", "skaerm")
    _logs_in_by_keyboard(mette, telephones["mette"].at(clock.at.replace(tzinfo=timezone.utc)))
    looked_at(mette, "rejse-02-forside", "skaerm")
    _finds_and_reads(mette)
    _judges_by_keyboard(mette)
    assert office.queue.count({"*"}, DISAGREED) == 0

    jens = enters("jens")
    _judges_the_next_otherwise(jens)
    assert office.queue.count({"*"}, DISAGREED) == 1

    lone = enters("lone")
    _settles(lone)
    assert office.queue.count({"*"}, DONE) == 1

    _proposes(mette)
    _approves(lone)
    _takes_it_to_the_journal(mette, tmp_path)
    _takes_the_report(lone, tmp_path)
    _looks_in_the_log(enters("bo"), wheelchair)


def _logs_in_by_keyboard(page, code):
    tabs_to(page, page.get_by_label("Brugernavn"))
    page.keyboard.type("mette")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode fra telefonen")
    looked_at(page, "rejse-01-kode", "skaerm")
    tabs_to(page, page.get_by_label("De seks tal"))
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad venter")


def _finds_and_reads(page):
    goes(page, "Samtaler")
    page.get_by_label("Ord i samtalen").fill("kørestol")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    looked_at(page, "rejse-03-samtaler", "skaerm")
    page.get_by_role("table").get_by_role("link").click()
    expect(page.get_by_text("Det forstår jeg ikke.")).to_be_visible()
    expect(page.get_by_text("Du kan klage til Ankestyrelsen.")).to_be_visible()
    expect(page.get_by_text("To skal bedømme denne samtale hver for sig.")).to_be_visible()
    looked_at(page, "rejse-04-samtale", "skaerm")


def _judges_by_keyboard(page):
    page.keyboard.press("v")
    page.keyboard.press("2")
    expect(page.get_by_label("Nej", exact=True)).to_be_checked()
    tabs_to(page, page.get_by_label("Vej", exact=True))
    page.keyboard.type("M")
    tabs_to(page, page.get_by_label("Sted"))
    page.keyboard.type("Borgerm")
    tabs_to(page, page.get_by_label("Note"))
    page.keyboard.type("Vil bare høres")
    looked_at(page, "rejse-05-bedoem", "skaerm")
    tabs_to(page, page.get_by_role("button", name="Gem", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Du har bedømt samtalen. En anden skal også bedømme den.")).to_be_visible()
    expect(page.get_by_label("Sted")).to_have_value("borgermaegler_aarhus")


def _judges_the_next_otherwise(page):
    page.get_by_role("main").get_by_role("link", name=re.compile("bør læses")).click()
    looked_at(page, "rejse-06-koe", "skaerm")
    page.get_by_role("button", name="Tag den næste").click()
    expect(page.get_by_text("Det forstår jeg ikke.")).to_be_visible()
    expect(page.get_by_text("Vil bare høres")).to_have_count(0)
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("To har bedømt samtalen forskelligt.")).to_be_visible()
    expect(page.get_by_text("Vil bare høres")).to_be_visible()
    looked_at(page, "rejse-07-uenige", "skaerm")


def _settles(page):
    page.get_by_role("main").get_by_role("link", name="1 samtale er bedømt forskelligt").click()
    looked_at(page, "rejse-08-uenighed", "skaerm")
    page.get_by_role("table").get_by_role("link").click()
    expect(page.get_by_role("row", name="Ledt rigtigt")).to_contain_text("Uenige")
    page.get_by_label("Nej", exact=True).check()
    page.get_by_label("Vej", exact=True).select_option(label="Mægling")
    page.get_by_label("Sted").select_option(label="Borgermægleren")
    looked_at(page, "rejse-09-afgoer", "skaerm")
    page.get_by_role("button", name="Afgør").click()
    expect(page.get_by_role("status")).to_have_text("Uenigheden er afgjort.")
    goes(page, "Enighed")
    expect(page.get_by_text("0 af 1 (0 %)").first).to_be_visible()
    looked_at(page, "rejse-10-enighed", "skaerm")


def _proposes(page):
    page.get_by_role("link", name="Lær af samtalen").click()
    looked_at(page, "rejse-11-vaelg-besked", "skaerm")
    page.get_by_role("link", name="Lær af denne besked nummer 1").click()
    page.get_by_label("Borgerens ord").fill("De gav mig nej til en kørestol, og jeg vil høres. Ring på 20 30 40 50")
    page.get_by_label("Hvorfor skal botten lære det?").fill("Den overså, at borgeren vil høres")
    looked_at(page, "rejse-12-laer", "skaerm")
    page.get_by_role("button", name="Foreslå").click()
    expect(page.get_by_role("status")).to_contain_text("En kollega skal godkende rettelsen")
    expect(page.get_by_text("En anden skal godkende den.")).to_be_visible()
    expect(page.get_by_role("button", name="Godkend")).to_have_count(0)


def _approves(page):
    goes(page, "Læring")
    looked_at(page, "rejse-13-laering", "skaerm")
    expect(page.get_by_text("20 30 40 50")).to_have_count(0)
    page.get_by_role("button", name="Godkend").click()
    expect(page.get_by_role("status")).to_have_text("Rettelsen er godkendt.")
    expect(page.get_by_role("region", name="Ændringen i træningsdata")).to_contain_text("De gav mig nej til en kørestol")
    looked_at(page, "rejse-14-laert", "skaerm")


def _takes_it_to_the_journal(page, folder):
    goes(page, "Samtaler")
    page.get_by_label("Ord i samtalen").fill("kørestol")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("table").get_by_role("link").click()
    page.get_by_role("link", name="Journal og sletning").click()
    looked_at(page, "rejse-15-journal", "skaerm")
    name, content = fetched(page, page.get_by_role("button", name="Hent som CSV"), folder)
    assert name.endswith(".csv")
    assert "Jeg har fået nej til en ny kørestol" in content.decode("utf-8-sig")
    page.get_by_role("button", name="Vis til udskrift").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Samtale med borgertriage")
    looked_at(page, "rejse-16-udskrift", "skaerm")


def _takes_the_report(page, folder):
    goes(page, "Tal")
    looked_at(page, "rejse-17-tal", "skaerm")
    goes(page, "Årsrapport")
    expect(page.get_by_text("Borgerne førte 40 samtaler")).to_be_visible()
    looked_at(page, "rejse-18-aarsrapport", "skaerm")
    kinds = {"PDF": "pdf", "tal som XLSX": "xlsx", "tal som CSV": "zip"}
    files = {kind: fetched(page, page.get_by_role("link", name=f"Hent {name}"), folder) for name, kind in kinds.items()}

    assert all(name.endswith(f".{kind}") for kind, (name, _) in files.items())
    pdf, xlsx, csvs = (content for _, content in files.values())
    assert pdf.startswith(b"%PDF")
    said = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages[:4])
    assert "Borgerne førte 40 samtaler" in " ".join(said.split())
    assert openpyxl.load_workbook(io.BytesIO(xlsx)).sheetnames
    assert any(name.endswith(".csv") for name in zipfile.ZipFile(io.BytesIO(csvs)).namelist())


def _looks_in_the_log(page, conversation):
    goes(page, "Log")
    looked_at(page, "rejse-19-log", "skaerm")
    lines = page.get_by_role("row").filter(has_text=conversation)
    for username, act in (("mette", "Læst samtale"), ("jens", "Læst samtale"), ("mette", "Eksporteret")):
        expect(lines.filter(has_text=username).filter(has_text=act).first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_pages_with_figures_and_knowledge(arrives, office, wheelchair, size):
    account = office.accounts.create("bo", name="Bo Prøve", role="administrator", municipalities=["*"])
    page = arrives(size, "/ind")
    token = office.sessions.begin(account=account.id, stage=WHOLE)
    page.context.add_cookies([{"name": cookie(office), "value": token, "url": office.settings.portal}])
    page.goto(office.settings.portal)

    looked_at(page, "menu", size)
    for where in ("Tal", "Årsrapport", "Viden", "Vejledning"):
        goes(page, where)
        looked_at(page, where.lower().replace("å", "aa"), size)
