"""The inbox, the journal, the administration and the changes in a real browser, at a desk and on a telephone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.portal.guard import cookie
from bot.store import Proposal, schema
from bot.store.conversations import Said
from bot.store.handovers import FAILED
from bot.store.sessions import WHOLE
from tests.portal.conftest import NOON
from tests.portal.test_administration import WELL, Others
from tests.portal.test_browser import SIZES, arrives, expect, looked_at, office

__all__ = ["arrives", "office"]  # fixtures

AARHUS = "knowledge/municipalities/aarhus.yml"
WAITED = {"a": timedelta(minutes=40), "b": timedelta(hours=5), "c": timedelta(days=3), "d": timedelta(days=6)}


@pytest.fixture
def chief(office, arrives):
    """`chief(path)`: the page as an administrator sees it."""
    account = office.accounts.create("lone", name="Lone Prøve", role="administrator", municipalities=["*"])
    office.ask = Others(**WELL)

    def chief(path, size="skaerm", **more):
        page = arrives(size, "/ind", **more)
        token = office.sessions.begin(account=account.id, stage=WHOLE)
        page.context.add_cookies([{"name": cookie(office), "value": token, "url": office.settings.portal}])
        page.goto(office.settings.portal + path)
        return page

    return chief


@pytest.fixture
def receipts(office):
    """Messages from four citizens: one that failed, one that is taken, two that wait."""
    found = {}
    for name, waited in WAITED.items():
        conversation = office.conversations.start("web", "aarhus" if name != "c" else "aalborg", lives=timedelta(days=3650))[0].id
        office.conversations.add(conversation, [Said("citizen", "Jeg har fået afslag på en kørestol"), Said("bot", "Tak.")])
        handover = office.handovers.leave(
            conversation,
            client_id="abcdefgh",
            municipality="aarhus" if name != "c" else "aalborg",
            channel="web",
            summary="• Du har fået afslag på en kørestol\n• Du vil gerne have det lavet om\n• Brevet kom for to uger siden",
            contact={"name": "Mette Prøvesen", "reach": "+4520304050", "best_time": "formiddag"},
            mail_to="post@example.dk" if name == "d" else "",
        )
        with office.database.begin() as connection:
            at = schema.handover.c.receipt == handover.receipt
            connection.execute(update(schema.handover).where(at).values(created_at=NOON - waited))
        found[name] = handover.receipt
    office.handovers.become(found["d"], FAILED)
    office.inbox.take(found["b"], by="lone")
    office.inbox.note(found["b"], "note", by="lone", text="Ringet kl. 10, ingen svarede.")
    return found


@pytest.fixture
def changes(office):
    """One that waits, one that is coming, one that was an emergency."""

    def number(value, effective, **more):
        given = {"file": AARHUS, "place": ("ordning", "telefon"), "before": "30 58 35 02", "municipality": "aarhus"} | more
        impact = {
            "conversations": {
                "count": 412,
                "moved": [
                    {
                        "from": ["raadgivning", "raadgiver"],
                        "to": ["maegling", "borgermaegler_aarhus"],
                        "count": 3,
                        "names": ["abc"],
                    }
                ],
                "shown": 3,
                "unreadable": 1,
                "capped": False,
            },
            "examples": {"count": 146, "moved": [], "shown": 0, "unreadable": 0},
        }
        return Proposal(**given, after=value, why="Kommunen har fået nyt nummer", effective=effective, impact=impact)

    waits = office.changes.propose(number("12 34 56 78", NOON.date()), by="anna")
    coming = office.changes.propose(number("87 65 43 21", date(2027, 1, 4)), by="anna")
    office.changes.approve(coming.id, by="bo", today=NOON.date())
    silence = number("nej", NOON.date(), file="channels/aarhus.yml", place=("messenger", "aaben"), before="ja")
    office.changes.at_once(silence, by="lone")
    return waits.id, coming.id


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_is_too_wide(chief, office, receipts, changes, size):
    talk = office.inbox.get(receipts["b"]).conversation
    hours = "fil=channels/aarhus.yml&sted=henvendelser&sted=aabningstider"
    places = {
        "indbakke": "/indbakke",
        "indbakke-tom": "/indbakke?tilstand=lukket",
        "besked": f"/indbakke/{receipts['b']}",
        "besked-ny": f"/indbakke/{receipts['a']}",
        "besked-fejlet": f"/indbakke/{receipts['d']}",
        "journal": f"/indbakke/{receipts['b']}/journal",
        "journal-samtale": f"/samtaler/{talk}/journal",
        "kommuner": "/kommuner",
        "kommune": "/kommuner/aarhus",
        "kommune-uden-ordning": "/kommuner/randers",
        "aendringer": "/aendringer",
        "aendringer-fil": f"/aendringer/fil?fil={AARHUS}",
        "aendring": f"/aendringer/{changes[0]}",
        "ret-tider": f"/aendringer/ret?{hours}",
        "ret-udgaver": "/aendringer/ret?fil=texts/samtale.yml&sted=resume",
        "ret-betingelser": f"/aendringer/ret?fil={AARHUS}&sted=tabel&sted=klageorgan&sted=hvis",
        "drift": "/drift",
    }
    page = chief("/", size)

    for name, path in places.items():
        page.goto(office.settings.portal + path)
        looked_at(page, name, size)


@pytest.mark.parametrize("script", [True, False], ids=["med-script", "uden-script"])
def test_a_message_is_taken_answered_and_closed(chief, office, receipts, script):
    page = chief(f"/indbakke/{receipts['a']}", java_script_enabled=script)

    expect(page.get_by_text("Mette Prøvesen")).to_have_count(0)
    page.get_by_role("button", name="Vis navn og kontakt").click()
    expect(page.get_by_role("link", name="+4520304050")).to_be_visible()
    page.get_by_role("button", name="Jeg tager den").click()
    page.get_by_label("Besked i chatten").fill("Jeg ringer i eftermiddag.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("skrev til borgeren i chatten")).to_be_visible()
    page.get_by_label("Løst").check()
    page.get_by_role("button", name="Luk", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Lukket")


def test_a_number_is_changed_by_two(chief, office, arrives):
    page = chief("/kommuner/aarhus")
    page.get_by_role("row", name="Telefon 30 58 35 02").get_by_role("link", name="Ret").click()
    page.get_by_label("Ny værdi").fill("12 34 56 78")
    page.get_by_label("Hvorfor?").fill("Kommunen har fået nyt nummer")
    page.get_by_role("button", name="Se, hvad det ændrer").click()
    expect(page.get_by_text("Ændringen flytter 0 af 0 samtaler og 0 af")).to_be_visible()
    looked_at(page, "ret-virkning", "skaerm")
    page.get_by_role("button", name="Send til godkendelse").click()
    expect(page.get_by_text("En anden end dig skal godkende den.")).to_be_visible()
    expect(page.get_by_role("button", name="Godkend")).to_have_count(0)

    assert [change.proposal.after for change in office.changes.find(state="proposed")] == ["12 34 56 78"]


def test_the_export_is_printed_without_the_way_around(chief, receipts):
    page = chief(f"/indbakke/{receipts['b']}/journal")
    page.get_by_label("Tag borgerens navn").check()
    page.get_by_role("button", name="Vis til udskrift").click()
    looked_at(page, "journal-udskrift", "skaerm")

    page.emulate_media(media="print")

    expect(page.get_by_text("Mette Prøvesen")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()
