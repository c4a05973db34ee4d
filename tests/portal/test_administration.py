"""What is set for a municipality: shown with where it comes from, changed by two, and switched off by one when it must be."""

import html
import re
from datetime import timedelta

import pytest

from bot.store import Proposal
from bot.store.audit import AuditFilter
from bot.store.health import Health

AARHUS = "knowledge/municipalities/aarhus.yml"
CHANNELS = "channels/aarhus.yml"
TEXTS = "texts/doer.yml"
TODAY = "2026-11-23"


def telephone(value="12 34 56 78", **more):
    given = {"fil": AARHUS, "sted": ["ordning", "telefon"], "vaerdi": value, "hvorfor": "Nyt nummer", "fra": TODAY}
    return given | more


def mail(value="post@example.dk", **more):
    return telephone(value, fil=CHANNELS, sted=["henvendelser", "mail"], **more)


def text(value, place=("tavs",), **more):
    return telephone(value, fil=TEXTS, sted=list(place), **more)


async def propose(person, given):
    """To the last step; the number of the change."""
    answer = await person.post("/aendringer/ret", trin="send", **given)
    assert answer.status_code == 303, html.unescape(answer.text)
    return int(answer.headers["location"].rpartition("/")[2])


def said(answer):
    return html.unescape(answer.text)


# What is set


def test_what_is_set_is_shown_with_where_it_comes_from(at_portal):
    async def story(portal):
        chief = await portal.signed_in("administrator", ["aarhus"])

        page = said(await chief.get("/kommuner/aarhus"))

        assert "30 58 35 02" in page
        assert "Fra filen" in page
        assert "30 dage" in page
        assert "Mandag 9-12" in page
        assert "Lukker også: juleaftensdag, nytårsaftensdag" in page
        assert "Kilder: " in page
        assert "Der er ikke ændret noget herfra endnu." in page

    at_portal(story)


def test_each_administrator_sees_their_own_municipalities(at_portal):
    async def story(portal):
        chief = await portal.signed_in("administrator", ["aarhus"])

        overview = (await chief.get("/kommuner")).text
        assert "/kommuner/aarhus" in overview
        assert "/kommuner/aalborg" not in overview
        for key in ("aalborg", "standard", "findes-ikke", "..%2f..%2fetc"):
            assert (await chief.get(f"/kommuner/{key}")).status_code == 404, key

    at_portal(story)


def test_every_municipality_with_a_file_has_its_page(at_portal):
    async def story(portal):
        chief = await portal.signed_in("administrator")

        for key in ("aalborg", "aarhus", "koebenhavn", "kolding", "randers"):
            assert (await chief.get(f"/kommuner/{key}")).status_code == 200, key

    at_portal(story)


@pytest.mark.parametrize("role", ["laeser", "bedoemmer", "redaktoer"])
def test_only_an_administrator_administers(at_portal, role):
    async def story(portal):
        person = await portal.signed_in(role)

        for path in ("/kommuner", "/kommuner/aarhus", "/drift"):
            assert (await person.get(path)).status_code == 403, path
        assert (await person.post("/kommuner/aarhus/nu", tavs="ja", hvorfor="x")).status_code == 403

    at_portal(story)


# Two persons


def test_a_telephone_number_is_changed_by_two(at_portal, office):
    async def story(portal):
        anna = await portal.signed_in("redaktoer", ["aarhus"], name="Anna Lund")
        bo = await portal.signed_in("redaktoer", ["aarhus"], name="Bo Holm")

        number = await propose(anna, telephone())
        own = await anna.post(f"/aendringer/{number}/godkend")
        assert own.status_code == 409
        assert "En anden end dig skal tage stilling" in own.text
        page = said(await bo.get(f"/aendringer/{number}"))
        assert "30 58 35 02" in page
        assert "12 34 56 78" in page
        assert "Ændringen flytter 0 af 0 samtaler" in page
        assert office.changes.in_force(portal_day(office)) == {}
        await bo.post(f"/aendringer/{number}/godkend")

        assert office.changes.in_force(portal_day(office)) == {AARHUS: [(["ordning", "telefon"], "12 34 56 78")]}
        office.renew()
        assert office.base.municipality("aarhus").office.contact.phone == "12 34 56 78"
        assert [entry.act for entry in office.audit.read(AuditFilter(about=f"aendring {number}"))] == [
            "aendring_godkendt",
            "aendring_foreslaaet",
        ]

    at_portal(story)


