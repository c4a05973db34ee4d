"""The office's side of messages to a person: one has it, all can see what was done, and nobody takes what another has."""

from datetime import datetime, timedelta

import pytest

from bot.store.handovers import DELIVERED, FAILED
from bot.store.heads import Heads
from bot.store.inbox import Inbox
from bot.store.retention import Keeping

DAY = timedelta(days=1)
START = datetime(2026, 11, 20, 9, 0)


class Watch:
    """A clock that is set by hand."""

    def __init__(self):
        self.at = START

    def __call__(self):
        return self.at


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def inbox(store, watch):
    return Inbox(store.database, watch)


@pytest.fixture
def leave(store):
    def leave(municipality="aarhus", mail_to="", summary="Afslag på kørestol"):
        conversation = store.conversations.start("web", municipality, lives=DAY)[0].id
        return store.handovers.leave(
            conversation,
            client_id="abcdefgh",
            municipality=municipality,
            channel="web",
            summary=summary,
            contact={"name": "Mette Prøvesen", "reach": "+4520304050", "best_time": ""},
            mail_to=mail_to,
        )

    return leave


def test_each_sees_the_messages_of_their_own_municipalities(inbox, leave):
    here, there = leave("aarhus").receipt, leave("aalborg").receipt

    assert [item.receipt for item in inbox.find(municipalities={"aarhus"})] == [here]
    assert {item.receipt for item in inbox.find(municipalities={"*"})} == {here, there}
    assert inbox.find(municipalities=set()) == []
    assert inbox.counts({"aarhus"}) == {"delivered": 1}
    assert [item.receipt for item in inbox.find(municipalities={"*"}, municipality="aalborg")] == [there]


def test_the_failed_stand_first_and_the_done_last(store, inbox, leave):
    old, failed, done, taken, new = (leave().receipt for _ in range(5))
    store.handovers.become(failed, FAILED)
    inbox.take(taken, by="anna")
    inbox.close(done, by="anna", kind="solved", text="")

    assert [item.receipt for item in inbox.find(municipalities={"*"})] == [failed, old, new, taken, done]
    assert [item.receipt for item in inbox.find(municipalities={"*"}, limit=2, offset=1)] == [old, new]
    assert [item.receipt for item in inbox.find(municipalities={"*"}, states=("closed",))] == [done]


def test_of_two_who_take_the_same_one_gets_it(inbox, leave):
    receipt = leave().receipt

    assert inbox.take(receipt, by="anna")
    assert not inbox.take(receipt, by="bo")
    assert inbox.get(receipt).taken_by == "anna"
    assert inbox.get(receipt).state == "accepted"


def test_a_colleague_who_is_away_can_be_relieved_knowingly(inbox, leave):
    receipt = leave().receipt
    inbox.take(receipt, by="anna")

    assert inbox.take(receipt, by="bo", taken_from="anna")
    assert not inbox.take(receipt, by="carl", taken_from="anna"), "Bo har den nu"
    assert [(note.account, note.act) for note in inbox.notes(receipt)] == [("anna", "taken"), ("bo", "taken")]


def test_a_letter_that_arrives_late_does_not_put_a_taken_message_back(store, inbox, leave):
    receipt = leave(mail_to="post@example.dk").receipt
    inbox.take(receipt, by="anna")

    assert store.handovers.become(receipt, DELIVERED) is None
    assert inbox.get(receipt).state == "accepted"
    inbox.close(receipt, by="anna", kind="solved", text="")
    assert store.handovers.become(receipt, FAILED) is None
    assert inbox.get(receipt).state == "closed"


def test_it_is_closed_once_with_a_word_on_why(inbox, leave, watch):
    receipt = leave().receipt
    inbox.take(receipt, by="anna")
    watch.at += DAY

    assert inbox.close(receipt, by="anna", kind="unreached", text="Ringet tre gange")
    assert not inbox.close(receipt, by="bo", kind="solved", text="")
    last = inbox.notes(receipt)[-1]
    assert (last.account, last.act, last.kind, last.text, last.at) == (
        "anna",
        "closed",
        "unreached",
        "Ringet tre gange",
        START + DAY,
    )


def test_what_is_opened_again_belongs_to_whoever_opened_it(inbox, leave):
    receipt = leave().receipt
    inbox.close(receipt, by="anna", kind="solved", text="")

    assert inbox.reopen(receipt, by="bo")
    assert not inbox.reopen(receipt, by="carl")
    assert (inbox.get(receipt).state, inbox.get(receipt).taken_by) == ("accepted", "bo")


def test_when_it_is_closed_its_conversation_waits_for_nobody(store, inbox, leave):
    receipt = leave().receipt
    conversation = store.handovers.get(receipt).conversation
    assert store.conversations.get(conversation).state == "waiting"

    inbox.close(receipt, by="anna", kind="solved", text="")

    assert store.conversations.get(conversation).state == "bot"


def test_nobody_takes_what_is_closed(inbox, leave):
    receipt = leave().receipt
    inbox.close(receipt, by="anna", kind="other", text="")

    assert not inbox.take(receipt, by="bo")


def test_how_long_it_is_kept_counts_from_the_day_it_was_closed(store, inbox, leave, watch):
    store_now = store.conversations.start("web", "aarhus", lives=DAY)[0].last_at
    closed, forgotten = leave().receipt, leave().receipt
    watch.at = store_now
    inbox.close(closed, by="anna", kind="solved", text="")
    watch.at = store_now - 91 * DAY
    inbox.close(forgotten, by="anna", kind="solved", text="Ring til Mette")

    store.retention.purge([Keeping("aarhus", "handover", 90 * DAY)])

    assert inbox.get(forgotten) is None
    assert inbox.notes(forgotten) == []
    assert "Ring til Mette" not in store.everything()
    assert inbox.get(closed) is not None


def test_the_fate_of_the_letter_is_told(store, inbox, leave):
    sent, without = leave(mail_to="post@example.dk").receipt, leave().receipt
    letter = store.letters.take_due("mail")
    store.letters.not_sent(letter, "smtp 550", final=True)

    assert inbox.fate(without) is None
    fate = inbox.fate(sent)
    assert (fate.state, fate.attempts, fate.problem) == ("failed", 1, "smtp 550")


def test_a_conversation_that_is_kept_is_not_purged_but_the_citizen_can_still_delete_it(store):
    heads = Heads(store.database)
    conversation = store.conversations.start("web", "aarhus", lives=DAY)[0].id
    everything = [Keeping("aarhus", "web", -DAY)]

    assert heads.keep(conversation, kept=True)
    assert not heads.keep(conversation, kept=True), "det er den allerede"
    store.retention.purge(everything)
    assert heads.get(conversation).kept
    store.conversations.forget(conversation)
    assert heads.get(conversation) is None


def test_a_conversation_that_is_let_go_again_is_purged(store):
    heads = Heads(store.database)
    conversation = store.conversations.start("web", "aarhus", lives=DAY)[0].id
    heads.keep(conversation, kept=True)

    assert heads.keep(conversation, kept=False)
    store.retention.purge([Keeping("aarhus", "web", -DAY)])
    assert heads.get(conversation) is None


def test_a_conversation_lives_until_its_token_runs_out(store):
    conversation = store.conversations.start("web", "aarhus", lives=DAY)[0]

    head = Heads(store.database).get(conversation.id)

    assert head.lives(conversation.last_at)
    assert not head.lives(conversation.last_at + 2 * DAY)
