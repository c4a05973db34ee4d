"""The reviewers' guide: one text, read in the repository and in the portal."""

import re

from bot.portal.guide import FILE
from bot.portal.judging import RIGHT, TONES, URGENT


def test_everybody_who_may_read_may_read_the_guide(at_portal):
    async def test(portal):
        person = await portal.signed_in("laeser")

        shown = await person.get("/vejledning")

        assert shown.status_code == 200
        assert re.findall(r"<h1>(.*?)</h1>", shown.text) == ["Vejledning for bedømmere"]
        for heading in re.findall(r"^#{2,3} (.+)$", FILE.read_text(encoding="utf-8"), re.MULTILINE):
            assert f">{heading}</h" in shown.text

    at_portal(test)


def test_the_guide_has_a_word_on_every_choice_of_the_form():
    text = FILE.read_text(encoding="utf-8")

    for choice in (*RIGHT.values(), *TONES.values(), *URGENT.values()):
        assert f"**{choice}" in text


def test_no_address_or_number_of_a_person_stands_in_the_examples():
    text = FILE.read_text(encoding="utf-8")

    assert not re.search(r"\d{6}-?\d{4}|\b\d{2}( \d{2}){3}\b|@", text)
