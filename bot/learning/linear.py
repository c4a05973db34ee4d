"""A linear classifier with honest probabilities.

One support vector machine a value, and a temperature that turns their scores into
probabilities that mean what they say, fitted on examples held out. Kept as plain
arrays: nothing is unpickled when a model is loaded.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

FOLDS = 4
FEW = 12_000  # examples; above, half of them held out once is enough to fit one number
SEED = 7


@dataclass
class Linear:
    """`weights`: (columns, values), `bias`: (values,)."""

    values: list[str]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float

    def probabilities(self, scores: np.ndarray) -> np.ndarray:
        """From `features @ weights + bias`. shape: (texts, values); each row sums to one."""
        return softmax(scores * self.temperature)

    def likeliest(self, row: np.ndarray, most: int) -> list[tuple[str, float]]:
        order = np.argsort(-row)[:most]
        return [(self.values[index], round(float(row[index]), 4)) for index in order if row[index] >= 0.003]


@dataclass(frozen=True)
class Lesson:
    """What one classifier learns from. `honest`: which examples are like what citizens write, and so may judge
    the probabilities. shapes: (examples, columns), (examples,), (examples,)
    """

    features: csr_matrix
    labels: np.ndarray
    honest: np.ndarray
    c: float


def train(lessons: Sequence[Lesson]) -> list[Linear]:
    """Train a classifier on each lesson, on all cores."""
    steps = [step(lesson) for lesson in lessons for step in (delayed(_weights), delayed(_temperature))]
    done = Parallel(n_jobs=os.cpu_count())(steps)
    return [Linear(*weights, temperature) for weights, temperature in zip(done[::2], done[1::2], strict=True)]


def _weights(lesson: Lesson) -> tuple[list[str], np.ndarray, np.ndarray]:
    model = _fit(lesson.features, lesson.labels, lesson.c)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]), np.hstack([-bias, bias])
    return [str(value) for value in model.classes_], weights.T.astype(np.float32), bias.astype(np.float32)


def _fit(features: csr_matrix, labels: np.ndarray, c: float) -> LinearSVC:
    return LinearSVC(C=c, class_weight="balanced", random_state=SEED, tol=1e-3).fit(features, labels)


def _temperature(lesson: Lesson) -> float:
    """The sharpness under which the held-out examples are likeliest."""
    held_out = list(_held_out(lesson))

    def surprise(sharpness: float) -> float:
        likelihoods = [softmax(scores * sharpness)[np.arange(len(truth)), truth] for scores, truth in held_out]
        return float(-np.log(np.hstack(likelihoods) + 1e-9).mean())

    return float(minimize_scalar(surprise, bounds=(0.3, 12.0), method="bounded").x)


def _held_out(lesson: Lesson) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Scores of examples that took no part in the training, and the column of the right value."""
    features, labels, honest = lesson.features, lesson.labels, lesson.honest
    values, counts = np.unique(labels, return_counts=True)
    frequent = np.flatnonzero(np.isin(labels, values[counts >= FOLDS]))
    few = len(frequent) <= FEW
    folds = StratifiedKFold(FOLDS if few else 2, shuffle=True, random_state=SEED).split(frequent, labels[frequent])
    for train, test in list(folds)[: FOLDS if few else 1]:
        train, test = frequent[train], frequent[test]
        test = test[honest[test]]
        if not len(test):
            continue
        model = _fit(features[train], labels[train], lesson.c)
        scores = model.decision_function(features[test])
        scores = np.column_stack([-scores, scores]) if scores.ndim == 1 else scores
        yield scores, np.searchsorted(model.classes_, labels[test])


def softmax(scores: np.ndarray) -> np.ndarray:
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)
