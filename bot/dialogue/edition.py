"""What editors have written, as it is in force now: knowledge, channels, texts.

Held in one place, and put in its place whole: a change that two persons have agreed on takes
effect between two messages, without a restart, and no answer is half of one and half of the other.
"""

import logging
from dataclasses import dataclass
from typing import Any

from bot.dialogue.wording import Wording, load_wording
from bot.knowledge import KnowledgeBase, KnowledgeError, load
from bot.knowledge.channels import Channels, load_channels
from bot.knowledge.overlay import UNCHANGED, Changes, Place

logger = logging.getLogger(__name__)


@dataclass
class Edition:
    """Read it at use, and do not keep its parts."""

    base: KnowledgeBase
    channels: Channels
    wording: Wording

    @classmethod
    def read(cls, changes: Changes = UNCHANGED) -> "Edition":
        """The files, as `changes` have them. Raises KnowledgeError."""
        return cls(load(changes=changes), load_channels(changes=changes), load_wording(changes=changes))

    @classmethod
    def read_what_holds(cls, changes: Changes) -> tuple["Edition", Changes]:
        """The files with those of the changes that can still be laid on them, and which those are.

        A new version of a file may lack what a change names. That change falls; the others, and a bot that was closed
        in a hurry, must not fall with it. Raises KnowledgeError for a mistake in the files themselves.
        """
        try:
            return cls.read(changes), changes
        except KnowledgeError:
            held = cls._held(changes)
            return cls.read(held), held

    @classmethod
    def _held(cls, changes: Changes) -> Changes:
        held: dict[str, list[tuple[Place, Any]]] = {}
        for file, listed in changes.items():
            for change in listed:
                trial = {**held, file: [*held.get(file, []), change]}
                try:
                    cls.read(trial)
                except KnowledgeError as problem:
                    logger.error("change_not_taken file=%s problem=%s", file, problem)
                else:
                    held = trial
        return held

    def silence(self, municipality: str) -> str | None:
        """What is said instead of an answer where the bot is closed for now; None where it is open."""
        channels = self.channels.get(municipality)
        return (channels.silent_text or self.wording.say("doer.tavs")) if channels and channels.silent else None

    def become(self, other: "Edition") -> None:
        self.base, self.channels, self.wording = other.base, other.channels, other.wording


class InForce:
    """Whatever has an edition, and reads it at use."""

    edition: Edition

    @property
    def base(self) -> KnowledgeBase:
        return self.edition.base

    @property
    def channels(self) -> Channels:
        return self.edition.channels

    @property
    def wording(self) -> Wording:
        return self.edition.wording
