"""Takes into use what two persons have agreed on, from its day on, while the program that does it runs on."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from bot.dialogue.edition import Edition
from bot.knowledge.in_force import read_in_force, write_in_force
from bot.knowledge.overlay import UNCHANGED, Changes
from bot.store import Changes as AgreedChanges


class Newsroom:
    """Keeps an edition up to date with the database. `tells`: the file by which the language model's process hears of it."""

    def __init__(self, agreed: AgreedChanges, *, tells: Path | None = None) -> None:
        self._agreed = agreed
        self._file = tells
        self._version = ""
        self._taken: Changes = UNCHANGED

    def bring(self, edition: Edition, today: date) -> bool:
        """True where something new is in force. Raises KnowledgeError for a mistake in the files themselves."""
        version = self._agreed.version(today)
        if version == self._version:
            return False
        self._version = version
        found, changes = Edition.read_what_holds(self._agreed.in_force(today))
        new = changes != self._taken
        if new:
            edition.become(found)
        self._taken = changes
        if self._file and _written(self._file) != json.loads(json.dumps(changes)):
            write_in_force(self._file, changes)
        return new

    def standing(self, day: date) -> Changes:
        """Those that are, or will be, in force on a day, and can be laid on the files."""
        changes = self._agreed.in_force(day)
        return changes if changes == self._taken else Edition.read_what_holds(changes)[1]


def _written(file: Path) -> Any:
    """None for a file that cannot be read: it is written anew."""
    try:
        return read_in_force(file)
    except (ValueError, KeyError):
        return None
