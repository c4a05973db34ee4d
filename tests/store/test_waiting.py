"""What waits for the staff is counted for the municipalities that one sees, and no others."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.store import staff_schema
from bot.store.database import now
from bot.store.waiting import Waiting


@pytest.fixture
def waiting(store):
    """In Aarhus one of each kind; in Aalborg a message that did not get through."""
    for place, mail in (("aarhus", ""), ("aalborg", "post@aalborg.test")):
        talk, _ = store.conversations.start("web", place, lives=timedelta(days=1))
        left = store.handovers.leave(
            talk.id, client_id="besked-1", municipality=place, channel="web", summary="", contact={}, mail_to=mail
        )
        if place == "aalborg":
            store.handovers.become(left.receipt, "failed")
            continue
        with store.database.begin() as connection:
            values = {"reason": "fare", "reasons": ["fare"], "weight": 9, "sampled": False, "raters": 1, "created_at": now()}
            connection.execute(insert(staff_schema.queued).values(conversation=talk.id, state="open", **values))
            proposed = {"municipality": place, "state": "proposed", "proposed_by": "anna", "proposed_at": now()}
            connection.execute(insert(staff_schema.correction).values(text="t", facts={}, note="", **proposed))
    return Waiting(store.database)


def test_each_sees_what_waits_in_their_own_municipality(waiting):
    assert waiting.handovers(["aarhus"]) == 1
    assert waiting.handovers(["aalborg"]) == 0
    assert waiting.failed_handovers(["aalborg"]) == 1
    assert waiting.queued(["aarhus"], "open") == 1
    assert waiting.queued(["aalborg"], "open") == 0
    assert waiting.queued(["aarhus"], "disagreed") == 0
    assert waiting.corrections(["aarhus"]) == 1


def test_whoever_sees_all_municipalities_sees_what_waits_in_all(waiting):
    assert waiting.handovers(["*"]) + waiting.failed_handovers(["*"]) == 2


def test_whoever_sees_none_sees_nothing(waiting):
    assert [waiting.handovers([]), waiting.failed_handovers([]), waiting.queued([], "open"), waiting.corrections([])] == [0] * 4
