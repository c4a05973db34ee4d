"""Whether a message sets off an alarm, and which: a learned detector, and rules it has not ruled out.

Rules alone find one danger in six and sound at every eighth text that only looks
like one (docs/quality.md); the detector finds most, and knows what only looks so.
So the detector decides, a rule counts where the detector half agrees, and where
there is no detector the rules stand alone. What is no danger but good advice
(a deadline tomorrow) is found by rule.
"""

from collections.abc import Sequence

from bot.danger.detector import Detector
from bot.danger.examples import ORDINARY
from bot.triage import Signal, urgent_signal

SURE = 0.962  # that it is danger, of whichever kind: at most one ordinary sentence in a thousand
HALF_SURE = 0.5  # where a rule says so too
WORRIED = 0.6  # not enough for an alarm, too much to say nothing


class Alarm:
    """`signals` with the gravest first; those without numbers are advice, not danger."""

    def __init__(self, signals: Sequence[Signal], detector: Detector | None = None) -> None:
        self._dangers = [signal for signal in signals if signal.numbers]
        self._advice = [signal for signal in signals if not signal.numbers]
        self._detector = detector
        self._last: tuple[str, dict[str, float]] | None = None  # a message is asked about twice

    def signal(self, text: str) -> Signal | None:
        """The signal a message gives, if any; of two the graver."""
        return self._danger(text) or urgent_signal(text, self._advice)

    def worry(self, text: str) -> bool:
        """Whether it may be danger, put so that one cannot be sure: reason to name a number in passing."""
        return self._detector is not None and 1 - self._chances(text)[ORDINARY] >= WORRIED

    def _danger(self, text: str) -> Signal | None:
        by_rule = urgent_signal(text, self._dangers)
        if self._detector is None:
            return by_rule
        by_rule = by_rule or urgent_signal(self._detector.spelt(text), self._dangers)
        chances = self._chances(text)
        danger = 1 - chances[ORDINARY]
        if danger < (HALF_SURE if by_rule else SURE):
            return None
        likeliest = max((key for key in chances if key != ORDINARY), key=lambda key: chances[key])
        return next(signal for signal in self._dangers if signal.key == likeliest or signal is by_rule)

    def _chances(self, text: str) -> dict[str, float]:
        assert self._detector is not None
        if self._last is None or self._last[0] != text:
            self._last = (text, self._detector.probabilities(text))
        return self._last[1]
