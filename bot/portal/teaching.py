"""From approved corrections to training data: what may be learned, and the file it goes into.

What measures the bot must not teach it. The sets it is held against are the project's own, and those of
the folder beside the project where there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.knowledge import KnowledgeBase
from bot.review.lesson import FILE, TEACHABLE, Lesson, difference, plain, written
from bot.review.overlap import measuring_texts, near
from bot.settings import ROOT
from bot.store import Correction, Corrections
from bot.store.corrections import APPROVED
from bot.store.reach import EVERYWHERE
from bot.triage import FACTS, VED_IKKE

SETS = ("tests/cases", "../shared/evaluation")
NO_WORDS = "Teksten er tom, når det maskerede er taget ud."
NO_FACTS = "Vælg mindst én oplysning, som teksten siger."
MEASURES = "Teksten er næsten den samme som en, botten bliver målt på. Den kan ikke også lære af den."


@dataclass(frozen=True)
class Proposal:
    """What the approved corrections would make of the file; `refused` are those that may not be learned from."""

    before: str
    after: str
    lessons: Sequence[Lesson]
    refused: Sequence[Lesson]

    @property
    def diff(self) -> str:
        return difference(self.before, self.after)


def refusal(text: str, facts: Mapping[str, str], *, root: Path = ROOT) -> str | None:
    """Why a text may not be learned from; None where it may."""
    if not plain(text):
        return NO_WORDS
    if not facts:
        return NO_FACTS
    return MEASURES if near(plain(text), _measuring(root)) else None


def taught(given: Mapping[str, str], base: KnowledgeBase) -> dict[str, str]:
    """The facts of a form that can be taught, and that can be so."""
    return {fact: given[fact] for fact in TEACHABLE if given.get(fact) in choices(fact, base)}


def choices(fact: str, base: KnowledgeBase) -> Sequence[str]:
    return FACTS[fact] or (*base.areas, VED_IKKE)


def proposal(corrections: Corrections, *, root: Path = ROOT) -> Proposal:
    """As it would be now."""
    approved = [_lesson(one) for one in corrections.listed({EVERYWHERE}, [APPROVED])]
    refused = [lesson for lesson in approved if refusal(lesson.text, lesson.facts, root=root)]
    lessons = [lesson for lesson in approved if lesson not in refused]
    before = _read(root / FILE)
    return Proposal(before, written(before, lessons), lessons, refused)


def learn(corrections: Corrections, *, root: Path = ROOT) -> Proposal:
    """Write the file, and note that what is in it has been exported."""
    found = proposal(corrections, root=root)
    if found.after != found.before:
        (root / FILE).write_text(found.after, encoding="utf-8")
    corrections.exported([lesson.number for lesson in found.lessons])
    return found


def _lesson(correction: Correction) -> Lesson:
    return Lesson(correction.id, correction.text, correction.asked, correction.facts)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


@cache
def _measuring(root: Path) -> tuple[str, ...]:
    files = sorted(file for folder in SETS for file in (root / folder).glob("*.jsonl"))
    return tuple(text for file in files for text in measuring_texts(file.read_text(encoding="utf-8").splitlines()))
