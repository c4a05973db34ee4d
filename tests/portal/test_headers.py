"""What goes with every answer, also with those that went wrong; and that the errors speak Danish."""

import pytest

from bot.portal.app import portal as application
from bot.portal.guard import cookie
from bot.settings import Settings
from bot.store import DatabaseDownError


@pytest.mark.parametrize("path", ["/", "/ind", "/findes-ikke", "/static/portal.css", "/static/findes-ikke.css", "/healthz"])
def test_nothing_from_elsewhere_nothing_in_a_frame_nothing_kept(at_portal, path):
    async def story(portal):
        answer = await (await portal.stranger()).get(path)

        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")

    at_portal(story)


def test_behind_https_the_cookie_is_for_this_host_alone(at_portal, office):
    office.settings = Settings(state=office.settings.state, portal_url="https://portal.aalborg.test")
    at_portal.app = application(office.settings, office)

    async def story(portal):
        answer = await (await portal.stranger()).get("/ind")

        given = answer.headers["set-cookie"]
        assert given.startswith("__Host-portal=")
        for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
            assert word in given
        assert "Domain" not in given
        assert "max-age=31536000" in answer.headers["strict-transport-security"]

    at_portal(story)


def test_without_https_it_is_still_out_of_reach_of_scripts(at_portal, office):
    async def story(portal):
        given = (await (await portal.stranger()).get("/ind")).headers["set-cookie"]

        assert cookie(office) == "portal"
        assert "HttpOnly" in given
        assert "SameSite=lax" in given

    at_portal(story)


def test_a_page_that_is_not_there_says_so_and_shows_the_way(at_portal):
    async def story(portal):
        answer = await (await portal.stranger()).get("/findes-ikke")

        assert answer.status_code == 404
        assert "Siden findes ikke" in answer.text
        assert 'href="/"' in answer.text

    at_portal(story)


def test_when_the_database_is_down_the_page_says_so(at_portal, office):
    class Down:
        def find(self, token):
            raise DatabaseDownError("OperationalError")

    async def story(portal):
        person = await portal.signed_in()
        office.sessions = Down()

        answer = await person.get("/")

        assert answer.status_code == 503
        assert "Databasen svarer ikke" in answer.text
        assert "content-security-policy" in answer.headers

    at_portal(story)


def test_a_fault_shows_nothing_of_itself_and_the_log_gets_nobodys_words(at_portal, office, caplog):
    class Broken:
        def find(self, token):
            raise ValueError("borgerens egne ord")

    async def story(portal):
        person = await portal.signed_in()
        office.sessions = Broken()

        answer = await person.get("/")

        assert answer.status_code == 500
        assert "Noget gik galt" in answer.text
        assert "content-security-policy" in answer.headers
        assert "borgerens egne ord" not in answer.text + caplog.text
        assert "ValueError" in caplog.text
        assert "test_headers.py" in caplog.text

    at_portal(story)


def test_a_form_has_a_largest_size(at_portal):
    async def story(portal):
        person = await portal.stranger()

        answer = await person.client.post("/ind", content=b"x" * 1_000_001)

        assert answer.status_code == 413

    at_portal(story)


def test_what_somebody_wrote_is_shown_as_text(at_portal):
    async def story(portal):
        person = await portal.signed_in(name="<script>alert(1)</script>")

        page = await person.get("/")

        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text

    at_portal(story)
