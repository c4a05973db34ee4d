"""Danger in what a citizen writes: exact rules, and beside them a detector learned from our own examples.

Knows nothing of Rasa: the public door asks it too, also when the language model is down.
"""

from bot.danger.alarm import Alarm
from bot.danger.detector import Detector

__all__ = ["Alarm", "Detector"]
