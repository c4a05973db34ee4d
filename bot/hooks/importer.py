"""Read the training examples quickly.

Rasa's own reader checks every example against a schema in pure Python, three
times a training: half a minute for our thirty thousand. The form is the same
(Rasa's NLU YAML); facts and areas are checked in `bot.nlu.examples`.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class QuickImporter(RasaFileImporter):
    """Rasa's file importer, with a reader of our own for `data/nlu`."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return training_data(tuple(sorted(self._nlu_files)))


@cache
def training_data(files: tuple[str, ...]) -> TrainingData:
    """Raises ValueError with file and cure for what is not in Rasa's form."""
    examples: list[Message] = []
    tables: list[dict[str, Any]] = []
    for file in files:
        for block in _blocks(Path(file)):
            if "intent" in block:
                examples += [_message(block["intent"], example, file) for example in block["examples"]]
            elif "lookup" in block:
                tables.append(
                    {"name": block["lookup"], "elements": [line[2:] for line in block["examples"].splitlines() if line]}
                )
            else:
                raise ValueError(f"{file}: en blok under nlu skal have intent eller lookup, ikke {', '.join(block)}")
    return TrainingData(examples, lookup_tables=tables)


def _blocks(file: Path) -> list[dict[str, Any]]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else "?"
        raise ValueError(f"{file}, linje {line}: kan ikke læses ({problem.problem})") from None
    if not isinstance(content, dict) or not isinstance(content.get("nlu"), list):
        raise ValueError(f"{file}: filen skal have en liste under nlu")
    return list(content["nlu"])


def _message(intent: str, example: Any, file: str) -> Message:
    if not isinstance(example, dict) or not isinstance(example.get("text"), str):
        raise ValueError(f"{file}: hvert eksempel skal have text, som i '- text: \"…\"' ({str(example)[:60]})")
    return Message({"text": example["text"].strip(), "intent": intent, "metadata": {"example": example.get("metadata") or {}}})
