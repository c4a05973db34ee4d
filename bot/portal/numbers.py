"""The numbers of a period: how many, what about, how it went; to look at, and to take away as files."""

import re
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.portal.downloads import CSV_ZIP, XLSX, download
from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.scope import Scope
from bot.report import workbook
from bot.report.charts import chart
from bot.report.danish import month_name
from bot.report.document import TABLE_ALONE
from bot.report.figures import Figures, figures, months_between
from bot.report.findings import hidden_note
from bot.report.model import Document
from bot.report.tables import table
from bot.store.clock import danish

MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
LONGEST = 36  # months: more columns than a chart can hold


@dataclass(frozen=True)
class Period:
    """Whole months, both counted in."""

    first: str
    last: str


def routes() -> list[Route]:
    return [
        Route("/tal", guarded("laeser", _show), methods=["GET"]),
        Route("/tal/tal.xlsx", guarded("laeser", _xlsx), methods=["GET"]),
        Route("/tal/tal.zip", guarded("laeser", _csv), methods=["GET"]),
    ]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    scope, period = Scope.of(request, office, visitor), _period(request, office)
    found = await run_in_threadpool(_figures, office, scope, period)
    return page(
        request,
        "numbers.html",
        visitor,
        scope=scope,
        period=period,
        figures=found,
        parts=[(one, None if one.key in TABLE_ALONE else chart(one), hidden_note(one)) for one in found.breakdowns.values()],
        query=request.url.query,
    )


async def _xlsx(request: Request, office: Office, visitor: Visitor) -> Response:
    document = await _document(request, office, visitor)
    return download(f"{document.key}.xlsx", workbook.xlsx(document), XLSX)


async def _csv(request: Request, office: Office, visitor: Visitor) -> Response:
    document = await _document(request, office, visitor)
    return download(f"{document.key}.zip", workbook.csv_zip(document), CSV_ZIP)


async def _document(request: Request, office: Office, visitor: Visitor) -> Document:
    scope, period = Scope.of(request, office, visitor), _period(request, office)
    found = await run_in_threadpool(_figures, office, scope, period)
    place = office.labels.of(scope.chosen, "kommune") if scope.chosen else "Alle kommuner"
    return Document(
        key=f"tal-{period.first}-{period.last}-{scope.chosen or 'alle'}",
        title="Tal om borgertriagen",
        subtitle=f"{place}, {_span(period)}",
        sender=place,
        made_on=danish(office.clock()).date(),
        blocks=tuple(table(one) for one in found.breakdowns.values()),
    )


def _figures(office: Office, scope: Scope, period: Period) -> Figures:
    counted = office.tallies.between(period.first, period.last, scope.among)
    months = months_between(period.first, period.last)
    return figures(counted, months=months, named=office.labels.of, signals=office.base.signals)


def _period(request: Request, office: Office) -> Period:
    """The year so far, unless something else is asked for; the other way round is put right, and too long cut."""
    now = f"{danish(office.clock()):%Y-%m}"
    first, last = (_month(request.query_params.get(name)) for name in ("fra", "til"))
    first, last = sorted((first or f"{(last or now)[:4]}-01", last or max(now, first or now)))
    return Period(months_between(first, last)[-LONGEST:][0], last)


def _month(text: str | None) -> str | None:
    return text if text and MONTH.fullmatch(text) else None


def _span(period: Period) -> str:
    names = [month_name(month, with_year=True) for month in (period.first, period.last)]
    return names[0] if period.first == period.last else " til ".join(names)