def portal_day(office, days=0):
    return office.clock().date() + timedelta(days=days)


def test_before_it_is_proposed_one_sees_what_it_would_do_and_nothing_is_kept(at_portal, office):
    async def story(portal):
        anna = await portal.signed_in("redaktoer", ["aarhus"])

        page = await anna.post("/aendringer/ret", trin="se", **telephone())

        assert page.status_code == 200
        assert "Send til godkendelse" in page.text
        assert office.changes.find() == []

    at_portal(story)


def test_it_holds_from_its_day_and_can_be_called_off_until_then(at_portal, office):
    async def story(portal):
        anna, bo = await portal.signed_in("redaktoer"), await portal.signed_in("redaktoer")
        number = await propose(anna, telephone(fra="2026-12-01"))
        await bo.post(f"/aendringer/{number}/godkend")
        assert office.changes.in_force(portal_day(office)) == {}
        assert AARHUS in office.changes.in_force(portal_day(office, 8))
        assert "På vej" in (await anna.get("/aendringer")).text

        await bo.post(f"/aendringer/{number}/traek")

        assert office.changes.in_force(portal_day(office, 8)) == {}

    at_portal(story)


def test_a_proposal_is_rejected_or_withdrawn_once(at_portal, office):
    async def story(portal):
        anna, bo = await portal.signed_in("redaktoer"), await portal.signed_in("redaktoer")
        first, second = await propose(anna, telephone()), await propose(anna, telephone("87 65 43 21"))

        assert (await bo.post(f"/aendringer/{first}/afvis")).status_code == 303
        assert (await bo.post(f"/aendringer/{first}/godkend")).status_code == 409
        assert (await bo.post(f"/aendringer/{second}/traek")).status_code == 409
        assert (await anna.post(f"/aendringer/{second}/traek")).status_code == 303
        assert office.changes.in_force(portal_day(office)) == {}

    at_portal(story)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (telephone(hvorfor=" "), "Skriv kort, hvorfor det skal ændres."),
        (telephone(fra="2026-11-22"), "Det kan tidligst gælde fra i dag."),
        (telephone(fra="i morgen"), "Skriv den dag, det skal gælde fra."),
        (telephone("30 58 35 02"), "Det er det samme, som står der nu."),
        (mail("ingen adresse"), "'mail' kan ikke være 'ingen adresse'"),
        (telephone("P100Y", fil=CHANNELS, sted=["opbevaring", "web"]), "'web' kan ikke være 'P100Y'"),
        (telephone("https://www.aarhus.dk/sti", fil=CHANNELS, sted=["oprindelser"]), "er ikke en oprindelse"),
        (telephone("+4500000001", fil=CHANNELS, sted=["sms", "numre"]), "står også i aalborg.yml"),
        (telephone("ingen_steder", sted=["tabel", "serviceniveau", "sted"]), "peger på stedet 'ingen_steder'"),
        (telephone("flyv", sted=["tabel", "serviceniveau", "vej"]), "der er ingen vej, der hedder flyv"),
        (telephone("hest: ja", sted=["tabel", "serviceniveau", "hvis"]), "der er ingen kendsgerning, der hedder 'hest'"),
        (telephone("emne", sted=["tabel", "serviceniveau", "hvis"]), "skal skrives som 'emne:"),
        (telephone("måske", sted=["aarsfrist"]), "'aarsfrist' skal være ja eller nej"),
        (text(""), "Teksten må ikke være tom."),
        (text("Hej {navn}"), "Teksten skal have de samme felter som før. Se på {navn}."),
        (text("Din besked er nået frem.", ["henvendelse_fremme"]), "Se på {kvittering}, {navn}."),
    ],
)
def test_what_cannot_be_is_refused_in_the_readers_own_words(at_portal, office, given, problem):
    async def story(portal):
        chief = await portal.signed_in("administrator")

        answer = await chief.post("/aendringer/ret", trin="send", **given)

        assert answer.status_code == 422
        assert problem in said(answer)
        assert "Nyt nummer" in answer.text or given["hvorfor"] == " ", "det skrevne er der endnu"
        assert office.changes.find() == []

    at_portal(story)


