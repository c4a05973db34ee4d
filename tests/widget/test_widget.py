"""The chat window in a real browser, against a stand-in for the gateway.

What a citizen does is done through what a citizen has: names of buttons, the keyboard,
the network. Pictures of each state are left in `tests/widget/out/`.
"""

import base64
import gzip
import hashlib
import os
import re
import runpy
from pathlib import Path

import pytest

from bot.privacy import masking
from tests.conftest import CHROMIUM
from tests.widget.fake_door import WIDGET, FakeDoor

OUT = Path(__file__).parent / "out"
SIZES = {"telefon": {"width": 360, "height": 740}, "skaerm": {"width": 1280, "height": 800}}

if not CHROMIUM.exists():
    assert "chromium" not in os.environ.get("TEST_NOTHING_SKIPPED", "").split(","), "Chromium mangler"
    pytest.skip("Chromium mangler (apt-get install chromium): chatvinduet er ikke prøvet i en browser", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright mangler: chatvinduet er ikke prøvet i en browser")
axe_core = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe mangler: tilgængeligheden er ikke prøvet")
expect = sync_api.expect


@pytest.fixture(scope="module")
def running():
    with FakeDoor() as door:
        yield door


@pytest.fixture
def door(running):
    running.restore()
    return running


@pytest.fixture
def citizen(browser, door):
    """Gives citizens with a browser of their own; none of their pages may have failed in silence."""
    contexts, faults = [], []

    def arrives(path="/side", size="skaerm", **more):
        context = browser.new_context(viewport=SIZES[size], locale="da-DK", **more)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(door.url + path)
        return page

    yield arrives
    for context in contexts:
        context.close()
    assert faults == []


def opened(page, name="Spørg robotten"):
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="Aalborg Kommune")).to_be_visible()
    return page.get_by_role("dialog")


def write(page, text):
    page.get_by_label("Skriv her").fill(text)
    page.get_by_label("Skriv her").press("Enter")


def choose(page, title):
    page.get_by_role("group", name="Vælg et svar, eller skriv selv").get_by_role("button", name=title, exact=True).click()


def log(page):
    return page.get_by_role("log")


def to_outcome(page):
    write(page, "Jeg har fået nej til hjælp i hjemmet")
    choose(page, "Ja")
    choose(page, "For et par uger siden")
    card = page.get_by_role("region", name="Her skal du hen")
    expect(card).to_be_visible()
    return card


def said(door):
    return [(message["author"], message["text"]) for message in door.talk.said]


def bubbles(page):
    """What the citizen sees as said, by author."""
    return page.evaluate(
        """() => [...document.querySelector("borger-chat").shadowRoot.querySelectorAll(".message:not(:first-child)")]
             .map((one) => [one.className.split(" ")[1], one.querySelector(".bubble, h3, .words")?.textContent])"""
    )


def picture(page, name):
    page.screenshot(path=OUT / f"{name}.png")


def accessible(page, state):
    """axe finds nothing; what it found stands in the failure."""
    found = axe_core.Axe().run(page).response["violations"]
    assert [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]] == [], state


def storage(page):
    return page.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]")


# Before anything is said


def test_before_the_window_is_opened_only_the_loader_is_fetched_and_nothing_is_kept(citizen, door):
    page, asked = citizen("/"), []
    page.on("request", lambda request: asked.append(request.url.removeprefix(door.url)))

    page.goto(door.url + "/side")
    page.wait_for_timeout(300)

    assert sorted(asked) == ["/ikon.svg", "/side", "/side.css", "/widget/loader.js"]
    assert storage(page) == [0, 0, 0]
    assert page.context.cookies() == []


