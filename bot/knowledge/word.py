"""Words: the ambiguous ones that must be asked about, and the difficult ones people ask about."""

from dataclasses import dataclass

from bot.knowledge.provenance import FIELDS, Provenance, Source, read_provenance
from bot.knowledge.yaml import Section


@dataclass(frozen=True)
class AmbiguousWord:
    """A word that means several things: the question that tells them apart, and an option for each area."""

    key: str
    forms: tuple[str, ...]
    question: str
    options: tuple[tuple[str, str], ...]
    provenance: Provenance


@dataclass(frozen=True)
class Term:
    """A difficult word, the forms it is asked by, and what it means in everyday Danish."""

    key: str
    forms: tuple[str, ...]
    meaning: str
    provenance: Provenance


@dataclass(frozen=True)
class Rule:
    """A general rule, told to citizens in our own words."""

    key: str
    text: str
    legal_basis: str
    confidence: str
    provenance: Provenance


def read_ambiguous_word(key: str, section: Section, sources: dict[str, Source]) -> AmbiguousWord:
    section.only("ord", "spoerg", "muligheder", *FIELDS)
    options = section.section("muligheder")
    return AmbiguousWord(
        key=key,
        forms=section.texts("ord"),
        question=section.text("spoerg"),
        options=tuple((area, options.text(area)) for area in options.values),
        provenance=read_provenance(section, sources),
    )


def read_term(key: str, section: Section, sources: dict[str, Source]) -> Term:
    section.only("ord", "betyder", *FIELDS)
    return Term(key, section.texts("ord"), section.text("betyder"), read_provenance(section, sources))


def read_rule(key: str, section: Section, sources: dict[str, Source]) -> Rule:
    section.only("regel", "hjemmel", "sikkerhed", *FIELDS)
    return Rule(
        key=key,
        text=section.text("regel"),
        legal_basis=section.text("hjemmel", ""),
        confidence=section.one_of("sikkerhed", ("hoej", "mellem", "lav")),
        provenance=read_provenance(section, sources),
    )