def test_two_changes_that_do_not_fit_together_are_not_both_agreed_on(at_portal, office):
    async def story(portal):
        anna, bo = await portal.signed_in("administrator"), await portal.signed_in("administrator")
        here = await propose(anna, telephone("99", fil=CHANNELS, sted=["messenger", "side_id"]))
        there = await propose(anna, telephone("99", fil="channels/aalborg.yml", sted=["messenger", "side_id"]))

        assert (await bo.post(f"/aendringer/{here}/godkend")).status_code == 303
        late = await bo.post(f"/aendringer/{there}/godkend")

        assert late.status_code == 409
        assert "siden '99' står også i aalborg.yml" in said(late)

    at_portal(story)


def test_a_change_must_fit_with_what_is_agreed_on_for_later(at_portal, office):
    async def story(portal):
        anna, bo = await portal.signed_in("administrator"), await portal.signed_in("administrator")
        later = await propose(anna, telephone("99", fil=CHANNELS, sted=["messenger", "side_id"], fra="2026-12-01"))
        await bo.post(f"/aendringer/{later}/godkend")

        answer = await anna.post(
            "/aendringer/ret", trin="send", **telephone("99", fil="channels/aalborg.yml", sted=["messenger", "side_id"])
        )

        assert answer.status_code == 422
        assert "står også i" in said(answer)

    at_portal(story)


@pytest.mark.parametrize(
    "given",
    [
        telephone(fil="../../etc/passwd", sted=["root"]),
        telephone(fil="knowledge/places.yml", sted=["aarhus", "navn"]),
        telephone(sted=["tabel", "serviceniveau", "id"]),
        telephone(sted=["ordning", "key"]),
        telephone(sted=["findes", "ikke"]),
        telephone(sted=[]),
        telephone(fil=CHANNELS, sted=["demo_oprindelser"]),
    ],
)
def test_what_is_not_to_be_changed_from_here_is_not_there(at_portal, given):
    async def story(portal):
        chief = await portal.signed_in("administrator")

        assert (await chief.post("/aendringer/ret", trin="send", **given)).status_code == 404

    at_portal(story)


def test_an_editor_proposes_for_their_own_municipality_and_leaves_the_channels_alone(at_portal, office):
    async def story(portal):
        editor = await portal.signed_in("redaktoer", ["aalborg"])
        everywhere = await portal.signed_in("redaktoer")
        chief = await portal.signed_in("administrator")
        elsewhere, setting = await propose(chief, telephone()), await propose(chief, mail())

        for given in (telephone(), text("Vi holder lukket."), telephone(fil="knowledge/municipalities/standard.yml")):
            assert (await editor.post("/aendringer/ret", trin="send", **given)).status_code == 404
        assert (await editor.get(f"/aendringer/{elsewhere}")).status_code == 404
        assert (await editor.post(f"/aendringer/{elsewhere}/godkend")).status_code == 404
        assert (await everywhere.post("/aendringer/ret", trin="send", **mail())).status_code == 403
        assert (await everywhere.post(f"/aendringer/{setting}/godkend")).status_code == 403
        assert (await everywhere.post(f"/aendringer/{elsewhere}/godkend")).status_code == 303

    at_portal(story)


def test_every_value_that_is_listed_has_a_form_that_can_be_opened(at_portal):
    async def story(portal):
        chief = await portal.signed_in("administrator")
        for listed in (f"/aendringer/fil?fil={AARHUS}", "/aendringer/fil?fil=texts/samtale.yml", "/kommuner/aalborg"):
            page = said(await chief.get(listed))
            addresses = set(re.findall(r'href="(/aendringer/ret\?[^"]+)"', page))
            assert len(addresses) > 15
            for address in addresses:
                assert (await chief.get(address)).status_code == 200, address

    at_portal(story)


