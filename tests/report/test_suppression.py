"""Nobody can be made out in a small number, nor worked out from the numbers around it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.report.suppression import LEAST, Hidden, protected, shown

SMALL, OTHER = Hidden.SMALL, Hidden.OTHER


def could_be(counts, protected_counts):
    """For each place, every count that fits what is shown, the total, and what the words promise: by trying all."""
    total, places = sum(counts), [n for n, count in enumerate(protected_counts) if isinstance(count, Hidden)]
    left = total - sum(count for count in protected_counts if isinstance(count, int))
    whole_table = all(count is OTHER for count in protected_counts)
    ranges = [range(1, LEAST) if protected_counts[n] is SMALL else range(0 if whole_table else LEAST, left + 1) for n in places]
    found = {n: set() for n in places}
    for guess in product(*ranges):
        if sum(guess) == left:
            for n, count in zip(places, guess, strict=True):
                found[n].add(count)
    return found


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ([12, 7, 0, 5], [12, 7, 0, 5]),
        ([100, 3, 50], [100, SMALL, OTHER]),  # 3 would be the total less the others: the smallest other goes too
        ([20, 5, 1], [OTHER, OTHER, SMALL]),  # 5 is not enough: 1 and 5 of 6 leave 1 no other choice
        ([30, 2, 4], [30, SMALL, SMALL]),  # two that sum to 6 could be 2 and 4, or 3 and 3
        ([30, 1, 1], [OTHER, SMALL, SMALL]),  # two that sum to 2 are 1 and 1
        ([30, 4, 4], [OTHER, SMALL, SMALL]),  # two that sum to 8 are 4 and 4
        ([5, 1], [OTHER, OTHER]),  # all left out, and the words must not tell them apart
        ([4, 4, 0], [OTHER, OTHER, OTHER]),
        ([3, 0, 0], [SMALL, 0, 0]),  # here the total is not shown either
        ([0, 0], [0, 0]),
        ([], []),
    ],
)
def test_a_small_count_takes_others_with_it(counts, seen):
    assert protected(counts) == seen


@pytest.mark.parametrize(("count", "seen"), [(0, 0), (1, SMALL), (4, SMALL), (5, 5)])
def test_a_count_that_stands_alone(count, seen):
    assert shown(count) == seen


@given(st.lists(st.integers(0, 12), min_size=2, max_size=4).filter(lambda counts: sum(counts) >= LEAST))
def test_no_small_count_can_be_worked_out(counts):
    seen = protected(counts)

    possible = could_be(counts, seen)

    for place, count in enumerate(counts):
        assert not (isinstance(seen[place], int) and 0 < count < LEAST)
        if 0 < count < LEAST:
            assert len(possible[place]) >= 2, (counts, seen, possible)
            assert count in possible[place]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_what_is_shown_is_true(counts):
    for count, seen in zip(counts, protected(counts), strict=True):
        assert seen in (count, Hidden.OTHER) or (seen is Hidden.SMALL and 0 < count < LEAST)
