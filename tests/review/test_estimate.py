"""The share led right, estimated from readings that were not drawn evenly."""

import numpy as np
import pytest

from bot.review.estimate import Judged, Stratum, drawn_alone, estimate, strata, wilson

# As in the queue: most have no reason and few of them are read, the doubtful are read in great part.
USUAL = [("ingen", 700, 70, 0.95), ("usikker", 100, 60, 0.7), ("menneske", 80, 50, 0.6), ("fare", 60, 30, 0.5)]
SCARCE = [("ingen", 900, 12, 0.5), ("fare", 100, 90, 0.95)]
GOOD = [("ingen", 500, 50, 0.99), ("usikker", 300, 30, 0.98), ("fare", 20, 2, 0.5)]
TINY = [("ingen", 60, 6, 0.9), ("fare", 10, 1, 0.5), ("fejl", 5, 1, 0.5), ("lang", 8, 2, 0.7), ("afbrudt", 20, 4, 0.8)]


def test_each_stratum_counts_by_its_conversations_not_by_how_many_were_read():
    # 900 × 9/10 + 100 × 10/40 = 810 + 25 of 1000; the plain share of what was read is 19/50.
    found = estimate([Stratum("ingen", 900, 10, 9), Stratum("usikker", 100, 40, 10)])

    assert found.share == pytest.approx(0.835)
    assert found.reviewed == 50
    assert found.low < 0.835 < found.high


def test_the_effective_number_and_the_interval_are_as_worked_by_hand():
    # Kish: 1 / (0.9²/10 + 0.1²/40) = 1 / 0.08125 = 12.308.
    # Drawn towards the whole: (9 + 2 × 0.835)/12 = 0.88917, (10 + 1.67)/42 = 0.27786;
    # variance 0.081 × 0.098547 + 0.00025 × 0.200654 = 0.0080325; 0.835 × 0.165 / 0.0080325 = 17.152: Kish's is smaller.
    # Wilson with 12.308: middle (0.835 + 3.84146/24.615)/(1 + 3.84146/12.308) = 0.99106/1.31212 = 0.75532;
    # half 1.959964/1.31212 × √(0.137775/12.308 + 3.84146/(4 × 151.479)) = 1.49374 × √0.0175342 = 0.19780.
    found = estimate([Stratum("ingen", 900, 10, 9), Stratum("usikker", 100, 40, 10)])

    assert found.effective == pytest.approx(12.308, abs=1e-3)
    assert (found.low, found.high) == (pytest.approx(0.5575, abs=2e-4), pytest.approx(0.9531, abs=2e-4))


def test_one_stratum_has_the_plain_interval_of_wilson():
    # Newcombe (Statistics in Medicine 17, 1998, 857-872): 81 of 263 is 0.2553 to 0.3662.
    found = estimate([Stratum("ingen", 4000, 263, 81)])

    assert found.effective == pytest.approx(263)
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    assert wilson(0.0, 20) == (0.0, pytest.approx(0.1611, abs=5e-5))


def test_a_stratum_nobody_read_is_said_to_be_uncovered():
    found = estimate([Stratum("ingen", 600, 30, 27), Stratum("fare", 150, 0, 0), Stratum("lang", 0, 0, 0)])

    assert found.missing == ("fare",)
    assert found.covered == pytest.approx(0.8)
    assert found.share == pytest.approx(0.9)


def test_where_nothing_was_read_nothing_is_said():
    found = estimate([Stratum("ingen", 10, 0, 0)])

    assert (found.share, found.low, found.high, found.covered) == (None, None, None, 0.0)
    assert estimate([]).covered is None


def test_all_right_in_every_stratum_is_still_uncertain():
    found = estimate([Stratum("ingen", 900, 9, 9), Stratum("fare", 100, 20, 20)])

    assert found.share == 1.0
    assert found.high == pytest.approx(1.0)
    assert found.low < 0.8


@pytest.mark.parametrize("strata", [USUAL, SCARCE, GOOD, TINY], ids=["usual", "scarce", "good", "tiny"])
def test_the_interval_holds_the_true_share_at_least_93_times_of_100(strata):
    draws, held = np.random.default_rng(11), 0
    for _ in range(2000):
        led_right = [draws.binomial(number, share) for _, number, _, share in strata]
        read = [
            Stratum(name, number, reads, int(draws.hypergeometric(right, number - right, reads)))
            for (name, number, reads, _), right in zip(strata, led_right, strict=True)
        ]
        true = sum(led_right) / sum(number for _, number, _, _ in strata)
        found = estimate(read)
        held += found.low <= true <= found.high

    assert held / 2000 >= 0.93


def test_conversations_are_counted_by_the_weightiest_reason_for_reading_them():
    found = strata([Judged("fare", False, "ja", 3), Judged("fare", True, "nej", 1), Judged("fare", False, None, 6)])

    assert found == [Stratum("fare", 10, 4, 3)]


def test_those_without_a_reason_are_one_kind_and_only_the_drawn_of_them_count_as_read():
    found = strata([Judged("proeve", True, "ja", 8), Judged("ingen", False, None, 80), Judged("ingen", False, "nej", 2)])

    assert found == [Stratum("ingen", 90, 8, 8)]


def test_what_is_in_doubt_was_not_led_right():
    assert strata([Judged("lang", False, "tvivl"), Judged("lang", False, "ja")]) == [Stratum("lang", 2, 2, 1)]


def test_the_drawn_alone_are_an_estimate_of_their_own():
    judged = [Judged("fare", True, "nej", 2), Judged("proeve", True, "ja", 18), Judged("fare", False, "nej", 30)]

    assert drawn_alone(judged) == Stratum("ingen", 20, 20, 18)
    assert drawn_alone([]) == Stratum("ingen", 0, 0, 0)
