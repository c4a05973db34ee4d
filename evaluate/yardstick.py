"""An outsider's yardstick: our own classifier on somebody else's Danish task, beside two others.

xSID-da: what people say to a voice assistant, 15 intents, 300 utterances to learn from and 500 to be judged
by. Some of the 500 also stand among the 300; without them the figures are honest. DIET (Rasa's neural
classifier) needs TensorFlow, which the product leaves out: `make yardstick` sets up an environment of its
own for it, and its figures come back as JSON.
"""

import re
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from bot.learning.features import Features
from bot.learning.linear import Lesson, train
from evaluate.intervals import Share, share

STRENGTHS = (0.3, 1.0, 3.0)
FOLDS = 5
SEED = 8

Utterances = tuple[list[str], np.ndarray]


def utterances(file: Path) -> Utterances:
    text = file.read_text(encoding="utf-8")
    return re.findall(r"# text = (.*)", text), np.array(re.findall(r"# intent = (.*)", text))


def measured(corpus: Path) -> dict[str, tuple[Share, Share]]:
    """By name: all 500, and those that do not also stand among the 300."""
    learn, judge = utterances(corpus / "valid.conll"), utterances(corpus / "test.conll")
    unseen = unseen_of(learn[0], judge[0])
    told = {"vores": ours(learn, judge[0], strength(learn)), "TF-IDF + LinearSVC": plain(learn, judge[0])}
    return {name: _shares(read == judge[1], unseen) for name, read in told.items()}


def verdicts(told: list[str], corpus: Path) -> tuple[Share, Share]:
    """For intents that somebody else has read."""
    learn, judge = utterances(corpus / "valid.conll"), utterances(corpus / "test.conll")
    return _shares(np.array(told) == judge[1], unseen_of(learn[0], judge[0]))


def _shares(right: np.ndarray, unseen: np.ndarray) -> tuple[Share, Share]:
    return share(right.tolist()), share(right[unseen].tolist())


def unseen_of(learn: list[str], judge: list[str]) -> np.ndarray:
    known = {_bare(text) for text in learn}
    return np.array([_bare(text) not in known for text in judge])


def ours(learn: Utterances, judge: list[str], c: float) -> np.ndarray:
    """The product's own features and linear classifier."""
    features = Features()
    rows = features.fit_transform(learn[0])
    (model,) = train([Lesson(rows, learn[1], np.ones(len(learn[1]), dtype=bool), c)])
    return np.array(model.values)[(features.transform(judge) @ model.weights + model.bias).argmax(axis=1)]


def strength(learn: Utterances) -> float:
    """The regularisation that does best by cross-validation on the 300, and on nothing else."""

    def accuracy(c: float) -> float:
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(*learn)
        right = [ours(([learn[0][n] for n in a], learn[1][a]), [learn[0][n] for n in b], c) == learn[1][b] for a, b in folds]
        return float(np.hstack(right).mean())

    return max(STRENGTHS, key=accuracy)


def plain(learn: Utterances, judge: list[str]) -> np.ndarray:
    """Words and characters, as anyone would put it together."""
    features = make_union(TfidfVectorizer(ngram_range=(1, 2)), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)))
    return make_pipeline(features, LinearSVC()).fit(*learn).predict(judge)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