def test_before_the_first_message_no_conversation_is_begun_and_nothing_is_kept(citizen, door):
    page, asked = citizen(), []
    page.on("request", lambda request: asked.append(request.url.removeprefix(door.url)))

    opened(page)
    page.get_by_label("Skriv her").fill("Jeg tænker mig om")
    page.wait_for_timeout(300)

    assert [url for url in asked if url.startswith("/api/")] == ["/api/v1/municipalities/aalborg"]
    assert {url.split("/")[1] for url in asked} <= {"api", "widget", "ikon.svg"}
    assert storage(page) == [0, 0, 0]
    assert door.talks == {}


def test_to_see_how_a_person_is_reached_begins_nothing_and_keeps_nothing(citizen, door):
    page = citizen()
    opened(page)

    page.get_by_role("button", name="Tal med et menneske").click()
    expect(page.get_by_role("link", name="99 31 31 31")).to_be_visible()

    expect(page.get_by_text("Åbent nu")).to_be_visible()
    assert storage(page) == [0, 0, 0]
    assert door.talks == {}
    page.get_by_label("Dit navn").fill("Karen Holm")
    page.get_by_role("textbox", name="Telefon eller mail").fill("20 30 40 50")
    page.get_by_label("Det får personen at vide").fill("Ring til mig om mit afslag")
    page.get_by_label("Ja, kommunen må gemme").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Din besked er sendt")).to_be_focused()
    assert len(door.talks) == len(door.handovers) == 1


def test_the_municipalitys_page_on_what_it_does_with_what_is_told_is_one_press_away(citizen):
    page = citizen()

    opened(page)

    link = page.get_by_role("link", name="Sådan bruger vi dine oplysninger")
    assert link.get_attribute("href") == "https://www.aalborg.dk/privatliv"


def test_a_finished_visit_has_kept_a_token_and_no_cookie(citizen, door):
    page = citizen()
    opened(page)

    to_outcome(page)

    assert storage(page) == [0, 1, 0]
    assert page.evaluate("Object.keys(sessionStorage)") == ["borger-chat.aalborg"]
    assert "hjemmet" not in page.evaluate("sessionStorage.getItem('borger-chat.aalborg')")
    assert page.context.cookies() == []


# The journey


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_journey_looks_and_works_as_it_should(citizen, door, size):
    page = citizen(size=size)
    picture(page, f"{size}-01-lukket")
    opened(page)
    expect(page.get_by_text("Du skriver med en robot")).to_be_visible()
    picture(page, f"{size}-02-aaben")

    door.think = 0.6
    write(page, "Jeg har fået nej til hjælp i hjemmet. Mit nummer er 010203-1234")
    expect(page.locator(".typing")).to_be_visible()
    picture(page, f"{size}-03-skriver")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    picture(page, f"{size}-04-svarmuligheder")
    door.think = 0.05
    choose(page, "Ja")
    write(page, "Min nabo slår mig")
    expect(page.get_by_role("alert")).to_contain_text("112")
    assert page.get_by_role("link", name="Livslinien: 70 201 201").get_attribute("href") == "tel:70201201"
    picture(page, f"{size}-05-akut")

    write(page, "For et par uger siden")
    card = page.get_by_role("region", name="Her skal du hen")
    expect(card).to_contain_text("11 dage tilbage")
    expect(card).to_contain_text("Åbent nu")
    assert card.get_by_role("link", name="99 31 31 31").get_attribute("href") == "tel:99313131"
    assert card.get_by_role("link", name="aalborg.dk/klage").get_attribute("href") == "https://www.aalborg.dk/klage"
    picture(page, f"{size}-06-kort")
    card.get_by_role("button", name="Print").scroll_into_view_if_needed()
    picture(page, f"{size}-07-kort-slut")

    page.get_by_role("button", name="Tal med et menneske").click()
    expect(page.get_by_role("link", name="99 31 31 31")).to_be_visible()
    expect(page.get_by_label("Det får personen at vide")).to_have_value(re.compile("lavet om"))
    picture(page, f"{size}-08-menneske")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_label("Dit navn")).to_be_focused()
    picture(page, f"{size}-09-mangler")
    page.get_by_label("Dit navn").fill("Karen Holm")
    page.get_by_role("textbox", name="Telefon eller mail").fill("20 30 40 50")
    page.get_by_label("Ja, kommunen må gemme").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Din besked er sendt")).to_be_focused()
    expect(page.get_by_text("A-7K2M")).to_be_visible()
    picture(page, f"{size}-10-kvittering")
    assert [(one["name"], one["reach"], one["consent"]) for one in door.handovers] == [("Karen Holm", "20 30 40 50", True)]

    door.talk.say("system", "Din besked er modtaget.", handover={"receipt": "A-7K2M", "state": "accepted"})
    expect(page.get_by_text("En person har taget den").last).to_be_visible()
    page.get_by_role("button", name="Tilbage til samtalen").click()
    door.talk.become(state="person")
    door.talk.say("person", "Hej, jeg hedder Anne og sidder hos borgerrådgiveren. Jeg har læst det, du har skrevet.")
    expect(page.get_by_text("Du skriver nu med et menneske").first).to_be_visible()
    expect(log(page)).to_contain_text("jeg hedder Anne")
    picture(page, f"{size}-11-medarbejder")

    page.get_by_role("button", name="Menu").click()
    picture(page, f"{size}-12-menu")
    page.get_by_role("button", name="Bedøm samtalen").click()
    page.get_by_label("Delvist").check()
    page.get_by_label("Vil du sige lidt mere?").fill("Det gik fint, ring på 20304050")
    picture(page, f"{size}-13-bedoem")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(log(page)).to_contain_text("Tak. Det hjælper os")
    assert door.ratings == [{"helped": "delvist", "comment": "Det gik fint, ring på [telefonnummer fjernet]"}]

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Slet samtalen").click()
    picture(page, f"{size}-14-slet")
    page.get_by_role("button", name="Slet samtalen", exact=True).click()
    expect(log(page)).to_contain_text("Samtalen er slettet")
    assert door.talks == {}
    assert storage(page) == [0, 0, 0]
    picture(page, f"{size}-15-slettet")


