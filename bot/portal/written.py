"""The files that can be changed from the portal, and what each says with changes laid over it."""

from bot.knowledge import KnowledgeError
from bot.knowledge.overlay import Changes, overlaid
from bot.knowledge.yaml import Section, read
from bot.settings import ROOT

FOLDERS = ("knowledge/municipalities", "channels", "texts")


def files() -> list[str]:
    """By their paths below the project."""
    return [f"{folder}/{file.name}" for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.yml"))]


def section(file: str, changes: Changes) -> Section:
    """One file as `changes` have it. Raises KnowledgeError for a file that cannot be changed from here."""
    if file not in files():
        raise KnowledgeError(f"{file} kan ikke ændres her")
    return overlaid(read(ROOT / file), changes.get(file, ()))
