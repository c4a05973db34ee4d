import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.clean import LONGEST, clean


@pytest.mark.parametrize("raw", ["", "   ", "\n\t", "\u200b", "/", "\x00\x01", None, 7, ["hej"], {"text": "hej"}])
def test_an_empty_message_is_empty_whatever_it_is_made_of(raw):
    assert clean(raw).problem == "tom"


@pytest.mark.parametrize("raw", ["...", "!!!", "🙂🙂", "---", "()"])
def test_signs_alone_say_nothing(raw):
    assert clean(raw).problem == "kun_tegn"


@pytest.mark.parametrize("raw", ["ja", "2", "6/11", "å", "Hej, jeg har fået et brev 🙂", "ok!"])
def test_what_a_person_would_type_is_left_as_it_is(raw):
    cleaned = clean(raw)

    assert cleaned.problem is None
    assert cleaned.text == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("/restart", "restart"),
        ('/fortael{"kommune": "aalborg"}', 'fortael{"kommune": "aalborg"}'),
        (" //  /hej", "hej"),
        ("\u200b/restart", "restart"),
        ("\n/ restart", "restart"),
    ],
)
def test_nobody_can_give_the_machine_orders(raw, text):
    assert clean(raw).text == text


def test_a_letter_of_two_signs_becomes_one_letter():
    assert clean("ma\u030aned").text == "måned"


def test_hidden_signs_are_taken_out():
    assert clean("he\x00j\u202e du\ufeff").text == "hej du"


def test_a_message_longer_than_anyone_types_is_cut_and_says_so():
    cleaned = clean("jeg har ventet længe. " * 400)

    assert cleaned.problem == "for_lang"
    assert len(cleaned.text) == LONGEST


def test_a_long_and_angry_letter_is_read_to_the_end():
    letter = "De har ikke svaret mig. " * 120 + "Det er slut."

    assert clean(letter).text.endswith("Det er slut.")
    assert clean(letter).problem is None


@given(st.text(max_size=300))
def test_what_comes_out_can_be_read_and_comes_out_the_same_again(raw):
    once = clean(raw).text

    assert not once.startswith("/")
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once).text == once
