"""Whether one text is nearly another."""

import pytest

from bot.review.overlap import measuring_texts, near, shingles

STORY = "Min mor fik afslag på mere hjemmehjælp i sidste uge og nu ved vi ikke hvad vi skal gøre"


def test_the_same_words_in_other_letters_are_the_same():
    assert near(STORY.upper().replace(" og ", ", og "), [STORY])


def test_a_part_of_it_and_more_than_it_are_found_too():
    assert near(STORY[: len(STORY) * 3 // 4], [STORY])
    assert near("Hej. " + STORY + " Hilsen en datter som er ked af det", [STORY])


def test_another_story_of_the_same_kind_is_another():
    assert not near("Min far fik afslag på en kørestol, og det er vi ikke enige i. Hvem kan vi klage til?", [STORY])


@pytest.mark.parametrize("answer", ["nej, ikke endnu", "ja det har jeg"])
def test_a_short_answer_is_everybodys(answer):
    assert not near(answer, [answer])


def test_a_shingle_is_five_words():
    assert shingles("et to tre fire fem seks") == {"et to tre fire fem", "to tre fire fem seks"}


def test_openings_texts_and_answers_are_what_citizens_say():
    lines = ['{"opening": "a", "answers": {"emne": "b"}}', '{"text": "c"}']

    assert list(measuring_texts(lines)) == ["a", "b", "c"]
