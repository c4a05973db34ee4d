"""What is said with every answer: nothing to keep, nothing to frame, nobody else to fetch from.

Cross-origin calls are let through only to the API, and only where an answer is worth something:
the API itself then refuses an Origin that is not the municipality's.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api/"
FILES, STATIC = "/widget/", "/static/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SafeHeaders:
    """Puts them on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                # The widget's files may be kept, and are asked for again each time: unchanged, they are not sent.
                kept = scope["path"].startswith((FILES, STATIC))
                headers.setdefault("Cache-Control", "no-cache" if kept else "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class Cors:
    """Lets a municipality's page call the API, and load the widget."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if not origin or not scope["path"].startswith((API, FILES)):
            await self._app(scope, receive, send)
            return
        allowed = self._allowed(scope, origin)
        if scope["method"] == "OPTIONS":
            await Response(status_code=204 if allowed else 403, headers=_preflight(origin) if allowed else {})(
                scope, receive, send
            )
            return

        async def with_origin(message: Message) -> None:
            if message["type"] == "http.response.start" and allowed:
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers.add_vary_header("Origin")
                headers["Access-Control-Expose-Headers"] = "Retry-After"
            await send(message)

        await self._app(scope, receive, with_origin)

    def _allowed(self, scope: Scope, origin: str) -> bool:
        """Whether any municipality has it; which one is the API's business."""
        house = scope["app"].state.house
        return any(house.allows(origin, key) for key in house.channels)


def _preflight(origin: str) -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST, DELETE",
        "Access-Control-Allow-Headers": "authorization, content-type, last-event-id",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }
