"""What the detector learns from: `data/akut/`, written by hand.

One file a signal, with texts that are danger (`fare`) and texts that only look so
(`ligner`); `hverdag.yml` is ordinary Danish of every kind, so that it has seen how wide
the language is. Citizens' everyday stories (`data/nlu`) are ordinary too, but for the
areas where they may well be in danger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.yaml import Section, read

ORDINARY = "ingen"  # no danger
EVERYDAY, CONCEPTS = "hverdag.yml", "begreber.yml"
MAY_BE_DANGER = ("akut_krise", "herberg_krisecenter", "husvild", "udsaettelse_bolig", "underretning", "politi")


@dataclass(frozen=True)
class Example:
    """A text and the signal it is, or `ORDINARY`; `like` is the signal it could be mistaken for."""

    text: str
    signal: str
    like: str = ""
    voice: str = ""


def examples(root: Path) -> list[Example]:
    """All of them. Raises KnowledgeError with file, line and cure."""
    return [*written(root), *(Example(text, ORDINARY) for text in (*everyday(root), *stories(root)))]


def written(root: Path) -> list[Example]:
    """The examples of danger, and those that only look like it."""
    files = sorted(path for path in (root / "data" / "akut").glob("*.yml") if path.name not in (EVERYDAY, CONCEPTS))
    return [example for file in files for example in _of_signal(file)]


def everyday(root: Path) -> Sequence[str]:
    section = read(root / "data" / "akut" / EVERYDAY)
    section.only("hverdag")
    return section.texts("hverdag")


def stories(root: Path) -> Iterator[str]:
    """What citizens tell of ordinary matters."""
    for file in sorted((root / "data" / "nlu").glob("fortael_*.yml")):
        for block in read(file).list_of_sections("nlu"):
            for example in block.list_of_sections("examples"):
                if example.section("metadata").text("omraade", "") not in MAY_BE_DANGER:
                    yield example.text("text")


def _of_signal(file: Path) -> Iterator[Example]:
    section = read(file)
    section.only("fare", "ligner")
    for kind in ("fare", "ligner"):
        for example in section.list_of_sections(kind):
            yield _example(example, file.stem, kind)


def _example(section: Section, signal: str, kind: str) -> Example:
    section.only("stemme", "kilde", "tekst")
    section.text("kilde")
    return Example(section.text("tekst"), signal if kind == "fare" else ORDINARY, signal, section.text("stemme"))
