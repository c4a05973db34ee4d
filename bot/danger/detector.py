"""A small detector of danger, learned from examples: which signal a text gives, and how surely.

Linear, over words, pieces of words, sounds and concepts. A danger is often one
sentence in a long complaint, so a text is read whole, sentence by sentence and
two sentences at a time; half of what counts is the whole, half its most alarming part.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bot.danger.concepts import Concepts
from bot.danger.examples import ORDINARY, Example
from bot.learning.features import Features
from bot.learning.linear import Lesson, Linear, train
from bot.learning.slips import with_slips
from bot.learning.spelling import Spelling

C = 0.5  # by cross-validation: docs/quality.md
ORDINARY_COUNTS = 3  # times, one of them misspelt: there is so much more of it than examples show
SEED = 11
MISSPELT = "slåfejl"
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")


class Detector:
    """`probabilities` says, for every signal, how likely a text gives it."""

    def __init__(self, features: Features, concepts: Concepts, model: Linear, spelling: Spelling) -> None:
        self._features = features
        self._spelling = spelling
        self._concepts = concepts
        self._model = model

    @classmethod
    def train(cls, known: Sequence[Example], concepts: Concepts) -> "Detector":
        everyday = [example for example in known if not example.like]
        known = [*known, *everyday * (ORDINARY_COUNTS - 2), *(_misspelt(example) for example in known)]
        features = Features()
        texts = [example.text for example in known]
        rows = hstack([features.fit_transform(texts), concepts.columns(texts)]).tocsr()
        labels = np.array([example.signal for example in known])
        # Only these are like what must be told apart, and their misspelt copies are too like them.
        hard = np.array([bool(example.like) and example.voice != MISSPELT for example in known])
        (model,) = train([Lesson(rows, labels, hard, C)])
        return cls(features, concepts, model, Spelling.learn(example.text for example in known if example.voice != MISSPELT))

    def probabilities(self, text: str) -> dict[str, float]:
        """`{signal: probability}`, ordinary among them; the shares of one whole."""
        return self.many([text])[0]

    def spelt(self, text: str) -> str:
        """The text with words it does not know read as the ones they are nearest to."""
        return self._spelling.corrected(text)

    def many(self, texts: Iterable[str]) -> list[dict[str, float]]:
        """As typed and as spelt right; what is more alarming counts."""
        ways = [dict.fromkeys((text, self.spelt(text))) for text in texts]
        read = iter(self._many([text for both in ways for text in both]))
        return [min((next(read) for _ in both), key=lambda chances: chances[ORDINARY]) for both in ways]

    def _many(self, texts: Sequence[str]) -> list[dict[str, float]]:
        read = [_readings(text) for text in texts]
        rows = self._rows([reading for readings in read for reading in readings])
        scores = rows @ self._model.weights + self._model.bias
        ends = np.cumsum([len(readings) for readings in read])
        pooled = np.array([self._pooled(part) for part in np.split(scores, ends[:-1])])
        chances = self._model.probabilities(pooled)
        return [dict(zip(self._model.values, map(float, row), strict=True)) for row in chances]

    def _pooled(self, scores: np.ndarray) -> np.ndarray:
        """Of the scores of a text's readings, the whole text first. shapes: (readings, values) -> (values,)"""
        ordinary = self._model.values.index(ORDINARY)
        alarming = scores.max(axis=0)
        alarming[ordinary] = scores[np.argmin(scores[:, ordinary] - np.delete(scores, ordinary, axis=1).max(axis=1)), ordinary]
        return (scores[0] + alarming) / 2

    def _rows(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([self._features.transform(texts), self._concepts.columns(texts)]).tocsr()

    def save(self, file: Path) -> None:
        """Plain arrays and JSON: nothing is unpickled when it is loaded."""
        words = json.dumps(
            {"features": self._features.state(), "concepts": self._concepts.patterns, "spelling": self._spelling.state()},
            ensure_ascii=False,
        )
        np.savez_compressed(
            file,
            weights=self._model.weights.astype(np.float16),
            bias=self._model.bias,
            temperature=self._model.temperature,
            values=np.array(self._model.values),
            words=np.frombuffer(words.encode(), dtype=np.uint8),
        )

    @classmethod
    def load(cls, file: Path) -> "Detector":
        with np.load(file, allow_pickle=False) as stored:
            words = json.loads(stored["words"].tobytes().decode())
            model = Linear(
                stored["values"].tolist(),
                stored["weights"].astype(np.float32),
                stored["bias"],
                float(stored["temperature"]),
            )
        return cls(Features.from_state(words["features"]), Concepts(words["concepts"]), model, Spelling(words["spelling"]))


def _misspelt(example: Example) -> Example:
    """The same with slips of the finger: whoever is in danger does not proofread."""
    return replace(example, text=with_slips(example.text, seed=SEED), voice=MISSPELT)


def _readings(text: str) -> list[str]:
    """The text, its sentences, and every two that follow each other; each once."""
    sentences = [sentence for sentence in SENTENCE_END.split(text) if sentence.strip()]
    pairs = [f"{first} {second}" for first, second in zip(sentences, sentences[1:], strict=False)]
    return list(dict.fromkeys([text, *sentences, *pairs]))
