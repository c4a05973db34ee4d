"""Text to numbers: words and pieces of words.

Folded text (lower case, æøå as ae oe aa), so that "faet", "fået" and "faaet" are
near each other. Pieces of words carry misspellings, inflections and compounds.
Columns for "a word of this area is here" were tried and made it worse by four
points: the same words as short examples of their own say it better.
"""

import re
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.triage.folding import fold

MOST_WORDS = 30_000
MOST_PIECES = 60_000


class Features:
    """Fitted on the training texts; the same columns ever after."""

    def __init__(self) -> None:
        self._word = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\^?\w+", max_features=MOST_WORDS)
        self._piece = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, max_features=MOST_PIECES
        )

    def fit_transform(self, texts: Iterable[str]) -> csr_matrix:
        """Learn the columns from the texts, and give their rows. shape: (texts, columns)"""
        marked = [_marked(text) for text in texts]
        return hstack([self._word.fit_transform(marked), self._piece.fit_transform(marked)]).tocsr()

    def transform(self, texts: Iterable[str]) -> csr_matrix:
        """One row a text. shape: (texts, columns)"""
        marked = [_marked(text) for text in texts]
        return hstack([self._word.transform(marked), self._piece.transform(marked)]).tocsr()

    def state(self) -> dict[str, object]:
        """What is needed to do the same again, as plain values."""
        return {
            "words": _ordered(self._word),
            "word_idf": self._word.idf_.tolist(),
            "pieces": _ordered(self._piece),
            "piece_idf": self._piece.idf_.tolist(),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, list]) -> "Features":
        features = cls()
        for vectorizer, vocabulary, idf in (
            (features._word, state["words"], state["word_idf"]),
            (features._piece, state["pieces"], state["piece_idf"]),
        ):
            vectorizer.vocabulary = {term: column for column, term in enumerate(vocabulary)}
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = np.array(idf)
        return features


def _marked(text: str) -> str:
    """Folded, with its first two words marked as such: "ja" first is an answer, "ja" later is filler."""
    folded = fold(text)
    start = " ".join("^" + word for word in re.findall(r"\w+", folded)[:2])
    return f"{start} {folded}"


def _ordered(vectorizer: TfidfVectorizer) -> list[str]:
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
