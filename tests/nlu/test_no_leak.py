"""Nothing that measures the bot may have taught it, word for word or nearly."""

from pathlib import Path

import pytest
import yaml

from bot.review.overlap import NEARLY, SHORTEST, copied, measuring_texts, shingles

ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / "tests" / "cases").glob("*.jsonl"))


def training_texts():
    for file in sorted((ROOT / "data").glob("*/*.yml")):
        yield from _texts(yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def _texts(node):
    """Every text below a node; a block of lines is as many texts."""
    if isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield from node.splitlines()


def said_in(files):
    for file in files:
        yield from measuring_texts(file.read_text(encoding="utf-8").splitlines())


def strung_together(texts, sources):
    """Texts more than half of which stands anywhere in the sources."""
    known = {shingle for source in sources for shingle in shingles(source)}
    return [text for text in texts if len(own := shingles(text)) >= SHORTEST and len(own & known) / len(own) > NEARLY]


def test_the_evaluation_sets_are_not_in_the_training_data(shared):
    files = sorted(shared.glob("evaluation/*.jsonl"))

    assert files
    assert strung_together(said_in(files), training_texts()) == []


@pytest.mark.parametrize("file", OWN, ids=[file.stem for file in OWN])
def test_our_own_sets_are_not_in_the_training_data(file):
    assert copied(said_in([file]), training_texts()) == []


def test_a_copied_text_would_be_found():
    text = max((text for text in training_texts() if 15 < len(text.split()) < 60), key=len)

    assert strung_together([text, text[: len(text) * 3 // 4]], training_texts()) != []
    assert [found for found, _ in copied([text, text[: len(text) * 3 // 4]], training_texts())] != []
