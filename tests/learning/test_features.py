"""Text to numbers: the same after storing, and near for what sounds the same."""

import json

import numpy as np
import pytest

from bot.learning.features import Features
from bot.learning.sound import sound

TEXTS = ["Jeg har fået afslag på en kørestol", "min søn får ikke skolebus", "hvad gør jeg nu", "kørestolen er i stykker"]


@pytest.mark.parametrize(
    ("written", "by_ear"),
    [("hvad", "vad"), ("elscooter", "elskoter"), ("hjælp", "jælp"), ("gøre", "gøre"), ("mand", "man"), ("får", "for")],
)
def test_words_spelt_by_ear_sound_the_same(written, by_ear):
    assert sound(written) == sound(by_ear)


def test_without_danish_letters_it_sounds_the_same():
    assert sound("Får jeg kørestol") == sound("Faar jeg koerestol")


def test_stored_and_read_again_the_columns_are_the_same():
    features = Features()
    rows = features.fit_transform(TEXTS)

    again = Features.from_state(json.loads(json.dumps(features.state())))

    assert np.allclose(again.transform(TEXTS).toarray(), rows.toarray(), atol=1e-3)
