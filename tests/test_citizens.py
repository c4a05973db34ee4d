"""Scripted citizens, written apart from the training data, play against the whole of the understanding.

Four sets by four hands. `borgere_4` has never been tuned to: its bar is what a citizen nobody has seen may count on.
"""

from pathlib import Path

import pytest

from evaluate.citizens import Played, played

CASES = Path(__file__).parent / "cases"
# right, wrong with confidence: a little below what was measured (docs/quality.md)
BARS = {"borgere": (0.90, 0.09), "borgere_2": (0.87, 0.12), "borgere_3": (0.92, 0.06), "borgere_4": (0.88, 0.12)}
SAME = 0.05  # what a keyboard without æøå, or slips of the finger, may cost here


@pytest.fixture(scope="module")
def sets(conversation, listen):
    return {name: dict(played(conversation, listen, CASES / f"{name}.jsonl")) for name in BARS}


def ids(verdicts, one):
    return [ended.citizen["id"] for ended in one.ended if verdicts(ended)]


@pytest.mark.model
@pytest.mark.parametrize("name", BARS)
def test_most_end_in_the_right_place(sets, name):
    one = sets[name][""]

    assert one.right.value >= BARS[name][0], ids(lambda ended: not ended.right, one)


@pytest.mark.model
@pytest.mark.parametrize("name", BARS)
def test_few_are_sent_wrong_with_confidence(sets, name):
    one = sets[name][""]

    assert one.wrong.value <= BARS[name][1], ids(lambda ended: ended.wrong, one)


@pytest.mark.model
@pytest.mark.parametrize("name", BARS)
def test_nobody_ends_nowhere_however_they_type(sets, name):
    assert all(one.dead_ends == 0 for one in sets[name].values())


@pytest.mark.model
@pytest.mark.parametrize("name", BARS)
def test_nobody_is_questioned_at_length(sets, name):
    median, high, most = sets[name][""].questions

    assert median <= 4
    assert high <= 7
    assert most <= 12


@pytest.mark.model
def test_how_it_is_typed_costs_little(sets):
    plain, *others = (
        Played([ended for one in sets.values() for ended in one[way].ended]) for way in ("", "uden æøå", "6 % slåfejl")
    )

    assert all(other.right.value >= plain.right.value - SAME for other in others)
