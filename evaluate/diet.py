"""DIET on the yardstick's task, in an environment that has TensorFlow: writes what it read as JSON.

    PYTHON_WITH_ALL_OF_RASA evaluate/diet.py CORPUS TARGET

Run by `make yardstick`; imports nothing of the project's, because that environment has none of its stand-ins.
"""

import asyncio
import json
import re
import sys
import tempfile
from pathlib import Path

CONFIG = """
recipe: default.v1
assistant_id: yardstick
language: da
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 100
  entity_recognition: false
  random_seed: 8
"""


def utterances(file: Path) -> list[tuple[str, str]]:
    text = file.read_text(encoding="utf-8")
    return list(zip(re.findall(r"# text = (.*)", text), re.findall(r"# intent = (.*)", text), strict=True))


def main(corpus: Path, target: Path) -> None:
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    learn, judge = utterances(corpus / "valid.conll"), utterances(corpus / "test.conll")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yml").write_text(CONFIG, encoding="utf-8")
        (folder / "nlu.yml").write_text(_nlu(learn), encoding="utf-8")
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
        agent = Agent.load(model)

        async def read() -> list[str]:
            return [(await agent.parse_message(text))["intent"]["name"] for text, _ in judge]

        told = asyncio.run(read())
    target.write_text(json.dumps([intent.replace("__", "/") for intent in told]), encoding="utf-8")


def _nlu(learn: list[tuple[str, str]]) -> str:
    blocks = ['version: "3.1"', "nlu:"]
    for intent in sorted({intent for _, intent in learn}):
        lines = "\n".join(f"    - {text}" for text, own in learn if own == intent)
        blocks.append(f"- intent: {intent.replace('/', '__')}\n  examples: |\n{lines}")
    return "\n".join(blocks) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
