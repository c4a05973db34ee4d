"""Unknown words are read as the known word they are nearest to."""

import pytest

from bot.learning.slips import with_slips
from bot.learning.spelling import Spelling

TEXTS = ["Jeg har fået afslag på hjemmehjælp"] * 2 + ["min kørestol er gået i stykker"] * 2 + ["sagsbehandleren svarer ikke"] * 2


@pytest.fixture(scope="module")
def spelling():
    return Spelling.learn(TEXTS)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("afslg", "afslag"),
        ("hjemehjælp", "hjemmehjaelp"),
        ("hjemehjelp", "hjemmehjaelp"),  # two slips in a long word
        ("kørestl", "koerestol"),
        ("Sagsbehanleren", "sagsbehandleren"),
    ],
)
def test_a_slip_is_read_as_the_known_word(spelling, typed, read):
    assert spelling.corrected(f"min {typed}!") == f"min {read}!"


def test_known_short_and_quite_other_words_stay_as_they_are(spelling):
    text = "Kørestol på Møn, 42 æg: ballonskipper"
    assert spelling.corrected(text) == text


def test_a_word_seen_once_is_known_but_nothing_is_read_as_it():
    spelling = Spelling.learn(["elscooter"])
    assert spelling.corrected("elscooter elskooter") == "elscooter elskooter"


def test_the_state_does_the_same_again(spelling):
    typed = with_slips(" ".join(TEXTS), seed=3)
    assert Spelling(spelling.state()).corrected(typed) == spelling.corrected(typed) != typed
