"""Corrections as training examples: the lines of `data/nlu/fra_samtaler.yml`, in the form of the files beside it.

A stand-in for what was masked is left out: the language model never sees one, since it is taken out
before a message is read.
"""

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.privacy import ANY_STAND_IN

FILE = "data/nlu/fra_samtaler.yml"
TEACHABLE = (
    "emne",
    "omraade",
    "oensker",
    "afgoerelse",
    "talt_med_afdelingen",
    "indbragt_andetsteds",
    "paa_vegne_af",
    "myndighed",
)
HEAD = """version: "3.1"

# Borgeres ord, maskeret og godkendt af to. Skrevet af `make learn`. kilde: rettelsens nummer i portalen ·
# spurgt: det spørgsmål, der svares på · resten: det, teksten siger.
nlu:
- intent: fortael
  examples:
"""


@dataclass(frozen=True)
class Lesson:
    """`number` is the correction's; `asked` the question the text answers, None for a story."""

    number: int
    text: str
    asked: str | None
    facts: Mapping[str, str]

    @property
    def source(self) -> str:
        return f"rettelse-{self.number}"

    def lines(self) -> str:
        asked = [("spurgt", self.asked)] if self.asked else []
        said = [(fact, self.facts[fact]) for fact in TEACHABLE if fact in self.facts]
        metadata = ", ".join(f"{key}: {value}" for key, value in [("stemme", "borger"), ("kilde", self.source), *asked, *said])
        return f"  - text: {json.dumps(plain(self.text), ensure_ascii=False)}\n    metadata: {{{metadata}}}\n"


def plain(text: str) -> str:
    """In one line, without stand-ins and without what no keyboard writes."""
    seen = " ".join(ANY_STAND_IN.sub(" ", text).split())
    return "".join(letter for letter in seen if letter.isprintable())


def written(before: str, lessons: Iterable[Lesson]) -> str:
    """The file with the lessons it does not have yet; `before` is blank where there is none."""
    new = [lesson for lesson in lessons if f"kilde: {lesson.source}," not in before]
    return (before or HEAD) + "".join(lesson.lines() for lesson in new) if new else before


def difference(before: str, after: str) -> str:
    """A unified diff, as `git apply` takes it."""
    old = f"a/{FILE}" if before else "/dev/null"
    return "".join(difflib.unified_diff(before.splitlines(True), after.splitlines(True), old, f"b/{FILE}"))
