"""What the bot says: a text that stands without buttons, and the same for machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.wording import Wording


@dataclass(frozen=True)
class Utterance:
    """One message to the citizen."""

    text: str
    custom: Mapping[str, Any] | None = None


def warning(signal: str, numbers: tuple[str, ...], wording: Wording, turn: int = 0) -> Utterance:
    """What is said to a sign of danger: the numbers first. Without numbers it is advice, and not reported as urgent."""
    text = wording.say(f"akut.{signal}", turn, numre="\n".join(number for number in numbers if number != "112"))
    return Utterance(text, {"urgent": {"signal": signal, "numbers": list(numbers)}} if numbers else None)
