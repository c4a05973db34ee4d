"""What went wrong, told so that a client can act on it and a citizen can read it."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

PAGES = ("/samtale/", "/fortsaet/", "/demo/")
PAGE = (
    '<!doctype html><html lang="da"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>Det gik ikke</title><link rel="icon" href="/static/ikon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="/static/page.css">'
    '<header class="top"><h1>Det gik ikke</h1></header><main><p class="problem" role="alert">{message}</p>'
    "<p>Gå tilbage, og prøv igen. Det, du har skrevet før, er gemt.</p></main></html>"
)
HEADERS = {  # what goes with a status; times in seconds
    401: {"WWW-Authenticate": "Bearer"},
    429: {"Retry-After": "20"},
    503: {"Retry-After": "5"},
}
WORDS = {"too_long": "for_lang"}  # the codes that are not the name of their line


class ProblemError(Exception):
    """`code` is a line under `doer.fejl` in `texts/`."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def problem(request: Request, status: int, code: str) -> Response:
    from bot.gateway.house import House

    message = House.of(request).wording.say(f"doer.fejl.{WORDS.get(code, code)}")
    headers = HEADERS.get(status, {})
    if request.url.path.startswith(PAGES):
        return HTMLResponse(PAGE.format(message=escape(message)), status_code=status, headers=headers)
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status, headers=headers)
