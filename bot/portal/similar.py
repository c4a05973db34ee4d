"""Conversations that are like one another by what the citizens wrote.

Words weigh by how few conversations have them (TF-IDF, each word once). Computed when somebody asks, of the latest
conversations they may see, and kept for a few minutes: what was deleted meanwhile is looked up
again, and not shown.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from bot.store import Search
from bot.store.clock import Clock
from bot.store.search import Hit
from bot.store.words import words

LATEST = 3000
FRESH = timedelta(minutes=5)
MOST_KEPT = 8  # sets of municipalities
SHOWN, ALIKE = 5, 0.15


@dataclass(frozen=True)
class _Weighed:
    """The latest conversations, each a line of weights."""

    at: datetime
    ids: list[str]
    weigh: TfidfVectorizer
    lines: Any


class Similar:
    """Safe to ask from several threads."""

    def __init__(self, search: Search, clock: Clock) -> None:
        self._search = search
        self._clock = clock
        self._kept: dict[frozenset[str], _Weighed] = {}
        self._lock = Lock()

    def to(self, conversation: str, text: str, *, municipalities: frozenset[str]) -> list[Hit]:
        """Those most like `text`, the most alike first; none where nothing is like it."""
        weighed = self._weighed(municipalities)
        if weighed is None or not words(text):
            return []
        alike = (weighed.lines @ weighed.weigh.transform([text]).T).toarray().ravel()
        nearest = [weighed.ids[place] for place in alike.argsort()[::-1][: SHOWN + 1] if alike[place] >= ALIKE]
        return self._search.hits([key for key in nearest if key != conversation][:SHOWN], municipalities=municipalities)

    def _weighed(self, municipalities: frozenset[str]) -> _Weighed | None:
        with self._lock:
            kept = self._kept.get(municipalities)
            if kept and self._clock() - kept.at < FRESH:
                return kept
            fresh = {key: one for key, one in self._kept.items() if self._clock() - one.at < FRESH}
            weighed = _weigh(self._search.words_said(municipalities=municipalities, latest=LATEST), self._clock())
            if weighed and len(fresh) < MOST_KEPT:
                fresh[municipalities] = weighed
            self._kept = fresh
            return weighed


def _weigh(texts: dict[str, str], at: datetime) -> _Weighed | None:
    """None where nobody has said a word."""
    weigh = TfidfVectorizer(analyzer=words, binary=True)
    if not any(words(text) for text in texts.values()):
        return None
    return _Weighed(at, list(texts), weigh, weigh.fit_transform(texts.values()))
