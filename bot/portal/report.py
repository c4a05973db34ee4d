"""The yearly report as a page, and to take away."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.portal.downloads import CSV_ZIP, HTML, PDF, XLSX, download
from bot.portal.guard import Visitor, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.portal.scope import Scope
from bot.report import html, pdf, workbook
from bot.report.model import Document
from bot.report.yearly import Yearly, YearlyError, year_of
from bot.store.clock import danish

MADE: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "html": (lambda document: html.page(document).encode(), HTML),
    "pdf": (pdf.pdf, PDF),
    "xlsx": (workbook.xlsx, XLSX),
    "zip": (workbook.csv_zip, CSV_ZIP),
}


def routes() -> list[Route]:
    return [
        Route("/aarsrapport", guarded("laeser", _show), methods=["GET"]),
        Route("/aarsrapport/rapport.css", guarded("laeser", _style), methods=["GET"]),
        Route("/aarsrapport/rapport.{kind}", guarded("laeser", _file), methods=["GET"]),
    ]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    scope, year = Scope.of(request, office, visitor), _year(request, office)
    document = await run_in_threadpool(_document, office, scope, year)
    years = await run_in_threadpool(_years, office)
    return page(
        request,
        "yearly.html",
        visitor,
        scope=scope,
        year=year,
        years=sorted({*years, year}, reverse=True),
        body=html.body(document),
        kinds={"html": "HTML", "pdf": "PDF", "xlsx": "tal som XLSX", "zip": "tal som CSV"},
    )


async def _file(request: Request, office: Office, visitor: Visitor) -> Response:
    kind = request.path_params["kind"]
    if kind not in MADE:
        raise HTTPException(404)
    scope, year = Scope.of(request, office, visitor), _year(request, office)
    document = await run_in_threadpool(_document, office, scope, year)
    make, media_type = MADE[kind]
    return download(f"{document.key}.{kind}", await run_in_threadpool(make, document), media_type)


async def _style(request: Request, office: Office, visitor: Visitor) -> Response:
    return FileResponse(html.STYLE, media_type="text/css")


def _document(office: Office, scope: Scope, year: int) -> Document:
    """Of several municipalities that are not all, the figures are theirs, and the report is of no single one."""
    yearly = Yearly(office.base, office.channels, office.tallies, office.lessons, office.labels.of)
    made_on = danish(office.clock()).date()
    if scope.chosen is None and scope.among is not None:
        counted = office.tallies.between(f"{year}-01", f"{year}-12", scope.among)
        return yearly.of_tallies(counted, year, None, made_on=made_on)
    return yearly.document(year, scope.chosen, made_on=made_on)


def _year(request: Request, office: Office) -> int:
    today = danish(office.clock()).date()
    try:
        return year_of(request.query_params.get("aar") or str(today.year), today=today)
    except YearlyError:
        raise HTTPException(404) from None


def _years(office: Office) -> list[int]:
    """From the first that anything was counted in, to this one."""
    this, months = danish(office.clock()).year, office.tallies.months()
    return list(range(int(months[0][:4]), this + 1)) if months else [this]
