"""The words that conversations are found by: each once, however it is spelt, and gone with the conversation."""

from datetime import timedelta
from importlib import import_module

from sqlalchemy import delete, select

from bot.store.conversations import Said
from bot.store.staff_schema import word
from bot.store.words import words

DAY = timedelta(days=1)
migration = import_module("bot.store.migrations.versions.0002_the_staffs_tables")
CANARY = "kanariefuglesang"


def said(store, *lines):
    conversation, _ = store.conversations.start("web", "aalborg", lives=DAY)
    store.conversations.add(conversation.id, [Said(author, text) for author, text in lines])
    return conversation.id


def noted(store, key):
    with store.database.engine.connect() as connection:
        return set(connection.execute(select(word.c.word).where(word.c.conversation == key)).scalars())


def test_a_word_is_the_same_however_its_letters_are_written():
    assert words("Århus") == words("aarhus") == ["aarhus"]
    assert words("Børnebidrag") == words("boernebidrag")


def test_each_word_counts_once_and_single_letters_not_at_all():
    assert words("Nej, nej! Jeg får 3 km i § 81 a") == ["nej", "jeg", "faar", "km", "81"]


def test_what_was_masked_is_no_word():
    assert words("Ring til [navn fjernet] på [telefonnummer fjernet] i dag") == ["ring", "til", "paa", "dag"]


def test_a_very_long_word_is_cut():
    assert words("a" * 50) == ["a" * 40]


def test_the_citizens_and_the_persons_words_are_noted_and_not_the_bots(store):
    key = said(store, ("citizen", "Jeg mangler hjælp"), ("bot", "Fortæl mere"), ("person", "Jeg ringer"), ("system", "Hej"))

    assert noted(store, key) == {"jeg", "mangler", "hjaelp", "ringer"}


def test_a_word_that_is_said_again_is_noted_once(store):
    key = said(store, ("citizen", "Afslag"))
    store.conversations.add(key, [Said("citizen", "afslag på støtte"), Said("citizen", "Afslag")])

    assert noted(store, key) == {"afslag", "paa", "stoette"}


def test_a_citizens_message_is_noted_with_the_turn_it_starts(store):
    conversation, _ = store.conversations.start("web", "aalborg", lives=DAY)
    store.turns.take(conversation.id, "Min kørestol", "x", {}, client_id="besked-0001", answered=True, lives=DAY)

    assert noted(store, conversation.id) == {"min", "koerestol"}


def test_no_word_is_left_of_a_conversation_that_is_deleted(store):
    key, other = said(store, ("citizen", f"Min {CANARY}")), said(store, ("citizen", "Min sag"))
    store.conversations.forget(key)

    assert noted(store, key) == set()
    assert noted(store, other) == {"min", "sag"}
    assert CANARY not in store.everything()


def test_what_was_said_before_there_was_a_search_is_noted_too(store):
    key = said(store, ("citizen", "Ansøgning om høreapparat"), ("bot", "Tak"))
    with store.database.begin() as connection:
        connection.execute(delete(word))
        migration.note_words(connection)

    assert noted(store, key) == {"ansoegning", "om", "hoereapparat"}
