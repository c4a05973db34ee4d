"""What went wrong, said so that one knows what to do next; the log gets where, and nobody's words."""

import contextlib
import logging
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, ExceptionHandler, Message, Receive, Scope, Send

from bot.portal.guard import session_of, visitor_of
from bot.portal.office import Office
from bot.portal.pages import page
from bot.store import DatabaseDownError

GONE = (
    "Siden findes ikke",
    "Adressen kan være forkert. Samtalen kan være slettet, eller den hører til en kommune, du ikke har adgang til.",
)
SAID = {
    400: ("Det kunne ikke læses", "Gå tilbage, og prøv igen."),
    403: (
        "Det har du ikke adgang til",
        "Din rolle giver ikke adgang, eller siden har været åben for længe. Gå tilbage, genindlæs siden, og prøv igen. "
        "Mangler du adgang, så spørg en administrator.",
    ),
    404: GONE,
    405: GONE,
    409: ("Nogen kom før dig", "Det er ændret, siden du åbnede siden. Gå tilbage, og genindlæs den."),
    503: ("Databasen svarer ikke", "Prøv igen om lidt. Det, der er gemt, er der stadig; det, du lige sendte, er ikke gemt."),
}
BROKEN = (
    "Noget gik galt",
    "Fejlen er skrevet i loggen. Gå tilbage, og prøv igen. Sker det igen, så sig det til en administrator.",
)

logger = logging.getLogger(__name__)


class CatchAll:
    """Makes a page of what nobody expected. Within the other layers, so that this page too has its headers.

    The log gets where it was and what kind it was; what the error says may be somebody's words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as raised:
            if scope["type"] != "http":
                raise
            place = traceback.extract_tb(raised.__traceback__)[-1]
            logger.error("request_failed error=%s at=%s:%s", type(raised).__name__, place.filename, place.lineno)
            if not begun:
                await _page(Request(scope, receive), 500)(scope, receive, send)


def handlers() -> dict[int | type[Exception], ExceptionHandler]:
    return {HTTPException: _http, DatabaseDownError: _database_down}


async def _http(request: Request, raised: Exception) -> Response:
    status = raised.status_code if isinstance(raised, HTTPException) else 500
    with contextlib.suppress(DatabaseDownError):  # an address that no page has was not guarded; the way around is shown anyhow
        office = Office.of(request)
        await visitor_of(request, office, await session_of(request, office))
    return _page(request, status)


async def _database_down(request: Request, raised: Exception) -> Response:
    logger.error("database_down error=%s", raised)
    return _page(request, 503)


def _page(request: Request, status: int) -> Response:
    heading, advice = SAID.get(status, BROKEN)
    visitor = getattr(request.state, "visitor", None)
    return page(request, "error.html", visitor, status, heading=heading, advice=advice)