def test_opening_hours_are_changed_as_a_week(at_portal, office):
    async def story(portal):
        anna, bo = await portal.signed_in("administrator"), await portal.signed_in("administrator")
        given = {"fil": CHANNELS, "sted": ["henvendelser", "aabningstider"], "hvorfor": "Ny tid", "fra": TODAY}

        wrong = await anna.post("/aendringer/ret", trin="send", mandag="ni til tolv", **given)
        number = await propose(
            anna,
            given
            | {
                "mandag": "9-12, 13-15",
                "lukket": "2026-12-23\r\n",
                "andre_tider": "2026-12-22: 9-10",
                "lukker_ogsaa": "juleaftensdag",
            },
        )
        await bo.post(f"/aendringer/{number}/godkend")
        office.renew()

        assert wrong.status_code == 422
        assert "er ikke en tid" in said(wrong)
        hours = office.channels["aarhus"].handovers.hours
        assert len(hours.weekly[0]) == 2
        assert list(hours.weekly) == [0]
        assert {day.isoformat() for day in hours.exceptions} == {"2026-12-23", "2026-12-22"}
        assert hours.also_closed == {"juleaftensdag"}
        assert "Mandag 9-12, 13-15" in said(await anna.get("/kommuner/aarhus"))

    at_portal(story)


def test_opening_the_form_and_sending_it_as_it_stands_changes_nothing(at_portal, office):
    async def story(portal):
        chief = await portal.signed_in("administrator")
        hours = {f"{day}": "9-12" for day in ("mandag", "tirsdag", "onsdag", "torsdag", "fredag")}
        custom = ["juleaftensdag", "nytaarsaftensdag", "grundlovsdag", "dagen_efter_kristi_himmelfart"]
        note = "Tiden kan være en anden omkring helligdage. Du kan altid skrive."

        answer = await chief.post(
            "/aendringer/ret",
            trin="send",
            fil=CHANNELS,
            sted=["henvendelser", "aabningstider"],
            hvorfor="x",
            fra=TODAY,
            **hours,
            lukker_ogsaa=custom,
            note=note,
        )

        assert "Det er det samme, som står der nu." in said(answer)

    at_portal(story)


def test_a_text_is_changed_in_all_its_versions(at_portal, office):
    async def story(portal):
        anna, bo = await portal.signed_in("redaktoer"), await portal.signed_in("redaktoer")
        number = await propose(anna, text("Vi holder lukket i dag."))
        await bo.post(f"/aendringer/{number}/godkend")
        office.renew()

        assert office.wording.say("doer.tavs") == "Vi holder lukket i dag."

    at_portal(story)


# The emergency


def test_one_administrator_closes_the_chat_at_once(at_portal, office):
    async def story(portal):
        chief = await portal.signed_in("administrator", ["aarhus"], name="Bo Holm")
        now = {"tavs": "ja", "tavs_tekst": "Vi holder lukket i dag.", "kanaler": ["web", "side"], "hvorfor": "Fejl i botten"}

        answer = await chief.post("/kommuner/aarhus/nu", **now)
        office.renew()

        assert answer.status_code == 303
        channels = office.channels["aarhus"]
        assert channels.silent
        assert channels.silent_text == "Vi holder lukket i dag."
        assert channels.switched_on == {"web", "side"}
        assert not office.channels["aalborg"].silent
        page = said(await chief.get("/kommuner/aarhus"))
        assert "Nødændring" in page
        assert "Lukket" in page
        logged = office.audit.read(AuditFilter(act="noedaendring"))
        assert len(logged) == 3
        assert all(entry.username == chief.account.username for entry in logged)

    at_portal(story)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"tavs": "ja", "kanaler": ["web"], "hvorfor": ""}, "Skriv kort, hvorfor."),
        ({"tavs": "nej", "kanaler": ["web", "side", "sms", "messenger"], "hvorfor": "x"}, "Der er ikke ændret noget."),
        ({"tavs": "måske", "kanaler": ["web"], "hvorfor": "x"}, "'tavs' skal være ja eller nej"),
    ],
)
def test_an_emergency_is_tried_too(at_portal, office, given, problem):
    async def story(portal):
        chief = await portal.signed_in("administrator")

        answer = await chief.post("/kommuner/aarhus/nu", **given)

        assert answer.status_code == 422
        assert problem in said(answer)
        assert office.changes.find() == []

    at_portal(story)


