"""Whether a message sets off an alarm, and which: rules first, then the learned detector.

The rules find what can be said exactly, and hold for what a detector must never
miss; the detector finds the rest. Where several signals are given the gravest is
answered. Thresholds by signal: docs/quality.md.
"""

from collections.abc import Sequence

from bot.danger.detector import Detector
from bot.triage import Signal, urgent_signal

SURE = 0.5  # what the detector alone must be, of one signal


class Alarm:
    """`signals` with the gravest first. Without a detector only the rules are heard."""

    def __init__(self, signals: Sequence[Signal], detector: Detector | None = None) -> None:
        self._signals = signals
        self._detector = detector

    def signal(self, text: str) -> Signal | None:
        """The signal a message gives, if any."""
        by_rule = urgent_signal(text, self._signals)
        learned = self._learned(text)
        found = [signal for signal in self._signals if signal in (by_rule, learned)]
        return found[0] if found else None

    def _learned(self, text: str) -> Signal | None:
        if self._detector is None:
            return None
        chances = self._detector.probabilities(text)
        likeliest = max(chances, key=lambda key: chances[key])
        if chances[likeliest] < SURE:
            return None
        return next(signal for signal in self._signals if signal.key == likeliest)