def test_the_card_can_be_copied_printed_and_kept_as_a_file(citizen):
    page = citizen(permissions=["clipboard-read", "clipboard-write"])
    opened(page)
    card = to_outcome(page)

    card.get_by_role("button", name="Kopiér").click()
    expect(card.get_by_role("button", name="Kopieret")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as saving:
        card.get_by_role("button", name="Hent som fil").click()
    page.evaluate(
        "() => { window.print = () => { window.printed = document.querySelector('borger-print').shadowRoot.textContent } }"
    )
    card.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Er du utilfreds med kommunen?")).to_be_hidden()
    picture(page, "kort-print")
    page.pdf(path=OUT / "kort.pdf")

    for words in (copied, saving.value.path().read_text(encoding="utf-8")):
        assert "Klag til Ankestyrelsen" in words
        assert "11 dage tilbage" in words
        assert "Brevet med afgørelsen" in words
        assert "Du kan også bede afdelingen" in words
        assert "Hent som fil" not in words
    assert saving.value.suggested_filename == "Her skal du hen.txt"
    assert "11 dage tilbage" in page.evaluate("window.printed")
    expect(page.get_by_role("heading", name="Er du utilfreds med kommunen?")).to_be_visible()


# Accessible to all


def test_axe_finds_nothing_in_any_state(citizen, door):
    page = citizen()
    accessible(page, "lukket")
    opened(page)
    accessible(page, "åben")
    write(page, "Jeg har fået nej til hjælp")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    accessible(page, "svarmuligheder")
    door.think = 3
    write(page, "Ja")
    expect(page.locator(".typing")).to_be_visible()
    accessible(page, "skriver")
    door.think = 0.05
    expect(page.get_by_role("button", name="I denne uge")).to_be_visible()
    choose(page, "I denne uge")
    expect(page.get_by_role("region", name="Her skal du hen")).to_be_visible()
    write(page, "Min nabo slår mig")
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page, "kort og akut")
    page.get_by_role("button", name="Tal med et menneske").click()
    expect(page.get_by_role("link", name="99 31 31 31")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    accessible(page, "besked til et menneske, med fejl")
    page.get_by_role("button", name="Menu").click()
    accessible(page, "menu")
    page.get_by_role("button", name="Bedøm samtalen").click()
    accessible(page, "bedøm")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Slet samtalen").click()
    accessible(page, "slet")
    page.get_by_role("button", name="Tilbage til samtalen").click()
    door.down = True
    page.get_by_label("Skriv her").fill("æ" * 2001)
    expect(page.get_by_text("1 tegn for meget").first).to_be_visible()
    write(page, "Er I der?")
    expect(page.get_by_text("Chatten svarer ikke lige nu").first).to_be_visible()
    accessible(page, "nede")


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_english_or_on_a_phone(citizen, door, size):
    page = citizen("/en", size=size)

    opened(page, "Ask the robot")
    page.get_by_label("Write here").fill("Jeg har fået nej")
    page.get_by_label("Write here").press("Enter")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()

    expect(page.get_by_text("You are writing with a robot")).to_be_visible()
    assert page.get_by_role("button", name="Ved ikke").get_attribute("lang") == "da"
    accessible(page, "engelsk")
    picture(page, f"{size}-16-engelsk")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Dansk").click()
    expect(page.get_by_text("Du skriver med en robot")).to_be_visible()
    assert bubbles(page)[0] == ["citizen", "Jeg har fået nej"]


def test_the_keyboard_alone_goes_from_opening_to_outcome_and_back(citizen):
    page = citizen()
    focused = "() => document.querySelector('borger-chat').shadowRoot.activeElement?.textContent.trim()"

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Skriv her")).to_be_focused()
    page.keyboard.type("Jeg har fået nej til hjælp")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("i hjemmet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "Ved ikke"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="I denne uge")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "I denne uge"
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Her skal du hen")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "99 31 31 31"
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Fortsæt samtalen")).to_be_focused()


def test_on_a_phone_the_page_behind_is_out_of_reach(citizen):
    page = citizen(size="telefon")
    opened(page)

    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") in ("BORGER-CHAT", "BODY")  # BODY: the browser's own bar

    box = page.get_by_role("dialog").bounding_box()
    assert (box["x"], box["width"], box["height"]) == (0, 360, 740)


def test_the_window_can_be_made_large_and_small_again(citizen):
    page = citizen()
    dialog = opened(page)
    small = dialog.bounding_box()

    page.get_by_role("button", name="Gør vinduet stort").click()
    large = dialog.bounding_box()
    picture(page, "skaerm-17-stort")
    expect(page.get_by_role("button", name="Gør vinduet lille")).to_be_focused()
    page.get_by_role("button", name="Gør vinduet lille").click()

    assert large["width"] > 2 * small["width"]
    assert dialog.bounding_box() == small
    page.get_by_role("link", name="Læs mere om at klage").click()  # the page beside it is in use again


def test_at_400_percent_everything_can_be_reached_by_scrolling_one_way(citizen):
    page = citizen()
    page.set_viewport_size({"width": 320, "height": 256})

    opened(page)
    to_outcome(page)

    dialog = "document.querySelector('borger-chat').shadowRoot.querySelector('dialog')"
    assert page.evaluate(f"{dialog}.scrollWidth <= 320 && {dialog}.scrollHeight > 256")
    page.get_by_label("Skriv her").scroll_into_view_if_needed()
    expect(page.get_by_label("Skriv her")).to_be_in_viewport()
    picture(page, "zoom-400")


def test_buttons_are_large_enough_to_hit(citizen):
    page = citizen(size="telefon")
    opened(page)
    to_outcome(page)

    small = page.evaluate(
        """() => [...document.querySelector("borger-chat").shadowRoot.querySelectorAll("button, a, summary, textarea")]
             .map((one) => [one.textContent || one.title, one.getBoundingClientRect()])
             .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([words]) => words)"""
    )

    assert small == []


def test_each_message_is_told_once_and_an_old_conversation_not_at_all(citizen):
    page = citizen()
    opened(page)
    watch = """() => { window.told = []; new MutationObserver((changes) => changes.flatMap(({ addedNodes }) => [...addedNodes])
      .forEach((node) => node.ariaLive !== "off" && node.closest("[role=log]").ariaLive !== "off" && told.push(node.textContent)))
      .observe(document.querySelector("borger-chat").shadowRoot.querySelector("[role=log]"), { childList: true }) }"""
    page.evaluate(watch)
    to_outcome(page)

    told = page.evaluate("told")
    page.reload()
    expect(page.get_by_role("region", name="Her skal du hen")).to_be_visible()

    assert [words[:24] for words in told] == ["RobotTak, fordi du skriv", "RobotTak. Hvornår fik du", "RobotHer skal du henKlag"]
    assert page.evaluate("document.querySelector('borger-chat').shadowRoot.querySelectorAll('[role=alert]').length") == 0


def test_looks_hold_in_forced_colours_and_with_reduced_motion(citizen):
    page = citizen(forced_colors="active", reduced_motion="reduce")
    opened(page)

    to_outcome(page)

    picture(page, "tvungne-farver")


# Nothing lost, nothing doubled


def test_a_reload_goes_on_where_it_was(citizen, door):
    page = citizen()
    opened(page)
    write(page, "Jeg har fået nej til hjælp")
    choose(page, "Ja")
    expect(page.get_by_role("button", name="I denne uge")).to_be_visible()
    before = bubbles(page)

    page.reload()
    expect(page.get_by_role("button", name="I denne uge")).to_be_visible()

    assert bubbles(page) == before
    choose(page, "I denne uge")
    expect(page.get_by_role("region", name="Her skal du hen")).to_be_visible()
    assert len(door.talks) == 1


def test_an_answer_that_got_lost_gives_one_message(citizen, door):
    page = citizen()
    opened(page)
    door.lose_answers = 2

    write(page, "Jeg har fået nej til hjælp")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    expect(page.get_by_text("Sender …")).to_have_count(0)

    assert door.posted == 3
    assert [author for author, _ in said(door)] == ["citizen", "bot"]
    assert [author for author, _ in bubbles(page)] == ["citizen", "bot"]


def test_a_reload_before_the_answer_came_gives_one_message(citizen, door):
    page = citizen()
    opened(page)
    write(page, "Jeg har fået nej til hjælp")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    door.lose_answers = 1

    choose(page, "Ja")
    expect(page.get_by_text("Ingen forbindelse").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="I denne uge")).to_be_visible()

    assert [author for author, _ in said(door)] == ["citizen", "bot", "citizen", "bot"]
    assert [author for author, _ in bubbles(page)] == ["citizen", "bot", "citizen", "bot"]


def test_what_is_written_without_a_network_comes_through_when_it_is_back(citizen, door):
    page = citizen()
    opened(page)
    write(page, "Jeg har fået nej til hjælp")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()

    page.context.set_offline(True)
    write(page, "Ja")
    write(page, "Det var i sidste uge")
    expect(page.get_by_text("Ingen forbindelse. Vi prøver igen").first).to_be_visible()
    picture(page, "uden-net")
    page.context.set_offline(False)
    expect(page.get_by_role("region", name="Her skal du hen")).to_be_visible()

    expect(page.get_by_text("Ingen forbindelse")).to_have_count(0)
    assert [text for author, text in said(door) if author == "citizen"] == [
        "Jeg har fået nej til hjælp",
        "Ja",
        "Det var i sidste uge",
    ]
    assert [author for author, _ in bubbles(page)].count("citizen") == 3
    assert [author for author, _ in bubbles(page)].count("bot") == 3


def test_a_stream_that_breaks_is_taken_up_again(citizen, door):
    page = citizen()
    opened(page)
    write(page, "Jeg har fået nej til hjælp")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()

    door.cut()
    choose(page, "Ja")
    expect(page.get_by_role("button", name="I denne uge")).to_be_visible()

    assert [author for author, _ in bubbles(page)] == ["citizen", "bot", "citizen", "bot"]


def test_without_streams_it_polls(citizen, door):
    door.no_stream = True
    page = citizen()
    opened(page)

    to_outcome(page)

    assert [author for author, _ in bubbles(page)] == ["citizen", "bot"] * 3


def test_while_the_door_is_down_messages_wait(citizen, door):
    page = citizen()
    opened(page)
    door.down = True

    write(page, "Jeg har fået nej til hjælp")
    expect(page.get_by_text("Chatten svarer ikke lige nu").first).to_be_visible()
    door.down = False

    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    assert said(door)[0] == ("citizen", "Jeg har fået nej til hjælp")


def test_two_presses_send_one_message(citizen, door):
    page = citizen()
    opened(page)
    page.get_by_label("Skriv her").fill("Jeg har fået nej til hjælp")

    page.evaluate(
        """() => { const root = document.querySelector("borger-chat").shadowRoot;
          root.querySelector(".send").click(); root.querySelector(".send").click() }"""
    )
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    page.evaluate(
        """() => { const option = document.querySelector("borger-chat").shadowRoot.querySelector(".option");
          option.click(); option.click() }"""
    )
    expect(page.get_by_role("button", name="I denne uge")).to_be_visible()

    assert [author for author, _ in said(door)] == ["citizen", "bot", "citizen", "bot"]


def test_a_conversation_that_ran_out_is_told_and_begun_again(citizen, door):
    page = citizen()
    opened(page)
    write(page, "Jeg har fået nej til hjælp")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    door.talks.clear()

    choose(page, "Ja")

    expect(log(page)).to_contain_text("Samtalen er udløbet")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    assert said(door)[0] == ("citizen", "Ja")


def test_an_answer_while_the_window_is_closed_is_counted_on_the_button(citizen, door):
    page = citizen()
    opened(page)
    door.think = 0.5
    write(page, "Jeg har fået nej til hjælp")
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Fortsæt samtalen (1 ny)")).to_be_visible()


# Safe


def test_a_strict_policy_is_kept(citizen, door):
    page, broken = citizen("/"), []
    page.on("console", lambda told: broken.append(told.text) if "Content Security Policy" in told.text else None)
    page.goto(door.url + "/streng")
    opened(page)
    card = to_outcome(page)
    with page.expect_download():
        card.get_by_role("button", name="Hent som fil").click()
    page.evaluate("() => { window.print = () => {} }")
    card.get_by_role("button", name="Print").click()
    page.get_by_role("button", name="Tal med et menneske").click()
    expect(page.get_by_role("link", name="99 31 31 31")).to_be_visible()

    assert broken == []
    page.evaluate("() => document.body.setAttribute('style', 'color: red')")
    assert broken, "politikken gælder slet ikke på siden"


def test_words_from_outside_never_become_markup(citizen, door):
    page = citizen()
    opened(page)
    attack = "<img src=x onerror='window.hit = 1'><b>fed</b>"
    write(page, attack)
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    door.talk.say(
        "bot",
        attack,
        outcome={"title": attack, "why": attack, "place": {"name": attack, "web": "javascript:alert(1)"}},
        options=[attack],
    )

    expect(page.get_by_role("region", name="Her skal du hen")).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelector('borger-chat').shadowRoot.querySelectorAll('img, b > b').length") == 0
    assert page.get_by_role("link", name="javascript").get_attribute("href").startswith("https://")


def test_a_page_that_pins_the_loader_has_pinned_its_parts(citizen, door):
    loader = (WIDGET / "loader.js").read_bytes()
    door.integrity = "sha256-" + base64.b64encode(hashlib.sha256(loader).digest()).decode()
    page = citizen("/laast")
    opened(page)

    stranger = citizen("/")
    changed = (WIDGET / "texts.js").read_text(encoding="utf-8") + "\n"
    stranger.route("**/widget/texts.js", lambda route: route.fulfill(body=changed, content_type="text/javascript"))
    stranger.goto(door.url + "/laast")
    stranger.get_by_role("button", name="Spørg robotten").click()

    expect(stranger.get_by_role("link", name="Chatten kan ikke åbne")).to_have_attribute("href", door.url + "/samtale/aalborg")


def test_the_loader_names_the_hashes_of_its_parts():
    loader = (WIDGET / "loader.js").read_text(encoding="utf-8")

    assert runpy.run_path(str(WIDGET / "pin.py"))["pinned"](loader) == loader, "kør: python bot/widget/pin.py"


def test_it_is_small():
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in WIDGET.glob("*.js")}

    assert sizes["loader.js"] <= 5_000
    assert sum(sizes.values()) <= 20_000, sizes


