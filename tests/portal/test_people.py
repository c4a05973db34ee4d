"""The users, as an administrator keeps them; and the log of what was done."""

import re

from bot.store.accounts import ROLES
from bot.store.audit import AuditFilter

LINK = re.compile(r"http://portal\.test(/invitation/[\w-]+)")


def test_a_new_user_gets_a_link_and_chooses_a_password(at_portal, office):
    async def story(portal):
        boss, new = await portal.signed_in("administrator"), await portal.stranger()
        page = await boss.post("/brugere", navn="Ida Vang", brugernavn="Ida", rolle="bedoemmer", kommuner="aarhus")
        path = LINK.search(page.text).group(1)

        await new.post(path, on=path, adgangskode="en sætning om regn", igen="en sætning om regn")

        ida = office.accounts.named("ida")
        assert ida.role == "bedoemmer"
        assert ida.municipalities == {"aarhus"}
        assert ida.password.startswith("$argon2id$")
        assert "Ida Vang" in (await boss.get("/brugere")).text

    at_portal(story)


def test_the_same_name_twice_is_refused_and_what_was_typed_is_kept(at_portal):
    async def story(portal):
        boss = await portal.signed_in("administrator")
        given = {"navn": "Ida Vang", "brugernavn": "ida", "rolle": "laeser", "kommuner": "*"}
        await boss.post("/brugere", **given)

        again = await boss.post("/brugere", **given)

        assert again.status_code == 422
        assert "allerede en bruger" in again.text
        assert 'value="Ida Vang"' in again.text

    at_portal(story)


def test_nonsense_makes_no_user(at_portal, office):
    async def story(portal):
        boss = await portal.signed_in("administrator")
        for given in (
            {"navn": "Ida", "brugernavn": "ida", "rolle": "konge", "kommuner": "*"},
            {"navn": "Ida", "brugernavn": "ida", "rolle": "laeser"},
            {"navn": "Ida", "brugernavn": "ida", "rolle": "laeser", "kommuner": "atlantis"},
            {"navn": "", "brugernavn": "ida", "rolle": "laeser", "kommuner": "*"},
            {"navn": "Ida", "brugernavn": "i d a", "rolle": "laeser", "kommuner": "*"},
        ):
            assert (await boss.post("/brugere", **given)).status_code == 422

        assert office.accounts.named("ida") is None

    at_portal(story)


def test_another_role_and_another_municipality(at_portal, office):
    async def story(portal):
        boss, ida = await portal.signed_in("administrator"), await portal.signed_in("laeser", ["aarhus"])
        path = f"/brugere/{ida.account.id}"

        answer = await boss.post(path, navn="Ida Ny", rolle="redaktoer", kommuner="aalborg")

        changed = office.accounts.get(ida.account.id)
        assert answer.status_code == 303
        assert (changed.name, changed.role, changed.municipalities) == ("Ida Ny", "redaktoer", {"aalborg"})
        assert "Ændringen er gemt" in (await boss.get(answer.headers["location"])).text

    at_portal(story)


def test_the_last_administrator_can_neither_be_closed_nor_demoted(at_portal, office):
    async def story(portal):
        boss = await portal.signed_in("administrator")
        path = f"/brugere/{boss.account.id}"

        closed = await boss.post(f"{path}/aktiv", aktiv="nej")
        demoted = await boss.post(path, navn="Kim", rolle="laeser", kommuner="*")

        assert closed.status_code == demoted.status_code == 422
        assert office.accounts.get(boss.account.id).role == ROLES[-1]

    at_portal(story)


def test_whoever_is_closed_is_out_and_their_link_is_dead(at_portal, office):
    async def story(portal):
        boss, ida = await portal.signed_in("administrator"), await portal.signed_in()
        link = office.invitations.make(ida.account.id)

        await boss.post(f"/brugere/{ida.account.id}/aktiv", aktiv="nej")

        assert (await ida.get("/")).status_code == 303
        assert (await ida.get(f"/invitation/{link}")).status_code == 410

    at_portal(story)


