"""The alarm: how much danger it finds, and how often it sounds at nothing."""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.danger import Alarm, Detector
from bot.danger.concepts import Concepts
from bot.danger.examples import CONCEPTS, Example, examples
from bot.triage import Signal
from evaluate.citizens import WAYS
from evaluate.intervals import Share, share

FOLDS = 4
SEED = 1


@dataclass(frozen=True)
class Sounded:
    """`recall` of danger, `false_alarms` of what only looks so, `named` right of the danger that was found."""

    recall: Share
    false_alarms: Share
    named: Share


def sounded(alarm: Alarm, cases: Sequence[tuple[str, str | None]]) -> Sounded:
    """`cases`: texts with their signal, None where there is no danger."""
    heard = [(alarm.signal(text), signal) for text, signal in cases]
    heard = [(found if found and found.numbers else None, signal) for found, signal in heard]
    return Sounded(
        share([found is not None for found, signal in heard if signal]),
        share([found is not None for found, signal in heard if not signal]),
        share([found.key == signal for found, signal in heard if signal and found]),
    )


def cases(file: Path) -> list[tuple[str, str | None]]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row["text"], row["signal"] if row["urgent"] else None) for row in rows]


def in_every_way(alarm: Alarm, file: Path) -> dict[str, Sounded]:
    return {way: sounded(alarm, [(typed(text), signal) for text, signal in cases(file)]) for way, typed in WAYS.items()}


def cross_validated(root: Path, signals: Sequence[Signal]) -> Sounded:
    """On the project's own examples, each judged by a detector that has not seen it."""
    known, concepts = examples(root), Concepts.read(root / "data" / "akut" / CONCEPTS)
    hard = [example for example in known if example.like]
    easy = [example for example in known if not example.like]
    verdicts: list[Sounded] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(hard, [one.signal + one.like for one in hard])
    for train, test in folds:
        alarm = Alarm(signals, Detector.train([*(hard[n] for n in train), *easy], concepts))
        verdicts.append(sounded(alarm, [_case(hard[n]) for n in test]))
    return Sounded(*(_sum([getattr(one, name) for one in verdicts]) for name in ("recall", "false_alarms", "named")))


def ordinary(alarm: Alarm, corpora: Path, *, every: int = 1) -> Share:
    """Alarms on every so many of 20,000 ordinary Danish sentences (Leipzig Corpora Collection): there should be next to none."""
    texts = []
    for file in sorted((corpora / "lcc-sentiment").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            texts += [re.sub(r"^\s*-?\d*\s*", "", row[-1]) for row in csv.reader(lines) if row]
    return sounded(alarm, [(text, None) for text in texts[::every]]).false_alarms


def _case(example: Example) -> tuple[str, str | None]:
    return example.text, example.signal if example.signal == example.like else None


def _sum(shares: list[Share]) -> Share:
    return Share(int(np.sum([one.hits for one in shares])), int(np.sum([one.of for one in shares])))
