"""A municipality's profile: its office for citizens, its answers, its decision table.

One file each. A municipality without a file uses `standard.yml`, under its own name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.knowledge.body import Body, read_body
from bot.knowledge.provenance import FIELDS, Provenance, Source, read_provenance
from bot.knowledge.yaml import Section
from bot.triage import LegalBasis, Row, Table

ANSWERS = (
    *("gratis", "uafhaengig", "fortrolighed", "bindende", "telefontid", "hvem", "hvor_laenge", "beretning", "akter"),
    *("erhverv", "frist", "moede", "klage_over"),
)


@dataclass(frozen=True)
class Municipality:
    """What the bot says and decides in one municipality.

    `one_year_limit`: whether its office takes up a matter only within a year, as a rule.
    """

    key: str
    name: str
    office: Body
    one_year_limit: bool
    power_of_attorney: str
    answers: Mapping[str, str]
    table: Table
    provenance: Provenance

    @property
    def office_advises(self) -> bool:
        """Whether its own office gives advice; where it does not, advisers outside are named."""
        return any(row.route == "raadgivning" and row.body == self.office.key for row in self.table.rows)

    def named(self, key: str, name: str) -> "Municipality":
        """The same profile for another municipality."""
        return replace(self, key=key, name=name)


def read_municipality(key: str, section: Section, sources: dict[str, Source]) -> Municipality:
    section.only("kommune", "ordning", "aarsfrist", "fuldmagt", "svar", "tabel", *FIELDS)
    office = section.section("ordning")
    office_key = office.text("key")
    office.values.pop("key")
    answers = section.section("svar")
    answers.only(*ANSWERS)
    return Municipality(
        key=key,
        name=section.text("kommune"),
        office=read_body(office_key, office, sources),
        one_year_limit=section.flag("aarsfrist"),
        power_of_attorney=section.text("fuldmagt"),
        answers={answer: answers.text(answer) for answer in ANSWERS},
        table=_read_table(key, section, sources),
        provenance=read_provenance(section, sources),
    )


def _read_table(key: str, section: Section, sources: dict[str, Source]) -> Table:
    rows = tuple(_read_row(row, sources) for row in section.list_of_sections("tabel"))
    try:
        return Table(key, rows)
    except (ValueError, IndexError) as problem:
        raise section.error(str(problem) or "tabellen er tom", "tabel") from None


def _read_row(section: Section, sources: dict[str, Source]) -> Row:
    section.only("id", "hvis", "vej", "sted", "ogsaa", "kraever", "hjemmel")
    conditions = section.section("hvis")
    try:
        return Row(
            id=section.text("id"),
            when={fact: frozenset(conditions.texts(fact)) for fact in conditions.values},
            route=section.text("vej"),
            body=section.text("sted"),
            basis=tuple(_read_basis(basis, sources) for basis in section.list_of_sections("hjemmel")),
            also=section.texts("ogsaa", ()),
            wants=section.texts("kraever", ()),
        )
    except ValueError as problem:
        raise section.error(str(problem)) from None


def _read_basis(section: Section, sources: dict[str, Source]) -> LegalBasis:
    section.only("kilde", "bestemmelse", "citat")
    source = section.one_of("kilde", sources)
    return LegalBasis(source, section.text("bestemmelse"), section.text("citat", ""))
