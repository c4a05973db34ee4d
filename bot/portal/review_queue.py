"""The queue: the conversations that somebody should read, each with why, and a way to take the next."""

from collections.abc import Collection
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.portal.guard import Visitor, fields, guarded
from bot.portal.office import Office
from bot.portal.pages import page
from bot.review.reasons import REASONS, words
from bot.store.queue import PAGE, Wanted

WHOSE = {"": "Alle", "mine": "Mine", "fri": "Dem, ingen har"}
EMPTY = "Der er ikke flere samtaler, der venter på dig."


def routes() -> list[Route]:
    return [
        Route("/koe", guarded("bedoemmer", _show), methods=["GET"]),
        Route("/koe/naeste", guarded("bedoemmer", _next), methods=["POST"]),
    ]


async def _show(request: Request, office: Office, visitor: Visitor) -> Response:
    asked = request.query_params
    reason, whose = _known(asked.get("grund"), REASONS), _known(asked.get("hvis"), WHOSE)
    here = int(number) if (number := asked.get("side", "1")).isdecimal() and 0 < int(number) < 10_000 else 1
    wanted = _wanted(visitor, reason, whose)
    items, number_in_all = await run_in_threadpool(
        lambda: office.queue.items(wanted, me=visitor.id, skip=(here - 1) * PAGE, limit=PAGE)
    )
    counts = await run_in_threadpool(office.queue.reasons, visitor.municipalities)
    return page(
        request,
        "queue.html",
        visitor,
        items=items,
        number_in_all=number_in_all,
        reasons=[(one, counts.get(one.key, 0)) for one in REASONS.values()],
        reason=reason,
        whose=whose,
        choices=WHOSE,
        words=words,
        me=visitor.id,
        said=EMPTY if asked.get("besked") == "tom" else "",
        earlier=_address(reason, whose, here - 1) if here > 1 else None,
        later=_address(reason, whose, here + 1) if here * PAGE < number_in_all else None,
    )


async def _next(request: Request, office: Office, visitor: Visitor) -> Response:
    """Of the same reason as is looked at; whatever it is, what one has already comes first."""
    reason = _known((await fields(request)).get("grund"), REASONS)
    taken = await run_in_threadpool(office.queue.take_next, visitor.id, _wanted(visitor, reason, ""))
    if taken is None:
        return RedirectResponse("/koe?besked=tom", status_code=303)
    return RedirectResponse(f"/samtaler/{taken}", status_code=303)


def _wanted(visitor: Visitor, reason: str, whose: str) -> Wanted:
    return Wanted(visitor.municipalities, reason, assigned=visitor.id if whose == "mine" else None, unassigned=whose == "fri")


def _known(value: str | None, choices: Collection[str]) -> str:
    return value if value and value in choices else ""


def _address(reason: str, whose: str, number: int) -> str:
    return "/koe?" + urlencode({key: value for key, value in (("grund", reason), ("hvis", whose), ("side", number)) if value})
