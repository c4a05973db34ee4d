"""The demo's conversations are moved in time, known again whatever people do with them, and taken away exactly."""

from datetime import datetime, timedelta

import pytest

from bot.store import Accounts, Corrections
from bot.store.remarks import Remarks
from bot.store.retention import Keeping
from bot.store.staging import Staging

LONG = timedelta(hours=24)
SPRING = datetime(2026, 3, 2, 9)


@pytest.fixture
def staging(store):
    return Staging(store.database)


@pytest.fixture
def said(store):
    """`said()`: a conversation with a question and an answer; its key."""

    def said():
        key = store.conversations.start("web", "aarhus", lives=LONG)[0].id
        store.turns.take(key, "Brevet kom i går", "x", {}, client_id="12345678", answered=True, lives=LONG)
        turn = store.turns.claim(key)
        store.turns.answer(turn, [], understood={"facts": {"hvornaar": "i går"}})
        return key

    return said


def shout(value):
    if isinstance(value, dict):
        return {key: shout(inner) for key, inner in value.items()}
    return value.upper() if isinstance(value, str) else value


def test_a_moved_conversation_has_its_new_day_everywhere(store, staging, said):
    key = said()
    receipt = store.handovers.leave(
        key, client_id="12345678", municipality="aarhus", channel="web", summary="ring", contact={}, mail_to=""
    ).receipt
    store.conversations.rate(key, "ja", "")

    staging.move(key, {1: SPRING}, shout)

    (message,) = store.conversations.messages(key)
    assert (message.at, message.text) == (SPRING, "BREVET KOM I GÅR")
    assert store.conversations.get(key).last_at == SPRING
    assert (store.handovers.get(receipt).created_at, store.handovers.get(receipt).summary) == (SPRING, "RING")


def test_the_mark_holds_whatever_people_do_with_the_tag(store, staging, said):
    marked, other = said(), said()
    staging.mark(marked)

    Remarks(store.database).untag(marked, "demo")
    Remarks(store.database).tag(other, "demo")

    assert staging.made() == [marked]


def test_marking_twice_is_marking_once(store, staging, said):
    key = said()

    staging.mark(key)
    staging.mark(key)

    assert staging.made() == [key]
    assert Remarks(store.database).tags(key) == ["demo"]


def test_what_is_marked_is_kept_until_it_is_removed(store, staging, said):
    key = said()
    staging.mark(key)
    staging.move(key, {1: SPRING}, shout)

    store.retention.purge([Keeping("aarhus", "web", timedelta(days=30))])

    assert store.conversations.get(key) is not None


def test_removing_takes_the_marked_and_what_the_invented_staff_proposed(store, staging, said):
    accounts, corrections = Accounts(store.database, store.keys), Corrections(store.database)
    for username in ("demo.a", "kim"):
        accounts.create(username, name=username, role="bedoemmer", municipalities=["*"])
    accounts.set_active(accounts.named("demo.a").id, False)
    marked, other = said(), said()
    staging.mark(marked)
    numbers = [
        corrections.propose("tekst", {}, asked=None, conversation=other, municipality="aarhus", username=username)
        for username in ("demo.a", "kim")
    ]

    gone = staging.remove(["demo.a"])

    assert gone == 1
    assert store.conversations.get(marked) is None
    assert store.conversations.get(other) is not None
    assert [corrections.get(number) is not None for number in numbers] == [False, True]
    assert [account.username for account in accounts.all()] == ["kim"]


def test_an_account_that_somebody_can_use_is_nobodys_to_remove(store, staging):
    accounts = Accounts(store.database, store.keys)
    accounts.create("demo.a", name="En rigtig", role="bedoemmer", municipalities=["*"])

    staging.remove(["demo.a"])

    assert accounts.named("demo.a") is not None


def test_accounts_that_are_switched_off_are_nobodys_way_in(store):
    accounts = Accounts(store.database, store.keys)
    account = accounts.create("demo.a", name="Opfundet", role="bedoemmer", municipalities=["*"])
    assert accounts.exist()

    accounts.set_active(account.id, False)

    assert not accounts.exist()
