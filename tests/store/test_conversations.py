"""Conversations: opened by their own token only, each message once and in order, gone when they are to be."""

import threading
from datetime import timedelta

from bot.store.conversations import Said

DAY = timedelta(days=1)
NEVER = timedelta(seconds=-1)


def start(store, municipality="aalborg"):
    return store.conversations.start("web", municipality, lives=DAY)


def test_a_token_opens_its_own_conversation(store):
    conversation, token = start(store)
    assert store.conversations.opened_by(token, channel="web", municipality="aalborg").id == conversation.id


def test_a_token_opens_nothing_in_another_channel_or_municipality(store):
    _, token = start(store)
    assert store.conversations.opened_by(token, channel="side", municipality="aalborg") is None
    assert store.conversations.opened_by(token, channel="web", municipality="aarhus") is None
    assert store.conversations.opened_by(token + "x", channel="web", municipality="aalborg") is None


def test_a_token_has_256_bits_and_is_not_kept(store):
    _, token = start(store)
    assert len(token) >= 43  # 32 bytes in base64
    assert token not in store.everything()


def test_a_token_expires(store):
    _, token = store.conversations.start("web", "aalborg", lives=NEVER)
    assert store.conversations.opened_by(token, channel="web", municipality="aalborg") is None


def test_messages_are_numbered_in_order(store):
    conversation, _ = start(store)
    store.conversations.add(conversation.id, [Said("bot", "et"), Said("bot", "to", {"question": {"fact": "emne"}})])
    store.conversations.add(conversation.id, [Said("person", "tre")])
    found = store.conversations.messages(conversation.id)
    assert [(one.seq, one.author, one.text) for one in found] == [(1, "bot", "et"), (2, "bot", "to"), (3, "person", "tre")]
    assert found[1].custom == {"question": {"fact": "emne"}}
    assert [one.seq for one in store.conversations.messages(conversation.id, after=1)] == [2, 3]
    assert [one.seq for one in store.conversations.messages(conversation.id, last=2)] == [2, 3]


def test_many_writers_give_no_number_twice(store):
    conversation, _ = start(store)
    threads = [threading.Thread(target=store.conversations.add, args=(conversation.id, [Said("bot", str(n))])) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.seq for one in store.conversations.messages(conversation.id)] == list(range(1, 13))


def test_only_one_changes_who_answers(store):
    conversation, _ = start(store)
    assert store.conversations.become(conversation.id, "person", only_from=("bot", "waiting"))
    assert not store.conversations.become(conversation.id, "person", only_from=("bot", "waiting"))
    assert store.conversations.get(conversation.id).state == "person"


def test_what_is_forgotten_leaves_nothing_but_the_order_to_forget(store):
    conversation, token = start(store)
    seq = store.turns.take(conversation.id, "hemmeligt ord", "hemmeligt ord", {}, client_id="abcdefgh", answered=True, lives=DAY)
    assert seq == 1
    store.conversations.rate(conversation.id, "ja", "hemmelig ros")
    store.conversations.forget(conversation.id)
    assert "hemmelig" not in store.everything()
    assert store.conversations.opened_by(token, channel="web", municipality="aalborg") is None
    assert store.retention.to_forget() == [conversation.id]
    store.retention.forgotten(conversation.id)
    assert store.retention.to_forget() == []


def test_what_is_forgotten_is_gone_from_the_files_too(store, tmp_path):
    conversation, _ = start(store)
    store.conversations.add(conversation.id, [Said("citizen", "kanariefugl" * 40)])
    store.conversations.forget(conversation.id)
    store.retention.purge([])
    for file in tmp_path.iterdir():
        assert b"kanariefugl" not in file.read_bytes(), file.name


def test_a_link_moves_a_conversation_once(store):
    conversation, _ = store.conversations.start("messenger", "aarhus", lives=DAY)
    key = store.conversations.link(conversation.id, lives=DAY)
    moved, token = store.conversations.follow(key, channel="web", lives=DAY)
    assert moved.id == conversation.id
    assert store.conversations.opened_by(token, channel="web", municipality="aarhus").id == conversation.id
    assert store.conversations.follow(key, channel="web", lives=DAY) is None


def test_an_old_link_leads_nowhere(store):
    conversation, _ = store.conversations.start("messenger", "aarhus", lives=DAY)
    assert store.conversations.follow(store.conversations.link(conversation.id, lives=NEVER), channel="web", lives=DAY) is None


def test_the_latest_rating_counts(store):
    conversation, _ = start(store)
    store.conversations.rate(conversation.id, "nej", "øv")
    store.conversations.rate(conversation.id, "ja", "bedre")
    assert "bedre" in store.everything()
    assert "øv" not in store.everything()
