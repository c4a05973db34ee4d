"""The gate closes when a figure has fallen by more than its margin, and only then."""

import pytest

from bot.learning.slips import with_slips, without_danish_letters
from evaluate import gate
from evaluate.intervals import Share

BEFORE = {"rigtig vej: borgere": 0.95, "fejl: forkert vej: borgere": 0.03, "fare: akut": 0.80, gate.ORDINARY: 0.0008}


@pytest.mark.parametrize(
    ("name", "now"),
    [("rigtig vej: borgere", 0.91), ("fejl: forkert vej: borgere", 0.07), ("fare: akut", 0.77), (gate.ORDINARY, 0.002)],
)
def test_a_loss_beyond_the_margin_is_told(name, now):
    (told,) = gate.lost(BEFORE, {**BEFORE, name: now})

    assert told.startswith(name)


@pytest.mark.parametrize(
    ("name", "now"), [("rigtig vej: borgere", 0.93), ("fare: akut", 0.99), ("fejl: forkert vej: borgere", 0.0)]
)
def test_noise_and_gains_are_not(name, now):
    assert gate.lost(BEFORE, {**BEFORE, name: now}) == []


def test_what_could_not_be_measured_is_not_lost():
    assert gate.lost(BEFORE, {}) == []


def test_figures_are_stored_and_read_again(tmp_path):
    gate.store(BEFORE, tmp_path / "figures.json")

    assert gate.stored(tmp_path / "figures.json") == BEFORE


def test_the_stored_figures_hold_the_case_types_and_the_urgent_recall():
    stored = gate.stored()

    assert any(name.startswith("sagstype") for name in stored)
    assert any(name.startswith("fare") for name in stored)


def test_a_share_has_an_interval_around_it():
    low, high = Share(45, 50).interval

    assert low < 0.9 < high
    assert low == pytest.approx(0.786, abs=0.002)  # Wilson, 95 %: 0.7864 to 0.9565
    assert high == pytest.approx(0.957, abs=0.002)


def test_the_same_text_always_slips_the_same_way():
    text = "Jeg har fået afslag på hjemmehjælp, og det er jeg ikke enig i. " * 5

    assert with_slips(text) == with_slips(text) != text
    assert sum(a != b for a, b in zip(with_slips(text), text, strict=False)) / len(text) > 0.02


def test_a_keyboard_without_danish_letters():
    assert without_danish_letters("Få Ærø på øjet") == "Faa Aeroe paa oejet"
