"""`docs/regler.md`: the decision tables as a lawyer reads them, from the top."""

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.base import CASE_DECIDES, DEFAULT, KnowledgeBase
from bot.knowledge.municipality import Municipality
from bot.triage import LegalBasis, Row

TARGET = Path(__file__).parents[2] / "docs" / "regler.md"
DEPENDS = {"omraadets": "områdets eget sted", "indbragt": "den, der har sagen"}

INTRODUCTION = """# Reglerne

Denne side er skrevet af `python -m bot rules` ud fra `knowledge/municipalities/`. Ret tabellerne dér, ikke her.

Hver tabel læses fra toppen. Den første række, hvor alle betingelser er opfyldt, afgør, hvor borgeren bliver sendt hen.
En betingelse, der ikke er svaret på, er hverken opfyldt eller brudt: så spørger botten. `ved_ikke` er et svar.
*Spørger også om* er det, rækken ikke afhænger af, men som borgeren har gavn af at få med (fristens dato, emnet).
"""


def page(base: KnowledgeBase) -> str:
    """The whole page, with a chapter for each municipality; the default one last."""
    ordered = sorted(base.municipalities.values(), key=lambda one: (one.key == DEFAULT, one.name))
    chapters = ["\n".join(_chapter(municipality, base)) for municipality in ordered]
    return "\n".join([INTRODUCTION, *chapters, "\n".join(_areas(base))]) + "\n"


def _chapter(municipality: Municipality, base: KnowledgeBase) -> Iterator[str]:
    name = "Alle andre kommuner" if municipality.key == DEFAULT else municipality.name
    yield f"## {name}\n"
    yield f"Ordning: {municipality.office.name}. Set efter {municipality.provenance.checked_on}.\n"
    yield "| nr. | række | når | vej | sted | også | spørger også om | hjemmel |"
    yield "|---|---|---|---|---|---|---|---|"
    for number, row in enumerate(municipality.table.rows, 1):
        yield f"| {number} | {row.id} | {_conditions(row)} | {row.route} | {_place(row, base)} | {_listed(row.also)} | {_listed(row.wants)} | {_basis(row.basis, base)} |"
    yield ""


def _conditions(row: Row) -> str:
    return " og ".join(f"{fact}: {' / '.join(sorted(accepted))}" for fact, accepted in row.when.items()) or "ellers"


def _place(row: Row, base: KnowledgeBase) -> str:
    return DEPENDS[row.body] if row.body in CASE_DECIDES else base.bodies[row.body].name


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _basis(basis: tuple[LegalBasis, ...], base: KnowledgeBase) -> str:
    return "; ".join(
        f"{base.sources[one.source].short}, {one.provision}" + (f" »{one.quote}«" if one.quote else "") for one in basis
    )


def _areas(base: KnowledgeBase) -> Iterator[str]:
    yield "## Områderne\n"
    yield "| område | myndighed | klageorgan | frist | sikkerhed | må nævnes |"
    yield "|---|---|---|---|---|---|"
    for area in sorted(base.areas.values(), key=lambda one: (one.group, one.key)):
        place, named = base.bodies[area.body].name, "ja" if area.safe_to_name_body else "nej"
        yield f"| {area.title} (`{area.key}`) | {area.authority} | {place} | {area.length or '–'} | {area.confidence} | {named} |"
