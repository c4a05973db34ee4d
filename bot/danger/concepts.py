"""What signs of danger are made of: "child" and "hit" in one sentence say more than the words apart.

Some fifty concepts (`data/akut/begreber.yml`), each a regular expression over folded
text. A text's columns are the concepts in it and every pair of them; which pairs are
dangerous is learned, not written. So a hand-written word list reaches sentences that
no example has, and an idiom or a past tense beside the words counts against.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.preprocessing import normalize

from bot.knowledge.yaml import read
from bot.triage.folding import fold
from bot.triage.pattern import folded_pattern

SINGLES, PAIRS, MANNER = 0.7, 0.35, 0.7  # how much they weigh beside the words themselves
# How it is told: a newspaper has names, quotation marks and "a 34-year-old"; whoever is in danger mostly says "I".
MANNERS = tuple(
    re.compile(manner)
    for manner in (
        r"(?<=[a-zæøå,] )[A-ZÆØÅ][a-zæøå]+",
        r"[«»\"“”']",
        r"\b(?:fortæller|forklarer|siger han|siger hun|lyder det|oplyser|ifølge|mener|udtaler|skriver|[Pp]olitiet|anholdt)\b",
        r"\b\d+-årig",
        r"\b(?:[Jj]eg|[Mm]in|[Mm]it|[Mm]ig|[Vv]i|[Vv]ores|[Oo]s|[Aa]|[Mm]ine|[Mm]æ)\b",
        r"\b(?:[Hh]an|[Hh]un)\b",
        r"^[A-ZÆØÅ].*[.!?]$",
        r"\?$",
        r"^[^A-ZÆØÅ]+$",
        r"\b(?:blev|havde|var|kom|gik|sagde)\b",
        r"\d",
    )
)
LONG, LONGEST = 30, 1.5  # words that count as one whole, and the most that length counts


class Concepts:
    """Finds concepts in text. The patterns are folded when read, so editors write æøå."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self.patterns = dict(patterns)
        self._found = [re.compile(folded_pattern(pattern)) for pattern in patterns.values()]
        self._pair = {pair: number for number, pair in enumerate(combinations(range(len(self._found)), 2))}

    @classmethod
    def read(cls, file: Path) -> "Concepts":
        """Raises KnowledgeError with file, line and cure."""
        section = read(file)
        section.only("begreber")
        concepts = section.section("begreber")
        patterns = {name: concepts.text(name) for name in concepts.values}
        for name, pattern in patterns.items():
            try:
                re.compile(folded_pattern(pattern))
            except re.error as problem:
                raise concepts.error(f"udtrykket kan ikke læses: {problem}", name) from None
        return cls(patterns)

    def columns(self, texts: Sequence[str]) -> csr_matrix:
        """shape: (texts, concepts + pairs of concepts + manners)"""
        present = [self._present(text) for text in texts]
        singles = _ones(present, len(self._found))
        pairs = _ones([[self._pair[pair] for pair in combinations(found, 2)] for found in present], len(self._pair))
        manners = csr_matrix([_manner(text) for text in texts])
        return hstack([normalize(singles) * SINGLES, normalize(pairs) * PAIRS, manners * MANNER]).tocsr()

    def _present(self, text: str) -> list[int]:
        folded = fold(text)
        return [number for number, pattern in enumerate(self._found) if pattern.search(folded)]


def _manner(text: str) -> list[float]:
    return [*(float(bool(manner.search(text))) for manner in MANNERS), min(len(text.split()) / LONG, LONGEST)]


def _ones(rows: Sequence[Sequence[int]], width: int) -> csr_matrix:
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), width))
