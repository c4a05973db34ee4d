"""The same conversation without JavaScript: a form, and a page that can be printed."""

import asyncio
import uuid
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.gateway import limits
from bot.gateway.errors import WORDS, ProblemError
from bot.gateway.exchange import CLIENT_ID, LIVES, LONGEST, TooLongError, UnknownOptionError
from bot.gateway.handover import HandoverError
from bot.gateway.house import House
from bot.gateway.templates import templates
from bot.store import Conversation

CHANNEL = "side"
COOKIE = "samtale"
PATIENCE = 10.0  # seconds to wait for the answer before the page is shown without it
LOOK = 0.3
HELPED = {"ja": "Ja", "delvist": "Delvist", "nej": "Nej"}


def routes() -> list[Route]:
    return [
        Route("/{kommune}", _show, methods=["GET"]),
        Route("/{kommune}", _say, methods=["POST"]),
        Route("/{kommune}/menneske", _leave, methods=["POST"]),
        Route("/{kommune}/bedoem", _rate, methods=["POST"]),
        Route("/{kommune}/slet", _delete, methods=["POST"]),
    ]


def links() -> list[Route]:
    return [Route("/{key}", _follow, methods=["GET", "POST"])]


async def _show(request: Request) -> Response:
    house, key = _here(request)
    return await _page(request, house, key, await _conversation(request, house, key))


async def _say(request: Request) -> Response:
    """Take what was written, wait for the answer, and show the page anew."""
    house, key = _here(request)
    form = await _form(request, house)
    conversation: Conversation | None = await _conversation(request, house, key)
    text, option = _field(form, "tekst"), _field(form, "valg") or None
    if not text and not option:
        return await _page(request, house, key, conversation, problem="tom")
    token = None
    if conversation is None:
        if not await house.limits.allows(limits.CONVERSATIONS, "conversations", house.address(request)):
            raise ProblemError(429, "limit")
        conversation, token = await _start(house, key)
    if not await house.limits.allows(limits.MESSAGES, "messages", conversation.id):
        return await _page(request, house, key, conversation, problem="limit", kept=text)
    client_id = _field(form, "maerke")
    try:
        await house.exchange.receive(
            conversation, text=text, option=option, client_id=client_id if CLIENT_ID.fullmatch(client_id) else None
        )
    except TooLongError:
        return await _page(request, house, key, conversation, problem="too_long", kept=text, token=token)
    except UnknownOptionError:
        return await _page(request, house, key, conversation, problem="option", token=token)
    await _answered(house, conversation)
    return _back(key, token)


async def _leave(request: Request) -> Response:
    house, key = _here(request)
    form = await _form(request, house)
    conversation = await _conversation(request, house, key)
    token = None
    if conversation is None:  # whoever wants a person at once need not talk to a robot first
        conversation, token = await _start(house, key)
    if not await house.limits.allows(limits.HANDOVERS, "handovers", conversation.id):
        return await _page(request, house, key, conversation, problem="limit", token=token)
    given = {
        "name": _field(form, "navn"),
        "reach": _field(form, "kontakt"),
        "best_time": _field(form, "tid"),
        "summary": _field(form, "resume"),
        "consent": _field(form, "samtykke") == "ja",
    }
    client_id = _field(form, "maerke")
    try:
        await house.desk.leave(conversation, given, client_id=client_id if CLIENT_ID.fullmatch(client_id) else uuid.uuid4().hex)
    except HandoverError as problem:
        return await _page(request, house, key, conversation, problem=str(problem), kept_handover=given, token=token)
    return _back(key, token)


async def _rate(request: Request) -> Response:
    house, key = _here(request)
    form = await _form(request, house)
    conversation = await _conversation(request, house, key)
    helped = _field(form, "hjalp")
    if conversation is None or helped not in HELPED:
        return await _page(request, house, key, conversation, problem="helped")
    comment = await run_in_threadpool(house.exchange.masked, _field(form, "kommentar")[:2000])
    await run_in_threadpool(house.conversations.rate, conversation.id, helped, comment)
    return await _page(request, house, key, conversation, thanks=True)


async def _delete(request: Request) -> Response:
    house, key = _here(request)
    await _form(request, house)
    conversation = await _conversation(request, house, key)
    if conversation:
        await house.forget(conversation)
    gone = await _page(request, house, key, None, deleted=True)
    gone.delete_cookie(COOKIE, path=_path(key))
    return gone


