"""Nothing that measures the bot may have taught it, word for word or nearly."""

import json
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
LENGTH = 5  # words in a shingle
NEARLY = 0.5  # of a text's shingles
SHORTEST = 4  # shingles; shorter answers ("nej, ikke endnu") are everybody's


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1)}


def training_shingles():
    known = set()
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["nlu"]:
            examples = block["examples"]
            texts = examples.splitlines() if isinstance(examples, str) else [example["text"] for example in examples]
            for text in texts:
                known |= shingles(text)
    return known


def measuring_texts(files):
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            citizen = json.loads(line)
            yield from (citizen.get("opening", citizen.get("text", "")), *citizen.get("answers", {}).values())


def leaks(texts):
    known = training_shingles()
    return [text for text in texts if len(own := shingles(text)) >= SHORTEST and len(own & known) / len(own) > NEARLY]


def test_the_evaluation_sets_are_not_in_the_training_data(shared):
    files = sorted(shared.glob("evaluation/*.jsonl"))

    assert files
    assert leaks(measuring_texts(files)) == []


def test_our_own_citizens_are_not_in_the_training_data():
    assert leaks(measuring_texts([ROOT / "tests" / "cases" / "borgere.jsonl"])) == []


def test_a_copied_text_would_be_found():
    file = ROOT / "data" / "nlu" / "fortael_aeldre.yml"
    text = max(re.findall(r'text: "(.*)"', file.read_text(encoding="utf-8")), key=len)

    assert leaks([text, text[: len(text) * 3 // 4]]) != []
