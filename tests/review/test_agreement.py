"""Kappa, against worked examples of others."""

import numpy as np
import pytest

from bot.review.agreement import agreement

# Two readers of grant applications; widely used, and in Wikipedia's "Cohen's kappa": 0.40.
APPLICATIONS = [[20, 5], [10, 15]]
# SAS/STAT User's Guide, The FREQ Procedure, "Agreement Study": two dermatologists, 88 patients.
DERMATOLOGISTS = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
# Fleiss, Statistical Methods for Rates and Proportions (1981), page 213: psychosis, neurosis, organic disorder, 100 patients.
DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]


def pairs(table):
    return [(str(one), str(other)) for one, row in enumerate(table) for other, count in enumerate(row) for _ in range(count)]


def test_fifty_applications_are_agreed_on_two_fifths_beyond_chance():
    found = agreement(pairs(APPLICATIONS))

    assert found.pairs == 50
    assert found.raw == pytest.approx(0.70)
    assert found.kappa == pytest.approx(0.40)


def test_two_dermatologists_have_the_published_kappa_error_and_interval():
    found = agreement(pairs(DERMATOLOGISTS))

    assert found.kappa == pytest.approx(0.3449, abs=5e-5)
    assert found.error == pytest.approx(0.0724, abs=5e-5)
    assert (found.low, found.high) == (pytest.approx(0.2030, abs=5e-5), pytest.approx(0.4868, abs=5e-5))


def test_a_hundred_diagnoses_have_the_kappa_of_the_textbook():
    found = agreement(pairs(DIAGNOSES))

    assert found.raw == pytest.approx(0.89)
    assert found.kappa == pytest.approx(0.676, abs=5e-4)


@pytest.mark.parametrize("table", [APPLICATIONS, DERMATOLOGISTS, DIAGNOSES])
def test_the_error_is_how_much_kappa_varies_when_the_readers_read_anew(table):
    shares = np.array(table) / np.sum(table)
    drawn = np.random.default_rng(7).multinomial(500, shares.ravel(), size=400)

    kappas = [agreement(pairs(counts.reshape(shares.shape))).kappa for counts in drawn]

    known = agreement(pairs(np.array(table) * 20)).error * np.sqrt(np.sum(table) * 20 / 500)
    assert np.std(kappas) == pytest.approx(known, rel=0.12)


def test_without_pairs_there_is_no_kappa():
    found = agreement([])

    assert (found.pairs, found.raw, found.kappa, found.low, found.high) == (0, None, None, None, None)


def test_when_everybody_says_the_same_always_kappa_has_no_value_but_agreement_has():
    found = agreement([("ja", "ja")] * 12)

    assert found.raw == 1.0
    assert (found.kappa, found.low, found.high) == (None, None, None)


def test_readers_who_always_agree_have_no_interval_to_be_sure_of():
    found = agreement([("ja", "ja"), ("nej", "nej"), ("ja", "ja")])

    assert found.kappa == 1.0
    assert (found.low, found.high) == (None, None)


def test_one_reader_who_always_says_the_same_agrees_only_by_chance():
    found = agreement([("ja", "ja")] * 8 + [("ja", "nej")] * 2)

    assert found.raw == pytest.approx(0.8)
    assert found.kappa == pytest.approx(0.0)


def test_the_interval_stays_between_minus_one_and_one():
    found = agreement([("ja", "ja")] * 4 + [("nej", "nej")] * 2 + [("ja", "nej")])

    assert -1 <= found.low < found.kappa < found.high <= 1
