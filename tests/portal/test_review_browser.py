"""Judging in a real browser: by keyboard, without script, and with nothing found by axe."""

import pytest

from bot.portal.guard import cookie
from bot.store.sessions import WHOLE
from tests.portal.test_browser import SIZES, arrives, expect, looked_at, office
from tests.portal.test_review import RIGHT, WRONG, talk

__all__ = ["arrives", "office", "talk"]  # fixtures


@pytest.fixture
def editor(office, arrives):
    """`editor(path)`: the page as an editor sees it."""
    account = office.accounts.create("lone", name="Lone Prøve", role="redaktoer", municipalities=["*"])

    def editor(path, size="skaerm", **more):
        page = arrives(size, "/ind", **more)
        token = office.sessions.begin(account=account.id, stage=WHOLE)
        page.context.add_cookies([{"name": cookie(office), "value": token, "url": office.settings.portal}])
        page.goto(office.settings.portal + path)
        return page

    return editor


@pytest.fixture
def disputed(office, talk):
    """A conversation on which two differ; its key."""
    from bot.portal.judging import Form, Told

    key = talk(judges=2)
    form = Form.of(Told.of(office.conversations.messages(key), office.labels), office.base, office.labels)
    for name, given in (("mette", RIGHT), ("jens", WRONG)):
        account = office.accounts.create(name, name=f"{name.title()} Prøve", role="bedoemmer", municipalities=["*"])
        office.reviews.save(key, account.id, form.read(given, []))
    return key


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_page_of_the_review(editor, office, talk, disputed, size):
    key = talk()
    office.remarks.tag(key, "frist")
    number = office.corrections.propose(
        "De svarer aldrig", {"emne": "ingen_kontakt"}, asked="emne", conversation=key, municipality="aarhus", username="mette"
    )
    office.corrections.decide(number, approved=True, username="jens")
    places = {
        "koe": "/koe",
        "bedoem": f"/samtaler/{key}/bedoem",
        "uenighed": "/uenighed",
        "uenighed-en": f"/uenighed/{disputed}",
        "enighed": "/enighed",
        "laering": "/laering",
        "laer": f"/samtaler/{key}/laer",
        "laer-en": f"/samtaler/{key}/laer?besked=1",
    }
    page = editor("/", size)

    for name, path in places.items():
        page.goto(office.settings.portal + path)
        looked_at(page, name, size)


def test_the_first_question_is_answered_with_a_key_but_not_while_writing(editor, talk):
    page = editor(f"/samtaler/{talk()}/bedoem")
    place = page.get_by_label("Sted")

    expect(place).to_be_hidden()
    page.keyboard.press("2")
    expect(page.get_by_label("Nej", exact=True)).to_be_checked()
    expect(place).to_be_visible()
    page.get_by_label("Note").press_sequentially("Nr. 1")

    expect(page.get_by_label("Nej", exact=True)).to_be_checked()
    expect(page.get_by_label("Note")).to_have_value("Nr. 1")


def test_a_conversation_is_judged_without_script(editor, office, talk):
    key = talk()
    page = editor(f"/samtaler/{key}/bedoem", java_script_enabled=False)

    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Gem og tag den næste").click()

    expect(page.get_by_role("status")).to_contain_text("ikke flere samtaler")
    assert office.queue.count({"*"}, "done") == 1
