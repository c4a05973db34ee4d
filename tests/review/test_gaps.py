"""Questions people cannot answer, and words nobody taught the bot."""

from bot.review.gaps import Question, Word, questions, unknown_words


def turn(asked=None, tries=0, **facts):
    return {"asked": asked, "tries": tries, "facts": facts}


def test_a_question_answered_with_dont_know_is_told_from_one_not_understood():
    conversations = [
        [turn("oensker"), turn("hvornaar", oensker="ved_ikke"), turn("bekraeft", oensker="ved_ikke", hvornaar="2026-01")],
        [turn("oensker"), turn("oensker", tries=1), turn("bekraeft", oensker="klage")],
        [turn("oensker"), turn(None, oensker="klage")],
    ]

    assert questions(conversations) == [
        Question("oensker", answers=4, dont_know=1, not_understood=1),
        Question("hvornaar", answers=1, dont_know=0, not_understood=0),
    ]


def test_a_question_nobody_answered_is_none_that_was_hard():
    assert questions([[turn("oensker")]]) == []


def test_neither_the_summary_nor_the_invitation_to_tell_more_is_a_question():
    assert questions([[turn("bekraeft"), turn("fortael_mere"), turn(None)]]) == []


def test_asked_again_without_being_misunderstood_is_no_misunderstanding():
    """A question of the citizen's own came between: the bot answered it, and asked again."""
    (found,) = questions([[turn("oensker"), turn("oensker", tries=0), turn(None, oensker="klage")]])

    assert found.not_understood == 0


def test_a_turn_that_failed_is_passed_over():
    assert questions([[{}, turn("oensker"), {}]]) == [Question("oensker", answers=1, dont_know=0, not_understood=0)]


def test_a_word_counts_once_for_each_conversation_and_only_from_two():
    texts = [("a", "rollator rollator hjælp"), ("b", "rollator sofie"), ("b", "hjælp"), ("c", "hjælp")]

    found = unknown_words(texts, {"hjælp"}.__contains__, str.split)

    assert found == [Word("rollator", 2)]
