"""What went wrong, told so that a client can act on it and a citizen can read it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

RETRY_AFTER = {429: "20", 503: "5"}  # seconds
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
    headers = {"Retry-After": RETRY_AFTER[status]} if status in RETRY_AFTER else {}
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status, headers=headers)
