"""A button says what it answers and no word more; a plain statement says what it says."""

import pytest

from bot.dialogue import Memory, Reading
from tests.conftest import TODAY


def test_a_button_is_not_read_as_a_story(conversation):
    """`afgoerelse` is a key; read as a text it looks like "there is no decision"."""
    asked = Memory(facts={"kommune": "aalborg"}, pending="emne", options=("afgoerelse", "ingen_kontakt"), asked=("emne",), turn=1)
    story = {"omraade": [["manglende_afgoerelse", 0.99]], "afgoerelse": [["nej", 0.99]]}
    reading = Reading.parse({"told": story, "answered": story})

    turn = conversation.respond("afgoerelse", reading, asked, today=TODAY)

    assert turn.memory.facts["emne"] == "afgoerelse"
    assert "afgoerelse" not in turn.memory.facts
    assert "omraade" not in turn.memory.facts


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Jeg har fået en afgørelse", "ja"),
        ("Nej, det passer ikke. Vi har allerede fået et afslag", "ja"),
        ("jeg fik min afgoerelse i maj", "ja"),
        ("Jeg har ikke fået en afgørelse", "nej"),
        ("Hvis jeg har fået en afgørelse, hvad så", "nej"),
        ("Har jeg fået en afgørelse?", "nej"),
    ],
)
def test_that_there_is_a_decision_is_heard_when_it_is_said(conversation, text, known):
    """Whatever the model makes of it: here it believes there is none."""
    asked = Memory(facts={"kommune": "aalborg"}, pending="afgoerelse", options=("ja", "nej"), asked=("afgoerelse",), turn=1)
    mistaken = {"afgoerelse": [["nej", 0.96]], "omraade": [["manglende_afgoerelse", 0.58]]}
    reading = Reading.parse({"told": mistaken, "answered": mistaken})

    turn = conversation.respond(text, reading, asked, today=TODAY)

    assert turn.memory.facts["afgoerelse"] == known


def test_whoever_says_when_the_decision_came_says_that_it_came(conversation):
    asked = Memory(facts={"kommune": "aalborg"}, pending="afgoerelse", options=("ja", "nej"), asked=("afgoerelse",), turn=1)

    turn = conversation.respond("den 10. november", Reading(), asked, today=TODAY)

    assert (turn.memory.facts["afgoerelse"], turn.memory.facts["hvornaar"]) == ("ja", "2026-11-10")
