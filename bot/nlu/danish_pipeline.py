"""The Danish spaCy pipeline as a Rasa component.

The trained model
remembers which one it was trained with, and says so when another is there.
"""

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.learning.danish import name, pipeline

NAMES = ("PER", "LOC", "ORG")

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DanishPipeline(GraphComponent):
    """Marks persons, places and organisations in a message."""

    def __init__(self, resource: Resource, storage: ModelStorage) -> None:
        self._resource = resource
        self._storage = storage
        self._nlp = pipeline()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "DanishPipeline":
        return cls(resource, model_storage)

    def train(self, training_data: TrainingData) -> Resource:
        with self._storage.write_to(self._resource) as folder:
            (folder / "pipeline").write_text(name(self._nlp), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "DanishPipeline":
        component = cls(resource, model_storage)
        with model_storage.read_from(resource) as folder:
            trained_with = (folder / "pipeline").read_text(encoding="utf-8")
        if trained_with != name(component._nlp):
            logger.warning("modellen er trænet med %s, men her er %s: træn igen (make train)", trained_with, name(component._nlp))
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = [
                {
                    "entity": span.label_,
                    "value": span.text,
                    "start": span.start_char,
                    "end": span.end_char,
                    "extractor": "DanishPipeline",
                }
                for span in self._nlp(message.get(TEXT) or "").ents
                if span.label_ in NAMES
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages
