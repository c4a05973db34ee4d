"""Takes into use what two persons have agreed on, from its day on, while the program that does it runs on."""

import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

from bot.dialogue.edition import Edition
from bot.knowledge import KnowledgeError
from bot.knowledge.in_force import read_in_force, write_in_force
from bot.knowledge.overlay import UNCHANGED, Changes
from bot.store import Changes as AgreedChanges

logger = logging.getLogger(__name__)


class Newsroom:
    """Keeps an edition up to date with the database. `tells`: the file by which the language model's process hears of it."""

    def __init__(self, agreed: AgreedChanges, *, tells: Path | None = None) -> None:
        self._agreed = agreed
        self._file = tells
        self._version = ""
        self._taken: Changes = UNCHANGED

    def bring(self, edition: Edition, today: date) -> bool:
        """True where something new is in force. What cannot be read is left as it was, and logged: the door stays open."""
        version = self._agreed.version(today)
        if version == self._version:
            return False
        self._version = version
        return self._take(edition, self._agreed.in_force(today))

    def _take(self, edition: Edition, changes: Changes) -> bool:
        new = changes != self._taken
        try:
            if new:
                edition.become(Edition.read(changes))
        except KnowledgeError as problem:
            logger.error("changes_not_taken problem=%s", problem)
            return False
        self._taken = changes
        if self._file and _written(self._file) != json.loads(json.dumps(changes)):
            write_in_force(self._file, changes)
        return new


def _written(file: Path) -> Any:
    """None for a file that cannot be read: it is written anew."""
    try:
        return read_in_force(file)
    except (ValueError, KeyError):
        return None
