"""The dates of `tests/cases/datoer.yml`, and when a reading of one is right."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from bot.dialogue.when import Impossible
from bot.triage import Period

TODAY = date(2026, 11, 22)
FILE = Path(__file__).parents[1] / "cases" / "datoer.yml"
VAGUE = 3  # days


@dataclass(frozen=True)
class Said:
    """What a citizen wrote, what it means, and how many days a reading may miss by."""

    text: str
    expected: str
    slack: timedelta

    def is_read_as(self, reading: Period | Impossible | None) -> bool:
        if self.expected == "intet":
            return reading is None
        if self.expected in ("fremtid", "umulig"):
            return isinstance(reading, Impossible) and reading.future == (self.expected == "fremtid")
        return isinstance(reading, Period) and self._fits(reading, Period.parse(self.expected))

    def _fits(self, reading: Period, expected: Period) -> bool:
        """Within the expected days and the slack; with no slack, the very same."""
        if not self.slack or not expected.first:
            return reading == expected
        if not reading.first or reading.running != expected.running:
            return False
        if not reading.last or not expected.last:
            return abs(reading.first - expected.first) <= self.slack
        return expected.first - self.slack <= reading.first and reading.last <= expected.last + self.slack


def said() -> list[Said]:
    return [_said(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def _said(entry: dict) -> Said:
    expected = str(entry["er"])
    stretch = "/" in expected and not expected.endswith("..")
    return Said(entry["siger"], expected, timedelta(days=entry.get("slinger", VAGUE if stretch else 0)))
