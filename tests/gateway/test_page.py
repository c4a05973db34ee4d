"""The same conversation without JavaScript: forms only, one cookie, nothing sent twice, nobody else's page."""

import re
from dataclasses import replace

HERE = "/samtale/aalborg"


def field(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


async def say(client, words, **more):
    page = (await client.get(HERE)).text
    return await client.post(HERE, data={"maerke": field(page, "maerke"), "tekst": words, **more}, follow_redirects=True)


def test_a_whole_conversation_by_forms(at_door, house):
    async def test(client):
        first = await client.get(HERE)
        assert (first.status_code, first.headers.get("set-cookie")) == (200, None)
        answer = await say(client, "Jeg har fået <b>afslag</b>")
        assert "Jeg har fået &lt;b&gt;afslag&lt;/b&gt;" in answer.text
        assert 'value="2.1">Ja tak</button>' in answer.text
        answer = await client.post(HERE, data={"maerke": "mmmmmmmm1", "valg": "2.1"}, follow_redirects=True)
        assert house.engine.heard[1][1] == "ja"
        assert answer.text.count('class="citizen"') == 2

    at_door(test)


def test_a_question_that_is_answered_offers_its_options_no_more(at_door, house):
    async def test(client):
        assert "Vælg et svar" in (await say(client, "Jeg har fået afslag")).text
        house.engine.custom = None

        answer = await say(client, "Ja, i går")

        assert "Vælg et svar" not in answer.text
        assert "valg" not in answer.text

    at_door(test)


def test_the_cookie_is_strict_and_only_for_this_page(at_door):
    async def test(client):
        answer = await client.post(HERE, data={"maerke": "mmmmmmmm", "tekst": "hej"})
        cookie = answer.headers["set-cookie"].lower()
        assert answer.status_code == 303
        assert all(part in cookie for part in ("httponly", "samesite=strict", f"path={HERE}"))
        assert "max-age" not in cookie  # gone with the browser

    at_door(test)


def test_a_form_sent_again_is_not_said_again(at_door, house):
    async def test(client):
        await client.post(HERE, data={"maerke": "mmmmmmmm", "tekst": "hej"})
        await client.post(HERE, data={"maerke": "mmmmmmmm", "tekst": "hej"})

    at_door(test)
    assert len(house.engine.heard) == 1


def test_another_sites_form_is_refused(at_door, house):
    async def test(client):
        for origin in ("https://evil.example", "null"):
            answer = await client.post(HERE, data={"tekst": "hej"}, headers={"Origin": origin})
            assert answer.status_code == 403

    at_door(test)
    assert house.engine.heard == []


def test_too_long_and_empty_keep_what_was_written(at_door):
    async def test(client):
        answer = await client.post(HERE, data={"maerke": "mmmmmmmm", "tekst": "x" * 2001})
        assert answer.status_code == 422
        assert "x" * 2001 in answer.text
        assert "<title>Fejl:" in answer.text
        assert (await client.post(HERE, data={"maerke": "mmmmmmmn", "tekst": " "})).status_code == 422

    at_door(test)


def test_a_message_to_a_person_and_the_way_to_it(at_door, house):
    async def test(client):
        await say(client, "Jeg har fået afslag")
        wrong = await client.post(f"{HERE}/menneske", data={"navn": "Mette", "kontakt": "x", "resume": "Ring", "samtykke": "ja"})
        assert "telefonnummer eller en mailadresse" in wrong.text
        assert 'value="Mette"' in wrong.text
        given = {"maerke": "hhhhhhhh", "navn": "Mette", "kontakt": "mette@example.dk", "resume": "Ring", "samtykke": "ja"}
        answer = await client.post(f"{HERE}/menneske", data=given, follow_redirects=True)
        (handover,) = house.handovers.of(house.engine.heard[0][0])
        assert handover.receipt in answer.text
        assert "Det er ikke en klage" in answer.text

    at_door(test)


def test_rate_and_delete(at_door, house):
    async def test(client):
        await say(client, "kanariefugl")
        assert "Tak." in (await client.post(f"{HERE}/bedoem", data={"hjalp": "ja", "kommentar": "fint"})).text
        gone = await client.post(f"{HERE}/slet")
        assert "Samtalen er slettet" in gone.text
        assert "kanariefugl" not in (await client.get(HERE)).text

    at_door(test)
    assert house.conversations.get(house.engine.heard[0][0]) is None


def test_the_field_that_is_wrong_is_named(at_door):
    async def test(client):
        given = {"navn": "Mette", "kontakt": "mette@example.dk", "tid": "x" * 201, "resume": "Ring", "samtykke": "ja"}

        answer = await client.post(f"{HERE}/menneske", data=given)

        assert answer.status_code == 422
        assert "plads til 200 tegn" in answer.text
        assert re.search(r'id="tid"[^>]* aria-invalid="true" aria-describedby="fejl"', answer.text)
        assert answer.text.count("aria-invalid") == 1
        assert '<details class="person" open>' in answer.text

    at_door(test)


def test_the_municipalitys_page_on_what_it_does_with_what_is_told_is_linked_to(at_door, house, monkeypatch):
    async def test(client):
        assert "dine oplysninger" not in (await client.get(HERE)).text
        address = "https://www.aalborg.dk/privatliv"
        monkeypatch.setitem(house.channels._by_key, "aalborg", replace(house.channels["aalborg"], privacy_notice=address))

        page = (await client.get(HERE)).text
        told = (await client.get("/api/v1/municipalities/aalborg")).json()

        assert f'<a href="{address}" rel="noreferrer">Sådan bruger vi dine oplysninger</a>' in page
        assert told["privacy_notice"] == address

    at_door(test)


def test_every_page_has_an_icon_of_our_own(at_door):
    async def test(client):
        icon = re.search(r'<link rel="icon" href="([^"]+)"', (await client.get(HERE)).text)[1]

        assert (await client.get(icon)).headers["content-type"] == "image/svg+xml"
        assert icon in (await client.get("/samtale/findes-ikke")).text

    at_door(test)


def test_a_municipality_without_the_page_has_none(at_door):
    async def test(client):
        assert (await client.get("/samtale/findes-ikke")).status_code == 404

    at_door(test)


def test_while_the_language_model_is_slow_the_page_says_so(at_door, house, monkeypatch):
    async def test(client):
        monkeypatch.setattr("bot.gateway.page.PATIENCE", 0.1)
        house.engine.slow = 1.0
        answer = await say(client, "hej")
        assert "Svaret er på vej" in answer.text

    at_door(test)
