"""Where a fact comes from, and when somebody last held it against its source."""

from dataclasses import dataclass
from datetime import date

from bot.knowledge.yaml import Section

FIELDS = ("kilder", "checked_on")


@dataclass(frozen=True)
class Source:
    """Something we rely on: a law, a page, a document. `short` is how it is named to a citizen."""

    key: str
    title: str
    short: str
    address: str
    checked_on: date


@dataclass(frozen=True)
class Provenance:
    """The sources of one fact: keys of `sources.yml`, or addresses."""

    sources: tuple[str, ...]
    checked_on: date


def read_source(key: str, section: Section) -> Source:
    section.only("titel", "kort", "adresse", "checked_on")
    title = section.text("titel")
    return Source(key, title, section.text("kort", title), section.text("adresse", ""), section.day("checked_on"))


def read_provenance(section: Section, sources: dict[str, Source]) -> Provenance:
    named = section.texts("kilder")
    if not named:
        raise section.error("en kendsgerning skal have mindst én kilde", "kilder")
    for source in named:
        if not source.startswith("http") and source not in sources:
            raise section.error(f"kender ikke kilden {source!r}; skriv den i sources.yml, eller giv en adresse", "kilder")
    return Provenance(named, section.day("checked_on"))
