"""Two persons agree on a change before it is said to anybody; from its date on it holds, everywhere."""

from datetime import date, timedelta

import pytest

from bot.store.changes import Changes, Proposal

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
FILE = "knowledge/municipalities/aarhus.yml"


@pytest.fixture
def changes(store):
    return Changes(store.database)


def telephone(number="12 34 56 78", effective=TODAY, **more):
    return Proposal(
        **({"file": FILE, "place": ("ordning", "telefon"), "before": "30 58 35 02"} | more),
        after=number,
        why="Kommunen har fået nyt nummer",
        effective=effective,
        municipality="aarhus",
    )


def agreed(changes, *given, **named):
    change = changes.propose(telephone(*given, **named), by="anna")
    assert changes.approve(change.id, by="bo", today=TODAY)
    return change


def test_a_proposal_says_who_what_and_why(changes):
    change = changes.propose(telephone(), by="anna")

    assert changes.get(change.id) == change
    assert (change.state, change.proposed_by, change.decided_by) == ("proposed", "anna", None)
    assert change.proposal == telephone()


def test_nothing_is_in_force_before_another_agrees(changes):
    change = changes.propose(telephone(), by="anna")

    assert not changes.approve(change.id, by="anna", today=TODAY), "fire øjne"
    assert not changes.reject(change.id, by="anna")
    assert changes.in_force(TODAY) == {}
    assert changes.approve(change.id, by="bo", today=TODAY)
    assert changes.in_force(TODAY) == {FILE: [(["ordning", "telefon"], "12 34 56 78")]}
    assert changes.get(change.id).decided_by == "bo"


def test_it_is_decided_once(changes):
    change = changes.propose(telephone(), by="anna")

    assert changes.reject(change.id, by="bo")
    assert not changes.approve(change.id, by="carl", today=TODAY)
    assert changes.get(change.id).state == "rejected"


def test_it_holds_from_its_date(changes):
    agreed(changes, effective=TOMORROW)

    assert changes.in_force(TODAY) == {}
    assert FILE in changes.in_force(TOMORROW)
    assert changes.coming(TODAY) == [TOMORROW]
    assert changes.coming(TOMORROW) == []


def test_what_is_agreed_on_late_holds_from_then_and_not_from_before(changes):
    change = changes.propose(telephone(effective=TODAY), by="anna")

    assert changes.approve(change.id, by="bo", today=TOMORROW)

    assert changes.in_force(TODAY) == {}
    assert FILE in changes.in_force(TOMORROW)
    assert changes.get(change.id).proposal.effective == TOMORROW


def test_the_one_who_proposed_may_withdraw_it(changes):
    change = changes.propose(telephone(), by="anna")

    assert not changes.withdraw(change.id, by="bo", today=TODAY)
    assert changes.withdraw(change.id, by="anna", today=TODAY)
    assert not changes.approve(change.id, by="bo", today=TODAY)


def test_an_agreed_change_can_be_called_off_until_its_day(changes):
    change = agreed(changes, effective=TOMORROW)

    assert not changes.withdraw(change.id, by="carl", today=TOMORROW)
    assert changes.withdraw(change.id, by="carl", today=TODAY)
    assert changes.in_force(TOMORROW) == {}


def test_the_later_day_has_the_last_word_whatever_was_agreed_on_first(changes):
    agreed(changes, "22 22 22 22", effective=TOMORROW)
    agreed(changes, "11 11 11 11", effective=TODAY)

    assert [after for _, after in changes.in_force(TOMORROW)[FILE]] == ["11 11 11 11", "22 22 22 22"]


def test_on_the_same_day_the_later_decision_has_the_last_word(changes):
    first = changes.propose(telephone("11 11 11 11"), by="anna")
    second = changes.propose(telephone("22 22 22 22"), by="anna")

    changes.approve(second.id, by="bo", today=TODAY)
    changes.approve(first.id, by="bo", today=TODAY)

    assert [after for _, after in changes.in_force(TODAY)[FILE]] == ["22 22 22 22", "11 11 11 11"]


def test_in_an_emergency_one_is_enough_and_it_is_written_down(changes):
    silence = telephone("ja", file="channels/aarhus.yml", place=("tavs",), before="nej")

    change = changes.at_once(silence, by="anna")

    assert changes.in_force(TODAY) == {"channels/aarhus.yml": [(["tavs"], "ja")]}
    assert change.emergency
    assert (change.proposed_by, change.decided_by, change.state) == ("anna", "anna", "approved")
    assert changes.get(change.id).proposal.impact == {"emergency": True}


@pytest.mark.parametrize("value", ["", None, "nej", ["web", "side"], {"mandag": "9-12", "lukket": ["2026-12-23"]}])
def test_any_value_of_a_file_can_be_kept(changes, value):
    agreed(changes, value, before=value)

    [(_, after)] = changes.in_force(TODAY)[FILE]
    assert after == value
    assert changes.find()[0].proposal.before == value


def test_the_version_changes_whenever_what_is_in_force_does(changes):
    seen = {changes.version(TODAY)}
    proposed = changes.propose(telephone(), by="anna")
    assert changes.version(TODAY) in seen, "et forslag gælder ikke endnu"
    changes.approve(proposed.id, by="bo", today=TODAY)
    assert changes.version(TODAY) not in seen
    seen.add(changes.version(TODAY))
    later = agreed(changes, effective=TOMORROW)
    assert changes.version(TODAY) in seen
    assert changes.version(TOMORROW) not in seen
    changes.withdraw(later.id, by="bo", today=TODAY)
    assert changes.version(TOMORROW) == changes.version(TODAY)
    changes.at_once(telephone("ja", file="channels/aarhus.yml", place=("tavs",)), by="anna")
    assert changes.version(TODAY) not in seen


def test_the_history_of_a_file_stands_the_newest_first(changes):
    first, second = agreed(changes, "1"), changes.propose(telephone("2"), by="anna")
    agreed(changes, "3", file="channels/aarhus.yml")

    assert [change.id for change in changes.find(file=FILE)] == [second.id, first.id]
    assert [change.id for change in changes.find(state="proposed")] == [second.id]
