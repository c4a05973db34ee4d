"""The front page: calm, and with the way around that the visitor's role has."""


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
