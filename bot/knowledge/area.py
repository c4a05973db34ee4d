"""An area of law: what a matter can be about, and how one complains there."""

from dataclasses import dataclass

from bot.knowledge.provenance import FIELDS, Provenance, Source, read_provenance
from bot.knowledge.yaml import Section
from bot.triage import FACTS, Matter
from bot.triage.deadline import duration

AUTHORITIES = ("kommunen", "anden", "privat")
FIRST_STEPS = ("kommunen", "myndigheden", "a_kassen", "afdelingen", "direkte", "trafikselskabet")
CONFIDENCE = ("hoej", "mellem", "lav")
# These do not decide over the municipality's decision: complaining "there" changes nothing.
NO_APPEAL = {"kommunen_endelig", "afdelingen", "kommunens_forsikring"}


@dataclass(frozen=True)
class Area:
    """One subject. Texts are for citizens, except `title` and `caveat`, which are for staff.

    `if_in_doubt`: the area most people mean, where the text leaves open which of the two it is.
    """

    key: str
    group: str
    name: str
    title: str
    authority: str
    responsible: str
    body: str
    first_step: str
    sent_to: str
    reassessment: str
    length: str | None
    runs_from: str
    deadline_text: str
    fee: str
    review: str
    legal_basis: str
    other_routes: str
    remember: str
    clarify: str
    advisers: tuple[str, ...]
    words: tuple[str, ...]
    subject: bool
    contracted_out: bool
    implies: tuple[tuple[str, str], ...]
    if_in_doubt: str
    confidence: str
    safe_to_name_body: bool
    caveat: str
    provenance: Provenance

    @property
    def matter(self) -> Matter:
        """What triage needs to know."""
        return Matter(
            key=self.key,
            authority=self.authority,
            klageadgang="nej" if self.body in NO_APPEAL else "ja",
            body=self.body,
            length=self.length if self.body not in NO_APPEAL else None,
            subject=self.subject,
            contracted_out=self.contracted_out,
            implies=self.implies,
        )


def read_area(key: str, group: str, section: Section, sources: dict[str, Source]) -> Area:
    section.only(
        *("navn", "titel", "myndighed", "ansvarlig", "klageorgan", "foerste_skridt", "sendes_til", "genvurdering"),
        *("frist", "frist_fra", "frist_tekst", "gebyr", "proevelse", "hjemmel", "andre_veje", "husk", "spoerg"),
        *("raadgivere", "ord", "emne_alene", "overlades", "medfoerer", "i_tvivl", "sikkerhed", "kan_naevnes", "forbehold"),
        *FIELDS,
    )
    return Area(
        key=key,
        group=group,
        name=section.text("navn"),
        title=section.text("titel"),
        authority=section.one_of("myndighed", AUTHORITIES),
        responsible=section.text("ansvarlig"),
        body=section.text("klageorgan"),
        first_step=section.one_of("foerste_skridt", FIRST_STEPS),
        sent_to=section.text("sendes_til", ""),
        reassessment=section.text("genvurdering", ""),
        length=_length(section),
        runs_from=section.text("frist_fra", ""),
        deadline_text=section.text("frist_tekst"),
        fee=section.text("gebyr", ""),
        review=section.text("proevelse", ""),
        legal_basis=section.text("hjemmel", ""),
        other_routes=section.text("andre_veje", ""),
        remember=section.text("husk", ""),
        clarify=section.text("spoerg", ""),
        advisers=section.texts("raadgivere", ()),
        words=section.texts("ord"),
        subject=not section.flag("emne_alene", False),
        contracted_out=section.flag("overlades", False),
        implies=_implies(section),
        if_in_doubt=section.text("i_tvivl", ""),
        confidence=section.one_of("sikkerhed", CONFIDENCE),
        safe_to_name_body=section.flag("kan_naevnes"),
        caveat=section.text("forbehold", ""),
        provenance=read_provenance(section, sources),
    )


def _length(section: Section) -> str | None:
    length = section.text("frist", "")
    try:
        duration(length or "P1D")
    except ValueError:
        raise section.error(f"'frist' kan ikke være {length!r}; skriv P4W, P3M, P90D eller P1Y", "frist") from None
    return length or None


def _implies(section: Section) -> tuple[tuple[str, str], ...]:
    if "medfoerer" not in section.values:
        return ()
    implied = section.section("medfoerer")
    implied.only(*FACTS)
    return tuple((fact, implied.one_of(fact, FACTS[fact])) for fact in implied.values)
