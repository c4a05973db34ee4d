"""Turns: kept before they are acknowledged, claimed by one, answered once."""

import threading
from datetime import timedelta

import pytest

from bot.store import turns
from bot.store.conversations import Said

DAY = timedelta(days=1)


@pytest.fixture
def conversation(store):
    return store.conversations.start("web", "aalborg", lives=DAY)[0].id


def take(store, conversation, text="hej", client_id="abcdefgh", *, answered=True):
    return store.turns.take(conversation, text, text, {"masked": ["cpr"]}, client_id=client_id, answered=answered, lives=DAY)


def test_sent_twice_is_one_message_and_one_turn(store, conversation):
    assert take(store, conversation) == take(store, conversation) == 1
    assert len(store.conversations.messages(conversation)) == 1
    assert store.turns.claim(conversation).told == {"masked": ["cpr"]}
    assert store.turns.claim(conversation) is None


def test_a_conversation_that_is_gone_takes_nothing(store):
    assert take(store, "findes-ikke") is None


def test_turns_are_answered_in_order_and_one_at_a_time(store, conversation):
    take(store, conversation, "først", "11111111")
    take(store, conversation, "så", "22222222")
    first = store.turns.claim(conversation)
    assert first.said == "først"
    assert store.turns.claim(conversation) is None
    store.turns.answer(first, [Said("bot", "svar")])
    assert store.turns.claim(conversation).said == "så"


def test_only_one_of_many_doors_gets_the_turn(store, conversation):
    take(store, conversation)
    got = []
    threads = [threading.Thread(target=lambda: got.append(store.turns.claim(conversation))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([turn for turn in got if turn]) == 1


def test_an_answer_counts_once(store, conversation):
    take(store, conversation)
    turn = store.turns.claim(conversation)
    assert [one.seq for one in store.turns.answer(turn, [Said("bot", "et"), Said("bot", "to")])] == [2, 3]
    assert store.turns.answer(turn, [Said("bot", "igen")]) == []
    assert len(store.conversations.messages(conversation)) == 3


def test_what_a_dead_door_left_is_taken_up(store, conversation, monkeypatch):
    take(store, conversation)
    assert store.turns.claim(conversation)
    assert store.turns.left_over() == []
    monkeypatch.setattr(turns, "PATIENCE", timedelta(seconds=-1))
    assert store.turns.left_over() == [conversation]
    assert store.turns.claim(conversation).said == "hej"


def test_what_was_said_is_blanked_once_it_is_answered(store, conversation):
    store.turns.take(conversation, "vist", "valgkode", {}, client_id="abcdefgh", answered=True, lives=DAY)
    store.turns.answer(store.turns.claim(conversation), [], understood={"facts": {}}, milliseconds=12)
    assert "valgkode" not in store.everything()


def test_while_a_person_has_it_no_answer_is_due(store, conversation):
    take(store, conversation, answered=False)
    assert store.turns.claim(conversation) is None
    assert not store.turns.busy(conversation)
