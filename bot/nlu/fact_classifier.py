"""Reads the facts out of a message: Rasa's component.

For every fact two linear classifiers over the same features: one for what a
message tells unasked (where "nothing of this" is an answer), one for what it
answers when it was asked for (but for the subject, which reads the same). Both readings go into the parse data under
`laesning`; the dialogue chooses by what it asked.
"""

import json
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.reading import NOTHING
from bot.knowledge import load
from bot.learning.features import Features
from bot.learning.linear import Lesson, Linear, train
from bot.learning.spelling import Spelling
from bot.nlu.area_words import AreaWords
from bot.nlu.correction import corrected
from bot.nlu.examples import EXTRA_ANSWERS, LEARNED, SUBJECT, Example, examples

READING = "laesning"
INTENT_NAME = "fortael"
WORD = "ord"
MOST_VALUES = {SUBJECT: 10}
USUAL_MOST = 4
TOLD, ANSWERED = "told", "answered"
NEEDS_QUESTION = ("afgoerelse", "talt_med_afdelingen", "indbragt_andetsteds", "paa_vegne_af", "myndighed")
FEW_WORDS = 7


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FactClassifier(GraphComponent):
    """Predicts every fact, told and answered, with calibrated probabilities."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._features = Features(pieces=False)
        self._area_words = AreaWords(())
        self._spelling = Spelling({})
        self._models: dict[tuple[str, str], Linear] = {}
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"c": 0.3}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "FactClassifier":
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        self.fit(examples(training_data, load()))
        self._persist()
        return self._resource

    def fit(self, known: Sequence[Example]) -> None:
        self._area_words = AreaWords((example.text, example.facts[SUBJECT]) for example in known if example.kind == WORD)
        self._spelling = Spelling.learn(example.text for example in known)
        rows = self._features.fit_transform([example.text for example in known])
        told = {(TOLD, fact): [n for n, example in enumerate(known) if _tells(example, fact)] for fact in LEARNED}
        asked = [fact for fact in (*LEARNED, *EXTRA_ANSWERS) if fact != SUBJECT]
        answered = {(ANSWERED, fact): [n for n, example in enumerate(known) if _answers(example, fact)] for fact in asked}
        lessons = {key: self._lesson(key[1], chosen, known, rows) for key, chosen in {**told, **answered}.items()}
        enough = {key: lesson for key, lesson in lessons.items() if len(set(lesson.labels)) > 1}
        self._models = dict(zip(enough, train(list(enough.values())), strict=True))
        self._stack()

    def _lesson(self, fact: str, chosen: list[int], known: Sequence[Example], rows: Any) -> Lesson:
        labels = np.array([known[number].says(fact) or NOTHING for number in chosen])
        honest = np.array([known[number].kind == INTENT_NAME for number in chosen])
        return Lesson(rows[chosen], labels, honest, float(self._config["c"]))

    def _stack(self) -> None:
        """All models side by side, so that a message is weighed once."""
        self._weights = np.ascontiguousarray(np.hstack([model.weights for model in self._models.values()]))
        self._bias = np.hstack([model.bias for model in self._models.values()])
        first = 0
        for model in self._models.values():  # each keeps a view, not a second copy
            model.weights = self._weights[:, first : first + len(model.values)]
            first += len(model.values)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(READING, self.read(message.get(TEXT) or ""), add_to_output=True)
            message.set(INTENT, {"name": INTENT_NAME, "confidence": 1.0}, add_to_output=True)
        return messages

    def read(self, text: str) -> dict[str, dict[str, list[tuple[str, float]]]]:
        """Both readings of a text: `{"told": {fact: [(value, probability), …]}, "answered": {…}}`."""
        text = self._spelling.corrected(corrected(text))
        row = self._features.transform([text])
        scores = (row.data @ self._weights[row.indices] + self._bias)[np.newaxis]  # only the columns the text has
        reading: dict[str, dict[str, list[tuple[str, float]]]] = {TOLD: {}, ANSWERED: {}}
        first = 0
        for (kind, fact), model in self._models.items():
            probabilities = model.probabilities(scores[:, first : first + len(model.values)])[0]
            if fact == SUBJECT:
                probabilities = probabilities * np.exp(self._area_words.weights(text, model.values))
                probabilities /= probabilities.sum()
            reading[kind][fact] = model.likeliest(probabilities, MOST_VALUES.get(fact, USUAL_MOST))
            first += len(model.values)
        # What it is about reads the same, asked or not; asked, it is about something.
        reading[ANSWERED][SUBJECT] = [(area, p) for area, p in reading[TOLD].get(SUBJECT, []) if area != NOTHING]
        return reading

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def _persist(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            (folder / "features.json").write_text(json.dumps(self._features.state(), ensure_ascii=False), encoding="utf-8")
            (folder / "words.json").write_text(json.dumps(self._area_words.state(), ensure_ascii=False), encoding="utf-8")
            (folder / "spelling.json").write_text(json.dumps(self._spelling.state(), ensure_ascii=False), encoding="utf-8")
            for (kind, fact), model in self._models.items():
                np.savez_compressed(
                    folder / f"{kind}.{fact}.npz",
                    weights=model.weights.astype(np.float16),
                    bias=model.bias,
                    temperature=model.temperature,
                    values=np.array(model.values),
                )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "FactClassifier":
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._features = Features.from_state(json.loads((folder / "features.json").read_text(encoding="utf-8")))
            classifier._area_words = AreaWords.from_state(json.loads((folder / "words.json").read_text(encoding="utf-8")))
            classifier._spelling = Spelling(json.loads((folder / "spelling.json").read_text(encoding="utf-8")))
            for file in sorted(os.listdir(folder)):
                if file.endswith(".npz"):
                    kind, fact, _ = file.split(".")
                    classifier._models[kind, fact] = _read_model(folder / file)
        classifier._stack()
        return classifier


def _read_model(file: Any) -> Linear:
    with np.load(file, allow_pickle=False) as stored:
        weights = stored["weights"].astype(np.float32)
        return Linear(stored["values"].tolist(), weights, stored["bias"], float(stored["temperature"]))


def _tells(example: Example, fact: str) -> bool:
    """What an example can teach about telling a fact unasked.

    A single word tells what it is about, but nothing of whether there is a letter; and a "nej, ikke endnu" to one
    question would be heard as an answer to another.
    """
    if example.kind != INTENT_NAME:
        return fact == SUBJECT
    return not (example.asked == fact and fact in NEEDS_QUESTION and len(example.text.split()) < FEW_WORDS)


def _answers(example: Example, fact: str) -> bool:
    """What an example can teach about answering: texts that say the fact, and for plain facts what is no answer to them."""
    if example.says(fact):
        return True
    return fact in NEEDS_QUESTION and example.kind == INTENT_NAME and example.asked not in (None, fact)