def test_a_new_link_ends_the_password_the_sessions_and_if_asked_the_telephone(at_portal, office):
    async def story(portal):
        boss, ida = await portal.signed_in("administrator"), await portal.signed_in()
        office.accounts.set_password(ida.account.id, "$argon2id$gammel")
        office.accounts.set_codes(ida.account.id, "JBSWY3DPEHPK3PXP", recovery=[], step=0)

        kept = await boss.post(f"/brugere/{ida.account.id}/link")
        assert LINK.search(kept.text)
        assert office.accounts.get(ida.account.id).password is None
        assert office.accounts.get(ida.account.id).has_codes
        assert (await ida.get("/")).status_code == 303

        await boss.post(f"/brugere/{ida.account.id}/link", telefon="ja")
        assert not office.accounts.get(ida.account.id).has_codes

    at_portal(story)


def test_what_an_administrator_does_is_in_the_log(at_portal, office):
    async def story(portal):
        boss = await portal.signed_in("administrator")
        await boss.post("/brugere", navn="Ida", brugernavn="ida", rolle="laeser", kommuner="aarhus")

        (entry,) = office.audit.read(AuditFilter(act="bruger"))

        assert (entry.username, entry.about) == (boss.account.username, "ida")
        assert entry.detail == {"rolle": "laeser", "kommuner": ["aarhus"]}
        page = await boss.get("/log")
        assert "Oprettet bruger" in page.text
        assert "Læser" in page.text

    at_portal(story)


def test_the_log_is_searched_by_person_act_thing_and_danish_day(at_portal, office, clock):
    async def story(portal):
        boss = await portal.signed_in("administrator")
        office.audit.write("anna", "laest", "samtale-1", "aarhus")
        clock.passes(hours=12)  # 23.00 in UTC: the next day in Denmark
        office.audit.write("bo", "laest", "samtale-2", "aalborg")
        clock.passes(hours=-12)

        found = {}
        days = ("til=2026-11-23", "fra=2026-11-24", "fra=vrøvl", "til=9999-12-31")
        for query in ("bruger=anna", "hvad=laest", "om=samtale-2&hvad=laest", *days):
            text = (await boss.get(f"/log?{query}")).text
            found[query] = [name for name in ("samtale-1", "samtale-2") if f"<td>{name}</td>" in text]

        assert found == {
            "bruger=anna": ["samtale-1"],
            "hvad=laest": ["samtale-1", "samtale-2"],
            "om=samtale-2&hvad=laest": ["samtale-2"],
            "til=2026-11-23": ["samtale-1"],
            "fra=2026-11-24": ["samtale-2"],
            "fra=vrøvl": ["samtale-1", "samtale-2"],
            "til=9999-12-31": ["samtale-1", "samtale-2"],
        }

    at_portal(story)


def test_the_log_tells_in_danish_what_was_done(at_portal, office):
    async def story(portal):
        boss = await portal.signed_in("administrator")
        for act in ("bedoemt", "maerke", "aendring_afvist"):
            office.audit.write("anna", act, "samtale-1", "aarhus")

        page = await boss.get("/log")

        for words in ("Bedømt samtale", "Rettet mærker", "Afvist ændring"):
            assert f"<td>{words}</td>" in page.text

    at_portal(story)


def test_a_long_log_is_read_page_by_page(at_portal, office):
    async def story(portal):
        boss = await portal.signed_in("administrator")
        for number in range(120):
            office.audit.write("anna", "laest", f"samtale-{number:03}")

        first = await boss.get("/log")
        older = re.search(r'rel="next" href="([^"]+)"', first.text).group(1)
        second = await boss.get(older)

        assert "samtale-119" in first.text
        assert "samtale-019" not in first.text
        assert "samtale-019" in second.text
        assert "samtale-000" in second.text

    at_portal(story)


def test_an_account_that_is_not_there_is_not_found(at_portal):
    async def story(portal):
        boss = await portal.signed_in("administrator")

        assert (await boss.get("/brugere/999")).status_code == 404
        assert (await boss.get("/brugere/99999999999999999999")).status_code == 404

    at_portal(story)
