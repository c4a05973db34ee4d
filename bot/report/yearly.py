"""A year's report from what is stored: the one way to it, for the page and for the command."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from bot.knowledge import DEFAULT, KnowledgeBase
from bot.knowledge.channels import Channels
from bot.report import html, pdf, workbook
from bot.report.document import Material, report
from bot.report.figures import Named, figures, months_of
from bot.report.model import Document
from bot.store import Lessons, Tallies, Tally

FIRST_YEAR = 2020  # before there was anything to report


class YearlyError(ValueError):
    """A year or a municipality that there can be no report of; the text is for whoever asked."""


@dataclass(frozen=True)
class Yearly:
    """What reports are made from. `named` gives a key's name in Danish."""

    base: KnowledgeBase
    channels: Channels
    tallies: Tallies
    lessons: Lessons
    named: Named

    def document(self, year: int, municipality: str | None, *, made_on: date) -> Document:
        months = months_of(year)
        counted = self.tallies.between(months[0], months[-1], None if municipality is None else {municipality})
        return self.of_tallies(counted, year, municipality, made_on=made_on)

    def of_tallies(self, counted: Sequence[Tally], year: int, municipality: str | None, *, made_on: date) -> Document:
        return report(
            Material(
                year=year,
                municipality=self.base.municipality(municipality) if municipality else None,
                channels=self.channels.get(municipality) if municipality else None,
                figures=figures(counted, months=months_of(year), named=self.named, signals=self.base.signals),
                learned=self.lessons.between(date(year, 1, 1), date(year + 1, 1, 1), municipality),
                made_on=made_on,
            )
        )


def year_of(text: str, *, today: date) -> int:
    """Raises YearlyError."""
    if not text:
        raise YearlyError("skriv, hvilket år rapporten skal være for: make report YEAR=2026")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise YearlyError(f"{text!r} er ikke et år; skriv fire cifre, for eksempel {today.year}")
    if not FIRST_YEAR <= int(text) <= today.year:
        raise YearlyError(f"der kan ikke skrives rapport for {text}; vælg et år fra {FIRST_YEAR} til {today.year}")
    return int(text)


def municipality_of(key: str | None, base: KnowledgeBase) -> str | None:
    """Raises YearlyError."""
    if not key:
        return None
    if key in base.places and key != DEFAULT:
        return key
    close = get_close_matches(key, list(base.places), n=1)
    raise YearlyError(f"kender ikke kommunen {key!r}" + (f" (mener du {close[0]!r}?)" if close else ""))


def write(document: Document, state: Path) -> Path:
    """All of it in a folder of its own below `state`."""
    folder = state / document.key
    (folder / "csv").mkdir(parents=True, exist_ok=True)
    (folder / "rapport.html").write_text(html.page(document), encoding="utf-8")
    (folder / "rapport.pdf").write_bytes(pdf.pdf(document))
    (folder / "tal.xlsx").write_bytes(workbook.xlsx(document))
    for name, content in workbook.csv_files(document):
        (folder / "csv" / name).write_bytes(content)
    return folder
