"""Words nobody taught us, read as the known word they most likely are: "hjemehjlp" as "hjemmehjælp".

Only what a reader of examples needs: the known words are those of the examples, so a
word that is good Danish but means nothing to the reader may be changed too. Never for
what is shown or kept. Measured in docs/quality.md: four points of area on misspelt text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from symspellpy import SymSpell, Verbosity

from bot.triage.folding import fold

WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 4  # letters, folded; shorter ones are too near each other
LONG, FEW_SLIPS, MANY_SLIPS = 9, 1, 2  # a long word may have two
COMMON = 2  # times seen, before others are read as it


class Spelling:
    """Knows words by how often they were seen, folded."""

    def __init__(self, seen: Mapping[str, int]) -> None:
        self._seen = seen
        self._likely = SymSpell(max_dictionary_edit_distance=MANY_SLIPS)
        for word, times in seen.items():
            if times >= COMMON and len(word) >= SHORTEST:
                self._likely.create_dictionary_entry(word, times)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> "Spelling":
        return cls(Counter(word for text in texts for word in WORD.findall(fold(text))))

    def corrected(self, text: str) -> str:
        """The text with unknown words replaced, those in folded letters; the rest untouched."""
        return WORD.sub(self._known, text)

    def _known(self, match: re.Match[str]) -> str:
        word = fold(match.group())
        if len(word) < SHORTEST or word in self._seen:
            return match.group()
        found = self._likely.lookup(word, Verbosity.TOP, max_edit_distance=MANY_SLIPS if len(word) >= LONG else FEW_SLIPS)
        return found[0].term if found else match.group()

    def state(self) -> dict[str, int]:
        return dict(self._seen)
