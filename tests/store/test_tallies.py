"""Counts outlive conversations and say nothing of anybody; what a citizen deletes is gone from them too."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.store import schema, staff_schema
from bot.store.conversations import Said
from bot.store.retention import Keeping
from bot.store.tallies import Tally

LIVES = timedelta(days=1)
BEGAN = datetime(2020, 7, 6, 8, 30)  # a Monday; half past ten on Danish clocks
LATER = BEGAN + timedelta(hours=2)
OUTCOME = {
    "route": "klageorgan",
    "body": "ankestyrelsen",
    "case_type": "afgoerelse",
    "area": "hjaelpemidler",
    "row": "klageorgan",
    "confidence": 0.9,
    "deadline": {"date": "2020-08-03", "length": "P4W", "passed": False, "days_left": 28},
}
ASKS = {"question": {"fact": "afgoerelse", "options": []}}


class Citizen:
    """Somebody who wrote on the sixth of July, and what they were answered."""

    def __init__(self, store, municipality="aalborg", channel="web"):
        self.store = store
        self.id = store.conversations.start(channel, municipality, lives=LIVES)[0].id
        self._date(schema.conversation, started_at=BEGAN)

    def says(self, text, answer, *, asked=None):
        self.store.turns.take(self.id, text, text, {}, client_id=f"{text[:20]}-{asked}", answered=True, lives=LIVES)
        turn = self.store.turns.claim(self.id)
        self.store.turns.answer(turn, [Said("bot", "svar", answer)], understood={"facts": {}, "asked": asked, "tries": 0})
        self._date(schema.conversation, last_at=BEGAN)
        return self

    def reviewed(self, *verdicts, raters=1, final=None, at=BEGAN):
        with self.store.database.begin() as connection:
            queued = {"reason": "usikker", "reasons": ["usikker"], "weight": 1, "sampled": True, "raters": raters}
            connection.execute(insert(staff_schema.queued).values(conversation=self.id, state="open", created_at=BEGAN, **queued))
            for verdict in verdicts:
                connection.execute(insert(staff_schema.review).values(**self._review(verdict, at), final=False))
            if final:
                connection.execute(insert(staff_schema.review).values(**self._review(final, at), final=True))
        return self

    def _review(self, verdict, at):
        said = {"route_right": verdict, "facts": {}, "needless": [], "tone": "god", "urgent": "ingen", "note": ""}
        return {"conversation": self.id, "at": at, **said}

    def _date(self, table, **values):
        with self.store.database.begin() as connection:
            connection.execute(update(table).where(table.c.id == self.id).values(values))


def tallies(store):
    return store.tallies.between("2000-01", "2099-12")


def only(store):
    (tally,) = tallies(store)
    return tally


def test_a_conversation_that_reached_its_outcome_is_counted_with_what_it_came_to(store):
    citizen = Citizen(store)
    citizen.says("afslag på en kørestol", ASKS, asked="afgoerelse").says("ja", {"question": {"fact": "x"}}, asked="bekraeft")
    citizen.says("ja det er rigtigt", {"outcome": OUTCOME})

    assert store.tallies.count(LATER) == 1

    assert only(store) == Tally(
        municipality="aalborg",
        channel="web",
        month="2020-07",
        deleted=False,
        weekday=0,
        hour=10,
        open=True,
        route="klageorgan",
        body="ankestyrelsen",
        table_row="klageorgan",
        case_type="afgoerelse",
        area="hjaelpemidler",
        confidence=0.9,
        questions=1,
        messages=3,
        handed_over=False,
        abandoned=False,
        deadline="given",
    )


def test_the_latest_outcome_counts(store):
    citizen = Citizen(store).says("først", {"outcome": OUTCOME})
    citizen.says("nej vent", {"outcome": {**OUTCOME, "route": "maegling", "deadline": None}})

    store.tallies.count(LATER)

    assert (only(store).route, only(store).deadline) == ("maegling", None)


def test_a_deadline_that_has_passed_is_told_from_one_that_runs(store):
    Citizen(store).says("brevet er gammelt", {"outcome": {**OUTCOME, "deadline": {"date": "2020-01-02", "passed": True}}})

    store.tallies.count(LATER)

    assert only(store).deadline == "passed"


def test_whoever_leaves_with_a_question_unanswered_has_abandoned_it(store):
    Citizen(store).says("hjælp", ASKS, asked="emne")

    store.tallies.count(LATER)

    assert only(store).abandoned is True


def test_whoever_is_handed_over_has_abandoned_nothing(store):
    citizen = Citizen(store).says("hjælp", ASKS, asked="emne")
    store.conversations.add(citizen.id, [Said("system", "Beskeden er sendt.", {"handover": {"receipt": "A", "state": "sent"}})])
    citizen._date(schema.conversation, last_at=BEGAN)

    store.tallies.count(LATER)

    assert (only(store).handed_over, only(store).abandoned) == (True, False)


def test_where_the_hours_are_not_known_it_is_not_known_whether_it_was_open(store):
    Citizen(store, "aarhus").says("hjælp", ASKS)

    store.tallies.count(LATER)

    assert only(store).open is None


def test_nothing_is_counted_while_the_citizen_may_still_be_writing(store):
    Citizen(store).says("hjælp", ASKS)

    assert store.tallies.count(BEGAN + timedelta(minutes=30)) == 0
    assert store.tallies.count(BEGAN + timedelta(minutes=31)) == 1


def test_a_conversation_without_a_word_is_none(store):
    Citizen(store)._date(schema.conversation, last_at=BEGAN)

    assert store.tallies.count(LATER) == 0


def test_what_has_not_changed_is_not_counted_again(store):
    Citizen(store).says("hjælp", ASKS)
    store.tallies.count(LATER)

    assert store.tallies.count(LATER + LIVES) == 0


def test_a_word_more_is_counted_anew_in_the_same_row(store):
    citizen = Citizen(store).says("hjælp", ASKS, asked="emne")
    store.tallies.count(LATER)
    citizen.says("kørestol", {"outcome": OUTCOME})
    citizen._date(schema.conversation, last_at=LATER + timedelta(hours=1))

    assert store.tallies.count(LATER + LIVES) == 1

    assert (only(store).messages, only(store).abandoned) == (2, False)


def test_a_rating_and_a_verdict_that_come_later_are_counted_too(store):
    citizen = Citizen(store).says("kørestol", {"outcome": OUTCOME})
    store.tallies.count(LATER)
    store.conversations.rate(citizen.id, "delvist", "")
    with store.database.begin() as connection:
        connection.execute(update(schema.rating).values(at=LATER + timedelta(minutes=5)))
    citizen.reviewed("ja", at=LATER + timedelta(minutes=6))

    assert store.tallies.count(LATER + LIVES) == 1

    found = only(store)
    assert (found.helped, found.verdict, found.reason, found.sampled) == ("delvist", "ja", "usikker", True)


@pytest.mark.parametrize(
    ("given", "raters", "final", "settled"),
    [
        (["ja"], 1, None, "ja"),
        (["ja"], 2, None, None),
        (["ja", "ja"], 2, None, "ja"),
        (["ja", "nej"], 2, None, None),
        (["ja", "nej"], 2, "nej", "nej"),
        ([], 1, None, None),
    ],
)
def test_a_verdict_stands_when_it_is_settled(store, given, raters, final, settled):
    Citizen(store).says("kørestol", {"outcome": OUTCOME}).reviewed(*given, raters=raters, final=final)

    store.tallies.count(LATER)

    assert only(store).verdict == settled


def test_what_is_purged_has_been_counted(store):
    citizen = Citizen(store).says("kørestol", {"outcome": OUTCOME})

    assert store.retention.purge([Keeping("aalborg", "web", LIVES)]) == 1

    assert store.conversations.get(citizen.id) is None
    assert only(store).route == "klageorgan"


def test_what_was_counted_is_still_there_after_the_purge_and_points_at_nobody(store):
    citizen = Citizen(store).says("kørestol", {"outcome": OUTCOME})
    store.tallies.count(LATER)

    store.retention.purge([Keeping("aalborg", "web", LIVES)])

    assert len(tallies(store)) == 1
    with store.database.begin() as connection:
        assert connection.execute(select(staff_schema.tally.c.conversation)).scalar() is None
        row = str(connection.execute(select(staff_schema.tally)).one())
    assert citizen.id not in row
    assert "kørestol" not in row


@pytest.mark.parametrize("counted_before", [True, False])
def test_of_what_the_citizen_deletes_only_the_bare_row_is_left(store, counted_before):
    citizen = Citizen(store).says("kørestol", {"outcome": OUTCOME}).reviewed("ja")
    if counted_before:
        store.tallies.count(LATER)

    store.conversations.forget(citizen.id)

    assert only(store) == Tally("aalborg", "web", "2020-07", deleted=True)
    assert store.tallies.count(LATER + LIVES) == 0


def test_deleting_a_conversation_without_a_word_leaves_nothing(store):
    citizen = Citizen(store)

    store.conversations.forget(citizen.id)

    assert tallies(store) == []


def test_more_than_one_batch_is_counted(store, monkeypatch):
    monkeypatch.setattr("bot.store.tallies.AT_ONCE", 3)
    for _ in range(7):
        Citizen(store).says("hjælp", ASKS)

    assert store.tallies.count(LATER) == 7


def test_the_months_and_municipalities_wanted_are_given_and_no_others(store):
    for municipality in ("aalborg", "aarhus", None):
        Citizen(store, municipality).says("hjælp", ASKS)
    store.tallies.count(LATER)

    assert {one.municipality for one in store.tallies.between("2020-07", "2020-07")} == {"aalborg", "aarhus", None}
    assert [one.municipality for one in store.tallies.between("2020-01", "2020-12", {"aarhus"})] == ["aarhus"]
    assert store.tallies.between("2020-08", "2020-12") == []
    assert store.tallies.months() == ("2020-07", "2020-07")


def test_each_row_of_a_table_says_how_often_it_decided(store):
    for _ in range(2):
        Citizen(store).says("kørestol", {"outcome": OUTCOME})
    Citizen(store, "aarhus").says("kørestol", {"outcome": {**OUTCOME, "row": "maegling"}})
    store.tallies.count(LATER)

    assert store.tallies.rows_used("2020-01") == {("aalborg", "klageorgan"): 2, ("aarhus", "maegling"): 1}
    assert store.tallies.rows_used("2020-08") == {}
