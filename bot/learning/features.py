"""Text to numbers: words, pieces of words, and pieces of how it sounds.

Folded text (lower case, æøå as ae oe aa), so that "faet", "fået" and "faaet" are
near each other. Pieces of words carry misspellings, inflections and compounds;
pieces of sound carry spelling by ear. Columns for "a word of this area is here"
were tried and made it worse by four points: the same words as short examples of
their own say it better.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.learning.sound import sound
from bot.triage.folding import fold

MOST_WORDS = 30_000
MOST_PIECES = 40_000
MOST_SOUNDS = 30_000


class Features:
    """Fitted on the training texts; the same columns ever after.

    `pieces=False`: without pieces of words, where sound does their work (docs/quality.md) in half the time.
    """

    def __init__(self, *, pieces: bool = True) -> None:
        self._word = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\^?\w+", max_features=MOST_WORDS)
        self._piece = _pieces((3, 5), MOST_PIECES) if pieces else None
        self._sound = _pieces((3, 5), MOST_SOUNDS)

    def fit_transform(self, texts: Iterable[str]) -> csr_matrix:
        """Learn the columns from the texts, and give their rows. shape: (texts, columns)"""
        views = self._views(list(texts))
        return hstack([vectorizer.fit_transform(view) for vectorizer, view in zip(self._parts, views, strict=True)]).tocsr()

    def transform(self, texts: Iterable[str]) -> csr_matrix:
        """One row a text. shape: (texts, columns)"""
        views = self._views(list(texts))
        return hstack([vectorizer.transform(view) for vectorizer, view in zip(self._parts, views, strict=True)]).tocsr()

    @property
    def _parts(self) -> tuple[TfidfVectorizer, ...]:
        return tuple(part for part in (self._word, self._piece, self._sound) if part)

    def _views(self, texts: Sequence[str]) -> Sequence[Sequence[str]]:
        """What each part reads of the texts."""
        written = [marked(text) for text in texts]
        return *([written] * (len(self._parts) - 1)), [sound(text) for text in texts]

    def state(self) -> dict[str, list[list]]:
        """What is needed to do the same again, as plain values."""
        return {
            "terms": [_ordered(vectorizer) for vectorizer in self._parts],
            "idf": [np.round(vectorizer.idf_, 4).tolist() for vectorizer in self._parts],
        }

    @classmethod
    def from_state(cls, state: Mapping[str, list[list]]) -> "Features":
        features = cls(pieces=len(state["terms"]) > 2)
        for vectorizer, terms, idf in zip(features._parts, state["terms"], state["idf"], strict=True):
            vectorizer.vocabulary = {term: column for column, term in enumerate(terms)}
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = np.array(idf)
        return features


def _pieces(lengths: tuple[int, int], most: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=lengths, sublinear_tf=True, min_df=2, max_features=most)


def marked(text: str) -> str:
    """Folded, with its first two words marked as such: "ja" first is an answer, "ja" later is filler."""
    folded = fold(text)
    start = " ".join("^" + word for word in re.findall(r"\w+", folded)[:2])
    return f"{start} {folded}"


def _ordered(vectorizer: TfidfVectorizer) -> list[str]:
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
