"""A place people are sent to: an appeal body, an authority, an office, an adviser."""

from dataclasses import dataclass

from bot.knowledge.provenance import FIELDS, Provenance, Source, read_provenance
from bot.knowledge.yaml import Section

CONFIDENCE = ("hoej", "mellem", "lav")
CONTACT = ("telefon", "telefon_note", "telefontid", "mail", "web", "adresse", "adresse_note")


@dataclass(frozen=True)
class Contact:
    """How to reach a place. Blank where the sources are blank: never filled in."""

    phone: str = ""
    phone_note: str = ""
    phone_hours: str = ""
    mail: str = ""
    web: str = ""
    address: str = ""
    address_note: str = ""


@dataclass(frozen=True)
class Body:
    """A place, what it can and cannot do, and how to reach it. Texts are for citizens."""

    key: str
    name: str
    short: str
    kind: str
    can: str
    cannot: str
    then: str
    bring: tuple[str, ...]
    free: bool
    contact: Contact
    confidence: str
    provenance: Provenance


@dataclass(frozen=True)
class Adviser:
    """Somebody independent who helps citizens with rules and with writing a complaint.

    `only_in`: the municipalities it serves; everywhere where there are none.
    """

    key: str
    name: str
    helps_with: str
    only_in: tuple[str, ...]
    contact: Contact
    confidence: str
    provenance: Provenance


def read_body(key: str, section: Section, sources: dict[str, Source]) -> Body:
    section.only("navn", "kort", "slags", "kan", "kan_ikke", "efter", "medbring", "gratis", "sikkerhed", *CONTACT, *FIELDS)
    return Body(
        key=key,
        name=section.text("navn"),
        short=section.text("kort", section.text("navn")),
        kind=section.text("slags", "kommune"),
        can=section.text("kan"),
        cannot=section.text("kan_ikke", ""),
        then=section.text("efter", ""),
        bring=section.texts("medbring", ()),
        free=section.flag("gratis", True),
        contact=read_contact(section),
        confidence=section.one_of("sikkerhed", CONFIDENCE, "hoej"),
        provenance=read_provenance(section, sources),
    )


def read_adviser(key: str, section: Section, sources: dict[str, Source]) -> Adviser:
    section.only("navn", "hjaelper_med", "kun_i", "sikkerhed", *CONTACT, *FIELDS)
    return Adviser(
        key=key,
        name=section.text("navn"),
        helps_with=section.text("hjaelper_med"),
        only_in=section.texts("kun_i", ()),
        contact=read_contact(section),
        confidence=section.one_of("sikkerhed", CONFIDENCE),
        provenance=read_provenance(section, sources),
    )


def read_contact(section: Section) -> Contact:
    return Contact(*(section.text(field, "") for field in CONTACT))
