"""The door itself: its routes, its headers, its start and its end.

python -m bot.gateway.app
"""

import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles

from bot.gateway import page, web
from bot.gateway.chores import Chores
from bot.gateway.crowd import Crowd
from bot.gateway.demo import Demo
from bot.gateway.errors import ProblemError, problem
from bot.gateway.headers import Cors, SafeHeaders
from bot.gateway.house import House
from bot.process import end_with_parent
from bot.settings import Settings, for_demo, settings
from bot.store import DatabaseDownError

HERE = Path(__file__).parent
FINISH = 9.0  # seconds for answers under way when the door closes

logger = logging.getLogger(__name__)


def door(chosen: Settings, house: House | None = None) -> Starlette:
    """The ASGI application."""

    @contextlib.asynccontextmanager
    async def open_and_close(app: Starlette) -> AsyncIterator[None]:
        app.state.house = house or await run_in_threadpool(House.build, chosen)
        chores = Chores(app.state.house)
        if app.state.house.settings.demo:
            demo.routes[:] = Demo(app.state.house).routes()
        webhooks.routes[:] = [*chores.sms.routes(), *chores.messenger.routes()]
        chores.start()
        yield
        await chores.stop()
        await app.state.house.exchange.finish(FINISH)
        await app.state.house.engine.close()
        app.state.house.database.close()

    webhooks, demo = Router(), Router()
    return Starlette(
        routes=[
            Route("/healthz", _alive),
            Route("/readyz", _ready),
            Mount("/api/v1", routes=web.routes()),
            Mount("/samtale", routes=page.routes()),
            Mount("/fortsaet", routes=page.links()),
            Mount("/webhooks", app=webhooks),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Mount("/widget", StaticFiles(directory=HERE.parent / "widget")),
            Mount("/", app=demo),
        ],
        middleware=[Middleware(SafeHeaders), Middleware(Cors), Middleware(Crowd), Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={
            ProblemError: _problem,
            DatabaseDownError: _database_down,
            HTTPException: _http,
            Exception: _broken,
        },
        lifespan=open_and_close,
    )


async def _alive(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _ready(request: Request) -> Response:
    """Whether all behind the door answers. Without the language model it still takes messages, so that is no reason to close."""
    house = House.of(request)
    parts = {"database": await run_in_threadpool(house.database.answers), "engine": await house.engine.answers()}
    status = "ok" if all(parts.values()) else "degraded" if parts["database"] else "down"
    return JSONResponse({"status": status, **parts}, status_code=200 if parts["database"] else 503)


async def _problem(request: Request, raised: Exception) -> Response:
    assert isinstance(raised, ProblemError)
    return problem(request, raised.status, raised.code)


async def _database_down(request: Request, raised: Exception) -> Response:
    logger.error("database_down error=%s", raised)
    return problem(request, 503, "unavailable")


async def _http(request: Request, raised: Exception) -> Response:
    assert isinstance(raised, HTTPException)
    told = problem(request, raised.status_code, {404: "not_found", 405: "method"}.get(raised.status_code, "json"))
    told.headers.update(raised.headers or {})  # which methods there are
    return told


async def _broken(request: Request, raised: Exception) -> Response:
    logger.error("request_failed error=%s at=%s", type(raised).__name__, request.scope.get("route"))
    return problem(request, 503, "unavailable")


def serve(chosen: Settings) -> None:
    uvicorn.run(
        door(chosen),
        host=chosen.door_host,
        port=chosen.door_port,
        log_level="warning",
        access_log=False,  # an address and a time say who was stuck with their municipality
        server_header=False,
        ws="none",
        forwarded_allow_ips=chosen.proxies,
        timeout_graceful_shutdown=int(FINISH),
    )


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    end_with_parent()
    serve(for_demo(settings()))
