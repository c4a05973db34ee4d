"""Messages to a person: details sealed and apart, letters tried again, every state told."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.store import Keys, letters, schema
from bot.store.keys import SealError
from bot.store.retention import Keeping

DAY = timedelta(days=1)
CONTACT = {"name": "Mette Prøvesen", "reach": "+4520304050", "best_time": "formiddag"}


@pytest.fixture
def conversation(store):
    return store.conversations.start("web", "aalborg", lives=DAY)[0].id


def leave(store, conversation, client_id="abcdefgh", mail_to="post@example.dk"):
    return store.handovers.leave(
        conversation,
        client_id=client_id,
        municipality="aalborg",
        channel="web",
        summary="Afslag på kørestol",
        contact=CONTACT,
        mail_to=mail_to,
    )


def test_contact_details_stand_nowhere_in_the_clear(store, conversation):
    handover = leave(store, conversation)
    for secret in (*CONTACT.values(), "post@example.dk"):
        assert secret not in store.everything()
    assert store.handovers.contact(handover.receipt) == CONTACT


def test_left_twice_is_left_once(store, conversation):
    assert leave(store, conversation) == leave(store, conversation)
    assert len(store.handovers.of(conversation)) == 1
    assert store.letters.take_due()
    assert store.letters.take_due() is None


def test_somebody_is_waited_for(store, conversation):
    leave(store, conversation)
    assert store.conversations.get(conversation).state == "waiting"


def test_without_a_mailbox_it_is_in_the_inbox_at_once(store, conversation):
    assert leave(store, conversation, mail_to="").state == "delivered"
    assert store.letters.take_due() is None


def test_it_outlives_the_conversation(store, conversation):
    receipt = leave(store, conversation).receipt
    store.conversations.forget(conversation)
    assert store.handovers.get(receipt).conversation is None
    assert store.handovers.contact(receipt) == CONTACT


def test_it_is_purged_in_time_with_its_details(store, conversation):
    receipt = leave(store, conversation).receipt
    assert store.retention.purge([Keeping("aalborg", "handover", timedelta(days=90))]) == 0
    assert store.retention.purge([Keeping("aalborg", "handover", timedelta(seconds=-1))]) == 1
    assert store.handovers.get(receipt) is None
    assert store.handovers.contact(receipt) is None


def test_a_letter_that_is_not_sent_is_tried_again_and_at_last_given_up(store, monkeypatch):
    monkeypatch.setattr(letters, "DELAYS", (timedelta(seconds=-1), timedelta(seconds=-1)))
    store.letters.write("mail", {"to": "a@example.dk"})
    given_up = []
    while letter := store.letters.take_due():
        given_up.append(store.letters.not_sent(letter, "ConnectError"))
    assert given_up == [False, False, True]


def test_a_letter_taken_by_a_dead_door_is_taken_again(store, monkeypatch):
    monkeypatch.setattr(letters, "LEASE", timedelta(seconds=-1))
    store.letters.write("sms", {"text": "hej"})
    assert store.letters.take_due().content == store.letters.take_due().content == {"text": "hej"}


def test_a_sent_letter_keeps_nothing(store):
    store.letters.write("sms", {"text": "hej"})
    store.letters.sent(store.letters.take_due())
    assert store.letters.take_due() is None


def test_another_secret_opens_nothing(store):
    with pytest.raises(SealError):
        Keys(b"another secret that is long enough!!").open(store.keys.seal("x"))


def test_the_secret_is_its_owners_alone(tmp_path):
    first = Keys.kept_in(tmp_path / "hemmelig" / "noegle")
    assert (tmp_path / "hemmelig" / "noegle").stat().st_mode & 0o777 == 0o600
    assert Keys.kept_in(tmp_path / "hemmelig" / "noegle").open(first.seal([1])) == [1]


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="mindst 32"):
        Keys(b"kort")


def test_a_message_to_a_person_stays_with_a_conversation_that_is_kept(store, conversation):
    receipt = leave(store, conversation).receipt
    with store.database.begin() as connection:
        connection.execute(update(schema.conversation).values(kept=True))

    assert store.retention.purge([Keeping("aalborg", "handover", timedelta(seconds=-1))]) == 0
    assert store.handovers.get(receipt)