def test_nobody_closes_another_municipality(at_portal, office):
    async def story(portal):
        chief = await portal.signed_in("administrator", ["aarhus"])

        assert (await chief.post("/kommuner/aalborg/nu", tavs="ja", hvorfor="x")).status_code == 404
        assert (await chief.post("/kommuner/koebenhavn/nu", tavs="ja", hvorfor="x")).status_code == 404
        assert office.changes.find() == []

    at_portal(story)


def test_changes_that_no_longer_fit_leave_the_portal_as_it_was(office, caplog):
    office.changes.at_once(
        Proposal(AARHUS, ("tabel", "en-raekke-der-er-slettet", "sted"), "a", "b", "x", portal_day(office)), by="anna"
    )
    before = office.base

    office.renew()
    office.renew()

    assert office.base is before
    assert caplog.text.count("change_not_taken") == 1


# Health


class Others:
    """The other parts of the bot, answering as they are told to."""

    def __init__(self, **answers):
        self.answers = answers

    async def __call__(self, address):
        return next((answer for part, answer in self.answers.items() if part in address), None)


WELL = {"healthz": {"status": "ok"}, "readyz": {"database": True, "engine": True}, "rest": {"status": "ok"}}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (WELL, ["Svarer", "Alt er sendt", "Der er ingen samtaler."]),
        ({}, ["Borgerne kan ikke skrive.", "Beskeder bliver gemt, men ikke besvaret."]),
        (WELL | {"readyz": {"database": True, "engine": False}}, ["Døren kan ikke få fat i sprogmodellen."]),
        (WELL | {"readyz": {"database": False, "engine": True}}, ["Døren kan ikke få fat i databasen."]),
    ],
)
def test_how_it_goes_is_told_in_words(at_portal, office, answers, words):
    async def story(portal):
        office.ask = Others(**answers)
        chief = await portal.signed_in("administrator")

        page = said(await chief.get("/drift"))

        assert all(word in page for word in words)
        assert ("Svarer ikke" in page) == (not answers)

    at_portal(story)


def test_what_waits_and_what_is_given_up_is_counted(at_portal, office):
    async def story(portal):
        office.ask = Others(**WELL)
        office.letters.write("sms", {"to": "+4520304050"})
        letter = office.letters.take_due("sms")
        office.letters.not_sent(letter, "http 400", final=True)
        office.letters.write("mail", {"to": "post@example.dk"})
        conversation = office.conversations.start("web", "aarhus", lives=timedelta(days=1))[0].id
        office.turns.take(conversation, "Hej", "Hej", {}, client_id="abcdefgh", answered=True, lives=timedelta(days=1))
        office.health = Health(office.database, lambda: office.conversations.get(conversation).last_at + timedelta(minutes=5))
        chief = await portal.signed_in("administrator")

        page = said(await chief.get("/drift"))

        assert "1 er opgivet" in page
        assert "1 venter på at blive sendt" in page
        assert "1 besked venter på et svar" in page
        assert "+4520304050" not in page

    at_portal(story)


def test_a_conversation_that_should_have_gone_is_noticed(at_portal, office, clock):
    async def story(portal):
        office.ask = Others(**WELL)
        last_at = office.conversations.start("web", "aarhus", lives=timedelta(days=1))[0].last_at
        office.conversations.start("web", "aalborg", lives=timedelta(days=1))
        chief = await portal.signed_in("administrator", ["aarhus"])

        clock.at = last_at + timedelta(minutes=1)
        soon = said(await chief.get("/drift"))
        clock.at = last_at + timedelta(days=31)
        late_chief = await portal.signed_in("administrator", ["aarhus"])
        late = said(await late_chief.get("/drift"))

        assert "Skulle være slettet" not in soon
        assert "Skulle være slettet" in late
        assert "Aalborg" not in late

    at_portal(story)
