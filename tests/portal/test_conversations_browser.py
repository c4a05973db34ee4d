"""Finding, reading and joining conversations in a real browser: by keyboard, without script, with nothing found by axe."""

import pytest

from bot.portal.guard import cookie
from bot.store.conversations import Said
from bot.store.sessions import WHOLE
from tests.portal.talks import Talks
from tests.portal.test_browser import SIZES, arrives, expect, looked_at, office

__all__ = ["arrives", "office"]  # fixtures


@pytest.fixture
def talks(office):
    return Talks(office)


@pytest.fixture
def reviewer(office, arrives):
    """`reviewer(path)`: the page as a reviewer sees it."""
    account = office.accounts.create("lone", name="Lone Prøve", role="bedoemmer", municipalities=["*"])
    office.saved_views.save(account.id, name="Usikre i Aarhus", query="kommune=aarhus&under=50")

    def reviewer(path, size="skaerm", **more):
        page = arrives(size, "/ind", **more)
        token = office.sessions.begin(account=account.id, stage=WHOLE)
        page.context.add_cookies([{"name": cookie(office), "value": token, "url": office.settings.portal}])
        page.goto(office.settings.portal + path)
        return page

    return reviewer


@pytest.fixture
def archive(office, talks, clock):
    """Some conversations of all sorts; the key of one that is whole, and of one where somebody waits."""
    whole = talks.whole()
    for number in range(4):
        clock.passes(minutes=7)
        talks.whole(channel=("sms", "side", "messenger", "web")[number])
    office.conversations.rate(whole, "delvist", "Det var godt, men jeg ville hellere tale med nogen.")
    clock.passes(minutes=9)
    failed = talks.start("aalborg")
    down = Said("system", "Jeg kan ikke svare lige nu. Det er ikke din skyld.", {"down": True})
    talks.citizen(failed, "Jeg bliver smidt ud i morgen, og ingen tager telefonen i kommunen", down, failed=True)
    office.conversations.came_to(failed, urgent="bolig_nu")
    clock.passes(minutes=9)
    waits = talks.start("aalborg", "sms", state="waiting")
    talks.citizen(waits, "Må jeg tale med et menneske?", Said("bot", "Ja. Du kan ringe, eller lade en person skrive her."))
    return whole, waits


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_list_and_the_transcript(reviewer, office, archive, size):
    whole, waits = archive
    page = reviewer("/samtaler", size)
    places = {
        "samtaler": "/samtaler",
        "samtaler-filtre": "/samtaler?kommune=aarhus&under=80&flag=fare&vej=ukendt",
        "samtaler-live": "/samtaler?tilstand=live",
        "samtale": f"/samtaler/{whole}?kommune=aarhus",
        "samtale-live": f"/samtaler/{waits}",
    }

    for name, path in places.items():
        page.goto(office.settings.portal + path)
        looked_at(page, name, size)
    page.get_by_role("button", name="Overtag samtalen").click()
    looked_at(page, "samtale-overtaget", size)


def test_one_reads_with_the_keyboard_alone(reviewer, office, archive):
    page = reviewer("/samtaler?vej=klageorgan")

    for key in "jjjk":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/samtaler/*?vej=klageorgan")
    page.wait_for_load_state()
    first = page.url
    page.keyboard.press("j")
    expect(page.locator("#besked-1")).to_be_focused()
    page.keyboard.press("n")
    expect(page).not_to_have_url(first)
    page.wait_for_load_state()
    page.keyboard.press("p")
    expect(page).to_have_url(first)
    page.wait_for_load_state()
    page.keyboard.press("v")
    expect(page.locator("#bedoem")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_text("Næste og forrige samtale i visningen")).to_be_visible()


def test_the_keys_do_nothing_while_writing_and_can_be_turned_off(reviewer, archive):
    page = reviewer("/samtaler")
    words = page.get_by_label("Ord i samtalen")
    words.press_sequentially("jn?")
    expect(words).to_have_value("jn?")

    page.get_by_text("Genvejstaster", exact=True).click()
    page.get_by_label("Brug genvejstaster i denne browser").uncheck()
    page.reload()
    page.keyboard.press("j")

    expect(page.locator("body")).to_be_focused()


def test_a_new_message_comes_by_itself(reviewer, talks, archive):
    _, waits = archive
    page = reviewer(f"/samtaler/{waits}")
    talks.citizen(waits, "Er der nogen?", "Ja, vent lidt")

    expect(page.get_by_text("Er der nogen?")).to_be_visible()
    expect(page.locator("#nyt")).to_have_text("Der er kommet en ny besked.")


def test_one_is_told_when_somebody_else_takes_it(reviewer, office, archive):
    _, waits = archive
    page = reviewer(f"/samtaler/{waits}")
    office.live.take_over(waits, "Nu er det et menneske")

    expect(page.locator("#nyt")).to_contain_text("En anden har overtaget")


def test_everything_can_be_done_without_script(reviewer, office, archive):
    _, waits = archive
    page = reviewer("/samtaler", java_script_enabled=False)

    page.get_by_label("Ord i samtalen").fill("menneske")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_label("Gem denne visning som").fill("Vil tale med nogen")
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_role("navigation", name="Visninger").get_by_role("link", name="Vil tale med nogen").click()
    page.get_by_role("table").get_by_role("link").click()
    page.get_by_role("button", name="Overtag samtalen").click()
    page.get_by_label("Svar til borgeren").fill("Hej, hvad er der sket?")
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".line.person")).to_contain_text("Hej, hvad er der sket?")
    page.get_by_role("button", name="Giv samtalen tilbage").click()
    assert office.conversations.get(waits).state == "bot"
