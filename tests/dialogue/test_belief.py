import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.belief import KEPT, best, ranked, update
from bot.dialogue.reading import NOTHING

VALUES = st.sampled_from(["afgoerelse", "sagsbehandling", "adfaerd", "udfoerelse", NOTHING])
HEARD = st.dictionaries(VALUES, st.floats(0.001, 1), min_size=1).map(
    lambda weights: tuple((value, weight / sum(weights.values())) for value, weight in weights.items())
)


def believe(*messages):
    belief = {}
    for heard in messages:
        belief = update(belief, heard)
    return belief


def test_two_faint_hints_are_stronger_than_one():
    faint = (("afgoerelse", 0.4), ("adfaerd", 0.2), ("udfoerelse", 0.2), (NOTHING, 0.2))

    assert believe(faint, faint)["afgoerelse"] > believe(faint)["afgoerelse"] + 0.1


def test_a_message_that_says_nothing_changes_nothing():
    before = believe((("afgoerelse", 0.7), ("adfaerd", 0.3)))

    assert update(before, ((NOTHING, 1.0),)) == before


def test_a_clear_answer_outweighs_a_faint_opening():
    opening = (("afgoerelse", 0.3), ("adfaerd", 0.2), (NOTHING, 0.5))
    answer = (("adfaerd", 0.95), ("afgoerelse", 0.05))

    assert best(believe(opening, answer))[0] == "adfaerd"


def test_what_was_never_mentioned_can_still_be_said():
    belief = believe((("afgoerelse", 0.9), (NOTHING, 0.1)), (("adfaerd", 0.99), (NOTHING, 0.01)))

    assert best(belief)[0] == "adfaerd"


def test_nothing_heard_is_nothing_believed():
    assert best({}) == (NOTHING, 0.0)
    assert ranked({}) == []


def test_equally_likely_values_always_come_in_the_same_order():
    assert ranked({"b": 0.5, "a": 0.5}) == ranked({"a": 0.5, "b": 0.5}) == [("a", 0.5), ("b", 0.5)]


def test_only_the_likeliest_values_are_kept():
    many = tuple((f"omraade_{number}", 1 / 40) for number in range(40))

    assert len(believe(many, many)) <= KEPT


@given(st.lists(HEARD, min_size=1, max_size=5))
def test_a_belief_is_always_shares_of_one_whole_and_never_in_nothing(messages):
    belief = believe(*messages)

    assert NOTHING not in belief
    assert all(0 <= share <= 1 for share in belief.values())
    if belief:
        assert sum(belief.values()) == pytest.approx(1, abs=0.01)


@given(HEARD, HEARD)
def test_hearing_the_same_again_never_weakens_the_likeliest(first, second):
    once = believe(first, second)
    value, sure = best(once)
    if value == NOTHING or dict(second).get(value, 0) < max((p for v, p in second if v != NOTHING), default=0):
        return

    assert update(once, second).get(value, 0.0) >= sure - 0.01
