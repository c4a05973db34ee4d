"""The front page: calm, and with the way around that the visitor's role has."""

import re
from datetime import timedelta

import pytest

from bot.store.accounts import ROLES


def test_a_reader_sees_the_front_page_and_not_the_administration(at_portal):
    async def story(portal):
        anna = await portal.signed_in("laeser", name="Anna Lund")

        page = await anna.get("/")

        assert page.status_code == 200
        assert "Hvad venter" in page.text
        assert "Anna Lund" in page.text
        assert "/brugere" not in page.text

    at_portal(story)


def test_whoever_is_not_in_is_shown_the_door(at_portal):
    async def story(portal):
        stranger = await portal.stranger()

        page = await stranger.get("/")

        assert page.status_code == 303
        assert page.headers["location"] == "/ind"

    at_portal(story)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_that_somebody_is_shown_is_one_they_may_follow(at_portal, role):
    async def story(portal):
        person = await portal.signed_in(role)
        links = set(re.findall(r'href="(/[^"]*)"', (await person.get("/")).text))

        refused = {link: answer.status_code for link in links if (answer := await person.get(link)).status_code != 200}

        assert {"/", "/mig"} <= links
        assert refused == {}

    at_portal(story)


def test_what_waits_is_counted_for_whoever_may_answer(at_portal, office):
    async def story(portal):
        ours, theirs = await portal.signed_in("bedoemmer", ["aalborg"]), await portal.signed_in("bedoemmer", ["aarhus"])
        talk, _ = office.conversations.start("web", "aalborg", lives=timedelta(days=1))
        left = {"municipality": "aalborg", "channel": "web", "summary": "", "contact": {}, "mail_to": ""}
        office.handovers.leave(talk.id, client_id="besked-1", **left)

        assert "<strong>1</strong> besked venter på et svar" in (await ours.get("/")).text
        assert "Der venter ikke noget" in (await theirs.get("/")).text
        assert "besked" not in (await (await portal.signed_in("laeser")).get("/")).text

    at_portal(story)
