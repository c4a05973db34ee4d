"""The fact classifiers by cross-validation: what they read in stories they have not seen, and how honest their doubt is."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import KFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from bot.dialogue.reading import NOTHING
from bot.hooks.importer import training_data
from bot.knowledge import KnowledgeBase
from bot.learning.features import Features, marked
from bot.learning.slips import with_slips
from bot.learning.sound import sound
from bot.learning.spelling import Spelling
from bot.nlu.correction import corrected
from bot.nlu.examples import LEARNED, SUBJECT, Example, examples
from bot.nlu.fact_classifier import ANSWERED, TOLD, FactClassifier
from evaluate.intervals import Share, share

FOLDS = 3
SEED = 8
TROUBLE = "emne"
BINS = 10
STRENGTH = 0.3


@dataclass(frozen=True)
class Choice:
    """How often the subject of a story was read right with a choice, as typed and with slips of the finger."""

    name: str
    typed: Share
    slips: Share


@dataclass
class Read:
    """Verdicts by fact: whether the likeliest value was right, and how sure it was."""

    right: dict[str, list[bool]] = field(default_factory=dict)
    sure: dict[str, list[float]] = field(default_factory=dict)
    confusions: list[tuple[str, str]] = field(default_factory=list)

    def accuracy(self, fact: str) -> Share:
        return share(self.right[fact])

    def off(self, fact: str) -> float:
        """Expected calibration error: how far what it says of itself is from how often it is right."""
        right, sure = np.array(self.right[fact]), np.array(self.sure[fact])
        place = np.minimum((sure * BINS).astype(int), BINS - 1)
        return float(
            sum(
                abs(right[place == n].mean() - sure[place == n].mean()) * (place == n).mean()
                for n in range(BINS)
                if (place == n).any()
            )
        )

    def risk_by_coverage(self, fact: str) -> list[tuple[float, float]]:
        order = np.argsort(-np.array(self.sure[fact]))
        wrong = np.cumsum(~np.array(self.right[fact])[order])
        count = np.arange(1, len(order) + 1)
        return [(n / len(order), w / n) for n, w in zip(count.tolist(), wrong.tolist(), strict=True)]

    def matrix(self) -> tuple[list[str], np.ndarray]:
        """The kinds of trouble, and how often each (row) was read as each (column)."""
        labels = sorted({value for pair in self.confusions for value in pair})
        truth, read = zip(*self.confusions, strict=True)
        return labels, confusion_matrix(truth, read, labels=labels)


def all_examples(root: Path, base: KnowledgeBase) -> list[Example]:
    return examples(training_data(tuple(str(file) for file in sorted((root / "data" / "nlu").glob("*.yml")))), base)


def cross_validated(known: Sequence[Example]) -> tuple[Read, Read]:
    """Stories left out in turn; short answers, words and glimpses always in. The second without the learned temperature."""
    read, naive = Read(), Read()
    for train, held_out in _folds(known):
        classifier = FactClassifier({"c": STRENGTH}, None, None)  # type: ignore[arg-type]  # nothing is stored
        classifier.fit(train)
        for example in held_out:
            _judge(classifier, example, read)
        for model in classifier._models.values():
            model.temperature = 1.0
        for example in held_out:
            _judge(classifier, example, naive)
    return read, naive


def _judge(classifier: FactClassifier, example: Example, read: Read) -> None:
    reading = classifier.read(example.text)
    for fact in LEARNED:
        truth = example.says(fact)
        if truth is None:
            continue
        told = reading[TOLD if fact != TROUBLE else ANSWERED][fact]
        value, sure = next(((value, p) for value, p in told if value != NOTHING), (NOTHING, 0.0))
        read.right.setdefault(fact, []).append(value == truth)
        read.sure.setdefault(fact, []).append(sure)
        if fact == TROUBLE:
            read.confusions.append((truth, value))


def learning_curve(known: Sequence[Example], parts: Sequence[float] = (0.25, 0.5, 0.75, 1.0)) -> list[tuple[int, Choice]]:
    """The subject of held-out stories, learned from a part of the other stories: would more help?"""
    train, held_out = next(_folds(known))
    stories = [example for example in train if _is_story(example)]
    others = [example for example in train if not _is_story(example)]
    curve = []
    for part in parts:
        some = stories[: int(len(stories) * part)]
        curve.append((len(some), _subject(f"lært af {len(some)} fortællinger", [*some, *others], held_out)))
    return curve


def choices(known: Sequence[Example]) -> list[Choice]:
    """The subject of held-out stories, by other features, other models and other weights: what each choice is worth."""
    train, held_out = next(_folds(known))
    by_features = {
        "ord og lyd, stavehjælp, lineær SVM (valgt)": _chosen(),
        "også orddele": Features(),
        "uden lyd": _Only(0),
        "uden ord": _Only(1),
        "kun ord, uden foldning af stavemåder": _Plain(),
    }
    by_model = {
        "naiv Bayes": ComplementNB(alpha=0.3),
        "logistisk regression": SGDClassifier(loss="log_loss", alpha=1e-6, class_weight="balanced", random_state=SEED),
        f"C = 0.1 (valgt: {STRENGTH})": _machine(0.1),
        f"C = 1.0 (valgt: {STRENGTH})": _machine(1.0),
    }
    return [
        *(_subject(name, train, held_out, features=features) for name, features in by_features.items()),
        *(_subject(name, train, held_out, model=model) for name, model in by_model.items()),
        _subject("uden stavehjælp", train, held_out, spelling=False),
        _subject("stykker af en lang tekst læst hver for sig", train, held_out, pooled=True),
    ]


def _subject(
    name: str,
    train: Sequence[Example],
    held_out: Sequence[Example],
    *,
    features: Features | None = None,
    model: Any = None,
    spelling: bool = True,
    pooled: bool = False,
) -> Choice:
    train = [example for example in train if example.says(SUBJECT)]
    told = [example for example in held_out if example.says(SUBJECT)]
    features, model = features or _chosen(), model or _machine(STRENGTH)
    model.fit(features.fit_transform(example.text for example in train), [example.says(SUBJECT) for example in train])
    known = Spelling.learn(example.text for example in train) if spelling else Spelling({})
    truth = np.array([example.says(SUBJECT) for example in told])

    def right(typed: Callable[[str], str]) -> Share:
        texts = [known.corrected(corrected(typed(example.text))) for example in told]
        scores = np.array([_scores(model, features, text, pooled=pooled) for text in texts])
        return share((model.classes_[scores.argmax(axis=1)] == truth).tolist())

    return Choice(name, right(lambda text: text), right(with_slips))


def _scores(model: Any, features: Features, text: str, *, pooled: bool) -> np.ndarray:
    rows = features.transform(_sentences(text) if pooled else [text])
    return (model.decision_function(rows) if hasattr(model, "decision_function") else model.predict_log_proba(rows)).mean(axis=0)


def _machine(c: float) -> LinearSVC:
    return LinearSVC(C=c, class_weight="balanced", tol=1e-2, random_state=SEED)


def _chosen() -> Features:
    return Features(pieces=False)


class _Only(Features):
    """One of the two views that were chosen."""

    def __init__(self, kept: int) -> None:
        super().__init__(pieces=False)
        self._kept = kept

    @property
    def _parts(self):  # type: ignore[no-untyped-def]
        return (super()._parts[self._kept],)

    def _views(self, texts):  # type: ignore[no-untyped-def]
        return ([marked(text) for text in texts] if self._kept == 0 else [sound(text) for text in texts],)


class _Plain(Features):
    """Words as they stand."""

    @property
    def _parts(self):  # type: ignore[no-untyped-def]
        return (self._word,)

    def _views(self, texts):  # type: ignore[no-untyped-def]
        return [[text.lower() for text in texts]]

    def __init__(self) -> None:
        super().__init__()
        self._word = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)


def confused(read_as: Sequence[tuple[str, str]], most: int = 12) -> list[tuple[tuple[str, str], int]]:
    return Counter(pair for pair in read_as if pair[0] != pair[1]).most_common(most)


def _folds(known: Sequence[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    stories = [example for example in known if _is_story(example)]
    others = [example for example in known if not _is_story(example)]
    for train, test in KFold(FOLDS, shuffle=True, random_state=SEED).split(stories):
        yield [*(stories[n] for n in train), *others], [stories[n] for n in test]


def _is_story(example: Example) -> bool:
    return example.kind == "fortael" and example.asked is None


def _sentences(text: str) -> list[str]:
    return [part for part in text.replace("!", ".").replace("?", ".").split(".") if len(part) > 3] or [text]
