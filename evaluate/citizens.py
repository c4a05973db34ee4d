"""Scripted citizens against the conversation, as they are and as others would type them."""

import json
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue import Conversation, Reading
from bot.learning.slips import with_slips, without_danish_letters
from evaluate.intervals import Share, share
from evaluate.play import UNSURE, play

WAYS = {"": lambda text: text, "uden æøå": without_danish_letters, "6 % slåfejl": with_slips}
DEAD_END = "ingen"


@dataclass(frozen=True)
class Ended:
    """How one citizen's conversation ended."""

    citizen: dict[str, Any]
    outcome: dict[str, Any] | None
    asked: list[str]

    def has(self, key: str) -> bool:
        return bool(self.outcome) and self.outcome[key] in self.citizen["expected"][key]

    @property
    def right(self) -> bool:
        return bool(self.outcome) and all(self.has(key) for key in ("route", "body") if key in self.citizen["expected"])

    @property
    def wrong(self) -> bool:
        return bool(self.outcome) and not self.right and self.outcome["route"] != "menneske"


@dataclass(frozen=True)
class Played:
    """A set of citizens, played in one way of typing."""

    ended: list[Ended]

    @property
    def right(self) -> Share:
        return share([one.right for one in self.ended])

    @property
    def wrong(self) -> Share:
        return share([one.wrong for one in self.ended])

    @property
    def dead_ends(self) -> int:
        return sum(one.outcome is None for one in self.ended)

    def of(self, key: str) -> Share:
        return share([one.has(key) for one in self.ended if key in one.citizen["expected"]])

    @property
    def questions(self) -> tuple[float, int, int]:
        """Median, 95th percentile, most."""
        counts = sorted(len(one.asked) for one in self.ended if one.outcome)
        return statistics.median(counts), counts[int(len(counts) * 0.95)], counts[-1]

    def risk_by_coverage(self) -> list[tuple[float, float]]:
        """Sorted by the bot's own confidence: the share taken so far, and how many of those were wrong."""
        sure = sorted((one for one in self.ended if one.outcome), key=lambda one: -one.outcome["confidence"])
        wrong = 0
        curve = []
        for number, one in enumerate(sure, 1):
            wrong += not one.right
            curve.append((number / len(self.ended), wrong / number))
        return curve


def citizens(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def played(conversation: Conversation, listen: Callable[[str], Reading], file: Path) -> Iterator[tuple[str, Played]]:
    """The set in every way of typing."""
    for way, typed in WAYS.items():
        yield way, Played([_end(conversation, listen, citizen, typed) for citizen in citizens(file)])


def _end(
    conversation: Conversation, listen: Callable[[str], Reading], citizen: dict[str, Any], typed: Callable[[str], str]
) -> Ended:
    told = {fact: typed(answer) for fact, answer in citizen["answers"].items()}
    answers = {"fortael_mere": UNSURE, "bekraeft": UNSURE, **told}
    outcome, asked, _ = play(conversation, listen, typed(citizen["opening"]), answers, site=citizen["municipality"])
    return Ended(citizen, outcome, asked)
