"""What two persons have agreed on is said from its day on, by a door that stays open."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.dialogue.edition import Edition
from bot.knowledge.in_force import NAME, read_in_force, written_at
from bot.store import Changes, Proposal
from bot.store.clock import DENMARK

LINE = Proposal("texts/doer.yml", ("tavs",), "", "Vi holder lukket i dag.", "prøve", date(2026, 1, 1))


@pytest.fixture
def agreed(house):
    """`agreed(proposal)`: two persons want it."""

    def agree(proposal):
        changes = Changes(house.database)
        assert changes.approve(changes.propose(proposal, by="anna").id, by="bo", today=datetime.now(DENMARK).date())

    return agree


def test_an_agreed_change_is_said_without_a_restart(house, agreed):
    agreed(LINE)

    assert house.take_up_news()
    assert house.wording.say("doer.tavs") == "Vi holder lukket i dag."
    assert not house.take_up_news()


def test_the_language_model_learns_of_it_by_a_file(house, agreed):
    agreed(LINE)
    house.take_up_news()

    file = house.settings.state / NAME

    assert written_at(file) > 0
    assert Edition.read(read_in_force(file)).wording.say("doer.tavs") == "Vi holder lukket i dag."


def test_a_change_waits_for_its_day(house, agreed):
    agreed(replace(LINE, effective=datetime.now(DENMARK).date() + timedelta(days=2)))
    house.take_up_news()

    assert house.wording.say("doer.tavs") != "Vi holder lukket i dag."


def test_a_change_that_no_longer_fits_falls_alone(house, agreed, caplog):
    agreed(Proposal("channels/aalborg.yml", ("opbevaring", "web"), "P30D", "for evigt", "prøve", date(2026, 1, 1)))
    agreed(Proposal("channels/aalborg.yml", ("tavs",), "nej", "ja", "prøve", date(2026, 1, 1)))

    assert house.take_up_news()

    assert house.channels["aalborg"].retention.web == "P30D"
    assert house.channels["aalborg"].silent
    assert "change_not_taken" in caplog.text