SHAPES = """
Mit cpr er 010203-1234 og så videre | 0102031234 | 010203 1234 | 01.02.03.1234 | 01 02 03 12 34 | 01/02/03-1234
010203–1234 | 010203 - 1234 | født 0l0203-l234 | 610203-1234 | 01-02-1903-1234 | 1 0 0 2 0 3 - 1 2 3 4
010203-xxxx | 010203:1234 | 3112991234. | skriv til anne@example.dk | anne.holm+1@kommune.aalborg.dk, tak
anne (at) example.dk | anne snabel-a example.dk | ærlig@østjylland.dk | ring på 20304050 | 20 30 40 50
+45 20304050 | 0045 20 30 40 50 | 20-30-40-50 | 203 04 050 | 20 304 050 | +46 70 123 45 67 | tlf.20304050
den 20.12.2023 og 20-12-2023 | 2023-12-20 | 2019-2021 | sagsnr. 20304050 | journalnr: 20304050 | faktura 20304050
45.000.000 kr | 20304050 kr | cvr 20304050 | 12:30 til 14:15 | § 141, stk. 2 | 9000 Aalborg | 1.234,50
kl. 15 den 3. december | 2024/123456
"""


def test_the_browser_masks_as_the_server_does(citizen, door):
    texts = [shape.strip() for shape in SHAPES.replace("\n", "|").split("|") if shape.strip()]
    page = citizen()

    browser = page.evaluate(
        "async (texts) => { const { mask } = await import('/widget/masking.js'); return texts.map((text) => mask(text)) }", texts
    )

    for text, found in zip(texts, browser, strict=True):
        expected = masking.mask(text)
        assert (found["text"], found["kinds"]) == (expected.text, list(expected.kinds)), text


