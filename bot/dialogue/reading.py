"""What was understood of one message, as the language model reports it.

Two readings of every fact: what the message says unasked (`told`), and what it
answers if it is the reply to a question for that fact (`answered`). Each is a
list of values with probabilities, likeliest first; the rest is left unsaid.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NOTHING = "ingenting"  # the message says nothing of this fact

Distribution = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Reading:
    """Probabilities by fact, for a message read on its own and as an answer."""

    told: Mapping[str, Distribution] = field(default_factory=dict)
    answered: Mapping[str, Distribution] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: Any) -> "Reading":
        """From the JSON in Rasa's parse data; nothing understood when it is absent."""
        data = data or {}
        return cls(told=_distributions(data.get("told")), answered=_distributions(data.get("answered")))

    def best(self, fact: str) -> tuple[str, float]:
        """What the message says of the fact unasked, and how surely."""
        return _best(self.told.get(fact, ()))

    def answer(self, fact: str) -> tuple[str, float]:
        return _best(self.answered.get(fact, ()))


def _best(distribution: Distribution) -> tuple[str, float]:
    return max(distribution, key=lambda pair: pair[1], default=(NOTHING, 0.0))


def _distributions(data: Any) -> dict[str, Distribution]:
    return {fact: tuple((str(value), float(p)) for value, p in pairs) for fact, pairs in (data or {}).items()}
