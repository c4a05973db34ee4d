"""The words the bot has been taught, from the same examples it is trained on."""

from functools import cache
from pathlib import Path

from bot.knowledge import KnowledgeBase
from bot.knowledge.yaml import Section, read
from bot.learning.spelling import SHORTEST, WORD, Spelling
from bot.privacy import ANY_STAND_IN
from bot.triage.folding import fold


class Vocabulary:
    """`reads_as` is how the bot takes a word it does not know, where it looks like one it does."""

    def __init__(self, root: Path, base: KnowledgeBase) -> None:
        areas = (text for area in base.areas.values() for text in (area.name, *area.words))
        self._spelling = Spelling.learn([*_examples(root), *areas])
        self._known = frozenset(self._spelling.state())

    def knows(self, word: str) -> bool:
        return len(word) < SHORTEST or word in self._known

    def reads_as(self, word: str) -> str | None:
        read_as = self._spelling.corrected(word)
        return read_as if read_as != word else None

    @staticmethod
    def words(text: str) -> list[str]:
        """Folded, as the bot compares them; without what the masking has put in."""
        return WORD.findall(fold(ANY_STAND_IN.sub(" ", text)))


@cache
def _examples(root: Path) -> tuple[str, ...]:
    """The training data; it does not change while we run."""
    blocks = (block for file in sorted((root / "data" / "nlu").glob("*.yml")) for block in read(file).list_of_sections("nlu"))
    return tuple(text for block in blocks for text in _texts(block))


def _texts(block: Section) -> list[str]:
    if "lookup" in block.values:
        return [block.text("examples")]
    return [example.text("text") for example in block.list_of_sections("examples")]
