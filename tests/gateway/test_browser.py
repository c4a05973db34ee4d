"""The door's own pages in a real browser: without script, by keyboard alone, on a phone, on paper, and as axe sees them.

Pictures of each are left in `tests/gateway/out/`.
"""

from pathlib import Path

import pytest

from tests.gateway.served import guided_house, served

OUT = Path(__file__).parent / "out"
SIZES = {"telefon": {"width": 360, "height": 740}, "skaerm": {"width": 1280, "height": 800}}
PAGE = "/samtale/aalborg"
REFUSED = "status of 422"  # a form that is shown again, with what is wrong
OPENING = "Jeg har fået afslag på hjælp i hjemmet"

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright mangler: dørens sider er ikke prøvet i en browser")
axe_core = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe mangler: tilgængeligheden er ikke prøvet")
expect = sync_api.expect


@pytest.fixture
def house(parts, tmp_path):
    return guided_house(tmp_path, parts)


@pytest.fixture
def url(house):
    with served(house) as url:
        yield url


@pytest.fixture
def citizen(browser, url):
    """Gives citizens with a browser of their own; nothing on their pages may have failed in silence."""
    contexts, faults = [], []

    def arrives(path, size="skaerm", **more):
        context = browser.new_context(viewport=SIZES[size], locale="da-DK", **more)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" and REFUSED not in told.text else None)
        page.goto(url + path)
        return page

    yield arrives
    for context in contexts:
        context.close()
    assert faults == []


def to_outcome(page):
    page.get_by_label("Fortæl, hvad der er galt").fill(OPENING)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_role("heading", name="Ankestyrelsen")).to_be_visible()


def picture(page, name):
    page.screenshot(path=OUT / f"{name}.png", full_page=True)


def accessible(page, state):
    """axe finds nothing, and nothing is wider than the window; what was found stands in the failure."""
    found = axe_core.Axe().run(page).response["violations"]
    assert [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]] == [], state
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state}: siden er bredere end vinduet"


# Without script


@pytest.mark.parametrize("size", SIZES)
def test_a_citizen_whose_browser_runs_no_script_gets_all_the_way(citizen, house, size):
    page = citizen(PAGE, size, java_script_enabled=False)
    picture(page, f"{size}-01-side")

    page.get_by_label("Fortæl, hvad der er galt").fill(OPENING)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Har du fået en afgørelse?")).to_be_visible()
    picture(page, f"{size}-02-spoergsmaal")
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_role("heading", name="Ankestyrelsen")).to_be_visible()
    expect(page.get_by_role("link", name="Ring 33 41 12 00")).to_have_attribute("href", "tel:33411200")
    expect(page.get_by_role("button", name="Ja", exact=True)).to_have_count(0)
    picture(page, f"{size}-03-udfald")

    page.get_by_text("Tal med et menneske", exact=True).click()
    page.get_by_label("Dit navn").fill("Karen Holm")
    page.get_by_label("Telefon eller mail").fill("ring til mig")
    page.get_by_label("I må sende det").check()
    page.get_by_role("button", name="Send til en person").click()
    expect(page.get_by_role("alert")).to_contain_text("telefonnummer eller en mailadresse")
    expect(page.get_by_label("Dit navn")).to_have_value("Karen Holm")
    picture(page, f"{size}-04-fejl")
    page.get_by_label("Telefon eller mail").fill("20 30 40 50")
    page.get_by_role("button", name="Send til en person").click()
    (handover,) = house.handovers.of(house.engine.heard[0][0])
    expect(page.get_by_text(handover.receipt).first).to_be_visible()

    page.get_by_text("Hjalp det?", exact=True).click()
    page.get_by_label("Delvist").check()
    page.locator("details[open]").get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Slet samtalen nu").click()
    expect(page.get_by_role("status")).to_have_text("Samtalen er slettet.")
    assert page.context.cookies() == []
    assert house.conversations.get(house.engine.heard[0][0]) is None


def test_the_keyboard_alone_goes_from_opening_to_outcome(citizen, house):
    page = citizen(PAGE, java_script_enabled=False)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til feltet")).to_be_focused()
    expect(page.get_by_role("link", name="Gå til feltet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Fortæl, hvad der er galt")).to_be_focused()
    page.keyboard.type(OPENING)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Har du fået en afgørelse?")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ja", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Nej", exact=True)).to_be_focused()
    page.keyboard.press("Space")

    expect(page.get_by_role("heading", name="Ankestyrelsen")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ring 33 41 12 00")).to_be_focused()
    assert [said for _, said, _ in house.engine.heard] == [OPENING, "nej"]


def test_on_paper_there_is_the_conversation_and_nothing_to_press(citizen):
    page = citizen(PAGE)
    to_outcome(page)

    page.emulate_media(media="print")
    picture(page, "print")
    page.pdf(path=OUT / "print.pdf", format="A4")

    expect(page.get_by_text(OPENING).first).to_be_visible()
    expect(page.get_by_text("Sidste dag for at klage er 3. december 2026.").first).to_be_visible()
    assert page.locator("button:visible, textarea:visible, input:visible, summary:visible").count() == 0


# As axe sees them


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_page_without_script(citizen, size):
    page = citizen(PAGE, size)
    accessible(page, "åben")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page, "tom besked")
    page.get_by_label("Fortæl, hvad der er galt").fill(OPENING)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("button", name="Ja", exact=True)).to_be_visible()
    accessible(page, "spørgsmål")
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_role("heading", name="Ankestyrelsen")).to_be_visible()
    page.get_by_label("Skriv dit svar").fill("Min mand slår mig")
    page.get_by_role("button", name="Send", exact=True).first.click()
    expect(page.locator(".urgent")).to_be_visible()
    page.get_by_text("Hjalp det?", exact=True).click()
    page.get_by_text("Tal med et menneske", exact=True).click()
    accessible(page, "udfald, fare og formularer")
    page.get_by_label("Dit navn").fill("Karen Holm")
    page.get_by_label("Telefon eller mail").fill("ring til mig")
    page.get_by_label("I må sende det").check()
    page.get_by_role("button", name="Send til en person").click()
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page, "fejl i en besked")
    page.get_by_role("button", name="Slet samtalen nu").click()
    accessible(page, "slettet")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", "/demo/aalborg", "/demo/aarhus", "/demo/telefon", "/samtale/randers", "/fortsaet/et-link"])
def test_axe_finds_nothing_on_the_other_pages(citizen, path, size):
    page = citizen(path, size)

    picture(page, f"{size}{path.replace('/', '-').rstrip('-') or '-demo'}")

    accessible(page, path)


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_telephones_in_use(citizen, size):
    page = citizen("/demo/telefon", size)
    sms = page.get_by_role("region", name="SMS (GatewayAPI)")

    sms.get_by_label("Besked", exact=True).fill(OPENING)
    sms.get_by_role("button", name="Send").click()
    expect(sms.get_by_role("log").locator(".theirs")).to_be_visible()
    messenger = page.get_by_role("region", name="Messenger")
    messenger.get_by_label("Besked", exact=True).fill(OPENING)
    messenger.get_by_role("button", name="Send").click()
    expect(messenger.get_by_role("log").locator(".theirs")).to_be_visible()

    picture(page, f"{size}-telefoner")
    accessible(page, "telefoner i brug")
