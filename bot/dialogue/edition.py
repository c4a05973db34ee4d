"""What editors have written, as it is in force now: knowledge, channels, texts.

Held in one place, and put in its place whole: a change that two persons have agreed on takes
effect between two messages, without a restart, and no answer is half of one and half of the other.
"""

from dataclasses import dataclass

from bot.dialogue.wording import Wording, load_wording
from bot.knowledge import KnowledgeBase, load
from bot.knowledge.channels import Channels, load_channels
from bot.knowledge.overlay import UNCHANGED, Changes


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

    def become(self, other: "Edition") -> None:
        self.base, self.channels, self.wording = other.base, other.channels, other.wording
