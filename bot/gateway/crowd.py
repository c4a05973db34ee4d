"""One address may ask only so often, whatever it asks for: the first thing a request meets."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.gateway.errors import problem
from bot.gateway.house import House
from bot.gateway.limits import REQUESTS

NOT_COUNTED = ("/webhooks/", "/healthz", "/readyz")  # platforms send from few addresses; whoever watches asks often


class Crowd:
    """Turns away what is too much."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(NOT_COUNTED):
            request = Request(scope, receive)
            house = House.of(request)
            if not await house.limits.allows(REQUESTS, "requests", house.address(request)):
                await problem(request, 429, "limit")(scope, receive, send)
                return
        await self._app(scope, receive, send)