def test_what_is_masked_never_leaves_the_browser_and_is_told_kindly(citizen, door):
    page, bodies = citizen(), []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    opened(page)

    write(page, "Jeg er 010203-1234, skriv til anne@example.dk eller ring 20 30 40 50")
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()

    told = "et CPR-nummer og en mailadresse og et telefonnummer"
    assert said(door)[0][1] == "Jeg er [CPR-nummer fjernet], skriv til [mailadresse fjernet] eller ring [telefonnummer fjernet]"
    assert not any(secret in body for body in bodies for secret in ("010203", "anne@", "20 30"))
    expect(log(page)).to_contain_text(
        re.compile("Jeg har fjernet det, der lignede (en mailadresse og et CPR-nummer og et telefonnummer|" + told + ")")
    )


def test_two_thousand_characters_and_no_more(citizen, door):
    page = citizen()
    opened(page)
    page.get_by_label("Skriv her").fill("a" * 1900)
    expect(page.get_by_text("1900 af 2.000 tegn").first).to_be_visible()

    page.get_by_label("Skriv her").fill("a" * 2010)
    page.get_by_label("Skriv her").press("Enter")

    expect(page.get_by_text("10 tegn for meget").first).to_be_visible()
    assert door.talks == {}
    picture(page, "for-lang")
