"""The web chat API: docs/doeren.md."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from sse_starlette.sse import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.gateway import limits
from bot.gateway.bell import LOOK
from bot.gateway.errors import ProblemError
from bot.gateway.exchange import CLIENT_ID, LIVES, TooLongError, UnknownOptionError
from bot.gateway.handover import HandoverError
from bot.gateway.house import House
from bot.store import Conversation

LONGEST_BODY = 32_000  # bytes
LONGEST_WAIT = 25.0  # seconds
PING = 15  # seconds between signs of life
HELPED = ("ja", "delvist", "nej")
CHANNEL = "web"

Handler = Callable[[Request, House, Conversation], Awaitable[Response]]


def routes() -> list[Route]:
    return [
        Route("/municipalities/{key}", _municipality, methods=["GET"]),
        Route("/conversations", _start, methods=["POST"]),
        Route("/conversations/current", _with_token(_forget), methods=["DELETE"]),
        Route("/messages", _with_token(_send), methods=["POST"]),
        Route("/messages", _with_token(_poll), methods=["GET"]),
        Route("/events", _with_token(_stream), methods=["GET"]),
        Route("/contact", _with_token(_contact), methods=["GET"]),
        Route("/summary", _with_token(_summary), methods=["GET"]),
        Route("/handovers", _with_token(_handover), methods=["POST"]),
        Route("/rating", _with_token(_rate), methods=["POST"]),
    ]


# --- open to all ---


async def _municipality(request: Request) -> Response:
    house = House.of(request)
    key = request.path_params["key"]
    if not house.serves(key, CHANNEL):
        raise ProblemError(404, "municipality")
    municipality = house.base.municipality(key)
    place = house.base.places.get(key)
    return JSONResponse(
        {
            "key": key,
            "name": place.name if place else municipality.name,
            "office": {"name": municipality.office.name, "short": municipality.office.short},
            "texts": {"notice": house.wording.say("robot")},
            "silent": house.channels[key].silent_text if house.channels[key].silent else None,
        }
    )


async def _start(request: Request) -> Response:
    house = House.of(request)
    body = await _body(request)
    key = body.get("municipality")
    if not isinstance(key, str) or not house.serves(key, CHANNEL) or house.channels[key].silent:
        raise ProblemError(422, "municipality")
    if not _origin_allowed(request, house, key):
        raise ProblemError(403, "origin")
    if not house.limits.allows(limits.CONVERSATIONS, "conversations", house.address(request)):
        raise ProblemError(429, "limit")
    _, token = await run_in_threadpool(lambda: house.conversations.start(CHANNEL, key, lives=LIVES[CHANNEL]))
    # The municipality rides along, so that the token can be looked up where it was made.
    return JSONResponse({"token": f"{key}.{token}", "expires_in": int(LIVES[CHANNEL].total_seconds())}, status_code=201)


# --- with a conversation's token ---


def _with_token(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        house = House.of(request)
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        key, _, token = given.partition(".")
        if scheme.lower() != "bearer" or not token or not house.serves(key, CHANNEL):
            raise ProblemError(401, "token")
        if not _origin_allowed(request, house, key):
            raise ProblemError(403, "origin")
        conversation = await run_in_threadpool(lambda: house.conversations.opened_by(token, channel=CHANNEL, municipality=key))
        if conversation is None:
            raise ProblemError(401, "token")
        return await handler(request, house, conversation)

    guarded.__name__ = handler.__name__.strip("_")
    return guarded


async def _send(request: Request, house: House, conversation: Conversation) -> Response:
    body = await _body(request)
    client_id, text, option = body.get("client_id"), body.get("text"), body.get("option")
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise ProblemError(422, "client_id")
    if option is None and (not isinstance(text, str) or not text.strip()):
        raise ProblemError(422, "tom")
    if option is not None and not isinstance(option, str):
        raise ProblemError(422, "option")
    if not house.limits.allows(limits.MESSAGES, "messages", conversation.id):
        raise ProblemError(429, "limit")
    try:
        seq = await house.exchange.receive(conversation, text=text or "", option=option, client_id=client_id)
    except TooLongError:
        raise ProblemError(413, "too_long") from None
    except UnknownOptionError:
        raise ProblemError(422, "option") from None
    if seq is None:
        raise ProblemError(401, "token")
    return JSONResponse({"seq": seq}, status_code=202)


async def _poll(request: Request, house: House, conversation: Conversation) -> Response:
    after, wait = _number(request, "after"), min(float(_number(request, "wait")), LONGEST_WAIT)
    until = asyncio.get_running_loop().time() + wait
    while True:
        news, state, typing = await _look(house, conversation, after)
        left = until - asyncio.get_running_loop().time()
        if news or left <= 0 or state is None:
            break
        await house.bell.wait(conversation.id, min(LOOK, left))
    if state is None:
        raise ProblemError(401, "token")
    return JSONResponse({"messages": news, "state": state, "typing": typing})


async def _stream(request: Request, house: House, conversation: Conversation) -> Response:
    last = request.headers.get("last-event-id", "")
    after = int(last) if last.isdecimal() else _number(request, "after")
    return EventSourceResponse(
        _events(house, conversation, after), ping=PING, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


async def _events(house: House, conversation: Conversation, after: int) -> AsyncIterator[dict[str, Any]]:
    """Messages and changes of state, until the conversation is gone or the client is."""
    before: tuple[str, bool] | None = None
    while True:
        news, state, typing = await _look(house, conversation, after)
        if state is None:
            return
        for message in news:
            after = message["seq"]
            yield {"event": "message", "id": str(after), "data": json.dumps(message, ensure_ascii=False)}
        if (state, typing) != before:
            before = (state, typing)
            yield {"event": "state", "data": json.dumps({"state": state, "typing": typing})}
        await house.bell.wait(conversation.id)


async def _look(house: House, conversation: Conversation, after: int) -> tuple[list[dict[str, Any]], str | None, bool]:
    """What is new, who answers now (None where the conversation is gone), and whether an answer is on its way."""

    def look() -> tuple[list[dict[str, Any]], str | None, bool]:
        busy = house.turns.busy(conversation.id)  # first: an answer that comes meanwhile is then among the news
        now = house.conversations.get(conversation.id)
        if now is None:
            return [], None, False
        news = house.conversations.messages(conversation.id, after=after) if now.last_seq > after else []
        return [house.shown(message, conversation.municipality) for message in news], now.state, busy

    return await run_in_threadpool(look)


async def _contact(request: Request, house: House, conversation: Conversation) -> Response:
    return JSONResponse(house.desk.contact(conversation.municipality))


async def _summary(request: Request, house: House, conversation: Conversation) -> Response:
    return JSONResponse({"summary": await house.desk.summary(conversation)})


async def _handover(request: Request, house: House, conversation: Conversation) -> Response:
    body = await _body(request)
    client_id = body.get("client_id")
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise ProblemError(422, "client_id")
    if not house.limits.allows(limits.HANDOVERS, "handovers", conversation.id):
        raise ProblemError(429, "limit")
    try:
        handover = await house.desk.leave(conversation, body, client_id=client_id)
    except HandoverError as problem:
        raise ProblemError(422, str(problem)) from None
    return JSONResponse({"receipt": handover.receipt, "state": handover.state}, status_code=201)


async def _rate(request: Request, house: House, conversation: Conversation) -> Response:
    body = await _body(request)
    helped, comment = body.get("helped"), body.get("comment", "")
    if helped not in HELPED or not isinstance(comment, str) or len(comment) > 2000:
        raise ProblemError(422, "helped")
    masked = await run_in_threadpool(house.exchange.masked, comment)
    await run_in_threadpool(house.conversations.rate, conversation.id, helped, masked)
    return Response(status_code=204)


async def _forget(request: Request, house: House, conversation: Conversation) -> Response:
    await house.forget(conversation)
    return Response(status_code=204)


# --- reading requests ---


async def _body(request: Request) -> dict[str, Any]:
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LONGEST_BODY:
            raise ProblemError(413, "too_long")
    try:
        body = json.loads(raw)
    except ValueError:
        raise ProblemError(422, "json") from None
    if not isinstance(body, dict):
        raise ProblemError(422, "json")
    return body


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "0")
    if not given.isdecimal() or len(given) > 9:
        raise ProblemError(422, "json")
    return int(given)


def _origin_allowed(request: Request, house: House, key: str) -> bool:
    """A browser always says which page is asking; what is no browser has no page to be lured from."""
    origin = request.headers.get("origin")
    return origin is None or house.allows(origin, key)
