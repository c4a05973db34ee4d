"""The words that by themselves name an area: "kørestol" is a hjælpemiddel, whatever stands around it.

A classifier weighs everything in a sentence; the plainest word can drown in it. So
a listed word adds its weight to the area's odds, the more the fewer areas list it.
Worth little in stories, where many things are mentioned (measured in
docs/quality.md), and much as what was asked for: "afslag på en ny kørestol".
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from bot.triage.folding import fold

ENDING = r"(?:en|et|n|t|er|erne|ene|r|s|e|ens|ets)?"
SHORTEST = 4
PREFIX = 4
MOST = 2.5
IN_SHORT, IN_LONG = 1.2, 0.3  # in few words, each counts for more
ASKED_FOR = 3.5  # what was applied for, refused or granted
BEFORE_IT = re.compile(
    r"\b(?:afslag|nej|sagt nej|sir nej|soegt|soege|soeger|ansoegt|ansoegning|bevilling|bevilget|tilskud|frakendt|frataget|mistet) "
    r"(?:(?:paa|til|om|af|mig|min|mit|mine|en|et|ny|nye|nyt|hendes|hans|vores|at|faa) ?){0,5}$"
)
FEW_WORDS = 12
PER_EXTRA_WORD = 0.5


class AreaWords:
    """Finds listed words, in any common inflection."""

    def __init__(self, listed: Iterable[tuple[str, str]]) -> None:
        """`listed`: (word, area) pairs."""
        self._areas: dict[str, set[str]] = defaultdict(set)
        for word, area in listed:
            if len(fold(word)) >= SHORTEST:
                self._areas[fold(word)].add(area)
        self._by_prefix: dict[str, list[str]] = defaultdict(list)
        for word in self._areas:
            self._by_prefix[word.split()[0][:PREFIX]].append(word)

    def weights(self, text: str, areas: list[str]) -> np.ndarray:
        """What to add to each area's log probability. shape: (areas,)"""
        folded, found, asked_for = fold(text), defaultdict(float), defaultdict(float)
        for prefix in {word[:PREFIX] for word in re.findall(r"[\w§-]+", folded)}:
            for word in self._by_prefix.get(prefix, ()):
                match = _inflected(word).search(folded) if word in folded else None
                if match:
                    asked = bool(BEFORE_IT.search(folded[: match.start()]))
                    for area in self._areas[word]:
                        asked_for[area] = max(asked_for[area], asked * ASKED_FOR / len(self._areas[word]))
                        found[area] += (1 + PER_EXTRA_WORD * word.count(" ")) / len(self._areas[word])
        strength = IN_SHORT if len(folded.split()) <= FEW_WORDS else IN_LONG
        return np.array([strength * min(found[area], MOST) + asked_for[area] for area in areas])

    def state(self) -> list[tuple[str, list[str]]]:
        return [(word, sorted(areas)) for word, areas in self._areas.items()]

    @classmethod
    def from_state(cls, state: Iterable[tuple[str, list[str]]]) -> "AreaWords":
        return cls((word, area) for word, areas in state for area in areas)


@lru_cache(maxsize=20_000)
def _inflected(word: str) -> re.Pattern[str]:
    """Compiled when first met: there are some fifteen thousand, and most are never said."""
    return re.compile(r"\b" + re.escape(word) + ENDING + r"\b")
