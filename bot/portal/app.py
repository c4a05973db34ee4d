"""The portal itself: its pages, its headers, its start and its end.

python -m bot.portal.app
"""

import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.portal import (
    administration,
    changes,
    conversations,
    disputes,
    errors,
    export,
    guide,
    health,
    home,
    inbox,
    knowledge_health,
    learning,
    live,
    log,
    login,
    me,
    numbers,
    oidc,
    people,
    quality,
    report,
    review_queue,
    transcript,
    verdict,
    welcome,
)
from bot.portal.chores import Chores
from bot.portal.headers import SafeHeaders, SmallForms
from bot.portal.office import Office
from bot.process import end_with_parent
from bot.settings import Settings, settings

HERE = Path(__file__).parent
PAGES = (
    login,
    welcome,
    oidc,
    home,
    me,
    conversations,
    transcript,
    live,
    review_queue,
    verdict,
    disputes,
    quality,
    learning,
    numbers,
    report,
    knowledge_health,
    guide,
    inbox,
    export,
    changes,
    administration,
    health,
    people,
    log,
)


def portal(chosen: Settings, office: Office | None = None) -> Starlette:
    """The ASGI application."""

    @contextlib.asynccontextmanager
    async def open_and_close(app: Starlette) -> AsyncIterator[None]:
        app.state.office = office or await run_in_threadpool(Office.build, chosen)
        await run_in_threadpool(_first_link, app.state.office)
        chores = Chores(app.state.office)
        chores.start()
        yield
        await chores.stop()
        app.state.office.database.close()

    return Starlette(
        routes=[
            Route("/healthz", _alive),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            *(route for module in PAGES for route in module.routes()),
        ],
        middleware=[  # nothing compresses: the length of a page that repeats what was asked gives away the mark in it (BREACH)
            Middleware(SafeHeaders, secure=chosen.portal.startswith("https")),
            Middleware(SmallForms),
            Middleware(errors.CatchAll),
        ],
        exception_handlers=errors.handlers(),
        lifespan=open_and_close,
    )


async def _alive(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _first_link(office: Office) -> None:
    """Without an account there is a link to make the first one with; with one, there never is."""
    if office.accounts.exist():
        office.first.close()
    else:
        office.first.make(office.settings.portal)


def serve(chosen: Settings) -> None:
    uvicorn.run(
        portal(chosen),
        host=chosen.portal_host,
        port=chosen.portal_port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        forwarded_allow_ips=chosen.proxies,
    )


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    end_with_parent()
    serve(settings())
