"""Where the bot does not reach: questions people cannot answer, and words it was never taught."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.review.record import ACTS

DONT_KNOW = "ved_ikke"
FEWEST = 2  # conversations that a word must stand in: what one person writes is theirs


@dataclass(frozen=True)
class Question:
    """A fact that was asked for: how often it was answered at all, with "ved ikke", and not so that it was understood."""

    fact: str
    answers: int
    dont_know: int
    not_understood: int

    @property
    def share(self) -> float:
        return (self.dont_know + self.not_understood) / self.answers


@dataclass(frozen=True)
class Word:
    """A word nobody has taught the bot, and in how many conversations it stood."""

    word: str
    conversations: int


def questions(conversations: Iterable[Sequence[Mapping[str, Any]]]) -> list[Question]:
    """Of what was understood turn by turn; those with most trouble first. A question that nothing came after was not answered."""
    answers: Counter[str] = Counter()
    dont_know: Counter[str] = Counter()
    not_understood: Counter[str] = Counter()
    for turns in conversations:
        for before, after in zip(turns, turns[1:], strict=False):
            fact = before.get("asked")
            if fact is None or fact in ACTS:
                continue
            answers[fact] += 1
            dont_know[fact] += after.get("facts", {}).get(fact) == DONT_KNOW
            not_understood[fact] += after.get("asked") == fact and bool(after.get("tries"))
    found = [Question(fact, number, dont_know[fact], not_understood[fact]) for fact, number in answers.items()]
    return sorted(found, key=lambda one: (-one.share, -one.answers, one.fact))


def unknown_words(
    texts: Iterable[tuple[str, str]], known: Callable[[str], bool], split: Callable[[str], Iterable[str]]
) -> list[Word]:
    """Of texts by conversation, those in most conversations first."""
    stood_in: dict[str, set[str]] = defaultdict(set)
    for conversation, text in texts:
        for word in split(text):
            if not known(word):
                stood_in[word].add(conversation)
    found = [Word(word, len(conversations)) for word, conversations in stood_in.items() if len(conversations) >= FEWEST]
    return sorted(found, key=lambda one: (-one.conversations, one.word))
