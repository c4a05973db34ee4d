"""Signs of danger in what a citizen writes, found by rule, before and regardless of all else.

No model: this works when everything else is down. A signal has expressions that
set it off, and exceptions (idioms, negations, the past, questions of principle)
that are taken out of the sentence first: "det slår mig ihjel at vente" says
nothing of violence. Expressions are regular expressions over folded text
(lower case, æ ø å as ae oe aa), so one spelling covers "slår" and "slaar".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.triage.folding import fold

SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True)
class Signal:
    """One kind of danger: what sets it off, what only looks like it, and whom to ring."""

    key: str
    expressions: tuple[re.Pattern[str], ...]
    exceptions: tuple[re.Pattern[str], ...]
    numbers: tuple[str, ...]


def urgent_signal(text: str, signals: Iterable[Signal]) -> Signal | None:
    """Return the first signal, in the order given (gravest first), that the text sets off."""
    sentences = [fold(sentence) for sentence in SENTENCE_END.split(text)]
    return next((signal for signal in signals if any(_sets_off(sentence, signal) for sentence in sentences)), None)


def _sets_off(sentence: str, signal: Signal) -> bool:
    for exception in signal.exceptions:
        sentence = exception.sub(" ", sentence)
    return any(expression.search(sentence) for expression in signal.expressions)