async def _follow(request: Request) -> Response:
    """A link from another channel. Looking spends nothing: platforms fetch links to show a preview of them."""
    house, key = House.of(request), request.path_params["key"]
    if request.method == "GET":
        return HTMLResponse(templates.get_template("follow.html").render(key=key, gone=False))
    await _form(request, house)
    followed = await run_in_threadpool(lambda: house.conversations.follow(key, channel=CHANNEL, lives=LIVES[CHANNEL]))
    if followed is None or followed[0].municipality is None:
        return HTMLResponse(templates.get_template("follow.html").render(key=key, gone=True), status_code=410)
    conversation, token = followed
    return _back(str(conversation.municipality), token)


async def _answered(house: House, conversation: Conversation) -> None:
    until = asyncio.get_running_loop().time() + PATIENCE
    with house.bell.listen(conversation.id) as ear:
        while asyncio.get_running_loop().time() < until and await run_in_threadpool(house.turns.busy, conversation.id):
            await ear.wait(LOOK)


async def _page(
    request: Request,
    house: House,
    key: str,
    conversation: Conversation | None,
    *,
    problem: str | None = None,
    kept: str = "",
    kept_handover: dict[str, Any] | None = None,
    token: str | None = None,
    thanks: bool = False,
    deleted: bool = False,
) -> Response:
    messages, busy, summary = [], False, ""
    if conversation:
        found = await run_in_threadpool(house.conversations.messages, conversation.id)
        messages = [house.shown(message, key) for message in found]
        busy = await run_in_threadpool(house.turns.busy, conversation.id)
        summary = await house.desk.summary(conversation)
    place = house.base.places.get(key)
    html = templates.get_template("page.html").render(
        key=key,
        name=place.name if place else key,
        notice=house.wording.say("robot"),
        silence=house.edition.silence(key),
        messages=messages,
        asks=_asked(messages),
        busy=busy,
        contact=house.desk.contact(key),
        privacy_notice=house.channels[key].privacy_notice,
        handover=kept_handover or {"name": "", "reach": "", "best_time": "", "summary": summary, "consent": False},
        problem=problem and house.wording.say(f"doer.fejl.{WORDS.get(problem, problem)}"),
        problem_field=problem,
        kept=kept,
        mark=uuid.uuid4().hex,
        longest=LONGEST,
        helped=HELPED,
        thanks=thanks,
        deleted=deleted,
    )
    response = HTMLResponse(html, status_code=422 if problem else 200)
    _keep(response, key, token)
    return response


def _asked(messages: list[dict[str, Any]]) -> int | None:
    """The question that waits for an answer: one that the citizen has written after is over."""
    for message in reversed(messages):
        if message["author"] == "citizen":
            return None
        if message.get("question"):
            seq: int = message["seq"]
            return seq
    return None


def _here(request: Request) -> tuple[House, str]:
    house, key = House.of(request), request.path_params["kommune"]
    if not house.serves(key, CHANNEL):
        raise ProblemError(404, "municipality")
    return house, key


async def _start(house: House, key: str) -> tuple[Conversation, str]:
    return await run_in_threadpool(partial(house.conversations.start, CHANNEL, key, lives=LIVES[CHANNEL]))


async def _conversation(request: Request, house: House, key: str) -> Conversation | None:
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    return await run_in_threadpool(lambda: house.conversations.opened_by(token, channel=CHANNEL, municipality=key))


async def _form(request: Request, house: House) -> FormData:
    """Only from this page itself: a browser says with every form where it comes from."""
    origin = request.headers.get("origin")
    own = {house.public_url, str(request.base_url).rstrip("/")}
    if origin is not None and origin not in own:
        raise ProblemError(403, "origin")
    return await request.form(max_files=0, max_fields=20)


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _back(key: str, token: str | None) -> Response:
    """To the page itself, so that reloading it sends nothing again."""
    response = RedirectResponse(f"{_path(key)}#nyt", status_code=303)
    _keep(response, key, token)
    return response


def _keep(response: Response, key: str, token: str | None) -> None:
    """The one cookie: it holds the conversation together, and ends with the browser."""
    if token:
        response.set_cookie(COOKIE, token, path=_path(key), httponly=True, samesite="strict")


def _path(key: str) -> str:
    return f"/samtale/{key}"
