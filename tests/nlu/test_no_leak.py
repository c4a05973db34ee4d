"""Nothing that measures the bot may have taught it, word for word or nearly."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LENGTH = 5  # words in a shingle
NEARLY = 0.5  # of a text's shingles
SHORTEST = 4  # shingles; shorter answers ("nej, ikke endnu") are everybody's
OWN = sorted((ROOT / "tests" / "cases").glob("*.jsonl"))


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1)}


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


def measuring_texts(files):
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            yield from (case.get("opening", case.get("text", "")), *case.get("answers", {}).values())


def strung_together(texts):
    """Texts more than half of which stands anywhere in the training data."""
    known = {shingle for text in training_texts() for shingle in shingles(text)}
    return [text for text in texts if len(own := shingles(text)) >= SHORTEST and len(own & known) / len(own) > NEARLY]


def copied(texts):
    """Texts more than half of which stands in one and the same training text, with that text."""
    where = defaultdict(set)
    for text in training_texts():
        for shingle in shingles(text):
            where[shingle].add(text)
    return [(text, source) for text in texts if (source := _source(shingles(text), where))]


def _source(own, where):
    shared = defaultdict(int)
    for shingle in own:
        for text in where.get(shingle, ()):
            shared[text] += 1
    return next((text for text, count in shared.items() if len(own) >= SHORTEST and count / len(own) > NEARLY), None)


def test_the_evaluation_sets_are_not_in_the_training_data(shared):
    files = sorted(shared.glob("evaluation/*.jsonl"))

    assert files
    assert strung_together(measuring_texts(files)) == []


@pytest.mark.parametrize("file", OWN, ids=[file.stem for file in OWN])
def test_our_own_sets_are_not_in_the_training_data(file):
    assert copied(measuring_texts([file])) == []


def test_a_copied_text_would_be_found():
    text = max((text for text in training_texts() if 15 < len(text.split()) < 60), key=len)

    assert strung_together([text, text[: len(text) * 3 // 4]]) != []
    assert [found for found, _ in copied([text, text[: len(text) * 3 // 4]])] != []
